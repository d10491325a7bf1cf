"""What a user asks of a job is seen at once, moves only where the table of moves says so, and keeps the books true."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from pipelines.screen_jobs import budget_line
from state.columns import MAX_USD
from state.control import (
    delete,
    lift_first,
    project_budget,
    set_first,
    set_options,
    set_project_cap,
    want_cancel,
    want_pause,
)
from state.engine import State
from state.errors import IllegalMoveError, InputError, NotFoundError
from state.ingest import ingest
from state.leases import leave, pulse, take
from state.option_changes import parse_changes
from state.records import Admitted, Checkpoint, Conclusion, Known, NewItem
from state.schema import (
    answer_uses,
    answers,
    batch_calls,
    batch_checkpoints,
    batch_events,
    batch_items,
    batch_jobs,
    batch_totals,
    runs,
    workers,
)
from state.status import MOVES, REACHED, JobStatus, Verb
from state.views import list_jobs, status
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import COST, PROJECT, WORST, assert_books, call, done, new_job, reply, start
from tests.query_plans import assert_indexed
from tests.test_ingest import a_job


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


def job_in(state: State, wanted: JobStatus) -> str:
    """A job in a status; a RUNNING one has a living worker."""
    job_id = new_job(state, items=2)
    if wanted is JobStatus.RUNNING:
        start(state, job_id, worker_id=f"worker of {job_id}"[:40])
    elif wanted is not JobStatus.PENDING:
        with state.begin() as conn:
            values = {"status": wanted, "open_items": 0 if wanted is JobStatus.COMPLETED else 2}
            conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(**values))
    return job_id


def now(state: State, job_id: str) -> tuple[str, str]:
    """A job's status and what is wanted of it."""
    view = status(state, job_id)
    return view.status, view.wanted


def kinds(state: State, job_id: str) -> list[str]:
    """The kinds of a job's events."""
    with state.read() as conn:
        event = batch_events.c
        return list(conn.scalars(select(event.kind).where(event.job_id == job_id).order_by(event.event_id)))


# ── pause, cancel ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.CANCEL])
@pytest.mark.parametrize("was", list(JobStatus))
def test_moves_are_those_of_the_table(state: State, was: JobStatus, verb: Verb) -> None:
    """Each status allows what MOVES says, finds its end reached as REACHED says, and refuses the rest in words."""
    job_id = job_in(state, was)
    want = want_pause if verb is Verb.PAUSE else want_cancel
    end = JobStatus.PAUSED if verb is Verb.PAUSE else JobStatus.CANCELLED
    if was in REACHED[verb]:
        assert want(state, job_id) is True
        assert now(state, job_id) == (was, "run")
    elif verb not in MOVES[was]:
        with pytest.raises(
            IllegalMoveError, match=rf"{job_id} is {was}: it cannot be {verb.participle}; possible: \w+"
        ):
            want(state, job_id)
        assert now(state, job_id) == (was, "run")
    elif was is JobStatus.RUNNING:
        assert want(state, job_id) is False
        assert now(state, job_id) == (was, str(verb))
    else:
        assert want(state, job_id) is True
        assert now(state, job_id) == (end, "run")


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize("was", [one for one in JobStatus if one is not JobStatus.RUNNING])
def test_a_job_is_taken_where_the_table_lets_it_start(
    state: State, was: JobStatus, is_listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run takes a job whose status allows a start or a resume, and no other."""
    job_id = job_in(state, was)
    monkeypatch.setitem(MOVES, was, MOVES[was] if is_listed else frozenset({Verb.DELETE}))
    if MOVES[was] & {Verb.START, Verb.RESUME}:
        take(state, job_id, runner="local")
        assert now(state, job_id) == (JobStatus.RUNNING, "run")
    else:
        with pytest.raises(IllegalMoveError, match="it cannot be started; possible: "):
            take(state, job_id, runner="local")


def test_what_is_wanted_is_seen_by_the_worker_at_once(state: State) -> None:
    """The worker's next pulse says it, the event is noted once, and a cancel outranks a pause."""
    job_id = new_job(state)
    hand = start(state, job_id)
    for _ in range(2):
        want_pause(state, job_id)
    assert pulse(state, hand.ref).wanted == "pause"
    want_cancel(state, job_id)
    want_pause(state, job_id)
    assert pulse(state, hand.ref).wanted == "cancel"
    assert kinds(state, job_id) == ["started", "pause_wanted", "cancel_wanted"]


def test_a_stalled_job_stops_at_once(state: State) -> None:
    """Where no worker lives to see it, the epoch is raised, and what was out is unknown and booked."""
    job_id = new_job(state)
    hand = start(state, job_id)
    hand.one(call(0))
    with state.begin() as conn:
        conn.execute(update(workers).where(workers.c.job_id == job_id).values(pid=2**22 + 1, started="gone"))
    assert want_pause(state, job_id) is True
    assert now(state, job_id) == ("PAUSED", "run")
    assert pulse(state, hand.ref).is_current is False
    assert status(state, job_id).analytics.cost_unknown == WORST
    assert_books(state)


def test_a_job_that_is_not_there_cannot_stop(state: State) -> None:
    """Neither an unknown job nor one that is still coming in can be paused."""
    hidden = new_job(state)
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == hidden).values(status=None))
    for job_id in ("job_none", hidden):
        with pytest.raises(NotFoundError, match=job_id):
            want_pause(state, job_id)


