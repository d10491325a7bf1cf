"""Where to look when a provider cannot be asked at all: which variable or setting holds its key and its address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from orchestrator.errors import Failure, FailureClass
from orchestrator.providers.route import Proxy


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a provider's key and address came from.

    Args:
        name: The first part of its models' names.
        key_env: The environment's variable with its key; None when it needs none.
        url_name: The variable, or the key of the config, with its address; None when it cannot be set.
        proxy: That it is asked through.
    """

    name: str
    key_env: str | None
    url_name: str | None
    base_url: str
    proxy: Proxy | None = None


def advised(failure: Failure, origins: Origins) -> Failure:
    """The failure with the place to look at in its message, where everybody who asks this provider fails alike."""
    place = _place(failure, origins)
    return failure if place is None else replace(failure, message=f"{failure.message}; {place}")


def _place(failure: Failure, origins: Origins) -> str | None:
    if origins.proxy is not None and failure.http_status == 407:
        return f"{_through(origins.proxy)} wants a user and a password, or others"
    if failure.failure_class is FailureClass.BAD_KEY:
        if failure.http_status is None or origins.key_env is None:
            return None
        return f"{origins.name} was asked with the key in {origins.key_env}"
    if origins.url_name is None:
        return None
    asked = f"{origins.name} was asked at {_shown(origins.base_url)}, see {origins.url_name}"
    if failure.failure_class is FailureClass.CONNECTION and failure.outcome_known:
        if "CERTIFICATE_VERIFY_FAILED" in failure.message:
            asked += "; an authority of your own is named by ca_file under [network] in batchwright.toml"
        return asked if origins.proxy is None else f"{asked}, through {_through(origins.proxy)}"
    if failure.failure_class is FailureClass.UNKNOWN_MODEL and "model" not in failure.message.lower():
        return f"{asked}: is its path right, with or without /v1?"
    return None


def _through(proxy: Proxy) -> str:
    return f"the proxy {proxy.url} (see {proxy.source})"


def _shown(url: str) -> str:
    """An address without a name and a password in it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
