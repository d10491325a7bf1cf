"""When a job will be done: from what is left in each phase (`state.remaining`), and the rate of late.

    time  =  Σ left × what an item keeps calls busy for, by phase   ─ what the calls that are out have behind them
             ───────────────────────────────────────────────────────────────────────────────────────────────────
             what all workers' calls were busy for, a second, of late

A judge's calls and second tries are in what an item keeps calls busy for; a limit, a wait or a paused model is in the
rate. Where answers are known nobody is busy: then ends of phases are counted in place of what they took.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from state.doing import Mark, Out
from state.job_view import PhaseTotals
from state.remaining import left_by_phase

_LEAST_S, _MOST_S = 4.0, 60.0
_RECENT = 3
"""Of late is the last third of a run, within these seconds."""

_SURE_ENDS = 30
_SURE_S = 8.0
"""With so many ended phases of late, and so long after the first one, a time is more than a guess."""

_FIRST_S = 2.0
"""So long after the first ended phase nothing is said at all, nor before each phase was ended by some item."""

_DRAIN = 0.5
"""Of an item's whole way: while the last items run out, calls are fewer than are allowed."""


@dataclass(frozen=True, slots=True)
class Span:
    """What one worker did of late: where it stood, where it stands, and how long ago it ended its first phase."""

    then: Mark
    now: Mark
    working_s: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it is."""
        return max(self.now.at - self.then.at, 0.001)

    def ended(self, phase: int) -> int:
        """Items that ended a phase within it."""
        return _at(self.now.ended, phase) - _at(self.then.ended, phase)

    def busy_ms(self, phase: int) -> int:
        """What the calls of a phase that ended within it took."""
        return _at(self.now.busy_ms, phase) - _at(self.then.busy_ms, phase)

    @property
    def ends(self) -> int:
        """Items that ended a phase within it, over all phases."""
        return sum(self.now.ended) - sum(self.then.ended)

    @property
    def busy_ms_per_s(self) -> float:
        """How many milliseconds of calls went by in a second: a thousand for each call that was out all the time."""
        settled = sum(self.now.busy_ms) - sum(self.then.busy_ms)
        return max(0.0, settled + self.now.out_ms - self.then.out_ms) / self.seconds


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How long a running job will take.

    Args:
        seconds_left: None where nothing can be said yet.
        is_rough: It is a guess.
        items_per_s: Items that were finished in a second of late; None where nothing can be said yet.
    """

    seconds_left: float | None = None
    is_rough: bool = True
    items_per_s: float | None = None


def recent(marks: Sequence[Mark], now: Mark) -> Span:
    """The last third of a worker's way, longer where too little ended in it."""
    idle = [mark for mark in marks if not sum(mark.ended)]
    first = idle[-1] if idle else marks[0] if marks else now  # until the first end there was nothing to count
    working_s = now.at - first.at
    least_s = min(_MOST_S, max(_LEAST_S, working_s / _RECENT))
    for then in reversed(marks):
        span = Span(then, now, working_s)
        if span.seconds >= least_s and span.ends >= _SURE_ENDS:
            return span
    return Span(first, now, working_s)


def time_left(spans: Sequence[Span], phases: Sequence[PhaseTotals], out: Sequence[Out], to_run: int) -> TimeLeft:
    """How long a running job will take.

    Args:
        spans: What each of its living workers did of late.
        phases: What the job did in all its runs.
        out: Its open calls.
        to_run: Items that are to go through all phases, those that have included.
    """
    ends, working_s = sum(span.ends for span in spans), max((span.working_s for span in spans), default=0.0)
    left = left_by_phase(phases, to_run)
    if (
        working_s < _FIRST_S
        or not ends
        or any(count and not one.ended for one, count in zip(phases, left, strict=True))
    ):
        return TimeLeft()
    items_per_s = sum((span.now.items - span.then.items) / span.seconds for span in spans)
    busy = _busy_by_phase(spans, phases)
    rate = sum(span.busy_ms_per_s for span in spans)
    under_way = sum(min(one.for_ms, one.items * busy[one.phase]) for one in out if one.phase < len(busy))
    work = sum(count * each for count, each in zip(left, busy, strict=True))
    if work and rate:
        first = next((phase for phase, count in enumerate(left) if count >= 1), len(left))
        way_s = sum(busy[first:]) / 1000
        all_out = max(0.0, work - under_way) / rate
        seconds_left = max(all_out + _DRAIN * way_s, way_s / 2)
    else:
        seconds_left = sum(left) / max(sum(span.ends / span.seconds for span in spans), 0.001)
    return TimeLeft(seconds_left, ends < _SURE_ENDS or working_s < _SURE_S, max(0.0, items_per_s))


def _busy_by_phase(spans: Sequence[Span], phases: Sequence[PhaseTotals]) -> list[float]:
    """Milliseconds that an item keeps calls busy for in each phase: of late where enough ended, else ever."""
    found = []
    for number, phase in enumerate(phases):
        late = sum(span.ended(number) for span in spans)
        if late >= _SURE_ENDS:
            found.append(sum(span.busy_ms(number) for span in spans) / late)
        else:
            found.append(phase.busy_ms / max(1, phase.ended))
    return found


def _at(values: Sequence[int], phase: int) -> int:
    return values[phase] if phase < len(values) else 0
