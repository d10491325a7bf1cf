"""A bucket never lets more through than its limit in any window of 60 s, spreads it, and uses nearly all of it."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.buckets import BURST_S, LIFE_S, SLOT_S, WAY_S, Bucket

USED_PART = 0.95
"""Of what is allowed, where somebody always waits."""


@dataclass
class Street:
    """Workers that book at one bucket, and what the provider counts: when it arrived, and how much it was.

    Args:
        claim_part: What a request uses of what it claims.
        latency_s: Until its reply tells.
    """

    limit: int
    claim_part: float = 1.0
    latency_s: float = 1.0
    seed: int = 1
    now: float = 1000.0
    arrived: list[tuple[float, float]] = field(default_factory=list)

    def run(self, seconds: float, chunks: Sequence[int], *, lapse: float = 0.0, lag_s: float = 0.0) -> None:
        """Let workers book again and again, each its chunk, as soon as its booking has begun.

        Args:
            chunks: What each worker books at once.
            lapse: The part of bookings that are given back unused.
            lag_s: The most that a use comes after the booking's time, beside its way.
        """
        draw = random.Random(self.seed)  # noqa: S311  # no secret
        stored = Bucket.full(self.limit, self.now).stored()
        events: list[tuple[float, int, str, tuple[float, int, int]]] = []
        for worker in range(len(chunks)):
            heapq.heappush(events, (self.now, len(events), "book", (0.0, 0, worker)))
        count, until = len(events), self.now + seconds
        while events and events[0][0] < until:
            self.now, _, what, (at, claimed, worker) = heapq.heappop(events)
            bucket = Bucket.load(self.limit, stored, self.now)
            count += 1
            if what == "book":
                chunk = chunks[worker]
                ready = bucket.ready_at(chunk)
                bucket.book(ready, chunk)
                heapq.heappush(events, (ready, count, "book", (0.0, 0, worker)))
                ends = ready + LIFE_S if draw.random() < lapse else ready + self.latency_s
                back = "lapse" if ends == ready + LIFE_S and lapse else "reply"
                if back == "reply":
                    sent = ready + draw.random() * lag_s + draw.random() * WAY_S
                    self.arrived.append((sent, self.claim_part * chunk))
                heapq.heappush(events, (ends, count + 1_000_000, back, (ready, chunk, worker)))
            elif what == "lapse":
                bucket.give_back(at, claimed)
            elif self.claim_part < 1.0:
                bucket.correct(at, claimed, round(self.claim_part * claimed))
            stored = bucket.stored()

    def most(self, window_s: float) -> float:
        """The most that arrived in any window (half open) of so many seconds."""
        rows, first, total, most = sorted(self.arrived), 0, 0.0, 0.0
        for at, amount in rows:
            total += amount
            while rows[first][0] <= at - window_s:
                total -= rows[first][1]
                first += 1
            most = max(most, total)
        return most

    def used(self) -> float:
        """The part of the limit that was used, after the first minute."""
        begin, end = min(self.arrived)[0] + 60, max(self.arrived)[0]
        return sum(amount for at, amount in self.arrived if at >= begin) / (self.limit * (end - begin) / 60)


@pytest.mark.parametrize("limit", [1, 3, 60, 500, 1_200, 100_000])
@pytest.mark.parametrize("workers", [1, 2, 7])
def test_a_limit_of_requests_is_kept_and_used(limit: int, workers: int) -> None:
    """Workers that always want more stay below the limit in each window of 60 s, and use more than 0.95 of it."""
    street = Street(limit)
    street.run(max(200, 60 * 40 / limit), [max(1, limit // 120)] * workers, lag_s=0.1)
    assert street.most(60) <= limit
    assert street.used() >= USED_PART


@pytest.mark.parametrize("limit", [60, 1_200, 100_000])
def test_a_limit_is_spread(limit: int) -> None:
    """However long nobody came, no more than a second's worth and what follows at the rate goes at once."""
    street = Street(limit)
    street.run(200, [max(1, limit // 120)] * 3)
    assert street.most(2) <= (BURST_S + 2 + WAY_S) * limit / 60 + 1


@pytest.mark.parametrize("limit", [240, 1_200])
def test_what_lapses_makes_no_burst(limit: int) -> None:
    """Where workers begin slowly and give back what they could not use, the rest goes no faster than the rate."""
    street = Street(limit)
    street.run(100, [max(1, limit // 120)] * 8, lapse=0.5)
    assert street.most(2) <= (BURST_S + 2 + WAY_S) * limit / 60 + 1


def test_a_booking_that_is_exchanged_costs_nothing() -> None:
    """What is given back before its time may be had again at once."""
    bucket = Bucket.full(60, 1_000.0)
    bucket.book(1_000.0, 1)
    ready = bucket.ready_at(30)
    bucket.book(ready, 30)
    bucket.give_back(ready, 30)
    assert bucket.ready_at(30) == ready


@settings(max_examples=25, deadline=None)
@given(
    limit=st.integers(1, 5_000),
    parts=st.lists(st.floats(0.004, 0.02), min_size=1, max_size=6),
    lapse=st.floats(0, 0.9),
    seed=st.integers(0, 1000),
)
def test_no_window_holds_more_whatever_lapses(limit: int, parts: list[float], lapse: float, seed: int) -> None:
    """Bookings of all sizes of which some are given back, used as late as may be, never pass the limit."""
    street = Street(limit, seed=seed)
    street.run(150, [max(1, int(part * limit)) for part in parts], lapse=lapse, lag_s=LIFE_S)
    assert not street.arrived or street.most(60) <= limit


@settings(max_examples=25, deadline=None)
@given(
    part=st.floats(0.1, 1.0),
    latency_s=st.floats(0.1, 100),
    share=st.floats(0.01, 1.0),
    workers=st.integers(1, 4),
)
def test_claims_that_come_to_less_never_pass_the_limit(
    part: float, latency_s: float, share: float, workers: int
) -> None:
    """What replies give back is used again, and never so that more is used in 60 s than the limit."""
    street = Street(60_000, claim_part=part, latency_s=latency_s)
    street.run(200, [int(share * 60_000)] * workers, lag_s=LIFE_S)
    assert not street.arrived or street.most(60) <= 60_000


def test_claims_that_come_to_less_are_used() -> None:
    """Where requests use a half of what they claim and are answered soon, the limit is used all the same."""
    street = Street(60_000, claim_part=0.5, latency_s=0.3)
    street.run(200, [500] * 3)
    assert street.used() >= USED_PART


def test_a_request_as_large_as_the_limit_goes_alone() -> None:
    """It waits until a minute holds nothing else."""
    bucket = Bucket.full(1_000, 50.0)
    bucket.book(bucket.ready_at(10), 10)
    assert bucket.ready_at(1_000) == pytest.approx(50 + SLOT_S + 60 + LIFE_S + WAY_S)


@pytest.mark.parametrize("then", [3.0, 960.0])
def test_a_clock_that_was_set_back_lets_no_more_through(then: float) -> None:
    """After another boot nobody knows how old bookings are: they count as new ones, and time goes on from there."""
    bucket = Bucket.full(60, 1_000.0)
    bucket.book(1_000.0, 60)
    later = Bucket.load(60, bucket.stored(), then)
    assert then + 60 < later.ready_at(1) < then + 63
    assert Bucket.load(60, later.stored(), then + 65).ready_at(1) == then + 65


def test_a_look_that_is_a_little_older_changes_nothing() -> None:
    """Two transactions look at the clock in another order than they come to the row."""
    bucket = Bucket.full(60, 1_000.0)
    bucket.book(1_000.0, 1)
    assert Bucket.load(60, bucket.stored(), 999.9).ready_at(1) == bucket.ready_at(1)
