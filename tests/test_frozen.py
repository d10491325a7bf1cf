"""A worker that is killed, frozen or asleep is seen to be, another takes over, and it does no harm when it wakes."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Row, func, select

from state.alive import LAPSE_S
from state.engine import State, sqlite_path
from state.errors import StateUnreachableError
from state.schema import answers, workers
from state.status import CallStatus, JobStatus
from tests.commands import Command, until
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.owner import PHASES, Owner, owner

pytestmark = pytest.mark.timeout(300)  # it waits for lapses, and for programs to be loaded

ITEMS = 40
OUT = 2
"""Calls out at once."""

SLOW_MS, QUICK_MS = 4_000, 600
FROZEN_S = LAPSE_S + 8
"""How long a worker is frozen: past its lapse, with somebody else at work."""


@pytest.fixture
def me(tmp_path: Path, state_url: str, provider: ProviderServer) -> Owner:
    """An owner of a job, once on each store."""
    return owner(tmp_path / "work", state_url, provider, items=ITEMS, options=f"concurrency: {OUT}")


@pytest.fixture
def frozen(me: Owner, provider: ProviderServer) -> Iterator[tuple[Command, float]]:
    """A run that is followed, frozen with all its calls out; and the time of the provider's clock."""
    provider.behave(latency_ms=100)
    run = me.begin("run", "job.yaml", "--items", "items.jsonl")
    try:
        yield run, freeze(me, run, provider)
    finally:
        run.kill()


def freeze(me: Owner, run: Command, provider: ProviderServer) -> float:
    """Freeze a run that has just begun, with all its calls out; returns the time of the provider's clock."""
    until(lambda: provider.stats()["total"] >= 2 * OUT, run)
    provider.behave(latency_ms=SLOW_MS)
    while True:
        until(lambda: _slow(provider) >= OUT, run)
        run.send(signal.SIGSTOP)
        frozen_at = time.monotonic()
        if _slow(provider) >= OUT and not is_locked(me):
            break
        run.send(signal.SIGCONT)
    provider.behave(latency_ms=QUICK_MS)
    return frozen_at


def is_locked(me: Owner) -> bool:
    """Whether the process was stopped within a commit on SQLite, where nobody can take the file's lock from it."""
    path = sqlite_path(me.state_url)
    if path is None:
        return False
    with closing(sqlite3.connect(path, timeout=0.3, isolation_level=None)) as conn:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        conn.execute("ROLLBACK")
        return False


def _slow(provider: ProviderServer) -> int:
    return sum(row.ended_s == 0 for row in provider.invoice())


def until_stalled(me: Owner) -> None:
    """Wait until the job is seen to be stalled."""
    with me.jobs() as jobs:
        until(lambda: jobs.status("last").stalled is not None)
    assert silent_s(me) > LAPSE_S


def silent_s(me: Owner) -> float:
    """For how long nothing was heard of the worker of the first run, by the database's clock."""
    with me.state() as state, state.read() as conn:
        beat_at = conn.execute(select(func.max(workers.c.beat_at)).where(workers.c.epoch == 1)).scalar_one()
        return state.now(conn) - float(beat_at)


def of_run(rows: Sequence[Row[tuple[object, ...]]], epoch: int) -> list[Row[tuple[object, ...]]]:
    """The calls of one run."""
    return [row for row in rows if row.epoch == epoch]


def assert_shown_as_stalled(me: Owner, pid: int) -> None:
    """`status`, `list` and --json say since when nobody works on it, who did, and what to type."""
    job_id = me.status().id
    for command in (["status", "last"], ["list"]):
        said = " ".join(me.type(*command).out.split())
        assert "STALLED" in said
        assert f"(pid {pid} on " in said
        assert "since 2" in said
        named = re.search(r"`batchwright resume (job_\w+)` goes on", said)
        assert named is not None, said
        assert job_id.startswith(named[1])
    document = me.type("status", "last", "--json").document
    assert document["status"] == "RUNNING"
    assert set(document["stalled"]) == {"since", "workers"}
    assert document["stalled"]["workers"][0].startswith(f"pid {pid} on ")


def assert_took_no_harm(state: State, provider: ProviderServer, frozen_at: float) -> None:
    """Nothing of the run that was frozen reached the provider after that; its late replies are stale, and known."""
    rows = ledger(state)
    first = {row.call_id: row for row in of_run(rows, 1)}
    late = [row.call_id for row in provider.invoice() if row.call_id in first and row.arrived_s > frozen_at]
    assert not late, "it sent calls when it woke"
    assert {row.status for row in first.values()} <= {CallStatus.OK, CallStatus.STALE, CallStatus.WITHDRAWN}
    stale = {row.call_id for row in first.values() if row.status == CallStatus.STALE}
    assert len(stale) >= OUT
    with state.read() as conn:
        kept = set(conn.execute(select(answers.c.call_id)).scalars())
    assert stale - kept <= {row.call_id for row in first.values() if _was_asked_again(row, rows)}
    billed = [row for row in provider.invoice() if row.billed]
    assert PHASES * ITEMS <= len(billed) <= PHASES * ITEMS + len(stale), "more was paid again than was out"
    assert_books(state, provider.invoice())


