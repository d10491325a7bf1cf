"""What is known, row by row: a change of a job, the calls that it makes, and the part that `why` names for each.

The base job has three items (a, b, c) and three phases:

    1 shorten   summarization, its check `shorter` switched off, one of the user's own (CHECK), two attempts
    2 say       chat with a prompt of its own (fields topic and metadata.title), judged
    3 find      entity_extraction, by the models of the tier fast

`tests/test_answers.py` makes each change and counts; `document` writes the same rows as the table of docs/answers.md.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from state.config import Config, Tiers
from state.records import Json

HAIKU, SONNET = "anthropic/claude-haiku-5-5", "anthropic/claude-sonnet-5-5"
LUNA, SOL, ASTRA = "openai/gpt-6-luna", "openai/gpt-6-sol", "openai/gpt-6-astra"

TIERS = (HAIKU, LUNA)
"""The tier fast of the base job's configuration."""

ITEMS = ("a", "b", "c")
SHORTEN, SAY, FIND = "shorten", "say", "find"
EXECUTOR, JUDGE = "executor", "judge"

LONG = "Tides. " * 120
"""What phase 1 answers for item c: longer than its text, which only the check `shorter` minds."""

CHECK = "rules:passes"
"""Phase 1's own check; its code stands in the job's folder, and passes all answers at first."""

LENIENT = "def passes(output): return None\n"
STRICTER = 'def passes(output): return None if len(output) < 500 else "it is too long"\n'
"""Other code of it: the answer for item c fails it."""

_ANEW: tuple[dict[str, object], ...] = (
    {"do": "score", "schema_has": "score", "score": 10},
    {"do": "ok", "contains": "You extract facts"},
    {"do": "ok", "schema_has": "place"},
    {"do": "echo", "wrap": ["Anew: ", ""]},
)
"""How the provider behaves after a change: whatever is asked again is answered in other words than before."""

_TEXT = "Ships carry most of the world's goods, and most of them burn heavy oil; ports ask for cleaner fuel now. "


class Step(NamedTuple):
    """One step of an item: the role of an attempt at a phase."""

    phase: str
    role: str = EXECUTOR
    attempt: int = 1


class New(NamedTuple):
    """Which items' answers are new at a step, and the parts that changed."""

    items: str
    changed: tuple[str, ...]


@dataclass(slots=True)
class Setting:
    """A job and its surroundings, to be changed.

    Args:
        job: As a job file has it.
        rules: How the provider behaves from now on.
        keys: Providers whose key is there.
        answers_stay: A model that answers phase 1 as it was answered before.
        judge_prompt: In place of the judge's prompt, as another release may have it.
        task_prompt: In place of the system part of phase 3's task.
        code: Of phase 1's own check.
    """

    job: dict[str, Json]
    config: Config = field(default_factory=lambda: Config(tiers=Tiers(fast=TIERS)))
    rules: list[dict[str, object]] = field(default_factory=lambda: list(_ANEW))
    keys: tuple[str, ...] = ("anthropic", "openai")
    answers_stay: str = ""
    judge_prompt: str = ""
    task_prompt: str = ""
    code: str = LENIENT

    @property
    def items(self) -> list[dict[str, Json]]:
        """The items, to be changed."""
        return cast("list[dict[str, Json]]", self.job["items"])

    @property
    def options(self) -> dict[str, Json]:
        """The options, to be changed."""
        return cast("dict[str, Json]", self.job["options"])

    def phase(self, name: str) -> dict[str, Json]:
        """A phase, to be changed."""
        return next(one for one in cast("list[dict[str, Json]]", self.job["phases"]) if one["name"] == name)


