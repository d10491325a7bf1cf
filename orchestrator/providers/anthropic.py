"""Anthropic's Messages API through its SDK."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from orchestrator.providers.anthropic_events import MessageEvents
from orchestrator.providers.base import MEDIA_TYPE, Message, Reply, Request
from orchestrator.providers.decoding import as_object, count_at, list_at, load_json, object_at, text_at
from orchestrator.providers.route import Route
from orchestrator.providers.sdk import CALL_ID_HEADER, HttpProvider, reply_of
from state.records import Json, Usage

if TYPE_CHECKING:
    import httpx2
    from anthropic import AsyncAnthropic

BASE_URL = "https://api.anthropic.com"
KEY_ENV = "ANTHROPIC_API_KEY"
URL_ENV = "ANTHROPIC_BASE_URL"

CACHE_FROM_CHARS = 4096
"""A shared part of at least this length is marked for the provider's cache; below about 1,000 tokens it keeps none."""

_VERSION = "2023-06-01"
"""Of the API, where the SDK does not say it."""

_FINISH = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "declined"}
_TIERS = {None: "standard_only", "default": "standard_only"}


class AnthropicProvider(HttpProvider["AsyncAnthropic"]):
    """Models named `anthropic/…`; it has no embeddings."""

    path = "/v1/messages"

    def connect(self) -> AsyncAnthropic:
        """The SDK's client, with our transport beneath and without its own retries."""
        from anthropic import AsyncAnthropic  # noqa: PLC0415 (two seconds: see `sdk`)

        from orchestrator.providers.transport import gated_client  # noqa: PLC0415 (with it comes aiohttp)

        return AsyncAnthropic(
            api_key=self._endpoint.key,
            base_url=self._endpoint.base_url,
            max_retries=0,
            http_client=gated_client(self._endpoint.route),
        )

    def models_request(self) -> tuple[str, dict[str, str], Route]:
        """See `HttpProvider.models_request`."""
        here = self._endpoint
        headers = {"x-api-key": here.key or "", "anthropic-version": _VERSION}
        return f"{here.base_url}/v1/models", headers, here.route

    def body(self, request: Request, model: str) -> dict[str, Json]:
        """The request as `POST /v1/messages` wants it; `seed` is not among its parameters and stays out."""
        parameters = request.parameters
        body: dict[str, Json] = {
            "model": model,
            "max_tokens": request.max_tokens,
            "messages": [{"role": message.role, "content": content_of(message)} for message in request.messages],
            "service_tier": _TIERS.get(parameters.service_tier, parameters.service_tier),
        }
        if request.system:
            block: dict[str, Json] = {"type": "text", "text": request.system}
            if len(request.system) >= CACHE_FROM_CHARS:
                block["cache_control"] = {"type": "ephemeral"}
            body["system"] = [block]
        if parameters.temperature is not None:
            body["temperature"] = parameters.temperature
        if parameters.stop:
            body["stop_sequences"] = list(parameters.stop)
        config: dict[str, Json] = {}
        if parameters.effort is not None:
            config["effort"] = parameters.effort
        if request.output.schema is not None:
            config["format"] = {"type": "json_schema", "schema": accepted_schema(request.output.schema)}
        if config:
            body["output_config"] = config
        return body

    async def post(self, path: str, content: bytes, headers: Mapping[str, str], timeout_s: float) -> httpx2.Response:
        """Send a body through the SDK's low level."""
        client = await self.client()
        import anthropic  # noqa: PLC0415 (two seconds: see `sdk`)
        import httpx2  # noqa: PLC0415

        sent = client.post(
            path,
            content=content,
            cast_to=httpx2.Response,
            options={"headers": dict(headers), "timeout": timeout_s, "idempotency_key": headers[CALL_ID_HEADER]},
        )
        return await reply_of(sent, anthropic)

    def events(self) -> MessageEvents:
        """What takes a message that comes as events."""
        return MessageEvents()

    def decode(self, payload: dict[str, Json], request: Request) -> Reply:
        """The texts of a message, joined; what the model thought is not part of them."""
        blocks = [as_object(block) for block in list_at(payload, "content")]
        usage = self.usage(payload)
        if usage is None:
            raise ValueError("a message without usage")
        return Reply(
            text="".join(text_at(block, "text") for block in blocks if block.get("type") == "text"),
            finish=_FINISH.get(text_at(payload, "stop_reason"), "stop"),
            usage=usage,
            model=text_at(payload, "model"),
            request_id=text_at(payload, "id") or None,
            http_status=200,
            service_tier=served_tier(object_at(payload, "usage")),
        )

    def usage(self, payload: dict[str, Json]) -> Usage | None:
        """Anthropic counts cached and cache-written tokens beside the input; here they are part of it."""
        counts = object_at(payload, "usage")
        if not counts:
            return None
        cached = count_at(counts, "cache_read_input_tokens")
        written = count_at(counts, "cache_creation_input_tokens")
        return Usage(
            input_tokens=count_at(counts, "input_tokens") + cached + written,
            output_tokens=count_at(counts, "output_tokens"),
            cached_tokens=cached,
            cache_write_tokens=written,
        )


def content_of(message: Message) -> Json:
    """A turn's content: its text, after the block of its image if it has one."""
    if message.image is None:
        return message.content
    source: Json = {"type": "base64", "media_type": MEDIA_TYPE, "data": message.image.data}
    return [{"type": "image", "source": source}, {"type": "text", "text": message.content}]


def served_tier(usage: dict[str, Json]) -> str | None:
    """The tier or speed that a reply says it was served at, in the words of the price table."""
    speed = text_at(usage, "speed")
    if speed and speed != "standard":
        return speed
    tier = text_at(usage, "service_tier")
    return tier if tier and tier != "standard" else None


@lru_cache(maxsize=64)
def accepted_schema(schema: str) -> Json:
    """A JSON schema in the part of the language that the API takes; what it does not take moves to the descriptions.

    The SDK's own transformation does it. A schema that it cannot read is sent as it is, for the API to judge.
    """
    import anthropic  # noqa: PLC0415 (two seconds: see `sdk`)

    value = load_json(schema.encode())
    single = single_types(value)
    if not isinstance(single, dict):
        return value
    try:
        transformed: Json = anthropic.transform_schema(dict(single))
    except (AssertionError, AttributeError, TypeError, ValueError):
        return value
    return transformed


def single_types(schema: Json) -> Json:
    """The schema with each list of types (`["string", "null"]`) as alternatives, which the transformation can read."""
    if isinstance(schema, list):
        return [single_types(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: single_types(part) for key, part in schema.items()}
    types = plain.get("type")
    if not isinstance(types, list) or "enum" in plain or "anyOf" in plain:
        return plain
    rest = {key: part for key, part in plain.items() if key not in ("type", "description")}
    options: list[Json] = [{"type": "null"} if one == "null" else {**rest, "type": one} for one in types]
    return {"anyOf": options, **({"description": plain["description"]} if "description" in plain else {})}
