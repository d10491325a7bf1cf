"""The limits of a worker's models: what was learned before, what is learned here, and the ceiling of each.

state's `limits` row ─┬► AdaptiveLimit of a model, at its first call ─┬► the row again, when the worker leaves
a lane's state ───────┘  (the lane's is the newer one)                └► the lane's state, once a page
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial

from orchestrator.limiter import AdaptiveLimit, Learned
from state.engine import State
from state.limits import load_limit, save_limit
from state.outage import insist
from state.provider_settings import ScopeLimit


class ModelLimits:
    """The adaptive limits of the models that one worker calls. Used on the event loop, but where it says else.

    Args:
        state: Where what was learned is kept.
        models: "provider/model", all that the plan may call.
        own: The config's limits; their calls out at once hold whatever the job's concurrency is.
        concurrency: The job's.
    """

    def __init__(self, state: State, models: Iterable[str], own: Sequence[ScopeLimit], concurrency: int) -> None:
        self._state = state
        self._own = own
        self._concurrency = concurrency
        texts = {model: insist(state, partial(load_limit, state, model)) for model in models}
        self._known = {model: Learned(**json.loads(text)) for model, text in texts.items() if text}
        self._limits: dict[str, AdaptiveLimit] = {}

    def make(self, model: str) -> AdaptiveLimit:
        """A model's limit, at its first call; it starts with what was learned before."""
        limit = self._limits[model] = AdaptiveLimit(self._ceiling(model), time.monotonic, self._known.get(model))
        return limit

    def set_concurrency(self, concurrency: int) -> None:
        """Take the job's new concurrency as the ceiling of each model that has none of its own."""
        self._concurrency = concurrency
        for model, limit in self._limits.items():
            limit.set_ceiling(self._ceiling(model))

    def _ceiling(self, model: str) -> int:
        own = [limit.concurrency for limit in self._own if limit.concurrency is not None and limit.holds_for(model)]
        return min(own, default=self._concurrency)

    def save(self) -> None:
        """Keep what was learned for the next run; when the loop has nothing more to do for it.

        Raises:
            StateUnreachableError: The state was lost for longer than it is waited for.
        """
        for model, limit in self._limits.items():
            learned = json.dumps(asdict(limit.state()))
            insist(self._state, partial(save_limit, self._state, model, learned))

    def pace(self) -> str:
        """What is known by now, by model, as JSON text; from any thread."""
        here = {model: limit.state() for model, limit in list(self._limits.items())}
        return json.dumps({model: asdict(learned) for model, learned in {**self._known, **here}.items()})

    def recall(self, pace: str) -> None:
        """Begin with what another worker of this run knew, which is newer than what the state has; from any thread.

        Args:
            pace: Of that worker; models that were called here already stay as they are.
        """
        self._known = {**self._known, **{model: Learned(**learned) for model, learned in json.loads(pace).items()}}
