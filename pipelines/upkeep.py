"""Upkeep of a state on the command line: `db check` looks whether it is sound, `db backup` copies it, `purge` empties.

Nothing here holds up a job that runs beside it.
"""

from __future__ import annotations

import shlex
import time
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Context
from typing import TYPE_CHECKING

from pipelines.screen import PLAIN_S
from pipelines.screen_text import counted
from pipelines.way import command
from state.audit_records import Discrepancy
from state.clock import iso
from state.migrate import HISTORY
from state.money import usd, usd_text
from state.records import Json

if TYPE_CHECKING:
    from pipelines.jobs import BatchJobs
    from pipelines.screen import Screen
    from state.backup import Backup
    from state.purge import Purged

UNSOUND = 1
"""Exit code: as with two cost sums that differ, it is our own bug, or somebody changed the state behind our back."""

MOST = 50
"""Findings of one kind that are shown; the others are counted: what is wrong with one item may be so with a million."""

_THINGS = ("jobs", "items", "calls", "answers")


class NowAndThen:
    """Says now and then how far something is.

    Args:
        screen: Where.
        of: How many items there are in all.
    """

    def __init__(self, screen: Screen, of: int) -> None:
        self._screen = screen
        self._of = of
        self._next_s = time.monotonic() + PLAIN_S

    def say(self, words: Callable[[], str]) -> None:
        """Say it, if it is time to."""
        if time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + PLAIN_S
            self._screen.say(f"{words()} (the state has {self._of:,} items)")


class Meter:
    """Counts things, and says now and then how many they are.

    Args:
        screen: Where.
        doing: What is done, as "checked".
        of: How many items there are in all.
    """

    def __init__(self, screen: Screen, doing: str, of: int) -> None:
        self._now_and_then = NowAndThen(screen, of)
        self._doing = doing
        self.seen: Counter[str] = Counter()

    def __call__(self, what: str, more: int) -> None:
        """Take note of so many more of a thing."""
        self.seen[what] += more
        self._now_and_then.say(lambda: f"{self._doing}: {self.words()}")

    def words(self, things: Sequence[str] = _THINGS) -> str:
        """How far it is."""
        return ", ".join(counted_with_commas(self.seen[name], name[:-1]) for name in things)


def counted_with_commas(count: int, thing: str) -> str:
    """So many of a thing: 1 call, 2,000 calls."""
    return counted(count, thing).replace(str(count), f"{count:,}", 1)


def check(jobs: BatchJobs, screen: Screen) -> int:
    """Look whether the state is sound, and tell of what is not; the exit code."""
    meter = Meter(screen, "checked", jobs.size())
    shown: list[Discrepancy] = []
    kinds: Counter[str] = Counter()
    is_sound = True
    for one in jobs.check(told=meter):
        kinds[one.kind] += 1
        is_sound = is_sound and not one.is_wrong
        if kinds[one.kind] <= MOST:
            shown.append(one)
            if not screen.as_json:
                screen.put(one.document, one.told)
    left_out = kinds.total() - len(shown)
    document: dict[str, Json] = {
        "state": jobs.place.shown_url,
        "revision": HISTORY.head,
        "is_sound": is_sound,
        "looked_at": {name: meter.seen[name] for name in _THINGS},
        "findings": [one.document() for one in shown],
        "findings_left_out": left_out,
    }
    more = f" ({left_out} more findings of the same kinds are not shown)" if left_out else ""
    verdict = "is sound" if is_sound else f"is NOT sound: {counted(kinds.total(), 'finding')}{more}"
    screen.put(lambda: document, lambda: f"{jobs.place.shown_url} {verdict}; looked at {meter.words()}")
    return 0 if is_sound else UNSOUND


