"""What one process may send by the minute: used when it was booked for, the latest phase first, and given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from orchestrator.allowance import AHEAD_S, Allowance, Claim
from orchestrator.calls import GaveUp
from orchestrator.errors import FailureClass
from orchestrator.rate_keeper import RateKeeper
from state.buckets import LIFE_S
from state.provider_settings import ScopeLimit
from state.rates import Booked, RateAsk, Unsent, Used
from state.records import Answer, HeldReason
from tests.desk import A, B, Desk
from tests.fakes.ledger import ToldLedger
from tests.fakes.scripted import ScriptedProvider, in_turn, reply_of
from tests.fakes.virtual_loop import VirtualLoop

PER_MINUTE = 60
"""One call a second."""

REQUESTS = ScopeLimit(A, requests_per_minute=PER_MINUTE)
TOKENS = ScopeLimit(A, tokens_per_minute=60_000)


class Spaced:
    """Books a call a second, as a state does where nobody else asks; database seconds begin at 1000."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.asked: list[RateAsk] = []
        self.next_at = 1000.0

    def __call__(self, asked: RateAsk) -> Booked:
        """One after the other."""
        self.asked.append(asked)
        if not asked.calls:
            return Booked()
        at = max(1000 + self._loop.time(), self.next_at)
        self.next_at = at + asked.calls
        return Booked(at, asked.calls, asked.tokens)

    @property
    def unsent(self) -> list[Unsent]:
        """All that was given back."""
        return [one for asked in self.asked for one in asked.unsent]

    @property
    def used(self) -> list[Used]:
        """All that was corrected."""
        return [one for asked in self.asked for one in asked.used]


class Metered:
    """A desk whose model A is limited by the minute, and who keeps its allowance."""

    def __init__(self, loop: VirtualLoop, folder: Path, *limits: ScopeLimit, candidates: Sequence[str] = (A,)) -> None:
        self.state = Spaced(loop)
        ledger = ToldLedger()
        ledger.on_rate = self.state
        self.a = ScriptedProvider("openai", in_turn(reply_of("fine")), latency_s=0.1)
        self.b = ScriptedProvider("anthropic", in_turn(reply_of("from the other")), latency_s=0.1)
        self.desk = Desk(loop, folder, self.a, self.b, ledger=ledger, candidates=candidates)
        self.allowance = Allowance(A, limits or (REQUESTS,), lambda: 1000 + loop.time())
        self.errors: list[BaseException] = []
        self.keeper = RateKeeper(loop, ledger, self.desk.permits, [self.allowance], self.errors.append)

    @property
    def sent_at(self) -> list[float]:
        """When calls went to A, rounded."""
        return [round(asked.at, 1) for asked in self.a.asked]


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    """Where waits take no time."""
    with closing(VirtualLoop()) as loop:
        yield loop


@pytest.fixture
def metered(loop: VirtualLoop, tmp_path: Path) -> Metered:
    """A call a second to A."""
    return Metered(loop, tmp_path)


# ── going ───────────────────────────────────────────────────────────────────────────────────────


def test_calls_go_when_they_were_booked_for(metered: Metered) -> None:
    """One a second leaves, none before its time, and one is booked ahead at the most."""
    for number in range(4):
        metered.desk.ask(f"text {number}", ordinal=number)
    metered.desk.until(0.5)
    assert len(metered.state.asked) == 2
    metered.desk.until(10)
    assert metered.sent_at == [0, 1, 2, 3]
    assert metered.desk.is_clean()
    assert metered.errors == []


def test_a_call_that_waits_for_its_time_holds_no_place(metered: Metered) -> None:
    """It is admitted a moment before it may go; until then a model without a limit has all places."""
    for number in range(8):
        metered.desk.ask(f"text {number}", ordinal=number)
    metered.desk.until(0.5)
    assert metered.desk.gate(A).placed == 0
    metered.desk.until(1 - AHEAD_S / 2)
    assert metered.desk.gate(A).placed == 1
    assert len(metered.a.asked) == 1


def test_who_is_let_go_of_takes_nothing(metered: Metered) -> None:
    """A stop ends all waits, and what was booked is given back when it has lapsed."""
    for number in range(3):
        metered.desk.ask(f"text {number}", ordinal=number)
    metered.desk.until(0.5)
    metered.desk.stop(HeldReason.PAUSED)
    assert metered.desk.is_clean()
    metered.desk.until(1 + LIFE_S + 0.1)
    metered.keeper.tick()
    metered.desk.loop.idle()
    assert metered.state.unsent == [Unsent(1001, 1, 0)]
    assert len(metered.a.asked) == 1


def test_who_leaves_gives_back_what_is_booked(metered: Metered) -> None:
    """At the end of a worker nothing stays booked, neither for now nor ahead."""
    for number in range(3):
        metered.desk.ask(f"text {number}", ordinal=number)
    metered.desk.until(0.5)
    metered.desk.stop(HeldReason.PAUSED)
    metered.desk.loop.run_until_complete(metered.keeper.close())
    assert metered.state.unsent == [Unsent(1001, 1, 0)]
    assert metered.state.asked[-1].calls == 0


