"""Ingestion: the items of a new job stream into the state, in bounded memory and in short transactions.

    create the job's row, without a status ──► chunk ──► chunk ──► … ──► publish: PENDING
                                                                              └─ made by somebody else meanwhile?

No query shows a job without a status, so a failed or killed ingestion leaves no job behind. Each chunk moves the
row's count of items from where it starts to where it ends, so a chunk that is committed twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from state.clock import utc_now
from state.crash import reach
from state.digests import ItemsDigest
from state.engine import State
from state.errors import ItemsError, StateUnreachableError
from state.events import EventKind, note_event, who
from state.file_records import FileRef
from state.group import insert_into
from state.item_input import StoredInput, store_inputs
from state.item_names import ItemNames
from state.locks import lock_project
from state.outage import insist
from state.plan_records import Options
from state.records import NewItem
from state.removal import remove_job, sweep_dead
from state.schema import batch_jobs, projects
from state.status import ItemStatus, JobStatus, Wanted
from state.workspace import Workspace

T = TypeVar("T")

CHUNK_ITEMS = 2_000
CHUNK_BYTES = 2 * 1024 * 1024
"""What one transaction takes in: under 0.1 s on a laptop, so that a running job's commits are not held up."""

_OUTAGE_S = 60.0

_COLUMNS = "job_id, ordinal, item_id, text, payload_ref, fields, size_bytes, status, file"
_INSERT = f"INSERT INTO batch_items ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # no part is input
_COPY = f"COPY batch_items ({_COLUMNS}) FROM STDIN"

_Row = tuple[str, int, str, str | None, str | None, str, int, str, str | None]


class MadeMeanwhileError(Exception):
    """Somebody else made the same job while its items came in, and it was to be the only one; it has the other's id."""

    def __init__(self, job_id: str) -> None:
        super().__init__(job_id)
        self.job_id = job_id


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job that is to be made.

    Args:
        spec: The normalised spec as JSON text.
        spec_digest: By it `run` finds the job again (project, name, phases).
        plan: The compiled plan; None while the spec asks for something that this version does not have.
        first: Only so many items run for now (`--first N`); None: all.
        is_only: Make none when the newest job of the same project, spec and items is not cancelled.
    """

    job_id: str
    project: str
    name: str
    spec: str
    spec_digest: str
    plan: str | None
    plan_digest: str | None
    options: Options
    first: int | None = None
    is_only: bool = False


def ingest(
    state: State,
    workspace: Workspace,
    job: NewJob,
    items: Iterable[NewItem],
    *,
    told: Callable[[], Iterable[str]] = tuple,
) -> int:
    """Store a new job with its items, and show it as PENDING once all are in.

    The items are read once, in order, some thousands ahead of what is committed.

    Args:
        told: What there is to tell of the items once all are read; each sentence becomes an event of the job.

    Returns:
        How many items the job has.

    Raises:
        ItemsError: No item, or an id that was given twice. Whatever is raised, the job's rows are removed first.
        MadeMeanwhileError: The job was to be the only one of its spec and items, and there is one by now.
        StateUnreachableError: State or workspace cannot be reached or are full.
    """
    sweep_dead(state, workspace)
    _insist(state, lambda conn: _create(conn, job))
    unnamed: list[str] = []
    try:
        return _ingest(state, workspace, job, items, unnamed, told)
    except BaseException as error:
        try:
            if remove_job(state, workspace, job.job_id):
                workspace.delete(unnamed)
        except StateUnreachableError as left:
            error.add_note(f"its rows stay for a day: {left}")
        raise


def _ingest(
    state: State,
    workspace: Workspace,
    job: NewJob,
    items: Iterable[NewItem],
    unnamed: list[str],
    told: Callable[[], Iterable[str]],
) -> int:
    """Ingest; `unnamed` holds the payloads that no committed row names yet."""
    digest = ItemsDigest()
    names = ItemNames(state, job.job_id)
    start = 0
    for chunk in _chunks(items, digest):
        stored = store_inputs(workspace, [(item.text, item.fields) for item in chunk], unnamed)
        for careful in (names.are_careful, True):
            ids = names.careful(chunk, start) if careful else names.hopeful(chunk, start)
            rows: list[_Row] = [
                _row(job.job_id, start + i, item_id, columns, item.file)
                for i, (item_id, columns, item) in enumerate(zip(ids, stored, chunk, strict=True))
            ]
            try:
                _insist(state, lambda conn, rows=rows, start=start: _add(conn, job, start, rows))  # type: ignore[misc]
            except IntegrityError:
                if careful:
                    raise
                _analyze(state)
            else:
                break
        reach("ingest.chunk.after_commit")
        unnamed.clear()
        start += len(chunk)
    if not start:
        raise ItemsError(f"{job.name} has no items", path="items", hint="give a path, or a list of at least one value")
    if start > CHUNK_ITEMS:
        _analyze(state)
    _insist(state, lambda conn: _publish(conn, job, start, digest.hexdigest(), tuple(told())))
    reach("ingest.publish.after_commit")
    return start


def _chunks(items: Iterable[NewItem], digest: ItemsDigest) -> Iterator[list[NewItem]]:
    """Items in lists that one transaction can take in; each is added to the digest as it was read."""
    chunk: list[NewItem] = []
    size = 0
    for item in items:
        digest.add(item.item_id, item.mark, item.fields)
        chunk.append(item)
        size += len(item.text)
        if len(chunk) == CHUNK_ITEMS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _row(job_id: str, ordinal: int, item_id: str, stored: StoredInput, file: FileRef | None) -> _Row:
    size, named = stored.size_bytes, None
    if file is not None:
        size, named = max(size, file.size), file.dumped()
    return (job_id, ordinal, item_id, stored.text, stored.payload_ref, stored.fields, size, ItemStatus.PENDING, named)


# ── transactions ────────────────────────────────────────────────────────────────────────────────


def _create(conn: Connection, job: NewJob) -> None:
    now, options = utc_now(), job.options
    conn.execute(insert_into(conn, projects).on_conflict_do_nothing(), {"project": job.project, "created_at": now})
    conn.execute(
        insert_into(conn, batch_jobs).on_conflict_do_nothing(),
        {
            "job_id": job.job_id,
            "project": job.project,
            "name": job.name,
            "status": None,
            "spec": job.spec,
            "spec_digest": job.spec_digest,
            "plan": job.plan,
            "plan_digest": job.plan_digest,
            "budget_usd": options.budget_usd,
            "max_failed_percent": options.max_failed_percent,
            "concurrency": options.concurrency,
            "checkpoint_frequency": options.checkpoint_frequency,
            "auto_start": options.auto_start,
            "first": job.first,
            "created_at": now,
        },
    )


def _add(conn: Connection, job: NewJob, start: int, rows: list[_Row]) -> None:
    """Add a chunk; the job's row says whether it is in already, and by its time that we live."""
    jobs, end = batch_jobs.c, start + len(rows)
    moved = conn.execute(
        update(batch_jobs)
        .where(jobs.job_id == job.job_id, jobs.status.is_(None), jobs.total_items == start)
        .values(total_items=end, created_at=utc_now())
    ).rowcount
    if not moved:
        there = conn.execute(select(jobs.total_items).where(jobs.job_id == job.job_id)).scalar_one_or_none()
        if there != end:
            raise StateUnreachableError(
                f"the rows of {job.job_id} were removed while its items came in; create it again"
            )
        return
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(_INSERT, rows)
    else:
        _copy(conn, rows)
    reach("ingest.chunk.before_commit")


