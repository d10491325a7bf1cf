"""How previews and estimates look: a screen of text at 80 columns. Nothing here prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pipelines.item_document import asked
from pipelines.screen_jobs import duration, plain_table
from pipelines.screen_text import Note, counted
from state.job_view import JobView
from state.money import usd
from state.records import ZERO, Role

if TYPE_CHECKING:
    from pipelines.estimate import Basis, Estimate
    from pipelines.preview import PhasePreview, Preview, Shown

_TWO = Context(prec=2)

NO_COST = "nothing: its models are free"

SAMPLED = 20
"""So many items tell enough of the others."""


def about(amount: Decimal) -> str:
    """An estimated amount for people: two digits that say something."""
    return usd(_TWO.plus(amount))


# ── estimates ───────────────────────────────────────────────────────────────────────────────────


def estimate_line(found: Estimate) -> str:
    """What is to be expected of a run, in two lines."""
    cost = f"about {about(found.likely)} ({about(found.low)} to {about(found.high)}), {_most(found)}"
    if not found.at_most:
        cost = f"it costs {NO_COST}"
    known = f"; {counted(found.known, 'answer')} known already" if found.known else ""
    calls = f"{found.calls:,} call{'s' if found.calls != 1 else ''}"
    told = f"estimate: {cost}\n{calls}, {_time(found)}{known}"
    return "\n".join([told, *(f"note: {note}" for note in found.warnings)])


def _most(found: Estimate) -> str:
    """The most that all calls can cost, and how much of that a budget lets them."""
    most, allowed = f"at most {about(found.at_most)}", found.allowed
    if allowed is None or allowed >= found.at_most:
        return most
    return f"{most}, of which the budget allows {usd(max(ZERO, allowed))}"


def _time(found: Estimate) -> str:
    """How long it takes, and whether that goes by no answer yet."""
    assumed = "" if any(one.seen for one in found.phases) else ", the models' speed assumed"
    return f"about {duration(found.seconds)} at concurrency {found.concurrency}{assumed}"


def question(view: JobView, rest: Estimate) -> str:
    """Whether to go on with the items that are left, after the first have ended."""
    ended, cost = view.progress.total_items - view.progress.pending_items, usd(view.analytics.cost_incurred)
    first = "the first item" if ended == 1 else f"{ended} items"
    if rest.is_nothing:
        return f"{first} cost {cost}; all answers for the other {rest.items:,} are known already. Run them?"
    dear = f", for about {about(rest.likely)} ({about(rest.low)} to {about(rest.high)})" if rest.at_most else ""
    return f"{first} cost {cost}; run the other {rest.items:,}{dear}, in about {duration(rest.seconds)}?"


def estimate(found: Estimate) -> RenderableType:
    """An estimate on a screen, with what it goes by."""
    if found.is_nothing:
        known = f"{counted(found.known, 'answer')} known already; a run makes no call and costs nothing"
        if found.is_hopeless:
            known = "no call can be made, and nothing would be sent"
        return Group(Note(f"{found.name}: {known}"), *_notes(found))
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    for name, text in _facts(found):
        rows.add_row(name, Text(text))
    phases = plain_table(("phase", 1), ("calls", "right"), ("tokens", "right"), ("likely", "right"), "lengths by")
    for one in found.phases:
        tokens = f"{round(one.sums.input_tokens):,}+{round(one.sums.output_tokens):,}"
        phases.add_row(Text(one.phase), f"{round(one.sums.calls):,}", tokens, about(one.sums.likely), Text(_basis(one)))
    return Group(Text(found.name, style="bold"), rows, phases, *_notes(found), *_surer(found))


def _facts(found: Estimate) -> Iterator[tuple[str, str]]:
    cost = f"about {about(found.likely)}, {about(found.low)} to {about(found.high)}; {_most(found)}"
    yield "cost", cost if found.at_most else NO_COST
    yield "time", _time(found)
    yield "items", f"{found.items:,}"
    known = f", and {counted(found.known, 'answer')} known already" if found.known else ""
    yield "calls", f"{found.calls:,}{known}"
    yield "tokens", f"{found.input_tokens:,} in, {found.output_tokens:,} out"


def _notes(found: Estimate) -> list[Note]:
    return [Note(f"note: {note}", "yellow") for note in found.notes]


def _basis(one: Basis) -> str:
    return counted(one.seen, "answer") if one.seen else "assumed"


def _surer(found: Estimate) -> Iterator[Text]:
    """Where the answers of a sample are; or how it gets surer, where lengths are assumed and there is enough to try."""
    if found.sample is not None:
        yield Text(f"the sample: {found.sample}", style="dim")
    elif any(not one.seen for one in found.phases) and found.items > SAMPLED:
        yield Text(f"assumed: `estimate --sample {SAMPLED}` tries {SAMPLED} items and goes by them", style="dim")


# ── previews ────────────────────────────────────────────────────────────────────────────────────


def preview(found: Preview) -> RenderableType:
    """The requests of a job for one item, as they would be sent."""
    title = f"{found.name}: what is asked for item {found.item_id}. Nothing is sent."
    parts: list[RenderableType] = [Text(title, style="bold")]
    for number, one in enumerate(found.phases, start=1):
        parts += _phase(number, one)
    parts += [Rule(style="dim"), *(Note(f"note: {note}", "yellow") for note in found.notes)]
    return Group(*parts)


def _phase(number: int, one: PhasePreview) -> Iterator[RenderableType]:
    yield Rule(Text(f" {number}. {one.phase.name}: {one.phase.task_type} ", style="bold"), align="left", style="dim")
    for shown in one.requests:
        yield from _request(shown)
    for attempt in range(2, one.phase.max_attempts + 1):
        models = " or ".join(one.phase.candidates(attempt))
        last = attempt >= len(one.phase.attempts) and attempt < one.phase.max_attempts
        yield Text(f"attempt {attempt}{' and later' if last else ''}, if that one is sent back: {models}", style="dim")
        if last:
            break
    if one.error is not None:
        yield Text(f"it would fail here: {one.error}", style="red")


_HEADS = {
    Role.EXECUTOR: "request",
    Role.EMBEDDING: "text to embed",
    Role.SPLIT: "the first of several parts",
    Role.LABELS: "labels are drawn first, once",
    Role.OCR: "the first of the pages that are images is read",
}


def _request(shown: Shown) -> Iterator[RenderableType]:
    head = _HEADS.get(shown.ask.role, str(shown.ask.role))
    yield Text.assemble((head, "bold"), f" to {shown.model}" if shown.model else " to nobody", f" ({shown.reason})")
    if shown.missing is not None:
        yield Text(f"  {shown.missing}: needed to run, not to preview", style="yellow")
    request = shown.ask.request
    said = f"about {shown.tokens:,} tokens" + (f", an answer of at most {shown.longest:,}" if shown.longest else "")
    cost = f"; at most {usd(shown.at_most)}" if shown.at_most is not None else ""
    yield Text(f"  {said}{cost}", style="dim")
    if shown.not_known:
        yield Text(f"  not known yet, in «»: {', '.join(shown.not_known)}", style="dim")
    for name, text in asked(shown.document()["request"]):
        yield from _part(name, str(text))
    if request.output.schema is not None and request.output.schema not in request.system:
        yield from _part("schema", request.output.schema)


def _part(name: str, text: str) -> Iterator[RenderableType]:
    yield Text(f"  {name}", style="cyan")
    yield Padding(Text(text), (0, 0, 0, 4), expand=False)
