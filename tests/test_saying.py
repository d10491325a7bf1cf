"""What a worker says of itself: how many calls wait, for what, and until when."""

from __future__ import annotations

import pytest

from orchestrator.saying import Waits
from state.doing import Doing, Mark, ModelNow, Wait, heard, say
from state.engine import State
from state.job_live import live
from state.leases import leave, take
from tests.books import enter, new_job, start


def test_calls_that_wait_for_the_same_are_counted_together() -> None:
    """By kind and subject; the latest of their times is told; when the last one goes on, nothing is."""
    waits = Waits()
    with waits.on("again", "m", until=5.0, why="server_error"):
        with waits.on("again", "m", until=9.0, why="overloaded"), waits.on("budget", "job"):
            assert waits.now() == [Wait("again", "m", 2, 9.0, "overloaded"), Wait("budget", "job", 1)]
        assert [one.calls for one in waits.now()] == [1]
    assert waits.now() == []


def test_a_wait_that_is_broken_off_is_over() -> None:
    """An item that is let go of while it waits does not wait for ever in what is told."""
    waits = Waits()
    with pytest.raises(ValueError, match="let go"), waits.on("again", "m"):
        raise ValueError("let go")
    assert waits.now() == []


def test_a_limit_of_all_is_not_added_up_over_those_who_know_it(state: State) -> None:
    """Of two workers that call a model 429s are added up; the limit that both have learned is shown as one."""
    job_id = new_job(state)
    hand = start(state, job_id)
    other = enter(state, job_id, hand.ref.epoch, "worker-2")
    say(state, hand.ref, Doing(models=(ModelNow("m", 8, 1, 2.5, met=True), ModelNow("new", 9))))
    say(state, other.ref, Doing(models=(ModelNow("m", 8, 2, 2.5, met=True), ModelNow("new", 4, 1, met=True))))
    assert live(state, job_id).models == (
        ModelNow("m", 8, 3, 2.5, met=True),
        ModelNow("new", 4, 1, None, met=True),
    )


def test_only_those_who_work_on_it_now_are_heard(state: State) -> None:
    """What a worker said that has left, or of an earlier run, is not told as if it were so now."""
    job_id = new_job(state)
    hand = start(state, job_id)
    said = Doing((Mark(1.0, 2, (3,), (4,), 5),), (ModelNow("m", 2),), (Wait("budget", "job", 1),))
    say(state, hand.ref, said)
    enter(state, job_id, hand.ref.epoch, "worker-2")
    with state.read() as conn:
        assert heard(conn, job_id, hand.ref.epoch) == {"worker-1": said, "worker-2": Doing()}
    leave(state, hand.ref, reason="done", held_items=0)
    say(state, hand.ref, said)
    with state.read() as conn:
        assert heard(conn, job_id, hand.ref.epoch) == {"worker-2": Doing()}
    epoch, _ = take(state, job_id, runner="local", force=True)
    with state.read() as conn:
        assert heard(conn, job_id, epoch) == {}
