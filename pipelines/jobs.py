"""BatchJobs: everything that can be done with jobs, for programs and for the command line alike.

    jobs = BatchJobs()
    job = jobs.create(name="Papers", items="papers.jsonl", phases=[{"name": "summarise"}])
    jobs.wait(job.id)
    for row in jobs.results(job.id, status="COMPLETED"):
        ...

A job is named by its id, a unique prefix of it, or `last`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipelines.job_reading import POLL_S, JobReading
from state import control, views
from state.errors import InputError, NotBuiltError
from state.status import JobStatus, Verb

if TYPE_CHECKING:
    from pipelines.creation import ItemSource
    from state.control import ProjectBudget, Reconciled
    from state.option_changes import Change
    from state.plan_records import Options
    from state.records import Json
    from state.spec import JobSpec
    from state.views import JobView


@dataclass(frozen=True, slots=True)
class Found:
    """What `find_or_create` came to: a job, and whether it was there already."""

    job_id: str
    is_new: bool
    status: JobStatus


class BatchJobs(JobReading):
    """The jobs of one state: everything that `JobReading` shows, and everything that can be done.

    Args:
        state: URL of the state, or a path ending in .db; by default as `batchwright` finds it.
        workspace: Folder of large payloads; by default beside the state.
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
        return load_job(path, limits=limits), path.parent

    def read(self, given: JobSpec | Mapping[str, object] | str | Path, **beside: object) -> tuple[JobSpec, ItemSource]:
        """A job's spec and where its items come from; `beside` as `source` takes it."""
        spec, base = self.spec(given)
        return spec, self.source(spec, base, **beside)  # type: ignore[arg-type]

    def source(
        self,
        spec: JobSpec,
        base: Path,
        *,
        paths: Sequence[str] = (),
        values: Iterable[Json] | None = None,
        skip_unknown: bool = False,
        tell: Callable[[str], object] | None = None,
    ) -> ItemSource:
        """Where the items of a job come from: `paths` or `values` beside the spec, else what the spec names.

        Args:
            tell: Is told what of the items was changed or left out when they are stored; the events say it, too.
        """
        from pipelines.creation import source_of  # noqa: PLC0415

        source = source_of(spec, base, paths=paths, values=values, cwd=self._cwd, skip_unknown=skip_unknown)
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
        parsed, base = self.spec(cast("Mapping[str, object]", keys) if spec is None else spec)
        source = self._given_source(parsed, base, items)
        starts = parsed.options.auto_start if start is None else start
        job_id = self.store(parsed, source, must_start=starts)
        if starts:
            self.start(job_id, runner=runner)
        return self.status(job_id)

    def _given_source(self, spec: JobSpec, base: Path, items: str | Path | Iterable[Json] | None) -> ItemSource:
        if items is None:
            return self.source(spec, base)
        if isinstance(items, str | Path):
            return self.source(spec, base, paths=(str(items),))
        return self.source(spec, base, values=items)

    def store(
        self, spec: JobSpec, source: ItemSource, *, must_start: bool, first: int | None = None, is_only: bool = False
    ) -> str:
        """Store a job without starting it, and return its id.

        Raises:
            MadeMeanwhileError: It was to be the only one of its phases and items, and there is one by now.
            NotBuiltError: It is to be started and asks for something that this version does not have.
            InputError: Something else is wrong with it or its items.
        """
        from pipelines import creation  # noqa: PLC0415

        made = creation.draft(spec, self.config, must_start=must_start, folder=source.beside, cwd=self._cwd)
        if must_start and made.plan is not None:
            from pipelines.run import check_keys  # noqa: PLC0415  # Beam takes seconds to load
            from state.plans import load_plan  # noqa: PLC0415

            check_keys(load_plan(made.plan), self.config)
        state = self.state(make=True)
        return creation.store(state, self.workspace, made, source, self.config, first=first, is_only=is_only)

    def find_or_create(self, spec: JobSpec, source: ItemSource, *, new: bool, first: int | None) -> Found:
        """The job that was made of the same project, name, phases and items, else a new one.

        Options that the spec gives are applied to a job that is found and not finished.

        Args:
            new: Make a new job in any case.
            first: Only so many items run for now; None: all.
        """
        from pipelines import creation  # noqa: PLC0415
        from state.ingest import MadeMeanwhileError  # noqa: PLC0415

        spooled = source if new else source.spooled()
        same = None if new else creation.find_same(self.state(make=True), spec, spooled)
        if same is not None:
            return self._found(same.job_id, spec, first)
        try:
            made = self.store(spec, spooled, must_start=True, first=first, is_only=not new)
        except MadeMeanwhileError as error:
            return self._found(error.job_id, spec, first)
        return Found(made, True, JobStatus.PENDING)

    def _found(self, job_id: str, spec: JobSpec, first: int | None) -> Found:
        """A job that was found, with what the spec says of its options, unless it is running."""
        view = views.status(self.state(), job_id)
        if view.status is JobStatus.RUNNING and view.stalled is None:
            self._refuse_running(job_id)
        if view.status is not JobStatus.COMPLETED:
            self._plan(job_id)
            changes: dict[str, Change] = {k: v for k, v in spec.options.given().items() if k != "auto_start"}
            self.set(job_id, changes)
            control.set_first(self.state(), job_id, first)
        return Found(job_id, False, view.status)

    # ── moving jobs ─────────────────────────────────────────────────────────────────────────────

    def ready(self, job: str, verb: str, *, force: bool = False) -> str:
        """See that a job can be started or resumed, and that it has its plan; returns its whole id.

        Raises:
            IllegalMoveError: It runs already, or its status allows no start.
            NotBuiltError: It asks for something that this version does not have.
        """
        job_id = self.find(job)
        view = views.status(self.state(), job_id)
        if view.status is JobStatus.RUNNING and view.stalled is None:
            if not force:
                self._refuse_running(job_id)
        else:
            control.check_move(job_id, view.status, Verb(verb), stalled=view.stalled is not None)
        self._plan(job_id)
        return job_id

    def _plan(self, job_id: str) -> None:
        """See that a job has its plan; one that asked for something that was not built had none."""
        from pipelines.creation import plan_of_stored  # noqa: PLC0415
        from state.job_again import has_plan  # noqa: PLC0415

        if not has_plan(self.state(), job_id):
            plan_of_stored(self.state(), job_id, self.config, self._cwd)

    def start(self, job: str, *, runner: str = "local") -> JobView:
        """Start a job in a process of its own, which outlives this one.

        Raises:
            IllegalMoveError: It runs already, or its status allows no start.
            ConfigError: No key for one of its phases.
        """
        return self._launch(self.ready(job, Verb.START), runner, force=False)

    def resume(self, job: str, *, runner: str = "local", force: bool = False) -> JobView:
        """Go on with a job that is paused, failed or stalled, in a process of its own.

        Args:
            job: Which one.
            runner: Where it runs.
            force: Take it from a living worker, too.
        """
        return self._launch(self.ready(job, Verb.RESUME, force=force), runner, force=force)

    def _launch(self, job_id: str, runner: str, *, force: bool) -> JobView:
        from pipelines import run  # noqa: PLC0415  # Beam takes seconds to load
        from state.pages import load_job  # noqa: PLC0415

        run.check_ready(load_job(self.state(), job_id).plan, self.config, cwd=self._cwd, runner=runner)
        source = self.config_source
        run.launch(self.place, job_id, runner=runner, force=force, config=source, cwd=self._cwd)
        return self.status(job_id)

    def _refuse_running(self, job_id: str) -> None:
        from state.job_again import already_running  # noqa: PLC0415

        raise already_running(self.state(), job_id)

    def pause(self, job: str, *, wait: bool = True) -> JobView:
        """Pause a job: calls that are out may finish. Waits until it has taken effect unless `wait` is False."""
        job_id = self.find(job)
        while not control.want_pause(self.state(), job_id) and wait:
            self._until_changed(job_id)
        return self.status(job_id)

    def cancel(self, job: str, *, wait: bool = True) -> JobView:
        """Cancel a job for good; what it has paid for stays known. Waits as `pause` does."""
        job_id = self.find(job)
        while not control.want_cancel(self.state(), job_id) and wait:
            self._until_changed(job_id)
        return self.status(job_id)

    def _until_changed(self, job_id: str) -> None:
        """Wait while a living worker has the job."""
        while (view := self.status(job_id)).status is JobStatus.RUNNING and view.stalled is None:
            time.sleep(POLL_S)

    def delete(self, job: str) -> str:
        """Delete a job and return its id; its ledger rows and what it paid for stay with the project."""
        job_id = self.find(job)
        control.delete(self.state(), self.workspace, job_id)
        return job_id

    def retry(
        self,
        job: str,
        *,
        items: Collection[str] | None = None,
        classes: Collection[str] | None = None,
        start: bool = True,
        runner: str = "local",
    ) -> int:
        """Open failed items again and run them; returns how many those are.

        Args:
            job: Which one.
            items: Only these items.
            classes: Only items that failed with one of these classes.
            start: Start it in a process of its own, if anything is open.
            runner: Where it runs.

        Raises:
            InputError: There is no such class of failure.
        """
        job_id = self.find(job)
        self._check_classes(job_id, classes or ())
        opened = control.retry(self.state(), job_id, item_ids=items, classes=classes, code=self.code_digests(job_id))
        if opened and start:
            self.resume(job_id, runner=runner)
        return opened

    def _check_classes(self, job_id: str, classes: Collection[str]) -> None:
        from orchestrator.errors import FailureClass  # noqa: PLC0415

        odd = {*classes} - {*FailureClass}
        occurred = control.failed_classes(self.state(), job_id) if odd else ()
        for one in sorted(odd.difference(occurred)):
            told = ", ".join(occurred) or "none"
            raise InputError(f"{one!r} is no class of failure; items of {job_id} failed with: {told}")

    def run_first(self, job: str, count: int | None) -> None:
        """Let only the first so many items run when the job is started next, or with None all of them."""
        control.set_first(self.state(), self.find(job), count)

    # ── options and money ───────────────────────────────────────────────────────────────────────

    def set(self, job: str, changes: Mapping[str, Change] | Sequence[str]) -> Options:
        """Change options of a job; a running one obeys from its next commit on.

        Args:
            job: Which one.
            changes: Values by key, or texts like "budget_usd=30"; None and "none" take a limit away.

        Raises:
            InputError: A key that cannot be changed, or a value out of its range; all of them are named.
        """
        most = self.config.limits.max_concurrency
        given = dict(changes) if isinstance(changes, Mapping) else _pairs(changes)
        return control.set_options(self.state(), self.find(job), given, max_concurrency=most)

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

    # ── not in this version ─────────────────────────────────────────────────────────────────────

    def preview(self, *_: object, **__: object) -> None:
        """Refused: it is not in this version."""
        raise NotBuiltError("preview: not in this version", hint="`create --no-start` checks a job without a call")

    def estimate(self, *_: object, **__: object) -> None:
        """Refused: it is not in this version."""
        raise NotBuiltError(
            "estimate: not in this version", hint="set budget_usd, a hard cap, and run a few: --first 5"
        )

    def docs(self, *_: object, **__: object) -> None:
        """Refused: it is not in this version."""
        raise NotBuiltError("docs: not in this version")


def _pairs(changes: Sequence[str]) -> dict[str, Change]:
    pairs = list(map(_pair, changes))
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InputError(f"{', '.join(twice)} stands there twice", hint="give each option one value")
    return dict(pairs)


def _pair(change: str) -> tuple[str, Change]:
    key, equals, value = change.partition("=")
    if not equals:
        raise InputError(f"{change!r} is no KEY=VALUE, as budget_usd=30")
    return key.strip(), value


def _usd(amount: Decimal | str | int) -> Decimal:
    try:
        return Decimal(str(amount).removeprefix("$"))
    except InvalidOperation:
        raise InputError(f"{amount!r} is no amount in US dollars") from None
