"""Money as programs read it, plain decimal strings, and as people do in sentences and tables: one form each.

A screen that is drawn anew and a page with pictures round further, so that figures keep their places: there.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_CENTS = 2
_MICRO = Decimal("0.000001")

BUDGET = "the {scope}'s budget"
"""How the reason of a stop names the budget that ended: the job's, or its project's."""


def usd_text(amount: Decimal) -> str:
    """US dollars for programs, exact, without exponent and trailing zeros, but to the cent at least: 1.50, 0.002345."""
    whole, _, places = f"{amount:f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(_CENTS, '0')}"


def usd(amount: Decimal) -> str:
    """US dollars for people: at most six places, at least two, and never a cost that looks like nothing."""
    rounded = amount.quantize(_MICRO, ROUND_HALF_UP)
    if rounded == 0 and amount > 0:
        return "<$0.000001"
    return f"{'-' if amount < 0 else ''}${usd_text(abs(rounded))}"


def ended_budget(reason: str) -> str:
    """Whose budget ended, by the reason of a stop for one: "project" or "job"."""
    return "project" if BUDGET.format(scope="project") in reason else "job"
