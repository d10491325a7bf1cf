"""What a job has still to do, and what that will cost: reckoned here alone, for all who tell of it.

    items to run ─► left, by phase ─┬─ × what an item has cost there ─► cost at the end; what is left when a budget ends
    (all, or `--first`)             └─ × how long it keeps calls busy ─► `state.time_left`

Items that fail on the way are expected to go on failing as they did. A judge's calls and second tries are in what an
item has cost. A known answer has cost nothing: where known ones came first, the rest may cost more than is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from state.job_view import PhaseTotals
from state.money import usd, usd_text
from state.records import ZERO, Json

_ABOUT = Context(prec=2)
"""What is told of it in a sentence has two digits."""


def waiting(total_items: int, open_items: int, first: int | None) -> int:
    """The items that are not to run for now, as they come after the first ones."""
    return 0 if first is None else min(open_items, max(0, total_items - first))


def left_by_phase(phases: Sequence[PhaseTotals], to_run: int) -> list[float]:
    """How many items will still go through each phase, if those that come to it pass the ones before as others did."""
    left: list[float] = []
    coming, arrived = 0.0, to_run
    for phase in phases:
        left.append(max(0.0, arrived - phase.ended) + coming)
        coming = left[-1] * (phase.completed / phase.ended if phase.ended else 1.0)
        arrived = phase.completed
    return left


def left_usd(phases: Sequence[PhaseTotals], to_run: int) -> Decimal | None:
    """What is left will cost, if an item costs what it did so far in each phase.

    None while a phase that is still to come was ended by no item.
    """
    total = ZERO
    for phase, left in zip(phases, left_by_phase(phases, to_run), strict=True):
        if left and not phase.ended:
            return None
        if left:
            total += phase.cost_usd * Decimal(repr(left)) / phase.ended
    return total


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left, for people: items, how often one of them will go through a phase, and what that costs."""

    items: int
    steps: int
    usd: Decimal | None

    def __str__(self) -> str:
        items = "1 item" if self.items == 1 else f"{self.items} items"
        phases = "1 phase" if self.steps == 1 else f"{self.steps} phases"
        price = "" if self.usd is None else f", for about {usd(self.usd)} at the mean of each phase so far"
        return f"{items} ({phases} of them) left{price}"

    def facts(self) -> dict[str, Json]:
        """The same as facts of an event."""
        price = None if self.usd is None else usd_text(self.usd)
        return {"left_items": self.items, "left_phases": self.steps, "left_usd": price}


def remaining(phases: Sequence[PhaseTotals], total_items: int, open_items: int, first: int | None) -> Remaining:
    """What is left of a job's items, of those that may run for now."""
    later = waiting(total_items, open_items, first)
    price = left_usd(phases, total_items - later)
    steps = round(sum(left_by_phase(phases, total_items - later)))
    return Remaining(open_items - later, steps, None if price is None else _ABOUT.plus(price))
