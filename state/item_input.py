"""What an item came with, its text and its fields, as its row holds it: whole, or in a payload when it is large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import orjson
from sqlalchemy import Row

from state.errors import ItemsError, StateUnreachableError
from state.records import Json
from state.storable import storable, storable_json
from state.workspace import ROW_MAX_BYTES, Workspace
from state.workspace_place import Kind

MAX_TEXT_BYTES = 50_000_000
"""The longest text of an item, in UTF-8: some twelve million tokens, more than any model takes."""

_AT_ONCE = 8
"""Payloads that are on their way to an object store at a time."""


@dataclass(frozen=True, slots=True)
class StoredInput:
    """The columns of an item's text and fields (JSON text); both are in the payload if there is one."""

    text: str | None
    payload_ref: str | None
    fields: str
    size_bytes: int


def store_input(workspace: Workspace, text: str, fields: Mapping[str, Json]) -> StoredInput:
    """The columns of these; a payload is durable by then.

    Raises:
        ItemsError: There is no workspace, and they are too large for a row.
        StateUnreachableError: The workspace cannot be written.
    """
    text, dumped = storable(text), _fields(dict(fields))
    size = _utf8(text) + _utf8(dumped)
    if not workspace.takes(size):
        if size > ROW_MAX_BYTES:
            raise ItemsError(
                f"an item has {size / 1e6:,.0f} MB, and with the workspace {workspace.location} it lives in a row,"
                f" which takes {ROW_MAX_BYTES / 1e6:,.0f} MB",
                path="items",
                hint="name a folder or an object store with --workspace, or give a file by its path",
            )
        return StoredInput(text, None, dumped, size)
    packed = orjson.dumps([text, orjson.Fragment(dumped)]).decode()
    return StoredInput(None, workspace.put(packed), "{}", size)


def store_inputs(
    workspace: Workspace, inputs: Sequence[tuple[str, Mapping[str, Json]]], put: list[str]
) -> list[StoredInput]:
    """The columns of several; where payloads go over a line, some are under way at a time.

    Args:
        put: Gets the ref of each payload that is durable, also where another one fails.
    """

    def one(given: tuple[str, Mapping[str, Json]]) -> StoredInput:
        stored = store_input(workspace, *given)
        if stored.payload_ref is not None:
            put.append(stored.payload_ref)
        return stored

    if workspace.kind is not Kind.OBJECTS or not any(workspace.takes_text(text) for text, _ in inputs):
        return [one(given) for given in inputs]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            return list(pool.map(one, inputs))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def load_input(
    workspace: Workspace, text: str | None, fields: str, payload_ref: str | None
) -> tuple[str, dict[str, Json]]:
    """An item's text and fields, from its row or from its payload."""
    if payload_ref is None:
        return text or "", orjson.loads(fields)
    packed: tuple[str, dict[str, Json]] = tuple(orjson.loads(workspace.get(payload_ref)))
    return packed


def shown_input(workspace: Workspace, row: Row[tuple[object, ...]]) -> tuple[str, dict[str, Json]]:
    """The text and fields of an item's row for people: of a file that was not read yet the text is empty."""
    is_unread = row.file is not None and row.file_key is None
    try:
        text, fields = load_input(workspace, row.text, row.fields, row.payload_ref)
    except StateUnreachableError:
        if not is_unread:
            raise
        return "", {}  # a file in base64 that is being read just now: its payload goes once it was
    return ("" if is_unread else text), fields


def _fields(fields: dict[str, Json]) -> str:
    try:
        dumped = orjson.dumps(fields)
    except TypeError:
        dumped = orjson.dumps(_within_64_bits(storable_json(fields)))
    if b"\\u0000" in dumped:
        dumped = orjson.dumps(storable_json(orjson.loads(dumped)))
    return dumped.decode()


def _within_64_bits(value: Json) -> Json:
    """Whole numbers that orjson cannot write become texts of all their digits."""
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return str(value)
    if isinstance(value, list):
        return [_within_64_bits(part) for part in value]
    if isinstance(value, dict):
        return {key: _within_64_bits(part) for key, part in value.items()}
    return value


def _utf8(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
