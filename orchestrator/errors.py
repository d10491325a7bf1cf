"""How a call or a phase can fail: the classes, and the record that carries one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from state.errors import BUG as OUR_BUG
from state.records import Usage


class FailureClass(StrEnum):
    """Why something failed; `orchestrator.retry.decide` says what each one means."""

    LIMITED = "limited"  # 429: too many requests
    OVERLOADED = "overloaded"  # 503, 529: the provider has no room
    SERVER_ERROR = "server_error"  # other 5xx
    CONNECTION = "connection"  # no reply: refused, reset, hung up
    TIMEOUT = "timeout"  # no reply in time
    NO_CREDIT = "no_credit"  # 402, insufficient_quota
    BAD_KEY = "bad_key"  # 401, 403, 407
    UNKNOWN_MODEL = "unknown_model"  # 404
    UNREADABLE = "unreadable"  # the item's file has no text that can be read
    TOO_LONG = "too_long"  # the input does not fit the model's window
    BAD_REQUEST = "bad_request"  # other 4xx: the provider refuses what we sent
    DECLINED = "declined"  # the model's safety
    INVALID_REPLY = "invalid_reply"  # a 200 that cannot be decoded; billed
    TRUNCATED = "truncated"  # cut at the maximum of tokens
    BAD_OUTPUT = "bad_output"  # not the form that was asked for, after all attempts
    CHECK_FAILED = "check_failed"  # a check said no, after all attempts
    CHECK_BROKEN = "check_broken"  # a check of the user's raised, took too long, or returned what is no verdict
    CHECK_MISSING = "check_missing"  # a check of the user's cannot be imported where the job runs
    LOW_SCORE = "low_score"  # the judge's score stayed below min_score
    JUDGE_FAILED = "judge_failed"  # the judge gave no usable score
    UNSTORABLE = "unstorable"  # the reply cannot be stored
    BUG = OUR_BUG


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed call or check, as data.

    Args:
        retry_after_s: What the provider said, in seconds from the reply, None if it said nothing.
        billed: True when the provider has (or may have) charged for it; `usage` if it said how much.
        outcome_known: False when nobody saw what became of the request (time-out, hang-up after sending).
    """

    failure_class: FailureClass
    message: str
    http_status: int | None = None
    retry_after_s: float | None = None
    request_id: str | None = None
    usage: Usage | None = None
    billed: bool = False
    outcome_known: bool = True
