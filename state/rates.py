"""Rates: requests and tokens by the minute, shared by all workers of all jobs; taken in chunks, booked ahead.

    worker ──RateAsk──► rows of the model and its provider ──► Booked: so many calls and tokens, from that time on
             (calls and tokens of those who wait; what of earlier bookings was not sent; what replies said they used)

One booking counts in each bucket of the model and of its provider, at one time that suits all of them. An ask carries
its number, so that it may be committed twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import func, select, update

from state.buckets import Bucket
from state.events import EventKind, note_event
from state.group import Group
from state.provider_settings import ScopeLimit
from state.records import Json
from state.schema import batch_events, limits

TELL_S = 2.0
"""Where the last one who waits has to wait for longer, the job's events tell, once."""

_HELD_UP_S = 0.1
"""A limit that puts a booking off for no longer is not what holds a job up."""

_KEPT_S = 900.0
"""How long it is known what an ask came to; an outage of the state is waited for ten minutes."""

_AHEAD_S = 60.0
"""What came later than this is of another boot."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Of a booking for a time, what was not sent and never will be."""

    at: float
    calls: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Used:
    """What requests of a booking for a time claimed, and what their replies say that they used."""

    at: float
    claimed: int
    used: int


@dataclass(frozen=True, slots=True)
class RateAsk:
    """What a worker asks for a model.

    Args:
        model: "provider/model".
        number: Of its asks for the model, rising; a worker has one at a time.
        limits: The config's that hold for the model and are by the minute.
        calls: That wait; 0 only gives back.
        tokens: That they claim.
        behind: Calls that wait behind these.
        lead_s: How long the answer takes to be heard: a booking for an earlier time would be used too late.
        unsent: To be given back first.
        used: To be corrected first.
        instead_of: The time of a booking among `unsent` that is no smaller: if nothing earlier is to be had, it stands.
    """

    model: str
    number: int
    limits: tuple[ScopeLimit, ...]
    calls: int = 0
    tokens: int = 0
    behind: int = 0
    lead_s: float = 0.0
    unsent: tuple[Unsent, ...] = ()
    used: tuple[Used, ...] = ()
    instead_of: float | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """What may be sent from a time on (database seconds), within `buckets.LIFE_S`; no calls when nothing was asked."""

    at: float = 0.0
    calls: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class _Kind:
    """Of what a bucket is: the config's key, and which figure of an ask counts."""

    key: str
    figure: str


_KINDS = (_Kind("requests_per_minute", "calls"), _Kind("tokens_per_minute", "tokens"))


def scopes_of(asks: Sequence[RateAsk]) -> set[str]:
    """The scopes whose rows asks change."""
    return {limit.scope for ask in asks for limit in ask.limits}


def book(group: Group, asks: Sequence[RateAsk], rates: Mapping[str, str | None]) -> list[Booked]:
    """Give back, correct, and book.

    Args:
        group: Of the worker; one that does not own the job any more, or is to stop, books nothing.
        asks: Of its models.
        rates: The `rates` of the rows that `scopes_of` names, which are locked.

    Returns:
        For each ask what it came to.
    """
    if not asks:
        return []
    rows = _Rows(group.now, {scope: orjson.loads(text) if text else {} for scope, text in rates.items()})
    booked = [_book(group, ask, rows) for ask in asks]
    for scope in scopes_of(asks):
        group.conn.execute(update(limits).where(limits.c.scope == scope).values(rates=rows.text(scope)))
    return booked


