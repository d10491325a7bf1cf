"""Named crash points: places between two effects at which a test can make a real process die.

`BATCHWRIGHT_CRASH=name` or `name:3` (the third time) ends the process at once, as kill -9 would: no handler
runs, nothing is flushed. In ordinary runs `reach` is a comparison with an empty string.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "ingest.chunk.before_commit",
    "ingest.chunk.after_commit",
    "ingest.publish.before_commit",
    "ingest.publish.after_commit",
    "take.before_commit",
    "take.after_commit",
    "file.before_read",
    "group.read.before_commit",
    "group.read.after_commit",
    "group.found.before_commit",
    "group.found.after_commit",
    "group.admit.before_commit",
    "group.admit.after_commit",
    "group.settle.before_commit",
    "group.settle.after_commit",
    "group.conclude.before_commit",
    "group.conclude.after_commit",
    "call.before_send",
    "call.after_receive",
    "payload.before_rename",
    "payload.after_rename",
    "throttle.before_yield",
    "throttle.after_yield",
    "collect.before_yield",
    "leave.before_commit",
    "leave.after_commit",
    "export.before_rename",
    "export.after_rename",
    "manifest.before_rename",
    "manifest.after_rename",
    "documents.put.before_commit",
    "documents.put.after_commit",
    "documents.use.before_commit",
    "documents.use.after_commit",
    "purge.after_mark",
    "purge.after_files",
    "purge.after_some",
    "purge.before_forget",
    "backup.before_rename",
    "copy.page.before_commit",
    "copy.page.after_commit",
    "copy.verified",
    "copy.shown.before_commit",
    "copy.shown.after_commit",
)
"""Every crash point, in the order in which a job meets them."""

_wanted, _, _count = os.environ.get("BATCHWRIGHT_CRASH", "").partition(":")
_left = int(_count or 1)


def reach(point: str) -> None:
    """Die here if this is the point that was asked for."""
    if _wanted and point == _wanted:
        _die_on_count()


def _die_on_count() -> None:
    global _left  # one countdown a process is what a crash point means
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
