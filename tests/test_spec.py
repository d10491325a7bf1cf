"""Job files: what is read, in which spellings, and in which words what is wrong is told."""

# ruff: noqa: E501, ERA001  a message stands in one line, as its reader sees it; headings of the table are no code

from __future__ import annotations

import json
import pickle
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.casing import snake
from state.errors import SpecError
from state.plan_records import Options
from state.spec import (
    JobSpec,
    SpecLimits,
    TaskType,
    load_job,
    parse_job,
    parse_options,
    restore_job,
    slug_of,
    spec_digest,
    template_names,
)

Doc = dict[str, Any]


def job(*phases: Doc, **more: Any) -> Doc:
    """A job of these phases that is otherwise in order."""
    return {"name": "n", "phases": [{"name": f"p{n}", **phase} for n, phase in enumerate(phases or ({},))], **more}


def refused(data: Any, limits: SpecLimits | None = None) -> list[str]:
    """The lines of the error that a job is refused with; a single one without the name of the file."""
    with pytest.raises(SpecError) as caught:
        parse_job(data, source="job.yaml", limits=limits or SpecLimits())
    assert len(caught.value.problems) >= 1
    return lines_of(caught.value)


def lines_of(error: SpecError) -> list[str]:
    """The lines of an error, without those that say where it comes from."""
    said = str(error)
    assert "job." in said
    return [re.sub(r" \(in \S*job\.\w+\)$", "", line).strip() for line in said.splitlines()]


# ── the guide's jobs ────────────────────────────────────────────────────────────────────────────

DOCUMENTS = """
{
  "name": "Reports, read and sorted",
  "projectId": "reports-2024",
  "items": [{"filename": "a.pdf", "content": "JVBERi0="}, {"filename": "b.pdf", "content": "JVBERi0="}],
  "phases": [
    {"name": "ocr_extraction", "taskType": "ocr_cleanup", "validation": {"enabled": true, "minScore": 7}},
    {"name": "summaries", "taskType": "summarize", "validation": {"enabled": true, "minScore": 8}},
    {"name": "categories", "taskType": "categorize", "useRAG": true}
  ],
  "options": {"concurrency": 5, "checkpointFrequency": 10}
}
"""

CHAPTERS = """
name: A novel, chapters 1-30
projectId: novel
items: [{chapterNum: 1, text: 첫 번째}, {chapterNum: 2, text: 두 번째}]
phases:
  - name: cleanup
    taskType: text_cleanup
    model: anthropic/claude-sonnet-4
    validation: {enabled: false}
  - name: tagging
    taskType: xml_tagging
    useRAG: true
  - name: translation
    taskType: translation
    model: anthropic/claude-opus-4
    validation: {enabled: true, minScore: 9}
options:
  concurrency: 3
  checkpointFrequency: 5
  autoStart: true
"""

EMBEDDINGS = """
name: All documents anew
projectId: 7c9e6679-7425-40de-944b-e07fc1f90ae7
items: documents.jsonl
phases:
  - name: generate_embeddings
    taskType: embedding_generation
options: {concurrency: 20, checkpointFrequency: 50}
"""


def read(tmp_path: Path, text: str | bytes, name: str = "job.yaml") -> JobSpec:
    """Read a job file with this text."""
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_job(path)


def test_documents_to_summaries_to_categories(tmp_path: Path) -> None:
    """The guide's first job is read as it stands."""
    spec = read(tmp_path, DOCUMENTS, "job.json")
    assert spec.project == "reports-2024"
    assert [phase.task_type for phase in spec.phases] == ["ocr_cleanup", "summarization", "categorize"]
    assert [phase.judge.min_score if phase.judge else None for phase in spec.phases] == [7, 8, None]
    assert [phase.use_rag for phase in spec.phases] == [False, False, True]
    assert isinstance(spec.items, list)
    assert spec.items[0] == {"filename": "a.pdf", "content": "JVBERi0="}
    assert spec.options.record() == Options(concurrency=5, checkpoint_frequency=10)


def test_chapters_cleaned_tagged_and_translated(tmp_path: Path) -> None:
    """The guide's second job is read as it stands; a validation that is not enabled is none."""
    spec = read(tmp_path, CHAPTERS)
    assert [phase.model for phase in spec.phases] == ["anthropic/claude-sonnet-4", None, "anthropic/claude-opus-4"]
    assert [phase.judge.min_score if phase.judge else None for phase in spec.phases] == [None, None, 9]
    assert isinstance(spec.items, list)
    assert spec.items[1] == {"chapterNum": 2, "text": "두 번째"}
    assert spec.options.record() == Options(concurrency=3, checkpoint_frequency=5, auto_start=True)


