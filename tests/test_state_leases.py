"""Who owns a job and who is alive: takeovers, dead pids, lapses, leaving, on both stores."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from state.alive import is_stalled
from state.control import want_cancel
from state.engine import State
from state.errors import FencedError, IllegalMoveError
from state.events import EventKind
from state.group import WorkerRef
from state.leases import beat, finish_run, join, leave, pulse, stop_unattended, take
from state.records import ZERO, NoBudget
from state.schema import batch_events, runs, shares, workers
from state.shares import ShareAsk
from state.status import CallStatus, JobStatus, Wanted
from state.sums import SUMS_DIFFER, compare_sums
from state.views import status
from state.writer import Sent, Stop
from tests.books import COST, WORST, Hand, age, assert_books, call, done, enter, job_row, new_job, reply, row_of, start
from tests.fakes.postgres import PostgresServer

_ROOT = Path(__file__).parents[1]
_JOIN = """
import sys
from state.engine import State
from state.group import WorkerRef
from state.leases import join, take
url, job, epoch = sys.argv[1:4]
state = State(url)
epoch = int(epoch) or take(state, job, runner="local")[0]
if len(sys.argv) > 4:
    join(state, WorkerRef(job, epoch, sys.argv[4]))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def balanced(state: State) -> Iterator[None]:
    """After each test the books balance."""
    yield
    assert_books(state)


@pytest.fixture
def hand(state: State) -> Hand:
    """A worker on a job of ten items."""
    return start(state, new_job(state))


