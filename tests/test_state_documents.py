"""Documents in the state: replaced whole or not at all, vectors shared and replaced in one step, passages kept once."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import IntegrityError

from state import document_vectors
from state.digests import text_digest
from state.document_records import DocumentKind, NewChunk, NewDocument
from state.document_tables import chunks, documents, vectors
from state.document_vectors import keep_vectors, lacking, use_vectors, vectors_in_use
from state.documents import (
    changed_since,
    chunks_of,
    collected,
    kept_documents,
    list_documents,
    open_collection,
    passages_of,
    put_documents,
    remove_documents,
    shelf_of,
)
from state.engine import State
from state.errors import InputError, NotFoundError
from state.passage import Passage
from state.passages import Retrieved, dump_passages, load_passages, passages_between
from state.records import Concluded
from state.schema import batch_jobs
from tests.books import enter, new_job, start
from tests.query_plans import _postgres, _sqlite

PAPERS, OLD, NEW = "papers", "local/old", "openai/new"
_ROOT = Path(__file__).parents[1]


def document(name: str, *texts: str, model: str | None = OLD, **keys: Any) -> NewDocument:
    """A document with these chunks, each with a vector that is made of its text."""
    parts = tuple(NewChunk(text, 0, b"", vector_of(text) if model else None) for text in texts)
    return NewDocument(name, DocumentKind.PASSAGE, text_digest("".join(texts)), {}, len("".join(texts)), parts, **keys)


def vector_of(text: str) -> bytes:
    """Some bytes for a vector."""
    return sha256(text.encode()).digest()[:8]


def put(state: State, *some: NewDocument, model: str | None = OLD, project: str = PAPERS) -> None:
    """Keep documents in a project of a model."""
    open_collection(state, project, model)
    put_documents(state, project, some, model=model)


def texts_of(state: State, project: str = PAPERS) -> dict[str, list[str]]:
    """The chunks of each document, in their order."""
    chunk = chunks.c
    query = select(chunk.document_id, chunk.text).where(chunk.project == project).order_by(chunk.place)
    found: dict[str, list[str]] = {}
    with state.read() as conn:
        for row in conn.execute(query):
            found.setdefault(row.document_id, []).append(row.text)
    return found


def vectors_of(state: State, project: str = PAPERS) -> set[tuple[str, bytes]]:
    """All vectors that are kept, each with its model."""
    with state.read() as conn:
        rows = conn.execute(select(vectors.c.model, vectors.c.vector).where(vectors.c.project == project)).all()
    assert len(rows) == len(set(rows))
    return {(row.model, row.vector) for row in rows}


def ids_of(state: State) -> list[int]:
    """The ids of all chunks."""
    with state.read() as conn:
        return list(conn.scalars(select(chunks.c.chunk_id).order_by(chunks.c.chunk_id)))


def made(*texts: str, model: str = OLD) -> set[tuple[str, bytes]]:
    """The vectors of these texts."""
    return {(model, vector_of(text)) for text in texts}


# ── whole or not at all ─────────────────────────────────────────────────────────────────────────


def test_a_document_takes_the_place_of_the_one_of_its_id(state: State) -> None:
    """Its chunks, its key and its vectors are the new one's; what was of the old one is gone, and nobody else's is."""
    put(state, document("a", "one", "two"), document("b", "three"))
    put(state, document("a", "four"))
    assert texts_of(state) == {"a": ["four"], "b": ["three"]}
    assert vectors_of(state) == made("four", "three")
    assert kept_documents(state, PAPERS, ["a", "z"])["a"].chunks == 1
    assert (collected(state, PAPERS).documents, collected(state, PAPERS).chunks) == (2, 2)


def test_an_error_amid_the_transaction_leaves_all_as_it_was(state: State) -> None:
    """Of documents that are put together all are kept or none, and what they would have replaced stays."""
    put(state, document("a", "one", "two"))
    with pytest.raises(IntegrityError):
        put(state, document("a", "new"), document("b", "three"), document("b", "four"))
    assert texts_of(state) == {"a": ["one", "two"]}
    assert vectors_of(state) == made("one", "two")


def put_again(url: str) -> None:
    """Replace a document and put another beside it."""
    with closing(State(url)) as state:
        put(state, document("a", "new one", "new two"), document("b", "new three"))


def take_into_use(url: str) -> None:
    """Replace the vectors."""
    with closing(State(url)) as state:
        use_vectors(state, PAPERS, NEW)


def killed(url: str, what: str, crash: str) -> None:
    """Do it in a process that dies at a crash point."""
    program = f"from {__name__} import {what}; {what}({url!r})"
    died = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, env={**os.environ, "BATCHWRIGHT_CRASH": crash}, check=False
    )
    assert died.returncode == -signal.SIGKILL, f"{crash} was not reached"


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_kill_leaves_the_old_document_or_the_new_one(state: State, *, is_kept: bool) -> None:
    """Whoever replaces documents and dies has replaced all of what one transaction keeps, or nothing."""
    put(state, document("a", "one"), document("c", "other"))
    killed(state.url, "put_again", f"documents.put.{'after' if is_kept else 'before'}_commit")
    new = {"a": ["new one", "new two"], "b": ["new three"], "c": ["other"]}
    assert texts_of(state) == (new if is_kept else {"a": ["one"], "c": ["other"]})
    put_again(state.url)
    assert texts_of(state) == new
    assert vectors_of(state) == made("new one", "new two", "new three", "other")


def test_what_is_removed_takes_all_of_it_along(state: State) -> None:
    """One that is not there is named, and then none is removed."""
    put(state, document("a", "one"), document("b", "two"))
    with pytest.raises(NotFoundError, match="project papers has no document 'z'"):
        remove_documents(state, PAPERS, ["a", "z"])
    assert set(texts_of(state)) == {"a", "b"}
    assert remove_documents(state, PAPERS, ["a", "b"]) == 2
    assert (texts_of(state), vectors_of(state), list_documents(state, PAPERS, limit=9, offset=0)) == (
        {},
        set(),
        ([], 0),
    )


def test_many_documents_are_listed_found_and_removed(state: State) -> None:
    """More than one statement takes: the list has pages, and each is found."""
    names = [f"d{n:04d}" for n in range(1_100)]
    for start_at in range(0, 1_100, 100):
        put(state, *(document(name, name) for name in names[start_at : start_at + 100]))
    rows, total = list_documents(state, PAPERS, limit=3, offset=1_098)
    assert ([row.document_id for row in rows], total) == (["d1098", "d1099"], 1_100)
    assert kept_documents(state, PAPERS, names).keys() == set(names)
    assert remove_documents(state, PAPERS, names[1:]) == 1_099
    assert texts_of(state) == {"d0000": ["d0000"]}


def test_an_id_of_a_chunk_is_never_given_again(state: State) -> None:
    """Whoever still holds one of a document that was replaced or removed finds nothing under it."""
    put(state, document("a", "one", "two"))
    before = ids_of(state)
    put(state, document("a", "one", "two"))
    between = ids_of(state)
    remove_documents(state, PAPERS, ["a"])
    put(state, document("b", "three"))
    after = ids_of(state)
    assert len({*before, *between, *after}) == 5
    assert passages_of(state, dict.fromkeys((*before, *between), 0.5)) == []
    (found,) = passages_of(state, dict.fromkeys((*before, *after), 0.5))
    assert found == Passage("b", 0, 0.5, "three")


def test_passages_come_in_the_order_in_which_they_were_found(state: State) -> None:
    """Not in that of their ids; a document's label and page stand with them."""
    part = NewChunk("one", 7, b"")
    put(state, NewDocument("a", DocumentKind.EXAMPLE, "k", {}, 3, (part,), label="x"), document("b", "two"))
    first, second = ids_of(state)
    assert passages_of(state, {second: 0.9, first: 0.1}) == [
        Passage("b", 0, 0.9, "two"),
        Passage("a", 7, 0.1, "one", "x"),
    ]


