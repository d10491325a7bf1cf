"""What an answer is worth: its form, its schema, its checks, and a judge's score."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.checks import CHECKS, run_check
from orchestrator.errors import FailureClass
from orchestrator.json_output import MAX_DEPTH, MAX_FAULTS, NoJsonError, parse_output, schema_faults
from orchestrator.judge import read_score
from orchestrator.tasks import TASKS
from orchestrator.validator import HEAVY_CHARS, examine, is_heavy
from state.digests import canonical
from state.plan_records import OutputForm, OutputFormat
from state.records import Json
from tests.talks import SUMMARY, TEXT, phase_of

KEYS = st.text(st.sampled_from("abc é`"), max_size=4)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


# ── form ────────────────────────────────────────────────────────────────────────────────────────


@given(
    JSON_VALUES,
    st.sampled_from(["{}", "```json\n{}\n```", "```\n{}\n```", "\n {} \n", "Here it is:\n\n```json\n{}\n```\n"]),
)
def test_json_is_read_alone_or_in_its_one_fence(value: Json, frame: str) -> None:
    """Whatever JSON value is answered, with or without a fence around it, is read as it is."""
    assert parse_output(frame.replace("{}", orjson.dumps(value).decode())) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("Sure!", "line 1, column 1"),
        ('{"a": 1,\n "b": }', "line 2"),
        ('{"a": 1} and more', "line 1, column 10"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1e999}', "too large"),
        ("```json\n1\n```\n```json\n2\n```", "valid JSON"),
        ("[" * 500 + "]" * 500, f"{MAX_DEPTH} levels"),
        ("[" * 100_000 + "]" * 100_000, f"{MAX_DEPTH} levels"),
        ("[" * 100_000, "nested"),
    ],
)
def test_what_is_no_json_is_said_with_its_place(text: str, said: str) -> None:
    """The model can mend what it is told the place of."""
    with pytest.raises(NoJsonError) as caught:
        parse_output(text)
    assert said in caught.value.fault.told
    assert said in caught.value.fault.shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"\\ud800"', "\ufffd"),
        ('"a\\u0000b"', "a\ufffdb"),
        ('{"\ud800": 1}', {"\ufffd": 1}),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        ("9223372036854775807", 2**63 - 1),
    ],
)
def test_what_cannot_be_stored_is_made_storable(text: str, value: Json) -> None:
    """Lone surrogates, NUL and numbers beyond 64 bits end no item."""
    read = parse_output(text)
    assert read == value
    assert orjson.loads(orjson.dumps(read)) == read


def test_a_text_output_is_the_text() -> None:
    """Without the spaces around it, and storable."""
    assert examine(phase_of("chat"), " a\x00b\n", "").output == "a\ufffdb"


# ── schema ──────────────────────────────────────────────────────────────────────────────────────

SCHEMA: Json = {
    "type": "object",
    "properties": {
        "year": {"type": ["integer", "null"], "minimum": 1000},
        "kind": {"enum": ["mill", "forge"]},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}, "maxItems": 2},
    },
    "required": ["year", "kind"],
    "additionalProperties": False,
    "$defs": {"part": {"type": "object", "properties": {"name": {"type": "string", "pattern": "^[a-z]+$"}}}},
}
SCHEMA_TEXT = canonical(SCHEMA).decode()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"year": 1793, "kind": "mill"}, []),
        ({"year": None, "kind": "mill", "parts": [{"name": "wheel"}]}, []),
        ([], ["$: must be of type object, not array"]),
        ({"kind": "mill"}, ["$: misses 'year'"]),
        ({}, ["$: misses 'year', 'kind'"]),
        ({"year": "x", "kind": "mill"}, ["$.year: must be of type integer or null, not string"]),
        ({"year": True, "kind": "mill"}, ["$.year: must be of type integer or null, not boolean"]),
        ({"year": 3, "kind": "mill"}, ["$.year: does not meet minimum 1000"]),
        ({"year": 1793, "kind": "inn"}, ['$.kind: must be one of ["mill", "forge"]']),
        (
            {"year": 3, "kind": "inn"},
            ['$.kind: must be one of ["mill", "forge"]', "$.year: does not meet minimum 1000"],
        ),
        ({"year": 1793, "kind": "mill", "z": 1}, ["$: has properties that are not allowed: 'z'"]),
        (
            {"year": 1793, "kind": "mill", "parts": [{"name": "W"}]},
            ['$.parts[0].name: does not meet pattern "^[a-z]+$"'],
        ),
        ({"year": 1793, "kind": "mill", "parts": [{}, {}, {}]}, ["$.parts: does not meet maxItems 2"]),
    ],
)
def test_faults_name_place_and_both_sides(value: Json, said: list[str]) -> None:
    """In our own words, so that no release of a library changes the request that they stand in."""
    assert [fault.told for fault in schema_faults(value, SCHEMA_TEXT)] == said


def test_names_that_the_document_made_are_not_shown() -> None:
    """Only names that the schema itself has stand in an error row."""
    schema = canonical(
        {"additionalProperties": {"type": "object", "properties": {"age": {"type": "integer"}}}}
    ).decode()
    (fault,) = schema_faults({"Jane Doe": {"age": "x"}}, schema)
    assert fault.told == "$.Jane Doe.age: must be of type integer, not string"
    assert fault.shown == "$.*.age: must be of type integer, not string"


def test_faults_are_few_and_in_order() -> None:
    """A model that is told of ten mends the others."""
    schema = canonical({"items": {"type": "string"}}).decode()
    faults = schema_faults(list(range(1000)), schema)
    assert len(faults) == MAX_FAULTS
    assert list(faults) == sorted(faults, key=lambda fault: fault.told)


def test_the_original_schema_counts() -> None:
    """What a provider does not take of a schema is checked all the same."""
    phase = phase_of("entity_extraction", schema={"type": "string", "pattern": "^a"})
    verdict = examine(phase, '"b"', "")
    assert verdict.failure_class is FailureClass.BAD_OUTPUT
    assert examine(phase, '"ab"', "").output == "ab"


def test_the_schema_s_check_can_be_switched_off() -> None:
    """The output must be JSON all the same."""
    phase = replace(phase_of("entity_extraction", schema={"type": "string"}), checks=())
    assert examine(phase, "1", "").output == 1
    assert examine(phase, "one", "").failure_class is FailureClass.BAD_OUTPUT


def test_a_schema_does_not_reach_into_the_network() -> None:
    """A reference to somewhere else fails, it is not fetched."""
    with pytest.raises(Exception, match=r"https://example\.com/x"):
        schema_faults({}, '{"$ref":"https://example.com/x"}')


# ── checks ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "output", "content", "ok"),
    [
        ("not_empty", "a", "", True),
        ("not_empty", " \n", "", False),
        ("not_empty", {}, "", True),
        ("shorter", "x" * 401, "x" * 402, True),
        ("shorter", "x" * 402, "x" * 402, False),
        ("shorter", "x" * 900, "x" * 400, True),
    ],
)
def test_checks_say_no_where_they_should(name: str, output: Json, content: str, ok: bool) -> None:
    """Each built-in check on both sides of its line."""
    assert (run_check(name, output, content, phase_of("chat")) is None) == ok


def test_a_check_that_is_switched_off_is_not_run() -> None:
    """An output that it would refuse passes."""
    phase = phase_of("summarization")
    assert examine(phase, TEXT * 2, TEXT).failure_class is FailureClass.CHECK_FAILED
    without = replace(phase, checks=tuple(check for check in phase.checks if check.name != "shorter"))
    assert examine(without, TEXT * 2, TEXT).failure_class is None


@pytest.mark.parametrize(
    "remark", ["Here is a summary of the document:\n\n", "Sure! Here's the summary: ", "Voici le résumé :\n"]
)
def test_a_summary_is_the_summary_alone(remark: str) -> None:
    """An announcement is no part of it; without one, and with the check off, it passes."""
    phase = phase_of("summarization")
    assert examine(phase, SUMMARY, TEXT).faults == ()
    assert examine(phase, f"{remark}{SUMMARY}", TEXT).failure_class is FailureClass.CHECK_FAILED
    without = replace(phase, checks=tuple(check for check in phase.checks if check.name != "no_preamble"))
    assert examine(without, f"{remark}{SUMMARY}", TEXT).faults == ()


def test_long_answers_are_heavy() -> None:
    """They are examined off the event loop."""
    assert not is_heavy("x" * HEAVY_CHARS)
    assert is_heavy("x" * (HEAVY_CHARS + 1))


def test_every_task_s_checks_are_there() -> None:
    """A task names no check that nobody wrote."""
    assert set(CHECKS) >= {name for task in TASKS.values() for name in task.checks} - {"schema"}


def test_json_without_a_schema_is_any_json() -> None:
    """An output of format json alone must be JSON and nothing else."""
    phase = replace(phase_of("chat"), output=OutputForm(OutputFormat.JSON))
    assert examine(phase, "[1, 2]", "").output == [1, 2]
    assert examine(phase, "1, 2", "").failure_class is FailureClass.BAD_OUTPUT


# ── scores ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "score", "reasons"),
    [
        ('{"score": 7, "reasons": ["a", "b"]}', 7, ("a", "b")),
        ('```json\n{"reasons": "dull", "score": 3.0}\n```', 3, ("dull",)),
        ('{"score": 10}', 10, ()),
        ('{"score": 1, "reasons": [1, "", "x"]}', 1, ("x",)),
    ],
)
def test_a_usable_score_is_read(text: str, score: int, reasons: tuple[str, ...]) -> None:
    """With its reasons, as far as they are texts."""
    found = read_score(text)
    assert found is not None
    assert (found.score, found.reasons) == (score, reasons)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "[7]",
        "Score: 7",
        '{"score": 0}',
        '{"score": 11}',
        '{"score": "7"}',
        '{"score": true}',
        '{"score": 7.5}',
        "{}",
    ],
)
def test_anything_else_is_no_score(text: str) -> None:
    """A score is never guessed."""
    assert read_score(text) is None
