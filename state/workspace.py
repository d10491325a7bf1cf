"""The workspace: where payloads live that are too large for the database.

    put(text):  .part-<uuid> ── fsync ──► rename to <uuid> ── fsync of the folder ──► ref

A payload is on disk before the transaction that names it, and no name is used twice; so a crash leaves at most a
file that nothing names, never a row whose file is missing or is another one's.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from state.crash import reach
from state.errors import EngineError, NotBuiltError, StateUnreachableError

PAYLOAD_MAX_BYTES = 256 * 1024
"""UTF-8 bytes up to which a payload lives in the database: above, a row is dear to rewrite and to page over."""

_FOLDER = "payloads"
_REF = re.compile(r"payloads/[0-9a-f]{2}/[0-9a-f]{32}")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


class Workspace:
    """A folder that all workers of a job reach; nothing is made in it before the first `put`.

    Args:
        location: A folder's path, or its `file://` URL.

    Raises:
        NotBuiltError: It is the URL of an object store.
    """

    def __init__(self, location: str) -> None:
        self.location = location
        scheme = _URL.match(location)
        if scheme and scheme[1].lower() != "file":
            raise NotBuiltError(
                f"the workspace {location} is in an object store ({scheme[1]}): not in this version",
                path="BATCHWRIGHT_WORKSPACE",
                hint="name a folder that all workers can reach",
            )
        self._root = Path(location[len("file://") :] if scheme else location)

    def put(self, text: str) -> str:
        """Keep a text and return its ref; it is on disk, under its name, when this returns.

        Raises:
            StateUnreachableError: The folder cannot be written, or its disk is full.
        """
        name = uuid.uuid4().hex
        ref = f"{_FOLDER}/{name[:2]}/{name}"
        folder = self._root / _FOLDER / name[:2]
        part = folder / f".part-{name}"
        with self._translated("written"):
            _make_folder(folder)
            try:
                _write(part, text)
                reach("payload.before_rename")
                part.rename(folder / name)
            except BaseException:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
            _sync_folder(folder)
        reach("payload.after_rename")
        return ref

    def get(self, ref: str) -> str:
        """The text that was put under a ref.

        Raises:
            StateUnreachableError: It is not there: another workspace, or one that this machine does not reach.
        """
        path = self._path(ref)
        with self._translated("read"):
            return path.read_bytes().decode("utf-8", "surrogatepass")

    def delete(self, refs: Iterable[str]) -> None:
        """Remove payloads; those that are gone already are passed over."""
        for path in [self._path(ref) for ref in refs]:
            with self._translated("written"):
                path.unlink(missing_ok=True)

    def _path(self, ref: str) -> Path:
        if not _REF.fullmatch(ref):
            raise EngineError(f"{ref!r} is no payload of a workspace")
        return self._root / ref

    @contextlib.contextmanager
    def _translated(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise StateUnreachableError(
                f"the workspace {self.location} cannot be {done}: {why}",
                path="BATCHWRIGHT_WORKSPACE",
                hint="make room, or name a folder that this machine may use with --workspace; then resume",
            ) from error


def _write(path: Path, text: str) -> None:
    with path.open("xb") as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.flush()
        os.fsync(file.fileno())


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that they outlive a crash, too."""
    missing = [folder, *folder.parents]
    missing = missing[: next((i for i, one in enumerate(missing) if one.is_dir()), len(missing))]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        _sync_folder(one.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
