"""Documents of a project: each replaced as a whole or not at all, and the vectors of their chunks, by model.

    put ─► the document's row, its chunks ─┬► an index in each process that searches (orchestrator.retrieval)
           └ the old ones go in the same   │
             transaction                   └► vectors (project, model, digest of the text): made beside those in use,
                                              which they replace in one step, or never

A chunk's id is never given again: whoever still holds one of a document that was replaced finds nothing under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import orjson
from sqlalchemy import Connection, Row, and_, delete, func, select, update

from state.clock import utc_now
from state.crash import reach
from state.digests import text_digest
from state.document_records import (
    Collected,
    DocumentKind,
    Entry,
    KeptChunk,
    KeptDocument,
    NewDocument,
    Shelf,
)
from state.document_tables import chunks, collections, documents, vectors
from state.document_vectors import count_lacking, lock_collection, models_of, put_vectors
from state.engine import State
from state.errors import NotFoundError
from state.group import insert_into
from state.passage import Passage

_SOME = 500
"""Documents that are looked up, or removed, at a time."""

_ENTRIES = (DocumentKind.GLOSSARY, DocumentKind.CHARACTER, DocumentKind.SETTING)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def changed_since(state: State, project: str, moment: datetime) -> bool:
    """Whether a project's documents have changed since then."""
    with state.read() as conn:
        at = conn.scalar(select(collections.c.changed_at).where(collections.c.project == project))
    return at is not None and at > moment


def kept_documents(state: State, project: str, ids: Sequence[str]) -> dict[str, KeptDocument]:
    """Those of these documents that are there, by id."""
    found: dict[str, KeptDocument] = {}
    for start in range(0, len(ids), _SOME):
        some = documents.c.document_id.in_(ids[start : start + _SOME])
        with state.read() as conn:
            for row in conn.execute(select(documents).where(documents.c.project == project, some)):
                found[row.document_id] = _document(row)
    return found


def list_documents(
    state: State, project: str, *, kind: str | None = None, limit: int, offset: int
) -> tuple[list[KeptDocument], int]:
    """A project's documents by id, and how many there are."""
    mine = [documents.c.project == project, *([documents.c.kind == kind] if kind else [])]
    query = select(documents).where(*mine).order_by(documents.c.document_id).limit(limit).offset(offset)
    with state.read() as conn:
        total = conn.execute(select(func.count()).select_from(documents).where(*mine)).scalar_one()
        return [_document(row) for row in conn.execute(query)], total


def collected(state: State, project: str) -> Collected:
    """What a project's documents come to."""
    with state.read(whole=True) as conn:
        model = conn.scalar(select(collections.c.vectors).where(collections.c.project == project))
        count = select(func.count(), func.sum(documents.c.chunks)).where(documents.c.project == project)
        total, parts = conn.execute(count).one()
        without = 0 if model is None else count_lacking(conn, project, model)
    return Collected(model, total, int(parts or 0), without)


def shelf_of(state: State, project: str) -> Shelf:
    """What of a project's documents a plan depends on."""
    kept = documents.c
    with state.read(whole=True) as conn:
        by_kind = select(kept.kind, func.count().label("n")).where(kept.project == project).group_by(kept.kind)
        counts = {row.kind: row.n for row in conn.execute(by_kind)}
        if not counts:
            return Shelf()
        model = conn.scalar(select(collections.c.vectors).where(collections.c.project == project))
        label = select(kept.label).where(kept.project == project, kept.kind == DocumentKind.EXAMPLE).distinct()
        labels = tuple(sorted(one for one in conn.scalars(label) if one))
        entry = select(kept.kind, kept.fields).where(kept.project == project, kept.kind.in_(_ENTRIES))
        rows = conn.execute(entry.order_by(kept.document_id)).all()
    return Shelf(model or "", counts, labels, tuple(one for row in rows for one in _entries(row.kind, row.fields)))


