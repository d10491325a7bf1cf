"""What each phase of a job did so far: the figures of its workers, added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import Row

from state.doing import Out
from state.group import ITEMS, Totals
from state.job_lookup import name_of
from state.job_view import PhaseTotals
from state.records import ZERO

Added = Row[tuple[object, ...]] | Totals
"""What one worker added to a phase: a row of `batch_totals`, or what a group has not written yet."""


def phase_totals(
    added: Iterable[tuple[int, Added]], names: Sequence[str], out: Sequence[Out] = ()
) -> tuple[PhaseTotals, ...]:
    """The phases of a job, in order; those that nobody has begun included.

    Args:
        added: By phase.
        names: Of all phases; empty while there is no plan.
        out: The job's open calls.
    """
    by_phase: dict[int, list[Added]] = defaultdict(list)
    for phase, one in added:
        by_phase[phase].append(one)
    found = sorted({*range(len(names)), *by_phase} - {ITEMS})
    return tuple(_of_phase(phase, name_of(names, phase), by_phase[phase], out) for phase in found)


def _of_phase(phase: int, name: str, mine: Sequence[Added], out: Sequence[Out]) -> PhaseTotals:
    return PhaseTotals(
        phase=phase,
        name=name,
        completed=count(mine, "completed"),
        failed=count(mine, "failed"),
        cut=count(mine, "cut"),
        calls=count(mine, "calls"),
        limited=count(mine, "limited"),
        input_tokens=count(mine, "input_tokens"),
        output_tokens=count(mine, "output_tokens"),
        cached_tokens=count(mine, "cached_tokens"),
        settled_usd=cost(mine, "settled_usd"),
        unknown_usd=cost(mine, "unknown_usd"),
        busy_ms=count(mine, "busy_ms"),
        saved_usd=cost(mine, "saved_usd"),
        running=sum(one.items for one in out if one.phase == phase),
    )


def count(added: Iterable[Added], name: str) -> int:
    """The sum of one of their counts."""
    return sum(getattr(one, name) for one in added)


def cost(added: Iterable[Added], name: str) -> Decimal:
    """The sum of one of their amounts."""
    return sum((getattr(one, name) for one in added), ZERO)
