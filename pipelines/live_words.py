"""What is said of a job that runs: is it well, how far, how long, how much, what is waited for, what to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.screen_jobs import flow_parts, whole
from pipelines.screen_text import counted
from state.clock import utc_now
from state.doing import FILE, ModelNow, Wait
from state.job_live import JobLive
from state.job_view import JobView
from state.money import usd
from state.records import ZERO, Role
from state.status import JobStatus, Wanted

FAILING_PERCENT = 10.0
FAILING_AFTER = 20
"""From this part of the finished items on, once so many are finished, a job is not well."""

GOOD, CARE, BAD, QUIET = "green", "yellow", "red", "dim"
"""All that a colour means on a live screen: well, look at it, broken, beside the point."""

_WANTED = {Wanted.PAUSE: "pausing", Wanted.CANCEL: "cancelling"}

_SEEING = "reading pages"
"""No other call is out, or about to be, than those in which a model reads pages."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a job is, in a colour and a few words."""

    style: str
    words: str


def health(live: JobLive, silent_s: float = 0.0) -> Health:
    """How a job is; the first of what is wrong with it.

    Args:
        silent_s: For how long its state has not answered.
    """
    view = live.view
    if silent_s:
        return Health(BAD, silence(silent_s))
    done = view.progress.total_items - view.progress.pending_items
    if view.stalled is not None:
        age_s = max(0.0, (utc_now() - view.stalled.since).total_seconds())
        who = f" (it was {', '.join(view.stalled.workers)})" if view.stalled.workers else ""
        return Health(BAD, f"stalled: nobody has worked on it for {whole(age_s)}{who}")
    if view.status is JobStatus.PENDING:
        return Health(QUIET, "starting")
    if view.status is not JobStatus.RUNNING:
        return Health(GOOD if view.status is JobStatus.COMPLETED else CARE, view.status.lower())
    if view.wanted != Wanted.RUN:
        return Health(CARE, f"{_WANTED[Wanted(view.wanted)]}: calls that are out may finish")
    if not view.analytics.calls_in_flight and live.waits:
        return Health(GOOD, "reading files") if all(map(_is_reading, live.waits)) else Health(CARE, "waiting")
    is_seeing = set(live.open) == {Role.OCR}
    failed = 100 * view.progress.failed_items / done if done >= FAILING_AFTER else 0.0
    if failed >= FAILING_PERCENT:
        return Health(BAD, f"failing: {failed:.0f} % of its items")
    if not view.analytics.calls and not done:
        if is_seeing:
            return Health(GOOD, _SEEING)
        return Health(QUIET, "waiting for the first answers" if live.open else "starting")
    if any(one.kind == "budget" for one in live.waits):
        return Health(CARE, "held up by a budget")
    return Health(GOOD, _SEEING if is_seeing else "running well")


def money(amount: Decimal, like: Decimal | None = None) -> str:
    """Money whose places stay the same while it grows up to `like`: six below a cent, four below 100 dollars, two."""
    most = max(amount, like or amount)
    places = 6 if most < Decimal("0.01") else 4 if most < 100 else 2
    return f"${amount:,.{places}f}"


def scale(view: JobView) -> Decimal:
    """The most money that a screen of a job shows but for budgets: all amounts have the places that it has."""
    figures = view.analytics
    return max(figures.cost_projected or ZERO, figures.cost_incurred + figures.cost_reserved)


def spent(live: JobLive) -> Iterator[str]:
    """What it costs, a line each: so far, at the end and how that is known, and of which budget."""
    view, figures = live.view, live.view.analytics
    end, like = figures.cost_projected, scale(view)
    parts = [f"{money(figures.cost_settled, like)} settled"]
    if figures.cost_unknown:
        parts.append(f"{money(figures.cost_unknown, like)} unknown")
    parts.append(f"{money(figures.cost_reserved, like)} reserved")
    if figures.cost_saved:
        parts.append(f"{money(figures.cost_saved, like)} saved")
    yield " · ".join(parts)
    if end is not None and view.progress.pending_items:
        yield f"{money(end, like)} at the end, if the rest costs what an item cost so far"
    elif view.progress.pending_items:
        yield "at the end: known once an item has gone through all phases"
    told = []
    if view.budget_usd is not None:
        left = max(ZERO, view.budget_usd - figures.cost_incurred - figures.cost_reserved)
        told.append(f"{usd(view.budget_usd)} of the job, {money(left, like)} of it left")
    if live.project_cap_usd is not None:
        told.append(f"{usd(live.project_cap_usd)} of the project")
    if told:
        yield f"budget {' · '.join(told)}"


