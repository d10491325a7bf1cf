"""How fast models write, as seen in this process, and how long a call may take by that."""

from __future__ import annotations

from orchestrator.providers.base import Request
from state.records import Usage

TOKENS_PER_S = 20.0
"""How slowly a model may write before its own speed is known."""

TIMEOUT_FACTOR = 4.0
"""A call may take this many times what its maximum of tokens takes at the model's speed."""

MIN_TIMEOUT_S = 60.0

STREAM_FROM_S = 300.0
"""An answer that may take longer comes as a stream: networks cut connections on which nothing is said for minutes."""

SLOWER = 2.0
"""A model may be so many times slower than it was so far."""

_TOO_FEW = 20
"""Output tokens below which a reply says nothing about speed."""


def takes_long(max_tokens: int, tokens_per_s: float, timeout_s: float) -> bool:
    """Whether an answer may take so long that it has to come as a stream.

    Args:
        max_tokens: The most that it may have.
        tokens_per_s: How slowly it may be written.
        timeout_s: After which the call is given up.
    """
    return min(timeout_s, max_tokens / tokens_per_s) > STREAM_FROM_S


class Speeds:
    """Output tokens per second by model, smoothed over calls."""

    def __init__(self) -> None:
        self._by_model: dict[str, float] = {}

    def note(self, model: str, usage: Usage, latency_ms: int) -> None:
        """Take a reply into account."""
        if usage.output_tokens < _TOO_FEW or latency_ms <= 0:
            return
        seen = 1000 * usage.output_tokens / latency_ms
        self._by_model[model] = 0.9 * self._by_model.get(model, seen) + 0.1 * seen

    def timeout_s(self, model: str, request: Request) -> float:
        """How long a request may take: what the user said, else by its maximum of tokens and the model's speed."""
        if request.parameters.timeout_s is not None:
            return request.parameters.timeout_s
        speed = self._by_model.get(model, TOKENS_PER_S)
        return max(MIN_TIMEOUT_S, TIMEOUT_FACTOR * request.max_tokens / speed)

    def takes_long(self, model: str, request: Request, timeout_s: float) -> bool:
        """Whether the answer to a request may take so long that it has to come as a stream."""
        seen = self._by_model.get(model)
        return takes_long(request.max_tokens, TOKENS_PER_S if seen is None else seen / SLOWER, timeout_s)
