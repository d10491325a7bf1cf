"""What it costs to look at a job that runs, by its number of items: half of them are through the first phase."""

from __future__ import annotations

import asyncio
import io
import statistics
import time
from collections.abc import Callable, Mapping

from rich.console import Console
from sqlalchemy import Connection, Table, text

from benchmarks.jobs import make_job, plan_of
from benchmarks.state import one_step
from pipelines.screen_live import LiveScreen
from state.config import StatePlace
from state.doing import Doing, read_mark, say, with_mark
from state.engine import State
from state.group import WorkerRef
from state.identity import new_worker_id
from state.job_live import live
from state.job_status import status
from state.leases import join, take
from state.migrate import open_state
from state.schema import batch_calls, batch_checkpoints, batch_items

FEW = 1_000
ROUNDS = 100
PHASES = 3


def measure_status(place: StatePlace, items: int) -> dict[str, float]:
    """Milliseconds that a status, a live screen and what a worker says once a second take.

    Two jobs of one state are looked at in turn, so that what else the machine does is the same for both.
    """
    small, _ = _half_done(place, FEW)
    big, worker = _half_done(place, items)
    state = open_state(place.url)
    _settle_down(state)
    doing = Doing()

    def saying() -> None:
        nonlocal doing
        doing = Doing(with_mark(doing.marks, read_mark(state, worker, "default", PHASES)))
        say(state, worker, doing)

    now = live(state, big)
    console = Console(file=io.StringIO(), width=80, height=24, force_terminal=True)
    found = _median_ms(
        {
            "few_ms": lambda: status(state, small),
            "status_ms": lambda: status(state, big),
            "live_ms": lambda: live(state, big),
            "say_ms": saying,
            "draw_ms": lambda: console.print(LiveScreen(now)),
        }
    )
    state.close()
    return found


def _half_done(place: StatePlace, items: int) -> tuple[str, WorkerRef]:
    """A running job of so many items, and its worker."""
    job_id = make_job(place, 1, 50, plan_of(PHASES))
    state = open_state(place.url)
    epoch, _ = take(state, job_id, runner="benchmark")
    worker = WorkerRef(job_id, epoch, new_worker_id())
    join(state, worker)
    asyncio.run(one_step(state, worker))
    with state.begin() as conn:
        _multiply(conn, job_id, items)
        conn.execute(text("DELETE FROM answers"))  # or the next job's first step would be known
    state.close()
    return job_id, worker


def _median_ms(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            took[name].append(1000 * (time.perf_counter() - started))
    return {name: round(statistics.median(times), 3) for name, times in took.items()}


def _multiply(conn: Connection, job_id: str, items: int) -> None:
    """Make a job of one item one of many: one in a hundred has failed."""
    _copy(conn, batch_items, job_id, items, {"ordinal": "n.i", "item_id": "'item-' || n.i"})
    _copy(conn, batch_checkpoints, job_id, items // 2, {"ordinal": "n.i"})
    _copy(conn, batch_calls, job_id, items // 2, {"ordinal": "n.i", "call_id": "call_id || n.i"})
    conn.execute(
        text(
            "UPDATE batch_items SET status = 'FAILED', error_class = 'made_up', error_phase = 0, error_message = 'no',"
            " ended_at = ordinal WHERE job_id = :job AND ordinal % 100 = 7"
        ),
        {"job": job_id},
    )
    conn.execute(
        text("UPDATE batch_jobs SET total_items = :n, open_items = :n - :n / 100, failed_items = :n / 100"),
        {"n": items},
    )
    conn.execute(
        text("UPDATE batch_totals SET completed = :n / 2, calls = :n / 2, settled_usd = settled_usd * (:n / 2)"),
        {"n": items},
    )


def _copy(conn: Connection, table: Table, job_id: str, count: int, changed: Mapping[str, str]) -> None:
    """Copy the one row that a job has in a table until there are so many."""
    names = [column.name for column in table.c]
    values = ", ".join(changed.get(name, name) for name in names)
    series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)"
    conn.execute(
        text(
            f"INSERT INTO {table.name} ({', '.join(names)}) {series}"  # noqa: S608  # names of our own tables
            f" SELECT {values} FROM {table.name}, n WHERE job_id = :job AND ordinal = 0"
        ),
        {"count": count, "job": job_id},
    )


def _settle_down(state: State) -> None:
    """Let the planner know how many rows there are, as a server comes to know by itself."""
    with state.begin() as conn:
        conn.execute(text("ANALYZE"))
