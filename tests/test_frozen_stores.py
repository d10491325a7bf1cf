"""A store that an older version left opens, is migrated with a copy beside it, and its jobs go on without repaying.

`tests/stores` keeps a store of each revision that had a successor, made by the version that ended with it
(`tests/stores/freeze.py`): a paused job, and one that was killed with calls out.
"""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from state.audit import audit
from state.audit_records import Kind
from state.engine import State
from state.errors import StateForeignError
from state.migrate import HISTORY, History, migrate, open_state, revision
from state.place import StatePlace
from state.schema import answers, batch_jobs
from state.status import OPEN_CALLS, CallStatus, ItemStatus, JobStatus
from state.workspace import Workspace
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_invoice, ledger
from tests.jobs import Made, environment

STORES = Path(__file__).parent / "stores"
OLDER = HISTORY.revisions[:-1]

Build = Callable[[str], str]


def rows_of(name: str) -> str:
    """A frozen store as SQL; its processes ran on this host, at another boot."""
    return (STORES / f"{name}.sql").read_text("utf-8").replace("HOST", socket.gethostname())


def build_file(name: str, path: Path) -> str:
    """A frozen store as an SQLite file; its URL."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript(rows_of(name))
    return f"sqlite:///{path}"


def build_server(name: str, url: str) -> str:
    """The rows of a frozen store in a PostgreSQL database of the same revision; its URL."""
    known = OLDER[: OLDER.index(name) + 1]
    with closing(State(url)) as state:
        migrate(state, history=History(HISTORY.location, known))
        with state.begin() as conn:
            # SQLite wrote truth as 0 and 1.
            conn.execute(
                text(
                    "UPDATE pg_cast SET castcontext = 'a'"
                    " WHERE castsource = 'int4'::regtype AND casttarget = 'bool'::regtype"
                )
            )
        with state.begin() as conn:
            for statement in re.findall(r"^INSERT INTO .*?\);$", rows_of(name), re.DOTALL | re.MULTILINE):
                if "alembic_version" not in statement.partition("VALUES")[0]:
                    conn.exec_driver_sql(statement.replace("%", "%%"))
            last = "(SELECT max(event_id) FROM batch_events)"
            conn.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('batch_events', 'event_id'), {last})")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def build(request: pytest.FixtureRequest, tmp_path: Path) -> Build:
    """Builds a frozen store, once on each store."""
    if request.param == "sqlite":
        return lambda name: build_file(name, tmp_path / "state.db")
    url = str(request.getfixturevalue("empty_postgres_url"))
    return lambda name: build_server(name, url)


def test_each_revision_with_a_successor_has_a_frozen_store() -> None:
    """Whoever adds a migration freezes a store of the revision before it, as that version leaves it."""
    assert sorted(path.stem for path in STORES.glob("*.sql")) == sorted(OLDER)
    for name in OLDER:
        assert f"'{name}'" in (STORES / f"{name}.sql").read_text("utf-8")


@pytest.mark.parametrize("name", OLDER)
def test_an_old_file_opens_with_a_copy_beside_it(name: str, tmp_path: Path) -> None:
    """An embedded store is migrated when it is opened; the copy beside it is as it was, and nothing in it is wrong."""
    url = build_file(name, tmp_path / "state.db")
    with pytest.raises(StateForeignError, match=f"is at revision {name}, this program needs {HISTORY.head}"):
        open_state(url, migrate=False)
    with closing(open_state(url)) as state:
        assert revision(state) == HISTORY.head
        assert [one.kind for one in audit(state, Workspace(str(tmp_path / "workspace")))] == [Kind.OPEN_CALLS]
    with closing(sqlite3.connect(tmp_path / f"state.db.before-{HISTORY.head}")) as copy:
        assert "\n".join(copy.iterdump()) + "\n" == rows_of(name)


@pytest.mark.parametrize("job", ["paused", "killed"])
@pytest.mark.parametrize("name", OLDER)
def test_an_old_job_goes_on_without_paying_twice(
    build: Build, name: str, job: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer that the old version recorded is known; what was out is on the bill; the rest is asked once."""
    provider.behave([{"do": "declined", "contains": "Document 2 "}], embedding_dims=8)
    url = build(name)
    with closing(State(url)) as state:
        migrate(state)
        before = {row.call_id: row for row in ledger(state)}
        with state.read() as conn:
            job_id = conn.execute(select(batch_jobs.c.job_id).where(batch_jobs.c.name == job)).scalar_one()
            known = set(conn.scalars(select(answers.c.digest)))
        place = StatePlace(url, str(tmp_path / "workspace"))
        report = Made(place, job_id, environment(provider)).into(monkeypatch).run()
        assert report.status is JobStatus.COMPLETED
        after = ledger(state)
        new = [row for row in after if row.call_id not in before]
        assert new
        assert not [row for row in new if row.digest in known], "what was known was asked again"
        assert_invoice(new, provider.invoice())
        for row in after:
            was = before.get(row.call_id)
            if was is not None and was.job_id == job_id and was.status in OPEN_CALLS:
                assert (row.status, row.cost_usd) == (CallStatus.UNKNOWN, was.reserved_usd)
            elif was is not None:
                assert (row.status, row.cost_usd) == (was.status, was.cost_usd)
        results = Made(place, job_id, {}).results()
        failed = [item for item, status, _, _ in results.values() if status != ItemStatus.COMPLETED]
        assert failed == ["doc-2"]
        assert [one.kind for one in audit(state) if one.is_wrong] == []
