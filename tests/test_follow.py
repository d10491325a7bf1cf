"""Items that are followed come once each, as they end, and none is read again."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, update

from pipelines.follow_items import follow_results
from pipelines.jobs import BatchJobs
from state.control import want_cancel
from state.engine import State
from state.errors import InputError
from state.migrate import migrate
from state.schema import batch_jobs
from state.status import ItemStatus
from tests.books import Hand, done, new_job, start
from tests.commands import until
from tests.fakes.provider_server import ProviderServer
from tests.owner import owner


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[BatchJobs]:
    """The jobs of a fresh state."""
    with BatchJobs(str(tmp_path / "state.db"), cwd=tmp_path) as made:
        migrate(made.state(make=True))
        yield made


class Turns:
    """What happens in place of each pause between two looks; when nothing is left to end, the job is over.

    Args:
        state: Whose statements are noted.
        hand: Ends the items.
        ends: The ordinals that end in each pause.
    """

    def __init__(self, state: State, hand: Hand, *ends: tuple[int, ...]) -> None:
        self._hand = hand
        self._ends = list(ends)
        self.texts: list[int] = [0]
        self.starts: list[int] = []
        event.listen(state.engine, "before_cursor_execute", self._note)

    def pause(self, _seconds: float) -> None:
        """Let the next items end."""
        self.texts.append(0)
        for ordinal in self._ends.pop(0):
            self._hand.one(done(ordinal))

    def _note(self, _conn: object, _cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
        columns = statement.partition("FROM")[0]
        if "batch_items.text" in columns:
            self.texts[-1] += len(values) - 1  # beside the job's id, one for each ordinal
        elif "batch_items.status" in columns and "BETWEEN" in statement:
            self.starts.append(int(str(values[1])))


def test_items_are_told_once_as_they_end(jobs: BatchJobs) -> None:
    """Items are told once each as they end, in any order; a text is read once, no look begins at what is told."""
    job_id = new_job(jobs.state(), items=5)
    turns = Turns(jobs.state(), start(jobs.state(), job_id), (3,), (), (0, 1), (), (2, 4))
    told = follow_results(jobs, job_id, pause=turns.pause)
    assert [row.ordinal for row in told] == [3, 0, 1, 2, 4]
    assert turns.texts == [0, 1, 0, 2, 0, 2]
    assert turns.starts == [0, 0, 2]


ITEMS = 24


def test_each_item_comes_once_over_pauses_and_takeovers(
    tmp_path: Path, state_url: str, provider: ProviderServer
) -> None:
    """`--follow` and the iterator give each item once, though the job is paused, resumed, killed and taken over."""
    me = owner(tmp_path / "work", state_url, provider, items=ITEMS, options="concurrency: 2")
    provider.behave(latency_ms=1_000)
    me.create("--no-start")
    told: list[str] = []

    def iterate() -> None:
        with me.jobs() as mine:
            told.extend(row.item_id for row in mine.results("last", follow=True))

    iterator = threading.Thread(target=iterate, daemon=True)
    iterator.start()
    following = me.begin("results", "last", "--follow")

    def ended(count: int) -> None:
        until(lambda: me.status().progress.completed_items >= count, following)

    assert me.type("start", "last").code == 0
    ended(3)
    assert "PAUSED" in me.type("pause", "last").out
    assert me.type("resume", "last").code == 0
    ended(5)
    os.kill(me.runner(), signal.SIGKILL)
    until(lambda: me.status().stalled is not None, following)
    provider.behave(latency_ms=50)
    assert me.type("resume", "last").code == 0
    said = following.end()
    iterator.join(60)
    me.wait()
    lines = [json.loads(line)["item_id"] for line in said.out.splitlines()]
    every = sorted(f"item-{number}" for number in range(ITEMS))
    assert said.code == 0, said.err
    assert sorted(lines) == every
    assert sorted(told) == every
    assert "is PENDING: the next items come after `batchwright start " in said.err
    assert "is stalled: the next items come after `batchwright resume " in said.err


def test_a_part_of_the_items_cannot_be_followed(jobs: BatchJobs) -> None:
    """A limit or an offset is of a list that stands still."""
    job_id = new_job(jobs.state(), items=1)
    with pytest.raises(InputError, match="no limit, offset or after"):
        jobs.results(job_id, limit=3, follow=True)


def test_items_of_a_job_that_is_cancelled_end_with_it(jobs: BatchJobs) -> None:
    """Who follows is told the items that were cancelled, and is not kept waiting."""
    job_id = new_job(jobs.state(), items=2)
    start(jobs.state(), job_id).one(done(0))
    want_cancel(jobs.state(), job_id)
    with jobs.state().begin() as conn:
        conn.execute(update(batch_jobs).values(status="CANCELLED"))
    assert [row.status for row in jobs.results(job_id, follow=True)] == [ItemStatus.COMPLETED, ItemStatus.CANCELLED]
