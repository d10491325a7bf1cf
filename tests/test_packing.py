"""Packs: how inputs come together in one call, and what each of them is told, whatever becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from orchestrator.allowance import Allowance
from orchestrator.analyzer import claimed_tokens
from orchestrator.calls import GaveUp, Got
from orchestrator.errors import Failure, FailureClass
from orchestrator.held import HeldError
from orchestrator.item_run import BundleRun
from orchestrator.packing import MOST_INPUTS, QUIET_S
from orchestrator.providers.base import Embedded
from orchestrator.retry import MAX_PAID_TRIES
from state.provider_settings import ScopeLimit
from state.rates import Booked
from state.records import (
    PACKED,
    ZERO,
    Admission,
    Answer,
    Busy,
    HeldReason,
    Intent,
    NoBudget,
    Refused,
    Regroup,
    Renewed,
    Role,
    Settled,
    Settlement,
)
from state.status import CallStatus
from tests.desk import A, Desk
from tests.fakes.ledger import ToldLedger
from tests.fakes.scripted import Embed, Packed, ScriptedProvider, failure_of, in_turn, reply_of, vectors_of
from tests.fakes.virtual_loop import VirtualLoop

POISON = "poison"


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    """Where waits take no time."""
    with closing(VirtualLoop()) as loop:
        yield loop


class PackDesk(Desk):
    """A desk where every question asks for a vector."""

    def __init__(
        self,
        loop: VirtualLoop,
        folder: Path,
        embed: Embed | None = None,
        *,
        ledger: ToldLedger | None = None,
        share: int = 4,
        max_inputs: int = 2048,
        max_pack_tokens: int = 300_000,
    ) -> None:
        self.provider = ScriptedProvider(
            "openai",
            in_turn(reply_of("no vector")),
            embed=embed,
            max_inputs=max_inputs,
            max_pack_tokens=max_pack_tokens,
        )
        super().__init__(loop, folder, self.provider, ledger=ledger, share=share)

    def vector(self, text: str, *, ordinal: int = 0) -> asyncio.Task[Got]:
        """Begin to ask for the vector of a text, as an item of its own."""
        run = self.run(text, ordinal=ordinal)
        ask = replace(self.wanted(text), role=Role.EMBEDDING)
        return self.loop.create_task(self.caller.ask(run, self.phase, ask))

    def vectors(self, count: int, first: int = 0) -> list[asyncio.Task[Got]]:
        """Begin to ask for the vectors of so many texts."""
        return [self.vector(f"text {number}", ordinal=number) for number in range(first, first + count)]

    def all(self, asking: list[asyncio.Task[Got]]) -> list[Got]:
        """What came of them."""
        return self.loop.run_until_complete(asyncio.gather(*asking))

    @property
    def sizes(self) -> list[int]:
        """How many inputs each call had."""
        return [len(packed.inputs) for packed in self.provider.packs]


@pytest.fixture
def desk(loop: VirtualLoop, tmp_path: Path) -> PackDesk:
    """One whose provider gives vectors."""
    return PackDesk(loop, tmp_path)


def refuse_poison(packed: Packed) -> Embedded | Failure:
    """A provider that refuses a whole call for one bad input."""
    return (
        failure_of(FailureClass.BAD_REQUEST, "an input is bad") if POISON in str(packed.inputs) else vectors_of(packed)
    )


# ── one call for many ───────────────────────────────────────────────────────────────────────────


def test_many_inputs_are_asked_in_one_call(desk: PackDesk) -> None:
    """Each gets its own vector, the ledger one row with a part for each, and the parts add up to the whole."""
    got = desk.all(desk.vectors(20))
    assert desk.sizes == [20]
    answers = [one for one in got if isinstance(one, Answer)]
    assert [one.text for one in answers] == [f"[{len(text)}.0,0.5]" for text in desk.provider.packs[0].inputs]
    (intent,) = desk.ledger.of(Intent)
    (settlement,) = desk.ledger.of(Settlement)
    assert (intent.kind, intent.role, len(intent.parts)) == (PACKED, Role.EMBEDDING, 20)
    assert intent.worst_case_usd == sum((part.worst_case_usd for part in intent.parts), ZERO)
    assert settlement.part_answers == tuple(answers)
    assert sum((one.cost_usd for one in answers), ZERO) == settlement.cost_usd > ZERO
    assert sum(one.usage.input_tokens for one in answers) == settlement.usage.input_tokens == 200
    assert {one.call_id for one in answers} == {intent.call_id} == {desk.provider.packs[0].call_id}
    assert desk.is_clean()


def test_items_report_their_shares_and_one_of_them_the_call(desk: PackDesk) -> None:
    """What the combiner adds up is one call and its whole cost."""
    desk.all(desk.vectors(7))
    costs = [cost for run in desk.runs for cost in run.costs]
    (settlement,) = desk.ledger.of(Settlement)
    assert sum(cost.calls for cost in costs) == 1
    assert sum((cost.cost_usd for cost in costs), ZERO) == settlement.cost_usd
    assert [len(run.costs) for run in desk.runs] == [1] * 7


def test_a_full_pack_leaves_at_once(desk: PackDesk) -> None:
    """Nobody waits for company in a pack that holds no more."""
    asking = desk.vectors(2 * MOST_INPUTS + 1)
    desk.all(asking)
    assert desk.sizes == [MOST_INPUTS, MOST_INPUTS, 1]
    assert [packed.at for packed in desk.provider.packs] == [0.0, 0.0, pytest.approx(QUIET_S)]


def test_a_pack_that_is_full_of_tokens_waits_for_nobody_either(loop: VirtualLoop, tmp_path: Path) -> None:
    """The next one is open in its place by then."""
    bound = PackDesk(loop, tmp_path).provider.input_tokens_bound(PackDesk(loop, tmp_path).wanted("text 0").request)
    desk = PackDesk(loop, tmp_path, max_pack_tokens=4 * bound)
    desk.all(desk.vectors(8))
    assert desk.sizes == [4, 4]
    assert desk.provider.packs[0].at == 0.0


def test_a_pack_waits_a_moment_for_company(desk: PackDesk) -> None:
    """Who comes within the moment flies along, who comes later has a call of his own."""
    first = desk.vectors(3)
    desk.until(QUIET_S / 2)
    second = desk.vectors(3, first=3)
    desk.until(1.0)
    third = desk.vectors(3, first=6)
    desk.all([*first, *second, *third])
    assert desk.sizes == [6, 3]


def test_a_trickle_of_inputs_does_not_hold_a_pack_for_ever(desk: PackDesk) -> None:
    """Joined again and again, a pack leaves all the same."""
    asking = []
    for number in range(120):
        asking += desk.vectors(1, first=number)
        desk.until((number + 1) * QUIET_S / 2)
    desk.all(asking)
    assert len(desk.sizes) > 1
    assert desk.provider.packs[0].at < 0.6


@pytest.mark.parametrize(("inputs", "tokens", "sizes"), [(5, 10_000, [5, 5, 2]), (2048, 30, [4, 4, 4])])
def test_a_pack_keeps_the_providers_limits(
    loop: VirtualLoop, tmp_path: Path, inputs: int, tokens: int, sizes: list[int]
) -> None:
    """No call has more inputs, or more tokens by their upper bound, than the provider takes."""
    desk = PackDesk(loop, tmp_path, max_inputs=inputs, max_pack_tokens=tokens)
    bound = desk.provider.input_tokens_bound(desk.wanted("text 0").request)
    if inputs == 2048:
        desk = PackDesk(loop, tmp_path, max_pack_tokens=4 * (bound + 1))
    desk.all(desk.vectors(12))
    assert desk.sizes == sizes


def test_a_pack_claims_a_seconds_worth_of_a_limit_by_the_minute(loop: VirtualLoop, tmp_path: Path) -> None:
    """Counted as the limit counts: by what its inputs claim, not by the most that they can be billed for."""
    desk = PackDesk(loop, tmp_path)
    claim = claimed_tokens(desk.wanted("text 0").request)
    limit = ScopeLimit("openai", tokens_per_minute=60 * 4 * claim)
    allowance = Allowance(A, [limit], lambda: 1000 + loop.time())
    desk.permits.meter(allowance, lambda _: None)
    for _ in range(2):
        allowance.book(Booked(at=1000.0, calls=1, tokens=4 * claim), 0.0)
    desk.all(desk.vectors(8))
    assert desk.sizes == [4, 4]


def test_packs_are_full_while_others_are_out(loop: VirtualLoop, tmp_path: Path) -> None:
    """At a concurrency of 2 packs of inputs that keep coming are as full as at 1, and no more calls are out."""
    desk = PackDesk(loop, tmp_path, share=2)
    desk.all(desk.vectors(6 * MOST_INPUTS))
    assert desk.sizes == [MOST_INPUTS] * 6
    assert desk.provider.most_out == 2


def test_bundles_do_not_share_a_call(desk: PackDesk) -> None:
    """A bundle that is thrown away takes no other's call with it."""
    first = desk.vectors(2)
    desk.loop.idle()
    desk.bundle = BundleRun("bundle-2")
    desk.all([*first, *desk.vectors(2, first=2)])
    assert desk.sizes == [2, 2]
    assert {one.bundle_id for one in desk.ledger.of(Intent)} == {"bundle-1", "bundle-2"}


