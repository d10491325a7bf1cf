"""What the rows of a job add up to, by a window of ordinals at a time: each a short transaction by key.

    batch_calls ───────► by phase, model, role, status, try, slot of time, and whether the item failed in the end
    batch_calls        ► latencies of answers, by phase and model
     + call_items ─────► what items waited for, in each phase and in all of them
    batch_checkpoints ─► ends, attempts, scores and failures, by phase and slot of time

The database adds up, and its groups are added here: memory does not grow with the number of calls. No text of an item
is read: the failed ones are found by their checkpoints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, cast, false, func, literal, select, union_all

from state.columns import Usd
from state.engine import State
from state.job_times import JobTimes
from state.latencies import Latencies, cut_column
from state.records import PACKED, ZERO, Role
from state.schema import batch_calls, batch_checkpoints, call_items
from state.status import OPEN_CALLS, CallStatus

WINDOW = 10_000

WASTED = ("retries", "invalid", "unknown", "stale", "failed")
"""What money can be wasted on, each dollar once: see `_wasted_by`."""

ANSWERED = frozenset({CallStatus.OK, CallStatus.INVALID, CallStatus.DECLINED})
"""Calls whose latency says how fast a model is: a refusal is quick."""

_INVALID = frozenset({CallStatus.INVALID, CallStatus.DECLINED, CallStatus.ERROR})


@dataclass(slots=True)
class CallSums:
    """Sums over some rows of the ledger. `calls` are those that were sent and are over, as in `status`."""

    rows: int = 0
    calls: int = 0
    limited: int = 0
    usd: Decimal = ZERO
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0

    def add(self, row: Row[tuple[object, ...]]) -> None:
        """Add a group of calls."""
        self.rows += row.calls
        self.calls += 0 if row.status in _NO_CALLS else row.calls
        self.limited += row.calls if row.status == CallStatus.LIMITED else 0
        self.usd += row.usd
        self.input_tokens += row.input_tokens
        self.output_tokens += row.output_tokens
        self.cached_tokens += row.cached_tokens


_NO_CALLS = OPEN_CALLS | {CallStatus.WITHDRAWN}


@dataclass(slots=True)
class PhaseEnds:
    """How items ended a phase; `again` are those that needed more than one attempt."""

    completed: int = 0
    failed: int = 0
    again: int = 0
    scores: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class JobSums:
    """The sums of a job; keys are numbers of phases, names of models, numbers of slots."""

    all: CallSums = field(default_factory=CallSums)
    phases: defaultdict[int, CallSums] = field(default_factory=lambda: defaultdict(CallSums))
    models: defaultdict[str, CallSums] = field(default_factory=lambda: defaultdict(CallSums))
    statuses: defaultdict[str, CallSums] = field(default_factory=lambda: defaultdict(CallSums))
    slots: defaultdict[int, CallSums] = field(default_factory=lambda: defaultdict(CallSums))
    judge_usd: defaultdict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    wasted_usd: defaultdict[tuple[int, str], Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    slot_usd: defaultdict[tuple[int, int], Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    answers: defaultdict[tuple[int, str, bool], Latencies] = field(default_factory=lambda: defaultdict(Latencies))
    phase_ms: defaultdict[int, Latencies] = field(default_factory=lambda: defaultdict(Latencies))
    item_ms: Latencies = field(default_factory=Latencies)
    ends: defaultdict[int, PhaseEnds] = field(default_factory=lambda: defaultdict(PhaseEnds))
    finished: Counter[int] = field(default_factory=Counter)
    failures: Counter[tuple[str, int]] = field(default_factory=Counter)
    examples: dict[str, int] = field(default_factory=dict)

    def add_calls(self, row: Row[tuple[object, ...]]) -> None:
        """Add a group of calls that are alike."""
        slot = JobTimes.within(row.slot)
        for sums in (
            self.all, self.phases[row.phase], self.models[row.model], self.statuses[row.status], self.slots[slot],
        ):  # fmt: skip
            sums.add(row)
        self.slot_usd[row.phase, slot] += row.usd
        if row.role == Role.JUDGE:
            self.judge_usd[row.phase] += row.usd
        why = _wasted_by(row)
        if why is not None and row.usd:
            self.wasted_usd[row.phase, why] += row.usd

    def add_ends(self, row: Row[tuple[object, ...]], last: int) -> None:
        """Add a group of phases of items that ended alike."""
        ends = self.ends[row.phase]
        ends.again += row.items if row.again else 0
        if row.score is not None:
            ends.scores[row.score] += row.items
        if row.ok:
            ends.completed += row.items
        else:
            ends.failed += row.items
            name = row.error_class or "unknown"
            self.failures[name, row.phase] += row.items
            self.examples[name] = min(row.first, self.examples.get(name, row.first))
        if not row.ok or row.phase == last:
            self.finished[JobTimes.within(row.slot)] += row.items


def _wasted_by(row: Row[tuple[object, ...]]) -> str | None:
    """On what the money of some calls was wasted, the first that fits; None where it was not."""
    if row.status in (CallStatus.UNKNOWN, CallStatus.STALE):
        return str(row.status)
    if row.status in _INVALID:
        return "invalid"
    if row.again:
        return "retries"
    return "failed" if row.lost else None


def job_sums(state: State, job: Row[tuple[object, ...]], times: JobTimes, last_phase: int) -> JobSums:
    """Add up the rows of a job.

    Args:
        state: Where the job is.
        job: Its row.
        times: Its time, in slots.
        last_phase: The phase that completes an item.
    """
    sums = JobSums()
    for first, last in _windows(job.total_items):
        window = _Window(job.job_id, first, last)
        with state.read() as conn:
            for row in conn.execute(window.calls(times, has_failed=bool(job.failed_items))):
                sums.add_calls(row)
            for row in conn.execute(window.answers()):
                sums.answers[row.phase, row.model, row.is_judge].add(row.ms, row.n, row.total_ms)
        with state.read() as conn:
            for row in conn.execute(window.waits()):
                into = sums.item_ms if row.phase is None else sums.phase_ms[row.phase]
                into.add(row.ms, row.n, row.total_ms)
            for row in conn.execute(window.ends(times)):
                sums.add_ends(row, last_phase)
            if job.failed_items:
                for row in conn.execute(window.lost_shares()):
                    sums.wasted_usd[row.phase, "failed"] += row.usd
    return sums


def _windows(total_items: int) -> Iterator[tuple[int, int]]:
    """Ranges of ordinals; the first begins before 0, where calls that are of no item stand."""
    yield -1, WINDOW - 1
    for first in range(WINDOW, total_items, WINDOW):
        yield first, first + WINDOW - 1


def _whole_sum(numbers: ColumnElement[int]) -> ColumnElement[int]:
    """A sum of whole numbers that is one; PostgreSQL would make it a decimal."""
    return cast(func.sum(numbers), BigInteger)


@dataclass(frozen=True, slots=True)
class _Window:
    """The statements over the rows of some ordinals of a job."""

    job_id: str
    first: int
    last: int

    def _here(self, ordinal: ColumnElement[int], job_id: ColumnElement[str]) -> ColumnElement[bool]:
        return (job_id == self.job_id) & ordinal.between(self.first, self.last)

    def _failed(self) -> ColumnElement[bool]:
        checkpoint = batch_checkpoints.c
        return self._here(checkpoint.ordinal, checkpoint.job_id) & checkpoint.ok.is_(False)

    def calls(self, times: JobTimes, *, has_failed: bool) -> Select[Any]:
        """How many calls, their money and their tokens, by what they have in common."""
        call = batch_calls.c
        failed = call.ordinal.in_(select(batch_checkpoints.c.ordinal).where(self._failed()))
        mine = (
            select(
                call.phase, call.model, call.role, call.status, call.cost_usd,
                call.input_tokens, call.output_tokens, call.cached_tokens,
                (call.attempt > 1).label("again"),
                (failed & (call.kind != PACKED) if has_failed else false()).label("lost"),
                times.slot_of(func.coalesce(call.ended_at, call.started_at)).label("slot"),
            )
            .where(self._here(call.ordinal, call.job_id))
            .subquery()
        )  # fmt: skip
        one = mine.c
        alike = (one.phase, one.model, one.role, one.status, one.again, one.lost, one.slot)
        tokens = (one.input_tokens, one.output_tokens, one.cached_tokens)
        sums = (_whole_sum(column).label(column.name) for column in tokens)
        return select(*alike, func.count().label("calls"), func.sum(one.cost_usd).label("usd"), *sums).group_by(*alike)

    def answers(self) -> Select[Any]:
        """Latencies of single calls that were answered."""
        call = batch_calls.c
        mine = (
            select(
                call.phase, call.model, (call.role == Role.JUDGE).label("is_judge"), call.latency_ms,
                cut_column(call.latency_ms).label("ms"),
            )
            .where(self._here(call.ordinal, call.job_id), call.latency_ms.is_not(None), call.status.in_(ANSWERED))
            .subquery()
        )  # fmt: skip
        one = mine.c
        alike = (one.phase, one.model, one.is_judge, one.ms)
        return select(*alike, func.count().label("n"), _whole_sum(one.latency_ms).label("total_ms")).group_by(*alike)

    def waits(self) -> Select[Any]:
        """What items waited for calls: in each phase, and with null as the phase in all of them."""
        call, part = batch_calls.c, call_items.c
        asked = union_all(  # each item of a packed call waited for it
            select(call.ordinal, call.phase, call.latency_ms).where(
                self._here(call.ordinal, call.job_id), call.kind != PACKED
            ),
            select(part.ordinal, part.phase, call.latency_ms)
            .join_from(call_items, batch_calls, call.call_id == part.call_id)
            .where(self._here(part.ordinal, part.job_id)),
        ).subquery()
        waited = (
            select(asked.c.ordinal, asked.c.phase, _whole_sum(asked.c.latency_ms).label("ms"))
            .where(asked.c.latency_ms.is_not(None), asked.c.ordinal >= 0)
            .group_by(asked.c.ordinal, asked.c.phase)
            .cte("waited")
        )
        whole = select(_whole_sum(waited.c.ms).label("ms")).group_by(waited.c.ordinal).subquery()
        both = union_all(
            select(waited.c.phase, cut_column(waited.c.ms).label("cut"), waited.c.ms),
            select(literal(None, batch_calls.c.phase.type), cut_column(whole.c.ms), whole.c.ms),
        ).subquery()
        alike = (both.c.phase, both.c.cut)
        return select(
            both.c.phase, both.c.cut.label("ms"), func.count().label("n"), _whole_sum(both.c.ms).label("total_ms")
        ).group_by(*alike)

    def ends(self, times: JobTimes) -> Select[Any]:
        """Phases of items that are over."""
        end = batch_checkpoints.c
        mine = (
            select(
                end.ordinal, end.phase, end.ok, end.score, end.error_class, (end.attempts > 1).label("again"),
                times.slot_of(end.at).label("slot"),
            )
            .where(self._here(end.ordinal, end.job_id))
            .subquery()
        )  # fmt: skip
        one = mine.c
        alike = (one.phase, one.ok, one.score, one.error_class, one.again, one.slot)
        return select(*alike, func.count().label("items"), func.min(one.ordinal).label("first")).group_by(*alike)

    def lost_shares(self) -> Select[Any]:
        """What items that failed in the end cost in packed calls that went well at once."""
        call, part = batch_calls.c, call_items.c
        return (
            select(part.phase, func.sum(part.share_usd, type_=Usd).label("usd"))
            .join_from(call_items, batch_calls, call.call_id == part.call_id)
            .where(
                self._here(part.ordinal, part.job_id),
                call.status == CallStatus.OK,
                call.attempt == 1,
                part.ordinal.in_(select(batch_checkpoints.c.ordinal).where(self._failed())),
            )
            .group_by(part.phase)
        )
