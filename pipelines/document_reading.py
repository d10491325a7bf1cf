"""Documents on their way into a project: from items, as jobs read them, to what is kept of each.

item ─┬► the same as is kept ──────────────────────────────► unchanged
      ├► a file ─► read, in a process ─┬► text ─┐
      │                                └► why not ─────────► left out, and told
      ├► a text ────────────────────────────────┴► divided ─► its terms ─► new, or in place of the one of its id
      └► a row of a glossary ─► names, a target, a note ────┘
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from orchestrator.checks.labels import is_none_of_these
from orchestrator.documents.base import UnreadableError
from orchestrator.documents.kinds import VERSIONS
from orchestrator.documents.pool import FileReader, ReadText
from orchestrator.retrieval import chunking, terms
from pipelines.item_ids import checked_id
from state.digests import digest, text_digest
from state.document_records import SEARCHED, DocumentKind, KeptDocument, NewChunk, NewDocument
from state.errors import InputError, ItemsError
from state.file_records import PageRead
from state.records import Json, NewItem
from state.spec_errors import none_of
from state.storable import storable, storable_json

KIND, LABEL, PATH = "kind", "label", "path"
_NAME = {DocumentKind.GLOSSARY: "source", DocumentKind.CHARACTER: "name", DocumentKind.SETTING: "name"}
_NOTES = ("note", "description")
_MADE_BY = f"{chunking.VERSION},{terms.VERSION}"


@dataclass(frozen=True, slots=True)
class Coming:
    """A document that is to be kept, before it is read.

    Args:
        kind: What it is for, where its row or the command says so.
    """

    document_id: str
    item: NewItem
    said: DocumentKind | None

    def kind(self, known: KeptDocument | None) -> DocumentKind:
        """What it is for: as it is said, else as before, else its passages are searched."""
        return self.said or (DocumentKind.PASSAGE if known is None else DocumentKind(known.kind))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that could not be read, and why."""

    document_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A document whose file is another by its time, and has the same content."""

    document_id: str
    file: str


def coming(items: Iterable[NewItem], kind: DocumentKind | None, base: Path, root: Path) -> Iterator[Coming]:
    """Documents of items: with the id that they are kept under, and what they are for.

    A file's id is its path from a folder, so that the same file has the same one however it is named; a row's is its
    own, else it is made of its content.

    Args:
        base: Where relative paths start from.
        root: The folder that the ids of files are told from.
        kind: What all of them are for, whatever their rows say; None: nobody says.

    Raises:
        ItemsError: A row says what is no kind, or lacks what its kind needs.
    """
    seen: dict[str, NewItem] = {}
    for item in items:
        own = kind or _kind(item)
        path = _path(item, base, root)
        name = path or _made_id(item, own)
        if (other := seen.get(name)) is not None:
            if item.generated and item.item_id == other.item_id:  # made of the content, which is the same
                continue
            where = f"{other.source} has it, too" if other.source != item.source else "it stands there twice"
            raise ItemsError(f"the id {name!r} is taken: {where}", path=item.source, hint="give each its own `id`")
        seen[name] = replace(item, text="", fields={})
        yield Coming(name, item, own)


def _kind(item: NewItem) -> DocumentKind | None:
    """What a row says that it is for."""
    said = item.fields.get(KIND)
    if said is None:
        return None
    if not isinstance(said, str) or said not in set(DocumentKind):
        wrong = none_of(str(said), list(DocumentKind), "no kind of a document")
        raise ItemsError(f"`{KIND}`: {wrong}", path=item.source)
    return DocumentKind(said)


def kind_of(said: str) -> DocumentKind:
    """What documents are for, as it is typed.

    Raises:
        InputError: It is no kind.
    """
    try:
        return DocumentKind(said)
    except ValueError:
        raise InputError(none_of(str(said), list(DocumentKind), "no kind of a document"), path="kind") from None


def _path(item: NewItem, base: Path, root: Path) -> str:
    """The path of a file that is a document of its own; empty for a row, and for a file with a row's own id."""
    is_named = item.file is not None and PATH in item.fields  # by a row
    place = item.file.path if item.file is not None else item.source
    whole = os.path.normpath(base / place) if place else ""
    if not whole or item.generated is not is_named or (item.file is None and not os.path.isfile(whole)):  # noqa: PTH113  # called often
        return ""
    name = name_of(Path(whole), root)
    part = f"#{item.file.part}" if item.file is not None and item.file.part else ""
    return checked_id(f"{name}{part}", "its path", item.source)


def name_of(path: Path, root: Path) -> str:
    """A file's path from a folder; its whole one where it is elsewhere."""
    whole = os.path.normpath(path)
    inside = os.path.relpath(whole, root)
    return (whole if inside.startswith(os.pardir) else inside).replace(os.sep, "/")


def _made_id(item: NewItem, kind: DocumentKind | None) -> str:
    name = item.fields.get(_NAME.get(kind, "")) if kind is not None else None
    return checked_id(f"{kind} {name}"[:200], "its name", item.source) if item.generated and name else item.item_id


def is_unread(one: Coming, kept: KeptDocument | None) -> bool:
    """Whether a document has to be looked into: it is no file, or not as it was read by what reads it now."""
    file = one.item.file
    if file is None or kept is None or kept.kind != one.kind(kept) or kept.fields != _fields(one.item):
        return True
    return kept.file != file.dumped() or f"{file.kind}{VERSIONS[file.kind]}" not in kept.key or _MADE_BY not in kept.key


