"""Options of a job that may change while it lives: their ranges, read from text or values, all errors at once."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from sqlalchemy import Row

from state.columns import MAX_USD
from state.errors import InputError
from state.events import who
from state.money import ended_budget, usd_text
from state.plan_records import Options
from state.records import HeldReason, Json

Change: TypeAlias = str | int | float | Decimal | None

_NONE = ("", "none", "null")

CHANGEABLE = ("budget_usd", "concurrency", "max_failed_percent", "checkpoint_frequency")
"""The options that change while a job lives."""

_CHECKPOINT_MAX = 100


def parse_changes(changes: Mapping[str, Change], *, max_concurrency: int) -> dict[str, Decimal | int | float | None]:
    """The values by column.

    Raises:
        InputError: A key that cannot be changed, or a value out of its range; all of them are named.
    """
    values: dict[str, Decimal | int | float | None] = {}
    problems: list[str] = []
    for key, change in changes.items():
        try:
            values[key] = _parse(key, change, max_concurrency)
        except InputError as error:
            problems.append(error.message)
    if problems:
        raise InputError("; ".join(problems), path="options")
    return values


def is_raised(job: Row[tuple[object, ...]], values: Mapping[str, object]) -> bool:
    """Whether a job stopped for its own budget, and these values raise it or take it away; its project's is another."""
    if job.error_class != HeldReason.BUDGET or ended_budget(job.error_message) != "job" or "budget_usd" not in values:
        return False
    budget, before = values["budget_usd"], job.budget_usd
    return budget is None or (before is not None and isinstance(budget, Decimal) and budget > before)


def told_changes(
    job: Row[tuple[object, ...]], changed: Mapping[str, Decimal | int | float | None]
) -> tuple[str, dict[str, Json]]:
    """Which options of a job (a row of `batch_jobs`) become what, and by whom, in words and as facts."""
    words, by = who()
    each = {name: {"from": _plain(getattr(job, name)), "to": _plain(value)} for name, value in changed.items()}
    return f"{_in_words(each)}, by {words}", {**each, **by}


def changes_between(before: Options, after: Options) -> str:
    """Which options became what, in words; empty when none did."""
    names = (name for name in CHANGEABLE if getattr(before, name) != getattr(after, name))
    return _in_words({n: {"from": _plain(getattr(before, n)), "to": _plain(getattr(after, n))} for n in names})


def _in_words(changes: Mapping[str, Mapping[str, Json]]) -> str:
    return ", ".join(f"{name} {_shown(one['from'])} → {_shown(one['to'])}" for name, one in changes.items())


def _plain(value: object) -> Json:
    return usd_text(value) if isinstance(value, Decimal) else value if isinstance(value, int | float) else None


def _shown(value: Json) -> str:
    return "none" if value is None else str(value)


def check_usd(name: str, amount: Decimal | None) -> None:
    """Check that an amount of money can be a limit.

    Raises:
        InputError: It is negative, no number, or more than the state can hold.
    """
    if amount is not None and not (amount.is_finite() and 0 <= amount <= MAX_USD):
        raise InputError(f"{name}: {amount} is not between 0 and {MAX_USD} US dollars")


def check_project(name: str) -> str:
    """The name of a project, once it is seen to be one that a job file could give, too.

    Raises:
        InputError: It is empty, too long, or no plain line of text.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # it is slow to load

    from state.spec_errors import problems_of  # noqa: PLC0415
    from state.spec_values import Line  # noqa: PLC0415

    try:
        return TypeAdapter[str](Line).validate_python(name)
    except ValidationError as error:
        raise InputError(problems_of(error, {})[0].message, path="project") from None


def _parse(key: str, change: Change, max_concurrency: int) -> Decimal | int | float | None:
    if key not in CHANGEABLE:
        near = difflib.get_close_matches(key, CHANGEABLE, 1)
        meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(CHANGEABLE)}"
        raise InputError(f"{key}: no option that can be changed{meant}")
    text = "none" if change is None else str(change).strip()
    if key == "budget_usd":
        amount = None if text.lower() in _NONE else _decimal(key, text)
        check_usd(key, amount)
        if amount == 0:
            raise InputError(f"{key}: {amount} is not above 0; `pause` stops a job, and none takes its budget away")
        return amount
    if key == "max_failed_percent":
        return None if text.lower() in _NONE else _percent(key, text)
    return _whole(key, text, max_concurrency if key == "concurrency" else _CHECKPOINT_MAX)


def _decimal(key: str, text: str) -> Decimal:
    try:
        return Decimal(text.removeprefix("$"))
    except InvalidOperation:
        raise InputError(f"{key}: {text!r} is no amount in US dollars", hint="write it as 12.50") from None


def _percent(key: str, text: str) -> float:
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise InputError(f"{key}: {text!r} is not between 0 and 100")
    return value


def _whole(key: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise InputError(f"{key}: {text!r} is no whole number from 1 to {most}")
    return int(text)
