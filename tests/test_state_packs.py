"""One call for many inputs: looked at, written, settled and shared out as a call of each would be, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from state.control import delete, reconcile, want_pause
from state.engine import State
from state.errors import EngineError
from state.group import WorkerRef
from state.leases import leave, take
from state.records import (
    ZERO,
    Admitted,
    Busy,
    HeldReason,
    Intent,
    Known,
    Look,
    Missing,
    NoBudget,
    Refused,
    Regroup,
    Renewed,
    Role,
    Settled,
)
from state.schema import answer_uses, answers, batch_calls, batch_jobs, batch_totals, call_items, retries
from state.status import CallStatus
from state.sums import compare_sums
from state.workspace import Workspace
from state.writer import Sent
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
    embedding,
    enter,
    failure,
    job_row,
    new_job,
    pack,
    pack_reply,
    reply,
    row_of,
    start,
)
from tests.query_plans import assert_indexed

PICO = Decimal("0.000000000001")


@pytest.fixture(autouse=True)
def balanced(state: State) -> Iterator[None]:
    """After each test the books balance."""
    yield
    assert_books(state)


@pytest.fixture
def hand(state: State) -> Hand:
    """A worker on a job of ten items."""
    return start(state, new_job(state))


def shares(state: State, call_id: str) -> list[Decimal]:
    """What each input of a packed call has of its money, by item."""
    with state.read() as conn:
        part = call_items.c
        query = select(part.share_usd).where(part.call_id == call_id).order_by(part.ordinal, part.digest)
        return list(conn.execute(query).scalars())


def uses(state: State) -> list[tuple[object, ...]]:
    """Which answer each step used, and whether it was known."""
    with state.read() as conn:
        use = answer_uses.c
        query = select(use.ordinal, use.digest, use.call_id, use.known).order_by(use.ordinal, use.digest)
        return [tuple(row) for row in conn.execute(query)]


# ── look ────────────────────────────────────────────────────────────────────────────────────────


def test_a_look_finds_what_an_admit_would_and_writes_nothing(hand: Hand) -> None:
    """Nobody's request is missing, one that is out is busy, one that is answered is known, a retried one is renewed."""
    out, answered = embedding(1), embedding(2)
    hand.do(out, answered)
    hand.do(reply(answered))
    with hand.state.begin() as conn:
        conn.execute(retries.insert().values(project=PROJECT, root_digest=embedding(3).digest, generation=4))
    missing, busy, known, renewed = hand.do(*(Look(embedding(i)) for i in range(4)))
    assert (missing, busy, renewed) == (Missing(), Busy(out.call_id, "worker-1"), Renewed(4))
    assert isinstance(known, Known)
    assert known.answer.call_id == answered.call_id
    assert hand.one(Look(embedding(1, model=OTHER_MODEL, candidates=(OTHER_MODEL,)))) == Missing()
    with hand.state.read() as conn:
        assert conn.execute(select(func.count()).select_from(batch_calls)).scalar_one() == 2
    assert job_row(hand.state, hand.ref.job_id).reserved_usd == WORST


def test_drawn_labels_do_not_change_when_a_better_candidate_answers_late(hand: Hand) -> None:
    """Of labels the oldest answer counts, of any other request the first candidate's."""
    for role, expected in ((Role.LABELS, OTHER_MODEL), (Role.EXECUTOR, MODEL)):
        asked = call(digest=f"of {role}", role=role, candidates=(MODEL, OTHER_MODEL))
        late, first = (replace(asked, call_id=f"{role} {model}", model=model) for model in (MODEL, OTHER_MODEL))
        for one in (first, late):
            alone = replace(one, candidates=(one.model,))
            hand.do(alone)
            hand.do(reply(alone))
        found = hand.one(Look(replace(asked, call_id=f"{role} again", ordinal=1, item_id="item-1")))
        assert isinstance(found, Known)
        assert found.answer.requested_model == expected


def test_a_look_notes_the_use_of_what_is_known_and_saves_once(hand: Hand) -> None:
    """The step's use stands there, what it saved is counted once, however often the look is committed."""
    first = embedding(0)
    hand.do(first)
    hand.do(reply(first))
    again = Look(embedding(1, digest=first.digest))
    for _ in range(2):
        assert isinstance(hand.one(again), Known)
    assert hand.do(again, again)[0] == hand.one(Look(embedding(0)))
    with hand.state.read() as conn:
        assert conn.execute(select(func.sum(batch_totals.c.saved_usd))).scalar_one() == COST
    assert [(ordinal, known) for ordinal, _, _, known in uses(hand.state)] == [(0, False), (1, True)]


