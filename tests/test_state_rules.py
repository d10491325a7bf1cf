"""Admit, settle and conclude decide as DESIGN 5 says, on both stores, once and when they are committed twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from state.control import want_pause
from state.engine import State
from state.group import open_group
from state.leases import stop_unattended, take
from state.records import (
    ZERO,
    Admitted,
    Busy,
    Concluded,
    HeldReason,
    Known,
    NoBudget,
    Refused,
    Renewed,
    Settled,
)
from state.schema import answer_uses, answers, batch_calls, batch_jobs, batch_totals, retries, runs
from state.shares import ShareAsk, fair_parts
from state.status import CallStatus, ItemStatus, JobStatus, Wanted
from state.writer import Sent, Stop
from tests.books import (
    COST,
    MODEL,
    OTHER_MODEL,
    PROJECT,
    WORST,
    Hand,
    age,
    assert_books,
    call,
    done,
    enter,
    failure,
    job_row,
    new_job,
    reply,
    row_of,
    start,
)


@pytest.fixture(autouse=True)
def balanced(state: State) -> Iterator[None]:
    """After each test the books balance."""
    yield
    assert_books(state)


@pytest.fixture
def hand(state: State) -> Hand:
    """A worker on a job of ten items."""
    return start(state, new_job(state))


def test_a_group_that_is_flushed_twice_writes_once(hand: Hand) -> None:
    """What moved is written with the flush that follows it, whether money moved or not, and never again."""
    with hand.state.begin() as conn:
        group = open_group(conn, hand.state, hand.ref)
        group.mine(0).saved_usd += COST
        group.flush()
        group.flush()
        assert conn.execute(select(batch_totals.c.saved_usd)).scalars().all() == [COST]


# ── admit ───────────────────────────────────────────────────────────────────────────────────────


def test_an_admitted_call_is_on_disk_with_its_worst_case(hand: Hand) -> None:
    """An admit writes the intent's row and reserves its worst case in job and project, once when committed twice."""
    one = call()
    assert hand.one(one) == hand.one(one) == Admitted(one.call_id)
    row = row_of(hand.state, one.call_id)
    assert (row.status, row.reserved_usd, row.cost_usd, row.worker_id) == ("admitted", WORST, ZERO, "worker-1")
    assert job_row(hand.state, hand.ref.job_id).reserved_usd == WORST


def test_a_fenced_worker_is_refused_everything(hand: Hand) -> None:
    """After a takeover an old worker can admit, conclude and take no share."""
    take(hand.state, hand.ref.job_id, runner="local", force=True)
    refused, concluded, share = hand.do(call(), done(), ShareAsk(5, 0))
    assert isinstance(refused, Refused)
    assert refused.reason is HeldReason.FENCED
    assert (concluded, share) == (Concluded(False), 0)


@pytest.mark.parametrize(("wanted", "reason"), [("pause", HeldReason.PAUSED), ("cancel", HeldReason.CANCELLED)])
def test_a_job_that_is_to_stop_admits_nothing(hand: Hand, wanted: str, reason: HeldReason) -> None:
    """A pause or cancel that is wanted refuses new calls, while what is out settles and concludes."""
    out = call(0)
    hand.do(out)
    with hand.state.begin() as conn:
        conn.execute(update(batch_jobs).values(wanted=wanted))
    refused, settled, concluded = hand.do(call(1), reply(out), done(0))
    assert isinstance(refused, Refused)
    assert refused.reason is reason
    assert settled == Settled(out.call_id, CallStatus.OK, COST)
    assert concluded == Concluded(True)