def calls(live: JobLive) -> str:
    """Calls out of those that are allowed, made, refused; and the pages that are being read by them."""
    figures, view = live.view.analytics, live.view
    width = len(str(view.concurrency))
    limited = sum(phase.limited for phase in view.phases)
    refused = f" · {limited:,} refused (429)" if limited else ""
    out = f"{figures.calls_in_flight:>{width}} out, at most {view.concurrency} at once"
    return " · ".join([f"{out} · {figures.calls:,} made{refused}", *_pages(live)])


def _pages(live: JobLive) -> list[str]:
    """How many pages a model is asked about, where it is about any."""
    pages = live.open.get(Role.OCR, 0)
    return [f"a model reads {counted(pages, 'page')}"] if pages else []


def tokens(view: JobView) -> str:
    """Tokens in and out."""
    figures = view.analytics
    cached = f", {figures.cached_tokens:,} of them cached" if figures.cached_tokens else ""
    return f"{figures.input_tokens:,} in{cached} · {figures.output_tokens:,} out"


def model(one: ModelNow, live: JobLive) -> str:
    """How a model is used, and which limit was learned of it."""
    out = f"{live.out.get(one.model, 0):>{len(str(live.view.concurrency))}} out"
    limited = f" · {one.limited:,} refused" if one.limited else ""
    if one.rate_per_s is not None:
        learned = f" · limit {one.rate_per_s:.1f} a second"
    else:
        learned = f" · limit {one.allowed} at once" if one.met else ""
    return f"{out}{learned}{limited}"


def wait(one: Wait, live: JobLive) -> str:
    """What calls wait for, for whom and how long."""
    if _is_reading(one):
        return f"for {counted(one.calls, 'file')} to be read"
    left = "" if one.until is None else f"{whole(one.until - live.now)} "
    who = f" ({counted(one.calls, 'call')})"
    if one.kind == "retry_after":
        return f"{left}for {one.subject}, as its Retry-After says{who}"
    if one.kind == "limits":
        return f"{left}for {one.subject}, as {one.why} in the config says{who}"
    if one.kind == "again":
        return f"{left}to ask {one.subject} again: {one.why}{who}"
    if one.kind == "elsewhere":
        return f"for the same question to {one.subject}, which is out already{who}"
    held = [holder for holder in live.holders if holder.job_id != live.view.id] or live.holders
    if one.subject == "project" and held:
        first, more = held[0], len(held) - 1
        others = f" and {counted(more, 'other job')}" if more else ""
        return f"for {usd(first.reserved_usd)} reserved by {first.name} {first.job_id}{others}{who}"
    return f"for the {one.subject}'s budget: {one.why}{who}"


def _is_reading(one: Wait) -> bool:
    return one.kind == FILE


def hints(live: JobLive) -> Iterator[str]:
    """What one would type next, and why."""
    view = live.view
    if view.stalled is not None:
        yield f"`batchwright resume {view.id}` goes on with it"
        return
    end, cap = view.analytics.cost_projected, view.budget_usd
    if end is not None and cap is not None and end > cap and view.status is JobStatus.RUNNING:
        yield "it will stop at its budget; this raises it:"
        yield f"`batchwright set {view.id} budget_usd=USD`"
    if health(live).style == BAD:
        yield f"`batchwright pause {view.id}` stops paying for it"
    if view.first is not None:
        yield f"only the first {view.first} items run for now, as --first said"


def silence(silent_s: float) -> str:
    """That a state does not answer."""
    return f"the state has not answered for {whole(silent_s)}"


def line(live: JobLive, silent_s: float = 0.0) -> str:
    """A running job in one line, for logs and pipes; while its state is silent, only that it is."""
    if silent_s:
        return f"{silence(silent_s)}: waiting for it"
    view = live.view
    done, figures = view.progress, view.analytics
    state = "STALLED" if view.stalled else str(view.status)
    failed = f", {done.failed_items} failed" if done.failed_items else ""
    finished = done.total_items - done.pending_items
    end = f", {usd(figures.cost_projected)} at the end" if figures.cost_projected and done.pending_items else ""
    parts = [
        f"{state} {finished}/{done.total_items} items ({done.percent_complete:g} %){failed}",
        f"{usd(figures.cost_incurred)} so far{end}",
        *flow_parts(view),
        *_pages(live),
        *(f"waits {wait(one, live)}" for one in live.waits[:1]),
        *(f"hint: {one}" for one in hints(live)),
    ]
    return " · ".join(parts)
