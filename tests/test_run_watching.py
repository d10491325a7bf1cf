"""What is told of a job while it runs is true at any instant, the time that is left included."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, ColumnElement, Connection, func, select

from pipelines.live_words import line, wait
from state.clock import utc_now
from state.control import set_project_cap
from state.engine import State
from state.job_live import JobLive, live
from state.job_lookup import job_row
from state.job_status import view_of
from state.job_view import JobView
from state.schema import batch_calls, batch_checkpoints, batch_items
from state.status import OPEN_CALLS, CallStatus, JobStatus
from state.views import status
from tests.fakes.provider_server import ProviderProcess, ProviderServer
from tests.invoices import ledger
from tests.jobs import ONE_PHASE, THREE_PHASES, Background, Made, Phase, items_of, make_job, until

TWO_PHASES: tuple[Phase, ...] = (
    {"name": "shorten", "task_type": "summarization", "model": "openai/gpt-6-luna"},
    {"name": "say", "task_type": "chat", "model": "openai/gpt-6-luna", "instructions": "Say it again"},
)
JUDGED: tuple[Phase, ...] = (
    TWO_PHASES[0],
    {**TWO_PHASES[1], "validation": {"min_score": 7, "judge_model": "openai/gpt-6-luna"}},
)


# ── counts and money ────────────────────────────────────────────────────────────────────────────


def counted(conn: Connection, column: Column[Any], mine: ColumnElement[bool]) -> Counter[Any]:
    """How many rows there are of each value."""
    rows = conn.execute(select(column, func.count()).where(mine).group_by(column))
    return Counter({value: count for value, count in rows})  # noqa: C416  # rows are pairs, which mypy cannot see


def assert_true(conn: Connection, view: JobView) -> None:
    """Hold every count and sum of a status against the rows as they are at the same instant."""
    calls, mine = batch_calls.c, batch_calls.c.job_id == view.id
    rows = conn.execute(
        select(calls.phase, calls.status, calls.cost_usd, calls.reserved_usd).where(mine, calls.status != "withdrawn")
    ).all()
    out = [row for row in rows if row.status in OPEN_CALLS]
    done, figures = view.progress, view.analytics
    assert figures.cost_incurred == sum((row.cost_usd for row in rows), Decimal(0))
    assert figures.cost_reserved == sum((row.reserved_usd for row in out), Decimal(0))
    assert figures.calls == len(rows) - len(out)
    assert figures.calls_in_flight == sum(row.status != CallStatus.ADMITTED for row in out)
    parts = (done.completed_items, done.failed_items, done.cancelled_items, done.pending_items)
    assert sum(parts) == done.total_items
    items, phases = batch_items.c, batch_checkpoints.c
    statuses = counted(conn, items.status, items.job_id == view.id)
    assert parts == tuple(statuses[name] for name in ("COMPLETED", "FAILED", "CANCELLED", "PENDING"))
    ended = counted(conn, phases.phase, phases.job_id == view.id)
    assert [phase.completed + phase.failed for phase in view.phases] == [ended[n] for n in range(3)]
    running = Counter(row.phase for row in out)
    assert [phase.running for phase in view.phases] == [running[n] for n in range(3)]
    if running and view.status is JobStatus.RUNNING:
        most = max(running.values())
        assert view.current_phase in [view.phases[n].name for n in range(3) if running[n] == most]


def test_a_status_is_true_at_any_instant_of_a_run(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts add up, cost is the ledger, and the phase is the one of the most calls out: looked at without a pause."""
    provider.behave(
        [{"fraction": 0.1, "do": "declined"}, {"fraction": 0.1, "do": "rate_limited", "nth": 1}], latency_ms=30
    )
    made = make_job(state_url, tmp_path, provider, items=items_of(60), phases=THREE_PHASES).into(monkeypatch)
    run, looks, phases, used = Background(made.run), 0, set(), set()
    with closing(made.opened()) as state:
        while not run.is_over:
            with state.read(whole=True) as conn:
                view = view_of(conn, state, job_row(conn, made.job_id))
                assert_true(conn, view)
            now = live(state, made.job_id)
            assert sum(now.out.values()) == now.view.analytics.calls_in_flight
            used |= {model for model, out in now.out.items() if out}
            looks += 1
            phases.add(view.current_phase)
        run.wait()
        assert status(state, made.job_id).progress.failed_items > 0
    assert looks > 20
    assert {"shorten", "say", "find"} <= phases
    assert used == {phase["model"] for phase in THREE_PHASES}


# ── the time that is left ───────────────────────────────────────────────────────────────────────


