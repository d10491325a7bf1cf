"""A state is built, copied and migrated, or refused, as its revision says; and opened fast when it is current."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.engine import make_url

from state.engine import State
from state.errors import ConfigError, NotFoundError, StateForeignError, StateUnreachableError
from state.migrate import HISTORY, History, copy_file, migrate, open_state, revision
from state.schema import batch_jobs, metadata
from state.view_ledger import events
from tests.books import job_row, new_job

_NEXT = '''
"""One column more."""
import sqlalchemy as sa
from alembic import op

revision = "bw9999"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("limits", sa.Column("later", sa.Integer()))
'''


@pytest.fixture
def newer(tmp_path: Path) -> History:
    """What a program knows that is one revision ahead of this one."""
    location = tmp_path / "migrations"
    shutil.copytree(HISTORY.location, location, ignore=shutil.ignore_patterns("__pycache__"))
    (location / "versions" / "bw9999_later.py").write_text(_NEXT.format(head=HISTORY.head))
    return History(location, (*HISTORY.revisions, "bw9999"))


def test_the_migrations_lead_to_exactly_the_schema(state: State) -> None:
    """Alembic finds no difference between a migrated database and schema.py."""
    with state.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        inspector = inspect(conn)
        assert "ix_batch_calls_open" in {index["name"] for index in inspector.get_indexes("batch_calls")}
        assert set(inspector.get_table_names()) == {*metadata.tables, "alembic_version"}


def test_the_partial_index_is_partial_on_both_stores(state: State) -> None:
    """The index on open calls holds open calls only."""
    source = (
        "SELECT sql FROM sqlite_schema WHERE name = 'ix_batch_calls_open'"
        if state.dialect == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_batch_calls_open'"
    )
    with state.read() as conn:
        assert "WHERE" in conn.execute(text(source)).scalar_one()


def test_the_list_of_revisions_is_alembics() -> None:
    """The list in migrate.py, which spares the import of alembic, is the one in the folder."""
    config = Config()
    config.set_main_option("script_location", str(HISTORY.location))
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(HISTORY.revisions)


@pytest.mark.parametrize("url", ["sqlite", "empty_postgres_url"])
def test_an_empty_store_is_built(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Where nothing is, opening builds all tables, and makes no copy of nothing."""
    where = f"sqlite:///{tmp_path}/a b/state.db" if url == "sqlite" else request.getfixturevalue(url)
    with closing(open_state(where)) as state:
        assert revision(state) == HISTORY.head
        new_job(state)
    assert not list(tmp_path.rglob("*.before-*"))


def test_opening_a_current_state_is_fast_and_imports_no_alembic(sqlite_url: str) -> None:
    """The fast path costs under 5 ms, and neither alembic nor PostgreSQL's driver is imported for SQLite."""
    program = textwrap.dedent(f"""
        import sys
        from state.migrate import open_state
        open_state({sqlite_url!r}).close()
        assert not {{"alembic", "psycopg"}} & set(sys.modules), sorted(sys.modules)
    """)
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])
    taken = []
    for _ in range(5):
        before = time.perf_counter()
        open_state(sqlite_url).close()
        taken.append(time.perf_counter() - before)
    assert min(taken) < 0.005


def test_an_older_file_is_copied_then_migrated(sqlite_url: str, newer: History) -> None:
    """An older embedded store is migrated by itself, and its copy beside it is as it was."""
    with closing(open_state(sqlite_url)) as state:
        job = new_job(state)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(open_state(sqlite_url, history=newer)) as state:
        assert revision(state) == "bw9999"
        with state.read() as conn:
            assert conn.execute(text("SELECT count(later) FROM limits")).scalar_one() == 0
            assert conn.execute(select(batch_jobs.c.job_id)).scalar_one() == job
    with closing(open_state(f"sqlite:///{path}.before-bw9999")) as copy, copy.read() as conn:
        assert conn.execute(select(batch_jobs.c.job_id)).scalar_one() == job


def test_an_older_server_is_migrated_by_command_only(postgres_url: str, newer: History) -> None:
    """An older PostgreSQL state is refused with the command to type, and that command migrates it."""
    with pytest.raises(StateForeignError, match=rf"{HISTORY.head}.*bw9999.*db migrate"):
        open_state(postgres_url, history=newer)
    with closing(State(postgres_url)) as state:
        assert revision(state) == HISTORY.head
        assert migrate(state, history=newer) == "bw9999"
    with closing(open_state(postgres_url, history=newer)) as state:
        assert revision(state) == "bw9999"


