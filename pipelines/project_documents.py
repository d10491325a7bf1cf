"""The documents of a project: added, listed, searched, removed; what a user's `docs` commands and Python call.

    paths ─► items ─► some at a time: read, divided, embedded ─► kept, in one transaction ─► the next

What was kept stays when the command is killed, and is not read again by the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from orchestrator.documents.pool import FileReader
from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.providers import local_packages
from orchestrator.retrieval.library import Library
from pipelines.document_reading import (
    Coming,
    LeftOut,
    Touched,
    coming,
    kind_of,
    name_of,
    read_documents,
    with_vectors,
)  # fmt: skip
from pipelines.item_notes import ItemNotes
from pipelines.items import read_items, read_values
from state import document_vectors, documents
from state.digests import canonical
from state.document_records import MIN_RELEVANCE, Collected, DocumentKind, KeptDocument, NewDocument
from state.errors import InputError
from state.passage import Passage
from state.place import root_of
from state.plan_records import RagPlan
from state.records import Json

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs

SOME = 40
"""Documents that are read before they are kept together."""

SOME_CHUNKS = 100
"""Chunks that one transaction keeps: under 0.1 s, so that running jobs are not held up."""

_ANY_TOKENS = 1_000_000_000


@dataclass(slots=True)
class Added:
    """What has come of documents that were given.

    Args:
        removed: Chapters that a book has no more.
        left_out: Those that could not be read.
        model: Whose vectors the chunks have; None: nobody's.
    """

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    chunks: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    model: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def seen(self) -> int:
        """How many documents were looked at."""
        return self.new + self.replaced + self.unchanged + len(self.left_out)

    def document(self) -> dict[str, Json]:
        """Its keys."""
        return {
            "new": self.new,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "chunks": self.chunks,
            "left_out": [{"document_id": one.document_id, "error": one.why} for one in self.left_out],
            "vectors": self.model,
            "notes": list(self.notes),
        }


class ProjectDocuments:
    """The documents of one project.

    Args:
        jobs: Of the state that they are in.
        project: Its name.
    """

    def __init__(self, jobs: BatchJobs, project: str) -> None:
        if not project.strip():
            raise InputError("project: is empty", hint="name one, or leave it out for `default`")
        self._jobs = jobs
        self.project = project

    def add(
        self,
        sources: Sequence[str] | Sequence[Json],
        *,
        kind: DocumentKind | str | None = None,
        id_field: str = "id",
        skip_unknown: bool = False,
        told: Callable[[Added], object] | None = None,
    ) -> Added:
        """Add documents, each in place of the one of its id; what is there already costs nothing.

        Args:
            sources: Paths, folders, globs, or values; as a job takes items.
            kind: What they are for; by default what their `kind` says, else passages.
            id_field: The field of a row that holds its id.
            skip_unknown: Leave out files of other kinds instead of refusing them.
            told: Is told now and then how far it is.

        Raises:
            ItemsError: There are none, or one cannot be taken. What was kept before stays.
        """
        notes, base, left_out = ItemNotes(), self._jobs.cwd, list[LeftOut]()
        root = root_of(base)
        is_values = any(not isinstance(one, str) for one in sources)
        items = (
            read_values(sources, id_field=id_field, base=base, notes=notes)
            if is_values
            else read_items(
                sources,
                id_field=id_field,
                skip_unknown=skip_unknown,
                base=base,
                notes=notes,
                leave_out=lambda path, why: left_out.append(LeftOut(name_of(path, root), why)),
            )
        )
        added = Added(left_out=left_out)
        try:
            self._add(
                coming(items, None if kind is None else kind_of(kind), base, root), added, told or (lambda _: None)
            )
        except InputError as error:
            if count := added.new + added.replaced:
                told_so_far = f"{count:,} documents before it were added; mend it, then type the same command again"
                error.advise(f"{error.hint}; {told_so_far}" if error.hint else told_so_far)
            raise
        added.notes = notes.lines()
        return added

    def _add(self, arriving: Iterator[Coming], added: Added, told: Callable[[Added], object]) -> None:
        state = self._jobs.state(make=True)
        has_local = not local_packages.missing(local_packages.VECTORS)
        some = list(islice(arriving, SOME))
        model = added.model = documents.open_collection(state, self.project, LOCAL_VECTORS if has_local else None)
        books: dict[str, set[str]] = defaultdict(set)
        languages = self._jobs.config.documents.ocr_languages
        with closing(FileReader(lambda _: None, languages=languages)) as reader:
            while some:
                kept = documents.kept_documents(state, self.project, [one.document_id for one in some])
                new: list[NewDocument] = []
                touched: dict[str, str] = {}
                for made in read_documents(some, kept, reader):
                    if made is None:
                        added.unchanged += 1
                    elif isinstance(made, Touched):
                        added.unchanged += 1
                        touched[made.document_id] = made.file
                    elif isinstance(made, LeftOut):
                        added.left_out.append(made)
                    else:
                        new.append(made)
                        added.replaced += made.document_id in kept
                        added.new += made.document_id not in kept
                        added.chunks += len(made.chunks)
                for group in _groups(_embedded(new) if model == LOCAL_VECTORS and has_local else new):
                    documents.put_documents(state, self.project, group, model=model)
                documents.note_files(state, self.project, touched)
                for one in some:
                    if one.item.file is not None and one.item.file.part:
                        books[one.document_id.rpartition("#")[0]].add(one.document_id)
                told(added)
                some = list(islice(arriving, SOME))
        for book, chapters in books.items():
            if gone := sorted({*documents.parts_of(state, self.project, book)} - chapters):
                added.removed += documents.remove_documents(state, self.project, gone)

    def list(self, *, kind: str | None = None, limit: int = 100, offset: int = 0) -> tuple[list[KeptDocument], int]:
        """Some documents by id, and how many there are in all."""
        state, only = self._jobs.known_state(), None if kind is None else kind_of(kind)
        if state is None:
            return [], 0
        return documents.list_documents(state, self.project, kind=only, limit=max(0, limit), offset=max(0, offset))

    def collected(self) -> Collected:
        """What they come to."""
        state = self._jobs.known_state()
        return Collected(None, 0, 0, 0) if state is None else documents.collected(state, self.project)

    def search(
        self,
        text: str,
        *,
        top_k: int = 5,
        kinds: Iterable[str] | None = None,
        filter: Mapping[str, Json] | None = None,  # noqa: A002  # as a job file has it
        min_relevance: float = MIN_RELEVANCE,
    ) -> Sequence[Passage]:
        """The passages that fit a text, the best first, as a phase would be given them.

        Args:
            text: What is looked for.
            top_k: The most of them.
            kinds: Of documents; by default passages, and examples where there are no passages.
            filter: Fields that a document must have, each with its value.
            min_relevance: The least that one must fit, from 0 to 1.

        Where their vectors are of a model that has to be asked, or that is not installed here, they are found by their
        words alone: a call is only made by a job.
        """
        state = self._jobs.known_state()
        if state is None:
            return ()
        if kinds is None:
            kinds = [DocumentKind.PASSAGE if self.list(kind=DocumentKind.PASSAGE, limit=0)[1] else DocumentKind.EXAMPLE]
        model = document_vectors.vectors_in_use(state, self.project)
        if model == LOCAL_VECTORS and local_packages.missing(local_packages.VECTORS):
            model = None
        rag = RagPlan(
            kinds=tuple(sorted(kind_of(kind) for kind in kinds)),
            top_k=max(1, top_k),
            max_tokens=_ANY_TOKENS,
            min_relevance=min_relevance,
            where=canonical(dict(filter)).decode() if filter else "",
            vectors=model or "",
        )
        return Library(state, self.project).search(rag, text, None, _ANY_TOKENS)

    def remove(self, ids: Sequence[str] | str) -> int:
        """Remove documents, by their ids; returns how many.

        Raises:
            NotFoundError: One of them is not there; none was removed.
        """
        wanted = [ids] if isinstance(ids, str) else list(ids)
        return documents.remove_documents(self._jobs.state(), self.project, wanted)

    def all_ids(self) -> Sequence[str]:
        """The ids of all documents."""
        total = self.list(limit=0)[1]
        return [one.document_id for start in range(0, total, 1_000) for one in self.list(limit=1_000, offset=start)[0]]


def _groups(new: Sequence[NewDocument]) -> Iterator[list[NewDocument]]:
    """Documents that one transaction keeps; one that has more chunks than that is kept alone."""
    group: list[NewDocument] = []
    for one in new:
        if group and sum(len(each.chunks) for each in group) + len(one.chunks) > SOME_CHUNKS:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _embedded(new: Sequence[NewDocument]) -> list[NewDocument]:
    """Documents with vectors by the local model; a text without a word of it has none."""
    from orchestrator.providers.local_vectors import vector_of  # noqa: PLC0415  # it is loaded where it is used

    made: dict[str, bytes] = {}
    for chunk in (chunk for one in new for chunk in one.chunks):
        try:
            made[chunk.text] = vector_of(chunk.text).astype("<f4").tobytes()
        except ValueError:
            continue
    return [with_vectors(one, made) for one in new]
