"""`state copy` on the command line: how far it is, what was copied, and how to go on there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipelines.state_copy import Target, copy_state, source_of
from pipelines.upkeep import NowAndThen, counted_with_commas
from pipelines.way import Step
from state.audit import size_of
from state.copying import Copied, Progress
from state.money import usd, usd_text
from state.place import StatePlace, typed
from state.records import Json

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from pipelines.screen import Screen

_THINGS: Mapping[str, str] = {
    "jobs": "batch_jobs",
    "items": "batch_items",
    "checkpoints": "batch_checkpoints",
    "calls": "batch_calls",
    "answers": "answers",
    "documents": "documents",
    "events": "batch_events",
}
"""What people count of a state, each with its table."""


class CopyMeter(Progress):
    """Says now and then how far a copy is.

    Args:
        screen: Where.
        of: How many items there are in all.
    """

    def __init__(self, screen: Screen, of: int) -> None:
        self._now_and_then = NowAndThen(screen, of)
        self.seen: dict[str, Counter[str]] = {}

    def copied(self, what: str, more: int) -> None:
        """Take note of so many more rows."""
        self._note("copied", what, more)

    def verified(self, what: str, more: int) -> None:
        """Take note of so many that are the same."""
        self._note("verified", what, more)

    def _note(self, done: str, what: str, more: int) -> None:
        self.seen.setdefault(done, Counter())[what] += more
        self._now_and_then.say(self.words)

    def words(self) -> str:
        """How far it is."""
        return "; ".join(f"{done}: {self._counted(seen)}" for done, seen in self.seen.items()) or "nothing copied yet"

    def _counted(self, seen: Counter[str]) -> str:
        things = (("batch_items", "item"), ("batch_calls", "call"), ("answers", "answer"), ("payloads", "payload"))
        return ", ".join(counted_with_commas(seen[table], name) for table, name in things if seen[table]) or "0 items"


def copy_shown(jobs: BatchJobs, screen: Screen, target: Target) -> int:
    """Copy a state, and say what was copied and how to go on in it; the exit code."""
    meter = CopyMeter(screen, size_of(source_of(jobs)))
    try:
        done = copy_state(jobs, target, meter)
    except KeyboardInterrupt:
        screen.say(
            f"{meter.words()}. {target.place.shown_url} shows no job that is not whole: type the same again to go on"
        )
        raise
    screen.put(lambda: _document(jobs.place, target, done), lambda: "\n".join(_lines(target, done)))
    named = ("--workspace", target.place.workspace) if done.payloads else ()
    why = "go on in one of the two states only: each pays for what it asks"
    screen.next(Step((("--state", typed(target.place.url), *named, "list"),), why))
    return 0


def _document(here: StatePlace, target: Target, done: Copied) -> dict[str, Json]:
    counts: dict[str, Json] = {name: done.tables[table].rows for name, table in _THINGS.items()}
    return {
        "from": here.shown_url,
        "to": target.place.shown_url,
        "from_workspace": here.workspace,
        "to_workspace": target.place.workspace if done.payloads else None,
        "is_verified": True,
        **counts,
        "payloads": done.payloads,
        "payload_bytes": done.payload_bytes,
        "rows_before": done.rows_before,
        "cost_from": usd_text(done.ledger_usd[0]),
        "cost_to": usd_text(done.ledger_usd[1]),
        "unread_files": done.unread_files,
        "tables": {name: {"rows": one.rows, "sha256": one.shown} for name, one in done.tables.items()},
    }


def _lines(target: Target, done: Copied) -> Sequence[str]:
    counts = [counted_with_commas(done.tables[table].rows, name[:-1]) for name, table in _THINGS.items()]
    here, there = (usd(amount) for amount in done.ledger_usd)
    lines = [
        f"{target.place.shown_url}: {', '.join(counts)}",
        f"the ledger comes to {here} here and {there} there; all rows are the same, by count and SHA-256",
    ]
    if done.payloads:
        size = f"{done.payload_bytes / 1e6:,.1f} MB"
        lines.append(f"{counted_with_commas(done.payloads, 'payload')} ({size}) in {target.place.workspace}")
    if done.rows_before:
        lines.append(f"{counted_with_commas(done.rows_before, 'row')} of it had been there before")
    if done.unread_files:
        files = counted_with_commas(done.unread_files, "item")
        lines.append(f"{files} to be read in files that stay where they are: go on where those can be reached")
    return lines
