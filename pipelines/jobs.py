"""BatchJobs: everything that can be done with jobs, for programs and for the command line alike.

    jobs = BatchJobs()
    job = jobs.create(name="Papers", items="papers.jsonl", phases=[{"name": "summarise"}])
    jobs.wait(job.id)
    for row in jobs.results(job.id, status="COMPLETED"):
        ...

A job is named by its id, a unique prefix of it, or `last`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipelines.job_moves import JobMoves
from pipelines.options import RUNNERS
from state import control, views
from state.errors import InputError
from state.option_changes import changes_between
from state.status import JobStatus

if TYPE_CHECKING:
    from pipelines.creation import ItemSource
    from pipelines.estimate import Estimate
    from pipelines.preview import Preview
    from pipelines.project_documents import ProjectDocuments
    from state.audit_records import Discrepancy, Told
    from state.backup import Backup
    from state.control import ProjectBudget, Reconciled
    from state.copying import Copied, Progress
    from state.option_changes import Change
    from state.records import Json
    from state.spec import JobSpec
    from state.views import JobView


_ALL = 1_000_000_000_000_000
"""More items than any job has, which the state can still hold as a number."""


@dataclass(frozen=True, slots=True)
class Found:
    """What `find_or_create` came to: a job, whether it was there already, and which of its options became what."""

    job_id: str
    is_new: bool
    status: JobStatus
    changed: str = ""


class BatchJobs(JobMoves):
    """The jobs of one state: all that `JobReading` shows and `JobMoves` moves; and here they are made.

    Args:
        state: URL of the state, or a path ending in .db; by default as `batchwright` finds it.
        workspace: Where large payloads go: a folder, by default beside the state, an object store's URL, or `database`.
        config: The configuration, or its file; by default `batchwright.toml`, found upwards.
        cwd: The folder to start from; by default the working folder.

    Raises:
        ConfigError: The state's URL cannot be read.
    """

    # ── making jobs ─────────────────────────────────────────────────────────────────────────────

    def spec(self, given: JobSpec | Mapping[str, object] | str | Path) -> tuple[JobSpec, Path]:
        """A job's spec, and the folder that its relative paths start from.

        Raises:
            SpecError: It is not valid; with every problem that was found.
        """
        from state.spec import JobSpec, load_job, parse_job  # noqa: PLC0415  # pydantic is slow to load

        if isinstance(given, JobSpec):
            return given, self._cwd
        limits = self.config.spec_limits()
        if isinstance(given, Mapping):
            return parse_job(given, source="the job", limits=limits), self._cwd
        path = self._cwd / given
        return load_job(path, limits=limits, shown=str(given)), path.parent

    def read(self, given: JobSpec | Mapping[str, object] | str | Path, **beside: object) -> tuple[JobSpec, ItemSource]:
        """A job's spec and where its items come from; `beside` as `source` takes it."""
        spec, base = self.spec(given)
        return spec, self.source(spec, base, job=_called(given), **beside)  # type: ignore[arg-type]

    def source(
        self,
        spec: JobSpec,
        base: Path,
        *,
        paths: Sequence[str] = (),
        values: Iterable[Json] | None = None,
        skip_unknown: bool = False,
        tell: Callable[[str], object] | None = None,
        job: str | None = None,
    ) -> ItemSource:
        """Where the items of a job come from: `paths` or `values` beside the spec, else what the spec names.

        Args:
            tell: Is told what of the items was changed or left out when they are stored; the events say it, too.
            job: What the job is called in messages: its file, where it has one.
        """
        from pipelines.creation import THE_JOB, source_of  # noqa: PLC0415

        source = source_of(
            spec, base, paths=paths, values=values, cwd=self._cwd, skip_unknown=skip_unknown, job=job or THE_JOB
        )
        return replace(source, tell=tell, beside=base)

    def create(
        self,
        spec: JobSpec | Mapping[str, object] | str | Path | None = None,
        *,
        items: str | Path | Iterable[Json] | None = None,
        start: bool | None = None,
        runner: str = "local",
        **keys: object,
    ) -> JobView:
        """Store a job; with its option `auto_start` (the default) a process of its own starts it.

        Args:
            spec: A job file's path, a mapping with its keys, or a parsed spec; or give the keys as keywords
                (`name`, `phases`, `options`, `project`, …).
            items: A path, a glob, or the items themselves.
            start: Whether to start it, in place of `auto_start`.
            runner: Where it runs.

        Raises:
            InputError: Something is wrong with the job or its items; nothing is stored then.
        """
        parsed, source = self._parsed(spec, items, keys)
        starts = parsed.options.auto_start if start is None else start
        job_id = self.store(parsed, source, must_start=starts, runner=runner)
        if starts:
            self.start(job_id, runner=runner)
        return self.status(job_id)

    def _given_source(
        self, spec: JobSpec, base: Path, items: str | Path | Iterable[Json] | None, job: str | None
    ) -> ItemSource:
        if items is None:
            return self.source(spec, base, job=job)
        if isinstance(items, str | Path):
            return self.source(spec, base, paths=(str(items),), job=job)
        return self.source(spec, base, values=items, job=job)

    def store(
        self, spec: JobSpec, source: ItemSource, *, must_start: bool, runner: str = "local",
        first: int | None = None, is_only: bool = False,
    ) -> str:  # fmt: skip
        """Store a job without starting it, and return its id.

        Args:
            must_start: It is to start at once: who runs it here must have its keys.
            runner: Where it is to run.

        Raises:
            MadeMeanwhileError: It was to be the only one of its phases and items, and there is one by now.
            InputError: Something is wrong with it or its items.
        """
        from pipelines import creation  # noqa: PLC0415

        made = creation.draft(
            spec, self.config, self.known_state(), folder=source.beside, cwd=self._cwd, job=source.job
        )
        if must_start and runner in RUNNERS:
            from pipelines.ready import check_keys  # noqa: PLC0415
            from state.plans import load_plan  # noqa: PLC0415

            check_keys(load_plan(made.plan), self.config)
        state = self.state(make=True)
        return creation.store(state, self.workspace, made, source, self.config, first=first, is_only=is_only)

    def find_or_create(
        self, spec: JobSpec, source: ItemSource, *, new: bool, first: int | None, runner: str = "local"
    ) -> Found:
        """The job that was made of the same project, name, phases and items, else a new one.

        Options that the spec gives are applied to a job that is found and not finished.

        Args:
            new: Make a new job in any case.
            first: Only so many items run for now; None: all.
            runner: Where it is to run.
        """
        from pipelines import creation  # noqa: PLC0415
        from state.ingest import MadeMeanwhileError  # noqa: PLC0415

        first = None if first is None else min(first, _ALL)
        spooled = source if new else source.spooled()
        same = None if new else creation.find_same(self.state(make=True), spec, spooled)
        if same is not None:
            return self._found(same.job_id, spec, first)
        try:
            made = self.store(spec, spooled, must_start=True, runner=runner, first=first, is_only=not new)
        except MadeMeanwhileError as error:
            return self._found(error.job_id, spec, first)
        return Found(made, True, JobStatus.PENDING)

    def _found(self, job_id: str, spec: JobSpec, first: int | None) -> Found:
        """A job that was found, with what the spec says of its options, unless it is running."""
        from state.pages import load_job  # noqa: PLC0415  # who only looks at jobs needs none of it

        view = views.status(self.state(), job_id)
        if view.status is JobStatus.RUNNING and view.stalled is None:
            self._refuse_running(job_id)
        changed = ""
        if view.status is not JobStatus.COMPLETED:
            self._plan(job_id)
            changes: dict[str, Change] = {k: v for k, v in spec.options.given().items() if k != "auto_start"}
            before = load_job(self.state(), job_id).options
            changed = changes_between(before, self.set(job_id, changes))
            control.set_first(self.state(), job_id, first)
        return Found(job_id, False, view.status, changed)

    # ── looking ahead ───────────────────────────────────────────────────────────────────────────

    def preview(
        self,
        spec: JobSpec | Mapping[str, object] | str | Path | None = None,
        *,
        items: str | Path | Iterable[Json] | None = None,
        item: str | None = None,
        **keys: object,
    ) -> Preview:
        """The requests of each phase as they would be sent for one item; no call, no key, nothing is stored.

        Args:
            spec: As `create` takes it; or give its keys as keywords.
            items: A path, a glob, or the items themselves.
            item: The id of the item; the first one by default.

        Raises:
            InputError: Something is wrong with the job or its items.
        """
        from pipelines.outlook import preview_of  # noqa: PLC0415

        return preview_of(self, *self._parsed(spec, items, keys), item_id=item)

    def estimate(
        self,
        spec: JobSpec | Mapping[str, object] | str | Path | None = None,
        *,
        items: str | Path | Iterable[Json] | None = None,
        sample: int | None = None,
        **keys: object,
    ) -> Estimate:
        """What a job would cost, and how long it would take.

        Args:
            spec: As `create` takes it; or give its keys as keywords.
            items: A path, a glob, or the items themselves.
            sample: Run so many items first, which costs what they cost, and go by that; their answers stay known.

        Raises:
            InputError: Something is wrong with the job or its items.
        """
        from pipelines.outlook import estimate_of  # noqa: PLC0415

        return estimate_of(self, *self._parsed(spec, items, keys), sample=sample)

    def _parsed(
        self,
        spec: JobSpec | Mapping[str, object] | str | Path | None,
        items: str | Path | Iterable[Json] | None,
        keys: dict[str, object],
    ) -> tuple[JobSpec, ItemSource]:
        parsed, base = self.spec(cast("Mapping[str, object]", keys) if spec is None else spec)
        return parsed, self._given_source(parsed, base, items, _called(spec))

    # ── money and upkeep ────────────────────────────────────────────────────────────────────────

    def budget(self, project: str = "default", *, cap_usd: Decimal | str | int | None = None) -> ProjectBudget:
        """A project's hard cap and what is used of it.

        Args:
            project: Its name.
            cap_usd: Set the cap; "none" takes it away, None leaves it as it is.
        """
        if cap_usd is None:
            return control.project_budget(self.state(), project)
        cap = None if str(cap_usd).lower() == "none" else _usd(cap_usd)
        return control.set_project_cap(self.state(make=True), project, cap)

    def reconcile(
        self, job: str, calls: Sequence[str], *, cost_usd: Decimal | str | int | None = None, drop: bool = False
    ) -> Reconciled:
        """Set what unknown calls of a job really cost, or say that none of them was billed."""
        cost = None if cost_usd is None else _usd(cost_usd)
        return control.reconcile(self.state(), self.find(job), calls, cost_usd=cost, drop=drop)

    def migrate(self) -> str:
        """Bring the state's tables up to date, or make them; returns the revision that they have now."""
        from state.engine import State  # noqa: PLC0415
        from state.migrate import migrate  # noqa: PLC0415

        with closing(State(self.place.url)) as opened:
            return migrate(opened)

    def check(self, *, told: Told | None = None) -> Iterator[Discrepancy]:
        """Look whether the state is sound: counts, digests, payloads and money; each discrepancy as it is found.

        Args:
            told: Is told how many more jobs, items, calls and answers have been looked at.
        """
        from state.audit import audit  # noqa: PLC0415

        return audit(self.state(), self.workspace, told)

    def backup(self, folder: str | Path, *, told: Told | None = None) -> Backup:
        """Copy the state with its workspace to a folder that is not there yet, while jobs run.

        Args:
            folder: Or a file ending in .db, where the workspace holds nothing.
            told: Is told how many more bytes and payloads have been copied, and items and calls looked at again.

        Raises:
            InputError: Something is there already.
            StateUnreachableError: There is no room.
        """
        from state.backup import backup  # noqa: PLC0415

        return backup(self.state(), self.workspace, self._cwd / folder, told or (lambda _what, _more: None))

    def copy_to(self, state: str, *, workspace: str | None = None, progress: Progress | None = None) -> Copied:
        """Copy all projects and jobs, which must have stopped, into another state, and verify each row of it.

        Args:
            state: URL of the other state, or a path ending in .db; it is made where it is not there.
            workspace: Where its large payloads go; by default beside its file.
            progress: Is told how far it is.

        Raises:
            InputError: A job has not stopped, or something else is there under the same names; nothing is written then.
        """
        from pipelines.state_copy import copy_state, target_of  # noqa: PLC0415
        from state.copying import Progress  # noqa: PLC0415

        target = target_of(state, workspace, cwd=self._cwd, environ=os.environ)
        return copy_state(self, target, progress or Progress())

    def size(self) -> int:
        """How many items the state has, in all jobs."""
        from state.audit import size_of  # noqa: PLC0415

        return size_of(self.state())

    # ── documents ───────────────────────────────────────────────────────────────────────────────

    def docs(self, project: str = "default") -> ProjectDocuments:
        """The documents of a project: `add`, `list`, `search`, `remove`."""
        from pipelines.project_documents import ProjectDocuments  # noqa: PLC0415

        return ProjectDocuments(self, project)

    def documents_changed(self, job: str) -> bool:
        """Whether a job was given passages, and the documents that they are of have changed since it began."""
        from state.documents import changed_since  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        row, view = load_job(self.state(), self.find(job)), self.status(job)
        asks = any(phase.rag is not None for phase in row.plan.phases)
        return asks and view.started_at is not None and changed_since(self.state(), row.project, view.started_at)


def _usd(amount: Decimal | str | int) -> Decimal:
    try:
        return Decimal(str(amount).removeprefix("$"))
    except InvalidOperation:
        raise InputError(f"{amount!r} is no amount in US dollars", hint="write it as 12.50") from None


def _called(given: object) -> str | None:
    """What a job is called in messages: its file; None where it has none."""
    return str(given) if isinstance(given, str | Path) else None
