"""An export holds every item and every call, in bytes that depend on nothing but what they are."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.arrow import MAX_DEPTH, phase_columns, shape_of, shape_of_schema
from pipelines.export import build_export, export
from state.config import StatePlace
from state.engine import State
from state.errors import ExportError, NotBuiltError, NotFoundError, StateUnreachableError, UnreachableError
from state.exports import ResultRow, ledger_marks, ledger_rows, result_rows, totals, vector_sizes
from state.ingest import ingest
from state.migrate import open_state
from state.plan_records import OutputForm, OutputFormat, PhasePlan, Plan
from state.plans import dump_plan, plan_digest
from state.records import Checkpoint, Conclusion, Json, NewItem
from state.status import CallStatus, ItemStatus
from state.workspace import PAYLOAD_MAX_BYTES, Workspace
from tests.books import COST, Hand, call, failure, reply, start
from tests.query_plans import assert_indexed
from tests.test_ingest import a_job
from transforms.read_results import CallsPart, ReadResults, ResultsPart, parts_of
from transforms.result_columns import GROUP_BYTES, GROUP_ROWS, PhaseColumn, results_table, row_groups
from transforms.shapes import Shape, arrow_type, fit
from transforms.write_manifest import Manifest, WriteManifest
from transforms.write_results import CALLS, ExportTarget, WriteResults

ENTITIES: dict[str, Json] = {
    "type": "object",
    "properties": {
        "licence": {"type": ["string", "null"]},
        "people": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
        "year": {"type": "integer"},
    },
}
WHOLE: Json = {"licence": "MIT", "people": [{"name": "Ada ✨"}, {"name": None}], "year": 1843}
ROOT = Path(__file__).resolve().parent.parent


def a_plan(*outputs: OutputForm) -> Plan:
    """A plan with one phase for each output form."""
    phases = tuple(
        PhasePlan(
            index=i, name=f"Phase {i}", slug=f"phase_{i}", task_type="chat", system="", user="{{content}}",
            instructions="", prompt_version="1", source=i - 1, attempts=(("openai/gpt-6-luna",),), max_attempts=1,
            output=output,
        )
        for i, output in enumerate(outputs)
    )  # fmt: skip
    return Plan(phases, (), "prices-1")


TEXT = OutputForm()
JSON = OutputForm(OutputFormat.JSON, json.dumps(ENTITIES))
TWO_PHASES = a_plan(TEXT, JSON)
TEXTS = ["plain", "naïve 文 🜁", 'a "quoted"\nline\x0b', " ", "e" * 300]


def a_finished_job(state: State, workspace: Workspace, *, reverse: bool = False) -> str:
    """Five items through two phases: three complete, one fails in the second phase, one stays pending."""
    job = a_job(
        job_id="job_00000000000000000000000001", plan=dump_plan(TWO_PHASES), plan_digest=plan_digest(TWO_PHASES)
    )
    ingest(state, workspace, job, [NewItem(f"doc-{i}", text, {}) for i, text in enumerate(TEXTS)])
    hand = start(state, job.job_id)
    for ordinal in sorted(range(4), reverse=reverse):
        ask(hand, ordinal, 0)
        conclude(hand, ordinal, 0, f"summary of {ordinal}: ünï", final=None)
        ask(hand, ordinal, 1)
        if ordinal == 1:
            conclude(hand, ordinal, 1, None, final=ItemStatus.FAILED)
        else:
            conclude(hand, ordinal, 1, WHOLE, final=ItemStatus.COMPLETED)
    return job.job_id


def ask(hand: Hand, ordinal: int, phase: int) -> None:
    """Make a call that is answered, and before it one that nobody saw the end of."""
    lost, good = (call(ordinal, phase=phase, item_id=f"doc-{ordinal}") for _ in range(2))
    hand.one(lost)
    hand.one(failure(lost, CallStatus.UNKNOWN, cost=Decimal("0.01")))
    hand.one(good)
    hand.one(reply(good))


def conclude(hand: Hand, ordinal: int, phase: int, output: Json, *, final: ItemStatus | None) -> None:
    """End a phase of an item."""
    checkpoint = Checkpoint(phase, ok=True, output=output, attempts=1)
    if output is None:
        checkpoint = replace(checkpoint, ok=False, error_class="schema", error_message="it is not JSON")
    hand.one(Conclusion(ordinal, f"doc-{ordinal}", checkpoint, final))


@pytest.fixture
def place(state_url: str, tmp_path: Path) -> StatePlace:
    """A fresh state on each store, and a workspace."""
    return StatePlace(state_url, str(tmp_path / "workspace"))


@pytest.fixture
def sqlite_place(sqlite_url: str, tmp_path: Path) -> StatePlace:
    """A fresh SQLite state, for what does not depend on the store."""
    return StatePlace(sqlite_url, str(tmp_path / "workspace"))


def made(place: StatePlace, *, reverse: bool = False) -> str:
    """The id of a finished job in that place."""
    with closing(open_state(place.url)) as state:
        return a_finished_job(state, Workspace(place.workspace), reverse=reverse)


def rows(folder: Path, pattern: str = "part-*.parquet") -> list[dict[str, object]]:
    """All rows of the files of a pattern, in order."""
    return [row for path in sorted(folder.glob(pattern)) for row in pq.ParquetFile(path).read().to_pylist()]


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_export_holds_every_item_with_its_outputs(place: StatePlace, tmp_path: Path) -> None:
    """Completed, failed and pending items are rows in order, with nested JSON and all characters as they came."""
    export(place, made(place), tmp_path / "out")
    found = rows(tmp_path / "out")
    assert [row["input"] for row in found] == TEXTS
    assert [row["status"] for row in found] == ["COMPLETED", "FAILED", "COMPLETED", "COMPLETED", "PENDING"]
    assert found[0] == {
        "item_id": "doc-0",
        "ordinal": 0,
        "status": "COMPLETED",
        "input": "plain",
        "output": json.dumps(WHOLE, ensure_ascii=False, separators=(",", ":")),
        "error_class": None,
        "error_message": None,
        "phase_phase_0": "summary of 0: ünï",
        "phase_phase_1": WHOLE,
        "unmapped": None,
    }
    assert (found[1]["error_class"], found[1]["error_message"]) == ("schema", "it is not JSON")
    assert (found[1]["output"], found[1]["phase_phase_0"]) == (None, "summary of 1: ünï")
    assert {found[4][name] for name in ("output", "phase_phase_0", "phase_phase_1", "error_class")} == {None}


def test_an_export_holds_the_ledger(place: StatePlace, tmp_path: Path) -> None:
    """Every call is a row, in order of its id, with its exact cost, and the manifest's cost is their sum."""
    manifest = export(place, made(place), tmp_path / "out")
    calls = rows(tmp_path / "out", "calls-*.parquet")
    assert [call["call_id"] for call in calls] == sorted(str(call["call_id"]) for call in calls)
    assert [call["status"] for call in calls].count("ok") == 8
    assert {call["phase"] for call in calls} == {"Phase 0", "Phase 1"}
    said = {
        tuple(call[name] for name in ("status", "answered_model", "error_class", "error_message")) for call in calls
    }
    assert said == {("ok", "claude-haiku-5-5-2026", None, None), ("unknown", None, "made_up", "made up")}
    costs = [call["cost"] for call in calls]
    assert sum(cost for cost in costs if isinstance(cost, Decimal)) == Decimal(manifest.cost["incurred"])
    assert manifest.cost == {"incurred": "0.09876", "settled": f"{8 * COST}".rstrip("0"), "unknown": "0.08"}


