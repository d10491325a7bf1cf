"""Payloads as files of a folder.

write:  .part-<uuid> ── fsync ──► rename to <name> ── fsync of the folder
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from state.crash import reach
from state.durable import sync
from state.errors import StateUnreachableError
from state.workspace_place import VARIABLE, path_of

_BLOCK = 1024 * 1024


class FolderRoom:
    """A folder, on this machine or mounted; nothing is made in it before the first `write`.

    Args:
        location: Its path, or its `file://` URL.
    """

    def __init__(self, location: str) -> None:
        self._location = location
        self._root = Path(path_of(location))

    def write(self, ref: str, data: bytes) -> None:
        """Keep bytes; they are on disk, under their name, when this returns."""
        path = self._root / ref
        part = path.with_name(f".part-{uuid.uuid4().hex}")  # a copy writes under a name that another one may write, too
        with self._translated("written"):
            _make_folder(path.parent)
            try:
                _write(part, data)
                reach("payload.before_rename")
                part.rename(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
            sync(path.parent)
        reach("payload.after_rename")

    def read(self, ref: str) -> bytes:
        """The bytes of a file."""
        with self._translated("read"):
            return (self._root / ref).read_bytes()

    def blocks(self, ref: str) -> Iterator[bytes]:
        """The bytes of a file in pieces."""
        with self._translated("read"), (self._root / ref).open("rb") as file:
            while block := file.read(_BLOCK):
                yield block

    def size(self, ref: str) -> int:
        """Bytes of a file."""
        with self._translated("read"):
            return (self._root / ref).stat().st_size

    def delete(self, refs: list[str]) -> None:
        """Remove files."""
        for ref in refs:
            with self._translated("written"):
                (self._root / ref).unlink(missing_ok=True)

    def look(self) -> None:
        """A folder is made when it is needed, and `doctor` looks at its disk."""

    @contextlib.contextmanager
    def _translated(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if isinstance(error, FileNotFoundError) and done == "read":
                raise
            why = error.strerror or type(error).__name__
            raise StateUnreachableError(
                f"the workspace {self._location} cannot be {done}: {why}",
                path=VARIABLE,
                hint="make room, or name a folder that this machine may use with --workspace; then resume",
            ) from error


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that they outlive a crash, too."""
    missing = [folder, *folder.parents]
    missing = missing[: next((i for i, one in enumerate(missing) if one.is_dir()), len(missing))]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        sync(one.parent)
