"""The digest of a request, by which its answer is known, and the digests of its parts, by which `why` explains it.

The canonical form (RFC 8785) of a neutral request is an object with sorted keys:

    {"attempt", "generation", "max_tokens", "messages": [{"content", "role"}], "output": {"format", "schema"},
     "parameters": {"effort", "extra_body", "seed", "stop", "temperature"}, "salt", "system"}

A message with an image has `"image": {"edge", "name", "pixels"}` between its content and its role.
What is not set stands not in it (an image, a parameter, a schema, the salt), so that a parameter which is added to the
program some day changes no digest that was made before. The model, time-outs and the service tier are in no digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache

import orjson

from orchestrator.providers.base import Image, Request
from state.digests import canonical
from state.plan_records import OutputForm, Parameters
from state.records import Json

TIER_KEYS = ("service_tier", "speed")
"""Keys of an `extra_body` that only say how soon an answer is wanted, and at what price."""

_SHORT = 12  # hex digits, as in `state.digests.short`
_KEPT_BYTES = 256


def request_digest(request: Request) -> str:
    """SHA-256 over the canonical form of a request, 64 hex digits."""
    return hashlib.sha256(canonical_request(request)).hexdigest()


def canonical_request(request: Request) -> bytes:
    """The canonical form (RFC 8785) of a request, as UTF-8.

    Put together by hand: the texts, which are nearly all of it, take a tenth of the time that way. A lone surrogate,
    for which RFC 8785 has no form, is written as its escape, as `JSON.stringify` does.
    """
    messages = b",".join(
        b'{"content":%b,%b"role":%b}' % (_text(message.content), _image(message.image), _text(message.role))
        for message in request.messages
    )
    salt = b'"salt":%b,' % _text(request.salt) if request.salt else b""
    return (
        b'{"attempt":%d,"generation":%d,"max_tokens":%d,"messages":[%b],"output":%b,"parameters":%b,%b"system":%b}'
        % (
            request.attempt,
            request.generation,
            request.max_tokens,
            messages,
            _output(request.output),
            _parameters(request.parameters),
            salt,
            _text(request.system),
        )
    )


def _image(image: Image | None) -> bytes:
    if image is None:
        return b""
    return b'"image":%b,' % canonical({"edge": image.edge, "name": image.name, "pixels": image.pixels})


def components(request: Request, *, source: Mapping[str, Json]) -> dict[str, str]:
    """Short digests of what a request was made of, by name; two requests differ by the parts whose digests do.

    Each row of "what is known" (docs/answers.md) that makes new calls is one part:

        content        the text that the phase reads and every output of an earlier phase that is used
        fields         the item's fields that a template uses
        instructions, prompt, examples, model          as they stand in the plan
        labels, target_language          the same, of a task that has them
        glossary       the pairs of the phase's glossary that stand in the request
        names          of the project's documents, those that stand in it
        passages       of the project's documents, as they stand in it
        query          of a request for the vector by which passages are looked for
        schema, parameters, max_tokens, attempt, generation, reuse          as they stand in the request
        feedback       what was wrong with the attempt before
        judge_prompt, output          of a judge's request: its prompt, and what it judges
        labels_prompt, sample          of a request that draws labels: its prompt, and the texts that it shows
        image, ocr_prompt          of a request that has a page read: which one, and its prompt

    Args:
        source: The parts that the request alone does not tell; they win over what it tells. `max_tokens` is among
            them, because its number follows from the content, and only the rule that makes it is a part of its own.
    """
    told = {
        "schema": _short(_output(request.output)),
        "parameters": _short(_parameters(request.parameters)),
        "max_tokens": _short(b"%d" % request.max_tokens),
        "attempt": _short(b"%d" % request.attempt),
        "generation": _short(b"%d" % request.generation),
        "reuse": _short(_text(request.salt)),
    }
    return told | {
        name: _short(_text(value) if isinstance(value, str) else _json(value)) for name, value in source.items()
    }


def _short(part: bytes) -> str:
    return _short_kept(part) if len(part) <= _KEPT_BYTES else hashlib.sha256(part).hexdigest()[:_SHORT]


@lru_cache(maxsize=4096)  # most parts are the same for all items of a phase
def _short_kept(part: bytes) -> str:
    return hashlib.sha256(part).hexdigest()[:_SHORT]


def _text(text: str) -> bytes:
    try:
        return orjson.dumps(text)
    except TypeError:  # a lone surrogate
        return json.dumps(text, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _json(value: Json) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits
        return json.dumps(value, sort_keys=True).encode("ascii")


@lru_cache(maxsize=256)
def _output(output: OutputForm) -> bytes:
    form: dict[str, Json] = {"format": output.format.value}
    if output.schema is not None:
        form["schema"] = output.schema
    return canonical(form)


@lru_cache(maxsize=256)
def _parameters(parameters: Parameters) -> bytes:
    shaping: dict[str, Json] = {
        "temperature": parameters.temperature,
        "effort": parameters.effort,
        "seed": parameters.seed,
        "stop": list(parameters.stop) or None,
        "extra_body": _shaping_extra(parameters.extra_body),
    }
    return canonical({name: value for name, value in shaping.items() if value is not None})


def _shaping_extra(extra_body: str | None) -> str | None:
    """The extra body without the keys that choose a service tier, as canonical text; None when nothing is left."""
    extra = orjson.loads(extra_body) if extra_body else {}
    left = {key: value for key, value in extra.items() if key not in TIER_KEYS}
    return canonical(left).decode() if left else None
