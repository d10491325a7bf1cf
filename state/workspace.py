"""The workspace: where payloads live that are too large for the database.

    put(text):  .part-<uuid> ── fsync ──► rename to <uuid>-<sha256> ── fsync of the folder ──► ref

A payload is on disk before the transaction that names it, and no name is used twice; so a crash leaves at most a
file that nothing names, never a row whose file is missing or is another one's. The name says what is in it, so that
`db check` can tell a whole file from a cut one; those of the first versions say it not.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from state.crash import reach
from state.errors import EngineError, NotBuiltError, StateUnreachableError

PAYLOAD_MAX_BYTES = 256 * 1024
"""UTF-8 bytes up to which a payload lives in the database: above, a row is dear to rewrite and to page over."""

_FOLDER = "payloads"
_BLOCK = 1024 * 1024
_REF = re.compile(r"payloads/[0-9a-f]{2}/[0-9a-f]{32}(?:-([0-9a-f]{64}))?")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


def is_ref(text: str) -> bool:
    """Whether a text can be the name of a payload; one that somebody wrote into a row by hand may not be."""
    return _REF.fullmatch(text) is not None


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
        data = text.encode("utf-8", "surrogatepass")
        name = f"{uuid.uuid4().hex}-{hashlib.sha256(data).hexdigest()}"
        ref = f"{_FOLDER}/{name[:2]}/{name}"
        folder = self._root / _FOLDER / name[:2]
        part = folder / f".part-{name}"
        with self._translated("written"):
            _make_folder(folder)
            try:
                _write(part, data)
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

    def fault(self, ref: str) -> str | None:
        """What is wrong with the file of a ref; None where it is there and holds what its name says.

        Raises:
            StateUnreachableError: It is there and cannot be read.
        """
        named = _REF.fullmatch(ref)
        if named is None:
            return "is no name of a payload"
        digest = hashlib.sha256()
        with self._translated("read"):
            try:
                with (self._root / ref).open("rb") as file:
                    while block := file.read(_BLOCK):
                        digest.update(block)
                    size = file.tell()
            except FileNotFoundError:
                return "is not in the workspace"
        if named[1] is not None and named[1] != digest.hexdigest():
            return f"holds {size} bytes that are not those that were written"
        return None if size else "is empty"

    def size(self, ref: str) -> int:
        """Bytes of a payload; 0 when it is gone."""
        try:
            return self._path(ref).stat().st_size
        except FileNotFoundError:
            return 0

    def take_over(self, other: Workspace, ref: str) -> bool:
        """Copy another workspace's payload to the same ref; False when it is gone there.

        Raises:
            StateUnreachableError: It cannot be read or written.
        """
        source, target = other._path(ref), self._path(ref)
        if target.exists():
            return True
        with self._translated("written"):
            _make_folder(target.parent)
            part = target.with_name(f".part-{target.name}")
            try:
                shutil.copyfile(source, part)
            except FileNotFoundError:
                return False
            part.rename(target)
        return True

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
        _sync_folder(one.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
