"""The document of `show` as whatever draws it reads it: the terminal (`screen_show.py`), the page (`page_item.py`).

So that both leave out the same, and a new key of the document is read in one place.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from state.records import PACKED_ROLES, Json

_NOT_REACHED = ("PENDING", "SKIPPED")


def dicts(value: Json) -> list[dict[str, Json]]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def listed(value: Json) -> list[Json]:
    """A list, empty where the document has none."""
    return value if isinstance(value, list) else []


def failure(error: Mapping[str, Json]) -> str:
    """Why an item failed: class, phase and message."""
    where = f" in {error['phase']}" if error["phase"] else ""
    return f"{error['class']}{where}: {error['message']}"


def is_reached(phase: Mapping[str, Json]) -> bool:
    """Whether an item came as far as this phase."""
    return phase["status"] not in _NOT_REACHED or bool(phase["steps"])


def asked(request: Json) -> list[tuple[str, Json]]:
    """What was asked, by role: the system's words and each message; a request for a vector has none of ours."""
    if not isinstance(request, dict):
        return []
    said = [("system", request["system"])]
    for one in dicts(request["messages"]):
        if isinstance(image := one.get("image"), dict):
            said.append(("image", image_words(image)))
        said.append((str(one["role"]), one["content"]))
    return [(role, content) for role, content in said if content]


def image_words(image: Mapping[str, Json]) -> str:
    """An image in words: of which page it is, and how large it is at the most."""
    page, pixels = str(image["of"]).rpartition("#")[2], int(str(image["pixels"])) / 1_000_000
    return f"page {page}, within {image['edge']} pixels and {pixels:.2f} megapixels"


def answered(step: Mapping[str, Json]) -> Json:
    """What was answered; a vector as its numbers."""
    reply = step["reply"]
    if step["role"] not in PACKED_ROLES or not isinstance(reply, str):
        return reply
    numbers: Json = orjson.loads(reply)
    return numbers


def refused(document: Mapping[str, Json]) -> dict[str, Json]:
    """The requests of calls that brought no answer, by call."""
    return {str(one["call_id"]): one["request"] for one in dicts(document["refused"])}