def test_embeddings_anew(tmp_path: Path) -> None:
    """The guide's third job is read as it stands."""
    spec = read(tmp_path, EMBEDDINGS)
    assert spec.phases[0].task_type is TaskType.EMBEDDING_GENERATION
    assert spec.items == "documents.jsonl"
    assert (spec.options.concurrency, spec.options.checkpoint_frequency) == (20, 50)


# ── what is read ────────────────────────────────────────────────────────────────────────────────


def test_the_users_keys_are_left_alone() -> None:
    """Schema bodies, items, extra bodies and values of examples keep their camelCase."""
    schema = {"type": "object", "properties": {"minScore": {"type": "integer"}, "taskType": {"type": "string"}}}
    spec = parse_job(
        job(
            {
                "output": {"format": "json", "schema": schema},
                "examples": [{"input": {"useRAG": 1}, "output": {"minScore": 2}}],
                "parameters": {"extraBody": {"topK": 3, "nested": {"maxAttempts": 1}}},
                "checks": {"minScore": False},
            },
            items=[{"idField": "x"}],
        ),
        source="job.yaml",
    )
    phase = spec.phases[0]
    assert phase.output is not None
    assert phase.output.json_schema == schema
    assert phase.examples[0].input == {"useRAG": 1}
    assert phase.parameters.extra_body == {"topK": 3, "nested": {"maxAttempts": 1}}
    assert phase.checks == {"minScore": False}
    assert spec.items == [{"idField": "x"}]


def test_references_within_a_schema_are_followed() -> None:
    """What only looks like a reference is none, and those within the schema are in order."""
    schema = {
        "$defs": {"a": {"$anchor": "k", "type": "string"}},
        "properties": {"$ref": {"$ref": "#k"}, "x": {"$ref": "#/$defs/a"}, "y": {"enum": [{"$ref": "http://h"}]}},
    }
    output = parse_job(job({"output": {"schema": schema}}), source="job.yaml").phases[0].output
    assert output is not None
    assert (output.format, output.json_schema) == ("json", schema)


def test_a_job_keeps_nothing_of_the_callers_containers() -> None:
    """What the caller changes in its own dicts later is not changed in the job."""
    extra: Doc = {"a": [1]}
    spec = parse_job(job({"parameters": {"extra_body": extra}}), source="job.yaml")
    extra["a"].append(2)
    assert spec.phases[0].parameters.extra_body == {"a": [1]}


def test_defaults_are_those_of_the_contract() -> None:
    """A job that says little means what the contract says."""
    spec = parse_job(job({"validation": {}}), source="job.yaml")
    phase = spec.phases[0]
    assert (spec.project, spec.id_field, spec.items) == ("default", "id", None)
    assert spec.options.record() == Options()
    assert phase.judge is not None
    assert (phase.judge.min_score, phase.judge.attempts, phase.judge.judge_model) == (7, 3, None)
    assert (phase.input, phase.reuse, phase.on_too_long, phase.checks) == ("previous", True, "fail", {})
    assert spec.document() == {"name": "n", "phases": [{"name": "p0", "validation": {}}]}


@pytest.mark.parametrize("written", [20.1, "20.1", "20.10"])
def test_a_budget_is_exact_and_has_one_form(written: Any) -> None:
    """However an amount is written, it is that amount to the last digit, and is stored in one form."""
    spec = parse_job(job(options={"budgetUsd": written}), source="job.x")
    assert spec.options.budget_usd == Decimal("20.1")
    assert spec.document()["options"] == {"budget_usd": "20.1"}


def test_yaml_texts_stay_as_they_were_written(tmp_path: Path) -> None:
    """What YAML 1.1 makes booleans, dates, octals and base-60 numbers of is text in labels, items and keys."""
    spec = read(
        tmp_path,
        "name: n\nproject: no\nitems: [{country: NO, day: 2024-01-01, code: 007, at: 12:30:45, no: 1e3, 5: ~}]\n"
        "phases: [{name: p, labels: [yes, no, on, 1_000], glossary: {No: 007}, reuse: no}]\noptions: {autoStart: off}\n",
    )
    assert spec.project == "no"
    assert spec.phases[0].labels == ("yes", "no", "on", "1_000")
    assert spec.phases[0].glossary == {"No": "007"}
    assert spec.phases[0].reuse is False
    assert spec.options.auto_start is False
    assert spec.items == [
        {"country": "NO", "day": "2024-01-01", "code": "007", "at": "12:30:45", "no": 1000.0, "5": None}
    ]


def test_yaml_anchors_and_merges_are_read(tmp_path: Path) -> None:
    """A phase may take over the keys of another one; its own win."""
    spec = read(
        tmp_path,
        "name: n\nphases:\n  - &first {name: a, model: x/y, instructions: i}\n  - {<<: *first, name: b}\n",
    )
    assert (spec.phases[1].name, spec.phases[1].model, spec.phases[1].instructions) == ("b", "x/y", "i")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    """Files of Windows editors are read, in both forms."""
    assert read(tmp_path, b"\xef\xbb\xbf" + b"name: n\nphases: [{name: p}]").name == "n"
    assert read(tmp_path, b"\xef\xbb\xbf" + json.dumps(job()).encode(), "job.json").name == "n"


