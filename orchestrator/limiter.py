"""How many calls a model may have out, and how fast they may follow each other: learned from its 429s.

    allowed ┤    ┌──┐             slow start: doubled each round, from a third of the ceiling
            │  ┌─┘  │  ┌───────   a burst of 429s: one cut, however many there are in it;
            │ ─┘    │┌─┘          then one more a round, if what was allowed was used, up to
            │       └┘            just below what was refused, and rarely one more, to see

Providers limit requests at once, or requests a second, and do not say which. It shows: a provider that counts requests
at once does not refuse what a cut has left; one that counts them by the second does. For that one calls are paced
(`orchestrator.pace`). While a limit is looked for, or was found, calls are spread over a round, so that a burst of
429s is noticed after a few of them. A model that never refused has neither pace nor spread.

A model's limit is that of all processes that call it, and each has a limit like this one, in the same figures: calls
out over all, calls a second over all. It lets its own part of them out (`orchestrator.company`), and hears of the
others' cuts, so that 429s that one of them met cut once for all. While no limit was met, each goes by itself.

Who hands out permits asks `allowed` and `ready_at` again after each `sent`.

Pure: no loop, no sleep, no task; the clock is injected. An `AdaptiveLimit` is used by one thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.company import Company
from orchestrator.pace import Pace
from state.flows import Flow, Flows

START_FRACTION = 0.3
"""A limit that nobody knows starts at this part of the ceiling: two rounds to the ceiling when there is no limit."""

START_LEAST = 4
"""It never starts below this, or the first call of a small job would be all there is until it is answered: one that
takes long would hold up everybody."""

CUT = 0.7
"""What a burst of 429s leaves of the limit; with one more a round it is back after a few rounds."""

RATE_SHOWS_BELOW = 0.78
"""A call refused with no more calls out than this part of those at the burst before: it is the rate that is limited."""

RATE_SHOWS_TIMES = 2
"""Once is what a provider does that halves its limit."""

SPREAD = 0.7
"""Calls are spread over this part of a round's time. More costs throughput where latencies differ, less costs 429s."""

PROBE_ROUNDS = 30
PROBE_RETRY_AFTERS = 20
FIRST_PROBE_S = 30.0
MAX_PROBE_S = 300.0
"""A limit that was found is tried again after so many rounds, and after so many times what a 429 made us wait; twice
as long each time that it holds. One of an earlier run is tried after half a minute."""

LATENCY_WEIGHT = 0.1
"""Of the latest answer in the mean time of a round."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What is worth keeping for the next run, and what the others are told: figures of all processes together.

    Args:
        window: Calls out at once.
        rate_per_s: Calls per second, None while no rate was seen.
        refused_at: Fewest calls out at which one was refused, None if none ever was.
        shrinking: How often in a row a burst came with far fewer calls out than the one before.
        bursts: How many bursts of 429s were met.
        hold_s: What the latest one asked to wait.
    """

    window: float
    rate_per_s: float | None = None
    refused_at: int | None = None
    shrinking: int = 0
    bursts: int = 0
    hold_s: float = 0.0

    @property
    def is_met(self) -> bool:
        """Whether there is a limit at all, as far as anybody knows."""
        return self.bursts > 0 or self.refused_at is not None or self.rate_per_s is not None


def first_window(ceiling: int, others: int = 0) -> float:
    """Where to begin when no limit is known: with a part of what one alone would begin with."""
    return max(START_LEAST, START_FRACTION * ceiling / (1 + others))


@dataclass(frozen=True, slots=True)
class _Sent:
    """A call that is out.

    Args:
        number: Of the call, from 1.
        out: Calls out when it went, itself and those of the others included.
        at: When it went.
        in_a_burst: More could have followed it at once.
    """

    number: int
    out: int
    at: float
    in_a_burst: bool


