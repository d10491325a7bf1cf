"""A provider's rate, found by arithmetic: what it took between two bursts of 429s, by the time between them.

At a burst of 429s the provider's bucket is empty. So what it took from one burst to another is what flowed in
meanwhile, and that by the time is its rate, whatever was sent, held back or refused in between:

    bucket  ▇▆▄▂_    ▃▂_     ▃▂_          calls taken between two empty moments
    429s         ×     ×       ×          ─────────────────────────────────────  =  calls per second
                 └──────────────┘                 seconds between them

Of the first burst only the end counts: until then the bucket may have been full.
"""

from __future__ import annotations

from dataclasses import dataclass

MARGIN = 0.98
"""Paced a little below the measured rate: the clocks of both sides and the ways between them are not exact."""

BURST_S = 1.0
"""Calls that were held back may follow at once, but no more than the rate makes of this many seconds."""

SURE_GROWTH_PER_S = 0.01
UNSURE_GROWTH_PER_S = 0.4
"""How fast the pace grows while it is used and nothing is refused: slowly once two measurements agree, else fast."""

AGREEMENT = 0.2
"""Two measurements that differ by less than this part agree."""

MEASURED_CALLS = 8
"""With fewer calls between two bursts nothing is measured; the next burst measures both intervals as one."""

INTERVAL_S = 1.0
"""An interval is measured again, as one with the next, until it has lasted this long."""


@dataclass(slots=True)
class _Interval:
    """From one burst to another: numbers of our calls, how many of them were refused, and what others had taken."""

    first: int
    began: float
    others_first: float
    last: int = 0
    ended: float = 0.0
    others_last: float = 0.0
    refused: int = 0

    @property
    def taken(self) -> float:
        """The calls that the provider took, of all processes."""
        return self.last - self.first - self.refused + self.others_last - self.others_first


class Pace:
    """The provider's bucket as we believe it to be.

    Args:
        now: Monotonic seconds.
        rate_per_s: Of an earlier run; None while none is known.
    """

    def __init__(self, now: float, rate_per_s: float | None = None) -> None:
        self.rate_per_s = rate_per_s
        self.part = 1.0
        self._tokens = 1.0
        self._at = now
        self._burst_s = BURST_S
        self._sure = rate_per_s is not None
        self._on = rate_per_s is not None
        self._found = rate_per_s
        self._before: float | None = rate_per_s
        self._open: _Interval | None = None
        self._closed: _Interval | None = None

    def ready_at(self, now: float) -> float:
        """When the next call may go out."""
        self._fill(now)
        if self.rate_per_s is None or self._tokens >= 1.0:
            return now
        return now + (1.0 - self._tokens) / (self.part * self.rate_per_s)

    def take(self, now: float) -> bool:
        """A call goes out; True if more could follow it at once, because calls were held back before."""
        self._fill(now)
        if self.rate_per_s is None:
            return False
        self._tokens -= 1.0
        return self._tokens >= 1.0

    def emptied(self, now: float, number: int, others: float = 0.0, *, refused: int = 1, in_a_burst: bool) -> None:
        """A burst of 429s begins: the provider's bucket is empty.

        Args:
            number: Of the last call that was sent here.
            others: Calls of other processes that the provider has taken by now, counted from whenever.
            refused: Calls of ours that were; 0 when another process tells.
            in_a_burst: The refused call was one of those that had been held back: the bucket holds fewer.
        """
        self._fill(now)
        self._tokens = 0.0
        if in_a_burst:
            self._burst_s /= 2
        interval = self._open
        if interval is None:
            self._open = _Interval(number, now, others)
            return
        interval.last, interval.ended, interval.others_last = number, now, others
        interval.refused += refused
        self._before = self.rate_per_s
        self._measure(interval)
        if now - interval.began >= INTERVAL_S and interval.taken >= MEASURED_CALLS:
            self._closed, self._open = interval, _Interval(number, now, others)

    def refused(self, number: int) -> None:
        """A call of a burst that has begun comes back refused."""
        for interval in (self._closed, self._open):
            if interval is not None and interval.first < number <= interval.last:
                interval.refused += 1
                self._measure(interval)

    def start(self) -> None:
        """Pace calls from now on by what was measured."""
        self._on = True
        if self._found is not None:
            self.rate_per_s = self._found

    def follow(self, rate_per_s: float | None) -> None:
        """Pace calls by what another process has found; None: not by their rate."""
        self._on, self.rate_per_s = rate_per_s is not None, rate_per_s

    def grow_to(self, rate_per_s: float | None) -> None:
        """Take what another process has come to since the latest burst, if it is more."""
        if self.rate_per_s is not None and rate_per_s is not None:
            self.rate_per_s = max(self.rate_per_s, rate_per_s)

    def _measure(self, interval: _Interval) -> None:
        if interval.taken < MEASURED_CALLS or interval.ended <= interval.began:
            return
        rate = interval.taken / (interval.ended - interval.began)
        self._sure = self._before is not None and abs(rate / self._before - 1.0) <= AGREEMENT
        self._found = MARGIN * rate
        if self._on:
            self.rate_per_s = self._found

    def _fill(self, now: float) -> None:
        passed, self._at = now - self._at, now
        if self.rate_per_s is None:
            return
        most = max(1.0, self._burst_s * self.part * self.rate_per_s)
        self._tokens = min(most, self._tokens + passed * self.part * self.rate_per_s)
        if self._tokens < most:  # a pace that is not used does not grow
            self.rate_per_s *= 1.0 + passed * (SURE_GROWTH_PER_S if self._sure else UNSURE_GROWTH_PER_S)