# ── what is known ───────────────────────────────────────────────────────────────────────────────


def test_what_is_known_is_not_packed(desk: PackDesk) -> None:
    """Inputs whose vectors are there are answered by a look, and only the others are sent."""
    desk.all(desk.vectors(10))
    got = desk.all(desk.vectors(12))
    assert desk.sizes == [10, 2]
    assert all(isinstance(one, Answer) for one in got)


def test_equal_inputs_are_sent_once(desk: PackDesk) -> None:
    """Whoever asks the same meanwhile waits for it."""
    got = desk.all([desk.vector("the same", ordinal=number) for number in range(5)])
    assert desk.sizes == [1]
    assert len({one.text for one in got if isinstance(one, Answer)}) == 1


def test_a_pack_that_somebody_else_answers_meanwhile_looks_again(loop: VirtualLoop, tmp_path: Path) -> None:
    """Nothing is sent under an admission that was not given."""
    desk = PackDesk(loop, tmp_path, ledger=ToldLedger(Regroup()))
    got = desk.all(desk.vectors(3))
    assert desk.sizes == [3]
    assert all(isinstance(one, Answer) for one in got)
    assert desk.is_clean()


def test_an_input_that_somebody_else_asks_is_waited_for(loop: VirtualLoop, tmp_path: Path) -> None:
    """It looks again; the others do not wait for it."""
    desk = PackDesk(loop, tmp_path)
    desk.ledger.looks.extend([Busy("call_9", "worker-2"), None, None])
    desk.all(desk.vectors(3))
    assert desk.sizes == [2, 1]


