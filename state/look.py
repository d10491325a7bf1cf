"""look: whether an answer is there already, or on its way; admit decides by the same before it writes a call down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select, tuple_

from state.group import Group
from state.listed import Among
from state.records import (
    PACKED_ROLES,
    ZERO,
    Admission,
    Answer,
    Busy,
    HeldReason,
    Intent,
    Known,
    Look,
    Missing,
    Refused,
    Renewed,
    Role,
    Usage,
)
from state.schema import answer_uses, answers, retries
from state.settle import Use, note_uses
from state.status import Wanted
from state.unknown import abandoned, make_unknown, open_calls_for

_ANSWERS = select(answers).where(answers.c.project == bindparam("project"), Among(answers.c.digest, "digests"))
_GENERATIONS = select(retries.c.root_digest, retries.c.generation).where(
    retries.c.project == bindparam("project"), Among(retries.c.root_digest, "digests")
)


def look(group: Group, looks: Sequence[Look]) -> list[Admission]:
    """Say of each request what its admit would be sent back with; nothing is reserved and no call is written.

    The use of an answer that is known is noted, as admit does.

    Returns:
        For each look Refused, Renewed, Known, Busy or Missing, in their order.
    """
    if not looks:
        return []
    refused = refusal(group)
    if refused is not None:
        return [refused for _ in looks]
    intents = [one.intent for one in looks]
    found = find(group, intents)
    results = [found.of(intent) or Missing() for intent in intents]
    note_known(
        group, [(one, seen.answer) for one, seen in zip(intents, results, strict=True) if isinstance(seen, Known)]
    )
    return list(results)


def refusal(group: Group) -> Refused | None:
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


def usable_answer(answered: Mapping[str, Answer], candidates: Sequence[str], role: Role) -> Answer | None:
    """Which of a request's answers counts, in the plan's order of candidates; None where none does.

    Of labels the oldest one: a later one, of a better candidate that was given up and answered all the same, must not
    change them in the middle of a job.

    Args:
        answered: By requested model, the oldest first.
    """
    usable = [model for model in candidates if model in answered]
    if usable and role is Role.LABELS:
        return next(answer for model, answer in answered.items() if model in usable)
    return answered[usable[0]] if usable else None


@dataclass(slots=True)
class Found:
    """What the state holds of the requests that a group asks about.

    Args:
        answered: By digest and requested model, the oldest first.
        generations: Those that retries asked for, by the phase's first digest.
        out: Open calls by digest: call, worker, model.
    """

    answered: dict[str, dict[str, Answer]]
    generations: dict[str, int]
    out: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def of(self, intent: Intent) -> Renewed | Known | Busy | None:
        """Why a call for this request is needless now; None when nobody has its answer or asks for it.

        A retry with a higher generation comes first, then the answer of a candidate, then somebody's call for it.
        """
        generation = asked_for(self.generations, intent.roots)
        if generation > intent.generation:
            return Renewed(generation)
        answer = usable_answer(self.answered.get(intent.digest, {}), intent.candidates, intent.role)
        if answer is not None:
            return Known(answer)
        for call_id, worker_id, model in self.out.get(intent.digest, ()):
            if model in intent.candidates:
                return Busy(call_id, worker_id)
        return None

    def note_out(self, intent: Intent, worker_id: str) -> None:
        """Add a call that the group has admitted: who looks after it waits for it."""
        for one in intent.parts or (intent,):
            self.out[one.digest].append((intent.call_id, worker_id, intent.model))


def find(group: Group, intents: Sequence[Intent], *, spared: Collection[str] = ()) -> Found:
    """Look requests up; calls for them that nobody will settle in time become unknown here.

    Args:
        group: Who asks.
        intents: The requests; of packed calls, their inputs.
        spared: Calls that are being admitted again, which therefore somebody will settle.
    """
    digests = sorted({intent.digest for intent in intents})
    packed = sorted({intent.digest for intent in intents if intent.role in PACKED_ROLES})
    found = Found(_answers(group, digests), _generations(group, intents))
    rows = open_calls_for(group, digests, packed=packed)
    # A packed call stands here once for each of its inputs that is asked about.
    others = {row.call_id: row for row in rows if row.call_id not in spared}
    dead = abandoned(group, list(others.values()))
    make_unknown(group, dead)
    gone = {row.call_id for row in dead}
    for row in rows:
        if row.call_id not in gone:
            found.out[row.digest].append((row.call_id, row.worker_id, row.model))
    return found


def _answers(group: Group, digests: list[str]) -> dict[str, dict[str, Answer]]:
    return answers_of(group.conn, group.job.project, digests)


def answers_of(conn: Connection, project: str, digests: Sequence[str]) -> dict[str, dict[str, Answer]]:
    """The answers that a project knows to these requests, by digest and requested model, the oldest first."""
    known: dict[str, dict[str, Answer]] = defaultdict(dict)
    rows = conn.execute(_ANSWERS, {"project": project, "digests": list(digests)}).all()
    for row in sorted(rows, key=lambda row: row.created_at):
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
    return generations_of(group.conn, group.job.project, sorted({root for intent in intents for root in intent.roots}))


def asked_for(generations: Mapping[str, int], roots: Sequence[str]) -> int:
    """The generation that a request is to have: a retry of what it is about a part of is one of it, too."""
    return sum(generations.get(root, 0) for root in roots)


def generations_of(conn: Connection, project: str, root_digests: Sequence[str]) -> dict[str, int]:
    """The generations that retries asked for, by the phase's first digest."""
    asked = {"project": project, "digests": list(root_digests)}
    return {row.root_digest: row.generation for row in conn.execute(_GENERATIONS, asked)}


def note_known(group: Group, used: Sequence[tuple[Intent, Answer]]) -> None:
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
    fresh: list[Use] = []
    for intent, answer in used:
        key = (intent.ordinal, intent.phase, intent.attempt, str(Role(intent.role)), intent.digest)
        if key not in there:
            there.add(key)
            # One call for labels serves all items of a phase; they do not save it each.
            saved = ZERO if intent.role is Role.LABELS else answer.cost_usd
            group.mine(intent.phase).saved_usd += saved
            fresh.append(Use(intent, answer.requested_model, answer.call_id, saved_usd=saved))
    note_uses(group, fresh)
