"""What reading a file comes to: parts with their texts, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

TEXT_LAYER, NOTHING = "text layer", "nothing"
"""How a page of a PDF was read: by its text layer, or not at all as nothing is on it."""
PLAIN = frozenset({TEXT_LAYER, NOTHING})
"""How pages are read whose texts do not depend on what reads images here."""

BREAK = "\n\n"
"""Between the texts of two parts."""


TOO_LARGE = 86
"""The exit code of a process that needs more memory than it may have."""


class UnreadableError(Exception):
    """A file that no text comes out of; says why, in words that go on from its name."""


class LockedError(UnreadableError):
    """A file that opens with a password, and not with the one that was given, if any was."""


class SlowError(UnreadableError):
    """A file that took longer than it may; given more time, it may be read."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page that a model is to read; its text is what its text layer says.

    Args:
        width: Of its image, in pixels.
        least: Letters and digits that the model must find, to be believed more than the layer.
        before: What its text comes from until then.
    """

    width: int
    height: int
    least: int
    before: str


How: TypeAlias = "str | Sight"
"""What the text of a page comes from, or is to come from."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page, a chapter, or all of a file.

    Args:
        number: From 1.
        how: What its text comes from.
        is_final: Read again in the same way, it comes to the same; not where recognition failed, which may go better.
    """

    number: int
    text: str
    how: How
    is_final: bool = True


Parts = Iterable[Part]
Tell = Callable[[], object]
"""Said now and then by what reads a file: it is getting on."""


def joined(parts: Sequence[Part]) -> tuple[str, list[tuple[int, int, How]]]:
    """The text of all parts, and of each its number, where it begins there, and how it was read."""
    places = list[tuple[int, int, How]]()
    whole: list[str] = []
    length = 0
    for part in parts:
        own = part.text.strip()
        if own and length:
            whole.append(BREAK)
            length += len(BREAK)
        places.append((part.number, length, part.how))
        whole.append(own)
        length += len(own)
    return "".join(whole), places
