"""Texts and values of an item on a page: whole where they are short, folded where they are long, cut if they are huge.

text, XML    with its line breaks        vector              its first numbers, and how many there are
JSON         indented, keys in colour    more than a share   the beginning, how much is missing, and how to see it
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.page_frame import name, words
from pipelines.pretty_json import pretty
from pipelines.screen_items import is_vector, on_screen, shortened
from state.records import Json

FOLDED_CHARS = 700
"""A longer text is folded: it would push what follows it off the screen."""

TEXT_CHARS = 20_000
"""Of an input or an output."""

TALK_CHARS = 6_000
"""Of each text of a request, and of a reply."""

ITEM_CHARS = 200_000
"""Of all texts of an item."""

_SAID_CHARS = 500
"""Of a message, a reason or a note."""

_FIRST_CHARS = 160
_KEY = re.compile(r'(\s*)("(?:[^"\\]|\\.)*")(: .*)', re.DOTALL)


@dataclass(slots=True)
class Room:
    """How many characters an item may still show; each text takes of it.

    Args:
        whole: What shows the item without a cut, as HTML.
        left: Characters.
    """

    whole: str
    left: int = ITEM_CHARS

    def take(self, text: str, most: int) -> tuple[str, str]:
        """The beginning of a text for which there is room, and as HTML what is missing, if something is."""
        shown = text[: min(most, self.left)]
        self.left -= len(shown)
        missing = len(text) - len(shown)
        if not missing:
            return shown, ""
        return shown, f"<p class=dim>… {missing:,} more characters: {self.whole} has all of them</p>"


def value(given: Json, room: Room, most: int = TEXT_CHARS, *, is_open: bool = False) -> str:
    """A text or any other value as HTML.

    Args:
        given: The value.
        room: What may still be shown of its item.
        most: How much of it is shown at most, in characters.
        is_open: It is what people came for: it is folded when it is several times as long as others.
    """
    if given is None or given == "":
        return f"<p class=dim>{'nothing' if given is None else 'an empty text'}</p>"
    if is_vector(given):
        return f"<p>{words(on_screen(given))}</p>"
    is_text = isinstance(given, str)
    text = given if isinstance(given, str) else pretty(given)
    shown, missing = room.take(text, most)
    if not shown:
        return missing
    looks = "text dir=auto" if is_text and not _is_markup(text) else "code dir=ltr"
    drawn = f"<pre class={looks}>{words(shown) if is_text else _json(shown)}</pre>{missing}"
    if len(text) <= FOLDED_CHARS * (4 if is_open else 1):
        return drawn
    return f"<details class=long><summary>{_beginning(text)}</summary>{drawn}</details>"


def said(text: Json) -> str:
    """What somebody says in a sentence, cut where it is none."""
    return name(shortened(text, _SAID_CHARS))


def _beginning(text: str) -> str:
    first = " ".join(text[: 4 * _FIRST_CHARS].split())[:_FIRST_CHARS]
    return f"<bdi>{words(first)}… </bdi><span class=dim>({len(text):,} characters)</span>"


def _is_markup(text: str) -> bool:
    return text[:200].lstrip().startswith("<") and text[-200:].rstrip().endswith(">")


def _json(text: str) -> str:
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    found = _KEY.fullmatch(line)
    if found is None:
        return words(line)
    return f"{found[1]}<b>{words(found[2])}</b>{words(found[3])}"
