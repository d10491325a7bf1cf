"""One request until its answer is there: whatever admissions, providers, stops and joins do to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestrator.allowance import Allowance
from orchestrator.calls import GaveUp, Got
from orchestrator.errors import Failure, FailureClass
from orchestrator.held import HeldError
from orchestrator.providers.base import ProviderError, Reply, Request
from orchestrator.retry import ALL_REFUSED, DOWN_S, MAX_CALL_TRIES, MAX_PAID_TRIES, PATIENT_TRIES
from state.buckets import LIFE_S
from state.commit import Remark, Sent
from state.errors import EngineError
from state.provider_settings import ScopeLimit
from state.rates import Booked
from state.records import (
    ZERO,
    Answer,
    Busy,
    HeldReason,
    Intent,
    Known,
    NoBudget,
    Refused,
    Renewed,
    Settled,
    Settlement,
)
from state.status import CallStatus
from state.tries import Tried
from state.workspace import PAYLOAD_MAX_BYTES
from tests.desk import PRICES, A, B, Desk, phase_for, plan_for
from tests.fakes.ledger import ToldLedger
from tests.fakes.scripted import Asked, Script, ScriptedProvider, failure_of, in_turn, reply_of
from tests.fakes.virtual_loop import VirtualLoop
from tests.talks import answer_to

FINE = reply_of("fine")
OTHER = reply_of("from the other")
IN_PLENTY = NoBudget("job", "the budget is used up", "3 calls that are out")
FOR_NOTHING = NoBudget("job", "the budget is used up", "")


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    """Where waits take no time."""
    with closing(VirtualLoop()) as loop:
        yield loop


class Made:
    """Desks on the loop of a test."""

    def __init__(self, loop: VirtualLoop, folder: Path) -> None:
        self.loop = loop
        self.folder = folder
        self.openai = ScriptedProvider("openai", in_turn(FINE))
        self.anthropic = ScriptedProvider("anthropic", in_turn(OTHER))

    def __call__(
        self,
        script: Script | None = None,
        other: Script | None = None,
        *,
        ledger: ToldLedger | None = None,
        candidates: tuple[str, ...] = (A,),
        keys: tuple[str | None, str | None] = (None, None),
        windows: dict[str, int] | None = None,
        share: int = 4,
    ) -> Desk:
        """A desk whose providers do as told."""
        self.openai = ScriptedProvider("openai", script or in_turn(FINE), key=keys[0])
        self.anthropic = ScriptedProvider("anthropic", other or in_turn(OTHER), key=keys[1])
        plan = plan_for(phase_for(*candidates), windows=windows)
        told = {"ledger": ledger or ToldLedger(), "candidates": candidates, "plan": plan, "share": share}
        return Desk(self.loop, self.folder, self.openai, self.anthropic, **told)  # type: ignore[arg-type]


@pytest.fixture
def made(loop: VirtualLoop, tmp_path: Path) -> Made:
    """Makes desks."""
    return Made(loop, tmp_path)


def text_of(got: Got) -> str:
    """What was answered."""
    assert isinstance(got, Answer), got
    return got.text


def held(desk: Desk, text: str = "a text") -> HeldError:
    """Ask, and be let go of."""
    with pytest.raises(HeldError) as info:
        desk.get(text)
    return info.value


# ── one call ────────────────────────────────────────────────────────────────────────────────────


def test_a_call_is_admitted_sent_and_settled(made: Made) -> None:
    """A reply is settled with its tokens, its cost and its answer under the id that the provider was told."""
    desk = made()
    got = desk.get()
    assert text_of(got) == "fine"
    (settlement,) = desk.ledger.of(Settlement)
    (asked,) = made.openai.asked
    assert desk.ledger.admitted == [asked.call_id] == desk.ledger.sent == [settlement.intent.call_id]
    assert settlement.status is CallStatus.OK
    assert settlement.cost_usd == PRICES.cost(A, FINE.usage) > ZERO
    assert settlement.answer == got
    assert settlement.latency_ms == 1000
    assert desk.ledger.of(Sent)[0].sent_at == 1000
    assert [(cost.bundle_id, cost.cost_usd) for cost in desk.runs[0].costs] == [("bundle-1", settlement.cost_usd)]
    assert desk.is_clean()


def test_an_intent_says_what_is_wanted_and_reserves_the_worst(made: Made) -> None:
    """What is admitted names the item, the phase and the candidates, and reserves no less than the call costs."""
    desk = made(candidates=(A, B))
    desk.get()
    (intent,) = desk.ledger.of(Intent)
    wanted = desk.wanted()
    assert (intent.digest, intent.root_digest) == (wanted.digest, wanted.root_digest)
    assert (intent.model, intent.candidates, intent.item_id, intent.phase) == (A, (A, B), "item-0", 0)
    assert intent.worst_case_usd >= PRICES.cost(A, FINE.usage)
    assert intent.price_version == PRICES.version
    assert intent.reason == "first of 2 candidates"


def test_what_is_known_is_not_asked(made: Made) -> None:
    """A kept answer comes back without a call, a place, or a cost."""
    desk = made()
    desk.get()
    assert text_of(desk.get()) == "fine"
    assert len(made.openai.asked) == 1
    assert desk.runs[1].costs == []
    assert desk.is_clean()


def test_a_retry_that_was_asked_for_goes_back_to_the_chain(made: Made) -> None:
    """A request of an older generation than the user wants is built anew, before anything is sent."""
    desk = made(ledger=ToldLedger(Renewed(3)))
    assert desk.get() == Renewed(3)
    assert made.openai.asked == []
    assert desk.is_clean()


@pytest.mark.parametrize("reason", [HeldReason.FENCED, HeldReason.PAUSED, HeldReason.CANCELLED])
def test_a_refused_admission_lets_go_of_the_item(made: Made, reason: HeldReason) -> None:
    """Where the job is not to run, or not ours, the item is held with that reason and nothing is sent."""
    desk = made(ledger=ToldLedger(Refused(reason, "not now")))
    assert held(desk).reason is reason
    assert made.openai.asked == []
    assert desk.is_clean()


def test_somebody_elses_call_is_waited_for(made: Made) -> None:
    """While another process asks the same, the item looks again and holds no place; then it takes its answer."""
    desk = made(ledger=ToldLedger(Busy("call_9", "worker-2"), Busy("call_9", "worker-2")))
    asking = desk.ask()
    desk.until(0.1)
    assert desk.gate().placed == 0
    kept = answer_to(desk.wanted(), "theirs")
    desk.ledger.answers[(kept.digest, A)] = replace(kept, requested_model=A)
    assert text_of(desk.loop.run_until_complete(asking)) == "theirs"
    assert len(desk.ledger.of(Intent)) == 3
    assert made.openai.asked == []


def test_an_admission_that_cannot_be_is_our_bug(made: Made) -> None:
    """A ledger that answers an intent with a settlement's result stops everything, and keeps no place."""
    desk = made(ledger=ToldLedger(Settled("call_1", CallStatus.OK, ZERO)))  # type: ignore[arg-type]
    with pytest.raises(EngineError, match="an admission cannot be Settled"):
        desk.get()
    assert desk.is_clean()


