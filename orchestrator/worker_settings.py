"""What a worker is told beside the job, by whoever builds the graph."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestrator.checks.own import CALL_TIMEOUT_S
from state.provider_settings import NetworkSettings, ProviderSettings, ScopeLimit


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What a worker needs beside the state; pickled into the graph, so it holds no secret.

    Args:
        providers: The OpenAI-compatible providers of the config.
        limits: What the config allows for models and providers.
        check_timeout_s: How long one call of a user's check may take.
        network: How the providers are reached.
    """

    providers: tuple[ProviderSettings, ...] = ()
    limits: tuple[ScopeLimit, ...] = ()
    check_timeout_s: float = CALL_TIMEOUT_S
    network: NetworkSettings = field(default_factory=NetworkSettings)
