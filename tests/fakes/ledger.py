"""A ledger in memory that decides as a test says, and keeps what was done.

ledger = ToldLedger(Busy("call_9", "worker-2"), NoBudget("job", "…", "2 calls"))
# the first admission is Busy, the second finds no budget, the rest as a state would decide: known or admitted
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from state.commit import Operation, Result, Sent, Stop
from state.flows import Flows, FlowTell
from state.rates import Booked, RateAsk
from state.records import (
    Admission,
    Admitted,
    Answer,
    Concluded,
    Conclusion,
    Intent,
    Known,
    Look,
    Missing,
    Regroup,
    Settled,
    Settlement,
)
from state.shares import ShareAsk
from state.status import CallStatus

Kind = TypeVar("Kind", bound=Operation)


class ToldLedger:
    """Decides admissions in the order in which a test says them, then like a state.

    Args:
        admissions: The first results, one each; None leaves it to the ledger.
    """

    def __init__(self, *admissions: Admission | None) -> None:
        self.told = deque(admissions)
        self.looks: deque[Admission | None] = deque()
        """The first results of looks, as `told` of admissions."""
        self.done: list[Operation] = []
        """All operations that somebody waited for, in order."""
        self.posted: list[Operation] = []
        """All that nobody waited for."""
        self.answers: dict[tuple[str, str], Answer] = {}
        self.on_settle: Callable[[Settlement], Settled] = _as_seen
        """What a call's row is after it was settled."""
        self.on_rate: Callable[[RateAsk], Booked] = lambda asked: Booked(0.0, asked.calls, asked.tokens)
        """What is booked; all there is, at once, unless a test says else."""
        self.concluded = Concluded(stands=True)
        self.admitted: list[str] = []
        """The calls that were admitted, in order."""

    async def do(self, operation: Operation) -> Result:
        """Decide."""
        await asyncio.sleep(0)
        self.done.append(operation)
        if isinstance(operation, Look):
            return self._look(operation.intent)
        if isinstance(operation, Intent):
            return self._admit(operation)
        if isinstance(operation, Settlement):
            for part in operation.part_answers:
                self.answers.setdefault((part.digest, part.requested_model), part)
            if operation.answer is not None:
                kept = operation.answer
                if kept.payload_ref is not None:  # the table does not hold what is in the workspace
                    kept = replace(kept, text="")
                self.answers.setdefault((kept.digest, kept.requested_model), kept)
            return self.on_settle(operation)
        if isinstance(operation, Conclusion):
            return self.concluded
        if isinstance(operation, RateAsk):
            return self.on_rate(operation)
        if isinstance(operation, ShareAsk):
            return operation.wanted
        if isinstance(operation, FlowTell):
            return Flows("me", cuts=operation.cuts + operation.is_cut, learned=operation.learned)
        return None

    def post(self, operation: Operation) -> None:
        """Note."""
        self.posted.append(operation)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """All operations of a kind, waited for or not."""
        return [operation for operation in (*self.done, *self.posted) if isinstance(operation, kind)]

    @property
    def settled(self) -> list[CallStatus]:
        """What became of calls, in order."""
        return [settlement.status for settlement in self.of(Settlement)]

    @property
    def stops(self) -> list[str]:
        """For what the job was asked to stop."""
        return [stop.error_class for stop in self.of(Stop)]

    @property
    def sent(self) -> list[str]:
        """The calls that were noted as sent."""
        return [note.call_id for note in self.of(Sent)]

    def open_calls(self) -> set[str]:
        """Calls that were admitted and not settled: what a crash would leave."""
        over = {settlement.intent.call_id for settlement in self.of(Settlement)}
        return {call_id for call_id in self.admitted if call_id not in over}

    def _look(self, intent: Intent) -> Admission:
        told = self.looks.popleft() if self.looks else None
        return told or self._known(intent) or Missing()

    def _known(self, intent: Intent) -> Known | None:
        found = (self.answers.get((intent.digest, model)) for model in intent.candidates)
        answer = next((one for one in found if one is not None), None)
        return Known(answer) if answer is not None else None

    def _admit(self, intent: Intent) -> Admission:
        told = self.told.popleft() if self.told else None
        if told is None and intent.parts and any(self._known(part) for part in intent.parts):
            told = Regroup()
        if told is None:
            told = self._known(intent) or Admitted(intent.call_id)
        if isinstance(told, Admitted):
            told = Admitted(intent.call_id)
            self.admitted.append(intent.call_id)
        return told


def _as_seen(settlement: Settlement) -> Settled:
    return Settled(settlement.intent.call_id, settlement.status, settlement.cost_usd)
