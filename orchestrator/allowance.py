"""What one process may send to a model by the minute: what it has booked, and what it gives back of it.

    booking │ at ├──── LIFE_S ────┤      calls take from those that have begun, the oldest first;
    booking │          at ├──────────┤   at most one is booked ahead, so that many workers take turns

Pure: no loop, no task; times are database seconds, as bookings have them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from state.buckets import LIFE_S
from state.provider_settings import ScopeLimit
from state.rates import Booked, RateAsk, Unsent, Used, merged

CHUNK_S = 0.5
"""What is booked at once is what the limit allows in this time, and at least one call."""

AHEAD_S = 0.3
"""So long before a booking begins its calls may be admitted: the commit takes as long."""

FIRST_CALLS = 8
"""What is booked at once at first: doubled when it was all used, halved when some of it lapsed, so that a process whose
calls are held up by something else keeps nothing from others."""

MOST_CALLS = 1000
"""More are not booked at once where only tokens are limited."""

MOST_LEAD_S = 5.0
"""An answer of the state that takes longer than this is an outage, and the next one will not."""


@dataclass(slots=True)
class Claim:
    """What a call takes of an allowance.

    Args:
        tokens: The most that it may use.
        at: The time of the booking that it went with; None while it waits.
    """

    tokens: int
    at: float | None = None


@dataclass(slots=True)
class _Booking:
    """What is left of one."""

    at: float
    calls: int
    tokens: int


class Allowance:
    """What one process may send to one model.

    Args:
        model: "provider/model".
        limits: The config's by the minute that hold for it, at least one.
        now: Database seconds.
    """

    def __init__(self, model: str, limits: Sequence[ScopeLimit], now: Callable[[], float]) -> None:
        self.model = model
        self.limits = tuple(sorted(limits, key=lambda limit: limit.scope))
        self.now = now
        calls = [limit.requests_per_minute for limit in limits if limit.requests_per_minute is not None]
        tokens = [limit.tokens_per_minute for limit in limits if limit.tokens_per_minute is not None]
        self._chunk_calls = max(1, int(min(calls) * CHUNK_S / 60)) if calls else MOST_CALLS
        self._chunk_tokens = min(tokens) * CHUNK_S / 60 if tokens else None
        self._bookings: list[_Booking] = []
        self._unsent: list[Unsent] = []
        self._used: list[Used] = []
        self._appetite = FIRST_CALLS
        self._number = 0
        self._lead_s = 0.0

    def past_limits(self, tokens: int) -> str | None:
        """Why a request that claims so many tokens can never be sent, or None."""
        for limit in self.limits:
            if limit.tokens_per_minute is not None and tokens > limit.tokens_per_minute:
                most = f"{limit.section} has tokens_per_minute = {limit.tokens_per_minute}"
                return f"counts up to {tokens} tokens, its answer included, and {most}"
        return None

    @property
    def pack_claim(self) -> int | None:
        """The most that a call for many inputs should claim: a second's worth, so that it is not waited for long."""
        tokens = [limit.tokens_per_minute for limit in self.limits if limit.tokens_per_minute is not None]
        return min(tokens) // 60 if tokens else None

    def may_go(self, claim: Claim) -> bool:
        """Whether a call may be sent now."""
        self._drop_late()
        calls, tokens = self._held(until=self.now())
        return calls >= 1 and tokens >= self._counted(claim)

    def soon(self) -> int:
        """How many calls may be sent now, or in a moment."""
        self._drop_late()
        return self._held(until=self.now() + AHEAD_S)[0]

    @property
    def is_booked_ahead(self) -> bool:
        """Whether a booking has not begun."""
        return self._ahead() is not None

    def next_at(self) -> float | None:
        """When the booking ahead begins, or its calls may be admitted; None when nothing is booked ahead."""
        now = self.now()
        times = [at for booking in self._bookings for at in (booking.at - AHEAD_S, booking.at) if at > now]
        return min(times, default=None)

    def take(self, claim: Claim) -> None:
        """A call goes; `may_go` has just said so."""
        calls, tokens = 1, self._counted(claim)
        for booking in self._bookings:
            some_calls, some_tokens = min(calls, booking.calls), min(tokens, booking.tokens)
            if claim.at is None and (some_calls or some_tokens):
                claim.at = booking.at
            booking.calls -= some_calls
            booking.tokens -= some_tokens
            calls -= some_calls
            tokens -= some_tokens
        self._bookings = [booking for booking in self._bookings if booking.calls or booking.tokens]
        if not any(booking.calls for booking in self._bookings):
            self._appetite = min(2 * self._appetite, self._chunk_calls)

    def used(self, claim: Claim, tokens: int) -> None:
        """The reply to a call that went says how many tokens it used."""
        if claim.at is not None and self._chunk_tokens is not None:
            self._used.append(Used(claim.at, claim.tokens, tokens))

    def unsent(self, claim: Claim) -> None:
        """A call that went was stopped before its bytes did."""
        if claim.at is not None:
            self._unsent.append(Unsent(claim.at, 1, self._counted(claim)))

    def ask(self, waiting: Sequence[Claim], *, earlier: bool = False) -> RateAsk | None:
        """What to ask for those who wait, in their order; None when all is well as it is.

        Args:
            waiting: Claims of those who wait for this model.
            earlier: Ask for what is booked ahead once more: replies may have told that less was used. Without it, what
                is only to be given back waits for the next time.
        """
        self._drop_late()
        ahead = self._ahead()
        if ahead is not None and earlier and self._chunk_tokens is not None and ahead.at - self.now() > AHEAD_S:
            self._bookings.remove(ahead)
            self._unsent.append(Unsent(ahead.at, ahead.calls, ahead.tokens))
        elif ahead is not None:
            waiting = ()
        uncovered = self._uncovered(waiting)
        calls, tokens = self._chunk(uncovered)
        if not calls and not (earlier and (self._unsent or self._used)):
            return None
        stands = ahead is not None and 0 < calls <= ahead.calls and tokens <= ahead.tokens
        self._number += 1
        asked = RateAsk(
            self.model, self._number, self.limits, calls, tokens, len(uncovered) - calls, self._lead_s,
            tuple(self._unsent), merged(self._used), ahead.at if ahead is not None and stands else None,
        )  # fmt: skip
        self._unsent, self._used = [], []
        return asked

    def book(self, booked: Booked, took_s: float) -> None:
        """Take what an ask came to.

        Args:
            took_s: Between the ask and its answer.
        """
        self._lead_s = min(took_s, MOST_LEAD_S)
        if booked.calls:
            self._bookings.append(_Booking(booked.at, booked.calls, booked.tokens))

    def release(self) -> None:
        """Let go of all that is booked; nothing more is sent."""
        self._unsent += [Unsent(booking.at, booking.calls, booking.tokens) for booking in self._bookings]
        self._bookings = []

    def _counted(self, claim: Claim) -> int:
        return 0 if self._chunk_tokens is None else claim.tokens

    def _held(self, until: float) -> tuple[int, int]:
        """Calls and tokens of bookings that begin by then."""
        held = [booking for booking in self._bookings if booking.at <= until]
        return sum(booking.calls for booking in held), sum(booking.tokens for booking in held)

    def _ahead(self) -> _Booking | None:
        """The booking that has not begun, if there is one."""
        now = self.now()
        return next((booking for booking in self._bookings if booking.at > now), None)

    def _drop_late(self) -> None:
        now = self.now()
        for booking in [booking for booking in self._bookings if now > booking.at + LIFE_S]:
            self._bookings.remove(booking)
            if booking.calls:
                self._appetite = max(1, self._appetite // 2)
            if booking.calls or booking.tokens:
                self._unsent.append(Unsent(booking.at, booking.calls, booking.tokens))

    def _uncovered(self, waiting: Sequence[Claim]) -> Sequence[Claim]:
        """Those who wait, without those for whom there is enough already."""
        calls, tokens = self._held(until=float("inf"))
        for place, claim in enumerate(waiting):
            calls, tokens = calls - 1, tokens - self._counted(claim)
            if calls < 0 or tokens < 0:
                return waiting[place:]
        return ()

    def _chunk(self, waiting: Sequence[Claim]) -> tuple[int, int]:
        """Calls and tokens to ask for: one call, and as many more as the limits allow in a moment."""
        calls = tokens = 0
        for claim in waiting:
            more = tokens + self._counted(claim)
            if calls >= min(self._appetite, self._chunk_calls):
                break
            if calls and self._chunk_tokens is not None and more > self._chunk_tokens:
                break
            calls, tokens = calls + 1, more
        return calls, tokens
