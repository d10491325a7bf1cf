"""`python -m benchmarks [NAME]… [--quick]`: measure, print, and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import inspect
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.cluster import measure_cluster
from benchmarks.files import measure_files
from benchmarks.first_day import MOST_MB, Step, measure_first_day
from benchmarks.install import measure_beside, measure_install
from benchmarks.limits import measure_limits
from benchmarks.retrieval import measure_retrieval
from benchmarks.scans import measure_scans
from orchestrator.packing import MOST_INPUTS
from tests.fakes.provider_server import ProviderProcess

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "benchmarks.md"

_BUSY = 2  # times the cores: more load is not the benchmark's own

Row = tuple[str, str, str]
"""What was measured, what came out, what the goal is."""

INTRO = """# Benchmarks

How fast it is, how much memory and processor it takes, and what was aimed at. Written by `make bench`, and by nothing
else. Times on a shared machine are noisy; ratios are taken within one run.
The provider is a real HTTP server on loopback in a process of its own, and it shares the machine's cores.
*Ideal* is items × phases × latency / concurrency.
"""


def main() -> None:
    """Measure what was asked for, all by default."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []])
    parser.add_argument("--quick", action="store_true", help="a tenth of the items, and nothing is written")
    given = parser.parse_args()
    scale = 10 if given.quick else 1
    sections = _written()
    names = given.names or [name for name in MEASURES if name != "million"]
    for name in names:
        print(f"{name} …", flush=True)
        rows = []
        for row in MEASURES[name](scale):  # told as they come: one may take an hour
            print("   " + " · ".join(row), flush=True)
            rows.append(row)
        sections[name] = _section(name, rows)
        if not given.quick:  # after each, so that a run that is cut off has written what it measured
            TARGET.write_text("\n".join([INTRO, *(sections[one] for one in MEASURES if one in sections)]), "utf-8")
    if not given.quick:
        print(f"written: {TARGET.relative_to(ROOT)}")


def _written() -> dict[str, str]:
    """The sections that stand in the page, by name: what is not measured now keeps its figures and its commit."""
    if not TARGET.exists():
        return {}
    _, *sections = f"\n{TARGET.read_text('utf-8')}".split("\n## ")
    return {section.partition("\n")[0]: f"## {section.rstrip()}\n" for section in sections}


def engine(scale: int) -> Iterator[Row]:
    """2,000 items × 3 phases, 50 out, all promises on."""
    items = 2000 // scale
    for latency_ms in (200, 100):
        ideal = items * 3 * latency_ms / 1000 / 50
        with ProviderProcess(latency_ms=latency_ms) as provider:
            loop = _one("loop", base_url=provider.base_url, items=items)
            ran = _one("run", base_url=provider.base_url, items=items)
            post = None
            if latency_ms == 200:
                with _postgres() as url:
                    post = _one("run", base_url=provider.base_url, items=items, url=url)
        goal = "0.95" if latency_ms == 200 else "reported"
        yield f"{latency_ms} ms, SQLite: ideal / time", _ratio(ideal, ran["seconds"]), goal
        if post is not None:
            yield f"{latency_ms} ms, PostgreSQL: ideal / time", _ratio(ideal, post["seconds"]), goal
        yield f"{latency_ms} ms, bare loop over the SDK: ideal / time", _ratio(ideal, loop["seconds"]), "–"
        yield f"{latency_ms} ms, bare loop's time / ours", _ratio(loop["seconds"], ran["seconds"]), "1.10"
        yield f"{latency_ms} ms, processor a call, ours (SQLite)", _cpu(ran), "less than the bare loop's"
        yield f"{latency_ms} ms, processor a call, bare loop", _cpu(loop), "–"
        yield (
            f"{latency_ms} ms, first call, first document",
            (f"{ran['first_call_s']:.2f} s, {ran['first_document_s']:.2f} s"),
            "first document: 2 s + its latency",
        )


def tail(scale: int) -> Iterator[Row]:
    """Lognormal latency (median 200 ms, sigma 0.6, cap 5 s), and the same with one call of 30 s in phase 1."""
    items = 2000 // scale
    straggler = {"contains": f"Note {items // 2}.", "latency_ms": 30_000, "times": 1}
    with ProviderProcess(median_ms=200, sigma=0.6, cap_ms=5000) as provider:
        plain = _one("run", base_url=provider.base_url, items=items)
    with ProviderProcess(median_ms=200, sigma=0.6, cap_ms=5000, rules=[straggler]) as provider:
        held_up = _one("run", base_url=provider.base_url, items=items)
    yield "99 % of the documents done, without a straggler", f"{plain['p99_document_s']:.1f} s", "–"
    yield "99 % of the documents done, with one of 30 s", f"{held_up['p99_document_s']:.1f} s", "–"
    ratio = held_up["p99_document_s"] / plain["p99_document_s"]
    yield "with / without", f"{ratio:.2f}", "at most 1.3"


