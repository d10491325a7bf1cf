"""How a job looks: progress, status and lists as rich renderables and lines of text. Nothing here prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.called import as_called
from pipelines.findings import Finding, Health
from pipelines.screen_text import cell, counted
from state.clock import utc_now
from state.control import ProjectBudget
from state.job_view import JobView, PhaseTotals, Stalled
from state.money import usd
from state.records import Json
from state.status import JobStatus
from state.view_ledger import EventRow

_PRICE_KEYS = ("model", "input", "output", "cached", "context_tokens")
STYLES = {
    JobStatus.RUNNING: "cyan", JobStatus.COMPLETED: "green", JobStatus.FAILED: "red", JobStatus.PAUSED: "yellow",
    JobStatus.CANCELLED: "dim", JobStatus.PENDING: "blue",
}  # fmt: skip


def duration(seconds: float) -> str:
    """Seconds for people: 8 s, 2:07, 1:02:07."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def whole(seconds: float) -> str:
    """Whole seconds for people, at least one: 8 s, 2:07, 1:02:07."""
    rounded = max(1, round(seconds))
    return duration(rounded) if rounded >= 60 else f"{rounded} s"


def plain_table(*columns: str | tuple[str, str | int]) -> Table:
    """A table without frames; a column is its title, or title and "right", or title and its share of what is left.

    Shares are given to texts of any length, which are cut to them; all other columns are as wide as they need.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        name, kind = column if isinstance(column, tuple) else (column, "left")
        if isinstance(kind, int):
            table.add_column(name, no_wrap=True, overflow="ellipsis", ratio=kind)
            table.expand = True
        else:
            table.add_column(name, justify="right" if kind == "right" else "left", no_wrap=True)
    return table


def moment(at: datetime | None) -> str:
    """A time in UTC, to the second."""
    return "" if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


# ── a job ───────────────────────────────────────────────────────────────────────────────────────


def failed_text(count: int) -> Text:
    """A number of failures, red where there are some."""
    return Text(str(count), style="red" if count else "")


def header(view: JobView) -> Text:
    """Name, status and id of a job in a line."""
    stalled = view.stalled is not None
    state = "STALLED" if stalled else str(view.status)
    if view.wanted != "run" and view.status is JobStatus.RUNNING and not stalled:
        state = f"{state}, {view.wanted} wanted"
    style = "red" if stalled else STYLES[view.status]
    return Text.assemble((view.name, "bold"), "  ", (state, style), "  ", (view.id, "dim"))


def rate(items_per_s: float | None) -> str:
    """How many items are finished in a second, or in a minute where that is less than one; empty at the start."""
    if not items_per_s:
        return ""
    return f"{items_per_s:.1f} items/s" if items_per_s >= 1 else f"{60 * items_per_s:.1f} items/min"


def time_left(view: JobView) -> str:
    """How long it will take; empty while nothing can be said."""
    left_ms = view.analytics.estimated_time_remaining_ms
    if left_ms is None:
        return ""
    about = "about " if view.analytics.time_is_rough else ""
    return f"{about}{whole(left_ms / 1000)} left"


def flow_parts(view: JobView) -> list[str]:
    """Rate, time left, calls out, tokens and 429s; what cannot be said yet is left out."""
    figures, parts = view.analytics, []
    if view.status is JobStatus.RUNNING:
        parts += [word for word in (rate(figures.items_per_s), time_left(view)) if word]
        parts.append(f"{figures.calls_in_flight} of {view.concurrency} calls out")
    parts.append(f"{figures.input_tokens:,} tokens in, {figures.output_tokens:,} out")
    limited = sum(phase.limited for phase in view.phases)
    if limited or view.status is JobStatus.RUNNING:
        parts.append(f"429s {limited}")
    return parts


def status(view: JobView) -> RenderableType:
    """Everything that `status` says of a job."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    for name, text in facts(view):
        rows.add_row(name, Text(as_called(text)))
    return Group(header(view), rows, phase_table(view.phases))


