"""The way to a provider: straight or through a proxy, and who vouches for the server at its end.

    [network] proxy of the config, else HTTPS_PROXY or HTTP_PROXY ─► left out for this machine itself, and for the hosts
                                                                     of no_proxy, else of NO_PROXY

What a proxy wants to know of us is taken out of its address at once, so that no message that shows the address can
hold it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from orchestrator.providers.variables import expanded
from state.addresses import VARIABLE
from state.errors import ConfigError
from state.provider_settings import NetworkSettings

PROXY_KEY = "network.proxy"

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy of HTTP.

    Args:
        url: Without a user and a password.
        source: The key of the config, or the variable, that names it.
        authorization: The value of its header, None if it wants none. Never shown, stored or pickled.
    """

    url: str
    source: str
    authorization: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Route:
    """The way to one address.

    Args:
        ca_pem: Certificates of authorities that are trusted beside the system's; None if there are none.
    """

    proxy: Proxy | None = None
    ca_pem: str | None = field(default=None, repr=False)


def route_to(base_url: str, network: NetworkSettings, environ: Mapping[str, str]) -> Route:
    """The way to an address.

    Raises:
        ConfigError: A proxy that is named cannot be one, or needs a variable that is not set.
    """
    return Route(_proxy_for(base_url, network, environ), network.ca_pem)


def _proxy_for(base_url: str, network: NetworkSettings, environ: Mapping[str, str]) -> Proxy | None:
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    whole = f"{host}:{parts.port}" if parts.port else host
    if not host or host in _LOOPBACK:
        return None
    if network.no_proxy is None:
        is_direct = bool(proxy_bypass(whole))
    else:
        is_direct = any(_covers(name.lower(), host, whole) for name in network.no_proxy)
    if is_direct:
        return None
    if network.proxy is not None:
        return _configured(network.proxy, environ)
    found = getproxies()
    name = next((name for name in (parts.scheme, "all") if found.get(name)), None)
    return None if name is None else _proxy(found[name], f"{name.upper()}_PROXY")


def _covers(name: str, host: str, whole: str) -> bool:
    """Whether a name of no_proxy means a host (or host:port): itself, those below it, or all."""
    bare = name.removeprefix("*").removeprefix(".")
    return name == "*" or bare in (host, whole) or host.endswith(f".{bare}")


def _configured(said: str, environ: Mapping[str, str]) -> Proxy:
    """The proxy of the configuration; a variable may hold all of its address, or a part.

    What stands before the host is expanded by itself, so that a password may hold any character.
    """

    def filled(text: str) -> str:
        return expanded(text, environ, PROXY_KEY, "the proxy").strip()

    if VARIABLE.fullmatch(said):
        return _proxy(filled(said), PROXY_KEY)
    scheme, _, rest = said.partition("://")
    login, at, place = rest.rpartition("@")
    user, _, password = login.partition(":")
    found = _proxy(f"{scheme}://{filled(place)}", PROXY_KEY)
    return replace(found, authorization=_basic(filled(unquote(user)), filled(unquote(password)))) if at else found


def _proxy(address: str, source: str) -> Proxy:
    """The proxy at an address, which may hold secrets and stands in no message."""
    scheme, mark, rest = address.partition("://") if "://" in address else ("http", "://", address)
    login, at, place = rest.rpartition("@")
    url = f"{scheme}{mark}{place}".rstrip("/")
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0 and not parts.path
    except ValueError:
        good = False
    if not good:
        hint = None if "socks" not in scheme else "a SOCKS proxy is not understood; many of them speak HTTP, too"
        raise ConfigError("expected the address of a proxy, as http://host:3128", path=source, hint=hint)
    user, _, password = login.partition(":")
    return Proxy(url, source, _basic(unquote(user), unquote(password)) if at else None)


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
