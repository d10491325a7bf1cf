"""Digests: canonical JSON (RFC 8785) and SHA-256 over it; the only place where keys of content are made."""

from __future__ import annotations

import hashlib

import rfc8785

from state.records import Json


def canonical(value: Json) -> bytes:
    """The RFC 8785 form of a JSON value, as UTF-8."""
    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of a text's UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def short(value: Json) -> str:
    """The first 12 hex digits of a value's digest: enough to tell components apart within a job."""
    return digest(value)[:12]
