"""Addresses that the configuration names, and the variables of the environment in them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""`${NAME}`: read where it is used, because what it stands for is a secret."""

_LOOPBACK = re.compile(r"localhost|127(\.[0-9]+){3}|::1", re.IGNORECASE)


def http_parts(value: str) -> SplitResult | None:
    """The parts of an address that HTTP is spoken at; None if it is none."""
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_one else None


def is_loopback(host: str) -> bool:
    """Whether a host's name leads each machine to itself; of IPv6 without brackets."""
    return _LOOPBACK.fullmatch(host) is not None
