"""A provider and its clients in simulated time: limits are measured in milliseconds of ours, and exactly."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

from orchestrator.limiter import AdaptiveLimit
from tests.fakes.behaviour import TokenBucket


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    now: float = 0.0

    def __call__(self) -> float:
        """Monotonic seconds."""
        return self.now


@dataclass(slots=True)
class Outcome:
    """What a simulation measured; the calls out are looked at when one is sent."""

    seconds: float = 0.0
    limited: int = 0
    high_water: int = 0
    sent_at: list[float] = field(default_factory=list)
    first_full_s: float | None = None


Refuses = Callable[[float, int], float | None]
"""Asked with the time and the calls at the provider, this one included: seconds of Retry-After, or None to answer."""


def no_limit(now: float, out: int) -> float | None:
    """Answer everything."""
    return None


def at_once(most: Callable[[float], int], retry_after_s: float = 0.0) -> Refuses:
    """Refuse what is more at once than `most` says at that time."""
    return lambda now, out: retry_after_s if out > most(now) else None


def per_second(rate_per_s: float, burst: int, say: Callable[[float], float] = lambda wait: wait) -> Refuses:
    """A token bucket; `say` makes the Retry-After of the time until the next token."""
    bucket = TokenBucket(rate_per_s, burst, 0.0)

    def refuses(now: float, out: int) -> float | None:
        wait_s = bucket.take(now)
        return say(wait_s) if wait_s else None

    return refuses


def simulate(
    limit: AdaptiveLimit,
    clock: Clock,
    refuses: Refuses,
    *,
    items: int,
    concurrency: int,
    latency_s: float | Callable[[int], float] = 0.2,
    refusal_s: float = 0.02,
    way_s: float = 0.005,
) -> Outcome:
    """Send `items` calls through a limit until all are answered; a refused one is sent again.

    Args:
        latency_s: From sending to the answer; of the nth call, when it differs.
        refusal_s: From sending to a 429.
        way_s: From sending to the provider's decision.
    """
    made = Outcome()
    left, out, serial, at_provider = items, 0, 0, 0
    events: list[tuple[float, int, str, str, float | None]] = []
    while left or out:
        while left and out < min(concurrency, limit.allowed()) and limit.ready_at() <= clock.now + 1e-9:
            serial += 1
            left -= 1
            out += 1
            limit.sent(f"call-{serial}")
            made.sent_at.append(clock.now)
            made.high_water = max(made.high_water, out)
            if out >= concurrency and made.first_full_s is None:
                made.first_full_s = clock.now
            heapq.heappush(events, (clock.now + way_s, serial, "arrive", f"call-{serial}", None))
        due = limit.ready_at() if left and out < min(concurrency, limit.allowed() + 1) else None
        if due is not None and due > clock.now and (not events or due < events[0][0]):
            clock.now = due
            continue
        clock.now, number, kind, call_id, wait_s = heapq.heappop(events)
        if kind == "arrive":
            at_provider += 1
            refused = refuses(clock.now, at_provider)
            answer_s = latency_s(number) if callable(latency_s) else latency_s
            back_s = (answer_s if refused is None else refusal_s) - way_s
            kind = "answer" if refused is None else "refuse"
            at_provider -= refused is not None
            heapq.heappush(events, (clock.now + back_s, number, kind, call_id, refused))
            continue
        out -= 1
        if kind == "answer":
            at_provider -= 1
            limit.succeeded(call_id)
        else:
            made.limited += 1
            left += 1
            limit.limited(call_id, wait_s)
    made.seconds = clock.now
    return made