def _process(state: State, job: str, epoch: int, *worker: str) -> subprocess.Popen[bytes]:
    """A real process that takes the job (epoch 0) and joins it as a worker (if named), then waits."""
    child = subprocess.Popen(
        [sys.executable, "-c", _JOIN, state.url, job, str(epoch), *worker],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    return child


def _end(child: subprocess.Popen[bytes], *, reap: bool = True) -> None:
    child.kill()
    if reap:
        child.communicate()
    else:
        while Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            pass


def _stalled(state: State, job: str) -> bool:
    with state.read() as conn:
        return is_stalled(conn, state, job_row(state, job))


def test_taking_a_job_makes_it_run_under_a_new_epoch(state: State) -> None:
    """A taken job is RUNNING with a run of its own, and nothing was out."""
    job = new_job(state)
    epoch, bill = take(state, job, runner="local")
    assert (epoch, bill.sent, bill.admitted, bill.cost_usd) == (1, 0, 0, ZERO)
    row = job_row(state, job)
    assert (row.status, row.epoch, row.runner) == (JobStatus.RUNNING, 1, "local")
    with pytest.raises(IllegalMoveError, match=r"is running \(pid \d+"):
        take(state, job, runner="local")


def test_the_crash_bill_counts_what_was_out(hand: Hand) -> None:
    """The bill of a takeover tells sent from admitted calls, with their worst case, and is noted as an event."""
    calls = [call(i) for i in range(5)]
    hand.do(*calls, ShareAsk(5, 5))
    hand.do(*(Sent(one.call_id, 1.0, 60) for one in calls[:3]))
    _, bill = take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert (bill.sent, bill.admitted, bill.cost_usd) == (3, 2, 5 * WORST)
    with hand.state.read() as conn:
        assert conn.execute(select(shares)).all() == []
    [text] = _bills(hand.state, hand.ref.job_id)
    assert text == "this crash may have cost $0.05: 3 calls were out; 2 more may have been"


def _bills(state: State, job: str) -> list[str]:
    event = batch_events.c
    with state.read() as conn:
        return list(conn.scalars(select(event.message).where(event.job_id == job, event.kind == EventKind.CRASH_BILL)))


def test_a_job_is_told_of_its_calls_that_another_one_swept(state: State) -> None:
    """A job that waits for the project's budget books a dead one's calls: the dead one's events have their bill."""
    dead = start(state, new_job(state, project_cap=3 * WORST), worker_id="dead")
    dead.do(call(0), call(1), lost := call(2))
    dead.do(Sent(lost.call_id, 1.0, 60))
    asker = start(state, new_job(state), worker_id="asker")
    age(state, "dead", 16)
    assert isinstance(asker.one(call(3)), NoBudget)
    told = ["calls that nobody will settle may have cost $0.03: 1 calls were out; 2 more may have been"]
    assert _bills(state, dead.ref.job_id) == told
    assert _bills(state, asker.ref.job_id) == []
    _, bill = take(state, dead.ref.job_id, runner="local")
    assert (bill.sent, bill.admitted) == (0, 0)
    assert _bills(state, dead.ref.job_id) == told


def test_a_living_process_keeps_its_job_and_a_killed_one_loses_it_at_once(state: State) -> None:
    """A job is refused while its worker's process lives, and can be taken in the moment in which it is dead."""
    job = new_job(state)
    child = _process(state, job, 0, "worker-1")
    with pytest.raises(IllegalMoveError, match=f"pid {child.pid} on "):
        take(state, job, runner="local")
    _end(child)
    assert _stalled(state, job)
    assert take(state, job, runner="local")[0] == 2


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows zombies")
def test_a_zombie_is_dead(state: State) -> None:
    """A killed process that its parent has not yet waited for counts as dead."""
    job = new_job(state)
    child = _process(state, job, 0, "worker-1")
    _end(child, reap=False)
    assert _stalled(state, job)
    child.communicate()


def test_a_job_that_was_just_taken_waits_for_its_first_worker(state: State) -> None:
    """Until its first worker joins a job belongs to its submitter; a dead submitter, or a late one, is stalled."""
    job = new_job(state)
    child = _process(state, job, 0)
    assert not _stalled(state, job)
    with pytest.raises(IllegalMoveError, match=f"pid {child.pid} on .* just started"):
        take(state, job, runner="local")
    _end(child)
    assert _stalled(state, job)
    take(state, job, runner="local")
    assert not _stalled(state, job)
    with state.begin() as conn:
        conn.execute(update(runs).values(taken_at=runs.c.taken_at - 16))
    assert _stalled(state, job)


@pytest.mark.parametrize(("runner", "seconds"), [("local", 15), ("flink", 120), ("dataflow", 900)])
def test_a_cluster_has_longer_until_its_first_worker_joins(state: State, runner: str, seconds: int) -> None:
    """Where machines are started first a job is not stalled meanwhile, and cannot be taken over."""
    job = new_job(state)
    take(state, job, runner=runner)
    for late, stalled in ((-3, False), (3, True)):
        with state.begin() as conn:
            conn.execute(update(runs).values(taken_at=state.now(conn) - seconds - late))
        assert _stalled(state, job) is stalled


def test_a_run_whose_workers_have_left_belongs_to_its_submitter(hand: Hand) -> None:
    """Until the submitter has ended it nobody may take it, unless the submitter is dead or has been silent for long."""
    state, job = hand.state, hand.ref.job_id
    assert leave(state, hand.ref, reason="done", held_items=0) is None
    with state.begin() as conn:
        conn.execute(update(runs).values(taken_at=runs.c.taken_at - 600))
    age(state, "worker-1", 16)
    assert not _stalled(state, job)
    assert not stop_unattended(state, job, JobStatus.PAUSED)
    with pytest.raises(IllegalMoveError, match=r"pid \d+ on .* is just ending its run"):
        take(state, job, runner="local")
    with state.begin() as conn:
        conn.execute(update(runs).values(pid_namespace="pid:[0]"))
    assert _stalled(state, job), "no pid can judge it, and its last worker has not beaten for 16 s"
    age(state, "worker-1", -3)
    assert not _stalled(state, job)
    assert finish_run(state, job, hand.ref.epoch) is JobStatus.FAILED
    assert not _stalled(state, job)


def test_a_run_whose_submitter_died_after_its_workers_left_is_stalled(state: State) -> None:
    """A process that is killed between its worker's leaving and its run's end loses the job at once."""
    job = new_job(state)
    child = _process(state, job, 0, "worker-1")
    leave(state, WorkerRef(job, 1, "worker-1"), reason="done", held_items=0)
    assert not _stalled(state, job)
    _end(child)
    assert _stalled(state, job)


def test_a_worker_lapses_by_time_and_revives_by_beating(hand: Hand) -> None:
    """A worker that no pid can judge has lapsed 15 s after its last beat, and a beat brings it back."""
    age(hand.state, "worker-1", 14)
    assert not _stalled(hand.state, hand.ref.job_id)
    age(hand.state, "worker-1", 2)
    assert _stalled(hand.state, hand.ref.job_id)
    told = beat(hand.state, hand.ref)
    assert (told.is_current, told.wanted) == (True, Wanted.RUN)
    assert not _stalled(hand.state, hand.ref.job_id)


def test_a_worker_of_another_boot_has_lapsed(sqlite_url: str) -> None:
    """After this machine was booted again its old workers are gone; another machine's may not be."""
    state = State(sqlite_url)
    hand = start(state, new_job(state))
    with state.begin() as conn:
        conn.execute(update(workers).values(boot="before", clock_boot="before"))
    assert _stalled(state, hand.ref.job_id)
    with state.begin() as conn:
        conn.execute(update(workers).values(host="elsewhere", beat_at=0))
    assert not _stalled(state, hand.ref.job_id)
    with pytest.raises(IllegalMoveError, match="on elsewhere"):
        take(state, hand.ref.job_id, runner="local")
    take(state, hand.ref.job_id, runner="local", force=True)
    state.close()


def test_a_fenced_worker_learns_it_and_cannot_join(hand: Hand) -> None:
    """A beat, a pulse and a join under an old epoch say so."""
    take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert not beat(hand.state, hand.ref).is_current
    assert not pulse(hand.state, hand.ref).is_current
    with pytest.raises(FencedError, match="run 2 owns"):
        join(hand.state, WorkerRef(hand.ref.job_id, 1, "late"))
    assert leave(hand.state, hand.ref, reason="fenced", held_items=3) is None
    assert job_row(hand.state, hand.ref.job_id).status == JobStatus.RUNNING


@pytest.mark.parametrize(
    ("stop", "status", "error"),
    [
        (Stop("no_credit", "no credit is left"), JobStatus.PAUSED, "no_credit"),
        (Stop("bug", "our own"), JobStatus.FAILED, "bug"),
    ],
)
def test_the_last_to_leave_writes_what_became_of_the_job(hand: Hand, stop: Stop, status: JobStatus, error: str) -> None:
    """The first of two workers that leave writes nothing; the last writes the job's status and ends the run."""
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    hand.do(stop)
    assert leave(hand.state, hand.ref, reason="stopped", held_items=4) is None
    assert leave(hand.state, other.ref, reason="stopped", held_items=4) is status
    row = job_row(hand.state, hand.ref.job_id)
    assert (row.status, row.error_class, row.wanted) == (status, error, Wanted.RUN)
    with hand.state.read() as conn:
        assert conn.execute(select(runs.c.outcome)).scalar_one() == status.lower()
        assert [row.held_items for row in conn.execute(select(workers))] == [4, 4]


def test_who_leaves_with_calls_out_books_them(hand: Hand) -> None:
    """A call that its worker left behind is unknown from then on; a worker that just ends stops no job."""
    one = call(0)
    hand.do(one)
    assert leave(hand.state, hand.ref, reason="bundle failed", held_items=1) is None
    assert row_of(hand.state, one.call_id).status == CallStatus.UNKNOWN
    assert job_row(hand.state, hand.ref.job_id).status == JobStatus.RUNNING
    assert len(_bills(hand.state, hand.ref.job_id)) == 1


def test_a_run_that_never_had_a_worker_is_ended_by_its_submitter(state: State) -> None:
    """A runner that fails before a worker joined leaves a FAILED job with its reason; another run's is not touched."""
    job = new_job(state)
    epoch, _ = take(state, job, runner="flink")
    assert finish_run(state, job, epoch, failed=("runner", "no cluster")) is JobStatus.FAILED
    assert job_row(state, job).error_message == "no cluster"
    again, _ = take(state, job, runner="flink")
    assert finish_run(state, job, epoch, failed=("runner", "late")) is None
    assert finish_run(state, job, again) is JobStatus.FAILED
    assert "10 items open" in job_row(state, job).error_message


def test_a_run_of_the_first_items_pauses(state: State) -> None:
    """A run that was to do the first items only leaves the job PAUSED with the rest open."""
    hand = start(state, new_job(state, first=1))
    hand.do(done(0))
    assert leave(state, hand.ref, reason="done", held_items=0) is None
    assert finish_run(state, hand.ref.job_id, hand.ref.epoch) is JobStatus.PAUSED


@pytest.mark.parametrize("status", [JobStatus.PAUSED, JobStatus.CANCELLED, JobStatus.FAILED])
def test_sums_that_differ_stay_the_jobs_error(state: State, status: JobStatus) -> None:
    """Whether the run was for the first items, is cancelled, or ended with items open: our own bug is not hidden."""
    hand = start(state, new_job(state, first=1 if status is JobStatus.PAUSED else None))
    hand.do(done(0))
    compare_sums(state, hand.ref.job_id, hand.ref.epoch, {"bundle that never was": (1, COST)})
    if status is JobStatus.CANCELLED:
        want_cancel(state, hand.ref.job_id)
    left = leave(state, hand.ref, reason="done", held_items=9)
    assert (left or finish_run(state, hand.ref.job_id, hand.ref.epoch)) is status
    row = job_row(state, hand.ref.job_id)
    assert (row.status, row.error_class) == (status, SUMS_DIFFER)
    assert "differ" in row.error_message
    with state.read() as conn:
        assert conn.execute(select(runs.c.outcome)).scalar_one() == SUMS_DIFFER


def test_a_takeover_keeps_what_the_sums_of_the_run_before_said(hand: Hand) -> None:
    """The outcome of a run whose sums differ stays so when another run takes the job, or a stop ends it at once."""
    compare_sums(hand.state, hand.ref.job_id, hand.ref.epoch, {"bundle that never was": (1, COST)})
    epoch, _ = take(hand.state, hand.ref.job_id, runner="local", force=True)
    compare_sums(hand.state, hand.ref.job_id, epoch, {"another": (1, COST)})
    with hand.state.begin() as conn:
        conn.execute(update(runs).values(taken_at=runs.c.taken_at - 16))
    assert stop_unattended(hand.state, hand.ref.job_id, JobStatus.CANCELLED)
    assert job_row(hand.state, hand.ref.job_id).error_class == SUMS_DIFFER
    with hand.state.read() as conn:
        assert conn.execute(select(runs.c.outcome)).scalars().all() == [SUMS_DIFFER, SUMS_DIFFER]


@pytest.mark.parametrize("status", [JobStatus.PAUSED, JobStatus.CANCELLED])
def test_a_stop_takes_effect_at_once_where_nobody_lives(state: State, status: JobStatus) -> None:
    """A dead worker's job is paused or cancelled without waiting; a living worker's is left to it."""
    job = new_job(state)
    child = _process(state, job, 0, "worker-1")
    assert not stop_unattended(state, job, status)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert stop_unattended(state, job, status)
    row = job_row(state, job)
    assert (row.status, row.epoch) == (status, 2)


def test_a_finished_job_is_not_cancelled(state: State) -> None:
    """A cancel that comes after the last item finds a COMPLETED job and leaves it."""
    hand = start(state, new_job(state, items=1))
    hand.do(done(0))
    assert not stop_unattended(state, hand.ref.job_id, JobStatus.CANCELLED)
    assert job_row(state, hand.ref.job_id).status == JobStatus.COMPLETED


def test_a_job_without_open_items_completes_when_it_is_taken(state: State) -> None:
    """The job's end is tried once more when a run starts."""
    job = new_job(state, items=0)
    take(state, job, runner="local")
    assert job_row(state, job).status == JobStatus.COMPLETED


@pytest.mark.parametrize("state_url", ["postgresql"], indirect=True)
def test_nobody_has_lapsed_just_after_the_servers_start(hand: Hand, postgres: PostgresServer) -> None:
    """Within 15 s of its server's start nobody can have been expected to beat, so no worker has lapsed."""
    age(hand.state, "worker-1", 60)
    assert _stalled(hand.state, hand.ref.job_id)
    postgres.look_as_old_as_you_are(hand.state.engine.url.database or "")
    hand.state.close()
    postgres.stop()
    postgres.start()
    assert not _stalled(hand.state, hand.ref.job_id)
    with pytest.raises(IllegalMoveError, match="is running"):
        take(hand.state, hand.ref.job_id, runner="local")


def test_a_run_whose_runner_is_gone_ends_under_an_idle_worker_and_not_under_one_with_a_call_out(state: State) -> None:
    """What is out may be paid for, and is not to be unknown; another run is left alone."""
    hand = start(state, new_job(state))
    one, job_id, run = call(0), hand.ref.job_id, hand.ref.epoch
    hand.do(one)
    gone = ("runner", "its cluster is gone")
    assert not stop_unattended(state, job_id, JobStatus.FAILED, reason=gone, run=run)
    hand.do(Sent(one.call_id, 1.0, 60), reply(one))
    lost, two = enter(state, job_id, run, "worker-2"), call(1)
    lost.do(two, Sent(two.call_id, 1.0, 60))
    assert not stop_unattended(state, job_id, JobStatus.FAILED, reason=gone, run=run)
    age(state, "worker-2", 60)  # it has lapsed, and nobody has booked its call yet
    assert not stop_unattended(state, job_id, JobStatus.FAILED, reason=gone, run=run + 1)
    assert not stop_unattended(state, job_id, JobStatus.PAUSED)
    assert stop_unattended(state, job_id, JobStatus.FAILED, reason=gone, run=run)
    view = status(state, job_id)
    assert (view.status, view.error and view.error.message) == (JobStatus.FAILED, "its cluster is gone")
