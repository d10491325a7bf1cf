"""Files are read beside the calls that are out, and keep none of them: counted at the provider, in one run."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from orchestrator.window import window_size
from state.file_records import FileRef
from state.records import NewItem
from state.status import JobStatus
from tests.fakes.invoice import InvoiceRow
from tests.fakes.pdfs import pdf_of
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Made, make_job

CONCURRENCY = 4
LATENCY_MS = 200
BEFORE = 60
FILES, PAGES = 15, 20
PROSE = "The sea was calm that morning, and the harbour master wrote nothing down. " * 27


def test_calls_are_out_as_before_while_300_pages_are_read(
    sqlite_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More files in front of texts than may be in progress: as many calls are out while they are read as before."""
    assert window_size(CONCURRENCY) < FILES
    provider.behave([], latency_ms=LATENCY_MS)
    before, after = _texts("before", BEFORE), _texts("after", 120)
    items = [*before, *_files(tmp_path), *after]
    made = make_job(sqlite_url, tmp_path, provider, items=items, phases=ONE_PHASE, concurrency=CONCURRENCY)
    assert made.into(monkeypatch).run().status is JobStatus.COMPLETED
    arrived = _arrivals(made, provider.invoice())
    begun, opened = arrived["before-12"], arrived[f"before-{BEFORE - window_size(CONCURRENCY)}"]
    read = max(arrived[f"{number}.pdf"] for number in range(FILES))
    over = min(read, max(arrived[item.item_id] for item in after))
    alone, beside = (_out(provider.invoice(), *span) for span in ((begun, opened), (opened, over)))
    assert over - opened > 5 * LATENCY_MS / 1000, "the files were read before anything could be seen"
    assert beside >= 0.9 * alone


def _texts(name: str, count: int) -> list[NewItem]:
    return [NewItem(f"{name}-{number}", f"The sea was calm {name} {number}.", {}) for number in range(count)]


def _files(folder: Path) -> list[NewItem]:
    files = []
    for number in range(FILES):
        path = folder / f"{number}.pdf"
        path.write_bytes(pdf_of([f"{PROSE}{number} and {page}. {PROSE}" for page in range(PAGES)]))
        files.append(NewItem(path.name, "", {}, file=FileRef("pdf", path.name, str(path), path.stat().st_size)))
    return files


def _arrivals(made: Made, rows: list[InvoiceRow]) -> dict[str, float]:
    """When each item's call arrived."""
    with closing(made.opened()) as state, state.read() as conn:
        found = conn.execute(text("SELECT call_id, item_id FROM batch_calls"))
        items = {row.call_id: row.item_id for row in found}
    return {items[row.call_id]: row.arrived_s for row in rows}


def _out(rows: list[InvoiceRow], begun: float, over: float) -> float:
    """How many calls were out between two moments, on the average."""
    return sum(max(0.0, min(row.ended_s, over) - max(row.arrived_s, begun)) for row in rows) / (over - begun)