def test_what_lapsed_is_not_sent(metered: Metered) -> None:
    """A call that comes too late for its booking, because the share was used up, is booked anew."""
    metered.desk.permits.set_share(0)
    metered.desk.ask()
    metered.desk.until(LIFE_S + 0.1)
    metered.desk.permits.set_share(4)
    metered.keeper.tick()
    metered.desk.until(5)
    assert metered.sent_at == [1.0]
    assert metered.state.unsent == [Unsent(1000, 1, 0)]


def test_a_call_that_the_gate_stops_gives_back_what_it_took(metered: Metered) -> None:
    """What never left this machine counts for nobody."""
    metered.desk.closed = "no beat"
    metered.desk.ask()
    metered.desk.until(0.1)
    metered.desk.stop()
    metered.keeper.tick()
    metered.desk.until(0.5)
    assert metered.a.asked == []
    assert Unsent(1000, 1, 0) in metered.state.unsent


def test_a_process_whose_calls_are_held_up_books_less(loop: VirtualLoop, tmp_path: Path) -> None:
    """Where bookings lapse unused the next ones are smaller, so that others have what this one cannot use."""
    metered = Metered(loop, tmp_path, replace(REQUESTS, requests_per_minute=60_000))
    sizes: list[int] = []

    def at_once(asked: RateAsk) -> Booked:
        sizes.extend([asked.calls] if asked.calls else [])
        return Booked(1000 + loop.time(), asked.calls, asked.tokens)

    metered.desk.ledger.on_rate = at_once
    metered.desk.permits.set_share(0)
    for number in range(40):
        metered.desk.ask(f"text {number}", ordinal=number)
    for turn in range(1, 12):
        metered.desk.until(turn * 0.5)
        metered.keeper.tick()
    assert max(sizes) > 4
    assert sizes[-1] == 1


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────


def test_a_reply_tells_what_was_used(loop: VirtualLoop, tmp_path: Path) -> None:
    """A call claims its request and its longest answer; what it did not use is given back at the next look."""
    metered = Metered(loop, tmp_path, TOKENS)
    metered.desk.get()
    metered.keeper.tick()
    loop.idle()
    (asked,) = [asked for asked in metered.state.asked if asked.calls]
    request = metered.a.asked[0].request
    assert asked.tokens > request.max_tokens
    assert metered.state.used == [Used(1000, asked.tokens, 150)]


def test_what_is_booked_ahead_may_be_had_sooner(loop: VirtualLoop, tmp_path: Path) -> None:
    """While a booking is far ahead it is asked for again, in exchange, and keeps its time at the least."""
    metered = Metered(loop, tmp_path, TOKENS)
    metered.state.next_at = 1050
    task = metered.desk.ask()
    metered.desk.until(1)
    first = metered.state.asked[-1]
    metered.state.next_at = 1001
    metered.keeper.tick()
    metered.desk.until(3)
    again = metered.state.asked[1]
    assert again.unsent == (Unsent(1050, 1, first.tokens),)
    assert (again.calls, again.tokens, again.instead_of) == (1, first.tokens, 1050)
    assert task.done()
    assert metered.sent_at == [1.0]


def test_a_model_that_lets_no_such_request_through_is_passed_over(loop: VirtualLoop, tmp_path: Path) -> None:
    """A request that claims more than a minute's tokens goes to another candidate, or fails its item with the key."""
    small = ScopeLimit("openai", tokens_per_minute=10)
    got = Metered(loop, tmp_path, small, candidates=(A, B)).desk.get()
    assert isinstance(got, Answer)
    assert got.requested_model == B
    none = Metered(loop, tmp_path, small).desk.get()
    assert isinstance(none, GaveUp)
    assert none.failure_class is FailureClass.TOO_LONG
    assert "[limits.openai] has tokens_per_minute = 10" in none.message


# ── pure ────────────────────────────────────────────────────────────────────────────────────────


def test_claims_are_served_in_chunks_of_a_moment() -> None:
    """One ask takes what the limits allow in half a second, and at least one call."""
    waiting = [Claim(100)] * 50
    sizes = {
        "calls": Allowance(A, [ScopeLimit(A, requests_per_minute=600)], lambda: 0.0).ask(waiting),
        "tokens": Allowance(A, [ScopeLimit(A, tokens_per_minute=36_000)], lambda: 0.0).ask(waiting),
        "both": Allowance(A, [ScopeLimit(A, 600, 36_000), ScopeLimit("openai", 240)], lambda: 0.0).ask(waiting),
        "one": Allowance(A, [ScopeLimit(A, 600, 120)], lambda: 0.0).ask(waiting),
    }
    assert {name: asked and (asked.calls, asked.tokens) for name, asked in sizes.items()} == {
        "calls": (5, 0),
        "tokens": (3, 300),
        "both": (2, 200),
        "one": (1, 100),
    }


def test_a_claim_may_take_from_two_bookings() -> None:
    """Tokens that are left of one and those of the next are one sum; what is corrected is the older one."""
    allowance = Allowance(A, [TOKENS], lambda: 100.0)
    allowance.book(Booked(99.9, 1, 50), 0.0)
    allowance.book(Booked(100.0, 1, 80), 0.0)
    claim = Claim(120)
    assert not allowance.may_go(Claim(131))
    assert allowance.may_go(claim)
    allowance.take(claim)
    assert not allowance.may_go(Claim(11))
    assert allowance.may_go(Claim(10))
    allowance.used(claim, 20)
    asked = allowance.ask([], earlier=True)
    assert asked is not None
    assert asked.used == (Used(99.9, 120, 20),)