@pytest.mark.parametrize(
    ("status", "reason"),
    [("PAUSED", HeldReason.PAUSED), ("FAILED", HeldReason.PAUSED), ("CANCELLED", HeldReason.CANCELLED)],
)
def test_a_worker_that_comes_back_to_a_stopped_job_writes_nothing(hand: Hand, status: str, reason: HeldReason) -> None:
    """A stop leaves the epoch as it is; a worker of that epoch that wakes up all the same is refused."""
    with hand.state.begin() as conn:
        conn.execute(update(batch_jobs).values(status=status))
    refused, concluded = hand.do(call(), done())
    assert isinstance(refused, Refused)
    assert refused.reason is reason
    assert concluded == Concluded(False)


def test_an_answer_that_is_kept_is_known_and_saves_once(hand: Hand) -> None:
    """An equal request finds the answer, notes its use and what it saved; committed twice it saves once."""
    first = call(0)
    hand.do(first)
    hand.do(reply(first))
    again = call(1, digest=first.digest)
    for _ in range(2):
        known = hand.one(again)
        assert isinstance(known, Known)
        assert (known.answer.text, known.answer.call_id) == ("an answer", first.call_id)
    with hand.state.read() as conn:
        assert conn.execute(select(func.sum(batch_totals.c.saved_usd))).scalar_one() == COST
        uses = conn.execute(select(answer_uses.c.ordinal, answer_uses.c.known).order_by("ordinal")).all()
    assert [tuple(use) for use in uses] == [(0, False), (1, True)]


def test_the_first_candidate_with_an_answer_wins(hand: Hand) -> None:
    """Any candidate's answer is a hit, the plan's order decides, and a model that is no candidate is none."""
    for model, text in ((OTHER_MODEL, "other"), (MODEL, "first")):
        one = call(0, model=model, candidates=(model,))
        hand.do(one)
        hand.do(reply(one, text=text))
    answer = hand.one(call(0, candidates=(MODEL, OTHER_MODEL)))
    assert isinstance(answer, Known)
    assert answer.answer.text == "first"
    assert isinstance(hand.one(call(0, candidates=("local/smol",), model="local/smol")), Admitted)


def test_a_retry_that_was_asked_for_renews_the_request(hand: Hand) -> None:
    """A higher retry generation sends the asker back, before its answer is looked up."""
    one = call()
    hand.do(one)
    hand.do(reply(one))
    with hand.state.begin() as conn:
        conn.execute(retries.insert().values(project=PROJECT, root_digest=one.root_digest, generation=2))
    assert hand.one(call()) == Renewed(2)
    assert isinstance(hand.one(call(digest="f" * 64, root_digest=one.root_digest, generation=2)), Admitted)


def test_a_retry_of_a_text_renews_the_requests_about_its_parts(hand: Hand) -> None:
    """And one of a part comes on top of it, so that neither is in vain for what the other has asked for already."""
    one = call(above=("t" * 64, "u" * 64))
    for root, generation in ((one.root_digest, 1), ("u" * 64, 2)):
        with hand.state.begin() as conn:
            conn.execute(retries.insert().values(project=PROJECT, root_digest=root, generation=generation))
    assert hand.do(one, replace(one, call_id="call_other", above=())) == [Renewed(3), Renewed(1)]


def test_a_call_that_is_out_is_waited_for(hand: Hand) -> None:
    """Somebody's call for the same answer makes the asker wait, in the same group, too, but only for a candidate."""
    one, same = call(0), call(0)
    assert hand.do(one, same) == [Admitted(one.call_id), Busy(one.call_id, "worker-1")]
    assert hand.one(call(0)) == Busy(one.call_id, "worker-1")
    assert isinstance(hand.one(call(0, model=OTHER_MODEL, candidates=(OTHER_MODEL,))), Admitted)


def test_a_budget_admits_exactly_what_fits(state: State) -> None:
    """The last call that fits is admitted; the next is told for what it waits, and later that nothing is left."""
    hand = start(state, new_job(state, budget_usd=3 * WORST))
    calls = [call(i) for i in range(4)]
    *admitted, refused = hand.do(*calls)
    assert admitted == [Admitted(one.call_id) for one in calls[:3]]
    assert isinstance(refused, NoBudget)
    assert refused.scope == "job"
    assert "$0.03 reserved" in refused.waits_for
    hand.do(*(reply(one, cost=WORST) for one in calls[:3]))
    refused = hand.one(call(4))
    assert isinstance(refused, NoBudget)
    assert refused.waits_for == ""


