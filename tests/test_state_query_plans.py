"""No statement of the hot path reads a table that grows with items or calls from end to end."""

from __future__ import annotations

from sqlalchemy import Connection, event

from state.engine import State
from state.leases import leave, take
from state.provider_settings import ScopeLimit
from state.rates import RateAsk
from state.shares import ShareAsk
from state.status import CallStatus
from state.writer import Sent
from tests.books import MODEL, WORST, age, call, done, enter, failure, new_job, reply, start
from tests.query_plans import BIG, _postgres, _sqlite, assert_indexed

LIMIT = ScopeLimit(MODEL, requests_per_minute=60, concurrency=4)


def test_the_hot_path_reads_by_index(state: State) -> None:
    """Every SELECT of a group, of a takeover and of leaving uses an index of the big tables."""
    hand = start(state, new_job(state, budget_usd=3 * WORST))
    first, second = call(0), call(1)
    with assert_indexed(state) as plans:
        hand.do(first, second, ShareAsk(5, 1), ShareAsk(5, 1, LIMIT), RateAsk(LIMIT.scope, 1, (LIMIT,), 50))
        hand.do(RateAsk(LIMIT.scope, 2, (LIMIT,), 50))
        hand.do(Sent(first.call_id, 1.0, 60), reply(first), done(0), call(2), call(0, digest=first.digest))
        other = enter(state, hand.ref.job_id, hand.ref.epoch, "worker-2")
        age(state, "worker-1", 20)
        other.do(call(1), call(3), call(4), call(5), ShareAsk(3, 0), ShareAsk(3, 0, LIMIT))
        leave(state, other.ref, reason="done", held_items=0)
        take(state, hand.ref.job_id, runner="local", force=True)
    assert any("ix_batch_calls_open" in plan for plan in plans)


def test_the_hot_path_writes_by_index(state: State) -> None:
    """Every UPDATE of a group finds its row by an index."""
    hand = start(state, new_job(state))
    one, two = call(0), call(1)
    hand.do(one, two)
    seen: dict[str, object] = {}

    def note(conn: Connection, cursor: object, statement: str, parameters: object, *more: object) -> None:
        if statement.startswith(("UPDATE", "DELETE")):
            seen[statement] = parameters[0] if isinstance(parameters, list) else parameters

    event.listen(state.engine, "before_cursor_execute", note)
    hand.do(Sent(one.call_id, 1.0, 60), reply(one), failure(two, CallStatus.ERROR), done(0))
    take(state, hand.ref.job_id, runner="local", force=True)
    event.remove(state.engine, "before_cursor_execute", note)
    assert {name for name in BIG if any(statement.startswith(f"UPDATE {name} ") for statement in seen)} == {
        "batch_calls",
        "batch_items",
    }
    with state.begin() as conn:
        for statement, parameters in seen.items():
            plan = (_sqlite if state.dialect == "sqlite" else _postgres)(conn, statement, parameters)
            for name in BIG:
                assert f"SCAN {name}" not in plan, statement
                assert f"Seq Scan on {name}" not in plan, statement
