"""Whole jobs whose payloads are in an object store, or in the database alone: nothing is lost or paid twice."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.export import export
from pipelines.launch import launch
from state.audit import audit
from state.backup import backup
from state.config import StatePlace
from state.control import delete
from state.engine import State
from state.errors import ItemsError, StateUnreachableError
from state.item_input import store_input
from state.purge import purge
from state.records import NewItem
from state.schema import answers, batch_checkpoints, batch_items
from state.status import CallStatus, JobStatus
from state.workspace import PAYLOAD_MAX_BYTES, ROW_MAX_BYTES, Workspace
from state.workspace_place import DATABASE
from tests.books import job_row
from tests.fakes.object_store import ObjectStore
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books, ledger
from tests.jobs import Background, Made, Phase, make_job, text_of, until

LONG = 2 * PAYLOAD_MAX_BYTES
SAY: Phase = {"name": "say", "task_type": "chat", "model": "anthropic/claude-haiku-5-5", "instructions": "Say it again"}
SHORT: Phase = {"name": "short", "task_type": "chat", "model": "openai/gpt-6-luna", "instructions": "Say it shortly"}
ITEMS = 6


def large_items(count: int = ITEMS) -> list[NewItem]:
    """Items whose texts are larger than a row takes."""
    return [NewItem(f"item-{n}", f"{n} {'word ' * (PAYLOAD_MAX_BYTES // 4)}", {}) for n in range(count)]


def named(state: State) -> set[str]:
    """The payloads that rows name."""
    columns = batch_items.c.payload_ref, batch_checkpoints.c.payload_ref, answers.c.payload_ref
    with state.read() as conn:
        return {ref for column in columns for ref in conn.scalars(select(column).where(column.is_not(None)))}


def assert_sound(made: Made, provider: ProviderServer) -> None:
    """It has completed, its books match the invoice, and `db check` has nothing to say."""
    with closing(made.opened()) as state:
        assert job_row(state, made.job_id).status == JobStatus.COMPLETED, job_row(state, made.job_id).error_message
        assert_books(state, provider.invoice())
        assert list(audit(state, Workspace(made.place.workspace))) == []


# ── in an object store ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def made(
    object_store: ObjectStore, postgres_url: str, provider: ProviderServer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Made:  # fmt: skip
    """A job on PostgreSQL and S3 whose items and first outputs are large."""
    provider.behave([{"do": "huge", "chars": LONG, "model": "claude-haiku-5-5"}], latency_ms=20)
    return make_job(
        postgres_url, tmp_path, provider, items=large_items(), phases=(SAY, SHORT), workspace=object_store.bucket()
    ).into(monkeypatch)


def test_a_job_runs_on_a_server_and_an_object_store(
    made: Made, object_store: ObjectStore, provider: ProviderServer, tmp_path: Path
) -> None:
    """Inputs, answers and outputs are objects, each named by a row; results, export and purge go through them."""
    made.run()
    assert_sound(made, provider)
    url = made.place.workspace
    workspace = Workspace(url)
    assert all(len(str(row[2][0])) >= LONG for row in made.results().values())
    assert export(made.place, made.job_id, tmp_path / "export").counts["completed"] == ITEMS
    with closing(made.opened()) as state:
        assert len(named(state)) >= 2 * ITEMS
        assert set(object_store.names(url)) == named(state)
        purge(state, workspace, made.job_id)
        assert object_store.names(url) == []
        assert list(audit(state, workspace)) == []
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize("count", [1, 4])
def test_a_kill_between_put_and_settle_leaves_at_most_an_object_without_a_name(
    made: Made, count: int, object_store: ObjectStore, provider: ProviderServer
) -> None:
    """The answer is unknown and asked again; what was put stands under a name that no row has."""
    assert made.start(crash=f"payload.after_rename:{count + 1}").wait(100) == -signal.SIGKILL, made.said()[-2000:]
    made.run()
    assert_sound(made, provider)
    with closing(made.opened()) as state:
        assert named(state) <= set(object_store.names(made.place.workspace))
        left = set(object_store.names(made.place.workspace)) - named(state)
        assert 1 <= len(left) <= 4  # one for each call whose answer was on its way


def test_a_store_that_stops_in_mid_run_and_comes_back_costs_nothing(
    made: Made, object_store: ObjectStore, provider: ProviderServer
) -> None:
    """Answers go into their rows meanwhile; what has to be read is waited for; no call is made twice."""
    provider.behave([{"do": "huge", "chars": LONG, "model": "claude-haiku-5-5"}], latency_ms=200)
    run = Background(made.run)
    until(lambda: provider.stats()["total"] >= 2 or run.is_over, "calls")
    object_store.stop()
    until(lambda: provider.stats()["total"] >= 8 or run.is_over, "more calls")
    threading.Event().wait(1)
    object_store.start()
    run.wait()
    assert_sound(made, provider)
    assert len(provider.invoice()) == 2 * ITEMS
    with closing(made.opened()) as state:
        assert not [row for row in ledger(state) if row.status in (CallStatus.UNKNOWN, CallStatus.STALE)]
        with state.read() as conn:
            large = conn.scalars(select(answers.c.text).where(answers.c.text.is_not(None))).all()
        assert max(map(len, large)) >= LONG, "one that was answered meanwhile is in its row"


def test_items_of_which_one_cannot_be_put_leave_nothing(
    made: Made, object_store: ObjectStore, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job whose items do not all come in is none, and what came in of it is removed."""
    url, puts, put = object_store.bucket(), [0], Workspace.put

    def some(workspace: Workspace, text: str) -> str:
        puts[0] += 1
        if puts[0] > 20:
            raise StateUnreachableError("the workspace is full")
        return put(workspace, text)

    monkeypatch.setattr(Workspace, "put", some)
    with pytest.raises(StateUnreachableError, match="is full"):
        make_job(made.place.url, tmp_path, provider, items=large_items(40), phases=(SHORT,), workspace=url)
    assert puts[0] > 20
    assert object_store.names(url) == []


