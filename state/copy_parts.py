"""What a state is copied by: its tables, the rows of one owner (a project or a job) at a time, in order of their keys.

    rows of a project   answers, retries, vectors, documents, chunks
    rows of a job       calls, call items, events, items, checkpoints, passages, uses, totals, runs, bundle sums
    what shows them     collections, projects, jobs: last, when all else is there and verified
    of the whole state  limits: what was learned of a model, where the other state has nothing on it
    not copied          workers, shares, flows: of processes that have ended

Money, moments and booleans mean the same in both stores, and so does every id but two: events and chunks get new ones,
in the same order, so that another project's in the same database are none of theirs. A job's `notified_event_id` is
the place of that event among the job's, and becomes the new id of it.

Seconds of a database's clock (SQLite: since a boot, PostgreSQL: since 1970) are copied as they are, and are harmless:

    runs.taken_at                       read while a job runs, of its current run; the next one brings its own
    batch_calls.admitted_at, sent_at    of calls that are over: read for whether it is there, not for when
    batch_calls.expires_at              compared only where `boot` is the asker's own; of a call that a dead worker left
                                        open nobody waits: its worker is not in the copy
    limits.rates                        not copied: what was taken of the last minute
    workers, shares, flows              not copied
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import BigInteger, Column, ColumnElement, LargeBinary, MetaData, Table, Text, literal_column

from state import document_tables as shelves
from state import schema
from state.bulk import Bulk
from state.columns import Moment, Usd
from state.events import EventKind
from state.group import insert_into

PROJECT, JOB = "project", "job_id"
"""Columns that say whose a row is."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A project or a job, whose rows are copied one after the other.

    Args:
        column: `PROJECT` or `JOB`.
        is_deleted: A job of which its calls are left, and the event of its deletion.
        is_purged: A job whose payloads are gone, or going.
    """

    column: str
    name: str
    is_deleted: bool = False
    is_purged: bool = False


@dataclass(frozen=True)
class Part:
    """A table, as it is copied.

    Args:
        owner: The column that says whose a row is.
        key: Columns by which an owner's rows are ordered; no two of them are equal in all.
        anew: The one among them that is given anew, as it is numbered over all owners.
        stays: Whether rows of a deleted job stay.
    """

    of: Table
    owner: str
    key: tuple[str, ...]
    anew: str | None = None
    stays: bool = False

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.of.name)

    @cached_property
    def table(self) -> Table:
        """The table with money and moments as the whole numbers that are stored: nothing is converted on the way."""
        return Table(self.name, MetaData(), *(_column(one) for one in self.of.columns))

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The columns that are the same on both sides."""
        return tuple(one.name for one in self.of.columns if one.name != self.anew)

    @cached_property
    def large(self) -> tuple[Column[object], ...]:
        """The columns that may be long."""
        return tuple(one for one in self.table.c if isinstance(one.type, Text | LargeBinary))

    @cached_property
    def insert(self) -> Bulk:
        """Puts rows in; what is there already stays."""
        into = Table(self.name, MetaData(), *(_column(one) for one in self.of.columns if one.name != self.anew))
        return Bulk(lambda conn: insert_into(conn, into).on_conflict_do_nothing())

    def mine(self, owner: Owner, *, by_key: bool = False) -> list[ColumnElement[bool]]:
        """Which rows are an owner's.

        Args:
            by_key: They are read in the order of a key that has no index with the owner: by an index on the owner
                alone all would be read and sorted, for each page.
        """
        columns = self.table.c
        owned: ColumnElement[str] = columns[self.owner]
        if by_key and self.of is shelves.chunks:
            owned = owned + literal_column("''")
        wanted: list[ColumnElement[bool]] = [owned == owner.name]
        if self.of is schema.batch_jobs:
            wanted.append(columns.status.is_not(None))
        if self.of is schema.batch_events and owner.is_deleted:
            wanted.append(columns.kind == EventKind.DELETED)
        return wanted


def _column(one: Column[object]) -> Column[object]:
    kind = BigInteger() if isinstance(one.type, Usd | Moment) else one.type
    return Column(one.name, kind, primary_key=one.primary_key, autoincrement=False)


CONTENTS: Sequence[Part] = (
    Part(schema.answers, PROJECT, ("digest", "requested_model")),
    Part(schema.retries, PROJECT, ("root_digest",)),
    Part(shelves.vectors, PROJECT, ("model", "digest")),
    Part(shelves.documents, PROJECT, ("document_id",)),
    Part(shelves.chunks, PROJECT, ("chunk_id",), anew="chunk_id"),
    Part(schema.batch_calls, JOB, ("call_id",), stays=True),
    Part(schema.call_items, JOB, ("ordinal", "call_id", "digest"), stays=True),
    Part(schema.batch_events, JOB, ("event_id",), anew="event_id", stays=True),
    Part(schema.batch_items, JOB, ("ordinal",)),
    Part(schema.batch_checkpoints, JOB, ("ordinal", "phase")),
    Part(schema.batch_passages, JOB, ("ordinal", "phase")),
    Part(schema.answer_uses, JOB, ("ordinal", "phase", "attempt", "role", "digest")),
    Part(schema.batch_totals, JOB, ("epoch", "worker_id", "phase")),
    Part(schema.runs, JOB, ("epoch",)),
    Part(schema.bundle_sums, JOB, ("epoch", "bundle_id")),
)
"""What no query shows until its job and its project are there."""

SHOWN: Sequence[Part] = (
    Part(shelves.collections, PROJECT, ("project",)),
    Part(schema.projects, PROJECT, ("project",)),
    Part(schema.batch_jobs, PROJECT, ("job_id",)),
)
"""What shows it, in the order in which it is put in."""

LIMITS = schema.limits
NOT_COPIED: Sequence[Table] = (schema.workers, schema.shares, schema.flows)
