"""Texts of models and of users on a screen: they are words there, and never commands to the terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import partial

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from orchestrator.errors import FailureClass

_CONTROL = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
_OVERRIDES = "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
_SHOWN = str.maketrans(dict.fromkeys([*_CONTROL, *_OVERRIDES], "\N{REPLACEMENT CHARACTER}"))


def reason(item_id: str, error_class: str, message: str) -> str:
    """Why an item failed, behind its id: a file that was not read is not named once more."""
    name = item_id.rpartition("/")[2].partition("#")[0]
    return f"{error_class}: {message.removeprefix(f'{name} ') if error_class == FailureClass.UNREADABLE else message}"


def visible(text: str) -> str:
    """A text in which each control character but newline and tab is replaced: an ESC could do anything to a screen.

    So is what turns the direction of all that follows: a name could reverse the figures of its line.
    """
    return text.replace("\r\n", "\n").translate(_SHOWN)


def cell(text: str) -> Text:
    """A text for a table that measures it: as it will be shown, since what is replaced had no width."""
    return Text(visible(text))


class Visible:
    """Something to print, with all its texts made visible; colours and moves of the cursor that are ours stay.

    Args:
        what: A text, which is not read as markup, or anything else that rich can draw.
    """

    def __init__(self, what: RenderableType) -> None:
        self._what = what

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Draw it."""
        what = visible(self._what) if isinstance(self._what, str) else self._what
        for segment in console.render(what, options.update(markup=False)):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def error_text(said: Mapping[str, str | None]) -> str:
    """What is told of an error: where, what, and in a line of its own what to do."""
    where = f"{said['path']}: " if said["path"] else ""
    hint = "".join(f"\n  {line}" for line in (said["hint"] or "").splitlines())
    return visible(f"batchwright: {where}{said['message']}{hint}")


_wrap = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)
_TYPED = re.compile(r"`[^`\n]*`")
_JOINED = "\ue000"
"""Stands for a blank at which no line is broken; no text has a use for it."""


def folded(text: str, width: int) -> str:
    """A text in lines of a width, broken between words; what stands between backticks is to be typed, and stays whole.

    The terminal would break them inside words. A word that is longer than a line stays whole.
    """
    whole = _TYPED.sub(lambda found: found[0].replace(" ", _JOINED), text)
    lines = []
    for line in whole.split("\n"):
        margin = line[: len(line) - len(line.lstrip(" "))]
        lines += _wrap(line.lstrip(" "), width, initial_indent=margin, subsequent_indent=margin) or [""]
    return "\n".join(lines).replace(_JOINED, " ")


class Note:
    """A sentence of some lines, the last of which is no single word.

    Args:
        text: What it says.
        style: How it is drawn.
    """

    def __init__(self, text: str, style: str = "") -> None:
        self._text = text
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Draw it."""
        yield Text(without_orphan(self._text, options.max_width), style=self._style)


def without_orphan(text: str, width: int) -> str:
    """A text in lines of a width; of a smaller one where a word would be left over for a line of its own."""
    lines = folded(text, width).split("\n")
    if len(lines) == 1 or " " in lines[-1].strip():
        return "\n".join(lines)
    narrower = (folded(text, less).split("\n") for less in range(width - 1, width // 2, -1))
    better = (one for one in narrower if len(one) == len(lines) and " " in one[-1].strip())
    return "\n".join(next(better, lines))


def on_terminal(text: str) -> str:
    """A text as it is told on stderr: in lines of the terminal's width, where that is one."""
    err = Console(stderr=True)
    return folded(text, err.width) if err.is_terminal else text


def counted(count: int, thing: str) -> str:
    """So many of a thing: 1 call, 2 calls."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