# ── budgets ─────────────────────────────────────────────────────────────────────────────────────


def test_a_budget_is_waited_for_while_something_is_out(made: Made) -> None:
    """What does not fit yet asks again until it does."""
    desk = made(ledger=ToldLedger(IN_PLENTY, IN_PLENTY))
    assert text_of(desk.get()) == "fine"
    assert len(desk.ledger.of(Intent)) == 3
    assert desk.ledger.stops == []


def test_a_budget_that_nothing_will_free_pauses_the_job(made: Made) -> None:
    """Where no reservation is out that could return, the job is asked to stop, in words."""
    desk = made(ledger=ToldLedger(FOR_NOTHING))
    error = held(desk)
    assert (error.reason, str(error)) == (HeldReason.BUDGET, "the budget is used up")
    assert desk.ledger.stops == ["budget"]
    assert desk.is_clean()


def test_a_wait_for_a_budget_ends_with_a_stop(made: Made) -> None:
    """Who waits for money is let go of like everybody else."""
    desk = made(ledger=ToldLedger(*[IN_PLENTY] * 50))
    asking = desk.ask()
    desk.until(1)
    desk.stop()
    with pytest.raises(HeldError, match="told to stop"):
        desk.loop.run_until_complete(asking)
    assert desk.loop.time() == 1
    assert desk.is_clean()


# ── failures ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("failure_class", "status"),
    [
        (FailureClass.OVERLOADED, CallStatus.ERROR),
        (FailureClass.SERVER_ERROR, CallStatus.ERROR),
        (FailureClass.CONNECTION, CallStatus.ERROR),
        (FailureClass.LIMITED, CallStatus.LIMITED),
    ],
)
def test_what_passes_is_tried_again(made: Made, failure_class: FailureClass, status: CallStatus) -> None:
    """A refusal that may pass is a row of its own, and the same request is sent again under another id."""
    desk = made(in_turn(failure_of(failure_class), FINE))
    assert text_of(desk.get()) == "fine"
    assert desk.ledger.settled == [status, CallStatus.OK]
    assert len(set(desk.ledger.admitted)) == 2
    assert desk.loop.time() >= 2 + 0.5, "it waits before it asks again"
    assert desk.is_clean()


def test_a_limit_with_a_time_is_waited_for_by_all(made: Made) -> None:
    """After a 429 with Retry-After nobody asks the model before that time; those who wait hold no call open."""
    desk = made(in_turn(failure_of(FailureClass.LIMITED, retry_after_s=20), FINE))
    first, second = desk.ask("one"), desk.ask("two")
    desk.until(1.5)
    third = desk.ask("three")
    for asking in (first, second, third):
        assert text_of(desk.loop.run_until_complete(asking)) == "fine"
    assert [asked.at >= 21 for asked in made.openai.asked if asked.at > 1] == [True, True]
    assert desk.is_clean()


