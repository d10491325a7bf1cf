"""Each item of a job against its checkpoints, the answers that it used and its payloads; all against the job's digest.

a window of items, with all that hangs on them, at one instant ──► what does not agree
                                                 files are read outside of it
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, Row, Table, exists, select

from state.audit_payloads import Named, audit_files
from state.audit_records import REPORT, RESTORE, Discrepancy, Kind, Told
from state.digests import ItemsDigest, content_id
from state.engine import State
from state.errors import EngineError, StateUnreachableError
from state.item_input import load_input
from state.listed import Among
from state.records import Json
from state.schema import answer_uses, answers, batch_checkpoints, batch_items, batch_jobs
from state.status import ItemStatus
from state.storable import REPLACEMENT
from state.workspace import Workspace

_WINDOW = 1_000
_TEXTS = 100
"""Items whose texts are read at once: with the largest that stay in the database, 25 MB."""

_ITEM = (
    *(
        batch_items.c[name]
        for name in ("ordinal", "item_id", "status", "error_class", "error_phase", "ended_at", "payload_ref")
    ),
    batch_items.c.text.is_not(None).label("has_text"),
)
_CHECKPOINT = (
    *(batch_checkpoints.c[name] for name in ("ordinal", "phase", "ok", "error_class", "payload_ref")),
    batch_checkpoints.c.output.is_not(None).label("has_output"),
)
_USE = tuple(answer_uses.c[name] for name in ("ordinal", "phase", "attempt", "role", "digest", "requested_model"))
_ANSWER = select(answers.c.digest, answers.c.requested_model).where(Among(answers.c.digest, "digests"))
_STORED = frozenset(ItemStatus) - {ItemStatus.CANCELLED}
_ENDED = frozenset({ItemStatus.COMPLETED, ItemStatus.FAILED})
_NUMBERED = re.compile(r"([0-9a-f]{16})-\d+")
_LONG_NUMBER = re.compile(r'"-?\d{19,}"')

_Row = Row[tuple[object, ...]]


def audit_items(state: State, workspace: Workspace | None, job_id: str, told: Told) -> Iterator[Discrepancy]:
    """Look at all items of a job, some at a time; what is deleted or purged meanwhile is no fault."""
    after: int | None = -1
    left = 0
    while after is not None:
        with state.read(whole=True) as conn:
            job = conn.execute(select(batch_jobs).where(batch_jobs.c.job_id == job_id)).one_or_none()
            if job is None or job.status is None:
                return
            items, kept, used, last = _window(conn, job_id, after)
            there = answers_there(conn, job.project, {row.digest for row in used})
        by_item: dict[int, list[_Row]] = defaultdict(list)
        for row in kept:
            by_item[row.ordinal].append(row)
        yield from _orphans(job_id, items, kept, used)
        for row in items:
            yield from _item(job_id, row, by_item[row.ordinal])
        if job.purged_at is None:
            yield from _unanswered(job_id, items, used, there)
            yield from _without_output(job_id, items, kept)
        else:
            left += sum(row.has_text or row.payload_ref is not None for row in items)
        if workspace is not None and job.purged_at is None:
            yield from audit_files(state, workspace, _named(job_id, items, kept))
        told("items", len(items))
        after = last
    if left:
        said = f"its payloads are purged, and {left} of its items still have theirs: the purge goes on, or was cut off"
        fix = f"`batchwright purge {job_id} --payloads` does it to its end"
        yield Discrepancy(Kind.PAYLOAD, job_id, said, fix, is_wrong=False)


def _window(
    conn: Connection, job_id: str, after: int
) -> tuple[Sequence[_Row], Sequence[_Row], Sequence[_Row], int | None]:
    """The next items, with the checkpoints and uses up to the last of them; and where the next window begins."""

    def of(table: Table, columns: Sequence[object]) -> Sequence[_Row]:
        behind = [table.c.job_id == job_id, table.c.ordinal > after]
        up_to = [] if last is None else [table.c.ordinal <= last]
        return conn.execute(select(*columns).where(*behind, *up_to)).all()  # type: ignore[call-overload]

    mine = (batch_items.c.job_id == job_id, batch_items.c.ordinal > after)
    items = conn.execute(select(*_ITEM).where(*mine).order_by(batch_items.c.ordinal).limit(_WINDOW)).all()
    last = items[-1].ordinal if len(items) == _WINDOW else None
    return items, of(batch_checkpoints, _CHECKPOINT), of(answer_uses, _USE), last


def answers_there(conn: Connection, project: str, digests: set[str]) -> set[tuple[str, str]]:
    """Digest and requested model of those answers of a project that are kept, of these requests."""
    if not digests:
        return set()
    rows = conn.execute(_ANSWER.where(answers.c.project == project), {"digests": sorted(digests)})
    return {(row.digest, row.requested_model) for row in rows}


def _item(job_id: str, row: _Row, kept: Sequence[_Row]) -> Iterator[Discrepancy]:
    """Hold an item's state against its checkpoints."""
    failed = [(one.phase, one.error_class) for one in kept if not one.ok]
    if row.status not in _STORED:
        said = f"is {row.status}, which no item can be"
    elif (row.ended_at is not None) is not (row.status in _ENDED):
        said = f"is {row.status}, and {'has no' if row.ended_at is None else 'has a'} time at which it ended"
    elif row.status == ItemStatus.COMPLETED and (failed or not kept):
        said = f"is COMPLETED, and {'a phase of it failed' if failed else 'no phase of it has ended'}"
    elif row.status == ItemStatus.PENDING and failed:
        said = f"is PENDING, and its phase {failed[0][0] + 1} failed"
    elif row.status == ItemStatus.FAILED and not _failed_so(row, kept):
        by_checkpoints = ", ".join(f"phase {phase + 1} ({name})" for phase, name in failed) or "none"
        where = "no phase" if row.error_phase is None else f"phase {row.error_phase + 1} ({row.error_class})"
        said = f"is FAILED in {where}, and by its checkpoints failed: {by_checkpoints}"
    else:
        return
    yield Discrepancy(Kind.ITEM_STATE, _of(job_id, row.item_id), said, REPORT)