def test_options_alone_are_checked_as_in_a_job() -> None:
    """Changing an option of a job meets the same rules and the same words, and tells what was given."""
    assert parse_options({"budgetUsd": "30", "concurrency": 20}, source="set").given() == {
        "concurrency": 20,
        "budget_usd": Decimal(30),
    }
    with pytest.raises(SpecError) as caught:
        parse_options({"concurrency": 60, "budget": 5}, source="job.set")
    assert lines_of(caught.value)[1:] == [
        "options.budget: unknown key; did you mean 'budget_usd'?",
        "options.concurrency: 60 is above 50; [limits] max_concurrency in batchwright.toml may raise it",
    ]


def test_limits_of_the_configuration_hold() -> None:
    """The config raises or lowers what a job may ask for, and a stored job stays readable whatever it says."""
    wide = SpecLimits(max_concurrency=200, max_phases=12)
    spec = parse_job(job(*[{}] * 12, options={"concurrency": 200}), source="job.yaml", limits=wide)
    assert restore_job(spec.document()) == spec
    assert refused(spec.document())[1:] == [
        "options.concurrency: 200 is above 50; [limits] max_concurrency in batchwright.toml may raise it",
        "phases: has 12 phases, the most are 10",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Extract entities", "extract_entities"), ("a--b (2)", "a_b_2"), ("Übung Straße", "ubung_strasse"), ("章 3", "3"), ("章", "")],
)  # fmt: skip
def test_slugs(name: str, slug: str) -> None:
    """A slug holds a–z, 0–9 and _ only."""
    assert slug_of(name) == slug


def test_item_fields_of_templates_are_named_with_their_place() -> None:
    """Whoever has the items can check the fields that prompts use; content and phases are no fields."""
    user = "{{content}} {{ title }} {{metadata.year}} {{phases.p0}} \\{{no}}"
    spec = parse_job(job({}, {"prompt": {"system": "{{lang}}", "user": user}}), source="job.yaml")
    assert template_names(spec) == {
        "phases[1].prompt.system": {"lang"},
        "phases[1].prompt.user": {"title", "metadata.year"},
    }


def test_a_job_and_its_error_pickle() -> None:
    """Jobs and their errors cross processes unchanged."""
    spec = parse_job(job(), source="job.yaml")
    assert pickle.loads(pickle.dumps(spec)) == spec
    with pytest.raises(SpecError) as caught:
        parse_job({}, source="job.yaml")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


# ── what counts as the same job ─────────────────────────────────────────────────────────────────


def test_options_and_items_do_not_count_in_the_digest() -> None:
    """A job with other options or items is the same job; any other change makes another one."""
    base = spec_digest(parse_job(job(), source="job.yaml"))
    same = [job(options={"concurrency": 9, "budget_usd": 1}), job(items=["x"]), job(project="default", id_field="id")]
    others = [{**job(), "name": "m"}, job(project="q"), job(id_field="doi"), job({"reuse": False}), job({}, {})]
    assert {spec_digest(parse_job(data, source="job.yaml")) for data in same} == {base}
    digests = [spec_digest(parse_job(data, source="job.yaml")) for data in others]
    assert len({base, *digests}) == 1 + len(others)


# ── what is refused ─────────────────────────────────────────────────────────────────────────────

