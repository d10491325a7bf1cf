"""Driving an item through the phases of its plan: each phase's chain, its checkpoint, the item's final state."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TypeAlias

import orjson

from orchestrator import split
from orchestrator.calls import Caller, GaveUp, Got
from orchestrator.chain_state import Ask, Done
from orchestrator.checks.base import Opinion, Review
from orchestrator.checks.own import OwnChecks
from orchestrator.errors import FailureClass
from orchestrator.executor import ItemText
from orchestrator.extraction import Extraction
from orchestrator.fitting import SPLIT
from orchestrator.held import HeldError, outcome
from orchestrator.item_run import Asker, ItemRun
from orchestrator.retrieval.retrieval import Retrieval
from orchestrator.retry import Act, Situation, decide
from orchestrator.side_by_side import SideBySide
from orchestrator.standing import CheckStanding
from orchestrator.surroundings import Ledger
from orchestrator.validator import broken_words, is_heavy
from state.errors import EngineError
from state.outage import kept_text
from state.plan_records import PhasePlan, Plan
from state.records import Answer, Checkpoint, Concluded, Conclusion, HeldReason, Json, Renewed
from state.status import ItemStatus
from state.storable import storable, storable_json
from state.workspace import Workspace
from state.writer import Stop

_log = logging.getLogger("batchwright")

_Parts: TypeAlias = SideBySide[split.Path, Got | tuple[Opinion, ...]]


class Driver:
    """Drives the items of one job in one process; on the event loop.

    Args:
        caller: Asks models.
        ledger: Takes conclusions.
        workspace: Takes outputs that are too large for the database.
        own_checks: Calls the user's functions.
        extraction: Gives items that are files their texts.
        retrieval: Gives phases their passages of the project's documents.
        sample: Texts of some items, for phases that draw their labels.
        at_once: So many parts of one item are asked about at once.
    """

    def __init__(
        self,
        job_id: str,
        plan: Plan,
        caller: Caller,
        ledger: Ledger,
        workspace: Workspace,
        own_checks: OwnChecks,
        extraction: Extraction,
        retrieval: Retrieval,
        *,
        at_once: Callable[[], int] = lambda: 1,
        sample: tuple[str, ...] = (),
    ) -> None:
        self._job_id = job_id
        self._plan = plan
        self._caller = caller
        self._ledger = ledger
        self._workspace = workspace
        self._sample = sample
        self._at_once = at_once
        self._own_checks = own_checks
        self._extraction = extraction
        self._retrieval = retrieval
        self._standing = CheckStanding()

    async def through(self, run: ItemRun) -> ItemStatus:
        """Take an item from where it is to its final state.

        Raises:
            HeldError: It was let go of.
        """
        unread = await self._extraction.text_of(run)
        if unread is not None:
            await self._conclude(run, unread, ItemStatus.FAILED)
            return ItemStatus.FAILED
        item = run.item
        outputs: dict[int, Json] = {}
        last = len(self._plan.phases) - 1
        for phase in self._plan.phases:
            checkpoint = item.checkpoints.get(phase.index)
            is_new = checkpoint is None
            if checkpoint is None:
                await run.attached(phase.index)
                checkpoint = await self._phase(run, phase, outputs)
            outputs[phase.index] = checkpoint.output
            final = ItemStatus.FAILED if not checkpoint.ok else ItemStatus.COMPLETED if phase.index == last else None
            if final is not None:
                await self._conclude(run, checkpoint, final)
                return final
            if is_new:
                self._ledger.post(Conclusion(item.ordinal, item.item_id, await self._stored(checkpoint)))
        raise EngineError("a plan has at least one phase")

    async def _phase(self, run: ItemRun, phase: PhasePlan, outputs: dict[int, Json]) -> Checkpoint:
        """One phase of an item: play answers into its chain until it is done."""
        item = run.item
        bare = ItemText(self._job_id, item.item_id, item.ordinal, item.text, item.fields, outputs, item.pages)
        text = await self._retrieval.given(run, phase, bare)
        if isinstance(text, Checkpoint):
            return text
        begin = partial(split.begin, self._plan, phase, text, sample=self._sample)
        is_book = phase.on_too_long == SPLIT and is_heavy(item.text)  # which takes seconds to be divided
        course = await asyncio.get_running_loop().run_in_executor(None, begin) if is_book else begin()
        while not isinstance(wanted := split.step(course), Done):
            if isinstance(course, split.Split):
                course = await self._in_parts(run, phase, course)
            else:
                course = await self._played(run, phase, course, (), await self._got(run, phase, wanted))
        return wanted.checkpoint

    async def _in_parts(self, run: ItemRun, phase: PhasePlan, course: split.Course) -> split.Course:
        """Go to the end with several parts at once, as calls of their own.

        Once a part has failed no other is sent. What is out runs on to its settle, and is known when the item is tried
        again; of those that fail by then the item fails with the first in the text.
        """
        async with _Parts(run, self._at_once) as parts:
            while not _is_over(course):
                begun = set(parts.out)
                waiting = ((path, want) for path, want in split.wants(course) if path not in begun)
                for path, want in islice(waiting, parts.room):
                    parts.begin(path, self._got(parts.asker, phase, want))
                course = await self._after_next(run, phase, course, parts)
            parts.stop("another part has failed")
            while parts.out:
                course = await self._after_next(run, phase, course, parts)
        return course

    async def _after_next(self, run: ItemRun, phase: PhasePlan, course: split.Course, parts: _Parts) -> split.Course:
        for path, got in await parts.next():
            course = await self._played(run, phase, course, path, got)
        return course

    async def _got(self, asker: Asker, phase: PhasePlan, want: Ask | Review) -> Got | tuple[Opinion, ...]:
        """What a conversation wants."""
        if isinstance(want, Review):
            return await outcome(asker, self._own_checks.submit(want))
        return await self._caller.ask(asker, phase, want)

    async def _played(
        self, run: ItemRun, phase: PhasePlan, course: split.Course, path: split.Path, got: Got | tuple[Opinion, ...]
    ) -> split.Course:
        """The conversation with what its chain at a path wanted."""
        if isinstance(got, Renewed):
            return split.renewed(course, got.generation, path)
        if isinstance(got, GaveUp):
            run.check()
            return split.failed(course, got.failure_class, got.message, path)
        if not isinstance(got, Answer):
            self._heed(run, phase, got)
            return split.reviewed(course, got, path)
        if is_heavy(got.text):
            return await asyncio.get_running_loop().run_in_executor(None, split.answered, course, got, path)
        return split.answered(course, got, path)

    def _heed(self, run: ItemRun, phase: PhasePlan, opinions: Sequence[Opinion]) -> None:
        """Pause the job where a check of the user's gives no opinion about any item.

        Raises:
            HeldError: So it is.
        """
        for one in opinions:
            count = self._standing.gave(phase.index, one, run.item.ordinal)
            if one.broken is None:
                continue
            failure = FailureClass.CHECK_MISSING if one.is_missing else FailureClass.CHECK_BROKEN
            if decide(failure, Situation(refused=count)).act is not Act.PAUSE_JOB:
                continue
            said = broken_words(one)
            if not one.is_missing:
                said += (
                    f"; so it went at each of the first {count} items: mend it, `retry` those that failed and resume"
                )
            self._ledger.post(Stop(failure, storable(f"{said}; what was answered is kept")))
            raise HeldError(said, reason=HeldReason.PAUSED)

    async def _conclude(self, run: ItemRun, checkpoint: Checkpoint, final: ItemStatus) -> None:
        item = run.item
        stored = await self._stored(checkpoint)
        result = await self._ledger.do(Conclusion(item.ordinal, item.item_id, stored, final))
        if not isinstance(result, Concluded) or not result.stands:
            raise HeldError("another run owns the job", reason=HeldReason.FENCED)
        if final is ItemStatus.FAILED:
            named = {"job_id": self._job_id, "item_id": item.item_id, "phase": checkpoint.phase}
            _log.info("failed in phase %d: %s", checkpoint.phase + 1, checkpoint.error_class, extra=named)

    async def _stored(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint as the state can keep it: its output storable, and in the workspace when it is large."""
        if not checkpoint.ok or checkpoint.payload_ref is not None:
            return checkpoint
        try:
            size = len(orjson.dumps(checkpoint.output))
        except TypeError:  # a lone surrogate, or an integer beyond 64 bits
            checkpoint = replace(checkpoint, output=storable_json(checkpoint.output))
            size = len(orjson.dumps(checkpoint.output))
        if not self._workspace.takes(size):
            return checkpoint
        text = orjson.dumps(checkpoint.output).decode()
        ref = await asyncio.get_running_loop().run_in_executor(None, kept_text, self._workspace, text)
        return replace(checkpoint, payload_ref=ref)


def _is_over(course: split.Course) -> bool:
    return isinstance(split.step(course), Done)
