"""Where models are asked, and how much: what of the configuration workers get; it names what is secret."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """An OpenAI-compatible provider of the config; carried to workers, so it names its key and never holds it.

    Args:
        headers: Pairs of name and value; `${NAME}` in a value is read from the worker's environment.
    """

    name: str
    base_url: str
    api_key_env: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeLimit:
    """What the config allows for a provider or a model, by all jobs of a state together; None is without a limit.

    Args:
        scope: "provider" or "provider/model".
        concurrency: Calls out at once.
    """

    scope: str
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None

    def holds_for(self, model: str) -> bool:
        """Whether a model ("provider/model") counts."""
        return self.scope in (model, model.partition("/")[0])

    @property
    def section(self) -> str:
        """Where it stands in the config."""
        return f'[limits."{self.scope}"]' if "/" in self.scope else f"[limits.{self.scope}]"

    @property
    def is_by_minute(self) -> bool:
        """Whether requests or tokens are counted by the minute."""
        return self.requests_per_minute is not None or self.tokens_per_minute is not None


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How providers are reached; carried to workers, so it names what is secret and never holds it.

    Args:
        proxy: Its address; `${NAME}` in it is read from the worker's environment. None: what the environment names.
        no_proxy: Hosts that are reached without one; None: those that the environment names.
        ca_pem: Certificates of authorities, as text, because a worker may not have the file.
    """

    proxy: str | None = None
    no_proxy: tuple[str, ...] | None = None
    ca_pem: str | None = field(default=None, repr=False)
