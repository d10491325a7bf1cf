"""What an audit of a state finds, how it reads, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from state.records import Json


class Kind(StrEnum):
    """What can be wrong with a state; docs/upkeep.md says of each what it holds against what."""

    DATABASE = "database"
    ITEM_COUNTS = "item_counts"
    ITEM_STATE = "item_state"
    TOTALS = "totals"
    JOB_MONEY = "job_money"
    PROJECT_MONEY = "project_money"
    RUN_SUMS = "run_sums"
    CALL = "call"
    PACK = "pack"
    ANSWER = "answer"
    REFERENCE = "reference"
    DIGEST = "digest"
    PAYLOAD = "payload"
    OPEN_CALLS = "open_calls"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Two things of a state that do not agree.

    Args:
        about: The thing: a job, a call, an item of a job, a file.
        said: Both sides, in words.
        fix: What to do.
        is_wrong: False where it is no fault of the state, and only to be known: calls that a crash left open.
    """

    kind: Kind
    about: str
    said: str
    fix: str
    is_wrong: bool = True

    def document(self) -> dict[str, Json]:
        """A row of `db check --json`."""
        return {
            "kind": str(self.kind),
            "about": self.about,
            "said": self.said,
            "fix": self.fix,
            "is_wrong": self.is_wrong,
        }

    def told(self) -> str:
        """It and what to do, as people read it."""
        return f"{self}\n  {self.fix}"

    def __str__(self) -> str:
        return f"{self.about}: {self.said}"


Reading = Callable[[], AbstractContextManager[Connection]]
"""Opens what a query is asked in: a short transaction of its own, or one that is held so that all see one instant."""

Told = Callable[[str, int], object]
"""Is told how many more of a thing have been looked at."""

REPORT = "this is a bug, or somebody changed the database: keep a copy (`batchwright db backup DIR`) and report it"
UNFINISHED = f"a `state copy` that was cut off leaves such rows: type it again, to its end; if there was none, {REPORT}"
RESTORE = "take it from a backup, or run its items again in a new job (`run --new`)"
