"""state copy: all projects and stopped jobs of a state, with their payloads, into another one, SQLite or PostgreSQL.

    look ─► what is there? ─► a page's payloads ─► the page ─► … ─► both sides read again ─► projects are shown
    (stopped,   (nothing, or what    (durable)     (a short        (rows, SHA-256, money,     (each with its money and
     payloads)   a copy begins with)                transaction)    payloads by theirs)        its jobs, as it was seen)

The state that is copied is only read. What is copied is shown by no query until all of it was verified; then each
project is, with its jobs, in one transaction. A copy that is cut off, whenever, is gone on with by making it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection

from state.copy_check import Sight, Sums, check_target, shown_sums
from state.copy_parts import CONTENTS, SHOWN, Owner, Part
from state.copy_rows import NOTHING, Begun, Page, RowSum, insert, ledger_usd, look_over, pages, put, put_limits, summed
from state.crash import reach
from state.engine import State
from state.errors import EngineError, InputError, StateUnreachableError
from state.place import typed
from state.purged import LEAVING
from state.records import ZERO
from state.workspace import GONE, Workspace, is_ref


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to.

    Args:
        tables: Of each table how many rows there are on both sides, and their digest.
        rows_before: How many of them were there already: of a copy that had been cut off, or that was whole.
        ledger_usd: What the ledger comes to, in USD: here, and there.
        unread_files: Items that are files which nobody has read yet: those stay where they are.
    """

    tables: Mapping[str, RowSum]
    rows_before: int
    payloads: int
    payload_bytes: int
    ledger_usd: tuple[Decimal, Decimal]
    unread_files: int


class Progress:
    """Is told how far a copy is, in rows of a table, and in payloads; who wants to hear of it overrides both."""

    def copied(self, what: str, more: int) -> None:
        """So many more are there."""

    def verified(self, what: str, more: int) -> None:
        """So many more are the same on both sides."""