def test_a_projects_cap_holds_over_its_jobs(state: State) -> None:
    """Two jobs of a project share its cap: what one reserves the other cannot."""
    first = start(state, new_job(state, project_cap=2 * WORST), worker_id="a")
    second = start(state, new_job(state), worker_id="b")
    assert isinstance(first.one(call(0)), Admitted)
    assert isinstance(second.one(call(1)), Admitted)
    refused = second.one(call(2))
    assert isinstance(refused, NoBudget)
    assert refused.scope == "project"


def test_settles_come_before_admits_of_their_group(state: State) -> None:
    """What a settle releases, an admit that stands before it in the same group can reserve."""
    hand = start(state, new_job(state, budget_usd=WORST + COST))
    first, second = call(0), call(1)
    hand.do(first)
    assert isinstance(hand.one(second), NoBudget)
    assert hand.do(second, reply(first))[0] == Admitted(second.call_id)


# ── settle ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["ok", "declined", "limited", "invalid", "error", "withdrawn", "unknown"])
def test_a_settle_committed_twice_moves_once(hand: Hand, status: str) -> None:
    """Every way in which a call may end is recorded as seen, and again it finds its own row."""
    one = call()
    hand.do(one)
    paid = {"ok": COST, "declined": COST, "invalid": COST}.get(status, ZERO)
    seen = CallStatus(status)
    settlement = reply(one, status=seen) if status in ("ok", "declined") else failure(one, seen, cost=paid)
    expected = Settled(one.call_id, seen, WORST if status == "unknown" else paid)
    assert hand.one(settlement) == hand.one(settlement) == expected
    assert hand.do(settlement, settlement) == [expected, expected]
    assert job_row(hand.state, hand.ref.job_id).reserved_usd == 0


def test_two_settles_of_a_call_in_one_group_move_once(hand: Hand) -> None:
    """The second settle of a call in its group finds what the first wrote."""
    one = call()
    hand.do(one)
    assert hand.do(reply(one), failure(one, CallStatus.ERROR)) == [Settled(one.call_id, CallStatus.OK, COST)] * 2


def test_a_call_that_was_taken_over_settles_stale_and_keeps_its_answer(hand: Hand) -> None:
    """After a takeover the old reply is booked at what it cost, and the new run finds its answer."""
    one = call()
    hand.do(one)
    epoch, bill = take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert (bill.sent, bill.admitted, bill.cost_usd) == (0, 1, WORST)
    assert hand.one(reply(one)) == hand.one(reply(one)) == Settled(one.call_id, CallStatus.STALE, COST)
    new = enter(hand.state, hand.ref.job_id, epoch, "worker-2")
    assert isinstance(new.one(call()), Known)


def test_a_withdrawal_after_a_takeover_costs_nothing(hand: Hand) -> None:
    """A call that was booked as unknown and was never sent is withdrawn in the end, and costs nothing."""
    one = call()
    hand.do(one)
    take(hand.state, hand.ref.job_id, runner="local", force=True)
    withdrawn = failure(one, CallStatus.WITHDRAWN)
    assert hand.one(withdrawn) == hand.one(withdrawn) == Settled(one.call_id, CallStatus.WITHDRAWN, ZERO)
    assert job_row(hand.state, hand.ref.job_id).spent_usd == 0


def test_the_first_answer_stays(hand: Hand) -> None:
    """A late reply to a request that was asked again is booked, and changes no answer."""
    one = call()
    hand.do(one)
    epoch, _ = take(hand.state, hand.ref.job_id, runner="local", force=True)
    new = enter(hand.state, hand.ref.job_id, epoch, "worker-2")
    again = call()
    new.do(again)
    new.do(reply(again, text="second call, first answer"))
    hand.do(reply(one, text="late"))
    with hand.state.read() as conn:
        assert conn.execute(select(answers.c.text)).scalars().all() == ["second call, first answer"]