def test_the_manifest_names_every_file(place: StatePlace, tmp_path: Path) -> None:
    """The manifest's counts, rows and digests are those of the job and of the files that are there."""
    job_id = made(place)
    manifest = export(place, job_id, tmp_path / "out")
    found = contents(tmp_path / "out")
    assert {file.name for file in manifest.files} == found.keys() - {"manifest.json"}
    assert {file.name: file.sha256 for file in manifest.files} == {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "manifest.json"
    }
    assert [(file.name, file.rows) for file in manifest.files] == [
        ("calls-00000.parquet", 16),
        ("part-00000.parquet", 5),
    ]
    assert manifest.counts == {
        "total": 5, "completed": 3, "failed": 1, "cancelled": 0, "pending": 1, "calls": 16
    }  # fmt: skip
    assert json.loads(found["manifest.json"])["job_id"] == job_id
    assert set(manifest.versions) == {"format", "batchwright", "apache-beam", "pyarrow"}


def test_two_exports_are_the_same_bytes(place: StatePlace, tmp_path: Path) -> None:
    """An export that is repeated, in the same folder or another, changes no byte of any file."""
    job_id = made(place)
    export(place, job_id, tmp_path / "one")
    export(place, job_id, tmp_path / "two")
    first = contents(tmp_path / "one")
    assert contents(tmp_path / "two") == first
    export(place, job_id, tmp_path / "one")
    assert contents(tmp_path / "one") == first


