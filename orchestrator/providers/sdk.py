"""What all providers over HTTP share: one request out, one reply in, every failure as data.

A provider adds what differs: how it wants to be asked (`body`), how it answers (`decode`), and its SDK's client,
which brings authentication, addresses and headers. The SDK's models are passed by on purpose: encoding and decoding
through them takes more time than the call itself costs us. An SDK takes one to two seconds to import, so that is done
at the first call, in a thread: neither a command that calls nobody nor the event loop waits for it.
"""

from __future__ import annotations

import asyncio
import gc
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.advice import Origins, advised
from orchestrator.providers.base import Embedded, Gate, ProviderError, Reply, Request
from orchestrator.providers.decoding import as_object, dump_json, load_json
from orchestrator.providers.events import EventStream
from orchestrator.providers.extra_body import parsed, reserved_keys
from orchestrator.providers.failures import failure_inside, failure_of, redacted, request_id_of, silence
from orchestrator.providers.route import Route
from orchestrator.providers.sending import COLLECTED, UNREADABLE, sending
from orchestrator.providers.stream_wish import StreamWish
from state.errors import EngineError
from state.plan_records import OutputForm, OutputFormat
from state.records import Json, Usage

if TYPE_CHECKING:
    import httpx2

CALL_ID_HEADER = "x-batchwright-call-id"

MESSAGE_OVERHEAD_TOKENS = 16
REQUEST_OVERHEAD_TOKENS = 256
SCHEMA_OVERHEAD_TOKENS = 1024
SCHEMA_GROWTH = 3
"""What providers add to a request by themselves, generously: roles, separators, a frame, words around a schema.
A schema itself grows when a provider has it rewritten (every object closed, limits put into words)."""

VECTOR_OVERHEAD_TOKENS = 16
"""What a tokenizer or a server puts around a text that it embeds: begin, end, a word for what the vector is for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a provider is and how it is paid.

    Args:
        key_env: The environment's variable with the key; None when none is needed.
        key: Its value, None when it is not set. Never shown, stored or pickled.
        url_name: The environment's variable, or the key of the config, with the address; None when it cannot be set.
        route: How it is reached.
    """

    base_url: str
    key_env: str | None
    key: str | None = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    url_name: str | None = None
    route: Route = field(default_factory=Route)


