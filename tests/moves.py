"""Two states, and the copy of one into the other: what tests of `state copy` begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.jobs import BatchJobs
from state.audit import audit
from state.control import want_pause
from state.copying import Copied, Progress
from state.engine import State
from state.migrate import open_state
from state.place import StatePlace
from state.records import NewItem
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.fakes.provider_server import ProviderServer
from tests.jobs import Background, Made, items_of, until

WAYS = ("sqlite to postgresql", "postgresql to sqlite", "sqlite to sqlite", "postgresql to postgresql")


@dataclass(frozen=True, slots=True)
class Move:
    """A state, and one that is not there yet or has no table, into which it is to be copied."""

    source: StatePlace
    target: StatePlace

    @contextmanager
    def opened(self) -> Iterator[tuple[State, State]]:
        """Both states."""
        with closing(open_state(self.source.url)) as source, closing(open_state(self.target.url)) as target:
            yield source, target

    def copy(self, progress: Progress | None = None) -> Copied:
        """Copy it, as a program does."""
        with BatchJobs(self.source.url, self.source.workspace) as jobs:
            return jobs.copy_to(self.target.url, workspace=self.target.workspace, progress=progress)

    def is_sound(self) -> bool:
        """Whether `db check` finds nothing in the copy."""
        with closing(open_state(self.target.url)) as state:
            found = [str(one) for one in audit(state, Workspace(self.target.workspace)) if one.is_wrong]
        assert not found, "\n".join(found)
        return True

    def there(self, made: Made) -> Made:
        """A job of the one state, in the other."""
        return Made(self.target, made.job_id, made.env)


@pytest.fixture
def move(request: pytest.FixtureRequest, tmp_path: Path) -> Move:
    """A fresh state and an empty one of the kinds that the test's parameter names, from SQLite to PostgreSQL else."""
    way = str(getattr(request, "param", WAYS[0]))
    source, _, target = way.partition(" to ")
    url = str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[source]))
    (tmp_path / "there").mkdir()
    there = f"sqlite:///{tmp_path}/there/state.db"
    if target == "postgresql":
        there = str(request.getfixturevalue("empty_postgres_url"))
    return Move(StatePlace(url, str(tmp_path / "workspace")), StatePlace(there, str(tmp_path / "there" / "workspace")))


def items_with_large_ones(count: int) -> list[NewItem]:
    """Items of which the first two have a payload in the workspace."""
    large = [NewItem(f"large-{n}", f"{n} x " * (PAYLOAD_MAX_BYTES // 3), {}) for n in range(2)]
    return [*large, *items_of(count)[2:]]


def run_in_part(made: Made, provider: ProviderServer, calls: int) -> None:
    """Run a job until the provider has had so many calls, then pause it; it answers at once from then on."""
    provider.behave(latency_ms=300)  # so that the pause comes before the end, however slow the machine is
    run = Background(made.run)
    until(lambda: provider.stats()["total"] >= calls, f"{calls} calls")
    with closing(made.opened()) as state:
        want_pause(state, made.job_id)
    run.wait()
    provider.behave(latency_ms=1)
