"""How items and calls look: tables for a terminal, and lines of JSONL, CSV and HTML for files. Nothing here prints."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.changes import FIRST_TIME
from pipelines.screen_jobs import plain_table, usd
from pipelines.screen_text import visible
from state.ledger_row import CallRow
from state.records import Json
from state.view_results import ResultRow

_SHOWN_CHARS = 300


def as_text(value: Json) -> str:
    """A value for people: a text as it is, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def shortened(value: Json, most: int = _SHOWN_CHARS) -> str:
    """A value in one line of at most so many characters, none of which commands a terminal."""
    text = visible(" ".join(as_text(value)[: 4 * most].split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def result_table(rows: Iterable[ResultRow]) -> Table:
    """Items with what became of them."""
    table = plain_table(("#", "right"), ("item", 2), "status", ("output, or what went wrong", 5), ("cost", "right"))
    for row in rows:
        if row.error is not None:
            said = Text(shortened(f"{row.error.error_class}: {row.error.message}"), style="red")
        else:
            said = Text(shortened(row.output))
        table.add_row(str(row.ordinal), Text(row.item_id), str(row.status), said, usd(row.cost_incurred))
    return table


def call_table(rows: Iterable[CallRow]) -> RenderableType:
    """The ledger, a row a call, and below it why calls failed."""
    failed: list[RenderableType] = []
    table = plain_table(
        ("item", 1), ("phase", 1), "status", ("model", 1), ("tokens", "right"), ("ms", "right"),
        ("cost", "right"),
    )  # fmt: skip
    for row in rows:
        status = row.status if row.http_status in (None, 200) else f"{row.status} {row.http_status}"
        role = "" if row.role == "executor" else f" ({row.role})"
        tokens = f"{row.input_tokens}+{row.output_tokens}"
        latency = "" if row.latency_ms is None else str(row.latency_ms)
        model = row.model.partition("/")[2] or row.model
        table.add_row(
            Text(row.item_id), Text(f"{row.phase}{role}"), status, Text(model), tokens, latency, usd(row.cost)
        )
        if row.error_class:
            why = f"{row.item_id} ({row.phase}): {row.error_class}: {row.error_message or ''}"
            failed.append(Text(shortened(why), style="red"))
    return Group(table, *failed)


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


_HEAD = """<!doctype html><meta charset="utf-8"><title>Batchwright</title>
<style>body{font:14px sans-serif}td,th{border:1px solid #ccc;padding:4px;text-align:left;vertical-align:top}
table{border-collapse:collapse}td{white-space:pre-wrap;max-width:40em;overflow-wrap:anywhere}</style><table>"""


def _html(documents: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    yield _HEAD
    for number, one in enumerate(documents):
        if number == 0:
            yield "<tr>" + "".join(f"<th>{html.escape(name)}</th>" for name in one) + "</tr>"
        yield "<tr>" + "".join(f"<td>{html.escape(visible(as_text(value)))}</td>" for value in one.values()) + "</tr>"
    yield "</table>"


# ── one item ────────────────────────────────────────────────────────────────────────────────────


def outputs(rows: Iterable[ResultRow], most: int = _SHOWN_CHARS) -> RenderableType:
    """Items with all their outputs, for a first look."""
    parts: list[RenderableType] = []
    for row in rows:
        parts.append(Text(row.item_id, style="bold"))
        for name, output in row.phase_outputs.items():
            said = (
                ", ".join(f"{key}: {as_text(one)}" for key, one in output.items())
                if isinstance(output, dict)
                else output
            )
            parts.append(Text.assemble((f"  {name}: ", "dim"), shortened(said, most)))
        if row.error is not None:
            failed = f"  failed in {row.error.phase}: {row.error.error_class}: {row.error.message}"
            parts.append(Text(shortened(failed, most), style="red"))
    return Group(*parts)


def why(document: Mapping[str, Json]) -> RenderableType:
    """What made each answer of an item new or known."""
    parts: list[RenderableType] = [Text(f"item {document['item_id']}", style="bold")]
    for phase in _dicts(document["phases"]):
        router = phase["router"]
        chosen = f" by {router['model']}: {router['reason']}" if isinstance(router, dict) and router["model"] else ""
        parts.append(Text(f"{phase['phase']}: {phase['status']}{chosen}"))
        for step in _dicts(phase["attempts"]):
            parts.append(Text(f"  attempt {step['attempt']} {step['role']}: {_answer(step)}"))
            for check in _dicts(step["checks"]):
                verdict = "ok" if check["ok"] else f"failed: {check['detail']}"
                parts.append(Text(f"    check {check['name']}: {verdict}"))
    return Group(*parts)


def _answer(step: Mapping[str, Json]) -> str:
    changed = step["changed"]
    parts = list(map(str, changed)) if isinstance(changed, list) else []
    words = f"{step['answer']} answer of {step['model']}"
    if parts == [FIRST_TIME]:
        words += ", asked for the first time"
    elif parts:
        words += f", because of {', '.join(parts)}"
    score = f", score {step['score']}" if step["score"] is not None else ""
    return f"{words}{score} (request {str(step['request_digest'])[:12]})"


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def show(document: Mapping[str, Json]) -> RenderableType:
    """Everything about one item."""
    parts: list[RenderableType] = [
        Text.assemble((str(document["item_id"]), "bold"), f"  {document['status']}  ", f"#{document['ordinal']}"),
        Text(f"cost ${document['cost_incurred']}, saved ${document['cost_saved']}"),
        Text.assemble(("input: ", "dim"), shortened(document["input"], 1000)),
    ]
    for phase in _dicts(document["phases"]):
        parts.append(Text(f"\n── {phase['phase']}: {phase['status']}", style="bold"))
        for step in _dicts(phase["steps"]):
            cost = f", ${step['cost']}" if step["cost"] is not None else ""
            parts.append(Text(f"{step['role']}, attempt {step['attempt']}: {step['answer']}, {step['model']}{cost}"))
            request = step["request"]
            if isinstance(request, dict):
                parts.append(Text.assemble(("  system: ", "dim"), as_text(request["system"])))
                parts += [
                    Text.assemble((f"  {message['role']}: ", "dim"), as_text(message["content"]))
                    for message in _dicts(request["messages"])
                ]
            parts.append(Text.assemble(("  reply: ", "dim"), as_text(step["reply"])))
        error = phase["error"]
        if isinstance(error, dict):
            parts.append(Text(f"failed: {error['class']}: {error['message']}", style="red"))
        else:
            parts.append(Text.assemble(("output: ", "dim"), as_text(phase["output"])))
    calls = _dicts(document["calls"])
    return Group(*parts, *([Text("\n── calls", style="bold")] if calls else []), *map(_call, calls))


def _call(call: Mapping[str, Json]) -> RenderableType:
    """One call of an item in a line, and in another one why it failed."""
    http = "" if call["http_status"] is None else f" {call['http_status']}"
    answered = f", answered by {call['answered_model']}" if call["answered_model"] else ""
    took = "" if call["latency_ms"] is None else f", {call['latency_ms']} ms"
    line = f"{call['phase']}, attempt {call['attempt']} {call['role']}: {call['status']}{http}, {call['model']}"
    said = Text(f"{line}{answered}, ${call['cost']}{took}")
    error = call["error"]
    if not isinstance(error, dict):
        return said
    return Group(said, Text(f"  {error['class']}: {error['message']}", style="red"))
