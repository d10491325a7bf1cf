"""What people and programs do beside a `state copy`: what is shown is what was seen, whole, or it is not shown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from state import copying, schema
from state.audit import audit
from state.control import project_budget, set_project_cap
from state.copying import Copied
from state.engine import State
from state.errors import BatchwrightError, InputError, StateUnreachableError
from state.purge import purge
from state.status import JobStatus
from state.workspace import Workspace
from tests.books import job_row, new_job
from tests.fakes.provider_server import ProviderServer
from tests.jobs import make_job
from tests.moves import WAYS, Move, items_with_large_ones, move
from tests.test_state_copy import Hook, shown_jobs, spent

__all__ = ["move"]

both_ways = pytest.mark.parametrize("move", WAYS[:2], indirect=True)


def at(point: str, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do something where a copy reaches a crash point, the first time."""
    left = [act]

    def reach(name: str) -> None:
        if name == point and left:
            left.pop()()

    monkeypatch.setattr(copying, "reach", reach)


def refused(move: Move, kind: type[BatchwrightError], said: str, hook: Hook | None = None) -> None:
    """The copy ends in these words, and is shown nowhere."""
    with pytest.raises(kind, match=said):
        move.copy(hook)


@both_ways
def test_a_project_that_comes_to_be_there_is_not_given_jobs_without_their_money(move: Move) -> None:
    """A job made in TO under the name of FROM's project: no job of FROM comes under its cap."""
    with move.opened() as (source, target):
        spent(source)
        set_project_cap(source, "papers", Decimal(7))
        made: list[str] = []
        refused(
            move,
            InputError,
            "has got a project papers of its own while",
            Hook("runs", lambda: made.append(new_job(target, project="papers"))),
        )
        assert shown_jobs(target) == made
        assert project_budget(target, "papers").cap_usd is None
        found = list(audit(target))
        assert {one.kind for one in found} == {"reference", "project_money"}
        assert all(one.fix.startswith("a `state copy` that was cut off leaves such rows: type it") for one in found)


@both_ways
def test_a_project_is_there_with_its_cap_before_anybody_can_use_it(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that is made in TO as soon as it shows the project is under FROM's cap."""
    with move.opened() as (source, target):
        old = spent(source)
        set_project_cap(source, "papers", Decimal(7))
        before = project_budget(source, "papers")
        made: list[str] = []
        at("copy.shown.after_commit", lambda: made.append(new_job(target, project="papers")), monkeypatch)
        move.copy()
        assert shown_jobs(target) == sorted([old, *made])
        assert project_budget(target, "papers") == before


@both_ways
@pytest.mark.parametrize("change", ["a job", "a start", "a cap"])
def test_what_changes_at_the_last_instant_is_not_shown(
    change: str, move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job made, a job started, a cap set, after all was verified: nothing is shown that was not seen."""
    with move.opened() as (source, target):
        job_id = new_job(source, project="papers")

        def act() -> object:
            if change == "a job":
                return new_job(source, project="papers")
            return set_project_cap(source, "papers", Decimal(3)) if change == "a cap" else _started(source, job_id)

        at("copy.verified", act, monkeypatch)
        refused(move, StateUnreachableError, "has changed while it was copied; no more of the copy is shown")
        assert shown_jobs(target) == []


@both_ways
def test_what_changes_after_it_was_shown_is_told_as_that(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that starts in FROM as the copy of it is shown is as it was before in TO, and that is said."""
    with move.opened() as (source, target):
        job_id = new_job(source, project="papers")
        at("copy.shown.after_commit", lambda: _started(source, job_id), monkeypatch)
        refused(move, StateUnreachableError, "as its copy was being shown; .* shows it whole, as it was before that")
        assert job_row(target, job_id).status == JobStatus.PENDING
    assert move.is_sound()


def _started(state: State, job_id: str) -> str:
    with state.begin() as conn:
        mine = schema.batch_jobs.c.job_id == job_id
        conn.execute(update(schema.batch_jobs).where(mine).values(status=JobStatus.RUNNING, epoch=1))
    return job_id


@both_ways
def test_two_copies_at_once_are_one(
    move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second copy of the same, begun and ended in the middle of the first one: both are whole, and it is sound."""
    make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(600)).into(monkeypatch)
    with move.opened() as (source, _):
        spent(source)
    others: list[Copied] = []
    first = move.copy(Hook("batch_items", lambda: others.append(move.copy())))
    assert first.tables == others[0].tables
    assert move.is_sound()


@both_ways
def test_a_project_that_is_made_meanwhile_is_told(move: Move) -> None:
    """A project of which nothing was seen is a change like any other: it is not missing without a word."""
    with move.opened() as (source, target):
        spent(source)
        hook = Hook("batch_totals", lambda: new_job(source, project="others"))
        refused(move, StateUnreachableError, "has changed while it was copied", hook)
        assert shown_jobs(target) == []


@both_ways
def test_a_purge_that_is_typed_again_meanwhile_is_a_change_and_no_bug(move: Move) -> None:
    """It adds an event, which moves no row of a job: FROM is said to have changed, not the copy to be wrong."""
    with move.opened() as (source, target):
        job_id = spent(source)
        workspace = Workspace(move.source.workspace)
        purge(source, workspace, job_id)
        hook = Hook("batch_totals", lambda: purge(source, workspace, job_id))
        refused(move, StateUnreachableError, "has changed while it was copied", hook)
        assert shown_jobs(target) == []