def _copy(conn: Connection, rows: list[_Row]) -> None:
    """COPY: five times as fast as INSERT. The driver's errors become SQLAlchemy's, as the state expects them."""
    import psycopg  # noqa: PLC0415  # an extra: who has an SQLite state needs none

    raw = conn.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError(type(raw))
    try:
        with raw.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        lost = raw.closed
        if lost:
            conn.invalidate(error)
        raise DBAPIError.instance(
            "COPY batch_items", None, error, psycopg.Error, connection_invalidated=lost, dialect=conn.dialect
        ) from error


def _analyze(state: State) -> None:
    """Let PostgreSQL look at the new rows: before it has, it takes the index on item ids for look-ups by ordinal."""
    if state.dialect == "postgresql":
        _insist(state, lambda conn: conn.exec_driver_sql("ANALYZE batch_items"))


def _publish(conn: Connection, job: NewJob, total: int, items_digest: str, told: Iterable[str] = ()) -> None:
    jobs = batch_jobs.c
    if job.is_only:
        _see_that_there_is_no_other(conn, job, items_digest)
    published = conn.execute(
        update(batch_jobs)
        .where(jobs.job_id == job.job_id, jobs.status.is_(None), jobs.total_items == total)
        .values(
            status=JobStatus.PENDING,
            wanted=Wanted.RUN,
            open_items=total,
            items_digest=items_digest,
            created_at=utc_now(),
        )
    ).rowcount
    if published:
        words, facts = who()
        note_event(conn, job.job_id, EventKind.CREATED, f"{total} items, by {words}", {"items": total, **facts})
        for sentence in told:
            note_event(conn, job.job_id, EventKind.ITEMS, sentence)
    reach("ingest.publish.before_commit")


def _see_that_there_is_no_other(conn: Connection, job: NewJob, items_digest: str) -> None:
    """Look again for the same job, where whoever publishes one of this project waits for us.

    Raises:
        MadeMeanwhileError: There is one.
    """
    lock_project(conn, job.project)
    jobs = batch_jobs.c
    same = conn.execute(
        select(jobs.job_id, jobs.status)
        .where(
            jobs.project == job.project,
            jobs.spec_digest == job.spec_digest,
            jobs.items_digest == items_digest,
            jobs.status.is_not(None),
        )
        .order_by((jobs.job_id == job.job_id).desc(), jobs.job_id.desc())  # ours, if this was committed unheard
        .limit(1)
    ).one_or_none()
    if same is not None and same.job_id != job.job_id and same.status != JobStatus.CANCELLED:
        raise MadeMeanwhileError(same.job_id)


def _insist(state: State, work: Callable[[Connection], T]) -> T:
    """Run a piece of work in a write transaction, through an outage again; each of ours may be committed twice."""
    return insist(state, lambda: state.transact(work), outage_s=_OUTAGE_S)
