"""A message of Anthropic's API as a stream: message_start, blocks in their order, message_delta, message_stop."""

from __future__ import annotations

from orchestrator.providers.decoding import object_at, text_at
from orchestrator.providers.events import EventStream, joined
from state.records import Json

_COUNTS = (
    "input_tokens",
    "output_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "service_tier",
    "speed",
)


class MessageEvents(EventStream):
    """Collects the texts of a message."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Json] = {}
        self._texts: list[str] = []
        self._usage: dict[str, Json] = {}
        self._has_sum = False

    def take(self, event: dict[str, Json]) -> None:
        """Take an event; of kinds that nobody here knows, nothing."""
        kind = text_at(event, "type")
        if kind == "message_start":
            message = object_at(event, "message")
            self._said |= {key: message.get(key) for key in ("id", "model")}
            self._count(object_at(message, "usage"))
        elif kind == "content_block_start":
            block = object_at(event, "content_block")
            self.keep(self._texts, text_at(block, "text") if block.get("type") == "text" else "")
        elif kind == "content_block_delta":
            delta = object_at(event, "delta")
            self.keep(self._texts, text_at(delta, "text") if delta.get("type") == "text_delta" else "")
        elif kind == "message_delta":
            self._said |= {"stop_reason": object_at(event, "delta").get("stop_reason")}
            counts = object_at(event, "usage")
            self._count(counts)
            self._has_sum = self._has_sum or "output_tokens" in counts
        elif kind == "message_stop":
            self.is_whole = True

    def payload(self) -> dict[str, Json]:
        """The message; without the sum at its end there is no usage, for the start's output tokens are a beginning."""
        content: list[Json] = [{"type": "text", "text": joined(self._texts)}]
        return {**self._said, "content": content, "usage": self._usage if self._has_sum else None}

    def _count(self, counts: dict[str, Json]) -> None:
        self._usage |= {key: counts[key] for key in _COUNTS if counts.get(key) is not None}
