"""Which providers there are, and how one is made from the environment.

A provider is one file, one line in `_MAKERS` and one in `state.config.BUILT_IN_PROVIDERS` (or, when it speaks OpenAI's
words, a section of the config and no code at all). The files, and the SDKs behind them, are imported when a provider is
made and used, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from orchestrator.providers.base import Provider
from orchestrator.providers.route import route_to
from orchestrator.providers.variables import expanded
from state.errors import ConfigError
from state.provider_settings import NetworkSettings, ProviderSettings

_AS_IT_IS = NetworkSettings()


def make_provider(
    name: str,
    settings: Sequence[ProviderSettings],
    environ: Mapping[str, str],
    network: NetworkSettings = _AS_IT_IS,
) -> Provider:
    """Make a provider; nothing is connected, loaded or asked before its first call.

    Args:
        name: The first part of its models' names ("anthropic" of "anthropic/claude-haiku-5-5").
        settings: The OpenAI-compatible providers of the config.
        environ: Where keys and addresses are read.
        network: How it is reached.

    Raises:
        ConfigError: Nobody knows the name, an address is none, or a header or the proxy names a variable that is not
            set.
    """
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(environ, network)
    for one in settings:
        if one.name == name:
            return _compatible(one, environ, network)
    raise ConfigError(
        f"no provider is called {name!r}; known: {', '.join(known_providers(settings))}",
        hint=f"an OpenAI-compatible one is added in batchwright.toml: [providers.{name}] base_url = …, api_key_env = …",
    )


def known_providers(settings: Sequence[ProviderSettings]) -> tuple[str, ...]:
    """The names of all providers: those that are built in, then those of the config."""
    return (*_MAKERS, *(one.name for one in settings if one.name not in _MAKERS))


def _anthropic(environ: Mapping[str, str], network: NetworkSettings) -> Provider:
    from orchestrator.providers import anthropic, sdk  # noqa: PLC0415 (a command that calls nobody loads no client)

    base_url = _address(environ.get(anthropic.URL_ENV) or anthropic.BASE_URL, anthropic.URL_ENV)
    key = _key(anthropic.KEY_ENV, environ)
    route = route_to(base_url, network, environ)
    endpoint = sdk.Endpoint(base_url, anthropic.KEY_ENV, key, url_name=anthropic.URL_ENV, route=route)
    return anthropic.AnthropicProvider("anthropic", endpoint)


def _openai(environ: Mapping[str, str], network: NetworkSettings) -> Provider:
    from orchestrator.providers import openai, sdk  # noqa: PLC0415 (a command that calls nobody loads no client)

    base_url = _address(environ.get(openai.URL_ENV) or openai.BASE_URL, openai.URL_ENV)
    key = _key(openai.KEY_ENV, environ)
    route = route_to(base_url, network, environ)
    endpoint = sdk.Endpoint(base_url, openai.KEY_ENV, key, url_name=openai.URL_ENV, route=route)
    return openai.OpenAIProvider("openai", endpoint)


def _local(environ: Mapping[str, str], network: NetworkSettings) -> Provider:
    from orchestrator.providers.local import LocalProvider  # noqa: PLC0415 (a command that calls nobody loads no client)

    return LocalProvider()


_MAKERS: dict[str, Callable[[Mapping[str, str], NetworkSettings], Provider]] = {
    "anthropic": _anthropic,
    "openai": _openai,
    "local": _local,
}


def _compatible(settings: ProviderSettings, environ: Mapping[str, str], network: NetworkSettings) -> Provider:
    from orchestrator.providers import openai, sdk  # noqa: PLC0415 (a command that calls nobody loads no client)

    section = f"providers.{settings.name}"
    headers = {name: _header(value, environ, f"{section}.headers.{name}") for name, value in settings.headers}
    key = _key(settings.api_key_env, environ) if settings.api_key_env else None
    url_name = f"{section}.base_url"
    base_url = _address(settings.base_url, url_name)
    route = route_to(base_url, network, environ)
    endpoint = sdk.Endpoint(base_url, settings.api_key_env, key, headers, url_name, route)
    return openai.CompatibleProvider(settings.name, endpoint)


def _key(variable: str, environ: Mapping[str, str]) -> str | None:
    """A key, without the line end that it has when it comes out of a file; None if it is not set or empty."""
    key = environ.get(variable, "").strip()
    if not key.isprintable() or not key.isascii():
        raise ConfigError("a key holds printable ASCII only, and this one's value is something else", path=variable)
    return key or None


def _header(value: str, environ: Mapping[str, str], path: str) -> str:
    """A header's value with `${NAME}` replaced; the value itself stands in no message, it may be a secret."""
    made = expanded(value, environ, path, "this header")
    if not made.isprintable() or not made.isascii():
        raise ConfigError("a header holds printable ASCII only, and this one's value is something else", path=path)
    return made


def _address(url: str, path: str) -> str:
    """A base URL, without the slash at its end.

    Raises:
        ConfigError: It is none, or holds more than an address: what may be a password is not repeated. A name and a
            password before the host would fight with the key for the same header, and show up wherever it is shown.
    """
    url = url.strip()  # out of a file it has a line end
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        shown = "a text with an @" if "@" in url else repr(url[:100])
        raise ConfigError(f"expected an address like https://host/v1, got {shown}", path=path)
    if "@" in parts.netloc:
        raise ConfigError(
            "the address holds a user or a password before its host, and would be shown with it",
            path=path,
            hint="leave out what stands before the @; a server that wants them gets them in a header: headers ="
            ' {Authorization = "Basic ${NAME}"} of a provider of your own in batchwright.toml',
        )
    return url.rstrip("/")