def test_other_runs_make_the_same_results(tmp_path: Path, sqlite_template: Path) -> None:
    """Whatever the order of the work and the store, the same results are the same bytes."""
    parts = []
    for reverse in (False, True):
        place = StatePlace(f"sqlite:///{tmp_path}/{reverse}.db", str(tmp_path / f"workspace-{reverse}"))
        (tmp_path / f"{reverse}.db").write_bytes(sqlite_template.read_bytes())
        export(place, made(place, reverse=reverse), tmp_path / f"out-{reverse}")
        parts.append((tmp_path / f"out-{reverse}" / "part-00000.parquet").read_bytes())
    assert parts[0] == parts[1]


def test_items_are_cut_by_a_fixed_grid(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """Parts of 10,000 items in row groups of 1,000, each item once and in order."""
    with closing(open_state(sqlite_place.url)) as state:
        job = a_job(plan=dump_plan(TWO_PHASES), plan_digest="0" * 64)
        ingest(state, Workspace(sqlite_place.workspace), job, (NewItem(f"i{n}", "t", {}) for n in range(20_050)))
    manifest = export(sqlite_place, job.job_id, tmp_path / "out")
    assert [file.rows for file in manifest.files] == [0, 10_000, 10_000, 50]
    assert [row["ordinal"] for row in rows(tmp_path / "out")] == list(range(20_050))
    metadata = pq.ParquetFile(tmp_path / "out" / "part-00001.parquet").metadata
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [GROUP_ROWS] * 10


def test_a_job_without_rows_still_has_its_columns(tmp_path: Path) -> None:
    """Where there is nothing to write there is a file of each kind, without rows, so that readers find the columns."""
    assert parts_of(0, [""]) == (ResultsPart(0, 0, -1), CallsPart(0, "", 50_000))
    table = results_table([], phase_columns(TWO_PHASES, {}))
    assert table.num_rows == 0
    assert table.schema.names[-3:] == ["phase_phase_0", "phase_phase_1", "unmapped"]


def test_an_empty_job_is_exported(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """A job that has made no call and finished no item exports all its items as pending."""
    with closing(open_state(sqlite_place.url)) as state:
        job = a_job(plan=dump_plan(TWO_PHASES), plan_digest="0" * 64)
        ingest(state, Workspace(sqlite_place.workspace), job, [NewItem("only", "text", {})])
    manifest = export(sqlite_place, job.job_id, tmp_path / "out")
    assert [(file.name, file.rows) for file in manifest.files] == [
        ("calls-00000.parquet", 0),
        ("part-00000.parquet", 1),
    ]
    assert manifest.cost == {"incurred": "0.00", "settled": "0.00", "unknown": "0.00"}
    assert pq.read_schema(tmp_path / "out" / "calls-00000.parquet") == CALLS


def test_open_items_of_a_cancelled_job_are_cancelled(place: StatePlace, tmp_path: Path) -> None:
    """CANCELLED is stored with the job alone, and is what its open items are."""
    job_id = made(place)
    with closing(open_state(place.url)) as state, state.begin() as conn:
        conn.exec_driver_sql("UPDATE batch_jobs SET status = 'CANCELLED'")
    manifest = export(place, job_id, tmp_path / "out")
    assert [row["status"] for row in rows(tmp_path / "out")][3:] == ["COMPLETED", "CANCELLED"]
    assert (manifest.counts["cancelled"], manifest.counts["pending"]) == (1, 0)


def test_large_payloads_come_from_the_workspace(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """An input and an output that are too large for the database are exported like all others."""
    large = "é" * PAYLOAD_MAX_BYTES
    workspace = Workspace(sqlite_place.workspace)
    with closing(open_state(sqlite_place.url)) as state:
        job = a_job(plan=dump_plan(a_plan(TEXT)), plan_digest="0" * 64)
        ingest(state, workspace, job, [NewItem("doc-0", large, {})])
        ref = workspace.put(json.dumps(large[1:]))
        checkpoint = Checkpoint(0, True, None, 1, payload_ref=ref)
        start(state, job.job_id).one(Conclusion(0, "doc-0", checkpoint, ItemStatus.COMPLETED))
    export(sqlite_place, job.job_id, tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    assert (row["input"], row["output"]) == (large, large[1:])
    workspace.delete([ref])
    with pytest.raises(StateUnreachableError, match="cannot be read") as raised:
        export(sqlite_place, job.job_id, tmp_path / "out")
    assert raised.value.path == "BATCHWRIGHT_WORKSPACE"
    assert "--workspace" in (raised.value.hint or "")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_part_is_read_by_key(state: State, tmp_path: Path) -> None:
    """No statement of an export scans a table from end to end, but for the one sum over the job's ledger."""
    workspace = Workspace(str(tmp_path / "workspace"))
    job_id = a_finished_job(state, workspace)
    with assert_indexed(state):
        assert len(list(result_rows(state, workspace, job_id, 0, 4))) == 5
        assert ledger_marks(state, job_id, 50_000) == [""]
        assert len(list(ledger_rows(state, job_id, "", 50_000))) == 16
        assert totals(state, job_id).calls == 16


@pytest.mark.parametrize("every", [1, 3, 8, 15, 16, 17])
def test_the_ledger_is_cut_without_gap_or_overlap(sqlite_place: StatePlace, every: int) -> None:
    """However it is cut, each call is in exactly one part, and no part is empty."""
    job_id = made(sqlite_place)
    with closing(State(sqlite_place.url)) as state:
        marks = ledger_marks(state, job_id, every)
        parts = [[row.call_id for row in ledger_rows(state, job_id, mark, every)] for mark in marks]
        whole = [row.call_id for row in ledger_rows(state, job_id, "", 50_000)]
    assert [call_id for part in parts for call_id in part] == whole
    assert all(parts)


# ── the folder ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_ours_stays_and_what_the_manifest_does_not_name_goes(
    sqlite_place: StatePlace, tmp_path: Path
) -> None:
    """Foreign files are left alone; parts and temporary files of an earlier export are removed."""
    out = tmp_path / "out"
    out.mkdir()
    foreign = ["notes.txt", "part-1.parquet", "part-00000.parquet.bak", "calls-abcde.parquet", ".part.tmp"]
    stale = [
        "part-00007.parquet", "calls-00003.parquet", f".part-00000.parquet.{'a' * 32}.tmp",
        f".manifest.json.{'0' * 32}.tmp",
    ]  # fmt: skip
    job_id = made(sqlite_place)
    export(sqlite_place, job_id, out)
    for name in foreign + stale:
        (out / name).write_text(name)
    export(sqlite_place, job_id, out)
    assert contents(out).keys() == {*foreign, "part-00000.parquet", "calls-00000.parquet", "manifest.json"}
    assert all((out / name).read_text() == name for name in foreign)


@pytest.mark.parametrize("name", ["part-00007.parquet", "calls-00000.parquet"])
def test_files_that_no_manifest_claims_are_the_users(sqlite_place: StatePlace, tmp_path: Path, name: str) -> None:
    """Without a manifest a file that is called as an export's is not removed: the folder is refused, and unchanged."""
    (tmp_path / name).write_text("mine")
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(ExportError, match=f"holds {name} without a manifest") as refused:
        export(sqlite_place, made(sqlite_place), tmp_path)
    assert "move such files away" in (refused.value.hint or "")
    assert (tmp_path / name).read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} - before <= {"workspace"}


def test_another_jobs_unfinished_export_is_refused(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """Files that a killed export left without a manifest are gone over by its own job alone."""
    job_id = made(sqlite_place)
    export_elsewhere(sqlite_place, job_id, tmp_path / "out", "manifest.before_rename")
    with closing(open_state(sqlite_place.url)) as state:
        other = a_job(plan=dump_plan(TWO_PHASES), plan_digest="0" * 64)
        ingest(state, Workspace(sqlite_place.workspace), other, [NewItem("only", "text", {})])
    with pytest.raises(ExportError, match="without a manifest"):
        export(sqlite_place, other.job_id, tmp_path / "out")
    assert export(sqlite_place, job_id, tmp_path / "out").job_id == job_id


def test_another_jobs_folder_is_refused(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """A folder with another job's manifest is refused by naming both jobs, and no file of it changes."""
    job_id = made(sqlite_place)
    export(sqlite_place, job_id, tmp_path / "out")
    before = contents(tmp_path / "out")
    with closing(open_state(sqlite_place.url)) as state:
        other = a_job(plan=dump_plan(TWO_PHASES), plan_digest="0" * 64)
        ingest(state, Workspace(sqlite_place.workspace), other, [NewItem("only", "text", {})])
    with pytest.raises(ExportError, match=job_id) as refused:
        export(sqlite_place, other.job_id, tmp_path / "out")
    assert other.job_id in str(refused.value)
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("text", ["{}", "[]", "no JSON", '{"files": [1]}', '"text"'])
def test_a_foreign_manifest_is_not_overwritten(sqlite_place: StatePlace, tmp_path: Path, text: str) -> None:
    """A manifest.json that is no export's is somebody else's file."""
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ExportError, match="is no manifest of an export"):
        export(sqlite_place, made(sqlite_place), tmp_path)
    assert (tmp_path / "manifest.json").read_text() == text


def test_what_cannot_be_exported_is_said(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """A file for a folder, a folder that cannot be made, an unknown job or runner each get their own error."""
    job_id = made(sqlite_place)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ExportError, match="is a file"):
        export(sqlite_place, job_id, file)
    with pytest.raises(UnreachableError, match="cannot be written"):
        export(sqlite_place, job_id, Path("/proc/export"))
    with pytest.raises(NotFoundError, match="job_nowhere"):
        export(sqlite_place, "job_nowhere", tmp_path / "out")
    with pytest.raises(NotBuiltError, match="flink"):
        export(sqlite_place, job_id, tmp_path / "out", runner="flink")
    assert not (tmp_path / "out").exists()


EXPORT = """
import sys
from pathlib import Path
from pipelines.export import export
from state.config import StatePlace
export(StatePlace(sys.argv[1], sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
"""


def export_elsewhere(place: StatePlace, job_id: str, folder: Path, crash: str = "") -> subprocess.CompletedProcess[str]:
    """Export in a process of its own, which dies at a crash point if one is given."""
    return subprocess.run(
        [sys.executable, "-c", EXPORT, place.url, place.workspace, job_id, str(folder)],
        cwd=ROOT,
        env={**os.environ, "BATCHWRIGHT_CRASH": crash},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "point",
    [
        "export.before_rename",
        "export.before_rename:2",
        "export.after_rename",
        "export.after_rename:2",
        "manifest.before_rename",
        "manifest.after_rename",
    ],
)
def test_an_export_that_was_killed_is_done_again(sqlite_place: StatePlace, tmp_path: Path, point: str) -> None:
    """Killed between any two effects, there is no manifest or a true one; the next export leaves the same bytes."""
    job_id = made(sqlite_place)
    export(sqlite_place, job_id, tmp_path / "undisturbed")
    whole = contents(tmp_path / "undisturbed")
    out = tmp_path / "out"
    assert export_elsewhere(sqlite_place, job_id, out, point).returncode == -signal.SIGKILL
    left = contents(out)
    assert ("manifest.json" in left) == (point == "manifest.after_rename")
    assert all(whole[name] == data for name, data in left.items() if not name.startswith("."))
    export(sqlite_place, job_id, out)
    assert contents(out) == whole


def test_an_export_is_silent(sqlite_place: StatePlace, tmp_path: Path) -> None:
    """Beam's remark about Google's clients, and everything else that it says unasked, does not reach the terminal."""
    done = export_elsewhere(sqlite_place, made(sqlite_place), tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# ── shapes ──────────────────────────────────────────────────────────────────────────────────────

TREE: dict[str, Json] = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
        }
    },
}
TEXT_CELL = pa.string()
SCHEMAS: list[tuple[Json, pa.DataType]] = [
    ({"type": "string"}, TEXT_CELL),
    ({"type": "integer"}, pa.int64()),
    ({"type": "number"}, pa.float64()),
    ({"type": "boolean"}, pa.bool_()),
    ({"type": ["null", "integer"]}, pa.int64()),
    ({"type": ["integer", "number"]}, pa.float64()),
    ({"enum": ["a", "b", None]}, TEXT_CELL),
    ({"enum": [1, 2]}, pa.int64()),
    ({"enum": [1, 2.5]}, pa.float64()),
    ({"enum": [1, "a"]}, TEXT_CELL),
    ({"const": True}, pa.bool_()),
    ({"type": "array", "items": {"type": "string"}}, pa.list_(TEXT_CELL)),
    ({"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}, pa.list_(pa.float64())),
    ({"type": "array"}, TEXT_CELL),
    ({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, TEXT_CELL),
    ({"type": "object", "properties": {"a": {"type": "integer"}}}, pa.struct([("a", pa.int64())])),
    ({"properties": {"a": {"type": "integer"}}}, pa.struct([("a", pa.int64())])),
    ({"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": {}}, TEXT_CELL),
    ({"type": "object", "properties": {"a": {}}, "patternProperties": {"^x": {"type": "string"}}}, TEXT_CELL),
    ({"type": "object"}, TEXT_CELL),
    ({"type": "object", "properties": {}}, TEXT_CELL),
    ({"type": "object", "properties": {"a": {"type": "object"}}}, pa.struct([("a", TEXT_CELL)])),
    ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, pa.int64()),
    ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, TEXT_CELL),
    ({"allOf": [{"type": "boolean"}]}, pa.bool_()),
    ({"type": "object", "oneOf": [{"properties": {"a": {"type": "integer"}}}]}, TEXT_CELL),
    ({"$defs": {"n": {"type": "integer"}}, "$ref": "#/$defs/n"}, pa.int64()),
    ({"$defs": {"a/b~c": {"type": "integer"}}, "$ref": "#/$defs/a~1b~0c"}, pa.int64()),
    ({"$ref": "#"}, TEXT_CELL),
    ({"$ref": "#/$defs/missing"}, TEXT_CELL),
    ({"$ref": "https://example.org/schema"}, TEXT_CELL),
    (TREE, pa.struct([("name", TEXT_CELL), ("parts", pa.list_(TEXT_CELL))])),
    ({}, TEXT_CELL),
    (True, TEXT_CELL),
]


@pytest.mark.parametrize(("schema", "kind"), SCHEMAS)
def test_a_schema_has_one_arrow_type(schema: Json, kind: pa.DataType) -> None:
    """What has an exact type gets it; what has none is JSON text."""
    assert arrow_type(shape_of_schema(schema)) == kind


def test_a_tower_of_arrays_ends_in_text() -> None:
    """A schema that nests deeper than readers follow is JSON text from there on."""
    schema: Json = {"type": "string"}
    for _ in range(MAX_DEPTH + 5):
        schema = {"type": "array", "items": schema}
    kind = arrow_type(shape_of_schema(schema))
    depth = 0
    while pa.types.is_list(kind):
        kind, depth = kind.value_type, depth + 1
    assert (kind, depth) == (TEXT_CELL, MAX_DEPTH + 1)


VECTOR = OutputForm(OutputFormat.VECTOR)
THREE = shape_of(VECTOR, 3)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (shape_of(TEXT), TEXT_CELL),
        (shape_of(OutputForm(OutputFormat.XML)), TEXT_CELL),
        (shape_of(OutputForm(OutputFormat.JSON)), TEXT_CELL),
        (THREE, pa.list_(pa.float32(), 3)),
        (shape_of(VECTOR), pa.list_(pa.float32())),
    ],
)
def test_an_output_form_has_one_arrow_type(shape: Shape, kind: pa.DataType) -> None:
    """Texts are texts, and a vector is a list of fixed size once its size is known."""
    assert arrow_type(shape) == kind


