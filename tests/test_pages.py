"""What the engine reads: pages hold each pending item once, and opening one brings all that a worker needs."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, update

from state.clock import utc_now
from state.engine import State
from state.errors import NotBuiltError, NotFoundError
from state.ingest import ingest
from state.pages import Span, load_job, open_page, pages
from state.plan_records import Options, Plan
from state.plans import dump_plan, plan_digest
from state.records import Checkpoint, NewItem
from state.schema import batch_checkpoints, batch_items, batch_jobs
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import done, new_job, start
from tests.query_plans import assert_indexed
from tests.test_ingest import a_job, plain


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    return Workspace(str(tmp_path / "workspace"))


def spans(state: State, job_id: str, **limits: int) -> list[tuple[int, int]]:
    """All pages of a job as pairs."""
    return [(page.first, page.last) for page in pages(state, job_id, **limits)]


def finish(state: State, job_id: str, *ordinals: int) -> None:
    """Put items into a final state."""
    with state.begin() as conn:
        item = batch_items.c
        conn.execute(
            update(batch_items).where(item.job_id == job_id, item.ordinal.in_(ordinals)).values(status="COMPLETED")
        )


def test_pages_hold_every_pending_item_once(state: State) -> None:
    """Full pages and a rest, in order, without a gap."""
    assert spans(state, new_job(state, items=250), items=100) == [(0, 99), (100, 199), (200, 249)]


def test_pages_count_pending_items_only(state: State) -> None:
    """Finished items at the ends are left out of a page, and do not count within one."""
    job_id = new_job(state, items=10)
    finish(state, job_id, 0, 1, 4, 9)
    assert spans(state, job_id, items=3) == [(2, 5), (6, 8)]


def test_a_finished_job_has_no_page(state: State) -> None:
    """Where nothing is pending nothing is opened."""
    job_id = new_job(state, items=3)
    finish(state, job_id, 0, 1, 2)
    assert spans(state, job_id) == []


def test_pages_are_bounded_in_bytes(state: State, workspace: Workspace) -> None:
    """A page closes before it passes the bound; an item above it has a page of its own."""
    job = a_job()
    ingest(state, workspace, job, [NewItem(str(i), "x" * size, {}) for i, size in enumerate([38, 58, 58, 500, 8, 8])])
    assert spans(state, job.job_id, max_bytes=100) == [(0, 1), (2, 2), (3, 3), (4, 5)]


def test_items_behind_first_wait(state: State) -> None:
    """`--first 7` runs seven items; the others are in no page."""
    assert spans(state, new_job(state, items=50, first=7), items=5) == [(0, 4), (5, 6)]
    assert spans(state, new_job(state, items=3, first=7)) == [(0, 2)]


def test_a_scan_goes_on_over_the_end_of_its_transaction(state: State, workspace: Workspace) -> None:
    """A page may begin in one scan and end in the next."""
    job = a_job()
    ingest(state, workspace, job, plain(10_050))
    assert spans(state, job.job_id, items=4_000) == [(0, 3999), (4000, 7999), (8000, 10049)]


def test_an_unknown_job_has_no_pages(state: State) -> None:
    """Asking for the pages of a job that is not there is an error, not an empty run."""
    with pytest.raises(NotFoundError):
        list(pages(state, "job_none"))


@pytest.mark.parametrize("lanes", [1, 2, 3, 7])
@pytest.mark.parametrize("items", [1, 5, 60, 1000])
def test_an_item_stays_in_its_lane_whatever_is_done_meanwhile(state: State, items: int, lanes: int) -> None:
    """Lanes list their pages at different times, and each item that is pending is in one page of one lane."""

    def lane_of() -> dict[int, int]:
        found: dict[int, int] = {}
        for lane in range(lanes):
            for first, last in spans(state, job_id, lane=lane, lanes=lanes):
                for ordinal in pending & set(range(first, last + 1)):
                    assert ordinal not in found, "two lanes open it"
                    found[ordinal] = lane
        return found

    job_id = new_job(state, items=items)
    pending = set(range(items))
    before = lane_of()
    assert before.keys() == pending
    over = {ordinal for ordinal in pending if ordinal * 7919 % 5 < 2}
    finish(state, job_id, *over)
    pending -= over
    assert lane_of() == {ordinal: lane for ordinal, lane in before.items() if ordinal in pending}


def test_no_lane_of_a_small_job_stands_idle(state: State) -> None:
    """A few large documents are shared, too."""
    job_id = new_job(state, items=8)
    assert [sum(b - a + 1 for a, b in spans(state, job_id, lane=lane, lanes=2)) for lane in (0, 1)] == [4, 4]


def test_a_page_is_opened_with_its_checkpoints(state: State, workspace: Workspace) -> None:
    """Pending items come with text, fields and what their phases ended with, large ones from the workspace."""
    job = a_job()
    large = "x" * (PAYLOAD_MAX_BYTES + 1)
    ingest(state, workspace, job, [NewItem("a", "A", {"n": 1}), NewItem("b", large, {}), NewItem("c", "C", {})])
    ref = workspace.put(orjson.dumps({"out": large}).decode())
    with state.begin() as conn:
        rows = [(0, 0, '{"k":[1]}', None), (0, 1, None, ref), (2, 0, '"text"', None)]
        conn.execute(
            batch_checkpoints.insert(),
            [
                {"job_id": job.job_id, "ordinal": ordinal, "phase": phase, "ok": True, "output": output,
                 "payload_ref": payload, "attempts": 2, "score": 8, "root_digest": "r", "at": utc_now()}
                for ordinal, phase, output, payload in rows
            ],
        )  # fmt: skip
    finish(state, job.job_id, 2)
    first, second = open_page(state, workspace, job.job_id, 0, 99)
    assert (first.ordinal, first.item_id, first.text, first.fields) == (0, "a", "A", {"n": 1})
    assert first.checkpoints == {
        0: Checkpoint(0, True, {"k": [1]}, 2, 8, "r"),
        1: Checkpoint(1, True, {"out": large}, 2, 8, "r", payload_ref=ref),
    }
    assert (second.item_id, second.text, second.checkpoints) == ("b", large, {})


def test_a_checkpoint_that_was_concluded_comes_back(state: State, workspace: Workspace) -> None:
    """What conclude writes is what a page reads."""
    job_id = new_job(state, items=2)
    start(state, job_id).one(done(1, final=None))
    (_, item) = open_page(state, workspace, job_id, 0, 1)
    assert item.checkpoints == {0: Checkpoint(0, True, "out", 1)}


def test_a_job_is_loaded_with_its_plan(state: State, workspace: Workspace) -> None:
    """Plan, options and counts come back as they were given."""
    plan = Plan((), (), "prices-1")
    options = Options(concurrency=7, checkpoint_frequency=3, auto_start=False, max_failed_percent=12.5)
    job = a_job(plan=dump_plan(plan), plan_digest=plan_digest(plan), options=options, first=2)
    ingest(state, workspace, job, plain(3))
    loaded = load_job(state, job.job_id)
    assert (loaded.plan, loaded.options, loaded.plan_digest) == (plan, options, plan_digest(plan))
    assert (loaded.job_id, loaded.project, loaded.name) == (job.job_id, job.project, job.name)
    assert (loaded.status, loaded.wanted, loaded.epoch) == ("PENDING", "run", 0)
    assert (loaded.total_items, loaded.open_items, loaded.first) == (3, 3, 2)


def test_a_job_without_a_plan_is_refused_in_words(state: State) -> None:
    """A spec that asks for what is not built has no plan, and cannot be run."""
    with pytest.raises(NotBuiltError):
        load_job(state, new_job(state))


def test_a_job_that_is_coming_in_is_not_there(state: State) -> None:
    """Nobody can load a job whose items are still on their way."""
    job_id = new_job(state)
    with state.begin() as conn:
        conn.execute(update(batch_jobs).where(batch_jobs.c.job_id == job_id).values(status=None))
    with pytest.raises(NotFoundError):
        load_job(state, job_id)


def test_reading_pages_stays_indexed(state: State, workspace: Workspace) -> None:
    """Every statement that a scan and an opened page run goes by key on both stores."""
    job = a_job()
    ingest(state, workspace, job, plain(6_000))
    other = a_job()
    ingest(state, workspace, other, plain(6_000))
    with assert_indexed(state):
        assert Span(0, 99) in list(pages(state, job.job_id))
        assert len(open_page(state, workspace, job.job_id, 5_000, 5_099)) == 100
    with state.read() as conn:
        assert conn.execute(select(batch_jobs.c.total_items).where(batch_jobs.c.job_id == job.job_id)).scalar_one()
