"""A provider's cache of how requests begin: what many requests share is read once and billed at a part of its price.

Anthropic keeps what is marked with `cache_control` and bills the writing; OpenAI keeps every long beginning, in steps
of 128 tokens, and bills no writing. Neither keeps less than 1,024 tokens. What one request brings can be read by those
that begin after it was answered.
"""

from __future__ import annotations

from tests.fakes.dialects import ANTHROPIC, Asked

LEAST_TOKENS = 1024
STEP_TOKENS = 128
LIVES_S = 300.0

_MARK = b'"cache_control"'


class PrefixCache:
    """What is kept, by model and text."""

    def __init__(self) -> None:
        self._warm_at: dict[tuple[str, str], float] = {}
        self._used_at: dict[tuple[str, str], float] = {}

    def look(self, asked: Asked, tokens: int, now_s: float, latency_s: float) -> tuple[int, int]:
        """Tokens of a request's first text that are read from the cache, and tokens that are written to it.

        Args:
            asked: The request.
            tokens: Of its first text.
            now_s: Monotonic seconds.
            latency_s: Until it is answered; from then on others can read what it wrote.
        """
        if tokens < LEAST_TOKENS or (asked.dialect == ANTHROPIC and _MARK not in asked.body):
            return 0, 0
        if asked.dialect != ANTHROPIC:
            tokens -= tokens % STEP_TOKENS
        key = (asked.model, asked.texts[0])
        is_kept = now_s - self._used_at.get(key, -LIVES_S) < LIVES_S
        if is_kept and now_s >= self._warm_at[key]:
            self._used_at[key] = now_s
            return tokens, 0
        if not is_kept:
            self._used_at[key], self._warm_at[key] = now_s, now_s + latency_s
        return 0, tokens if asked.dialect == ANTHROPIC else 0
