"""What the history hears of models: at the change, not again within a minute, and once for all who tell it."""

from __future__ import annotations

from orchestrator.limiter import Learned
from orchestrator.tidings import AGAIN_S, Tidings
from state.events import EventKind
from state.writer import Remark

MODEL = "openai/gpt-6-luna"


class Told:
    """Tidings with a clock of its own."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.now = 0.0
        self.tidings = Tidings(self.remarks.append, lambda: self.now)

    @property
    def kinds(self) -> list[EventKind]:
        """What was told."""
        return [remark.kind for remark in self.remarks]


def test_a_model_goes_down_and_comes_back_once() -> None:
    """However many calls fail or are answered, each change is told once."""
    told = Told()
    for _ in range(3):
        told.tidings.down(MODEL, "503")
    for _ in range(3):
        told.tidings.back(MODEL)
    assert told.kinds == [EventKind.PROVIDER_DOWN, EventKind.PROVIDER_BACK]
    assert told.remarks[0].message == "openai/gpt-6-luna does not answer: 503"


def test_one_that_comes_and_goes_is_told_once_a_minute() -> None:
    """Each outage that is told has its return told, and no remark is like an earlier one."""
    told = Told()
    for _ in range(180):
        told.now += 1
        told.tidings.down(MODEL, "503")
        told.tidings.back(MODEL)
    assert told.kinds == [EventKind.PROVIDER_DOWN, EventKind.PROVIDER_BACK] * 3
    assert len({(remark.kind, remark.facts["times"]) for remark in told.remarks}) == 6


def test_a_learned_limit_is_told_once_a_minute_of_each_model() -> None:
    """A burst of 429s is one line; another model has its own."""
    told = Told()
    for window in (7.6, 4.2):
        told.tidings.limited(MODEL, Learned(window, 12.345))
    told.tidings.limited("openai/other", Learned(0.5))
    told.now = AGAIN_S
    told.tidings.limited(MODEL, Learned(4.2))
    assert [dict(remark.facts) for remark in told.remarks] == [
        {"model": MODEL, "window": 7, "rate_per_s": 12.35},
        {"model": "openai/other", "window": 1, "rate_per_s": None},
        {"model": MODEL, "window": 4, "rate_per_s": None},
    ]
    assert "at most 7 out at once, 12.35 a second for now, over all who call it" in told.remarks[0].message
