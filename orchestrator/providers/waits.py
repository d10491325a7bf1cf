"""How long a provider asks to wait, in every form in which providers say it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_S = 366 * 86_400.0
"""A longer wait is no word at all: a slip of the provider's, or not for us."""

_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_RESET = re.compile(
    r"^(?:anthropic-ratelimit-(?P<kind>.+)-reset|x-ratelimit-reset(?:-(?P<kind2>.+))?)$",
)


def retry_after_s(headers: Mapping[str, str], now: datetime, *, resets: bool = True) -> float | None:
    """The seconds to wait that a reply asks for, None if it says nothing that can be read.

    Read in this order: `retry-after-ms`; `retry-after` in whole or broken seconds or as an HTTP date; the times at
    which the provider's own limits are full again (`anthropic-ratelimit-…-reset` as RFC 3339,
    `x-ratelimit-reset-…` as a span like 1m30s, seconds, or a time).

    Args:
        headers: Of the reply, names in lower case.
        now: Used for dates when the reply has no `date` of its own; a provider's clock is measured by itself.
        resets: Read the limits too; no when the reply is not about a limit, because they stand in every reply.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    said = _sane(None if milliseconds is None else milliseconds / 1000)
    if said is not None:
        return said
    at = _date(headers.get("date", "")) or now
    asked = headers.get("retry-after", "")
    seconds = _number(asked)
    said = _sane(_until(_date(asked), at) if seconds is None else seconds)
    if said is not None:
        return said
    return _reset_s(headers, at) if resets else None


def _sane(seconds: float | None) -> float | None:
    """A wait that somebody can mean; what is over already is none."""
    return None if seconds is None or seconds > LONGEST_S else max(0.0, seconds)


def _reset_s(headers: Mapping[str, str], at: datetime) -> float | None:
    """When the limits that are used up are full again: the latest of them; if none says so, the earliest of all."""
    used_up: list[float] = []
    others: list[float] = []
    for name, value in headers.items():
        match = _RESET.match(name)
        if match is None:
            continue
        wait = _sane(_wait(value, at))
        if wait is None:
            continue
        remaining = _number(headers.get(_remaining_name(name), "0"))
        (used_up if remaining is None or remaining <= 0 else others).append(wait)
    if used_up:
        return max(used_up)
    return min(others) if others else None


def _remaining_name(name: str) -> str:
    if name.startswith("anthropic-"):
        return f"{name.removesuffix('-reset')}-remaining"
    return name.replace("-reset", "-remaining", 1)


def _wait(value: str, at: datetime) -> float | None:
    """A span, seconds, a Unix time (in seconds or milliseconds) or a date, as seconds from `at`."""
    number = _number(value)
    if number is not None:
        if number > 1e11:
            return number / 1000 - at.timestamp()
        return number - at.timestamp() if number > 1e8 else number
    span = _SPAN.findall(value)
    if span and "".join(amount + unit for amount, unit in span) == value.strip():
        return sum(float(amount) * _UNITS_S[unit] for amount, unit in span)
    return _until(_date(value), at)


def _until(then: datetime | None, at: datetime) -> float | None:
    return None if then is None else (then - at).total_seconds()


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _date(value: str) -> datetime | None:
    """An HTTP date or an RFC 3339 time; without a zone it is UTC."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = parse(value)
        except (ValueError, OverflowError):  # a year of twenty digits is no ValueError
            continue
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return None