def _entries(kind: str, told: str) -> Iterator[Entry]:
    """A name, and the others of the same: those are written as they are."""
    fields = orjson.loads(told)
    name, *others = fields["names"]
    note = fields.get("note") or ""
    yield Entry(name, kind, fields.get("target") or "", note)
    yield from (Entry(other, kind, "", f"another name of {name}{f'; {note}' if note else ''}") for other in others)


def chunks_of(state: State, project: str, kinds: Iterable[str], model: str) -> Iterator[KeptChunk]:
    """All chunks of a project's documents of these kinds, of one instant, in the order of their ids.

    Args:
        model: Whose vectors they have, where those are there.
    """
    chunk, kept, made = chunks.c, documents.c, vectors.c
    about = select(kept.document_id, kept.kind, kept.fields).where(kept.project == project, kept.kind.in_(list(kinds)))
    of_model = select(made.digest, made.vector).where(made.project == project, made.model == model)
    query = select(chunk.chunk_id, chunk.document_id, chunk.terms, chunk.digest).where(chunk.project == project)
    # A table at a time: a join of tables that have just grown is planned as if they were empty, and takes hours.
    with state.read(whole=True) as conn:
        known = {row.document_id: (row.kind, orjson.loads(row.fields)) for row in conn.execute(about)}
        found = {row.digest: row.vector for row in conn.execute(of_model)} if model else {}
        for row in conn.execution_options(yield_per=2_000).execute(query.order_by(chunk.chunk_id)):
            if row.document_id in known:
                kind, fields = known[row.document_id]
                yield KeptChunk(row.chunk_id, row.document_id, kind, fields, row.terms, found.get(row.digest))


def passages_of(state: State, found: Mapping[int, float]) -> list[Passage]:
    """The chunks of these ids, each with its score, in the order of the ids given; without those that are gone."""
    chunk, kept = chunks.c, documents.c
    query = (
        select(chunk.chunk_id, chunk.document_id, chunk.page, chunk.text, kept.label)
        .join_from(chunks, documents, and_(kept.project == chunk.project, kept.document_id == chunk.document_id))
        .where(chunk.chunk_id.in_(list(found)))
    )
    with state.read() as conn:
        rows = {row.chunk_id: row for row in conn.execute(query)}
    there = [(rows[one], score) for one, score in found.items() if one in rows]
    return [Passage(row.document_id, row.page, score, row.text, row.label) for row, score in there]


def _document(row: Row[tuple[object, ...]]) -> KeptDocument:
    return KeptDocument(
        row.document_id, row.kind, row.key, row.file, row.label, orjson.loads(row.fields), row.characters, row.chunks
    )


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def open_collection(state: State, project: str, model: str | None) -> str | None:
    """See that a project can have documents; the model whose vectors they have.

    Args:
        model: Whose vectors are used, where the project has no documents yet.
    """

    def opened(conn: Connection) -> str | None:
        row = {"project": project, "vectors": model, "changed_at": utc_now()}
        conn.execute(insert_into(conn, collections).on_conflict_do_nothing(index_elements=["project"]), row)
        return conn.scalar(select(collections.c.vectors).where(collections.c.project == project))

    return state.transact(opened)


def put_documents(state: State, project: str, new: Sequence[NewDocument], *, model: str | None) -> None:
    """Keep documents, each in place of the one of its id; all of them or none.

    Args:
        model: Whose vectors the chunks have.
    """
    state.transact(lambda conn: _put(conn, project, new, model))
    reach("documents.put.after_commit")


