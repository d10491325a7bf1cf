"""A detached runner outlives its terminal and logs beside the state; if it does not come up, who starts it says why."""

from __future__ import annotations

import os
import pty
import shlex
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import pipelines.launch
from pipelines.jobs import BatchJobs
from state.errors import BatchwrightError, InputError, UnreachableError
from state.records import Json
from state.status import JobStatus
from tests.commands import typed, until
from tests.fakes.provider_server import ProviderServer
from tests.owner import PHASES, Owner, is_alive, owner

ITEMS = 12
PHASE: list[Json] = [{"name": "shorten", "task_type": "chat", "model": "openai/gpt-6-luna"}]
NOWHERE = "postgresql://nobody@127.0.0.1:9/none"


@pytest.fixture
def me(tmp_path: Path, state_url: str, provider: ProviderServer) -> Owner:
    """An owner of a job, once on each store."""
    return owner(tmp_path / "work", state_url, provider, items=ITEMS, options="concurrency: 1")


# ── it outlives ─────────────────────────────────────────────────────────────────────────────────


def test_who_starts_a_runner_loads_no_beam(me: Owner) -> None:
    """The runner loads it in its own process; the command that waits for it waits for no second load."""
    words = ["create", "job.yaml", "--items", "items.jsonl"]
    code = f"import sys, cli\ntry: cli.main({words!r})\nfinally: sys.stderr.write(str('apache_beam' in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=me.here, env=me.environ, capture_output=True, check=True)
    assert ran.stderr.decode().endswith("False")
    assert me.wait().status is JobStatus.COMPLETED


def in_a_terminal(me: Owner, *words: str) -> tuple[int, int]:
    """Type a command in a terminal of its own, whose shell then stays; returns the shell's pid and the terminal."""
    command = shlex.join([sys.executable, "-m", "cli", *words])
    pid, terminal = pty.fork()
    if pid == 0:  # the shell: no Python of ours may run here but this
        os.chdir(me.here)
        os.execve("/bin/sh", ["sh", "-c", f"{command}; sleep 600"], me.environ)  # noqa: S606  # our own program
    return pid, terminal


def is_ignored(pid: int, number: signal.Signals) -> bool:
    """Whether a process ignores a signal."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = next(line for line in lines if line.startswith("SigIgn:")).split()[1]
    return bool(int(mask, 16) >> (number - 1) & 1)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows what a process ignores")
def test_a_runner_outlives_its_terminal(me: Owner, provider: ProviderServer) -> None:
    """It has a session of its own, nothing on stdin, a log; a hang-up of the terminal, or its own, ends nothing."""
    provider.behave(latency_ms=250)
    shell, terminal = in_a_terminal(me, "create", "job.yaml", "--items", "items.jsonl")
    until(lambda: provider.stats()["total"] > 0)
    pid = me.runner()
    assert os.getsid(pid) == pid
    assert is_ignored(pid, signal.SIGHUP)
    assert str(Path(f"/proc/{pid}/fd/0").readlink()) == "/dev/null"
    log = Path(f"/proc/{pid}/fd/2").readlink()
    assert (log.name, log.parent.name) == (f"{me.status().id}.log", "logs")
    os.close(terminal)
    os.waitpid(shell, 0)
    os.kill(pid, signal.SIGHUP)
    before = provider.stats()["total"]
    assert before < PHASES * ITEMS, "it had ended before the terminal did"
    assert me.wait().status is JobStatus.COMPLETED
    assert provider.stats()["total"] == PHASES * ITEMS


# ── it does not come up ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a runner: what stands in place of its Python, and what is told of it."""

    script: str
    error: type[BatchwrightError]
    told: str


FAULTS = {
    "no Python": Fault("", UnreachableError, r"\(exit code 127\): .*not found"),
    "killed at once": Fault("kill -9 $$", UnreachableError, r"\(ended by SIGKILL\): it said nothing"),
    "an import that fails": Fault(
        'PYTHONPATH="$BROKEN:$PYTHONPATH" exec "$PYTHON" "$@"',
        UnreachableError,
        r"\(exit code 1\): ImportError: made up",
    ),
    "no key": Fault(
        'unset OPENAI_API_KEY; exec "$PYTHON" "$@"',
        InputError,
        r"\(exit code 2\): .*no model can be asked for phase 'shorten'.*OPENAI_API_KEY",
    ),
    "no state": Fault(
        f'shift 5; exec "$PYTHON" -P -m cli --state {NOWHERE} "$@"',
        UnreachableError,
        r"\(exit code 5\): .*127\.0\.0\.1",
    ),
    "words before its end": Fault("echo out of luck >&2; exit 9", UnreachableError, r"\(exit code 9\): out of luck"),
}


def in_place_of_python(script: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let runners be started by a script; without one, by a file that is not there."""
    broken = folder / "broken"
    broken.mkdir()
    (broken / "click.py").write_text("raise ImportError('made up')", "utf-8")
    patch.setenv("BROKEN", str(broken))
    patch.setenv("PYTHON", sys.executable)
    path = folder / "python"
    if script:
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o700)
    patch.setattr(sys, "executable", str(path))


@pytest.mark.parametrize("name", FAULTS)
def test_a_runner_that_does_not_come_up_is_told_by_who_starts_it(
    name: str, tmp_path: Path, jobs: BatchJobs, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error has the exit code or the signal, its last words and where its log is; the job waits as before."""
    fault = FAULTS[name]
    job_id = jobs.create(name="Texts", phases=PHASE, items=["One text"], start=False).id
    in_place_of_python(fault.script, tmp_path, monkeypatch)
    with pytest.raises(fault.error, match=f"the runner did not come up {fault.told}") as told:
        jobs.start(job_id)
    assert told.value.hint is not None
    assert told.value.hint.endswith(f"logs/{job_id}.log")
    assert jobs.status(job_id).status is JobStatus.PENDING
    assert provider.stats()["total"] == 0


@pytest.mark.parametrize(("script", "code"), [("exit 9", 5), ("echo batchwright: no key >&2; exit 2", 2)])
def test_a_command_whose_runner_does_not_come_up_says_so(
    script: str, code: int, tmp_path: Path, jobs: BatchJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`start` ends with 2 where what was given is wrong, and with 5 where the machine lacks something."""
    job_id = jobs.create(name="Texts", phases=PHASE, items=["One text"], start=False).id
    in_place_of_python(script, tmp_path, monkeypatch)
    said = typed("--state", jobs.place.url, "start", job_id)
    assert (said.code, said.out) == (code, "")
    assert "batchwright: the runner did not come up (exit code " in said.err
    assert f"{job_id}.log" in said.err


def test_a_runner_that_takes_too_long_is_ended(
    tmp_path: Path, jobs: BatchJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is left behind that would take the job when nobody expects it any more."""
    monkeypatch.setattr(pipelines.launch, "COME_UP_S", 1.0)
    job_id = jobs.create(name="Texts", phases=PHASE, items=["One text"], start=False).id
    in_place_of_python(f"echo $$ > {tmp_path}/pid; echo wait >&2; exec sleep 600", tmp_path, monkeypatch)
    with pytest.raises(UnreachableError, match=r"did not come up \(ended after 1 s .*\): wait"):
        jobs.start(job_id)
    assert not is_alive(int((tmp_path / "pid").read_text()))
