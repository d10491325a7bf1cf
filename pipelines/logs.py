"""The log of a run: one line for each event and failed item, as text or as JSON; no text of an item, and no key."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from state.config_notify import Log

DETACHED_ENV = "BATCHWRIGHT_DETACHED"
"""Set for a process of `pipelines.launch`: it writes to a log, and so tells there where a bug of ours was met."""

_NAMES = ("job_id", "item_id", "phase", "event", "facts")
"""What a record may say beside its words."""


class _Text(logging.Formatter):
    """`2026-11-28T22:33:01Z INFO job_01… started: run 1 …`."""

    def format(self, record: logging.LogRecord) -> str:
        where = " ".join(
            str(part) for name in ("job_id", "item_id") if (part := getattr(record, name, None)) is not None
        )
        event = getattr(record, "event", None)
        words = f"{event}: {record.getMessage()}" if event else record.getMessage()
        return " ".join(part for part in (_at(record), record.levelname, where, words) if part).replace("\n", "\\n")


class _Json(logging.Formatter):
    """The same as an object a line."""

    def format(self, record: logging.LogRecord) -> str:
        more = {name: value for name in _NAMES if (value := getattr(record, name, None)) is not None}
        line = {"at": _at(record), "level": record.levelname.lower(), **more, "message": record.getMessage()}
        return json.dumps(line, ensure_ascii=False, default=str)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def begin_log(settings: Log) -> None:
    """Write what Batchwright logs to stderr, from now on, in a process of its own; what others log is not touched."""
    ours = logging.getLogger("batchwright")
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if settings.format == "json" else _Text())
    ours.handlers[:] = [handler]
    ours.propagate = False
    ours.setLevel(settings.level.upper())