def test_projects_do_not_see_each_other(state: State) -> None:
    """The same id and the same text in two projects are two documents with two vectors."""
    put(state, document("a", "one"))
    put(state, document("a", "one"), project="other")
    remove_documents(state, PAPERS, ["a"])
    assert (texts_of(state), texts_of(state, "other")) == ({}, {"a": ["one"]})
    assert vectors_of(state, "other") == made("one")
    assert [one.document_id for one in chunks_of(state, "other", ["passage"], OLD)] == ["a"]
    assert shelf_of(state, PAPERS).total == 0


# ── two at once ─────────────────────────────────────────────────────────────────────────────────


def put_many(url: str, who: str) -> None:
    """Put the same documents in as another process does, each by name of who put it."""
    state = State(url)
    print("ready", flush=True)  # noqa: T201  # to the test
    sys.stdin.readline()
    for turn in range(40):
        some = [document(f"d{n}", f"{who} {turn}", *(f"{who} {turn} {n} {k}" for k in range(n))) for n in range(5)]
        put(state, *(some if who == "left" else some[::-1]))
    state.close()


def test_two_who_put_the_same_documents_leave_each_whole(state: State) -> None:
    """Each document's chunks are of one writer and one turn, and so are all vectors; neither is refused."""
    program = f"import sys; from {__name__} import put_many; put_many(*sys.argv[1:])"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, state.url, who], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT
        )
        for who in ("left", "right")
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"go\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=100)
    assert [child.returncode for child in children] == [0, 0]
    found = texts_of(state)
    (last,) = {texts[0] for texts in found.values()}
    assert found == {f"d{n}": [last, *(f"{last} {n} {k}" for k in range(n))] for n in range(5)}
    assert vectors_of(state) == made(*(text for texts in found.values() for text in texts))
    with state.read() as conn:
        assert conn.scalar(select(func.count()).select_from(documents)) == 5


