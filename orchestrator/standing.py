"""How models and users' checks stand with one process: who is passed over, what a request tried, what always breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from orchestrator.checks.base import Opinion
from orchestrator.errors import Failure, FailureClass
from orchestrator.retry import LONG_WAIT_S, may_be_down
from orchestrator.tidings import Tidings

Step: TypeAlias = tuple[int, str]


@dataclass(slots=True)
class Trail:
    """What has been tried for one request.

    Args:
        digest: Of the request.
        step: Whose requests are made alike: the phase's index and the role.
        need_tokens: What it needs of a model's window.
        halves: It is a pack's, which can be asked in halves: so which input breaks the model, if one does, is found.
        given_up: Models that are not asked again for it, and why.
        tries: Failures by (model, class).
        paid: Failures by model that may have been billed.
        answered_before: How often a model had answered when this request first failed there.
    """

    digest: str
    step: Step
    need_tokens: int
    halves: bool = False
    given_up: dict[str, str] = field(default_factory=dict)
    tries: Counter[tuple[str, FailureClass]] = field(default_factory=Counter)
    paid: Counter[str] = field(default_factory=Counter)
    answered_before: dict[str, int] = field(default_factory=dict)


class Standing:
    """What the calls of one process have found out about the models that they ask.

    Args:
        clock: Monotonic seconds.
        tidings: Hears who is down, and who is back.
    """

    def __init__(self, clock: Callable[[], float], tidings: Tidings) -> None:
        self._clock = clock
        self._tidings = tidings
        self._answered: Counter[str] = Counter()
        self._failing: dict[str, set[str]] = {}  # requests since the model's last answer; two are as good as all
        self._down: dict[str, tuple[float, str]] = {}
        self._steps_answered: set[tuple[str, Step]] = set()
        self._refused: dict[tuple[str, Step], set[str]] = {}  # requests, while the model answered none of the step

    def down(self) -> dict[str, str]:
        """The models that are passed over now, and why."""
        now = self._clock()
        return {model: why for model, (until, why) in self._down.items() if until > now}

    def is_away(self, model: str) -> bool:
        """Whether a model is passed over for so long that it is nobody to turn to."""
        return self._down.get(model, (0.0, ""))[0] - self._clock() > LONG_WAIT_S

    def pass_over(self, model: str, seconds: float, why: str) -> None:
        """Nobody is to ask a model for so long, where another one may answer."""
        self._down[model] = (self._clock() + seconds, why)
        if seconds > 0:
            self._tidings.down(model, why)

    def answered(self, model: str, step: Step) -> None:
        """A model has answered somebody: it is up, and the requests of the step are such as it takes."""
        self._steps_answered.add((model, step))
        self._refused.pop((model, step), None)
        self._answered[model] += 1
        self._failing.pop(model, None)
        self._down.pop(model, None)
        self._tidings.back(model)

    def failed(self, model: str, failure: Failure, trail: Trail) -> None:
        """A call of a request failed."""
        trail.tries[model, failure.failure_class] += 1
        trail.paid[model] += failure.billed
        failing = self._failing.setdefault(model, set())
        if len(failing) < 2 and may_be_down(failure.failure_class):
            failing.add(trail.digest)
            if len(failing) == 2:
                self._tidings.down(model, failure.message)
        if failure.failure_class is FailureClass.BAD_REQUEST and (model, trail.step) not in self._steps_answered:
            self._refused.setdefault((model, trail.step), set()).add(trail.digest)
        trail.answered_before.setdefault(model, self._answered[model])

    def refused(self, model: str, step: Step) -> int:
        """How many requests of a step a model refused as bad; 0 once it has answered one."""
        return len(self._refused.get((model, step), ()))

    def answers_others(self, model: str, trail: Trail) -> bool:
        """Whether a model answers others while this request fails there.

        It does if it answered one since the first failure. It may also be that nobody else is left to ask. Then what it
        did before counts, unless others fail since: a model that went down in mid-run must not fail all that was asked.
        """
        answered = self._answered[model]
        return answered > trail.answered_before[model] or (
            answered > 0 and self._failing.get(model, set()) <= {trail.digest}
        )


class CheckStanding:
    """At how many items a check of the user's broke in one process, while it has worked at none."""

    def __init__(self) -> None:
        self._worked: set[tuple[int, str]] = set()
        self._broken: dict[tuple[int, str], set[int]] = {}

    def gave(self, phase: int, opinion: Opinion, ordinal: int) -> int:
        """Note what a check said of an item; returns at how many items it broke, 0 once it has worked."""
        key = (phase, opinion.check.name)
        if opinion.broken is None:
            self._worked.add(key)
        if key in self._worked:
            self._broken.pop(key, None)
            return 0
        items = self._broken.setdefault(key, set())
        items.add(ordinal)
        return len(items)
