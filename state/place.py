"""Where the state and the workspace are: from flags, the environment, or `.batchwright` above the working folder.

A state's URL may hold a password, and graphs travel. So a graph carries the URL without it (`remember`), and whoever
opens the state puts it back (`whole`):

    this process remembers it ─► else BATCHWRIGHT_STATE of the same user, server and database ─► else libpq's own
                                                                                           (PGPASSWORD, ~/.pgpass)
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from state.addresses import is_loopback
from state.errors import ConfigError
from state.workspace_place import VARIABLE, Kind, kind_of

FOLDER = ".batchwright"
STATE_ENV, WORKSPACE_ENV = "BATCHWRIGHT_STATE", VARIABLE

_HINT = "use a path ending in .db, sqlite:////path/to/state.db or postgresql://user@host/database"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_SECRETS = ("password", "sslpassword")
"""Parameters of a PostgreSQL URL's query that are secret; a password may stand there, too."""

_remembered: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class StatePlace:
    """Where a state lives; paths in it are absolute.

    Args:
        url: SQLAlchemy URL; it may hold a password, so that only `shown_url` goes into messages.
        workspace: A folder, an object store's URL, or `database`.
    """

    url: str = field(repr=False)
    workspace: str

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return make_url(self.url).render_as_string(hide_password=True)

    def logs(self, cwd: Path) -> Path:
        """The folder of detached runners' logs: beside a workspace that is a folder, else beside the SQLite file.

        Args:
            cwd: In its `.batchwright`, or the nearest above it, they are where there is neither.
        """
        if kind_of(self.workspace) is Kind.FOLDER:
            return Path(self.workspace).parent / "logs"
        url = make_url(self.url)
        beside = Path(url.database).parent if url.drivername == "sqlite" and url.database else _folder(cwd)
        return beside / "logs"

    @property
    def is_of_this_machine(self) -> bool:
        """Whether the state is a file, or on a server by a name by which only this machine reaches it."""
        url = make_url(self.url)
        host = str(url.host or url.query.get("host", ""))
        return not _is_postgres(self.url) or not host or host.startswith("/") or is_loopback(host)


def locate(state: str | None, workspace: str | None, cwd: Path, environ: Mapping[str, str]) -> StatePlace:
    """Find the state and the workspace; nothing is opened and nothing is made.

    Args:
        state: `--state`: a URL or a path ending in .db; else the environment's, else `.batchwright/state.db` in the
            working folder or the nearest folder above it that has a `.batchwright`.
        workspace: `--workspace`; else the environment's, else a folder beside the SQLite file, or in `.batchwright`.

    Raises:
        ConfigError: The state's URL cannot be read, or names a kind of database that a state cannot live in; the
            workspace's is none that a workspace can have.
    """
    folder = _folder(cwd)
    wanted, name = (state, "--state") if state else (environ.get(STATE_ENV), STATE_ENV)
    url = _url(wanted, name, cwd) if wanted else URL.create("sqlite", database=str(folder / "state.db"))
    given = workspace or environ.get(WORKSPACE_ENV)
    if given:
        place = _workspace(given, cwd)
    else:
        beside = Path(url.database).parent if url.drivername == "sqlite" and url.database else folder
        place = str(beside / "workspace")
    return StatePlace(url.render_as_string(hide_password=False), place)


def remember(url: str) -> str:
    """The URL without its password, for graphs and command lines; this process keeps the password in mind."""
    bare = _bare(url)
    if bare != url:
        _remembered[bare] = url
    return bare


def typed(url: str) -> str:
    """A state as it is typed behind `--state`, without its password."""
    is_path = url.startswith("sqlite:///") and url.endswith(".db")
    return url.removeprefix("sqlite:///") if is_path else remember(url)