@pytest.mark.parametrize("failure_class", [FailureClass.NO_CREDIT, FailureClass.BAD_KEY, FailureClass.UNKNOWN_MODEL])
def test_what_is_the_same_for_all_pauses_the_job_at_once(made: Made, failure_class: FailureClass) -> None:
    """After the first such refusal the item is held, not failed, and the job is asked to stop with the class."""
    desk = made(in_turn(failure_of(failure_class, "no, for all of you")), candidates=(A, B))
    error = held(desk)
    assert (error.reason, str(error)) == (HeldReason.PAUSED, f"{A}: no, for all of you")
    assert desk.ledger.stops == [failure_class]
    assert len(made.openai.asked) == 1
    assert made.anthropic.asked == []


@pytest.mark.parametrize("failure_class", [FailureClass.TOO_LONG, FailureClass.BAD_REQUEST, FailureClass.DECLINED])
def test_what_is_the_items_own_fault_gives_it_up(made: Made, failure_class: FailureClass) -> None:
    """A refusal that no other try can help is told to the chain with its class and its words, after one call."""
    desk = made(in_turn(failure_of(failure_class, "not this")))
    assert desk.get() == GaveUp(failure_class, "not this")
    assert len(made.openai.asked) == 1
    assert desk.ledger.stops == []


def refused(desk: Desk, count: int) -> list[Got]:
    """What comes of so many requests of their own."""
    return [desk.get(f"text {number}") for number in range(count)]


def test_a_model_that_refuses_all_requests_of_a_phase_pauses_the_job(made: Made) -> None:
    """Items are failed one by one until so many were refused that it cannot be the items; the next one is held."""
    desk = made(in_turn(failure_of(FailureClass.BAD_REQUEST, "no such tier")))
    assert refused(desk, ALL_REFUSED - 1) == [GaveUp(FailureClass.BAD_REQUEST, "no such tier")] * (ALL_REFUSED - 1)
    assert desk.get("text 0") == GaveUp(FailureClass.BAD_REQUEST, "no such tier"), "a request counts once"
    error = held(desk)
    assert error.reason is HeldReason.PAUSED
    assert str(error).startswith(f"no such tier; {A} refused all requests of the phase so far")
    assert desk.ledger.stops == [FailureClass.BAD_REQUEST]


def test_a_model_that_has_answered_the_phase_pauses_no_job_by_refusals(made: Made) -> None:
    """One answer shows that the requests are such as the model takes: what it refuses then is the items' fault."""
    desk = made(in_turn(FINE, failure_of(FailureClass.BAD_REQUEST, "not this")))
    desk.get("a good one")
    assert refused(desk, 2 * ALL_REFUSED) == [GaveUp(FailureClass.BAD_REQUEST, "not this")] * (2 * ALL_REFUSED)
    assert desk.ledger.stops == []


def may_be_billed(failure_class: FailureClass, message: str = "no") -> Failure:
    """A failure whose outcome nobody saw."""
    return replace(failure_of(failure_class, message, outcome_known=False), billed=True)


@pytest.mark.parametrize("failure_class", [FailureClass.TIMEOUT, FailureClass.INVALID_REPLY])
def test_what_may_have_been_paid_is_tried_twice(made: Made, failure_class: FailureClass) -> None:
    """A call whose outcome nobody saw is unknown in the ledger, reported to no sum, and asked once more only."""
    desk = made(in_turn(may_be_billed(failure_class)))
    assert desk.get() == GaveUp(failure_class, "no")
    assert desk.ledger.settled == [CallStatus.UNKNOWN] * 2
    assert desk.runs[0].costs == []
    assert desk.is_clean()


BREAKS = [FailureClass.SERVER_ERROR, FailureClass.CONNECTION]


@pytest.mark.parametrize("failure_class", BREAKS)
def test_a_break_that_may_be_billed_is_tried_twice(made: Made, failure_class: FailureClass) -> None:
    """A gateway that stops waiting, or hangs up on a request, is paid twice at the most before the job pauses."""
    desk = made(in_turn(may_be_billed(failure_class)))
    assert held(desk).reason is HeldReason.PAUSED
    assert desk.ledger.settled == [CallStatus.UNKNOWN] * MAX_PAID_TRIES
    assert desk.ledger.stops == [failure_class]
    assert desk.is_clean()


@pytest.mark.parametrize("failure_class", BREAKS)
def test_breaks_of_one_item_that_may_be_billed_are_its_own_fault(made: Made, failure_class: FailureClass) -> None:
    """Where the model answers others, the item is given up after two, and the model is asked by the next one."""

    def script(asked: Asked) -> Reply | Failure:
        return may_be_billed(failure_class) if "long" in asked.request.messages[0].content else FINE

    desk = made(script)
    asking = desk.ask("long")
    desk.until(1.2)
    desk.get("short")
    assert desk.loop.run_until_complete(asking) == GaveUp(failure_class, "no")
    assert desk.ledger.settled.count(CallStatus.UNKNOWN) == MAX_PAID_TRIES
    assert desk.ledger.stops == []


