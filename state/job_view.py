"""A job as a user sees it: frozen figures, and the documents that `--json` prints of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from state.clock import iso
from state.money import usd_text
from state.records import ZERO, Json
from state.status import JobStatus


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `percent_complete` counts items in a final state and says 100 only when all are."""

    total_items: int
    completed_items: int
    failed_items: int
    cancelled_items: int
    pending_items: int

    @property
    def percent_complete(self) -> float:
        """0–100, cut to two places."""
        if not self.total_items:
            return 100.0
        return math.floor(10_000 * (self.total_items - self.pending_items) / self.total_items) / 100

    def document(self) -> dict[str, Json]:
        """The keys of `progress`."""
        return {
            "total_items": self.total_items,
            "completed_items": self.completed_items,
            "failed_items": self.failed_items,
            "cancelled_items": self.cancelled_items,
            "pending_items": self.pending_items,
            "percent_complete": self.percent_complete,
        }


@dataclass(frozen=True, slots=True)
class PhaseTotals:
    """What one phase did so far: items that passed or failed it, those with their input cut, its calls and money.

    Args:
        running: Items of which a call is out, or about to be.
        busy_ms: What its calls took, one after the other.
    """

    phase: int
    name: str
    completed: int = 0
    failed: int = 0
    cut: int = 0
    calls: int = 0
    limited: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    busy_ms: int = 0
    running: int = 0
    settled_usd: Decimal = ZERO
    unknown_usd: Decimal = ZERO
    saved_usd: Decimal = ZERO

    @property
    def cost_usd(self) -> Decimal:
        """Settled and unknown."""
        return self.settled_usd + self.unknown_usd

    @property
    def ended(self) -> int:
        """Items that it is done with."""
        return self.completed + self.failed


@dataclass(frozen=True, slots=True)
class Figures:
    """Money, tokens and pace of a job.

    Args:
        time_is_rough: The time that is left is a guess.
        cost_projected: At the end, if what is left costs what an item cost so far in each phase; None: not known yet.
    """

    cost_settled: Decimal
    cost_unknown: Decimal
    cost_saved: Decimal
    cost_reserved: Decimal
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    estimated_time_remaining_ms: int | None
    items_per_s: float | None
    calls: int
    calls_in_flight: int
    calls_unknown_sent: int
    calls_unknown_admitted: int
    time_is_rough: bool = True
    cost_projected: Decimal | None = None

    @property
    def cost_incurred(self) -> Decimal:
        """Settled and unknown."""
        return self.cost_settled + self.cost_unknown

    def document(self) -> dict[str, Json]:
        """The keys of `analytics` in the status document."""
        return {
            "cost_incurred": usd_text(self.cost_incurred),
            "cost_settled": usd_text(self.cost_settled),
            "cost_unknown": usd_text(self.cost_unknown),
            "cost_saved": usd_text(self.cost_saved),
            "cost_reserved": usd_text(self.cost_reserved),
            "tokens_used": {
                "input": self.input_tokens,
                "output": self.output_tokens,
                "cached": self.cached_tokens,
                "total": self.input_tokens + self.output_tokens,
            },
            "estimated_time_remaining_ms": self.estimated_time_remaining_ms,
            "items_per_s": self.items_per_s,
            "calls": self.calls,
            "calls_in_flight": self.calls_in_flight,
            "calls_unknown": {"sent": self.calls_unknown_sent, "admitted": self.calls_unknown_admitted},
        }


@dataclass(frozen=True, slots=True)
class Stalled:
    """Since when nobody works on a RUNNING job, and who did ("pid 7 on host")."""

    since: datetime
    workers: tuple[str, ...]

    def document(self) -> dict[str, Json]:
        """The keys of `stalled`."""
        return {"since": iso(self.since), "workers": list(self.workers)}


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Why a job or an item is as it is; `phase` is the name of an item's phase."""

    error_class: str
    message: str
    phase: str | None = None

    def document(self) -> dict[str, Json]:
        """An item's `error`."""
        return {"class": self.error_class, "phase": self.phase, "message": self.message}


@dataclass(frozen=True, slots=True)
class JobView:
    """A job, as `status` shows it; `phases` has a row for each phase, and `run_…` are of its last run."""

    id: str
    name: str
    project: str
    status: JobStatus
    wanted: str
    current_phase: str | None
    progress: Progress
    analytics: Figures
    phases: tuple[PhaseTotals, ...]
    runner: str | None
    stalled: Stalled | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    error: ErrorView | None
    epoch: int
    budget_usd: Decimal | None
    first: int | None
    concurrency: int = 0
    purged_at: datetime | None = None
    run_started_at: datetime | None = None
    run_ended_at: datetime | None = None

    def document(self) -> dict[str, Json]:
        """The `status` document."""
        return {
            "id": self.id,
            "name": self.name,
            "project": self.project,
            "status": str(self.status),
            "current_phase": self.current_phase,
            "progress": self.progress.document(),
            "analytics": self.analytics.document(),
            "runner": self.runner,
            "stalled": self.stalled.document() if self.stalled else None,
            "created_at": iso(self.created_at),
            "started_at": iso(self.started_at),
            "completed_at": iso(self.completed_at),
            "purged_at": iso(self.purged_at),
            "error": {"class": self.error.error_class, "message": self.error.message} if self.error else None,
        }


@dataclass(frozen=True, slots=True)
class JobList:
    """Some jobs, newest first, and how many there are."""

    jobs: tuple[JobView, ...]
    total: int

    def document(self) -> dict[str, Json]:
        """The `list` document."""
        return {"jobs": [job.document() for job in self.jobs], "total": self.total}