# ── delete ──────────────────────────────────────────────────────────────────────────────────────


def test_a_deleted_job_is_gone_and_its_money_stays(state: State, workspace: Workspace, tmp_path: Path) -> None:
    """Rows and payloads go; answers, ledger rows and the project's totals stay; one event marks them."""
    job = a_job(project=PROJECT)
    large = "x" * (PAYLOAD_MAX_BYTES + 1)
    ingest(state, workspace, job, [NewItem("item-0", large, {}), NewItem("item-1", "t", {})])
    hand = start(state, job.job_id)
    intent = call(0)
    hand.one(intent)
    ref = workspace.put('"large"')
    shared = workspace.put("an answer")
    answer = replace(reply(intent).answer, payload_ref=shared)  # type: ignore[type-var]  # reply has one
    checkpoints = [Checkpoint(phase, True, None, 1, payload_ref=one) for phase, one in enumerate((ref, shared))]
    hand.do(replace(reply(intent), answer=answer), *(Conclusion(0, "item-0", one) for one in checkpoints))
    leave(state, hand.ref, reason="stopped", held_items=2)
    take(state, job.job_id, runner="local", force=True)
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job.job_id).values(status="PAUSED"))
    delete(state, workspace, job.job_id)
    with state.read() as conn:
        for table in (batch_jobs, batch_items, batch_checkpoints, answer_uses, batch_totals, runs, workers):
            mine = select(func.count()).select_from(table).where(table.c.job_id == job.job_id)
            assert conn.execute(mine).scalar_one() == 0, table.name
        assert conn.execute(select(batch_calls.c.cost_usd)).scalar_one() == COST
        assert conn.execute(select(func.count()).select_from(answers)).scalar_one() == 1
    assert kinds(state, job.job_id) == ["deleted"]
    assert project_budget(state, PROJECT).spent_usd == COST
    assert [path.name for path in tmp_path.rglob("payloads/*/*") if path.is_file()] == [shared.split("/")[-1]]
    with pytest.raises(NotFoundError):
        delete(state, workspace, job.job_id)


def test_a_job_that_runs_is_not_deleted(state: State, workspace: Workspace) -> None:
    """The error says what can be done first."""
    with pytest.raises(IllegalMoveError, match="is RUNNING: it cannot be deleted; possible: cancel, pause"):
        delete(state, workspace, job_in(state, JobStatus.RUNNING))