def test_what_may_have_been_paid_is_counted_over_all_classes(made: Made) -> None:
    """A time-out and a broken connection are two payments of one request; refusals between them are none."""
    free = failure_of(FailureClass.CONNECTION)
    desk = made(in_turn(may_be_billed(FailureClass.TIMEOUT), free, free, may_be_billed(FailureClass.CONNECTION), FINE))
    assert held(desk).reason is HeldReason.PAUSED
    assert desk.ledger.settled.count(CallStatus.UNKNOWN) == MAX_PAID_TRIES


def test_a_model_that_one_item_breaks_is_not_passed_over(made: Made) -> None:
    """An item that fails over by its own fault does not send the others to another model."""

    def script(asked: Asked) -> Reply | Failure:
        poisoned = "long" in asked.request.messages[0].content
        return may_be_billed(FailureClass.SERVER_ERROR) if poisoned else FINE

    desk = made(script, candidates=(A, B))
    asking = desk.ask("long")
    desk.until(1.2)
    desk.get("short")
    assert text_of(desk.loop.run_until_complete(asking)) == "from the other"
    assert text_of(desk.get("another short one")) == "fine"


def test_another_model_answers_where_one_is_down(made: Made) -> None:
    """After the tries that an outage gets, the next candidate is asked, and the reason says why."""
    desk = made(in_turn(failure_of(FailureClass.CONNECTION, "it is down")), candidates=(A, B))
    assert text_of(desk.get()) == "from the other"
    assert len(made.openai.asked) == MAX_CALL_TRIES
    assert desk.ledger.of(Intent)[-1].reason == f"candidate 2 of 2; passed over {A}: it is down"


def test_a_model_that_is_down_is_passed_over_by_all_for_a_while(made: Made) -> None:
    """What one item found out about a model spares the others its tries, until it is looked at again."""
    desk = made(
        in_turn(*[failure_of(FailureClass.CONNECTION)] * MAX_CALL_TRIES, FINE),
        candidates=(A, B),
    )
    desk.get("one")
    assert text_of(desk.get("two")) == "from the other"
    assert len(made.openai.asked) == MAX_CALL_TRIES
    desk.until(desk.loop.time() + DOWN_S)
    assert text_of(desk.get("three")) == "fine"


def test_an_answer_of_another_candidate_is_known_while_one_is_down(made: Made) -> None:
    """What a fallback answered is an answer to the same request, once its model is back, too."""
    desk = made(in_turn(*[failure_of(FailureClass.CONNECTION)] * MAX_CALL_TRIES, FINE), candidates=(A, B))
    desk.get()
    desk.until(desk.loop.time() + DOWN_S)
    assert text_of(desk.get()) == "from the other"


def test_an_outage_of_all_models_pauses_the_job(made: Made) -> None:
    """Where every candidate is down for long, items are held, not failed, whoever found out first."""
    down = in_turn(failure_of(FailureClass.CONNECTION, "it is down"))
    desk = made(down, down, candidates=(A, B))
    asking = [desk.ask(f"text {number}", ordinal=number) for number in range(12)]
    late = []
    for second in range(5, 200, 15):
        desk.until(second)
        late.append(desk.ask(f"late {second}"))
    for task in (*asking, *late):
        with pytest.raises(HeldError) as error:
            desk.loop.run_until_complete(task)
        assert error.value.reason is HeldReason.PAUSED
    assert set(desk.ledger.stops) == {FailureClass.CONNECTION}
    assert desk.is_clean()


def test_an_outage_with_a_fallback_that_is_too_small_pauses_the_job(made: Made) -> None:
    """A candidate that cannot hold the request does not turn another one's outage into the item's fault."""
    desk = made(in_turn(failure_of(FailureClass.CONNECTION, "it is down")), candidates=(A, B), windows={B: 10})
    assert held(desk).reason is HeldReason.PAUSED
    assert desk.ledger.stops == [FailureClass.CONNECTION]


def test_an_overloaded_model_without_another_one_is_waited_for_long(made: Made) -> None:
    """Where nobody else may answer, overload is borne for minutes before the job pauses."""
    desk = made(in_turn(failure_of(FailureClass.OVERLOADED, "no room")))
    assert held(desk).reason is HeldReason.PAUSED
    assert len(made.openai.asked) == PATIENT_TRIES
    assert desk.loop.time() > 300


def poisoned(asked: Asked) -> Reply | Failure:
    """Some documents always break the server."""
    if "poison" in asked.request.messages[0].content:
        return failure_of(FailureClass.SERVER_ERROR, "broken")
    return FINE


def test_one_item_that_always_breaks_a_server_fails_alone(made: Made) -> None:
    """When the model answers others meanwhile, the item is at fault, and the job goes on."""
    desk = made(poisoned)
    asking = desk.ask("poison")
    desk.until(3)
    desk.get("harmless")
    assert desk.loop.run_until_complete(asking) == GaveUp(FailureClass.SERVER_ERROR, "broken")
    assert desk.ledger.stops == []