def test_a_look_sees_what_its_own_group_admits(hand: Hand) -> None:
    """Who looks in the group that writes a call waits for it."""
    one, two = embedding(0), pack(embedding(1), embedding(2))
    assert hand.do(Look(embedding(0)), Look(embedding(2)), one, two)[:2] == [
        Busy(one.call_id, "worker-1"),
        Busy(two.call_id, "worker-1"),
    ]


def test_a_look_of_a_job_that_is_to_stop_is_refused(hand: Hand) -> None:
    """Pause, takeover and deletion refuse a look as they refuse an admit."""
    want_pause(hand.state, hand.ref.job_id)
    told = [hand.one(Look(embedding(0)))]
    take(hand.state, hand.ref.job_id, runner="local", force=True)
    told.append(hand.one(Look(embedding(0))))
    told.append(Hand(hand.state, WorkerRef("job_gone", 1, "worker-1")).one(Look(embedding(0))))
    assert [one.reason for one in told if isinstance(one, Refused)] == [
        HeldReason.PAUSED, HeldReason.FENCED, HeldReason.FENCED,
    ]  # fmt: skip


# ── admit ───────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_is_one_row_and_one_for_each_input(hand: Hand) -> None:
    """Its row reserves the sum of the worst cases, its inputs share it; committed twice it is there once."""
    dear = replace(embedding(1), worst_case_usd=WORST + PICO)
    one = pack(embedding(0), dear, embedding(2, phase=1))
    assert hand.one(one) == hand.one(one) == Admitted(one.call_id)
    assert hand.do(one, one) == [Admitted(one.call_id)] * 2
    row = row_of(hand.state, one.call_id)
    assert (row.kind, row.items, row.role, row.ordinal, row.item_id) == ("packed", 3, "embedding", 0, "item-0")
    assert (row.digest, row.reserved_usd, row.cost_usd) == (one.digest, 3 * WORST + PICO, ZERO)
    assert shares(hand.state, one.call_id) == [WORST, WORST + PICO, WORST]
    assert job_row(hand.state, hand.ref.job_id).reserved_usd == 3 * WORST + PICO
    with hand.state.read() as conn:
        rows = conn.execute(select(call_items.c.ordinal, call_items.c.phase, call_items.c.digest).order_by("ordinal"))
        assert [tuple(row) for row in rows] == [(part.ordinal, part.phase, part.digest) for part in one.parts]


def test_what_nobody_looks_for_in_packs_is_not_packed(hand: Hand) -> None:
    """A pack of another role would not be seen by who asks the same: it is our own bug, and is not written."""
    with pytest.raises(EngineError, match="packs judge: see PACKED_ROLES"):
        hand.one(pack(embedding(0), embedding(1, role=Role.JUDGE)))


def test_an_item_may_have_several_inputs_in_a_pack(hand: Hand) -> None:
    """What tells inputs apart is what they ask for."""
    one = pack(embedding(0, digest="a" * 64), embedding(0, digest="b" * 64))
    assert isinstance(hand.one(one), Admitted)
    assert hand.one(pack_reply(one, COST, 2 * COST)) == Settled(one.call_id, CallStatus.OK, 3 * COST)
    assert shares(hand.state, one.call_id) == [COST, 2 * COST]


@pytest.mark.parametrize("why", ["known", "renewed", "out alone", "out in a pack", "out in the group"])
def test_a_pack_with_a_needless_input_is_not_written(hand: Hand, why: str) -> None:
    """One input that is answered, asked or to be asked anew sends the whole pack back, and nothing is reserved."""
    before = []
    if why == "known":
        hand.do(one := embedding(1))
        hand.do(reply(one))
    elif why == "renewed":
        with hand.state.begin() as conn:
            conn.execute(retries.insert().values(project=PROJECT, root_digest=embedding(1).digest, generation=1))
    elif why == "out alone":
        hand.do(embedding(1))
    elif why == "out in a pack":
        hand.do(pack(embedding(1), embedding(5)))
    else:
        before = [pack(embedding(1), embedding(5))]
    reserved = job_row(hand.state, hand.ref.job_id).reserved_usd
    one = pack(embedding(0), embedding(1))
    assert hand.do(*before, one)[-1] == Regroup()
    with hand.state.read() as conn:
        assert conn.execute(select(func.count()).where(call_items.c.call_id == one.call_id)).scalar_one() == 0
        assert not conn.execute(select(batch_calls).where(batch_calls.c.call_id == one.call_id)).all()
    assert uses(hand.state) == ([(1, embedding(1).digest, uses(hand.state)[0][2], False)] if why == "known" else [])
    assert job_row(hand.state, hand.ref.job_id).reserved_usd == reserved + (2 * WORST if before else ZERO)