# ── conclude ────────────────────────────────────────────────────────────────────────────────────


def test_the_last_conclusion_completes_the_job_and_ends_its_run(state: State) -> None:
    """Where no item is open the job is COMPLETED; conclusions committed twice stand and move nothing."""
    hand = start(state, new_job(state, items=2))
    assert hand.one(done(0)) == hand.one(done(0)) == Concluded(True)
    assert job_row(state, hand.ref.job_id).status == JobStatus.RUNNING
    failed = done(1, final=ItemStatus.FAILED)
    assert hand.one(failed) == hand.one(failed) == Concluded(True)
    row = job_row(state, hand.ref.job_id)
    assert (row.status, row.open_items, row.failed_items) == (JobStatus.COMPLETED, 0, 1)
    with state.read() as conn:
        assert conn.execute(select(runs.c.outcome)).scalar_one() == "completed"
    refused = hand.one(call(0))
    assert isinstance(refused, Refused)
    assert refused.reason is HeldReason.STOPPED


def test_a_repeated_conclusion_completes_a_job_whose_end_is_missing(state: State) -> None:
    """If the end was not written although no item is open, the next group writes it."""
    hand = start(state, new_job(state, items=1))
    hand.do(done(0))
    with state.begin() as conn:
        conn.execute(update(batch_jobs).values(status=JobStatus.RUNNING, completed_at=None))
    hand.do(done(0))
    assert job_row(state, hand.ref.job_id).status == JobStatus.COMPLETED


def test_an_item_has_one_final_state(hand: Hand) -> None:
    """Of two attempts that both conclude an item the first stands; the second is told that it does not."""
    assert hand.do(done(0), done(0, phase=1, final=ItemStatus.FAILED)) == [Concluded(True), Concluded(False)]
    assert hand.one(done(99)) == Concluded(False)


def test_too_many_failed_items_pause_the_job(state: State) -> None:
    """From twenty finished items on, more failures than allowed stop the job, and say how to go on."""
    hand = start(state, new_job(state, items=40, max_failed_percent=20))
    hand.do(*(done(i, final=ItemStatus.FAILED if i < 5 else ItemStatus.COMPLETED) for i in range(19)))
    assert job_row(state, hand.ref.job_id).wanted == Wanted.RUN
    hand.do(done(19))
    row = job_row(state, hand.ref.job_id)
    assert (row.wanted, row.error_class) == (Wanted.PAUSE, "too_many_failed")
    assert "5 of 20" in row.error_message


def test_a_bug_outranks_a_pause(hand: Hand) -> None:
    """A job that pauses and then meets our own bug keeps the bug as its error; other reasons come too late."""
    hand.do(Stop("no_credit", "first"), Stop("no_budget", "second"))
    assert job_row(hand.state, hand.ref.job_id).error_class == "no_credit"
    hand.do(Stop("bug", "a bug"))
    assert job_row(hand.state, hand.ref.job_id).error_class == "bug"


# ── open calls that nobody settles ──────────────────────────────────────────────────────────────


def _now(hand: Hand) -> float:
    with hand.state.read() as conn:
        return hand.state.now(conn)


def _expire(hand: Hand, *, in_s: float) -> None:
    with hand.state.begin() as conn:
        moment = hand.state.now(conn) + in_s
        conn.execute(update(batch_calls).where(batch_calls.c.status == "sent").values(expires_at=moment))


