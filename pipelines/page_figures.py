"""The pictures of a job's page, each with its words and with its figures as a table: what `Analytics` holds, drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from pipelines import page_charts
from pipelines.page_charts import Span, steps, time_text
from pipelines.page_frame import Column, key, name, table, words
from pipelines.screen_jobs import duration
from state.analytics_view import Analytics, PhaseSums
from state.money import usd
from state.records import ZERO

_CENT = Decimal("0.01")
_ROWS = 12
"""A curve's table has so many rows."""


def money(amount: Decimal) -> str:
    """Money for a reader: as many places as say something."""
    if amount >= 1 or not amount:
        return f"${amount:,.2f}"
    return f"${amount:.4f}" if amount >= _CENT else usd(amount)


def milliseconds(ms: float | None) -> str:
    """A latency for a reader."""
    if ms is None:
        return "–"
    return duration(ms / 1000) if ms >= 60_000 else time_text(ms / 1000)


def cost_over_time(found: Analytics) -> str:
    """What had been spent by when, phase by phase."""
    span = _span(found)
    layers = [
        [0.0, *(float(sum_) for sum_ in accumulate(slot.cost[number] for slot in found.slots))]
        for number in range(len(found.phases))
    ]
    label = _money_label(max(map(sum, zip(*layers, strict=True))))
    said = f"Cost over time: {money(found.total)} in {time_text(span.seconds)}"
    columns = [Column("after"), *(Column(phase.name, "n") for phase in found.phases), Column("all", "n")]
    return _figure(
        "Cost over time",
        page_charts.areas(said, layers, span, label),
        f"What had been spent, by phase, since {found.start:%Y-%m-%d %H:%M} UTC.",
        table("What had been spent", columns, _cost_rows(found, span), stacked=False),
        _legend(found.phases),
    )


def _cost_rows(found: Analytics, span: Span) -> Iterator[list[str]]:
    spent = [ZERO] * len(found.phases)
    size = len(found.slots) // _ROWS
    for number in range(1, _ROWS + 1):
        for slot in found.slots[(number - 1) * size : number * size]:
            spent = [sum_ + cost for sum_, cost in zip(spent, slot.cost, strict=True)]
        yield [time_text(span.seconds * number / _ROWS), *map(money, spent), money(sum(spent, ZERO))]


def throughput(found: Analytics) -> str:
    """Items that were finished, by time."""
    rates, unit = _rates([slot.finished for slot in found.slots], found)
    said = f"Items finished a {unit}, over time"
    return _figure(
        f"Items finished a {unit}",
        page_charts.bars(said, [("plain", rates)], _span(found), _count_label),
        f"{found.finished_items:,} items in {duration(found.worked_s)} of work.",
        _counts(found, "items finished", [[slot.finished for slot in found.slots]], ["items"]),
    )


def calls(found: Analytics) -> str:
    """Calls, by time, and those that met a limit."""
    answered = [slot.calls - slot.limited for slot in found.slots]
    limited = [slot.limited for slot in found.slots]
    _, unit = _rates([slot.calls for slot in found.slots], found)
    layers = [(colour, _rates(some, found, unit)[0]) for colour, some in (("plain", answered), ("low", limited))]
    total, refused = sum(answered) + sum(limited), sum(limited)
    return _figure(
        f"Calls a {unit}",
        page_charts.bars(f"Calls a {unit}, over time", layers, _span(found), _count_label),
        f"{total:,} calls, {refused:,} of them refused with 429 (too many requests)"
        + (", drawn in red on top." if refused else "."),
        _counts(found, "calls", [answered, limited], ["others", "429"]),
    )


