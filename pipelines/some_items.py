"""Keep some of many items, of each length some, in bounded memory: so many that stand for all.

    item ─► stratum by length (a quarter of an octave) ─► kept: all, until they are too many;
                                                          then of each stratum those with the smallest digests

Which are kept follows from ids and lengths alone, so it is the same each time.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_PER_OCTAVE = 4


@dataclass(slots=True)
class _Stratum(Generic[T]):
    """Items of about one length; the kept ones are a heap with the largest digest on top, as its negative."""

    count: int = 0
    kept: list[tuple[int, int, int, T]] = field(default_factory=list)  # negative digest, place, size, item


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """An item that was kept, its place and size, and for how many it stands."""

    item: T
    place: int
    size: int
    weight: float


class SomeItems(Generic[T]):
    """Some of the items that are added.

    Args:
        most: How many are kept; if there are no more, all.
        most_bytes: How large they are together; at least one of each length is kept.
    """

    def __init__(self, most: int, most_bytes: int = 64 * 1024 * 1024) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._strata: dict[int, _Stratum[T]] = {}
        self._cap = most + 1
        self._kept = 0
        self._bytes = 0
        self.count = 0

    @property
    def is_whole(self) -> bool:
        """Whether all are kept."""
        return self._kept == self.count

    def add(self, key: str, size: int, item: T) -> None:
        """Look at one more item.

        Args:
            key: Its id.
            size: Its length in bytes.
        """
        place = self.count
        self.count += 1
        stratum = self._strata.setdefault(round(_PER_OCTAVE * math.log2(size + 1)), _Stratum())
        stratum.count += 1
        digest = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        one = (-digest, -place, size, item)
        if len(stratum.kept) < self._cap:
            heapq.heappush(stratum.kept, one)
            self._kept += 1
            self._bytes += size
        else:
            out = heapq.heappushpop(stratum.kept, one)
            self._bytes += size - out[2]
        while (self._kept > self._most or self._bytes > self._most_bytes) and self._cap > 1:
            self._cap = min(self._cap, max(len(one.kept) for one in self._strata.values())) - 1 or 1
            self._trim()

    def _trim(self) -> None:
        for stratum in self._strata.values():
            while len(stratum.kept) > self._cap:
                self._bytes -= heapq.heappop(stratum.kept)[2]
                self._kept -= 1

    def __iter__(self) -> Iterator[Kept[T]]:
        """Those that are kept, in their order."""
        found = [
            Kept(item, -place, size, stratum.count / len(stratum.kept))
            for stratum in self._strata.values()
            for _, place, size, item in stratum.kept
        ]
        return iter(sorted(found, key=lambda one: one.place))

    def spread(self, count: int) -> list[Kept[T]]:
        """So many of them, spread over all lengths: half the weight goes by how many there are, half by their bytes."""
        rows = sorted(self, key=lambda one: (one.size, one.place))
        if count >= len(rows):
            return sorted(rows, key=lambda one: one.place)
        items, size = sum(one.weight for one in rows), sum(one.weight * (one.size + 1) for one in rows)
        chosen: list[Kept[T]] = []
        passed = 0.0
        for left, one in zip(range(len(rows), 0, -1), rows, strict=True):
            passed += one.weight / items / 2 + one.weight * (one.size + 1) / size / 2
            if passed * count >= len(chosen) + 0.5 or left <= count - len(chosen):
                chosen.append(one)
            if len(chosen) == count:
                break
        return sorted(chosen, key=lambda one: one.place)
