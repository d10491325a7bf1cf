"""What is to be said of an estimate beside its figures: where a budget ends, which items would fail."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_UP, Context, Decimal

from orchestrator.forecast import Forecast
from orchestrator.page_marks import cites_pages
from orchestrator.rehearsal import Failing, Line
from state.money import usd
from state.plan_records import ORIGINAL, OcrPlan, Plan
from state.records import ZERO
from state.templates import PAGE

_TWO = Context(prec=2, rounding=ROUND_UP)


def budget_warning(allowed: Decimal | None, likely: Decimal, dearest: Decimal, items: int) -> Iterator[str]:
    """That a job is likely to stop at its budget, and where: a call is only made if its worst case fits.

    Args:
        dearest: The most that one call can cost.
    """
    left, wanted = max(ZERO, allowed or ZERO), likely + dearest
    if allowed is None or not likely or wanted <= left:
        return
    enough = f"about {usd(_TWO.plus(wanted))} is enough for all {items:,} items"
    if dearest > left:
        yield (
            f"no item can be finished: the worst case of one call is {usd(_TWO.plus(dearest))}, and the budget lets"
            f" {usd(left)} be spent; {enough}"
        )
    else:
        some = math.floor(items * (left - dearest) / likely)
        yield f"the budget lets {usd(left)} be spent: there the job pauses, after about {some:,} items; {enough}"


def failing_warnings(failing: Sequence[Failing]) -> Iterator[str]:
    """Which items would fail before anything is asked for them, and why."""
    for one in failing:
        many = round(one.count)
        who = one.item_id if many == 1 else f"{many:,} items, {one.item_id} is one of them,"
        yield f"{who} would fail: {one.message}"


def cut_warnings(cut: Sequence[Failing]) -> Iterator[str]:
    """Which items are asked about, and are likely to fail all the same, because their answers are cut."""
    for one in cut:
        many = round(one.count)
        who = f"{one.item_id} is" if many <= 1 else f"{many:,} items, {one.item_id} is one of them, are"
        yield f"{who} likely to fail: {one.message}"


def pages_note(plan: Plan, lines: Iterable[Line]) -> Iterator[str]:
    """How many items a phase would cite pages of that have none; and which phase asks for pages where nobody looks."""
    name = f"{{{{{PAGE}}}}}"
    for phase in plan.phases:
        if name in phase.instructions:
            yield f"{phase.name} has {name} in its instructions, which are no template: write it into its `prompt`"
    if not any(cites_pages(phase) and phase.source == ORIGINAL for phase in plan.phases):
        return
    many = round(sum(line.weight for line in lines if not line.item.pages and PAGE not in line.item.fields))
    if many:
        who = "1 item has" if many == 1 else f"{many:,} items have"
        yield f"{who} no pages: nothing is marked there for `{name}` to cite"


def notes(found: Forecast, items: int, counted: int) -> Iterator[str]:
    """What an estimate goes by, and what is not here that a run needs."""
    if counted < items:
        yield f"counted on {counted:,} of {items:,} items, some of each length"
    if found.missing:
        yield f"not all of it can be asked from here: {'; '.join(found.missing)}"


def ocr_note(count: float, ocr: OcrPlan | None) -> Iterator[str]:
    """How many pages a model reads."""
    if ocr is not None and count:
        many = max(1, round(count))
        what = "1 page that is an image is" if many == 1 else f"about {many:,} pages that are images are"
        yield f"{what} read by {ocr.model}, a call each"