def test_a_deletion_that_was_cut_off_is_hidden_and_fenced(state: State) -> None:
    """Once it has begun no query shows the job, nobody can take it, and what was out is booked."""
    from state.control import _hide

    job_id = new_job(state)
    hand = start(state, job_id)
    hand.one(call(0))
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(status="PAUSED"))
    state.transact(lambda conn: _hide(conn, state, job_id))
    assert list_jobs(state).total == 0
    with pytest.raises(IllegalMoveError):
        take(state, job_id, runner="local")
    assert pulse(state, hand.ref).is_current is False
    assert project_budget(state, PROJECT).spent_usd == WORST
    assert project_budget(state, PROJECT).reserved_usd == 0


def test_an_answer_outlives_the_job_that_paid_for_it(state: State, workspace: Workspace) -> None:
    """A new job with the same request is answered from what the deleted one paid."""
    first = new_job(state)
    hand = start(state, first)
    intent = call(0)
    hand.one(intent)
    hand.do(reply(intent))
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == first).values(status="PAUSED"))
    delete(state, workspace, first)
    again = start(state, new_job(state), worker_id="worker-2").one(call(0, digest=intent.digest))
    assert isinstance(again, Known)


# ── options and budgets ─────────────────────────────────────────────────────────────────────────


def test_options_change_and_are_obeyed(state: State) -> None:
    """Text and values are taken, what is not named stays, and the next admit knows the new budget."""
    job_id = new_job(state)
    hand = start(state, job_id)
    changed = set_options(state, job_id, {"budget_usd": "0.005", "concurrency": 20, "max_failed_percent": "12.5"})
    assert (changed.budget_usd, changed.concurrency, changed.max_failed_percent) == (Decimal("0.005"), 20, 12.5)
    assert changed.checkpoint_frequency == 10
    assert not isinstance(hand.one(call(0)), Admitted)
    assert set_options(state, job_id, {"budget_usd": "none"}).budget_usd is None
    assert isinstance(hand.one(call(1)), Admitted)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"concurency": 3}, "concurency: no option that can be changed; did you mean concurrency?"),
        ({"auto_start": "true"}, "there are budget_usd, concurrency"),
        ({"concurrency": "51"}, "concurrency: '51' is no whole number from 1 to 50"),
        ({"concurrency": "1.5"}, "'1.5' is no whole number"),
        ({"concurrency": None}, "'none' is no whole number"),
        ({"checkpoint_frequency": 0}, "from 1 to 100"),
        ({"max_failed_percent": "101"}, "'101' is not between 0 and 100"),
        ({"max_failed_percent": "nan"}, "'nan' is not between 0 and 100"),
        ({"budget_usd": "-1"}, "budget_usd: -1 is not between 0 and 9000000"),
        ({"budget_usd": "0"}, "budget_usd: 0 is not above 0"),
        ({"budget_usd": "lots"}, "budget_usd: 'lots' is no amount"),
        ({"budget_usd": "NaN"}, "NaN is not between"),
    ],
)
def test_options_out_of_range_are_refused(changes: dict[str, str | int | None], message: str) -> None:
    """The error names the key, what was given and what is possible."""
    with pytest.raises(InputError) as caught:
        parse_changes(changes, max_concurrency=50)
    assert message in caught.value.message


def test_all_wrong_options_are_named_and_none_is_set(state: State) -> None:
    """Two mistakes are told at once, and the good change beside them is not made."""
    job_id = new_job(state)
    with pytest.raises(InputError, match=r"concurrency.*; speed.*"):
        set_options(state, job_id, {"budget_usd": "1", "concurrency": 0, "speed": 3})
    assert status(state, job_id).budget_usd is None


