"""admit: whether a call may be made, decided and written down before it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Row, Select, bindparam, select, tuple_, update

from state.bulk import Bulk
from state.clock import utc_now
from state.errors import EngineError
from state.group import Group
from state.listed import Among
from state.records import (
    ZERO,
    Admission,
    Admitted,
    Answer,
    Busy,
    HeldReason,
    Intent,
    Known,
    NoBudget,
    Refused,
    Renewed,
    Role,
    Settlement,
    Usage,
)
from state.schema import answer_uses, answers, batch_calls, retries
from state.settle import note_uses, saved_by, settle
from state.status import OPEN_CALLS, CallStatus, Wanted, moved
from state.unknown import abandoned, make_unknown, open_calls_for, sweep

_PAST_BUDGET = (
    "the worst case of a call, ${worst:.6f}, did not fit into the {scope}'s budget:"
    " ${spent:.6f} spent and ${reserved:.6f} reserved of the ${cap:.6f} that it was then"
)


_WRITE = Bulk(lambda _: batch_calls.insert())
_ANSWERS = select(answers).where(answers.c.project == bindparam("project"), Among(answers.c.digest, "digests"))
_GENERATIONS = select(retries.c.root_digest, retries.c.generation).where(
    retries.c.project == bindparam("project"), Among(retries.c.root_digest, "digests")
)
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
    where nothing is to be sent any more, that row is withdrawn.

    Returns:
        For each intent one `Admission`, in their order.
    """
    if not intents:
        return []
    refused = _refusal(group)
    if refused is not None:
        _withdraw(group, intents)
        return [refused for _ in intents]
    digests = sorted({intent.digest for intent in intents})
    known = _known_answers(group, digests)
    generations = _generations(group, intents)
    calls = _calls_out(group, intents, digests)
    results: list[Admission] = []
    admitted: list[Intent] = []
    needless: list[Intent] = []
    used: list[tuple[Intent, Answer]] = []
    for intent in intents:
        result = _decide(group, intent, known, generations, calls)
        if isinstance(result, Known):
            used.append((intent, result.answer))
        if isinstance(result, Admitted) and intent.call_id not in calls.ours:
            calls.ours.add(intent.call_id)
            calls.out[intent.digest].append((intent.call_id, group.worker.worker_id, intent.model))
            if intent.call_id in calls.lost:
                _revive(group, calls.lost.pop(intent.call_id))
            else:
                group.spend(group.job_id, ZERO, intent.worst_case_usd)
                admitted.append(intent)
        elif intent.call_id in calls.lost:
            needless.append(intent)
        results.append(result)
    _withdraw(group, needless)
    _WRITE.run(group.conn, [_row(group, intent) for intent in admitted])
    _note_known(group, used)
    return results


def _withdraw(group: Group, intents: Sequence[Intent]) -> None:
    """Take back what an admit of these left whose commit was not heard of: its owner sends nothing before it hears."""
    if not intents:
        return
    rows = group.conn.execute(_OURS, {"ids": [intent.call_id for intent in intents]})
    unheard = {row.call_id for row in rows if row.status in _NEVER_SENT and row.sent_at is None}
    settle(group, [Settlement(intent, CallStatus.WITHDRAWN) for intent in intents if intent.call_id in unheard])


def _refusal(group: Group) -> Refused | None:
    """Why nothing of this worker may be sent, or None."""
    if not group.is_current:
        gone = f"run {group.worker.epoch} is over: run {group.job.epoch} owns {group.job_id} now"
        return Refused(HeldReason.FENCED, gone)
    if group.wanted is not Wanted.RUN:
        reason = HeldReason.PAUSED if group.wanted is Wanted.PAUSE else HeldReason.CANCELLED
        return Refused(reason, f"the job is wanted to {group.wanted}")
    if not group.is_running:
        return Refused(HeldReason.STOPPED, f"the job is {group.job.status}")
    return None


