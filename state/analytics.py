"""Cost, time and success of a job, added up from its ledger and its items.

The store adds up within windows of ordinals, each a short transaction by key, and the sums are added here: memory
grows with the number of distinct latencies, not with the number of calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sqlalchemy import Connection, Row, func, literal_column, select, union_all

from state.clock import utc_now
from state.engine import State
from state.job_lookup import job_row, name_of, phase_names
from state.money import usd_text
from state.records import PACKED, ZERO, Json, Role
from state.schema import batch_calls, batch_items, call_items
from state.status import CallStatus, ItemStatus

LOW_SUCCESS_PERCENT = 70
DEAR_PHASE_PERCENT = 50

_WINDOW = 5_000
_INVALID = (CallStatus.INVALID, CallStatus.DECLINED, CallStatus.ERROR)
_PLACES = Decimal("0.000000000001")


@dataclass(frozen=True, slots=True)
class Durations:
    """Latencies in milliseconds: their mean and two percentiles, None where there is none."""

    avg_ms: float | None
    p50_ms: int | None
    p95_ms: int | None

    def document(self) -> dict[str, Json]:
        """The three figures by key."""
        return {"avg_ms": self.avg_ms, "p50_ms": self.p50_ms, "p95_ms": self.p95_ms}


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What a model cost, over how many calls."""

    model: str
    cost: Decimal
    calls: int


@dataclass(frozen=True, slots=True)
class FailureClassCount:
    """How many items failed for a reason, with the first of them."""

    failure_class: str
    items: int
    example: str


@dataclass(frozen=True, slots=True)
class Analytics:
    """The sums of a job; `wasted` holds each dollar once: what retries, bad replies, unknown and stale calls cost."""

    total: Decimal
    per_item: Decimal | None
    by_phase: tuple[tuple[str, Decimal], ...]
    by_model: tuple[ModelCost, ...]
    judge: Decimal
    wasted: dict[str, Decimal]
    item_times: Durations
    phase_times: tuple[tuple[str, Durations], ...]
    throughput_per_s: float | None
    completed_items: int
    failed_items: int
    by_class: tuple[FailureClassCount, ...]
    hints: tuple[str, ...] = field(default=())

    @property
    def success_rate(self) -> float | None:
        """Completed among the finished items, 0–100; None while none is finished."""
        finished = self.completed_items + self.failed_items
        return round(100 * self.completed_items / finished, 2) if finished else None

    def document(self) -> dict[str, Json]:
        """The `analytics` document."""
        return {
            "cost": {
                "total": usd_text(self.total),
                "per_item": None if self.per_item is None else usd_text(self.per_item),
                "by_phase": [{"phase": name, "cost": usd_text(cost)} for name, cost in self.by_phase],
                "by_model": [
                    {"model": one.model, "cost": usd_text(one.cost), "calls": one.calls} for one in self.by_model
                ],
                "judge": usd_text(self.judge),
                "wasted": {name: usd_text(cost) for name, cost in self.wasted.items()},
            },
            "performance": {
                "avg_processing_time_ms": self.item_times.avg_ms,
                "p50_ms": self.item_times.p50_ms,
                "p95_ms": self.item_times.p95_ms,
                "throughput_per_s": self.throughput_per_s,
                "by_phase": [{"phase": name, **times.document()} for name, times in self.phase_times],
            },
            "overall": {
                "success_rate": self.success_rate,
                "completed_items": self.completed_items,
                "failed_items": self.failed_items,
                "by_class": [
                    {"class": one.failure_class, "items": one.items, "example": one.example} for one in self.by_class
                ],
            },
            "hints": list(self.hints),
        }


@dataclass(slots=True)
class _Sums:
    """What the windows add up to."""

    phase_usd: dict[int, Decimal] = field(default_factory=dict)
    models: dict[str, tuple[Decimal, int]] = field(default_factory=dict)
    judge: Decimal = ZERO
    wasted: dict[str, Decimal] = field(
        default_factory=lambda: dict.fromkeys(("retries", "invalid", "unknown", "stale"), ZERO)
    )
    item_ms: Counter[int] = field(default_factory=Counter)
    phase_ms: dict[int, Counter[int]] = field(default_factory=dict)
    classes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, int] = field(default_factory=dict)

    def add_call(self, row: Row[tuple[object, ...]]) -> None:
        """Add a group of calls of one phase, model, role and status."""
        self.phase_usd[row.phase] = self.phase_usd.get(row.phase, ZERO) + row.usd
        usd, calls = self.models.get(row.model, (ZERO, 0))
        self.models[row.model] = (usd + row.usd, calls + row.calls)
        if row.role == Role.JUDGE:
            self.judge += row.usd
        why = _wasted_by(row.status, is_retry=bool(row.is_retry))
        if why:
            self.wasted[why] += row.usd


def _wasted_by(status: str, *, is_retry: bool) -> str | None:
    if status in (CallStatus.UNKNOWN, CallStatus.STALE):
        return status
    if status in _INVALID:
        return "invalid"
    return "retries" if is_retry else None


