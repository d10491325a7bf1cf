"""Rows of a copy, read and written a page at a time in short transactions; and what they come to, to be compared.

A sum of rows is how many they are and the sum of their SHA-256, which is the same in whatever order they are read: text
has another order in each database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from operator import add

from sqlalchemy import Column, Connection, Select, func, select, text, tuple_
from sqlalchemy.exc import DataError

from state.audit_records import Reading
from state.clock import utc_now
from state.copy_parts import LIMITS, Owner, Part
from state.crash import reach
from state.engine import State
from state.errors import InputError
from state.group import insert_into
from state.purged import LEAVING
from state.records import ZERO
from state.schema import answers, batch_calls, batch_events
from state.workspace import is_ref

PAGE_ROWS = 500
PAGE_BYTES = 1024 * 1024
"""What one transaction reads or writes: well under 0.1 s on a laptop."""

_MODULUS = 1 << 256

_ADVISORY_KEY = 0x6261746368636F70
"""Whoever copies into a state on a server holds this lock for a page: two copies at once give no event two numbers."""

_TOLD = "notified_event_id"

Key = tuple[object, ...]
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of an owner, in the order of their key.

    Args:
        rows: Of each the columns that are the same on both sides (`Part.kept`).
        keys: Of the rows.
        start: How many of the owner's stand before them.
    """

    rows: Sequence[Values]
    keys: Sequence[Key]
    start: int

    def by_name(self, part: Part) -> Iterator[dict[str, object]]:
        """The rows by the names of their columns."""
        return (dict(zip(part.kept, row, strict=True)) for row in self.rows)

    def first(self, most: int | None) -> Page:
        """So many of its rows; None: all."""
        return replace(self, rows=self.rows[:most], keys=self.keys[:most])

    def sum(self, part: Part) -> RowSum:
        """What its rows come to."""
        digests = (_digest(part, self.start + i, row) for i, row in enumerate(self.rows))
        return RowSum(len(self.rows), sum(digests) % _MODULUS)


@dataclass(frozen=True, slots=True)
class RowSum:
    """What rows come to; two that are equal are of the same rows."""

    rows: int = 0
    digest: int = 0

    def __add__(self, other: RowSum) -> RowSum:
        return RowSum(self.rows + other.rows, (self.digest + other.digest) % _MODULUS)

    @property
    def shown(self) -> str:
        """The digest as 64 hex digits."""
        return f"{self.digest:064x}"


@dataclass(frozen=True, slots=True)
class Begun:
    """What an owner's rows come to, from the first one up to one that has this key."""

    sum: RowSum = RowSum()
    last: Key | None = None


NOTHING = Begun()


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def pages(reading: Reading, part: Part, owner: Owner, begun: Begun = NOTHING) -> Iterator[Page]:
    """An owner's rows from a place on, in pages; each is read as it is at one instant."""
    after, start = begun.last, begun.sum.rows
    while True:
        with reading() as conn:
            page = _read(conn, part, owner, after, start)
            if _TOLD in part.kept:
                page = replace(page, rows=[_by_place(conn, part, row) for row in page.rows])
        if not page.rows:
            return
        yield page
        after, start = page.keys[-1], start + len(page.rows)


def _read(conn: Connection, part: Part, owner: Owner, after: Key | None, start: int) -> Page:
    """The next page: so many rows, or so many bytes."""
    key = [part.table.c[name] for name in part.key]
    wanted = part.mine(owner, by_key=True)
    if after is not None:
        wanted.append(tuple_(*key) > after if key[1:] else key[0] > after[0])
    columns = [*(part.table.c[name] for name in part.kept), *key]
    query: Select[tuple[object, ...]] = select(*columns).where(*wanted).order_by(*key).limit(PAGE_ROWS)
    rows = conn.execute(query.limit(_fitting(conn, query, part.large)) if part.large else query).all()
    width = len(part.kept)
    return Page([row[:width] for row in rows], [row[width:] for row in rows], start)


def _fitting(conn: Connection, query: Select[tuple[object, ...]], large: Sequence[Column[object]]) -> int:
    """How many of the next rows make a page, by their sizes alone: together they might fill the memory."""
    length = func.octet_length if conn.dialect.name == "postgresql" else func.length
    count = size = 0
    with conn.execute(query.with_only_columns(reduce(add, (func.coalesce(length(one), 0) for one in large)))) as sizes:
        for row in sizes:
            count, size = count + 1, size + row[0]
            if size >= PAGE_BYTES:
                break
    return count


def _by_place(conn: Connection, part: Part, row: Values) -> Values:
    """A job, with the event up to which people were told by its place among the job's."""
    values = dict(zip(part.kept, row, strict=True))
    if values[_TOLD] is None:
        return row
    event = batch_events.c
    before = select(func.count()).where(event.job_id == values["job_id"], event.event_id <= values[_TOLD])
    return tuple({**values, _TOLD: conn.execute(before).scalar_one()}.values())


