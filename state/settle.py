"""settle: a reply is recorded at once, before any check looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import orjson
from sqlalchemy import Connection, bindparam, select, update

from state.bulk import Bulk
from state.clock import utc_now
from state.errors import EngineError
from state.group import Group, insert_into, move_project
from state.listed import Among
from state.locks import lock_project
from state.packs import share_costs
from state.records import ZERO, Answer, Intent, Settled, Settlement
from state.schema import answer_uses, answers, batch_calls
from state.status import OPEN_CALLS, CallStatus, moved

_UPDATE = (
    update(batch_calls)
    .where(batch_calls.c.call_id == bindparam("b_call_id"))
    .values(
        {
            name: bindparam(f"b_{name}")
            for name in (
                "status", "cost_usd", "answered_model", "input_tokens", "output_tokens", "cached_tokens",
                "cache_write_tokens", "ended_at", "latency_ms", "http_status", "request_id",
                "error_class", "error_message",
            )
        }
    )
)  # fmt: skip


_SETTLE = Bulk(lambda _: _UPDATE)
_KEEP = Bulk(lambda conn: insert_into(conn, answers).on_conflict_do_nothing())
_NOTE = Bulk(lambda conn: insert_into(conn, answer_uses).on_conflict_do_nothing())

_FOUND = select(
    batch_calls.c.call_id,
    batch_calls.c.project,
    batch_calls.c.status,
    batch_calls.c.reserved_usd,
    batch_calls.c.cost_usd,
).where(Among(batch_calls.c.call_id, "ids"))


@dataclass(slots=True)
class _Row:
    """A call's row, as the settlements of a group leave it."""

    project: str
    status: CallStatus
    reserved: Decimal
    cost: Decimal


def settle(group: Group, settlements: Sequence[Settlement]) -> list[Settled]:
    """Record what became of calls: tokens, cost, status, the answer; release what they reserved.

    A call whose intent is open and ours takes the status that its owner saw. One that somebody took over
    meanwhile is booked as stale, with what it really cost, and its answer is kept all the same. A settle that
    is committed twice finds its own status and moves nothing.

    Returns:
        For each settlement the call's row as it now is.
    """
    if not settlements:
        return []
    found = _find(group.conn, settlements)
    results: list[Settled] = []
    moved_to: dict[str, tuple[Settlement, _Row]] = {}
    for settlement in settlements:
        row = _row_of(found, settlement)
        status = _next_status(row.status, settlement.status, is_ours=group.is_current)
        if status is not None:
            cost = row.reserved if status is CallStatus.UNKNOWN else settlement.cost_usd
            _count(group, settlement, row, status, cost)
            row.status, row.cost = status, cost
            moved_to[settlement.intent.call_id] = settlement, row
        results.append(Settled(settlement.intent.call_id, row.status, row.cost))
    _write(group.conn, list(moved_to.values()))
    # What a call of a purged job brings late would be there for good: who purged it saw all that it had.
    brought = settlements if group.job.purged_at is None else ()
    kept = [one for settlement in brought for one in _answered(settlement)]
    keep_answers(group.conn, group.job.project, [answer for _, answer in kept])
    note_uses(group, [Use(intent, answer.requested_model, answer.call_id) for intent, answer in kept])
    return results


def settle_without_job(conn: Connection, settlements: Sequence[Settlement]) -> list[Settled]:
    """Record what became of calls whose job is deleted: the ledger row, the project's money and the answer stay."""
    results: list[Settled] = []
    for settlement in settlements:
        project = _row_of(_find(conn, [settlement]), settlement).project
        lock_project(conn, project)
        row = _row_of(_find(conn, [settlement]), settlement)
        status = _next_status(row.status, settlement.status, is_ours=False)
        if status is not None:
            cost = row.reserved if status is CallStatus.UNKNOWN else settlement.cost_usd
            released = row.reserved if row.status in OPEN_CALLS else ZERO
            move_project(conn, project, cost - row.cost, -released)
            row.status, row.cost = status, cost
            _write(conn, [(settlement, row)])
        keep_answers(conn, project, [answer for _, answer in _answered(settlement)])
        results.append(Settled(settlement.intent.call_id, row.status, row.cost))
    return results


def _write(conn: Connection, settled: Sequence[tuple[Settlement, _Row]]) -> None:
    """Write down what calls became, and of packed ones what each input has of the cost."""
    _SETTLE.run(conn, [_columns(settlement, row) for settlement, row in settled])
    share_costs(conn, [(settlement, row.cost) for settlement, row in settled])


