"""The command line with a provider that answers at once in its process, so that only our own work is measured."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import cli
from orchestrator.providers import registry
from orchestrator.providers.base import Embedded, Gate, Reply, Request
from state.records import Usage


class NullProvider:
    """Answers each request at once, from no network."""

    name = "openai"
    max_inputs = 2048
    max_pack_tokens = 300_000

    async def prepare(self, model: str | None = None) -> None:
        """Nothing is needed."""

    def missing_key(self, model: str | None = None) -> str | None:
        """Nothing is missing."""

    async def send(
        self, request: Request, *, model: str, call_id: str, timeout_s: float, gate: Gate, stream: bool = False
    ) -> Reply:
        """An answer of some forty characters."""
        gate(call_id)
        told = f"An answer of some forty characters, {call_id[-8:]}."
        return Reply(told, "stop", Usage(100, 20), model, call_id, 200)

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """No job here asks for vectors."""
        raise NotImplementedError

    def input_tokens_bound(self, request: Request) -> int:
        """A token is at least a byte."""
        return sum(len(text.encode()) for text in (request.system, *(one.content for one in request.messages)))

    async def close(self) -> None:
        """Nothing to close."""


if __name__ == "__main__":
    registry._MAKERS["openai"] = lambda _environ, _network: NullProvider()  # noqa: SLF001  # there is no key to ask with
    cli.main(sys.argv[1:])
