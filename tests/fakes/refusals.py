"""How OpenAI and Anthropic refuse: errors in each one's real JSON, and every way to say how long to wait."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from typing import Final

from tests.fakes.dialects import ANTHROPIC

_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more information on this error, "
    "read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors."
)
_CREDIT = (
    "Your credit balance is too low to access the Anthropic API. "
    "Please go to Plans & Billing to upgrade or purchase credits."
)
_OPENAI_ERRORS: Final[dict[str, tuple[int, str, str | None, str]]] = {
    "rate_limited": (
        429, "requests", "rate_limit_exceeded",
        ("Rate limit reached for {model} in organization org-loopback on requests per min (RPM): "
        "Limit 500, Used 500, Requested 1. Please try again in {wait}."),
    ),
    "no_credit": (429, "insufficient_quota", "insufficient_quota", _QUOTA),
    "context_too_long": (
        400, "invalid_request_error", "context_length_exceeded",
        ("This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens. "
        "Please reduce the length of the messages."),
    ),
    "bad_request": (400, "invalid_request_error", None, "Invalid request."),
    "bad_key": (
        401, "invalid_request_error", "invalid_api_key",
        "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.",
    ),
    "forbidden": (
        403, "invalid_request_error", "model_not_found",
        "Project `proj_loopback` does not have access to model `{model}`",
    ),
    "unknown_model": (
        404, "invalid_request_error", "model_not_found",
        "The model `{model}` does not exist or you do not have access to it.",
    ),
    "server_error": (
        500, "server_error", None, "The server had an error while processing your request. Sorry about that!",
    ),
    "unavailable": (503, "server_error", None, "The engine is currently overloaded, please try again later."),
    "overloaded": (503, "server_error", None, "The engine is currently overloaded, please try again later."),
}  # fmt: skip
_ANTHROPIC_ERRORS: Final[dict[str, tuple[int, str, str]]] = {
    "rate_limited": (
        429, "rate_limit_error",
        "This request would exceed your organization's rate limit of 50 requests per minute. Please try again later.",
    ),
    "no_credit": (400, "invalid_request_error", _CREDIT),
    "context_too_long": (400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"),
    "bad_request": (400, "invalid_request_error", "Invalid request."),
    "bad_key": (401, "authentication_error", "invalid x-api-key"),
    "forbidden": (
        403, "permission_error", "Your API key does not have permission to use the specified resource.",
    ),
    "unknown_model": (404, "not_found_error", "model: {model}"),
    "server_error": (500, "api_error", "Internal server error"),
    "unavailable": (503, "api_error", "Service unavailable"),
    "overloaded": (529, "overloaded_error", "Overloaded"),
}  # fmt: skip


def error(
    dialect: str,
    kind: str,
    *,
    model: str,
    request_id: str,
    wait_s: float = 0,
    status: int | None = None,
    message: str = "",
) -> tuple[int, dict[str, object]]:
    """Status and body of an error.

    Args:
        kind: One of behaviour.ERRORS.
        status: Instead of the usual one; 402 makes Anthropic's a billing_error.
        message: Instead of the usual one.
    """
    if dialect == ANTHROPIC:
        usual, name, words = _ANTHROPIC_ERRORS[kind]
        name = "billing_error" if status == 402 else name
        said: dict[str, object] = {"type": name, "message": message or words.format(model=model)}
        return status or usual, {"type": "error", "error": said, "request_id": request_id}
    usual, name, code, words = _OPENAI_ERRORS[kind]
    text = message or words.format(model=model, wait=duration(wait_s))
    param = "messages" if kind == "context_too_long" else None
    return status or usual, {"error": {"message": text, "type": name, "param": param, "code": code}}


def retry_headers(dialect: str, forms: tuple[str, ...], wait_s: float) -> dict[str, str]:
    """Say in headers how long to wait, in each of the forms (behaviour.RETRY_FORMS)."""
    headers: dict[str, str] = {}
    for form in forms:
        if form == "seconds":
            headers["retry-after"] = str(math.ceil(wait_s))
        elif form == "float":
            headers["retry-after"] = f"{wait_s:g}"
        elif form == "date":
            headers["retry-after"] = formatdate(math.ceil(time.time() + wait_s), usegmt=True)
        elif form == "ms":
            headers["retry-after-ms"] = str(math.ceil(wait_s * 1000))
        elif form == "reset" and dialect == ANTHROPIC:
            at = datetime.now(UTC) + timedelta(seconds=wait_s)
            headers["anthropic-ratelimit-requests-limit"] = "50"
            headers["anthropic-ratelimit-requests-remaining"] = "0"
            headers["anthropic-ratelimit-requests-reset"] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        elif form == "reset":
            headers["x-ratelimit-limit-requests"] = "500"
            headers["x-ratelimit-remaining-requests"] = "0"
            headers["x-ratelimit-reset-requests"] = duration(wait_s)
    return headers


def duration(seconds: float) -> str:
    """A duration as OpenAI writes it: 90 s is 1m30s, 0.25 s is 250ms."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1000)}ms"
    minutes, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if hours or minutes else "") + f"{rest:g}s"
