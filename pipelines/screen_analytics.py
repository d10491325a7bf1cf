"""How the sums of a job look on a terminal: money, time and scores by phase and model, failures, hints."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from pipelines.called import as_called
from pipelines.screen_jobs import plain_table
from pipelines.screen_text import counted
from state.analytics_view import Analytics, PhaseSums
from state.latencies import Durations
from state.money import usd
from state.records import ZERO


def analytics(found: Analytics) -> RenderableType:
    """The sums of a job."""
    return Group(*_parts(found))


def _parts(found: Analytics) -> Iterator[RenderableType]:
    rate = "no item is finished" if found.success_rate is None else f"{found.success_rate:g} % of the finished items"
    yield Text(f"success: {rate} ({found.completed_items} completed, {found.failed_items} failed)")
    each = f", {usd(found.per_item)} an item" if found.per_item is not None else ""
    yield Text(f"cost: {usd(found.total)}{each}, {found.tokens.input:,} + {found.tokens.output:,} tokens")
    if found.judge > ZERO:
        yield Text(f"of which judging {usd(found.judge)}")
    wasted = [f"{cause} {usd(cost)}" for cause, cost in found.wasted.items() if cost > ZERO]
    if wasted:
        yield Text(f"of which in vain {usd(sum(found.wasted.values(), ZERO))}: {', '.join(wasted)}")
    if found.item_times.count:
        took = found.item_times
        yield Text(f"an item waits {_text(took.p50_ms)} ms at the median, 95 % of them at most {_text(took.p95_ms)} ms")
    columns = [(title, "right") for title in ("calls", "cost", "avg ms", "p50", "p95", "p99")]
    phases, models = plain_table(("phase", 1), *columns), plain_table(("model", 1), *columns)
    for phase in found.phases:
        phases.add_row(Text(phase.name), f"{phase.calls:,}", usd(phase.cost), *_figures(phase.waits))
    for model in found.models:
        models.add_row(Text(model.model), f"{model.calls:,}", usd(model.cost), *_figures(model.answers))
    yield from (phases, models)
    yield from (Text(_scores(phase)) for phase in found.phases if phase.scores)
    for one in found.by_class:
        yield Text(f"{one.failure_class}: {counted(one.items, 'item')}, as {one.example}")
    yield from (Text(as_called(f"hint: {hint}")) for hint in found.hints)


def _figures(took: Durations) -> list[str]:
    return [_text(one) for one in (took.avg_ms, took.p50_ms, took.p95_ms, took.p99_ms)]


def _scores(phase: PhaseSums) -> str:
    times = ", ".join(f"{phase.scores[score]:,} × {score}" for score in sorted(phase.scores, reverse=True))
    return f"scores in {phase.name}: {times} (mean {phase.mean_score:g})"


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