def _failed_so(row: Row[tuple[object, ...]], kept: Sequence[Row[tuple[object, ...]]]) -> bool:
    """Whether an item's failure is that of its checkpoints.

    The phase may have ended well before: two workers of one run that had it at once, and the first checkpoint stays.
    """
    return any(one.phase == row.error_phase for one in kept) and all(
        (one.phase, one.error_class) == (row.error_phase, row.error_class) for one in kept if not one.ok
    )


def _of(job_id: str, item_id: str) -> str:
    return f"{job_id}, item {item_id!r}"


def _orphans(job_id: str, items: Sequence[_Row], kept: Sequence[_Row], used: Sequence[_Row]) -> Iterator[Discrepancy]:
    """What hangs on items that are not there."""
    there = {row.ordinal for row in items}
    for what, rows in (("checkpoint", kept), ("use of an answer", used)):
        for ordinal in sorted({row.ordinal for row in rows} - there):
            said = f"has a {what} of item number {ordinal}, which is not there"
            yield Discrepancy(Kind.REFERENCE, job_id, said, REPORT)


def _unanswered(
    job_id: str, items: Sequence[_Row], used: Sequence[_Row], there: set[tuple[str, str]]
) -> Iterator[Discrepancy]:
    """Steps whose answer is gone, though nobody purged the job."""
    names: Mapping[int, str] = {row.ordinal: row.item_id for row in items}
    for use in used:
        if (use.digest, use.requested_model) not in there and use.ordinal in names:
            said = (
                f"phase {use.phase + 1} used an answer of {use.requested_model} as {use.role}, attempt {use.attempt},"
                " which is not kept any more"
            )
            yield Discrepancy(Kind.ANSWER, _of(job_id, names[use.ordinal]), said, REPORT)


