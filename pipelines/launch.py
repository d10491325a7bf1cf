"""A runner of a job's own: a process that outlives who starts it, and is seen to come up.

launch ─► sh (ignores SIGHUP) ─► `batchwright start|resume JOB --attach`, in a session of its own, log beside the state
  └─ waits until the job is taken ─┬► its pid
                                   └► it ended before, or takes too long: an error with its last words
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.logs import DETACHED_ENV
from state.config import Config, StatePlace
from state.config_text import config_text
from state.errors import BatchwrightError, EngineError, InputError, StateUnreachableError, UnreachableError
from state.migrate import open_state
from state.pages import JobRow, load_job
from state.place import STATE_ENV, remember, whole
from state.status import JobStatus

COME_UP_S = 60.0
"""How long a detached runner may take until it works on its job; Beam alone takes seconds to load."""

_LOOK_S = 0.1
_NO_HANGUP = ("/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh")
"""From its first instant on, whoever sends the SIGHUP: what is ignored when a program begins stays ignored."""

_OURS = "batchwright: "
"""What a command's errors begin with."""


def launch(
    place: StatePlace,
    job_id: str,
    *,
    runner: str = "local",
    force: bool = False,
    config: Config | Path | None = None,
    cwd: Path | None = None,
) -> int:
    """Run a job in a process of its own, which outlives this one and logs beside the state.

    Args:
        place: The state and the workspace.
        job_id: Whole id.
        runner: Where its graph runs.
        force: Take the job from a living worker, too.
        config: What the process works under: a file, or a configuration, which is then written beside the log;
            None: what it finds.
        cwd: Where it works, and looks for a configuration; this process's working folder by default.

    Returns:
        Its process id, once it works on the job (or has finished it).

    Raises:
        InputError: It did not come up, as what was given is wrong; the message ends with what it said last.
        UnreachableError: It did not come up, for something that this machine lacks.
        EngineError: It did not come up, for a bug of ours.
    """
    log = place.logs(cwd or Path.cwd()) / f"{job_id}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # -P: a file cli.py in the folder that we were started from must not be taken for ours.
    command = [sys.executable, "-P", "-m", "cli", "--state", remember(place.url), "--workspace", place.workspace]
    command += _config_flag(config, log.with_suffix(".toml"))
    # The whole URL holds its password, which others must not see in a command line.
    environ = {**os.environ, STATE_ENV: whole(place.url), DETACHED_ENV: "1"}
    state = open_state(place.url)
    try:
        job = load_job(state, job_id)
        command += ["start"] if job.status is JobStatus.PENDING else ["resume", *(["--force"] if force else [])]
        command += [job_id, "--attach", "--quiet", "--runner", runner]
        with log.open("ab") as out:
            said_before = out.tell()
            process = subprocess.Popen(  # our own program
                [*_NO_HANGUP, *command],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, env=environ, cwd=cwd,
            )  # fmt: skip
        _await(_Started(process, log, said_before), lambda: load_job(state, job_id), job.epoch)
        # Whoever launches may live longer: it must not keep a dead runner as a zombie.
        threading.Thread(target=process.wait, name="batchwright-reaper", daemon=True).start()
    finally:
        state.close()
    return process.pid


def _config_flag(config: Config | Path | None, beside: Path) -> list[str]:
    """What names a configuration on a command line; one that is in no file is written to one."""
    if isinstance(config, Config):
        beside.touch(0o600)
        beside.write_text(config_text(config), "utf-8")
        config = beside
    # resolve() would follow the user's links
    return [] if config is None else ["--config", os.path.abspath(config)]  # noqa: PTH100


@dataclass(frozen=True, slots=True)
class _Started:
    """A process that was started, where it logs, and how many bytes stood there before."""

    process: subprocess.Popen[bytes]
    log: Path
    said_before: int

    def said(self) -> list[str]:
        """The lines that it has logged."""
        logged = self.log.read_bytes()[self.said_before :].decode(errors="replace")
        return [line for line in logged.splitlines() if line.strip()]


def _await(started: _Started, look: Callable[[], JobRow], before: int) -> None:
    """Wait until a process has taken its job.

    Raises:
        BatchwrightError: It ended before it did, or did not in time, and was ended.
    """
    deadline = time.monotonic() + COME_UP_S
    while (is_late := time.monotonic() > deadline) is False:
        has_ended = started.process.poll() is not None
        if _is_taken(look, before):
            return
        if has_ended:
            break
        time.sleep(_LOOK_S)
    if is_late:
        started.process.kill()  # it has taken nothing, so that nothing is lost
        started.process.wait()
    raise _not_up(started, is_late=is_late)


def _is_taken(look: Callable[[], JobRow], before: int) -> bool:
    try:
        return look().epoch > before
    except StateUnreachableError:  # the runner waits for it, too, or says so at its end
        return False


def _not_up(started: _Started, *, is_late: bool) -> BatchwrightError:
    """Why a runner did not come up, by its exit code and its last words."""
    code, said = started.process.returncode, started.said()
    ours = [line.removeprefix(_OURS) for line in said if line.startswith(_OURS)]
    kinds = {InputError.exit_code: InputError, EngineError.exit_code: EngineError} if ours else {}
    if is_late:
        how = f"ended after {COME_UP_S:g} s in which it did not take the job"
    else:
        how = f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
    last = (ours or said or ["it said nothing"])[-1]
    return kinds.get(code, UnreachableError)(
        f"the runner did not come up ({how}): {last}", hint=f"its log is {started.log}"
    )
