"""Replies as server-sent events, in each provider's real form, with what may go wrong on their way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson

from tests.fakes import refusals
from tests.fakes.behaviour import Json, Rule
from tests.fakes.dialects import ANTHROPIC

PIECE_CHARS: Final = 40

STOP: Final = b""
"""A piece that is not written: from there on the stream stands still."""


def pieces(dialect: str, reply: dict[str, Any], rule: Rule, *, with_usage: bool) -> tuple[bytes, ...]:
    """A reply as the pieces of a stream; `rule` says what goes wrong.

    Args:
        reply: The body that it would have as a whole.
        with_usage: The client asked for the usage (Anthropic always tells it).
    """
    says_usage = with_usage and rule.do != "no_usage"
    events = [*(_message(reply, says_usage) if dialect == ANTHROPIC else _completion(reply, says_usage))]
    middle = len(events) // 2
    if rule.do == "cut_event":
        return (*events[:middle], events[middle][: len(events[middle]) // 2])
    if rule.do == "no_end":
        return tuple(events[:-1])
    if rule.do == "stall":
        return (*events[:middle], STOP)
    if rule.do == "error_event":
        kind = rule.message or "overloaded"
        _, body = refusals.error(dialect, kind, model="", request_id="req_0")
        name = b"event: error\n" if dialect == ANTHROPIC else b""
        return (*events[: 0 if rule.chars == 0 else middle], name + _data(body))
    return tuple(events)


def _data(event: object) -> bytes:
    raw = event if isinstance(event, bytes) else orjson.dumps(event)
    return b"data: " + raw + b"\n\n"


def _event(event: dict[str, Json]) -> bytes:
    return f"event: {event['type']}\n".encode() + _data(event)


def _parts(text: str) -> list[str]:
    return [text[start : start + PIECE_CHARS] for start in range(0, len(text), PIECE_CHARS)]


def _message(reply: dict[str, Any], says_usage: bool) -> Iterator[bytes]:
    start = {**reply, "content": [], "stop_reason": None, "usage": {**reply["usage"], "output_tokens": 1}}
    yield _event({"type": "message_start", "message": start})
    yield _event({"type": "ping"})
    for index, block in enumerate(reply["content"]):
        yield _event({"type": "content_block_start", "index": index, "content_block": {**block, "text": ""}})
        for part in _parts(block["text"]):
            delta: dict[str, Json] = {"type": "text_delta", "text": part}
            yield _event({"type": "content_block_delta", "index": index, "delta": delta}).replace(b"\n", b"\r\n")
            yield _event({"type": "ping"})
        yield _event({"type": "content_block_stop", "index": index})
    said = {key: reply[key] for key in ("stop_reason", "stop_sequence")}
    usage = {"output_tokens": reply["usage"]["output_tokens"]} if says_usage else {}
    yield _event({"type": "message_delta", "delta": said, "usage": usage})
    yield _event({"type": "message_stop"})


def _completion(reply: dict[str, Any], says_usage: bool) -> Iterator[bytes]:
    head = {key: reply[key] for key in ("id", "created", "model", "service_tier", "system_fingerprint")}
    head |= {"object": "chat.completion.chunk", "usage": None}
    choice = reply["choices"][0]
    message = choice["message"]

    def chunk(delta: dict[str, Json], finish: str | None = None) -> bytes:
        return _data({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    yield chunk({"role": "assistant", "content": "", "refusal": None})
    for part in _parts(message["content"] or ""):
        yield b": keep-alive\n\n" + chunk({"content": part})
    for part in _parts(message["refusal"] or ""):
        yield chunk({"refusal": part})
    yield chunk({}, choice["finish_reason"])
    if says_usage:
        yield _data({**head, "choices": [], "usage": reply["usage"]})
    yield _data(b"[DONE]")