NUMBERS: Shape = shape_of_schema({"type": "number"})
WHOLES: Shape = shape_of_schema({"type": "integer"})
STRUCT: Shape = shape_of_schema(ENTITIES)
FREE: Shape = shape_of_schema({"type": "object"})


@pytest.mark.parametrize(
    ("value", "shape", "cell", "is_whole"),
    [
        (None, STRUCT, None, True),
        (1, WHOLES, 1, True),
        (2.0, WHOLES, 2, True),
        (2.5, WHOLES, None, False),
        (True, WHOLES, None, False),
        (2**63 - 1, WHOLES, 2**63 - 1, True),
        (2**63, WHOLES, None, False),
        (1e300, WHOLES, None, False),
        (7, NUMBERS, 7.0, True),
        (2**53 + 1, NUMBERS, None, False),
        (10**400, NUMBERS, None, False),
        ("7", NUMBERS, None, False),
        (False, NUMBERS, None, False),
        (WHOLE, STRUCT, WHOLE, True),
        ({}, STRUCT, {"licence": None, "people": None, "year": None}, True),
        ({"year": 1, "more": 2}, STRUCT, {"licence": None, "people": None, "year": 1}, False),
        ({"year": "x"}, STRUCT, {"licence": None, "people": None, "year": None}, False),
        ({"people": {}}, STRUCT, {"licence": None, "people": None, "year": None}, False),
        ([], STRUCT, None, False),
        ({"b": [1, None], "a": "é\ud800"}, FREE, '{"b":[1,null],"a":"é\ufffd"}', True),
        ([1, 2, 3], THREE, [1.0, 2.0, 3.0], True),
        ([1, 2], THREE, [None] * 3, False),
        ([1, None, 3], THREE, [None] * 3, False),
        ("1 2 3", THREE, [None] * 3, False),
        (None, THREE, [None] * 3, True),
        ([1, 2], shape_of(VECTOR), [1.0, 2.0], True),
        ({}, shape_of(VECTOR), None, False),
        ({"not": "text"}, shape_of(TEXT), None, False),
    ],
)
def test_a_value_fits_or_is_told(value: Json, shape: Shape, cell: object, is_whole: bool) -> None:
    """A cell holds what its type can hold exactly, and whatever is lost is told."""
    assert fit(value, shape) == (cell, is_whole)