def told_and_true(made: Made) -> list[tuple[datetime, float, float]]:
    """From a quarter of a run on: when it was asked, how many seconds were said to be left, and how many were."""
    looks: list[tuple[datetime, float | None]] = []
    process = made.start()
    with closing(made.opened()) as state:
        while process.poll() is None:
            told = status(state, made.job_id).analytics.estimated_time_remaining_ms
            looks.append((utc_now(), None if told is None else told / 1000))
            time.sleep(0.2)  # between two looks, not for something to happen
        assert process.returncode == 0, made.said()[-2000:]
        view = status(state, made.job_id)
    assert view.run_started_at is not None
    assert view.completed_at is not None
    quarter = view.run_started_at + (view.completed_at - view.run_started_at) / 4
    late = [(at, told) for at, told in looks if quarter <= at < view.completed_at]
    missing = [at for at, told in late if told is None]
    assert len(missing) <= len(late) / 20, "from a quarter of the run on a time is told"
    return [(at, told, (view.completed_at - at).total_seconds()) for at, told in late if told is not None]


def assert_within(looks: Sequence[tuple[datetime, float, float]], part: float) -> None:
    """Check what was told; to a second for the last two, of which a part is less than the way of one item."""
    off = [(told, true) for _, told, true in looks if abs(told - true) > max(part * true, 1.0 if true < 2 else 0.0)]
    assert looks
    assert len(off) <= len(looks) / 10, f"{len(off)} of {len(looks)} are off: {off}"


@pytest.mark.parametrize(("phases", "part"), [(TWO_PHASES, 0.2), (JUDGED, 0.3)], ids=["steady", "judged"])
def test_the_time_left_is_right_from_a_quarter_of_the_run_on(
    sqlite_url: str, tmp_path: Path, phases: Sequence[Phase], part: float
) -> None:
    """At steady latency within a fifth of the truth; where a judge sends a tenth of the items back, within 30 %."""
    sent_back = {"schema_has": "score", "fraction": 0.1, "do": "score", "score": 3, "nth": 1}
    with ProviderProcess(latency_ms=600, rules=[sent_back]) as provider:
        made = make_job(sqlite_url, tmp_path, provider, items=items_of(160), phases=phases, concurrency=8)
        assert_within(told_and_true(made), part)
        with closing(made.opened()) as state:
            judged = [row for row in ledger(state) if row.role == "judge"]
            retried = [row for row in ledger(state) if row.attempt > 1]
    assert bool(judged) is bool(retried) is (phases is JUDGED)


# ── what it waits for ───────────────────────────────────────────────────────────────────────────


def seen(state: State, job_id: str, kind: str) -> JobLive:
    """The job as soon as it says that calls wait for this."""
    found: list[JobLive] = []

    def look() -> bool:
        now = live(state, job_id)
        found[:] = [now]
        return any(one.kind == kind for one in now.waits)

    until(look, f"a wait of kind {kind}")
    return found[0]


def test_a_retry_after_is_told_while_it_is_waited_for(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For which model, how many calls, how long: and the 429 that said it."""
    provider.behave([{"do": "rate_limited", "wait_s": 6, "forms": ["seconds"], "times": 3}])
    made = make_job(state_url, tmp_path, provider, items=items_of(12), phases=ONE_PHASE).into(monkeypatch)
    run = Background(made.run)
    with closing(made.opened()) as state:
        now = seen(state, made.job_id, "retry_after")
        run.wait()
    told = next(one for one in now.waits if one.kind == "retry_after")
    assert told.subject == "openai/gpt-6-luna"
    assert told.until is not None
    assert 0 < told.until - now.now <= 6
    assert wait(told, now).endswith(
        f" s for openai/gpt-6-luna, as its Retry-After says ({told.calls} call{'s' * (told.calls > 1)})"
    )
    model = next(one for one in now.models if one.model == told.subject)
    assert 1 <= model.limited <= 3
    assert model.met


def test_who_holds_the_budget_is_told_while_it_is_waited_for(
    state_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that waits for a project's budget names the job whose calls hold it; then it goes on."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    provider.behave([{"contains": "000 knots", "do": "ok", "latency_ms": 6000, "times": 1}])
    first = make_job(state_url, tmp_path / "a", provider, items=items_of(1), phases=ONE_PHASE).into(monkeypatch)
    second = make_job(state_url, tmp_path / "b", provider, items=items_of(3)[1:], phases=ONE_PHASE)
    with closing(first.opened()) as state:
        one = Background(first.run)
        until(lambda: bool(status(state, first.job_id).analytics.calls_in_flight), "the first job's call is out")
        worst = status(state, first.job_id).analytics.cost_reserved
        set_project_cap(state, "default", worst * Decimal("1.5"))
        other = Background(second.run)
        now = seen(state, second.job_id, "budget")
        assert [holder.job_id for holder in now.holders] == [first.job_id]
        assert f"reserved by a job {first.job_id} (" in line(now)
        one.wait()
        other.wait()
        assert status(state, second.job_id).progress.completed_items == 2
