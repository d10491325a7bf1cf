"""What workers tell each other of a model, on both stores: one cut for all, committed twice, forgotten when gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from state.control import delete
from state.engine import State
from state.flows import FLOW_LAPSE_S, Flow, Flows, FlowTell
from state.leases import leave, stop_unattended, take
from state.limits import load_learned
from state.schema import flows, limits
from state.status import JobStatus
from state.workspace import Workspace
from tests.books import MODEL, OTHER_MODEL, Hand, age, enter, new_job, start

MINE = Flow(taken=7, out=3, wanted=20)
ONE, ANOTHER = '{"window":28.0}', '{"window":14.0}'


@pytest.fixture
def hands(state: State) -> tuple[Hand, Hand]:
    """Workers of two jobs in two projects."""
    one = start(state, new_job(state))
    return one, start(state, new_job(state, project="another"), worker_id="worker-2")


def tell(hand: Hand, flow: Flow = MINE, **more: object) -> Flows:
    """What a worker is told for its flow to the model."""
    told = hand.one(replace(FlowTell(MODEL, flow), **more))  # type: ignore[arg-type]
    assert isinstance(told, Flows)
    return told


def test_each_is_told_of_the_others_by_model(hands: tuple[Hand, Hand]) -> None:
    """Workers of all jobs hear of each other's latest flow, of the models that they ask for, and not of their own."""
    one, two = hands
    assert tell(one) == Flows("worker-1")
    assert tell(two, Flow(1, 1, 1)).others == {"worker-1": MINE}
    tell(one, Flow(8, 2, 20))
    told = two.do(FlowTell(OTHER_MODEL, Flow(wanted=1)), FlowTell(MODEL, Flow(2, 1, 1)))
    assert [heard.others for heard in told if isinstance(heard, Flows)] == [{}, {"worker-1": Flow(8, 2, 20)}]


def test_a_model_without_a_limit_is_written_nowhere_else(hands: tuple[Hand, Hand], state: State) -> None:
    """While nobody was refused, no row that several workers write is touched."""
    for hand in hands:
        tell(hand)
    with state.read() as conn:
        assert conn.execute(select(limits)).all() == []


def test_one_cut_stands_for_all(hands: tuple[Hand, Hand], state: State) -> None:
    """Of two workers that cut after the same 429s the first one's stands, and the second is told it."""
    one, two = hands
    assert tell(one, learned=ONE, is_cut=True) == Flows("worker-1", {}, 1, ONE)
    late = tell(two, learned=ANOTHER, is_cut=True)
    assert (late.cuts, late.learned) == (1, ONE)
    after = tell(two, learned=ANOTHER, is_cut=True, cuts=1)
    assert (after.cuts, after.learned) == (2, ANOTHER)
    assert load_learned(state, [MODEL, OTHER_MODEL]) == {MODEL: ANOTHER, OTHER_MODEL: None}


def test_a_cut_that_is_committed_twice_counts_once(hands: tuple[Hand, Hand]) -> None:
    """After a cut connection the same group is done again, and tells the same."""
    one, two = hands
    assert tell(one, learned=ONE, is_cut=True) == tell(one, learned=ONE, is_cut=True)
    assert tell(two).cuts == 1


def test_growth_is_kept_and_is_no_cut(hands: tuple[Hand, Hand]) -> None:
    """A limit that grew is written where it follows the latest cut, and nobody takes it for one."""
    one, two = hands
    tell(one, learned=ANOTHER, is_cut=True)
    assert tell(one, learned=ONE, cuts=1).cuts == 1
    heard = tell(two, learned=ANOTHER, cuts=0)
    assert (heard.cuts, heard.learned) == (1, ONE), "what is older than the latest cut is not written"


def test_who_tells_nothing_for_a_while_is_not_counted(hands: tuple[Hand, Hand], state: State) -> None:
    """The part of a worker that was killed returns within seconds; one that was only slow is counted again."""
    one, two = hands
    tell(one)
    for seconds in (FLOW_LAPSE_S + 1, -FLOW_LAPSE_S - 1):  # the latter: of another boot
        with state.begin() as conn:
            conn.execute(update(flows).values(at=flows.c.at - seconds).where(flows.c.worker_id == "worker-1"))
        assert tell(two).others == {}
        tell(one)
        assert tell(two).others == {"worker-1": MINE}


def test_who_leaves_is_gone_at_once(hands: tuple[Hand, Hand], state: State) -> None:
    """A worker that leaves, and those of a run that is taken over, are not told of any more."""
    one, two = hands
    tell(one)
    leave(state, one.ref, reason="stopped", held_items=9)
    assert tell(two).others == {}
    stop_unattended(state, one.ref.job_id, JobStatus.PAUSED)
    epoch, _ = take(state, one.ref.job_id, runner="local", force=True)
    again = enter(state, one.ref.job_id, epoch, "worker-3")
    tell(again)
    take(state, one.ref.job_id, runner="local", force=True)
    assert tell(two).others == {}
    assert tell(again, learned=ONE, is_cut=True) == Flows(), "who does not own the job tells nothing, and hears nothing"
    assert tell(two).cuts == 0


def test_a_job_that_is_deleted_leaves_no_flow(hands: tuple[Hand, Hand], state: State, tmp_path: Path) -> None:
    """Nothing of it stays in the table, and what its worker still tells comes to nothing."""
    one, two = hands
    tell(one)
    age(state, "worker-1", 16)
    stop_unattended(state, one.ref.job_id, JobStatus.PAUSED)
    with state.begin() as conn:  # as if it had told once more just then
        row = {"scope": MODEL, "worker_id": "worker-1", "job_id": one.ref.job_id, "taken": 0, "out": 0, "wanted": 1}
        conn.execute(flows.insert().values(**row, at=0.0))
    delete(state, Workspace(str(tmp_path)), one.ref.job_id)
    assert tell(one, learned=ONE, is_cut=True) == Flows()
    with state.read() as conn:
        assert conn.execute(select(flows)).all() == []
    assert tell(two) == Flows("worker-2")