@dataclass(frozen=True, slots=True)
class Copying:
    """A copy that is to be made.

    Args:
        sight: Of the state that is copied; its payloads are in `here`.
        there: Where they go; None: there are none.
    """

    source: State
    here: Workspace
    sight: Sight
    target: State
    there: Workspace | None
    progress: Progress = field(default_factory=Progress)

    def make(self) -> Copied:
        """Copy, verify, show.

        Raises:
            InputError: The other state has something else under the same names, or cannot hold a row.
            StateUnreachableError: One of them cannot be reached, or somebody has worked on the one that is copied.
            EngineError: Both sides are not the same.
        """
        started = check_target(self.source, self.target, self.sight)
        copied = {
            (part.name, owner.name): self._copy(part, owner, started.get((part.name, owner.name), NOTHING))
            for part, owner in self.sight.steps()
        }
        look_over(self.target, CONTENTS)
        self._verify(copied)
        money = self._ledger()
        self._verify_payloads()
        self._check_still()
        reach("copy.verified")
        for project in self.sight.projects:
            self._show(project)
        put_limits(self.source, self.target)
        look_over(self.target, SHOWN)
        self._check_still(is_shown=True)
        return Copied(
            {part.name: _of_part(part, self.sight.shown | copied) for part in (*SHOWN, *CONTENTS)},
            sum(begun.sum.rows for begun in started.values()),
            self.sight.payloads,
            self.sight.payload_bytes,
            money,
            self.sight.unread_files,
        )

    def _copy(self, part: Part, owner: Owner, begun: Begun) -> RowSum:
        """Copy an owner's rows, from a place on; what all of them came to as they were read."""
        total = begun.sum
        for page in pages(self.source.read, part, owner, begun):
            self._take_over(part, owner, page)
            put(self.target, part, owner, page)
            total += page.sum(part)
            self.progress.copied(part.name, len(page.rows))
        return total

    def _show(self, project: Owner) -> None:
        """Put in a project with its money, then its jobs: all as they were seen and nobody else's, or none of it."""

        def work(conn: Connection) -> None:
            for part in SHOWN:
                given, seen = RowSum(), self.sight.shown[part.name, project.name]
                for page in pages(self.source.read, part, project):
                    insert(conn, part, project, page)
                    given += page.sum(part)
                if given != seen:
                    raise self._moved()
                there = summed(lambda: nullcontext(conn), part, project).sum
                if there != seen:
                    raise InputError(
                        f"{self.target.where} has got a project {project.name} of its own while the copy was made: of"
                        f" its {there.rows} rows in {part.name} not all are in {self.source.where}; the copy of the"
                        " project is not shown there",
                        hint="copy into a new, empty state",
                    )
            reach("copy.shown.before_commit")

        self.target.transact(work)
        reach("copy.shown.after_commit")
        for part in SHOWN:
            rows = self.sight.shown[part.name, project.name].rows
            self.progress.copied(part.name, rows)
            self.progress.verified(part.name, rows)

    def _take_over(self, part: Part, owner: Owner, page: Page) -> None:
        """Have the payloads there before the rows that name them."""
        if owner.is_purged or "payload_ref" not in part.kept:
            return
        for row in page.by_name(part):
            ref = row["payload_ref"]
            if isinstance(ref, str) and is_ref(ref) and not str(row.get("digest", "")).startswith(LEAVING):
                self._take(ref)
                self.progress.copied("payloads", 1)

    def _take(self, ref: str) -> None:
        fault = GONE if self.there is None else self.there.take_over(self.here, ref)
        if fault == GONE:  # it was there
            raise self._moved()
        if fault is not None:
            raise StateUnreachableError(
                f"{ref} of {self.here.location} {fault}: what {self.source.where} names is damaged, and is not copied",
                hint=f"`batchwright --state {typed(self.source.url)} db check` says whose it is: take it from a backup,"
                " or delete or purge the job; then copy again",
            )

    # ── verifying ───────────────────────────────────────────────────────────────────────────────

    def _verify(self, copied: Sums) -> None:
        """Read both sides again: they are what was read at first."""
        for part, owner in self.sight.steps():
            read = copied[part.name, owner.name]
            if summed(self.source.read, part, owner).sum != read:
                raise self._moved()
            there = summed(self.target.read, part, owner).sum
            if there != read:
                raise EngineError(
                    f"the copy is not the same as {self.source.where}: {part.name} of {owner.name} has {read.rows}"
                    f" rows with the digest {read.shown[:12]}…, the copy has {there.rows} with {there.shown[:12]}…;"
                    " no more of it is shown there",
                    hint="see that nobody works in either state, then copy into a new, empty one",
                )
            self.progress.verified(part.name, read.rows)

    def _ledger(self) -> tuple[Decimal, Decimal]:
        """What the ledgers come to, job by job, as each database adds them up."""
        both = [(ledger_usd(self.source, job), ledger_usd(self.target, job)) for job in self.sight.jobs]
        here, there = sum((one for one, _ in both), ZERO), sum((one for _, one in both), ZERO)
        if here != there:
            raise EngineError(f"the ledger of {self.source.where} comes to {here} USD, that of the copy to {there}")
        return here, there

    def _verify_payloads(self) -> None:
        """See that each payload is there, whole; of a copy that went on with another workspace, some come only now."""
        for ref in self.sight.refs(self.source):
            fault = self._fault(ref)
            if fault is not None:
                self._take(ref)
                fault = self._fault(ref)
            if fault is not None:
                where = self.target.where
                raise EngineError(f"the copy of {ref} of {self.here.location} {fault}; no more is shown in {where}")
            self.progress.verified("payloads", 1)

    def _fault(self, ref: str) -> str | None:
        """What is wrong with the copy of a payload."""
        if self.there is None:
            return GONE
        fault = self.there.fault(ref)
        if fault is None and "-" not in ref and self.there.get(ref) != self.here.get(ref):
            return "is another one"  # an old name, which says no digest
        return fault

    def _check_still(self, *, is_shown: bool = False) -> None:
        """See that nobody has worked on the state that is copied."""
        if shown_sums(self.source) != self.sight.shown:
            raise self._moved(is_shown=is_shown)

    def _moved(self, *, is_shown: bool = False) -> StateUnreachableError:
        here, there = self.source.where, self.target.where
        if is_shown:
            return StateUnreachableError(
                f"{here} has changed as its copy was being shown; {there} shows it whole, as it was before that",
                hint="go on in one of the two only; what has changed comes along in a copy into a new, empty state",
            )
        return StateUnreachableError(
            f"{here} has changed while it was copied; no more of the copy is shown in {there}",
            hint="see that nobody works on it, then copy it into a new, empty state",
        )


def _of_part(part: Part, sums: Sums) -> RowSum:
    return sum((one for (name, _), one in sums.items() if name == part.name), RowSum())
