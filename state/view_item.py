"""Everything about one item: its result, which answer each step used and why, and its calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import orjson
from sqlalchemy import Connection, Row, select

from state.engine import State
from state.job_lookup import job_row, name_of, phase_names
from state.ledger_row import CallRow
from state.passages import ByPhase, passages_between
from state.purged import check_payloads
from state.records import Answer, Role, Usage
from state.schema import answer_uses, answers, batch_calls, batch_items, batch_jobs
from state.view_ledger import calls_of
from state.view_results import ResultRow, find_item, result_rows
from state.workspace import Workspace

EARLIER_JOBS = 50
"""How many jobs of the project are looked through for the same item."""


@dataclass(frozen=True, slots=True)
class UseRow:
    """Which answer a step of an item used.

    Args:
        phase_name: The phase's name in its job's plan.
        known: The answer was there already; False: this step paid for it, by `call_id`.
        components: Short digests of the parts of the request by name: what differs from an earlier use is what
            changed.
        reason: Why the router took this model.
        answer: The answer itself, None when it was collected.
    """

    job_id: str
    phase: int
    phase_name: str
    attempt: int
    role: str
    digest: str
    generation: int
    requested_model: str
    call_id: str
    known: bool
    saved_usd: Decimal
    components: Mapping[str, str]
    reason: str
    at: datetime
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with its result, the answers that it used in the order of its steps, and its calls.

    Args:
        generations: Those that the calls which it led were built with, by the phase's index.
        passages: Of the project's documents, that its phases were given, by the phase's index.
    """

    job_id: str
    result: ResultRow
    phases: tuple[str, ...]
    uses: tuple[UseRow, ...]
    calls: tuple[CallRow, ...]
    generations: Mapping[int, frozenset[int]]
    passages: ByPhase


def item(state: State, workspace: Workspace, job_id: str, item_id: str) -> ItemView:
    """An item, as `show` and `why` need it.

    Raises:
        NotFoundError: There is no such job or item.
        PurgedError: The job's inputs and outputs were purged.
    """
    with state.read() as conn:
        job = job_row(conn, job_id)
    check_payloads(job, "shown by item")
    results = result_rows(state, workspace, job, [find_item(state, job_id, item_id)])
    (found,) = items_of(state, workspace, job_id, results)
    return found


def items_of(state: State, workspace: Workspace, job_id: str, results: Iterable[ResultRow]) -> Iterator[ItemView]:
    """The items of these rows, each read as it is asked for.

    Raises:
        NotFoundError: There is no such job.
    """
    with state.read() as conn:
        job = job_row(conn, job_id)
    for result in results:
        yield ItemView(
            job_id=job_id,
            result=result,
            phases=phase_names(job),
            uses=_uses(state, workspace, job, result.ordinal),
            calls=tuple(calls_of(state, job, result.ordinal)),
            generations=_generations(state, job_id, result.ordinal),
            passages=_passages(state, job_id, result.ordinal),
        )


def earlier_uses(state: State, workspace: Workspace, job_id: str, item_id: str) -> tuple[UseRow, ...]:
    """What an earlier job of the same project used for the same item; empty when there is none.

    The newest job of the same name that has an item of this id, else the newest of any name; else, for ids that are
    made of the content and change with it, the item in the same place of the newest job of the same name.
    """
    ordinal = find_item(state, job_id, item_id)
    jobs, item = batch_jobs.c, batch_items.c
    with state.read() as conn:
        job = job_row(conn, job_id)
        before = conn.execute(
            select(jobs.job_id, jobs.name)
            .where(jobs.project == job.project, jobs.job_id < job_id, jobs.status.is_not(None))
            .order_by(jobs.job_id.desc())
            .limit(EARLIER_JOBS)
        ).all()
        found = conn.execute(
            select(item.job_id, item.ordinal).where(
                item.job_id.in_([row.job_id for row in before]), item.item_id == item_id
            )
        ).all()
    by_id = {row.job_id: row.ordinal for row in found}
    namesakes = [row.job_id for row in before if row.name == job.name]
    others = [row.job_id for row in before if row.name != job.name]
    places = [(one, by_id[one]) for one in (*namesakes, *others) if one in by_id]
    for other_id, place in (*places, *((one, ordinal) for one in namesakes)):
        with state.read() as conn:
            other = job_row(conn, other_id)
        if uses := _uses(state, workspace, other, place):
            return uses
    return ()


def _uses(state: State, workspace: Workspace, job: Row[tuple[object, ...]], ordinal: int) -> tuple[UseRow, ...]:
    use = answer_uses.c
    with state.read() as conn:
        rows = conn.execute(
            select(answer_uses)
            .where(use.job_id == job.job_id, use.ordinal == ordinal)
            .order_by(use.phase, use.attempt, use.at, use.role)
        ).all()
        kept = _answers(conn, job.project, rows)
    names = phase_names(job)
    found = {key: _answer(workspace, row) for key, row in kept.items()}
    return tuple(
        UseRow(
            job_id=row.job_id,
            phase=row.phase,
            phase_name=name_of(names, row.phase),
            attempt=row.attempt,
            role=row.role,
            digest=row.digest,
            generation=row.generation,
            requested_model=row.requested_model,
            call_id=row.call_id,
            known=row.known,
            saved_usd=row.saved_usd,
            components=orjson.loads(row.components),
            reason=row.reason,
            at=row.at,
            answer=found.get((row.digest, row.requested_model)),
        )
        for row in rows
    )


def _generations(state: State, job_id: str, ordinal: int) -> dict[int, frozenset[int]]:
    """Those of the calls that an item led; labels are drawn for all items, in a count of their own."""
    call = batch_calls.c
    mine = (call.job_id == job_id, call.ordinal == ordinal, call.role != Role.LABELS)
    found: dict[int, set[int]] = defaultdict(set)
    with state.read() as conn:
        for row in conn.execute(select(call.phase, call.generation).where(*mine).distinct()):
            found[row.phase].add(row.generation)
    return {phase: frozenset(some) for phase, some in found.items()}


def _passages(state: State, job_id: str, ordinal: int) -> ByPhase:
    with state.read() as conn:
        return passages_between(conn, job_id, ordinal, ordinal).get(ordinal, {})


def _answers(
    conn: Connection, project: str, uses: Sequence[Row[tuple[object, ...]]]
) -> dict[tuple[str, str], Row[tuple[object, ...]]]:
    digests = {row.digest for row in uses}
    rows = conn.execute(select(answers).where(answers.c.project == project, answers.c.digest.in_(digests))).all()
    return {(row.digest, row.requested_model): row for row in rows}


def _answer(workspace: Workspace, row: Row[tuple[object, ...]]) -> Answer:
    return Answer(
        digest=row.digest,
        requested_model=row.requested_model,
        model=row.model,
        text=workspace.get(row.payload_ref) if row.payload_ref else row.text or "",
        finish=row.finish,
        usage=Usage(row.input_tokens, row.output_tokens, row.cached_tokens, row.cache_write_tokens),
        cost_usd=row.cost_usd,
        call_id=row.call_id,
        payload_ref=row.payload_ref,
    )
