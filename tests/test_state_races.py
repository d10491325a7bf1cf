"""Real processes against one state: no budget is passed, no share either, and a stale worker cannot write."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from state.engine import State
from state.group import WorkerRef
from state.leases import join, take
from state.records import Admitted, Intent, Known, Look, Missing
from state.schema import batch_calls
from state.status import CallStatus
from state.writer import ShareAsk
from tests.books import WORST, Hand, assert_books, call, embedding, job_row, new_job, pack, pack_reply, reply

ADMITS = 1_000
BUDGET = WORST * 777
CONCURRENCY = 40
INPUTS = 300
_ROOT = Path(__file__).parents[1]


def _race(state: State, what: str, *arguments: str, module: str = __name__) -> subprocess.Popen[str]:
    """Another process that does what a function of a module does, once it is told to go."""
    program = f"import sys; from {module} import {what} as work; work(*sys.argv[1:])"
    child = subprocess.Popen(
        [sys.executable, "-c", program, state.url, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def _results(children: Sequence[subprocess.Popen[str]]) -> list[list[str]]:
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    lines = [child.communicate(timeout=100)[0].split() for child in children]
    assert [child.returncode for child in children] == [0] * len(children)
    return lines


def _hand(url: str, job: str, epoch: str, name: str) -> Hand:
    hand = Hand(State(url), WorkerRef(job, int(epoch), name))
    join(hand.state, hand.ref)
    print("ready", flush=True)  # noqa: T201  # to the test
    sys.stdin.readline()
    return hand


def spend(url: str, job: str, epoch: str, name: str, first: str) -> None:
    """Admit a thousand calls, in groups of ten, and print how many were."""
    hand = _hand(url, job, epoch, name)
    admitted = 0
    for start in range(int(first), int(first) + ADMITS, 10):
        calls = [call(0, digest=f"{i:064d}", call_id=f"call_{i}") for i in range(start, start + 10)]
        admitted += sum(isinstance(result, Admitted) for result in hand.do(*calls))
    print(admitted)  # noqa: T201  # to the test


def share(url: str, job: str, epoch: str, name: str, wanted: str) -> None:
    """Ask for a share two hundred times, as calls begin and end, and print the sum over all workers each time."""
    hand = _hand(url, job, epoch, name)
    held = 0
    for turn in range(200):
        (result,) = hand.do(ShareAsk(int(wanted) + turn % 7, held // 2))
        assert isinstance(result, int)
        held = result
        with hand.state.read() as conn:
            print(conn.exec_driver_sql("SELECT coalesce(sum(held), 0) FROM shares").scalar_one())  # noqa: T201


def embed(url: str, job: str, epoch: str, name: str, seed: str) -> None:
    """Get the answers to all inputs, packed as they are drawn, and print the digests that were paid for."""
    hand = _hand(url, job, epoch, name)
    luck = random.Random(seed)  # noqa: S311  # an order that is not the other's
    missing = list(range(INPUTS))
    luck.shuffle(missing)
    while missing:
        looks = [Look(embedding(i)) for i in missing[:40]]
        found = hand.do(*looks)
        free = [one.intent for one, result in zip(looks, found, strict=True) if isinstance(result, Missing)]
        missing = missing[40:] + [
            one.intent.ordinal for one, result in zip(looks, found, strict=True) if not isinstance(result, Known)
        ]
        luck.shuffle(missing)
        some = free[: luck.randint(1, 12)]
        one = pack(*some, call_id=f"{name}_{len(missing)}_{luck.getrandbits(40)}") if some else None
        if one is None or not isinstance(hand.one(one), Admitted):
            continue
        hand.do(Look(embedding(0)))  # somebody else has time to look
        hand.do(pack_reply(one))
        for part in one.parts:
            print(part.digest)  # noqa: T201  # to the test
        while _callers(hand) < 2:  # both are there to race: a busy machine may start one much later
            pass


def _callers(hand: Hand) -> int:
    """How many workers have called by now."""
    with hand.state.read() as conn:
        return int(conn.exec_driver_sql("SELECT count(DISTINCT worker_id) FROM batch_calls").scalar_one())


def write_on(url: str, job: str, epoch: str, name: str) -> None:
    """Admit and settle as fast as can be, until fenced; print what was admitted."""
    hand = _hand(url, job, epoch, name)
    number = 0
    previous: Intent | None = None
    while True:
        one = call(0, digest=f"{number:064d}", call_id=f"{name}_{number}")
        operations = [one] if previous is None else [one, reply(previous)]
        if not isinstance(hand.do(*operations)[0], Admitted):
            return
        print(one.call_id)  # noqa: T201  # to the test
        previous, number = one, number + 1


def test_two_processes_never_pass_a_budget(state: State) -> None:
    """Two processes that admit a thousand calls each get exactly as many as the budget holds: over-spend $0.00."""
    job = new_job(state, items=1, budget_usd=BUDGET)
    epoch, _ = take(state, job, runner="local")
    children = [_race(state, "spend", job, str(epoch), f"worker-{i}", str(i * ADMITS)) for i in range(2)]
    admitted = sum(int(line) for lines in _results(children) for line in lines)
    row = job_row(state, job)
    assert row.spent_usd + row.reserved_usd == BUDGET
    assert admitted * WORST == BUDGET
    assert_books(state)


def test_the_budgets_of_two_jobs_and_of_their_project_hold_at_once(state: State) -> None:
    """Three processes of two jobs: one job has a budget of its own, the project's is less than both could spend."""
    job_cap, project_cap = 400 * WORST, 700 * WORST
    jobs = [new_job(state, items=1, budget_usd=job_cap, project_cap=project_cap), new_job(state, items=1)]
    epochs = [take(state, job, runner="local")[0] for job in jobs]
    children = [
        _race(state, "spend", jobs[of], str(epochs[of]), f"worker-{i}", str(i * ADMITS))
        for i, of in enumerate((0, 0, 1))
    ]
    admitted = sum(int(line) for lines in _results(children) for line in lines)
    rows = [job_row(state, job) for job in jobs]
    assert rows[0].spent_usd + rows[0].reserved_usd <= job_cap
    assert sum(row.spent_usd + row.reserved_usd for row in rows) == admitted * WORST == project_cap
    assert_books(state)