def test_an_input_that_is_to_be_asked_anew_says_so(loop: VirtualLoop, tmp_path: Path) -> None:
    """A retry that the user asked for goes back to the chain, which builds another request."""
    desk = PackDesk(loop, tmp_path)
    desk.ledger.looks.append(Renewed(2))
    assert desk.all(desk.vectors(1)) == [Renewed(2)]
    assert desk.sizes == []


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at", [0, 3, 7])
def test_a_failed_input_alone_fails_its_item(loop: VirtualLoop, tmp_path: Path, at: int) -> None:
    """A call that is refused for one input is halved until that one stands alone."""
    desk = PackDesk(loop, tmp_path, refuse_poison)
    asking = [desk.vector(POISON if n == at else f"text {n}", ordinal=n) for n in range(8)]
    got = desk.all(asking)
    assert [n for n, one in enumerate(got) if isinstance(one, GaveUp)] == [at]
    assert got[at] == GaveUp(FailureClass.BAD_REQUEST, "an input is bad")
    assert len(desk.sizes) == 7, "the whole, then two halves of what holds it, three times"
    assert desk.is_clean()


def test_inputs_that_break_the_server_are_found_too(loop: VirtualLoop, tmp_path: Path) -> None:
    """A reply that cannot be read twice over is halved as well, and each call is in the ledger."""

    def garble(packed: Packed) -> Embedded | Failure:
        return failure_of(FailureClass.INVALID_REPLY) if POISON in packed.inputs else vectors_of(packed)

    desk = PackDesk(loop, tmp_path, garble)
    got = desk.all([desk.vector(text, ordinal=n) for n, text in enumerate(["one", POISON])])
    assert isinstance(got[0], Answer)
    assert isinstance(got[1], GaveUp)
    assert desk.sizes == [2] * MAX_PAID_TRIES + [1] + [1] * MAX_PAID_TRIES
    assert len(desk.ledger.of(Settlement)) == len(desk.sizes)