def _without_output(job_id: str, items: Sequence[_Row], kept: Sequence[_Row]) -> Iterator[Discrepancy]:
    """Phases that ended well and whose output stands nowhere, though nobody purged the job."""
    names: Mapping[int, str] = {row.ordinal: row.item_id for row in items}
    for one in kept:
        if one.ok and not one.has_output and one.payload_ref is None and one.ordinal in names:
            said = f"phase {one.phase + 1} ended well, and its output is neither in its row nor in the workspace"
            yield Discrepancy(Kind.PAYLOAD, _of(job_id, names[one.ordinal]), said, RESTORE)


def _named(job_id: str, items: Sequence[_Row], checkpoints: Sequence[_Row]) -> Iterator[Named]:
    """The payloads that items and their checkpoints name."""
    names = {row.ordinal: row.item_id for row in items}
    kept = exists().where(batch_jobs.c.job_id == job_id, batch_jobs.c.purged_at.is_(None))
    for rows, table, what in ((items, batch_items, "its input"), (checkpoints, batch_checkpoints, "an output")):
        for row in rows:
            if row.payload_ref is not None:
                mine = [table.c.job_id == job_id, table.c.ordinal == row.ordinal, kept]
                about = _of(job_id, names.get(row.ordinal, str(row.ordinal)))
                yield Named(row.payload_ref, about, what, select(table.c.payload_ref).where(*mine))


# ── the digest over all items ───────────────────────────────────────────────────────────────────


def audit_digest(state: State, workspace: Workspace, job: _Row) -> Iterator[Discrepancy]:
    """Hold the contents of a job's items against the digest that was made as they were read.

    It cannot be told of items in which something was replaced to be stored (NUL, numbers of more than 64 bits).
    """
    if job.items_digest is None or job.purged_at is not None:
        return
    digest = ItemsDigest()
    try:
        for text, fields, raw, item_id in _contents(state, workspace, job.job_id, job.total_items):
            if REPLACEMENT in text or REPLACEMENT in raw or _LONG_NUMBER.search(raw):
                return
            numbered = _NUMBERED.fullmatch(item_id)
            is_made = numbered is not None and numbered[1] in (content_id(text, {}), content_id(text, fields))
            digest.add(numbered[1] if numbered is not None and is_made else item_id, text, fields)
    except (StateUnreachableError, EngineError, ValueError) as error:
        if isinstance(error, StateUnreachableError) and error.may_pass:
            raise
        return  # a payload that is gone, cut or misnamed has been told of
    if digest.hexdigest() != job.items_digest and _is_there(state, job.job_id):
        said = f"its items have the digest {digest.hexdigest()[:12]}…, and had {job.items_digest[:12]}… when they came"
        yield Discrepancy(Kind.DIGEST, job.job_id, f"{said}: an id, a text or a field was changed", RESTORE)


def _contents(
    state: State, workspace: Workspace, job_id: str, total: int
) -> Iterator[tuple[str, dict[str, Json], str, str]]:
    """Text, fields, fields as they are stored, and id of each item, in order."""
    item = batch_items.c
    query = select(item.item_id, item.text, item.fields, item.payload_ref, item.file).order_by(item.ordinal)
    for start in range(0, total, _TEXTS):
        mine = (item.job_id == job_id, item.ordinal.between(start, start + _TEXTS - 1))
        with state.read() as conn:
            rows = conn.execute(query.where(*mine)).all()
        for row in rows:
            text, fields = load_input(workspace, row.text, row.fields, row.payload_ref)
            raw = row.fields if row.payload_ref is None else workspace.get(row.payload_ref)
            yield (text if row.file is None else row.file), fields, raw, row.item_id


def _is_there(state: State, job_id: str) -> bool:
    """Whether a job is as it was: not deleted, and not purged meanwhile."""
    job = batch_jobs.c
    query = select(job.job_id).where(job.job_id == job_id, job.status.is_not(None), job.purged_at.is_(None))
    with state.read() as conn:
        return conn.execute(query).first() is not None
