"""Which providers there are, and how one is made from the environment.

A provider is one file, one line in `_MAKERS` and one in `state.config.BUILT_IN_PROVIDERS` (or, when it speaks OpenAI's
words, a section of the config and no code at all). The files, and the SDKs behind them, are imported when a provider is
made and used, not before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from orchestrator.providers.base import Provider
from state.errors import ConfigError
from state.records import ProviderSettings

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def make_provider(name: str, settings: Sequence[ProviderSettings], environ: Mapping[str, str]) -> Provider:
    """Make a provider; nothing is connected, loaded or asked before its first call.

    Args:
        name: The first part of its models' names ("anthropic" of "anthropic/claude-haiku-5-5").
        settings: The OpenAI-compatible providers of the config.
        environ: Where keys and addresses are read.

    Raises:
        ConfigError: Nobody knows the name, an address is none, or a header names a variable that is not set.
    """
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(environ)
    for one in settings:
        if one.name == name:
            return _compatible(one, environ)
    raise ConfigError(
        f"no provider is called {name!r}; known: {', '.join(known_providers(settings))}",
        hint=f"an OpenAI-compatible one is added in batchwright.toml: [providers.{name}] base_url = …, api_key_env = …",
    )


def known_providers(settings: Sequence[ProviderSettings]) -> tuple[str, ...]:
    """The names of all providers: those that are built in, then those of the config."""
    return (*_MAKERS, *(one.name for one in settings if one.name not in _MAKERS))


def _anthropic(environ: Mapping[str, str]) -> Provider:
    from orchestrator.providers import anthropic, sdk  # noqa: PLC0415 (a command that calls nobody loads no client)

    base_url = _address(environ.get(anthropic.URL_ENV) or anthropic.BASE_URL, anthropic.URL_ENV)
    key = _key(anthropic.KEY_ENV, environ)
    return anthropic.AnthropicProvider(
        "anthropic", sdk.Endpoint(base_url, anthropic.KEY_ENV, key, url_name=anthropic.URL_ENV)
    )


def _openai(environ: Mapping[str, str]) -> Provider:
    from orchestrator.providers import openai, sdk  # noqa: PLC0415 (a command that calls nobody loads no client)

    base_url = _address(environ.get(openai.URL_ENV) or openai.BASE_URL, openai.URL_ENV)
    key = _key(openai.KEY_ENV, environ)
    endpoint = sdk.Endpoint(base_url, openai.KEY_ENV, key, url_name=openai.URL_ENV)
    return openai.OpenAIProvider("openai", endpoint)


def _local(environ: Mapping[str, str]) -> Provider:
    from orchestrator.providers.local import LocalProvider  # noqa: PLC0415 (a command that calls nobody loads no client)

    return LocalProvider()


_MAKERS: dict[str, Callable[[Mapping[str, str]], Provider]] = {
    "anthropic": _anthropic,
    "openai": _openai,
    "local": _local,
}


def _compatible(settings: ProviderSettings, environ: Mapping[str, str]) -> Provider:
    from orchestrator.providers import openai, sdk  # noqa: PLC0415 (a command that calls nobody loads no client)

    section = f"providers.{settings.name}"
    headers = {name: _expanded(value, environ, f"{section}.headers.{name}") for name, value in settings.headers}
    key = _key(settings.api_key_env, environ) if settings.api_key_env else None
    url_name = f"{section}.base_url"
    base_url = _address(settings.base_url, url_name)
    endpoint = sdk.Endpoint(base_url, settings.api_key_env, key, headers, url_name)
    return openai.CompatibleProvider(settings.name, endpoint)


def _key(variable: str, environ: Mapping[str, str]) -> str | None:
    """A key, without the line end that it has when it comes out of a file; None if it is not set or empty."""
    key = environ.get(variable, "").strip()
    if not key.isprintable() or not key.isascii():
        raise ConfigError("a key holds printable ASCII only, and this one's value is something else", path=variable)
    return key or None


def _expanded(value: str, environ: Mapping[str, str], path: str) -> str:
    """A header's value with `${NAME}` replaced; the value itself stands in no message, it may be a secret."""
    missing = sorted({name for name in _VARIABLE.findall(value) if name not in environ})
    if missing:
        raise ConfigError(f"the environment does not set {', '.join(missing)}, which this header needs", path=path)
    made = _VARIABLE.sub(lambda match: environ[match[1]], value)
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
