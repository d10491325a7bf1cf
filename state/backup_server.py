"""The backup of a state on a server: `pg_dump` makes it; where that cannot be, the command to type is said."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Select, exists, make_url, select, text

from state.engine import State
from state.errors import ConfigError, StateUnreachableError
from state.place import remember, whole
from state.purged import LEAVING
from state.schema import answers, batch_checkpoints, batch_items, batch_jobs
from state.workspace import is_ref

_OF_A_JOB = (batch_items, batch_checkpoints)

_DUMP = "pg_dump --format=custom --file=state.pgdump '{url}'"


def naming() -> Iterator[Select[tuple[object, ...]]]:
    """The payloads that rows name, by table; what a purge has removed, or is about to, is none."""
    jobs = batch_jobs.c
    for table in _OF_A_JOB:
        is_purged = exists().where(jobs.job_id == table.c.job_id, jobs.purged_at.is_not(None))
        yield select(table.c.payload_ref).where(table.c.payload_ref.is_not(None), ~is_purged)
    answer = answers.c
    yield select(answer.payload_ref).where(answer.payload_ref.is_not(None), ~answer.digest.startswith(LEAVING))


def list_refs(conn: Connection, listed: Path) -> None:
    """Write down the payloads that a state names, one a line; what is no name of one, `db check` of the copy tells."""
    with listed.open("w", encoding="ascii") as file:
        for query in naming():
            for row in conn.execution_options(yield_per=1_000).execute(query):
                if is_ref(row.payload_ref):
                    file.write(f"{row.payload_ref}\n")


def dump(state: State, target: Path, listed: Path) -> Path:
    """Dump a state on a server, and list the payloads that it names at the same instant.

    Raises:
        ConfigError: There is no `pg_dump` here, or it is older than the server.
        StateUnreachableError: It failed.
    """
    bare = make_url(remember(state.url)).set(drivername="postgresql").render_as_string(hide_password=False)
    with state.read(whole=True) as conn:
        program = _program("pg_dump", conn, bare)
        conn.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        snapshot = conn.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        command = [program, "--format=custom", "--no-password", f"--snapshot={snapshot}", f"--file={target}", bare]
        _run(command, {**os.environ, **_secrets(state.url)}, f"pg_dump of {state.where}")
        list_refs(conn, listed)
    return target


def check_dump(path: Path) -> None:
    """Read a dump to its end, which a cut or damaged one does not let.

    Raises:
        StateUnreachableError: It cannot be read.
    """
    program = shutil.which("pg_restore")
    if program is not None:
        _run([program, f"--file={os.devnull}", str(path)], dict(os.environ), f"pg_restore of {path}")


def _program(name: str, conn: Connection, bare: str) -> str:
    """The program, where there is one that is at least as new as the server."""
    server = int(conn.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    found = shutil.which(name)
    hint = f"type it where a {name} {server} is: {_DUMP.format(url=bare)}; then copy the workspace, in this order"
    if found is None:
        raise ConfigError(f"a state on a server is copied by {name}, which is not there", hint=hint)
    said = subprocess.run([found, "--version"], check=False, capture_output=True, text=True).stdout  # ours
    version = re.search(r"(\d+)(?:\.|devel|beta|rc)", said)
    if version is None or int(version[1]) < server:
        raise ConfigError(
            f"{found} is of version {version[1] if version else said}, older than the server ({server})", hint=hint
        )
    return found


def _secrets(url: str) -> dict[str, str]:
    """The password, where we know it; a command line could be read by anybody."""
    parsed = make_url(whole(url))
    password = parsed.password or parsed.query.get("password")
    return {"PGPASSWORD": str(password)} if password else {}


def _run(command: Sequence[str], environ: dict[str, str], what: str) -> None:
    done = subprocess.run(
        command, check=False, env=environ, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )  # ours
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise StateUnreachableError(f"{what} failed: {said}")
