"""What a process tells the job's history of its models: who is down, who is back, which limit it learned.

Told at the change and never again within a minute, so that a model that comes and goes fills no history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from orchestrator.limiter import Learned
from state.events import EventKind
from state.storable import storable
from state.writer import Remark

AGAIN_S = 60.0
"""The same is not told of a model sooner."""


class Tidings:
    """Used on the event loop.

    Args:
        post: Takes what is to stand in the history.
        clock: Monotonic seconds.
    """

    def __init__(self, post: Callable[[Remark], None], clock: Callable[[], float]) -> None:
        self._post = post
        self._clock = clock
        self._down: set[str] = set()
        self._told_at: dict[tuple[EventKind, str], float] = {}
        self._times: Counter[str] = Counter()

    def down(self, model: str, why: str) -> None:
        """A model answers nobody now."""
        if model in self._down or self._is_told(EventKind.PROVIDER_DOWN, model):
            return
        self._down.add(model)
        self._times[model] += 1
        self._tell(EventKind.PROVIDER_DOWN, model, f"{model} does not answer: {why}")

    def back(self, model: str) -> None:
        """A model has answered."""
        if model in self._down:
            self._down.remove(model)
            self._tell(EventKind.PROVIDER_BACK, model, f"{model} answers again")

    def limited(self, model: str, learned: Learned) -> None:
        """A model has refused a call for its limit, and this was learned of it."""
        if self._is_told(EventKind.LIMIT_LEARNED, model):
            return
        rate = None if learned.rate_per_s is None else round(learned.rate_per_s, 2)
        window = max(1, int(learned.window))
        paced = "" if rate is None else f", {rate:g} a second"
        said = f"{model} refuses calls (429): at most {window} out at once{paced} for now, over all who call it"
        self._post(Remark(EventKind.LIMIT_LEARNED, said, {"model": model, "window": window, "rate_per_s": rate}))

    def _is_told(self, kind: EventKind, model: str) -> bool:
        """Whether it was told within the last minute; if not, it is being told now."""
        now, told_at = self._clock(), self._told_at.get((kind, model))
        if told_at is not None and now - told_at < AGAIN_S:
            return True
        self._told_at[kind, model] = now
        return False

    def _tell(self, kind: EventKind, model: str, said: str) -> None:
        self._post(Remark(kind, storable(said), {"model": model, "times": self._times[model]}))
