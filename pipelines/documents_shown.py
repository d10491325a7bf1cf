"""What the commands of `docs` do and show; each is a few lines over `project_documents.py` and `embed_documents.py`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import orjson

from orchestrator.pricing import LOCAL_VECTORS
from pipelines import screen_documents, way
from pipelines.embed_documents import is_complete, job_of, take_over
from pipelines.follow import OK, SOME_FAILED
from pipelines.passages_shown import passage_document
from pipelines.project_documents import Added
from pipelines.run_found import run_found
from pipelines.screen import PLAIN_S
from state import document_vectors
from state.errors import InputError, SpecError
from state.records import Json

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from pipelines.screen import Screen


def add_shown(
    jobs: BatchJobs, screen: Screen, project: str, paths: Sequence[str], *, kind: str | None, skip_unknown: bool
) -> int:
    """Add documents and show what came of them; the exit code, `SOME_FAILED` where some could not be read."""
    next_s = time.monotonic() + PLAIN_S

    def told(so_far: Added) -> None:
        nonlocal next_s
        if time.monotonic() >= next_s:
            next_s = time.monotonic() + PLAIN_S
            screen.say(screen_documents.added_words(so_far))

    added = jobs.docs(project).add(paths, kind=kind, skip_unknown=skip_unknown, told=told)
    for note in added.notes:
        screen.say(note)
    screen.put(added.document, lambda: screen_documents.added_look(added))
    found = jobs.docs(project).collected()
    screen.say(screen_documents.collected_words(found, project))
    screen.next(way.after_documents(project, found))
    return SOME_FAILED if added.left_out else OK


def list_shown(jobs: BatchJobs, screen: Screen, project: str, *, kind: str | None, limit: int, offset: int) -> None:
    """Show some documents."""
    mine = jobs.docs(project)
    rows, total = mine.list(kind=kind, limit=limit, offset=offset)
    found = mine.collected()
    document: dict[str, Json] = {
        "project": project,
        "documents": [one.document() for one in rows],
        "total": total,
        "chunks": found.chunks,
        "vectors": found.vectors,
        "chunks_without_vector": found.without,
    }
    screen.put(lambda: document, lambda: screen_documents.list_look(rows, found, project))
    if not total:
        screen.say(f"`batchwright docs add --project {project} PATH` adds documents")
    elif len(rows) < total:
        screen.say(f"{len(rows)} of {total} documents shown; --limit and --offset show others")


def search_shown(
    jobs: BatchJobs, screen: Screen, project: str, text: str, *, top: int, kind: str | None, filters: Sequence[str]
) -> None:
    """Show the passages that fit a text."""
    mine = jobs.docs(project)
    kinds = None if kind is None else [kind]
    found = mine.search(text, top_k=top, kinds=kinds, filter=dict(map(_filter, filters)))
    screen.put(
        lambda: {"results": [passage_document(one) for one in found]}, lambda: screen_documents.search_look(found)
    )
    model = document_vectors.vectors_in_use(jobs.state(), project)
    if found and model not in (None, LOCAL_VECTORS):
        screen.say(f"found by words alone: a query's vector by {model} is a call, which phases with use_rag make")
    if not found and not mine.list(limit=0)[1]:
        screen.say(f"project {project} has no documents: `batchwright docs add --project {project} PATH` adds some")
    elif not found:
        screen.say(
            f"nothing in project {project} fits: `batchwright docs list --project {project}` lists what there is"
        )


def _filter(typed: str) -> tuple[str, Json]:
    """`name=value` as a field and its value: JSON where it is some, else a text."""
    name, sign, value = typed.partition("=")
    if not sign or not name:
        raise InputError(f"--filter {typed}: it is NAME=VALUE", hint="--filter language=en")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value


def remove_shown(jobs: BatchJobs, screen: Screen, project: str, ids: Sequence[str], *, yes: bool) -> bool:
    """Remove documents, all of them where none is named; False when that was not agreed to."""
    mine = jobs.docs(project)
    if not ids:
        ids = mine.all_ids()
        said = f"all {len(ids):,} documents of project {project} would be removed"
        if not screen.asker(said, yes=yes)(f"remove all {len(ids):,} documents of project {project}?"):
            return False
    count = mine.remove(list(dict.fromkeys(ids)))
    screen.put(lambda: {"removed": count}, lambda: f"{count:,} removed")
    return True


def embed_shown(
    jobs: BatchJobs, screen: Screen, project: str, model: str, *, yes: bool, concurrency: int, budget_usd: str | None
) -> int:
    """Make the vectors of another model, and have them used; the exit code."""
    if is_complete(jobs, project, model):
        document_vectors.use_vectors(jobs.state(), project, model)
        document: dict[str, Json] = {"project": project, "vectors": model, "job_id": None}
        screen.put(
            lambda: document, lambda: f"each chunk of project {project} has a vector of {model}: they are in use"
        )
        return OK
    spec, source = job_of(jobs, project, model, concurrency=concurrency, budget_usd=budget_usd)
    try:
        found = jobs.find_or_create(spec, source, new=False, first=None)
        if jobs.status(found.job_id).purged_at is not None:  # its vectors are gone
            found = jobs.find_or_create(spec, source, new=True, first=None)
    except SpecError as error:
        raise InputError(error.problems[0].message, path="--model") from None
    screen.tells_next = False  # the job's own way ends with vectors that nobody uses
    try:
        code = run_found(jobs, found, screen, first=None, runner="local", ask=bool, yes=yes)
    finally:
        screen.tells_next = True
    if code != OK:
        screen.say("the vectors that were in use stay")
        screen.next(way.after_embedding(project, model, found.job_id, has_failed=code == SOME_FAILED))
        return code
    count = take_over(jobs, found.job_id, project, model)
    screen.say(f"project {project} is searched by vectors of {model} from now on: {count:,} were made")
    return OK