@pytest.mark.parametrize("candidates", [(A,), (A, B)])
def test_a_long_retry_after_is_not_waited_for(made: Made, candidates: tuple[str, ...]) -> None:
    """A provider that asks for an hour is left for another model, or pauses the job and says until when."""
    desk = made(in_turn(failure_of(FailureClass.LIMITED, "later", retry_after_s=3600)), candidates=candidates)
    if len(candidates) > 1:
        assert text_of(desk.get()) == "from the other"
    else:
        assert str(held(desk)) == f"{A}: later; it asks to come back in 3600 s"
        assert desk.ledger.stops == [FailureClass.LIMITED]
    assert desk.loop.time() < 60
    assert desk.is_clean()


def test_the_last_item_that_always_breaks_a_server_fails(made: Made) -> None:
    """A poison document that nobody follows ends too: what the model answered before it says whose fault it is."""
    desk = made(poisoned)
    desk.get("harmless")
    assert desk.get("poison") == GaveUp(FailureClass.SERVER_ERROR, "broken")
    assert len(made.openai.asked) == 1 + MAX_CALL_TRIES
    assert desk.ledger.stops == []


def test_an_item_that_an_earlier_run_gave_all_its_tries_fails(made: Made) -> None:
    """Where only poison documents are left, a resume ends them: the ledger holds their tries."""
    desk = made(poisoned)
    tried = Tried(0, desk.wanted("poison").digest, A, FailureClass.SERVER_ERROR)
    desk.tried_before[tried] = MAX_CALL_TRIES - 1
    assert held(desk, "poison").reason is HeldReason.PAUSED
    desk.tried_before[tried] = MAX_CALL_TRIES
    assert desk.get("poison") == GaveUp(FailureClass.SERVER_ERROR, "broken")


def test_a_model_that_goes_down_in_mid_run_fails_one_item_at_the_most(made: Made) -> None:
    """One after the other or all at once, those who meet an outage are held: they cannot all be at fault."""
    desk = made(lambda asked: FINE if asked.at < 5 else failure_of(FailureClass.SERVER_ERROR, "broken"))
    desk.get("before")
    desk.until(5)
    together = [desk.ask(f"text {number}", ordinal=number) for number in range(4)]
    for task in together:
        with pytest.raises(HeldError):
            desk.loop.run_until_complete(task)
    alone = made(lambda asked: FINE if asked.at < 200 else failure_of(FailureClass.SERVER_ERROR, "broken"))
    alone.until(190)
    alone.get("before")
    alone.until(200)
    assert alone.get("one") == GaveUp(FailureClass.SERVER_ERROR, "broken")
    assert held(alone, "two").reason is HeldReason.PAUSED
    assert held(alone, "three").reason is HeldReason.PAUSED


AN_HOUR = failure_of(FailureClass.LIMITED, "later", retry_after_s=3600)


def test_nobody_waits_at_a_model_that_asks_for_an_hour(made: Made) -> None:
    """All items turn to the other model at once, wherever they stood; after the hour the first is asked again."""
    desk = made(lambda asked: AN_HOUR if asked.at < 3600 else FINE, candidates=(A, B), share=2)
    asking = [desk.ask(f"text {number}", ordinal=number) for number in range(8)]
    desk.until(100)
    assert [text_of(task.result()) for task in asking] == ["from the other"] * 8
    late = desk.ask("late")
    desk.until(110)
    assert text_of(late.result()) == "from the other"
    assert len(made.openai.asked) <= 2, "those that were out together, and none after them"
    assert CallStatus.WITHDRAWN in desk.ledger.settled, "one that was admitted ahead did not keep its budget"
    desk.until(3602)
    assert text_of(desk.get("later")) == "fine"
    assert desk.is_clean()


def test_nobody_waits_where_only_a_model_that_asks_for_an_hour_may_answer(made: Made) -> None:
    """Without another model the job pauses for those who wait, and for who comes later, with the time that is left."""
    desk = made(in_turn(AN_HOUR), share=2)
    asking = [desk.ask(f"text {number}", ordinal=number) for number in range(8)]
    desk.until(10)
    for task in asking:
        with pytest.raises(HeldError, match="come back in 3"):
            task.result()
    assert held(desk, "late").reason is HeldReason.PAUSED
    assert desk.loop.time() < 11
    assert set(desk.ledger.stops) == {FailureClass.LIMITED}
    assert desk.is_clean()


def test_a_model_that_asks_for_an_hour_is_nobody_to_turn_to(made: Made) -> None:
    """While it is away, a poison document fails at the other model, as if that were the only one; the job goes on."""

    def other(asked: Asked) -> Reply | Failure:
        poisoned = "poison" in asked.request.messages[0].content
        return failure_of(FailureClass.SERVER_ERROR, "broken") if poisoned else OTHER

    desk = made(in_turn(AN_HOUR), other, candidates=(A, B))
    desk.get("first")
    asking = desk.ask("poison")
    desk.until(desk.loop.time() + 3)
    desk.get("harmless")
    assert desk.loop.run_until_complete(asking) == GaveUp(FailureClass.SERVER_ERROR, "broken")
    assert desk.ledger.stops == []