class _Rows:
    """The rows of a group's scopes: their buckets, and what asks came to.

    Args:
        now: Database seconds.
        stored: By scope.
    """

    def __init__(self, now: float, stored: dict[str, dict[str, Any]]) -> None:
        self._now = now
        self._stored = stored
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def buckets(self, ask: RateAsk) -> list[tuple[ScopeLimit, _Kind, Bucket]]:
        """The buckets that count what is asked."""
        found = []
        for limit in ask.limits:
            for kind in _KINDS:
                most: int | None = getattr(limit, kind.key)
                if most is not None:
                    found.append((limit, kind, self._bucket(limit.scope, kind.key, most)))
        return found

    def _bucket(self, scope: str, key: str, most: int) -> Bucket:
        if (scope, key) not in self._buckets:
            self._buckets[scope, key] = Bucket.load(most, self._stored[scope].get(key), self._now)
        return self._buckets[scope, key]

    def heard(self, scope: str, who: str) -> list[Any] | None:
        """Number, result and time of somebody's latest ask."""
        found: list[Any] | None = self._stored[scope].get("asks", {}).get(who)
        return found

    def keep(self, scope: str, who: str, number: int, booked: Booked) -> None:
        """Keep what an ask came to; forget the old ones."""
        asks = self._stored[scope].get("asks", {})
        kept = {name: ask for name, ask in asks.items() if -_KEPT_S < ask[-1] - self._now < _AHEAD_S}
        kept[who] = [number, booked.at, booked.calls, booked.tokens, self._now]
        self._stored[scope]["asks"] = kept

    def text(self, scope: str) -> str:
        """A row's `rates`, as it now is."""
        changed = {key: bucket.stored() for (name, key), bucket in self._buckets.items() if name == scope}
        return orjson.dumps({**self._stored[scope], **changed}).decode()


def _book(group: Group, ask: RateAsk, rows: _Rows) -> Booked:
    scope, who = ask.limits[0].scope, f"{group.worker.worker_id} {ask.model}"
    heard = rows.heard(scope, who)
    if heard is not None and heard[0] == ask.number:
        return Booked(*heard[1:4])
    buckets = rows.buckets(ask)
    for _, kind, bucket in buckets:
        _give_back(ask, kind, bucket)
    booked = Booked()
    if ask.calls and group.is_running:
        booked = _find(group, ask, buckets)
        for _, kind, bucket in buckets:
            bucket.book(booked.at, getattr(booked, kind.figure))
    rows.keep(scope, who, ask.number, booked)
    return booked


def _give_back(ask: RateAsk, kind: _Kind, bucket: Bucket) -> None:
    for unsent in ask.unsent:
        bucket.give_back(unsent.at, getattr(unsent, kind.figure))
    if kind.figure == "tokens":
        for used in ask.used:
            bucket.correct(used.at, used.claimed, used.used)


def _find(group: Group, ask: RateAsk, buckets: Sequence[tuple[ScopeLimit, _Kind, Bucket]]) -> Booked:
    """The earliest time that suits all buckets."""
    times = [(bucket.ready_at(getattr(ask, kind.figure)), limit, kind) for limit, kind, bucket in buckets]
    at, limit, kind = max(times, key=lambda time: time[0])
    if at - group.now > _HELD_UP_S:
        _tell(group, ask, limit, kind, at)
    at = max(at, group.now + ask.lead_s)
    if ask.instead_of is not None and group.now < ask.instead_of < at:
        at = ask.instead_of
    return Booked(at, ask.calls, ask.tokens)


def _tell(group: Group, ask: RateAsk, limit: ScopeLimit, kind: _Kind, at: float) -> None:
    """Say in the job's events that a limit holds it up, unless that was said in this run."""
    most: int = getattr(limit, kind.key)
    behind_s = 60 * ask.behind * getattr(ask, kind.figure) / ask.calls / most
    if at - group.now + behind_s <= TELL_S:
        return
    said = f"calls wait, as {limit.section} has {kind.key} = {most}"
    events = batch_events.c
    of_job = select(func.max(events.event_id)).where(events.job_id == group.job_id)
    before = of_job.where(events.kind == EventKind.LIMIT, events.message == said).scalar_subquery()
    since = of_job.where(events.kind == EventKind.STARTED).scalar_subquery()
    said_at, started_at = group.conn.execute(select(before, since)).one()
    if said_at is None or (started_at is not None and said_at < started_at):
        facts: dict[str, Json] = {"scope": limit.scope, kind.key: most}
        note_event(group.conn, group.job_id, EventKind.LIMIT, said, facts)


def merged(words: Sequence[Used]) -> tuple[Used, ...]:
    """What was used, one word for each time."""
    sums: dict[float, Used] = {}
    for word in words:
        before = sums.get(word.at, Used(word.at, 0, 0))
        sums[word.at] = replace(before, claimed=before.claimed + word.claimed, used=before.used + word.used)
    return tuple(sums.values())
