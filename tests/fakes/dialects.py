"""How OpenAI and Anthropic speak: requests in, replies out, in each one's real JSON."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from tests.fakes.behaviour import Json
from tests.fakes.images import Seen, seen

OPENAI: Final = "openai"
ANTHROPIC: Final = "anthropic"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens billed. `input_tokens` includes cached and cache-written ones, for both providers."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read.

    Args:
        dialect: openai or anthropic.
        endpoint: chat, messages or embeddings.
        body: The canonical body: JSON with sorted keys.
        digest: SHA-256 of what is asked: messages (or inputs) and schema; not the model, not the parameters.
        texts: System text, messages or embedding inputs, in order.
        schema: The output schema; an ad-hoc one for a plain json_object.
        max_tokens: The most tokens of the answer, or None.
        base64: The client wants vectors in base64.
        dims: Length of vectors that the client asks for, or 0.
        stream: The reply is to come as events.
        stream_usage: Its usage is to come with them.
        images: What it shows.
    """

    dialect: str
    endpoint: str
    model: str
    body: bytes
    digest: str
    texts: tuple[str, ...]
    schema: dict[str, Json] | None = None
    max_tokens: int | None = None
    base64: bool = False
    dims: int = 0
    stream: bool = False
    stream_usage: bool = False
    images: tuple[Seen, ...] = ()


class UnreadableError(Exception):
    """The request is not one that the endpoint takes; the message says why."""


_ANY_OBJECT: dict[str, Json] = {
    "type": "object",
    "properties": {"summary": {"type": "string"}, "keywords": {"type": "array", "items": {"type": "string"}}},
}


def read(endpoint: str, raw: bytes) -> Asked:
    """Read a request's body.

    Raises:
        UnreadableError: It is no JSON, or something that must be there is missing.
    """
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise UnreadableError(f"We could not parse the JSON body of your request: {error}") from error
    if not isinstance(body, dict) or not isinstance(model := body.get("model"), str):
        raise UnreadableError("you must provide a model parameter")
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    if endpoint == "embeddings":
        inputs = body.get("input")
        texts = (inputs,) if isinstance(inputs, str) else tuple(inputs) if isinstance(inputs, list) else ()
        if not texts or not all(isinstance(text, str) and text for text in texts):
            raise UnreadableError("'$.input' is invalid: a text or a list of texts, none of them empty")
        digest = hashlib.sha256(orjson.dumps(texts)).hexdigest()
        dims = body.get("dimensions") or 0
        base64 = body.get("encoding_format") == "base64"
        return Asked(OPENAI, endpoint, model, canonical, digest, texts, base64=base64, dims=dims)
    turns = body.get("messages")
    if not isinstance(turns, list) or not turns:
        raise UnreadableError("messages: at least one message is required")
    texts = tuple(_text(turn.get("content")) for turn in turns)
    images = tuple(one for turn in turns for one in _images(turn.get("content"), endpoint))
    if endpoint == "chat":
        schema, limit = _openai_schema(body), body.get("max_completion_tokens") or body.get("max_tokens")
    else:
        schema, limit = _anthropic_schema(body), body.get("max_tokens")
        texts = (_text(body.get("system")), *texts) if body.get("system") else texts
        if not isinstance(limit, int):
            raise UnreadableError("max_tokens: Field required")
    numbers = [image.number for image in images]
    digest = hashlib.sha256(orjson.dumps((texts, schema, *numbers), option=orjson.OPT_SORT_KEYS)).hexdigest()
    dialect = OPENAI if endpoint == "chat" else ANTHROPIC
    options = body.get("stream_options")
    said = endpoint == "messages" or (isinstance(options, dict) and options.get("include_usage") is True)
    stream = body.get("stream") is True
    canonical += b"".join(b" page %d" % number for number in numbers)  # for rules: the pixels tell them nothing
    return Asked(
        dialect,
        endpoint,
        model,
        canonical,
        digest,
        texts,
        schema,
        limit,
        stream=stream,
        stream_usage=said,
        images=images,
    )


