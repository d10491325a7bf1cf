"""Files beside calls: what reading them costs a job that has calls out, known files, and a large folder's first call.

texts ───────────► 1,000 pages of PDFs, and texts behind them ───────────► texts
      calls alone   │ calls beside, counted at the provider       │
                    └ the first file is opened                    └ the last file's call arrives
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pypdfium2 as pdfium
from sqlalchemy import text

from benchmarks.jobs import place_in, plan_of, point_at, stored, texts
from orchestrator.documents.pool import FileReader
from orchestrator.window import window_size
from pipelines.run import run_job
from state.config import Config, StatePlace
from state.file_records import FileRef
from state.migrate import open_state
from state.records import NewItem
from tests.fakes.invoice import InvoiceRow
from tests.fakes.pdfs import pdf_of
from tests.fakes.provider_server import ProviderProcess

ROOT = Path(__file__).parents[1]
CONCURRENCY = 20
LATENCY_MS = 400
_BEFORE, _WARM = 400, 100  # texts in front of the files; of them, until all places are taken
_BEHIND_A_PAGE = 3  # texts behind them: reading is over before they are


@dataclass(frozen=True, slots=True)
class Beside:
    """What was seen.

    Args:
        read_s: From the opening of the first file to the last file's call.
        alone: Calls that were out on the average before.
        beside: And meanwhile.
        known_s: What another job of the same files took, to its last call.
        reads: How many files that job read.
    """

    files: int
    pages: int
    read_s: float
    alone: float
    beside: float
    known_s: float
    reads: int


def measure_beside(paths: Sequence[Path], least_pages: int) -> Beside:
    """A job of texts with PDFs among them, then one of the PDFs only.

    Args:
        least_pages: Files are taken again, with another ending, until there are so many.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as made, ProviderProcess(latency_ms=LATENCY_MS) as provider:
        point_at(provider.base_url)
        files, pages = _files(paths, Path(made), least_pages)
        place = place_in(Path(made))
        items = [*texts(_BEFORE), *files, *texts(_BEHIND_A_PAGE * pages, _BEFORE)]
        job_id = stored(place, items, CONCURRENCY, plan_of(1))
        run_job(place, Config(), job_id)
        rows = provider.invoice()
        arrived = _arrivals(place, job_id, rows)
        opened = arrived[f"item-{_BEFORE - window_size(CONCURRENCY)}"]
        read = max(arrived[file.item_id] for file in files if file.item_id in arrived)
        alone = _out(rows, arrived[f"item-{_WARM}"], opened)
        beside = _out(rows, opened, min(read, max(row.arrived_s for row in rows)))
        known_s, reads = _again(place, files, provider)
    return Beside(len(files), pages, read - opened, alone, beside, known_s, reads)


def _files(paths: Sequence[Path], folder: Path, least_pages: int) -> tuple[list[NewItem], int]:
    files, pages, number = list[NewItem](), 0, 0
    while pages < least_pages:
        data = paths[number % len(paths)].read_bytes()
        path = folder / f"{number}.pdf"
        path.write_bytes(data + b"\n%%%d" % number)
        pages += len(pdfium.PdfDocument(data))
        files.append(NewItem(path.name, "", {}, file=FileRef("pdf", path.name, str(path), path.stat().st_size)))
        number += 1
    return files, pages


def _arrivals(place: StatePlace, job_id: str, rows: Sequence[InvoiceRow]) -> dict[str, float]:
    """When each item's call arrived."""
    with closing(open_state(place.url)) as state, state.read() as conn:
        found = conn.execute(text("SELECT call_id, item_id FROM batch_calls WHERE job_id = :job"), {"job": job_id})
        items = {row.call_id: row.item_id for row in found}
    return {items[row.call_id]: row.arrived_s for row in rows if row.call_id in items}


def _out(rows: Sequence[InvoiceRow], begun: float, over: float) -> float:
    """How many calls were out between two moments, on the average."""
    return sum(max(0.0, min(row.ended_s, over) - max(row.arrived_s, begun)) for row in rows) / (over - begun)


def _again(place: StatePlace, files: Sequence[NewItem], provider: ProviderProcess) -> tuple[float, int]:
    """The files in another job, with other instructions, so that it calls; and how many of them are read."""
    reads = 0
    ask = FileReader._ask  # noqa: SLF001  # what a known file never comes to

    def counted(reader: FileReader, *given: object) -> dict[str, object]:
        nonlocal reads
        reads += 1
        return ask(reader, *given)  # type: ignore[arg-type]

    job_id = stored(place, files, CONCURRENCY, plan_of(2))
    begun = time.monotonic()
    with patch.object(FileReader, "_ask", counted):
        run_job(place, Config(), job_id)
    return max(row.arrived_s for row in provider.invoice()) - begun, reads


# ── a large folder ──────────────────────────────────────────────────────────────────────────────

JOB = """\
name: many files
items: in
phases:
  - {name: say, task_type: chat, model: openai/gpt-6-luna}
options: {concurrency: 20}
"""
_LOOK_S = 0.02


def first_call_s(files: int) -> float:
    """From the command that makes a job of a folder and runs it, to the first call at the provider."""
    page = "The sea was calm that morning, and the harbour master wrote nothing down. " * 20
    one = pdf_of([page] * 4)
    with tempfile.TemporaryDirectory(prefix="bench-") as made, ProviderProcess() as provider:
        place = Path(made)
        (place / "in").mkdir()
        for number in range(files):
            (place / "in" / f"{number:05}.pdf").write_bytes(one + b"%%%d" % number)
        (place / "job.yaml").write_text(JOB, "utf-8")
        environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OPENAI_API_KEY": "none",
            "OPENAI_BASE_URL": provider.openai_url,
        }
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "--state", f"sqlite:///{place}/state.db", "run", "job.yaml", "--yes"],
            cwd=place, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not provider.stats()["total"] and process.poll() is None:
                time.sleep(_LOOK_S)
            return min((row.arrived_s for row in provider.invoice()), default=float("nan")) - begun
        finally:
            process.kill()  # what reads files ends with it
            process.wait()
