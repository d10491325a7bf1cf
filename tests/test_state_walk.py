"""Whatever happens in whatever order, and twice: the books balance after every step, on both stores."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from sqlalchemy import update

from state.clock import boot_seconds
from state.engine import State
from state.errors import IllegalMoveError
from state.group import WorkerRef
from state.leases import beat, finish_run, join, leave, stop_unattended, take
from state.records import Admitted, Intent, Look, Role
from state.schema import batch_jobs
from state.shares import ShareAsk
from state.status import CallStatus, ItemStatus, JobStatus, Wanted
from state.writer import Operation, Sent, Stop, run_group
from tests.books import (
    MODEL,
    OTHER_MODEL,
    WORST,
    age,
    assert_books,
    call,
    done,
    failure,
    job_row,
    new_job,
    pack,
    pack_reply,
    reply,
)

ITEMS = 6
STEPS = 60
BUDGET = WORST * 9
CAP = WORST * 16
_PACKING = 1
"""The phase whose requests may go in packs."""


@dataclass
class Walk:
    """Two jobs of one project, workers of any epoch that still believe in themselves, and what they have out."""

    state: State
    draw: random.Random
    jobs: list[str] = field(default_factory=list)
    refs: list[WorkerRef] = field(default_factory=list)
    out: list[tuple[WorkerRef, Intent]] = field(default_factory=list)
    past: list[tuple[WorkerRef, list[Operation]]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    names: int = 0

    def step(self) -> str:
        """Do one thing, drawn by chance."""
        name = self.draw.choices(
            ["group", "repeat", "take", "enter", "leave", "lapse", "stop", "want", "finish", "beat"],
            [60, 14, 3, 6, 3, 5, 2, 3, 1, 3],
        )[0]
        getattr(self, f"_{name}")()
        return name

    def _group(self) -> None:
        if not self.refs:
            self._enter()
            return
        ref = self.draw.choice(self.refs)
        operations = [self._operation(ref) for _ in range(self.draw.randint(1, 6))]
        self._commit(ref, operations)

    def _commit(self, ref: WorkerRef, operations: list[Operation]) -> None:
        for operation, result in zip(operations, run_group(self.state, ref, lambda: operations).results, strict=True):
            self.seen.add(str(getattr(result, "status", type(result).__name__)))
            if isinstance(result, Admitted) and isinstance(operation, Intent):
                self.out.append((ref, operation))
        if not any(isinstance(operation, Intent) for operation in operations):
            self.past.append((ref, operations))

    def _operation(self, ref: WorkerRef) -> Operation:
        mine = [intent for owner, intent in self.out if owner == ref]
        kind = self.draw.choice(
            ["admit", "admit", "pack", "look", "settle", "settle", "settle", "conclude", "sent", "share", "stop"]
        )
        ordinal, phase = self.draw.randrange(ITEMS), self.draw.randrange(2)
        if kind == "settle" and mine:
            return self._settlement(self.draw.choice(mine))
        if kind == "sent" and mine:
            return Sent(self.draw.choice(mine).call_id, boot_seconds() - 500 * self.draw.random(), 60)
        if kind == "conclude":
            return done(ordinal, phase=phase, final=self.draw.choice([None, ItemStatus.COMPLETED, ItemStatus.FAILED]))
        if kind == "share":
            return ShareAsk(self.draw.randrange(8), self.draw.randrange(3))
        if kind == "stop" and self.draw.random() < 0.1:
            return Stop(self.draw.choice(["no_credit", "bug"]), "made up")
        model = self.draw.choice([MODEL, OTHER_MODEL])
        if kind == "pack":
            return pack(*(self._request(i, _PACKING, model) for i in self.draw.sample(range(ITEMS), 3)))
        request = self._request(ordinal, phase, model)
        return Look(request) if kind == "look" else request

    def _request(self, ordinal: int, phase: int, model: str) -> Intent:
        candidates = self.draw.choice([(model,), (MODEL, OTHER_MODEL)])
        worst = WORST * self.draw.choice([1, 1, 3])
        role = Role.EMBEDDING if phase == _PACKING else Role.EXECUTOR
        return call(ordinal, phase=phase, model=model, candidates=candidates, worst_case_usd=worst, role=role)

    def _settlement(self, intent: Intent) -> Operation:
        status = self.draw.choice(list(CallStatus))
        if status in (CallStatus.OK, CallStatus.DECLINED) and intent.parts:
            return pack_reply(intent, *(self._cost(part) for part in intent.parts), status=status)
        if status in (CallStatus.OK, CallStatus.DECLINED):
            return reply(intent, status=status, cost=self._cost(intent))
        if status in (CallStatus.LIMITED, CallStatus.WITHDRAWN, CallStatus.UNKNOWN, CallStatus.ERROR):
            return failure(intent, status)
        return failure(intent, CallStatus.INVALID, cost=Decimal("0.0000014"))

    def _cost(self, intent: Intent) -> Decimal:
        return intent.worst_case_usd * Decimal(self.draw.randrange(100)) / 100

    def _repeat(self) -> None:
        if self.past:
            ref, operations = self.draw.choice(self.past)
            run_group(self.state, ref, lambda: operations)

    def _take(self) -> None:
        job = self.draw.choice(self.jobs)
        try:
            epoch, _ = take(self.state, job, runner="local", force=self.draw.random() < 0.5)
        except IllegalMoveError:
            return
        self._enter_as(job, epoch)

    def _enter(self) -> None:
        job = job_row(self.state, self.draw.choice(self.jobs))
        if job.status == JobStatus.RUNNING:
            self._enter_as(job.job_id, job.epoch)
        else:
            self._take()

    def _enter_as(self, job: str, epoch: int) -> None:
        self.names += 1
        ref = WorkerRef(job, epoch, f"worker-{self.names}")
        join(self.state, ref)
        self.refs.append(ref)

    def _leave(self) -> None:
        if self.refs:
            leave(self.state, self.draw.choice(self.refs), reason="done", held_items=1)

    def _lapse(self) -> None:
        if self.refs:
            age(self.state, self.draw.choice(self.refs).worker_id, 20)

    def _beat(self) -> None:
        if self.refs:
            beat(self.state, self.draw.choice(self.refs))

    def _stop(self) -> None:
        stop_unattended(self.state, self.draw.choice(self.jobs), JobStatus.PAUSED)

    def _want(self) -> None:
        with self.state.begin() as conn:
            conn.execute(
                update(batch_jobs)
                .where(batch_jobs.c.job_id == self.draw.choice(self.jobs), batch_jobs.c.status == JobStatus.RUNNING)
                .values(wanted=self.draw.choice([Wanted.RUN, Wanted.PAUSE]))
            )

    def _finish(self) -> None:
        job = job_row(self.state, self.draw.choice(self.jobs))
        finish_run(self.state, job.job_id, job.epoch, failed=self.draw.choice([None, ("bug", "made up")]))


@pytest.mark.parametrize("seed", range(12))
def test_the_books_balance_after_every_step(state: State, seed: int) -> None:
    """After each of a random walk's steps all sums are those of the rows, and no budget was passed."""
    walk = Walk(state, random.Random(seed))  # noqa: S311  # a walk that can be walked again
    walk.jobs = [
        new_job(state, items=ITEMS, budget_usd=BUDGET, project_cap=CAP),
        new_job(state, items=ITEMS, project_cap=CAP),
    ]
    taken: list[str] = []
    for _ in range(STEPS):
        taken.append(walk.step())
        assert_books(state)
        assert job_row(state, walk.jobs[0]).spent_usd <= BUDGET, taken


def test_a_walk_meets_what_it_is_for(state: State) -> None:
    """The walk reaches known answers, full budgets, stale and unknown calls: it tests more than empty groups."""
    seen: set[str] = set()
    for seed in range(8):
        walk = Walk(state, random.Random(seed), seen=seen)  # noqa: S311  # a walk that can be walked again
        walk.jobs = [new_job(state, items=ITEMS, budget_usd=BUDGET, project=f"p{seed}") for _ in range(2)]
        for _ in range(STEPS):
            walk.step()
    assert_books(state)
    assert {"Known", "NoBudget", "Refused", "Busy", "Regroup", "Missing"} <= seen
    assert {"Concluded", "ok", "limited", "stale", "unknown"} <= seen
