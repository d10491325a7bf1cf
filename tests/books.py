"""Jobs, intents and replies for tests of the state, and the one question about its figures: do the books balance?"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from sqlalchemy import Row, select, update

from state.audit import audit
from state.clock import utc_now
from state.engine import State
from state.group import ITEMS, WorkerRef
from state.leases import join, take
from state.records import PACKED, ZERO, Answer, Checkpoint, Conclusion, Intent, Role, Settlement, Usage
from state.schema import (
    batch_calls,
    batch_items,
    batch_jobs,
    batch_totals,
    projects,
    workers,
)
from state.status import CallStatus, ItemStatus, JobStatus
from state.writer import Operation, Result, run_group

PROJECT = "papers"
_OPEN = ("admitted", "sent", "parked")
MODEL = "anthropic/claude-haiku-5-5"
OTHER_MODEL = "openai/gpt-6-luna"
WORST = Decimal("0.010")
COST = Decimal("0.002345")
TOKENS = Usage(input_tokens=120, output_tokens=40, cached_tokens=20)
_numbers = itertools.count(1)


def new_job(
    state: State,
    *,
    items: int = 10,
    job_id: str | None = None,
    project: str = PROJECT,
    budget_usd: Decimal | None = None,
    project_cap: Decimal | None = None,
    concurrency: int = 5,
    max_failed_percent: float | None = None,
    first: int | None = None,
) -> str:
    """Put a PENDING job with plain items into the state, and its project where it is not there yet."""
    job_id = job_id or f"job_{next(_numbers):026d}"
    now = utc_now()
    with state.begin() as conn:
        if conn.execute(select(projects.c.project).where(projects.c.project == project)).first() is None:
            conn.execute(projects.insert().values(project=project, cap_usd=project_cap, created_at=now))
        conn.execute(
            batch_jobs.insert().values(
                job_id=job_id, project=project, name="a job", status=JobStatus.PENDING, spec="{}",
                spec_digest="0" * 64, total_items=items, open_items=items, concurrency=concurrency,
                checkpoint_frequency=10, auto_start=True, budget_usd=budget_usd,
                max_failed_percent=max_failed_percent, first=first, created_at=now,
            )
        )  # fmt: skip
        if items:
            conn.execute(
                batch_items.insert(),
                [
                    {"job_id": job_id, "ordinal": i, "item_id": item_id(i), "text": "t", "fields": "{}",
                     "size_bytes": 1, "status": ItemStatus.PENDING}
                    for i in range(items)
                ],
            )  # fmt: skip
    return job_id


@dataclass(frozen=True, slots=True)
class Hand:
    """A joined worker and its state: what tests do operations with."""

    state: State
    ref: WorkerRef

    def do(self, *operations: Operation) -> list[Result]:
        """Commit operations as one group."""
        return run_group(self.state, self.ref, lambda: operations).results

    def one(self, operation: Operation) -> Result:
        """Commit one operation."""
        return self.do(operation)[0]


def start(state: State, job_id: str, *, worker_id: str = "worker-1") -> Hand:
    """Take a job and join it."""
    epoch, _ = take(state, job_id, runner="local")
    return enter(state, job_id, epoch, worker_id)


def enter(state: State, job_id: str, epoch: int, worker_id: str) -> Hand:
    """Join an epoch of a job."""
    ref = WorkerRef(job_id, epoch, worker_id)
    join(state, ref)
    return Hand(state, ref)


def item_id(ordinal: int) -> str:
    """The id of a test's item."""
    return f"item-{ordinal}"