def memory(scale: int) -> Iterator[Row]:
    """The most memory that the whole process held; the provider answers at once."""
    for items in (10_000, 100_000):
        with ProviderProcess() as provider:
            ran = _one("run", base_url=provider.base_url, items=items // scale, phases=1)
        yield f"{items // scale:,} items × 1 phase", f"{ran['rss_mb']:.0f} MB", "200 MB, the same for both"


def again(scale: int) -> Iterator[Row]:
    """10,000 × 3: a finished job opened again, and a new one that finds all answers known."""
    items = 10_000 // scale
    with ProviderProcess() as provider, tempfile.TemporaryDirectory() as folder:
        first = _one("run", base_url=provider.base_url, items=items, folder=folder)
        calls = provider.stats()["total"]
        known = _one("run", base_url=provider.base_url, items=items, folder=folder)
        more = provider.stats()["total"] - calls
    yield f"{items:,} × 3, nothing known, provider at once", f"{first['seconds']:.1f} s, {calls:,} calls", "–"
    yield f"{items:,} × 3, a new job, all known", f"{known['seconds']:.1f} s, {more} calls", "15 s, 0 calls"


def state(scale: int) -> Iterator[Row]:
    """Admit, settle and conclude on disk, without provider and Beam, by item and phase."""
    for item_phases in (10_000, 100_000, 1_000_000):
        items = item_phases // scale // 2
        one = _one("state", items=items, phases=2)
        yield f"SQLite, {items * 2:,}", _ms(one), "0.3 ms, linear"
        if item_phases <= 100_000:
            with _postgres() as url:
                one = _one("state", items=items, phases=2, url=url)
            yield f"PostgreSQL, {items * 2:,}", _ms(one), "0.4 ms, linear"


def documents(scale: int) -> Iterator[Row]:
    """A project's documents: to add their chunks, made before, and what a process needs to search them."""
    chunks = 100_000 // scale
    for store in ("SQLite", "PostgreSQL"):
        if store == "SQLite":
            ran = _one("documents", items=chunks)
        else:
            with _postgres() as url:
                ran = _one("documents", items=chunks, url=url)
        yield f"{store}: {chunks:,} chunks kept", f"{ran['add_s']:.0f} s", "–"
        goal = "100 ms" if store == "SQLite" else "–"  # one writer at a time: nobody is to wait longer than that
        yield f"{store}: the longest of its transactions", f"{ran['longest_ms']:.0f} ms", goal
        yield f"{store}: an index of them, in a process", f"{ran['index_s']:.1f} s, {ran['rss_mb']:.0f} MB", "–"
        yield f"{store}: a search by words, with the texts found", f"{ran['search_ms']:.1f} ms", "50 ms"


def status(scale: int) -> Iterator[Row]:
    """What it costs to look at a running job, and what it costs the run, by items; medians of 100 looks."""
    items, drawn = 1_000_000 // scale, 0.0
    for store in ("SQLite", "PostgreSQL"):
        if store == "SQLite":
            ran = _one("status", items=items)
        else:
            with _postgres() as url:
                ran = _one("status", items=items, url=url)
        drawn = drawn or ran["draw_ms"]
        yield f"{store}: a status at 1,000 items", f"{ran['few_ms']:.1f} ms", "–"
        yield f"{store}: a status at {items:,} items", f"{ran['status_ms']:.1f} ms", "the same"
        yield f"{store}: what a live screen reads, once a second", f"{ran['live_ms']:.1f} ms", "–"
        yield f"{store}: what a worker says of itself, once a second", f"{ran['say_ms']:.1f} ms", "–"
    yield "drawing a live screen, once a second", f"{drawn:.1f} ms", "–"


def embeddings(scale: int) -> Iterator[Row]:
    """20,000 short texts into vectors of 1,536 numbers, 10 calls out at once, 200 ms a call."""
    items = 20_000 // scale
    with ProviderProcess(latency_ms=200, embedding_dims=1536) as provider:
        ran = _one("embed", base_url=provider.base_url, items=items, concurrency=10)
        calls = int(ran["calls"])
    yield f"requests for {items:,} texts", f"{calls:,}", "–"
    yield "requests saved", f"{100 * (1 - calls / items):.1f} %", "–"
    yield "texts a request", f"{items / calls:.0f} of at most {MOST_INPUTS}", "full packs"
    yield "texts a second", f"{items / ran['seconds']:.0f}", "–"
    yield "memory", f"{ran['rss_mb']:.0f} MB", "–"


def caching(scale: int) -> Iterator[Row]:
    """2,000 items under instructions of 2,500 tokens, 20 out: what a provider's cache of the shared part saves."""
    items = 2000 // scale
    for model in ("anthropic/claude-haiku-5-5", "openai/gpt-6-luna"):
        paid = []
        for kept in (False, True):
            with ProviderProcess(latency_ms=100, prompt_cache=kept) as provider:
                ran = _one("caching", base_url=provider.base_url, items=items, concurrency=20, model=model)
                paid.append(ran["cost_usd"])
        yield f"{model}: without a cache", f"${paid[0]:.4f}", "–"
        yield f"{model}: with it", f"${paid[1]:.4f} ({100 * paid[1] / paid[0]:.0f} %)", "–"


def firstday(scale: int) -> Iterator[Row]:
    """A first day with many items, each step a command of its own, with a provider that answers at once in its process.

    Memory is the most that a command and all that it started held together, looked at twenty times a second: the sum of
    their resident sets. Disk is what there is after it. The second line of a step says how its processor time grows.
    """
    yield from _days((20_000 // scale, 100_000 // scale))


def million(scale: int) -> Iterator[Row]:
    """The same with a million items; about an hour on a quiet machine."""
    yield from _days((1_000_000 // scale,))


def _days(sizes: Sequence[int]) -> Iterator[Row]:
    before: dict[str, Step] = {}
    for items in sizes:
        for step in measure_first_day(items):
            took = f"{step.seconds:.1f} s ({step.cpu_s:.1f} s processor)"
            took += f", {step.rss_mb:.0f} MB, disk {step.disk_mb:.0f} MB"
            yield f"{items:,} items: {step.name}", took, f"{MOST_MB} MB"
            if was := before.get(step.name):
                times, more = items / sizes[0], step.cpu_s / was.cpu_s
                yield f"{step.name}: {times:.0f} times as many items", f"{more:.1f} times the processor", "no more"
            before.setdefault(step.name, step)


MEASURES: dict[str, Callable[[int], Iterator[Row]]] = {
    "engine": engine,
    "tail": tail,
    "again": again,
    "state": state,
    "status": status,
    "memory": memory,
    "embeddings": embeddings,
    "caching": caching,
    "limits": measure_limits,
    "cluster": measure_cluster,
    "files": measure_files,
    "scans": measure_scans,
    "retrieval": measure_retrieval,
    "documents": documents,
    "firstday": firstday,
    "million": million,
    "install": measure_install,
    "beside": measure_beside,
}


def _one(what: str, *, folder: str | None = None, **options: object) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as made:
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.one", what, f"--folder={folder or made}", *arguments],
            cwd=ROOT, check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


@contextmanager
def _postgres() -> Iterator[str]:
    from tests.fakes.postgres import PostgresServer  # noqa: PLC0415  # only some measures need it

    with PostgresServer(fsync=True) as server:
        server.create_database("benchmark")
        yield server.url("benchmark")


def _ratio(part: float, whole: float) -> str:
    return f"{part / whole:.3f}"


def _cpu(figures: dict[str, float]) -> str:
    return f"{1000 * figures['cpu_s'] / figures['calls']:.2f} ms"


def _ms(figures: dict[str, float]) -> str:
    return f"{figures['ms_per_item_phase']:.3f} ms ({figures['cpu_ms_per_item_phase']:.3f} ms processor)"


def _section(name: str, rows: list[Row]) -> str:
    title = inspect.cleandoc(MEASURES[name].__doc__ or name)
    lines = [f"| {' | '.join(row)} |" for row in rows]
    table = ["| measured | result | goal |", "|---|---|---|", *lines]
    return "\n".join([f"## {name}", "", title, "", *table, "", _where(), ""])


def _where() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = os.getloadavg()[0]
    is_busy = load > _BUSY * (os.cpu_count() or 1)
    beside = f" Beside other work (load {load:.0f}): its times are too long." if is_busy else ""
    return f"Commit {commit}, {day}: {machine}.{beside}"


if __name__ == "__main__":
    main()