Edit = Callable[[Setting], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Args:
        name: Of the test.
        changed: What the user changed, in words.
        edit: Changes just that.
        new: What is asked anew, and why; all else is known.
        note: What else is to be said.
    """

    name: str
    changed: str
    edit: Edit
    new: Mapping[Step, New] = field(default_factory=dict)
    note: str = ""


def base_setting() -> Setting:
    """The base job and what it is run with."""
    job: dict[str, Json] = {
        "name": "Tides",
        "items": [
            {
                "id": item,
                "content": f"{item} knots. {_TEXT * 5}",
                "topic": topic,
                "metadata": {"title": f"On {topic}"},
                "colour": "blue",
            }
            for item, topic in zip(ITEMS, ("harbours", "tides", "locks"), strict=True)
        ],
        "phases": [
            {
                "name": SHORTEN,
                "task_type": "summarization",
                "model": LUNA,
                "checks": {"shorter": False, "mine": CHECK},
                "validation": {"enabled": False, "max_attempts": 2},
            },
            {
                "name": SAY,
                "task_type": "chat",
                "model": SOL,
                "prompt": {"user": "{{topic}} ({{metadata.title}}): {{content}}"},
                "validation": {"min_score": 7, "judge_model": ASTRA},
            },
            {"name": FIND, "task_type": "entity_extraction"},
        ],
        "options": {"concurrency": 4, "auto_start": False},
    }
    # The judge gives item a 9 and the others 8: a higher min_score finds some above it and some below.
    rules: list[dict[str, object]] = [
        {"do": "text", "contains": "c knots.", "model": "gpt-6-luna", "text": LONG},
        {"do": "score", "schema_has": "score", "contains": "harbours", "score": 9},
        {"do": "score", "schema_has": "score", "score": 8},
    ]
    return Setting(job, rules=rules)


def changed_setting(edit: Edit) -> Setting:
    """The base job with one change, and a provider that answers in other words, with scores of 10."""
    setting = Setting(copy.deepcopy(base_setting().job))
    edit(setting)
    return setting


# ── what follows a change ───────────────────────────────────────────────────────────────────────


def _in_1(*parts: str, items: str = "abc") -> dict[Step, New]:
    """New answers of phase 1, and of all that reads them."""
    return {Step(SHORTEN): New(items, parts)} | _after_1(items=items)


def _after_1(*, items: str = "abc") -> dict[Step, New]:
    """New answers of phases 2 and 3, because phase 1 put something else out."""
    return _in_2("content", items=items)


def _in_2(*parts: str, judge: Sequence[str] | None = None, items: str = "abc") -> dict[Step, New]:
    """New answers of phase 2, its judge, and phase 3 which reads it.

    Args:
        parts: That changed.
        judge: Those of them that the judge is told, too.
    """
    told = parts if judge is None else judge
    return {
        Step(SAY): New(items, parts),
        Step(SAY, JUDGE): New(items, tuple(sorted((*told, "output")))),
        Step(FIND): New(items, ("content",)),
    }


def _only(phase: str, *parts: str, role: str = EXECUTOR) -> dict[Step, New]:
    return {Step(phase, role): New("abc", parts)}


# ── changes ─────────────────────────────────────────────────────────────────────────────────────


def _put(target: Callable[[Setting], dict[str, Json]], **values: Json) -> Edit:
    return lambda setting: target(setting).update(values)


def _in_phase(phase: str, /, **values: Json) -> Edit:
    return _put(lambda setting: setting.phase(phase), **values)


def _parameters(phase: str, /, **values: Json) -> Edit:
    return _in_phase(phase, parameters=values)


def _in_item(**values: Json) -> Edit:
    return _put(lambda setting: setting.items[1], **values)


def _option(**values: Json) -> Edit:
    return _put(lambda setting: setting.options, **values)


def _validation(**values: Json) -> Edit:
    return _put(lambda setting: cast("dict[str, Json]", setting.phase(SAY)["validation"]), **values)


def _fast(*models: str) -> Edit:
    def edit(setting: Setting) -> None:
        setting.config = Config(tiers=Tiers(fast=models))

    return edit


def _without_key(name: str) -> Edit:
    def edit(setting: Setting) -> None:
        setting.keys = tuple(key for key in setting.keys if key != name)

    return edit


def _release(**prompts: str) -> Edit:
    def edit(setting: Setting) -> None:
        for name, text in prompts.items():
            setattr(setting, name, text)

    return edit


def _code(text: str) -> Edit:
    """Other code of phase 1's own check."""

    def edit(setting: Setting) -> None:
        setting.code = text

    return edit


def _same_answers_by_another(setting: Setting) -> None:
    """Another model of phase 1 that answers the same."""
    setting.phase(SHORTEN)["model"] = SONNET
    setting.answers_stay = "claude-sonnet-5-5"


_SCHEMA: Json = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}

