"""A job's results as Arrow, which pandas, Polars and `datasets` take without a copy: the columns of its export.

the state ── 50 items ──► rows ── 1,000 of them, or 32 MB ──► a record batch ──► whoever asks for the next one
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from pipelines.arrow import phase_columns
from state.engine import State
from state.exports import has_files, result_rows, totals, vector_sizes
from state.job_again import has_plan
from state.pages import load_job
from state.plan_records import OutputFormat
from state.workspace import Workspace
from transforms.result_columns import PhaseColumn, results_schema, results_table, row_groups


def result_columns(state: State, workspace: Workspace, job_id: str) -> tuple[PhaseColumn, ...]:
    """The columns of a job's phases; none while it has no plan.

    Raises:
        NotFoundError: There is no such job.
    """
    if not has_plan(state, job_id):
        return ()
    plan = load_job(state, job_id).plan
    embedding = [phase.index for phase in plan.phases if phase.output.format is OutputFormat.VECTOR]
    return phase_columns(plan, vector_sizes(state, workspace, job_id, embedding))


def record_batches(state: State, workspace: Workspace, job_id: str) -> pa.RecordBatchReader:
    """All items of a job by ordinal, finished or not, each batch read as it is asked for.

    Raises:
        NotFoundError: There is no such job.
        PurgedError: Its inputs and outputs were purged.
    """
    last = totals(state, job_id).total - 1
    columns, has_pages = result_columns(state, workspace, job_id), has_files(state, job_id)

    def batches() -> Iterator[pa.RecordBatch]:
        for group in row_groups(result_rows(state, workspace, job_id, 0, last)):
            yield from results_table(group, columns, has_pages=has_pages).to_batches()

    return pa.RecordBatchReader.from_batches(results_schema(columns, has_pages=has_pages), batches())