@given(st.decimals(Decimal("1e-12"), MAX_USD, allow_nan=False, places=12))
def test_any_budget_that_the_state_can_hold_is_taken(amount: Decimal) -> None:
    """A budget is taken digit for digit, with or without a dollar sign."""
    assert parse_changes({"budget_usd": f"${amount}"}, max_concurrency=50) == {"budget_usd": amount}


def test_the_items_that_wait_can_be_let_go(state: State) -> None:
    """After `--first 5` and a yes, all run; fewer than one is no number of items."""
    job_id = new_job(state, first=5)
    set_first(state, job_id, None)
    assert status(state, job_id).first is None
    with pytest.raises(InputError):
        set_first(state, job_id, 0)


def test_the_limit_to_the_first_items_is_lifted_once_they_have_ended(state: State) -> None:
    """While one of the first items is open the limit stays; when all have ended it is lifted, once, with an event."""
    job_id = new_job(state, items=3, first=2)
    hand = start(state, job_id)
    hand.one(done(0))
    assert lift_first(state, job_id) is None
    assert status(state, job_id).first == 2
    hand.one(done(1))
    assert lift_first(state, job_id) == 2
    assert status(state, job_id).first is None
    assert lift_first(state, job_id) is None
    assert kinds(state, job_id).count("first") == 1


def test_a_project_has_a_cap(state: State) -> None:
    """A cap may stand before the first job; what is left of it follows what is spent and reserved."""
    assert set_project_cap(state, PROJECT, Decimal("0.0150")).left_usd == Decimal("0.015")
    job_id = new_job(state)
    hand = start(state, job_id)
    hand.one(call(0))
    budget = project_budget(state, PROJECT)
    assert (budget.reserved_usd, budget.spent_usd, budget.left_usd) == (WORST, Decimal(0), Decimal("0.005"))
    assert not isinstance(hand.one(call(1)), Admitted)
    assert set_project_cap(state, PROJECT, None).left_usd is None
    assert isinstance(hand.one(call(1)), Admitted)
    with pytest.raises(NotFoundError, match="no project 'nobody'"):
        project_budget(state, "nobody")
    with pytest.raises(InputError):
        set_project_cap(state, PROJECT, Decimal(-1))


@pytest.mark.parametrize(
    ("name", "why"), [("", "is empty"), ("x" * 201, "200"), ("a\nb", "control character"), (" a", "with a space")]
)
def test_a_cap_is_of_a_project_that_a_job_could_have(state: State, name: str, why: str) -> None:
    """The name of a project is what a job file may hold, and nothing is stored for another."""
    with pytest.raises(InputError, match=why):
        set_project_cap(state, name, Decimal(1))
    with pytest.raises(NotFoundError):
        project_budget(state, name)


def test_a_cap_says_what_it_means_for_the_project(state: State) -> None:
    """No job yet, and a cap at or below what is spent, are told beside the figures."""
    new = set_project_cap(state, PROJECT, Decimal(2))
    assert (
        budget_line(new)
        == f"project {PROJECT}: cap $2.00, $0.00 spent, $0.00 reserved, no job of this project yet, $2.00 left"
    )
    new_job(state)
    assert "no job" not in budget_line(project_budget(state, PROJECT))
    stopped = budget_line(set_project_cap(state, PROJECT, Decimal(0)))
    assert stopped.endswith("cap $0.00, $0.00 spent, $0.00 reserved, $0.00 left: no call that costs anything is made")


# ── plans of queries ────────────────────────────────────────────────────────────────────


def test_control_stays_indexed(state: State, workspace: Workspace) -> None:
    """No request of a user reads a table of rows by item or call from end to end."""
    job_id = new_job(state)
    hand = start(state, job_id)
    intent = call(0)
    hand.one(intent)
    hand.do(reply(intent), done(0))
    with assert_indexed(state):
        want_pause(state, job_id)
    leave(state, hand.ref, reason="stopped", held_items=9)
    with assert_indexed(state):
        want_cancel(state, job_id)
        delete(state, workspace, job_id)
