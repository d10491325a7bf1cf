"""A job's results as Arrow are what its export holds, and are read as they are asked for."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.export import export
from pipelines.jobs import BatchJobs
from state.config import StatePlace
from state.errors import NotFoundError
from state.ingest import ingest
from state.migrate import open_state
from state.place import StatePlace as Place
from state.plans import dump_plan
from state.records import NewItem
from state.workspace import Workspace
from tests.commands import environment
from tests.test_export import TWO_PHASES, made, place
from tests.test_ingest import a_job

__all__ = ["place"]
ROOT = Path(__file__).resolve().parent.parent


def stored(place: Place, *, items: int, size: int = 1, has_plan: bool = True) -> str:
    """A job of so many items of so many characters, none of them finished."""
    plan = {"plan": dump_plan(TWO_PHASES), "plan_digest": "0" * 64} if has_plan else {}
    with closing(open_state(place.url)) as state:
        job = a_job(**plan)
        ingest(state, Workspace(place.workspace), job, (NewItem(f"i{n}", "t" * size, {}) for n in range(items)))
    return job.job_id


def test_a_table_is_what_an_export_holds(place: StatePlace, tmp_path: Path) -> None:
    """The same columns of the same types with the same rows, completed, failed and pending."""
    job_id = made(place)
    export(place, job_id, tmp_path / "out")
    with BatchJobs(place.url, place.workspace) as jobs:
        table = jobs.table(job_id)
    assert table.equals(pq.read_table(tmp_path / "out" / "part-00000.parquet"))
    assert table.column("status").to_pylist() == ["COMPLETED", "FAILED", "COMPLETED", "COMPLETED", "PENDING"]


def test_batches_are_read_as_they_are_asked_for(sqlite_url: str, tmp_path: Path) -> None:
    """At most a thousand rows or 32 MB at once, whatever the job's size; all items come once, in order."""
    place = Place(sqlite_url, str(tmp_path / "workspace"))
    job_id = stored(place, items=2_100)
    large = stored(place, items=200, size=1_000_000)
    with BatchJobs(place.url, place.workspace) as jobs:
        assert [batch.num_rows for batch in jobs.record_batches(job_id)] == [1_000, 1_000, 100]
        assert jobs.table(job_id).column("ordinal").to_pylist() == list(range(2_100))
        held, before = 0, pa.total_allocated_bytes()
        tracemalloc.start()
        for batch in jobs.record_batches(large):
            held = max(held, pa.total_allocated_bytes() - before + tracemalloc.get_traced_memory()[1])
            assert batch.num_rows <= 34
        tracemalloc.stop()
    assert held < 140 * 1024 * 1024, f"{held:,}"


def test_a_job_without_a_plan_has_its_items(sqlite_url: str, tmp_path: Path) -> None:
    """One that is stored for a later version has no phases yet; and no such job is told."""
    place = Place(sqlite_url, str(tmp_path / "workspace"))
    job_id = stored(place, items=2, has_plan=False)
    with BatchJobs(place.url, place.workspace) as jobs:
        table = jobs.table(job_id)
        assert (table.num_rows, table.column_names[-2:]) == (2, ["error_message", "unmapped"])
        with pytest.raises(NotFoundError, match="no job 'job_x'"):
            jobs.table("job_x")


def test_a_table_loads_no_beam(sqlite_url: str, tmp_path: Path) -> None:
    """A notebook has it at once."""
    place = Place(sqlite_url, str(tmp_path / "workspace"))
    job_id = stored(place, items=1)
    code = (
        "import sys; from pipelines.jobs import BatchJobs\n"
        f"print(BatchJobs({place.url!r}, {place.workspace!r}).table({job_id!r}).num_rows, 'apache_beam' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, check=True)
    assert ran.stdout.decode() == "1 False\n"
