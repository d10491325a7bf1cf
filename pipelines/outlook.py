"""Look ahead: previews and estimates of jobs that are not made yet, and what is left of one that is.

    estimate ─► items ─► what is known ─► forecast
       └ with a sample: some items, spread over all lengths ─► a job of their own, run to its end ─► forecast again

A sample's answers stay known to the project, so the run that follows asks for none of them again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING

from orchestrator.chain import ItemText
from orchestrator.documents.base import UnreadableError
from orchestrator.documents.pool import reader_of
from orchestrator.foreseen import Foreseen, of_read
from orchestrator.retrieval.library import Library
from pipelines import creation
from pipelines.estimate import Estimate, Ground, crowd_of, estimate_crowd, estimate_job, estimate_some, text_of
from pipelines.file_texts import nothing_known
from pipelines.preview import Preview, pick, preview
from state.errors import BatchwrightError, ItemsError, NotFoundError, Problem
from state.job_again import stored_spec
from state.pages import load_job
from state.plans import load_plan
from state.records import NewItem
from state.sample import LOOKED_AT
from state.spec import JobSpec, restore_job, spec_digest
from state.spec_errors import spec_error
from state.status import JobStatus

if TYPE_CHECKING:
    from pipelines.creation import ItemSource
    from pipelines.jobs import BatchJobs
    from state.job_view import JobView
    from state.plan_records import Plan


_MARGIN = Decimal("1.25")
"""Above what is likely, where that is known better than by a quarter."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a sample is run: its budget; None: it has none but that of its project."""

    budget_usd: Decimal | None = None


Agree = Callable[[Estimate, int], Terms | None]
"""On what terms a sample of so many items may be run, given what it is estimated to cost; None: it may not."""


def preview_of(jobs: BatchJobs, spec: JobSpec, source: ItemSource, item_id: str | None = None) -> Preview:
    """What a job would ask for one of its items: the first, or the one that is named.

    Raises:
        InputError: Something is wrong with the job, the item, or those before it.
    """
    plan = _plan(jobs, spec, source)
    items = creation.checked_items(spec, source, jobs.config)
    few = list(islice(items, LOOKED_AT if any(phase.draws_labels for phase in plan.phases) else 1))
    sample = crowd_of(plan, few).sample
    item, place = pick(chain(few, items), item_id)
    whole, foreseen = _whole(item, place, plan)
    library = Library(jobs.known_state(), spec.project)
    return preview(spec.name, plan, jobs.config, whole, library, sample, foreseen)


def _whole(item: NewItem, place: int, plan: Plan) -> tuple[ItemText, Foreseen | None]:
    """An item with its text, read in its file if it is one; and what of that a model is to read.

    Raises:
        ItemsError: No text comes out of the file.
    """
    text = text_of(item, place)
    if item.file is None:
        return text, None
    with closing(reader_of(plan, nothing_known, processes=1)) as reader:
        try:
            read = reader.submit(item.file, item.text).result()
            whole = replace(text, text=read.text, pages=item.file.pages(read.pages))
            return whole, of_read(read, item.file.name) if read.sights else None
        except UnreadableError as error:
            hint = "the run goes on without it; to preview another item name that with --item"
            raise ItemsError(f"{item.file.name} {error}", path=item.source, hint=hint) from None


def estimate_of(
    jobs: BatchJobs,
    spec: JobSpec,
    source: ItemSource,
    *,
    sample: int | None = None,
    agree: Agree | None = None,
    run: Callable[[str], object] | None = None,
) -> Estimate:
    """What a job would cost, and how long it would take.

    Args:
        sample: Run so many of its items first, and go by what they cost.
        agree: Is asked before that; by default it is run within the job's budget.
        run: Runs the sample's job to its end; in this process by default.

    Raises:
        InputError: Something is wrong with the job or its items; or a sample was asked for that would be paid again.
    """
    plan = _plan(jobs, spec, source)
    if sample is not None:
        _refuse_in_vain(spec, plan)
    ground = _ground(jobs, spec, plan)
    crowd = crowd_of(plan, creation.checked_items(spec, source, jobs.config))
    if sample is None:
        return estimate_crowd(ground, crowd)
    items = tuple(kept.item for kept in crowd.to_try.spread(sample))
    few = estimate_some(ground, items)
    terms = Terms(spec.options.record().budget_usd)
    if agree is not None and not few.is_nothing:
        agreed = agree(few, len(items))
        if agreed is None:
            return estimate_crowd(ground, crowd)
        terms = agreed
    job_id = _run_sample(jobs, spec, replace(source, chosen=items, tell=None), terms, run or _run_here(jobs))
    return replace(estimate_crowd(replace(ground, state=jobs.known_state()), crowd), sample=job_id)


