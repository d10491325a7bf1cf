"""Items that are followed come once each, as they end, and none is read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from pipelines.follow import follow_results
from pipelines.jobs import BatchJobs
from state.engine import State
from state.migrate import migrate
from tests.books import Hand, done, new_job, start


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
