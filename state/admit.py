"""admit: whether a call may be made, decided and written down before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Row, Select, bindparam, select, update

from state.bulk import Bulk
from state.clock import utc_now
from state.errors import EngineError
from state.group import Group
from state.listed import Among
from state.look import Found, find, note_known, refusal
from state.money import BUDGET, usd
from state.packs import write_parts
from state.records import (
    ZERO,
    Admission,
    Admitted,
    Answer,
    Intent,
    Known,
    NoBudget,
    Regroup,
    Settlement,
)
from state.schema import batch_calls
from state.settle import settle
from state.status import OPEN_CALLS, CallStatus, moved
from state.unknown import sweep

_WRITE = Bulk(lambda _: batch_calls.insert())
_OURS: Select[tuple[object, ...]] = select(
    batch_calls.c.call_id,
    batch_calls.c.status,
    batch_calls.c.reserved_usd,
    batch_calls.c.cost_usd,
    batch_calls.c.sent_at,
    batch_calls.c.job_id,
    batch_calls.c.epoch,
    batch_calls.c.worker_id,
    batch_calls.c.phase,
).where(Among(batch_calls.c.call_id, "ids"))
_NEVER_SENT = (CallStatus.ADMITTED, CallStatus.UNKNOWN)
_REVIVE = (
    update(batch_calls)
    .where(batch_calls.c.call_id == bindparam("b_call_id"))
    .values(
        status=bindparam("b_status"), cost_usd=ZERO, admitted_at=bindparam("b_now"), sent_at=None, expires_at=None,
        ended_at=None, error_class=None, error_message=None,
    )
)  # fmt: skip


def admit(group: Group, intents: Sequence[Intent]) -> list[Admission]:
    """Decide each intent and write down those that may be sent.

    In this order: the epoch is current and the job is wanted to run; no retry with a higher generation was asked
    for; the answer of no candidate is known; nobody's call for it is out; the budgets of job and project hold the
    worst case, which is reserved with the intent's row. An intent that is committed twice finds its row;
    where nothing is to be sent any more, that row is withdrawn. A packed call is written whole or not at all.

    Returns:
        For each intent one `Admission`, in their order.
    """
    if not intents:
        return []
    refused = refusal(group)
    if refused is not None:
        _withdraw(group, intents)
        return [refused for _ in intents]
    rows = _rows(group, intents)
    found = find(group, [one for intent in intents for one in intent.parts or (intent,)], spared=rows.ours)
    results: list[Admission] = []
    admitted: list[Intent] = []
    needless: list[Intent] = []
    used: list[tuple[Intent, Answer]] = []
    for intent in intents:
        result = _decide(group, intent, found, rows)
        if isinstance(result, Known):
            used.append((intent, result.answer))
        if isinstance(result, Admitted) and intent.call_id not in rows.ours:
            rows.ours.add(intent.call_id)
            found.note_out(intent, group.worker.worker_id)
            if intent.call_id in rows.lost:
                _revive(group, rows.lost.pop(intent.call_id))
            else:
                group.spend(group.job_id, ZERO, intent.worst_case_usd)
                admitted.append(intent)
        elif intent.call_id in rows.lost:
            needless.append(intent)
        results.append(result)
    _withdraw(group, needless)
    _WRITE.run(group.conn, [_row(group, intent) for intent in admitted])
    write_parts(group.conn, group.job_id, admitted)
    note_known(group, used)
    return results


def _withdraw(group: Group, intents: Sequence[Intent]) -> None:
    """Take back what an admit of these left whose commit was not heard of: its owner sends nothing before it hears."""
    if not intents:
        return
    rows = group.conn.execute(_OURS, {"ids": [intent.call_id for intent in intents]})
    unheard = {row.call_id for row in rows if row.status in _NEVER_SENT and row.sent_at is None}
    settle(group, [Settlement(intent, CallStatus.WITHDRAWN) for intent in intents if intent.call_id in unheard])


@dataclass(slots=True)
class _Rows:
    """What the ledger holds of the calls that a group admits."""

    ours: set[str] = field(default_factory=set)  # those that are open
    lost: dict[str, Row[tuple[object, ...]]] = field(default_factory=dict)  # those that became unknown meanwhile


def _rows(group: Group, intents: Sequence[Intent]) -> _Rows:
    """The rows of calls that were admitted before; of a call's first admit there is none."""
    found = _Rows()
    for row in group.conn.execute(_OURS, {"ids": [intent.call_id for intent in intents]}).all():
        if row.status in OPEN_CALLS:
            found.ours.add(row.call_id)
        elif row.status == CallStatus.UNKNOWN:
            found.lost[row.call_id] = row
        else:
            raise EngineError(f"call {row.call_id} is {row.status}: it cannot be admitted again, a call has its own id")
    return found


