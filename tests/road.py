"""A driver of items on a loop without time, with the desk that it asks at."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from orchestrator.checks.own import OwnChecks
from orchestrator.documents.pool import FileReader
from orchestrator.driver import Driver
from orchestrator.extraction import Extraction
from orchestrator.item_run import ItemRun
from orchestrator.providers.base import Reply
from orchestrator.retrieval.library import Library
from orchestrator.retrieval.retrieval import Retrieval
from orchestrator.saying import Waits
from orchestrator.seeing import Seeing
from state.plan_records import PhasePlan
from state.records import Checkpoint, Conclusion, Json, OpenItem
from state.status import ItemStatus
from tests.desk import A, Desk, phase_for, plan_for
from tests.fakes.ledger import ToldLedger
from tests.fakes.scripted import Asked, Script, ScriptedProvider, reply_of
from tests.fakes.virtual_loop import VirtualLoop

FIRST = phase_for(A)
SECOND = replace(phase_for(A, index=1), source=0)


class Road:
    """A driver, and the desk that it asks at."""

    def __init__(
        self,
        loop: VirtualLoop,
        folder: Path,
        script: Script,
        ledger: ToldLedger,
        phases: list[PhasePlan],
        share: int,
    ) -> None:
        plan = plan_for(*phases)
        self.loop = loop
        self.provider = ScriptedProvider("openai", script)
        self.desk = Desk(loop, folder, self.provider, ledger=ledger, plan=plan, share=share)
        self.ledger = ledger
        self.own_checks = OwnChecks([str(folder)], timeout_s=600.0, processes=1)
        files = FileReader(lambda _: None)
        seeing = Seeing(plan, self.desk.caller, files, lambda: 3)
        extraction = Extraction(files, ledger, self.desk.workspace, seeing, Waits())
        retrieval = Retrieval(plan, lambda find: find(), Library(None, "default"), self.desk.caller, ledger)
        self.driver = Driver(
            "job_1", plan, self.desk.caller, ledger, self.desk.workspace, self.own_checks, extraction, retrieval,
            at_once=lambda: 3,
        )  # fmt: skip

    def item(
        self, checkpoints: Mapping[int, Checkpoint] | None = None, *, attached: int = 2, text: str = "the text"
    ) -> ItemRun:
        """An item in progress, with the phases that the graph has attached."""
        item = OpenItem("job_1", 3, "item-3", text, {}, checkpoints or {})
        run = ItemRun(self.loop, item, self.desk.bundle, lambda: None)
        for phase in range(attached):
            run.attach(phase)
        return run

    def begin(self, run: ItemRun) -> asyncio.Task[ItemStatus]:
        """Set out."""
        return self.loop.create_task(self.driver.through(run))

    def go(self, run: ItemRun | None = None) -> ItemStatus:
        """To the end."""
        return self.loop.run_until_complete(self.begin(run or self.item()))

    def conclusions(self) -> list[tuple[int, bool, Json, ItemStatus | None]]:
        """Phase, whether it is well, output and final state of all that was concluded, by phase."""
        found = sorted(self.ledger.of(Conclusion), key=lambda one: one.checkpoint.phase)
        return [(one.checkpoint.phase, one.checkpoint.ok, one.checkpoint.output, one.final) for one in found]


def make(
    loop: VirtualLoop,
    folder: Path,
    script: Script | None = None,
    *phases: PhasePlan,
    ledger: ToldLedger | None = None,
    share: int = 4,
) -> Road:
    """A road of one's own.

    Args:
        share: So many calls may be out, of those that are asked for; three parts of an item are at once.
    """
    return Road(loop, folder, script or echo, ledger or ToldLedger(), list(phases) or [FIRST, SECOND], share)


def echo(asked: Asked) -> Reply:
    """Say that the last message was heard."""
    return reply_of(f"heard: {asked.request.messages[-1].content}")
