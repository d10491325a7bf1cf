"""Make a job, or find the one that was made of the same: everything that can be wrong is said before it is stored.

spec ─► plan ─► the first item against the templates ─► all items into the state ─► PENDING
  └─► jobs of the same project, name and phases? ─► digest over the items ─► the same job
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import orjson

from orchestrator.documents.installed import lacking
from orchestrator.documents.kinds import HAVE_IMAGES
from orchestrator.documents.passwords import is_unset, way_out_of
from orchestrator.pricing import PriceTable
from orchestrator.render import CITED, TEXT, UnknownNameError, lookup
from pipelines.item_notes import ItemNotes
from pipelines.items import STDIN, items_digest, read_items, read_values, require_names
from pipelines.own_checks import placed, require_checks
from pipelines.plan import compile_plan
from pipelines.rag import rag_notes
from pipelines.ready import require_password
from state.config import Config
from state.document_records import Shelf
from state.documents import shelf_of
from state.engine import State
from state.errors import ConfigError, ItemsError, NotBuiltError, Problem, SpecError
from state.identity import new_job_id
from state.ingest import NewJob, ingest
from state.job_again import SameJob, give_plan, same_jobs, stored_spec
from state.plans import dump_plan, load_plan, plan_digest
from state.records import Json, NewItem
from state.spec import JobSpec, restore_job, spec_digest, template_names
from state.spec_errors import spec_error
from state.status import JobStatus
from state.templates import CONTENT, PAGE
from state.templates import names as names_in
from state.workspace import Workspace

THE_JOB = "the job"
"""What one is called in messages that has no file."""

_SPOOL_BYTES = 16 * 1024 * 1024
"""Stdin above this goes to a file while it is read twice."""


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Where a job's items come from: paths (with `-` for stdin), or values.

    Args:
        base: The folder that relative paths start from.
        stdin: What `-` reads; the process's own when it is None.
        notes: What the last reading changed or left out.
        tell: Is told so when the items are stored.
        beside: The job file's folder, where the modules of its checks are looked for; None without a file.
        chosen: Just these items, which were read from there before.
        job: What the job is called in messages: its file, where it has one.
    """

    paths: tuple[str, ...] = ()
    values: Iterable[Json] | None = None
    base: Path = field(default_factory=Path.cwd)
    skip_unknown: bool = False
    stdin: IO[bytes] | None = None
    notes: ItemNotes = field(default_factory=ItemNotes, compare=False)
    tell: Callable[[str], object] | None = None
    beside: Path | None = None
    chosen: tuple[NewItem, ...] | None = None
    job: str = THE_JOB

    def read(self, id_field: str) -> Iterator[NewItem]:
        """The items, from the first one on; stdin must have been spooled to be read twice."""
        self.notes.clear()
        if self.chosen is not None:
            return iter(self.chosen)
        if self.values is not None:
            return read_values(self.values, id_field=id_field, base=self.base, notes=self.notes)
        if self.stdin is not None and self.stdin.seekable():
            self.stdin.seek(0)
        return read_items(
            self.paths,
            id_field=id_field,
            skip_unknown=self.skip_unknown,
            stdin=self.stdin,
            base=self.base,
            notes=self.notes,
        )

    def spooled(self) -> ItemSource:
        """The same source with stdin kept, so that it can be read more than once."""
        if STDIN not in self.paths or self.chosen is not None:
            return self
        kept = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115  # it lives as long as the source
        shutil.copyfileobj(self.stdin or sys.stdin.buffer, kept)
        return replace(self, stdin=kept)


@dataclass(frozen=True, slots=True)
class Draft:
    """A job that is about to be made, with its plan; `notes` are what there is to say of it, in sentences."""

    spec: JobSpec
    plan: str
    plan_digest: str
    notes: tuple[str, ...] = ()


