"""Every move of a call is in the table, and every move of the table is made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal

import pytest
from sqlalchemy import text

from state.engine import State
from state.group import WorkerRef
from state.leases import leave
from state.migrate import open_state
from state.reconcile import reconcile
from state.status import CALL_MOVES, OPEN_CALLS, SEEN_CALLS, CallStatus, moved
from state.writer import Sent
from tests.books import COST, Hand, call, enter, failure, new_job, reply, start
from tests.test_state_walk import ITEMS, STEPS, Walk

Move = tuple[str, str]
S = CallStatus
PARKED = {(was, to) for was, ends in CALL_MOVES.items() for to in ends if was is S.PARKED}
"""Nothing parks a call yet."""


@pytest.fixture
def sqlite_state(sqlite_url: str) -> Iterator[State]:
    """A fresh state, whose triggers are written in SQLite's words."""
    with closing(open_state(sqlite_url)) as opened:
        yield opened


def watch(state: State) -> Callable[[], set[Move]]:
    """Have the database itself note each change of a call's status."""
    with state.begin() as conn:
        conn.execute(text("CREATE TABLE moves (was TEXT, became TEXT)"))
        conn.execute(
            text(
                "CREATE TRIGGER note_moves AFTER UPDATE OF status ON batch_calls WHEN OLD.status <> NEW.status "
                "BEGIN INSERT INTO moves VALUES (OLD.status, NEW.status); END"
            )
        )

    def seen() -> set[Move]:
        with state.read() as conn:
            return {(row.was, row.became) for row in conn.execute(text("SELECT DISTINCT was, became FROM moves"))}

    return seen


def settle_all(state: State, hand: Hand, late: Hand, *, sent: bool) -> None:
    """Let calls, sent or just admitted, end in each way that there is; `late` is the same worker after a takeover."""
    for end in (*SEEN_CALLS - {S.STALE}, S.WITHDRAWN, S.UNKNOWN):
        intent = call(0, digest=f"{end}{sent}".ljust(64, "0"))
        hand.one(intent)
        if sent:
            hand.one(Sent(intent.call_id, 1.0, 60.0))
        hand.one(reply(intent) if end is S.OK else failure(intent, end))
    intent = call(1, digest=f"stale{sent}".ljust(64, "0"))
    hand.one(intent)
    if sent:
        hand.one(Sent(intent.call_id, 1.0, 60.0))
    late.one(reply(intent))


def test_every_move_of_the_table_is_made_and_no_other(sqlite_state: State) -> None:
    """Calls that end in each way, late, lost, asked again and corrected by people make exactly the table's moves."""
    state = sqlite_state
    seen = watch(state)
    job_id = new_job(state)
    hand = start(state, job_id)
    late = Hand(state, WorkerRef(job_id, hand.ref.epoch + 7, hand.ref.worker_id))
    settle_all(state, hand, late, sent=False)
    settle_all(state, hand, late, sent=True)

    lost, unheard, corrected, withdrawn = (call(i, digest=f"{i}{'x' * 62}") for i in range(2, 6))
    other = enter(state, job_id, hand.ref.epoch, "worker-2")
    for intent in (lost, unheard, corrected, withdrawn):
        other.one(intent)
    leave(state, other.ref, reason="done", held_items=1)
    other = enter(state, job_id, hand.ref.epoch, "worker-2")
    other.one(unheard)
    other.one(reply(lost))
    other.one(failure(withdrawn, S.WITHDRAWN))
    for cost in (COST, None, Decimal(1)):
        reconcile(state, job_id, [corrected.call_id], cost_usd=cost, drop=cost is None)

    table = {(str(was), str(to)) for was, ends in CALL_MOVES.items() for to in ends}
    assert seen() - table == set()
    assert table - {(str(was), str(to)) for was, to in PARKED} - seen() == set()


@pytest.mark.parametrize("seed", range(6))
def test_no_walk_leaves_the_table(sqlite_state: State, seed: int) -> None:
    """Whatever happens in whatever order, no call moves but as the table says."""
    seen = watch(sqlite_state)
    walk = Walk(sqlite_state, random.Random(seed))  # noqa: S311  # a walk that can be walked again
    walk.jobs = [new_job(sqlite_state, items=ITEMS) for _ in range(2)]
    for _ in range(STEPS):
        walk.step()
    assert seen()
    assert [(was, to) for was, to in seen() if to not in CALL_MOVES[CallStatus(was)]] == []


def test_a_move_that_the_table_lacks_is_our_bug() -> None:
    """The table knows all statuses; what it lacks is refused by name, and what was seen stays."""
    assert set(CALL_MOVES) == set(CallStatus)
    assert {end for end in SEEN_CALLS if CALL_MOVES[end]} == {S.ERROR}
    assert all(S.ADMITTED not in CALL_MOVES[was] for was in OPEN_CALLS)
    with pytest.raises(ValueError, match="a call that is ok cannot become unknown"):
        moved("ok", S.UNKNOWN)
