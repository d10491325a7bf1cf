"""What is written down of a call: from a reply or a failure to its settlement; pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from orchestrator.errors import Failure, FailureClass
from orchestrator.pricing import PriceTable
from orchestrator.providers.base import Embedded, Reply
from state.apportion import apportion, apportion_usd
from state.records import ZERO, Answer, Intent, Settlement, Usage
from state.status import CallStatus
from state.storable import storable

_MAX_ID_CHARS = 200


def answer_of(intent: Intent, reply: Reply, text: str, payload_ref: str | None, prices: PriceTable) -> Answer:
    """The answer to keep of a reply.

    Args:
        intent: Of the call.
        reply: As it came.
        text: Its text, storable.
        payload_ref: Where the text is, when it is too large for the database.
        prices: What it cost is looked up by the requested model and the tier that the reply names.
    """
    return Answer(
        digest=intent.digest,
        requested_model=intent.model,
        model=storable(reply.model)[:_MAX_ID_CHARS] or intent.model,
        text=text,
        finish=reply.finish,
        usage=reply.usage,
        cost_usd=prices.cost(intent.model, reply.usage, tier=reply.service_tier),
        call_id=intent.call_id,
        payload_ref=payload_ref,
    )


def of_reply(intent: Intent, reply: Reply, answer: Answer, latency_ms: int) -> Settlement:
    """The settlement of a call that was answered."""
    return Settlement(
        intent,
        CallStatus.DECLINED if reply.finish == "declined" else CallStatus.OK,
        usage=reply.usage,
        cost_usd=answer.cost_usd,
        model=answer.model,
        answer=answer,
        latency_ms=latency_ms,
        http_status=reply.http_status,
        request_id=storable(reply.request_id or "")[:_MAX_ID_CHARS] or None,
    )


def of_vectors(
    intent: Intent, reply: Embedded, weights: Sequence[int], latency_ms: int, prices: PriceTable
) -> Settlement:
    """The settlement of a packed call that was answered.

    Args:
        intent: Of the call, with its parts.
        reply: A vector for each part.
        weights: By which the parts share tokens and cost; a provider tells only their sum.
    """
    cost = prices.cost(intent.model, reply.usage, tier=reply.service_tier)
    model = storable(reply.model)[:_MAX_ID_CHARS] or intent.model
    tokens = apportion(reply.usage.input_tokens, weights)
    shares = apportion_usd(cost, [Decimal(weight) for weight in weights])
    answers = tuple(
        Answer(part.digest, intent.model, model, text, "stop", Usage(input_tokens), share, intent.call_id)
        for part, text, input_tokens, share in zip(intent.parts, reply.texts, tokens, shares, strict=True)
    )
    return Settlement(
        intent,
        CallStatus.OK,
        usage=reply.usage,
        cost_usd=sum((answer.cost_usd for answer in answers), ZERO),
        model=model,
        latency_ms=latency_ms,
        http_status=reply.http_status,
        request_id=storable(reply.request_id or "")[:_MAX_ID_CHARS] or None,
        part_answers=answers,
    )


def of_failure(intent: Intent, failure: Failure, latency_ms: int, prices: PriceTable) -> Settlement:
    """The settlement of a call that gave no answer.

    A reply that cannot be read but says what it cost is invalid, at that cost. Where it may have been billed and
    nobody said how much, the call is unknown, at its worst case.
    """
    status, cost = CallStatus.ERROR, ZERO
    if failure.failure_class is FailureClass.INVALID_REPLY and failure.usage is not None:
        status, cost = CallStatus.INVALID, prices.cost(intent.model, failure.usage)
    elif failure.billed or not failure.outcome_known:
        status = CallStatus.UNKNOWN
    elif failure.failure_class is FailureClass.LIMITED:
        status = CallStatus.LIMITED
    elif failure.failure_class is FailureClass.DECLINED:
        status = CallStatus.DECLINED
    return Settlement(
        intent,
        status,
        usage=failure.usage or Usage(),
        cost_usd=cost,
        latency_ms=latency_ms,
        http_status=failure.http_status,
        request_id=storable(failure.request_id or "")[:_MAX_ID_CHARS] or None,
        error_class=failure.failure_class,
        error_message=storable(failure.message),
    )