def backup(jobs: BatchJobs, screen: Screen, target: str) -> int:
    """Copy the state with its workspace, and say how it is restored; the exit code."""
    meter = Meter(screen, "copied, then checked", jobs.size())
    made = jobs.backup(target, told=meter)
    found = [one for one in made.found or () if one.is_wrong]
    document: dict[str, Json] = {
        "state": jobs.place.shown_url,
        "backup": str(made.database),
        "database_bytes": made.database_bytes,
        "payloads": made.payloads,
        "payload_bytes": made.payload_bytes,
        "is_sound": None if made.found is None else not found,
        "findings": [one.document() for one in made.found or ()],
    }
    screen.put(lambda: document, lambda: _backup_words(made))
    return UNSOUND if found else 0


def purge(jobs: BatchJobs, screen: Screen, job: str, *, yes: bool) -> bool:
    """Purge a job's payloads, when that was agreed to, and say what was freed; False when it was not."""
    left = jobs.before_purge(job)
    anew = "cannot be told" if left.anew_usd is None else f"about {usd(Context(prec=2).plus(left.anew_usd))}"
    words = (
        f"the inputs and outputs of {left.job_id} would be gone for good, and the answers that no other job of project"
        f" {left.project} uses: no export, show, why or retry of it any more, and to run it again would cost {anew};"
        f" its ledger, {usd(left.kept_usd)}, counts and analytics stay"
    )
    ask = screen.asker(words, yes=yes)
    if not ask(f"{words}\npurge {left.job_id}?"):
        return False
    try:
        done = jobs.purge(left.job_id)
    except KeyboardInterrupt:
        if jobs.status(left.job_id).purged_at is not None:
            again = f"`batchwright purge {left.job_id} --payloads` does it to its end"
            screen.say(f"{left.job_id} is purged in part, and nobody reads its payloads any more: {again}")
        raise
    document: dict[str, Json] = {
        "purged": left.job_id,
        "purged_at": jobs.status(left.job_id).document()["purged_at"],
        "items": done.items,
        "answers": done.answers,
        "answers_kept_for_others": done.shared,
        "freed_bytes": done.freed_bytes,
        "cost_kept": usd_text(left.kept_usd),
        "cost_anew": None if left.anew_usd is None else usd_text(left.anew_usd),
    }
    screen.put(lambda: document, lambda: _purge_words(left.job_id, done))
    return True


def tell_purged(jobs: BatchJobs, screen: Screen, job: str) -> bool:
    """Say of a job whose payloads were purged that its rows have none, and since when; returns whether they were."""
    view = jobs.status(job)
    if view.purged_at is not None:
        screen.say(f"the payloads were purged on {iso(view.purged_at)}: inputs and outputs are gone, the rest is here")
    return view.purged_at is not None


def _purge_words(job_id: str, done: Purged) -> str:
    stay = f", {counted_with_commas(done.shared, 'answer')} stay for other jobs" if done.shared else ""
    return (
        f"{job_id} purged: {counted_with_commas(done.items, 'item')}, {counted_with_commas(done.answers, 'answer')},"
        f" {done.freed_bytes / 1e6:,.1f} MB{stay}\n"
        "the database's file stays as large as it is, and new jobs fill the room; `calls` still has the ledger"
    )


def _backup_words(made: Backup) -> str:
    """What was copied, what `db check` says of it, and how to go back to it."""
    size = f"{(made.database_bytes + made.payload_bytes) / 1e6:,.1f} MB"
    lines = [f"{made.database}: {size}, with {counted_with_commas(made.payloads, 'payload')} of the workspace"]
    lines += [one.told() for one in made.found or ()]
    wrong = sum(one.is_wrong for one in made.found or ())
    if made.found is None:
        lines.append(
            f"to restore: {shlex.join(('pg_restore', '--dbname=EMPTY_DATABASE', str(made.database)))}, then name it"
            f" with --state and {made.database.parent / 'workspace'} with --workspace; `db check` verifies it there"
        )
    else:
        lines.append(f"the copy is NOT sound ({counted(wrong, 'finding')})" if wrong else "the copy is sound")
        lines.append(f"to look into it or go on in it: {command('--state', str(made.database), 'list')}")
    return "\n".join(lines)
