"""What a job has still to do, and what that may cost: its phases left times what each has cost so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from state.money import usd_text
from state.records import ZERO, Json

_ABOUT = Context(prec=2)
"""An estimate has two digits."""


@dataclass(frozen=True, slots=True)
class PhaseSoFar:
    """Items that passed or failed a phase, and what its calls cost; answers that were known count at their price."""

    completed: int = 0
    failed: int = 0
    cost_usd: Decimal = ZERO

    def __add__(self, other: PhaseSoFar) -> PhaseSoFar:
        return PhaseSoFar(self.completed + other.completed, self.failed + other.failed, self.cost_usd + other.cost_usd)

    @property
    def ended(self) -> int:
        """Items that it is done with."""
        return self.completed + self.failed


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left: items, their phases, and about what those cost; None while no item has ended any phase."""

    items: int
    steps: int
    usd: Decimal | None

    def __str__(self) -> str:
        items = "1 item" if self.items == 1 else f"{self.items} items"
        phases = "1 phase" if self.steps == 1 else f"{self.steps} phases"
        price = "" if self.usd is None else f", for about ${usd_text(self.usd)} at the mean of each phase so far"
        return f"{items} ({phases} of them) left{price}"

    def facts(self) -> dict[str, Json]:
        """The same as facts of an event."""
        price = None if self.usd is None else usd_text(self.usd)
        return {"left_items": self.items, "left_phases": self.steps, "left_usd": price}


def remaining(total: int, open_items: int, phases: Sequence[PhaseSoFar]) -> Remaining:
    """What is left of a job's items.

    Each item that has not failed passes through every phase. A phase that no item has ended is taken to cost what the
    others cost on average.

    Args:
        total: Items of the job.
        open_items: Of them, those in no final state.
        phases: In order, every one of the job.
    """
    reach, left = total, []
    for phase in phases:
        left.append(max(0, reach - phase.ended))
        reach -= phase.failed
    means = [phase.cost_usd / phase.ended for phase in phases if phase.ended]
    if not means:
        return Remaining(open_items, sum(left), None)
    usual = sum(means, ZERO) / len(means)
    each = [phase.cost_usd / phase.ended if phase.ended else usual for phase in phases]
    price = sum((steps * mean for steps, mean in zip(left, each, strict=True)), ZERO)
    return Remaining(open_items, sum(left), _ABOUT.plus(price))
