"""Categorize: one of the given labels, or "none of these"."""

from __future__ import annotations

import orjson
import pytest

from orchestrator.checks import run_check
from orchestrator.errors import FailureClass
from orchestrator.render import names, parse_template, render
from orchestrator.validator import examine
from state.errors import SpecError
from state.plan_records import OutputFormat, PhasePlan
from state.records import Json
from tests.test_plan import compiled

LETTER = """\
Dear neighbours,

The boiler in the north stairwell has stopped again. Since Sunday there is no hot water above the third floor, and \
the caretaker says that the part must come from Linz. Could whoever keeps the contract with the heating firm ring \
them, and tell us by when it will be mended? Mrs Ostrow has offered her kettle until then.

PS: The lift inspection of the 14th is paid; the receipt is in the folder."""
LABELS = ["repairs & heating", "payments", "complaints about noise"]


def categorizing(**keys: Json) -> PhasePlan:
    """The plan of one phase that sorts letters."""
    phase: dict[str, Json] = {"name": "Sort", "task_type": "categorize", "labels": list(LABELS), **keys}
    return compiled({"name": "Letters", "phases": [phase]}).phases[0]


@pytest.mark.parametrize("label", [*LABELS, "none of these"])
def test_each_label_and_none_of_these_is_a_good_answer(label: str) -> None:
    """With or without a fence, it is the JSON value."""
    answer = orjson.dumps({"label": label}).decode()
    for text in (answer, f"```json\n{answer}\n```"):
        verdict = examine(categorizing(), text, LETTER)
        assert (verdict.output, verdict.faults) == ({"label": label}, ())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ('{"label": "broken boiler"}', '$.label: must be one of ["repairs & heating", "payments"'),
        ('{"label": "Payments"}', "$.label: must be one of"),
        ('{"label": ["repairs & heating", "payments"]}', "must be"),
        ('{"label": "payments", "reason": "A receipt is named."}', "not allowed: 'reason'"),
        ('{"category": "payments"}', "misses 'label'"),
        ("repairs & heating", "not valid JSON"),
        ("", "empty"),
    ],
)
def test_bad_answers_are_rejected(answer: str, told: str) -> None:
    """A label of its own, other letters, two labels, a reason that nobody asked for, and no JSON."""
    verdict = examine(categorizing(), answer, LETTER)
    assert verdict.failure_class is FailureClass.BAD_OUTPUT
    assert any(told in fault.told for fault in verdict.faults)


def test_the_schema_s_check_can_be_switched_off() -> None:
    """Then any JSON passes."""
    phase = categorizing(checks={"schema": False})
    assert examine(phase, '{"label": "broken boiler"}', LETTER).faults == ()


def test_the_prompt_lists_the_labels() -> None:
    """As they are written, braces and all, and "none of these" behind them; nothing is left to fill in."""
    system = parse_template(categorizing(labels=["mills", "{{forges}}", "a\\{{b"]).system)
    assert names(system) == frozenset()
    assert "\n- mills\n- {{forges}}\n- a\\{{b\n- none of these\n" in render(system, {})


def test_the_form_is_a_closed_schema_of_the_labels() -> None:
    """Also where the job says `format: json` without a schema."""
    for phase in (categorizing(), categorizing(output={"format": "json"})):
        assert phase.output.format is OutputFormat.JSON
        assert phase.output.schema is not None
        schema = orjson.loads(phase.output.schema)
        assert schema["properties"]["label"]["enum"] == [*LABELS, "none of these"]
        assert (schema["required"], schema["additionalProperties"]) == (["label"], False)
        assert phase.labels == tuple(LABELS)


def test_the_next_phase_reads_the_text() -> None:
    """A label stands beside the text, and does not take its place."""
    phases: list[Json] = [
        {"name": "Sort", "task_type": "categorize", "labels": list(LABELS)},
        {"name": "Reply", "task_type": "chat"},
    ]
    reply = compiled({"name": "Letters", "phases": phases}).phases[1]
    assert (reply.source, reply.annotation) == (-1, 0)