NEW_ANSWERS = (
    Row("text", "the text of item b", _in_item(content=f"b knots, a mill. {_TEXT * 5}"), _in_1("content", items="b")),
    Row("field", "a field of item b that a template uses", _in_item(topic="rivers"), _in_2("fields", items="b")),
    Row(
        "metadata", "metadata of item b that a template uses", _in_item(metadata={"title": "Fords"}),
        _in_2("fields", items="b"),
    ),
    Row("instructions", "phase 2's `instructions`", _in_phase(SAY, instructions="In verse."), _in_2("instructions")),
    Row(
        "prompt", "phase 2's `prompt`",
        _in_phase(SAY, prompt={"user": "About {{topic}} ({{metadata.title}}): {{content}}"}), _in_2("prompt"),
    ),
    Row(
        "examples", "phase 2's `examples`", _in_phase(SAY, examples=[{"input": "ebb", "output": "flow"}]),
        _in_2("examples"),
    ),
    Row(
        "prompt_version", "the prompt of phase 3's task (another release)",
        _release(task_prompt="You extract facts, in other words."), _only(FIND, "prompt"),
    ),
    Row("schema_judged", "phase 2's `output.schema`", _in_phase(SAY, output={"schema": _SCHEMA}), _in_2("schema")),
    Row("schema", "phase 3's `output.schema`", _in_phase(FIND, output={"schema": _SCHEMA}), _only(FIND, "schema")),
    Row("temperature", "phase 2's `temperature`", _parameters(SAY, temperature=0.5), _in_2("parameters", judge=())),
    Row("effort", "phase 2's `effort`", _parameters(SAY, effort="low"), _in_2("parameters", judge=())),
    Row("seed", "phase 1's `seed`", _parameters(SHORTEN, seed=7), _in_1("parameters")),
    Row("stop", "phase 1's `stop`", _parameters(SHORTEN, stop=["END"]), _in_1("parameters")),
    Row("extra_body", "phase 1's `extra_body`", _parameters(SHORTEN, extra_body={"top_p": 0.5}), _in_1("parameters")),
    Row(
        "max_output_tokens", "phase 2's `max_output_tokens`", _in_phase(SAY, max_output_tokens=900),
        _in_2("max_tokens", judge=()),
    ),
    Row(
        "upstream", "what phase 1 puts out (by its `instructions`)", _in_phase(SHORTEN, instructions="Two sentences."),
        _in_1("instructions"), "phases 2 and 3 have new input",
    ),
    Row(
        "reuse", "phase 2's `reuse: false`", _in_phase(SAY, reuse=False), _in_2("reuse"),
    ),
)  # fmt: skip

MODELS = (
    Row("model", "phase 1's `model`", _in_phase(SHORTEN, model=SONNET), _in_1("model")),
    Row(
        "model_same_answers", "phase 1's `model`, and the new one answers the same", _same_answers_by_another,
        _only(SHORTEN, "model"), "what comes after has the same input",
    ),
    Row(
        "tier", "the tier of phase 3, so that no model of it has answered", _fast(LUNA), _only(FIND, "model"),
    ),
    Row(
        "tier_with_holder", "the tier of phase 3, with the model that has answered still in it",
        _fast(LUNA, HAIKU),
    ),
)  # fmt: skip

