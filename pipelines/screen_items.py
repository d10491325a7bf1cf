"""How items and calls look: tables for a terminal, and lines of JSONL, CSV and HTML for files. Nothing here prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines import page_frame
from pipelines.page_frame import words
from pipelines.screen_jobs import plain_table
from pipelines.screen_text import cell, reason, visible
from state.money import usd
from state.records import Json
from state.view_results import ResultRow

SHOWN_CHARS = 300

_VECTOR_NUMBERS = 32
"""A list of at least so many numbers with a point is a vector, which nobody reads."""


def as_text(value: Json) -> str:
    """A value for people: a text as it is, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def on_screen(value: Json) -> str:
    """A value for a terminal: whole, but of a vector its first numbers and how many there are."""
    if isinstance(value, list) and is_vector(value):
        return f"[{value[0]:.4f}, {value[1]:.4f}, … {len(value)} numbers]"
    return as_text(value)


def is_vector(value: Json) -> bool:
    """Whether a value is a list of so many numbers with a point that nobody reads them."""
    return isinstance(value, list) and len(value) >= _VECTOR_NUMBERS and all(type(one) is float for one in value)


def shortened(value: Json, most: int = SHOWN_CHARS) -> str:
    """A value in one line of at most so many characters, none of which commands a terminal."""
    text = visible(" ".join(on_screen(value)[: 4 * most].split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def result_table(rows: Iterable[ResultRow]) -> Table:
    """Items with what became of them."""
    table = plain_table(("#", "right"), ("item", 3), "status", ("output, or what went wrong", 4), ("cost", "right"))
    for row in rows:
        if row.error is not None:
            said = Text(shortened(reason(row.item_id, row.error.error_class, row.error.message)), style="red")
        else:
            said = Text(shortened(row.output))
        table.add_row(str(row.ordinal), cell(row.item_id), str(row.status), said, usd(row.cost_incurred))
    return table


def lines(documents: Iterable[Mapping[str, Json]], form: str) -> Iterator[str]:
    """Documents as lines of JSONL, CSV or HTML."""
    if form == "jsonl":
        yield from (orjson.dumps(one).decode() for one in documents)
    elif form == "csv":
        yield from _csv(documents)
    else:
        yield from _html(documents)


def _csv(documents: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    for number, one in enumerate(documents):
        if number == 0:
            yield _csv_line(list(one))
        yield _csv_line([as_text(value) for value in one.values()])


def _csv_line(values: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(values)
    return written.getvalue()


def _html(documents: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    yield page_frame.head("Batchwright", wide=True) + "<div class=scroll tabindex=0><table>"
    for number, one in enumerate(documents):
        if number == 0:
            yield "<tr>" + "".join(f"<th scope=col>{words(name)}</th>" for name in one) + "</tr>"
        cells = (f"<td class=text dir=auto>{words(as_text(value))}</td>" for value in one.values())
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table></div>" + page_frame.FOOT


# ── one item ────────────────────────────────────────────────────────────────────────────────────


def outputs(rows: Iterable[ResultRow], most: int = SHOWN_CHARS) -> RenderableType:
    """Items with all their outputs, for a first look."""
    parts: list[RenderableType] = []
    for row in rows:
        parts.append(Text.assemble((row.item_id, "bold"), (f"  {usd(row.cost_incurred)}", "dim")))
        for name, output in row.phase_outputs.items():
            said = (
                ", ".join(f"{key}: {on_screen(one)}" for key, one in output.items())
                if isinstance(output, dict)
                else output
            )
            parts.append(Text.assemble((f"  {name}: ", "dim"), shortened(said, max(1, most - len(name) - 4))))
        if row.error is not None:
            failed = f"  failed in {row.error.phase}: {row.error.error_class}: {row.error.message}"
            parts.append(Text(shortened(failed, most), style="red"))
    return Group(*parts)