def _decide(group: Group, intent: Intent, found: Found, rows: _Rows) -> Admission:
    if intent.call_id in rows.ours:
        return Admitted(intent.call_id)
    if intent.parts:
        if any(found.of(part) for part in intent.parts):
            return Regroup()
    elif needless := found.of(intent):
        return needless
    if intent.call_id in rows.lost:
        return Admitted(intent.call_id)  # its worst case is booked already
    return _budget(group, intent) or Admitted(intent.call_id)


def _budget(group: Group, intent: Intent) -> NoBudget | None:
    """Why the worst case of a call does not fit, or None when it does."""
    for scope, cap in (("job", group.job.budget_usd), ("project", group.project_cap)):
        spent, reserved = _figures(group, scope)
        if cap is None or spent + reserved + intent.worst_case_usd <= cap:
            continue
        if scope not in group.swept:  # what waits for a budget meets all calls of it
            group.swept.add(scope)
            sweep(group, *((batch_calls.c.job_id == group.job_id,) if scope == "job" else ()))
            spent, reserved = _figures(group, scope)
        message = (
            f"the worst case of a call, {usd(intent.worst_case_usd)}, did not fit into {BUDGET.format(scope=scope)}:"
            f" {usd(spent)} spent and {usd(reserved)} reserved of the {usd(cap)} that it was then"
        )
        return NoBudget(scope, message, f"{usd(reserved)} reserved by calls of this {scope}" if reserved else "")
    return None


def _figures(group: Group, scope: str) -> tuple[Decimal, Decimal]:
    """What a budget's scope has spent and reserved, this group included."""
    if scope == "job":
        return group.job_spent, group.job_reserved
    return group.project_spent, group.project_reserved


def _revive(group: Group, row: Row[tuple[object, ...]]) -> None:
    """Open a call again that became unknown before its owner heard that it was admitted: nothing was sent."""
    status = moved(row.status, CallStatus.ADMITTED)
    group.conn.execute(_REVIVE, {"b_call_id": row.call_id, "b_status": status, "b_now": group.now})
    group.spend(group.job_id, -row.cost_usd, row.reserved_usd)
    totals = group.totals[(row.job_id, row.epoch, row.worker_id, row.phase)]
    totals.unknown_usd -= row.cost_usd
    totals.calls -= 1


def _row(group: Group, intent: Intent) -> dict[str, object]:
    provider, _, _ = intent.model.partition("/")
    return {
        "call_id": intent.call_id,
        "job_id": group.job_id,
        "project": group.job.project,
        "epoch": group.worker.epoch,
        "worker_id": group.worker.worker_id,
        "bundle_id": intent.bundle_id,
        "ordinal": intent.ordinal,
        "item_id": intent.item_id,
        "phase": intent.phase,
        "attempt": intent.attempt,
        "generation": intent.generation,
        "role": intent.role,
        "kind": intent.kind,
        "items": len(intent.parts) or 1,
        "provider": provider,
        "model": intent.model,
        "status": CallStatus.ADMITTED,
        "digest": intent.digest,
        "reserved_usd": intent.worst_case_usd,
        "price_version": intent.price_version,
        "admitted_at": group.now,
        "boot": group.boot,
        "started_at": utc_now(),
    }
