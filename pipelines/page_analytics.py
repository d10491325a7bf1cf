"""A job on one HTML page that loads nothing: figures, hints, pictures, tables and failures, to read and to pass on.

JobView + Analytics ──► head · facts · hints · cost · time · scores · failures · ledger · foot
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version

from pipelines import page_figures
from pipelines.page_charts import share
from pipelines.page_figures import milliseconds, money
from pipelines.page_frame import FOOT, Column, grid, head, key, name, section, table, told, words
from pipelines.page_job import Fact, facts, job_title
from pipelines.screen_items import shortened
from pipelines.screen_jobs import duration, moment
from pipelines.screen_text import counted
from state.analytics_view import Analytics
from state.job_view import JobView
from state.money import usd_text
from state.records import ZERO

_CAUSES = {
    "retries": "further attempts that were answered",
    "invalid": "replies that could not be used, and declined ones",
    "unknown": "calls whose outcome nobody saw, at their worst case",
    "stale": "replies that came after another worker had taken the call over",
    "failed": "first attempts of items that failed in the end",
}

_STATUSES = {
    "admitted": "on disk, not sent yet: nothing is booked",
    "sent": "out now: nothing is booked yet",
    "parked": "waits for its provider",
    "ok": "answered",
    "limited": "429, too many requests: free",
    "declined": "the model's safety said no",
    "invalid": "a reply that could not be read or stored",
    "error": "refused before it was processed, or corrected by a person",
    "withdrawn": "never left this machine: free",
    "unknown": "nobody saw the outcome: booked at the worst case",
    "stale": "answered after another worker had taken it over",
}


def analytics_page(view: JobView, found: Analytics, at: datetime) -> str:
    """The page.

    Args:
        view: The job.
        found: Its sums.
        at: When they were read.
    """
    return "".join(_parts(view, found, at))


def _parts(view: JobView, found: Analytics, at: datetime) -> Iterator[str]:
    yield head(f"{view.name} · Batchwright")
    yield job_title(view, at)
    yield facts(_facts(view, found))
    yield _hints(found)
    if any(phase.calls or phase.completed or phase.failed for phase in found.phases):
        yield _cost(found)
        yield _time(found)
        yield _scores(found)
    else:
        yield section("Nothing has been done yet", "<p>No call was made, and no item is finished.</p>")
    yield _failures(view, found)
    yield _ledger(found)
    yield (
        f"<footer><p>Made {moment(at)} UTC by Batchwright {words(version('batchwright'))}:"
        f" <code>batchwright analytics {words(view.id)} --html FILE</code>. Costs are sums over the job's ledger, a row"
        " for each request.</p></footer>"
    )
    yield FOOT


def _facts(view: JobView, found: Analytics) -> list[Fact]:
    """The figures that one looks for first."""
    done = view.progress
    rate = found.success_rate
    wasted = sum(found.wasted.values(), ZERO)
    none = "" if found.finished_items else "no item is finished"
    each = none if found.per_item is None else f"{money(found.per_item)} an item"
    budget = f" · budget {money(view.budget_usd)}" if view.budget_usd is not None else ""
    saved = f" · {money(view.analytics.cost_saved)} saved by known answers" if view.analytics.cost_saved else ""
    left = done.total_items - found.finished_items
    open_ = "" if not left else f", {left:,} cancelled" if done.cancelled_items else f", {left:,} to do"
    calls = sum(phase.calls for phase in found.phases)
    pace, took = found.throughput_per_s, found.item_times
    return [
        ("Cost", money(found.total), each + budget + saved),
        ("Items finished", f"{found.finished_items:,} of {done.total_items:,}",
         f"{found.completed_items:,} completed, {found.failed_items:,} failed{open_}"),
        ("Success", "–" if rate is None else f"{rate:g} %", none or "of the finished items"),
        ("At work", duration(found.worked_s) if found.worked_s else "–", none if pace is None else _pace(pace)),
        ("An item waits", milliseconds(took.p50_ms),
         f"at the median; 95 % within {milliseconds(took.p95_ms)}" if took.count else "no call was answered"),
        ("Calls", f"{calls:,}", f"{found.tokens.input:,} tokens in, {found.tokens.output:,} out"),
        ("Judging", money(found.judge), _of_cost(found.judge, found)),
        ("Spent in vain", money(wasted), _of_cost(wasted, found)),
    ]  # fmt: skip


def _of_cost(part: Decimal, found: Analytics) -> str:
    return f"{_percent(part, found.total)} of the cost" if found.total else "nothing was paid"


def _pace(per_s: float) -> str:
    if per_s >= 1:
        return f"{per_s:,.3g} items a second"
    return f"{per_s * 60:.3g} items a minute" if per_s * 60 >= 1 else f"{per_s * 3600:.3g} items an hour"


def _hints(found: Analytics) -> str:
    if not found.hints:
        return ""
    listed = "".join(f"<li>{told(hint)}</li>" for hint in found.hints)
    return section("What to look at", f"<ul class=hints>{listed}</ul>")


# ── cost ────────────────────────────────────────────────────────────────────────────────────────


def _cost(found: Analytics) -> str:
    if not found.total:
        return section("Cost", "<p>Nothing was paid.</p>", _models(found))
    wasted = [
        [words(cause), money(cost), _percent(cost, found.total), words(_CAUSES[cause])]
        for cause, cost in found.wasted.items()
    ]
    total = sum(found.wasted.values(), ZERO)
    waste = table(
        "Spent in vain, by cause; each dollar is counted once, at the first cause that fits",
        [Column("cause"), Column("cost", "n"), Column("share", "n"), Column("what it is", "prose")],
        sorted(wasted, key=lambda row: -found.wasted[row[0]]),
        total=["all", money(total), _percent(total, found.total), ""],
    )
    drawn = grid(page_figures.cost_over_time(found), _phases(found))
    return section("Cost", drawn, _models(found), waste, is_long=True)


def _phases(found: Analytics) -> str:
    rows = [
        [
            f"{key(number)}{name(phase.name)}", money(phase.cost),
            f"{_percent(phase.cost, found.total)}{share(_ratio(phase.cost, found.total), number)}",
            money(phase.judge), money(sum(phase.wasted.values(), ZERO)), f"{phase.calls:,}",
        ]
        for number, phase in enumerate(found.phases)
    ]  # fmt: skip
    total = ["all", money(found.total), "", money(found.judge), money(sum(found.wasted.values(), ZERO))]
    columns = ["cost", "share", "judging", "in vain", "calls"]
    return table(
        "By phase",
        [Column("phase"), *(Column(title, "n") for title in columns)],
        rows,
        total=[*total, f"{sum(phase.calls for phase in found.phases):,}"],
    )


def _models(found: Analytics) -> str:
    rows = [
        [
            name(one.model), money(one.cost), f"{one.calls:,}", f"{one.limited:,}",
            f"{one.tokens.input:,}", _percent(one.tokens.cached, one.tokens.input), f"{one.tokens.output:,}",
        ]
        for one in found.models
    ]  # fmt: skip
    columns = ["cost", "calls", "429s", "tokens in", "of which cached", "tokens out"]
    return table("By model", [Column("model"), *(Column(title, "n") for title in columns)], rows)


# ── time, scores, failures, ledger ──────────────────────────────────────────────────────────────


def _time(found: Analytics) -> str:
    columns = [Column(title, "n") for title in ("count", "mean", "p50", "p95", "p99")]
    phases = [
        [f"{key(number)}{name(one.name)}", *_durations(one.waits.count, one.waits.document())]
        for number, one in enumerate(found.phases)
    ]
    models = [[name(one.model), *_durations(one.answers.count, one.answers.document())] for one in found.models]
    waited = table("What an item waited, by phase", [Column("phase"), *columns], phases)
    answered = table("What a call that was answered took, by model", [Column("model"), *columns], models)
    drawn = [*page_figures.latencies(found)]
    spread = "<h3>What items waited for their calls, by phase</h3>" + grid(*drawn) if drawn else ""
    history = grid(page_figures.throughput(found), page_figures.calls(found))
    return section("Time", history, spread, grid(waited, answered), is_long=True)


def _durations(count: int, took: Mapping[str, object]) -> list[str]:
    shown = (took[key] for key in ("avg_ms", "p50_ms", "p95_ms", "p99_ms"))
    return [f"{count:,}", *(milliseconds(ms if isinstance(ms, int | float) else None) for ms in shown)]


def _scores(found: Analytics) -> str:
    drawn = [*page_figures.scores(found)]
    return section("The judge's scores", grid(*drawn)) if drawn else ""


def _failures(view: JobView, found: Analytics) -> str:
    if not found.by_class:
        return ""
    rows = [
        [
            words(one.failure_class), f"{one.items:,}",
            "<br>".join(f"{name(phase)}: {items:,}" for phase, items in one.phases), name(shortened(one.example)),
        ]
        for one in found.by_class
    ]  # fmt: skip
    listed = table(
        "Items that failed, by why; the example is the first of them",
        [Column("class"), Column("items", "n"), Column("phase"), Column("example", "prose")],
        rows,
    )
    again = told(f"`batchwright retry {view.id} --class CLASS` runs those of a class again.")
    return section("Failures", f"<p>{counted(found.failed_items, 'item')} failed. {again}</p>", listed, is_long=True)


def _ledger(found: Analytics) -> str:
    if not found.statuses:
        return ""
    rows = [
        [words(one.status), f"{one.rows:,}", f"${usd_text(one.cost)}", words(_STATUSES[one.status])]
        for one in found.statuses
    ]
    listed = table(
        "Rows of the ledger by status, to the last digit",
        [Column("status"), Column("calls", "n"), Column("cost", "n"), Column("what it is", "prose")],
        rows,
        total=["all", f"{sum(one.rows for one in found.statuses):,}", f"${usd_text(found.total)}", ""],
    )
    return section("The ledger", listed)


def _ratio(part: Decimal | int, whole: Decimal | int) -> float:
    return float(part / whole) if whole else 0.0


def _percent(part: Decimal | int, whole: Decimal | int) -> str:
    return f"{100 * _ratio(part, whole):.1f} %" if whole else "–"
