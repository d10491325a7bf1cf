"""Opening a state: is it ours, is it of this version, and if not, what then.

    nothing there         build all tables
    older, SQLite         copy it to `state.db.before-REVISION`, then migrate it
    older, PostgreSQL     refuse: `batchwright db migrate`, when no worker of the older version runs
    newer, or not ours    refuse, and touch nothing

Alembic is imported only where a table changes: opening a current state takes a few milliseconds.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from state.engine import BUSY_S, OTHER_STATE, State, check_place, sqlite_path, unopened
from state.errors import NotFoundError, StateForeignError, StateUnreachableError

_ADVISORY_KEY = 0x6261746368777267
"""Whoever builds or changes tables in PostgreSQL holds this lock to the end of its transaction."""

_OURS = "bw"
"""How every revision of ours starts, so that another program's alembic table is not taken for a newer one of ours."""

_MIGRATE = "no worker may be running; then type `batchwright db migrate`"
_MAKES = "`batchwright run JOBFILE` makes one; or name another with --state"


@dataclass(frozen=True, slots=True)
class History:
    """The revisions that a program knows, oldest first, and the folder in which alembic finds them."""

    location: Path
    revisions: tuple[str, ...]

    @property
    def head(self) -> str:
        """The revision that the program works with."""
        return self.revisions[-1]


HISTORY = History(
    Path(__file__).parent / "migrations", ("bw0001", "bw0002", "bw0003", "bw0004", "bw0005", "bw0006", "bw0007")
)


def open_state(url: str, *, migrate: bool = True, history: History = HISTORY) -> State:
    """Open a state that this program can work with; builds or migrates an embedded one.

    Args:
        url: SQLAlchemy URL of SQLite or PostgreSQL.
        migrate: False to look only: a store that is empty or not current is refused.
        history: What the program knows; another one in tests only.

    Raises:
        ConfigError: It is a file, and there is no folder that its own could be made in.
        NotFoundError: Nothing is there, and `migrate` is False.
        StateForeignError: Not ours, newer, or older and not to be migrated here. It was not touched.
        StateUnreachableError: It cannot be reached, read or written.
    """
    path = sqlite_path(url)
    if path is not None and not migrate and not path.exists():
        check_place(path)
        raise NotFoundError(f"there is no state at {path}: no job was ever created there", hint=_MAKES)
    found = _file_revision(path) if path else None  # before the first connection, which would switch on its log
    state = State(url)
    try:
        if path is None:
            found = _server_revision(state)
        if found != history.head:
            _make_current(state, found, history, may_migrate=migrate)
    except BaseException:
        state.close()
        raise
    return state


def _make_current(state: State, found: str | None, history: History, *, may_migrate: bool) -> None:
    _refuse_what_is_not_ours(state, found, history)
    if not may_migrate and found is None:
        raise NotFoundError(f"the state {state.where} is empty: no job was ever created there", hint=_MAKES)
    if not may_migrate or (found is not None and state.dialect == "postgresql"):
        raise StateForeignError(f"{state.where} is at revision {found}, this program needs {history.head}: {_MIGRATE}")
    _migrate(state, history)


def migrate(state: State, *, history: History = HISTORY) -> str:
    """Bring a state to this program's revision, in one transaction; an older SQLite file is copied first.

    Returns:
        The revision that it now has.
    """
    return _migrate(state, history)


def _migrate(state: State, history: History) -> str:
    path = sqlite_path(state.url)
    _refuse_what_is_not_ours(state, revision(state), history)

    def work(conn: Connection) -> str:
        if state.dialect == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
        found = _revision_in(conn)
        _refuse_what_is_not_ours(state, found, history)
        if found != history.head:
            if path and found is not None:
                copy_file(path, path.with_name(f"{path.name}.before-{history.head}"))
            _upgrade(conn, history)
        return history.head

    return state.transact(work)


def revision(state: State) -> str | None:
    """The revision that a state has; None when it is empty.

    Raises:
        StateForeignError: It is no database, or somebody else's.
    """
    path = sqlite_path(state.url)
    return _file_revision(path) if path else _server_revision(state)


def copy_file(source: Path, target: Path) -> None:
    """Copy an SQLite state as it is now, whoever else writes; the target appears whole or not at all."""
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(_read_only(source)) as reader, closing(sqlite3.connect(partial)) as writer:
            reader.backup(writer)
    except sqlite3.Error as error:
        partial.unlink(missing_ok=True)
        raise StateUnreachableError(f"{source} cannot be copied to {target}: {error}") from error
    partial.replace(target)


def _upgrade(conn: Connection, history: History) -> None:
    from alembic import command  # noqa: PLC0415  # a quarter of a second that only a migration needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(history.location).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, history.head)


def _refuse_what_is_not_ours(state: State, found: str | None, history: History) -> None:
    if found is None or found in history.revisions:
        return
    if not found.startswith(_OURS):
        raise StateForeignError(
            f"{state.where} is at revision {found}, which is none of ours: it belongs to another program, or was"
            f" written by a newer version; this one knows up to {history.head}, and did not touch it",
            hint="name another state with --state; if it is ours, upgrade batchwright",
        )
    raise StateForeignError(
        f"{state.where} is at revision {found}, which a newer version wrote; this one knows up to {history.head}",
        hint="upgrade batchwright, or name another state with --state",
    )


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_S)


def _file_revision(path: Path) -> str | None:
    """The revision of an SQLite file, read so that the file stays as it is."""
    if not path.exists():
        return None
    try:
        with closing(_read_only(path)) as conn:
            tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if not tables:
                return None
            rows = conn.execute("SELECT version_num FROM alembic_version") if "alembic_version" in tables else None
            return _one(path, [str(version) for (version,) in rows or ()])
    except sqlite3.OperationalError as error:
        raise unopened(path, path, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StateForeignError(
            f"{path} is no SQLite database, or a damaged one; it was not touched", hint=OTHER_STATE
        ) from error


def _server_revision(state: State) -> str | None:
    try:
        with state.read() as conn:
            return _one(state.where, list(conn.scalars(text("SELECT version_num FROM alembic_version"))))
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != "42P01":
            raise
    with state.read() as conn:
        return _revision_in(conn)


def _revision_in(conn: Connection) -> str | None:
    """The revision as it is under the lock that the transaction holds."""
    if conn.dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    else:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    tables = set(conn.scalars(text(names)))
    if not tables:
        return None
    rows = conn.scalars(text("SELECT version_num FROM alembic_version")) if "alembic_version" in tables else ()
    return _one(conn.engine.url.render_as_string(), list(rows))


def _one(where: Path | str, revisions: list[str]) -> str:
    if len(revisions) != 1:
        raise StateForeignError(
            f"{where} holds tables that are not ours; it was not touched",
            hint="name another state with --state, or an empty database",
        )
    return revisions[0]