def test_what_is_out_in_a_pack_is_waited_for_by_all(hand: Hand) -> None:
    """Each input of an open pack is busy for looks and admits of other workers and jobs, but only for a candidate."""
    one = pack(embedding(0), embedding(1))
    hand.do(one)
    busy = Busy(one.call_id, "worker-1")
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    assert other.do(embedding(1), Look(embedding(0)), Look(embedding(2))) == [busy, busy, Missing()]
    theirs = start(hand.state, new_job(hand.state), worker_id="worker-3")
    assert theirs.one(Look(embedding(1))) == busy
    assert isinstance(theirs.one(embedding(1, model=OTHER_MODEL, candidates=(OTHER_MODEL,))), Admitted)
    strangers = start(hand.state, new_job(hand.state, project="another"), worker_id="worker-4")
    assert strangers.one(Look(embedding(1))) == Missing()
    hand.do(pack_reply(one))
    assert isinstance(other.one(Look(embedding(1))), Known)


def test_a_pack_that_does_not_fit_a_budget_waits_whole(state: State) -> None:
    """Its worst case is one sum: it is admitted when all of it fits, and no input before."""
    hand = start(state, new_job(state, budget_usd=3 * WORST))
    out = embedding(9)
    hand.do(out)
    one = pack(embedding(0), embedding(1), embedding(2))
    refused = hand.one(one)
    assert isinstance(refused, NoBudget)
    assert "$0.01 reserved" in refused.waits_for
    hand.do(failure(out, CallStatus.LIMITED))
    assert hand.one(one) == Admitted(one.call_id)
    assert job_row(state, hand.ref.job_id).reserved_usd == 3 * WORST


@pytest.mark.parametrize("stop", ["pause", "takeover"])
def test_a_pack_that_is_repeated_and_refused_leaves_nothing_reserved(hand: Hand, stop: str) -> None:
    """An admit whose commit was not heard of, and which is then refused, is withdrawn with its shares."""
    one = pack(embedding(0), embedding(1))
    hand.do(one)
    if stop == "pause":
        want_pause(hand.state, hand.ref.job_id)
    else:
        take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert isinstance(hand.one(one), Refused)
    assert row_of(hand.state, one.call_id).status == CallStatus.WITHDRAWN
    assert shares(hand.state, one.call_id) == [ZERO, ZERO]
    assert job_row(hand.state, hand.ref.job_id).spent_usd == ZERO


def lost(hand: Hand, one: Intent) -> Hand:
    """Let a pack become unknown before its owner hears of it; the worker that met it has its first input out."""
    hand.do(one)
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    age(hand.state, "worker-1", 16)
    assert isinstance(other.one(one.parts[0]), Admitted)
    row = row_of(hand.state, one.call_id)
    assert (row.status, row.cost_usd) == (CallStatus.UNKNOWN, one.worst_case_usd)
    return other


def test_a_pack_that_became_unknown_is_opened_again(hand: Hand) -> None:
    """Its owner repeats the admit: its worst case is reserved again, its inputs are there, and it settles."""
    one = pack(embedding(0), embedding(1))
    other = lost(hand, one)
    assert_books(hand.state)
    other.do(failure(one.parts[0], CallStatus.WITHDRAWN))
    assert hand.one(one) == Admitted(one.call_id)
    assert hand.one(Look(embedding(1))) == Busy(one.call_id, "worker-1")
    assert_books(hand.state)
    assert hand.one(pack_reply(one)) == Settled(one.call_id, CallStatus.OK, 2 * COST)


@pytest.mark.parametrize("answered", [True, False])
def test_an_unheard_pack_whose_input_is_asked_elsewhere_costs_nothing(hand: Hand, answered: bool) -> None:
    """When another worker asks, or has asked, for one of its inputs, the pack is withdrawn and regrouped."""
    one = pack(embedding(0), embedding(1))
    other = lost(hand, one)
    if answered:
        other.do(reply(one.parts[0]))
    assert hand.one(one) == Regroup()
    assert row_of(hand.state, one.call_id).status == CallStatus.WITHDRAWN
    assert job_row(hand.state, hand.ref.job_id).spent_usd == (COST if answered else ZERO)


# ── settle ──────────────────────────────────────────────────────────────────────────────────────


