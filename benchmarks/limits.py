"""How well a limit that nobody told us is found: by one process and by four, when it is halved, and after an outage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.jobs import make_job, place_in, plan_of, point_at
from benchmarks.picture import Line, draw
from orchestrator.workers import running_workers
from pipelines.run import run_job
from state.config import Config, StatePlace
from state.leases import finish_run, take
from state.migrate import open_state
from tests.fakes.invoice import InvoiceRow
from tests.fakes.provider_server import ProviderProcess

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "limits.svg"

RATE_PER_S, ITEMS = 40, 800
SAMPLE_S = 0.1
OUTAGE_S = 60.0

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """How a run went, as the provider saw it.

    Args:
        seconds: From its first request to its last reply.
        ideal_s: What the limit allows at best.
    """

    seconds: float
    ideal_s: float
    refused: int
    items: int

    def row(self, what: str) -> Iterator[Row]:
        """The two figures of a run."""
        yield f"{what}: time / ideal", f"{self.seconds / self.ideal_s:.2f} ({self.seconds:.1f} s)", "at most 1.1"
        yield f"{what}: 429s", f"{self.refused} ({100 * self.refused / self.items:.1f} %)", "at most 5 %"


def measure_limits(scale: int) -> Iterator[Row]:
    """A provider with a limit of 40 requests a second that nobody told us, 800 items, 50 out; 200 ms.

    ![What was served, refused and learned, second by second, while the limit was halved](limits.svg)
    """
    items = ITEMS // scale
    ideal_s = (items - RATE_PER_S) / RATE_PER_S  # its bucket of one second's worth is full at the start
    for what, lanes, jobs in (("1 process", 1, 1), ("4 processes, one job", 4, 1), ("4 processes, four jobs", 1, 4)):
        with _limited() as provider:
            _run(provider, items, lanes, jobs)
            yield from found(provider.invoice(), ideal_s, items).row(what)
    yield from _halved(items, PICTURE if scale == 1 else None)
    yield from _outage(items)


def _halved(items: int, picture: Path | None) -> Iterator[Row]:
    """The limit is halved when half of the items are done; the picture is of this run."""
    with _limited() as provider:
        trace = _traced(provider, items, lambda: _halve_at(provider, items // 2))
        halved = found(provider.invoice(), (items / 2 - RATE_PER_S) / RATE_PER_S + items / 2 / (RATE_PER_S / 2), items)
        if picture is not None:
            draw(picture, "A limit of 40 requests a second, halved in the middle", _lines(provider.invoice(), trace))
    yield from halved.row("halved in the middle")


def _outage(items: int) -> Iterator[Row]:
    """The provider answers 503 for a minute; the rate is that of its replies, second by second."""
    items *= 6
    with ProviderProcess(latency_ms=200) as provider:
        ends_at = [0.0]

        def break_down() -> None:
            _until(lambda: provider.stats()["total"] >= items // 3)
            provider.behave([{"do": "overloaded"}])
            time.sleep(OUTAGE_S)
            provider.behave([])
            ends_at[0] = time.monotonic()

        _traced(provider, items, break_down)
        fine = [row.ended_s for row in provider.invoice() if row.status == 200]
    before = _rate(fine, fine[items // 6], ends_at[0] - OUTAGE_S)
    back = next(
        (n / 2 for n in range(2 * 120) if _rate(fine, ends_at[0] + n / 2, ends_at[0] + n / 2 + 2) >= 0.9 * before), None
    )
    told = "not seen" if back is None else f"{back:.1f} s"
    yield "down for a minute: back at 90 % of its rate after", told, "15 s"


def _rate(moments: list[float], start: float, end: float) -> float:
    return sum(start <= moment < end for moment in moments) / (end - start)


@contextmanager
def _limited() -> Iterator[ProviderProcess]:
    with ProviderProcess(latency_ms=200, rate_limit_per_s=RATE_PER_S, rate_burst=RATE_PER_S) as provider:
        yield provider


def found(rows: list[InvoiceRow], ideal_s: float, items: int) -> Found:
    """How a run went, by all requests that the provider saw."""
    seconds = max(row.ended_s for row in rows) - min(row.arrived_s for row in rows)
    return Found(seconds, ideal_s, sum(row.status == 429 for row in rows), items)


def _run(provider: ProviderProcess, items: int, lanes: int, jobs: int) -> None:
    """So many jobs, which share the items, by so many processes each, which have a lane of their own."""
    with tempfile.TemporaryDirectory() as folder:
        place = place_in(Path(folder))
        made = [
            make_job(place, items // jobs, 50, plan_of(1), first=number * (items // jobs)) for number in range(jobs)
        ]
        with closing(open_state(place.url)) as state:
            epochs = {job_id: take(state, job_id, runner="local")[0] for job_id in made}
        environ = {**os.environ, "OPENAI_BASE_URL": f"{provider.base_url}/v1", "OPENAI_API_KEY": "loopback"}
        command = [sys.executable, "-m", "tests.fakes.runner", "--state", place.url, "--workspace", place.workspace]
        running = [
            subprocess.Popen(
                [*command, "--job", job_id, "--work", f"--epoch={epoch}", f"--lanes={lanes}", "--mine", str(lane)],
                cwd=ROOT,
                env=environ,
            )
            for job_id, epoch in epochs.items()
            for lane in range(lanes)
        ]
        if any(process.wait() for process in running):
            raise RuntimeError("a process of a measured job failed; what it said stands above")
        with closing(open_state(place.url)) as state:
            for job_id, epoch in epochs.items():
                finish_run(state, job_id, epoch)


@dataclass(frozen=True, slots=True)
class _Sample:
    at: float
    window: float
    rate_per_s: float | None


def _traced(provider: ProviderProcess, items: int, beside: Callable[[], None]) -> list[_Sample]:
    """A job in this process, with something done to the provider beside it; what its limit was, ten times a second."""
    samples: list[_Sample] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE_S):
            for worker in running_workers():
                known = json.loads(worker.pace()).values()
                samples.extend(_Sample(time.monotonic(), one["window"], one["rate_per_s"]) for one in known)

    with tempfile.TemporaryDirectory() as folder:
        place: StatePlace = place_in(Path(folder))
        point_at(provider.base_url)
        job_id = make_job(place, items, 50, plan_of(1))
        threads = [threading.Thread(target=one, daemon=True) for one in (watch, beside)]
        for thread in threads:
            thread.start()
        run_job(place, Config(), job_id)
        over.set()
        for thread in threads:
            thread.join()
    return samples


def _halve_at(provider: ProviderProcess, served: int) -> None:
    _until(lambda: provider.stats()["total"] - provider.stats()["limited"] >= served)
    provider.behave(rate_limit_per_s=RATE_PER_S / 2, rate_burst=RATE_PER_S // 2)


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the measured job did not come that far within five minutes")
        time.sleep(0.05)


def _lines(rows: list[InvoiceRow], trace: list[_Sample]) -> list[Line]:
    start = min(row.arrived_s for row in rows)
    end = max(row.ended_s for row in rows)
    seconds = [n / 2 for n in range(int(2 * (end - start)))]

    def by_second(status: int) -> list[tuple[float, float]]:
        moments = [row.arrived_s - start for row in rows if row.status == status]
        return [(at, _rate(moments, at - 0.5, at + 0.5)) for at in seconds]

    return [
        Line("served a second", by_second(200)),
        Line("refused a second (429)", by_second(429)),
        Line("calls allowed at once", [(one.at - start, one.window) for one in trace if one.at <= end]),
        Line("rate found, a second", [(one.at - start, one.rate_per_s) for one in trace if one.rate_per_s]),
    ]
