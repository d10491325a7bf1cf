"""What is written down of a call, by what came back: the table of replies and failures, and how long one may take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestrator.errors import Failure, FailureClass
from orchestrator.pricing import PriceTable
from orchestrator.providers.base import Message, Request
from orchestrator.settlements import answer_of, of_failure, of_reply
from orchestrator.speeds import MIN_TIMEOUT_S, TIMEOUT_FACTOR, TOKENS_PER_S, Speeds
from state.plan_records import Parameters
from state.records import ZERO, Usage
from state.status import SEEN_CALLS, CallStatus
from tests.books import MODEL, call
from tests.fakes.scripted import reply_of

PRICES = PriceTable()
BILLED = Usage(120, 40)
FREE = [one for one in FailureClass if one not in (FailureClass.LIMITED, FailureClass.DECLINED)]


@pytest.mark.parametrize(("finish", "status"), [("stop", "ok"), ("length", "ok"), ("declined", "declined")])
def test_a_reply_is_settled_with_all_that_it_says(finish: str, status: str) -> None:
    """Tokens, cost, model and request id stand in the row and in the answer, also of one that was declined."""
    intent, reply = call(), reply_of("text", finish=finish, model="claude-haiku-5-5-2026")
    answer = answer_of(intent, reply, "text", None, PRICES)
    settlement = of_reply(intent, reply, answer, 250)
    assert settlement.status == CallStatus(status)
    assert settlement.usage == answer.usage == reply.usage
    assert settlement.cost_usd == answer.cost_usd == PRICES.cost(MODEL, reply.usage) > ZERO
    assert (settlement.model, answer.requested_model) == ("claude-haiku-5-5-2026", MODEL)
    assert (settlement.latency_ms, settlement.http_status, settlement.request_id) == (250, 200, "req_1")
    assert (answer.call_id, answer.digest, answer.finish) == (intent.call_id, intent.digest, finish)


def test_the_tier_of_the_reply_makes_its_price() -> None:
    """What was served at another tier costs what that tier costs."""
    intent = call(model="openai/gpt-6-luna")
    plain, flex = (replace(reply_of("text"), service_tier=tier) for tier in (None, "flex"))
    costs = [answer_of(intent, reply, "text", None, PRICES).cost_usd for reply in (plain, flex)]
    assert costs == [PRICES.cost(intent.model, plain.usage), PRICES.cost(intent.model, plain.usage, tier="flex")]


def test_names_of_a_reply_are_cut_and_made_storable() -> None:
    """A model's name and a request id that are endless, empty or not storable still fit their columns."""
    intent = call()
    reply = replace(reply_of("text", model="m\x00" * 500), request_id="r\x00" * 500)
    answer = answer_of(intent, reply, "text", None, PRICES)
    settlement = of_reply(intent, reply, answer, 1)
    assert answer.model == ("m\ufffd" * 100)
    assert settlement.request_id == ("r\ufffd" * 100)
    unnamed = replace(reply, model="", request_id=None)
    assert answer_of(intent, unnamed, "text", None, PRICES).model == MODEL
    assert of_reply(intent, unnamed, answer, 1).request_id is None


TABLE = [
    (FailureClass.LIMITED, {}, CallStatus.LIMITED),
    (FailureClass.DECLINED, {}, CallStatus.DECLINED),
    (FailureClass.OVERLOADED, {}, CallStatus.ERROR),
    (FailureClass.SERVER_ERROR, {}, CallStatus.ERROR),
    (FailureClass.CONNECTION, {}, CallStatus.ERROR),
    (FailureClass.CONNECTION, {"outcome_known": False}, CallStatus.UNKNOWN),
    (FailureClass.TIMEOUT, {"outcome_known": False}, CallStatus.UNKNOWN),
    (FailureClass.TIMEOUT, {}, CallStatus.ERROR),
    (FailureClass.NO_CREDIT, {}, CallStatus.ERROR),
    (FailureClass.BAD_KEY, {}, CallStatus.ERROR),
    (FailureClass.BAD_REQUEST, {}, CallStatus.ERROR),
    (FailureClass.TOO_LONG, {}, CallStatus.ERROR),
    (FailureClass.INVALID_REPLY, {"billed": True}, CallStatus.UNKNOWN),
    (FailureClass.INVALID_REPLY, {"billed": True, "usage": BILLED}, CallStatus.INVALID),
]


@pytest.mark.parametrize(("failure_class", "more", "status"), TABLE)
def test_a_failure_is_settled_by_what_is_known_of_it(
    failure_class: FailureClass, more: dict[str, object], status: CallStatus
) -> None:
    """A refusal costs nothing; what may have been billed and says no price is unknown; what says its price costs it."""
    failure = replace(Failure(failure_class, "no\x00", http_status=418, request_id="req_9"), **more)  # type: ignore[arg-type]
    intent = call()
    settlement = of_failure(intent, failure, 70, PRICES)
    assert settlement.status is status
    assert settlement.cost_usd == (PRICES.cost(MODEL, BILLED) if status is CallStatus.INVALID else ZERO)
    assert settlement.usage == (failure.usage or Usage())
    assert settlement.answer is None
    assert (settlement.error_class, settlement.error_message) == (failure_class, "no\ufffd")
    assert (settlement.http_status, settlement.request_id, settlement.latency_ms) == (418, "req_9", 70)


@pytest.mark.parametrize("failure_class", FREE)
def test_what_nobody_saw_is_never_called_free(failure_class: FailureClass) -> None:
    """Whatever its class, a call whose outcome nobody saw is unknown, and in neither sum of what was seen."""
    failure = Failure(failure_class, "no", outcome_known=False)
    status = of_failure(call(), failure, 1, PRICES).status
    assert status is CallStatus.UNKNOWN
    assert status not in SEEN_CALLS


# ── how long a call may take ────────────────────────────────────────────────────────────────────


def request(max_tokens: int, timeout_s: float | None = None) -> Request:
    """A request for so many tokens."""
    return Request("", (Message("user", "?"),), max_tokens, parameters=Parameters(timeout_s=timeout_s))


def test_a_call_has_time_for_all_its_tokens() -> None:
    """Before a model's speed is known it is taken to be slow, and no call has less than a minute."""
    speeds = Speeds()
    assert speeds.timeout_s(MODEL, request(10)) == MIN_TIMEOUT_S
    assert speeds.timeout_s(MODEL, request(6000)) == TIMEOUT_FACTOR * 6000 / TOKENS_PER_S


def test_what_the_user_says_is_the_time() -> None:
    """A time-out of the job file holds, below a minute too."""
    assert Speeds().timeout_s(MODEL, request(6000, timeout_s=5)) == 5


def test_a_model_is_measured_by_its_own_replies() -> None:
    """A fast model is given less time, a slow one more; very short replies and other models say nothing."""
    speeds = Speeds()
    speeds.note(MODEL, Usage(0, 1000), 10_000)
    assert speeds.timeout_s(MODEL, request(6000)) == TIMEOUT_FACTOR * 6000 / 100
    speeds.note(MODEL, Usage(0, 5), 60_000)
    speeds.note(MODEL, Usage(0, 500), 0)
    speeds.note("openai/gpt-6-luna", Usage(0, 1000), 1_000_000)
    assert speeds.timeout_s(MODEL, request(6000)) == TIMEOUT_FACTOR * 6000 / 100
    speeds.note(MODEL, Usage(0, 1000), 1_000_000)
    assert speeds.timeout_s(MODEL, request(6000)) == pytest.approx(TIMEOUT_FACTOR * 6000 / 90.1)
