"""From a provider's refusal, or from silence, to a `Failure`; pure functions, one rule for all providers.

What differs between providers is only where the words stand (`ErrorWords`); what the words mean is said here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.decoding import as_object, dump_json, load_json, text_at
from orchestrator.providers.waits import retry_after_s
from state.records import Json

MAX_MESSAGE_CHARS = 300
SHINGLE_CHARS = 16
"""A run of this many characters that stands in the request too is taken for a piece of the user's text."""

SHORTEST_KEY_CHARS = 8
"""A shorter key is a placeholder, as local servers take it, and stands within ordinary words."""

SHORTEST_HIDDEN_CHARS = 5
"""A whole text of the request that is shorter than a shingle is hidden too; below this it is a word like any other."""

_TOO_LONG = re.compile(
    r"context[_ ](length|window|size|limit)|prompt is too long|too many (input )?tokens|input (is|was) too long"
    r"|maximum (context|input length)|exceed_context_size|request_too_large|reduce the length",
    re.IGNORECASE,
)
_NO_CREDIT = re.compile(
    r"insufficient_quota|insufficient (credit|balance|funds)|credit balance is too low|billing_(not_active|hard_limit)"
    r"|billing_error|exceeded your current quota",
    re.IGNORECASE,
)
_BAD_KEY = re.compile(r"invalid_api_key|api key not valid|incorrect api key|authentication_error", re.IGNORECASE)
_NO_MODEL = re.compile(r"model_not_found|model [^ ]+ (does not exist|not found)|not_found_error", re.IGNORECASE)
_DECLINED = re.compile(r"content_filter|content_policy_violation|responsibleaipolicyviolation", re.IGNORECASE)
_TOO_LARGE = re.compile(r"request too large", re.IGNORECASE)
_KEY_LIKE = re.compile(r"\b(sk|pk|key|gsk|xai|Bearer)[-_ ](?=[A-Za-z_.\-]*[0-9*])[A-Za-z0-9*_.\-]{6,}", re.IGNORECASE)
_UNSTORABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]+")

_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "requests": 429,
    "tokens": 429,
    "timeout_error": 504,
    "overloaded_error": 529,
}
"""The status that an error would have had by itself, by the types and codes of the providers; others are 500."""

