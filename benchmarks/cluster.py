"""A Flink cluster on this machine: how far slots and processes carry, how many calls are out, an unknown limit.

1 TaskManager × 1 slot ─► 1 × 2 ─► 2 × 1 ─► 2 × 2      one Python process a TaskManager, whose slots are its threads
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Unpack

from sqlalchemy import text

from benchmarks.jobs import make_job, place_in, plan_of, point_at
from benchmarks.limits import found
from benchmarks.processes import cpu_s, tree
from deploy.flink import cluster
from deploy.flink.jars import cache_folder
from pipelines.run import run_job
from state.config import Config, StatePlace
from state.config_flink import Flink
from state.migrate import open_state
from tests.fakes.invoice import InvoiceRow
from tests.fakes.postgres import PostgresServer
from tests.fakes.provider_server import Options, ProviderProcess

SIZES = ((1, 1), (1, 2), (2, 1), (2, 2))
PHASES = 3
MANY_OUT, MANY_ITEMS = 200, 3_000
OUT, ITEMS = 20, 2_000
RATE_PER_S, LIMITED_ITEMS = 40, 800
_SAMPLE_S = 0.1

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a job on a cluster went.

    Args:
        rows: The provider's, in the order in which they came.
        cpu_s: Of a processor while calls were out, by what took it.
        high_water: The most calls that were out at once.
        item_ends: When each item was done, in order, by the provider's clock.
        seconds: From the submission to the end.
    """

    rows: list[InvoiceRow]
    cpu_s: Mapping[str, float]
    high_water: int
    item_ends: list[float]
    seconds: float

    def calls_per_s(self) -> float:
        """Calls a second between the first and the last tenth of them."""
        ends = sorted(row.ended_s for row in self.rows)
        tenth = len(ends) // 10
        return (len(ends) - 2 * tenth) / (ends[-tenth - 1] - ends[tenth])

    def calling_s(self) -> float:
        """From the first request to the last reply."""
        return max(row.ended_s for row in self.rows) - self.rows[0].arrived_s

    def mean_out(self, until: float) -> float:
        """How many calls were out on the average, from the first request to a moment."""
        start = self.rows[0].arrived_s
        return sum(max(0.0, min(row.ended_s, until) - row.arrived_s) for row in self.rows) / (until - start)