def analytics(state: State, job_id: str) -> Analytics:
    """The sums of a job.

    Raises:
        NotFoundError: There is no such job.
    """
    sums = _Sums()
    with state.read() as conn:
        job = job_row(conn, job_id)
    for first, last in _windows(job.total_items):
        with state.read() as conn:
            _add_window(conn, sums, job_id, first, last)
    by_class = _by_class(state, job_id, sums)
    names = phase_names(job)
    total = sum(sums.phase_usd.values(), ZERO)
    completed = job.total_items - job.open_items - job.failed_items
    finished = completed + job.failed_items
    found = Analytics(
        total=total,
        per_item=(total / finished).quantize(_PLACES) if finished else None,
        by_phase=tuple((name_of(names, phase), usd) for phase, usd in sorted(sums.phase_usd.items())),
        by_model=tuple(ModelCost(name, usd, calls) for name, (usd, calls) in sorted(sums.models.items())),
        judge=sums.judge,
        wasted=sums.wasted,
        item_times=durations(sums.item_ms),
        phase_times=tuple((name_of(names, phase), durations(ms)) for phase, ms in sorted(sums.phase_ms.items())),
        throughput_per_s=_throughput(job, finished),
        completed_items=completed,
        failed_items=job.failed_items,
        by_class=by_class,
    )
    return _with_hints(found, job_id)


def durations(ms: Counter[int]) -> Durations:
    """Mean and percentiles (nearest rank) of latencies, given how often each came."""
    count = ms.total()
    if not count:
        return Durations(None, None, None)
    ranked = sorted(ms.items())
    mean = sum(value * times for value, times in ranked) / count
    return Durations(round(mean, 1), _percentile(ranked, count, 50), _percentile(ranked, count, 95))


def _percentile(ranked: Sequence[tuple[int, int]], count: int, percent: int) -> int:
    rank = -(-count * percent // 100)
    for value, times in ranked:
        rank -= times
        if rank <= 0:
            return value
    return ranked[-1][0]


def _windows(total_items: int) -> Iterator[tuple[int, int]]:
    """Ranges of ordinals; the first begins before 0, where calls that are of no item stand."""
    yield -1, _WINDOW - 1
    for first in range(_WINDOW, total_items, _WINDOW):
        yield first, first + _WINDOW - 1


def _add_window(conn: Connection, sums: _Sums, job_id: str, first: int, last: int) -> None:
    call, part, one = batch_calls.c, call_items.c, batch_items.c
    mine = (call.job_id == job_id, call.ordinal.between(first, last))
    is_retry = (call.attempt > literal_column("1")).label("is_retry")
    groups = (call.phase, call.model, call.role, call.status, is_retry)
    for row in conn.execute(
        select(*groups, func.count().label("calls"), func.sum(call.cost_usd).label("usd"))
        .where(*mine)
        .group_by(*groups)
    ):
        sums.add_call(row)
    asked = union_all(  # each item of a packed call waited for it
        select(call.ordinal, call.phase, call.latency_ms).where(*mine, call.kind != PACKED),
        select(part.ordinal, part.phase, call.latency_ms)
        .join_from(call_items, batch_calls, call.call_id == part.call_id)
        .where(part.job_id == job_id, part.ordinal.between(first, last)),
    ).subquery()
    per_phase = (
        select(asked.c.ordinal, asked.c.phase, func.sum(asked.c.latency_ms).label("ms"))
        .where(asked.c.latency_ms.is_not(None))
        .group_by(asked.c.ordinal, asked.c.phase)
        .subquery()
    )
    per_item = select(func.sum(per_phase.c.ms).label("ms")).group_by(per_phase.c.ordinal).subquery()
    for row in conn.execute(select(per_phase.c.phase, per_phase.c.ms, func.count().label("n")).group_by(
        per_phase.c.phase, per_phase.c.ms
    )):  # fmt: skip
        sums.phase_ms.setdefault(row.phase, Counter())[int(row.ms)] += row.n
    for row in conn.execute(select(per_item.c.ms, func.count().label("n")).group_by(per_item.c.ms)):
        sums.item_ms[int(row.ms)] += row.n
    for row in conn.execute(
        select(one.error_class, func.count().label("n"), func.min(one.ordinal).label("first"))
        .where(one.job_id == job_id, one.ordinal.between(first, last), one.status == ItemStatus.FAILED)
        .group_by(one.error_class)
    ):
        name = row.error_class or "unknown"
        sums.classes[name] += row.n
        sums.examples.setdefault(name, row.first)


def _by_class(state: State, job_id: str, sums: _Sums) -> tuple[FailureClassCount, ...]:
    if not sums.classes:
        return ()
    one = batch_items.c
    with state.read() as conn:
        rows = conn.execute(
            select(one.ordinal, one.item_id, one.error_message).where(
                one.job_id == job_id, one.ordinal.in_(list(sums.examples.values()))
            )
        ).all()
    text = {row.ordinal: f"{row.item_id}: {row.error_message}" for row in rows}
    return tuple(
        FailureClassCount(name, items, text.get(sums.examples[name], "")) for name, items in sums.classes.most_common()
    )


def _throughput(job: Row[tuple[object, ...]], finished: int) -> float | None:
    if job.started_at is None or not finished:
        return None
    took: float = ((job.completed_at or utc_now()) - job.started_at).total_seconds()
    return round(finished / max(took, 0.001), 3)


def _with_hints(found: Analytics, job_id: str) -> Analytics:
    hints: list[str] = []
    rate = found.success_rate
    if rate is not None and rate < LOW_SUCCESS_PERCENT:
        most = f", most of them for {found.by_class[0].failure_class}" if found.by_class else ""
        hints.append(
            f"{found.failed_items} of {found.completed_items + found.failed_items} finished items failed{most}: look at"
            f" `batchwright results {job_id} --status FAILED`"
        )
    for name, cost in found.by_phase if len(found.by_phase) > 1 else ():
        if cost * 100 > found.total * DEAR_PHASE_PERCENT:
            share = round(100 * cost / found.total)
            hints.append(f"{name} costs {share} % of the job: a cheaper model or a shorter prompt there saves the most")
    return replace(found, hints=tuple(hints))