def whole(url: str, environ: Mapping[str, str] = os.environ) -> str:
    """The URL with the password that this process knows for it; as it is where it has one, or where nobody knows.

    Args:
        url: As `remember` returned it, here or in the process that built a graph.
        environ: `BATCHWRIGHT_STATE` in it tells the password if it names the same user, server and database.
    """
    told = environ.get(STATE_ENV, "")
    if url in _remembered:
        return _remembered[url]
    if not (_is_postgres(url) and _is_postgres(told)) or url != _bare(url):
        return url
    wanted, known = make_url(url), make_url(told)
    if _server(wanted) != _server(known):
        return url
    secrets = {name: known.query[name] for name in _SECRETS if name in known.query}
    return wanted.set(password=known.password).update_query_dict(secrets).render_as_string(hide_password=False)


def without_password(state: str) -> str:
    """What was typed for a state, with stars in place of a password."""
    try:
        url = make_url(state) if _SCHEME.match(state) else None
    except (ArgumentError, ValueError):
        return state
    if url is None:
        return state
    host = url.host and url.host.rpartition("@")[2]  # what stands before it is the end of a password
    return url.set(host=host).render_as_string(hide_password=True)


def _bare(url: str) -> str:
    if not _is_postgres(url):
        return url
    parsed = make_url(url)
    if parsed.password is None and not any(name in parsed.query for name in _SECRETS):
        return url
    kept = parsed.difference_update_query(_SECRETS)
    without = URL.create(kept.drivername, kept.username, None, kept.host, kept.port, kept.database, kept.query)
    return without.render_as_string(hide_password=False)


def _is_postgres(url: str) -> bool:
    try:
        return make_url(url).drivername.lower() in _POSTGRES
    except (ArgumentError, ValueError):
        return False


def _server(url: URL) -> tuple[object, ...]:
    """What a password is for: the user, the server and the database, however the URL writes them."""
    named = {name: url.query.get(name) for name in ("host", "port", "user", "dbname")}
    port = str(url.port) if url.port else named["port"] or "5432"
    return (url.username or named["user"], url.host or named["host"], port, url.database or named["dbname"])


def upwards(cwd: Path) -> Iterator[Path]:
    """The working folder and those above it, made absolute."""
    here = Path(os.path.abspath(cwd))  # noqa: PTH100  resolve() would follow links that the user typed
    yield here
    yield from here.parents


def root_of(cwd: Path) -> Path:
    """The folder in which a project's state lies, looked for upwards; the working folder, where there is none."""
    return next((folder for folder in upwards(cwd) if (folder / FOLDER).is_dir()), cwd)


def _folder(cwd: Path) -> Path:
    places = [folder / FOLDER for folder in upwards(cwd)]
    return next((place for place in places if place.is_dir()), places[0])


def _url(text: str, name: str, cwd: Path) -> URL:
    if not _SCHEME.match(text):
        if not text.endswith(".db"):
            raise ConfigError("is neither a database URL nor a path ending in .db", path=name, hint=_HINT)
        return URL.create("sqlite", database=_absolute(text, cwd))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # what stands in it is not repeated, it may be a password
        raise ConfigError("is no database URL that can be read", path=name, hint=_HINT) from None
    driver = url.drivername.lower()
    if "@" in (url.host or ""):
        raise ConfigError("holds more than one @; in a password one is written as %40", path=name, hint=_HINT)
    if driver in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if driver.startswith("postgresql+"):
        raise ConfigError(
            f"asks for the driver {driver.partition('+')[2]}, there is psycopg (3)", path=name, hint=_HINT
        )
    if driver not in _SQLITE:
        raise ConfigError(f"a state cannot live in {driver}, only in SQLite or PostgreSQL", path=name, hint=_HINT)
    if not url.database or url.database == ":memory:":
        raise ConfigError("names no file; a state in memory would be gone with its process", path=name, hint=_HINT)
    return url.set(drivername="sqlite", database=_absolute(url.database, cwd))


def _workspace(text: str, cwd: Path) -> str:
    return _absolute(text.removeprefix("file://"), cwd) if kind_of(text) is Kind.FOLDER else text


def _absolute(text: str, cwd: Path) -> str:
    return os.path.abspath(cwd / Path(text).expanduser())  # noqa: PTH100  as in `upwards`
