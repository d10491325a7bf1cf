"""Vectors of the chunks of a project's documents, by model: made beside those in use, and used all at once.

chunks without a vector of the model ─► made (a job makes them) ─► kept beside those in use ─► used, the others go
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, select, update

from state.clock import utc_now
from state.crash import reach
from state.document_tables import chunks, collections, vectors
from state.engine import State
from state.errors import InputError
from state.group import insert_into

_SOME = 200
"""Chunks whose texts are read at a time, and vectors that are removed."""


def lock_collection(conn: Connection, project: str) -> datetime | None:
    """Let nobody else change the project's documents until the transaction ends; when they were changed before."""
    mine = collections.c.project == project
    changed_at = conn.scalar(select(collections.c.changed_at).where(mine).with_for_update())
    conn.execute(update(collections).where(mine).values(changed_at=utc_now()))
    return changed_at


def put_vectors(conn: Connection, project: str, model: str | None, made: Mapping[str, bytes]) -> None:
    """Keep vectors of a model, by the digests of their texts."""
    rows = [{"project": project, "model": model, "digest": name, "vector": one} for name, one in made.items()]
    if rows and model is not None:
        keys = ["project", "model", "digest"]
        conn.execute(insert_into(conn, vectors).on_conflict_do_nothing(index_elements=keys), rows)


def models_of(conn: Connection, project: str) -> list[str]:
    """The models that a project has vectors of, each by a step in the index: there are few of them and many vectors."""
    found: list[str] = []
    after = ""
    while (one := conn.scalar(select(func.min(vectors.c.model)).where(*_beyond(project, after)))) is not None:
        found.append(after := one)
    return found


def _beyond(project: str, model: str) -> tuple[ColumnElement[bool], ...]:
    return (vectors.c.project == project, vectors.c.model > model)


def vectors_in_use(state: State, project: str) -> str | None:
    """The model whose vectors a project's passages are found by; None: by their words alone."""
    with state.read() as conn:
        return conn.scalar(select(collections.c.vectors).where(collections.c.project == project))


def lacking(state: State, project: str, model: str) -> Iterator[tuple[str, str]]:
    """Digest and text of each chunk that has no vector of a model; equal texts once."""
    with state.read() as conn:
        made = _made(conn, project, model)
    after = ""
    while rows := _some_digests(state, project, after):
        yield from ((row.digest, row.text) for row in rows if row.digest not in made)
        after = rows[-1].digest


def _some_digests(state: State, project: str, after: str) -> Sequence[Row[tuple[str, str]]]:
    """Digest and text of some chunks, in the order of the digests."""
    chunk = chunks.c
    query: Select[tuple[str, str]] = (
        select(chunk.digest, func.min(chunk.text).label("text"))
        .where(chunk.project == project, chunk.digest > after)
        .group_by(chunk.digest)
        .order_by(chunk.digest)
        .limit(_SOME)
    )
    with state.read() as conn:
        return conn.execute(query).all()


def _made(conn: Connection, project: str, model: str) -> set[str]:
    """The digests that have a vector of a model; by itself, as a join of tables that have just grown takes hours."""
    mine = (vectors.c.project == project, vectors.c.model == model)
    return set(conn.scalars(select(vectors.c.digest).where(*mine)))


def count_lacking(conn: Connection, project: str, model: str) -> int:
    """How many chunks have no vector of a model."""
    made = _made(conn, project, model)
    return sum(one not in made for one in conn.scalars(select(chunks.c.digest).where(chunks.c.project == project)))


def keep_vectors(state: State, project: str, model: str, made: Mapping[str, bytes]) -> None:
    """Keep vectors beside those in use, by the digests of their texts; none of a text that is gone by now."""
    chunk = chunks.c

    def kept(conn: Connection) -> None:
        there = select(chunk.digest).where(chunk.project == project, chunk.digest.in_(list(made))).distinct()
        put_vectors(conn, project, model, {digest: made[digest] for digest in conn.scalars(there)})

    state.transact(kept)


def use_vectors(state: State, project: str, model: str) -> None:
    """Have a project's passages found by the vectors of a model, which each chunk has by now; the others go.

    Raises:
        InputError: Some chunk has none: documents were added meanwhile. Nothing has changed then.
    """

    def used(conn: Connection, checked: datetime | None) -> bool:
        if lock_collection(conn, project) != checked:
            return False
        conn.execute(update(collections).where(collections.c.project == project).values(vectors=model))
        reach("documents.use.before_commit")
        return True

    # To look at all vectors takes longer than others may be kept waiting: they are not, and what they do is looked at.
    is_used = False
    while not is_used:
        checked = _checked(state, project, model)
        is_used = state.transact(lambda conn, checked=checked: used(conn, checked))  # type: ignore[misc]
    reach("documents.use.after_commit")
    while state.transact(lambda conn: _some_unused(conn, project)):
        pass


def _checked(state: State, project: str, model: str) -> datetime | None:
    """When a project's documents were changed, each chunk of which has a vector of a model, all of one length."""
    with state.read(whole=True) as conn:
        changed_at = conn.scalar(select(collections.c.changed_at).where(collections.c.project == project))
        count = count_lacking(conn, project, model)
        of_model = (vectors.c.project == project, vectors.c.model == model)
        sizes = sorted(conn.scalars(select(func.length(vectors.c.vector)).where(*of_model).distinct()))
    if count:
        raise InputError(
            f"{'1 chunk' if count == 1 else f'{count:,} chunks'} of project {project}"
            f" {'has' if count == 1 else 'have'} no vector by {model}: documents were added meanwhile",
            hint="type the same command again; what is there is not made again",
        )
    if len(sizes) > 1:
        numbers = " and of ".join(str(size // 4) for size in sizes)
        raise InputError(
            f"{model} has made vectors of {numbers} numbers for project {project}, which cannot be compared",
            hint="its address makes others than it did: name another model",
        )
    return changed_at


def _some_unused(conn: Connection, project: str) -> int:
    """Remove some vectors of models that are not in use; how many."""
    made = vectors.c
    in_use = conn.scalar(select(collections.c.vectors).where(collections.c.project == project))
    for model in models_of(conn, project):
        if model != in_use:
            mine = (made.project == project, made.model == model)
            some = list(conn.scalars(select(made.digest).where(*mine).limit(_SOME)))
            return conn.execute(delete(vectors).where(*mine, made.digest.in_(some))).rowcount
    return 0
