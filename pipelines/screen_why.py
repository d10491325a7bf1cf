"""How `why` looks: what made each answer of an item new or known."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pipelines.changes import FIRST_TIME
from pipelines.item_document import dicts, listed
from pipelines.passages_shown import passage_words
from pipelines.screen_calls import call_lines
from state.records import Json


def why(document: Mapping[str, Json]) -> RenderableType:
    """What made each answer of an item new or known."""
    parts: list[RenderableType] = [Text(f"item {document['item_id']}", style="bold")]
    for phase in dicts(document["phases"]):
        router = phase["router"]
        chosen = f" by {router['model']}: {router['reason']}" if isinstance(router, dict) and router["model"] else ""
        parts.append(Text(f"{phase['phase']}: {phase['status']}{chosen}"))
        if phase["passages"] is not None:
            told = ", ".join(passage_words(one) for one in dicts(phase["passages"]))
            parts.append(Text(f"  passages: {told or 'none fits'}", style="dim"))
        for step in dicts(phase["attempts"]):
            parts.append(Text(f"  attempt {step['attempt']} {step['role']}: {_answer(step)}"))
            parts += notes(step)
            parts += [Text(f"    check {check['name']}: {verdict(check)}") for check in dicts(step["checks"])]
        parts += [Padding(call_lines(call), (0, 0, 0, 2)) for call in dicts(phase["failed_calls"])]
    return Group(*parts)


def notes(step: Mapping[str, Json]) -> list[RenderableType]:
    """What is to be said of a request, a line each."""
    return [Text(f"    {note}", style="yellow") for note in listed(step["notes"])]


def verdict(check: Mapping[str, Json]) -> str:
    """What a check came to; one of the user's own with its function and what its file's bytes are."""
    detail = str(check["detail"]).removeprefix(f"the check {check['name']} failed: ")
    said = "ok" if check["ok"] else f"{'no opinion' if check['ok'] is None else 'failed'}: {detail}"
    source = f", source {str(check['source'])[:12]}" if check.get("source") else ""
    return f"{said} ({check['function']}{source})" if check.get("function") else said


def _answer(step: Mapping[str, Json]) -> str:
    parts = list(map(str, listed(step["changed"])))
    words = f"{step['answer']} answer of {step['model']}"
    if parts == [FIRST_TIME]:
        words += ", asked for the first time"
    elif parts:
        words += f", because of {', '.join(parts)}"
    score = f", score {step['score']}" if step["score"] is not None else ""
    return f"{words}{score} (request {str(step['request_digest'])[:12]})"
