"""`state copy`: a job goes on in another state as if nothing had been, and what does not agree is never shown there."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import String, delete, func, select, text, update
from sqlalchemy.engine import make_url

from pipelines.jobs import BatchJobs
from pipelines.state_copy import places
from state import document_tables, schema
from state.clock import utc_now
from state.control import delete as delete_job
from state.control import project_budget, set_options, set_project_cap
from state.copy_parts import CONTENTS, JOB, LIMITS, NOT_COPIED, SHOWN, Owner
from state.copy_rows import PAGE_BYTES, PAGE_ROWS, Begun, RowSum, pages
from state.copying import Progress
from state.engine import State
from state.errors import BatchwrightError, ConfigError, EngineError, IllegalMoveError, InputError, StateUnreachableError
from state.leases import leave
from state.migrate import open_state
from state.notices import claim
from state.purge import purge
from state.status import JobStatus
from state.view_ledger import events
from state.workspace import Workspace
from tests.books import assert_books, call, done, new_job, reply, start
from tests.commands import Command, environment, run_command, typed, until
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, THREE_PHASES, Background, Made, items_of, make_job
from tests.moves import WAYS, Move, items_with_large_ones, move, run_in_part
from tests.query_plans import assert_indexed
from tests.shelves import DOCUMENTS, QUESTIONS, SAY, Shelves, embed

__all__ = ["move"]

ITEMS = 30

every_way = pytest.mark.parametrize("move", WAYS, indirect=True)
"""From each store to each."""


def shown_jobs(state: State) -> list[str]:
    """The jobs that a state shows."""
    with state.read() as conn:
        return list(conn.scalars(select(schema.batch_jobs.c.job_id).order_by(schema.batch_jobs.c.job_id)))


def exported(made: Made, folder: Path) -> dict[str, bytes]:
    """A job's results as they are exported, file by file."""
    with BatchJobs(made.place.url, made.place.workspace) as jobs:
        jobs.export(made.job_id, str(folder))
    return {path.name: path.read_bytes() for path in folder.glob("part-*.parquet")}


class Hook(Progress):
    """Does something once, when so much of a table was copied."""

    def __init__(self, table: str, act: Callable[[], object]) -> None:
        self._table = table
        self._act: Callable[[], object] | None = act

    def copied(self, what: str, more: int) -> None:
        """Act, the first time."""
        if what == self._table and self._act is not None:
            act, self._act = self._act, None
            act()


# ── a job goes on ───────────────────────────────────────────────────────────────────────────────


