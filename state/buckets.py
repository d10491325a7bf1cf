"""Buckets: what a limit by the minute still allows, so that no window of 60 s ever holds more. Pure arithmetic.

    level   ▂▃▄▅▅▅▁▂  fills at the limit's rate and holds half a second's worth. Who books takes from it, below zero if
                      need be, and may go when it will be high enough: so bookings queue, and are spread
    spent   │3│4│ │2│ what was booked for each half second of the last minute; a booking that does not fit beside it
                      is put off until enough of it is a minute old

A booking is used within `LIFE_S`, and the provider counts what has arrived, a little later; a window that is longer by
both therefore holds whatever the provider sees in 60 s. What a request claims is the most that it may use. Until the
reply tells what it used, the claim stands in `spent`; `level`, which only spreads, goes by what claims mostly come to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LIFE_S = 0.6
"""A booking lapses so long after its time: what was not sent by then may not be sent any more."""

WAY_S = 0.25
"""How much the ways of two requests to the provider may differ."""

SLOT_S = 0.5
_MEMORY_S = 60.0 + LIFE_S + WAY_S
_MINUTE_S = _MEMORY_S + SLOT_S
"""What a limit by the minute is spread over: 0.978 of it are used."""

BURST_S = 0.5
"""Providers enforce limits by the minute in shorter windows too: no more than this much of a minute goes at once."""

_CLOCK_S = 15.0
"""A clock that is further behind than a transaction may wait was set back, or is another boot's."""

_FADE = 0.9
"""What is left, at each word of what claims came to, of what was known of earlier ones."""


@dataclass(slots=True)
class Bucket:
    """One limit by the minute: of requests or of tokens, of a model or of a provider.

    Args:
        limit: By the minute.
        at: Database seconds at which `level` was right.
        spent: Amounts by half second, those of bookings to come included.
        claimed: What finished claims were, the latest ones weighing most; with `used`, what they came to.
    """

    limit: int
    level: float
    at: float
    spent: dict[int, int] = field(default_factory=dict)
    claimed: float = 0.0
    used: float = 0.0

    @classmethod
    def full(cls, limit: int, now: float) -> Bucket:
        """One that nobody has taken from."""
        return cls(limit, max(1.0, BURST_S * limit / _MINUTE_S), now)

    @classmethod
    def load(cls, limit: int, stored: dict[str, Any] | None, now: float) -> Bucket:
        """As it was stored, brought up to now; the limit is the asker's, and may be another one than before."""
        if stored is None:
            return cls.full(limit, now)
        spent = {int(slot): amount for slot, amount in stored["spent"]}
        bucket = cls(limit, stored["level"], stored["at"], spent, stored["claimed"], stored["used"])
        bucket._move(now)
        return bucket

    def stored(self) -> dict[str, Any]:
        """What `load` reads."""
        return {
            "level": round(self.level, 6), "at": self.at, "spent": sorted(self.spent.items()),
            "claimed": round(self.claimed, 3), "used": round(self.used, 3),
        }  # fmt: skip

    @property
    def _rate_per_s(self) -> float:
        return self.limit / _MINUTE_S

    @property
    def _most(self) -> float:
        return max(1.0, BURST_S * self._rate_per_s)

    @property
    def _part(self) -> float:
        """What claims mostly come to, as a part of them."""
        return self.used / self.claimed if self.claimed else 1.0

    def _move(self, now: float) -> None:
        if self.at - now > _CLOCK_S:  # nobody knows how long ago it was: as if all of it had been just now
            self.spent, self.at = {_slot(now): sum(self.spent.values())}, now
        passed = max(0.0, now - self.at)
        self.level, self.at = min(self._most, self.level + passed * self._rate_per_s), max(now, self.at)
        self.spent = {slot: amount for slot, amount in self.spent.items() if _forgotten_at(slot) > now}

    def ready_at(self, amount: int) -> float:
        """When so much may go at once; more than the limit goes alone."""
        need = min(self._part * amount, self._most)
        ready = self.at + max(0.0, need - self.level) / self._rate_per_s
        over = sum(self.spent.values()) + amount - self.limit
        for slot, spent in sorted(self.spent.items()):
            if over <= 0:
                break
            over -= spent
            ready = max(ready, _forgotten_at(slot))
        return ready

    def book(self, at: float, amount: int) -> None:
        """Let so much go at a time that `ready_at` told, or later."""
        self.level -= self._part * amount
        self.spent[_slot(at)] = self.spent.get(_slot(at), 0) + amount

    def give_back(self, at: float, amount: int) -> None:
        """Of a booking for that time so much was not sent; what the time since was for is lost, or all would rush."""
        lost = max(0.0, self.at - at) * self._rate_per_s
        self.level = min(self._most, self.level + max(0.0, self._part * amount - lost))
        self._change(at, -amount)

    def correct(self, at: float, claimed: int, used: int) -> None:
        """Claims of a booking for that time have come to what was used."""
        self.claimed = _FADE * self.claimed + claimed
        self.used = _FADE * self.used + used
        self._change(at, used - claimed)

    def _change(self, at: float, by: int) -> None:
        slot = _slot(at)
        if slot in self.spent:
            self.spent[slot] = max(0, self.spent[slot] + by)


def _slot(at: float) -> int:
    return int(at / SLOT_S)


def _forgotten_at(slot: int) -> float:
    """When what was booked for a half second is in no window of 60 s any more that begins then."""
    return (slot + 1) * SLOT_S + _MEMORY_S
