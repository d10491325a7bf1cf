"""OpenAI's Chat Completions and Embeddings through its SDK, and whoever speaks the same at an address of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from orchestrator.providers.base import MEDIA_TYPE, Embedded, Gate, Message, Reply, Request
from orchestrator.providers.decoding import (
    as_object,
    count_at,
    joined_text_at,
    list_at,
    load_json,
    object_at,
    text_at,
)
from orchestrator.providers.openai_events import CompletionEvents
from orchestrator.providers.sdk import CALL_ID_HEADER, Asked, HttpProvider, reply_of
from orchestrator.providers.vectors import vector_texts
from state.errors import EngineError
from state.records import Json, Usage

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

BASE_URL = "https://api.openai.com/v1"
KEY_ENV = "OPENAI_API_KEY"
URL_ENV = "OPENAI_BASE_URL"

_FINISH = {"length": "length", "content_filter": "declined"}
_STANDARD_TIERS = frozenset({"", "auto", "default", "standard"})


class OpenAIProvider(HttpProvider["AsyncOpenAI"]):
    """Models named `openai/…`.

    What a call may hold is in the API reference ("Create embeddings", `input`): 300,000 tokens, and twice as many
    inputs; of the longest vectors those would be more than we read of a reply.
    """

    path = "/chat/completions"
    max_inputs = 1_024
    max_pack_tokens = 300_000
    encoding = "base64"
    """How vectors come: a quarter of the bytes that numbers take, and read without parsing them."""

    stream_keys: Mapping[str, Json] = {"stream": True, "stream_options": {"include_usage": True}}
    image_keys: Mapping[str, Json] = {"detail": "high"}
    """Sent with an image: by the formula of a lower detail, letters cannot be told."""

    max_tokens_key = "max_completion_tokens"
    default_tier: str | None = "default"
    """Sent explicitly, because otherwise a setting of the provider's project decides what a call costs."""

    def connect(self) -> AsyncOpenAI:
        """The SDK's client, with our transport beneath and without its own retries."""
        from openai import AsyncOpenAI  # noqa: PLC0415 (a second: see `sdk`)

        from orchestrator.providers.transport import gated_client  # noqa: PLC0415 (with it comes aiohttp)

        return AsyncOpenAI(
            api_key=self._endpoint.key,
            base_url=self._endpoint.base_url,
            max_retries=0,
            http_client=gated_client(self._endpoint.route),
        )

    def body(self, request: Request, model: str) -> dict[str, Json]:
        """The request as `POST /chat/completions` wants it."""
        parameters = request.parameters
        messages: list[Json] = [{"role": "system", "content": request.system}] if request.system else []
        messages += [{"role": message.role, "content": self.content_of(message)} for message in request.messages]
        body: dict[str, Json] = {"model": model, "messages": messages, self.max_tokens_key: request.max_tokens}
        tier = parameters.service_tier or self.default_tier
        if tier is not None:
            body["service_tier"] = tier
        if parameters.temperature is not None:
            body["temperature"] = parameters.temperature
        if parameters.effort is not None:
            body["reasoning_effort"] = parameters.effort
        if parameters.seed is not None:
            body["seed"] = parameters.seed
        if parameters.stop:
            body["stop"] = list(parameters.stop)
        if request.output.schema is not None:
            body["response_format"] = response_format(request.output.schema)
        return body

    def content_of(self, message: Message) -> Json:
        """A turn's content: its text, after its image as a data URL if it has one."""
        if message.image is None:
            return message.content
        image: dict[str, Json] = {"url": f"data:{MEDIA_TYPE};base64,{message.image.data}", **self.image_keys}
        return [{"type": "image_url", "image_url": image}, {"type": "text", "text": message.content}]

    async def post(self, path: str, content: bytes, headers: Mapping[str, str], timeout_s: float) -> httpx2.Response:
        """Send a body through the SDK's low level."""
        client = await self.client()
        import httpx2  # noqa: PLC0415 (see `sdk`)
        import openai  # noqa: PLC0415 (a second: see `sdk`)

        sent = client.post(
            path,
            content=content,
            cast_to=httpx2.Response,
            options={"headers": dict(headers), "timeout": timeout_s, "idempotency_key": headers[CALL_ID_HEADER]},
        )
        return await reply_of(sent, openai)

    def events(self) -> CompletionEvents:
        """What takes a completion that comes as events."""
        return CompletionEvents()

    def decode(self, payload: dict[str, Json], request: Request) -> Reply:
        """The text of the first (and only) choice; a refusal's own words when the model declined."""
        choices = list_at(payload, "choices")
        if not choices:
            raise ValueError("a completion without choices")
        choice = as_object(choices[0])
        message = as_object(choice.get("message"))
        refusal = text_at(message, "refusal")
        finish = "declined" if refusal else _FINISH.get(text_at(choice, "finish_reason"), "stop")
        return Reply(
            text=refusal or joined_text_at(message, "content"),
            finish=finish,
            usage=self.usage(payload) or self.unsaid_usage((request,)),
            model=text_at(payload, "model"),
            request_id=text_at(payload, "id") or None,
            http_status=200,
            service_tier=tier if (tier := text_at(payload, "service_tier")) not in _STANDARD_TIERS else None,
        )

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """Send one HTTP request for the vectors of several texts; see `Provider.embed`."""
        if len({one.parameters.extra_body for one in requests}) != 1:
            raise EngineError("texts that are embedded in one call need the same parameters")
        asked = Asked(requests, model, "/embeddings", lambda: self.vectors_body(requests, model))
        response = await self.exchange(asked, call_id=call_id, timeout_s=timeout_s, gate=gate)
        # A million numbers are no matter for the event loop.
        decode = partial(self.decode_vectors, requests=requests)
        return await asyncio.to_thread(self.read, response, requests, model, decode)

    def vectors_body(self, requests: Sequence[Request], model: str) -> dict[str, Json]:
        """The request as `POST /embeddings` wants it."""
        texts: list[Json] = [message.content for one in requests for message in one.messages]
        return {"model": model, "input": texts, "encoding_format": self.encoding}

    def decode_vectors(self, payload: dict[str, Json], requests: Sequence[Request]) -> Embedded:
        """The vector of each text, in the order of the texts."""
        usage = self.usage(payload)
        return Embedded(
            texts=vector_texts(payload, len(requests)),
            usage=usage if usage is not None and usage.input_tokens else self.unsaid_usage(requests),
            model=text_at(payload, "model"),
            request_id=text_at(payload, "id") or None,
            http_status=200,
        )

    def usage(self, payload: dict[str, Json]) -> Usage | None:
        """OpenAI counts cached tokens, and those written to the cache, as part of the prompt."""
        counts = object_at(payload, "usage")
        if not counts:
            return None
        details = object_at(counts, "prompt_tokens_details")
        # Of embeddings some gateways say the total alone.
        is_total = not {"prompt_tokens", "completion_tokens"} & counts.keys()
        return Usage(
            input_tokens=count_at(counts, "total_tokens" if is_total else "prompt_tokens"),
            output_tokens=count_at(counts, "completion_tokens"),
            cached_tokens=count_at(details, "cached_tokens"),
            cache_write_tokens=count_at(details, "cache_write_tokens"),
        )

    def unsaid_usage(self, requests: Sequence[Request]) -> Usage:
        """What to book when the reply does not say.

        Raises:
            ValueError: Here always, because OpenAI promises to say.
        """
        raise ValueError("a reply without usage")


