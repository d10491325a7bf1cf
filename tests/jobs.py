"""Jobs for tests that run the whole engine: made in a state, run in this process or another, compared by outputs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestrator.pricing import PriceTable
from pipelines.plan import compile_plan
from pipelines.run import RunReport, run_job
from state.config import Config, StatePlace
from state.engine import State
from state.exports import result_rows
from state.identity import new_job_id
from state.ingest import NewJob, ingest
from state.migrate import open_state
from state.pages import JobRow, load_job
from state.plans import dump_plan, plan_digest
from state.records import Json, NewItem
from state.spec import parse_job
from state.workspace import Workspace
from tests.fakes.provider_server import ProviderProcess, ProviderServer

Phase = dict[str, Json]

THREE_PHASES: tuple[Phase, ...] = (
    {"name": "shorten", "task_type": "summarization", "model": "openai/gpt-6-luna"},
    {"name": "say", "task_type": "chat", "model": "anthropic/claude-haiku-5-5", "instructions": "Say it again"},
    {"name": "find", "task_type": "entity_extraction", "model": "openai/gpt-6-luna"},
)
ONE_PHASE: tuple[Phase, ...] = ({"name": "say", "task_type": "chat", "model": "openai/gpt-6-luna"},)

KEYS = {"OPENAI_API_KEY": "test-key-of-openai", "ANTHROPIC_API_KEY": "test-key-of-anthropic"}
"""Made-up keys: no message, row or log may hold them."""

_TEXT = (
    "Ships carry nine tenths of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel now. "
)
_ROOT = Path(__file__).parents[1]

RESULT = tuple[str, str, Mapping[int, Json], str | None]


def text_of(number: int) -> str:
    """The text of an item; long enough for a summary to be shorter."""
    return f"{number:03d} knots. {_TEXT * 3}"


def items_of(count: int) -> list[NewItem]:
    """Items whose texts differ."""
    return [NewItem(f"item-{number}", text_of(number), {}) for number in range(count)]


@dataclass(frozen=True, slots=True)
class Made:
    """A job in a state, and all that is needed to run it and to look at it.

    Args:
        env: What a process that runs it has in its environment, beside ours.
        folder: Where its processes log; beside the workspace by default.
    """

    place: StatePlace
    job_id: str
    env: Mapping[str, str]
    folder: Path | None = None

    def opened(self) -> State:
        """The state, to be closed by the caller."""
        return open_state(self.place.url)

    def row(self) -> JobRow:
        """The job's row."""
        with closing(self.opened()) as state:
            return load_job(state, self.job_id)

    def results(self) -> dict[int, RESULT]:
        """What became of each item, by ordinal: id, status, phase outputs, class of its error."""
        workspace = Workspace(self.place.workspace)
        with closing(self.opened()) as state:
            last = load_job(state, self.job_id).total_items - 1
            return {
                row.ordinal: (row.item_id, row.status.value, row.outputs, row.error_class)
                for row in result_rows(state, workspace, self.job_id, 0, last)
            }

    def into(self, monkeypatch: pytest.MonkeyPatch) -> Made:
        """Put keys and URLs into this process's environment."""
        for name, value in self.env.items():
            monkeypatch.setenv(name, value)
        return self

    def run(self, config: Config | None = None, *, force: bool = False) -> RunReport:
        """Run it in this process, to its end."""
        return run_job(self.place, config or Config(), self.job_id, force=force)

    def start(self, *arguments: str, crash: str = "", **env: str) -> subprocess.Popen[bytes]:
        """Run it in another process; what it says goes to `runner.log`.

        Args:
            arguments: More for `tests.fakes.runner`.
            crash: A crash point, with a count after a colon: there it dies.
            env: More for its environment.
        """
        command = [sys.executable, "-m", "tests.fakes.runner", "--state", self.place.url]
        command += ["--workspace", self.place.workspace, "--job", self.job_id, *arguments]
        whole = {**os.environ, **self.env, "BATCHWRIGHT_CRASH": crash, **env}
        with self._log.open("ab") as log:
            return subprocess.Popen(command, cwd=_ROOT, env=whole, stdout=log, stderr=log)

    def said(self) -> str:
        """What its processes said."""
        return self._log.read_text(errors="replace")

    @property
    def _log(self) -> Path:
        return (self.folder or Path(self.place.workspace).parent) / "runner.log"


def environment(provider: ProviderServer | ProviderProcess) -> dict[str, str]:
    """Keys, and URLs that lead to the loopback provider."""
    return {**KEYS, "OPENAI_BASE_URL": provider.openai_url, "ANTHROPIC_BASE_URL": provider.anthropic_url}


def make_job(
    url: str,
    folder: Path,
    provider: ProviderServer | ProviderProcess,
    *,
    items: Sequence[NewItem],
    phases: Sequence[Phase] = THREE_PHASES,
    project: str = "default",
    workspace: str = "",
    **options: Json,
) -> Made:
    """Put a PENDING job into a state.

    Args:
        url: Of the state.
        folder: Where its workspace and logs go.
        provider: Whom it asks.
        items: At least one.
        phases: As a job file has them.
        project: Its project.
        workspace: In place of one in the folder.
        options: As a job file has them; four calls out unless it says otherwise.
    """
    chosen = {"concurrency": 4, **options}
    listed: list[Json] = list(phases)
    spec = parse_job({"name": "a job", "project": project, "phases": listed, "options": chosen}, source="a test")
    plan = compile_plan(spec, Config(), PriceTable())
    place = StatePlace(url, workspace or str(folder / "workspace"))
    job_id = new_job_id()
    job = NewJob(job_id, project, spec.name, "{}", "0" * 64, dump_plan(plan), plan_digest(plan), spec.options.record())
    with closing(open_state(url)) as state:
        ingest(state, Workspace(place.workspace), job, items)
    return Made(place, job_id, environment(provider), folder)


class Background:
    """A run in a thread of this process, whose end and error are asked for; it does not outlive the process.

    Args:
        work: What runs.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._future: Future[object] = Future()
        self._thread = threading.Thread(target=self._run, args=(work,), name="a-run", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._future.done()

    def wait(self, timeout_s: float = 100.0) -> object:
        """Its result, or its error raised."""
        return self._future.result(timeout_s)

    def _run(self, work: Callable[[], object]) -> None:
        try:
            self._future.set_result(work())
        except BaseException as error:  # noqa: BLE001  # it is raised where the result is asked for
            self._future.set_exception(error)


def until(seen: Callable[[], bool], what: str, timeout_s: float = 90.0) -> None:
    """Wait for something to be seen."""
    deadline = time.monotonic() + timeout_s
    while not seen():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout_s:g} s: {what}")
        time.sleep(0.01)
