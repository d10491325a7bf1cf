"""The engine's transactions alone: admit, settle and conclude of every call on disk, with no provider and no Beam."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from decimal import Decimal

from benchmarks.jobs import MODEL, make_job, plan_of
from state.config import StatePlace
from state.engine import State
from state.group import WorkerRef
from state.identity import new_call_id, new_worker_id
from state.leases import join, take
from state.migrate import open_state
from state.records import Answer, Checkpoint, Conclusion, Intent, Role, Settlement, Usage
from state.status import CallStatus, ItemStatus
from state.writer import Writer

IN_PROGRESS = 100


def measure_state(place: StatePlace, items: int, phases: int) -> dict[str, float]:
    """Milliseconds of time and of processor an item and phase."""
    job_id = make_job(place, items, 50, plan_of(phases))
    state = open_state(place.url)
    epoch, _ = take(state, job_id, runner="benchmark")
    worker = WorkerRef(job_id, epoch, new_worker_id())
    join(state, worker)
    started, cpu = time.monotonic(), time.process_time()
    commits = asyncio.run(_all_items(state, worker, items, phases))
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    state.close()
    steps = items * phases
    return {
        "item_phases": steps,
        "seconds": round(seconds, 3),
        "ms_per_item_phase": round(1000 * seconds / steps, 4),
        "cpu_ms_per_item_phase": round(1000 * cpu / steps, 4),
        "commits": commits,
    }


async def one_step(state: State, worker: WorkerRef) -> None:
    """The first phase of the first item."""
    writer = Writer(state, worker, asyncio.get_running_loop(), most_settled=100, on_commit=lambda _: None)
    await _step(writer, worker, 0, 0, is_last=False)
    await asyncio.to_thread(writer.close)


async def _all_items(state: State, worker: WorkerRef, items: int, phases: int) -> int:
    loop = asyncio.get_running_loop()
    writer = Writer(state, worker, loop, most_settled=100, on_commit=lambda _: None)
    todo = iter(range(items))

    async def work() -> None:
        for ordinal in todo:
            for phase in range(phases):
                await _step(writer, worker, ordinal, phase, is_last=phase == phases - 1)

    await asyncio.gather(*(work() for _ in range(IN_PROGRESS)))
    await asyncio.to_thread(writer.close)
    return writer.commits


async def _step(writer: Writer, worker: WorkerRef, ordinal: int, phase: int, *, is_last: bool) -> None:
    digest = f"{ordinal:032x}{phase:032x}"
    intent = Intent(
        call_id=new_call_id(), digest=digest, root_digest=digest, generation=0, candidates=(MODEL,), model=MODEL,
        role=Role.EXECUTOR, ordinal=ordinal, item_id=f"item-{ordinal}", phase=phase, attempt=1,
        worst_case_usd=Decimal("0.001"), price_version="benchmark", timeout_s=60, bundle_id="bundle",
        components={"content": digest[:12], "prompt": "0" * 12},
    )  # fmt: skip
    await writer.do(intent)
    answer = Answer(
        digest=digest, requested_model=MODEL, model="gpt-6-luna", text="An answer of some forty characters of text.",
        finish="stop", usage=Usage(100, 20), cost_usd=Decimal("0.00002"), call_id=intent.call_id,
    )  # fmt: skip
    await writer.do(
        Settlement(
            intent, CallStatus.OK, usage=answer.usage, cost_usd=answer.cost_usd, model=answer.model, answer=answer
        )
    )
    done = Conclusion(ordinal, intent.item_id, Checkpoint(phase, ok=True, output=answer.text, attempts=1))
    if is_last:
        await writer.do(replace(done, final=ItemStatus.COMPLETED))
    else:
        writer.post(done)