@dataclass(slots=True)
class _CallsOut:
    """What the ledger holds of the calls and digests that a group asks about."""

    ours: set[str] = field(default_factory=set)  # call ids of this group that are open in the ledger
    lost: dict[str, Row[tuple[object, ...]]] = field(default_factory=dict)  # those that became unknown meanwhile
    out: dict[str, list[tuple[str, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by digest: call, worker, model


def _decide(
    group: Group,
    intent: Intent,
    known: dict[str, dict[str, Answer]],
    generations: dict[str, int],
    calls: _CallsOut,
) -> Admission:
    if intent.call_id in calls.ours:
        return Admitted(intent.call_id)
    if generations.get(intent.root_digest, 0) > intent.generation:
        return Renewed(generations[intent.root_digest])
    answered = known.get(intent.digest, {})
    for model in intent.candidates:
        if model in answered:
            return Known(answered[model])
    for call_id, worker_id, model in calls.out.get(intent.digest, ()):
        if model in intent.candidates:
            return Busy(call_id, worker_id)
    if intent.call_id in calls.lost:
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
        message = _PAST_BUDGET.format(worst=intent.worst_case_usd, scope=scope, spent=spent, reserved=reserved, cap=cap)
        return NoBudget(scope, message, f"${reserved:.6f} reserved by calls of this {scope}" if reserved else "")
    return None


def _figures(group: Group, scope: str) -> tuple[Decimal, Decimal]:
    """What a budget's scope has spent and reserved, this group included."""
    if scope == "job":
        return group.job_spent, group.job_reserved
    return group.project_spent, group.project_reserved


def _known_answers(group: Group, digests: list[str]) -> dict[str, dict[str, Answer]]:
    known: dict[str, dict[str, Answer]] = defaultdict(dict)
    for row in group.conn.execute(_ANSWERS, {"project": group.job.project, "digests": digests}):
        known[row.digest][row.requested_model] = Answer(
            digest=row.digest,
            requested_model=row.requested_model,
            model=row.model,
            text=row.text or "",
            finish=row.finish,
            usage=Usage(row.input_tokens, row.output_tokens, row.cached_tokens, row.cache_write_tokens),
            cost_usd=row.cost_usd,
            call_id=row.call_id,
            payload_ref=row.payload_ref,
        )
    return known


def _generations(group: Group, intents: Sequence[Intent]) -> dict[str, int]:
    asked = {"project": group.job.project, "digests": sorted({intent.root_digest for intent in intents})}
    return {row.root_digest: row.generation for row in group.conn.execute(_GENERATIONS, asked)}


def _calls_out(group: Group, intents: Sequence[Intent], digests: list[str]) -> _CallsOut:
    """Open calls for these digests; those that nobody will settle in time become unknown here."""
    found = _CallsOut()
    ids = [intent.call_id for intent in intents]
    for row in group.conn.execute(_OURS, {"ids": ids}).all():
        if row.status in OPEN_CALLS:
            found.ours.add(row.call_id)
        elif row.status == CallStatus.UNKNOWN:
            found.lost[row.call_id] = row
        else:
            raise EngineError(f"call {row.call_id} is {row.status}: it cannot be admitted again, a call has its own id")
    others = [row for row in open_calls_for(group, digests) if row.call_id not in found.ours]
    dead = abandoned(group, others)
    make_unknown(group, dead)
    gone = {row.call_id for row in dead}
    for row in others:
        if row.call_id not in gone:
            found.out[row.digest].append((row.call_id, row.worker_id, row.model))
    return found


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


def _note_known(group: Group, used: Sequence[tuple[Intent, Answer]]) -> None:
    """Note the use of known answers; what they save counts once, and not for steps that this job paid itself."""
    if not used:
        return
    u = answer_uses.c
    rows = group.conn.execute(
        select(u.ordinal, u.phase, u.attempt, u.role, u.digest).where(
            u.job_id == group.job_id,
            tuple_(u.ordinal, u.phase).in_({(intent.ordinal, intent.phase) for intent, _ in used}),
        )
    )
    there = {(row.ordinal, row.phase, row.attempt, row.role, row.digest) for row in rows}
    fresh = []
    for intent, answer in used:
        key = (intent.ordinal, intent.phase, intent.attempt, str(Role(intent.role)), intent.digest)
        if key not in there:
            there.add(key)
            group.mine(intent.phase).saved_usd += saved_by(intent, answer)
            fresh.append((intent, answer))
    note_uses(
        group,
        [(intent, answer.requested_model, answer.call_id) for intent, answer in fresh],
        saved={intent.call_id: answer for intent, answer in fresh},
    )
