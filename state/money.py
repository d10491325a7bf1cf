"""Money as people and programs read it: plain decimal strings."""

from __future__ import annotations

from decimal import Decimal

_CENTS = 2


def usd_text(amount: Decimal) -> str:
    """US dollars without exponent and trailing zeros, but to the cent at least: 0.00, 1.50, 0.002345."""
    text = f"{amount:f}"
    whole, _, places = text.partition(".")
    places = places.rstrip("0").ljust(_CENTS, "0")
    return f"{whole}.{places}"


PROJECTS_BUDGET = "the project's budget"
"""How the reason of a stop names the budget that ended, where it was not the job's own."""
