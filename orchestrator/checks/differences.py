"""Where two long texts differ, quickly: the first few places, by walking both and meeting again behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MEETING_CHARS = 12
"""Two texts have met again where that many characters are the same."""

REACHES = (64, 1024, 16_384)
"""How far to look for such a place, one after the other; beyond the last, all the rest is one difference."""

_STRIDE = 4096


@dataclass(frozen=True, slots=True)
class Difference:
    """`was[start:end]` stands as `became[other_start:other_end]` in the other text."""

    start: int
    end: int
    other_start: int
    other_end: int


def differences(was: str, became: str) -> Iterator[Difference]:
    """The places where two texts differ, in their order."""
    at = other = 0
    while True:
        same = same_chars(was, at, became, other)
        at, other = at + same, other + same
        if at == len(was) and other == len(became):
            return
        left, right = _meeting(was, at, became, other)
        yield Difference(at, at + left, other, other + right)
        at, other = at + left, other + right


def same_chars(was: str, at: int, became: str, other: int) -> int:
    """How many characters are the same from these two places on."""
    same = 0
    while True:
        left = was[at + same : at + same + _STRIDE]
        right = became[other + same : other + same + _STRIDE]
        if left != right:
            pairs = enumerate(zip(left, right, strict=False))
            return same + next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
        if not left:
            return same
        same += len(left)


def _meeting(was: str, at: int, became: str, other: int) -> tuple[int, int]:
    """How far on from two places that differ the texts are the same again: the nearest such place, else the ends."""
    rest, other_rest = len(was) - at, len(became) - other
    for reach in REACHES:
        left = was[at : at + reach + MEETING_CHARS]
        right = became[other : other + reach + MEETING_CHARS]
        places = {right[n : n + MEETING_CHARS]: n for n in range(len(right) - MEETING_CHARS, -1, -1)}
        found = [
            (n, places[piece])
            for n in range(len(left) - MEETING_CHARS + 1)
            if (piece := left[n : n + MEETING_CHARS]) in places
        ]
        if len(left) == rest and len(right) == other_rest:
            found.append(_without_same_end(left, right))
        if found:
            return min(found, key=sum)
    return rest, other_rest


def _without_same_end(left: str, right: str) -> tuple[int, int]:
    same = same_chars(left[::-1], 0, right[::-1], 0)
    return len(left) - same, len(right) - same
