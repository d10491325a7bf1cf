"""Every way in which a provider says how long to wait is read, and nothing that it says breaks the reading."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.providers.waits import retry_after_s

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
UNIX = int(NOW.timestamp())

SAID: list[tuple[dict[str, str], float | None]] = [
    ({}, None),
    ({"retry-after": "7"}, 7.0),
    ({"retry-after": "1.5"}, 1.5),
    ({"retry-after": " 2 "}, 2.0),
    ({"retry-after": "-3"}, 0.0),
    ({"retry-after": "soon"}, None),
    ({"retry-after": ""}, None),
    ({"retry-after": "inf"}, None),
    ({"retry-after": "3600"}, 3600.0),
    ({"retry-after": "1e300"}, None),
    ({"retry-after": "9" * 400}, None),
    ({"retry-after-ms": "-250"}, 0.0),
    ({"retry-after-ms": "3600000"}, 3600.0),
    ({"retry-after-ms": "1e300", "retry-after": "9"}, 9.0),
    ({"retry-after": "Sun, 01 Mar 99999999999999999999 12:01:30 GMT"}, None),
    ({"retry-after": "Sun, 01 Mar 2026 12:01:30 +99999999999999999999"}, None),
    ({"retry-after": "0001-01-01T00:00:00+23:59"}, 0.0),
    ({"retry-after": "9999-12-31T23:59:59-23:59"}, None),
    ({"date": "Sun, 01 Mar 99999999999999999999 12:01:30 GMT", "retry-after": "4"}, 4.0),
    ({"retry-after-ms": "250"}, 0.25),
    ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
    ({"retry-after-ms": "nan", "retry-after": "9"}, 9.0),
    ({"retry-after": "Sun, 01 Mar 2026 12:01:30 GMT"}, 90.0),
    ({"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0.0),
    ({"retry-after": "2026-03-01T12:00:10Z"}, 10.0),
    # A provider whose clock is an hour behind ours is measured by its own.
    ({"retry-after": "Sun, 01 Mar 2026 11:00:20 GMT", "date": "Sun, 01 Mar 2026 11:00:00 GMT"}, 20.0),
    (
        {"anthropic-ratelimit-requests-reset": "2026-03-01T12:00:05Z", "anthropic-ratelimit-requests-remaining": "0"},
        5.0,
    ),
    # The limit that is used up counts, not the one that is not.
    (
        {
            "anthropic-ratelimit-requests-reset": "2026-03-01T12:00:50Z",
            "anthropic-ratelimit-requests-remaining": "10",
            "anthropic-ratelimit-tokens-reset": "2026-03-01T12:00:05Z",
            "anthropic-ratelimit-tokens-remaining": "0",
        },
        5.0,
    ),
    ({"x-ratelimit-reset-requests": "1m30s", "x-ratelimit-remaining-requests": "0"}, 90.0),
    ({"x-ratelimit-reset-tokens": "6ms", "x-ratelimit-remaining-tokens": "0"}, 0.006),
    ({"x-ratelimit-reset-requests": "1h2m3.5s"}, 3723.5),
    ({"x-ratelimit-reset": str(UNIX + 8), "x-ratelimit-remaining": "0"}, 8.0),
    ({"x-ratelimit-reset": str((UNIX + 8) * 1000), "x-ratelimit-remaining": "0"}, 8.0),
    ({"x-ratelimit-reset": "12", "x-ratelimit-remaining": "0"}, 12.0),
    ({"x-ratelimit-reset-requests": "9s", "x-ratelimit-reset-tokens": "4s"}, 9.0),
    (
        {
            "x-ratelimit-reset-requests": "9s",
            "x-ratelimit-remaining-requests": "5",
            "x-ratelimit-reset-tokens": "4s",
            "x-ratelimit-remaining-tokens": "120",
        },
        4.0,
    ),
    ({"x-ratelimit-reset-requests": "9s of nonsense"}, None),
    ({"x-ratelimit-reset-requests": "9" * 400 + "s"}, None),
    ({"x-ratelimit-reset-requests": "-9s"}, None),
    ({"anthropic-ratelimit-tokens-reset": "2026-03-01T13:00:00Z"}, 3600.0),
    ({"anthropic-ratelimit-tokens-reset": "2026-03-01T11:00:00Z"}, 0.0),
]


@pytest.mark.parametrize(("headers", "wanted"), SAID, ids=lambda one: str(one)[:60])
def test_wait_is_what_the_headers_say(headers: dict[str, str], wanted: float | None) -> None:
    """Each form is read as its seconds from the reply; what cannot be read is no word at all."""
    found = retry_after_s(headers, NOW)
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_resets_are_left_out_where_no_limit_is_meant() -> None:
    """The limits stand in every reply, so a reply that is about something else is not read for them."""
    headers = {"x-ratelimit-reset-requests": "9s"}
    assert retry_after_s(headers, NOW, resets=False) is None
    assert retry_after_s({**headers, "retry-after": "3"}, NOW, resets=False) == 3.0


NAMES = st.sampled_from(
    ["retry-after", "retry-after-ms", "date", "anthropic-ratelimit-x-reset", "x-ratelimit-reset", "x-ratelimit-reset-t"]
)
VALUES = st.text(max_size=40) | st.text("0123456789.:-+eTZ smh,", max_size=40) | st.floats().map(str)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_no_header_breaks_the_reading(headers: dict[str, str]) -> None:
    """Whatever stands in the headers, the wait is None or a number of seconds that is not negative."""
    found = retry_after_s(headers, NOW)
    assert found is None or found >= 0.0
