"""The keys of lanes, chosen so that each slot of a Flink cluster gets as many lanes as any other.

Flink puts a key on the slot that its hash falls on. By their numbers alone, four lanes all fall on one of two slots.
What it reckons is repeated here (Beam's EncodedValueComparator, Flink's MathUtils.murmurHash): where another version
reckons otherwise, lanes fall as they may, and the job is as right as before.
"""

from __future__ import annotations

from itertools import count

_BITS = 0xFFFFFFFF


def lane_key(lane: int, slots: int) -> str:
    """The key of a lane: the first of "7", "7-1", "7-2" … that falls on the slot whose turn it is.

    Args:
        lane: Its number, from 0.
        slots: How many the graph runs on.
    """
    keys = (f"{lane}-{number}" if number else str(lane) for number in count())
    return next(key for key in keys if slot_of(key, slots) == lane % slots)


def slot_of(key: str, slots: int) -> int:
    """The slot that Flink puts a key on."""
    hashed = 1
    for byte in key.encode():  # as Java's Arrays.hashCode; keys are ASCII, so that no byte is negative
        hashed = (31 * hashed + byte) & _BITS
    return _murmur(hashed) % slots


def _murmur(code: int) -> int:
    """The 32-bit MurmurHash3 of one number, made positive."""
    code = _times(_rotated(_times(code, 0xCC9E2D51), 15), 0x1B873593)
    code = (_times(_rotated(code, 13), 5) + 0xE6546B64) & _BITS
    code ^= 4  # bytes
    code = _times(code ^ code >> 16, 0x85EBCA6B)
    code = _times(code ^ code >> 13, 0xC2B2AE35)
    code ^= code >> 16
    return code if code < 1 << 31 else -(code - (1 << 32)) & (_BITS >> 1)


def _times(one: int, other: int) -> int:
    return one * other & _BITS


def _rotated(code: int, bits: int) -> int:
    return (code << bits | code >> (32 - bits)) & _BITS
