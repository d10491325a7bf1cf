"""A job's history: every kind of event there is, and how one is written, in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import cast

import orjson
from sqlalchemy import Connection, select

from state.clock import ProcessIdentity, user_name, utc_now
from state.money import usd, usd_text
from state.records import Json
from state.schema import batch_events

Facts = Mapping[str, Json]
"""What a program reads of an event; never a document's text, and no key."""


class EventKind(StrEnum):
    """What can happen to a job; docs/notify.md says of each what causes it and which facts it has."""

    CREATED = "created"
    ITEMS = "items"
    STARTED = "started"
    SUBMITTED = "submitted"
    STALLED = "stalled"
    TAKEN_OVER = "taken_over"
    PAUSE_WANTED = "pause_wanted"
    CANCEL_WANTED = "cancel_wanted"
    STOPPING = "stopping"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    FAILED = "failed"
    DELETED = "deleted"
    PURGED = "purged"
    RETRY = "retry"
    FIRST = "first"
    OPTIONS = "options"
    ALERT = "alert"
    LIMIT = "limit"
    LIMIT_LEARNED = "limit_learned"
    PROVIDER_DOWN = "provider_down"
    PROVIDER_BACK = "provider_back"
    RUNNER_DOWN = "runner_down"
    MODEL_CHANGED = "model_changed"
    CRASH_BILL = "crash_bill"
    RECONCILED = "reconciled"
    INPUT_CUT = "input_cut"
    THROWN_AWAY = "thrown_away"
    SUMS_DIFFER = "sums_differ"
    NOTIFY_FAILED = "notify_failed"


ENDS = frozenset({EventKind.PAUSED, EventKind.CANCELLED, EventKind.COMPLETED, EventKind.FAILED})
"""A job has come to its end, or to a stop."""

NOTIFIED = ENDS | {EventKind.ALERT}
"""What `[notify]` tells people of."""

SAID = frozenset(
    {
        EventKind.ALERT, EventKind.LIMIT, EventKind.LIMIT_LEARNED, EventKind.PROVIDER_DOWN, EventKind.PROVIDER_BACK,
        EventKind.OPTIONS, EventKind.NOTIFY_FAILED, EventKind.SUBMITTED, EventKind.RUNNER_DOWN,
    }
)  # fmt: skip
"""What whoever follows a run reads as it happens."""

_BAD = frozenset({EventKind.FAILED, EventKind.SUMS_DIFFER})
_ODD = frozenset(
    {
        EventKind.ALERT, EventKind.STALLED, EventKind.TAKEN_OVER, EventKind.STOPPING, EventKind.CRASH_BILL,
        EventKind.PROVIDER_DOWN, EventKind.MODEL_CHANGED, EventKind.INPUT_CUT, EventKind.THROWN_AWAY,
        EventKind.NOTIFY_FAILED, EventKind.RUNNER_DOWN,
    }
)  # fmt: skip


def level_of(kind: str) -> str:
    """How much an event matters, in the words of logs: error, warning or info."""
    return "error" if kind in _BAD else "warning" if kind in _ODD else "info"


def note_event(conn: Connection, job_id: str, kind: EventKind, message: str, facts: Facts | None = None) -> None:
    """Add a line to the job's events."""
    conn.execute(
        batch_events.insert().values(job_id=job_id, at=utc_now(), kind=kind, message=message, facts=_text(facts))
    )


def note_event_once(conn: Connection, job_id: str, kind: EventKind, message: str, facts: Facts | None = None) -> None:
    """Add a line to the job's events, unless it stands there already."""
    event = batch_events.c
    same = (event.job_id == job_id, event.kind == kind, event.message == message)
    there = select(event.event_id).where(*same, event.facts.is_not_distinct_from(_text(facts))).limit(1)
    if conn.execute(there).first() is None:
        note_event(conn, job_id, kind, message, facts)


def read_facts(text: str | None) -> Facts:
    """The facts of a row of `batch_events`."""
    return cast("Facts", orjson.loads(text)) if text else {}


def _text(facts: Facts | None) -> str | None:
    return orjson.dumps(dict(facts), option=orjson.OPT_SORT_KEYS).decode() if facts else None


def who() -> tuple[str, dict[str, Json]]:
    """The user and the process that does something, in words and as facts."""
    here, user = ProcessIdentity.of_this_process(), user_name()
    return f"{user}@{here.host} pid {here.pid}", {"user": user, "host": here.host, "pid": here.pid}


def counts(total: int, open_items: int, failed: int, spent_usd: Decimal) -> tuple[str, dict[str, Json]]:
    """How far a job is and what it cost, in words and as facts."""
    done = total - open_items - failed
    told = [f"{done} of {total} items completed"]
    told += [f"{failed} failed"] if failed else []
    told += [f"{open_items} left"] if open_items else []
    return f"{', '.join(told)}; {usd(spent_usd)} spent", {
        "total_items": total,
        "completed_items": done,
        "failed_items": failed,
        "open_items": open_items,
        "spent_usd": usd_text(spent_usd),
    }
