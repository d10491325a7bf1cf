"""Every failure class has one decision, and waits stay within their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.errors import FailureClass as F
from orchestrator.retry import (
    ALL_REFUSED,
    BASE_WAIT_S,
    DOWN_S,
    LONG_WAIT_S,
    MAX_CALL_TRIES,
    MAX_PAID_TRIES,
    MAX_WAIT_S,
    PATIENT_TRIES,
    Act,
    Action,
    Situation,
    decide,
    wait_s,
)

FIRST = Situation()
MIDST = Situation(tries=MAX_CALL_TRIES - 1)
SPENT = Situation(tries=MAX_CALL_TRIES)
SPENT_OTHERS_OK = Situation(tries=MAX_CALL_TRIES, others_succeed=True)
SPENT_CANDIDATE = Situation(tries=MAX_CALL_TRIES, candidates_left=True)
LONG = Situation(retry_after_s=LONG_WAIT_S + 1)
LONG_CANDIDATE = Situation(retry_after_s=LONG_WAIT_S + 1, candidates_left=True)
ATTEMPT_LEFT = Situation(attempts_left=True, candidates_left=True)
PAID_ONCE = Situation(paid_tries=1)
PAID_TWICE = Situation(paid_tries=MAX_PAID_TRIES)
PAID_OTHERS_OK = Situation(paid_tries=MAX_PAID_TRIES, others_succeed=True)
PAID_CANDIDATE = Situation(paid_tries=MAX_PAID_TRIES, candidates_left=True)

R, E, O, I, P, S = Act.RETRY, Act.ESCALATE, Act.FAIL_OVER, Act.FAIL_ITEM, Act.PAUSE_JOB, Act.STOP_JOB
PAID = (PAID_ONCE, PAID_TWICE, PAID_OTHERS_OK, PAID_CANDIDATE)
SITUATIONS = (FIRST, MIDST, SPENT, SPENT_OTHERS_OK, SPENT_CANDIDATE, LONG, LONG_CANDIDATE, ATTEMPT_LEFT, *PAID)
TABLE: dict[F, tuple[Act, ...]] = {
    #               first midst spent others candidate long long+cand attempt left, paid: once twice others candidate
    F.LIMITED: (R, R, R, R, R, P, O, R, R, R, R, R),
    F.OVERLOADED: (R, R, R, R, O, P, O, R, R, P, I, O),
    F.CONNECTION: (R, R, P, P, O, P, O, R, R, P, I, O),
    F.SERVER_ERROR: (R, R, P, I, O, P, O, R, R, P, I, O),
    F.TIMEOUT: (R, I, I, I, I, R, R, R, R, I, I, I),
    F.INVALID_REPLY: (R, I, I, I, I, R, R, R, R, I, I, I),
    F.NO_CREDIT: (P, P, P, P, P, P, P, P, P, P, P, P),
    F.BAD_KEY: (P, P, P, P, P, P, P, P, P, P, P, P),
    F.UNKNOWN_MODEL: (P, P, P, P, P, P, P, P, P, P, P, P),
    F.UNREADABLE: (I, I, I, I, I, I, I, I, I, I, I, I),
    F.TOO_LONG: (I, I, I, I, I, I, I, I, I, I, I, I),
    F.BAD_REQUEST: (I, I, I, I, I, I, I, I, I, I, I, I),
    F.DECLINED: (I, I, I, I, I, I, I, I, I, I, I, I),
    F.UNSTORABLE: (I, I, I, I, I, I, I, I, I, I, I, I),
    F.TRUNCATED: (I, I, I, I, I, I, I, E, I, I, I, I),
    F.BAD_OUTPUT: (I, I, I, I, I, I, I, E, I, I, I, I),
    F.CHECK_FAILED: (I, I, I, I, I, I, I, E, I, I, I, I),
    F.CHECK_BROKEN: (I, I, I, I, I, I, I, I, I, I, I, I),
    F.CHECK_MISSING: (P, P, P, P, P, P, P, P, P, P, P, P),
    F.LOW_SCORE: (I, I, I, I, I, I, I, E, I, I, I, I),
    F.JUDGE_FAILED: (I, I, I, I, I, I, I, E, I, I, I, I),
    F.BUG: (S, S, S, S, S, S, S, S, S, S, S, S),
}


def test_the_table_names_every_class() -> None:
    """A new failure class cannot be added without a decision."""
    assert set(TABLE) == set(F)


@pytest.mark.parametrize("failure_class", list(F))
def test_each_class_is_decided_as_the_table_says(failure_class: F) -> None:
    """In each situation each class leads to the act in its row."""
    assert tuple(decide(failure_class, situation).act for situation in SITUATIONS) == TABLE[failure_class]


def test_what_is_refused_to_all_is_no_items_fault() -> None:
    """A bad request or a broken check fails its item, until so many and no other went so; other classes never pause."""
    assert decide(F.BAD_REQUEST, Situation(refused=ALL_REFUSED - 1)).act is Act.FAIL_ITEM
    assert decide(F.BAD_REQUEST, Situation(refused=ALL_REFUSED)).act is Act.PAUSE_JOB
    assert decide(F.CHECK_BROKEN, Situation(refused=ALL_REFUSED - 1)).act is Act.FAIL_ITEM
    assert decide(F.CHECK_BROKEN, Situation(refused=ALL_REFUSED)).act is Act.PAUSE_JOB
    assert decide(F.TOO_LONG, Situation(refused=ALL_REFUSED)).act is Act.FAIL_ITEM


def test_a_request_that_times_out_twice_fails_the_item() -> None:
    """The first time-out is tried again, the second one ends the item."""
    assert decide(F.TIMEOUT, Situation(tries=1)).act is Act.RETRY
    assert decide(F.TIMEOUT, Situation(tries=2, candidates_left=True)).act is Act.FAIL_ITEM


def test_an_earlier_run_that_gave_all_tries_tells_whose_fault_it_is() -> None:
    """A server that breaks in two runs at one request breaks by it; one that cannot be reached never does."""
    again = Situation(tries=MAX_CALL_TRIES, earlier_tries=MAX_CALL_TRIES)
    assert decide(F.SERVER_ERROR, again).act is Act.FAIL_ITEM
    assert decide(F.CONNECTION, again).act is Act.PAUSE_JOB
    paid = Situation(paid_tries=MAX_PAID_TRIES, earlier_tries=MAX_PAID_TRIES)
    assert decide(F.CONNECTION, paid).act is Act.FAIL_ITEM


def test_a_model_is_passed_over_by_all_unless_the_item_is_at_fault() -> None:
    """Who fails over because a model is down spares the others their tries; who breaks it alone does not."""
    at_fault = Situation(tries=MAX_CALL_TRIES, candidates_left=True, others_succeed=True)
    assert decide(F.SERVER_ERROR, SPENT_CANDIDATE) == Action(Act.FAIL_OVER, pass_over_s=DOWN_S)
    assert decide(F.CONNECTION, at_fault) == Action(Act.FAIL_OVER, pass_over_s=DOWN_S)
    assert decide(F.SERVER_ERROR, at_fault) == Action(Act.FAIL_OVER, pass_over_s=0.0)


def test_an_overloaded_provider_is_waited_for_longer_but_not_for_ever() -> None:
    """Without another model, overload is waited out for minutes before the job pauses."""
    assert decide(F.OVERLOADED, Situation(tries=PATIENT_TRIES - 1)).act is Act.RETRY
    assert decide(F.OVERLOADED, Situation(tries=PATIENT_TRIES)).act is Act.PAUSE_JOB
    assert sum(wait_s(tries, None, 0.5) for tries in range(1, PATIENT_TRIES)) > 300


def test_a_pause_for_a_long_wait_says_until_when() -> None:
    """A Retry-After above a minute without another model pauses the job, with the time that the provider named."""
    assert decide(F.LIMITED, Situation(retry_after_s=3600)) == Action(Act.PAUSE_JOB, resume_after_s=3600)


def test_a_long_wait_is_a_time_for_another_model() -> None:
    """Where another model may answer, nobody asks the one that named a long wait before it is over."""
    assert decide(F.LIMITED, LONG_CANDIDATE) == Action(Act.FAIL_OVER, pass_over_s=LONG_WAIT_S + 1)


def test_a_retry_after_of_a_minute_is_waited_for() -> None:
    """A minute itself is not above a minute."""
    assert decide(F.LIMITED, Situation(retry_after_s=60.0), jitter=0.0) == Action(Act.RETRY, wait_s=60.0)


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_backoff_is_bounded_and_doubles(tries: int, jitter: float) -> None:
    """A wait is at least half the doubled base, at most the ceiling, and never shrinks with the tries."""
    wait = wait_s(tries, None, jitter)
    assert BASE_WAIT_S / 2 < wait <= MAX_WAIT_S
    assert wait <= BASE_WAIT_S * 2.0 ** min(tries - 1, 100)
    assert wait_s(tries + 1, None, jitter) >= wait


@given(st.integers(1, 100), st.floats(0, LONG_WAIT_S), st.floats(0, 1, exclude_max=True))
def test_a_retry_after_is_never_undercut(tries: int, retry_after_s: float, jitter: float) -> None:
    """What the provider asked for is waited for in full, and at most a tenth longer."""
    assert retry_after_s <= wait_s(tries, retry_after_s, jitter) <= retry_after_s * 1.1


def test_a_negative_retry_after_is_now() -> None:
    """A date in the past asks for no wait."""
    assert wait_s(1, -5.0, 0.5) == 0
