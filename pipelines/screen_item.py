"""How one item looks: all that was asked and answered for it, and what made each answer new or known."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pipelines.changes import FIRST_TIME
from pipelines.screen_calls import call_lines
from pipelines.screen_items import as_text, on_screen, shortened
from state.records import Json, Role


def why(document: Mapping[str, Json]) -> RenderableType:
    """What made each answer of an item new or known."""
    parts: list[RenderableType] = [Text(f"item {document['item_id']}", style="bold")]
    for phase in _dicts(document["phases"]):
        router = phase["router"]
        chosen = f" by {router['model']}: {router['reason']}" if isinstance(router, dict) and router["model"] else ""
        parts.append(Text(f"{phase['phase']}: {phase['status']}{chosen}"))
        for step in _dicts(phase["attempts"]):
            parts.append(Text(f"  attempt {step['attempt']} {step['role']}: {_answer(step)}"))
            parts += _notes(step)
            parts += [Text(f"    check {check['name']}: {_verdict(check)}") for check in _dicts(step["checks"])]
        parts += [Padding(call_lines(call), (0, 0, 0, 2)) for call in _dicts(phase["failed_calls"])]
    return Group(*parts)


def _notes(step: Mapping[str, Json]) -> list[RenderableType]:
    """What is to be said of a request, a line each."""
    notes = step["notes"]
    return [Text(f"    {note}", style="yellow") for note in notes] if isinstance(notes, list) else []


def _verdict(check: Mapping[str, Json]) -> str:
    """What a check came to; one of the user's own with its function and what its file's bytes are."""
    verdict = "ok" if check["ok"] else f"{'no opinion' if check['ok'] is None else 'failed'}: {check['detail']}"
    source = f", source {str(check['source'])[:12]}" if check.get("source") else ""
    return f"{verdict} ({check['function']}{source})" if check.get("function") else verdict


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
            parts += [*_notes(step), *_request(step["request"])]
            parts.append(Text.assemble(("  reply: ", "dim"), on_screen(_reply(step))))
        error = phase["error"]
        if isinstance(error, dict):
            parts.append(Text(f"failed: {error['class']}: {error['message']}", style="red"))
        elif phase["output"] not in [_reply(step) for step in _dicts(phase["steps"])]:
            parts.append(Text.assemble(("output: ", "dim"), on_screen(phase["output"])))
    refused = {one["call_id"]: one["request"] for one in _dicts(document["refused"])}
    if calls := _dicts(document["calls"]):
        parts.append(Text("\n── calls", style="bold"))
    for call in calls:
        parts += [call_lines(call), *_request(refused.get(call["call_id"]))]
    return Group(*parts)


def _reply(step: Mapping[str, Json]) -> Json:
    """What was answered; a vector as its numbers."""
    reply = step["reply"]
    if step["role"] != Role.EMBEDDING or not isinstance(reply, str):
        return reply
    numbers: Json = orjson.loads(reply)
    return numbers


def _request(request: Json) -> list[RenderableType]:
    """What was asked, a line for the system's words and one for each message."""
    if not isinstance(request, dict):
        return []
    said = [("system", request["system"]), *((one["role"], one["content"]) for one in _dicts(request["messages"]))]
    said = [(role, content) for role, content in said if content]  # a request for a vector has no words of ours
    return [Text.assemble((f"  {role}: ", "dim"), as_text(content)) for role, content in said]