def _was_asked_again(row: Row[tuple[object, ...]], rows: Sequence[Row[tuple[object, ...]]]) -> bool:
    """Whether another call has answered the same request before the late reply came."""
    return any((one.digest, one.status) == (row.digest, CallStatus.OK) for one in rows)


@pytest.mark.parametrize("verbs", [("resume",), ("pause", "resume")], ids=["resume", "pause and resume"])
def test_a_frozen_worker_is_taken_over_and_does_no_harm_when_it_wakes(
    me: Owner, verbs: Sequence[str], frozen: tuple[Command, float], provider: ProviderServer
) -> None:
    """After 15 s it is stalled and may be taken over, while it lives; it then sends nothing, and ends saying why."""
    run, frozen_at = frozen
    pid = me.runner()
    refused = me.type("resume", "last")
    assert refused.code == 2
    assert f"is running (pid {pid} on " in refused.err
    if verbs[0] == "pause":  # it waits until nobody can hear it any more, and takes effect then
        paused = me.type("pause", "last", "--json")
        assert (paused.code, paused.document["status"]) == (0, "PAUSED"), paused.err
        assert silent_s(me) > LAPSE_S
    else:
        until_stalled(me)
        assert_shown_as_stalled(me, pid)
    resumed = me.type("resume", "last", "--json")
    assert (resumed.code, resumed.document["status"]) == (0, "RUNNING"), resumed.err
    until(lambda: time.monotonic() > frozen_at + FROZEN_S)
    assert me.status().status is JobStatus.RUNNING, "it wakes too late to do harm"
    run.send(signal.SIGCONT)
    woken = run.end()
    assert woken.code == 4, woken.err
    assert f"run 1 of {me.status().id} is over: run {me.status().epoch} (pid {me.runner()} on " in woken.err
    assert "sends and changes nothing any more" in woken.err
    provider.behave(latency_ms=20)
    assert me.wait().status is JobStatus.COMPLETED
    with me.state() as state:
        assert_took_no_harm(state, provider, frozen_at)


def test_a_laptop_that_slept_goes_on_where_it_was(
    me: Owner, frozen: tuple[Command, float], provider: ProviderServer
) -> None:
    """All stands for longer than a lapse, and nobody takes over: then it goes on, and repays and loses nothing."""
    run, frozen_at = frozen
    until_stalled(me)
    until(lambda: time.monotonic() > frozen_at + LAPSE_S + 2)
    run.send(signal.SIGCONT)
    until(lambda: me.status().stalled is None, run)
    provider.behave(latency_ms=20)
    woken = run.end()
    assert woken.code == 0, woken.err
    with me.state() as state:
        assert {row.status for row in ledger(state)} <= {CallStatus.OK, CallStatus.WITHDRAWN}
        assert len(provider.invoice()) == PHASES * ITEMS
        assert_books(state, provider.invoice())


def test_a_killed_runner_is_stalled_and_resumed_at_once(me: Owner, provider: ProviderServer) -> None:
    """After kill -9 nobody waits for a lapse: the job is stalled, `run` says so and goes on, and pays little again."""
    provider.behave(latency_ms=QUICK_MS)
    me.create()
    until(lambda: provider.stats()["total"] >= 2 * OUT)
    pid = me.runner()
    os.kill(pid, signal.SIGKILL)
    killed_at = time.monotonic()
    with me.jobs() as jobs:
        until(lambda: jobs.status("last").stalled is not None)
    assert time.monotonic() - killed_at < LAPSE_S / 2, "it waited for a lapse"
    provider.behave(latency_ms=0)
    resumed = me.type("run", "job.yaml", "--items", "items.jsonl")
    assert resumed.code == 0, resumed.err
    assert "is the same job, stalled for " in resumed.err
    assert f"(pid {pid} on " in resumed.err
    assert "this crash may have cost $" in resumed.err
    with me.state() as state:
        assert_books(state, provider.invoice())
        out = sum(row.status == CallStatus.UNKNOWN for row in of_run(ledger(state), 1))
    assert len([row for row in provider.invoice() if row.billed]) <= PHASES * ITEMS + out


HOLDER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows who is stopped")
def test_a_process_that_was_stopped_within_a_commit_is_named(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's lock stays with a process that stands still: whoever needs it is told which, and what frees it."""
    monkeypatch.setattr("state.engine.BUSY_S", 0.2)
    command = [sys.executable, "-c", HOLDER, str(sqlite_path(sqlite_url))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGSTOP)
        until(lambda: Path(f"/proc/{holder.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T")
        with closing(State(sqlite_url)) as state, pytest.raises(StateUnreachableError, match="is locked") as told:
            state.transact(lambda _: None)
        assert told.value.hint is not None
        assert f"`kill -9 {holder.pid}` ends it" in told.value.hint
        assert state.may_come_back(told.value)
        holder.kill()
        state.transact(lambda _: None)
        state.close()