def test_an_input_that_breaks_the_server_is_found_in_the_only_pack(loop: VirtualLoop, tmp_path: Path) -> None:
    """Nobody else is there to tell an outage from a bad input, so the pack is halved before the job would pause."""

    def broken(packed: Packed) -> Embedded | Failure:
        return failure_of(FailureClass.SERVER_ERROR) if POISON in packed.inputs else vectors_of(packed)

    desk = PackDesk(loop, tmp_path, broken)
    got = desk.all([desk.vector(POISON if n == 7 else f"text {n}", ordinal=n) for n in range(8)])
    assert [type(one) for one in got] == [Answer] * 7 + [GaveUp]
    assert desk.ledger.stops == []


def test_a_server_that_answers_no_pack_pauses_the_job(loop: VirtualLoop, tmp_path: Path) -> None:
    """No input fails for an outage: when one alone is not answered either, all are let go of."""
    desk = PackDesk(loop, tmp_path, lambda _: failure_of(FailureClass.SERVER_ERROR))
    got = loop.run_until_complete(asyncio.gather(*desk.vectors(8), return_exceptions=True))
    assert [type(one) for one in got] == [HeldError] * 8
    assert desk.sizes == [8] * 6 + [4] * 6 + [2] * 6 + [1] * 6
    assert desk.ledger.stops == ["server_error"]


def test_a_pack_whose_every_reply_is_lost_is_not_paid_for_each_input(loop: VirtualLoop, tmp_path: Path) -> None:
    """When some have failed alone and none was answered, the rest fails with them: the calls do not grow with it."""
    desk = PackDesk(loop, tmp_path, lambda _: failure_of(FailureClass.TIMEOUT))
    got = desk.all(desk.vectors(MOST_INPUTS))
    assert {one.failure_class for one in got if isinstance(one, GaveUp)} == {FailureClass.TIMEOUT}
    assert len(got) == MOST_INPUTS
    assert len(desk.sizes) == MAX_PAID_TRIES * 11, "eight on the way to the first alone, and three for the next two"
    assert desk.is_clean()


def test_some_inputs_that_break_the_server_do_not_take_the_rest_along(loop: VirtualLoop, tmp_path: Path) -> None:
    """One answer among the calls of a pack is enough to ask all of it."""

    def garble(packed: Packed) -> Embedded | Failure:
        return failure_of(FailureClass.INVALID_REPLY) if POISON in str(packed.inputs) else vectors_of(packed)

    desk = PackDesk(loop, tmp_path, garble)
    asking = [desk.vector(f"{POISON if n in (8, 9, 10) else 'text'} {n}", ordinal=n) for n in range(16)]
    got = desk.all(asking)
    assert [isinstance(one, Answer) for one in got] == [True] * 8 + [False] * 3 + [True] * 5
    assert desk.is_clean()


def test_a_limited_pack_waits_and_goes_again_whole(loop: VirtualLoop, tmp_path: Path) -> None:
    """A 429 costs nothing and takes no pack apart."""
    told = [failure_of(FailureClass.LIMITED, retry_after_s=3.0)]

    def limited(packed: Packed) -> Embedded | Failure:
        return told.pop() if told else vectors_of(packed)

    desk = PackDesk(loop, tmp_path, limited)
    desk.all(desk.vectors(5))
    assert desk.sizes == [5, 5]
    assert desk.ledger.settled == [CallStatus.LIMITED, CallStatus.OK]
    assert desk.provider.packs[1].at >= 4.0