class AdaptiveLimit:
    """The limit of one model in one process.

    Args:
        ceiling: No more may be out here: the job's concurrency, or what the config says for the model; may be set anew.
        clock: Monotonic seconds.
        learned: Of an earlier run.
        on_cut: Called when the limit was cut, so that the others hear of it.
    """

    def __init__(
        self,
        ceiling: int,
        clock: Callable[[], float],
        learned: Learned | None = None,
        on_cut: Callable[[], None] = lambda: None,
    ) -> None:
        known = learned or Learned(0.0)
        now = clock()
        self._clock = clock
        self._on_cut = on_cut
        self._company = Company(ceiling)
        self._is_met = known.is_met
        self._refused_at = known.refused_at
        self._shrinking = known.shrinking
        self._bursts = known.bursts
        self._hold_s = 0.0
        self._cuts = 0
        self._is_untold = False
        self._pace = Pace(now, known.rate_per_s)
        self._window = self._unrefused = known.window
        self.set_ceiling(ceiling)
        self._out: dict[str, _Sent] = {}
        self._refused = 0
        self._number = 0
        self._full_number = 0
        self._cut_number = 0
        self._hold_until = now
        self._next_at = now
        self._latency_s = 0.0
        self._probe_s = 0.0
        self._probe_at = now + FIRST_PROBE_S if known.refused_at is not None else now

    def set_ceiling(self, ceiling: int) -> None:
        """Never allow more than this; where no limit was met, look for one below it as at the start."""
        if ceiling < 1:
            raise ValueError(f"ceiling={ceiling}: a limit is at least 1")
        self._ceiling = ceiling
        met_none = self._refused_at is None and self._pace.rate_per_s is None
        start = max(self._window, self._start) if met_none else self._window
        self._window = float(min(self._widest, max(1.0, start)))
        self._doubling = met_none and self._window < ceiling

    def allowed(self) -> int:
        """How many calls may be out now, those that are included."""
        out = len(self._out)
        if not self._spreads:
            return self._part
        return min(self._part, out + 1) if self.ready_at() <= self._clock() else min(self._part, out)

    def ready_at(self) -> float:
        """The time of the clock before which nothing more may be sent."""
        return max(self._hold_until, self._next_at, self._pace.ready_at(self._clock()))

    @property
    def held_until(self) -> float:
        """The time of the clock that the longest Retry-After named; in the past when none holds."""
        return self._hold_until

    def sent(self, call_id: str) -> None:
        """A call goes out."""
        now = self._clock()
        self._number += 1
        in_a_burst = self._pace.take(now)
        self._out[call_id] = _Sent(self._number, 1 + self._out_over_all(), now, in_a_burst)
        if len(self._out) >= self._part:
            self._full_number = self._number
        if self._spreads:
            self._next_at = now + SPREAD * self._latency_s / self._part

    def succeeded(self, call_id: str) -> None:
        """A call was answered: a limit that was used may grow."""
        sent = self._out.pop(call_id, None)
        if sent is None:
            return
        now = self._clock()
        weight = LATENCY_WEIGHT if self._latency_s else 1.0
        self._latency_s += weight * (now - sent.at - self._latency_s)
        if not self._cut_number < sent.number <= self._full_number:
            return
        if self._refused_at is not None and sent.out >= self._refused_at:
            self._refused_at, self._probe_s = None, 0.0
        grown = self._window + (1.0 if self._doubling else 1.0 / self._part)  # one more a round, by whoever counts
        self._window = max(self._window, min(grown, self._most(now)))
        if self._window >= self._ceiling:
            self._doubling = False

    def failed(self, call_id: str) -> None:
        """A call ended in a way that says nothing about limits."""
        self._out.pop(call_id, None)

    def limited(self, call_id: str, retry_after_s: float | None) -> None:
        """A call was refused with 429: hold all for as long as the provider says, and cut once a burst.

        Args:
            retry_after_s: What the provider asked for, None if it said nothing.
        """
        now = self._clock()
        if retry_after_s is not None:
            self._hold_until = max(self._hold_until, now + retry_after_s)
        out = self._out_over_all()
        sent = self._out.pop(call_id, None)
        if sent is None:
            return
        self._refused += 1
        if sent.number <= self._cut_number:
            before = self.state()
            self._pace.refused(sent.number)
            if self._refused_at is not None and sent.out < self._refused_at:
                self._refused_at = sent.out
                self._window = max(1.0, min(self._window, sent.out - 1.0))
            self._is_untold = self._is_untold or self.state() != before
            return
        self._pace.emptied(now, self._number, self._company.taken, in_a_burst=sent.in_a_burst)
        self._cut(now, sent.out, out, retry_after_s or 0.0)
        self._on_cut()

    def state(self) -> Learned:
        """What was learned, to be kept."""
        found = (self._window, self._pace.rate_per_s, self._refused_at)
        return Learned(*found, self._shrinking, self._bursts, self._hold_s)

    # ── with others ──

    @property
    def cuts(self) -> int:
        """How often the limit was cut by all, as far as is known here."""
        return self._cuts

    @property
    def is_untold(self) -> bool:
        """Whether it was cut here, or found to be lower, and the others do not know."""
        return self._is_untold

    def flow(self, wanted: int) -> Flow:
        """What the others are told of us.

        Args:
            wanted: Calls that could be out here if the limit allowed it.
        """
        out = len(self._out)
        self._company.wanted = wanted = max(wanted, out)
        if not self._is_met:  # soon, if not yet: whoever is refused first must know what is on its way
            out = max(out, min(self._part, wanted))
        return Flow(self._number - self._refused, out, wanted)

    def heed(self, told: Flows, learned: Learned | None, *, is_ours: bool) -> None:
        """Take what the others told.

        Args:
            told: Them, and how often the limit was cut.
            learned: What all know of it; None when that is nothing.
            is_ours: It is what we told with this.
        """
        self._company.heed(told)
        if is_ours:
            self._is_untold = learned is not None and self._is_below(learned)
        elif learned is not None and told.cuts != self._cuts:
            self._hear(learned)
        elif learned is not None and self._is_met and not self._is_untold:
            self._window = max(self._window, learned.window)
            self._pace.grow_to(learned.rate_per_s)
        self._cuts = told.cuts
        if not self._number and not self._is_met:
            self._window = float(min(self._ceiling, max(1.0, self._start)))
        self._set_pace()

    def _is_below(self, learned: Learned) -> bool:
        """Whether more of the burst came back refused since that was told."""
        rate, before = self._pace.rate_per_s or 0.0, learned.rate_per_s or 0.0
        return self._window < learned.window or rate < before

    def _hear(self, learned: Learned) -> None:
        """Somebody else has cut the limit, or found it to be lower: so it is here."""
        now = self._clock()
        if learned.bursts != self._bursts and not self._is_untold:  # else it is the burst that we have met ourselves
            self._pace.emptied(now, self._number, self._company.taken, refused=0, in_a_burst=False)
            self._hold_until = max(self._hold_until, now + learned.hold_s)
            self._put_off_probe(now, learned.refused_at, learned.hold_s)
        self._pace.follow(learned.rate_per_s)
        self._window, self._refused_at = learned.window, learned.refused_at
        self._shrinking, self._bursts, self._hold_s = learned.shrinking, learned.bursts, learned.hold_s
        self._cut_number = self._number
        self._is_met, self._is_untold, self._doubling = True, False, False

    def _set_pace(self) -> None:
        """Take our part of the rate."""
        rate = self._pace.rate_per_s
        self._pace.part = self._company.fraction_of(self._window if rate is None else rate * self._latency_s)

    def _out_over_all(self) -> int:
        """Calls that are out, with those of the others."""
        mine = len(self._out)
        return mine + self._company.out(mine, int(self._window) if self._is_met else 0)

    @property
    def _part(self) -> int:
        """How many calls may be out here when nothing is spread or paced."""
        places = int(self._window)
        return min(self._ceiling, self._company.part_of(places) if self._is_met else places)

    @property
    def _start(self) -> float:
        return max(self._unrefused, first_window(self._ceiling, len(self._company)))

    @property
    def _widest(self) -> int:
        """What all together could have out."""
        return self._ceiling + self._company.could_be_out

    @property
    def _spreads(self) -> bool:
        """Whether calls follow each other at distances; not before anybody knows how long a round takes."""
        if self._pace.rate_per_s is not None:
            return True
        return self._latency_s > 0 and (self._doubling or self._cut_number > 0 or self._refused_at is not None)

    def _most(self, now: float) -> float:
        """What the window may grow to: not to what was refused, unless it is time to see whether it still is."""
        if self._refused_at is None or now >= self._probe_at:
            return float(self._widest)
        return float(min(self._widest, max(1, self._refused_at - 1)))

    def _cut(self, now: float, sent_out: int, out: int, retry_after_s: float) -> None:
        before = self._refused_at
        shrank = before is not None and sent_out <= RATE_SHOWS_BELOW * before
        self._shrinking = self._shrinking + 1 if shrank else 0
        if self._shrinking == RATE_SHOWS_TIMES:
            self._pace.start()
        self._put_off_probe(now, sent_out, retry_after_s)
        window = self._window if self._is_met else self._window + out - len(self._out) - 1
        self._refused_at = None if self._pace.rate_per_s is not None else sent_out
        self._cut_number = self._number
        self._doubling = False
        self._window = max(1.0, min(CUT * window, CUT * out, sent_out - 1.0))
        self._bursts, self._hold_s = self._bursts + 1, retry_after_s
        self._is_met = self._is_untold = True
        self._set_pace()

    def _put_off_probe(self, now: float, refused_at: int | None, retry_after_s: float) -> None:
        """A limit stands where it was refused: it is tried again later."""
        before = self._refused_at
        again = before is not None and refused_at is not None and abs(refused_at - before) <= 1
        least_s = PROBE_ROUNDS * self._latency_s + PROBE_RETRY_AFTERS * retry_after_s
        self._probe_s = min(MAX_PROBE_S, max(least_s, 2 * self._probe_s if again else 0.0))
        self._probe_at = now + self._probe_s
