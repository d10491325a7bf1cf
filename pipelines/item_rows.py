"""The rows of an item file, one by one: where each stands, and its value."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from typing import IO

from orchestrator.documents.encodings import UTF8, decoded
from pipelines.item_bytes import decode, lines, opened, without_bom
from pipelines.item_files import ItemFile, Kind
from pipelines.item_json import as_json, parse_json
from pipelines.item_notes import ItemNotes
from state.errors import ItemsError
from state.item_input import MAX_TEXT_BYTES
from state.records import Json
from state.storable import storable

_BATCH_BYTES = 16_000_000
"""About how much of a Parquet file is turned into Python values at a time."""


def read_rows(file: ItemFile, notes: ItemNotes) -> Iterator[tuple[str, Json]]:
    """The rows of a file in their order, as (where, value); what the state cannot store is replaced and counted.

    Raises:
        ItemsError: It cannot be read or is broken; rows before that place have been given.
    """
    with opened(file.path, file.shown) as stream:
        match file.kind:
            case Kind.JSONL:
                yield from read_jsonl(stream, file.shown, notes)
            case Kind.JSON:
                yield from _json_rows(stream, file.shown, notes)
            case Kind.CSV:
                yield from _csv_rows(stream, file.shown, notes)
            case Kind.PARQUET:
                yield from _parquet_rows(stream, file, notes)
            case _:
                yield file.shown, notes.mend(read_text(stream, file.shown, notes))


def read_jsonl(stream: IO[bytes], shown: str, notes: ItemNotes) -> Iterator[tuple[str, Json]]:
    """The values of a JSONL stream; empty lines are skipped."""
    for number, line in lines(stream, shown):
        if not line.isspace():
            where = f"{shown} line {number}"
            yield where, parse_json(line, where, notes.mend)


def read_text(stream: IO[bytes], shown: str, notes: ItemNotes) -> str:
    """The whole of a text file, in whatever encoding; which one that was is noted where it is not UTF-8."""
    raw = stream.read(MAX_TEXT_BYTES + 4)  # with a byte order mark
    if len(raw) > MAX_TEXT_BYTES + 3:
        raise ItemsError(f"is longer than {MAX_TEXT_BYTES:,} bytes", path=shown, hint="split it")
    text, encoding = decoded(raw)
    if encoding is None:
        raise ItemsError("is no text in any encoding", path=shown, hint="remove it, or name it for what it is")
    if encoding != UTF8:
        notes.take_for(encoding, shown)
    return text


def _json_rows(stream: IO[bytes], shown: str, notes: ItemNotes) -> Iterator[tuple[str, Json]]:
    def each(values: Json) -> Json:
        return [notes.mend(value) for value in values] if isinstance(values, list) else values

    raw = without_bom(stream.read(), shown)
    if not raw.strip():
        return
    try:
        values = parse_json(raw, shown, each)
    except ItemsError as error:
        if "Extra data" in error.message:
            error.advise("a file with one value a line is named .jsonl")
        raise
    if not isinstance(values, list):
        raise ItemsError("is no array of items", path=shown, hint="put [ ] around it, or name it .jsonl")
    del raw  # as large as the values
    for number, value in enumerate(values, start=1):
        yield f"{shown} item {number}", value


def _csv_rows(stream: IO[bytes], shown: str, notes: ItemNotes) -> Iterator[tuple[str, Json]]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_TEXT_BYTES))
    rows = csv.reader((decode(line, f"{shown} line {number}") for number, line in lines(stream, shown)), strict=True)
    header: list[str] = []
    while True:
        where = f"{shown} line {rows.line_num + 1}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            hint = "is a quote open that nothing closes?" if "unexpected end" in str(error) else None
            raise ItemsError(f"is not CSV: {error}", path=where, hint=hint) from None
        if row is None:
            return
        if not row:
            continue
        if not header:
            header = _checked_header(row, where)
        elif len(row) != len(header):
            raise ItemsError(
                f"has {len(row)} cells, the header has {len(header)} columns",
                path=where,
                hint="put cells with commas, quotes or line breaks into quotes",
            )
        elif not any(row):
            raise ItemsError("every cell is empty", path=where, hint="remove the row")
        else:
            yield where, notes.mend(dict(zip(header, row, strict=True)))


def _checked_header(row: list[str], where: str) -> list[str]:
    header = [storable(name.strip()) for name in row]
    if len(header) == 1 and (separator := next((mark for mark in ";\t|" if mark in header[0]), None)):
        mark = "tabs" if separator == "\t" else f"`{separator}`"
        raise ItemsError(f"its columns are separated by {mark}; CSV has commas", path=where, hint="convert it")
    if "" in header:
        raise ItemsError(f"column {header.index('') + 1} has no name", path=where, hint="name it, or remove the column")
    _refuse_twins(header, where)
    return header


def _refuse_twins(header: list[str], where: str) -> None:
    twins = sorted({name for name in header if header.count(name) > 1})
    if twins:
        raise ItemsError(f"more than one column is named {', '.join(twins)}", path=where, hint="give each its own name")


def _parquet_rows(stream: IO[bytes], file: ItemFile, notes: ItemNotes) -> Iterator[tuple[str, Json]]:
    import pyarrow as pa  # noqa: PLC0415  # 0.2 s and 50 MB that other kinds need not pay
    import pyarrow.parquet as pq  # noqa: PLC0415  # the same

    with tempfile.TemporaryFile() as unpacked:
        if file.path.suffix.lower() == ".gz":  # Parquet is read from its end
            shutil.copyfileobj(stream, unpacked)
            stream = unpacked
        try:
            table = pq.ParquetFile(stream)
            _refuse_twins(table.schema_arrow.names, file.shown)
            meta = table.metadata
            size = sum(meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
            rows = max(1, min(10_000, _BATCH_BYTES * meta.num_rows // max(1, size)))
            number = 0
            for batch in table.iter_batches(batch_size=rows):
                for row in batch.to_pylist():
                    number += 1
                    where = f"{file.shown} row {number}"
                    yield where, notes.mend(as_json(row, where, nan_is_null=True))
        except pa.ArrowException as error:
            raise ItemsError(f"is not a Parquet file, or is broken ({type(error).__name__})", path=file.shown) from None