_GATEWAY_TIMEOUTS = frozenset({504, 524})
"""The gateway stopped waiting, but the model behind it may have gone on."""


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What a reply says about itself: its machine-readable words, and the sentence for people."""

    code: str
    message: str


def error_words(body: bytes) -> ErrorWords:
    """The words of an error reply of any of the known forms; empty ones for HTML, nothing, or something else.

    Known: Anthropic's and OpenAI's `{"error": {"type", "code", "message"}}`, `{"error": "…"}`, `{"message": "…"}`.
    `detail` as FastAPI writes it is not read: it repeats the whole request.
    """
    try:
        reply = as_object(load_json(body))
    except ValueError:
        return ErrorWords("", "")
    error = reply.get("error")
    if isinstance(error, str):
        return ErrorWords("", error)
    inner = as_object(error) if isinstance(error, dict) else reply
    code = " ".join(text for text in (text_at(inner, "type"), text_at(inner, "code")) if text)
    return ErrorWords(code, text_at(inner, "message"))


def failure_of(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None) -> Failure:
    """What an HTTP reply that is no answer means.

    Args:
        status: HTTP status, not 2xx.
        headers: Of the reply, names in lower case.
        body: As it came.
        now: For waits given as dates; None is the present.
    """
    words = error_words(body)
    wait = None
    if status in (408, 409, 425, 429) or status >= 500:
        wait = retry_after_s(headers, now or datetime.now(UTC), resets=status == 429)
    ambiguous = status in _GATEWAY_TIMEOUTS
    return Failure(
        _class_of(status, words),
        _message(status, words),
        http_status=status,
        retry_after_s=wait,
        request_id=request_id_of(headers),
        billed=ambiguous,
        outcome_known=not ambiguous,
    )


def failure_inside(
    payload: dict[str, Json], status: int, headers: Mapping[str, str], *, may_be_billed: bool = False
) -> Failure:
    """What an error means that came where an answer should be: inside a 200, or as an event of a stream.

    Args:
        payload: With the error under "error".
        status: HTTP status of the reply that it came in.
        headers: Of that reply.
        may_be_billed: Part of an answer had come before.
    """
    body = dump_json(payload)
    meant = failure_of(_status_meant(payload.get("error")), headers, body)
    said = error_words(body).message.strip()
    failure_class = meant.failure_class
    if may_be_billed and failure_class is FailureClass.LIMITED:
        failure_class = FailureClass.OVERLOADED  # a limit is waited for without end, because it costs nothing
    return replace(
        meant,
        failure_class=failure_class,
        message=f"an error in place of an answer: {said}"[:MAX_MESSAGE_CHARS] if said else "an error without words",
        http_status=status,
        billed=meant.billed or may_be_billed,
        outcome_known=meant.outcome_known and not may_be_billed,
    )


def _status_meant(error: Json) -> int:
    if not isinstance(error, dict):
        return 500
    code = str(error.get("code"))
    if re.fullmatch(r"[45]\d\d", code):
        return int(code)
    return _STATUS_OF_TYPE.get(code) or _STATUS_OF_TYPE.get(text_at(error, "type"), 500)


def refused_parameters(body: bytes) -> str:
    """The words of an error reply in which it may name a parameter that it does not take.

    FastAPI tells the place of each error beside what it repeats of the request; places alone are read.
    """
    try:
        reply = as_object(load_json(body))
    except ValueError:
        return ""
    error, details = reply.get("error"), reply.get("detail")
    words = error_words(body)
    said = [words.code, words.message, text_at(as_object(error), "param") if isinstance(error, dict) else ""]
    for detail in details if isinstance(details, list) else []:
        place = detail.get("loc") if isinstance(detail, dict) else None
        said += [part for part in place if isinstance(part, str)] if isinstance(place, list) else []
    return " ".join(said)


def _message(status: int, words: ErrorWords) -> str:
    said = words.message.strip()
    if not said and (status == 405 or 300 <= status < 400):
        said = "nobody answers such requests at this address; check the provider's base URL"
    return f"HTTP {status}: {said}"[:MAX_MESSAGE_CHARS] if said else f"HTTP {status}"


def _class_of(status: int, words: ErrorWords) -> FailureClass:
    said = f"{words.code} {words.message}"
    if status >= 500:
        busy = status in (503, 529) or "overloaded" in words.code
        return FailureClass.OVERLOADED if busy else FailureClass.SERVER_ERROR
    if status == 402 or (status in (400, 403, 429) and _NO_CREDIT.search(said)):
        return FailureClass.NO_CREDIT
    if status == 429:
        # OpenAI says it when one request alone is above the limit of a minute: no wait would help.
        return FailureClass.TOO_LONG if _TOO_LARGE.search(words.message) else FailureClass.LIMITED
    if status in (408, 409, 425):
        return FailureClass.SERVER_ERROR
    if status in (404, 405) or status < 400 or (status in (400, 403) and _NO_MODEL.search(said)):
        return FailureClass.UNKNOWN_MODEL
    if status in (401, 403, 407) or (status == 400 and _BAD_KEY.search(said)):
        return FailureClass.BAD_KEY
    if status == 413 or (status in (400, 422) and _TOO_LONG.search(said)):
        return FailureClass.TOO_LONG
    if status == 400 and _DECLINED.search(words.code):
        return FailureClass.DECLINED
    return FailureClass.BAD_REQUEST


def silence(reason: str, *, sent: bool, timed_out: bool) -> Failure:
    """What it means that no reply came.

    Args:
        reason: What the network said.
        sent: Whether any byte may have gone out. If not, nothing can be billed and the outcome is known.
        timed_out: Whether time ran out, in contrast to a broken connection.
    """
    if not sent:
        return Failure(FailureClass.CONNECTION, f"not sent, no connection: {reason}"[:MAX_MESSAGE_CHARS])
    if timed_out:
        return Failure(FailureClass.TIMEOUT, reason, billed=True, outcome_known=False)
    message = f"the connection broke after the request was sent: {reason}"[:MAX_MESSAGE_CHARS]
    return Failure(FailureClass.CONNECTION, message, billed=True, outcome_known=False)


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The id that the provider gave the request, for its support to find it by."""
    return headers.get("request-id") or headers.get("x-request-id")


def redacted(failure: Failure, *, key: str | None, texts: tuple[str, ...]) -> Failure:
    """The failure without the key, and without any piece of the request's texts, in its message.

    Providers quote what they did not like, and messages go into rows, logs and reports.
    """
    message = failure.message
    if key and len(key) >= SHORTEST_KEY_CHARS:
        message = message.replace(key, "[key]")
    message = _UNSTORABLE.sub(" ", _KEY_LIKE.sub("[key]", message))
    for text in texts:
        if SHORTEST_HIDDEN_CHARS <= len(text.strip()) < SHINGLE_CHARS:
            message = message.replace(text.strip(), "[…]")
    quoted = [False] * len(message)
    for start in _suspects(message, texts):
        piece = message[start : start + SHINGLE_CHARS]
        if any(piece in text for text in texts):
            quoted[start : start + SHINGLE_CHARS] = [True] * SHINGLE_CHARS
    kept = "".join("\0" if hidden else char for char, hidden in zip(message, quoted, strict=True))
    return replace(failure, message=re.sub("\0+", "[…]", kept))


def _suspects(message: str, texts: tuple[str, ...]) -> list[int]:
    """Where a run that stands in a text may start.

    A run of `SHINGLE_CHARS` holds a whole aligned block of half that length, so most of the message is cleared by
    few searches; a text may have ten megabytes.
    """
    half = SHINGLE_CHARS // 2
    starts: set[int] = set()
    for block in range(0, len(message) - half + 1, half):
        if any(message[block : block + half] in text for text in texts):
            starts.update(range(max(0, block - half), block + 1))
    return sorted(start for start in starts if start + SHINGLE_CHARS <= len(message))