def _images(content: Json, endpoint: str) -> Iterator[Seen]:
    """The images of a message, in the one form that the endpoint takes, and nothing else but texts."""
    for block in content if isinstance(content, list) else []:
        match endpoint, block:
            case _, {"type": "text", "text": str()}:
                continue
            case "messages", {
                "type": "image",
                "source": {"type": "base64", "media_type": str(kind), "data": str(data)},
            }:
                pass
            case "chat", {"type": "image_url", "image_url": {"url": str(url)}} if url.startswith("data:"):
                kind, _, data = url.removeprefix("data:").partition(";base64,")
            case _:
                raise UnreadableError(f"messages.content: no such block is taken here: {str(block)[:200]}")
        try:
            yield seen(kind, data)
        except ValueError as error:
            raise UnreadableError(f"Invalid image: {error}") from error


def _text(content: Json) -> str:
    """A message's text, given as a string or as blocks."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(str(block.get("text", "")) for block in blocks if isinstance(block, dict))


def _openai_schema(body: dict[str, Json]) -> dict[str, Json] | None:
    wanted = body.get("response_format")
    if not isinstance(wanted, dict) or wanted.get("type") == "text":
        return None
    if wanted.get("type") == "json_object":
        return _ANY_OBJECT
    named = wanted.get("json_schema")
    if not isinstance(named, dict) or not named.get("name") or not isinstance(schema := named.get("schema"), dict):
        raise UnreadableError("Missing required parameter: 'response_format.json_schema.name' or '.schema'.")
    return schema


def _anthropic_schema(body: dict[str, Json]) -> dict[str, Json] | None:
    config = body.get("output_config")
    wanted = config.get("format") if isinstance(config, dict) else None
    if not isinstance(wanted, dict):
        return None
    if wanted.get("type") != "json_schema" or not isinstance(schema := wanted.get("schema"), dict):
        raise UnreadableError("output_config.format: type must be json_schema and schema an object")
    return schema


def reply(
    asked: Asked, *, text: str | None, finish: str, usage: Usage, model: str, request_id: str
) -> dict[str, object]:
    """The body of a 200 from chat or messages.

    Args:
        text: The answer; None when declined.
        finish: stop, length or declined.
    """
    if asked.dialect == ANTHROPIC:
        refusal = {"type": "refusal", "category": "general_harms", "explanation": "This request was declined."}
        return {
            "id": f"msg_{request_id}",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [] if text is None else [{"type": "text", "text": text}],
            "stop_reason": {"stop": "end_turn", "length": "max_tokens", "declined": "refusal"}[finish],
            "stop_sequence": None,
            "stop_details": refusal if finish == "declined" else None,
            "usage": {
                "input_tokens": usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens,
                "cache_read_input_tokens": usage.cached_tokens,
                "cache_creation_input_tokens": usage.cache_write_tokens,
                "output_tokens": usage.output_tokens,
                "service_tier": "standard",
            },
        }
    refused = "I'm sorry, but I can't assist with that request." if finish == "declined" else None
    return {
        "id": f"chatcmpl-{request_id}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": refused, "annotations": []},
                "logprobs": None,
                "finish_reason": {"stop": "stop", "length": "length", "declined": "content_filter"}[finish],
            }
        ],
        "usage": {
            "prompt_tokens": usage.input_tokens,
            "completion_tokens": usage.output_tokens,
            "total_tokens": usage.input_tokens + usage.output_tokens,
            "prompt_tokens_details": {
                "cached_tokens": usage.cached_tokens,
                "cache_write_tokens": usage.cache_write_tokens,
                "audio_tokens": 0,
            },
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
        "service_tier": "default",
        "system_fingerprint": "fp_loopback",
    }


def vectors(vectors: Sequence[tuple[int, list[float] | str]], *, usage: Usage, model: str) -> dict[str, object]:
    """The body of a 200 from embeddings; each vector comes with its index."""
    rows = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in vectors]
    tokens = {"prompt_tokens": usage.input_tokens, "total_tokens": usage.input_tokens}
    return {"object": "list", "data": rows, "model": model, "usage": tokens}


def model_list(dialect: str, models: tuple[str, ...]) -> dict[str, object]:
    """The body of GET /v1/models."""
    if dialect == ANTHROPIC:
        created = "2026-01-01T00:00:00Z"
        rows = [{"type": "model", "id": one, "display_name": one, "created_at": created} for one in models]
        return {"data": rows, "has_more": False, "first_id": models[0], "last_id": models[-1]}
    plain = [{"id": one, "object": "model", "created": 1_767_225_600, "owned_by": "loopback"} for one in models]
    return {"object": "list", "data": plain}
