"""What may be named as a workspace: a folder, an object store's URL without a secret in it, or `database`."""

from __future__ import annotations

import os
import re
from enum import Enum
from urllib.parse import urlsplit

from state.errors import ConfigError

DATABASE = "database"
"""The workspace of those who want none: payloads of any size stay in their rows."""

VARIABLE = "BATCHWRIGHT_WORKSPACE"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_BLOBS = frozenset({"az", "azure", "adl", "abfs", "abfss"})
_SCHEMES = frozenset({"s3", "s3a", "gs", *_BLOBS})
_HINT = (
    "name a folder, an object store as s3://bucket/prefix, gs://bucket/prefix or az://container/prefix,"
    f" or {DATABASE}, with --workspace"
)


class Kind(Enum):
    """Where the payloads of a workspace live."""

    FOLDER = "folder"
    OBJECTS = "objects"
    DATABASE = DATABASE


def kind_of(location: str) -> Kind:
    """What kind of workspace a location names.

    Raises:
        ConfigError: It is a URL that no workspace can have; what may be a secret in it is not repeated.
    """
    if location == DATABASE:
        return Kind.DATABASE
    scheme = _SCHEME.match(location)
    if scheme is None or scheme[1].lower() == "file":
        return Kind.FOLDER
    _check_url(location, scheme[1].lower())
    return Kind.OBJECTS


def is_same(one: str, other: str) -> bool:
    """Whether two locations may be one place; where one leaves Azure's account to the environment, it may be any."""
    kind = kind_of(one)
    if kind is not kind_of(other):
        return False
    if kind is Kind.OBJECTS:
        (*first, account), (*second, another) = _bucket(one), _bucket(other)
        return first == second and (account == another or None in (account, another))
    return os.path.realpath(path_of(one)) == os.path.realpath(path_of(other))


def path_of(location: str) -> str:
    """A folder's path, which its URL may name."""
    return location[len("file://") :] if location.lower().startswith("file://") else location


def _bucket(location: str) -> tuple[str, str | None, str, str | None]:
    """Whose store it is, bucket or container, prefix, and the account."""
    parts = urlsplit(location)
    store = "s3" if parts.scheme == "s3a" else "az" if parts.scheme in _BLOBS else parts.scheme
    container, account = (parts.username, parts.hostname) if parts.username else (parts.hostname, None)
    return store, container, parts.path.strip("/"), account


def _check_url(location: str, scheme: str) -> None:
    if scheme not in _SCHEMES:
        raise ConfigError(f"a workspace cannot be at {scheme}://", path=VARIABLE, hint=_HINT)
    try:
        parts = urlsplit(location)
        user, host = parts.username, parts.hostname
    except ValueError:
        raise ConfigError(f"is no URL of {scheme}:// that can be read", path=VARIABLE, hint=_HINT) from None
    if parts.password or parts.query or parts.fragment or (user and scheme not in _BLOBS):
        raise ConfigError(
            f"holds more than a bucket and a prefix after {scheme}://; a URL travels in graphs and stands in messages",
            path=VARIABLE,
            hint="put keys, region and endpoint into the environment, as AWS_ACCESS_KEY_ID, AWS_REGION, …",
        )
    if not host:
        raise ConfigError(f"names no bucket after {scheme}://", path=VARIABLE, hint=_HINT)
