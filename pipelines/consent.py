"""Ask before much money is spent: what a run is estimated to cost against `[ask] above_usd`, and what a budget allows.

estimate ─► likely above the threshold? ─► a budget that stops it below? ─► --yes? ─► a terminal? ─► ask
            └ no: go on                    └ yes: go on                      go on    └ no: refuse
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines import screen_items, screen_outlook
from pipelines.screen_text import counted
from state.errors import ConfirmationError
from state.money import usd

if TYPE_CHECKING:
    from pipelines.creation import ItemSource
    from pipelines.estimate import Estimate
    from pipelines.jobs import BatchJobs
    from pipelines.outlook import Terms
    from pipelines.screen import Screen
    from state.spec import JobSpec

_BESIDE = 4
"""Lines of a terminal that are left to what stands around outputs."""

_SHOWN = 5
"""So many items of a sample are shown."""

_FIX = "add --yes, give the job a budget_usd of at most that, or raise above_usd under [ask] in batchwright.toml"


def agrees_to_run(jobs: BatchJobs, job_id: str, screen: Screen, *, yes: bool) -> bool:
    """Say what a run is estimated to cost, and ask where that is much; whether it is to go on.

    Raises:
        ConfirmationError: There would be a question, and no terminal; nothing was sent.
    """
    from pipelines.outlook import estimate_left  # noqa: PLC0415  # who runs nothing needs none of it

    found = estimate_left(jobs, job_id)
    if found.is_nothing:
        return True
    screen.say(screen_outlook.estimate_line(found))
    return agrees(found.likely, found.allowed, jobs.config.ask.above_usd, screen, f"{job_id} would cost", yes=yes)


def agrees_to_start(jobs: BatchJobs, job: str, screen: Screen, *, runner: str, yes: bool) -> bool:
    """Say what a job that was stored is estimated to cost before it starts, and ask whoever sits at a terminal.

    Where nobody does it starts: a script that stored it and says `start` has decided. A no is told as `run` tells it.
    """
    if screen.ask is None and screen.quiet:  # a runner of its own, above all
        return True
    job_id = jobs.ready(job, "start", runner=runner)
    is_agreed = agrees_to_run(jobs, job_id, screen, yes=yes or screen.ask is None)
    if not is_agreed:
        screen.job(jobs.status(job_id))
    return is_agreed


def agrees(amount: Decimal, left: Decimal | None, above: Decimal, screen: Screen, what: str, *, yes: bool) -> bool:
    """Whether an amount may be spent.

    Args:
        amount: What is estimated.
        left: What a budget lets be spent at the most; None: there is none.
        above: An amount up to which nobody is asked.
        what: What costs it, for the question and the error.

    Raises:
        ConfirmationError: There would be a question, and no terminal.
    """
    if amount <= above or (left is not None and left <= above):
        return True
    costs = f"{what} about {screen_outlook.about(amount)}, and [ask] above_usd is {usd(above)}"
    if not yes and screen.ask is None:
        raise ConfirmationError(f"{costs}; there is no terminal to ask on, and nothing was sent", hint=_FIX)
    return yes or screen.asker(costs, yes=yes)(f"{costs}. Go on?")


def estimate_on(
    jobs: BatchJobs,
    screen: Screen,
    spec: JobSpec,
    source: ItemSource,
    *,
    sample: int | None,
    runner: str,
    yes: bool,
) -> Estimate:
    """Estimate a job; a sample is asked for where it is likely to cost much, followed to its end, and shown.

    One that nobody was asked for has a budget of what needs no question.

    Raises:
        ConfirmationError: A sample may cost much, and there is nobody to ask; nothing was sent.
    """
    from pipelines import outlook  # noqa: PLC0415
    from pipelines.follow import AT_ONCE, run_to_end  # noqa: PLC0415  # an estimate without a sample runs nothing

    budget, above = spec.options.record().budget_usd, jobs.config.ask.above_usd

    def agree(few: Estimate, count: int) -> Terms | None:
        what = f"a sample of {counted(count, 'item')}"
        is_asked = yes or few.likely > above
        cap = min([one for one in (budget, None if is_asked else above) if one is not None], default=None)
        most = few.at_most if cap is None else min(few.at_most, cap)
        said = f"about {screen_outlook.about(few.likely)}, at most {screen_outlook.about(most)}"
        screen.say(f"{what} runs first: {said}; its answers are kept for the run")
        return outlook.Terms(cap) if agrees(few.likely, budget, above, screen, f"{what} would cost", yes=yes) else None

    def run(job_id: str) -> None:
        ending = run_to_end(jobs, job_id, screen, runner=runner, tell=False)
        if ending.code == AT_ONCE:
            raise KeyboardInterrupt
        if ending.view.progress.pending_items:
            screen.say(f"{job_id} has stopped before its end: the estimate goes by what is answered")

    found = outlook.estimate_of(jobs, spec, source, sample=sample, agree=agree, run=run)
    if found.sample is not None and not screen.quiet:
        show_outputs(jobs, found.sample, screen, _SHOWN)
    return found


def show_outputs(jobs: BatchJobs, job_id: str, screen: Screen, count: int) -> None:
    """Show the outputs of a job's first items, on a terminal so that all of them fit."""
    rows = list(jobs.results(job_id, limit=count))
    most = screen_items.SHOWN_CHARS
    if screen.err.is_terminal and rows:
        lines = (screen.err.height - _BESIDE - len(rows)) // max(1, sum(len(row.phase_outputs) for row in rows))
        most = min(most, max(1, lines) * (screen.err.width - 2))
    screen.err.print(screen_items.outputs(rows, most))
