"""The state's database: how it is opened, what a transaction is, and what its errors mean.

SQLite: the driver in autocommit, BEGIN IMMEDIATE by an event, WAL, synchronous FULL; "locked" is waited for. With the
driver's defaults reads stand outside the transaction and two processes lose each other's updates without an error.
PostgreSQL: READ COMMITTED under explicit row locks (`state.locks`).
"""

from __future__ import annotations

import math
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry

from state.clock import boot_seconds, stopped_holders
from state.errors import ConfigError, StateForeignError, StateUnreachableError
from state.place import whole

OTHER_STATE = "name another state with --state, or move that file away"

T = TypeVar("T")

BUSY_S = 60.0
"""How long SQLite waits for another process's transaction; none of ours lasts over 0.1 s."""

_CONFLICTS = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: the whole transaction is repeated."""

_LOST = frozenset({"25P03", "57P01", "57P02", "57P03", "53300", "25006", "08000", "08001", "08003", "08004", "08006"})
"""Idle too long within a transaction, shut down, crashed, starting up, too many connections, a standby for now, and
connection exceptions."""

_MAX_REPEATS = 20

_FRESH_S = 1.0
"""A pooled connection that was used within this time is not asked whether it is still there."""


class State:
    """An opened state. Make one per process and URL; it holds a pool of connections and does not pickle.

    Args:
        url: SQLAlchemy URL of SQLite or PostgreSQL (psycopg); see `state.place.whole` for a password it lacks.

    Raises:
        ConfigError: The URL cannot be read, or names another kind of database.
        StateUnreachableError: Its folder cannot be written.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = _parse(whole(url))
        self.dialect = parsed.get_backend_name()
        self._engine = _sqlite(parsed) if self.dialect == "sqlite" else _postgres(parsed)

    @property
    def where(self) -> str:
        """The URL for messages, without its password."""
        return _parse(self.url).render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for migrations; everybody else takes `begin` and `read`."""
        return self._engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One write transaction; it commits at the end of the block.

        Raises:
            StateUnreachableError: No connection, disk full, read-only, or a conflict that repeating resolves.
        """
        with self._translated(), self._engine.begin() as conn:
            yield conn

    @contextmanager
    def read(self, *, whole: bool = False) -> Iterator[Connection]:
        """One short read transaction, which locks nobody out. It must not write.

        Args:
            whole: All its statements see the same instant, on PostgreSQL too; SQLite's always do.
        """
        with self._translated(), self._engine.connect() as conn:
            if self.dialect == "sqlite":
                conn.execution_options(batchwright_read=True)
            else:
                level = {"isolation_level": "REPEATABLE READ"} if whole else {}
                conn.execution_options(postgresql_readonly=True, **level)
            with conn.begin():
                yield conn

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run a piece of work in a write transaction, again as a whole if it met a conflict with another one."""
        for _ in range(_MAX_REPEATS):
            try:
                with self.begin() as conn:
                    return work(conn)
            except StateUnreachableError as error:
                if not is_conflict(error):
                    raise
        with self.begin() as conn:
            return work(conn)

    def now(self, conn: Connection) -> float:
        """Database seconds: PostgreSQL's clock, or for SQLite seconds since this machine booted."""
        if self.dialect == "sqlite":
            return boot_seconds()
        return float(conn.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())

    def may_come_back(self, error: StateUnreachableError) -> bool:
        """Whether waiting can help: a lost or refused connection, a conflict; not a full disk, not a read-only file."""
        if error.may_pass:
            return True
        cause = error.__cause__
        if not isinstance(cause, DBAPIError):
            return False
        if self.dialect == "sqlite":
            return getattr(cause.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")
        return is_conflict(error) or cause.connection_invalidated or _sqlstate(cause) in {None, *_LOST}

    def close(self) -> None:
        """Close the connections; the state may be used again."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            meant = self._meaning(error)
            if meant is None:
                raise
            if self.dialect == "postgresql" and isinstance(meant, StateUnreachableError) and not _is_lost_race(error):
                # The pool does not see each way in which a connection dies, and would hand out a dead one for ever.
                self._engine.dispose()
            raise meant from error

    def _meaning(self, error: DBAPIError) -> Exception | None:
        """What a driver's error means for the user, None when it is about the data or is our bug."""
        where = self.where
        if self.dialect == "postgresql":
            if (way_in := _way_in(error)) is not None:
                return ConfigError(f"the state {where} refuses us: {_first_line(error)}", hint=way_in)
            if error.connection_invalidated or _sqlstate(error) in _LOST | _CONFLICTS or _is_refused(error):
                return StateUnreachableError(f"the state {where} does not answer: {_first_line(error)}")
            if _sqlstate(error) == "53100":
                return StateUnreachableError(f"the disk of the state {where} is full; make room, then resume")
            return None
        name = getattr(error.orig, "sqlite_errorname", "")
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            return StateForeignError(
                f"{where} is no SQLite database, or a damaged one; it was not touched", hint=OTHER_STATE
            )
        if name.startswith("SQLITE_FULL"):
            return StateUnreachableError(f"the disk of the state {where} is full; make room, then resume")
        if name.startswith("SQLITE_BUSY"):
            return _locked(where, _file(_parse(self.url)), _first_line(error))
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR")):
            return unopened(where, _file(_parse(self.url)), _first_line(error))
        return None


def unopened(where: Path | str, path: Path, reason: str) -> StateUnreachableError:
    """The error of an SQLite state that cannot be opened or written; it says so when its folder is read-only."""
    folder = path.parent
    if not folder.is_dir() or os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        return StateUnreachableError(f"the state {where} cannot be opened or written: {reason}")
    return StateUnreachableError(
        f"the state {where} cannot be opened: its folder {folder} is read-only, and even reading writes beside the file"
        f" (SQLite's write-ahead log): {reason}",
        hint=f"make the folder writable, or copy {path.name} with its -wal elsewhere and name the copy with --state",
    )


def _locked(where: str, path: Path, reason: str) -> StateUnreachableError:
    """The error of an SQLite state that somebody else has held for too long; nobody can take a lock from a process."""
    stopped = " ".join(str(pid) for pid in stopped_holders(path))
    hint = "another process has held it for long: look for one that hangs; it is free when that process has ended"
    if stopped:
        hint = f"a stopped process may hold it: `kill -CONT {stopped}` wakes it, `kill -9 {stopped}` ends it"
    return StateUnreachableError(f"the state {where} cannot be written: {reason}", hint=hint)


def is_conflict(error: StateUnreachableError) -> bool:
    """Whether the error is a conflict between two transactions, which repeating resolves."""
    cause = error.__cause__
    return isinstance(cause, DBAPIError) and _is_lost_race(cause)


def _is_lost_race(error: DBAPIError) -> bool:
    """Whether a driver's error is a conflict between two transactions."""
    return _sqlstate(error) in _CONFLICTS


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except Exception as error:
        raise ConfigError(f"{url!r} is no database URL", path="BATCHWRIGHT_STATE", hint=_URL_HINT) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql" and parsed.get_driver_name() != "psycopg":
        return parsed.set(drivername="postgresql+psycopg")
    if backend not in ("sqlite", "postgresql"):
        raise ConfigError(f"a state cannot live in {backend}", path="BATCHWRIGHT_STATE", hint=_URL_HINT)
    return parsed


_URL_HINT = "use sqlite:////path/to/state.db or postgresql+psycopg://user@host/database"


def sqlite_path(url: str) -> Path | None:
    """The file that a state lives in; None for a server's URL."""
    parsed = _parse(url)
    return _file(parsed) if parsed.get_backend_name() == "sqlite" else None


def _file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise ConfigError("a state in memory would be lost with its process", path="BATCHWRIGHT_STATE", hint=_URL_HINT)
    return Path(url.database).absolute()


def check_place(path: Path) -> None:
    """See that an SQLite state can be made where it is wanted; of its folders only the last one is.

    Raises:
        ConfigError: There is no folder for it: with a slip in the name, an empty state would be made and looked into.
    """
    above = path.parent.parent
    if not above.exists():
        raise ConfigError(
            f"there is no folder {above} for the state {path}",
            hint="check --state and BATCHWRIGHT_STATE, or make the folder; only the last one is made for a new state",
        )


def _sqlite(url: URL) -> Engine:
    folder = _file(url).parent
    try:
        check_place(_file(url))
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StateUnreachableError(
            f"the state's folder {folder} cannot be made: {error.strerror}",
            hint="work in a folder that you may write, or name another state with --state",
        ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -16384")
        # Pages of an index on random ids are written once for many commits: a million items come in 1.4 times as fast.
        connection.execute("PRAGMA wal_autocheckpoint = 8000")

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        reads = conn.get_execution_options().get("batchwright_read")
        conn.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; the very first switch of a file does not wait for others by itself."""
    deadline = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _postgres(url: URL) -> Engine:
    try:
        import psycopg  # noqa: F401, PLC0415  # an extra: who has an SQLite state needs none
    except ImportError as error:
        raise ConfigError(
            "a state in PostgreSQL needs psycopg, which is not installed here",
            hint="`pip install 'batchwright[postgres]'`, or name an SQLite file with --state",
        ) from error
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=False,  # a round trip for each commit; `_ping_the_idle` pays it where it may tell something
        connect_args={
            "connect_timeout": 5,
            # None of our transactions lasts a second: one that idles is a dead client's, and its locks hold up all.
            # A plan is made for a table as it is, not as it was when it was empty.
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s"
            " -c plan_cache_mode=force_custom_plan",
            "application_name": "batchwright",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )
    _ping_the_idle(engine)
    return engine


def _ping_the_idle(engine: Engine) -> None:
    """Hand out no connection that died while nobody used it, as all do when the server starts anew.

    One that a writer gave back just now is not asked: where that is lost, the group is repeated.
    """

    @event.listens_for(engine, "checkin")
    def _rest(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _wake(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get("idle_since", math.inf) < _FRESH_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the pool makes a new one, in place of each that is as old


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _is_refused(error: DBAPIError) -> bool:
    return isinstance(error, OperationalError) and _sqlstate(error) is None


_WAYS_IN = {
    "password authentication failed": "check user and password: in the URL, in PGPASSWORD or in ~/.pgpass",
    "no password supplied": "put the password into the URL, PGPASSWORD or ~/.pgpass",
    "no pg_hba.conf entry": "the server lets nobody in from here as this user: its pg_hba.conf says whom",
    "invalid connection option": "leave that option out of the URL, or write it as libpq does",
    "does not exist": "name another in the URL, or make it on the server (`createdb`, `createuser`)",
}
"""What helps against a server's refusal, by the words that stand in it: one that comes so early has no code."""


def _way_in(error: DBAPIError) -> str | None:
    """What helps when a server answers but does not let us in, which no waiting mends."""
    is_early = isinstance(error, OperationalError | ProgrammingError) and _sqlstate(error) is None
    if not is_early and _sqlstate(error) not in ("28P01", "28000", "3D000"):
        return None
    return next((way for words, way in _WAYS_IN.items() if words in str(error.orig)), None)


def _first_line(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__
