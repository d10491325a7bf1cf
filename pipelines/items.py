"""Read items: from files, folders, globs, stdin or a list of values, one by one, each checked where it stands.

An item keeps its fields, but for the one that is its text (`content`, else `text`): templates reach that as
`{{content}}` and `{{text}}`, and no text is stored twice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO

from orchestrator.render import TEXT, UnknownNameError, lookup
from pipelines.item_documents import Books, file_in
from pipelines.item_files import DOCUMENTS, ItemFile, Kind, find_files
from pipelines.item_ids import IdRule, checked_id
from pipelines.item_json import as_json, compact, kind_in_words
from pipelines.item_notes import ItemNotes
from pipelines.item_rows import read_jsonl, read_rows
from state.digests import ItemsDigest, content_id
from state.errors import ItemsError
from state.file_records import FileRef
from state.item_input import MAX_TEXT_BYTES
from state.records import Json, NewItem
from state.templates import CONTENT, PAGE, phase_name

LeaveOut = Callable[[Path, str], None]

STDIN = "-"

_NO_ITEMS = "name a file, a folder or a glob with `items:` in the job file or with --items, or `-` for JSONL from stdin"
_BYTES = "decode what is a text: value.decode(); this version reads no other bytes"


def read_items(
    sources: Sequence[str] | Sequence[Json],
    *,
    id_field: str,
    skip_unknown: bool = False,
    stdin: IO[bytes] | None = None,
    base: Path,
    notes: ItemNotes | None = None,
    leave_out: LeaveOut | None = None,
) -> Iterator[NewItem]:
    """Read the items that sources name, in the order of the sources.

    The names are checked at once, the contents while they are read.

    Args:
        sources: Paths, globs and `-`. A list that holds anything but texts is the items themselves; items that are
            all texts go to `read_values`, because here they would be paths.
        id_field: The field that holds an item's id.
        skip_unknown: Leave out files of other kinds instead of refusing them.
        stdin: What `-` reads; the process's own when it is None.
        base: The folder that relative paths start from.
        notes: Where it is counted what is changed or left out while they are read.
        leave_out: Is told of a text file that cannot be an item, and why; the others are read all the same.

    Raises:
        ItemsError: There are none, or one of them cannot be read or is no item; its path says which.
        NotBuiltError: Items of a kind that this version does not read.
    """
    paths = [source for source in ([sources] if isinstance(sources, str) else sources) if isinstance(source, str)]
    if len(paths) < len(sources) and not isinstance(sources, str):
        return read_values(sources, id_field=id_field, base=base, notes=notes)
    if not paths:
        raise ItemsError("there are no items", hint=_NO_ITEMS)
    if paths.count(STDIN) > 1:
        raise ItemsError("`-` stands there twice, and stdin can be read once", hint="leave one of them out")
    _refuse_twice(paths, base)
    kept = notes or ItemNotes()
    found = [None if path == STDIN else find_files(path, base, skip_unknown=skip_unknown, notes=kept) for path in paths]
    items = _from_files(found, stdin, IdRule(id_field), kept, base, leave_out)
    return _at_least_one(items, ", ".join(paths[:3]))


def _refuse_twice(paths: Sequence[str], base: Path) -> None:
    """Refuse a path that is given twice, in whatever words: its items' ids would stand there twice."""
    seen: dict[str, str] = {}
    for path in paths:
        place = path if path == STDIN else os.path.normpath(base / os.path.expanduser(path))  # noqa: PTH111  # as find_files does
        if place in seen:
            also = "" if seen[place] == path else f", also as {seen[place]}"
            raise ItemsError(f"is given twice{also}", path=path, hint="name it once")
        seen[place] = path


def read_values(
    values: Iterable[Json], *, id_field: str, base: Path | None = None, notes: ItemNotes | None = None
) -> Iterator[NewItem]:
    """The items of a list of JSON values: a text is an item's own text here, never a path.

    Args:
        base: The folder that a relative `path` of an object starts from; the working folder by default.

    Raises:
        ItemsError: As `read_items`; its path is `items[3]`, from 0.
    """
    if isinstance(values, Mapping):  # its keys would be the items
        raise ItemsError("is one object; items are a list of them", path="items", hint="put it into a list: [{…}]")
    if isinstance(values, bytes | bytearray | memoryview):  # its numbers would be
        raise ItemsError("is bytes; items are a list of values, or a path as a text", path="items", hint=_BYTES)
    return _at_least_one(_from_values(values, IdRule(id_field), notes or ItemNotes(), base or Path.cwd()), "items")


def _from_values(values: Iterable[Json], ids: IdRule, notes: ItemNotes, base: Path) -> Iterator[NewItem]:
    for number, value in enumerate(values):
        where = f"items[{number}]"
        if isinstance(value, bytes | bytearray | memoryview):
            raise ItemsError("is bytes; an item is a text, or JSON", path=where, hint=_BYTES)
        yield _item(where, notes.mend(as_json(value, where)), ids, base)


