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
    """A call as the provider got it; `request` is the first of a pack's."""

    call_id: str
    model: str
    request: Request
    at: float
    pack: tuple[Request, ...] = ()


Script = Callable[[Asked], Reply | Failure | BaseException]


class ScriptedProvider:
    """Implements the protocol of providers.

    Args:
        script: What a call comes to: a reply, a failure, or an error that is raised as it is.
        latency_s: Between the gate and the reply.
        key: What is missing, if something is.
        input_factor: Tokens that a byte is taken to be at the most, as of a provider whose tokenizer nobody knows.
    """

    max_inputs = 4
    max_pack_tokens = 100

    def __init__(
        self, name: str, script: Script, *, latency_s: float = 1.0, key: str | None = None, input_factor: int = 1
    ) -> None:
        self.name = name
        self.asked: list[Asked] = []
        self.out = 0
        self.most_out = 0
        self._script = script
        self._latency_s = latency_s
        self._key = key
        self.input_factor = input_factor

    async def prepare(self, model: str | None = None) -> None:
        """Nothing is needed."""

    def missing_key(self, model: str | None = None) -> str | None:
        """As told."""
        return self._key

    async def send(self, request: Request, *, model: str, call_id: str, timeout_s: float, gate: Gate) -> Reply:
        """Let time pass, then do as told."""
        return await self._told(gate, call_id, model, request)

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """The same; the text of the reply is the vector of each."""
        told = await self._told(gate, call_id, model, *requests)
        return Embedded((told.text,) * len(requests), told.usage, told.model, told.request_id, told.http_status)

    async def _told(self, gate: Gate, call_id: str, model: str, *pack: Request) -> Reply:
        await asyncio.sleep(0)
        gate(call_id)
        asked = Asked(call_id, model, pack[0], asyncio.get_running_loop().time(), pack)
        self.asked.append(asked)
        self.out += 1
        self.most_out = max(self.most_out, self.out)
        try:
            await asyncio.sleep(self._latency_s)
        finally:
            self.out -= 1
        told = self._script(asked)
        if isinstance(told, Reply):
            return told
        if isinstance(told, Failure):
            raise ProviderError(told.message, failure=told)
        raise told

    def input_tokens_bound(self, request: Request) -> int:
        """Its bytes, times the factor."""
        texts = (request.system, *(message.content for message in request.messages))
        return self.input_factor * sum(len(text.encode()) for text in texts)

    async def close(self) -> None:
        """Nothing to close."""


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