def measure_cluster(scale: int) -> Iterator[Row]:
    """A Flink cluster on this machine, with PostgreSQL and a workspace in a folder; all share its cores.

    Calls a second are those between the first and the last tenth. Processor is taken from the first call to the last.
    """
    with PostgresServer(fsync=True) as server, ProviderProcess() as provider:
        point_at(provider.base_url)
        for task_managers, slots in SIZES:
            with _up(server, provider, task_managers, slots) as there:
                name = f"{task_managers} TaskManager{'s' * (task_managers > 1)} × {slots} slot{'s' * (slots > 1)}"
                yield from _carried(name, there.run(MANY_ITEMS // scale, MANY_OUT, PHASES, latency_ms=200))
                if (task_managers, slots) == SIZES[-1]:
                    ran = there.run(ITEMS // scale, OUT, PHASES, median_ms=150, sigma=0.6, cap_ms=2000)
                    yield from _concurrency(ran, ITEMS // scale)
                    items = LIMITED_ITEMS // scale
                    ran = there.run(items, 50, 1, latency_ms=100, rate_limit_per_s=RATE_PER_S, rate_burst=RATE_PER_S)
                    kept = found(ran.rows, (items - RATE_PER_S) / RATE_PER_S, items)
                    yield from kept.row(f"2 × 2, an unknown limit of {RATE_PER_S}/s")


def _carried(name: str, ran: Ran) -> Iterator[Row]:
    """How much a cluster carries, and what that takes."""
    yield f"{name}: calls a second", f"{ran.calls_per_s():.0f}", f"{MANY_OUT * 5:,}, if cores were no limit"
    took = " + ".join(f"{1000 * used / len(ran.rows):.2f} {what}" for what, used in ran.cpu_s.items())
    yield f"{name}: processor a call, ms", took, "–"
    yield f"{name}: cores that were busy", f"{sum(ran.cpu_s.values()) / ran.calling_s():.2f}", "–"


def _concurrency(ran: Ran, items: int) -> Iterator[Row]:
    """What was out of a concurrency of 20: at most, and on the average while there was work for all of it."""
    busy_until = ran.item_ends[items - OUT]
    name = f"2 × 2, {items:,} items, concurrency {OUT}"
    yield f"{name}: most calls out at once", str(ran.high_water), f"{OUT}"
    yield f"{name}: mean, while {OUT} items were not done", f"{ran.mean_out(busy_until):.1f}", f"{0.85 * OUT:.0f}"
    last = max(row.ended_s for row in ran.rows)
    yield f"{name}: mean, from the first call to the last", f"{ran.mean_out(last):.1f}", "–"
    yield f"{name}: before the first call and after the last", f"{ran.seconds - ran.calling_s():.1f} s", "–"


@dataclass(frozen=True, slots=True)
class _There:
    """A cluster that is up, with an empty state and a provider of its own."""

    place: StatePlace
    config: Config
    provider: ProviderProcess
    pids: Mapping[str, list[int]]
    numbers: Iterator[int] = field(default_factory=lambda: count(0, 100_000))

    def run(self, items: int, concurrency: int, phases: int, **provider: Unpack[Options]) -> Ran:
        """Make a job, run it to its end against a provider that behaves so, and look meanwhile what it takes."""
        self.provider.reset()
        self.provider.behave(**provider)
        job_id = make_job(self.place, items, concurrency, plan_of(phases), first=next(self.numbers))
        samples: list[tuple[float, dict[str, float]]] = []
        over = threading.Event()
        looker = threading.Thread(target=self._look, args=(samples, over), daemon=True)
        looker.start()
        started = time.monotonic()
        run_job(self.place, self.config, job_id, runner="flink")
        seconds = time.monotonic() - started
        over.set()
        looker.join()
        rows = sorted(self.provider.invoice(), key=lambda row: row.arrived_s)
        ended_s = max(row.ended_s for row in rows)
        first = [taken for at, taken in samples if at <= rows[0].arrived_s][-1]
        last = next(taken for at, taken in samples if at >= ended_s)
        taken = {what: last[what] - first[what] for what in last}
        return Ran(rows, taken, self.provider.stats()["high_water"], self._item_ends(job_id), seconds)

    def _look(self, samples: list[tuple[float, dict[str, float]]], over: threading.Event) -> None:
        """What each part has taken so far, ten times a second: a process that has ended counts with what it had."""
        seen: dict[str, dict[int, float]] = {what: {} for what in self.pids}
        while not over.wait(_SAMPLE_S):
            for what, pids in self.pids.items():
                for pid in (one for root in pids for one in tree(root)):
                    seen[what][pid] = cpu_s(pid) or seen[what].get(pid, 0.0)
            samples.append((time.monotonic(), {what: sum(taken.values()) for what, taken in seen.items()}))

    def _item_ends(self, job_id: str) -> list[float]:
        with closing(open_state(self.place.url)) as state, state.read() as conn:
            ends = conn.execute(
                text("SELECT ended_at FROM batch_items WHERE job_id = :job AND ended_at IS NOT NULL ORDER BY 1"),
                {"job": job_id},
            ).scalars()
            return [end / 1e6 - time.time() + time.monotonic() for end in ends]


@contextmanager
def _up(server: PostgresServer, provider: ProviderProcess, task_managers: int, slots: int) -> Iterator[_There]:
    """A cluster that has run a job already: its first one takes twice as long to come up."""
    database = f"benchmark_{task_managers}_{slots}"
    server.create_database(database)
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        there = cluster.up(folder / "flink", cache_folder(), task_managers=task_managers, slots=slots)
        try:
            flink = Flink(master=there.master, job_endpoint=there.job_endpoint, worker_endpoint=there.worker_endpoint)
            by_part = {
                "workers": [pid for name, pid in there.pids.items() if name.startswith("pool")],
                "Flink": [pid for name, pid in there.pids.items() if name.startswith(("task", "jobmanager"))],
                "PostgreSQL": [server.pid],
                "provider": [provider.pid],
            }
            up = _There(place_in(folder, server.url(database)), Config(flink=flink), provider, by_part)
            up.run(100, OUT, 1)
            yield up
        finally:
            cluster.down(folder / "flink")
