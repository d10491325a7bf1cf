"""A provider without a network: what each call comes to is said by a function, and takes the loop's time.

provider = ScriptedProvider("openai", lambda call: reply_of("an answer"))
provider = ScriptedProvider("openai", in_turn(failure_of(FailureClass.LIMITED), reply_of("an answer")))
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.base import Embedded, Gate, ProviderError, Reply, Request
from state.records import Usage


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as the provider got it."""

    call_id: str
    model: str
    request: Request
    at: float
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """A call for many inputs as the provider got it."""

    call_id: str
    inputs: tuple[str, ...]
    at: float


Script = Callable[[Asked], Reply | Failure | BaseException]
Embed = Callable[[Packed], Embedded | Failure | BaseException]


class ScriptedProvider:
    """Implements the protocol of providers.

    Args:
        script: What a call comes to: a reply, a failure, or an error that is raised as it is.
        latency_s: Between the gate and the reply.
        key: What is missing, if something is.
        input_factor: Tokens that a byte is taken to be at the most, as of a provider whose tokenizer nobody knows.
    """

    def __init__(
        self,
        name: str,
        script: Script,
        *,
        embed: Embed | None = None,
        latency_s: float = 1.0,
        key: str | None = None,
        input_factor: int = 1,
        max_inputs: int = 2048,
        max_pack_tokens: int = 300_000,
    ) -> None:
        self.name = name
        self.max_inputs = max_inputs
        self.max_pack_tokens = max_pack_tokens
        self.asked: list[Asked] = []
        self.packs: list[Packed] = []
        self._embed = embed or vectors_of
        self.out = 0
        self.most_out = 0
        self._script = script
        self.latency_of: Callable[[Asked], float] = lambda _: latency_s
        """How long each call takes."""
        self._latency_s = latency_s
        self._key = key
        self.input_factor = input_factor

    async def prepare(self, model: str | None = None) -> None:
        """Nothing is needed."""

    def missing_key(self, model: str | None = None) -> str | None:
        """As told."""
        return self._key

    async def send(
        self, request: Request, *, model: str, call_id: str, timeout_s: float, gate: Gate, stream: bool = False
    ) -> Reply:
        """Let time pass, then do as told."""
        await asyncio.sleep(0)
        gate(call_id)
        asked = Asked(call_id, model, request, asyncio.get_running_loop().time(), stream)
        self.asked.append(asked)
        await self._take_time(self.latency_of(asked))
        told = self._script(asked)
        if isinstance(told, Reply):
            return told
        raise _error_of(told)

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """Let time pass, then do as told."""
        await asyncio.sleep(0)
        gate(call_id)
        inputs = tuple(request.messages[0].content for request in requests)
        packed = Packed(call_id, inputs, asyncio.get_running_loop().time())
        self.packs.append(packed)
        await self._take_time(self._latency_s)
        told = self._embed(packed)
        if isinstance(told, Embedded):
            return told
        raise _error_of(told)

    async def _take_time(self, seconds: float) -> None:
        self.out += 1
        self.most_out = max(self.most_out, self.out)
        try:
            await asyncio.sleep(seconds)
        finally:
            self.out -= 1

    def input_tokens_bound(self, request: Request) -> int:
        """Its bytes, times the factor."""
        texts = (request.system, *(message.content for message in request.messages))
        return self.input_factor * sum(len(text.encode()) for text in texts)

    async def close(self) -> None:
        """Nothing to close."""


def _error_of(told: Failure | BaseException) -> BaseException:
    return ProviderError(told.message, failure=told) if isinstance(told, Failure) else told


def vectors_of(packed: Packed) -> Embedded:
    """For each input a vector of its own, and 10 tokens."""
    texts = tuple(f"[{len(text)}.0,0.5]" for text in packed.inputs)
    return Embedded(texts, Usage(10 * len(texts)), "the-model-of-the-reply", "req_1", 200)


def reply_of(text: str, *, finish: str = "stop", model: str = "the-model-of-the-reply") -> Reply:
    """A reply that says so."""
    return Reply(text, finish, Usage(100, 50), model, "req_1", 200)


def failure_of(
    failure_class: FailureClass,
    message: str = "no",
    *,
    retry_after_s: float | None = None,
    outcome_known: bool = True,
) -> Failure:
    """A failure of that class."""
    return Failure(failure_class, message, retry_after_s=retry_after_s, outcome_known=outcome_known)


def in_turn(*told: Reply | Failure | BaseException) -> Script:
    """One after the other, the last one again and again."""
    return _Turns(told)


class _Turns:
    def __init__(self, told: Iterable[Reply | Failure | BaseException]) -> None:
        self._told = list(told)

    def __call__(self, asked: Asked) -> Reply | Failure | BaseException:
        return self._told.pop(0) if len(self._told) > 1 else self._told[0]
