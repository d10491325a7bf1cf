"""A state's password stays where it is known: no graph or command line holds it; whoever opens the state has it."""

from __future__ import annotations

import time
from pathlib import Path

import apache_beam as beam
import pytest
from sqlalchemy import make_url

import state.place
from pipelines.build import build
from pipelines.export import build_export
from pipelines.launch import launch
from state.engine import State
from state.place import STATE_ENV, remember, whole
from state.plan_records import Plan
from state.records import JobRef
from state.status import JobStatus
from tests.desk import A, phase_for
from tests.fakes.provider_server import ProviderServer
from tests.graphs import job_graph, pickled_in
from tests.jobs import ONE_PHASE, items_of, make_job
from transforms.read_results import parts_of
from transforms.worker_fn import StageConfig
from transforms.write_manifest import Manifest
from transforms.write_results import ExportTarget

WORD = "s3cret-9f8e7d"
BARE = "postgresql+psycopg://me@db.example/jobs"
WHOLE = f"postgresql+psycopg://me:{WORD}@db.example/jobs"


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody remembers a password, and none is in the environment."""
    monkeypatch.setattr(state.place, "_remembered", {})
    monkeypatch.delenv(STATE_ENV, raising=False)


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        (WHOLE, BARE),
        (BARE, BARE),
        (f"postgresql+psycopg://me:{WORD}%40x@h:6432/j?sslmode=require", "postgresql+psycopg://me@h:6432/j?sslmode=require"),
        (f"postgresql+psycopg://me@h/j?password={WORD}&sslmode=require", "postgresql+psycopg://me@h/j?sslmode=require"),
        (f"postgresql+psycopg://me@h/j?sslpassword={WORD}", "postgresql+psycopg://me@h/j"),
        ("sqlite:////a/b.db", "sqlite:////a/b.db"),
        ("sqlite:////é 100%25 x.db", "sqlite:////é 100%25 x.db"),
    ],
)  # fmt: skip
def test_a_url_goes_out_without_its_password_and_comes_back_whole(url: str, bare: str) -> None:
    """The process that stripped a URL knows it again, whole."""
    assert remember(url) == bare
    assert make_url(whole(bare)) == make_url(url)


def test_a_url_without_a_password_forgets_none() -> None:
    """Who names the same state without a password later keeps what is known of it."""
    remember(WHOLE)
    assert remember(BARE) == BARE
    assert whole(BARE) == WHOLE


@pytest.mark.parametrize(
    "told",
    [
        WHOLE,
        f"postgresql://me:{WORD}@db.example:5432/jobs",
        f"postgres://me:{WORD}@db.example/jobs?sslmode=require",
        f"postgresql+psycopg://me@db.example/jobs?password={WORD}",
        f"postgresql+psycopg:///jobs?host=db.example&user=me&password={WORD}",
    ],
)
def test_a_worker_takes_the_password_of_its_environment(told: str) -> None:
    """A process that never saw the password has it from a BATCHWRIGHT_STATE that names the same place."""
    found = make_url(whole(BARE, {STATE_ENV: told}))
    assert WORD in (found.password, found.query.get("password"))
    assert (found.username, found.host, found.database) == ("me", "db.example", "jobs")


@pytest.mark.parametrize(
    "told",
    [
        f"postgresql://you:{WORD}@db.example/jobs",
        f"postgresql://me:{WORD}@other.example/jobs",
        f"postgresql://me:{WORD}@db.example/others",
        f"postgresql://me:{WORD}@db.example:6432/jobs",
        "postgresql://me@db.example/jobs",
        "sqlite:////state.db",
        "no url at all",
        "",
    ],
)
def test_a_password_is_for_its_own_place_only(told: str) -> None:
    """One of another user, server, port or database is not tried; libpq's own ways are left to find one."""
    assert whole(BARE, {STATE_ENV: told}) == BARE


def test_a_url_with_a_password_is_left_alone() -> None:
    """What is whole is not changed by an environment that says otherwise."""
    assert whole(WHOLE, {STATE_ENV: "postgresql://me:another@db.example/jobs"}) == WHOLE
    assert whole("no url at all", {STATE_ENV: WHOLE}) == "no url at all"


def test_a_state_is_opened_with_the_password_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine of a state that is named without its password has it, and messages still do not."""
    monkeypatch.setenv(STATE_ENV, WHOLE)
    opened = State(BARE)
    assert opened.engine.url.password == WORD
    assert opened.url == BARE
    assert WORD not in opened.where


def test_a_job_runs_by_a_url_with_a_password_that_its_graph_lacks(
    postgres_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run is given the whole URL; what it builds its graph with has no password, and the job completes."""
    url = make_url(postgres_url).set(password=WORD).render_as_string(hide_password=False)
    made = make_job(url, tmp_path, provider, items=items_of(3), phases=ONE_PHASE)
    for name, value in made.env.items():
        monkeypatch.setenv(name, value)
    graphs: list[bytes] = []

    def watched(plan: Plan, root: beam.Pipeline, config: StageConfig, **lanes: object) -> object:
        built = build(plan, root, config, **lanes)  # type: ignore[arg-type]  # as `build` takes them
        graphs.append(pickled_in(root.to_runner_api()))
        return built

    monkeypatch.setattr("pipelines.run.build", watched)
    assert made.run().status is JobStatus.COMPLETED
    (graph,) = graphs
    assert made.job_id.encode() in graph
    assert WORD.encode() not in graph


def test_a_detached_runner_is_told_its_password_where_nobody_looks(
    postgres_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its command line, which every user of the machine can read, names the state without the password."""
    provider.behave(latency_ms=500)
    url = make_url(postgres_url).set(password=WORD).render_as_string(hide_password=False)
    made = make_job(url, tmp_path, provider, items=items_of(2), phases=ONE_PHASE)
    for name, value in made.env.items():
        monkeypatch.setenv(name, value)
    pid = launch(made.place, made.job_id)
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    environ = Path(f"/proc/{pid}/environ").read_bytes()
    until = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until, "it does not end"
        time.sleep(0.05)
    assert postgres_url.encode() in command
    assert WORD.encode() not in command
    assert WORD.encode() in environ
    assert made.row().status is JobStatus.COMPLETED


def test_no_graph_holds_a_password() -> None:
    """What both graphs carry of a state is its URL without the password, though this process knows it."""
    ref = JobRef(remember(WHOLE), "/workspace", "job_1", 1)
    root = beam.Pipeline(runner="FnApiRunner")
    target = ExportTarget(remember(WHOLE), "/workspace", "job_1", "/export", ())
    build_export(root, parts_of(1, [""]), target, Manifest("job_1", "0" * 64, {}, {}, (), {}))
    for graph in (job_graph(ref, [phase_for(A)]), root.to_runner_api()):
        unpacked = pickled_in(graph)
        assert b"me@db.example" in unpacked
        assert WORD.encode() not in unpacked