def test_two_processes_that_pack_the_same_inputs_pay_for_each_once(state: State) -> None:
    """Whatever packs two processes make of the same inputs, no input is ever in two calls, and all get their answer."""
    job = new_job(state, items=INPUTS)
    epoch, _ = take(state, job, runner="local")
    children = [_race(state, "embed", job, str(epoch), f"worker-{i}", str(i)) for i in range(2)]
    paid = _results(children)
    assert sorted(paid[0] + paid[1]) == sorted({embedding(i).digest for i in range(INPUTS)})
    assert all(paid), "each of the two has paid for some"
    assert_books(state)


def test_shares_of_two_processes_never_pass_the_concurrency(state: State) -> None:
    """Whenever anybody looks, the shares of all workers together are within the job's concurrency."""
    job = new_job(state, items=1, concurrency=CONCURRENCY)
    epoch, _ = take(state, job, runner="local")
    children = [_race(state, "share", job, str(epoch), f"worker-{i}", str(20 + i)) for i in range(2)]
    sums = [int(line) for lines in _results(children) for line in lines]
    assert len(sums) == 400
    assert 0 < max(sums) <= CONCURRENCY


@pytest.mark.parametrize("turn", range(3))
def test_a_takeover_between_check_and_write_leaves_nothing_open(state: State, turn: int) -> None:
    """A process that writes while its job is taken over loses nothing, and none of its calls stays open."""
    job = new_job(state, items=1)
    epoch, _ = take(state, job, runner="local")
    child = _race(state, "write_on", job, str(epoch), f"old-{turn}")
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("go\n")
    child.stdin.flush()
    told = [child.stdout.readline().strip() for _ in range(20 + turn)]
    _, bill = take(state, job, runner="local", force=True)
    told += child.stdout.read().split()  # `communicate` would miss what was read ahead of the lines above
    child.communicate(timeout=60)
    with state.read() as conn:
        by_status = dict(
            list(map(tuple, conn.execute(select(batch_calls.c.status, func.count()).group_by(batch_calls.c.status))))
        )
    assert set(by_status) <= {CallStatus.OK, CallStatus.UNKNOWN, CallStatus.STALE}
    assert sum(by_status.values()) == len(told), "what was told admitted is what the ledger holds"
    assert bill.cost_usd in (Decimal(0), WORST)
    assert_books(state)