def test_an_answered_pack_is_known_to_each_of_its_inputs(hand: Hand) -> None:
    """Each input's answer is kept by its own request and its use noted, and its share is what its answer cost."""
    one = pack(embedding(0), replace(embedding(1), reason="fast tier"), embedding(2, phase=1))
    hand.do(one)
    costs = (COST, ZERO, COST + PICO)
    settlement = pack_reply(one, *costs)
    settled = Settled(one.call_id, CallStatus.OK, 2 * COST + PICO)
    assert hand.one(settlement) == hand.one(settlement) == settled
    assert hand.do(settlement, settlement) == [settled, settled]
    assert shares(hand.state, one.call_id) == list(costs)
    assert uses(hand.state) == [(i, part.digest, one.call_id, False) for i, part in enumerate(one.parts)]
    with hand.state.read() as conn:
        assert conn.execute(select(answer_uses.c.reason).where(answer_uses.c.ordinal == 1)).scalar_one() == "fast tier"
        kept = conn.execute(select(answers.c.digest, answers.c.text, answers.c.call_id).order_by("text")).all()
    assert [tuple(row) for row in kept] == [
        (part.digest, f"an answer to {i}", one.call_id) for i, part in enumerate(one.parts)
    ]
    known = hand.one(Look(embedding(1)))
    assert isinstance(known, Known)
    assert (known.answer.cost_usd, known.answer.call_id) == (ZERO, one.call_id)


@pytest.mark.parametrize("status", ["limited", "declined", "invalid", "error", "withdrawn", "unknown"])
def test_however_a_pack_ends_its_shares_are_what_it_cost(hand: Hand, status: str) -> None:
    """What brings no answers is shared by what the inputs might have cost, and nothing is shared where it was free."""
    one = pack(embedding(0), replace(embedding(1), worst_case_usd=3 * WORST), embedding(2))
    hand.do(one)
    seen = CallStatus(status)
    paid = {"declined": 5 * PICO, "invalid": 7 * PICO}.get(status, ZERO)
    settlement = failure(one, seen, cost=paid)
    cost = 5 * WORST if status == "unknown" else paid
    assert hand.one(settlement) == hand.one(settlement) == Settled(one.call_id, seen, cost)
    assert shares(hand.state, one.call_id) == {
        "declined": [PICO, 3 * PICO, PICO],
        "invalid": [2 * PICO, 4 * PICO, PICO],
        "unknown": [WORST, 3 * WORST, WORST],
    }.get(status, [ZERO] * 3)


def test_a_pack_that_was_taken_over_settles_stale_and_keeps_its_answers(hand: Hand) -> None:
    """Unknown at its worst case, one call on the bill; its late reply is booked, and all its answers are known."""
    one = pack(embedding(0), embedding(1))
    hand.do(one, Sent(one.call_id, 1.0, 60.0))
    epoch, bill = take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert (bill.sent, bill.admitted, bill.cost_usd) == (0, 1, 2 * WORST)
    assert shares(hand.state, one.call_id) == [WORST, WORST]
    assert_books(hand.state)
    new = enter(hand.state, hand.ref.job_id, epoch, "worker-2")
    assert new.one(Look(embedding(1))) == Missing()
    stale = Settled(one.call_id, CallStatus.STALE, 2 * COST)
    assert hand.one(pack_reply(one)) == hand.one(pack_reply(one)) == stale
    assert shares(hand.state, one.call_id) == [COST, COST]
    assert all(isinstance(result, Known) for result in new.do(Look(embedding(0)), Look(embedding(1))))


def test_the_first_answer_to_an_input_stays(hand: Hand) -> None:
    """A late pack changes no answer that came meanwhile, and adds those that did not."""
    one = pack(embedding(0), embedding(1))
    other = lost(hand, one)
    other.do(reply(one.parts[0], text="came first"))
    hand.do(pack_reply(one, text="late"))
    with hand.state.read() as conn:
        assert set(conn.execute(select(answers.c.text)).scalars()) == {"came first", "late to 1"}


def test_answers_that_are_not_one_for_each_input_are_not_taken(hand: Hand) -> None:
    """A settlement whose answers do not match its inputs is our own bug, and stores nothing."""
    one = pack(embedding(0), embedding(1))
    hand.do(one)
    settlement = pack_reply(one)
    with pytest.raises(ValueError, match="shorter"):
        hand.one(replace(settlement, part_answers=settlement.part_answers[:1]))
    assert row_of(hand.state, one.call_id).status == CallStatus.ADMITTED


# ── what comes after ────────────────────────────────────────────────────────────────────────────


