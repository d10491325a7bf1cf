"""A process that dies with a pack in hand: what is recorded is never asked again, what was out is on the bill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from state.engine import State
from state.group import WorkerRef
from state.leases import join, take
from state.records import ZERO, Admitted, Known, Look, Missing
from state.schema import batch_calls, call_items
from tests.books import COST, WORST, Hand, assert_books, embedding, enter, job_row, new_job, pack, pack_reply

_ROOT = Path(__file__).parents[1]


def ask(url: str, job: str, epoch: str) -> None:
    """Ask for two inputs in one call, as a process of its own, which dies on the way."""
    hand = Hand(State(url), WorkerRef(job, int(epoch), "worker-1"))
    join(hand.state, hand.ref)
    one = pack(embedding(0), embedding(1), call_id="call_that_died")
    hand.do(one)
    hand.do(pack_reply(one))


@pytest.mark.parametrize(
    "point",
    [
        "group.admit.before_commit",
        "group.admit.after_commit",
        "group.settle.before_commit",
        "group.settle.after_commit",
    ],
)
def test_a_crash_with_a_pack_in_hand_costs_at_most_that_pack(state: State, point: str) -> None:
    """Whoever takes the job over finds the pack whole or not at all, and asks only for what nobody has answered."""
    job = new_job(state)
    epoch, _ = take(state, job, runner="local")
    program = "import sys; from tests.test_state_pack_crash import ask; ask(*sys.argv[1:])"
    died = subprocess.run(
        [sys.executable, "-c", program, state.url, job, str(epoch)],
        cwd=_ROOT, env={**os.environ, "BATCHWRIGHT_CRASH": point}, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    epoch, bill = take(state, job, runner="local")
    was_out = point in ("group.admit.after_commit", "group.settle.before_commit")
    assert (bill.admitted, bill.cost_usd) == ((1, 2 * WORST) if was_out else (0, ZERO))
    with state.read() as conn:
        assert len(conn.execute(select(batch_calls)).all()) == (point != "group.admit.before_commit")
        assert len(conn.execute(select(call_items)).all()) == 2 * (point != "group.admit.before_commit")
    assert_books(state)
    hand = enter(state, job, epoch, "worker-2")
    found = hand.do(Look(embedding(0)), Look(embedding(1)))
    if point == "group.settle.after_commit":
        assert all(isinstance(one, Known) for one in found)
    else:
        assert found == [Missing(), Missing()]
        again = pack(embedding(0), embedding(1))
        assert hand.one(again) == Admitted(again.call_id)
        hand.do(pack_reply(again))
    assert job_row(state, job).spent_usd == 2 * COST + bill.cost_usd
    assert_books(state)
