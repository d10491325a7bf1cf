"""How calls look: a ledger as a table that is as wide as its terminal, and calls of one item in lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.screen_items import shortened
from pipelines.screen_jobs import plain_table
from pipelines.screen_text import cell
from state.ledger_row import CallRow
from state.money import usd
from state.records import Json
from state.status import CallStatus

_DROPPED = ("ms", "tokens", "model")
"""Columns that go where there is no room, the first first: the others tell rows apart, or say what they cost."""

_GAP = 2
"""Between two columns of a table."""

_RIGHT = ("tokens", "ms", "cost")
_SHARED = ("item", "phase")
"""Columns that are cut when all that can go has gone."""


def call_table(rows: Iterable[CallRow], *, ids: bool = False) -> RenderableType:
    """The ledger, a row a call, and below it why calls failed.

    Args:
        ids: Show the calls' own ids, as is done in any case where the outcome of one is unknown.
    """
    shown = list(rows)
    with_ids = ids or any(row.status == CallStatus.UNKNOWN for row in shown)
    failed = [_failure(row) for row in shown if row.error_class]
    return Group(_CallTable(tuple(_cells(row, with_ids=with_ids) for row in shown)), *failed)


def _cells(row: CallRow, *, with_ids: bool) -> dict[str, str]:
    status = row.status if row.http_status in (None, 200) else f"{row.status} {row.http_status}"
    role = "" if row.role == "executor" else f" ({row.role})"
    return {
        **({"call": row.call_id} if with_ids else {}),
        "item": row.item_id if row.items == 1 else f"{row.item_id} +{row.items - 1}",
        "phase": f"{row.phase}{role}",
        "status": status,
        "model": row.model.partition("/")[2] or row.model,
        "tokens": f"{row.input_tokens}+{row.output_tokens}",
        "ms": "" if row.latency_ms is None else str(row.latency_ms),
        "cost": usd(row.cost),
    }


def _failure(row: CallRow) -> Text:
    why = f"{row.item_id} ({row.phase}): {row.error_class}: {row.error_message or ''}"
    return Text(shortened(why), style="red")


@dataclass(frozen=True, slots=True)
class _CallTable:
    """Rows by column; how many columns there is room for is known when they are drawn."""

    rows: Sequence[Mapping[str, str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Draw the columns that fit."""
        names = list(self.rows[0]) if self.rows else ["item", "phase", "status", "cost"]
        widths = {name: max(cell_len(one) for one in (name, *(row[name] for row in self.rows))) for name in names}
        for name in _DROPPED:
            if _width(widths.values()) > options.max_width:
                widths.pop(name, None)
        fits = _width(widths.values()) <= options.max_width
        yield self._table(list(widths), fits=fits)
        models = sorted({row["model"] for row in self.rows})
        if models and "model" not in widths:
            yield Text(f"by {', '.join(models)}", style="dim")

    def _table(self, names: Sequence[str], *, fits: bool) -> Table:
        table = plain_table(
            *((name, "right" if name in _RIGHT else "left" if fits or name not in _SHARED else 1) for name in names)
        )
        for row in self.rows:
            table.add_row(*(cell(row[name]) for name in names))
        return table


def _width(widths: Collection[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def call_lines(call: Mapping[str, Json], of: str = "") -> RenderableType:
    """One call of an item in a line, and in another one why it failed.

    Args:
        of: Of which page or part it is, where it is of one.
    """
    http = "" if call["http_status"] is None else f" {call['http_status']}"
    answered = f", answered by {call['answered_model']}" if call["answered_model"] else ""
    shared = "" if call["items"] == 1 else f" for {call['items']} inputs"
    took = "" if call["latency_ms"] is None else f", {call['latency_ms']} ms"
    what = f"attempt {call['attempt']} {call['role']}{of and f' ({of})'}"
    line = f"{call['phase']}, {what}: {call['status']}{http}, {call['model']}"
    said = Text(f"{line}{answered}, ${call['cost']}{shared}{took}, {call['call_id']}")
    error = call["error"]
    if not isinstance(error, dict):
        return said
    return Group(said, Text(f"  {error['class']}: {error['message']}", style="red"))
