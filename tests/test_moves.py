"""Every verb from every state, as INTERFACE's line of moves says it, typed and from Python, on both stores."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from pipelines.jobs import BatchJobs
from state.control import want_cancel, want_pause
from state.errors import IllegalMoveError, NotFoundError
from state.leases import finish_run
from state.records import Json
from state.schema import runs, workers
from state.status import ItemStatus, JobStatus, Verb
from tests.books import Hand, done, start
from tests.commands import typed
from tests.fakes.provider_server import ProviderServer
from tests.owner import wait

PHASES: list[Json] = [{"name": "shorten", "task_type": "chat", "model": "openai/gpt-6-luna"}]
ITEMS: list[Json] = [{"id": f"item-{i}", "content": f"Text number {i}"} for i in range(3)]
STALLED = "stalled"

MOVES = {
    "PENDING": {"start", "cancel", "delete"},
    "RUNNING": {"pause", "cancel"},
    STALLED: {"pause", "cancel", "resume"},
    "PAUSED": {"resume", "start", "retry", "cancel", "delete"},
    "FAILED": {"resume", "retry", "cancel", "delete"},
    "COMPLETED": {"retry", "delete"},
    "CANCELLED": {"delete"},
}
"""As INTERFACE has it."""

REACHED = {("PAUSED", "pause"), ("COMPLETED", "pause"), ("COMPLETED", "cancel"), ("CANCELLED", "cancel")}
"""Where a verb finds its end already reached, which succeeds."""

RUNS = {"start", "resume", "retry"}
"""Verbs after which the job runs to its end."""

ENDS = {"pause": "PAUSED", "cancel": "CANCELLED"}
EVERY = [(state, str(verb)) for state in MOVES for verb in Verb]
STARTS = [(state, verb) for state, verb in EVERY if verb in MOVES[state] & RUNS]
OTHERS = [(state, verb) for state, verb in EVERY if (state, verb) not in STARTS]


def job_in(jobs: BatchJobs, state: str) -> str:
    """A job in a state; where it has run, one item is done and one has failed."""
    job_id = jobs.create(name=f"A job that is {state}", phases=PHASES, items=ITEMS, start=False).id
    if state == "PENDING":
        return job_id
    hand = start(jobs.state(), job_id, worker_id=f"worker of {job_id}"[:40])
    hand.do(done(0), done(1, final=ItemStatus.FAILED))
    if state == STALLED:
        gone = {"pid": 2**22 + 1, "started": "gone"}
        with jobs.state().begin() as conn:
            conn.execute(update(workers).where(workers.c.job_id == job_id).values(**gone))
            conn.execute(update(runs).where(runs.c.job_id == job_id).values(**gone))
    elif state == "COMPLETED":
        hand.do(done(2))
    elif state != "RUNNING":
        _stop(jobs, hand, state)
    view = jobs.status(job_id)
    assert (STALLED if view.stalled else str(view.status)) == state
    return job_id


def _stop(jobs: BatchJobs, hand: Hand, state: str) -> None:
    job_id = hand.ref.job_id
    (want_cancel if state == "CANCELLED" else want_pause)(jobs.state(), job_id)
    with jobs.state().begin() as conn:
        conn.execute(update(workers).where(workers.c.job_id == job_id).values(pid=2**22 + 1, started="gone"))
    failed = ("runner", "made up") if state == "FAILED" else None
    finish_run(jobs.state(), job_id, hand.ref.epoch, failed=failed)


def words(verb: str, job_id: str) -> list[str]:
    """What one types for a verb."""
    more = {"start": ["--attach"], "resume": ["--attach"], "retry": ["--attach"], "delete": ["--yes"]}
    return [verb, job_id, *more.get(verb, ["--no-wait"])]


def call(jobs: BatchJobs, verb: str, job_id: str) -> None:
    """The same from Python."""
    more = {"wait": False} if verb in ENDS else {}
    getattr(jobs, verb)(job_id, **more)


def after(jobs: BatchJobs, job_id: str) -> tuple[str | None, str | None]:
    """A job's status and what is wanted of it; None when it is gone."""
    try:
        view = jobs.status(job_id)
    except NotFoundError:
        return None, None
    return str(view.status), view.wanted


def expected(state: str, verb: str) -> tuple[str | None, str | None]:
    """What a verb that starts nothing makes of a job."""
    if verb == "delete":
        return None, None
    if (state, verb) in REACHED:
        return state, "run"
    return ("RUNNING", verb) if state == "RUNNING" else (ENDS[verb], "run")


@pytest.mark.parametrize(("was", "verb"), OTHERS)
def test_every_verb_from_every_state(jobs: BatchJobs, was: str, verb: str) -> None:
    """Allowed, reached, or refused with the state, the verb and what is possible; alike typed and from Python."""
    is_typed, is_called = (job_in(jobs, was) for _ in range(2))
    if verb in MOVES[was] or (was, verb) in REACHED:
        said = typed(*words(verb, is_typed))
        assert said.code == 0, said.err
        call(jobs, verb, is_called)
        assert after(jobs, is_typed) == after(jobs, is_called) == expected(was, verb)
        return
    before = after(jobs, is_typed)
    said = typed(*words(verb, is_typed))
    assert said.code == 2
    with pytest.raises(IllegalMoveError) as refused:
        call(jobs, verb, is_called)
    for told in (said.err, refused.value.message + str(refused.value.hint)):
        assert_tells(told, was, verb)
    assert after(jobs, is_typed) == after(jobs, is_called) == before


def assert_tells(told: str, was: str, verb: str) -> None:
    """Check that an error names the state and all that is possible; of a job that runs, who runs it."""
    if was == "RUNNING" and verb in ("start", "resume"):
        assert re.search(r"is running \(pid \d+ on ", told)
        assert "batchwright pause" in told
        return
    status = "RUNNING" if was == STALLED else was
    assert f"is {status}: it cannot be {Verb(verb).participle}" in told
    assert f"possible: {', '.join(sorted(MOVES[was]))}" in told


@pytest.mark.parametrize(("was", "verb"), STARTS)
def test_every_verb_that_starts_a_job(jobs: BatchJobs, was: str, verb: str, provider: ProviderServer) -> None:
    """From each state that allows it the job runs to its end, typed (followed) and from Python (in its own process)."""
    if jobs.state().dialect == "sqlite":
        job_id = job_in(jobs, was)
        said = typed(*words(verb, job_id))
        assert said.code in (0, 3), said.err
    else:
        job_id = job_in(jobs, was)
        call(jobs, verb, job_id)
        wait(jobs)
    progress = jobs.status(job_id).progress
    assert (progress.pending_items, jobs.status(job_id).status) == (0, JobStatus.COMPLETED)
    failed = 0 if verb == "retry" or was == "PENDING" else 1
    assert progress.failed_items == failed
    asked = {"PENDING": 3, "COMPLETED": 1}.get(was, 1 if failed else 2)
    assert provider.stats()["total"] == asked, "it asked for what had ended, or not for all that was open"