def test_a_sent_call_expires_and_an_admitted_one_never(hand: Hand) -> None:
    """Past its time-out and grace a sent call of a living worker is unknown to whoever meets it; its reply is stale."""
    sent, admitted = call(0), call(1)
    hand.do(sent, admitted, Sent(sent.call_id, 0, 60))
    hand.do(Sent(sent.call_id, _now(hand) - 74.0, 60.0), Sent("call_unheard_of", 1.0, 60.0))
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    _expire(hand, in_s=30)
    assert isinstance(other.one(call(0)), Busy)
    _expire(hand, in_s=-1)
    assert isinstance(other.one(call(0)), Admitted)
    assert isinstance(other.one(call(1)), Busy)
    assert row_of(hand.state, sent.call_id).status == CallStatus.UNKNOWN
    assert hand.one(reply(sent)) == Settled(sent.call_id, CallStatus.STALE, COST)


def test_a_lapsed_workers_call_is_taken_over_and_its_owner_may_revive(hand: Hand) -> None:
    """Who meets a lapsed worker's call makes it unknown; what nobody met is still the worker's when it comes back."""
    met, unmet = call(0), call(1)
    hand.do(met, unmet)
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    age(hand.state, "worker-1", 16)
    assert isinstance(other.one(call(0)), Admitted)
    assert hand.do(reply(met), reply(unmet)) == [
        Settled(met.call_id, CallStatus.STALE, COST),
        Settled(unmet.call_id, CallStatus.OK, COST),
    ]


