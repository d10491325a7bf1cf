"""The columns of a job's results as Arrow has them, in an export and in a data frame, and rows as tables of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from state.exports import ResultRow
from state.file_records import page_texts
from state.storable import storable
from transforms.shapes import Cell, Shape, arrow_type, as_text, fit, json_text

GROUP_ROWS = 1_000
GROUP_BYTES = 32 * 1024 * 1024
"""A row group ends after so many rows or so much text, whichever comes first: what a writer holds in memory."""

UNMAPPED = "unmapped"
"""The column with all that a phase's column could not hold: JSON text, by phase column, null in nearly every row."""


PAGES = "pages"
"""The column with the pages of items that are files: number, how it was read, and its text; null for texts."""

_PAGES = pa.list_(pa.struct([("page", pa.int32()), ("how", pa.string()), ("text", pa.string())]))


@dataclass(frozen=True, slots=True)
class PhaseColumn:
    """A phase's column."""

    index: int
    name: str
    shape: Shape


def results_schema(columns: Sequence[PhaseColumn], *, has_pages: bool = False) -> pa.Schema:
    """The columns of the parts of a job with these phases.

    Args:
        has_pages: Some of its items are files.
    """
    return pa.schema(
        [
            pa.field("item_id", pa.string(), nullable=False),
            pa.field("ordinal", pa.int64(), nullable=False),
            pa.field("status", pa.string(), nullable=False),
            pa.field("input", pa.string(), nullable=False),
            pa.field("output", pa.string()),
            pa.field("error_class", pa.string()),
            pa.field("error_message", pa.string()),
            *(pa.field(column.name, arrow_type(column.shape)) for column in columns),
            *((pa.field(PAGES, _PAGES),) if has_pages else ()),
            pa.field(UNMAPPED, pa.string()),
        ]
    )


def row_groups(rows: Iterable[ResultRow]) -> Iterator[list[ResultRow]]:
    """Cut rows into groups by what they hold alone, so that the same rows always make the same groups."""
    group: list[ResultRow] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row.text) + sum(len(as_text(value) or "") for value in row.outputs.values())
        if len(group) == GROUP_ROWS or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def results_table(rows: Sequence[ResultRow], columns: Sequence[PhaseColumn], *, has_pages: bool = False) -> pa.Table:
    """Rows as one table; the output is that of the last phase, as text."""
    schema = results_schema(columns, has_pages=has_pages)
    cells: dict[str, list[Cell]] = {name: [] for name in schema.names}
    last = columns[-1].index if columns else 0
    for row in rows:
        fixed: tuple[Cell, ...] = (
            row.item_id,
            row.ordinal,
            str(row.status),
            storable(row.text),
            as_text(row.outputs.get(last)),
            row.error_class,
            row.error_message,
        )
        phases, unmapped = _phase_cells(row, columns)
        pages: tuple[Cell, ...] = (_page_cells(row),) if has_pages else ()
        for values, cell in zip(cells.values(), (*fixed, *phases, *pages, unmapped), strict=True):
            values.append(cell)
    return pa.Table.from_pydict(cells, schema=schema)


def _page_cells(row: ResultRow) -> Cell:
    if not row.pages:
        return None
    texts = page_texts(row.text, row.pages)
    return [
        {"page": page.page, "how": page.how, "text": storable(text)}
        for page, text in zip(row.pages, texts, strict=True)
    ]


def _phase_cells(row: ResultRow, columns: Sequence[PhaseColumn]) -> tuple[list[Cell], str | None]:
    """The cells of the phases, and as JSON text the outputs that did not fit theirs."""
    cells: list[Cell] = []
    unmapped = {}
    for column in columns:
        value = row.outputs.get(column.index)
        cell, is_whole = fit(value, column.shape)
        cells.append(cell)
        if not is_whole:
            unmapped[column.name] = value
    return cells, json_text(unmapped) if unmapped else None
