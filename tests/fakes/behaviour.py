"""How the loopback provider behaves: settings for all requests, and rules for some.

A rule is one flat JSON object. What it matches (all that are given must hold):

    model        the requested model, exactly
    endpoint     chat | messages | embeddings
    contains     text that stands anywhere in the request's body
    schema_has   name of a property anywhere in the output schema
    fraction     0..1: that part of all requests, chosen by digest and `seed`, so the same ones every time
    nth          the request is the nth (or one of a list) with this content: 1 = first time it is asked
    after        only from the (after + 1)th request that the server received
    times        at most that many times, then the rule is spent

The first rule that matches decides. What it does (`do`, see ACTIONS) may be modified by:

    latency_ms   answer after that long (also for "hang": 60000); errors answer at once without it
    cached_tokens, cache_write_tokens   in the usage, and billed so
    reply_model  the model that the reply names
    wait_s, forms   of a 429: how long to wait and how it is said (RETRY_FORMS)
    status, message   another HTTP status or text for an error
    text, score, chars, between, wrap   see ACTIONS
    most_tokens  the answer is cut there, whatever the request allows
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from statistics import NormalDist
from typing import TypeAlias

import orjson

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

ERRORS = {
    "rate_limited": "429, with `wait_s` said in `forms`",
    "no_credit": "OpenAI 429 insufficient_quota; Anthropic 400 credit balance too low; status 402 on request",
    "context_too_long": "400 in the provider's own words",
    "bad_request": "400",
    "bad_key": "401",
    "forbidden": "403",
    "unknown_model": "404",
    "server_error": "500",
    "unavailable": "503",
    "overloaded": "529 overloaded_error (OpenAI: 503)",
}
"""What costs nothing: the request was not processed."""

ACTIONS = ERRORS | {
    "ok": "the ordinary answer",
    "text": "`text` as the answer",
    "echo": "the last message, or what stands in it `between` [start, end]; put into `wrap` [before, after]",
    "score": "every integer property named score is `score`",
    "huge": "`chars` characters of text, whatever the maximum; tokens are billed up to the maximum",
    "declined": "refused by the model's safety; billed",
    "truncated": "cut in the middle, finish reason length / max_tokens; billed",
    "not_json": "200 whose body is an HTML page; billed",
    "invalid_output": "200 with JSON that the schema does not allow (without schema: an empty text); billed",
    "nul": "text or the first JSON string contains U+0000; billed",
    "surrogate": "text or the first JSON string contains the escape of a lone surrogate; billed",
    "reordered": "vectors in reverse order, each with its right index; billed",
    "missing_vector": "one vector less than there are texts; billed",
    "short_vector": "the last vector (of several) lacks a number; billed",
    "nan": "the last vector holds a NaN (in JSON null); billed",
    "drop": "the connection is cut before processing; not billed",
    "cut": "the connection is cut after processing; billed",
    "no_usage": "the reply does not say what it cost; billed",
    "whole": "one reply, though a stream was asked for; billed",
    "cut_event": "the stream is cut in the middle of an event, in the middle of the answer; billed",
    "no_end": "the stream ends without its last event; billed",
    "stall": "the stream stands still in the middle of the answer; billed",
    "error_event": "after half of the answer (chars 0: before it) the error that `message` names, as an event; billed",
}
"""Everything that `do` can be."""

RETRY_FORMS = ("seconds", "float", "date", "ms", "reset", "none")
"""Ways to say how long to wait: Retry-After (3), retry-after-ms, the provider's rate-limit reset header, not at all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; the module's text explains every field."""

    do: str = "ok"
    model: str = ""
    endpoint: str = ""
    contains: str = ""
    schema_has: str = ""
    fraction: float = 1.0
    seed: str = ""
    nth: tuple[int, ...] = ()
    after: int = 0
    times: int | None = None
    latency_ms: float | None = None
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reply_model: str = ""
    wait_s: float = 1.0
    forms: tuple[str, ...] = ("seconds",)
    status: int | None = None
    message: str = ""
    text: str = ""
    score: int | None = None
    chars: int = 1_000_000
    between: tuple[str, ...] = ()
    wrap: tuple[str, ...] = ("", "")
    most_tokens: int | None = None

    def __post_init__(self) -> None:
        """Refuse what could never take effect as written.

        Raises:
            ValueError: Names the field, what was given and what is allowed.
        """
        if self.do not in ACTIONS:
            raise ValueError(f"do={self.do!r} is no action; known: {', '.join(ACTIONS)}")
        if unknown := set(self.forms) - set(RETRY_FORMS):
            raise ValueError(f"forms={sorted(unknown)} is no way to say Retry-After; known: {', '.join(RETRY_FORMS)}")
        if self.endpoint not in ("", "chat", "messages", "embeddings"):
            raise ValueError(f"endpoint={self.endpoint!r} is none of chat, messages, embeddings")
        if self.do == "score" and self.score is None:
            raise ValueError("do='score' needs score=<integer>")
        if len(self.between) not in (0, 2) or len(self.wrap) != 2:
            raise ValueError(f"between={self.between} and wrap={self.wrap} are pairs of texts")


_TUPLES = {"nth", "forms", "between", "wrap"}


def parse_rule(raw: Mapping[str, object]) -> Rule:
    """Turn a JSON object into a rule.

    Raises:
        ValueError: A key is unknown or a value is not allowed.
    """
    known = {item.name for item in fields(Rule)}
    if unknown := set(raw) - known:
        raise ValueError(f"rule has unknown keys {sorted(unknown)}; known: {sorted(known)}")
    values = {key: _as_tuple(value) if key in _TUPLES else value for key, value in raw.items()}
    return Rule(**values)  # type: ignore[arg-type]  # JSON; names are checked above, values in __post_init__


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Traits:
    """What rules look at in a request."""

    model: str
    endpoint: str
    digest: str
    body: bytes
    schema: dict[str, Json] | None


class RuleBook:
    """The rules in force and how often each was used.

    Args:
        rules: In order of precedence.
    """

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.rules = tuple(rules)
        self._fired = [0] * len(self.rules)
        self._seen: dict[str, int] = {}
        self._total = 0

    def replace(self, rules: Iterable[Rule]) -> None:
        """Put other rules in force; how often each content was asked is kept for `nth` and `after`."""
        self.rules = tuple(rules)
        self._fired = [0] * len(self.rules)

    def decide(self, traits: Traits) -> Rule:
        """Count the request and return the first rule that matches it, or the ordinary one."""
        self._total += 1
        seen = self._seen[traits.digest] = self._seen.get(traits.digest, 0) + 1
        for index, rule in enumerate(self.rules):
            if rule.times is not None and self._fired[index] >= rule.times:
                continue
            if self._total > rule.after and (not rule.nth or seen in rule.nth) and _matches(rule, traits):
                self._fired[index] += 1
                return rule
        return _ORDINARY


_ORDINARY = Rule()


def _matches(rule: Rule, traits: Traits) -> bool:
    return (
        (not rule.model or rule.model == traits.model)
        and (not rule.endpoint or rule.endpoint == traits.endpoint)
        and (not rule.contains or _json_text(rule.contains) in traits.body)
        and (not rule.schema_has or has_property(traits.schema, rule.schema_has))
        and (rule.fraction >= 1.0 or uniform(rule.seed, traits.digest) < rule.fraction)
    )


def _json_text(text: str) -> bytes:
    """The text as it stands inside a JSON string of the canonical body."""
    return orjson.dumps(text)[1:-1]


def has_property(schema: Json, name: str) -> bool:
    """Whether a schema has a property of that name at any depth."""
    if isinstance(schema, list):
        return any(has_property(part, name) for part in schema)
    if not isinstance(schema, dict):
        return False
    properties = schema.get("properties")
    if isinstance(properties, dict) and name in properties:
        return True
    return any(has_property(part, name) for part in schema.values())


def uniform(seed: str, digest: str) -> float:
    """A number in [0, 1) that depends on seed and digest only."""
    head = hashlib.sha256(f"{seed}:{digest}".encode()).digest()[:8]
    return (int.from_bytes(head, "big") >> 11) / 2**53


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for all requests.

    Args:
        latency_ms: Time from arrival to answer.
        median_ms: Set for lognormal latency instead, drawn by digest and `seed`.
        sigma: Spread of the lognormal; 0.5 gives a 95th percentile of 2.3 medians.
        cap_ms: The longest lognormal latency.
        rate_limit_per_s: Requests per second, by a token bucket; 429 beyond.
        rate_burst: Size of the bucket; one second's worth if not given.
        concurrency_limit: Requests in flight; 429 beyond.
        limit_forms: How the 429s of the two limits say how long to wait (RETRY_FORMS).
        limit_wait_s: How long they say; for the rate limit the time until the next token if not given.
        bytes_per_token: Tokens are UTF-8 bytes by this, rounded up; 1 is the worst that a client must reckon with.
        embedding_dims: Length of vectors; the model's own (1536 or 3072) if 0.
        embedding_inputs: The most texts of one request; 400 beyond, as OpenAI says it, and so for the next two.
        embedding_tokens: The most tokens of all of them.
        embedding_window: The most tokens of each.
        prompt_cache: Whether it keeps how requests begin, and bills that so (prefix_cache.py).
        prices: Model to USD per million tokens, as decimal strings under input, output, cached, cache_write;
            for models that genai-prices does not know. A model that is in neither gets a 404.
        seed: Changes what is drawn by digest.
    """

    latency_ms: float = 0.0
    median_ms: float | None = None
    sigma: float = 0.5
    cap_ms: float | None = None
    rate_limit_per_s: float | None = None
    rate_burst: int | None = None
    concurrency_limit: int | None = None
    limit_forms: tuple[str, ...] = ("seconds",)
    limit_wait_s: float | None = None
    bytes_per_token: int = 4
    embedding_dims: int = 0
    embedding_inputs: int = 2_048
    embedding_tokens: int = 300_000
    embedding_window: int = 8_192
    prompt_cache: bool = False
    prices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    seed: str = ""

    def latency_s(self, digest: str) -> float:
        """The latency of a request, in seconds."""
        if self.median_ms is None:
            return self.latency_ms / 1000
        draw = min(max(uniform(f"latency{self.seed}", digest), 1e-9), 1 - 1e-9)
        drawn_ms = self.median_ms * math.exp(self.sigma * NormalDist().inv_cdf(draw))
        return min(drawn_ms, self.cap_ms if self.cap_ms is not None else drawn_ms) / 1000


class TokenBucket:
    """Lets `rate_per_s` requests through per second, and `burst` at once.

    Args:
        rate_per_s: Tokens that arrive per second.
        burst: Tokens that the full bucket holds.
        now_s: The time of a clock that only goes forward.
    """

    def __init__(self, rate_per_s: float, burst: int, now_s: float) -> None:
        self._rate = rate_per_s
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at = now_s

    def take(self, now_s: float) -> float:
        """Take a token: 0.0 if there was one, else the seconds until there will be one."""
        self._tokens = min(self._burst, self._tokens + (now_s - self._at) * self._rate)
        self._at = now_s
        if self._tokens >= 1.0:
            self._tokens -= 1.0
            return 0.0
        return (1.0 - self._tokens) / self._rate