def latencies(found: Analytics) -> Iterator[str]:
    """What items waited for their calls, a picture for each phase on one axis."""
    timed = [(number, phase) for number, phase in enumerate(found.phases) if phase.spread]
    ends = [ms for _, phase in timed for ms in (min(phase.spread), max(phase.spread))]
    between = (max(1, min(ends, default=1)), max(10, 2 * max(1, min(ends, default=1)), max(ends, default=1) + 1))
    for number, phase in timed:
        took = phase.waits
        marked = [ms for ms in (took.p50_ms, took.p95_ms, took.p99_ms) if ms is not None]
        named = (("p50", took.p50_ms), ("p95", took.p95_ms), ("p99", took.p99_ms))
        figures = ", ".join(f"{title} {milliseconds(ms)}" for title, ms in named)
        said = f"How long {took.count:,} items waited: {figures}"
        drawn = page_charts.spread(said, phase.spread, between, marked, number)
        caption = f"{figures} (the lines), of {took.count:,} items"
        yield _figure(f"{key(number)}{name(phase.name)}", drawn, caption)


def scores(found: Analytics) -> Iterator[str]:
    """The judge's scores, a picture for each phase that has some."""
    for number, phase in enumerate(found.phases):
        if not phase.scores:
            continue
        count = sum(phase.scores.values())
        least = "" if phase.min_score is None else f", at least {phase.min_score} is wanted (the line)"
        said = f"Scores of {count:,} outputs that were taken, {phase.mean_score} on average{least}"
        listed = [[str(score), f"{phase.scores.get(score, 0):,}"] for score in range(1, 11)]
        yield _figure(
            f"{key(number)}{name(phase.name)}",
            page_charts.scores(said, phase.scores, phase.min_score),
            f"{said}.",
            table("Scores", [Column("score"), Column("outputs", "n")], listed, stacked=False),
        )


# ── parts ───────────────────────────────────────────────────────────────────────────────────────


def _figure(title: str, drawn: str, caption: str, figures: str = "", legend: str = "") -> str:
    """A picture below its title, which is HTML already, with its figures folded away."""
    folded = f"<details><summary>The same as a table</summary>{figures}</details>" if figures else ""
    return f"<figure><h3>{title}</h3>{drawn}{legend}<figcaption>{words(caption)}</figcaption>{folded}</figure>"


def _legend(phases: Sequence[PhaseSums]) -> str:
    listed = "".join(
        f"<li>{key(number)}{name(phase.name)} <span class=dim>{money(phase.cost)}</span></li>"
        for number, phase in enumerate(phases)
    )
    return f"<ul class=legend>{listed}</ul>"


def _span(found: Analytics) -> Span:
    return Span(max((found.end - found.start).total_seconds(), 0.001))


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    seconds: float


_UNITS = (_Unit("second", 1), _Unit("minute", 60), _Unit("hour", 3_600), _Unit("day", 86_400))


def _rates(counts: Sequence[int], found: Analytics, unit: str | None = None) -> tuple[list[float], str]:
    """Counts of slots as rates, in the smallest unit in which the highest is at least one."""
    slot_s = _span(found).seconds / len(counts)
    fits = (one for one in _UNITS if (one.name == unit if unit else max(counts) * one.seconds >= slot_s))
    chosen = next(fits, _UNITS[-1])
    return [count * chosen.seconds / slot_s for count in counts], chosen.name


def _counts(found: Analytics, caption: str, layers: Sequence[Sequence[int]], titles: Sequence[str]) -> str:
    span, size = _span(found), len(found.slots) // _ROWS
    rows = (
        [f"{time_text(span.seconds * number / _ROWS)} – {time_text(span.seconds * (number + 1) / _ROWS)}"]
        + [f"{sum(layer[number * size : (number + 1) * size]):,}" for layer in layers]
        for number in range(_ROWS)
    )
    columns = [Column("time"), *(Column(title, "n") for title in titles)]
    return table(f"{caption.capitalize()}, by time", columns, rows, stacked=False)


def _money_label(most: float) -> Callable[[float], str]:
    """Marks of an axis of money, with as many places as they need to differ."""
    step = steps(most)[1]
    places = max(0, len(f"{Decimal(repr(step)).normalize():f}".partition(".")[2]))
    return lambda value: f"${value:,.{places if places != 1 else 2}f}"


def _count_label(value: float) -> str:
    return f"{value:,.10g}"