def test_a_newer_file_is_refused_untouched(sqlite_url: str, newer: History) -> None:
    """A state that a newer version wrote is refused, naming both revisions, and keeps every byte."""
    open_state(sqlite_url, history=newer).close()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    before = path.read_bytes()
    for look_only in (True, False):
        with pytest.raises(StateForeignError, match=rf"bw9999.*{HISTORY.head}"):
            open_state(sqlite_url, migrate=not look_only)
    assert path.read_bytes() == before


def test_a_newer_server_is_refused_untouched(postgres_url: str, newer: History) -> None:
    """The same on PostgreSQL, for opening and for `db migrate`."""
    with closing(State(postgres_url)) as state:
        migrate(state, history=newer)
        for attempt in (lambda: open_state(postgres_url), lambda: migrate(state)):
            with pytest.raises(StateForeignError, match=rf"bw9999.*{HISTORY.head}"):
                attempt()
        assert revision(state) == "bw9999"


@pytest.mark.parametrize("content", [b"no database at all, but a letter. " * 100, b"SQLite format 3\0" + b"\7" * 8000])
def test_a_file_that_is_no_database_is_refused_untouched(content: bytes, tmp_path: Path) -> None:
    """A letter that bears the state's name is not overwritten."""
    path = tmp_path / "state.db"
    path.write_bytes(content)
    with pytest.raises(StateForeignError, match="no SQLite database"):
        open_state(f"sqlite:///{path}")
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["state.db"]


def test_a_read_only_folder_is_named_as_the_cause() -> None:
    """A state in a folder that cannot be written is an error that says so, that reading needs it, and the way out."""
    folder = Path(tempfile.mkdtemp(prefix="state"))
    me = os.geteuid()
    try:
        path = folder / "state.db"
        open_state(f"sqlite:///{path}").close()
        folder.chmod(0o555)
        if me == 0:
            os.seteuid(65534)  # root may write everywhere
        with pytest.raises(StateUnreachableError) as looking:
            open_state(f"sqlite:///{path}", migrate=False)
        with pytest.raises(StateUnreachableError) as reading, closing(State(f"sqlite:///{path}")) as state:
            state.read().__enter__()
    finally:
        os.seteuid(me)
        folder.chmod(0o755)
        shutil.rmtree(folder)
    for error in (looking.value, reading.value):
        assert f"its folder {folder} is read-only, and even reading writes beside the file" in error.message
        assert "copy state.db with its -wal elsewhere" in str(error.hint)


@pytest.mark.parametrize("version", [None, "ae1027a6acf"])
def test_somebody_elses_file_is_refused_untouched(version: str | None, tmp_path: Path) -> None:
    """Another program's database is refused and keeps every byte, with an alembic table of its own, too."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE birds (name TEXT)")
        if version:
            theirs.execute("CREATE TABLE alembic_version (version_num TEXT)")
            theirs.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        theirs.commit()
    before = path.read_bytes()
    for look_only in (True, False):
        with pytest.raises(StateForeignError, match=r"not ours|another program, or was written by a newer version"):
            open_state(f"sqlite:///{path}", migrate=not look_only)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["theirs.db"]


def test_somebody_elses_database_on_a_server_is_refused(empty_postgres_url: str) -> None:
    """Another program's PostgreSQL database gets no table of ours."""
    with closing(State(empty_postgres_url)) as state:
        with state.begin() as conn:
            conn.execute(text("CREATE TABLE birds (name TEXT)"))
        with pytest.raises(StateForeignError, match="not ours"):
            open_state(empty_postgres_url)
        with state.read() as conn:
            assert inspect(conn).get_table_names() == ["birds"]


def test_looking_creates_nothing(tmp_path: Path, empty_postgres_url: str) -> None:
    """Who only looks leaves no folder, no file and no table behind."""
    with pytest.raises(NotFoundError, match="no job was ever created"):
        open_state(f"sqlite:///{tmp_path}/.batchwright/state.db", migrate=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFoundError, match="no job was ever created"):
        open_state(empty_postgres_url, migrate=False)
    with closing(State(empty_postgres_url)) as state, state.read() as conn:
        assert inspect(conn).get_table_names() == []


@pytest.mark.parametrize("look_only", [True, False])
def test_only_the_last_folder_of_a_state_is_made(look_only: bool, tmp_path: Path) -> None:
    """A state below folders that are not there is an error that names the first step, and nothing is made."""
    with pytest.raises(ConfigError, match=f"there is no folder {tmp_path}/no/such for the state") as caught:
        open_state(f"sqlite:///{tmp_path}/no/such/dir/x.db", migrate=not look_only)
    assert "--state" in str(caught.value.hint)
    assert list(tmp_path.iterdir()) == []
    if not look_only:
        open_state(f"sqlite:///{tmp_path}/dir/x.db").close()
        assert (tmp_path / "dir" / "x.db").exists()


