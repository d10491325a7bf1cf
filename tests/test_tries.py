"""What earlier runs of a job tried of a request."""

from __future__ import annotations

from dataclasses import replace

from state.engine import State
from state.leases import take
from state.records import Intent
from state.status import CallStatus
from state.tries import Tried, tries_before
from tests.books import MODEL, Hand, call, enter, failure, new_job, start
from tests.query_plans import assert_indexed


def fail(hand: Hand, intent: Intent, status: CallStatus, *, error_class: str = "made_up") -> None:
    """Make a call that fails."""
    hand.do(intent)
    hand.do(replace(failure(intent, status), error_class=error_class))


def test_tries_are_those_of_earlier_runs_of_this_request(state: State) -> None:
    """Counted are calls of the same item, request, model and class, failed or unknown, of an epoch before."""
    job_id = new_job(state)
    first = start(state, job_id)
    for status in (CallStatus.ERROR, CallStatus.UNKNOWN, CallStatus.LIMITED):
        fail(first, call(0), status)
    for other in (call(1), call(0, digest="f" * 64), call(0, model="openai/gpt-6-luna")):
        fail(first, other, CallStatus.ERROR)
    fail(first, call(0), CallStatus.ERROR, error_class="timeout")
    tried = Tried(0, call(0).digest, MODEL, "made_up")
    assert tries_before(state, first.ref, tried) == 0, "this run's own"
    epoch, _ = take(state, job_id, runner="local", force=True)
    second = enter(state, job_id, epoch, "worker-2")
    fail(second, call(0), CallStatus.ERROR)
    with assert_indexed(state):
        assert tries_before(state, second.ref, tried) == 2