BAD: list[tuple[Any, list[str]]] = [
    # the whole
    ([1], ["expected a mapping with name and phases, got a list"]),
    ({}, ["job.yaml has 2 problems:", "name: missing", "phases: missing"]),
    ({"name": "n", "phase": []}, ["phase: unknown key; did you mean 'phases'?"]),
    (job(colour=1), ["colour: unknown key; known here are name, project, items, id_field, ocr_languages, password_env, phases, options"]),
    (job(minScore=1), ["minScore: unknown key; it belongs under phases[].validation"]),
    (job(budgetUsd=1), ["budgetUsd: unknown key; it belongs under options"]),
    (job(projectId="a", project="b"), ["project: given twice, as projectId too; keep one of them"]),
    (job(id_field="a", idField="b"), ["idField: given twice, as id_field too; keep one of them"]),
    (job(project=5), ["project: expected text, got 5; put it in quotes"]),
    (job(project=True), ["project: expected text, got true; put it in quotes"]),
    (job(project=" p"), ["project: ' p' begins or ends with a space"]),
    (job(project="a\nb"), ["project: holds a control character"]),
    (job(project="p" * 201), ["project: has 201 characters, the most are 200"]),
    (job(project=""), ["project: is empty"]),
    (job(items=5), ["items: expected a path or a list of items, got 5"]),
    (job(items=[]), ["items: is empty"]),
    (job(items=""), ["items: is empty"]),
    (job(items=[1, None, None]), ["job.yaml has 2 problems:", "items[1]: null is no item", "items[2]: null is no item"]),
    (job(items=[{1: 2}]), ["items[0]: has the key 1, which is no text"]),
    (job(items=[float("nan")]), ["items[0]: nan is no JSON number"]),
    (job(items=[Path()]), ["items[0]: expected a JSON value, got a PosixPath"]),
    ({"name": "n", "phases": []}, ["phases: is empty; a job has at least one phase"]),
    ({"name": "n", "phases": {}}, ["phases: expected a list, got a mapping"]),
    ({"name": "n", "phases": ["a"]}, ["phases[0]: expected a mapping, got 'a'"]),
    (job(*[{}] * 11), ["phases: has 11 phases, the most are 10"]),
    # options
    (job(options={"concurrency": "ten"}), ["options.concurrency: expected a whole number, got 'ten'"]),
    (job(options={"concurrency": True}), ["options.concurrency: expected a whole number, got true"]),
    (job(options={"concurrency": 2.5}), ["options.concurrency: expected a whole number, got 2.5"]),
    (job(options={"concurrency": 0}), ["options.concurrency: 0 is below 1"]),
    (job(options={"concurrency": 51}), ["options.concurrency: 51 is above 50; [limits] max_concurrency in batchwright.toml may raise it"]),
    (job(options={"checkpointFrequency": 101}), ["options.checkpointFrequency: 101 is above 100"]),
    (job(options={"budget_usd": 0}), ["options.budget_usd: 0 is not above 0"]),
    (job(options={"budget_usd": 9_000_000}), ["options.budget_usd: 9000000 is not below 9000000"]),
    (job(options={"budget_usd": "20 $"}), ["options.budget_usd: expected an amount in USD, got '20 $'"]),
    (job(options={"budget_usd": 1e-13}), ["options.budget_usd: 1e-13 is finer than a pico-dollar (12 decimal places)"]),
    (job(options={"max_failed_percent": 101}), ["options.max_failed_percent: 101 is above 100"]),
    (job(options={"auto_start": 1}), ["options.auto_start: expected true or false, got 1"]),
    (job(options={"autoStart": "maybe"}), ["options.autoStart: expected true or false, got 'maybe'"]),
    (job(options=5), ["options: expected a mapping, got 5"]),
    # phases: names and inputs
    (job({"name": None}), ["phases[0].name: missing"]),
    (job({"nmae": "x", "name": None}), ["phases[0].nmae: unknown key; did you mean 'name'?"]),
    (job({"name": "x" * 65}), ["phases[0].name: has 65 characters, the most are 64"]),
    (job({"name": "章"}), ["phases[0].name: '章' has no letter a–z and no digit; columns and templates need one"]),
    (job({"name": "Original"}), ["phases[0].name: 'Original' is taken: input: original has a meaning of its own"]),
    (job({"name": "a"}, {"name": "a"}), ["phases[1].name: 'a' and 'a' of phases[0]: names are unique"]),
    (job({"name": "a b"}, {"name": "A-B"}), ["phases[1].name: 'A-B' and 'a b' of phases[0]: both give the column 'a_b'"]),
    (job({"input": "p1"}, {}), ["phases[0].input: 'p1' is no earlier phase; there are previous, original"]),
    (job({"name": "extract"}, {"input": "extrakt"}), ["phases[1].input: 'extrakt' is no earlier phase; did you mean 'extract'?"]),
    # phases: tasks and models
    (job({"taskType": "sumarization"}), ["phases[0].taskType: 'sumarization' is no task type; did you mean 'summarization'?"]),
    (job({"task_type": "zzz"}), ["phases[0].task_type: 'zzz' is no task type; known are code, research, creative, analysis, chat, summarization, translation, entity_extraction, ocr_cleanup, xml_tagging, categorize, text_cleanup, embedding_generation, summarize, categorization, embedding"]),
    (job({"task_type": 5}), ["phases[0].task_type: expected text, got 5"]),
    (job({"model": "gpt-6"}), ["phases[0].model: 'gpt-6' is no model name; write provider/model, as openai/gpt-6-luna"]),
    (job({"model": "x" * 65 + "/m"}), ["phases[0].model: is too long; a provider has at most 64 characters, a model 200"]),
    (job({"useRag": True, "useRAG": True}), ["phases[0].useRAG: given twice, as useRag too; keep one of them"]),
    (job({"use_rags": True}), ["phases[0].use_rags: unknown key; did you mean 'use_rag'?"]),
    (job({"rag": {"topk": 1}}), ["phases[0].rag.topk: unknown key; did you mean 'top_k'?"]),
    (job({"concurrency": 3}), ["phases[0].concurrency: unknown key; it belongs under options"]),
    (job({"on_too_long": "cut"}), ["phases[0].on_too_long: 'cut' is not known; known are fail, split, truncate"]),
    (job({"on_too_long": 1}), ["phases[0].on_too_long: 1 is not known; known are fail, split, truncate"]),
    (job({"max_output_tokens": 0}), ["phases[0].max_output_tokens: 0 is below 1"]),
    (job({"max_output_tokens": 10_000_001}), ["phases[0].max_output_tokens: 10000001 is above 10000000"]),
    (job({"labels": []}), ["phases[0].labels: is empty; name at least one label, or leave the key out"]),
    (job({"labels": ["a", "b", "a"]}), ["phases[0].labels[2]: 'a' stands twice"]),
    (job({"examples": [{"input": "x"}]}), ["phases[0].examples[0].output: missing"]),
    # phases: validation and checks
    (job({}, {"validation": {"min_score": 11}}), ["phases[1].validation.min_score: 11 is above 10"]),
    (job({"validation": {"minScore": 0}}), ["phases[0].validation.minScore: 0 is below 1"]),
    (job({"validation": {"maxAttempts": 11}}), ["phases[0].validation.maxAttempts: 11 is above 10"]),
    (job({"validation": {"judgeModel": "opus"}}), ["phases[0].validation.judgeModel: 'opus' is no model name; write provider/model, as openai/gpt-6-luna"]),
    (job({"validation": None}), ["phases[0].validation: is empty; write validation: {} for a judge with the defaults, or leave the key out"]),
    (job({"validation": True}), ["phases[0].validation: expected a mapping, got true"]),
    (job({"checks": True}), ["phases[0].checks: expected false or a mapping of names, got true"]),
    (job({"checks": {"language": True}}), ['phases[0].checks.language: expected false or "module:function", got true']),
    (job({"checks": {"mine": "module.function"}}), ['phases[0].checks.mine: expected false or "module:function", got \'module.function\'']),
    # phases: output
    (job({"output": {"format": "jsn"}}), ["phases[0].output.format: 'jsn' is not known; did you mean 'json'?"]),
    (job({"output": "json"}), ["phases[0].output: expected a mapping, got 'json'"]),
    (job({"output": {"format": "text", "schema": {}}}), ["phases[0].output.schema: a schema needs format: json, the format is 'text'"]),
    (job({"output": {"schema": {"type": "strng"}}}), ["phases[0].output.schema.type: 'strng' is no JSON type; did you mean 'string'?"]),
    (job({"output": {"schema": {"properties": {"a b": {"minLength": -1}}}}}), ['phases[0].output.schema.properties."a b".minLength: is no valid JSON schema (draft 2020-12): -1 is less than the minimum of 0']),
    (job({"output": {"schema": {"pattern": "["}}}), ["phases[0].output.schema.pattern: '[' is no regular expression that Python can read"]),
    (job({"output": {"schema": {"$ref": "#/$defs/x"}}}), ['phases[0].output.schema."$ref": \'#/$defs/x\' leads nowhere in the schema']),
    (job({"output": {"schema": {"items": {"$ref": "http://h/s.json"}}}}), ['phases[0].output.schema.items."$ref": \'http://h/s.json\' is outside the schema; only references within it (#/$defs/NAME) are followed']),
    (job({"output": {"schema": 5}}), ["phases[0].output.schema: expected a mapping, got 5"]),
    (job({"output": {"schema": {"not": {"patternProperties": {"(": {}}}}}}), ["phases[0].output.schema.not.patternProperties: '(' is no regular expression that Python can read"]),
    # phases: prompt
    (job({"prompt": {}}), ["phases[0].prompt: says nothing; give system, user or both"]),
    (job({"prompt": {"user": "hello"}}), ["phases[0].prompt.user: names nothing of the item, so all items would be asked the same; write {{content}}"]),
    (job({"prompt": {"user": r"\{{content}}"}}), ["phases[0].prompt.user: names nothing of the item, so all items would be asked the same; write {{content}}"]),
    (job({"prompt": {"user": "a\n {{content"}}), [r"phases[0].prompt.user: `{{` at line 2, column 2 is not closed by `}}`; write `\{{` for the braces themselves"]),
    (job({"prompt": {"user": "{{phases}}"}}), ["phases[0].prompt.user: {{phases}} names no phase; write {{phases.NAME}}"]),
    (job({"prompt": {"user": "{{a..b}}"}}), ["phases[0].prompt.user: {{a..b}} is no name; write {{content}}, {{field}} or {{metadata.title}}"]),
    (job({"prompt": {"user": "{{phases.p1}}"}}, {}), ["phases[0].prompt.user: {{phases.p1}}: 'p1' is no earlier phase; there is none"]),
    (job({"name": "clean"}, {"prompt": {"user": "{{phases.claen}}"}}), ["phases[1].prompt.user: {{phases.claen}}: 'claen' is no earlier phase; did you mean 'clean'?"]),
    (job({"prompt": {"usr": "x"}}), ["phases[0].prompt.usr: unknown key; did you mean 'user'?"]),
    # phases: parameters, and what cannot be stored
    (job({"parameters": {"temperature": 3}}), ["phases[0].parameters.temperature: 3 is above 2"]),
    (job({"parameters": {"temperature": "hot"}}), ["phases[0].parameters.temperature: expected a number, got 'hot'"]),
    (job({"parameters": {"stop": "x"}}), ["phases[0].parameters.stop: expected a list, got 'x'"]),
    (job({"parameters": {"stop": [""]}}), ["phases[0].parameters.stop[0]: is empty"]),
    (job({"parameters": {"timeoutS": 0}}), ["phases[0].parameters.timeoutS: 0 is not above 0"]),
    (job({"parameters": {"extra_body": []}}), ["phases[0].parameters.extra_body: expected a mapping, got a list"]),
    (job({"parameters": {"seed": 2**53}}), ["phases[0].parameters.seed: is beyond ±9007199254740991, where JSON stops to keep whole numbers exactly"]),
    (job({"instructions": "a\0b"}), ["phases[0].instructions: holds a NUL or half a surrogate pair, which is no text"]),
    (job({"instructions": "\ud800"}), ["phases[0].instructions: holds a NUL or half a surrogate pair, which is no text"]),
    (job({"instructions": ["a"]}), ["phases[0].instructions: expected text, got a list"]),
    (job({"instructions": "x" * 50, "input": "y" * 50}), ["phases[0].input: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…' is no earlier phase; there are previous, original"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "lines"), BAD)
def test_what_is_wrong_is_said_with_its_place(data: Any, lines: list[str]) -> None:
    """Every problem is told, with its path in the user's spelling, both sides and the nearest known word."""
    assert refused(data) == lines


def test_all_problems_are_told_at_once_in_order() -> None:
    """One error holds what every stage finds, phase 2 before phase 10, and each place once."""
    phases: list[Doc] = [{} for _ in range(11)]
    phases[2] = {"taskType": "summary", "prompt": {"user": "none"}}
    phases[10] = {"validation": {"min_score": "high"}, "input": "nowhere"}
    assert refused(job(*phases, item=[], options={"concurrency": "many"}), SpecLimits(max_phases=11)) == [
        "job.yaml has 6 problems:",
        "item: unknown key; did you mean 'items'?",
        "options.concurrency: expected a whole number, got 'many'",
        "phases[2].prompt.user: names nothing of the item, so all items would be asked the same; write {{content}}",
        "phases[2].taskType: 'summary' is no task type; did you mean 'summarize'?",
        "phases[10].input: 'nowhere' is no earlier phase; there are previous, original, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9",
        "phases[10].validation.min_score: expected a whole number, got 'high'",
    ]


def test_what_is_nested_without_end_is_refused() -> None:
    """A container that holds itself, or a tower of them, is told as such."""
    endless: Doc = {}
    endless["a"] = endless
    assert refused(job(items=[endless])) == ["items[0].a.a: is nested deeper than 100"]
    assert refused(job({"parameters": {"extra_body": endless}})) == [
        "phases[0].parameters.extra_body: is nested deeper than 100"
    ]


def test_a_single_problem_has_its_path_apart() -> None:
    """A program that reads the error finds the path beside the message."""
    with pytest.raises(SpecError) as caught:
        parse_job(job({"validation": {"min_score": 11}}), source="job.yaml")
    assert caught.value.path == "phases[0].validation.min_score"
    assert caught.value.message == "11 is above 10 (in job.yaml)"


TEXTS: list[tuple[bytes, str, list[str]]] = [
    (b"", "job.yaml", ["{path} is empty"]),
    (b"name: caf\xe9", "job.yaml", ["line 1: the byte 0xe9 is not UTF-8; save the file as UTF-8"]),
    ("name: n".encode("utf-16"), "job.yaml", ["{path} is UTF-16; save it as UTF-8"]),
    (b"name: n\n\tx: 1", "job.yaml", ["line 2, column 1: a tab; YAML is indented with spaces"]),
    (
        b"name: a: b",
        "job.yaml",
        [
            (
                "line 1, column 8: not YAML: a second ': ' in a line, or one indented more than its list;"
                " put a text that holds one in quotes"
            )
        ],
    ),
    (b"a: [1,\nb: 2", "job.yaml", ["line 2, column 5: not YAML: expected ',' or ']', but got '<stream end>' while parsing a flow sequence"]),
    (b"name: n\nitems: x\nname: m", "job.yaml", ["line 3: the key 'name' stands twice in one mapping, first in line 1"]),
    (b"p:\n  - {a: 1, a: 2}\n  - {b: 1, 'b': 2}", "job.yaml", ["{path} has 2 problems:", "line 2: the key 'a' stands twice in one mapping, first in line 2", "line 3: the key 'b' stands twice in one mapping, first in line 3"]),
    (b"user: {{content}}", "job.yaml", ["line 1, column 8: a key must be text; put a text that starts with {{ or [ in quotes"]),
    (b"a: 1\n---\nb: 1", "job.yaml", ["line 2, column 1: a second YAML document; a job file holds one"]),
    (b"a: !!python/name:os.system x", "job.yaml", ["line 1, column 4: 'x' has the tag !!python/name:os.system, which is not read"]),
    (b"a: !own [1]", "job.yaml", ["line 1, column 4: the tag !own is not read"]),
    (b"a: !!int ten", "job.yaml", ["line 1, column 4: 'ten' is no int"]),
    (b"a: 1e999", "job.yaml", ["line 1, column 4: '1e999' is too large a number"]),
    (b"a: x\x00", "job.yaml", ["line 1: the character U+0000 may not stand in YAML"]),
    (b"a: *b", "job.yaml", ["line 1, column 4: not YAML: found undefined alias 'b'"]),
    (b"a: &b [*b]", "job.yaml", ["line 1, column 4: nested deeper than 100; put the items into a file of their own"]),
    (b"[" * 1500, "job.yaml", ["{path} is nested too deeply"]),
    (b"just words", "job.yaml", ["expected a mapping with name and phases, got 'just words'"]),
    (b'{"name"\n"n"}', "job.json", ["line 2, column 1: not JSON: Expecting ':' delimiter"]),
    (b'{\n"a": 1,\n"a": 2}', "job.json", ["line 3: the key 'a' stands twice in one mapping, first in line 2"]),
    (b'{\n\t"a": 1,\n\t"a": 2}', "job.json", ["line 3: the key 'a' stands twice in one mapping, first in line 2"]),
    (b'{"a": NaN}', "job.json", ["{path} is not JSON: NaN is no JSON number"]),
    (b'{"a": 1' + b"0" * 5000 + b"}", "job.json", ["{path} holds a number with more digits than can be read"]),
    (b"[" * 100_000, "job.json", ["{path} is nested too deeply"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "lines"), TEXTS)
def test_a_text_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, text: bytes, name: str, lines: list[str]
) -> None:
    """What is no YAML, no JSON or no UTF-8 ends in a sentence with a position, not in a traceback."""
    with pytest.raises(SpecError) as caught:
        read(tmp_path, text, name)
    assert lines_of(caught.value) == [line.replace("{path}", str(tmp_path / name)) for line in lines]


def test_aliases_cannot_fill_the_memory(tmp_path: Path) -> None:
    """Nine lines that stand for a billion values are refused while they are counted."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(SpecError, match="more than 1,000,000 values; put the items into a file of their own"):
        read(tmp_path, "\n".join(lines))


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    """A missing file and a folder are told apart."""
    with pytest.raises(SpecError) as missing:
        load_job(tmp_path / "no.yaml")
    with pytest.raises(SpecError) as folder:
        load_job(tmp_path)
    assert str(missing.value) == f"there is no job file {tmp_path / 'no.yaml'}"
    assert str(folder.value) == f"{tmp_path} is a folder, not a job file"


# ── every job ───────────────────────────────────────────────────────────────────────────────────

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
LINES = TEXT.map(str.strip).filter(bool)
MODELS = st.sampled_from(["anthropic/claude-haiku-5-5", "openai/gpt-6-luna", "my/meta/llama-3"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["minScore", "use_rag", "x y"]), inner),
    max_leaves=6,
)  # fmt: skip


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Doc]:
    """Mappings with the required keys and any of the others."""
    return st.fixed_dictionaries(required, optional=optional)


PHASES = some(
    {},
    {
        "task_type": st.sampled_from([*map(str, TaskType), "summarize", "categorization", "embedding"]),
        "model": MODELS,
        "use_rag": st.booleans(),
        "rag": some({}, {"top_k": st.integers(1, 9), "max_tokens": st.integers(1, 9)}),
        "instructions": TEXT,
        "prompt": some({"user": st.just("{{content}}")}, {"system": st.just("a { b")}),
        "examples": st.lists(some({"input": VALUES, "output": VALUES}, {}), max_size=2).map(
            lambda found: [each for each in found if None not in each.values()]
        ),
        "input": st.sampled_from(["previous", "original"]),
        "output": some({"format": st.sampled_from(["json"])}, {"schema": st.just({"properties": {"minScore": {}}})})
        | some({"format": st.sampled_from(["text", "xml"])}, {}),
        "validation": some(
            {},
            {
                "enabled": st.booleans(),
                "min_score": st.integers(1, 10),
                "max_attempts": st.integers(1, 10),
                "judge_model": MODELS,
            },
        ),
        "checks": st.just(False)
        | st.dictionaries(st.sampled_from(["language", "minScore"]), st.sampled_from([False, "a.b:c"])),
        "labels": st.lists(LINES, min_size=1, max_size=3, unique=True),
        "target_language": LINES,
        "glossary": st.just(["Anna"]) | st.just({"minScore": "useRAG"}),
        "max_output_tokens": st.integers(1, 10_000),
        "parameters": some(
            {},
            {
                "temperature": st.floats(0, 2) | st.integers(0, 2),
                "effort": st.sampled_from(["low", "high"]),
                "seed": st.integers(-(2**53) + 1, 2**53 - 1),
                "stop": st.lists(TEXT, max_size=2),
                "timeout_s": st.integers(1, 100),
                "service_tier": st.just("default"),
                "extra_body": st.dictionaries(st.sampled_from(["topK", "a_b"]), VALUES),
            },
        ),
        "on_too_long": st.sampled_from(["fail", "split", "truncate"]),
        "reuse": st.booleans(),
    },
)
JOBS = st.builds(
    lambda top, phases: {**top, **job(*phases)} | {"name": top["name"]},
    some(
        {"name": LINES},
        {
            "project": LINES,
            "id_field": LINES,
            "items": st.lists(VALUES.filter(lambda value: value is not None), min_size=1, max_size=3) | LINES,
            "options": some(
                {},
                {
                    "concurrency": st.integers(1, 50),
                    "checkpoint_frequency": st.integers(1, 100),
                    "auto_start": st.booleans(),
                    "budget_usd": st.decimals("0.000000000001", "8999999", places=12).map(str) | st.integers(1, 100),
                    "max_failed_percent": st.floats(0, 100),
                },
            ),
        },
    ),
    st.lists(PHASES, min_size=1, max_size=3),
)

CONTENT_KEYS = frozenset({"items", "schema", "glossary", "extra_body", "checks", "input", "output"})
OURS_INSIDE = frozenset({"output"})
"""As a phase's key `output` is ours; as an example's it is the user's."""


def camel(value: Any, *, in_example: bool = False) -> Any:
    """A job with its keys in camelCase, written independently of the reader."""
    if isinstance(value, list):
        return [camel(each, in_example=in_example) for each in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, inner in value.items():
        name = {"use_rag": "useRAG", "project": "projectId"}.get(key)
        if name is None:
            head, *tail = key.split("_")
            name = head + "".join(part.capitalize() for part in tail)
        is_content = key in CONTENT_KEYS and (in_example or key not in OURS_INSIDE)
        result[name] = inner if is_content else camel(inner, in_example=key == "examples")
    return result


@settings(deadline=None)  # a busy machine is no failure
@given(JOBS)
def test_a_job_survives_its_document(data: Doc) -> None:
    """A stored job is read back equal, with the same digest, and its document is stable and pure JSON."""
    spec = parse_job(data, source="job.yaml")
    document = json.loads(json.dumps(spec.document()))
    again = restore_job(document)
    assert again == spec.model_copy(update={"items": None})
    assert again.document() == document
    assert spec_digest(again) == spec_digest(spec)


@settings(deadline=None)  # a busy machine is no failure
@given(JOBS)
def test_both_spellings_mean_the_same(data: Doc) -> None:
    """CamelCase and snake_case give equal jobs and equal digests."""
    plain, humped = parse_job(data, source="job.yaml"), parse_job(camel(data), source="job.yaml")
    assert humped == plain
    assert spec_digest(humped) == spec_digest(plain)


@settings(deadline=None)  # a busy machine is no failure
@given(VALUES | JOBS.flatmap(lambda data: st.sampled_from([*data["phases"], data["phases"], data])))
def test_no_value_makes_a_traceback(data: Any) -> None:
    """Whatever stands in the place of a job, a phase or the options is read or refused in words."""
    for hostile in (data, job(options=data), {"name": data, "phases": data}, job({"output": data, "prompt": data})):
        try:
            parse_job(hostile, source="job.yaml")
        except SpecError as error:
            assert error.problems  # noqa: PT017  most of them are refused, some are in order


@pytest.mark.parametrize(
    ("key", "plain"),
    [("minScore", "min_score"), ("useRAG", "use_rag"), ("topK", "top_k"), ("timeoutS", "timeout_s"), ("a_bC", "a_bC"),
     ("budgetUSD", "budget_usd"), ("MinScore", "MinScore"), ("name", "name"), ("", "")],
)  # fmt: skip
def test_snake_case_of_keys(key: str, plain: str) -> None:
    """Humps become underscores; what is not camelCase stays, to be told as unknown."""
    assert snake(key) == plain