def _answered(settlement: Settlement) -> list[tuple[Intent, Answer]]:
    """The answers that a call brought, each with the request that it answers."""
    if settlement.part_answers:
        return list(zip(settlement.intent.parts, settlement.part_answers, strict=True))
    return [] if settlement.answer is None else [(settlement.intent, settlement.answer)]


def _find(conn: Connection, settlements: Sequence[Settlement]) -> dict[str, _Row]:
    rows = conn.execute(_FOUND, {"ids": [s.intent.call_id for s in settlements]})
    return {row.call_id: _Row(row.project, CallStatus(row.status), row.reserved_usd, row.cost_usd) for row in rows}


def _row_of(found: dict[str, _Row], settlement: Settlement) -> _Row:
    try:
        return found[settlement.intent.call_id]
    except KeyError:
        raise EngineError(f"call {settlement.intent.call_id} was settled but never admitted") from None


def _next_status(was: CallStatus, seen: CallStatus, *, is_ours: bool) -> CallStatus | None:
    """The status that a call gets, or None when this settle has been committed before."""
    if was in OPEN_CALLS:
        keeps = is_ours or seen in (CallStatus.WITHDRAWN, CallStatus.UNKNOWN)
        return moved(was, seen if keeps else CallStatus.STALE)
    if was is CallStatus.UNKNOWN and seen is not CallStatus.UNKNOWN:
        return moved(was, seen if seen is CallStatus.WITHDRAWN else CallStatus.STALE)
    return None


def _count(group: Group, settlement: Settlement, row: _Row, status: CallStatus, cost: Decimal) -> None:
    """Move money and counts from what the row was to what it becomes."""
    totals = group.mine(settlement.intent.phase)
    totals.add_usage(settlement.usage)
    totals.busy_ms += settlement.latency_ms or 0
    was_open = row.status in OPEN_CALLS
    group.spend(group.job_id, cost - row.cost, -row.reserved if was_open else ZERO)
    if not was_open:  # it was booked as unknown, at its worst case
        totals.unknown_usd -= row.cost
        totals.calls -= 1
    if status is CallStatus.UNKNOWN:
        totals.unknown_usd += cost
    else:
        totals.settled_usd += cost
    if status is not CallStatus.WITHDRAWN:
        totals.calls += 1
        totals.limited += status is CallStatus.LIMITED


def _columns(settlement: Settlement, row: _Row) -> dict[str, object]:
    usage = settlement.usage
    return {
        "b_call_id": settlement.intent.call_id,
        "b_status": row.status,
        "b_cost_usd": row.cost,
        "b_answered_model": settlement.model,
        "b_input_tokens": usage.input_tokens,
        "b_output_tokens": usage.output_tokens,
        "b_cached_tokens": usage.cached_tokens,
        "b_cache_write_tokens": usage.cache_write_tokens,
        "b_ended_at": utc_now(),
        "b_latency_ms": settlement.latency_ms,
        "b_http_status": settlement.http_status,
        "b_request_id": settlement.request_id,
        "b_error_class": settlement.error_class,
        "b_error_message": settlement.error_message,
    }


def keep_answers(conn: Connection, project: str, kept: Sequence[Answer]) -> None:
    """Keep answers by (project, digest, requested model); the first one stays."""
    if not kept:
        return
    now = utc_now()
    rows = [
        {
            "project": project,
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
    _KEEP.run(conn, rows)


@dataclass(frozen=True, slots=True)
class Use:
    """A step of an item used an answer.

    Args:
        intent: The step's request.
        model: The one whose answer it is, as it was requested.
        call_id: Of the call that brought it.
        saved_usd: What it had cost, when it was known; None: this step's own call brought it.
    """

    intent: Intent
    model: str
    call_id: str
    saved_usd: Decimal | None = None


def note_uses(group: Group, uses: Iterable[Use]) -> None:
    """Note which answer each step of an item used."""
    now = utc_now()
    rows = [
        {
            "job_id": group.job_id,
            "ordinal": use.intent.ordinal,
            "phase": use.intent.phase,
            "attempt": use.intent.attempt,
            "role": use.intent.role,
            "digest": use.intent.digest,
            "generation": use.intent.generation,
            "requested_model": use.model,
            "call_id": use.call_id,
            "known": use.saved_usd is not None,
            "saved_usd": use.saved_usd or ZERO,
            "components": orjson.dumps(dict(use.intent.components)).decode(),
            "reason": use.intent.reason,
            "at": now,
        }
        for use in uses
    ]
    _NOTE.run(group.conn, rows)