def refs(state: State, part: Part, owner: Owner) -> Iterator[str]:
    """The payloads that an owner's rows name, without those that were purged, or are about to be."""
    if "payload_ref" not in part.kept or owner.is_purged:
        return
    ref, key = part.table.c.payload_ref, [part.table.c[name] for name in part.key]
    wanted = [*part.mine(owner), ref.is_not(None)]
    if part.of is answers:
        wanted.append(~part.table.c.digest.startswith(LEAVING))
    query: Select[tuple[object, ...]] = select(ref, *key).where(*wanted).order_by(*key).limit(PAGE_ROWS)
    after: Key | None = None
    while True:
        with state.read() as conn:
            rows = conn.execute(query if after is None else query.where(tuple_(*key) > after)).all()
        yield from (row.payload_ref for row in rows if is_ref(row.payload_ref))
        if len(rows) < PAGE_ROWS:
            return
        after = tuple(rows[-1][1:])


def has_any(state: State, part: Part, owner: Owner | None = None) -> bool:
    """Whether a state has any row of a table (of an owner)."""
    wanted = part.mine(owner) if owner else []
    with state.read() as conn:
        return conn.execute(select(part.table.c[part.owner]).where(*wanted).limit(1)).first() is not None


def summed(reading: Reading, part: Part, owner: Owner, most: int | None = None) -> Begun:
    """What an owner's rows come to, or so many of the first ones; and where these end."""
    done = NOTHING
    for page in pages(reading, part, owner):
        some = page.first(None if most is None else most - done.sum.rows)
        done = Begun(done.sum + some.sum(part), some.keys[-1] if some.keys else done.last)
        if done.sum.rows == most:
            break
    return done


def _digest(part: Part, place: int, values: Values) -> int:
    """A row as a number; of one whose number is given anew, its place is a part."""
    told = repr((place, values) if part.anew else values)
    return int.from_bytes(sha256(told.encode("utf-8", "surrogatepass")).digest())


def ledger_usd(state: State, owner: Owner) -> Decimal:
    """What a job's ledger comes to, as the database adds it up."""
    call = batch_calls.c
    with state.read() as conn:
        total = conn.execute(select(func.sum(call.cost_usd, type_=call.cost_usd.type)).where(call.job_id == owner.name))
        return total.scalar_one() or ZERO


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def put(state: State, part: Part, owner: Owner, page: Page) -> None:
    """Put a page of rows in, in one transaction; what is there already stays.

    Raises:
        InputError: The other database cannot hold one of them.
    """

    def work(conn: Connection) -> None:
        insert(conn, part, owner, page)
        reach("copy.page.before_commit")

    state.transact(work)
    reach("copy.page.after_commit")


def insert(conn: Connection, part: Part, owner: Owner, page: Page) -> None:
    """Put a page of rows in; what is there already stays.

    Raises:
        InputError: The database cannot hold one of them.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
    rows = list(page.by_name(part))[_events_there(conn, part, owner, page) :]
    try:
        part.insert.run(conn, [_at_home(conn, values) for values in rows])
    except DataError as error:
        where, said = conn.engine.url.render_as_string(), str(error.orig).strip().partition("\n")[0]
        raise InputError(
            f"{where} cannot hold a row of {part.name} of {owner.name}: {said}",
            hint="`batchwright db check` looks at the state that it is copied from",
        ) from None


def _events_there(conn: Connection, part: Part, owner: Owner, page: Page) -> int:
    """How many of a page's events are there already: they have no name by which a second one would be seen."""
    if part.of is not batch_events:
        return 0
    count = select(func.count()).select_from(part.table).where(*part.mine(owner))
    return max(0, conn.execute(count).scalar_one() - page.start)


def _at_home(conn: Connection, values: dict[str, object]) -> dict[str, object]:
    """A row as it is put in: its event by the number that it has there."""
    place = values.get(_TOLD)
    if not place:
        return values
    event = batch_events.c
    mine = select(event.event_id).where(event.job_id == values["job_id"]).order_by(event.event_id)
    there = conn.execute(mine.offset(int(str(place)) - 1).limit(1)).scalar_one()
    return {**values, _TOLD: there}


def put_limits(source: State, target: State) -> None:
    """Have the other state know of limits that it has nothing on."""
    limit = LIMITS.c
    with source.read() as conn:
        rows = conn.execute(select(limit.scope, limit.learned, limit.cuts).where(limit.learned.is_not(None))).all()

    def work(conn: Connection) -> None:
        new = [{**row._mapping, "at": utc_now()} for row in rows]  # noqa: SLF001  # a row as a dictionary
        conn.execute(insert_into(conn, LIMITS).on_conflict_do_nothing(), new)

    if rows:
        target.transact(work)


def look_over(state: State, parts: Sequence[Part]) -> None:
    """Let PostgreSQL look at new rows: before it has, it plans as if the tables were empty."""
    if state.dialect == "postgresql":
        for part in parts:
            state.transact(lambda conn, part=part: conn.exec_driver_sql(f"ANALYZE {part.name}"))  # type: ignore[misc]
