"""settle: a reply is recorded at once, before any check looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import orjson
from sqlalchemy import bindparam, select, update

from state.clock import utc_now
from state.errors import EngineError
from state.group import Group, insert_into
from state.records import ZERO, Answer, Intent, Settled, Settlement
from state.schema import answer_uses, answers, batch_calls
from state.status import OPEN_CALLS, CallStatus

_UPDATE = (
    update(batch_calls)
    .where(batch_calls.c.call_id == bindparam("b_call_id"))
    .values(
        {
            name: bindparam(f"b_{name}")
            for name in (
                "status", "cost_usd", "answered_model", "input_tokens", "output_tokens", "cached_tokens",
                "cache_write_tokens", "sent_at", "ended_at", "latency_ms", "http_status", "request_id",
                "error_class", "error_message",
            )
        }
    )
)  # fmt: skip


def settle(group: Group, settlements: Sequence[Settlement]) -> list[Settled]:
    """Record what became of calls: tokens, cost, status, the answer; release what they reserved.

    A call whose intent is open and ours takes the status that its owner saw. One that somebody took over
    meanwhile is booked as stale, with what it really cost, and its answer is kept all the same. A settle that
    is committed twice finds its own status and moves nothing.

    Returns:
        For each settlement the call's row as it now is.
    """
    found = {
        row.call_id: row
        for row in group.conn.execute(
            select(
                batch_calls.c.call_id,
                batch_calls.c.status,
                batch_calls.c.reserved_usd,
                batch_calls.c.cost_usd,
                batch_calls.c.sent_at,
            ).where(batch_calls.c.call_id.in_([s.intent.call_id for s in settlements]))
        )
    }
    results: list[Settled] = []
    rows: list[dict[str, object]] = []
    for settlement in settlements:
        row = found.get(settlement.intent.call_id)
        if row is None:
            raise EngineError(f"call {settlement.intent.call_id} was settled but never admitted")
        was = CallStatus(row.status)
        status = _next_status(was, settlement)
        if status is None:
            results.append(Settled(row.call_id, was, row.cost_usd))
            continue
        cost = row.reserved_usd if status is CallStatus.UNKNOWN else settlement.cost_usd
        _count(group, settlement, was, status, cost - row.cost_usd, row.reserved_usd, cost)
        rows.append(_columns(settlement, status, cost, row.sent_at))
        results.append(Settled(row.call_id, status, cost))
    if rows:
        group.conn.execute(_UPDATE, rows)
    keep_answers(group, [s.answer for s in settlements if s.answer is not None])
    note_uses(group, [(s.intent, s.intent.model, s.intent.call_id) for s in settlements if s.answer is not None])
    return results


def _next_status(was: CallStatus, settlement: Settlement) -> CallStatus | None:
    """The status that a call gets, or None when this settle has been committed before."""
    if was in OPEN_CALLS:
        return settlement.status
    if was is CallStatus.UNKNOWN and settlement.status is not CallStatus.UNKNOWN:
        return settlement.status if settlement.status is CallStatus.WITHDRAWN else CallStatus.STALE
    return None


def _count(
    group: Group,
    settlement: Settlement,
    was: CallStatus,
    status: CallStatus,
    spent: Decimal,
    reserved: Decimal,
    cost: Decimal,
) -> None:
    totals = group.mine(settlement.intent.phase)
    totals.add_usage(settlement.usage)
    if was in OPEN_CALLS:
        group.spend(group.job_id, spent, -reserved)
    else:  # it was booked as unknown at its worst case, which is known better now
        group.spend(group.job_id, spent, ZERO)
        totals.unknown_usd += spent - cost
    if status is CallStatus.UNKNOWN:
        totals.unknown_usd += cost
    else:
        totals.settled_usd += cost
    if status is not CallStatus.WITHDRAWN:
        totals.calls += was in OPEN_CALLS
        totals.limited += status is CallStatus.LIMITED
    elif was is CallStatus.UNKNOWN:
        totals.calls -= 1


def _columns(settlement: Settlement, status: CallStatus, cost: Decimal, sent_at: float | None) -> dict[str, object]:
    usage = settlement.usage
    return {
        "b_call_id": settlement.intent.call_id,
        "b_status": status,
        "b_cost_usd": cost,
        "b_answered_model": settlement.model,
        "b_input_tokens": usage.input_tokens,
        "b_output_tokens": usage.output_tokens,
        "b_cached_tokens": usage.cached_tokens,
        "b_cache_write_tokens": usage.cache_write_tokens,
        "b_sent_at": sent_at if settlement.sent_at is None else settlement.sent_at,
        "b_ended_at": utc_now(),
        "b_latency_ms": settlement.latency_ms,
        "b_http_status": settlement.http_status,
        "b_request_id": settlement.request_id,
        "b_error_class": settlement.error_class,
        "b_error_message": settlement.error_message,
    }


def keep_answers(group: Group, kept: Sequence[Answer]) -> None:
    """Keep answers by (project, digest, requested model); the first one stays."""
    if not kept:
        return
    now = utc_now()
    rows = [
        {
            "project": group.job.project,
            "digest": answer.digest,
            "requested_model": answer.requested_model,
            "model": answer.model,
            "text": None if answer.payload_ref else answer.text,
            "payload_ref": answer.payload_ref,
            "finish": answer.finish,
            "input_tokens": answer.usage.input_tokens,
            "output_tokens": answer.usage.output_tokens,
            "cached_tokens": answer.usage.cached_tokens,
            "cache_write_tokens": answer.usage.cache_write_tokens,
            "cost_usd": answer.cost_usd,
            "call_id": answer.call_id,
            "created_at": now,
        }
        for answer in kept
    ]
    group.conn.execute(insert_into(group.conn, answers).on_conflict_do_nothing(), rows)


def note_uses(group: Group, uses: Iterable[tuple[Intent, str, str]], saved: dict[str, Answer] | None = None) -> None:
    """Note which answer each step of an item used; `saved` holds the answers that cost nothing this time, by call."""
    now = utc_now()
    rows = [
        {
            "job_id": group.job_id,
            "ordinal": intent.ordinal,
            "phase": intent.phase,
            "attempt": intent.attempt,
            "role": intent.role,
            "digest": intent.digest,
            "generation": intent.generation,
            "requested_model": model,
            "call_id": call_id,
            "known": saved is not None,
            "saved_usd": saved[intent.call_id].cost_usd if saved else ZERO,
            "components": orjson.dumps(dict(intent.components)).decode(),
            "reason": intent.reason,
            "at": now,
        }
        for intent, model, call_id in uses
    ]
    if rows:
        group.conn.execute(insert_into(group.conn, answer_uses).on_conflict_do_nothing(), rows)