def _put(conn: Connection, project: str, new: Sequence[NewDocument], model: str | None) -> None:
    lock_collection(conn, project)
    digests = _take_out(conn, project, [one.document_id for one in new])
    rows = [
        {
            "project": project,
            "document_id": one.document_id,
            "kind": one.kind,
            "key": one.key,
            "file": one.file,
            "label": one.label,
            "fields": orjson.dumps(one.fields).decode(),
            "characters": one.characters,
            "chunks": len(one.chunks),
            "added_at": utc_now(),
        }
        for one in new
    ]
    if rows:
        conn.execute(documents.insert(), rows)
    parts = [
        {
            "project": project,
            "document_id": one.document_id,
            "place": place,
            "page": chunk.page,
            "text": chunk.text,
            "terms": chunk.terms,
            "digest": text_digest(chunk.text),
        }
        for one in new
        for place, chunk in enumerate(one.chunks)
    ]
    if parts:
        conn.execute(chunks.insert(), parts)
    made = {text_digest(chunk.text): chunk.vector for one in new for chunk in one.chunks if chunk.vector is not None}
    put_vectors(conn, project, model, made)
    _remove_vectors(conn, project, digests)
    reach("documents.put.before_commit")


def note_files(state: State, project: str, files: Mapping[str, str]) -> None:
    """Have documents be of other files with the same content, each by its id."""
    kept = documents.c

    def noted(conn: Connection) -> None:
        for document_id, file in files.items():
            mine = (kept.project == project, kept.document_id == document_id)
            conn.execute(update(documents).where(*mine).values(file=file))

    if files:
        state.transact(noted)


def parts_of(state: State, project: str, book: str) -> list[str]:
    """The documents that are chapters of a book."""
    name = documents.c.document_id
    mine = (documents.c.project == project, name.startswith(f"{book}#", autoescape=True))
    with state.read() as conn:
        return list(conn.scalars(select(name).where(*mine)))


def remove_documents(state: State, project: str, ids: Sequence[str]) -> int:
    """Remove documents with all that is of them; returns how many were there.

    Raises:
        NotFoundError: One of them is not.
    """
    missing = sorted(set(ids) - kept_documents(state, project, ids).keys())
    if missing:
        raise NotFoundError(
            f"project {project} has no document {missing[0]!r}", hint=f"`batchwright docs list --project {project}`"
        )

    def removed(conn: Connection, some: Sequence[str]) -> int:
        lock_collection(conn, project)
        return _remove(conn, project, some)

    return sum(
        state.transact(lambda conn, some=ids[start : start + _SOME]: removed(conn, some))  # type: ignore[misc]
        for start in range(0, len(ids), _SOME)
    )


def _remove(conn: Connection, project: str, ids: Sequence[str]) -> int:
    """Remove documents with all that is of them; how many were there."""
    kept = documents.c
    mine = (kept.project == project, kept.document_id.in_(ids))
    count = conn.execute(select(func.count()).select_from(documents).where(*mine)).scalar_one()
    _remove_vectors(conn, project, _take_out(conn, project, ids))
    return count


def _take_out(conn: Connection, project: str, ids: Sequence[str]) -> list[str]:
    """Remove documents and their chunks; the digests of those, whose vectors stay for now."""
    chunk, kept = chunks.c, documents.c
    mine = (chunk.project == project, chunk.document_id.in_(ids))
    digests = list(set(conn.scalars(select(chunk.digest).where(*mine))))  # by DISTINCT all chunks would be looked at
    conn.execute(delete(chunks).where(*mine))
    conn.execute(delete(documents).where(kept.project == project, kept.document_id.in_(ids)))
    return digests


def _remove_vectors(conn: Connection, project: str, digests: Sequence[str]) -> None:
    """Remove those of these vectors that no chunk has any more: one that a new document has, too, is not made again."""
    chunk, made = chunks.c, vectors.c
    models = models_of(conn, project) if digests else []
    for start in range(0, len(digests), _SOME):
        some = digests[start : start + _SOME]
        still = select(chunk.digest).where(chunk.project == project, chunk.digest.in_(some))
        gone = (made.project == project, made.model.in_(models), made.digest.in_(some), made.digest.not_in(still))
        conn.execute(delete(vectors).where(*gone))
