"""Items that are files: named when a job is made, read when their turn comes; what can be told by then is told.

A folder of ten thousand files is a job at once: each is looked at no further than its size and its time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from orchestrator.documents.kinds import missing
from pipelines.item_files import DOCUMENTS, ItemFile, Kind, kind_of
from state.errors import ItemsError, NotBuiltError
from state.file_records import FileRef
from state.records import Json
from state.templates import CONTENT

TEXT = "text"

_EXTRA = "pip install 'batchwright[documents]'"
_MAGIC: Mapping[Kind, tuple[bytes, ...]] = {Kind.DOCX: (b"PK",), Kind.EPUB: (b"PK",), Kind.HTML: (b"<",)}


def file_of(file: ItemFile) -> FileRef:
    """A file as an item.

    Raises:
        ItemsError: It is gone, or what reads its kind is not installed.
    """
    return _named(file.path, file.kind, file.shown)


def file_in(value: Mapping[str, Json], base: Path, where: str) -> FileRef | None:
    """The file that an object stands for, by its `path` or by base64 with a `filename`; None: it is a text.

    Args:
        base: The folder that a relative path starts from.

    Raises:
        ItemsError: There is no such file, or what reads its kind is not installed.
        NotBuiltError: This version does not read its kind.
    """
    content, filename, path = value.get(CONTENT), value.get("filename"), value.get("path")
    if isinstance(filename, str) and isinstance(content, str) and (data := _decoded(content, kind_of(filename))):
        kind = kind_of(filename)
        if kind is Kind.LATER:
            raise NotBuiltError(f"this version does not read {filename}", path=where, hint="put its text in `content`")
        _see_that_it_is_read(kind, where)
        return FileRef(kind.value, filename, size=len(data), digest=hashlib.sha256(data).hexdigest())
    if isinstance(path, str) and content is None and value.get(TEXT) is None:
        kind = kind_of(path)
        if kind is Kind.LATER:
            raise NotBuiltError(f"this version does not read {path}", path=where, hint="put its text in `content`")
        if kind in DOCUMENTS:
            return _named(base / os.path.expanduser(path), kind, where, named=path)  # noqa: PTH111  # as find_files
    return None


def _named(path: Path, kind: Kind, where: str, *, named: str | None = None) -> FileRef:
    _see_that_it_is_read(kind, where)
    try:
        found = path.stat()
    except OSError as error:
        what = "the file" if named is None else f"its `path` {named}"
        said = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise ItemsError(f"{what} {said}", path=where, hint=f"looked for at {os.path.abspath(path)}") from None  # noqa: PTH100  # Path.absolute keeps `..`
    return FileRef(
        kind.value,
        path.name,
        path=os.path.abspath(path),  # noqa: PTH100  # the same
        size=found.st_size,
        mtime_ns=found.st_mtime_ns,
    )


def _see_that_it_is_read(kind: Kind, where: str) -> None:
    lacking = missing(kind.value)
    if lacking:
        raise ItemsError(
            f"to read .{kind.value} files, {' and '.join(lacking)} must be installed", path=where, hint=_EXTRA
        )


def _decoded(content: str, kind: Kind) -> bytes | None:
    """The bytes of a file in base64; None where the content is a text that merely has a file's name."""
    if kind is not Kind.LATER and kind not in DOCUMENTS:
        return None
    try:
        data = base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return (
            content.encode() if kind is Kind.PDF and content.startswith("JVBER") else None
        )  # it fails, with its reason
    return data if len(data) > 4 and data.lstrip().startswith(_MAGIC.get(kind, (b"",))) else None