# ── vectors ─────────────────────────────────────────────────────────────────────────────────────


def test_equal_chunks_share_a_vector_that_goes_with_the_last(state: State) -> None:
    """A vector is kept once for a text, whatever documents have it, and as long as one of them has it."""
    put(state, document("a", "same", "one"), document("b", "same"))
    assert vectors_of(state) == made("same", "one")
    remove_documents(state, PAPERS, ["a"])
    assert vectors_of(state) == made("same")
    assert [one.vector for one in chunks_of(state, PAPERS, ["passage"], OLD)] == [vector_of("same")]
    put(state, document("b", "else"))
    assert vectors_of(state) == made("else")


def test_a_chunk_that_a_changed_document_still_has_keeps_its_vector(state: State) -> None:
    """Nobody has to be asked again for what has not changed."""
    put(state, document("a", "one", "two"))
    put(state, document("a", "two", "three", model=None))
    found = {one.chunk_id: one.vector for one in chunks_of(state, PAPERS, ["passage"], OLD)}
    assert list(found.values()) == [vector_of("two"), None]
    assert vectors_of(state) == made("two")


def digests(state: State, model: str) -> dict[str, bytes]:
    """A vector for each text that lacks one of a model, by its digest."""
    return {digest: vector_of(text) for digest, text in lacking(state, PAPERS, model)}


