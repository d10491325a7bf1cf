"""`db check` finds each thing that is wrong with a state, names it with both sides, and finds nothing that is not."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from state.audit import audit
from state.audit_records import Discrepancy, Kind
from state.audit_references import _OF_A_JOB
from state.backup import backup
from state.control import delete
from state.digests import content_id
from state.engine import State, sqlite_path
from state.migrate import open_state
from state.records import NewItem
from state.schema import answers, batch_items, metadata
from state.status import CallStatus, ItemStatus
from state.sums import compare_sums
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import COST, age, call, done, embedding, failure, new_job, pack, pack_reply, reply, start
from tests.commands import environment, folder, typed
from tests.fakes.provider_server import ProviderServer
from tests.jobs import ONE_PHASE, Background, items_of, make_job

JOB = "job_00000000000000000000000abc"
GONE = "job_00000000000000000000000abd"
CALL, PACK = "call_00000000000000000000000one", "call_0000000000000000000000pack"


@pytest.fixture
def busy(state: State) -> State:
    """A state with all kinds of rows: items of every status, a pack, a call that is out, a deleted job, run sums."""
    hand = start(state, new_job(state, job_id=GONE, items=1))
    one = call(0, digest="e" * 64)
    hand.do(one)
    hand.do(reply(one), done(0))
    delete(state, Workspace("/nowhere"), GONE)
    hand = start(state, new_job(state, job_id=JOB), worker_id="worker-2")
    first = call(0, call_id=CALL)
    packed = pack(embedding(2), embedding(3), call_id=PACK)
    bad, out = call(4), call(5)
    hand.do(first, packed, bad, out, call(6))
    hand.do(reply(first), pack_reply(packed), failure(bad, CallStatus.INVALID, cost=COST), done(0), done(2))
    hand.do(done(4, final=ItemStatus.FAILED))
    compare_sums(state, JOB, 1, {"bundle-1": (3, 4 * COST)})
    return state


def found(state: State, workspace: Workspace | None = None) -> list[Discrepancy]:
    """What an audit finds."""
    return list(audit(state, workspace))


def broken(state: State, *statements: str) -> list[Discrepancy]:
    """What an audit finds after these statements."""
    with state.begin() as conn:
        for statement in statements:
            conn.execute(text(statement))
    return found(state)


def test_a_busy_state_is_sound(busy: State) -> None:
    """Whatever a job is in the middle of, nothing is wrong with it."""
    assert found(busy) == []


# ruff: noqa: S608, E501  # what is broken is a line of the table
OF_JOB = f"WHERE job_id = '{JOB}'"
BREAKS: Mapping[str, tuple[Kind, str, str]] = {
    "spent": (Kind.JOB_MONEY, f"UPDATE batch_jobs SET spent_usd = spent_usd + 1000000 {OF_JOB}", r"says \$0.009381 spent, its ledger adds up to \$0.00938"),
    "reserved": (Kind.JOB_MONEY, f"UPDATE batch_jobs SET reserved_usd = 0 {OF_JOB}", r"says \$0.00 reserved.*adds up to \$0.02"),
    "project": (Kind.PROJECT_MONEY, "UPDATE projects SET spent_usd = spent_usd - 1000000", r"project papers: says \$0.011724 spent.*\$0.011725"),
    "open_items": (Kind.ITEM_COUNTS, f"UPDATE batch_jobs SET open_items = 6 {OF_JOB}", "says 6 open items, there are 7"),
    "total_items": (Kind.ITEM_COUNTS, f"UPDATE batch_jobs SET total_items = 9 {OF_JOB}", "says 9 items, there are 10"),
    "failed_items": (Kind.ITEM_COUNTS, f"UPDATE batch_jobs SET failed_items = 0 {OF_JOB}", "says 0 failed items, there are 1"),
    "workers_items": (Kind.ITEM_COUNTS, f"UPDATE batch_totals SET completed = 3 {OF_JOB} AND phase = -1", "says 3 items completed by its workers, there are 2"),
    "completed": (Kind.ITEM_COUNTS, f"UPDATE batch_jobs SET status = 'COMPLETED' {OF_JOB}", "is COMPLETED, and 7 of its items are open"),
    "totals": (Kind.TOTALS, f"UPDATE batch_totals SET calls = calls + 1 {OF_JOB} AND phase = 0", "totals say calls 4, by the ledger 3"),
    "tokens": (Kind.TOTALS, f"UPDATE batch_totals SET input_tokens = 7 {OF_JOB} AND phase = 0", "input_tokens 7, by the ledger 360"),
    "checkpoints": (Kind.TOTALS, f"UPDATE batch_totals SET completed = 5 {OF_JOB} AND phase = 0", "completed 5, by its checkpoints 2"),
    "item_status": (Kind.ITEM_STATE, f"UPDATE batch_items SET status = 'LOST' {OF_JOB} AND ordinal = 9", "item 'item-9': is LOST, which no item can be"),
    "item_ended": (Kind.ITEM_STATE, f"UPDATE batch_items SET ended_at = NULL {OF_JOB} AND ordinal = 0", "item 'item-0': is COMPLETED, and has no time"),
    "item_class": (Kind.ITEM_STATE, f"UPDATE batch_items SET error_class = 'other' {OF_JOB} AND ordinal = 4", r"is FAILED in phase 1 \(other\), and by its checkpoints failed: phase 1 \(made_up\)"),
    "checkpoint_lost": (Kind.ITEM_STATE, f"DELETE FROM batch_checkpoints {OF_JOB} AND ordinal = 0", "is COMPLETED, and no phase of it has ended"),
    "job_odd": (Kind.ITEM_COUNTS, f"UPDATE batch_jobs SET status = 'LOST' {OF_JOB}", "is 'LOST', which no job can be"),
    "output_lost": (Kind.PAYLOAD, f"UPDATE batch_checkpoints SET output = NULL {OF_JOB} AND ordinal = 0", "item 'item-0': phase 1 ended well, and its output is neither in its row nor in the workspace"),
    "answer_lost": (Kind.PAYLOAD, "UPDATE answers SET text = NULL WHERE digest LIKE 'e%'", "project papers: the answer of .* to eeeeeeeeeeee… is neither in its row nor in the workspace"),
    "run": (Kind.RUN_SUMS, f"UPDATE runs SET combined_usd = 1 {OF_JOB}", "run 1: the combiner says"),
    "bundle": (Kind.RUN_SUMS, f"UPDATE bundle_sums SET cost_usd = 1 {OF_JOB}", "1 of its bundles cost by the combiner what they do not by the ledger .bundle-1"),
    "call_odd": (Kind.CALL, f"UPDATE batch_calls SET status = 'lost' WHERE call_id = '{CALL}'", "is 'lost', which no call can be"),
    "call_status": (Kind.CALL, f"UPDATE batch_calls SET cost_usd = 5 {OF_JOB} AND status = 'admitted' AND ordinal = 5", "is admitted and has cost"),
    "share": (Kind.PACK, f"UPDATE call_items SET share_usd = share_usd + 1 WHERE call_id = '{PACK}' AND ordinal = 2", "its inputs' shares add up to"),
    "part": (Kind.PACK, f"DELETE FROM call_items WHERE call_id = '{PACK}' AND ordinal = 2", "is a packed call of 2 inputs, and has 1 rows of inputs"),
    "lone_part": (Kind.REFERENCE, f"INSERT INTO call_items (call_id, digest, job_id, ordinal, phase) VALUES ('call_zz', 'd', '{JOB}', 0, 0)", "call_zz: 1 inputs are of this packed call, which is not in the ledger"),
    "answer_call": (Kind.REFERENCE, "UPDATE answers SET call_id = 'call_zz' WHERE digest LIKE 'e%'", "came by call_zz, which is not in its ledger"),
    "orphan": (Kind.REFERENCE, f"INSERT INTO answer_uses SELECT job_id, 77, phase, attempt, role, digest, generation, requested_model, call_id, known, saved_usd, components, reason, at FROM answer_uses {OF_JOB} AND ordinal = 0", "has a use of an answer of item number 77, which is not there"),
    "events": (Kind.REFERENCE, "INSERT INTO batch_events (event_id, job_id, at, kind, message) VALUES (999, 'job_lost', 0, 'created', 'x')", "job_lost: batch_events has rows of this job, which is not there"),
    "mark": (Kind.REFERENCE, f"UPDATE batch_events SET kind = 'paused' WHERE job_id = '{GONE}'", "batch_calls has rows of this job"),
    "call_project": (Kind.REFERENCE, f"UPDATE batch_calls SET project = 'other' WHERE call_id = '{PACK}'", "is of project 'other', and its job"),
    "plan": (Kind.DIGEST, f"UPDATE batch_jobs SET plan = '{{}}', plan_digest = 'abc' {OF_JOB}", "its plan is not the one that was frozen"),
}  # fmt: skip

FOLLOWS: Mapping[str, frozenset[Kind]] = {
    # what else cannot but be seen of the same fault
    "item_status": frozenset({Kind.ITEM_COUNTS}),
    "checkpoint_lost": frozenset({Kind.TOTALS}),
    "call_odd": frozenset({Kind.TOTALS, Kind.RUN_SUMS}),
    "call_status": frozenset({Kind.JOB_MONEY, Kind.PROJECT_MONEY}),
    "mark": frozenset({Kind.REFERENCE}),
    "call_project": frozenset({Kind.ANSWER}),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found_and_nothing_else(busy: State, name: str) -> None:
    """Each invariant that is broken is found, with the thing and both sides named, and what to do."""
    kind, statement, said = BREAKS[name]
    seen = broken(busy, statement)
    mine = [one for one in seen if one.kind is kind]
    assert {one.kind for one in seen} - {kind} <= FOLLOWS.get(name, frozenset()), seen
    assert any(re.search(said, str(one)) for one in mine), [str(one) for one in seen]
    assert all(one.fix and one.is_wrong for one in seen)
    if name not in FOLLOWS:
        assert len(seen) == 1, seen


def test_an_answer_that_was_lost_is_found(busy: State) -> None:
    """An answer that is gone is missed by the step that used it and by the call that was paid for it."""
    with busy.begin() as conn:
        conn.execute(answers.delete().where(answers.c.digest == call(0).digest))
    seen = found(busy)
    assert {one.kind for one in seen} == {Kind.ANSWER}
    assert {one.about for one in seen} == {f"{JOB}, item 'item-0'", CALL}


def test_calls_that_a_dead_worker_left_are_told_and_are_no_fault(busy: State) -> None:
    """Calls of a worker that has lapsed are told with what is reserved and how they are booked."""
    age(busy, "worker-2", 60)
    (one,) = found(busy)
    assert (one.kind, one.is_wrong) == (Kind.OPEN_CALLS, False)
    assert "2 calls are open and their workers are gone; $0.02 is reserved" in one.said
    assert f"batchwright resume {JOB}" in one.fix


def test_every_table_of_a_job_is_looked_at(state: State) -> None:
    """A row of a job that is not there is found in each table that names jobs, but for parts, which go by their call."""
    assert {table.name for table in _OF_A_JOB} | {"batch_jobs", "call_items"} == {
        table.name for table in metadata.sorted_tables if "job_id" in table.c
    }


# ── digests and payloads ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def large(state_url: str, tmp_path: Path, provider: ProviderServer) -> tuple[State, Workspace]:
    """A job with a large item, one with fields, and two equal ones whose ids are made of their content."""
    same = content_id("same", {})
    items = [
        NewItem("large", "x" * (PAYLOAD_MAX_BYTES + 1), {}),
        NewItem("fields", "t", {"b": [1, 2.5, None], "a": {"deep": "ü"}}),
        NewItem(same, "same", {}, generated=True),
        NewItem(same, "same", {}, generated=True),
    ]
    made = make_job(state_url, tmp_path, provider, items=items, phases=ONE_PHASE)
    return open_state(state_url), Workspace(made.place.workspace)


def test_contents_are_held_against_the_digest_of_the_items(large: tuple[State, Workspace]) -> None:
    """One changed letter of a text, a field or an id is found; unchanged ones are sound, also with ids made of contents."""
    state, workspace = large
    with closing(state):
        assert found(state, workspace) == []
        for column, value in (("text", "u"), ("fields", '{"b": 1}'), ("item_id", "other")):
            query = select(batch_items.c[column]).where(batch_items.c.ordinal == 1)
            with state.begin() as conn:
                was = conn.execute(query).scalar_one()
                conn.execute(batch_items.update().where(batch_items.c.ordinal == 1).values({column: value}))
            (one,) = found(state, workspace)
            assert one.kind is Kind.DIGEST
            assert "an id, a text or a field was changed" in one.said
            with state.begin() as conn:
                conn.execute(batch_items.update().where(batch_items.c.ordinal == 1).values({column: was}))
        assert found(state, workspace) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.unlink(), "which is not in the workspace"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "are not those that were written"),
        (lambda path: path.write_bytes(b""), "are not those that were written"),
    ],
    ids=["gone", "cut", "empty"],
)
def test_a_payload_that_is_gone_or_cut_is_found(
    large: tuple[State, Workspace], tmp_path: Path, harm: Callable[[Path], object], said: str
) -> None:
    """A file that is missing, cut or empty is named with the item whose input is in it."""
    state, workspace = large
    with closing(state):
        (file,) = (path for path in (tmp_path / "workspace").rglob("*") if path.is_file())
        harm(file)
        seen = found(state, workspace)
        assert [one.kind for one in seen] in ([Kind.PAYLOAD], [Kind.PAYLOAD, Kind.DIGEST])
        assert "item 'large': its input is in payloads/" in str(seen[0])
        assert said in seen[0].said


def test_what_is_no_name_of_a_payload_is_found_and_copied_as_it_is(
    large: tuple[State, Workspace], tmp_path: Path
) -> None:
    """A name that somebody wrote into a row is a finding, of the state and of its copy; neither stumbles over it."""
    state, workspace = large
    with closing(state):
        seen = broken(state, "UPDATE batch_items SET payload_ref = '../../etc/hosts' WHERE payload_ref IS NOT NULL")
        assert [one.kind for one in found(state, workspace)] == [Kind.PAYLOAD]
        assert seen == []  # without a workspace no payload is looked at
        if state.dialect == "sqlite":
            copied = backup(state, workspace, tmp_path / "copy", lambda _what, _more: None)
            assert [one.kind for one in copied.found or ()] == [Kind.PAYLOAD]


def test_a_damaged_file_is_what_sqlite_says_of_it(sqlite_url: str) -> None:
    """Of a file with a page of rubbish only the damage is told, and what can be done."""
    with closing(open_state(sqlite_url)) as state:
        for _ in range(3):
            new_job(state, items=300)
    path = sqlite_path(sqlite_url)
    assert path is not None
    with closing(sqlite3.connect(path)) as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'batch_items'").fetchone()
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\7" * 4096)
    with closing(State(sqlite_url)) as state:
        seen = found(state)
    assert {one.kind for one in seen} == {Kind.DATABASE}
    assert "restore the last backup" in seen[0].fix


# ── beside a running job ────────────────────────────────────────────────────────────────────────


def test_a_running_job_is_never_called_wrong(state_url: str, tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """An audit in a loop beside a run, from its start to its end, finds nothing."""
    provider.behave(latency_ms=5)
    made = make_job(state_url, tmp_path, provider, items=items_of(300), concurrency=20).into(monkeypatch)
    workspace, rounds = Workspace(made.place.workspace), 0
    run = Background(made.run)
    with closing(made.opened()) as state:
        while not run.is_over:
            assert [one for one in found(state, workspace) if one.is_wrong] == []
            rounds += 1
        run.wait()
        assert found(state, workspace) == []
    assert rounds > 1


# ── the command ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def here(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a job that has run."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    place = folder(tmp_path / "work")
    monkeypatch.chdir(place)
    assert typed("run", "job.yaml", "--items", "items.jsonl", "--quiet").code == 0
    return place


def test_the_command_says_that_a_state_is_sound_or_what_is_not(here: Path) -> None:
    """`db check` ends with 0 and what it looked at, or with 1 and each finding with what to do; --json the same."""
    sound = typed("db", "check")
    assert sound.code == 0, sound.err
    assert "is sound; looked at 1 job, 4 items, 4 calls, 4 answers" in sound.out.replace("\n", " ")
    with closing(sqlite3.connect(here / ".batchwright" / "state.db")) as conn:
        conn.execute("UPDATE batch_jobs SET spent_usd = 0")
        conn.commit()
    wrong = typed("db", "check")
    assert wrong.code == 1
    assert "says $0.00 spent, its ledger adds up to $" in wrong.out.replace("\n", " ")
    assert "is NOT sound: 1 finding" in wrong.out.replace("\n", " ")
    document = json.loads(typed("db", "check", "--json").out)
    assert list(document) == ["state", "revision", "is_sound", "looked_at", "findings", "findings_left_out"]
    assert [list(one) for one in document["findings"]] == [["kind", "about", "said", "fix", "is_wrong"]]
    assert document["looked_at"] == {"jobs": 1, "items": 4, "calls": 4, "answers": 4}


def test_what_is_wrong_with_many_is_told_of_some(here: Path) -> None:
    """Of a thousand findings of one kind some are shown, and the others are counted."""
    with closing(sqlite3.connect(here / ".batchwright" / "state.db")) as conn:
        (job,) = conn.execute("SELECT job_id FROM batch_jobs").fetchone()
        rows = [(f"call_zz{n}", "d", job, 0, 0) for n in range(80)]
        conn.executemany(
            "INSERT INTO call_items (call_id, digest, job_id, ordinal, phase) VALUES (?, ?, ?, ?, ?)", rows
        )
        conn.commit()
    document = json.loads(typed("db", "check", "--json").out)
    assert (len(document["findings"]), document["findings_left_out"]) == (50, 30)
