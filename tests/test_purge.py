"""`purge JOB --payloads` removes what a job read and wrote and keeps what it cost; what other jobs use stays."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from pipelines.jobs import BatchJobs
from state.audit import audit
from state.control import want_cancel
from state.engine import State
from state.errors import ConfirmationError, IllegalMoveError, PurgedError
from state.purge import purge
from state.records import NewItem
from state.schema import answer_uses, answers, batch_checkpoints, batch_items
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import call, done, new_job, reply, start
from tests.commands import environment, folder, run_command, typed
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Made, items_of, make_job
from tests.query_plans import assert_indexed

ITEMS = 6


def made_of(url: str, folder: Path, provider: ProviderServer, items: list[NewItem] | None = None) -> Made:
    """A job of one phase."""
    return make_job(url, folder, provider, items=items or items_of(ITEMS), phases=ONE_PHASE)


def count(state: State, table: Any, *where: Any) -> int:
    """How many rows of a table are so."""
    with state.read() as conn:
        return int(conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def files(place: Path) -> list[Path]:
    """All files below a folder."""
    return [path for path in place.rglob("*") if path.is_file()]


def test_a_purge_removes_payloads_and_keeps_the_books(
    state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts, outputs, answers and files are gone; money, counts, calls, analytics and uses of answers are as before."""
    items = [NewItem("large", "x " * PAYLOAD_MAX_BYTES, {}), *items_of(ITEMS)[1:]]
    made = made_of(state_url, tmp_path, provider, items).into(monkeypatch)
    made.run()
    with BatchJobs(state_url, made.place.workspace) as jobs, closing(made.opened()) as state:
        before = jobs.analytics(made.job_id).document()
        calls = [row.document() for row in jobs.calls(made.job_id)]
        status = jobs.status(made.job_id).document()
        assert files(tmp_path / "workspace")
        done = jobs.purge(made.job_id)
        assert (done.items, done.answers, done.shared) == (ITEMS - 1, ITEMS, 0)
        assert done.freed_bytes > 2 * PAYLOAD_MAX_BYTES
        assert files(tmp_path / "workspace") == []
        assert count(state, answers) == 0
        assert count(state, batch_items, batch_items.c.text.is_not(None)) == 0
        assert count(state, batch_checkpoints, batch_checkpoints.c.output.is_not(None)) == 0
        assert count(state, answer_uses) == ITEMS
        assert jobs.analytics(made.job_id).document() == before
        assert [row.document() for row in jobs.calls(made.job_id)] == calls
        after = jobs.status(made.job_id).document()
        assert after.pop("purged_at") is not None
        assert after == {name: value for name, value in status.items() if name != "purged_at"}
        rows = list(jobs.results(made.job_id))
        assert [(row.item_id, row.input, row.output) for row in rows] == [(one.item_id, "", None) for one in items]
        assert sum(row.cost_incurred for row in rows) == jobs.status(made.job_id).analytics.cost_incurred
        assert list(audit(state, jobs.workspace)) == []
        assert [event.kind for event in jobs.events(made.job_id)][-1] == "purged"


