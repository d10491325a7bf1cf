"""Vectors of a project's documents by another model: a job makes them, and one step puts them in the old ones' place.

    chunks without a vector of the model ─► items of a job ─► run to its end ─► kept beside those in use ─► used
                                              └ stopped half-way: the old ones stay in use, and the same
                                                command goes on with the job

The job is one as any: known answers, limits, budget, ledger, pause and resume are those of all jobs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from state import document_vectors, documents
from state.engine import State
from state.errors import InputError, NotFoundError
from state.records import Json
from state.spec import JobSpec
from state.status import JobStatus

if TYPE_CHECKING:
    from pipelines.creation import ItemSource
    from pipelines.jobs import BatchJobs

CONCURRENCY = 20
_SOME = 200  # vectors that one transaction keeps
_MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Lacking:
    """The chunks that have no vector of a model, as items of a job; they are read anew each time."""

    state: State
    project: str
    model: str

    def __iter__(self) -> Iterator[Json]:
        for digest, text in document_vectors.lacking(self.state, self.project, self.model):
            yield {"id": digest, "content": text}


def is_complete(jobs: BatchJobs, project: str, model: str) -> bool:
    """Whether each chunk of a project has a vector of a model.

    Raises:
        NotFoundError: It has no documents.
    """
    state = jobs.state()
    if not documents.collected(state, project).chunks:
        hint = f"`batchwright docs add --project {project} PATH` adds some"
        raise NotFoundError(f"project {project} has no documents to embed", hint=hint)
    return next(iter(Lacking(state, project, model)), None) is None


def job_of(
    jobs: BatchJobs, project: str, model: str, *, concurrency: int = CONCURRENCY, budget_usd: str | None = None
) -> tuple[JobSpec, ItemSource]:
    """The job that makes the vectors which a project's chunks lack of a model."""
    options: dict[str, Json] = {"concurrency": concurrency, "auto_start": False}
    if budget_usd is not None:
        options["budget_usd"] = budget_usd
    phase: Json = {"name": "vector", "task_type": "embedding_generation", "model": model}
    spec, base = jobs.spec(
        {
            "name": f"vectors of {project} by {model}"[:_MOST_NAME],
            "project": project,
            "phases": [phase],
            "options": options,
        }
    )
    return spec, jobs.source(spec, base, values=Lacking(jobs.state(), project, model))


def take_over(jobs: BatchJobs, job_id: str, project: str, model: str) -> int:
    """Have a project's passages found by the vectors that a job has made; returns how many those are.

    Raises:
        InputError: Some chunk has none. The old vectors stay in use then.
    """
    import numpy as np  # noqa: PLC0415 - only what embeds needs it

    view = jobs.status(job_id)
    if view.status is not JobStatus.COMPLETED or view.progress.failed_items:
        raise InputError(
            f"{job_id} is {view.status} with {view.progress.failed_items} failed items: the vectors in use stay",
            hint=f"`batchwright retry {job_id}`, then the same command again",
        )
    state, made, count = jobs.state(), dict[str, bytes](), 0
    for row in jobs.results(job_id, status="COMPLETED"):
        if not isinstance(row.output, list) or not row.output:
            raise InputError(f"{job_id} has no vector of {row.item_id}: the vectors in use stay")
        made[row.item_id] = np.asarray(row.output, dtype="<f4").tobytes()
        if len(made) == _SOME:
            document_vectors.keep_vectors(state, project, model, made)
            count, made = count + len(made), {}
    document_vectors.keep_vectors(state, project, model, made)
    document_vectors.use_vectors(state, project, model)
    return count + len(made)