def estimate_left(jobs: BatchJobs, job_id: str, *, beyond_first: bool = False) -> Estimate:
    """What is left of a job: of the items that may run for now, or of all.

    Args:
        beyond_first: Of all, whatever `--first` said.
    """
    state = jobs.state()
    job = load_job(state, job_id)
    digests = _digests(restore_job(stored_spec(state, job_id)))
    view = jobs.status(job_id)
    budget = None if view.budget_usd is None else view.budget_usd - view.analytics.cost_incurred
    allowed, concurrency = _allowed(jobs, job.project, budget), job.options.concurrency
    ground = Ground(job.name, job.project, job.plan, jobs.config, concurrency, state, jobs.workspace, allowed, digests)
    return estimate_job(ground, state, job, beyond_first=beyond_first)


def enough(jobs: BatchJobs, view: JobView) -> Decimal | None:
    """The budget with which a job that stopped at its own should go to its end; None where nobody can reckon it.

    What is left at the upper end of its estimate, pages that a model reads and parts of long texts included; and beside
    it room for the worst case of a call, which must fit as long as one is to be made.
    """
    with suppress(BatchwrightError):
        left = estimate_left(jobs, view.id)
        if not left.is_nothing:
            return view.analytics.cost_incurred + min(
                left.at_most, max(left.high, left.likely * _MARGIN) + left.dearest
            )
    return None


def _plan(jobs: BatchJobs, spec: JobSpec, source: ItemSource) -> Plan:
    made = creation.draft(spec, jobs.config, jobs.known_state(), folder=source.beside, cwd=jobs.cwd, job=source.job)
    return load_plan(made.plan)


def _ground(jobs: BatchJobs, spec: JobSpec, plan: Plan) -> Ground:
    options, state = spec.options.record(), jobs.known_state()
    allowed = _allowed(jobs, spec.project, options.budget_usd)
    return Ground(
        spec.name, spec.project, plan, jobs.config, options.concurrency, state, jobs.workspace, allowed, _digests(spec)
    )


def _allowed(jobs: BatchJobs, project: str, budget: Decimal | None) -> Decimal | None:
    """What a job's own budget and its project's let be spent; None: they have none."""
    lefts = [] if budget is None else [budget]
    with suppress(NotFoundError):
        left = jobs.budget(project).left_usd
        lefts += [] if left is None else [left]
    return min(lefts, default=None)


def _digests(spec: JobSpec) -> tuple[str, ...]:
    """By which jobs of the same phases are found, and samples of them."""
    return spec_digest(spec), spec_digest(_named_sample(spec))


def _named_sample(spec: JobSpec) -> JobSpec:
    return spec.model_copy(update={"name": f"{spec.name} (sample)", "items": None})


# ── a sample ────────────────────────────────────────────────────────────────────────────────────


def _refuse_in_vain(spec: JobSpec, plan: Plan) -> None:
    """Refuse a sample whose answers the run could not use.

    Raises:
        SpecError: A phase asks anew for each job, or by labels that follow from all its items.
    """
    hint = "run a part of the job itself in place of a sample: `run --first N`"
    problems = []
    for index, phase in enumerate(plan.phases):
        if not phase.reuse:
            problems.append(
                Problem(f"phases[{index}].reuse", f"answers are not reused, so a sample is paid twice; {hint}")
            )
        if phase.draws_labels:
            problems.append(
                Problem(f"phases[{index}].labels", f"are drawn from all items, and a sample would draw others; {hint}")
            )
    if problems:
        raise spec_error(problems, f"--sample and {spec.name}")


def _run_sample(jobs: BatchJobs, spec: JobSpec, source: ItemSource, terms: Terms, run: Callable[[str], object]) -> str:
    """Run some of the items as a job of their own, unless that is done; returns its id."""
    options = spec.options.model_copy(update={"budget_usd": terms.budget_usd})
    named = _named_sample(spec).model_copy(update={"options": options})
    found = jobs.find_or_create(named, source, new=False, first=None)
    if found.status is not JobStatus.COMPLETED:
        run(found.job_id)
    return found.job_id


def _run_here(jobs: BatchJobs) -> Callable[[str], object]:
    def run(job_id: str) -> object:
        from pipelines.run import run_job  # noqa: PLC0415  # Beam takes seconds to load

        return run_job(jobs.place, jobs.config, job_id)

    return run
