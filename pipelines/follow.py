"""Follow a job to its end: it runs in a thread, while this one draws its progress and listens for signals.

Ctrl-C, SIGTERM, SIGHUP ─► pause: the calls that are out may finish      exit code 4
Ctrl-C again            ─► stop at once; `resume` goes on from there     exit code 130
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from types import FrameType
from typing import TYPE_CHECKING

from pipelines import echo, screen_jobs, way
from pipelines.jobs import BatchJobs
from pipelines.looks import TURN_S, Looks
from pipelines.screen import Screen
from pipelines.screen_text import reason
from state import control
from state.errors import BatchwrightError, EngineError, IllegalMoveError, UnreachableError
from state.events import SAID, EventKind
from state.job_again import why_over
from state.job_live import JobLive
from state.job_view import JobView
from state.outage import OUTAGE_S
from state.status import JobStatus
from state.sums import SUMS_DIFFER
from state.unknown import CrashBill
from state.view_ledger import EventRow

if TYPE_CHECKING:
    from pipelines.run import RunReport

OK, OUR_BUG, SOME_FAILED, STOPPED, UNREACHABLE, AT_ONCE = 0, 1, 3, 4, 5, 130
"""Exit codes of commands that follow a job to its end."""

_NO_PROVIDER = "connection"
_POLL_S = 0.5
_SHOWN_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job that was followed ended: the job as it is now, the exit code, and the bill of a takeover."""

    view: JobView
    code: int
    bill: CrashBill | None = None


_CTRL_C = "SIGINT"
_KEYS = {_CTRL_C: "Ctrl-C"}
"""How people call a signal."""


@dataclass(slots=True)
class _Run:
    """The thread that runs the job, and what it came to."""

    report: RunReport | None = None
    error: BaseException | None = None


@dataclass(slots=True)
class _Signals:
    """What came in: the first signal asks for a pause, a second Ctrl-C for an end at once."""

    pause: str | None = None
    asked: bool = False
    stop: bool = False

    def take(self, number: int, _frame: FrameType | None) -> None:
        """A signal's handler: it only notes, the loop acts; a third Ctrl-C does not wait for the loop."""
        if self.stop:
            echo.restore()
            os._exit(AT_ONCE)
        if self.pause is None:
            self.pause = signal.Signals(number).name
        elif number == signal.SIGINT:
            self.stop = True


def exit_code(view: JobView) -> int:
    """The exit code that a job's state stands for when nobody works on it any more."""
    if view.error is not None and view.error.error_class == SUMS_DIFFER:
        return OUR_BUG
    if view.status is JobStatus.COMPLETED:
        return SOME_FAILED if view.progress.failed_items else OK
    if view.status is JobStatus.PAUSED and view.error is not None and view.error.error_class == _NO_PROVIDER:
        return UNREACHABLE
    return STOPPED


def follow(jobs: BatchJobs, job_id: str, screen: Screen, *, runner: str = "local", force: bool = False) -> Ending:
    """Run a job in this process, to its end or its pause.

    Raises:
        FencedError: Another run owns the job by now, or somebody stopped it while this process was taken for dead.
        BatchwrightError: As `pipelines.run.run_job`.
    """
    run, place, config = _Run(), jobs.place, jobs.config

    def work() -> None:
        try:
            from pipelines.run import run_job  # noqa: PLC0415  # Beam takes seconds to load: the screen is there first

            run.report = run_job(place, config, job_id, runner=runner, force=force)
        except BaseException as error:  # noqa: BLE001  # it is raised again where it is waited for
            run.error = error

    thread = threading.Thread(target=work, name=f"run-{job_id}", daemon=True)
    with _listening() as signals, screen.following("Ctrl-C pauses it, once the calls that are out have ended"):
        before = jobs.status(job_id).epoch
        thread.start()
        is_silent = _watch(jobs, job_id, screen, thread.is_alive, signals, before)
    if signals.stop:
        return _stopped(jobs, job_id, screen, is_silent=is_silent)
    thread.join()
    if isinstance(run.error, IllegalMoveError) and (view := jobs.status(job_id)).status is JobStatus.CANCELLED:
        return Ending(view, exit_code(view))  # by somebody, before it was taken
    if run.error is not None or run.report is None:
        raise run.error or EngineError(f"the run of {job_id} ended without a word")
    view = jobs.status(job_id)
    if view.epoch != run.report.epoch:
        raise why_over(jobs.state(), job_id, run.report.epoch)
    return Ending(view, exit_code(view), run.report.bill)