def source_of(
    spec: JobSpec,
    base: Path,
    *,
    paths: Sequence[str] = (),
    values: Iterable[Json] | None = None,
    cwd: Path,
    skip_unknown: bool = False,
    job: str = THE_JOB,
) -> ItemSource:
    """Where the items of a job come from: those that are given beside the spec, or those that it names.

    Args:
        base: What relative paths in the spec start from: its file's folder.
        cwd: What relative paths beside the spec start from.
        job: What the job is called in messages.

    Raises:
        SpecError: Both say something.
    """
    if paths or values is not None:
        if spec.items is not None:
            message = "the job has items, and others were given beside it; take one of them away"
            raise spec_error([Problem("items", message)], job)
        return ItemSource(paths=tuple(paths), values=values, base=cwd, skip_unknown=skip_unknown, job=job)
    if isinstance(spec.items, list):
        return ItemSource(values=spec.items, base=base, job=job)
    paths = (spec.items,) if spec.items is not None else ()
    return ItemSource(paths=paths, base=base, skip_unknown=skip_unknown, job=job)


def draft(
    spec: JobSpec,
    config: Config,
    state: State | None,
    *,
    folder: Path | None = None,
    cwd: Path | None = None,
    job: str = THE_JOB,
) -> Draft:
    """Compile a job, and see that its own checks can be called.

    Args:
        state: Where the documents of its project are; None where there is none yet.
        folder: The job file's.
        cwd: The working folder; this process's by default.
        job: What it is called in messages.

    Raises:
        ConfigError: The variable that it names for the password of its files is not set.
        InputError: Something else in it, or in what the configuration says of the network, cannot work.
    """
    config.network_settings()
    require_password(spec.password_env or "")
    shelf = Shelf() if state is None else shelf_of(state, spec.project)
    try:
        plan = placed(compile_plan(spec, config, PriceTable(config.prices), shelf), folder)
        require_checks(plan, cwd)
    except SpecError as error:
        raise spec_error(error.problems, job) from None
    notes = tuple(rag_notes(spec.phases, plan.phases, spec.project, shelf))
    return Draft(spec, dump_plan(plan), plan_digest(plan), notes)


def find_same(state: State, spec: JobSpec, source: ItemSource) -> SameJob | None:
    """The newest job of the same project, name, phases and items; None when it was cancelled or there is none.

    The items are only read when there is a job that they could be of.
    """
    candidates = same_jobs(state, spec.project, spec_digest(spec))
    if not candidates:
        return None
    found = items_digest(source.read(spec.id_field))
    newest = next((job for job in candidates if job.items_digest == found), None)
    return None if newest is None or newest.status is JobStatus.CANCELLED else newest


def store(
    state: State,
    workspace: Workspace,
    made: Draft,
    source: ItemSource,
    config: Config,
    *,
    first: int | None = None,
    is_only: bool = False,
) -> str:
    """Store a job with its items and return its id; `first` and `is_only` as `NewJob` has them.

    Raises:
        MadeMeanwhileError: It was to be the only one of its phases and items, and somebody else made one meanwhile.
        SpecError: A template names a field that the first item does not have.
        ItemsError: The items cannot be read, or are not what a job can take.
    """
    spec = made.spec
    job_id = new_job_id()
    job = NewJob(
        job_id=job_id,
        project=spec.project,
        name=spec.name,
        spec=orjson.dumps(spec.document()).decode(),
        spec_digest=spec_digest(spec),
        plan=made.plan,
        plan_digest=made.plan_digest,
        options=spec.options.record(),
        first=first,
        is_only=is_only,
    )
    items = with_labels(made.plan, with_languages(made, checked_items(spec, source, config)))

    def told() -> tuple[str, ...]:
        return (*made.notes, *source.notes.lines())

    ingest(state, workspace, job, items, told=told)
    if source.tell is not None:
        for sentence in told():
            source.tell(sentence)
    return job_id


def checked_items(spec: JobSpec, source: ItemSource, config: Config) -> Iterator[NewItem]:
    """The items, once the first one has all fields that the templates name; each later one is checked as it comes.

    Raises:
        SpecError: The first item lacks a field; every prompt's problems are told.
        ItemsError: There are too many, or one names a variable that is not set.
    """
    used, items = template_names(spec), source.read(spec.id_field)
    first = next(items)
    problems = [
        Problem(path, f"{phase_of(spec, path)}: {message}")
        for path, names in used.items()
        for message in _unknown(first, names)
    ]
    problems += _nothing_named(spec, first)
    if problems:
        raise spec_error(problems, f"{source.job}, as {first.source or first.item_id} shows")
    everything = with_passwords(itertools.chain([first], items))
    names = frozenset().union(*used.values())
    most = config.limits.max_items
    checked = require_names(everything, names) if names else everything
    return checked if most is None else _at_most(checked, most)