def test_a_reply_that_cannot_be_stored_fails_its_items_and_is_paid(loop: VirtualLoop, tmp_path: Path) -> None:
    """The ledger has its cost, and so have the items."""
    desk = PackDesk(loop, tmp_path)
    desk.ledger.on_settle = lambda one: Settled(one.intent.call_id, CallStatus.INVALID, one.cost_usd)
    got = desk.all(desk.vectors(3))
    assert [one.failure_class for one in got if isinstance(one, GaveUp)] == [FailureClass.UNSTORABLE] * 3
    assert sum(cost.calls for run in desk.runs for cost in run.costs) == 1


def test_a_budget_that_holds_no_pack_is_used_up_by_smaller_ones(loop: VirtualLoop, tmp_path: Path) -> None:
    """What does not fit as a whole is asked in halves; the last that does not fit lets its items go."""
    left = NoBudget("job", "the budget is used up", "")

    class Tight(ToldLedger):
        def _admit(self, intent: Intent) -> Admission:
            return left if len(intent.parts) > 2 or len(self.admitted) == 3 else super()._admit(intent)

    desk = PackDesk(loop, tmp_path, ledger=Tight())
    asking = desk.vectors(8)
    got = loop.run_until_complete(asyncio.gather(*asking, return_exceptions=True))
    assert desk.sizes == [2, 2, 2]
    assert [type(one) for one in got] == [Answer] * 6 + [HeldError] * 2
    assert {one.reason for one in got if isinstance(one, HeldError)} == {HeldReason.BUDGET}
    assert desk.ledger.stops == ["budget"]


def test_a_pack_that_is_let_go_of_is_not_sent(desk: PackDesk) -> None:
    """While it waits for company nothing is written, and every item of it hears of it."""
    asking = desk.vectors(4)
    desk.loop.idle()
    desk.stop()
    got = desk.loop.run_until_complete(asyncio.gather(*asking, return_exceptions=True))
    assert [type(one) for one in got] == [HeldError] * 4
    assert desk.sizes == []
    assert desk.is_clean()


def test_a_pack_that_is_out_runs_on_to_its_settle(desk: PackDesk) -> None:
    """Items that are let go of meanwhile report what it cost, and no vector is lost."""
    asking = desk.vectors(4)
    desk.until(0.5)
    assert desk.sizes == [4]
    desk.stop()
    desk.loop.run_until_complete(asyncio.gather(*asking, return_exceptions=True))
    (settlement,) = desk.ledger.of(Settlement)
    assert len(settlement.part_answers) == 4
    assert sum((cost.cost_usd for run in desk.runs for cost in run.costs), ZERO) == settlement.cost_usd
    assert desk.is_clean()


def test_an_admitted_pack_that_may_not_be_sent_is_withdrawn(loop: VirtualLoop, tmp_path: Path) -> None:
    """The gate before the bytes is the same as for any call."""
    desk = PackDesk(loop, tmp_path)
    desk.closed = "the state has acknowledged no beat"
    asking = desk.vectors(4)
    desk.until(0.1)
    assert desk.ledger.settled[0] is CallStatus.WITHDRAWN
    desk.closed = None
    assert all(isinstance(one, Answer) for one in desk.all(asking))
    assert desk.sizes == [4]


def test_a_look_at_a_job_that_is_not_to_run_holds_the_item(loop: VirtualLoop, tmp_path: Path) -> None:
    """Nothing is packed for a job that was paused."""
    desk = PackDesk(loop, tmp_path)
    desk.ledger.looks.append(Refused(HeldReason.PAUSED, "it is paused"))
    (got,) = loop.run_until_complete(asyncio.gather(*desk.vectors(1), return_exceptions=True))
    assert isinstance(got, HeldError)
    assert got.reason is HeldReason.PAUSED
