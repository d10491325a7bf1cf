"""A state that goes away while somebody looks: the clock goes on, the screen says so, and a Ctrl-C is answered."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.follow import AT_ONCE, STOPPED, follow, watch_job
from pipelines.screen import Screen
from state.status import JobStatus
from tests.commands import until
from tests.fakes.postgres import PostgresServer
from tests.fakes.provider_server import ProviderServer
from tests.owner import Owner, owner

ITEMS = 40


@pytest.fixture
def me(tmp_path: Path, postgres_url: str, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Owner:
    """Who has a job in PostgreSQL that takes a while."""
    made = owner(tmp_path / "work", postgres_url, provider, items=ITEMS, options="concurrency: 1")
    for name, value in made.environ.items():
        monkeypatch.setenv(name, value)
    provider.behave(latency_ms=100)
    return made


class Terminal:
    """What is drawn and said, and what somebody does who reads it."""

    def __init__(self, *, drawn: bool = True) -> None:
        self._err = io.StringIO()
        console = Console(file=self._err, width=100, height=24, force_terminal=drawn, highlight=False)
        self.screen = Screen(Console(file=io.StringIO()), console)

    @property
    def said(self) -> str:
        """All of it."""
        return self._err.getvalue()

    def silences(self) -> set[int]:
        """For how many seconds it was said that the state has not answered."""
        return {int(found) for found in re.findall(r"the state has not answered for (\d+) s", self.said)}

    def clock(self) -> set[str]:
        """How long the run was said to last, while the state did not answer."""
        return set(re.findall(r"not answered for \d+ s\S* · (\d+ s) so far", self.said))


@contextmanager
def meanwhile(reader: Callable[[], None]) -> Iterator[None]:
    """Somebody reads and acts in a thread, for as long as the block lasts; what they missed is raised here."""
    missed: list[BaseException] = []

    def read() -> None:
        try:
            reader()
        except BaseException as error:  # noqa: BLE001  # it is raised again below
            missed.append(error)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    yield
    thread.join(60)
    assert not missed, missed


def test_the_clock_goes_on_and_ctrl_c_is_answered_in_an_outage(
    me: Owner, postgres: PostgresServer, provider: ProviderServer
) -> None:
    """The screen counts for how long the state is silent; Ctrl-C is told at once, and pauses when the state answers."""
    job_id, terminal = me.create("--no-start"), Terminal()

    def reader() -> None:
        until(lambda: "running well" in terminal.said)
        postgres.stop()
        try:
            until(lambda: len(terminal.silences()) >= 3)
            os.kill(os.getpid(), signal.SIGINT)
            until(lambda: "it pauses as soon as it does; Ctrl-C again stops at once" in terminal.said)
        finally:
            postgres.start()

    with me.jobs() as jobs, meanwhile(reader):
        ending = follow(jobs, job_id, terminal.screen)
    assert (ending.code, ending.view.status) == (STOPPED, JobStatus.PAUSED)
    assert len(terminal.clock()) >= 3
    assert terminal.said.index("as soon as it does") < terminal.said.index("pausing: the calls that are out")
    assert "running well" not in terminal.said.partition("the state has not answered")[2].partition("pausing")[0]


def test_a_second_ctrl_c_in_an_outage_stops_at_once(
    me: Owner, postgres: PostgresServer, provider: ProviderServer
) -> None:
    """It waits for no answer of the state, and says how the job goes on."""
    job_id, said = me.create("--no-start"), me.here / "said"
    command = [sys.executable, "-m", "cli", "start", job_id, "--attach"]
    with said.open("wb") as err, subprocess.Popen(command, cwd=me.here, env=me.environ, stderr=err) as run:
        until(lambda: provider.stats()["total"] >= 5)
        postgres.stop()
        try:
            run.send_signal(signal.SIGINT)
            until(lambda: "as soon as it does; Ctrl-C again" in said.read_text(), timeout_s=10)
            run.send_signal(signal.SIGINT)
            assert run.wait(10) == AT_ONCE
        finally:
            run.kill()
            postgres.start()
    assert f"`batchwright resume {job_id}` goes on when it does" in said.read_text()


def test_who_watches_is_told_of_an_outage_and_sees_its_end(
    me: Owner, postgres: PostgresServer, provider: ProviderServer
) -> None:
    """`status --watch` counts for how long the state is silent, and goes on when it answers again."""
    job_id, terminal = me.create(), Terminal()

    def reader() -> None:
        until(lambda: "running well" in terminal.said)
        postgres.stop()
        try:
            until(lambda: len(terminal.clock()) >= 3)
        finally:
            provider.behave(latency_ms=0)
            postgres.start()

    with me.jobs() as jobs, meanwhile(reader):
        view = watch_job(jobs, job_id, terminal.screen)
    assert view.status is JobStatus.COMPLETED


def test_in_a_pipe_an_outage_is_a_line(me: Owner, postgres: PostgresServer, provider: ProviderServer) -> None:
    """No figure is told as if it were of now."""
    job_id, terminal = me.create("--no-start"), Terminal(drawn=False)

    def reader() -> None:
        until(lambda: provider.stats()["total"] >= 5)
        postgres.stop()
        try:
            until(lambda: bool(terminal.silences()))
        finally:
            provider.behave(latency_ms=0)
            postgres.start()

    with me.jobs() as jobs, meanwhile(reader):
        follow(jobs, job_id, terminal.screen)
    assert re.search(r"^the state has not answered for \d+ s: waiting for it$", terminal.said, re.MULTILINE)
