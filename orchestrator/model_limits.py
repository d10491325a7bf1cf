"""The limits of a worker's models: what was learned before, what is learned here, and the ceiling of each.

state's `limits` row ──► AdaptiveLimit of a model, at its first call ──► the row again, when the worker leaves
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial

from orchestrator.limiter import AdaptiveLimit, Learned
from state.engine import State
from state.limits import load_limit, save_limit
from state.outage import insist


class ModelLimits:
    """The adaptive limits of the models that one worker calls. Used on the event loop, but for `save`.

    Args:
        state: Where what was learned is kept.
        models: "provider/model", all that the plan may call.
        own: The config's limits of calls out, by model; they hold whatever the job's concurrency is.
        concurrency: The job's.
    """

    def __init__(self, state: State, models: Iterable[str], own: Mapping[str, int], concurrency: int) -> None:
        self._state = state
        self._own = own
        self._concurrency = concurrency
        self._learned = {model: insist(state, partial(load_limit, state, model)) for model in models}
        self._limits: dict[str, AdaptiveLimit] = {}

    def make(self, model: str) -> AdaptiveLimit:
        """A model's limit, at its first call; it starts with what was learned before."""
        text = self._learned.get(model)
        learned = Learned(**json.loads(text)) if text else None
        limit = AdaptiveLimit(self._own.get(model, self._concurrency), time.monotonic, learned)
        self._limits[model] = limit
        return limit

    def set_concurrency(self, concurrency: int) -> None:
        """Take the job's new concurrency as the ceiling of each model that has none of its own."""
        self._concurrency = concurrency
        for model, limit in self._limits.items():
            limit.set_ceiling(self._own.get(model, concurrency))

    def save(self) -> None:
        """Keep what was learned for the next run.

        Raises:
            StateUnreachableError: The state was lost for longer than it is waited for.
        """
        for model, limit in self._limits.items():
            learned = json.dumps(asdict(limit.state()))
            insist(self._state, partial(save_limit, self._state, model, learned))

    def pace(self) -> str:
        """What was learned by now, by model, as JSON text."""
        return json.dumps({model: asdict(limit.state()) for model, limit in self._limits.items()})
