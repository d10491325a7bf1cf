"""Ids sort by time, are never equal, and have the form that the command line takes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from state.identity import new_bundle_id, new_call_id, new_job_id, new_worker_id, ulid

NOW_S = st.floats(min_value=1e9, max_value=4e9)


def test_the_form_is_golden() -> None:
    """Time and randomness alone make an id, in Crockford's alphabet."""
    assert ulid(lambda: 1_469_918_176.385, lambda n: b"\xff" * n) == "01ARYZ6S41ZZZZZZZZZZZZZZZZ"
    assert new_job_id(lambda: 0.0, lambda n: b"\0" * n) == "job_" + "0" * 26


@given(NOW_S, NOW_S)
def test_ids_sort_by_time(one_s: float, other_s: float) -> None:
    """Of two ids that were made in different milliseconds, the later one sorts behind, whatever the random bits."""
    early, late = sorted((one_s, other_s))
    if int(early * 1000) < int(late * 1000):
        assert new_call_id(lambda: early, lambda n: b"\xff" * n) < new_call_id(lambda: late, lambda n: b"\0" * n)


def test_ids_differ_and_fit_their_columns() -> None:
    """Ten thousand ids made at once differ, and each fits into 40 characters."""
    ids = [make() for make in (new_job_id, new_call_id, new_worker_id, new_bundle_id) for _ in range(2_500)]
    assert len(set(ids)) == 10_000
    assert max(map(len, ids)) <= 40
    assert all(re.fullmatch("[a-z]+_[0-9A-HJKMNP-TV-Z]{26}", one) for one in ids)