@pytest.mark.parametrize(
    ("url", "problem"),
    [("sqlite://", "in memory"), ("mysql://x/y", "cannot live in mysql"), ("not a url", "no database URL")],
)
def test_a_url_that_cannot_hold_a_state_is_an_input_error(url: str, problem: str) -> None:
    """A URL that no state can live at is refused in words."""
    with pytest.raises(ConfigError, match=problem):
        open_state(url)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    """A refused connection is the state's outage, not our bug, and shows no password."""
    with pytest.raises(StateUnreachableError, match="does not answer") as caught:
        open_state("postgresql+psycopg://me:hush@127.0.0.1:9/nothing")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "reason", "way"),
    [
        ({"database": "none_such"}, "does not exist", "createdb"),
        ({"username": "nobody_such"}, "does not exist", "createuser"),
        ({"query": {"bogus": "1"}}, "invalid connection option", "leave that option out"),
    ],
)
def test_a_server_that_lets_nobody_in_is_an_input_error(
    empty_postgres_url: str, change: dict[str, Any], reason: str, way: str
) -> None:
    """No waiting makes a database, a user or an option: that is told apart from an outage, with what helps."""
    url = make_url(empty_postgres_url).set(**change).render_as_string(hide_password=False)
    with pytest.raises(ConfigError, match=f"refuses us: .*{reason}") as caught:
        open_state(url)
    assert way in str(caught.value.hint)


@pytest.mark.parametrize("url", ["sqlite", "empty_postgres_url"])
def test_first_openers_do_not_collide(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Four processes that open the same empty store at once all succeed, and one builds it."""
    where = f"sqlite:///{tmp_path}/state.db" if url == "sqlite" else request.getfixturevalue(url)
    program = (
        f"import sys; from state.migrate import open_state; print('up', flush=True); sys.stdin.read(1);"
        f"open_state({where!r})"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdout is not None
        racer.stdout.readline()
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b"g")
        racer.stdin.flush()
    for racer in racers:
        _, errors = racer.communicate(timeout=60)
        assert racer.returncode == 0, errors.decode()
    with closing(State(where)) as state:
        assert revision(state) == HISTORY.head


def test_a_copy_is_whole_while_somebody_writes(sqlite_url: str, tmp_path: Path) -> None:
    """A copy made in the middle of somebody's transaction holds what was committed, and opens."""
    with closing(open_state(sqlite_url)) as state:
        job = new_job(state)
        with state.begin() as conn:
            conn.execute(batch_jobs.update().values(name="halfway"))
            copy_file(Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "copy.db")
    with closing(open_state(f"sqlite:///{tmp_path}/copy.db")) as copy, copy.read() as conn:
        assert tuple(conn.execute(select(batch_jobs.c.job_id, batch_jobs.c.name)).one()) == (job, "a job")


@pytest.mark.parametrize("url", ["sqlite", "empty_postgres_url"])
def test_a_state_of_the_first_revision_is_migrated_with_what_it_holds(
    url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """A store that the first version made gets every table and column, and keeps its rows."""
    where = f"sqlite:///{tmp_path}/state.db" if url == "sqlite" else request.getfixturevalue(url)
    with closing(State(where)) as state:
        migrate(state, history=History(HISTORY.location, HISTORY.revisions[:1]))

        def remember(conn: Connection) -> None:
            conn.execute(text("INSERT INTO limits (scope, learned, at) VALUES ('openai/a', '{}', 1)"))

        state.transact(remember)
        assert migrate(state) == HISTORY.head
        with state.read() as conn:
            assert conn.execute(text("SELECT learned, cuts FROM limits")).one() == ("{}", 0)
            assert compare_metadata(MigrationContext.configure(conn), metadata) == []


@pytest.mark.parametrize("url", ["sqlite", "empty_postgres_url"])
def test_a_state_of_the_first_version_goes_on(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Its jobs and their events are there, with nothing told of their budgets, and nobody told of their ends."""
    where = f"sqlite:///{tmp_path}/state.db" if url == "sqlite" else request.getfixturevalue(url)
    with closing(State(where)) as state:
        migrate(state, history=History(HISTORY.location, HISTORY.revisions[:1]))
        job = new_job(state)
        with state.begin() as conn:
            said = f"INSERT INTO batch_events (job_id, at, kind, message) VALUES ('{job}', 0, 'created', '10 items')"  # noqa: S608
            conn.exec_driver_sql(said)
        migrate(state)
        assert [(event.message, event.facts) for event in events(state, job)] == [("10 items", {})]
        row = job_row(state, job)
        assert (row.alerted_percent, row.notified_event_id) == (0, None)
