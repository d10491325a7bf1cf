"""New ids: ULIDs, which sort by the time at which they were made, with a word in front that says of what.

48 bits of milliseconds since 1970 and 80 random bits, in Crockford's base 32: 26 characters
(https://github.com/ulid/spec). Random bits make them unique over machines without asking anybody.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]
"""Seconds since 1970."""

Randomness: TypeAlias = Callable[[int], bytes]
"""That many random bytes."""

JOB_PREFIX = "job_"

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]

_random = random.Random()  # noqa: S311  # ids have to differ, not to be secret; seeded by the system
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_random.seed)


def _random_bytes(count: int) -> bytes:
    """Random bytes without a system call, for which a thread gives the interpreter away and waits to have it back."""
    return _random.randbytes(count)


def ulid(clock: Clock = time.time, randomness: Randomness = _random_bytes) -> str:
    """26 characters that sort by time, to the millisecond."""
    number = (int(clock() * 1000) & (2**48 - 1)) << 80 | int.from_bytes(randomness(10), "big")
    pairs: list[str] = []
    for _ in range(_LENGTH // 2):
        pairs.append(_PAIRS[number & 1023])
        number >>= 10
    return "".join(reversed(pairs))


def new_job_id(clock: Clock = time.time, randomness: Randomness = _random_bytes) -> str:
    """The id of a new job: `job_` and 26 characters."""
    return JOB_PREFIX + ulid(clock, randomness)


def new_call_id(clock: Clock = time.time, randomness: Randomness = _random_bytes) -> str:
    """The id of a new call, sent along in a header; the ledger sorts by it."""
    return "call_" + ulid(clock, randomness)


def new_worker_id(clock: Clock = time.time, randomness: Randomness = _random_bytes) -> str:
    """The id of a process that joins a job."""
    return "worker_" + ulid(clock, randomness)


def new_bundle_id(clock: Clock = time.time, randomness: Randomness = _random_bytes) -> str:
    """The id of one bundle of one DoFn, by which both cost sums are keyed."""
    return "bundle_" + ulid(clock, randomness)
