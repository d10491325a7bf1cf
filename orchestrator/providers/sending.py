"""What a provider and the transport beneath its SDK tell each other of a request, past the SDK between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from orchestrator.providers.base import Gate

MAX_REPLY_BYTES = 32 * 2**20
"""Of a longer reply the rest is not read: the longest answers of today's models are a few megabytes."""

UNREADABLE = "batchwright_unreadable"
"""Key among a response's extensions: why its body is not here, or not all of it, though the reply came."""

COLLECTED = "batchwright_collected"
"""Key among a response's extensions: it came as events, and this is what took them."""


class Events(Protocol):
    """Takes a reply that comes as events; see `orchestrator.providers.events`."""

    has_text: bool
    """The model has begun to write: from here on it does not fall silent for long."""

    def feed(self, chunk: bytes) -> bool:
        """Take what came; returns whether more is wanted."""

    def end(self) -> None:
        """Nothing more comes."""


@dataclass(slots=True)
class Sending:
    """One request on its way.

    Args:
        sent: Its bytes may have gone out: it may be billed, whatever is heard of it.
        refused: What the gate raised, when it said no (or broke).
        events: What takes the reply if it comes as events; None when that was not asked for.
    """

    call_id: str
    gate: Gate
    sent: bool = False
    refused: Exception | None = None
    events: Events | None = None

    def pass_gate(self) -> None:
        """Ask the gate; afterwards the request counts as sent."""
        try:
            self.gate(self.call_id)
        except Exception as error:
            # Kept, because the SDKs turn whatever a transport raises into a connection error of theirs.
            self.refused = error
            raise
        self.sent = True


CURRENT: ContextVar[Sending] = ContextVar("sending")
"""The request that the code below is making."""


@contextmanager
def sending(call_id: str, gate: Gate, events: Events | None = None) -> Iterator[Sending]:
    """Let the request that is made inside pass this gate, and keep what became of it."""
    record = Sending(call_id, gate, events=events)
    token = CURRENT.set(record)
    try:
        yield record
    finally:
        CURRENT.reset(token)