def test_vectors_are_replaced_all_at_once_or_not(state: State) -> None:
    """They are refused while one text lacks one, and nothing changes; then the old ones go with the same step."""
    put(state, document("a", "same", "one"), document("b", "same"))
    wanted = digests(state, NEW)
    assert len(wanted) == 2
    keep_vectors(state, PAPERS, NEW, dict(islice(wanted.items(), 1)))
    assert [text for _, text in lacking(state, PAPERS, NEW)] == [
        text for digest, text in lacking(state, PAPERS, "none") if digest == list(wanted)[1]
    ]
    with pytest.raises(InputError, match=r"chunks? of project papers ha(ve|s) no vector by openai/new"):
        use_vectors(state, PAPERS, NEW)
    assert vectors_in_use(state, PAPERS) == OLD
    assert made("same", "one") <= vectors_of(state)
    assert collected(state, PAPERS).without == 0
    keep_vectors(state, PAPERS, NEW, wanted)
    use_vectors(state, PAPERS, NEW)
    assert vectors_in_use(state, PAPERS) == NEW
    assert vectors_of(state) == made("same", "one", model=NEW)


def test_a_document_that_comes_while_all_are_looked_at_is_looked_at(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text has no vector of the new model: the old ones stay in use."""
    put(state, document("a", "one"))
    keep_vectors(state, PAPERS, NEW, digests(state, NEW))
    looked, looks = document_vectors._checked, list[datetime | None]()

    def looked_and_put(state: State, project: str, model: str) -> datetime | None:
        looks.append(looked(state, project, model))
        put(state, document("b", "two"))
        return looks[-1]

    monkeypatch.setattr(document_vectors, "_checked", looked_and_put)
    with pytest.raises(InputError, match=r"1 chunk of project papers has no vector by openai/new"):
        use_vectors(state, PAPERS, NEW)
    assert len(looks) == 1
    assert vectors_in_use(state, PAPERS) == OLD
    assert made("one", "two") <= vectors_of(state)


def test_documents_are_put_and_removed_by_index(state: State) -> None:
    """What a change of one costs does not grow with the documents there are, nor with their vectors."""
    put(state, document("a", "one"), document("b", "two"))
    keep_vectors(state, PAPERS, NEW, digests(state, NEW))
    seen: dict[str, Any] = {}

    def note(conn: Connection, cursor: object, statement: str, parameters: Any, context: object, many: bool) -> None:
        if statement.startswith(("SELECT", "DELETE")) and not many:
            seen[statement] = parameters

    event.listen(state.engine, "before_cursor_execute", note)
    put(state, document("a", "three"))
    remove_documents(state, PAPERS, ["b"])
    event.remove(state.engine, "before_cursor_execute", note)
    explain = _sqlite if state.dialect == "sqlite" else _postgres
    with state.begin() as conn:
        plans: dict[str, list[str]] = {statement.split()[0]: [] for statement in seen}
        for statement, parameters in seen.items():
            plans[statement.split()[0]].append(explain(conn, statement, parameters))
    everything = "\n".join(plan for some in plans.values() for plan in some)
    assert not re.search(r"SCAN (chunks|vectors)|Seq Scan on (chunks|vectors)", everything)
    if state.dialect == "sqlite":
        of_chunks = [plan for plan in plans["SELECT"] if "SEARCH chunks" in plan]
        assert of_chunks
        assert all("(project=? AND document_id=?)" in plan for plan in of_chunks)
        assert any(
            "SEARCH vectors" in plan and "(project=? AND model=? AND digest=?)" in plan for plan in plans["DELETE"]
        )


def test_a_vector_of_a_text_that_is_gone_is_not_kept(state: State) -> None:
    """Whoever made it was slower than who removed its document."""
    put(state, document("a", "one"), document("b", "two"))
    wanted = digests(state, NEW)
    remove_documents(state, PAPERS, ["b"])
    keep_vectors(state, PAPERS, NEW, wanted)
    assert vectors_of(state) == made("one") | made("one", model=NEW)


@pytest.mark.parametrize("is_used", [False, True])
def test_a_kill_leaves_the_old_vectors_in_use_or_the_new_ones(state: State, *, is_used: bool) -> None:
    """Those in use are whole either way, and who does the same again ends with the new ones alone."""
    put(state, document("a", "one", "two"))
    keep_vectors(state, PAPERS, NEW, digests(state, NEW))
    killed(state.url, "take_into_use", f"documents.use.{'after' if is_used else 'before'}_commit")
    in_use = vectors_in_use(state, PAPERS)
    assert in_use == (NEW if is_used else OLD)
    assert all(one.vector for one in chunks_of(state, PAPERS, ["passage"], in_use or ""))
    assert collected(state, PAPERS).without == 0
    use_vectors(state, PAPERS, NEW)
    assert vectors_of(state) == made("one", "two", model=NEW)


def test_more_vectors_than_one_statement_takes_are_replaced(state: State) -> None:
    """None of the old ones stays, and none of the new ones is missed."""
    names = [f"t{n:04d}" for n in range(1_203)]
    put(state, document("a", *names))
    assert [text for _, text in sorted(lacking(state, PAPERS, NEW), key=lambda one: one[1])] == names
    keep_vectors(state, PAPERS, NEW, digests(state, NEW))
    use_vectors(state, PAPERS, NEW)
    with state.read() as conn:
        models = list(conn.scalars(select(vectors.c.model)))
    assert models == [NEW] * 1_203


def test_a_document_that_is_added_after_has_no_vector_of_the_new_model(state: State) -> None:
    """It is counted, and its chunk is there without one: it is found by its words."""
    put(state, document("a", "one"))
    keep_vectors(state, PAPERS, NEW, digests(state, NEW))
    use_vectors(state, PAPERS, NEW)
    put(state, document("b", "two", model=None), model=NEW)
    assert collected(state, PAPERS).without == 1
    found = {one.document_id: one.vector for one in chunks_of(state, PAPERS, ["passage"], NEW)}
    assert found == {"a": vector_of("one"), "b": None}


def test_what_changes_documents_is_told_by_its_time(state: State) -> None:
    """A project's documents have changed since a moment before, and not since one after."""
    put(state, document("a", "one"))
    with state.read() as conn:
        (at,) = conn.scalars(select(documents.c.added_at)).all()
    remove_documents(state, PAPERS, ["a"])
    assert changed_since(state, PAPERS, at)
    assert not changed_since(state, "nobody's", at)


# ── passages ────────────────────────────────────────────────────────────────────────────────────

FOUND = dump_passages([Passage("a", 3, 0.25, "a text", None), Passage("b", 0, 0.2, "ü", "label")])
OTHER = dump_passages([])


def kept(state: State, job_id: str) -> Mapping[int, Mapping[int, Sequence[Passage]]]:
    """What is kept for a job's items."""
    with state.read() as conn:
        return passages_between(conn, job_id, 0, 99)


@pytest.fixture
def job_id(state: State) -> str:
    """A job of ten items."""
    return new_job(state)


def test_what_was_found_first_stands(state: State, job_id: str) -> None:
    """Told again it stands, another find does not, in the same group or later; and another phase has its own."""
    hand = start(state, job_id)
    first = hand.do(Retrieved(0, 0, FOUND), Retrieved(0, 0, OTHER), Retrieved(0, 1, OTHER), Retrieved(1, 0, OTHER))
    assert first == [Concluded(True), Concluded(False), Concluded(True), Concluded(True)]
    assert hand.do(Retrieved(0, 0, OTHER), Retrieved(0, 0, FOUND)) == [Concluded(False), Concluded(True)]
    assert kept(state, job_id) == {0: {0: load_passages(FOUND), 1: ()}, 1: {0: ()}}


def test_who_was_taken_over_keeps_nothing(state: State, job_id: str) -> None:
    """A worker of an older run changes no item's passages."""
    stale = start(state, job_id)
    with state.begin() as conn:
        conn.execute(batch_jobs.update().where(batch_jobs.c.job_id == job_id).values(epoch=2))
    assert stale.one(Retrieved(0, 0, FOUND)) == Concluded(False)
    assert kept(state, job_id) == {}
    assert enter(state, job_id, 2, "worker-2").one(Retrieved(0, 0, FOUND)) == Concluded(True)
