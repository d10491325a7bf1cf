"""Somebody at a working folder with a job, whose state is on either store: types commands, looks from Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from pipelines.jobs import BatchJobs
from state.engine import State
from state.job_view import JobView
from state.migrate import open_state
from state.schema import runs
from tests.commands import Command, Typed, environment, run_command, until
from tests.fakes.provider_server import ProviderServer
from tests.jobs import text_of

TWO_PHASES = """\
name: Ships
phases:
  - {name: shorten, task_type: chat, model: openai/gpt-6-luna}
  - {name: say, task_type: chat, model: anthropic/claude-haiku-5-5}
"""
PHASES = 2


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns the jobs of a state.

    Args:
        here: The working folder, with job.yaml and items.jsonl.
        environ: With keys for the loopback provider, and the state.
    """

    here: Path
    environ: dict[str, str]

    @property
    def state_url(self) -> str:
        """Of the state."""
        return self.environ["BATCHWRIGHT_STATE"]

    def type(self, *words: str) -> Typed:
        """Type a command and wait for its end."""
        return run_command(self.here, self.environ, *words)

    def begin(self, *words: str) -> Command:
        """Type a command, to be looked at while it runs."""
        return Command(self.here, self.environ, *words)

    def create(self, *words: str) -> str:
        """Make the job of the folder; returns its id."""
        made = self.type("create", "job.yaml", "--items", "items.jsonl", *words)
        assert made.code == 0, made.err
        return made.out.strip()

    @contextmanager
    def jobs(self) -> Iterator[BatchJobs]:
        """The same jobs from Python."""
        with BatchJobs(self.state_url, cwd=self.here) as jobs:
            yield jobs

    @contextmanager
    def state(self) -> Iterator[State]:
        """The state, opened."""
        with closing(open_state(self.state_url)) as state:
            yield state

    def status(self) -> JobView:
        """The newest job as it is now."""
        with self.jobs() as jobs:
            return jobs.status("last")

    def runner(self) -> int:
        """The pid of the process that took the newest job last."""
        with self.state() as state:
            return last_runner(state)

    def wait(self) -> JobView:
        """The newest job when nobody works on it any more, and its runner is gone: it still needs the state."""
        with self.jobs() as jobs:
            return wait(jobs)


def owner(
    path: Path, state_url: str, provider: ProviderServer, *, items: int, options: str = "concurrency: 4"
) -> Owner:
    """An owner whose folder holds a job of two phases and so many items."""
    path.mkdir(exist_ok=True)
    (path / "job.yaml").write_text(f"{TWO_PHASES}options: {{{options}}}\n", "utf-8")
    rows = (json.dumps({"id": f"item-{number}", "content": text_of(number)}) for number in range(items))
    (path / "items.jsonl").write_text("\n".join(rows), "utf-8")
    return Owner(path, environment(provider, BATCHWRIGHT_STATE=state_url))


def last_runner(state: State) -> int:
    """The pid of the process that took the newest job last."""
    newest = select(runs.c.pid).order_by(runs.c.job_id.desc(), runs.c.epoch.desc()).limit(1)
    with state.read() as conn:
        return int(conn.execute(newest).scalar_one())


def wait(jobs: BatchJobs) -> JobView:
    """As `Owner.wait`, for jobs that are run by processes of their own."""
    view = jobs.wait("last", timeout_s=90)
    pid = last_runner(jobs.state())
    until(lambda: not is_alive(pid))
    return view


def is_alive(pid: int) -> bool:
    """Whether a process runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
