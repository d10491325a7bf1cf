"""The task types: prompts that hold together, forms that providers take, and how a phase's task is found out."""

from __future__ import annotations

import orjson
import pytest
from jsonschema import Draft202012Validator

from orchestrator.analyzer import TASK_TYPES, estimate_tokens, infer_task_type, needed_tokens
from orchestrator.checks import CHECKS, SCHEMA
from orchestrator.providers.base import Message, Request
from orchestrator.providers.openai import is_strict
from orchestrator.render import names, parse_template
from orchestrator.tasks import TASKS
from orchestrator.tasks.base import EMBEDDING, TIERS, TaskType
from state.digests import canonical
from state.plan_records import OutputForm, OutputFormat
from state.spec import TaskType as TaskName
from tests.golden import assert_golden

ALL = pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))


def test_the_tasks_that_are_accepted_are_those_that_are_there() -> None:
    """Each name that a job file may give has a file."""
    assert set(TASKS) == {task.value for task in TaskName}


@ALL
def test_a_task_s_prompt_reads_the_content_and_nothing_else(task: TaskType) -> None:
    """Its shared part is the same for all items but for the phase's settings, its user part holds the item."""
    assert names(parse_template(task.system)) == set(task.settings) - {"glossary"}  # of which an item has its part
    assert names(parse_template(task.user)) == {"content"}


@ALL
def test_a_task_s_tier_and_checks_are_there(task: TaskType) -> None:
    """Nothing that a task names is missing."""
    assert task.tier in (*TIERS, EMBEDDING)
    assert (task.tier == EMBEDDING) == (task.output.format is OutputFormat.VECTOR)
    assert set(task.checks) <= set(CHECKS) | {SCHEMA}


@ALL
def test_a_task_s_schema_is_one_that_every_provider_takes(task: TaskType) -> None:
    """It is a JSON schema, canonical, closed and with all properties required, as strict modes demand."""
    output = task.form(("mill", "{{forge}}")) if task.form is not None else task.output
    assert output.format is task.output.format
    assert (output.schema is not None) == (output.format is OutputFormat.JSON)
    if output.schema is not None:
        schema = orjson.loads(output.schema)
        assert output.schema == canonical(schema).decode()
        Draft202012Validator.check_schema(schema)
        assert is_strict(schema)


@ALL
def test_a_task_s_room_grows_with_its_input_to_a_ceiling(task: TaskType) -> None:
    """The maximum of tokens is at least the floor, never above the ceiling, and leaves room to ask for more."""
    rule = task.output_tokens
    if task.output.format is OutputFormat.VECTOR:
        assert rule.limit(1_000_000) == 0
        return
    assert rule.fixed is None
    assert rule.limit(0) == rule.floor < rule.limit(1_000_000) == rule.ceiling
    assert rule.floor * 2 <= rule.ceiling


def test_prompts_are_as_they_were() -> None:
    """A changed prompt asks everybody's next job anew, so it is changed on purpose."""
    assert_golden("prompt_versions", {name: task.prompt_version for name, task in TASKS.items()})


# ── inference ───────────────────────────────────────────────────────────────────────────────────


def test_every_task_type_can_be_inferred() -> None:
    """The rules know all types of the job file."""
    assert set(TASK_TYPES) == {task.value for task in TaskName}


@pytest.mark.parametrize(
    ("name", "instructions", "task"),
    [
        ("Summarize", "", "summarization"),
        ("summary", "Focus on methods.", "summarization"),
        ("Abstracts", "", "summarization"),
        ("step 1", "Write a TL;DR of the paper in one line.", "summarization"),
        ("extract_entities", "", "entity_extraction"),
        ("extractEntities", "", "entity_extraction"),
        ("facts", "Extract all persons and places.", "entity_extraction"),
        ("Extract summary fields", "", "entity_extraction"),
        ("categorise", "", "categorize"),
        ("classify", "", "categorize"),
        ("label documents", "", "categorize"),
        ("Translate to German", "", "translation"),
        ("deutsch", "Translate the chapter into German.", "translation"),
        ("OCR cleanup", "", "ocr_cleanup"),
        ("clean", "", "text_cleanup"),
        ("proofreading", "", "text_cleanup"),
        ("tag", "Mark up the chapter in XML.", "xml_tagging"),
        ("embeddings", "", "embedding_generation"),
        ("Refactor code", "", "code"),
        ("research", "Find background on each method.", "research"),
        ("analyse", "", "analysis"),
        ("compare", "Compare the two designs.", "analysis"),
        ("taglines", "Invent a slogan for the product.", "creative"),
        ("story", "", "creative"),
        ("check the inventory", "", "chat"),
        ("scandals and scriptures", "", "chat"),
        ("answer", "", "chat"),
        ("phase 1", "", "chat"),
        ("report", "", "chat"),
        ("stage two", "Do it nicely.", "chat"),
    ],
)
def test_a_phase_s_words_tell_its_task(name: str, instructions: str, task: str) -> None:
    """What people call their phases points to what they want."""
    found, reason = infer_task_type(name, instructions)
    assert found == task, reason
    assert reason.startswith("inferred: ")


def test_a_word_in_the_middle_of_another_says_nothing() -> None:
    """Words count from their beginning."""
    assert infer_task_type("vintage decode", "") == (
        "chat",
        "inferred: neither its name nor its instructions name a task",
    )


def test_the_reason_names_the_words() -> None:
    """A user sees what led to the task."""
    assert infer_task_type("Summarize", "") == ("summarization", "inferred: 'summar' in its name")


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("a", 1), ("four", 1), ("fours", 2), ("東京都庁", 3), ("é" * 4, 2), ("\ud800", 1)]
)
def test_tokens_are_a_quarter_of_the_bytes(text: str, tokens: int) -> None:
    """The estimate is part of a request's maximum of tokens, so it never changes."""
    assert estimate_tokens(text) == tokens


def test_what_a_request_needs_is_all_that_it_says_and_the_answer() -> None:
    """System, turns, schema and the longest answer count."""
    request = Request("a" * 400, (Message("user", "b" * 40),), 1000, OutputForm(OutputFormat.JSON, "c" * 80))
    assert needed_tokens(request) == 100 + 10 + 8 + 20 + 1000