def test_a_missing_key_leaves_the_item_for_later(made: Made) -> None:
    """Without a key for any candidate the job pauses and the item is held: no item fails for a key."""
    desk = made(keys=("OPENAI_API_KEY is not set", None))
    error = held(desk)
    assert error.reason is HeldReason.PAUSED
    assert "OPENAI_API_KEY is not set" in str(error)
    assert desk.ledger.stops == [FailureClass.BAD_KEY]
    assert desk.ledger.of(Intent) == []


def test_a_candidate_without_a_key_is_passed_over(made: Made) -> None:
    """Where another candidate has its key, it answers."""
    desk = made(candidates=(A, B), keys=("OPENAI_API_KEY is not set", None))
    assert text_of(desk.get()) == "from the other"


def test_a_request_that_no_window_holds_is_given_up(made: Made) -> None:
    """What fits no candidate fails its item before a call is admitted."""
    desk = made(windows={A: 10})
    got = desk.get()
    assert isinstance(got, GaveUp)
    assert got.failure_class is FailureClass.TOO_LONG
    assert desk.ledger.of(Intent) == []


def test_a_window_that_holds_the_request_is_enough(made: Made) -> None:
    """What a request needs of a window is what it says, not the most that it may be billed for."""
    desk = made(windows={A: 80_000})
    made.openai.input_factor = 2
    assert text_of(desk.get("x" * 280_000)) == "fine"
    got = desk.get("x" * 310_000)
    assert isinstance(got, GaveUp)
    assert got.failure_class is FailureClass.TOO_LONG


def test_a_model_that_is_too_small_is_nobody_to_turn_to(made: Made) -> None:
    """An overloaded model is borne with as long as without a fallback, where the fallback cannot hold the request."""
    full = [failure_of(FailureClass.OVERLOADED, "no room")] * (PATIENT_TRIES - 1)
    desk = made(in_turn(*full, FINE), candidates=(A, B), windows={B: 10})
    assert text_of(desk.get()) == "fine"
    assert desk.loop.time() > 300
    assert desk.ledger.stops == []


def test_a_provider_error_without_a_failure_is_our_bug(made: Made) -> None:
    """An adapter that does not say what happened stops the job, and its call is no longer out."""
    desk = made(in_turn(ProviderError("what?")))
    with pytest.raises(EngineError, match=f"the provider of {A}"):
        desk.get()
    assert desk.permits.out == 0


# ── the gate ────────────────────────────────────────────────────────────────────────────────────


def test_a_closed_gate_withdraws_and_asks_again(made: Made) -> None:
    """A call that may not go out is withdrawn, costs nothing, and is made when the gate opens."""
    desk = made()
    desk.closed = "the state has acknowledged no beat"
    asking = desk.ask()
    desk.until(0.5)
    desk.closed = None
    assert text_of(desk.loop.run_until_complete(asking)) == "fine"
    assert desk.ledger.settled[0] is CallStatus.WITHDRAWN
    assert desk.ledger.settled[-1] is CallStatus.OK
    assert len(made.openai.asked) == 1
    assert len(desk.runs[0].costs) == 1
    assert desk.is_clean()


def test_an_item_that_is_let_go_of_withdraws_what_was_admitted(made: Made) -> None:
    """A call that has its place and waits for its permit is withdrawn when its item is let go of."""
    desk = made(share=1)
    first, second = desk.ask("one"), desk.ask("two")
    desk.until(0.5)
    assert len(desk.ledger.admitted) == 2
    desk.stop()
    with pytest.raises(HeldError):
        desk.loop.run_until_complete(second)
    assert desk.ledger.settled == [CallStatus.WITHDRAWN]
    assert text_of(desk.loop.run_until_complete(first)) == "fine"
    assert len(made.openai.asked) == 1
    assert desk.is_clean()


def test_an_item_that_is_let_go_of_before_its_bytes_sends_none(made: Made) -> None:
    """The last look before the bytes sees a stop that came after the permit."""
    desk = made()
    asking = desk.ask()
    while not desk.ledger.admitted:
        desk.loop.call_soon(desk.loop.stop)
        desk.loop.run_forever()
    assert made.openai.asked == []
    desk.runs[0].stop(HeldReason.PAUSED, "told to stop")
    with pytest.raises(HeldError):
        desk.loop.run_until_complete(asking)
    assert made.openai.asked == []
    assert desk.ledger.settled == [CallStatus.WITHDRAWN]
    assert desk.is_clean()


def test_a_call_that_is_out_runs_on_to_its_settle(made: Made) -> None:
    """What was sent is settled and its answer kept, whatever becomes of its item."""
    desk = made()
    asking = desk.ask()
    desk.until(0.5)
    desk.stop()
    assert text_of(desk.loop.run_until_complete(asking)) == "fine"
    assert desk.ledger.settled == [CallStatus.OK]
    assert (desk.wanted().digest, A) in desk.ledger.answers
    with pytest.raises(HeldError):
        desk.loop.run_until_complete(desk.caller.ask(desk.runs[0], desk.phase, desk.wanted()))


