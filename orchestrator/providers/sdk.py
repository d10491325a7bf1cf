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
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.advice import Origins, advised
from orchestrator.providers.base import Gate, ProviderError, Reply, Request
from orchestrator.providers.decoding import as_object, dump_json, load_json
from orchestrator.providers.extra_body import parsed, reserved_keys
from orchestrator.providers.failures import failure_of, redacted, request_id_of, silence
from orchestrator.providers.sending import CUT_SHORT, MAX_REPLY_BYTES, sending
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


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a provider is and how it is paid.

    Args:
        key_env: The environment's variable with the key; None when none is needed.
        key: Its value, None when it is not set. Never shown, stored or pickled.
        url_name: The environment's variable, or the key of the config, with the address; None when it cannot be set.
    """

    base_url: str
    key_env: str | None
    key: str | None = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    url_name: str | None = None


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


class HttpProvider(ABC, Generic[ClientT]):
    """A provider that is asked over HTTP through its SDK.

    Args:
        name: The first part of its models' names.
        endpoint: Where it is.
    """

    input_factor = 1
    """Tokens per byte of the request at the most: byte-level tokenizers never make more than one of a byte."""

    def __init__(self, name: str, endpoint: Endpoint) -> None:
        self.name = name
        self._endpoint = endpoint
        self._client: ClientT | None = None
        self._opening = asyncio.Lock()

    def __reduce__(self) -> str:
        raise TypeError(f"the provider {self.name} holds a key and a connection: make it where it is used")

    def missing_key(self) -> str | None:
        """What is missing to ask this provider, or None."""
        if self._endpoint.key_env is None or self._endpoint.key:
            return None
        return f"{self._endpoint.key_env} is not set"

    async def prepare(self) -> None:
        """Make the client; see `Provider.prepare`."""
        if self.missing_key() is None:
            with suppress(ProviderError):
                await self.client()

    async def send(self, request: Request, *, model: str, call_id: str, timeout_s: float, gate: Gate) -> Reply:
        """Send one HTTP request and decode its reply; see `Provider.send`."""
        if missing := self.missing_key():
            raise self._error(Failure(FailureClass.BAD_KEY, missing), request)
        await self.client()
        content = dump_json(self._checked_body(request, model))
        headers = {**self._endpoint.headers, "content-type": "application/json", CALL_ID_HEADER: call_id}
        with sending(call_id, gate) as record:
            try:
                response = await self.post(content, headers, timeout_s)
            except NoReplyError as error:
                if record.refused is not None:
                    raise record.refused from None
                failure = silence(str(error), sent=record.sent, timed_out=error.timed_out)
                raise self._error(failure, request) from None
        if not response.is_success:
            failure = failure_of(response.status_code, response.headers, response.content)
            raise self._error(failure, request)
        return self._read(response, request, model)

    def input_tokens_bound(self, request: Request) -> int:
        """An upper bound of the input tokens that this request can be billed for: the bytes of its body, and more."""
        plain = replace(request, output=OutputForm())
        size = len(dump_json(self.body(plain, ""))) + len(dump_json(request.parameters.extra_body))
        overhead = REQUEST_OVERHEAD_TOKENS + MESSAGE_OVERHEAD_TOKENS * (len(request.messages) + 1)
        if request.output.schema is not None:
            overhead += SCHEMA_OVERHEAD_TOKENS + SCHEMA_GROWTH * len(request.output.schema.encode())
        return self.input_factor * (size + overhead)

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
    async def post(self, content: bytes, headers: Mapping[str, str], timeout_s: float) -> httpx2.Response:
        """Send a body; a reply of any status is returned.

        Raises:
            NoReplyError: None came.
        """

    @abstractmethod
    def decode(self, payload: dict[str, Json], request: Request) -> Reply:
        """The answer in a reply with status 200.

        Raises:
            ValueError: It is not what the provider's API promises.
        """

    @abstractmethod
    def usage(self, payload: dict[str, Json]) -> Usage | None:
        """The tokens that a reply says it cost, None if it says nothing."""

    def _checked_body(self, request: Request, model: str) -> dict[str, Json]:
        if request.output.format is OutputFormat.VECTOR:
            message = "embeddings are not in this version"
            raise ProviderError(message, failure=Failure(FailureClass.BAD_REQUEST, message))
        if wrong := reserved_keys(request.parameters.extra_body):
            message = f"extra_body cannot set {', '.join(wrong)}: these have places of their own in a job file"
            raise ProviderError(message, failure=Failure(FailureClass.BAD_REQUEST, message))
        return {**self.body(request, model), **parsed(request.parameters.extra_body)}

    def _read(self, response: httpx2.Response, request: Request, model: str) -> Reply:
        usage: Usage | None = None
        try:
            payload = _payload(response)
            if (wrapped := _wrapped_error(payload, response)) is not None:
                raise self._error(wrapped, request)
            usage = _possible(self.usage(payload))
            reply = self.decode(payload, request)
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
            raise self._error(failure, request) from None

    def _error(self, failure: Failure, request: Request) -> ProviderError:
        texts = (request.system, *(message.content for message in request.messages))
        endpoint = self._endpoint
        origins = Origins(self.name, endpoint.key_env, endpoint.url_name, endpoint.base_url)
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
        raise NoReplyError("time-out", timed_out=True) from error
    except sdk.APIConnectionError as error:
        raise NoReplyError(str(error.__cause__ or error)) from error


def _payload(response: httpx2.Response) -> dict[str, Json]:
    if response.extensions.get(CUT_SHORT):
        raise ValueError(f"it is longer than {MAX_REPLY_BYTES // 2**20} MiB")
    return as_object(load_json(response.content))


def _possible(usage: Usage | None) -> Usage | None:
    if usage is not None and usage.cached_tokens + usage.cache_write_tokens > usage.input_tokens:
        raise ValueError("more cached tokens than input tokens")
    return usage


def _wrapped_error(payload: dict[str, Json], response: httpx2.Response) -> Failure | None:
    """An error that a gateway wrapped into a 200 (`{"error": {"code": 429, …}}` without an answer)."""
    error = payload.get("error")
    if not isinstance(error, dict) or payload.get("choices") or payload.get("content"):
        return None
    code = error.get("code")
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    return failure_of(status, response.headers, response.content)