def facts(view: JobView) -> Iterator[tuple[str, str]]:
    """What is to be said of a job, each with its name."""
    done, figures = view.progress, view.analytics
    counts = f"{done.completed_items} completed, {done.failed_items} failed, {done.pending_items} pending"
    cancelled = f", {done.cancelled_items} cancelled" if done.cancelled_items else ""
    yield "items", f"{done.total_items}: {counts}{cancelled} ({done_words(view)} done)"
    yield "project", view.project
    saved = f", {usd(figures.cost_saved)} saved by known answers" if figures.cost_saved else ""
    unknown = f" + {usd(figures.cost_unknown)} unknown" if figures.cost_unknown else ""
    budget = f" of a budget of {usd(view.budget_usd)}" if view.budget_usd is not None else ""
    yield "cost", f"{usd(figures.cost_settled)} settled{unknown}{budget}{saved}"
    if figures.cost_reserved:
        yield "reserved", f"{usd(figures.cost_reserved)}, the worst case of calls that are out"
    lost = figures.calls_unknown_sent + figures.calls_unknown_admitted
    if lost and figures.cost_unknown:
        named = f"`batchwright calls {view.id} --status unknown` names them for `batchwright reconcile`"
        yield "unknown", f"{counted(lost, 'call')} whose outcome nobody saw, at the worst case: {named}"
    yield "flow", " · ".join(flow_parts(view))
    if cut := cut_inputs(view):
        yield "cut", cut
    if view.first is not None:
        yield "first", f"only the first {view.first} items run for now"
    runner = f" · {view.runner} runner, run {view.epoch}" if view.runner else ""
    started = f"started {moment(view.started_at)}" if view.started_at else f"created {moment(view.created_at)}"
    ended = f" · ended {moment(view.completed_at)}" if view.completed_at else ""
    yield "time", f"{started}{ended} UTC{runner}"
    if view.purged_at is not None:
        yield "purged", f"{moment(view.purged_at)} UTC: its inputs and outputs are gone, its ledger is not"
    if view.stalled is not None:
        yield "stalled", f"{stalled_words(view.stalled)}: `batchwright resume {view.id}` goes on"
    if view.error is not None:
        yield "reason", f"{view.error.error_class}: {view.error.message}"


def stalled_words(stalled: Stalled) -> str:
    """For how long nobody has worked on a job, since when, and who did."""
    age_s = max(0.0, (utc_now() - stalled.since).total_seconds())
    return f"for {duration(age_s)}, since {moment(stalled.since)} UTC ({', '.join(stalled.workers) or 'nobody joined'})"


def cut_inputs(view: JobView) -> str:
    """How many items had their input cut, by phase; empty where none had."""
    found = [f"{counted(one.cut, 'item')} in {one.name}" for one in view.phases if one.cut]
    return f"input longer than a model's window: {', '.join(found)}; `show` says where each was cut" if found else ""


def phase_table(phases: Sequence[PhaseTotals]) -> RenderableType:
    """What each phase did and cost."""
    right = [(name, "right") for name in ("done", "failed", "calls", "tokens", "cost", "saved")]
    table = plain_table(("phase", 1), *right)
    for one in phases:
        tokens = f"{one.input_tokens:,}+{one.output_tokens:,}"
        cost = usd(one.cost_usd) + ("*" if one.unknown_usd else "")
        figures = (str(one.completed), failed_text(one.failed), str(one.calls), tokens, cost, usd(one.saved_usd))
        table.add_row(cell(one.name), *figures)
    if not any(one.unknown_usd for one in phases):
        return table
    return Group(table, Text("* with calls whose outcome is unknown, at the most that they can have cost", style="dim"))


def done_words(view: JobView) -> str:
    """How much of a job is done; of a cancelled one in items, as cancelling them all is no work."""
    done = view.progress
    if view.status is JobStatus.CANCELLED:
        return f"{done.completed_items + done.failed_items} of {done.total_items}"
    return f"{done.percent_complete:g} %"


