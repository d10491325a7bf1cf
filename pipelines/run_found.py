"""Run a job that was made or found: say what it will cost, ask where that is much, follow it; or its first items first.

found ─► estimate ─► much? ask ─► run ──────────────────────────────────────────► exit code
            └ --first N ─► run those ─► their outputs ─► estimate of the rest ─► ask ─► run
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines import screen_jobs, way
from pipelines.consent import agrees_to_run, show_outputs
from pipelines.follow import AT_ONCE, OK, SOME_FAILED, STOPPED, exit_code, named, run_to_end, tell_way
from pipelines.screen_outlook import question
from state.status import JobStatus, Verb

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs, Found
    from pipelines.screen import Screen

_NOTHING = way.Step()


def run_found(
    jobs: BatchJobs,
    found: Found,
    screen: Screen,
    *,
    first: int | None,
    runner: str,
    ask: Callable[[str], bool],
    yes: bool = False,
    others: way.Step = _NOTHING,
) -> int:
    """Run a job that was made or found, and return the exit code.

    Args:
        first: Run so many items, show what came of them, then ask whether to go on.
        ask: Asks that question.
        yes: No other question is asked.
        others: What runs the others, when they are not wanted yet.

    Raises:
        ConfirmationError: It is estimated to cost much, and there is nobody to ask; nothing was sent.
        InputError: It cannot go on from here; nobody is asked before that is known.
    """
    job_id = found.job_id
    if found.is_new:
        screen.say(f"{job_id} created")
    elif found.status is JobStatus.COMPLETED:
        view = jobs.status(job_id)
        gone = "; its inputs and outputs were purged" if view.purged_at is not None else ""
        anew = ", which pays anew for what no other job uses" if gone else ""
        screen.say(
            f"{job_id} is the same job and it is done{gone}: nothing is run again; `run --new` makes a new one{anew}"
        )
        if jobs.documents_changed(job_id):
            screen.say(
                "the project's documents have changed since: `run --new` asks again where passages are others now"
            )
        screen.job(view)
        screen.next(way.after_run(view, named(jobs, job_id)))
        return exit_code(view)
    else:
        stalled = jobs.status(job_id).stalled
        was = found.status if stalled is None else f"stalled {screen_jobs.stalled_words(stalled)}"
        screen.say(f"{job_id} is the same job, {was}: it goes on")
        if found.changed:
            screen.say(f"its options are now as given: {found.changed}")
        jobs.ready(job_id, Verb.START if found.status is JobStatus.PENDING else Verb.RESUME, runner=runner)
    with _told_at_ctrl_c(screen, lambda: screen.job(jobs.status(job_id))):
        is_agreed = agrees_to_run(jobs, job_id, screen, yes=yes)
    if not is_agreed:
        screen.job(jobs.status(job_id))
        return STOPPED
    if first is not None:
        code = _run_first(jobs, job_id, screen, first, runner, ask, others)
        if code is not None:
            return code
    return run_to_end(jobs, job_id, screen, runner=runner).code


def _run_first(
    jobs: BatchJobs,
    job_id: str,
    screen: Screen,
    first: int,
    runner: str,
    ask: Callable[[str], bool],
    others: way.Step,
) -> int | None:
    """Run the first items, show them, and ask; the exit code, or None to go on with the others."""
    from pipelines.outlook import estimate_left  # noqa: PLC0415  # who runs nothing needs none of it

    ending = run_to_end(jobs, job_id, screen, runner=runner, tell=False)
    view = ending.view
    rest = view.progress.pending_items
    is_first_done = rest and rest <= view.progress.total_items - first and not view.error
    if ending.code not in (OK, SOME_FAILED, STOPPED) or not is_first_done:
        if ending.code != AT_ONCE:  # which has told it
            screen.job(view)
            tell_way(jobs, view, screen)
        return ending.code
    if ask is not bool or not screen.quiet:  # whoever is asked must see what came of them
        show_outputs(jobs, job_id, screen, first)

    def wait() -> None:
        screen.job(view)
        screen.say(f"the other {rest:,} wait")
        screen.next(others)

    with _told_at_ctrl_c(screen, wait):
        is_wanted = ask(question(view, estimate_left(jobs, job_id, beyond_first=True)))
    if not is_wanted:
        wait()
        return STOPPED
    jobs.run_first(job_id, None)
    return None


@contextmanager
def _told_at_ctrl_c(screen: Screen, tell: Callable[[], None]) -> Iterator[None]:
    """While somebody is asked, a Ctrl-C is told what a no is told; --json has the error for its one document."""
    try:
        yield
    except KeyboardInterrupt:
        if not screen.as_json:
            tell()
        raise
