"""What moves jobs: start, pause, resume, cancel, delete, retry, and changed options."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from pipelines.job_forms import JobForms
from pipelines.job_reading import POLL_S
from state import control, views
from state.errors import BatchwrightError, InputError
from state.notices import last_event
from state.status import JobStatus, Verb

if TYPE_CHECKING:
    from pipelines.leftover import Leftover
    from state.engine import State
    from state.option_changes import Change
    from state.plan_records import Options
    from state.purge import Purged
    from state.views import JobView


class JobMoves(JobForms):
    """The jobs of one state, to look at and to move."""

    def ready(self, job: str, verb: str, *, runner: str = "local", force: bool = False) -> str:
        """See that a job can be started or resumed from here, and that it has its plan; returns its whole id.

        Raises:
            ConfigError: No key for one of its phases.
            IllegalMoveError: It runs already, or its status allows no start.
            NotBuiltError: It asks for something that this version does not have.
        """
        from pipelines.ready import check_ready  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        job_id = self.find(job)
        view = views.status(self.state(), job_id)
        if view.status is JobStatus.RUNNING and view.stalled is None:
            if not force:
                self._refuse_running(job_id)
        else:
            control.check_move(job_id, view.status, Verb(verb), stalled=view.stalled is not None)
        self._plan(job_id)
        check_ready(self.state(), load_job(self.state(), job_id), self.config, cwd=self._cwd, runner=runner)
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
        return self._launch(self.ready(job, Verb.START, runner=runner), runner, force=False)

    def resume(self, job: str, *, runner: str = "local", force: bool = False) -> JobView:
        """Go on with a job that is paused, failed or stalled, in a process of its own.

        Args:
            job: Which one.
            runner: Where it runs.
            force: Take it from a living worker, too.
        """
        return self._launch(self.ready(job, Verb.RESUME, runner=runner, force=force), runner, force=force)

    def _launch(self, job_id: str, runner: str, *, force: bool) -> JobView:
        from pipelines.launch import launch  # noqa: PLC0415

        launch(self.place, job_id, runner=runner, force=force, config=self.config_source, cwd=self._cwd)
        return self.status(job_id)

    def _refuse_running(self, job_id: str) -> None:
        from state.job_again import already_running  # noqa: PLC0415

        raise already_running(self.state(), job_id)

    def pause(self, job: str, *, wait: bool = True) -> JobView:
        """Pause a job: calls that are out may finish. Waits until it has taken effect unless `wait` is False."""
        return self._stop(job, control.want_pause, wait=wait)

    def cancel(self, job: str, *, wait: bool = True) -> JobView:
        """Cancel a job for good; what it has paid for stays known. Waits as `pause` does."""
        return self._stop(job, control.want_cancel, wait=wait)

    def _stop(self, job: str, want: Callable[[State, str], bool], *, wait: bool) -> JobView:
        job_id = self.find(job)
        begun = last_event(self.state(), job_id)
        if want(self.state(), job_id):  # nobody works on it who would tell people
            self._tell(job_id, begun)
            self._stop_there(job_id)
            return self.status(job_id)
        while wait:
            self._until_changed(job_id)
            wait = not want(self.state(), job_id)
        view = self.status(job_id)
        if view.status is JobStatus.CANCELLED:
            self._stop_there(job_id)
        return view

    def _stop_there(self, job_id: str) -> None:
        """Have a cluster stop what it runs for a job that nobody works on any more."""
        from state.runner_jobs import runner_job_of  # noqa: PLC0415

        if there := runner_job_of(self.state(), job_id):
            from pipelines.elsewhere import cancel_by_url  # noqa: PLC0415

            cancel_by_url(there)

    def _tell(self, job_id: str, begun: int) -> None:
        """Tell people of what was done here, as far as that can be done."""
        with suppress(BatchwrightError):
            if self.config.notify.is_set:
                from pipelines.notify import tell_now  # noqa: PLC0415

                tell_now(self.state(), job_id, self.config, begun=begun)

    def _until_changed(self, job_id: str) -> None:
        """Wait while a living worker has the job."""
        while (view := self.status(job_id)).status is JobStatus.RUNNING and view.stalled is None:
            time.sleep(POLL_S)

    def before_delete(self, job: str) -> Leftover:
        """What a job would leave to its project if it were deleted, and what it would cost to run it again.

        Raises:
            IllegalMoveError: Its status allows no deletion.
        """
        from pipelines.leftover import leftover  # noqa: PLC0415
        from state.job_again import has_plan  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415

        view = self.status(job)
        control.check_move(view.id, view.status, Verb.DELETE, stalled=view.stalled is not None)
        plan = load_job(self.state(), view.id).plan if has_plan(self.state(), view.id) else None
        return leftover(view, plan)

    def delete(self, job: str) -> str:
        """Delete a job and return its id; its ledger rows and what it paid for stay with the project."""
        job_id = self.find(job)
        control.delete(self.state(), self.workspace, job_id)
        return job_id

    def before_purge(self, job: str) -> Leftover:
        """What a job would leave if its payloads were purged, and what it would cost to run it again.

        Raises:
            IllegalMoveError: It is running, or is to go on.
        """
        from pipelines.leftover import leftover  # noqa: PLC0415
        from state.job_again import has_plan  # noqa: PLC0415
        from state.pages import load_job  # noqa: PLC0415
        from state.purge import check_purgeable  # noqa: PLC0415

        view = self.status(job)
        check_purgeable(self.state(), view.id)
        plan = load_job(self.state(), view.id).plan if has_plan(self.state(), view.id) else None
        return leftover(view, plan)

    def purge(self, job: str) -> Purged:
        """Remove a job's inputs and outputs, and the answers that only it uses; its ledger and figures stay."""
        from state.purge import purge  # noqa: PLC0415

        return purge(self.state(), self.workspace, self.find(job))

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
            raise InputError(
                f"{one!r} is no class of failure; items of {job_id} failed with: {told}",
                path="--class",
                hint="name one of these, or leave --class out to run all that failed",
            )

    def run_first(self, job: str, count: int | None) -> None:
        """Let only the first so many items run when the job is started next, or with None all of them."""
        control.set_first(self.state(), self.find(job), count)

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
        raise InputError(f"{change!r} is no KEY=VALUE", hint="write it as budget_usd=30")
    return key.strip(), value
