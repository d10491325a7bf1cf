"""One Parquet file, whole or not at all, and the same bytes for the same rows.

    .NAME.<uuid>.tmp ── write ── fsync ──► rename to NAME ── fsync of the folder

A worker that dies leaves a file that the manifest does not name; two workers that write the same part at once write
the same bytes under names of their own, and the last rename wins.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from state.crash import reach
from state.durable import sync
from state.errors import UnreachableError

OURS = re.compile(r"(part|calls)-\d{5,}\.parquet|\.((part|calls)-\d{5,}\.parquet|manifest\.json)\.[0-9a-f]{32}\.tmp")
"""The names that an export gives; no other file in a folder is touched."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export, as its manifest names it."""

    name: str
    rows: int
    sha256: str


def write_parquet(folder: Path, name: str, schema: pa.Schema, groups: Iterable[pa.Table]) -> WrittenFile:
    """Write one file, each table a row group of it; crash points export.*.

    Raises:
        UnreachableError: The folder cannot be written, or its disk is full.
    """
    rows = 0
    with written(folder, name, "export") as part:
        # Everything that shapes the bytes is said here, so that a default that changes changes no file.
        with pq.ParquetWriter(
            part, schema, compression="zstd", compression_level=3, version="2.6", data_page_version="1.0"
        ) as writer:
            for group in groups:
                writer.write_table(group, row_group_size=max(group.num_rows, 1))
                rows += group.num_rows
        with part.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return WrittenFile(name, rows, sha256)


@contextlib.contextmanager
def written(folder: Path, name: str, what: str) -> Iterator[Path]:
    """A path to write to, which has its name in the folder once the block is over; crash points WHAT.*_rename."""
    part = folder / f".{name}.{uuid.uuid4().hex}.tmp"
    with reachable(folder):
        try:
            yield part
            sync(part)
            reach(f"{what}.before_rename")
            part.rename(folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync(folder)
    reach(f"{what}.after_rename")


@contextlib.contextmanager
def reachable(folder: Path) -> Iterator[None]:
    """Turn an error of the file system into one that says what to do."""
    try:
        yield
    except OSError as error:
        raise UnreachableError(
            f"the folder {folder} cannot be written: {error.strerror or error}",
            hint="make room, or export to a folder that all workers may write; then export again",
        ) from error