class NoReplyError(Exception):
    """The SDK's word that no reply came."""

    def __init__(self, message: str, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.timed_out = timed_out


class Client(Protocol):
    """What all clients have in common."""

    async def close(self) -> None:
        """Close the connections."""


ClientT = TypeVar("ClientT", bound=Client)
ReplyT = TypeVar("ReplyT", Reply, Embedded)


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request to be.

    Args:
        requests: What it asks; several when it embeds.
        model: The provider's own name of it.
        path: Where it goes, below the base URL.
        body: Makes what it says, once the SDK is loaded.
        stream_keys: What is added to it so that the reply comes as events; empty for a whole one.
    """

    requests: Sequence[Request]
    model: str
    path: str
    body: Callable[[], dict[str, Json]]
    stream_keys: Mapping[str, Json] = field(default_factory=dict)


class HttpProvider(ABC, Generic[ClientT]):
    """A provider that is asked over HTTP through its SDK.

    Args:
        name: The first part of its models' names.
        endpoint: Where it is.
    """

    input_factor = 1
    """Tokens per byte of the request at the most: byte-level tokenizers never make more than one of a byte."""

    path: str
    """Where what chats is asked, below the base URL."""

    max_inputs = 0
    max_pack_tokens = 0

    stream_keys: Mapping[str, Json] = {"stream": True}
    """What asks for events in place of a whole reply."""

    def __init__(self, name: str, endpoint: Endpoint) -> None:
        self.name = name
        self._endpoint = endpoint
        self._client: ClientT | None = None
        self._opening = asyncio.Lock()
        self._wish = StreamWish(self.stream_keys)

    def __reduce__(self) -> str:
        raise TypeError(f"the provider {self.name} holds a key and a connection: make it where it is used")

    def missing_key(self, model: str | None = None) -> str | None:
        """What is missing to ask this provider, or None; of all its models the same."""
        if self._endpoint.key_env is None or self._endpoint.key:
            return None
        return f"{self._endpoint.key_env} is not set"

    def models_request(self) -> tuple[str, dict[str, str], Route]:
        """What asks for the list of models, which costs nothing: address, headers with the key, and the way."""
        here = self._endpoint
        key = {"Authorization": f"Bearer {here.key}"} if here.key else {}
        return f"{here.base_url}/models", {**key, **here.headers}, here.route

    async def prepare(self, model: str | None = None) -> None:
        """Make the client; see `Provider.prepare`."""
        if self.missing_key() is None:
            with suppress(ProviderError):
                await self.client()

    async def send(
        self, request: Request, *, model: str, call_id: str, timeout_s: float, gate: Gate, stream: bool = False
    ) -> Reply:
        """Send one HTTP request and decode its reply; see `Provider.send`."""
        if request.output.format is OutputFormat.VECTOR:
            raise EngineError("a vector is asked for with `embed`, and `send` was called")
        events = self.events() if stream else None
        keys = self._wish.keys() if events is not None else {}
        asked = Asked((request,), model, self.path, lambda: self.body(request, model), keys)
        response = await self.exchange(
            asked, call_id=call_id, timeout_s=timeout_s, gate=gate, events=events if keys else None
        )
        return self._read(response, request, model)

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """Refuse: this provider has no embeddings; see `Provider.embed`."""
        raise self._error(Failure(FailureClass.BAD_REQUEST, f"{self.name} has no embeddings"), requests)

    async def exchange(
        self, asked: Asked, *, call_id: str, timeout_s: float, gate: Gate, events: EventStream | None = None
    ) -> httpx2.Response:
        """Send one HTTP request, and return the reply that says 200.

        Raises:
            ProviderError: There is none.
            NotSentError: The gate said no.
        """
        if missing := self.missing_key(asked.model):
            raise self._error(Failure(FailureClass.BAD_KEY, missing), asked.requests)
        await self.client()
        content = dump_json(self._whole_body(asked))
        headers = {**self._endpoint.headers, "content-type": "application/json", CALL_ID_HEADER: call_id}
        with sending(call_id, gate, events) as record:
            try:
                response = await self.post(asked.path, content, headers, timeout_s)
            except NoReplyError as error:
                if record.refused is not None:
                    raise record.refused from None
                failure = silence(str(error), sent=record.sent, timed_out=error.timed_out)
                raise self._error(failure, asked.requests) from None
        if not response.is_success:
            failure = failure_of(response.status_code, response.headers, response.content)
            raise self._error(self._wish.learn(failure, response.content, asked.stream_keys), asked.requests)
        events = response.extensions.get(COLLECTED)
        if isinstance(events, EventStream):
            broken = events.failure(response.status_code, response.headers)
            if broken is not None:
                raise self._error(broken, asked.requests)
        return response

    def input_tokens_bound(self, request: Request) -> int:
        """An upper bound of the input tokens that this request can be billed for: the bytes of its body, and more.

        Of an image what its provider can count, whatever its bytes are.
        """
        if request.output.format is OutputFormat.VECTOR:
            texts = sum(len(dump_json(message.content)) for message in request.messages)
            said_with_it = len((request.parameters.extra_body or "").encode())  # some servers put its words before each
            return self.input_factor * (texts + said_with_it + VECTOR_OVERHEAD_TOKENS)
        plain = replace(request.showing(""), output=OutputForm())
        size = len(dump_json(self.body(plain, ""))) + len(dump_json(request.parameters.extra_body))
        overhead = REQUEST_OVERHEAD_TOKENS + MESSAGE_OVERHEAD_TOKENS * (len(request.messages) + 1)
        if request.output.schema is not None:
            overhead += SCHEMA_OVERHEAD_TOKENS + SCHEMA_GROWTH * len(request.output.schema.encode())
        return self.input_factor * (size + overhead) + sum(image.most_tokens for image in request.images)

    async def close(self) -> None:
        """Close the client; safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def client(self) -> ClientT:
        """The SDK's client, made at the first call."""
        if self._client is None:
            async with self._opening:
                if self._client is None:
                    self._client = await asyncio.to_thread(self._connected)
        return self._client

    def _connected(self) -> ClientT:
        """A client; what is loaded by now, with its SDK, is not looked at by the garbage collector again.

        The modules of Beam and of an SDK live as long as the process. Walking them takes a sixth of a second, during
        which no call goes out, every few thousand calls. Once a process: a later freeze would keep garbage for ever.
        """
        client = self.connect()
        if not gc.get_freeze_count():
            gc.freeze()
        return client

    @abstractmethod
    def connect(self) -> ClientT:
        """Import the SDK and make its client; takes seconds, so it is called in a thread."""

    @abstractmethod
    def body(self, request: Request, model: str) -> dict[str, Json]:
        """The request in the provider's words, without the user's extra body."""

    @abstractmethod
    async def post(self, path: str, content: bytes, headers: Mapping[str, str], timeout_s: float) -> httpx2.Response:
        """Send a body to a path; a reply of any status is returned.

        Raises:
            NoReplyError: None came.
        """

    def events(self) -> EventStream | None:
        """What takes one reply that comes as events, None if this provider is not asked for them."""
        return None

    @abstractmethod
    def decode(self, payload: dict[str, Json], request: Request) -> Reply:
        """The answer in a reply with status 200.

        Raises:
            ValueError: It is not what the provider's API promises.
        """

    @abstractmethod
    def usage(self, payload: dict[str, Json]) -> Usage | None:
        """The tokens that a reply says it cost, None if it says nothing."""

    def _whole_body(self, asked: Asked) -> dict[str, Json]:
        extra_body = asked.requests[0].parameters.extra_body
        if wrong := reserved_keys(extra_body):
            message = f"extra_body cannot set {', '.join(wrong)}: these have places of their own in a job file"
            raise ProviderError(message, failure=Failure(FailureClass.BAD_REQUEST, message))
        return {**asked.body(), **parsed(extra_body), **asked.stream_keys}

    def _read(self, response: httpx2.Response, request: Request, model: str) -> Reply:
        return self.read(response, (request,), model, lambda payload: self.decode(payload, request))

    def read(
        self,
        response: httpx2.Response,
        requests: Sequence[Request],
        model: str,
        decode: Callable[[dict[str, Json]], ReplyT],
    ) -> ReplyT:
        """What a reply with status 200 says.

        Raises:
            ProviderError: It cannot be read, or it is an error after all.
        """
        usage: Usage | None = None
        try:
            payload = _payload(response)
            if (wrapped := _wrapped_error(payload, response)) is not None:
                raise self._error(wrapped, requests)
            usage = _possible(self.usage(payload))
            reply = decode(payload)
            # The header's id is the one that providers search by; the body's has to do where there is none.
            request_id = request_id_of(response.headers) or reply.request_id
            return replace(reply, model=reply.model or model, request_id=request_id, http_status=response.status_code)
        except ValueError as error:
            failure = Failure(
                FailureClass.INVALID_REPLY,
                f"a reply that cannot be read: {error}",
                http_status=response.status_code,
                request_id=request_id_of(response.headers),
                billed=True,
                usage=usage,
            )
            raise self._error(failure, requests) from None

    def _error(self, failure: Failure, requests: Sequence[Request]) -> ProviderError:
        texts = tuple(text for one in requests for text in (one.system, *(each.content for each in one.messages)))
        endpoint = self._endpoint
        origins = Origins(self.name, endpoint.key_env, endpoint.url_name, endpoint.base_url, endpoint.route.proxy)
        safe = advised(redacted(failure, key=endpoint.key, texts=texts), origins)
        return ProviderError(f"{self.name}: {safe.message}", failure=safe)


async def reply_of(sent: Awaitable[httpx2.Response], sdk: ModuleType) -> httpx2.Response:
    """What came back, of any status; both SDKs name their errors alike, and raise those of a status, too.

    Raises:
        NoReplyError: Nothing came.
    """
    try:
        return await sent
    except sdk.APIStatusError as error:
        response: httpx2.Response = error.response
        return response
    except sdk.APITimeoutError as error:
        raise NoReplyError(str(error.__cause__ or error), timed_out=True) from error
    except sdk.APIConnectionError as error:
        raise NoReplyError(str(error.__cause__ or error)) from error


def _payload(response: httpx2.Response) -> dict[str, Json]:
    events = response.extensions.get(COLLECTED)
    if isinstance(events, EventStream):
        return events.collected()
    if why := response.extensions.get(UNREADABLE):
        raise ValueError(why)
    return as_object(load_json(response.content))


def _possible(usage: Usage | None) -> Usage | None:
    if usage is not None and usage.cached_tokens + usage.cache_write_tokens > usage.input_tokens:
        raise ValueError("more cached tokens than input tokens")
    return usage


def _wrapped_error(payload: dict[str, Json], response: httpx2.Response) -> Failure | None:
    """An error that a gateway wrapped into a 200 (`{"error": {"code": 429, …}}` without an answer)."""
    error = payload.get("error")
    answers = any(payload.get(key) for key in ("choices", "content", "data"))
    if not error or not isinstance(error, dict | str) or answers:
        return None
    return failure_inside(payload, response.status_code, response.headers)