def require_names(items: Iterable[NewItem], names: Iterable[str]) -> Iterator[NewItem]:
    """Pass items on that have a value for each name of a template; `content`, `text`, `page`, `phases` are no fields.

    Raises:
        UnknownNameError: An item has no such field; its path says which item.
    """
    fields = sorted(name for name in names if name not in {CONTENT, TEXT, PAGE} and phase_name(name) is None)
    for item in items:
        try:
            for name in fields:
                lookup(item.fields, name)
        except UnknownNameError as error:
            told = UnknownNameError(error.name, {CONTENT, TEXT, PAGE, *item.fields})
            told.path = item.source
            raise told from None
        yield item


def items_digest(items: Iterable[NewItem]) -> str:
    """The digest over ids and contents (text and fields) of items in their order: the one that ingestion keeps."""
    digest = ItemsDigest()
    for item in items:
        digest.add(item.item_id, item.mark, item.fields)
    return digest.hexdigest()


def _from_files(
    found: list[Iterator[ItemFile] | None],
    stdin: IO[bytes] | None,
    ids: IdRule,
    notes: ItemNotes,
    base: Path,
    leave_out: LeaveOut | None,
) -> Iterator[NewItem]:
    with closing(Books()) as books:
        for files in found:
            if files is None:
                for where, value in read_jsonl(stdin or sys.stdin.buffer, "stdin", notes):
                    yield _item(where, value, ids, base)
                continue
            for file in files:
                try:
                    yield from books.items_of(file) if file.kind in DOCUMENTS else _rows(file, ids, notes)
                except ItemsError as error:
                    if leave_out is None or file.kind is not Kind.TEXT:
                        raise
                    leave_out(file.path, error.message)


def _rows(file: ItemFile, ids: IdRule, notes: ItemNotes) -> Iterator[NewItem]:
    for where, value in read_rows(file, notes):
        is_text = file.kind is Kind.TEXT
        yield _document(file, str(value)) if is_text else _item(where, value, ids, file.path.parent)


def _at_least_one(items: Iterator[NewItem], sources: str) -> Iterator[NewItem]:
    first = next(items, None)
    if first is None:
        raise ItemsError(f"there are no items in {sources}", hint=_NO_ITEMS)
    yield first
    yield from items


def _document(file: ItemFile, text: str) -> NewItem:
    _check_text(text, "the file", file.shown)
    return NewItem(checked_id(file.name, "its path", file.shown), text, {}, source=file.shown)


def _item(where: str, value: Json, ids: IdRule, base: Path) -> NewItem:
    if value is None:
        raise ItemsError("is null, which is no item", path=where, hint="remove it")
    item_id = ids.take(value, where)
    if isinstance(value, dict) and (file := file_in(value, base, where)) is not None:
        return _file_item(where, value, item_id, file)
    if isinstance(value, dict):
        text, fields, is_whole = _text_and_fields(value, where)
    else:
        text, fields, is_whole = value if isinstance(value, str) else compact(value), {}, True
        _check_text(text, "the item", where)
    if item_id is None:
        return NewItem(content_id(text, {} if is_whole else fields), text, fields, generated=True, source=where)
    return NewItem(item_id, text, fields, source=where)


def _file_item(where: str, value: dict[str, Json], item_id: str | None, file: FileRef) -> NewItem:
    """An object that stands for a file; without an id its own, the path or the digest of the bytes is one."""
    text = "" if file.path else str(value.pop(CONTENT))
    if text:
        _check_text(text, f"`{CONTENT}`", where)
    made = file.digest[:16] if text else checked_id(str(value["path"]), "its `path`", where)
    return NewItem(item_id or made, text, value, generated=item_id is None, source=where, file=file)


def _text_and_fields(value: dict[str, Json], where: str) -> tuple[str, dict[str, Json], bool]:
    """The text of an object, its fields without the one that is just that text, and whether the text holds them all."""
    name = next((name for name in (CONTENT, TEXT) if name in value), None)
    if name is not None:
        given = value[name]
        if not isinstance(given, str):
            raise ItemsError(
                f"`{name}` is {kind_in_words(given)}; it is the item's text",
                path=where,
                hint="give it a text; for data take another name, or none: then the whole object is the text",
            )
        _check_text(given, f"`{name}`", where)
        del value[name]
        return given, value, False
    if not value:
        raise ItemsError("is an object without fields", path=where, hint="remove it, or give it a `content`")
    text = compact(value)
    _check_text(text, "the item", where)
    return text, value, True


def _check_text(text: str, what: str, where: str) -> None:
    if not text or text.isspace():
        raise ItemsError(f"{what} is an empty text", path=where, hint="remove the item, or give it a text")
    if len(text) > MAX_TEXT_BYTES // 4 and len(text.encode()) > MAX_TEXT_BYTES:
        raise ItemsError(f"{what} is longer than {MAX_TEXT_BYTES:,} bytes", path=where, hint="split it")
