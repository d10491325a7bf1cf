"""What a provider is: one class that turns a neutral request into one HTTP request and its reply.

A provider is one file with a class of this protocol and one line in `orchestrator.providers.registry`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from orchestrator.errors import Failure
from state.plan_records import OutputForm, Parameters
from state.records import Usage

MEDIA_TYPE = "image/png"
"""Of images."""


@dataclass(frozen=True, slots=True)
class Image:
    """A page that a model looks at.

    Args:
        name: What it is an image of: the digest of a file's bytes and the page, "…#3".
        edge: The longer side that it is rendered within, in pixels.
        pixels: And all of it.
        tokens: That it counts for, by the provider's formula.
        most_tokens: That it can count for.
        data: The file of the image in base64, from the moment that its call has been admitted; else empty.
    """

    name: str
    edge: int
    pixels: int
    tokens: int
    most_tokens: int
    data: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation; `role` is user or assistant. An image stands before the text."""

    role: str
    content: str
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A neutral request, before any provider adapts it.

    Everything but `timeout_s` and `service_tier` (within `parameters`) is in the digest; of an image what it is of.

    Args:
        system: The part that all items of a phase share.
        messages: What follows, at least one user turn.
        max_tokens: The most tokens the answer may have.
        attempt: Number of the attempt, from 1.
        generation: How often the user asked for a retry of this request.
        salt: Empty, or job and item when the phase does not reuse answers.
    """

    system: str
    messages: tuple[Message, ...]
    max_tokens: int
    output: OutputForm = field(default_factory=OutputForm)
    parameters: Parameters = field(default_factory=Parameters)
    attempt: int = 1
    generation: int = 0
    salt: str = ""

    @property
    def images(self) -> tuple[Image, ...]:
        """What it shows."""
        return tuple(one.image for one in self.messages if one.image is not None)

    def showing(self, data: str) -> Request:
        """The same with the image's own bytes, in base64; or without them."""
        messages = (
            one if one.image is None else replace(one, image=replace(one.image, data=data)) for one in self.messages
        )
        return replace(self, messages=tuple(messages))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, decoded, before any check looks at it.

    Args:
        finish: stop, length (cut at max_tokens) or declined (by the model's safety).
        model: The model that the reply names.
        service_tier: The tier that the reply says it was served at; None when it says nothing or the standard one.
    """

    text: str
    finish: str
    usage: Usage
    model: str
    request_id: str | None
    http_status: int
    service_tier: str | None = None


@dataclass(frozen=True, slots=True)
class Embedded:
    """What came back for many inputs: a vector for each, in their order, as a JSON array of numbers.

    Args:
        usage: Of all inputs together; a provider does not tell them apart.
    """

    texts: tuple[str, ...]
    usage: Usage
    model: str
    request_id: str | None
    http_status: int
    service_tier: str | None = None


class ProviderError(Exception):
    """A call that gave no usable reply; `failure` says everything that a decision needs."""

    def __init__(self, message: str, *, failure: Failure | None = None) -> None:
        super().__init__(message)
        self.failure = failure


class NotSentError(Exception):
    """The gate before the transport said no: no byte of the request was written."""


Gate = Callable[[str], None]
"""Called with the call id directly before the bytes of a request are written; raises NotSentError to stop it."""


class Provider(Protocol):
    """One provider: a key, a client, and how it says things. Made in a worker, never pickled."""

    name: str
    max_inputs: int
    """The most inputs that one call of `embed` takes."""
    max_pack_tokens: int
    """The most tokens of all its inputs, by their upper bounds."""

    def missing_key(self, model: str | None = None) -> str | None:
        """What is missing to ask this provider ("ANTHROPIC_API_KEY is not set"), or None.

        Args:
            model: For this one, by the provider's own name of it; None: for any of its models.
        """

    async def prepare(self, model: str | None = None) -> None:
        """Load what the first call needs (an SDK, a model), so that no call's latency holds it; cheap afterwards.

        What goes wrong here is told by `send`.

        Args:
            model: The one that will be asked, by the provider's own name of it; None: the one that chats.
        """

    async def send(
        self, request: Request, *, model: str, call_id: str, timeout_s: float, gate: Gate, stream: bool = False
    ) -> Reply:
        """Send one HTTP request and decode its reply.

        Args:
            request: What to ask, in neutral words.
            model: The provider's own name of the model (without "provider/").
            call_id: Sent in the header `x-batchwright-call-id`.
            timeout_s: For the whole request.
            gate: Called directly before the bytes are written.
            stream: Have the reply come as events where that can be; it is the same reply.

        Raises:
            ProviderError: No usable reply, with its failure.
            NotSentError: The gate said no.
        """

    async def embed(
        self, requests: Sequence[Request], *, model: str, call_id: str, timeout_s: float, gate: Gate
    ) -> Embedded:
        """Send one HTTP request for the vectors of many inputs; arguments and errors as those of `send`."""

    def input_tokens_bound(self, request: Request) -> int:
        """An upper bound of the input tokens that this request can be billed for."""

    async def close(self) -> None:
        """Close the client; safe to call twice."""