# ── a form of one's own ─────────────────────────────────────────────────────────────────────────


def test_an_own_schema_takes_the_place_of_ours() -> None:
    """Several labels, say; the prompt still lists them."""
    schema: Json = {"type": "object", "properties": {"labels": {"type": "array", "items": {"enum": [*LABELS]}}}}
    phase = categorizing(output={"schema": schema})
    assert orjson.loads(phase.output.schema or "") == schema
    assert "- payments\n" in phase.system
    assert examine(phase, '{"labels": ["payments", "repairs & heating"]}', LETTER).faults == ()
    assert examine(phase, '{"labels": ["boiler"]}', LETTER).failure_class is FailureClass.BAD_OUTPUT


@pytest.mark.parametrize(
    ("output", "ok"),
    [
        ("payments", True),
        ("Category: Payments.", True),
        ("none of these", True),
        ("**Repairs & Heating**, because the boiler has stopped.", True),
        ("<label>repairs &amp; heating</label>", True),
        ("heating", False),
        ("I cannot tell.", False),
    ],
)
def test_a_text_names_a_label(output: str, ok: bool) -> None:
    """In whatever words around it, in other letters, escaped for XML; a text without any label is rejected."""
    phase = categorizing(output={"format": "text"})
    assert (run_check("known_label", output, LETTER, phase) is None) == ok
    verdict = examine(phase, output, LETTER)
    assert verdict.failure_class is (None if ok else FailureClass.CHECK_FAILED)
    without = categorizing(output={"format": "text"}, checks={"known_label": False})
    assert examine(without, output, LETTER).faults == ()


def test_what_is_told_has_no_word_of_the_document() -> None:
    """Nor of the answer."""
    found = run_check("known_label", "The boiler", LETTER, categorizing())
    assert found is not None
    assert "boiler" not in found.told + found.shown


def test_a_value_or_a_phase_without_labels_has_no_label_to_look_for() -> None:
    """A schema says what a value may be."""
    assert run_check("known_label", {"code": 3}, LETTER, categorizing()) is None
    phase = categorizing(labels=None, prompt={"system": "Good or bad?"}, output={"format": "text"})
    assert run_check("known_label", "good", LETTER, phase) is None


# ── what cannot work ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("label", ["none of these", "None of these", "NONE_OF_THESE", "none  of these."])
def test_none_of_these_is_no_label_of_one_s_own(label: str) -> None:
    """It is always there; the error names the place and says what to do."""
    with pytest.raises(SpecError) as caught:
        categorizing(labels=["payments", label])
    (problem,) = caught.value.problems
    assert problem.path == "phases[0].labels[1]"
    assert "is always possible, as 'none of these'; leave it out" in problem.message


@pytest.mark.parametrize("label", ["none", "these", "none of these two", "one of these"])
def test_a_label_near_it_is_taken(label: str) -> None:
    """Only "none of these" itself is ours."""
    assert categorizing(labels=[label]).labels == (label,)


@pytest.mark.parametrize("keys", [{}, {"output": {"format": "json"}}, {"output": {"format": "text"}}])
def test_without_labels_they_are_drawn(keys: dict[str, Json]) -> None:
    """The plan says so, and its prompt still has their place."""
    phase = categorizing(labels=None, **keys)
    assert phase.draws_labels is not None
    assert phase.labels == ()
    assert "{{labels}}" in phase.system
    assert categorizing().draws_labels is None


def test_an_own_schema_may_name_the_labels() -> None:
    """The prompt then points to it."""
    schema: Json = {"type": "object", "properties": {"mood": {"enum": ["calm", "angry"]}}}
    phase = categorizing(labels=None, output={"schema": schema})
    assert "- those that the JSON schema below has\n- none of these\n" in phase.system


def test_labels_are_read_by_categorize_alone() -> None:
    """Another task that is given labels says so."""
    with pytest.raises(SpecError, match="chat does not read it; categorize does"):
        categorizing(task_type="chat")