JUDGED = (
    Row(
        "min_score", "phase 2's `min_score` from 7 to 9 (the scores were 9, 8 and 8)", _validation(min_score=9),
        {
            Step(SAY, attempt=2): New("bc", ("attempt", "feedback")),
            Step(SAY, JUDGE, 2): New("bc", ("output",)),
            Step(FIND): New("bc", ("content",)),
        },
        "recorded scores are judged anew; who was below it is tried again",
    ),
    Row("min_score_below", "phase 2's `min_score` from 7 to 8", _validation(min_score=8)),
    Row("min_score_lower", "phase 2's `min_score` from 7 to 1", _validation(min_score=1)),
    Row("max_attempts", "phase 2's `max_attempts`", _validation(max_attempts=5)),
    Row(
        "checks_on", "phase 1's check `shorter` on (the answer for item c is too long)",
        _in_phase(SHORTEN, checks={"mine": CHECK}),
        {Step(SHORTEN, attempt=2): New("c", ("attempt", "feedback"))} | _after_1(items="c"),
        "recorded answers are checked anew; what fails is tried again",
    ),
    Row(
        "check_code", "the code of phase 1's own check (the answer for item c fails it)", _code(STRICTER),
        {Step(SHORTEN, attempt=2): New("c", ("attempt", "feedback"))} | _after_1(items="c"),
        "the same",
    ),
    Row("check_code_passed", "the code of phase 1's own check, and all answers pass it", _code(f"{LENIENT}# again\n")),
    Row("own_check", "another check of one's own, which all answers pass", _in_phase(FIND, checks={"more": CHECK})),
    Row("checks_off", "phase 1's checks off", _in_phase(SHORTEN, checks=False)),
    Row("judge_off", "phase 2's judge off", _validation(enabled=False)),
    Row("judge_model", "phase 2's `judge_model`", _validation(judge_model=SONNET), _only(SAY, "model", role=JUDGE)),
    Row(
        "judge_prompt", "the judge's prompt (another release)",
        _release(judge_prompt="Judge this by its brief: {brief} Give reasons and a score."),
        _only(SAY, "judge_prompt", role=JUDGE),
    ),
)  # fmt: skip

NOTHING = (
    Row("unused_field", "a field that no template uses", _in_item(colour="red")),
    Row("phase_name", "the name of a phase", _in_phase(SAY, name="tell")),
    Row("item_id", "the id of item b", _in_item(id="z")),
    Row("order", "the order of the items", lambda setting: setting.items.reverse()),
    Row("job_name", "the job's name", lambda setting: setting.job.update(name="Ebbs")),
    Row("concurrency", "`concurrency`", _option(concurrency=2)),
    Row("budget", "`budget_usd`", _option(budget_usd="3")),
    Row("checkpoint_frequency", "`checkpoint_frequency`", _option(checkpoint_frequency=1)),
    Row("max_failed_percent", "`max_failed_percent`", _option(max_failed_percent=50)),
    Row("timeout", "a phase's `timeout_s`", _parameters(SHORTEN, timeout_s=90)),
    Row("service_tier", "a phase's `service_tier`", _parameters(SHORTEN, service_tier="flex")),
    Row("extra_body_tier", "a service tier in a phase's `extra_body`", _parameters(FIND, extra_body={"speed": "fast"})),
    Row("keys", "keys present (that of the provider which answered phase 3 is gone)", _without_key("anthropic")),
)  # fmt: skip

GROUPS: Mapping[str, Sequence[Row]] = {
    "New calls, from there on": NEW_ANSWERS,
    "New calls of that phase; the next only if its input changed": MODELS,
    "Judged anew; calls only where that fails": JUDGED,
    "Nothing": NOTHING,
}

ROWS = tuple(row for rows in GROUPS.values() for row in rows)


# ── the table ───────────────────────────────────────────────────────────────────────────────────

BEGIN, END = "<!-- made by tests/test_answers.py: begin -->", "<!-- made by tests/test_answers.py: end -->"


def document() -> str:
    """The table as Markdown."""
    lines: list[str] = []
    for title, rows in GROUPS.items():
        lines += [f"### {title}", ""]
        if any(row.new for row in rows):
            lines += ["| changed | phase 1 | phase 2 | judge of 2 | phase 3 | |", "|---|---|---|---|---|---|"]
            lines += [_line(row) for row in rows]
        else:
            lines += ["No call at all, when this alone was changed:", "", *(f"* {row.changed}" for row in rows)]
        lines.append("")
    return "\n".join(lines).rstrip()


def _line(row: Row) -> str:
    columns = (Step(SHORTEN), Step(SAY), Step(SAY, JUDGE), Step(FIND))
    cells = [_cell(row, step) for step in columns]
    return f"| {row.changed} | {' | '.join(cells)} | {row.note} |"


def _cell(row: Row, column: Step) -> str:
    found = []
    for step, new in row.new.items():
        if (step.phase, step.role) == (column.phase, column.role):
            second = "second attempt, " if step.attempt > 1 else ""
            found.append(f"{second}{len(new.items)}: {', '.join(f'`{part}`' for part in new.changed)}")
    return "; ".join(found) or "–"
