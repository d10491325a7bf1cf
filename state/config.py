"""The configuration, `batchwright.toml`: providers, tiers, limits, prices; found upwards from the working folder.

It holds no key: sections name the environment variables that hold them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, cast

from pydantic import AfterValidator, Field, ValidationError, field_validator

from state.addresses import VARIABLE, http_parts
from state.casing import normalise
from state.certificates import read_certificates
from state.config_dataflow import Dataflow
from state.config_flink import Flink
from state.config_notify import Log, Notify
from state.errors import ConfigError, Problem
from state.place import StatePlace, locate, upwards
from state.provider_settings import NetworkSettings, ProviderSettings, ScopeLimit
from state.records import Json
from state.spec import SpecLimits
from state.spec_errors import fault, ordered, path_of, problems_of, shown, told
from state.spec_values import KeyVariable, Languages, Line, ModelName, Section, Text, Usd, Whole

__all__ = ["BUILT_IN_PROVIDERS", "Config", "StatePlace", "find_config", "load_config", "locate"]

NAME = "batchwright.toml"
CONFIG_ENV = "BATCHWRIGHT_CONFIG"

BUILT_IN_PROVIDERS: Mapping[str, str | None] = {
    "anthropic": "ANTHROPIC_BASE_URL",
    "openai": "OPENAI_BASE_URL",
    "local": None,
}
"""The providers that need no section, and the variable that holds the address of each."""

_PROVIDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SECRET = re.compile(r"authorization|api-?key|token|secret|cookie", re.IGNORECASE)


def _address(value: str) -> str:
    parts = http_parts(value)
    if parts is None:
        raise fault("expected an address as https://host/v1")
    if "@" in parts.netloc:
        raise fault("holds a user or a password; keys belong into the environment, named by api_key_env")
    return value.rstrip("/")


def _proxy(value: str) -> str:
    """The address of a proxy, or a variable that holds it; what may be a password is not repeated."""
    if VARIABLE.fullmatch(value):
        return value
    parts = http_parts(VARIABLE.sub("1", value))
    if parts is None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise fault("expected the address of a proxy, as http://host:3128 or http://user:${NAME}@host:3128")
    login, at, _ = value.partition("://")[2].rpartition("@")
    if at and ":" in login and not VARIABLE.search(login.partition(":")[2]):
        raise fault("a file is no place for a secret; write http://user:${NAME}@host and set that variable")
    return value


def _price(value: Decimal) -> Decimal:
    if value < 0:
        raise fault(f"{shown(value)} is below 0")
    return value


Address = Annotated[str, Field(strict=True), AfterValidator(_address)]
ProxyAddress = Annotated[str, Field(strict=True), AfterValidator(_proxy)]
Price = Annotated[Usd, AfterValidator(_price)]
Models = tuple[ModelName, ...]


class ProviderSection(Section):
    """An OpenAI-compatible provider."""

    base_url: Address
    """Its address, as `http://127.0.0.1:8000/v1`."""
    api_key_env: KeyVariable | None = None
    """The environment variable that holds its key. Left out: it needs none."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Headers of each request; `${NAME}` in one is read from the worker's environment."""

    @field_validator("headers", mode="before")
    @classmethod
    def _headers_hold_no_secret(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        wrong = [((name,), message) for name, text in value.items() if (message := _header_fault(name, text))]
        if wrong:
            raise fault("", *wrong)
        return value


def _header_fault(name: str, text: object) -> str | None:
    """What is wrong with a header; its value is not repeated."""
    if not _HEADER.fullmatch(name):
        return "is no name of a header"
    if not isinstance(text, str):
        return f"expected text, got {shown(text)}"
    if not text.isprintable() or not text.isascii():
        return "a header holds printable ASCII only"
    if _SECRET.search(name) and "${" not in text:
        return "a file is no place for a secret; write ${NAME} and set that variable"
    return None


class Tiers(Section):
    """The models of each tier, the first choice first."""

    fast: Models = ("anthropic/claude-haiku-5-5", "openai/gpt-6-luna")
    """Models for what is simple."""
    balanced: Models = ("anthropic/claude-sonnet-5-5", "openai/gpt-6-sol")
    """Models for most tasks, and for judges."""
    premium: Models = ("anthropic/claude-opus-5-5", "openai/gpt-6-astra")
    """Models for what is hard, and for a further attempt."""
    embedding: Models = ("openai/text-embedding-3-small",)
    """The one model that makes vectors."""

    @field_validator("embedding")
    @classmethod
    def _one_model_embeds(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(value) > 1:
            raise fault(f"names {len(value)} models, and vectors of two models cannot be compared; name one")
        return value


class ScopeSection(Section):
    """What is allowed for a model, or for a provider's models together."""

    requests_per_minute: Whole | None = Field(None, ge=1, le=10_000_000)
    """Requests in any window of 60 s."""
    tokens_per_minute: Whole | None = Field(None, ge=1, le=10_000_000_000)
    """Tokens of requests and answers in any window of 60 s."""
    concurrency: Whole | None = Field(None, ge=1, le=1_000_000)
    """Calls out at once."""


class Limits(Section):
    """What jobs may ask for, what their checks may take, what providers allow; scopes stand beside them in the file."""

    max_concurrency: Whole = Field(50, ge=1, le=10_000)
    """The most that a job's `concurrency` may say."""
    max_items: Whole | None = Field(None, ge=1, le=2**53 - 1)
    """The most items of a job. Left out: any number."""
    max_phases: Whole = Field(10, ge=1, le=100)
    """The most phases of a job."""
    check_timeout_s: Whole = Field(10, ge=1, le=3600)
    """How long a check of your own may take, in seconds."""
    models: dict[str, ScopeSection] = Field(default_factory=dict)


class PriceSection(Section):
    """The price of a model in USD per million tokens."""

    input: Price
    """Input tokens."""
    output: Price
    """Output tokens."""
    cached: Price | None = None
    """Input tokens from the provider's cache. Left out: as `input`."""


class Ask(Section):
    """When a question is asked before money is spent."""

    above_usd: Price = Decimal(10)
    """`run` asks before it spends more than this, by what is likely."""


class Documents(Section):
    """How files are read."""

    ocr_languages: Languages = ()
    """Languages of pages that are images, as tesseract names them; a job's own go before. Left out: `["eng"]`."""


class Network(Section):
    """How providers are reached."""

    proxy: ProxyAddress | None = None
    """The address of a proxy; a password in it as `${NAME}`. Left out: that of `HTTPS_PROXY`."""
    no_proxy: tuple[Line, ...] | None = None
    """Hosts that are reached without it, with those below them. Left out: those of `NO_PROXY`."""
    ca_file: Text | None = None
    """A file of certificates (PEM) that are trusted beside the system's; from the folder of this file."""


class Config(Section):
    """The configuration; without a file, its defaults."""

    providers: dict[str, ProviderSection] = Field(default_factory=dict)
    tiers: Tiers = Tiers()
    limits: Limits = Limits()
    prices: dict[str, PriceSection] = Field(default_factory=dict)
    ask: Ask = Ask()
    notify: Notify = Notify()
    log: Log = Log()
    network: Network = Network()
    documents: Documents = Documents()
    flink: Flink = Flink()
    dataflow: Dataflow = Dataflow()

    def with_flink(self, typed: Mapping[str, str]) -> Config:
        """The same with what was typed of a Flink cluster, by its options, in place of `[flink]`.

        Raises:
            ConfigError: An option's value is none; it is named.
        """
        return self.model_copy(update={"flink": self.flink.with_options(typed)})

    def provider_settings(self) -> tuple[ProviderSettings, ...]:
        """The OpenAI-compatible providers, as workers take them."""
        return tuple(
            ProviderSettings(name, section.base_url, section.api_key_env, tuple(section.headers.items()))
            for name, section in self.providers.items()
        )

    def scope_limits(self) -> tuple[ScopeLimit, ...]:
        """What models and providers allow, as workers take it."""
        return tuple(
            ScopeLimit(scope, section.requests_per_minute, section.tokens_per_minute, section.concurrency)
            for scope, section in sorted(self.limits.models.items())
        )

    def network_settings(self) -> NetworkSettings:
        """How providers are reached, as workers take it.

        Raises:
            ConfigError: The file of certificates cannot be read, or holds none.
        """
        network = self.network
        ca_pem = None if network.ca_file is None else read_certificates(Path(network.ca_file))
        return NetworkSettings(network.proxy, network.no_proxy, ca_pem)

    def spec_limits(self) -> SpecLimits:
        """What `parse_job` takes as its limits."""
        return SpecLimits(self.limits.max_concurrency, self.limits.max_phases)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def find_config(explicit: Path | None, cwd: Path, environ: Mapping[str, str] | None = None) -> Path | None:
    """The configuration file: the one that is named (flag, then environment), else the nearest one upwards, else None.

    Raises:
        ConfigError: The file that was named is not there.
    """
    named = environ if environ is not None else os.environ
    given, name = (explicit, "--config") if explicit else (Path(named.get(CONFIG_ENV, "")), CONFIG_ENV)
    if explicit or named.get(CONFIG_ENV):
        path = cwd / given.expanduser()
        if not path.is_file():
            raise ConfigError(f"there is no file {path}", path=name, hint="name one that is there, or leave it out")
        return path
    return next((folder / NAME for folder in upwards(cwd) if (folder / NAME).is_file()), None)


def load_config(explicit: Path | None, cwd: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration.

    Args:
        explicit: `--config`.
        environ: Where BATCHWRIGHT_CONFIG is read; the process's environment by default.

    Raises:
        ConfigError: The file is missing, cannot be read or is not valid; the message tells every problem.
    """
    path = find_config(explicit, cwd, environ)
    if path is None:
        return Config()
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    return _placed(parse_config(text, source=str(path)), path.parent)


def _placed(config: Config, folder: Path) -> Config:
    """The configuration with its paths as they are from everywhere: in the file they start from its folder."""
    placed = {"notify": config.notify.from_folder(folder), "dataflow": config.dataflow.from_folder(folder)}
    config = config.model_copy(update=placed)
    if config.network.ca_file is None:
        return config
    ca_file = str(folder.absolute() / Path(config.network.ca_file).expanduser())
    return config.model_copy(update={"network": config.network.model_copy(update={"ca_file": ca_file})})


def parse_config(text: str, *, source: str) -> Config:
    """Check the text of a configuration file.

    Raises:
        ConfigError: It is not TOML, or not valid; the message tells every problem.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)  # prices count exactly as they were written
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ConfigError(f"{source} is not TOML: {error}") from None
    problems = [Problem(path_of(loc), message) for loc, message in _names(data)]
    normal = normalise(cast("Json", _with_models(data)), Config, camel=False)
    problems += normal.problems
    try:
        config = Config.model_validate(normal.value)
    except ValidationError as error:
        problems += problems_of(error, normal.keys, frozenset(normal.meant))
    if problems:
        firsts = {problem.path: problem for problem in reversed([_as_written(problem) for problem in problems])}
        message, at = told(ordered(firsts.values()), source)
        raise ConfigError(message, path=at)
    return config


def _with_models(data: Mapping[str, object]) -> dict[str, object]:
    """The document with the models and providers of [limits] under a key of their own."""
    limits = data.get("limits")
    if not isinstance(limits, dict):
        return dict(data)
    scopes = {name for name in limits if "/" in name or name in _providers_of(data)} - Limits.model_fields.keys()
    plain = {name: value for name, value in limits.items() if name not in scopes and name != "models"}
    return {**data, "limits": {**plain, "models": {name: limits[name] for name in limits if name in scopes}}}


def _providers_of(data: Mapping[str, object]) -> list[str]:
    """The providers that may be limited: the built-in ones, and those of the document."""
    own = data.get("providers")
    return [*BUILT_IN_PROVIDERS, *(own if isinstance(own, dict) else ())]


def _as_written(problem: Problem) -> Problem:
    """A problem in the words of the file, where models and providers stand beside the other limits."""
    message = problem.message.replace("check_timeout_s, models", 'check_timeout_s, provider, "provider/model"')
    return Problem(problem.path.replace("limits.models.", "limits.", 1), message)


def _names(data: Mapping[str, object]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with names of sections, which are the user's."""
    found: list[tuple[tuple[str, ...], str]] = []
    known = _providers_of(data)
    for section in ("prices", "limits"):
        names = data.get(section)
        for name, value in names.items() if isinstance(names, dict) else ():
            provider, slash, model = name.partition("/")
            if section == "limits" and not slash:
                if isinstance(value, dict) and name not in known:
                    said = f"is no provider; known here are {', '.join(known)}; a model is provider/model in quotes"
                    found.append(((section, name), said))
            elif not (provider and model) or re.search(r"\s", name):
                found.append(((section, name), "is no model name; write provider/model in quotes"))
    limits = data.get("limits")
    if isinstance(limits, dict) and "models" in limits:
        found.append((("limits", "models"), 'unknown key; each model has a section, as [limits."openai/gpt-6-luna"]'))
    providers = data.get("providers")
    for name in providers if isinstance(providers, dict) else ():
        if name in BUILT_IN_PROVIDERS:
            variable = BUILT_IN_PROVIDERS[name]
            hint = f"; its address is read from {variable}" if variable else ""
            found.append((("providers", name), f"is built in{hint}; call yours by another name"))
        elif not _PROVIDER.fullmatch(name):
            found.append((("providers", name), "is no name of a provider; use letters, digits, ., _ and -, at most 64"))
    return found
