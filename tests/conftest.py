"""What every test may ask for: a state on each of both stores, a real PostgreSQL, a real provider on loopback."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.jobs import BatchJobs
from state.engine import State
from state.migrate import migrate, open_state
from tests.commands import environment
from tests.fakes.object_store import ObjectStore
from tests.fakes.postgres import PostgresServer
from tests.fakes.provider_server import ProviderServer
from tests.flinks import FlinkCluster, pools_of_another_python

# How long an example takes says something about the machine, which others use too, and nothing about the code.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")

_TEMPLATE = "template_of_states"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def running_postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for the session; that it does not start is a failure, never a skip."""
    with PostgresServer() as server:
        server.create_database(_TEMPLATE)
        with closing(State(server.url(_TEMPLATE))) as state:
            migrate(state)
        yield server


@pytest.fixture
def postgres(running_postgres: PostgresServer) -> PostgresServer:
    """The session's PostgreSQL, running, whatever the test before did to it; tests may stop and start it."""
    if not running_postgres.is_running:
        running_postgres.start()
    return running_postgres


@pytest.fixture
def empty_postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A database of its own without a table."""
    yield from _database(postgres, "template1")


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A database of its own with all tables."""
    yield from _database(postgres, _TEMPLATE)


def _database(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    server.create_database(name, template=template)
    server.look_old(name)
    yield server.url(name)
    if not server.is_running:
        server.start()
    server.drop_database(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to copy."""
    path = tmp_path_factory.mktemp("template") / "state.db"
    open_state(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite file of its own with all tables."""
    path = tmp_path / "state.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh state, once on each store."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def state(state_url: str) -> Iterator[State]:
    """A fresh state, opened, once on each store."""
    with closing(open_state(state_url)) as opened:
        yield opened


@pytest.fixture(scope="session")
def running_object_store() -> Iterator[ObjectStore]:
    """One S3 for the session."""
    with ObjectStore() as store:
        yield store


@pytest.fixture
def object_store(running_object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """The session's S3, running, with the way to it and its keys in the environment; tests may stop and start it."""
    if not running_object_store.is_running:
        running_object_store.start()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in running_object_store.environ.items():
        monkeypatch.setenv(name, value)
    return running_object_store


@pytest.fixture(scope="session")
def running_provider() -> Iterator[ProviderServer]:
    """One provider for the session."""
    with ProviderServer() as server:
        yield server


@pytest.fixture
def provider(running_provider: ProviderServer) -> ProviderServer:
    """The session's provider, as if just started."""
    running_provider.reset()
    return running_provider


@pytest.fixture
def jobs(
    tmp_path: Path, state_url: str, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BatchJobs]:
    """The jobs of a fresh state, with a key for the loopback provider, found without a flag."""
    for name, value in environment(provider, BATCHWRIGHT_STATE=state_url).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    with BatchJobs() as made:
        yield made


@pytest.fixture(scope="session")
def running_flink(running_provider: ProviderServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlinkCluster]:
    """One Flink cluster for the session; its workers have the keys, and the loopback provider's addresses."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(running_provider).items():
            patch.setenv(name, value)
        cluster = FlinkCluster(tmp_path_factory.mktemp("flink"))
        yield cluster
        cluster.close()


@pytest.fixture
def flink(running_flink: FlinkCluster) -> FlinkCluster:
    """The session's cluster, whole and idle, whatever the test before did to it."""
    running_flink.mend()
    return running_flink


@pytest.fixture
def other_pools(tmp_path: Path) -> Iterator[str]:
    """The address of pools whose Python has no batchwright."""
    with pools_of_another_python(tmp_path / "other") as address:
        yield address
