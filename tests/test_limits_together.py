"""Processes that call one model find its limit together, in simulated time: as well as one alone, and fairly."""

from __future__ import annotations

import json
import math
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.company import Company
from orchestrator.limiter import CUT, AdaptiveLimit, Learned
from state.flows import FLOW_LAPSE_S, Flow, Flows, FlowTell
from tests.fakes.simulated import Clock, Refuses, at_once, no_limit, per_second
from tests.fakes.simulated_group import MODEL, Board, Group, Member
from tests.test_limiter import LATENCY_S, lognormal

RATE = 40


def four(items: int, *, apart_s: float = 0.3, concurrency: int = 50) -> list[Member]:
    """Four processes that begin one after the other, with so many items together."""
    return [
        Member(f"worker-{number}", items // 4, starts_s=number * apart_s, concurrency=concurrency)
        for number in range(4)
    ]


def limited() -> Refuses:
    """40 requests a second, which says when to come again in whole seconds."""
    return per_second(RATE, RATE, math.ceil)


def ideal_s(items: int, latency_s: float = LATENCY_S) -> float:
    """What the limit allows at best: its bucket is full at the start."""
    return (items - RATE) / RATE + latency_s


# ── the whole ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("apart_s", [0.0, 0.3, 3.0])
@pytest.mark.parametrize("seed", range(3))
def test_four_find_a_rate_as_one_does(apart_s: float, seed: int) -> None:
    """An unknown 40 a second, 800 items in four processes: at most 1.1 times the ideal, at most 5 % refused."""
    outcome = Group(four(800, apart_s=apart_s), limited(), seed=seed).run()
    assert outcome.seconds <= 1.1 * ideal_s(800)
    assert outcome.limited <= 0.05 * 800


@pytest.mark.parametrize("seed", range(3))
def test_four_find_a_rate_where_latencies_differ(seed: int) -> None:
    """The same with lognormal latencies."""
    outcome = Group(four(800), limited(), seed=seed, latency_s=lognormal(seed)).run()
    assert outcome.seconds <= 1.12 * ideal_s(800)
    assert outcome.limited <= 0.05 * 800


def test_each_gets_a_fair_part() -> None:
    """Whoever came first, all have about a quarter of the rate a few seconds later."""
    outcome = Group(four(1600, apart_s=1.0), limited()).run()
    parts = [outcome.rate(8, 30, f"worker-{number}") for number in range(4)]
    assert min(parts) >= 0.7 * RATE / 4
    assert max(parts) <= 1.4 * RATE / 4


def test_who_comes_late_has_its_part_at_once() -> None:
    """A process that begins when the limit is known sends a quarter of it from its first second, without a storm."""
    members = [*four(1200)[:3], Member("late", 300, starts_s=12.0)]
    before = Group(members[:3], limited()).run()
    outcome = Group([*four(1200)[:3], members[3]], limited()).run()
    assert outcome.rate(13, 17, "late") >= 0.7 * RATE / 4
    assert outcome.limited <= before.limited + 0.02 * 1200


def test_who_is_killed_leaves_its_part_to_the_others() -> None:
    """A few seconds after a process died the others send what it sent."""
    members = four(1600)
    members[1].dies_s = 8.0
    outcome = Group(members, limited()).run()
    assert outcome.rate(8 + FLOW_LAPSE_S + 1, 26) >= 0.9 * RATE


def test_who_ends_leaves_its_part_at_once() -> None:
    """The last one to end has all of the rate."""
    members = [Member("short", 200), Member("long", 800)]
    outcome = Group(members, limited()).run()
    ended = outcome.ended["short"]
    assert outcome.rate(ended + 1, ended + 9, "long") >= 0.85 * RATE


def test_who_wants_little_leaves_the_rest() -> None:
    """A job of one call at once, which cannot use a half, beside a wide one: the rate is used all the same."""
    outcome = Group([Member("narrow", 160, concurrency=1), Member("wide", 1000)], limited()).run()
    assert outcome.rate(4, 24) >= 0.9 * RATE
    assert outcome.rate(4, 24, "narrow") >= 0.5 / LATENCY_S, "and it is not starved"


def test_a_rate_that_halves_midway_is_followed_together() -> None:
    """At most 1.1 times the ideal and 5 % refused, when the limit is halved under four processes."""
    whole, half = limited(), per_second(RATE / 2, RATE // 2, math.ceil)
    halved_s = 9.0
    outcome = Group(four(800), lambda now, out: (whole if now < halved_s else half)(now, out)).run()
    served = outcome.rate(0, halved_s) * halved_s
    assert outcome.seconds <= 1.1 * (halved_s + (800 - served) / (RATE / 2))
    assert outcome.limited <= 0.05 * 800


@pytest.mark.parametrize("most", [8, 30])
def test_a_limit_at_once_is_found_together(most: int) -> None:
    """Of a provider that counts calls at once each has a fair part, too, for few 429s."""
    outcome = Group(four(100 * most), at_once(lambda _: most, 1.0)).run()
    assert outcome.limited <= 0.02 * 100 * most + 8
    assert outcome.seconds <= 1.3 * 20.0
    assert min(outcome.ended.values()) >= 0.7 * max(outcome.ended.values())


def test_no_limit_costs_nothing_together() -> None:
    """Where nothing is refused, four processes take no longer than their calls do."""
    outcome = Group(four(6000, apart_s=0.0, concurrency=12), no_limit).run()
    assert outcome.limited == 0
    assert outcome.seconds <= 1.03 * 6000 / 48 * LATENCY_S


def test_a_known_rate_is_kept_by_all_from_the_start() -> None:
    """What an earlier run had learned paces four processes together: not four times the rate."""
    board = Board(json.dumps(asdict(Learned(12.0, rate_per_s=38.0))))
    outcome = Group(four(800, apart_s=0.0), limited(), board=board).run()
    assert outcome.limited <= 0.01 * 800
    assert outcome.seconds <= 1.1 * 800 / 38.0


# ── single steps ────────────────────────────────────────────────────────────────────────────────


class Pair:
    """Two limits of one model that was cut once, which has made them known to each other.

    Args:
        wanted: Calls that could be out at each.
    """

    def __init__(self, wanted: int = 50) -> None:
        self.clock = Clock(1000.0)
        self.board = Board(json.dumps(asdict(Learned(40.0, refused_at=60))))
        self.wanted = wanted
        self.limits = [AdaptiveLimit(50, self.clock, Learned(40.0, refused_at=60)) for _ in range(2)]
        for _ in range(2):
            for number in range(2):
                self.tell(number)

    def tell(self, number: int) -> None:
        """Let one tell the other."""
        limit = self.limits[number]
        known = json.dumps(asdict(limit.state())) if limit.is_untold else None
        told = FlowTell(MODEL, limit.flow(self.wanted), limit.cuts, known, limit.is_untold)
        heard = self.board.tell(f"worker-{number}", self.clock.now, told)
        learned = Learned(**json.loads(heard.learned)) if heard.learned else None
        limit.heed(heard, learned, is_ours=known is not None and heard.learned == known)

    def send(self, number: int, count: int) -> list[str]:
        """Send as many calls through one of them, as fast as it allows."""
        limit = self.limits[number]
        ids = [f"{number}-{self.clock.now}-{call}" for call in range(count)]
        for call_id in ids:
            self.clock.now = max(self.clock.now, limit.ready_at())
            limit.sent(call_id)
        return ids


def test_what_is_allowed_is_divided() -> None:
    """Forty calls out over all are twenty for each of two."""
    pair = Pair()
    assert [limit.allowed() for limit in pair.limits] == [20, 20]


def test_a_burst_that_both_meet_cuts_once() -> None:
    """Two processes refused within a moment cut the limit one time, and both go by the first one's cut."""
    pair = Pair()
    calls = [pair.send(number, 20) for number in range(2)]
    for number in range(2):
        pair.tell(number)
    pair.clock.now += 0.01
    for number in range(2):
        pair.limits[number].limited(calls[number][-1], 1.0)
    for number in (0, 1, 0):
        pair.tell(number)
    first, second = (limit.state() for limit in pair.limits)
    assert first == second
    assert first.bursts == 1
    assert first.window == pytest.approx(CUT * 40)
    pair.limits[1].limited(calls[1][0], 1.0)  # one that had been out when it heard
    assert pair.limits[1].state().bursts == 1


def test_a_burst_that_one_meets_holds_the_other() -> None:
    """Who hears of a 429 sends nothing for as long as the provider asked, and then less than before."""
    pair = Pair()
    calls = pair.send(0, 20)
    pair.tell(0)
    pair.limits[0].limited(calls[-1], 2.0)
    assert pair.limits[1].ready_at() <= pair.clock.now
    pair.tell(0)
    pair.tell(1)
    assert pair.limits[1].ready_at() == pytest.approx(pair.clock.now + 2.0)
    assert pair.limits[1].state() == pair.limits[0].state()
    pair.clock.now += 2.0
    assert len(pair.send(1, 14)) == 14 == pair.limits[1].allowed()


def test_more_429s_of_a_burst_that_was_told_are_told_as_well() -> None:
    """What comes back refused while a cut is on its way lowers the limit of the other, too, and is no other burst."""
    pair = Pair()
    calls = pair.send(0, 20)
    limit = pair.limits[0]
    limit.limited(calls[-1], 1.0)
    told = FlowTell(MODEL, limit.flow(50), limit.cuts, json.dumps(asdict(limit.state())), is_cut=True)
    limit.limited(calls[4], 1.0)
    heard = pair.board.tell("worker-0", pair.clock.now, told)
    limit.heed(heard, Learned(**json.loads(heard.learned or "")), is_ours=True)
    pair.tell(0)
    pair.tell(1)
    assert pair.limits[1].state() == limit.state()
    assert limit.state().window < json.loads(told.learned or "")["window"]
    assert limit.state().bursts == 1


def test_what_was_never_refused_begins_the_next_run_beside_others() -> None:
    """A run that knows that nothing was refused at fifty begins with that, however many call."""
    limit = AdaptiveLimit(50, Clock(), Learned(50.0))
    limit.heed(Flows("me", {"another": Flow(0, 5, 50)}), None, is_ours=True)
    assert limit.allowed() == 50
    fresh = AdaptiveLimit(50, Clock())
    fresh.heed(Flows("me", {"another": Flow(0, 5, 50)}), None, is_ours=True)
    assert fresh.allowed() == 7, "else with its part of a start"


def test_growth_is_of_all_together() -> None:
    """When both have used all that is allowed for a round, the limit is one more, not two."""
    pair = Pair()
    calls = [pair.send(number, 20) for number in range(2)]
    pair.clock.now += LATENCY_S
    for number in range(2):
        for call_id in calls[number]:
            pair.limits[number].succeeded(call_id)
    for number in (0, 1, 0):
        pair.tell(number)
    grown = pair.limits[0].state().window
    assert grown == pair.limits[1].state().window
    assert 40.9 <= grown <= 41.1


def test_a_rate_is_measured_over_all() -> None:
    """What others took between two bursts counts: two that send 20 a second each find 40 a second, each alone."""
    pair = Pair()
    pace = pair.limits[0]._pace
    pace.emptied(1000.0, 0, 0, in_a_burst=False)
    pace.emptied(1002.0, 41, 40, in_a_burst=False)
    pace.start()
    assert pace.rate_per_s == pytest.approx(0.98 * 40)


def test_each_sends_its_part_of_a_rate() -> None:
    """A rate that is known is paced at a half by each of two."""
    limit = AdaptiveLimit(50, Clock(1000.0), Learned(20.0, rate_per_s=10.0))
    limit.heed(Flows("me", {"another": Flow(0, 5, 50)}), None, is_ours=True)
    limit.sent("one")
    assert limit.ready_at() == pytest.approx(1000.2)


FLOWS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.builds(Flow, st.just(0), st.just(0), st.integers(1, 60)),
    min_size=1,
    max_size=4,
)


@given(flows=FLOWS, places=st.integers(1, 100))
def test_parts_never_come_to_more_than_there_is(flows: dict[str, Flow], places: int) -> None:
    """What all take of a limit is no more than it, but for the one call that each may always have out."""
    companies = []
    for name, flow in flows.items():
        company = Company(flow.wanted)
        company.heed(Flows(name, {other: told for other, told in flows.items() if other != name}))
        companies.append(company)
    assert sum(company.part_of(places) for company in companies) <= places + len(companies) - 1
    assert sum(company.fraction_of(float(places)) for company in companies) <= 1.0001
