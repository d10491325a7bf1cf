"""What to do after a failure: one pure function over one table, and the waits between two tries.

failure ─► decide ─► retry      the same call again, after a wait (no attempt is used up)
                     escalate   the next attempt, with the reasons, by a stronger model
                     fail_over  the same attempt by the next candidate
                     fail_item  the item ends, with this reason
                     pause_job  nothing that follows could succeed: stop asking, say why and until when
                     stop_job   our own bug
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orchestrator.errors import FailureClass

BASE_WAIT_S = 0.5
MAX_WAIT_S = 30.0

LONG_WAIT_S = 60.0
"""A provider that asks for a longer wait than this is not waited for: another model answers, or the job pauses."""

MAX_CALL_TRIES = 6
"""Tries of one call at a provider that is down: with the waits between them about 15 s at the least."""

PATIENT_TRIES = 20
"""Tries at a provider that says it is overloaded when no other model may answer: some six minutes, then pause."""

MAX_PAID_TRIES = 2
"""Tries of a call whose failures may have been billed: it times out, its reply cannot be decoded, its gateway stops
waiting, or its connection breaks after it was sent, twice in all."""

ALL_REFUSED = 20
"""So many requests of one step that a model refused as bad, when it has answered none: the job asks wrongly. Or so
many items at which a user's check broke, when it has worked at none."""

DOWN_S = 30.0
"""How long a model that was given up for being down is passed over."""