def test_answers_that_another_job_uses_stay(
    state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another job of the project found known stays known; what only the purged one used is paid for again."""
    first = made_of(state_url, tmp_path, provider).into(monkeypatch)
    first.run()
    second = made_of(state_url, tmp_path, provider, items_of(2))
    second.run()
    assert len(provider.invoice()) == ITEMS
    with closing(first.opened()) as state:
        workspace = Workspace(first.place.workspace)
        done = purge(state, workspace, first.job_id)
        assert (done.answers, done.shared) == (ITEMS - 2, 2)
        assert list(audit(state, workspace)) == []
    assert all(output for _, _, output, _ in second.results().values())
    made_of(state_url, tmp_path, provider, items_of(3)).run()
    assert len(provider.invoice()) == ITEMS + 1


def test_another_project_is_not_asked(state: State, tmp_path: Path) -> None:
    """Equal requests of another project have answers of their own: they keep nothing alive here."""
    for project in ("papers", "letters"):
        hand = start(state, new_job(state, items=1, project=project), worker_id=f"worker of {project}")
        one = call(0)
        hand.do(one)
        hand.do(reply(one), done(0))
    done_ = purge(state, Workspace(str(tmp_path)), hand.ref.job_id)
    assert (done_.answers, done_.shared) == (1, 0)
    with state.read() as conn:
        assert conn.scalars(select(answers.c.project)).all() == ["papers"]


def test_a_purge_reads_by_index(state: State, tmp_path: Path) -> None:
    """Whatever other jobs have used, a purge reads what concerns its own items: others' uses by the answer's digest."""
    for worker in ("first", "second"):
        hand = start(state, new_job(state, items=1), worker_id=worker)
        one = call(0)
        hand.do(one)
        hand.do(*([reply(one)] if worker == "first" else []), done(0))
    with assert_indexed(state) as plans:
        assert purge(state, Workspace(str(tmp_path)), hand.ref.job_id).shared == 1
    assert any("ix_answer_uses_digest" in plan for plan in plans)
    assert not any("answers_1 (project=?)" in plan for plan in plans)


def _run(state: State) -> str:
    return start(state, new_job(state)).ref.job_id


def _pause(state: State) -> str:
    job = new_job(state)
    with state.begin() as conn:
        conn.execute(text("UPDATE batch_jobs SET status = 'PAUSED'"))
    return job


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_run, r"is running \(pid \d+ on "),
        (_pause, "is PAUSED with 10 open items, which need their inputs: only a job that is over can be purged"),
        (new_job, "is PENDING with 10 open items"),
    ],
)
def test_only_what_is_over_is_purged(state: State, tmp_path: Path, make: Callable[[State], str], said: str) -> None:
    """A job that runs, with who runs it, and one that is to go on are refused, and nothing of them is touched."""
    job = make(state)
    with pytest.raises(IllegalMoveError, match=said):
        purge(state, Workspace(str(tmp_path)), job)
    assert count(state, batch_items, batch_items.c.text == "t") == 10


def test_a_cancelled_job_can_be_purged(state: State, tmp_path: Path) -> None:
    """Open items of a cancelled job are cancelled: nobody needs their inputs."""
    job = new_job(state)
    want_cancel(state, job)
    assert purge(state, Workspace(str(tmp_path)), job).items == 10


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def here(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """A working folder with a job that has run and one item of which failed; its id."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder(tmp_path / "work"))
    provider.behave([{"do": "declined", "contains": "Document 2"}])
    assert typed("run", "job.yaml", "--items", "items.jsonl", "--quiet").code == 3
    return str(typed("status", "last", "--json").document["id"])


def test_the_command_asks_says_what_goes_and_what_stays(here: str) -> None:
    """Without a terminal and --yes it says what would go, what running again costs, and does nothing."""
    asked = typed("purge", here, "--payloads")
    said = " ".join(asked.err.split())
    assert asked.code == ConfirmationError.exit_code
    assert f"the inputs and outputs of {here} would be gone for good" in said
    assert "to run it again would cost about $" in said
    assert "--yes" in said
    assert "say what is to be removed" in typed("purge", here).err
    assert all(row["input"] for row in typed("results", here, "--json").document["results"])
    document = typed("purge", here, "--payloads", "--yes", "--json").document
    assert list(document) == [
        "purged", "purged_at", "items", "answers", "answers_kept_for_others", "freed_bytes", "cost_kept", "cost_anew",
    ]  # fmt: skip
    assert document["items"] == 4


AFTER: Mapping[str, str] = {
    "show {job} doc-0": "it cannot be shown by item",
    "why {job} doc-0": "it cannot be shown by item",
    "export {job} out": "it cannot be exported",
    "retry {job}": "it cannot be retried",
}


def test_afterwards_each_command_says_so(here: str) -> None:
    """What needs payloads says that they were purged, and when; results, calls, analytics and delete go on.

    What they name as the next step can be typed.
    """
    told = typed("purge", here, "--payloads", "--yes")
    assert told.code == 0, told.err
    assert "new jobs fill the room" in told.out
    for command, said in AFTER.items():
        done = typed(*command.format(job=here).split())
        assert done.code == PurgedError.exit_code, command
        assert f"the payloads of {here} were purged on 20" in " ".join(done.err.split())
        assert said in " ".join(done.err.split())
    shown = typed("results", here)
    assert "payloads were purged on 20" in " ".join(shown.err.split())
    assert "doc-3" in shown.out
    page = typed("results", here, "-", "--format", "html")
    assert "The payloads were purged on 20" in page.out
    assert "an empty text" not in page.out
    assert "Next:" not in page.out
    assert "doc-3" in page.out
    assert "purged" in typed("status", here).out
    again = typed("run", "job.yaml", "--items", "items.jsonl")
    assert "its inputs and outputs were purged" in " ".join(again.err.split())
    assert "which pays anew" in " ".join(again.err.split())
    for command in (f"results {here}", "run job.yaml --items items.jsonl", f"analytics {here} --html page.html"):
        for step in re.findall(r"^next: batchwright (.*)$", typed(*command.split()).err, re.MULTILINE):
            for line in step.split(", then batchwright "):
                assert typed(*shlex.split(line, comments=True)).code == 0, f"{command}: {line}"
    with BatchJobs() as jobs, pytest.raises(PurgedError):
        jobs.table(here)
    assert typed("purge", here, "--payloads", "--yes").code == 0
    assert typed("db", "check").code == 0
    assert typed("estimate", "job.yaml", "--items", "items.jsonl").code == 0
    assert typed("delete", here, "--yes").code == 0
    assert typed("db", "check").code == 0


@pytest.mark.parametrize("point", ["purge.after_mark", "purge.after_some"])
def test_a_purge_that_is_killed_is_done_by_typing_it_again(here: str, point: str, provider: ProviderServer) -> None:
    """From its mark on nobody reads a payload; the second time does the rest, and the state is sound in between."""
    killed = run_command(
        Path.cwd(), environment(provider, BATCHWRIGHT_CRASH=point), "purge", here, "--payloads", "--yes"
    )
    assert killed.code < 0
    assert typed("show", here, "doc-0").code == PurgedError.exit_code
    assert typed("db", "check").code == 0
    assert typed("purge", here, "--payloads", "--yes").code == 0
    with BatchJobs() as jobs:
        state = jobs.state()
        assert count(state, batch_items, batch_items.c.text.is_not(None)) == 0
        assert count(state, answers) == 0


def test_what_was_removed_does_not_stand_in_the_file(here: str) -> None:
    """SQLite's file has no word of the texts any more, once its log is written back."""
    path = Path(".batchwright/state.db")
    assert typed("purge", here, "--payloads", "--yes").code == 0
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Document 1 says" not in path.read_bytes()