def call(
    ordinal: int = 0, *, call_id: str | None = None, digest: str | None = None, phase: int = 0, **more: object
) -> Intent:
    """An intent for an item; calls of the same item and phase share their digest unless one is given."""
    key = digest or f"{phase:032d}{ordinal:032d}"
    plain = Intent(
        call_id=call_id or f"call_{next(_numbers):026d}",
        digest=key,
        root_digest=key,
        generation=0,
        candidates=(MODEL,),
        model=MODEL,
        role=Role.EXECUTOR,
        ordinal=ordinal,
        item_id=item_id(ordinal),
        phase=phase,
        attempt=1,
        worst_case_usd=WORST,
        price_version="prices-1",
        timeout_s=60.0,
        bundle_id="bundle-1",
        components={"text": "abc"},
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of Intent, by name


def embedding(ordinal: int = 0, **more: object) -> Intent:
    """An intent for an item in a phase that packs."""
    return call(ordinal, **{"role": Role.EMBEDDING, **more})  # type: ignore[arg-type]  # the arguments of call, by name


def reply(intent: Intent, *, cost: Decimal = COST, text: str = "an answer", **more: object) -> Settlement:
    """A good reply to a call."""
    answer = Answer(
        digest=intent.digest,
        requested_model=intent.model,
        model="claude-haiku-5-5-2026",
        text=text,
        finish="stop",
        usage=TOKENS,
        cost_usd=cost,
        call_id=intent.call_id,
    )
    plain = Settlement(
        intent, CallStatus.OK, TOKENS, cost, "claude-haiku-5-5-2026", answer, latency_ms=200, http_status=200
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of Settlement, by name


def pack(*parts: Intent, **more: object) -> Intent:
    """An intent for one call that asks for all that these ask for."""
    first = parts[0]
    digest = sha256("".join(part.digest for part in parts).encode()).hexdigest()
    worst = sum((part.worst_case_usd for part in parts), ZERO)
    plain = replace(
        first, call_id=f"call_{next(_numbers):026d}", digest=digest, root_digest=digest, kind=PACKED, parts=parts,
        worst_case_usd=worst,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of Intent, by name


def pack_reply(intent: Intent, *costs: Decimal, text: str = "an answer", **more: object) -> Settlement:
    """A good reply to a packed call: an answer to each of its parts, which cost `COST` each unless costs are given."""
    brought = tuple(
        replace(answer, call_id=intent.call_id)
        for part, cost in zip(intent.parts, costs or [COST] * len(intent.parts), strict=True)
        if (answer := reply(part, cost=cost, text=f"{text} to {part.ordinal}").answer)
    )
    usage = Usage(*(getattr(TOKENS, name) * len(brought) for name in Usage.__slots__))
    cost = sum((answer.cost_usd for answer in brought), ZERO)
    plain = replace(reply(intent, cost=cost), usage=usage, answer=None, part_answers=brought)
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of Settlement, by name


def failure(intent: Intent, status: CallStatus, *, cost: Decimal = ZERO) -> Settlement:
    """A reply, or the lack of one, that leaves no answer."""
    return Settlement(intent, status, cost_usd=cost, error_class="made_up", error_message="made up")


def done(ordinal: int = 0, *, phase: int = 0, final: ItemStatus | None = ItemStatus.COMPLETED) -> Conclusion:
    """A phase of an item that is over, well or, with a final FAILED, not."""
    ok = final is not ItemStatus.FAILED
    checkpoint = Checkpoint(phase, ok, "out" if ok else None, 1, error_class=None if ok else "made_up")
    return Conclusion(ordinal, item_id(ordinal), checkpoint, final)


def assert_books(state: State) -> None:
    """Check that a state is sound: by whatever `db check` looks at, and by sums that share no line with it."""
    wrong = [str(one) for one in audit(state) if one.is_wrong]
    assert not wrong, "\n".join(wrong)
    _assert_sums(state)


def _assert_sums(state: State) -> None:
    """Add up the ledger and the items row by row, and hold them against what jobs and projects say."""
    with state.read() as conn:
        calls, items = conn.execute(select(batch_calls)).all(), conn.execute(select(batch_items)).all()
        jobs, owners = conn.execute(select(batch_jobs)).all(), conn.execute(select(projects)).all()
        totals = conn.execute(select(batch_totals)).all()
    for owner in owners:
        mine = [row for row in calls if row.project == owner.project]
        assert (owner.spent_usd, owner.reserved_usd) == _money(mine), owner.project
    for job in jobs:
        mine = [row for row in calls if row.job_id == job.job_id]
        assert (job.spent_usd, job.reserved_usd) == _money(mine), job.job_id
        booked = [row for row in totals if row.job_id == job.job_id]
        assert sum((row.settled_usd + row.unknown_usd for row in booked), ZERO) == job.spent_usd, job.job_id
        statuses = Counter(row.status for row in items if row.job_id == job.job_id)
        assert (job.total_items, job.open_items, job.failed_items) == (
            statuses.total(), statuses[ItemStatus.PENDING], statuses[ItemStatus.FAILED],
        ), job.job_id  # fmt: skip
        per_item = [row for row in booked if row.phase == ITEMS]
        assert sum(row.completed for row in per_item) == statuses[ItemStatus.COMPLETED], job.job_id
        assert job.status != JobStatus.COMPLETED or not job.open_items, job.job_id


def _money(calls: Sequence[Row[tuple[object, ...]]]) -> tuple[Decimal, Decimal]:
    """What calls have cost, and what those that are out have reserved."""
    spent = sum((Decimal(row.cost_usd) for row in calls), ZERO)
    return spent, sum((Decimal(row.reserved_usd) for row in calls if row.status in _OPEN), ZERO)


def age(state: State, worker_id: str, seconds: float) -> None:
    """Make a worker one that nobody's pid rule can judge, whose last beat is so many seconds old."""
    with state.begin() as conn:
        conn.execute(
            update(workers)
            .where(workers.c.worker_id == worker_id)
            .values(pid_namespace="pid:[0]", beat_at=workers.c.beat_at - seconds)
        )


def row_of(state: State, call_id: str) -> Row[tuple[object, ...]]:
    """A call's row of the ledger."""
    with state.read() as conn:
        return conn.execute(select(batch_calls).where(batch_calls.c.call_id == call_id)).one()


def job_row(state: State, job_id: str) -> Row[tuple[object, ...]]:
    """A job's row."""
    with state.read() as conn:
        return conn.execute(select(batch_jobs).where(batch_jobs.c.job_id == job_id)).one()
