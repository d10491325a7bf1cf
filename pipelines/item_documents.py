"""Items that are files: named when a job is made, read when their turn comes; what can be told by then is told.

A folder of ten thousand files is a job at once: each is looked at no further than its size and its time.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from orchestrator.documents.base import UnreadableError
from orchestrator.documents.contents import from_base64, without_head
from orchestrator.documents.kinds import missing
from orchestrator.documents.passwords import LOCKABLE
from orchestrator.documents.pool import FileReader
from pipelines.item_files import DOCUMENTS, ItemFile, Kind, kind_of
from pipelines.item_ids import checked_id
from state.errors import ItemsError
from state.file_records import FileRef, load_pages
from state.records import Json, NewItem
from state.spec_values import is_variable
from state.storable import storable
from state.templates import CONTENT

TEXT = "text"
VARIABLE = "password_env"
"""The field that names the variable which holds a file's password."""

_EXTRA = "pip install 'batchwright[documents]'"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"RIFF", b"BM")
_BEGINS: Mapping[Kind, tuple[bytes, ...]] = {
    Kind.DOCX: (b"PK",),
    Kind.EPUB: (b"PK",),
    Kind.HTML: (b"<",),
    Kind.IMAGE: _IMAGES,
}
_BEGINS_IN_BASE64: Mapping[Kind, str] = {Kind.PDF: "JVBER", Kind.DOCX: "UEsDB", Kind.EPUB: "UEsDB"}


class Books:
    """Tells the chapters of e-books apart, which are an item each; begins with the first book, ends with `close`."""

    def __init__(self) -> None:
        self._reader: FileReader | None = None

    def items_of(self, file: ItemFile) -> Iterator[NewItem]:
        """A file as an item; an e-book as one for each chapter, or as one that fails when its turn comes.

        Raises:
            ItemsError: It is gone, or what reads its kind is not installed.
        """
        named = _named(file.path, file.kind, file.shown)
        item_id = checked_id(file.name, "its path", file.shown)
        chapters = self._chapters(named) if file.kind is Kind.EPUB else ()
        if not chapters:
            yield NewItem(item_id, "", {}, source=file.shown, file=named)
        for chapter in chapters:
            own = checked_id(f"{item_id}#{chapter}", "its path", file.shown)
            yield NewItem(own, "", {}, source=f"{file.shown}#{chapter}", file=replace(named, part=chapter))

    def _chapters(self, book: FileRef) -> Sequence[int]:
        self._reader = self._reader or FileReader(lambda _: None, processes=1)
        try:
            return [page.page for page in load_pages(self._reader.submit(book, "").result().pages)]
        except UnreadableError:
            return ()

    def close(self) -> None:
        """End what reads books."""
        if self._reader is not None:
            self._reader.close()


def file_in(value: Mapping[str, Json], base: Path, where: str) -> FileRef | None:
    """The file that an object stands for, by its `path` or by base64 with a `filename`; None: it is a text.

    Args:
        base: The folder that a relative path starts from.

    Raises:
        ItemsError: There is no such file, what reads its kind is not installed, or `password_env` is no name.
    """
    content, filename, path = value.get(CONTENT), value.get("filename"), value.get("path")
    if isinstance(filename, str) and isinstance(content, str) and (data := _decoded(content, kind_of(filename))):
        kind = kind_of(filename)
        _see_that_it_is_read(kind, where)
        made = FileRef(kind.value, filename, size=len(data), digest=hashlib.sha256(data).hexdigest())
        return _with_password(made, value, where)
    if isinstance(path, str) and content is None and value.get(TEXT) is None:
        kind = kind_of(path)
        if kind in DOCUMENTS:
            made = _named(base / os.path.expanduser(path), kind, where, named=path)  # noqa: PTH111  # as find_files
            return _with_password(made, value, where)
    return None


def _with_password(file: FileRef, value: Mapping[str, Json], where: str) -> FileRef:
    """The file with the variable that its item names, if it is one that a password opens."""
    variable = value.get(VARIABLE)
    if variable is None:
        return file
    if not is_variable(variable):  # it may be the password itself, so it is not repeated
        raise ItemsError(
            f"its `{VARIABLE}` is the name of an environment variable in capitals, not the password itself",
            path=where,
            hint="put the password into a variable and write its name there, or leave the key out; nothing was sent",
        )
    return replace(file, password_env=str(variable)) if file.kind in LOCKABLE else file


def _named(path: Path, kind: Kind, where: str, *, named: str | None = None) -> FileRef:
    _see_that_it_is_read(kind, where)
    whole = os.path.abspath(path)  # noqa: PTH100  # Path.absolute keeps `..`
    what, hint = "the file" if named is None else f"its `path` {named}", f"looked for at {storable(whole)}"
    try:
        found = path.stat()
    except OSError as error:
        said = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise ItemsError(f"{what} {said}", path=where, hint=hint) from None
    if not stat.S_ISREG(found.st_mode):
        kept = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe or a device"
        raise ItemsError(f"{what} is {kept}, and no file", path=where, hint=hint)
    if storable(whole) != whole:
        raise ItemsError(f"{what} has a name that is not UTF-8", path=where, hint="rename it, or the folder it is in")
    return FileRef(kind.value, path.name, path=whole, size=found.st_size, mtime_ns=found.st_mtime_ns)


def _see_that_it_is_read(kind: Kind, where: str) -> None:
    lacking = missing(kind.value)
    if lacking:
        what = "images" if kind is Kind.IMAGE else f".{kind.value} files"
        raise ItemsError(f"to read {what}, {' and '.join(lacking)} must be installed", path=where, hint=_EXTRA)


def _decoded(content: str, kind: Kind) -> bytes | None:
    """The bytes of a file in base64; None where the content is a text that merely has a file's name."""
    if kind not in DOCUMENTS:
        return None
    try:
        data = from_base64(content)
    except ValueError:
        is_broken = without_head(content).startswith(_BEGINS_IN_BASE64.get(kind, "\0"))
        return content.encode() if is_broken else None  # it fails when its turn comes, with the reason
    return data if len(data) > 4 and data.lstrip().startswith(_BEGINS.get(kind, (b"",))) else None
