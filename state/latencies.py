"""Latencies, counted by their first three digits: what they need does not grow with the number of calls.

Below a second that is exact; above, a percentile is at most 1 % less than the true one. Means are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, case

from state.records import Json

_STEPS = ((1_000, 1), (10_000, 10), (100_000, 100), (1_000_000, 1_000))
"""Below so many milliseconds, in steps of so many."""

_WIDEST = 10_000


@dataclass(frozen=True, slots=True)
class Durations:
    """Latencies in milliseconds: their mean and percentiles (nearest rank), None where there is none."""

    count: int = 0
    avg_ms: float | None = None
    p50_ms: int | None = None
    p95_ms: int | None = None
    p99_ms: int | None = None

    def document(self) -> dict[str, Json]:
        """The figures by key."""
        return {"avg_ms": self.avg_ms, "p50_ms": self.p50_ms, "p95_ms": self.p95_ms, "p99_ms": self.p99_ms}


NO_DURATIONS = Durations()


@dataclass(slots=True)
class Latencies:
    """How often each latency came, by its first three digits, and the exact sum of all."""

    counts: Counter[int] = field(default_factory=Counter)
    total_ms: int = 0

    def add(self, ms: int, times: int, total_ms: int) -> None:
        """Add latencies that begin with the same three digits."""
        self.counts[ms] += times
        self.total_ms += total_ms

    def join(self, other: Latencies) -> None:
        """Add all those of another one."""
        self.counts.update(other.counts)
        self.total_ms += other.total_ms

    def durations(self) -> Durations:
        """Mean and percentiles."""
        count = self.counts.total()
        if not count:
            return NO_DURATIONS
        ranked = sorted(self.counts.items())
        p50, p95, p99 = (_percentile(ranked, count, percent) for percent in (50, 95, 99))
        return Durations(count, round(self.total_ms / count, 1), p50, p95, p99)


def cut(ms: int) -> int:
    """A latency with all but its first three digits 0, as `cut_column` has it."""
    step = next((step for below, step in _STEPS if ms < below), _WIDEST)
    return ms - ms % step


def cut_column(ms: ColumnElement[int]) -> ColumnElement[int]:
    """The same of a column."""
    return case(*((ms < below, ms - ms % step) for below, step in _STEPS), else_=ms - ms % _WIDEST)


def _percentile(ranked: Sequence[tuple[int, int]], count: int, percent: int) -> int:
    rank = -(-count * percent // 100)
    for value, times in ranked:
        rank -= times
        if rank <= 0:
            return value
    return ranked[-1][0]
