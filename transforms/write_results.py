"""WriteResults: part of a job -> the Parquet file of that part, in a folder that all workers reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import apache_beam as beam
import pyarrow as pa

from orchestrator.kept_errors import kept_error
from state.engine import State
from state.exports import ledger_rows, result_rows
from state.ledger_row import CallRow
from state.workspace import Workspace
from transforms import labels
from transforms.parquet_file import WrittenFile, write_parquet
from transforms.read_results import CallsPart, Part
from transforms.result_columns import GROUP_ROWS, PhaseColumn, results_schema, results_table, row_groups

_USD = pa.decimal128(19, 12)  # whole pico-dollars in 64 bits, as the ledger keeps them
_MOMENT = pa.timestamp("us", tz="UTC")

_ARROW = {"str": pa.string(), "int": pa.int64(), "Decimal": _USD, "datetime": _MOMENT}
CALLS = pa.schema([(field.name, _ARROW[str(field.type).partition(" ")[0]]) for field in fields(CallRow)])
"""The ledger's columns: the fields of a call, by their types."""


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """What is exported to where, as it travels to the workers.

    Args:
        state_url: The state, as a SQLAlchemy URL without its password.
        workspace: Where large payloads live.
        columns: One for each phase, decided from the plan.
        has_pages: Some items are files: there is a column with their pages.
    """

    state_url: str
    workspace: str
    job_id: str
    folder: str
    columns: tuple[PhaseColumn, ...]
    has_pages: bool = False


class WriteResults(beam.PTransform):
    """Writes each part as one file."""

    def __init__(self, target: ExportTarget) -> None:
        super().__init__(labels.WRITE_RESULTS)
        self._target = target

    def expand(self, parts: beam.PCollection[Part]) -> beam.PCollection[WrittenFile]:
        """PCollection[Part] -> PCollection[WrittenFile]."""
        return parts | labels.WRITE_PART >> beam.ParDo(_WritePartFn(self._target))


class _WritePartFn(beam.DoFn):
    """Holds a state of its own; writes a part again under the same name with the same bytes."""

    def __init__(self, target: ExportTarget) -> None:
        self._target = target
        self._state: State | None = None

    def setup(self) -> None:
        with kept_error(self._target.folder):
            self._state = State(self._target.state_url)

    def process(self, part: Part) -> Iterator[WrittenFile]:
        if self._state is None:
            raise RuntimeError("a part came before setup")
        with kept_error(self._target.folder):
            yield write_part(part, self._target, self._state)

    def teardown(self) -> None:
        if self._state is not None:
            self._state.close()


def write_part(part: Part, target: ExportTarget, state: State) -> WrittenFile:
    """Write the file of a part, a row group at a time."""
    folder = Path(target.folder)
    if isinstance(part, CallsPart):
        calls = ledger_rows(state, target.job_id, part.after, part.most)
        return write_parquet(folder, part.name, CALLS, _call_tables(calls))
    rows = result_rows(state, Workspace(target.workspace), target.job_id, part.first, part.last)
    columns, has_pages = target.columns, target.has_pages
    tables = (results_table(group, columns, has_pages=has_pages) for group in row_groups(rows))
    return write_parquet(folder, part.name, results_schema(columns, has_pages=has_pages), tables)


def _call_tables(calls: Iterable[CallRow]) -> Iterator[pa.Table]:
    group: list[CallRow] = []
    for call in calls:
        group.append(call)
        if len(group) == GROUP_ROWS:
            yield _calls_table(group)
            group = []
    if group:
        yield _calls_table(group)


def _calls_table(calls: Sequence[CallRow]) -> pa.Table:
    cells = {name: [getattr(call, name) for call in calls] for name in CALLS.names}
    return pa.Table.from_pydict(cells, schema=CALLS)