@every_way
def test_a_job_goes_on_where_it_was_copied_to(
    move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third of the calls here, the rest there: none twice, the books balance, the export is as it would have been."""
    made = make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(ITEMS)).into(monkeypatch)
    run_in_part(made, provider, ITEMS)
    copied = move.copy()
    assert copied.payloads >= 2
    assert copied.ledger_usd[0] == copied.ledger_usd[1] > 0
    assert ITEMS <= copied.tables["answers"].rows < 3 * ITEMS
    assert move.is_sound()
    shutil.rmtree(move.source.workspace)  # nothing of it is read any more
    there = move.there(made)
    assert there.run().status is JobStatus.COMPLETED
    assert len(provider.invoice()) == len(THREE_PHASES) * ITEMS
    with closing(there.opened()) as state:
        assert_books(state)
        spent = project_budget(state, "default").spent_usd
    assert spent == sum((Decimal(bill.cost_usd) for bill in provider.invoice()), Decimal(0))
    whole = make_job(f"sqlite:///{tmp_path}/whole.db", tmp_path / "whole", provider, items=items_with_large_ones(ITEMS))
    assert whole.run().status is JobStatus.COMPLETED
    assert exported(there, tmp_path / "out") == exported(whole, tmp_path / "out-whole")


@every_way
def test_documents_are_found_as_before(
    move: Move, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words and vectors find the same passages, a job with them goes on for nothing, and documents are put in anew."""
    for name, value in environment(provider, BATCHWRIGHT_STATE=move.source.url).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    with BatchJobs() as jobs:
        shelves = Shelves(jobs, provider)
        shelves.put(*DOCUMENTS)
        embed(shelves)
        shelves.done(QUESTIONS, SAY)
        found = searched()
    calls = provider.stats()["total"]
    copied = move.copy()
    assert copied.tables["chunks"].rows == copied.tables["vectors"].rows == 3
    monkeypatch.setenv("BATCHWRIGHT_STATE", move.target.url)
    with BatchJobs() as jobs:
        shelves = Shelves(jobs, provider)
        assert searched() == found
        shelves.done(QUESTIONS, SAY)
        assert provider.stats()["total"] == calls
        shelves.put({"id": "bread", "content": "Sourdough bread, anew."}, {"id": "moon", "content": "The moon."})
        assert jobs.docs().collected().documents == 4
    assert move.is_sound()


@every_way
def test_budgets_events_and_what_people_were_told_are_the_same(move: Move) -> None:
    """Cap, spent and the ledger of a deleted job, a job's history in its order, and no notice that comes twice."""
    workspace = Workspace(move.source.workspace)
    with closing(open_state(move.source.url)) as source:
        kept, gone, emptied = (spent(source) for _ in range(3))
        set_project_cap(source, "papers", Decimal(7))
        assert len(claim(source, kept, begun=0)) == 1
        delete_job(source, workspace, gone)
        purge(source, workspace, emptied)
        told = [event.document() | {"event_id": 0} for event in events(source, kept)]
        before = project_budget(source, "papers")
    with closing(open_state(move.target.url)) as target:
        other = spent(target, project="others")  # which has the first numbers of events
    move.copy()
    with closing(open_state(move.target.url)) as target:
        assert shown_jobs(target) == sorted([kept, emptied, other])
        assert [event.document() | {"event_id": 0} for event in events(target, kept)] == told
        assert claim(target, kept, begun=0) == []
        assert project_budget(target, "papers") == before
        assert before.spent_usd > sum(_spent_by(target, job) for job in (kept, emptied))
        assert_books(target)
        again = spent(target)
        assert max(event.event_id for event in events(target, kept)) < min(e.event_id for e in events(target, again))
    assert move.is_sound()


def spent(state: State, project: str = "papers") -> str:
    """A job of one item that was answered; its id."""
    job_id = new_job(
        state, items=1, project=project, job_id=f"job_{project}_{utc_now().timestamp():020.6f}".ljust(30, "0")
    )
    hand = start(state, job_id, worker_id=f"worker-{job_id[-12:]}")
    asked = call(digest=f"{hash(job_id) & 0xFFFFFFFF:064x}")
    hand.do(asked)
    hand.do(reply(asked))
    hand.do(done())
    leave(state, hand.ref, reason="done", held_items=0)
    return job_id


def _spent_by(state: State, job_id: str) -> Decimal:
    with state.read() as conn:
        query = select(schema.batch_jobs.c.spent_usd).where(schema.batch_jobs.c.job_id == job_id)
        return Decimal(conn.execute(query).scalar_one())


def searched() -> list[object]:
    """What a search finds for each question, with its scores."""
    found = [typed("docs", "search", str(one["content"]), "--json").document["results"] for one in QUESTIONS]  # type: ignore[index,call-overload]  # JSON
    assert all(found)
    return list(found)


# ── cut off, and done again ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("crash", "move"),
    [
        ("copy.page.before_commit:1", WAYS[0]),
        ("payload.before_rename", WAYS[2]),
        ("copy.page.after_commit:4", WAYS[2]),
        ("copy.page.after_commit:9", WAYS[0]),
        ("copy.verified", WAYS[2]),
        ("copy.shown.before_commit", WAYS[1]),
        ("copy.shown.after_commit", WAYS[0]),
    ],
    indirect=["move"],
)
def test_a_copy_that_is_killed_shows_nothing_and_goes_on(
    crash: str, move: Move, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any instant it shows no job that is not whole; the same command again copies the rest."""
    made = make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(ITEMS)).into(monkeypatch)
    run_in_part(made, provider, ITEMS)
    with closing(open_state(move.source.url)) as source:
        new_job(source, items=1_200, project="default")
    here, there = move.source, move.target
    command = ("--workspace", here.workspace, "state", "copy", here.url, there.url, "--to-workspace", there.workspace)
    dead = run_command(tmp_path, {**environment(), "BATCHWRIGHT_CRASH": crash}, *command)
    assert dead.code == -signal.SIGKILL, dead.err
    with closing(open_state(move.target.url)) as target:
        assert len(shown_jobs(target)) == (2 if crash == "copy.shown.after_commit" else 0)  # all or none
    again = run_command(tmp_path, environment(), *command, "--json")
    assert again.code == 0, again.err
    assert again.document["is_verified"]
    assert (again.document["rows_before"] > 0) is (crash != "copy.page.before_commit:1")
    assert again.document["items"] == ITEMS + 1_200
    assert move.is_sound()
    assert move.there(made).run().status is JobStatus.COMPLETED
    assert len(provider.invoice()) == len(THREE_PHASES) * ITEMS


@every_way
def test_a_copy_that_is_whole_is_only_looked_at(move: Move) -> None:
    """The same again writes nothing, and says that all was there."""
    with closing(open_state(move.source.url)) as source:
        spent(source)
    first = move.copy()
    again = move.copy()
    assert first.rows_before == 0
    assert again.rows_before == sum(one.rows for one in again.tables.values())
    assert first.tables == again.tables


def test_ctrl_c_says_how_it_goes_on(move: Move, tmp_path: Path) -> None:
    """What is copied so far is told, and that the same goes on; nothing is shown there."""
    with closing(open_state(move.source.url)) as source:
        job_id = new_job(source, items=30_000)
    copying = Command(tmp_path, environment(), "state", "copy", move.source.url, move.target.url)
    with closing(open_state(move.target.url)) as target:
        until(lambda: _count(target, "batch_items") > 0, copying)
        copying.send(signal.SIGINT)
        ended = copying.end()
        assert ended.code == 130, ended.err
        assert shown_jobs(target) == []
    assert "type the same again to go on" in ended.err
    assert run_command(tmp_path, environment(), "state", "copy", move.source.url, move.target.url).code == 0
    with closing(open_state(move.target.url)) as target:
        assert (shown_jobs(target), _count(target, "batch_items")) == ([job_id], 30_000)


def _count(state: State, table: str) -> int:
    with state.read() as conn:
        return int(conn.execute(select(func.count()).select_from(schema.metadata.tables[table])).scalar_one())


# ── refused ─────────────────────────────────────────────────────────────────────────────────────


def refused(move: Move, kind: type[BatchwrightError], *words: str) -> BatchwrightError:
    """The copy is refused in these words, and writes nothing."""
    with closing(open_state(move.target.url)) as target:
        before = {name: _count(target, name) for name in schema.metadata.tables}
        with pytest.raises(kind) as caught:
            move.copy()
        assert {name: _count(target, name) for name in schema.metadata.tables} == before
    said = f"{caught.value} {caught.value.hint}"
    assert [word for word in words if word not in said] == [], said
    return caught.value


@pytest.mark.parametrize("move", ["sqlite to postgresql", "postgresql to sqlite"], indirect=True)
def test_a_job_that_runs_is_refused(
    move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Running: who runs it, and how it is paused. Stalled after a crash: that, too; afterwards it is copied."""
    provider.behave(latency_ms=1_000)
    made = make_job(move.source.url, tmp_path, provider, items=items_of(120), phases=ONE_PHASE).into(monkeypatch)
    run = Background(made.run)
    until(lambda: provider.stats()["total"] > 3)
    refused(move, IllegalMoveError, f"{made.job_id} is running (pid {os.getpid()}", f"pause {made.job_id}`")
    with closing(open_state(move.source.url)) as source:
        jobs = BatchJobs(move.source.url, move.source.workspace)
        jobs.pause(made.job_id)
        run.wait()
        made.start(crash="call.before_send:2").wait(60)
        refused(move, IllegalMoveError, f"{made.job_id} is stalled", f"pause {made.job_id}`")
        jobs.pause(made.job_id)
        jobs.close()
        assert shown_jobs(source) == [made.job_id]
    move.copy()
    assert move.is_sound()
    provider.behave(latency_ms=1)
    there = move.there(made)
    assert there.run().status is JobStatus.COMPLETED


def test_a_worker_that_is_just_leaving_is_waited_for(move: Move) -> None:
    """A job that is over, and whose worker still writes its last rows, is not copied yet; one of a lost machine is."""
    with closing(open_state(move.source.url)) as source:
        hand = start(source, new_job(source, items=1))
        hand.do(done())
        refused(move, IllegalMoveError, f"pid {os.getpid()}", f"is just leaving {hand.ref.job_id}", "some seconds")
        with source.begin() as conn:  # as it is where the file came from another machine
            conn.execute(update(schema.workers).values(host="elsewhere", boot="another", clock_boot="another"))
    move.copy()
    assert move.is_sound()


@every_way
def test_other_content_under_the_same_names_is_refused(move: Move) -> None:
    """A copy that went on, a project of the same name, a job that is only there: nothing is written over."""
    with closing(open_state(move.source.url)) as source:
        kept = spent(source)
    move.copy()
    with closing(open_state(move.target.url)) as target:
        set_project_cap(target, "papers", Decimal(3))
    refused(move, InputError, "a project papers already", "rows in projects", "nothing was written")
    with closing(open_state(move.target.url)) as target:
        set_project_cap(target, "papers", None)
        with target.begin() as conn:
            conn.execute(update(schema.batch_items).values(text="another"))
    refused(move, InputError, f"a job {kept} already", "rows in batch_items")
    with closing(open_state(move.target.url)) as target, target.begin() as conn:
        conn.execute(update(schema.batch_items).values(text="t"))
    move.copy()
    with closing(open_state(move.target.url)) as target:
        new_job(target, items=1)
    refused(move, InputError, "a project papers already", "rows in batch_jobs")


def test_payloads_that_would_be_lost_or_shared_are_refused(
    move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another workspace than the state's, one for both, none told for a server: refused before anything is written."""
    make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(2)).into(monkeypatch)
    wrong = Move(type(move.source)(move.source.url, str(tmp_path / "empty")), move.target)
    refused(wrong, ConfigError, "is not in the workspace", str(tmp_path / "empty"), "--workspace")
    shared = Move(move.source, type(move.target)(move.target.url, move.source.workspace))
    refused(shared, InputError, "would be the workspace of both", "name another folder")
    roomless = Move(move.source, type(move.target)(move.target.url, "database"))
    refused(roomless, InputError, "`database` has no room for any", "an object store")
    told = typed("state", "copy", move.source.url, move.target.url)
    assert (told.code, "nobody says where they go" in told.err) == (2, True)
    (tmp_path / "empty").mkdir()
    same = typed("state", "copy", move.source.url, move.source.url)
    assert (same.code, "are the same state" in same.err) == (2, True)
    before = typed("--state", move.source.url, "state", "copy", move.source.url, move.target.url)
    assert (before.code, "names both states" in before.err) == (2, True)


def test_nothing_is_made_where_the_state_is_refused(move: Move, tmp_path: Path) -> None:
    """FROM that is not there, and TO is not made; FROM that is older, and it is not touched."""
    there = tmp_path / "new.db"
    missing = typed("state", "copy", tmp_path / "no.db", there)
    assert (missing.code, "there is no state at" in missing.err) == (2, True)
    with closing(open_state(move.source.url)) as source:
        new_job(source)
        with source.begin() as conn:
            conn.execute(text("UPDATE alembic_version SET version_num = 'bw0006'"))
    older = typed("state", "copy", move.source.url, there)
    assert (older.code, "is at revision bw0006" in older.err) == (5, True)
    assert f"for this state: `batchwright --state {move.source.url.removeprefix('sqlite:///')} db migrate`" in older.err
    assert not there.exists()


def test_a_row_that_a_server_cannot_hold_is_told(move: Move) -> None:
    """What SQLite lets in and PostgreSQL does not names its table and its job, and shows nothing there."""
    with closing(open_state(move.source.url)) as source:
        job_id = new_job(source, items=2)
        with source.begin() as conn:
            conn.execute(update(schema.batch_items).where(schema.batch_items.c.ordinal == 1).values(text="a\0b"))
    with pytest.raises(InputError) as caught:
        move.copy()
    assert f"cannot hold a row of batch_items of {job_id}" in caught.value.message
    with closing(open_state(move.target.url)) as target:
        assert shown_jobs(target) == []


# ── verified ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("move", ["sqlite to postgresql", "postgresql to sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("batch_items", update(schema.batch_items).where(schema.batch_items.c.ordinal == 0).values(text="s")),
        ("batch_calls", update(schema.batch_calls).values(cost_usd=Decimal("0.002346"))),
        ("answers", delete(schema.answers)),
        ("batch_events", update(schema.batch_events).values(message="something else")),
        ("runs", update(schema.runs).values(taken_at=1.5)),
        ("answer_uses", update(schema.answer_uses).values(known=True)),
    ],
)
def test_a_copy_that_is_not_the_same_is_our_bug_and_is_not_shown(move: Move, table: str, damage: object) -> None:
    """A value, a cent, a row: whatever differs is found, with its table, and no job is shown."""
    with closing(open_state(move.source.url)) as source:
        spent(source)

    def spoil() -> None:
        with closing(open_state(move.target.url)) as target, target.begin() as conn:
            conn.execute(damage)  # type: ignore[call-overload]  # any statement

    with pytest.raises(EngineError) as caught:
        move.copy(
            Hook("bundle_sums" if table == "runs" else "batch_totals", spoil)
            if table != "runs"
            else Hook("runs", spoil)
        )
    assert f": {table} of " in caught.value.message
    with closing(open_state(move.target.url)) as target:
        assert shown_jobs(target) == []


