"""state copy: all projects and stopped jobs of a state, with their payloads, into another one, SQLite or PostgreSQL.

    look ─► what is there? ─► a page's payloads ─► the page ─► … ─► both sides read again ─► jobs are shown
    (stopped,   (nothing, or what    (durable)     (a short        (rows, SHA-256, money,
     payloads)   a copy begins with)                transaction)    payloads by theirs)

The state that is copied is only read. What is copied is shown by no query until all of it was verified: a copy that is
cut off, at whatever instant, is gone on with by making it again, and shows nothing until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from state.copy_check import Sight, Started, check_target, shown_sum
from state.copy_parts import CONTENTS, SHOWN, Owner, Part
from state.copy_rows import NOTHING, Page, RowSum, ledger_usd, look_over, pages, put, put_limits, summed
from state.crash import reach
from state.engine import State
from state.errors import EngineError, StateUnreachableError
from state.purged import LEAVING
from state.records import ZERO
from state.workspace import Workspace, is_ref


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
        sight: Of the state that is copied; its payloads are in `payloads`.
        room: Where they go; None: there are none.
    """

    source: State
    payloads: Workspace
    sight: Sight
    target: State
    room: Workspace | None
    progress: Progress = field(default_factory=Progress)

    def make(self) -> Copied:
        """Copy, verify, show.

        Raises:
            InputError: The other state has something else under the same names, or cannot hold a row.
            StateUnreachableError: One of them cannot be reached, or somebody has worked on the one that is copied.
            EngineError: Both sides are not the same.
        """
        started = check_target(self.source, self.target, self.sight)
        for part, owner in self.sight.steps():
            self._copy(part, owner, started)
        put_limits(self.source, self.target)
        look_over(self.target, CONTENTS)
        sums = dict(self._verified(self.sight.steps()))
        money = self._ledger()
        self._verify_payloads()
        self._check_still()
        reach("copy.verified")
        for part, owner in self.sight.last_steps():
            self._copy(part, owner, started)
        sums |= dict(self._verified(self.sight.last_steps()))
        look_over(self.target, SHOWN)
        return Copied(
            {part.name: sums.get(part.name, RowSum()) for part in (*SHOWN, *CONTENTS)},
            sum(begun.rows for begun in started.values()),
            self.sight.payloads,
            self.sight.payload_bytes,
            money,
            self.sight.unread_files,
        )

    def _copy(self, part: Part, owner: Owner, started: Started) -> None:
        for page in pages(self.source, part, owner, started.get((part.name, owner.name), NOTHING)):
            self._take_over(part, owner, page)
            put(self.target, part, owner, page)
            self.progress.copied(part.name, len(page.rows))

    def _take_over(self, part: Part, owner: Owner, page: Page) -> None:
        """Have the payloads there before the rows that name them."""
        if owner.is_purged or "payload_ref" not in part.kept:
            return
        for row in page.by_name(part):
            ref = row["payload_ref"]
            if isinstance(ref, str) and is_ref(ref) and not str(row.get("digest", "")).startswith(LEAVING):
                if self.room is None or not self.room.take_over(self.payloads, ref):
                    raise self._moved()
                self.progress.copied("payloads", 1)

    # ── verifying ───────────────────────────────────────────────────────────────────────────────

    def _verified(self, steps: Iterator[tuple[Part, Owner]]) -> Iterator[tuple[str, RowSum]]:
        """Read both sides again; what each table comes to."""
        totals: dict[str, RowSum] = defaultdict(RowSum)
        for part, owner in steps:
            here, _ = summed(self.source, part, owner)
            there, _ = summed(self.target, part, owner)
            if here != there:
                self._check_still()
                raise EngineError(
                    f"the copy is not the same as {self.source.where}: {part.name} of {owner.name} has {here.rows}"
                    f" rows with the digest {here.shown[:12]}…, the copy has {there.rows} with {there.shown[:12]}…;"
                    " no job of it is shown there",
                    hint="see that nobody works in either state, then copy into a new, empty one",
                )
            totals[part.name] += here
            self.progress.verified(part.name, here.rows)
        yield from totals.items()

    def _ledger(self) -> tuple[Decimal, Decimal]:
        """What the ledgers come to, job by job, as each database adds them up."""
        both = [(ledger_usd(self.source, job), ledger_usd(self.target, job)) for job in self.sight.jobs]
        here, there = sum((one for one, _ in both), ZERO), sum((one for _, one in both), ZERO)
        if here != there:
            raise EngineError(f"the ledger of {self.source.where} comes to {here} USD, that of the copy to {there}")
        return here, there

    def _verify_payloads(self) -> None:
        """See that each payload is there; of a copy that went on with another workspace, some come only now."""
        for ref in self.sight.refs(self.source):
            if self.room is None or not self.room.take_over(self.payloads, ref):
                raise self._moved()
            fault = self.room.fault(ref)
            if fault is None and "-" not in ref and self.room.get(ref) != self.payloads.get(ref):
                fault = "is another one"  # an old name, which says no digest
            if fault is not None:
                raise EngineError(
                    f"the copy of {ref} in {self.room.location} {fault}; no job of it is shown in {self.target.where}"
                )
            self.progress.verified("payloads", 1)

    def _check_still(self) -> None:
        """See that nobody has worked on the state that is copied."""
        if shown_sum(self.source, self.sight.projects) != self.sight.shown:
            raise self._moved()

    def _moved(self) -> StateUnreachableError:
        return StateUnreachableError(
            f"{self.source.where} has changed while it was copied; no job of the copy is shown in {self.target.where}",
            hint="see that nobody works on it, then copy it into a new, empty state",
        )