class CompatibleProvider(OpenAIProvider):
    """A provider of `[providers.NAME]` in the config: the same words at another address.

    Differences that matter: it may not know a service tier, it knows the older name of the maximum, its tokenizer is
    unknown, not all of them report usage, and few write vectors in base64.
    """

    image_keys: Mapping[str, Json] = {}
    max_tokens_key = "max_tokens"
    default_tier = None
    max_inputs = 32  # what text-embeddings-inference takes when nobody told it otherwise, and the others take more
    max_pack_tokens = 65_536  # by the factor 32 kB of text: within its 16,384 tokens, where a token has two bytes
    encoding = "float"
    input_factor = 2
    """Some tokenizers make several tokens of a byte they do not know; none in use needs more than two on average."""

    def connect(self) -> AsyncOpenAI:
        """The SDK's client, without what it would take from the environment: that is for OpenAI's eyes alone."""
        from openai import AsyncOpenAI  # noqa: PLC0415 (a second: see `sdk`)

        from orchestrator.providers.transport import gated_client  # noqa: PLC0415 (with it comes aiohttp)

        own = {name.lower() for name in self._endpoint.headers}
        foreign = {"openai-organization", "openai-project"} - own
        if not self._endpoint.key:
            foreign |= {"authorization"} - own
        return AsyncOpenAI(
            api_key=self._endpoint.key or "none",
            base_url=self._endpoint.base_url,
            max_retries=0,
            http_client=gated_client(self._endpoint.route, leave_out=foreign),
        )

    def unsaid_usage(self, requests: Sequence[Request]) -> Usage:
        """Without word, the most that it can have been is booked: a sum may be too high, never too low."""
        return Usage(
            input_tokens=sum(map(self.input_tokens_bound, requests)),
            output_tokens=sum(request.max_tokens for request in requests),
        )


@lru_cache(maxsize=64)
def response_format(schema: str) -> dict[str, Json]:
    """A JSON schema (as text) as the API wants it said."""
    value = load_json(schema.encode())
    return {"type": "json_schema", "json_schema": {"name": "output", "schema": value, "strict": is_strict(value)}}


def is_strict(schema: Json) -> bool:
    """Whether a JSON schema keeps to what strict mode demands: closed objects whose properties are all required.

    A schema that does not is still sent, to guide the model; the reply is checked against it in any case.
    """
    if isinstance(schema, list):
        return all(is_strict(part) for part in schema)
    if not isinstance(schema, dict):
        return True
    found = schema.get("properties")
    properties = found if isinstance(found, dict) else {}
    if properties or schema.get("type") == "object":
        required = schema.get("required", [])
        if schema.get("additionalProperties") is not False or not isinstance(required, list):
            return False
        if sorted(properties) != sorted(str(name) for name in required):
            return False
    # Names of properties are no keywords: their values are looked at, the object of them is not.
    rest = (part for key, part in schema.items() if key not in ("properties", "required"))
    return all(map(is_strict, properties.values())) and all(map(is_strict, rest))
