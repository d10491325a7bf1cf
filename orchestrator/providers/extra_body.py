"""The user's `extra_body`: what it may add to a request, and what it may not."""

from __future__ import annotations

from orchestrator.providers.decoding import as_object, load_json
from state.records import Json

OWNED = frozenset(
    {
        "best_of", "candidate_count", "completions", "encoding_format", "fallbacks", "input", "max_completion_tokens",
        "max_output_tokens", "max_tokens", "messages", "model", "models", "n", "output_config", "prompt",
        "response_format", "stream", "system", "tools",
    }
)  # fmt: skip
"""Keys that decide what is asked, of whom, in what form it comes, or how much it can cost; a job file has other words
for each of them, or it is ours to say."""


def reserved_keys(extra_body: str | None) -> list[str]:
    """The keys of an `extra_body` (JSON text) that are not its to set, sorted; empty when all is well."""
    return sorted(OWNED.intersection(parsed(extra_body)))


def parsed(extra_body: str | None) -> dict[str, Json]:
    """The extra body as an object, empty if there is none."""
    return as_object(load_json(extra_body.encode())) if extra_body else {}