def row_of(ordinal: int, outputs: Mapping[int, Json], text: str = "t") -> ResultRow:
    """A completed item."""
    return ResultRow(ordinal, f"doc-{ordinal}", ItemStatus.COMPLETED, text, outputs, None, None)


def test_what_does_not_fit_stands_whole_beside_it() -> None:
    """An output that its column cannot hold is in `unmapped`, so that an export loses nothing."""
    odd: Json = {"licence": 5, "people": [], "year": 2**70, "extra": "ü"}
    table = results_table([row_of(0, {0: "s", 1: odd}), row_of(1, {0: "s", 1: WHOLE})], phase_columns(TWO_PHASES, {}))
    first, second = table.to_pylist()
    assert first["phase_phase_1"] == {"licence": None, "people": [], "year": None}
    assert json.loads(first["unmapped"]) == {"phase_phase_1": odd}
    assert json.loads(first["output"]) == odd
    assert second["unmapped"] is None


def test_vectors_are_written_as_vectors(tmp_path: Path) -> None:
    """A phase that embeds has a column of fixed-size lists that readers can read, of nulls where an item has none."""
    table = results_table([row_of(0, {0: [0.5, -1, 2]}), row_of(1, {})], phase_columns(a_plan(VECTOR), {0: 3}))
    pq.write_table(table, tmp_path / "vectors.parquet")
    read = pq.read_table(tmp_path / "vectors.parquet")
    assert read.schema.field("phase_phase_0").type == pa.list_(pa.float32(), 3)
    assert read.column("phase_phase_0").to_pylist() == [[0.5, -1.0, 2.0], [None] * 3]
    assert read.column("output").to_pylist() == ["[0.5,-1,2]", None]


