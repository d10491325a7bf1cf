"""The jobs that are measured, and the figures that one run gives."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import text

from orchestrator.pricing import PriceTable
from pipelines.plan import compile_plan
from pipelines.run import run_job
from state.columns import PICO_PER_USD
from state.config import Config, StatePlace
from state.identity import new_job_id
from state.ingest import NewJob, ingest
from state.migrate import open_state
from state.plan_records import Options, Plan
from state.plans import dump_plan, plan_digest
from state.records import NewItem
from state.spec import parse_job
from state.workspace import Workspace

MODEL = "openai/gpt-6-luna"
WORDS = (
    "Ships carry nine tenths of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel now. "
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run took.

    Args:
        seconds: From the start of the run to its end.
        first_call_s: To the first call's admission.
        first_document_s: To the first finished item.
        p99_document_s: To when 99 % of the items were finished.
        cpu_s: Of this process, loading Beam included.
        rss_mb: The most memory that this process held.
    """

    seconds: float
    first_call_s: float
    first_document_s: float
    p99_document_s: float
    cpu_s: float
    rss_mb: float
    calls: int
    items: int
    cost_usd: float

    def document(self) -> dict[str, float]:
        """As JSON."""
        return asdict(self)


def plan_of(phases: int) -> Plan:
    """A plan of that many phases of free text, all by one model."""
    return _compiled(
        {"name": f"phase {n + 1}", "task_type": "chat", "model": MODEL, "instructions": f"Step {n + 1}."}
        for n in range(phases)
    )


def long_plan(model: str) -> Plan:
    """A plan of one phase whose instructions are 2,500 tokens long, for all items the same."""
    rule = "name each port, ship and cargo by the word that the text has for it."
    rules = " ".join(f"Rule {number}: {rule}" for number in range(125))
    return _compiled([{"name": "long", "task_type": "chat", "model": model, "instructions": rules}])


def embedding_plan() -> Plan:
    """A plan that turns each text into a vector."""
    return _compiled([{"name": "vectors", "task_type": "embedding_generation"}])


def _compiled(phases: Iterable[dict[str, str]]) -> Plan:
    return compile_plan(
        parse_job({"name": "benchmark", "phases": list(phases)}, source="benchmark"), Config(), PriceTable()
    )


def texts(count: int, first: int = 0) -> Iterator[NewItem]:
    """Items of about 350 bytes, no two alike."""
    for number in range(first, first + count):
        yield NewItem(f"item-{number}", f"Note {number}. {WORDS * 3}", {})


def make_job(place: StatePlace, items: int, concurrency: int, plan: Plan, *, first: int = 0) -> str:
    """Store a job and return its id; of several in one state each has texts of its own, from `first` on."""
    return stored(place, texts(items, first), concurrency, plan)


def stored(place: StatePlace, items: Iterable[NewItem], concurrency: int, plan: Plan) -> str:
    """Store a job of any items and return its id."""
    state = open_state(place.url)
    try:
        job_id = new_job_id()
        options = Options(concurrency=concurrency, checkpoint_frequency=100)
        job = NewJob(job_id, "default", "benchmark", "{}", "0" * 64, dump_plan(plan), plan_digest(plan), options)
        ingest(state, Workspace(place.workspace), job, items)
        return job_id
    finally:
        state.close()


def place_in(folder: Path, url: str | None = None) -> StatePlace:
    """A state in a folder, or at a URL, with its workspace in the folder."""
    return StatePlace(url or f"sqlite:///{folder}/state.db", str(folder / "workspace"))


def measure(place: StatePlace, job_id: str) -> Figures:
    """Run a job in this process and take its figures."""
    started, at = time.monotonic(), time.time()
    run_job(place, Config(), job_id)
    seconds = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)  # before the look at the state, which lists all items
    state = open_state(place.url)
    try:
        with state.read() as conn:
            calls, first_call, pico = conn.execute(
                text("SELECT count(*), min(started_at), sum(cost_usd) FROM batch_calls WHERE job_id = :job"),
                {"job": job_id},
            ).one()
            ended = [
                row[0]
                for row in conn.execute(
                    text("SELECT ended_at FROM batch_items WHERE job_id = :job AND ended_at IS NOT NULL ORDER BY 1"),
                    {"job": job_id},
                )
            ]
    finally:
        state.close()

    def after(moment: int | None) -> float:
        return round(moment / 1e6 - at, 3) if moment is not None else 0.0

    return Figures(
        seconds=round(seconds, 3),
        first_call_s=after(first_call),
        first_document_s=after(ended[0] if ended else None),
        p99_document_s=after(ended[int(0.99 * (len(ended) - 1))] if ended else None),
        cpu_s=round(usage.ru_utime + usage.ru_stime, 3),
        rss_mb=round(usage.ru_maxrss / 1024, 1),
        calls=int(calls),
        items=len(ended),
        cost_usd=float(pico) / PICO_PER_USD,
    )


def point_at(base_url: str) -> None:
    """Let this process's OpenAI calls go to a provider on loopback; the SDK is loaded before the clock starts."""
    import openai  # noqa: F401, PLC0415  # so is it for the bare loop

    os.environ["OPENAI_BASE_URL"] = f"{base_url}/v1"
    os.environ["ANTHROPIC_BASE_URL"] = base_url
    os.environ["OPENAI_API_KEY"] = os.environ["ANTHROPIC_API_KEY"] = "loopback"
