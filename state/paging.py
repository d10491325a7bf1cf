"""Which rows of a list are wanted: the one check of a limit and an offset."""

from __future__ import annotations

from state.errors import InputError

MOST = 10**15
"""No list is longer; the sum of two such numbers is one that every database takes."""


def check_page(limit: int | None, offset: int) -> None:
    """Check which rows are wanted.

    Raises:
        InputError: A limit or an offset is negative, or beyond any list.
    """
    if not 0 <= offset <= MOST or not 0 <= (limit or 0) <= MOST:
        raise InputError(f"limit {limit} and offset {offset} must be from 0 to {MOST}", path="limit")
