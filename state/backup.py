"""db backup: a copy of a state with the workspace's files that it names, while jobs run.

    room? ──► database, at one instant ──► files that the copy names ──► db check of the copy ──► fsync, rename
                 ▲                              │ one is gone: its job was deleted or purged meanwhile
                 └──────────────────────────────┘

A payload is on disk before the row that names it, so whatever the copy of the database names was there at its instant.
Readers of a write-ahead log hold up no writer; the copy is synced to disk piece by piece, so that no commit of a
running job waits behind a large one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from state.audit import audit
from state.audit_records import Discrepancy, Told
from state.backup_server import check_dump, dump, list_refs, naming
from state.crash import reach
from state.durable import sync
from state.engine import BUSY_S, State, sqlite_path
from state.errors import InputError, StateUnreachableError
from state.migrate import open_state
from state.workspace import GONE, Workspace

STATE_FILE, DUMP_FILE, WORKSPACE_FOLDER = "state.db", "state.pgdump", "workspace"

_REFS_FILE = ".refs"
_MOST_FOUND = 100
_TRIES = 5
_PIECE_BYTES = 8 * 1024 * 1024
"""What is copied between two syncs: some tens of milliseconds of a laptop's disk."""

_SPARE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made.

    Args:
        found: What `db check` says of it; of a server's dump, which has to be restored first, None.
    """

    database: Path
    database_bytes: int
    payloads: int
    payload_bytes: int
    found: tuple[Discrepancy, ...] | None


def backup(state: State, workspace: Workspace, target: Path, told: Told) -> Backup:
    """Copy a state to a folder that is not there yet, or, without its workspace, to a file ending in .db.

    Raises:
        InputError: Something is there already, no folder is above it, or a file is named and there are payloads.
        StateUnreachableError: There is no room, or something cannot be read or written. Nothing is left behind.
    """
    _check_target(state, target)
    with _partial(target) as folder:
        made = _filled(state, workspace, folder, told, is_file=target.suffix == ".db")
        whole = folder / STATE_FILE if target.suffix == ".db" else folder
        _sync_tree(folder)
        reach("backup.before_rename")
        if target.exists():
            raise InputError(f"{target} has come to be there meanwhile, and a backup overwrites nothing")
        whole.rename(target)
        sync(target.parent)
    where = target if target.suffix == ".db" else target / made.database.name
    return Backup(where, made.database_bytes, made.payloads, made.payload_bytes, made.found)


def _check_target(state: State, target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise InputError(f"{target} is there already, and a backup overwrites nothing", hint="name another folder")
    if not target.parent.is_dir():
        raise InputError(f"there is no folder {target.parent} for the backup {target.name}", hint="make it first")
    if state.dialect != "sqlite" and target.suffix == ".db":
        raise InputError(f"{target} is named as an SQLite file, and the state {state.where} is on a server",
                         hint="name a folder")  # fmt: skip


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A folder beside the target that is gone at the end, whatever happens but a kill."""
    folder = target.with_name(f".{target.name}.partial-{uuid.uuid4().hex[:8]}")
    try:
        folder.mkdir()
        yield folder
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StateUnreachableError(f"the backup {target} cannot be written: {why}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _filled(state: State, workspace: Workspace, folder: Path, told: Told, *, is_file: bool) -> Backup:
    copies, listed = Workspace(str(folder / WORKSPACE_FOLDER)), folder / _REFS_FILE
    for _ in range(_TRIES):
        shutil.rmtree(folder / WORKSPACE_FOLDER, ignore_errors=True)
        if state.dialect == "sqlite":
            database = _copy_file(state, folder / STATE_FILE, told)
            with closing(open_state(f"sqlite:///{database}")) as copy, copy.read() as conn:
                list_refs(conn, listed)
        else:
            database = dump(state, folder / DUMP_FILE, listed)
        count, size = _sizes(workspace, listed)
        if is_file and count:
            said = f"the state names {count} payloads ({size:,} bytes) in its workspace, for which a file has no room"
            raise InputError(said, hint="name a folder in place of a file ending in .db")
        check_room(folder, size)
        gone = [ref for ref in _lines(listed) if not _copied(workspace, copies, ref, told)]
        if _still_named(state, gone) == set(gone):  # those are lost, and `db check` says so
            listed.unlink()
            size_bytes = database.stat().st_size
            return Backup(database, size_bytes, count, size, _verified(database, copies, told))
    raise StateUnreachableError(
        f"payloads go faster than {state.where} can be copied: {_TRIES} tries",
        hint="try again when no job is being deleted, and none reads files that came in base64",
    )


# ── the database ────────────────────────────────────────────────────────────────────────────────


def _copy_file(state: State, target: Path, told: Told) -> Path:
    """Copy an SQLite file as it is at one instant, whoever else writes."""
    source = sqlite_path(state.url)
    assert source is not None  # noqa: S101  # its dialect is SQLite's
    check_room(target.parent, source.stat().st_size)
    target.unlink(missing_ok=True)
    url = f"{source.as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(url, uri=True, timeout=BUSY_S, isolation_level=None)) as reader,
            closing(sqlite3.connect(target, isolation_level=None)) as writer,
            target.open("rb+") as file,
        ):
            writer.execute("PRAGMA synchronous = OFF")  # it is synced here
            reader.execute("BEGIN")  # one instant for all pieces: else each commit beside it would begin it anew
            (page_bytes,) = reader.execute("PRAGMA page_size").fetchone()
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()

            def piece(_status: int, _left: int, _all: int) -> None:
                os.fsync(file.fileno())
                told("bytes", _PIECE_BYTES)

            reader.backup(writer, pages=_PIECE_BYTES // page_bytes, progress=piece, sleep=0)
    except sqlite3.Error as error:
        raise StateUnreachableError(f"{source} cannot be copied to {target}: {error}") from error
    return target


def check_room(folder: Path, wanted: int) -> None:
    """See that a disk has room for so many bytes.

    Raises:
        StateUnreachableError: It has not.
    """
    free = shutil.disk_usage(folder).free
    if free < wanted + _SPARE_BYTES:
        has = f"{folder.parent} has {free / 1e6:,.0f} MB free"
        raise StateUnreachableError(
            f"the backup needs {wanted / 1e6:,.0f} MB and some to spare, and {has}",
            hint="make room, or name a folder on another disk",
        )


# ── the workspace's files ───────────────────────────────────────────────────────────────────────


def _lines(listed: Path) -> Iterator[str]:
    with listed.open(encoding="ascii") as file:
        yield from (line.rstrip("\n") for line in file)


def _sizes(workspace: Workspace, listed: Path) -> tuple[int, int]:
    """How many payloads there are, and their bytes; a file that two rows name counts twice."""
    sizes = [workspace.size(ref) for ref in _lines(listed)]
    return len(sizes), sum(sizes)


def _copied(workspace: Workspace, copies: Workspace, ref: str, told: Told) -> bool:
    """Copy a payload; False when it is gone."""
    fault = copies.take_over(workspace, ref)
    told("payloads", 1)
    return fault != GONE


def _still_named(state: State, refs: list[str]) -> set[str]:
    """Those of the payloads that the state, as it is now, names."""
    named: set[str] = set()
    with state.read() as conn:
        for query in naming():
            column = query.selected_columns.payload_ref
            for some in (refs[i : i + 500] for i in range(0, len(refs), 500)):
                named.update(row.payload_ref for row in conn.execute(query.where(column.in_(some))))
    return named


# ── at the end ──────────────────────────────────────────────────────────────────────────────────


def _verified(database: Path, copies: Workspace, told: Told) -> tuple[Discrepancy, ...] | None:
    """What `db check` says of a copy, the first findings of it; a dump is only read to its end."""
    if database.name == DUMP_FILE:
        check_dump(database)
        return None
    with closing(open_state(f"sqlite:///{database}")) as copy:
        return tuple(islice(audit(copy, copies, told), _MOST_FOUND))


def _sync_tree(folder: Path) -> None:
    for one in folder.rglob("*"):
        sync(one)
    sync(folder)