class Act(StrEnum):
    """What follows a failure."""

    RETRY = "retry"
    ESCALATE = "escalate"
    FAIL_OVER = "fail_over"
    FAIL_ITEM = "fail_item"
    PAUSE_JOB = "pause_job"
    STOP_JOB = "stop_job"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known beside the failure's class.

    Args:
        tries: How many calls of this attempt at this model failed with this class, this one included.
        paid_tries: How many of them, of whatever class, may have been billed.
        retry_after_s: What the provider asked to wait, in seconds, None if it said nothing.
        candidates_left: Another model may answer this attempt, its key is there, and it was not tried.
        attempts_left: The phase allows another attempt.
        earlier_tries: How many calls of this request at this model failed with this class in earlier runs of the job.
        refused: How many requests of this step the model refused as bad, this one included; 0 once it answered one. Of
            a user's check at how many items it broke, this one included; 0 once it worked.
        others_succeed: The model answers others, so the fault is the item's: it answered one since this call first
            failed, or before, and nobody else failed there since.
    """

    tries: int = 1
    paid_tries: int = 0
    retry_after_s: float | None = None
    candidates_left: bool = False
    attempts_left: bool = False
    others_succeed: bool = False
    earlier_tries: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """What to do, and after how many seconds.

    Args:
        wait_s: For RETRY: wait that long first.
        resume_after_s: For PAUSE_JOB: when the provider said that it will answer again, in seconds from now.
        pass_over_s: For FAIL_OVER: how long nobody else should ask the model either; 0 when the item is at fault.
    """

    act: Act
    wait_s: float = 0.0
    resume_after_s: float | None = None
    pass_over_s: float = 0.0


class _Course(StrEnum):
    """The ways in which failures are met; each class has one."""

    WAIT = "wait"  # the provider counts us: wait as long as it takes
    CROWD = "crowd"  # the provider has no room: wait, fail over, wait longer, pause
    OUTAGE = "outage"  # the provider is down: wait, fail over, pause
    HICCUP = "hiccup"  # the provider or the item is at fault: wait, fail over, then see who
    PAID = "paid"  # it may have been billed: once more, then give the item up
    REFUSED = "refused"  # the same for every item: pause at once
    REQUEST = "request"  # the item's own fault, unless it is so for all: then pause
    ITEM = "item"  # the item's own fault: no other try can help
    QUALITY = "quality"  # the answer is not good enough: the next attempt
    BUG = "bug"


_COURSES: dict[FailureClass, _Course] = {
    FailureClass.LIMITED: _Course.WAIT,
    FailureClass.OVERLOADED: _Course.CROWD,
    FailureClass.CONNECTION: _Course.OUTAGE,
    FailureClass.SERVER_ERROR: _Course.HICCUP,
    FailureClass.TIMEOUT: _Course.PAID,
    FailureClass.INVALID_REPLY: _Course.PAID,
    FailureClass.NO_CREDIT: _Course.REFUSED,
    FailureClass.BAD_KEY: _Course.REFUSED,
    FailureClass.UNKNOWN_MODEL: _Course.REFUSED,
    FailureClass.UNREADABLE: _Course.ITEM,
    FailureClass.TOO_LONG: _Course.ITEM,
    FailureClass.BAD_REQUEST: _Course.REQUEST,
    FailureClass.DECLINED: _Course.ITEM,
    FailureClass.UNSTORABLE: _Course.ITEM,
    FailureClass.TRUNCATED: _Course.QUALITY,
    FailureClass.BAD_OUTPUT: _Course.QUALITY,
    FailureClass.CHECK_FAILED: _Course.QUALITY,
    FailureClass.CHECK_BROKEN: _Course.REQUEST,
    FailureClass.CHECK_MISSING: _Course.REFUSED,
    FailureClass.LOW_SCORE: _Course.QUALITY,
    FailureClass.JUDGE_FAILED: _Course.QUALITY,
    FailureClass.BUG: _Course.BUG,
}


_UNWELL = frozenset({_Course.CROWD, _Course.OUTAGE, _Course.HICCUP})


def decide(failure_class: FailureClass, situation: Situation | None = None, *, jitter: float = 0.5) -> Action:
    """What to do after a failure of this class.

    Args:
        failure_class: Why it failed.
        situation: What else is known; None is a first failure with nothing left to turn to.
        jitter: Drawn from [0, 1) by the caller, so that tests need no luck.
    """
    now = situation or Situation()
    course = _COURSES[failure_class]
    if course is _Course.BUG:
        return Action(Act.STOP_JOB)
    if course is _Course.REFUSED:
        return Action(Act.PAUSE_JOB)
    if course is _Course.REQUEST:
        return Action(Act.PAUSE_JOB if now.refused >= ALL_REFUSED else Act.FAIL_ITEM)
    if course is _Course.ITEM:
        return Action(Act.FAIL_ITEM)
    if course is _Course.QUALITY:
        return Action(Act.ESCALATE if now.attempts_left else Act.FAIL_ITEM)
    if course is _Course.PAID:
        is_spent = max(now.tries, now.paid_tries) >= MAX_PAID_TRIES
        return Action(Act.FAIL_ITEM) if is_spent else _retry(now, jitter)
    return _wait_or_leave(course, now, jitter)


def _wait_or_leave(course: _Course, now: Situation, jitter: float) -> Action:
    """Wait for a provider that cannot answer now, or turn to another one, or give up."""
    if now.retry_after_s is not None and now.retry_after_s > LONG_WAIT_S:
        if now.candidates_left:
            return Action(Act.FAIL_OVER, pass_over_s=now.retry_after_s)
        return Action(Act.PAUSE_JOB, resume_after_s=now.retry_after_s)
    may_pay_again = now.paid_tries < MAX_PAID_TRIES
    if course is _Course.WAIT or (now.tries < MAX_CALL_TRIES and may_pay_again):
        return _retry(now, jitter)
    was_spent = now.earlier_tries >= (MAX_CALL_TRIES if may_pay_again else MAX_PAID_TRIES)
    is_items_fault = (now.others_succeed or was_spent) and (course is _Course.HICCUP or not may_pay_again)
    if now.candidates_left:
        return Action(Act.FAIL_OVER, pass_over_s=0.0 if is_items_fault else DOWN_S)
    if course is _Course.CROWD and now.tries < PATIENT_TRIES and may_pay_again:
        return _retry(now, jitter)
    return Action(Act.FAIL_ITEM if is_items_fault else Act.PAUSE_JOB)


def may_be_down(failure_class: FailureClass) -> bool:
    """Whether such a failure may mean that the model answers nobody now."""
    return failure_class is FailureClass.TIMEOUT or _COURSES[failure_class] in _UNWELL


def _retry(now: Situation, jitter: float) -> Action:
    return Action(Act.RETRY, wait_s=wait_s(now.tries, now.retry_after_s, jitter))


def wait_s(tries: int, retry_after_s: float | None, jitter: float) -> float:
    """How long to wait before the next try.

    Without word from the provider: doubled with each try, up to `MAX_WAIT_S`, of which the jitter takes at most
    half away. With its word: never less than it, and at most a tenth more, so that not all come back at once.

    Args:
        tries: Tries made so far, from 1.
        retry_after_s: What the provider asked for, in seconds.
        jitter: From [0, 1).
    """
    if retry_after_s is not None:
        return max(0.0, retry_after_s) * (1 + 0.1 * jitter)
    ceiling = min(MAX_WAIT_S, BASE_WAIT_S * 2.0 ** min(tries - 1, 16))
    return ceiling * (1 - 0.5 * jitter)