def summary(view: JobView, failures: Sequence[str], elapsed_s: float | None, by: str = "") -> RenderableType:
    """What a run came to: items, first failures, cost by phase.

    Args:
        by: Who cancelled it, if somebody did.
    """
    done, figures = view.progress, view.analytics
    parts: list[RenderableType] = [header(view)]
    took = f" after {duration(elapsed_s)}" if elapsed_s is not None else ""
    left = f", {done.pending_items} still to do" if done.pending_items else ""
    left += f", {done.cancelled_items} cancelled{by and f' by {by}'}" if done.cancelled_items else ""
    parts.append(
        Text(f"{done.completed_items} of {done.total_items} items completed, {done.failed_items} failed{left}{took}")
    )
    parts += [Text(f"  failed: {one}", style="red", overflow="ellipsis", no_wrap=True) for one in failures]
    if view.error is not None:
        parts.append(Text(f"{view.error.error_class}: {view.error.message}", style="yellow"))
    parts.append(phase_table(view.phases))
    if cut := cut_inputs(view):
        parts.append(Text(f"cut: {cut}", style="yellow"))
    unknown = f", {usd(figures.cost_unknown)} unknown" if figures.cost_unknown else ""
    out = f", up to {usd(figures.cost_reserved)} for calls that are out" if figures.cost_reserved else ""
    saved = f", {usd(figures.cost_saved)} saved by known answers"
    parts.append(Text(f"cost: {usd(figures.cost_settled)} settled{unknown}{out}{saved}"))
    return Group(*parts)


# ── history ────────────────────────────────────────────────────────────────────────────


def event_line(event: EventRow) -> str:
    """A line of a job's history."""
    return f"{moment(event.at)}  {event.kind}: {event.message}"


# ── money and providers ─────────────────────────────────────────────────────────────────────────


def budget_line(found: ProjectBudget) -> str:
    """A project's cap and what is used of it."""
    used = f"{usd(found.spent_usd)} spent, {usd(found.reserved_usd)} reserved"
    used += "" if found.has_jobs or found.spent_usd else ", no job of this project yet"
    if found.cap_usd is None or found.left_usd is None:
        return f"project {found.project}: no cap, {used}"
    line = f"project {found.project}: cap {usd(found.cap_usd)}, {used}, {usd(found.left_usd)} left"
    return line if found.left_usd > 0 else f"{line}: no call that costs anything is made"


def price_table(rows: Sequence[Mapping[str, Json]]) -> Table:
    """What models cost, in USD per million tokens."""
    columns = [(title, "right") for title in ("input", "output", "cached", "window")]
    table = plain_table(("model", 1), *columns)
    table.caption, table.caption_justify = "USD per million tokens; the window in tokens", "left"
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else str(row[name])) for name in _PRICE_KEYS))
    return table


def finding(one: Finding) -> RenderableType:
    """A line of `doctor`, and below it what to do where it is not good."""
    style = {Health.GOOD: "green", Health.DOUBTFUL: "yellow", Health.BAD: "red"}[one.health]
    rows = Table.grid(padding=(0, 2))
    rows.add_column(width=8)
    rows.add_column(width=18, overflow="fold")
    rows.add_column(overflow="fold")
    rows.add_row(Text(str(one.health), style), Text(one.about), Text(one.said))
    if one.fix is not None:
        rows.add_row("", "", Text(f"→ {one.fix}", "bold" if one.health is Health.BAD else "dim"))
    return rows


def provider_table(rows: Sequence[Mapping[str, Json]]) -> Table:
    """Which providers there are, and what each lacks."""
    table = plain_table("provider", "ready", ("what it lacks", 1))
    for row in rows:
        table.add_row(Text(str(row["name"])), "yes" if row["ready"] else "no", Text(str(row["missing"] or "")))
    return table