def _watch(
    jobs: BatchJobs, job_id: str, screen: Screen, is_alive: Callable[[], bool], signals: _Signals, before: int
) -> bool:
    """Draw until the run is over or is to be stopped at once; whether the state was silent then.

    Args:
        before: The epoch before the job was taken.
    """
    last = max((event.event_id for event in jobs.events(job_id)), default=0)
    is_told = False

    def look() -> JobLive:
        nonlocal last
        if signals.pause and not signals.asked:
            signals.asked = _ask_for_pause(jobs, job_id, screen, signals.pause, before)
        live = jobs.live(job_id)
        if live.view.epoch == before:  # why it stopped the last time is no news of this run
            live = replace(live, view=replace(live.view, status=JobStatus.PENDING, error=None, stalled=None))
        last = _say_events(jobs, job_id, screen, last)
        return live

    with Looks(look) as looks:
        while is_alive() and not signals.stop:
            if signals.pause and not signals.asked:
                looks.hurry()
                if looks.silent_s and not is_told:
                    is_told = True
                    screen.say(f"the state does not answer: it pauses as soon as it does{_again(signals.pause)}")
            looks.draw(screen)
            time.sleep(TURN_S)
    if looks.silent_s:
        return True
    with suppress(UnreachableError):
        _say_events(jobs, job_id, screen, last)
    return False


def _stopped(jobs: BatchJobs, job_id: str, screen: Screen, *, is_silent: bool) -> Ending:
    """The ending of a job that was stopped at once.

    Raises:
        KeyboardInterrupt: Its state does not say how it is; it was told how the job goes on.
    """
    if not is_silent:
        with suppress(UnreachableError):
            return Ending(jobs.status(job_id), AT_ONCE)
    again = way.command("resume", job_id)
    screen.say(f"the state does not answer, and nobody waits for it any more: `{again}` goes on when it does")
    raise KeyboardInterrupt


def _say_events(jobs: BatchJobs, job_id: str, screen: Screen, last: int) -> int:
    """Say what of the events after one whoever follows the job should read; returns the last one."""
    for event in jobs.events(job_id, after=last):
        last = event.event_id
        if event.kind in SAID:
            screen.say(event.message)
    return last


def _ask_for_pause(jobs: BatchJobs, job_id: str, screen: Screen, name: str, before: int) -> bool:
    """Ask for a pause; False while the job is not yet taken.

    Whatever the job was before it is taken, PENDING, PAUSED or FAILED, a pause would be forgotten when it is.
    """
    try:
        if jobs.status(job_id).epoch == before:
            return False
        control.want_pause(
            jobs.state(), job_id, why=f"{_KEYS.get(name, name)} (pid {os.getpid()} on {socket.gethostname()})"
        )
    except IllegalMoveError:
        return True
    except UnreachableError:
        raise
    except BatchwrightError:
        return False
    screen.say(f"pausing: the calls that are out may finish{_again(name)}")
    screen.note("Ctrl-C again stops at once" if name == _CTRL_C else "")
    return True


def _again(name: str) -> str:
    return "; Ctrl-C again stops at once" if name == _CTRL_C else ""


@contextmanager
def _listening() -> Iterator[_Signals]:
    """Take signals while a job is followed; in a thread, where Python has none, do without.

    One that this process was started to ignore (`nohup`, a shell's background job) stays ignored.
    """
    signals = _Signals()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, signals.take)
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# ── what a command says of it ───────────────────────────────────────────────────────────────────


