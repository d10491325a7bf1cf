"""A completion of OpenAI's API as a stream: chunks, then one with the usage, then [DONE]."""

from __future__ import annotations

from orchestrator.providers.decoding import as_object, joined_text_at, object_at, text_at
from orchestrator.providers.events import EventStream, joined
from state.records import Json

_SAID_OF_ALL = ("id", "model", "service_tier")


class CompletionEvents(EventStream):
    """Collects the first (and only) choice."""

    last = b"[DONE]"

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Json] = {}
        self._texts: list[str] = []
        self._refusals: list[str] = []
        self._finish: Json = None
        self._usage: Json = None
        self._has_choice = False

    def take(self, event: dict[str, Json]) -> None:
        """Take a chunk; some servers repeat the usage in each, and the last one counts."""
        self._said |= {key: event[key] for key in _SAID_OF_ALL if event.get(key)}
        if event.get("usage") is not None:
            self._usage = event["usage"]
        choices = event.get("choices")
        for choice in map(as_object, choices if isinstance(choices, list) else []):
            if choice.get("index", 0) != 0:
                continue
            self._has_choice = True
            delta = object_at(choice, "delta")
            self.keep(self._texts, joined_text_at(delta, "content"))
            self.keep(self._refusals, text_at(delta, "refusal"))
            self._finish = choice.get("finish_reason") or self._finish

    def payload(self) -> dict[str, Json]:
        """The completion."""
        message: dict[str, Json] = {"content": joined(self._texts), "refusal": joined(self._refusals)}
        choices: list[Json] = [{"message": message, "finish_reason": self._finish}] if self._has_choice else []
        return {**self._said, "choices": choices, "usage": self._usage}