def read_documents(
    some: Sequence[Coming], kept: Mapping[str, KeptDocument], reader: FileReader
) -> Iterator[NewDocument | Touched | LeftOut | None]:
    """What is to be kept of these documents, in their order; None: what is kept already.

    Files are read at once, in as many processes as there are.
    """
    reading: list[Future[ReadText] | None] = []
    for one in some:
        file = one.item.file
        unread = file is not None and is_unread(one, kept.get(one.document_id))
        reading.append(reader.submit(file, one.item.text) if file is not None and unread else None)
    for one, read in zip(some, reading, strict=True):
        known = kept.get(one.document_id)
        if one.item.file is not None and read is None:
            yield None
            continue
        try:
            bare, text, pages = _bare(one, one.kind(known), None if read is None else read.result())
        except UnreadableError as error:
            yield LeftOut(one.document_id, str(error))
            continue
        if known is None or (bare.key, bare.kind) != (known.key, known.kind):
            yield replace(bare, chunks=_chunks(bare.kind, text, pages))
        else:
            yield None if bare.file == known.file or bare.file is None else Touched(bare.document_id, bare.file)


def _bare(one: Coming, kind: DocumentKind, read: ReadText | None) -> tuple[NewDocument, str, tuple[PageRead, ...]]:
    """A document that is not divided yet, its text and the pages of that."""
    item, file, given = one.item, one.item.file, _fields(one.item)
    if kind not in SEARCHED:
        told = _entry(item, kind, given)
        return NewDocument(one.document_id, kind, f"entry:{digest(told)}", told, characters=0), "", ()
    text = storable(item.text if read is None else read.text)
    mark = text_digest(text) if read is None else read.key
    made = NewDocument(
        one.document_id,
        kind,
        f"{text_digest(f'{mark}{digest(given)}')}:{mark.partition(':')[0]},{_MADE_BY}",
        given,
        characters=len(text),
        file=None if file is None or not file.path else file.dumped(),
        label=_label(item, given) if kind is DocumentKind.EXAMPLE else None,
    )
    return made, text, () if read is None or file is None else file.pages(read.pages)


def _fields(item: NewItem) -> dict[str, Json]:
    """The fields of a row as they are kept."""
    fields = storable_json({name: value for name, value in item.fields.items() if name != KIND})
    return fields if isinstance(fields, dict) else {}


def _chunks(kind: DocumentKind, text: str, pages: Sequence[PageRead]) -> tuple[NewChunk, ...]:
    """What a document is divided into; nothing of a name."""
    parts = _divided(kind, text, pages) if text else ()
    return tuple(NewChunk(part.text, part.page, terms.dump_terms(part.text)) for part in parts)


def _divided(kind: DocumentKind, text: str, pages: Sequence[PageRead]) -> Sequence[chunking.Chunk]:
    """A passage's parts; an example is one, as it is shown whole."""
    if kind is DocumentKind.EXAMPLE:
        return (chunking.Chunk(text[: chunking.MOST_BYTES].strip(), 0),)
    return chunking.chunks_of(text, pages)


def _label(item: NewItem, fields: Mapping[str, Json]) -> str:
    label = fields.get(LABEL)
    if not isinstance(label, str) or not label.strip():
        hint = 'a row of examples is {"content": …, "label": …}'
        raise ItemsError(f"it is an example and has no `{LABEL}`", path=item.source, hint=hint)
    if is_none_of_these(label):
        raise ItemsError(f"its `{LABEL}` {label!r} is always possible, and no label of its own", path=item.source)
    return label.strip()


def _entry(item: NewItem, kind: DocumentKind, fields: Mapping[str, Json]) -> dict[str, Json]:
    """A row of a glossary, a character or a setting: its names, how the target language writes it, a note."""
    key = _NAME[kind]
    name, target = fields.get(key), fields.get("target")
    needs = (key, "target") if kind is DocumentKind.GLOSSARY else (key,)
    for field, value in ((key, name), ("target", target)):
        if field in needs and (not isinstance(value, str) or not value.strip()):
            hint = f"its rows have {' and '.join(f'`{need}`' for need in needs)}, as texts"
            raise ItemsError(f"it is of the kind {kind} and has no `{field}`", path=item.source, hint=hint)
    aliases = fields.get("aliases") or []
    also = [aliases] if isinstance(aliases, str) else aliases
    if not isinstance(also, list) or not all(isinstance(alias, str) for alias in also):
        raise ItemsError("its `aliases` are no texts", path=item.source, hint='{"name": …, "aliases": ["…", "…"]}')
    note = next((str(fields[field]) for field in _NOTES if fields.get(field)), "")
    names: list[Json] = [*dict.fromkeys(" ".join(one.split()) for one in (str(name), *map(str, also)) if one.strip())]
    return {"names": names, "target": str(target).strip() if target else "", "note": " ".join(note.split())}


def with_vectors(document: NewDocument, made: Mapping[str, bytes]) -> NewDocument:
    """A document whose chunks have vectors, by their texts; those that are missing have none."""
    return replace(document, chunks=tuple(replace(chunk, vector=made.get(chunk.text)) for chunk in document.chunks))