def test_a_bucket_that_is_not_there_is_told_before_a_call(
    made: Made, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run does not begin, and the job is as it was."""
    place = StatePlace(made.place.url, "s3://no-such-bucket/x")
    with pytest.raises(StateUnreachableError, match="no such bucket"):
        Made(place, made.job_id, made.env, made.folder).run()
    assert provider.stats()["total"] == 0
    assert made.row().status is JobStatus.PENDING


def test_keys_that_are_refused_are_told_before_a_call(
    made: Made, object_store: ObjectStore, provider: ProviderServer
) -> None:
    """With a store that knows them not."""
    with object_store.checking_keys(), pytest.raises(StateUnreachableError, match="no permission"):
        made.run()
    assert provider.stats()["total"] == 0
    assert made.row().status is JobStatus.PENDING


def test_nothing_goes_from_a_store_that_is_away(made: Made, object_store: ObjectStore) -> None:
    """A deletion, a purge and a check that cannot reach the payloads say so, and change nothing."""
    with closing(made.opened()) as state:
        workspace, before = Workspace(made.place.workspace), named(state)
        made.run()
        object_store.stop()
        for work in (lambda: delete(state, workspace, made.job_id), lambda: purge(state, workspace, made.job_id),
                     lambda: list(audit(state, workspace))):  # fmt: skip
            with pytest.raises(StateUnreachableError, match="Connection refused"):
                work()
        object_store.start()
        assert before <= named(state) == set(object_store.names(made.place.workspace))
        assert list(audit(state, workspace)) == []
        delete(state, workspace, made.job_id)
        with state.read() as conn:
            kept = set(conn.scalars(select(answers.c.payload_ref).where(answers.c.payload_ref.is_not(None))))
        assert set(object_store.names(made.place.workspace)) == kept, "what was paid for stays known"


def test_a_copy_takes_objects_along(
    object_store: ObjectStore, sqlite_url: str, provider: ProviderServer, tmp_path: Path
) -> None:
    """A backup is a folder of its own, sound without the store."""
    url = object_store.bucket()
    make_job(sqlite_url, tmp_path, provider, items=large_items(2), phases=(SHORT,), workspace=url)
    with closing(State(sqlite_url)) as state:
        copied = backup(state, Workspace(url), tmp_path / "copy", lambda _what, _more: None)
        assert (copied.payloads, copied.found) == (2, ())
        kept = Workspace(str(tmp_path / "copy" / "workspace"))
        assert {ref: kept.get(ref) for ref in named(state)} == {ref: Workspace(url).get(ref) for ref in named(state)}


def test_a_detached_runner_logs_beside_the_state(
    object_store: ObjectStore, sqlite_url: str, provider: ProviderServer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A log is no payload: it is on the machine that runs."""
    url = object_store.bucket()
    made = make_job(sqlite_url, tmp_path, provider, items=large_items(1), phases=(SHORT,), workspace=url)
    launch(made.into(monkeypatch).place, made.job_id)
    until(lambda: made.row().status is not JobStatus.RUNNING, "it ends")
    assert_sound(made, provider)
    assert (tmp_path / "logs" / f"{made.job_id}.log").exists()
    assert StatePlace("postgresql+psycopg://host/db", url).logs(tmp_path) == tmp_path / ".batchwright" / "logs"


# ── in the database alone ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def alone(state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """A job without a workspace, on each store, whose items and first outputs are large; it writes no file."""
    provider.behave([{"do": "huge", "chars": LONG, "model": "claude-haiku-5-5"}], latency_ms=20)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    yield make_job(state_url, here, provider, items=large_items(3), phases=(SAY, SHORT), workspace=DATABASE).into(
        monkeypatch
    )
    assert [path for path in here.rglob("*") if path.is_file()] == []


def test_a_job_runs_in_the_database_alone(alone: Made, provider: ProviderServer, tmp_path: Path) -> None:
    """Payloads of any size are in their rows, no row names a file, and a copy is whole without one."""
    alone.run()
    assert_sound(alone, provider)
    assert all(len(str(row[2][0])) >= LONG for row in alone.results().values())
    with closing(alone.opened()) as state:
        assert named(state) == set()
        if state.dialect == "sqlite":
            assert backup(state, Workspace(DATABASE), tmp_path / "copy.db", lambda _what, _more: None).payloads == 0
        assert purge(state, Workspace(DATABASE), alone.job_id).freed_bytes > 3 * LONG


def test_what_is_in_another_workspace_is_told(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that was begun with a folder is not read, deleted or purged without it, and says what to name."""
    made = make_job(state_url, tmp_path, provider, items=large_items(2), phases=(SHORT,)).into(monkeypatch)
    made.run()
    other, nowhere = StatePlace(state_url, DATABASE), Workspace(DATABASE)
    with closing(made.opened()) as state:
        before = named(state)
        for work in (lambda: Made(other, made.job_id, {}).results(), lambda: delete(state, nowhere, made.job_id),
                     lambda: purge(state, nowhere, made.job_id)):  # fmt: skip
            with pytest.raises(StateUnreachableError, match=r"database has no files, and a row names") as told:
                work()
            assert "begun with" in (told.value.hint or "")
        found = list(audit(state, nowhere))
        assert {one.kind.value for one in found} == {"payload"}
        assert "that payload is in another workspace" in found[0].said
        assert named(state) == before
    assert_sound(made, provider)


def test_a_payload_that_no_row_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is stored, with both sizes and what to do."""
    monkeypatch.setattr("state.item_input.ROW_MAX_BYTES", LONG)
    with pytest.raises(ItemsError, match=r"an item has 1 MB, and with the workspace database .* takes 1 MB") as told:
        store_input(Workspace(DATABASE), text_of(1) + "x" * LONG, {})
    assert "--workspace" in (told.value.hint or "")
    assert ROW_MAX_BYTES > 50_000_000, "the longest text of an item fits"