def test_an_item_that_is_let_go_of_sleeps_out_no_backoff(made: Made) -> None:
    """A stop ends the wait before another try, with nothing open."""
    desk = made(in_turn(failure_of(FailureClass.SERVER_ERROR)))
    asking = desk.ask()
    desk.until(1.2)
    desk.stop()
    with pytest.raises(HeldError):
        desk.loop.run_until_complete(asking)
    assert desk.loop.time() < 1.3
    assert desk.is_clean()


# ── the same request, twice ─────────────────────────────────────────────────────────────────────


def test_equal_requests_make_one_call(made: Made) -> None:
    """Ten items that ask the same at once make one call, which one of them pays; all get its answer."""
    desk = made()
    asking = [desk.ask(ordinal=number) for number in range(10)]
    assert {text_of(desk.loop.run_until_complete(one)) for one in asking} == {"fine"}
    assert len(made.openai.asked) == len(desk.ledger.admitted) == 1
    assert sum(len(run.costs) for run in desk.runs) == 1
    assert desk.is_clean()


def test_who_joins_holds_no_place(made: Made) -> None:
    """While the call of another item is out, those who wait for it leave their places to others."""
    desk = made(share=2)
    same = [desk.ask() for _ in range(20)]
    desk.until(0.1)
    other = desk.ask("another text")
    desk.until(0.2)
    assert made.openai.out == 2
    for one in (*same, other):
        desk.loop.run_until_complete(one)
    assert len(made.openai.asked) == 2


def test_who_joined_asks_itself_when_the_owner_is_let_go_of(made: Made) -> None:
    """A joiner whose owner withdrew goes back to ask, and makes the call."""
    desk = made(share=1)
    busy = desk.ask("something else")
    desk.until(0.1)
    owner, joiner = desk.ask(ordinal=1), desk.ask(ordinal=2)
    desk.until(0.2)
    desk.runs[1].stop(HeldReason.PAUSED, "told to stop")
    with pytest.raises(HeldError):
        desk.loop.run_until_complete(owner)
    assert text_of(desk.loop.run_until_complete(joiner)) == "fine"
    desk.loop.run_until_complete(busy)
    assert desk.ledger.settled.count(CallStatus.WITHDRAWN) == 1
    assert [len(run.costs) for run in desk.runs] == [1, 0, 1]


def test_who_joined_asks_itself_when_the_owner_fails(made: Made) -> None:
    """An owner's failure is not the joiner's: it asks for itself."""
    desk = made(in_turn(failure_of(FailureClass.BAD_REQUEST, "not this"), FINE))
    owner, joiner = desk.ask(ordinal=1), desk.ask(ordinal=2)
    assert desk.loop.run_until_complete(owner) == GaveUp(FailureClass.BAD_REQUEST, "not this")
    assert text_of(desk.loop.run_until_complete(joiner)) == "fine"


def test_who_joined_waits_through_the_owners_next_try(made: Made) -> None:
    """While one waits before it asks again, nobody who wants the same tries in its place, at once and one by one."""
    desk = made(in_turn(failure_of(FailureClass.SERVER_ERROR), FINE))
    asking = [desk.ask(ordinal=number) for number in range(10)]
    desk.until(1.2)
    assert len(made.openai.asked) == 1
    assert {text_of(desk.loop.run_until_complete(one)) for one in asking} == {"fine"}
    assert len(made.openai.asked) == 2
    assert desk.is_clean()


def test_a_joiner_that_is_let_go_of_leaves_the_owner_alone(made: Made) -> None:
    """Letting go of one that waits ends its wait, not the call."""
    desk = made()
    owner, joiner = desk.ask(ordinal=1), desk.ask(ordinal=2)
    desk.until(0.5)
    desk.runs[1].stop(HeldReason.PAUSED, "told to stop")
    with pytest.raises(HeldError):
        desk.loop.run_until_complete(joiner)
    assert desk.loop.time() == 0.5
    assert text_of(desk.loop.run_until_complete(owner)) == "fine"


# ── what is settled ─────────────────────────────────────────────────────────────────────────────


def test_a_reply_that_cannot_be_stored_fails_its_item(made: Made) -> None:
    """Where the state keeps a call without its answer, the item is given up, and what it cost is reported."""
    desk = made()
    cost = Decimal("0.25")
    desk.ledger.on_settle = lambda told: Settled(told.intent.call_id, CallStatus.INVALID, cost)
    got = desk.get()
    assert isinstance(got, GaveUp)
    assert got.failure_class is FailureClass.UNSTORABLE
    assert [one.cost_usd for one in desk.runs[0].costs] == [cost]


