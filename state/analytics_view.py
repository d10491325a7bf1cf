"""The sums of a job as a user sees them: frozen figures, and the document that `--json` prints of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from state.latencies import NO_DURATIONS, Durations
from state.money import usd_text
from state.records import ZERO, Json

_PLACES = Decimal("0.000000000001")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of some calls; `cached` are among `input`."""

    input: int = 0
    output: int = 0
    cached: int = 0

    def document(self) -> dict[str, Json]:
        """The figures by key."""
        return {"input": self.input, "output": self.output, "cached": self.cached, "total": self.input + self.output}


_NO_TOKENS = Tokens()


@dataclass(frozen=True, slots=True)
class PhaseSums:
    """What a phase did.

    Args:
        calls: Those that were sent and are over.
        limited: Of them, those that met a limit (429).
        again: Items that needed more than one attempt, of those that ended the phase.
        wasted: By cause, each dollar once.
        waits: What an item waited for all its calls in this phase.
        spread: How often each such time came, in milliseconds cut to three digits.
        scores: How often the judge gave each score to an output that was taken.
        min_score: The least score that is taken; None where nobody judges.
    """

    name: str
    cost: Decimal = ZERO
    judge: Decimal = ZERO
    wasted: Mapping[str, Decimal] = field(default_factory=dict)
    calls: int = 0
    limited: int = 0
    tokens: Tokens = _NO_TOKENS
    completed: int = 0
    failed: int = 0
    again: int = 0
    waits: Durations = NO_DURATIONS
    spread: Mapping[int, int] = field(default_factory=dict)
    scores: Mapping[int, int] = field(default_factory=dict)
    min_score: int | None = None

    @property
    def mean_score(self) -> float | None:
        """The mean of all scores, None without any."""
        count = sum(self.scores.values())
        return round(sum(score * times for score, times in self.scores.items()) / count, 2) if count else None


@dataclass(frozen=True, slots=True)
class ModelSums:
    """What a model did; `answers` are the latencies of its single calls that were answered."""

    model: str
    cost: Decimal
    calls: int
    limited: int = 0
    tokens: Tokens = _NO_TOKENS
    answers: Durations = NO_DURATIONS


@dataclass(frozen=True, slots=True)
class StatusSums:
    """How many rows of the ledger are in a status, and what they cost."""

    status: str
    rows: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class FailureClassCount:
    """How many items failed for a reason, in which phases, with the first of them."""

    failure_class: str
    items: int
    example: str
    phases: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """What happened in a stretch of a job's time; `cost` has a sum for each phase, in their order."""

    cost: tuple[Decimal, ...]
    calls: int
    limited: int
    finished: int


@dataclass(frozen=True, slots=True)
class Analytics:
    """The sums of a job; `slots` divide the time from `start` to `end` evenly."""

    total: Decimal
    phases: tuple[PhaseSums, ...]
    models: tuple[ModelSums, ...]
    statuses: tuple[StatusSums, ...]
    tokens: Tokens
    item_times: Durations
    completed_items: int
    failed_items: int
    by_class: tuple[FailureClassCount, ...]
    start: datetime
    end: datetime
    worked_s: float
    slots: tuple[Slot, ...]
    hints: tuple[str, ...] = ()

    @property
    def finished_items(self) -> int:
        """Completed and failed."""
        return self.completed_items + self.failed_items

    @property
    def success_rate(self) -> float | None:
        """Completed among the finished items, 0–100; None while none is finished."""
        return round(100 * self.completed_items / self.finished_items, 2) if self.finished_items else None

    @property
    def per_item(self) -> Decimal | None:
        """What a finished item cost on average; None while none is finished."""
        return (self.total / self.finished_items).quantize(_PLACES) if self.finished_items else None

    @property
    def judge(self) -> Decimal:
        """What judging cost."""
        return sum((phase.judge for phase in self.phases), ZERO)

    @property
    def wasted(self) -> dict[str, Decimal]:
        """What was paid in vain, by cause, each dollar once."""
        causes = list(dict.fromkeys(cause for phase in self.phases for cause in phase.wasted))
        return {cause: sum((phase.wasted[cause] for phase in self.phases), ZERO) for cause in causes}

    @property
    def throughput_per_s(self) -> float | None:
        """Items finished in a second in which somebody worked; None while none is finished."""
        if not self.finished_items or not self.worked_s:
            return None
        return round(self.finished_items / max(self.worked_s, 0.001), 3)

    def document(self) -> dict[str, Json]:
        """The `analytics` document."""
        return {
            "cost": {
                "total": usd_text(self.total),
                "per_item": None if self.per_item is None else usd_text(self.per_item),
                "by_phase": [
                    {"phase": one.name, "cost": usd_text(one.cost), "judge": usd_text(one.judge),
                     "wasted": _by_cause(one.wasted), "calls": one.calls}
                    for one in self.phases
                ],
                "by_model": [
                    {"model": one.model, "cost": usd_text(one.cost), "calls": one.calls, "limited": one.limited}
                    for one in self.models
                ],
                "judge": usd_text(self.judge),
                "wasted": _by_cause(self.wasted),
            },
            "tokens": {
                **self.tokens.document(),
                "by_phase": [{"phase": one.name, **one.tokens.document()} for one in self.phases],
                "by_model": [{"model": one.model, **one.tokens.document()} for one in self.models],
            },
            "performance": {
                "avg_processing_time_ms": self.item_times.avg_ms,
                "p50_ms": self.item_times.p50_ms,
                "p95_ms": self.item_times.p95_ms,
                "p99_ms": self.item_times.p99_ms,
                "throughput_per_s": self.throughput_per_s,
                "by_phase": [{"phase": one.name, **one.waits.document()} for one in self.phases],
                "by_model": [{"model": one.model, **one.answers.document()} for one in self.models],
            },
            "scores": [
                {"phase": one.name, "min_score": one.min_score, "mean": one.mean_score,
                 "counts": {str(score): one.scores[score] for score in sorted(one.scores)}}
                for one in self.phases if one.scores or one.min_score is not None
            ],
            "overall": {
                "success_rate": self.success_rate,
                "completed_items": self.completed_items,
                "failed_items": self.failed_items,
                "by_class": [
                    {"class": one.failure_class, "items": one.items, "example": one.example,
                     "phases": [{"phase": name, "items": items} for name, items in one.phases]}
                    for one in self.by_class
                ],
                "calls": [
                    {"status": one.status, "calls": one.rows, "cost": usd_text(one.cost)} for one in self.statuses
                ],
            },
            "hints": list(self.hints),
        }  # fmt: skip


def _by_cause(wasted: Mapping[str, Decimal]) -> dict[str, Json]:
    return {cause: usd_text(cost) for cause, cost in wasted.items()}