def test_a_copy_that_goes_on_with_another_workspace_has_all_payloads_there(
    move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were there already have their payloads in the workspace that was named last, too."""
    make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(2)).into(monkeypatch)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move.copy(Hook("batch_items", stop))
    other = Move(move.source, type(move.target)(move.target.url, str(tmp_path / "there" / "another")))
    assert other.copy().rows_before > 0
    assert other.is_sound()


@pytest.mark.parametrize("named", ["by their digests", "as the first versions did"])
def test_a_payload_that_is_not_the_same_is_found(
    named: str, move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was cut on its way is taken anew; where its name has no digest that is told, and nothing is shown."""
    make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(2)).into(monkeypatch)
    if named == "as the first versions did":
        with closing(open_state(move.source.url)) as source, source.begin() as conn:
            item = schema.batch_items.c
            for ref in list(conn.scalars(select(item.payload_ref))):
                old = ref.partition("-")[0]
                (Path(move.source.workspace) / ref).rename(Path(move.source.workspace) / old)
                conn.execute(update(schema.batch_items).where(item.payload_ref == ref).values(payload_ref=old))

    def cut() -> None:
        for path in Path(move.target.workspace).rglob("*"):
            if path.is_file():
                path.write_text("cut")

    if named == "by their digests":
        assert move.copy(Hook("batch_items", cut)).payloads == 2
        assert move.is_sound()
        return
    with pytest.raises(EngineError, match="is another one; no more is shown"):
        move.copy(Hook("batch_items", cut))
    with closing(open_state(move.target.url)) as target:
        assert shown_jobs(target) == []