def an_embedded_job(state: State, workspace: Workspace) -> str:
    """Three items: the first has no vector, that of the second is in the workspace, that of the third in the state."""
    plan = a_plan(TEXT, VECTOR)
    job = a_job(plan=dump_plan(plan), plan_digest=plan_digest(plan))
    ingest(state, workspace, job, [NewItem(f"doc-{i}", "text", {}) for i in range(3)])
    hand = start(state, job.job_id)
    for ordinal in range(3):
        conclude(hand, ordinal, 0, "words", final=None)
    conclude(hand, 0, 1, None, final=ItemStatus.FAILED)
    large = Checkpoint(1, True, None, 1, payload_ref=workspace.put("[0.1,-2.0,0.5]"))
    hand.one(Conclusion(1, "doc-1", large, ItemStatus.COMPLETED))
    conclude(hand, 2, 1, [1.0, 0.25, 3e-8], final=ItemStatus.COMPLETED)
    return job.job_id


def test_the_first_vector_says_the_size_for_all(place: StatePlace, tmp_path: Path) -> None:
    """A job that embeds exports lists of fixed size, found without a scan of a table, and the same bytes again."""
    with closing(open_state(place.url)) as state:
        workspace = Workspace(place.workspace)
        job_id = an_embedded_job(state, workspace)
        with assert_indexed(state):
            assert vector_sizes(state, workspace, job_id, [1, 2]) == {1: 3}
    for name in ("one", "two"):
        export(place, job_id, tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    table = pq.ParquetFile(next((tmp_path / "one").glob("part-*.parquet"))).read()
    assert table.schema.field("phase_phase_1").type == pa.list_(pa.float32(), 3)
    found = table.column("phase_phase_1").to_pylist()
    assert found == [[None] * 3, pytest.approx([0.1, -2, 0.5]), pytest.approx([1, 0.25, 3e-8])]
    assert table.column("output").to_pylist() == [None, "[0.1,-2.0,0.5]", "[1.0,0.25,3e-08]"]


def test_row_groups_are_bounded_in_rows_and_bytes() -> None:
    """A writer holds a thousand small rows or a few large ones, cut by what they are alone."""
    small = [row_of(n, {}) for n in range(GROUP_ROWS * 2 + 1)]
    assert [len(group) for group in row_groups(small)] == [GROUP_ROWS, GROUP_ROWS, 1]
    large = [row_of(n, {0: "y"}, "x" * (GROUP_BYTES // 2)) for n in range(5)]
    assert [len(group) for group in row_groups(large)] == [2, 2, 1]


def test_the_graph_pickles_and_has_its_labels(tmp_path: Path) -> None:
    """Everything of the export's graph travels, and its labels are a contract."""
    columns = (PhaseColumn(0, "phase_a", shape_of(JSON)),)
    target = ExportTarget("sqlite:////state.db", "workspace", "job_1", str(tmp_path), columns)
    manifest = Manifest("job_1", "0" * 64, {}, {}, (), {})
    for transform in (ReadResults(parts_of(1, [""])), WriteResults(target), WriteManifest(str(tmp_path), manifest)):
        assert pickle.loads(pickle.dumps(transform)).label == transform.label
    root = beam.Pipeline(runner="FnApiRunner")
    build_export(root, parts_of(1, [""]), target, manifest)
    labels = {part.unique_name for part in root.to_runner_api().components.transforms.values()}
    assert {label for label in labels if label.count("/") <= 1} >= {
        "ReadResults",
        "ReadResults/ListParts",
        "ReadResults/SpreadParts",
        "WriteResults",
        "WriteResults/WritePart",
        "WriteManifest",
        "WriteManifest/Start",
        "WriteManifest/WriteOnce",
    }