def test_who_waits_for_a_budget_meets_its_calls(state: State) -> None:
    """A lapsed worker's reservations become unknown when a budget is waited for: nothing is left to wait for."""
    hand = start(state, new_job(state, budget_usd=WORST))
    hand.do(call(0))
    other = enter(state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    age(state, "worker-1", 16)
    refused = other.one(call(1))
    assert isinstance(refused, NoBudget)
    assert refused.waits_for == ""


def test_a_call_that_became_unknown_before_its_owner_heard_is_opened_again(hand: Hand) -> None:
    """An admit whose commit was not heard of, and whose row was taken over meanwhile, reserves again when repeated."""
    one = call(0)
    hand.do(one)
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    age(hand.state, "worker-1", 16)
    again = call(0)
    other.do(again)
    other.do(failure(again, CallStatus.WITHDRAWN))
    assert row_of(hand.state, one.call_id).status == CallStatus.UNKNOWN
    assert hand.one(one) == Admitted(one.call_id)
    assert hand.one(reply(one)) == Settled(one.call_id, CallStatus.OK, COST)


def test_an_admit_that_is_repeated_and_refused_leaves_nothing_reserved(hand: Hand) -> None:
    """An admit whose commit was not heard of, and which a pause refuses when it is repeated, is withdrawn."""
    one, sent = call(0), call(1)
    hand.do(one, sent)
    hand.do(Sent(sent.call_id, _now(hand), 60.0))
    want_pause(hand.state, hand.ref.job_id)
    refused = hand.do(one, call(2))
    assert [result.reason for result in refused if isinstance(result, Refused)] == [HeldReason.PAUSED] * 2
    assert row_of(hand.state, one.call_id).status == CallStatus.WITHDRAWN
    assert row_of(hand.state, sent.call_id).status == CallStatus.SENT, "what others of this worker have out stays"
    assert job_row(hand.state, hand.ref.job_id).reserved_usd == WORST
    assert isinstance(hand.one(one), Refused), "once more it finds its row withdrawn"


def test_an_admit_that_is_repeated_after_a_takeover_costs_nothing(hand: Hand) -> None:
    """A call that was never sent does not stay unknown at its worst case: its owner, fenced by now, withdraws it."""
    one = call(0)
    hand.do(one)
    take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert job_row(hand.state, hand.ref.job_id).spent_usd == WORST
    assert isinstance(hand.one(one), Refused)
    assert row_of(hand.state, one.call_id).status == CallStatus.WITHDRAWN
    assert job_row(hand.state, hand.ref.job_id).spent_usd == ZERO


def test_an_unheard_admit_whose_answer_is_there_by_now_costs_nothing(hand: Hand) -> None:
    """When another worker took a call over and has its answer, the owner that repeats its admit withdraws its own."""
    one = call(0)
    hand.do(one)
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    age(hand.state, "worker-1", 16)
    again = call(0)
    other.do(again)
    other.do(reply(again))
    known = hand.one(one)
    assert isinstance(known, Known)
    assert row_of(hand.state, one.call_id).status == CallStatus.WITHDRAWN
    assert job_row(hand.state, hand.ref.job_id).spent_usd == COST


def test_a_parked_call_survives_its_worker(hand: Hand) -> None:
    """A provider's batch outlives a takeover: its call stays open and is waited for."""
    one = call(0, kind="batch")
    hand.do(one)
    with hand.state.begin() as conn:
        conn.exec_driver_sql("UPDATE batch_calls SET status = 'parked'")
    epoch, bill = take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert (bill.sent, bill.admitted, bill.cost_usd) == (0, 0, ZERO)
    new = enter(hand.state, hand.ref.job_id, epoch, "worker-2")
    assert new.one(call(0)) == Busy(one.call_id, "worker-1")
    assert new.one(reply(one)) == Settled(one.call_id, CallStatus.OK, COST)


# ── shares ──────────────────────────────────────────────────────────────────────────────────────


def test_shares_never_pass_the_concurrency(state: State) -> None:
    """Who comes later gets its fair part as calls end, and all together never hold more than the limit."""
    first = start(state, new_job(state, concurrency=6))
    second = enter(state, first.ref.job_id, first.ref.epoch, "worker-2")
    assert first.one(ShareAsk(10, 0)) == 6
    assert second.one(ShareAsk(10, 0)) == 0
    assert first.one(ShareAsk(10, 5)) == 5
    assert second.one(ShareAsk(10, 0)) == 1
    assert first.one(ShareAsk(10, 2)) == 3
    assert second.one(ShareAsk(10, 1)) == 3


def test_a_lapsed_workers_share_returns_when_its_calls_have_expired(state: State) -> None:
    """What a lapsed worker has out may still be running: its part is free only when that has expired."""
    first = start(state, new_job(state, concurrency=6))
    second = enter(state, first.ref.job_id, first.ref.epoch, "worker-2")
    one = call(0)
    first.do(one, ShareAsk(10, 0))
    first.do(Sent(one.call_id, _now(first), 60))
    age(state, "worker-1", 16)
    assert second.one(ShareAsk(10, 0)) == 5
    _expire(first, in_s=-1)
    assert second.one(ShareAsk(10, 0)) == 6


@pytest.mark.parametrize(
    ("limit", "wanted", "parts"),
    [
        (10, {"a": 10, "b": 10}, {"a": 5, "b": 5}),
        (10, {"a": 2, "b": 20}, {"a": 2, "b": 8}),
        (3, {"a": 9, "b": 9}, {"a": 2, "b": 1}),
        (1, {"a": 0, "b": 3, "c": 3}, {"a": 0, "b": 1, "c": 0}),
    ],
)
def test_fair_parts(limit: int, wanted: dict[str, int], parts: dict[str, int]) -> None:
    """Max-min fair whole parts never pass the limit, and nobody gets more than it wants."""
    assert fair_parts(limit, wanted) == parts


def test_an_unattended_stop_is_final_for_those_who_wake(hand: Hand) -> None:
    """A cancel without a living worker books what was out; the worker that wakes settles stale and writes no more."""
    one = call(0)
    hand.do(one)
    age(hand.state, "worker-1", 16)
    assert stop_unattended(hand.state, hand.ref.job_id, JobStatus.CANCELLED)
    assert not stop_unattended(hand.state, hand.ref.job_id, JobStatus.CANCELLED)
    assert hand.one(replace(reply(one), cost_usd=Decimal("0.009"))) == Settled(
        one.call_id, CallStatus.STALE, Decimal("0.009")
    )
    assert hand.one(done(0)) == Concluded(False)