def with_labels(plan: str, items: Iterable[NewItem]) -> Iterator[NewItem]:
    """Pass items on; a file is refused where labels would be drawn from its text, which nobody has read yet.

    Raises:
        NotBuiltError: So it is.
    """
    phases = load_plan(plan).phases
    drawing = next((phase.name for phase in phases if phase.draws_labels and not phase.labels), None)
    for item in items:
        if item.file is not None and drawing is not None:
            raise NotBuiltError(
                f"is a file, and phase {drawing!r} draws its labels from the texts of items before it begins: not from"
                " files in this version",
                path=item.source or item.item_id,
                hint="name the phase's `labels`",
            )
        yield item


def with_languages(made: Draft, items: Iterable[NewItem]) -> Iterator[NewItem]:
    """Pass items on; with the first file that may have images, languages that are not read here are refused.

    Raises:
        ConfigError: What reads images here does not read one that the job or the configuration names.
    """
    plan = load_plan(made.plan)
    lacks = lacking(plan.ocr_languages) if plan.ocr_languages and plan.ocr is None else ""
    for item in items:
        if lacks and item.file is not None and item.file.kind in HAVE_IMAGES:
            named = "ocr_languages" if made.spec.ocr_languages else "[documents] ocr_languages"
            raise ConfigError(lacks, path=named)
        yield item


def with_passwords(items: Iterable[NewItem]) -> Iterator[NewItem]:
    """Pass items on; one is refused that names a variable for its file's password which is not set here.

    Raises:
        ItemsError: So it is.
    """
    for item in items:
        variable = item.file.password_env if item.file is not None else ""
        if is_unset(variable):
            raise ItemsError(
                f"its `password_env` names {variable}, which is not set",
                path=item.source or item.item_id,
                hint=way_out_of(variable),
            )
        yield item


def phase_of(spec: JobSpec, path: str) -> str:
    """The phase that a path such as `phases[1].prompt.user` is in, for messages."""
    index = int(path.partition("[")[2].partition("]")[0])
    return f"phase {spec.phases[index].name!r}"


def _nothing_named(spec: JobSpec, first: NewItem) -> Iterator[Problem]:
    """Prompts that name how a page is cited, and nothing of the item."""
    for number, phase in enumerate(spec.phases):
        user = phase.prompt.user if phase.prompt is not None else None
        if user is not None and names_in(user) == {PAGE} and PAGE not in first.fields:
            message = "names nothing of the item: {{page}} is how a page is cited; write {{content}} for its text"
            yield Problem(f"phases[{number}].prompt.user", message)


def _unknown(item: NewItem, names: Iterable[str]) -> Iterator[str]:
    values: dict[str, Json] = {TEXT: item.text, PAGE: CITED, **item.fields, CONTENT: item.text}
    for name in sorted(names):
        try:
            lookup(values, name)
        except UnknownNameError as error:
            known = f" (known: {', '.join(error.known)})" if "known are" not in error.message else ""
            yield error.message + known


def _at_most(items: Iterable[NewItem], most: int) -> Iterator[NewItem]:
    for count, item in enumerate(items, start=1):
        if count > most:
            raise ItemsError(
                f"there are more than {most} items, the most that the configuration allows",
                path=item.source or "items",
                hint="raise max_items under [limits] in batchwright.toml, or make several jobs",
            )
        yield item


def plan_of_stored(state: State, job_id: str, config: Config, cwd: Path) -> None:
    """Give a job that has no plan its plan; modules of its checks are looked for in the working folder.

    Raises:
        InputError: Something in it cannot work.
    """
    made = draft(restore_job(stored_spec(state, job_id)), config, state, cwd=cwd)
    give_plan(state, job_id, made.plan, made.plan_digest)
