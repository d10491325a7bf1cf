"""The limits of a worker's models: what was learned before, and is learned here and by others; the ceiling of each.

state's `limits` row ─┬► AdaptiveLimit of a model, at its first call ◄─ Flows ─┬─ the others that call it
a lane's state ───────┘                    ├► FlowTell ────────────────────────┘  (and the row: what all have learned)
                                           └► the lane's state, once a page
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from orchestrator.limiter import AdaptiveLimit, Learned, first_window
from state.flows import Flow, Flows, FlowTell
from state.provider_settings import ScopeLimit

WORTH_TELLING = 1.05
"""A limit that grew is written down once it is more than what the row says by this: who comes anew begins with that."""


class ModelLimits:
    """The adaptive limits of the models that one worker calls. Used on the event loop, but where it says else.

    Args:
        learned: By "provider/model", of all that the plan may call: what the state has, None where that is nothing.
        own: The config's limits; their calls out at once hold whatever the job's concurrency is.
        concurrency: The job's.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        learned: Mapping[str, str | None],
        own: Sequence[ScopeLimit],
        concurrency: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._own = own
        self._concurrency = concurrency
        self._clock = clock
        self._known = {model: _read(text) for model, text in learned.items() if text}
        self._limits: dict[str, AdaptiveLimit] = {}
        self._heard = {model: Flows() for model in learned}
        self.on_cut: Callable[[], None] = _nobody
        """Called when a limit was cut here, so that the others are told at once; set before the first call."""

    def make(self, model: str) -> AdaptiveLimit:
        """A model's limit, at its first call; it starts with what was learned before, beside those who call it now."""
        heard = self._heard.get(model, Flows())
        known = _read(heard.learned) if heard.learned else self._known.get(model)
        limit = AdaptiveLimit(self._ceiling(model), self._clock, known, self.on_cut)
        limit.heed(heard, None, is_ours=True)
        self._limits[model] = limit
        return limit

    def set_concurrency(self, concurrency: int) -> None:
        """Take the job's new concurrency as the ceiling of each model that has none of its own."""
        self._concurrency = concurrency
        for model, limit in self._limits.items():
            limit.set_ceiling(self._ceiling(model))

    def _ceiling(self, model: str) -> int:
        own = [limit.concurrency for limit in self._own if limit.concurrency is not None and limit.holds_for(model)]
        return min(own, default=self._concurrency)

    # ── with others ──

    def tells(self, wanted: Callable[[str], int], *, is_last: bool = False) -> list[FlowTell]:
        """What the others are told now.

        Args:
            wanted: Calls to a model that could be out here if it allowed it.
            is_last: Nothing more is called: what was learned is kept for the next run, whatever it is.
        """
        return [self._tell(model, wanted(model), is_last=is_last) for model in self._heard]

    def _tell(self, model: str, wanted: int, *, is_last: bool) -> FlowTell:
        limit, heard = self._limits.get(model), self._heard[model]
        if limit is None:  # out as soon as it is called: whoever is refused first must know what is on its way
            return FlowTell(model, Flow(0, min(wanted, int(first_window(self._ceiling(model)))), wanted), heard.cuts)
        known, row = limit.state(), _read(heard.learned) if heard.learned else None
        is_worth_it = limit.is_untold or is_last or (known.is_met and (row is None or _has_grown(known, row)))
        learned = json.dumps(asdict(known)) if is_worth_it else None
        return FlowTell(model, limit.flow(wanted), limit.cuts, learned, limit.is_untold)

    def heed(self, told: FlowTell, heard: Flows) -> None:
        """Take what a tell was answered with."""
        self._heard[told.model] = heard
        limit = self._limits.get(told.model)
        if limit is not None:
            learned = _read(heard.learned) if heard.learned else None
            limit.heed(heard, learned, is_ours=told.learned is not None and told.learned == heard.learned)

    def pace(self) -> str:
        """What is known by now, by model, as JSON text; from any thread."""
        here = {model: limit.state() for model, limit in list(self._limits.items())}
        return json.dumps({model: asdict(learned) for model, learned in {**self._known, **here}.items()})

    def recall(self, pace: str) -> None:
        """Begin with what another worker of this run knew, which is newer than what the state had; from any thread.

        Args:
            pace: Of that worker; models that were called here already stay as they are.
        """
        self._known = {**self._known, **{model: Learned(**learned) for model, learned in json.loads(pace).items()}}


def _read(text: str) -> Learned:
    return Learned(**json.loads(text))


def _has_grown(known: Learned, row: Learned) -> bool:
    rate, before = known.rate_per_s or 0.0, row.rate_per_s or 0.0
    return known.window > WORTH_TELLING * row.window or rate > WORTH_TELLING * before


def _nobody() -> None:
    """Nobody is told."""