def test_a_correction_is_shared_as_the_cost_before_it_was(hand: Hand) -> None:
    """What a person says an unknown pack cost is shared by the worst cases; after a drop, among all alike."""
    one = pack(embedding(0), replace(embedding(1), worst_case_usd=3 * WORST))
    live = embedding(2)
    hand.do(one, live)
    job_id = hand.ref.job_id
    take(hand.state, job_id, runner="local", force=True)
    assert reconcile(hand.state, job_id, [one.call_id, live.call_id], cost_usd=COST).calls == 2
    assert shares(hand.state, one.call_id) == [COST / 4, COST * 3 / 4]
    assert_books(hand.state)
    reconcile(hand.state, job_id, [one.call_id], drop=True)
    assert shares(hand.state, one.call_id) == [ZERO, ZERO]
    assert_books(hand.state)
    reconcile(hand.state, job_id, [one.call_id], cost_usd=3 * PICO)
    assert shares(hand.state, one.call_id) == [2 * PICO, PICO]
    hand.do(pack_reply(one))
    assert row_of(hand.state, one.call_id).cost_usd == 3 * PICO, "a late reply does not undo what a person said"


def test_a_retry_sends_back_a_pack_that_was_built_before_it(hand: Hand) -> None:
    """After a retry of one item its input looks anew, and goes with its new generation."""
    with hand.state.begin() as conn:
        conn.execute(retries.insert().values(project=PROJECT, root_digest=embedding(1).digest, generation=1))
    assert hand.one(pack(embedding(0), embedding(1))) == Regroup()
    assert hand.do(Look(embedding(0)), Look(embedding(1))) == [Missing(), Renewed(1)]
    renewed = embedding(1, digest="f" * 64, root_digest=embedding(1).digest, generation=1)
    assert isinstance(hand.one(pack(embedding(0), renewed)), Admitted)


def test_a_deleted_jobs_pack_stays_in_the_ledger_and_its_reply_is_kept(hand: Hand, tmp_path: Path) -> None:
    """The row and its inputs outlive the job; the late reply is paid by the project, and shared."""
    one, paid = pack(embedding(0), embedding(1)), pack(embedding(2), embedding(3))
    hand.do(one, paid)
    hand.do(pack_reply(paid))
    with hand.state.begin() as conn:
        conn.execute(update(batch_jobs).values(status="PAUSED"))
    delete(hand.state, Workspace(str(tmp_path)), hand.ref.job_id)
    assert shares(hand.state, one.call_id) == [WORST, WORST]
    assert hand.one(pack_reply(one)) == hand.one(pack_reply(one)) == Settled(one.call_id, CallStatus.STALE, 2 * COST)
    assert shares(hand.state, one.call_id) == shares(hand.state, paid.call_id) == [COST, COST]
    again = start(hand.state, new_job(hand.state), worker_id="worker-2")
    assert all(isinstance(result, Known) for result in again.do(*(Look(embedding(i)) for i in range(4))))


def test_who_leaves_and_who_lapses_leaves_packs_unknown(hand: Hand) -> None:
    """A pack is swept like a call: once, at its worst case, whichever of its inputs is met."""
    mine, theirs = pack(embedding(0), embedding(1)), pack(embedding(2), embedding(3))
    hand.do(mine)
    other = enter(hand.state, hand.ref.job_id, hand.ref.epoch, "worker-2")
    other.do(theirs)
    age(hand.state, "worker-1", 16)
    assert other.do(Look(embedding(0)), Look(embedding(1))) == [Missing(), Missing()]
    leave(hand.state, other.ref, reason="done", held_items=0)
    for one in (mine, theirs):
        assert row_of(hand.state, one.call_id).status == CallStatus.UNKNOWN
    assert job_row(hand.state, hand.ref.job_id).spent_usd == 4 * WORST


def test_a_packs_cost_is_one_call_of_its_bundle(hand: Hand) -> None:
    """The ledger's sum over a bundle has the whole pack once, at what all of its inputs cost."""
    one = pack(embedding(0), embedding(1), embedding(2))
    hand.do(one)
    hand.do(pack_reply(one))
    found = compare_sums(hand.state, hand.ref.job_id, hand.ref.epoch, {one.bundle_id: (1, 3 * COST)})
    assert (found.differing, found.ledger_usd) == ((), 3 * COST)


def test_packs_are_read_and_written_by_index(hand: Hand) -> None:
    """No statement about a pack reads a table that grows with calls from end to end."""
    one = pack(embedding(0), embedding(1))
    with assert_indexed(hand.state) as plans:
        hand.do(one, Look(embedding(1)), Look(embedding(2)))
        hand.do(pack_reply(one), pack(embedding(2), embedding(3)), Look(embedding(0)))
        take(hand.state, hand.ref.job_id, runner="local", force=True)
    assert any("ix_call_items_digest" in plan for plan in plans)
