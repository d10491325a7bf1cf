"""All that one process does for one run of a job: the graph hands it items, and hears when they end.

    graph's thread          event loop                              writer's thread      heart's thread
    ─────────────           ──────────                              ───────────────      ──────────────
    open_page, start ─────► drive: phase ─► chain ─► Caller ──────► admit settle         beat, look, say
    attach (per phase) ───►    │                                    conclude share          │
    on_end ◄───────────────────┘ ◄──────────── what is wanted ◄──────────┴─────────────────┘

A worker is keyed by (state, job, epoch), made by its first user and closed after the last one: then nothing new is
sent, what is out runs on to its settle, and the worker leaves the job.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial

from orchestrator.aliases import Aliases
from orchestrator.allowance import Allowance
from orchestrator.calls import Caller
from orchestrator.cap import Cap
from orchestrator.checks.own import OwnChecks, folders_of
from orchestrator.documents.pool import reader_of
from orchestrator.driver import Driver
from orchestrator.extraction import Extraction
from orchestrator.heart import Heart
from orchestrator.held import HeldError
from orchestrator.item_run import BundleRun, ItemRun
from orchestrator.lease import Lease
from orchestrator.loop import process_loop
from orchestrator.model_limits import ModelLimits
from orchestrator.packing import inputs_of
from orchestrator.permits import Permits
from orchestrator.plan_prices import plan_prices
from orchestrator.providers.base import Provider
from orchestrator.providers.registry import make_provider
from orchestrator.rate_keeper import RateKeeper
from orchestrator.retrieval.library import Library
from orchestrator.retrieval.retrieval import Retrieval
from orchestrator.saying import Saying
from orchestrator.seeing import Seeing
from orchestrator.surroundings import Surroundings
from orchestrator.tidings import Tidings
from orchestrator.traces import trace_of
from orchestrator.window import Window, window_size
from orchestrator.worker_settings import WorkerSettings
from state.engine import State
from state.errors import BUG, BatchwrightError, EngineError, StateUnreachableError, UnreachableError
from state.files import known_text
from state.group import WorkerRef
from state.identity import new_bundle_id, new_worker_id
from state.leases import Pulse, leave
from state.limits import load_learned
from state.migrate import open_state
from state.outage import insist
from state.pages import load_job, open_page
from state.provider_settings import ScopeLimit
from state.records import HeldReason, JobRef, OpenItem, Page
from state.sample import sample_for
from state.status import Wanted
from state.tries import Tried, last_answered, tries_before
from state.workspace import Workspace
from state.writer import Commit, Stop, Writer

_log = logging.getLogger("batchwright")


class Worker:
    """One process at one run of a job. Made by `acquire`.

    Raises:
        FencedError: The run is over: another one owns the job.
    """

    def __init__(self, ref: JobRef, settings: WorkerSettings) -> None:
        self.ref = ref
        self.worker = WorkerRef(ref.job_id, ref.epoch, new_worker_id())
        self.users = 0
        self.error: BaseException | None = None
        self._settings = settings
        self._loop = process_loop()
        self._state = insist(State(ref.state_url), lambda: open_state(ref.state_url))
        self._workspace = Workspace(ref.workspace)
        self._job = insist(self._state, lambda: load_job(self._state, ref.job_id))
        self.plan = self._job.plan
        self._concurrency = self._job.options.concurrency
        names = [model.name for model in self.plan.models]
        learned = insist(self._state, lambda: load_learned(self._state, names))
        self._limits = ModelLimits(learned, settings.limits, self._concurrency)
        self._providers: dict[str, Provider] = {}
        self._inputs = inputs_of(self.plan.phases[0])
        self._window = Window(window_size(self._concurrency, self._inputs))
        self._runs: set[ItemRun] = set()
        self._reading: set[str] = set()
        self._held = 0
        self._stopped: tuple[HeldReason, str] | None = None
        self._idle: asyncio.Event | None = None
        self._has_left = False
        self._heart = Heart(
            self._state, self.worker, heed=self._learn,
            is_idle=lambda: not self._runs, leave=self._leave, fail=self._fail,
        )  # fmt: skip
        db_now = self._heart.db_now
        self._writer = Writer(
            self._state,
            self.worker,
            self._loop,
            most_settled=self._job.options.checkpoint_frequency,
            on_commit=self._committed,
        )
        self._permits = Permits(self._loop, time.monotonic, self._concurrency)
        self._lease = self._make_lease(names, settings.limits)
        self._saying = Saying(
            self._state, self.worker, self._job, self._loop, self._permits, lambda: len(self._runs), db_now
        )
        self._caller = Caller(
            Surroundings(
                plan=self.plan,
                prices=plan_prices(self.plan.models),
                ledger=self._writer,
                permits=self._permits,
                provider=self._provider,
                make_limit=self._limits.make,
                workspace=self._workspace,
                aliases=Aliases(insist(self._state, lambda: last_answered(self._state, ref.job_id)), self._writer.post),
                tidings=Tidings(self._writer.post, time.monotonic),
                clock=time.monotonic,
                db_now=db_now,
                tries_before=self._tries_before,
                why_not_send=self._why_not_send,
                waits=self._saying.waits,
            )
        )
        folders = folders_of(check for phase in self.plan.phases for check in phase.checks)
        self._own_checks = OwnChecks(folders, timeout_s=settings.check_timeout_s)
        self._files = reader_of(self.plan, self._known_text)
        seeing = Seeing(self.plan, self._caller, self._files, lambda: self._concurrency)
        files = Extraction(self._files, self._writer, self._workspace, seeing, self._saying.waits)
        library = Library(self._state, self._job.project)
        retrieval = Retrieval(self.plan, partial(insist, self._state), library, self._caller, self._writer)
        self._driver = Driver(
            ref.job_id, self.plan, self._caller, self._writer, self._workspace, self._own_checks, files, retrieval,
            at_once=lambda: self._concurrency, sample=sample_for(self._state, self._workspace, ref.job_id, self.plan),
        )  # fmt: skip
        self._heart.start(self._saying.turn)

    @property
    def token(self) -> str:
        """What a handle carries, so that it is not taken for one of another process or run."""
        return self.worker.worker_id

    # ── from the graph's thread ──

    def open_bundle(self) -> BundleRun:
        """Begin a DoFn bundle: what its items cost is reported under its id."""
        bundle = BundleRun(new_bundle_id())
        self._reading.add(bundle.bundle_id)
        return bundle

    def bundle_is_read(self, bundle: BundleRun) -> None:
        """A bundle has no page left to open: others may use what it does not need."""
        self._reading.discard(bundle.bundle_id)

    def lease(self) -> int:
        """Take part in the job's concurrency, from now on to the end; returns how many calls may be out here now."""
        return asyncio.run_coroutine_threadsafe(self._lease.begin(), self._loop).result()

    def open_page(self, page: Page) -> list[OpenItem]:
        """The items of a page that are not finished, with their checkpoints."""
        self.check()
        state, workspace = self._state, self._workspace
        return insist(state, lambda: open_page(state, workspace, self.ref.job_id, page.first, page.last))

    def take_slot(self, item: OpenItem) -> bool:
        """Wait for a place in the window; False when the job is to stop, and nothing more is opened."""
        return self._window.take(is_file=item.is_ahead)

    def start(self, item: OpenItem, bundle: BundleRun, *, slot: bool = True) -> ItemRun:
        """Let an item begin. It goes as far as phases are attached to it.

        Args:
            bundle: That opened it.
            slot: It holds a slot of the window, to be freed at its end.
        """
        free = partial(self._window.free, is_file=item.is_ahead)
        run = ItemRun(self._loop, item, bundle, free if slot else _nothing)
        self._loop.call_soon_threadsafe(self._begin, run)
        return run

    def abandon(self, bundle: BundleRun) -> None:
        """The bundle has failed: let go of its items, whose slots are free at once."""
        self.bundle_is_read(bundle)
        self._loop.call_soon_threadsafe(self._abandon, bundle)

    def hold(self, count: int) -> HeldReason:
        """Note items that were not opened because the job is to stop, and say why it is."""
        self._held += count
        return self._stopped[0] if self._stopped is not None else HeldReason.STOPPED

    @property
    def is_stopping(self) -> bool:
        """Whether nothing more is to be opened."""
        return self._stopped is not None

    def pace(self) -> str:
        """The learned limits as JSON text."""
        return self._limits.pace()

    def recall(self, pace: str) -> None:
        """Begin models that were not called here yet with the limits that a worker before us learned in this run."""
        self._limits.recall(pace)

    def check(self) -> None:
        """Raise what went wrong in this worker, if something did."""
        if self.error is None:
            return
        if isinstance(self.error, BatchwrightError):
            raise self.error
        raise EngineError(f"the worker of {self.ref.job_id} met a bug: {type(self.error).__name__}") from self.error

    def close(self) -> None:
        """Send nothing more, wait for what is out to settle, and leave the job."""
        try:
            asyncio.run_coroutine_threadsafe(self._wind_down(), self._loop).result()
        finally:  # whatever a provider's client does at its end: a worker that is over must not look alive
            self._own_checks.close()
            self._files.close()
            self._writer.close()
            self._heart.stop()
            if not self._has_left:
                self._leave()
            self._state.close()

    def _leave(self) -> None:
        self._has_left = True
        try:
            reason = self._stopped[1] if self._stopped is not None else "done"
            insist(self._state, lambda: leave(self._state, self.worker, reason=reason, held_items=self._held))
        except StateUnreachableError:
            _log.warning("the state cannot be reached: the worker of %s is seen as lapsed soon", self.ref.job_id)

    # ── on the event loop: items, and what their calls need ──

    def _begin(self, run: ItemRun) -> None:
        self._runs.add(run)
        run.bundle.items.add(run)
        if self._stopped is not None:
            run.stop(*self._stopped)
        run.keep(self._loop.create_task(self._drive(run)))

    def _abandon(self, bundle: BundleRun) -> None:
        for run in list(bundle.items):
            run.free_slot()
            run.stop(HeldReason.STOPPED, "the bundle failed")

    async def _drive(self, run: ItemRun) -> None:
        """Take an item through its phases; whatever comes, it ends, once."""
        try:
            status = await self._driver.through(run)
        except HeldError as held:
            self._held += 1
            run.end(None, held.reason)
        except BaseException as error:  # noqa: BLE001  # a bug must end the run, not hang it
            self._fail(error)
            run.break_off(error)
        else:
            run.end(status, None)
        finally:
            self._runs.discard(run)
            if not self._runs and self._idle is not None:
                self._idle.set()

    def _provider(self, name: str) -> Provider:
        found = self._providers.get(name)
        if found is None:
            made = make_provider(name, self._settings.providers, os.environ, self._settings.network)
            found = self._providers[name] = made
        return found

    def _known_text(self, key: str) -> tuple[str, str] | None:
        """The text of a file, if an item of the project has it; from a thread of the reader's."""
        return insist(self._state, lambda: known_text(self._state, self._workspace, self._job.project, key))

    async def _tries_before(self, tried: Tried) -> int:
        return await asyncio.to_thread(insist, self._state, lambda: tries_before(self._state, self.worker, tried))

    def _make_lease(self, models: Sequence[str], limits: Sequence[ScopeLimit]) -> Lease:
        """What is limited of the plan's models, and who negotiates it."""
        by_minute = {
            model: [limit for limit in limits if limit.is_by_minute and limit.holds_for(model)] for model in models
        }
        allowances = [Allowance(model, some, self._heart.db_now) for model, some in by_minute.items() if some]
        counted = [limit for limit in limits if any(map(limit.holds_for, models))]
        return Lease(
            self._loop,
            self._writer,
            self._permits,
            wanted=self._could_be_out,
            caps=[Cap(limit, limit.concurrency) for limit in counted if limit.concurrency is not None],
            limits=self._limits,
            keeper=RateKeeper(self._loop, self._writer, self._permits, allowances, self._fail),
            fail=self._fail,
        )

    def _could_be_out(self) -> int:
        mine = sum(run.could_be_out for run in self._runs)
        return max(mine, self._concurrency) if self._reading else mine

    async def _wind_down(self) -> None:
        self._stop(HeldReason.STOPPED, "done")
        if self._runs:
            self._idle = asyncio.Event()
            await self._idle.wait()
        await self._lease.end()
        async with AsyncExitStack() as every:
            for provider in self._providers.values():
                every.push_async_callback(provider.close)

    # ── what is wanted ──

    def _learn(self, told: Pulse) -> None:
        self._heed(told.wanted if told.is_current else None)

    def _committed(self, commit: Commit) -> None:
        self._heed(commit.wanted if commit.is_current else None)
        if commit.is_current and commit.concurrency != self._concurrency:
            self._concurrency = commit.concurrency
            self._window.resize(window_size(commit.concurrency, self._inputs))
            self._loop.call_soon_threadsafe(self._limits.set_concurrency, commit.concurrency)

    def _heed(self, wanted: Wanted | None) -> None:
        """Do what is wanted of the job; None: it is not ours any more."""
        if self._stopped is not None:
            return
        if wanted is None:
            self._stop(HeldReason.FENCED, f"another run owns {self.ref.job_id} now")
        elif wanted is Wanted.PAUSE:
            self._stop(HeldReason.PAUSED, "the job is wanted to pause")
        elif wanted is Wanted.CANCEL:
            self._stop(HeldReason.CANCELLED, "the job is wanted to be cancelled")

    def _stop(self, reason: HeldReason, message: str) -> None:
        """From any thread: open nothing more, and wake whatever waits."""
        if self._stopped is None:
            self._stopped = (reason, message)
        self._window.stop()
        self._loop.call_soon_threadsafe(self._stop_runs)

    def _stop_runs(self) -> None:
        if self._stopped is not None:
            for run in list(self._runs):
                run.stop(*self._stopped)

    def _fail(self, error: BaseException) -> None:
        """From any thread: something that must not happen has happened; the job stops, and can be resumed."""
        if self.error is None:
            self.error = error
            _log.error("the worker of %s stops: %s", self.ref.job_id, trace_of(error))
        self._stop(HeldReason.STOPPED, f"the worker met {type(error).__name__}")
        if not isinstance(error, BatchwrightError):
            with suppress(EngineError, UnreachableError):  # the writer itself is what died
                self._writer.post(Stop(BUG, f"{type(error).__name__}: a bug of the engine's own"))

    def _why_not_send(self) -> str | None:
        if self._stopped is not None:
            return self._stopped[1]
        return self._heart.why_not_send()


def _nothing() -> None:
    """An item without a slot frees none."""