def go_on(
    jobs: BatchJobs, job: str, verb: str, screen: Screen, *, runner: str = "local", force: bool = False
) -> Ending:
    """Start or resume a job here; who goes on after its first items (`--first`) wants the others."""
    job_id = jobs.ready(job, verb, runner=runner, force=force)
    lifted = control.lift_first(jobs.state(), job_id)
    left = jobs.status(job_id).first
    if lifted is not None:
        screen.say(f"the first {lifted} items have ended: all others run now")
    elif left is not None:
        screen.say(f"only the first {left} items run for now, as --first said; resume it again for the others")
    return run_to_end(jobs, job_id, screen, runner=runner, force=force)


def run_to_end(
    jobs: BatchJobs, job_id: str, screen: Screen, *, runner: str = "local", force: bool = False, tell: bool = True
) -> Ending:
    """Follow a job and tell what it came to; without `tell` only what cannot be left out."""
    started = time.monotonic()
    ending = follow(jobs, job_id, screen, runner=runner, force=force)
    view = ending.view
    if ending.bill is not None and (ending.bill.sent or ending.bill.admitted):
        screen.say(f"taken over from a run that ended without a word: {ending.bill}")
    if ending.code == AT_ONCE:
        out = view.analytics.calls_in_flight
        screen.say(f"stopped at once; {out} calls were out")
    if (tell or ending.code == AT_ONCE) and (screen.as_json or not screen.quiet):
        elapsed_s = time.monotonic() - started
        by = _who_cancelled(jobs, view)
        screen.put(view.document, lambda: screen_jobs.summary(view, _failures(jobs, view), elapsed_s, by))
        tell_way(jobs, view, screen)
    return ending


def tell_way(jobs: BatchJobs, view: JobView, screen: Screen) -> None:
    """Say what comes next after a run; where its budget was too small, which one would do."""
    if screen.shows_next:
        from pipelines.outlook import enough  # noqa: PLC0415  # whose job is well needs none of it

        budget = enough(jobs, view) if way.is_out_of_budget(view) else None
        screen.next(way.after_run(view, named(jobs, view.id), budget))


def named(jobs: BatchJobs, job_id: str) -> str:
    """How a job is named on a line to type: `last`, where it is that."""
    return "last" if jobs.find("last") == job_id else job_id


def _failures(jobs: BatchJobs, view: JobView) -> list[str]:
    """The first items that failed, with their reasons."""
    if not view.progress.failed_items:
        return []
    rows = jobs.results(view.id, status="FAILED", limit=_SHOWN_FAILURES)
    return [
        f"{row.item_id} ({row.error.phase}): {reason(row.item_id, row.error.error_class, row.error.message)}"
        for row in rows
        if row.error
    ]


def _who_cancelled(jobs: BatchJobs, view: JobView) -> str:
    """Who wanted a job to be cancelled; empty where nobody did."""
    if view.status is not JobStatus.CANCELLED:
        return ""
    ends = (EventKind.CANCEL_WANTED, EventKind.CANCELLED)  # the second alone where nobody worked on it
    who = [event.facts for event in jobs.events(view.id) if event.kind in ends and "user" in event.facts]
    return f"{who[-1]['user']}@{who[-1]['host']} pid {who[-1]['pid']}" if who else ""


# ── watching a job that somebody else runs ──────────────────────────────────────────────────────


def watch_job(jobs: BatchJobs, job: str, screen: Screen) -> JobView:
    """Show a job's progress until nobody works on it; Ctrl-C ends the watching, not the job."""
    live = jobs.live(job)
    job_id = live.view.id
    with (
        screen.following("Ctrl-C ends the watching; the job goes on"),
        suppress(KeyboardInterrupt),
        Looks(lambda: jobs.live(job_id), OUTAGE_S) as looks,
    ):
        while _is_going(live.view):
            looks.draw(screen)
            time.sleep(TURN_S)
            live = looks.live or live
    return live.view


def follow_events(jobs: BatchJobs, job: str) -> Iterator[EventRow]:
    """A job's history, and what is added to it while somebody works on it."""
    job_id = jobs.find(job)
    last = 0
    while True:
        view = jobs.status(job_id)
        for event in jobs.events(job_id, after=last):
            last = event.event_id
            yield event
        if not _is_going(view):
            return
        time.sleep(_POLL_S)


def _is_going(view: JobView) -> bool:
    return view.status is JobStatus.RUNNING and view.stalled is None