def test_a_stale_settle_is_reported_at_what_its_row_says(made: Made) -> None:
    """A call that was taken over meanwhile keeps its answer, and both sums take its row's cost."""
    desk = made()
    desk.ledger.on_settle = lambda told: Settled(told.intent.call_id, CallStatus.STALE, Decimal(7))
    assert text_of(desk.get()) == "fine"
    assert [one.cost_usd for one in desk.runs[0].costs] == [Decimal(7)]


def test_a_call_that_somebody_made_unknown_is_in_no_sum(made: Made) -> None:
    """What the ledger calls unknown is not reported as seen."""
    desk = made()
    desk.ledger.on_settle = lambda told: Settled(told.intent.call_id, CallStatus.UNKNOWN, Decimal(7))
    desk.get()
    assert desk.runs[0].costs == []


def test_a_big_answer_lives_in_the_workspace(made: Made) -> None:
    """An answer too large for the database is put beside it, named by the settle, and read back when it is known."""
    text = "é" * (PAYLOAD_MAX_BYTES // 2 + 1)
    desk = made(in_turn(reply_of(text)))
    assert text_of(desk.get()) == text
    (settlement,) = desk.ledger.of(Settlement)
    assert settlement.answer is not None
    assert settlement.answer.payload_ref is not None
    assert desk.workspace.get(settlement.answer.payload_ref) == text
    assert text_of(desk.get()) == text
    assert len(made.openai.asked) == 1


def test_a_big_answer_of_few_bytes_lives_in_the_database(made: Made) -> None:
    """What counts is bytes: a text just at the limit needs no file."""
    desk = made(in_turn(reply_of("x" * PAYLOAD_MAX_BYTES)))
    desk.get()
    (settlement,) = desk.ledger.of(Settlement)
    assert settlement.answer is not None
    assert settlement.answer.payload_ref is None


def test_what_no_database_stores_is_replaced_before_the_settle(made: Made) -> None:
    """NUL characters and lone surrogates of a reply become U+FFFD in the answer that is kept and in the one used."""
    desk = made(in_turn(reply_of("a\x00b\ud800c", model="m\x00")))
    assert text_of(desk.get()) == "a\ufffdb\ufffdc"
    (kept,) = desk.ledger.answers.values()
    assert (kept.text, kept.model) == ("a\ufffdb\ufffdc", "m\ufffd")


def test_a_known_answer_without_a_file_is_taken_as_it_is(made: Made) -> None:
    """An answer of the table is returned as the ledger holds it."""
    desk = made()
    kept = answer_to(desk.wanted(), "kept")
    desk.ledger.told.append(Known(kept))
    assert desk.get() == kept


def test_a_wait_of_nothing_is_waited_for_all_the_same(made: Made) -> None:
    """A provider that refuses and says to come back at once, or in the past, is not asked in a circle."""
    desk = made(in_turn(*[failure_of(FailureClass.LIMITED, retry_after_s=0.0)] * 6, FINE))
    assert text_of(desk.get()) == "fine"
    assert made.openai.asked[-1].at > 7 + 5, "seven calls of a second, and waits between them that grow"


def test_a_call_whose_connection_took_too_long_does_not_use_a_minute_that_is_over(made: Made) -> None:
    """What was booked for it is over when its bytes would leave: it is withdrawn, and asks for another time."""
    desk = made()
    allowance = Allowance(A, [ScopeLimit("openai", requests_per_minute=600)], lambda: 1000 + desk.loop.time())
    allowance.book(Booked(at=1000.0, calls=5, tokens=0), 0.0)
    desk.permits.meter(allowance, lambda _: None)
    send = made.openai.send

    async def slowly(request: Request, **told: Any) -> Reply:
        await asyncio.sleep(LIFE_S + 1)
        return await send(request, **told)

    made.openai.send = slowly  # type: ignore[method-assign]
    desk.ask()
    desk.until(LIFE_S + 2)
    assert desk.ledger.settled == [CallStatus.WITHDRAWN]
    assert made.openai.asked == []


def test_what_breaks_while_a_call_is_prepared_leaves_nothing_open(made: Made) -> None:
    """No byte has left: its place is free again and its row withdrawn, whatever the error is."""
    desk = made()

    async def broken(model: str | None = None) -> None:
        raise OSError("no such library")

    made.openai.prepare = broken  # type: ignore[method-assign]
    with pytest.raises(OSError, match="no such library"):
        desk.get()
    assert desk.is_clean()
    assert desk.ledger.settled == [CallStatus.WITHDRAWN]


# ── who answers ─────────────────────────────────────────────────────────────────────────────────


def test_another_model_behind_a_name_is_told_once(made: Made) -> None:
    """The job's events say which model answered until now, and which does from now on; a gateway may alternate."""
    replies = [reply_of("x", model=model) for model in ("luna-1", "luna-1", "luna-2", "luna-1", "luna-2")]
    desk = made(in_turn(*replies))
    for number in range(5):
        desk.get(f"text {number}")
    (remark,) = desk.ledger.of(Remark)
    assert remark.kind == "model_changed"
    assert f"{A} is answered by luna-2 now, and was by luna-1" in remark.message