def test_a_payload_that_is_damaged_here_is_told_at_once_and_as_that(
    move: Move, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its rows are copied: whose it is, in which workspace, and what looks for more of them."""
    make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(2)).into(monkeypatch)
    next(path for path in Path(move.source.workspace).rglob("*") if path.is_file()).write_text("cut")
    with pytest.raises(StateUnreachableError) as caught:
        move.copy()
    said = f"{caught.value} {caught.value.hint}"
    assert f"of {move.source.workspace} holds 3 bytes that are not those that were written" in said
    assert f"`batchwright --state {tmp_path}/state.db db check`" in said
    with closing(open_state(move.target.url)) as target:
        assert _count(target, "batch_items") == 0


@every_way
@pytest.mark.parametrize("change", ["an option", "a job"])
def test_a_state_that_changes_meanwhile_is_told(change: str, move: Move) -> None:
    """Options that are set while it is copied, or a job that comes to be: told, and nothing is shown there."""
    with closing(open_state(move.source.url)) as source:
        job_id = spent(source)

        def act() -> object:
            return spent(source) if change == "a job" else set_options(source, job_id, {"concurrency": 7})

        with pytest.raises(StateUnreachableError, match="has changed while it was copied"):
            move.copy(Hook("batch_totals", act))
        with closing(open_state(move.target.url)) as target:
            assert shown_jobs(target) == []


# ── what is copied, and how ─────────────────────────────────────────────────────────────────────


def test_every_table_is_copied_or_named() -> None:
    """A new table is seen here: it is copied, or it is said why it is not."""
    copied = [part.of for part in (*CONTENTS, *SHOWN)]
    assert {one.name for one in (*copied, LIMITS, *NOT_COPIED)} == set(schema.metadata.tables)
    assert document_tables.chunks in copied
    for part in (*CONTENTS, *SHOWN):
        assert {part.owner, *part.key} <= set(part.of.c.keys())
        whole = {part.owner, *part.key}
        primary = {one.name for one in part.of.primary_key}
        assert primary <= whole, f"{part.name}: {part.key} may be of two rows"


def test_pages_are_short(state: State) -> None:
    """Neither many small rows nor a few large ones make a transaction long."""
    job_id = new_job(state, items=1_300)
    with state.begin() as conn:
        conn.execute(update(schema.batch_items).where(schema.batch_items.c.ordinal < 40).values(text="x" * 200_000))
    part = next(part for part in CONTENTS if part.of is schema.batch_items)
    found = list(pages(state.read, part, Owner(JOB, job_id)))
    assert [key for page in found for key in page.keys] == [(ordinal,) for ordinal in range(1_300)]
    assert [page.start for page in found] == [sum(len(one.rows) for one in found[:i]) for i in range(len(found))]
    sizes = [sum(len(str(row[part.kept.index("text")])) for row in page.rows) for page in found]
    assert max(sizes) < PAGE_BYTES + 200_000
    assert max(len(page.rows) for page in found) == PAGE_ROWS


def test_large_rows_are_not_in_memory_together(state: State) -> None:
    """Where payloads stay in their rows, a page is as large as the first row that fills it, whatever comes after."""
    size, count = 4 * PAGE_BYTES, 20
    job_id = new_job(state, items=count)
    for ordinal in range(count):
        with state.begin() as conn:
            mine = schema.batch_items.c.ordinal == ordinal
            conn.execute(update(schema.batch_items).where(mine).values(text="x" * size))
    part = next(part for part in CONTENTS if part.of is schema.batch_items)
    tracemalloc.start()
    try:
        assert [len(page.rows) for page in pages(state.read, part, Owner(JOB, job_id))] == [1] * count
        assert tracemalloc.get_traced_memory()[1] < 4 * size
    finally:
        tracemalloc.stop()


def test_pages_go_by_all_columns_of_a_key(state: State) -> None:
    """Where a page ends between two rows of the same item, the next one begins with the second of them."""
    job_id = new_job(state, items=0)
    rows = [
        {"job_id": job, "ordinal": i // 3, "phase": i % 3, "ok": True, "attempts": 1, "at": utc_now()}
        for job in (job_id, "job_a", "job_z")
        for i in range(1_250)
    ]
    with state.begin() as conn:
        conn.execute(schema.batch_checkpoints.insert(), rows)
    part = next(part for part in CONTENTS if part.of is schema.batch_checkpoints)
    found = [key for page in pages(state.read, part, Owner(JOB, job_id)) for key in page.keys]
    assert found == [(i // 3, i % 3) for i in range(1_250)]
    assert PAGE_ROWS % 3


def test_pages_are_read_by_index(state: State) -> None:
    """No page reads a table from its beginning, or sorts all that an owner has."""
    whole = r"TEMP B-TREE FOR ORDER BY|^SCAN|Seq Scan"
    for part in (*CONTENTS, *SHOWN):
        texts = {name: isinstance(part.table.c[name].type, String) for name in part.key}
        begun = Begun(RowSum(1), tuple("a" if texts[name] else 1 for name in part.key))
        with assert_indexed(state) as plans:
            list(pages(state.read, part, Owner(part.owner, "x"), begun))
        assert not re.search(whole, "\n".join(plans), re.MULTILINE), (part.name, plans)


def test_what_is_copied_is_only_read(move: Move) -> None:
    """The file of the state that is copied holds afterwards what it held, word for word."""
    path = Path(move.source.url.removeprefix("sqlite:///"))
    with closing(open_state(move.source.url)) as source:
        spent(source)
    with closing(sqlite3.connect(path)) as conn:
        before = list(conn.iterdump())
    move.copy()
    with closing(sqlite3.connect(path)) as conn:
        assert list(conn.iterdump()) == before


@every_way
def test_a_job_that_is_still_coming_in_is_not_copied(move: Move) -> None:
    """It has no status, and no query shows it here either; limits that were learned are known there."""
    with closing(open_state(move.source.url)) as source:
        kept, coming = spent(source), new_job(source, items=3)
        with source.begin() as conn:
            conn.execute(update(schema.batch_jobs).where(schema.batch_jobs.c.job_id == coming).values(status=None))
            row = {"scope": "openai/x", "learned": "{}", "cuts": 3, "rates": '{"asks": {}}', "at": utc_now()}
            conn.execute(schema.limits.insert(), row)
    move.copy()
    with closing(open_state(move.target.url)) as target:
        assert shown_jobs(target) == [kept]
        assert _count(target, "batch_items") == 1
        with target.read() as conn:
            found = conn.execute(select(schema.limits.c.learned, schema.limits.c.cuts, schema.limits.c.rates)).one()
    assert tuple(found) == ("{}", 3, None)
    assert move.is_sound()


# ── as it is typed ──────────────────────────────────────────────────────────────────────────────


def test_the_command_says_what_it_copied_and_never_a_password(
    tmp_path: Path, move: Move, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts, money on both sides and what to type next; the JSON has stable keys; no password anywhere."""
    monkeypatch.chdir(tmp_path)
    made = make_job(move.source.url, tmp_path, provider, items=items_with_large_ones(3), phases=ONE_PHASE)
    made.into(monkeypatch).run()
    url = make_url(move.target.url).set(password="opensesame").render_as_string(hide_password=False)
    copied = typed("state", "copy", tmp_path / "state.db", url, "--to-workspace", "there/workspace")
    assert copied.code == 0, copied.err
    assert "1 job, 3 items, 3 checkpoints, 3 calls, 3 answers" in " ".join(copied.out.split())
    assert "2 payloads" in copied.out
    again = typed("state", "copy", tmp_path / "state.db", url, "--to-workspace", "there/workspace", "--json")
    assert again.code == 0, again.out
    assert list(again.document) == [
        "from", "to", "from_workspace", "to_workspace", "is_verified", "jobs", "items", "checkpoints", "calls",
        "answers", "documents", "events", "payloads", "payload_bytes", "rows_before", "cost_from", "cost_to",
        "unread_files", "tables",
    ]  # fmt: skip
    assert again.document["cost_from"] == again.document["cost_to"]
    away = typed(
        "state", "copy", tmp_path / "state.db", "postgresql://me:opensesame@127.0.0.1:1/x", "--to-workspace", "w"
    )
    assert (away.code, "does not answer" in away.err) == (5, True)
    told = "".join((copied.out, copied.err, again.out, again.err, away.err, json.dumps(again.document)))
    assert "opensesame" not in told
    bare = make_url(move.target.url).set(password=None).render_as_string(hide_password=False)
    listed = typed("--state", bare, "--workspace", "there/workspace", "results", "last", "--json")
    assert listed.document == typed("--state", "state.db", "results", "last", "--json").document


@pytest.mark.parametrize(
    ("environ", "here", "there"),
    [
        ({}, "a/workspace", None),
        ({"BATCHWRIGHT_WORKSPACE": "/w"}, "/w", None),
        ({"BATCHWRIGHT_WORKSPACE": "/w", "BATCHWRIGHT_STATE": "a/state.db"}, "/w", None),
        ({"BATCHWRIGHT_WORKSPACE": "/w", "BATCHWRIGHT_STATE": "postgresql://u@h/d"}, "a/workspace", "/w"),
    ],
)
def test_the_workspace_of_the_environment_is_of_the_state_of_the_environment(
    environ: dict[str, str], here: str, there: str | None, tmp_path: Path
) -> None:
    """FROM's is that of any command, but for one that the environment has for TO."""
    source, target = places("a/state.db", "postgresql://u:p@h/d", None, None, cwd=tmp_path, environ=environ)
    assert source.workspace == str(tmp_path / here)
    assert (target.place.workspace if target.is_told else None) == there
    assert (
        places("a.db", "b/c.db", None, None, cwd=tmp_path, environ={})[1].place.workspace == f"{tmp_path}/b/workspace"
    )
