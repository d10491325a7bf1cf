"""Connections that are kept: none is handed out that died meanwhile, and none is asked that was used just now."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import text

from state import engine
from state.engine import State
from state.errors import StateUnreachableError
from tests.fakes.postgres import PostgresServer


def test_a_server_that_started_anew_is_not_told_as_one_that_does_not_answer(
    postgres: PostgresServer, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that waited for a person meanwhile goes on: all connections that it kept are made anew."""
    monkeypatch.setattr(engine, "_FRESH_S", 0.0)
    with closing(State(postgres_url)) as state:
        with state.read() as one, state.begin() as other:
            assert one.execute(text("SELECT 1")).scalar_one() == other.execute(text("SELECT 1")).scalar_one()
        postgres.stop()
        postgres.start()
        with state.begin() as one, state.read() as other:
            assert one.execute(text("SELECT 1")).scalar_one() == other.execute(text("SELECT 1")).scalar_one()


def test_a_server_that_is_down_is_told_as_such(
    postgres: PostgresServer, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks it meets the same error as without a connection that was kept, and may wait for it."""
    monkeypatch.setattr(engine, "_FRESH_S", 0.0)
    with closing(State(postgres_url)) as state:
        with state.read() as conn:
            conn.execute(text("SELECT 1"))
        postgres.stop()
        with pytest.raises(StateUnreachableError, match="does not answer") as raised, state.read():
            pass
        assert state.may_come_back(raised.value)
        postgres.start()


def test_a_writer_pays_no_round_trip(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that was given back just now is asked nothing; one that rested is."""
    with closing(State(postgres_url)) as state:
        asked: list[object] = []
        ping = state.engine.dialect.do_ping

        def noted(connection: object) -> bool:
            asked.append(connection)
            return ping(connection)  # type: ignore[arg-type]  # as the pool gives it

        monkeypatch.setattr(state.engine.dialect, "do_ping", noted)
        for fresh_s, pings in (60.0, 0), (0.0, 2):
            monkeypatch.setattr(engine, "_FRESH_S", fresh_s)
            for _ in range(3 if fresh_s else 2):
                with state.begin() as conn:
                    conn.execute(text("SELECT 1"))
            assert len(asked) == pings
