"""What can be read of jobs; `pipelines.jobs` adds what can be done with them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from pipelines.job_card import shown_job
from state import views
from state.errors import ExportError, IllegalMoveError, InputError, NotFoundError
from state.migrate import open_state
from state.place import StatePlace, locate
from state.sample import sample_for
from state.status import JobStatus
from state.workspace import Workspace

if TYPE_CHECKING:
    from orchestrator.checks.own import OwnChecks
    from pipelines.findings import Finding
    from state.config import Config
    from state.engine import State
    from state.job_live import JobLive
    from state.plan_records import Plan
    from state.records import Json
    from state.views import Analytics, CallRow, EventRow, ItemView, JobList, JobView, ResultRow
    from transforms.write_manifest import Manifest

POLL_S = 0.2
"""How often a job that is waited for is looked at."""


class JobReading:
    """The jobs of one state, to look at. A job is named by its id, a unique prefix of it, or `last`."""

    def __init__(
        self,
        state: str | None = None,
        workspace: str | None = None,
        config: Config | Path | str | None = None,
        *,
        cwd: Path | None = None,
    ) -> None:
        self._cwd = cwd or Path.cwd()
        self.place: StatePlace = locate(state, workspace, self._cwd, os.environ)
        self._given = config
        self._config: Config | None = None if isinstance(config, str | Path) else config
        self._opened: State | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the state."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def config(self) -> Config:
        """The configuration, read when it is first needed.

        Raises:
            ConfigError: Its file is missing or not valid.
        """
        if self._config is None:
            from state.config import load_config  # noqa: PLC0415  # it takes as long as all that `status` needs

            given = None if self._given is None else Path(cast("str | Path", self._given))
            self._config = load_config(given, self._cwd)
        return self._config

    @property
    def config_source(self) -> Config | Path | None:
        """Where the configuration comes from: its file, the one that was given as it is, or None for the defaults.

        Raises:
            ConfigError: The file that was named is not there.
        """
        if self._given is not None and not isinstance(self._given, str | Path):
            return self._given
        from state.config import find_config  # noqa: PLC0415  # as above

        return find_config(None if self._given is None else Path(self._given), self._cwd)

    @property
    def cwd(self) -> Path:
        """The folder that it was started from."""
        return self._cwd

    @property
    def workspace(self) -> Workspace:
        """Where large payloads live."""
        return Workspace(self.place.workspace)

    def state(self, *, make: bool = False) -> State:
        """The opened state.

        Args:
            make: Make its tables when there is nothing, or bring an older file up to date.

        Raises:
            NotFoundError: Nothing is there, and nothing is to be made.
            UnreachableError: It cannot be reached, or is not ours.
        """
        if self._opened is None:
            self._opened = open_state(self.place.url, migrate=make)
        return self._opened

    def known_state(self) -> State | None:
        """The state, if there is one; else nothing is known, and nothing is made."""
        try:
            return self.state()
        except NotFoundError:
            return None

    def find(self, job: str) -> str:
        """The whole id of a job that is named by id, unique prefix or `last`.

        Raises:
            NotFoundError: There is none, or there are several.
        """
        return views.find_job(self.state(), job)

    # ── looking at jobs ─────────────────────────────────────────────────────────────────────────

    def status(self, job: str) -> JobView:
        """A job as it is now; a notebook shows it as a card."""
        return shown_job(views.status(self.state(), self.find(job)))

    def live(self, job: str) -> JobLive:
        """A job as it is now, with what a live screen shows: its models, waits, last failures."""
        from state.job_live import live  # noqa: PLC0415

        return live(self.state(), self.find(job))

    def wait(self, job: str, *, timeout_s: float | None = None) -> JobView:
        """Wait until nobody works on a job any more: it has finished, was stopped, or is stalled.

        Raises:
            IllegalMoveError: It was never started, so that there is nothing to wait for.
            TimeoutError: It still runs after that many seconds.
        """
        job_id = self.find(job)
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            view = views.status(self.state(), job_id)
            check_started(view)
            if view.status is not JobStatus.RUNNING or view.stalled is not None:
                return view
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError(f"{job_id} still runs after {timeout_s} s: {view.progress.percent_complete} % done")
            time.sleep(POLL_S)

    def list(
        self, *, project: str | None = None, status: str | None = None, limit: int = 20, offset: int = 0
    ) -> JobList:
        """Jobs, newest first; none where no state was ever made."""
        from state.job_view import JobList  # noqa: PLC0415

        with suppress(NotFoundError):
            return views.list_jobs(self.state(), project=project, status=status, limit=limit, offset=offset)
        return JobList((), 0)

    def results(
        self,
        job: str,
        *,
        status: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: int = -1,
        follow: bool = False,
    ) -> Iterator[ResultRow]:
        """Items with what became of them, by ordinal, read in short pages as they are asked for.

        Args:
            job: Which one.
            status: Only items in this status.
            limit: At most so many; None: all.
            offset: Leave out so many of them first.
            after: Go on behind this ordinal.
            follow: In place of these three: each item as it ends, once, until the job is over, whoever pauses,
                resumes or takes it over meanwhile.

        Raises:
            InputError: A part of the items is to be followed, or there is no such status.
        """
        if follow:
            if (limit, offset, after) != (None, 0, -1):
                raise InputError("results that are followed come as they end: no limit, offset or after goes with that")
            from pipelines.follow_items import follow_results  # noqa: PLC0415

            return follow_results(self, job, status)
        return views.results(
            self.state(), self.workspace, self.find(job), status=status, limit=limit, offset=offset, after_ordinal=after
        )

    def count(self, job: str, *, status: str | None = None) -> int:
        """How many items `results` has."""
        return views.count_results(self.state(), self.find(job), status=status)

    def count_calls(self, job: str, *, item: str | None = None, status: str | None = None) -> int:
        """How many calls the ledger of a job or of one of its items has, of those in a status if that is given."""
        return views.count_calls(self.state(), self.find(job), item_id=item, status=status)

    def calls(
        self, job: str, *, item: str | None = None, status: str | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[CallRow]:
        """The ledger of a job or of one of its items, a row a call, in the order in which they were made.

        Args:
            job: Which one.
            item: Only this item's calls.
            status: Only calls in this status, as "unknown".
            limit: At most so many; None: all.
            offset: Leave out so many of them first.
        """
        return views.calls(self.state(), self.find(job), item_id=item, status=status, limit=limit, offset=offset)

    def events(self, job: str, *, after: int = 0) -> Iterator[EventRow]:
        """A job's history, oldest first."""
        return views.events(self.state(), self.find(job), after_event_id=after)

    def analytics(self, job: str) -> Analytics:
        """Cost, tokens, time, scores and success of a job: overall, by phase, by model, by failure class; and hints."""
        return views.analytics(self.state(), self.find(job))

    def item(self, job: str, item: str) -> ItemView:
        """Everything that is stored about one item."""
        return views.item(self.state(), self.workspace, self.find(job), item)

    def show(self, job: str, item: str, *, phase: str | None = None) -> dict[str, Json]:
        """Everything about one item: its requests, replies, scores and calls, as a document."""
        from pipelines.explain import show_document  # noqa: PLC0415

        view, plan, job_id = self._explained(job, item)
        if phase is not None and not any(phase in (one.name, one.slug) for one in plan.phases):
            names = ", ".join(one.name for one in plan.phases)
            raise NotFoundError(f"{job_id} has no phase {phase!r}; it has {names}", hint="name one of these, or none")
        sample = sample_for(self.state(), self.workspace, job_id, plan)
        with closing(self._own_checks(plan)) as own:
            return show_document(view, plan, own, sample, phase=phase)

    def why(self, job: str, item: str) -> dict[str, Json]:
        """What made each answer of an item new or known, as a document."""
        from pipelines.explain import why_document  # noqa: PLC0415

        view, plan, job_id = self._explained(job, item)
        earlier = views.earlier_uses(self.state(), self.workspace, job_id, item)
        sample = sample_for(self.state(), self.workspace, job_id, plan)
        with closing(self._own_checks(plan)) as own:
            return why_document(view, plan, earlier, own, sample)

    def _own_checks(self, plan: Plan) -> OwnChecks:
        """What calls the user's own checks of a plan, to be closed; it starts nothing where there are none."""
        from orchestrator.checks.own import OwnChecks, folders_of  # noqa: PLC0415
        from pipelines.own_checks import own_checks_of  # noqa: PLC0415

        own = own_checks_of(plan)
        timeout_s = self.config.limits.check_timeout_s if own else 0.0
        return OwnChecks(folders_of(own, self._cwd), timeout_s=timeout_s, processes=1)

    def code_digests(self, job: str) -> dict[int, str]:
        """Digest of the code of a job's own checks as it is now, by phase; phases without such a check are left out."""
        from pipelines.own_checks import code_digests  # noqa: PLC0415
        from state.job_again import has_plan  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        job_id = self.find(job)
        return code_digests(load_job(self.state(), job_id).plan, self._cwd) if has_plan(self.state(), job_id) else {}

    def _explained(self, job: str, item: str) -> tuple[ItemView, Plan, str]:
        """What is stored about an item, the plan that it went by, and the job's whole id."""
        from state.pages import load_job  # noqa: PLC0415

        job_id = self.find(job)
        return self.item(job_id, item), load_job(self.state(), job_id).plan, job_id

    def plan_text(self, job: str) -> str:
        """What a job will do, as its plan says it: for each phase who may answer, and at which prices."""
        from pipelines.plan_text import plan_text  # noqa: PLC0415
        from state.job_again import has_plan  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        job_id = self.find(job)
        if not has_plan(self.state(), job_id):
            return f"{job_id} has no plan yet: it asks for something that is not in this version"
        return plan_text(load_job(self.state(), job_id).plan)

    def models(self, job: str) -> tuple[str, ...]:
        """The models that a job may ask; none while it has no plan."""
        from state.job_again import has_plan  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        job_id = self.find(job)
        plan = load_job(self.state(), job_id).plan if has_plan(self.state(), job_id) else None
        return () if plan is None else tuple(model.name for model in plan.models)

    def export(self, job: str, folder: str | Path, *, runner: str = "local") -> Manifest:
        """Write a job's results and ledger to a folder as a Parquet data set, and return its manifest.

        Raises:
            ExportError: The folder has an empty name, which would be the working folder, or is no place for it.
        """
        if folder == "":
            raise ExportError("the name of the export's folder is empty", hint="name a folder; `.` is the working one")
        from pipelines.export import export  # noqa: PLC0415  # Beam takes seconds to load

        return export(self.place, self.find(job), self._cwd / folder, runner=runner)

    def prices(self, model: str | None = None) -> Sequence[Mapping[str, Json]]:
        """What models cost, in USD per million tokens: one model, or those of the tiers and of the configuration."""
        from pipelines.offers import prices  # noqa: PLC0415

        return prices(self.config, model)

    def doctor(self, *, offline: bool = False, runner: str = "local") -> Iterator[Finding]:
        """Look whether a run would find what it needs where it runs; each finding as it is made."""
        from pipelines.doctor import examine  # noqa: PLC0415  # it loads what asks providers
        from state.errors import ConfigError  # noqa: PLC0415

        try:
            config: Config | ConfigError = self.config
        except ConfigError as error:
            config = error
        return examine(self.place, config, offline=offline, runner=runner)

    def providers(self) -> Sequence[Mapping[str, Json]]:
        """Which providers there are, and what each lacks to be asked."""
        from pipelines.offers import providers  # noqa: PLC0415

        return providers(self.config)


def check_started(view: JobView) -> None:
    """Refuse to wait for a job that nobody has started."""
    if view.status is JobStatus.PENDING:
        raise IllegalMoveError(f"{view.id} is PENDING: nobody has started it, so it would be waited for in vain")
