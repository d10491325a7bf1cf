"""A job, compiled: the same plan for the same job on every machine, and every reason why one cannot be made."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from orchestrator.chain import Ask, ItemText, begin, step
from orchestrator.pricing import PriceTable
from orchestrator.render import names, parse_template, render
from orchestrator.tasks import TASKS
from pipelines.plan import compile_plan
from pipelines.plan_text import plan_text
from state.config import Config
from state.errors import ConfigError, SpecError
from state.plan_records import ORIGINAL, Plan
from state.plans import dump_plan, load_plan
from state.records import Json
from state.spec import parse_job, restore_job
from tests.golden import assert_golden

PRICED = ("small", "middle", "large")
CONFIG = Config.model_validate(
    {
        "providers": {"house": {"base_url": "http://127.0.0.1:9/v1"}},
        "tiers": {
            "fast": ["house/small", "local/smollm2-135m"],
            "balanced": ["house/middle"],
            "premium": ["house/large"],
        },
        "prices": {f"house/{name}": {"input": f"0.{n}0", "output": f"{n}.5"} for n, name in enumerate(PRICED, 1)},
    }
)
TRIAGE: Json = {
    "type": "object",
    "properties": {"urgent": {"type": "boolean"}, "why": {"type": "string"}},
    "required": ["urgent", "why"],
    "additionalProperties": False,
}
JOBS: dict[str, dict[str, Json]] = {
    "papers": {
        "name": "Papers",
        "phases": [
            {"name": "Extract entities", "instructions": "Focus on methods and data sets."},
            {"name": "Summarize", "validation": {}},
            {"name": "Answer", "taskType": "chat", "input": "original", "instructions": "What is {{new}} here?"},
        ],
    },
    "descriptions": {
        "name": "Descriptions",
        "phases": [
            {"name": "summarise", "task_type": "summarization", "model": "local/smollm2-135m"},
            {"name": "facts", "task_type": "entity_extraction", "output": {"schema": TRIAGE}, "max_output_tokens": 300},
        ],
    },
    "library": {
        "name": "Library",
        "phases": [
            {"name": "Extract"},
            {
                "name": "Index",
                "taskType": "embedding",
                "prompt": {"user": "{{title}}: {{content}}"},
                "parameters": {"extra_body": {"dimensions": 256}},
            },
            {"name": "Answer"},
        ],
    },
    "letters": {
        "name": "Letters",
        "project": "post",
        "phases": [
            {
                "name": "Triage",
                "task_type": "chat",
                "prompt": {"system": "You sort the letters of {{firm}}.", "user": "{{metadata.from}}:\n{{content}}"},
                "examples": [{"input": "Fire!", "output": {"urgent": True, "why": "danger"}}],
                "output": {"format": "json", "schema": TRIAGE},
                "validation": {"min_score": 8, "max_attempts": 2, "judge_model": "house/large"},
                "parameters": {
                    "temperature": 0,
                    "seed": 1,
                    "stop": ["END"],
                    "timeout_s": 30,
                    "extra_body": {"top_k": 3},
                },
                "reuse": False,
            },
            {"name": "Reply", "task_type": "chat", "checks": {"not_empty": False}, "instructions": "Write a reply."},
        ],
    },
}


def compiled(job: dict[str, Json], config: Config = CONFIG) -> Plan:
    """The plan of a job, from the data of its file."""
    return compile_plan(parse_job(job, source="job.yaml"), config, PriceTable(config.prices))


def one_phase(**keys: Json) -> dict[str, Json]:
    """A job of one phase."""
    return {"name": "One", "phases": [{"name": "Summarize", **keys}]}


# ── plans ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", JOBS)
def test_plans_are_as_they_were(name: str) -> None:
    """A change of what a job means is made on purpose."""
    plan = replace(compiled(JOBS[name]), price_version="")  # names the release of a package
    assert_golden(f"plan_{name}", json.loads(dump_plan(plan)))


@pytest.mark.parametrize("name", JOBS)
def test_a_plan_is_stored_and_read_as_it_is(name: str) -> None:
    """Frozen, it means the same on every machine."""
    plan = compiled(JOBS[name])
    assert load_plan(dump_plan(plan)) == plan


@pytest.mark.parametrize("name", JOBS)
def test_a_stored_job_has_the_plan_of_its_file(name: str) -> None:
    """Whether it is compiled from the file or from what the state keeps of it."""
    spec = parse_job(JOBS[name], source="job.yaml")
    prices = PriceTable(CONFIG.prices)
    assert compile_plan(restore_job(spec.document()), CONFIG, prices) == compile_plan(spec, CONFIG, prices)


def test_keys_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """The candidates are the same, whatever keys the machine has."""
    plan = compiled(JOBS["papers"])
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, "sk-made-up")
    assert compiled(JOBS["papers"]) == plan


def test_the_default_config_is_enough() -> None:
    """A job without a config file has models with prices for all tiers."""
    plan = compiled(one_phase(validation={}), Config())
    assert len(plan.phases[0].attempts) == 3
    assert all(model.input_usd_per_mtok > 0 for model in plan.models)


def test_a_plan_can_be_printed() -> None:
    """Phase by phase: task and why, input, models, form, checks, judge, prices."""
    text = plan_text(compiled(JOBS["papers"]))
    for words in (
        "1. Extract entities: entity_extraction (inferred: 'extract', 'entit' in its name)",
        "reads the item, with that of Extract entities beside it",
        "attempt 1: house/small, local/smollm2-135m",
        "attempt 3: house/large",
        "judge: at least 7 of 10 by house/middle",
        "house/middle: 0.2 / 2.5",
        "local/smollm2-135m: 0 / 0, window 2048",
    ):
        assert words in text


# ── inputs ──────────────────────────────────────────────────────────────────────────────────────


def sources(*phases: dict[str, Json]) -> list[tuple[int, int | None]]:
    """What each phase reads, and what stands beside it."""
    plan = compiled({"name": "Job", "phases": list(phases)})
    return [(phase.source, phase.annotation) for phase in plan.phases]


def test_a_phase_reads_the_one_before() -> None:
    """The first reads the item, `original` does so anywhere, and a name reads that phase."""
    summarize: dict[str, Json] = {"name": "Summarize"}
    answer: dict[str, Json] = {"name": "Answer"}
    assert sources(summarize, answer) == [(ORIGINAL, None), (0, None)]
    assert sources(summarize, {**answer, "input": "original"}) == [(ORIGINAL, None), (ORIGINAL, None)]
    third: dict[str, Json] = {"name": "Chat", "input": "summarize"}
    assert sources(summarize, answer, third)[2] == (0, None)
    assert sources(summarize, answer, {**third, "input": "Summarize"})[2] == (0, None)


def test_after_an_annotation_the_text_is_read_with_it_beside() -> None:
    """What only annotates does not take the text's place, however many of them follow each other."""
    summarize: dict[str, Json] = {"name": "Summarize"}
    extract: dict[str, Json] = {"name": "Extract"}
    again: dict[str, Json] = {"name": "Extract again"}
    answer: dict[str, Json] = {"name": "Answer"}
    assert sources(extract, answer) == [(ORIGINAL, None), (ORIGINAL, 0)]
    assert sources(summarize, extract, again, answer) == [(ORIGINAL, None), (0, None), (0, 1), (0, 2)]
    assert sources(extract, {**answer, "input": "extract"}) == [(ORIGINAL, None), (0, None)]


def user_part(*phases: dict[str, Json], outputs: dict[int, Json]) -> str:
    """The last phase's user part for an item whose text is "The text."."""
    plan = compiled({"name": "Job", "phases": list(phases)})
    item = ItemText("job_1", "one", 0, "The text.", {}, outputs)
    want = step(begin(plan, plan.phases[-1], item))
    assert isinstance(want, Ask)
    return want.request.messages[0].content


def test_an_annotation_stands_beside_the_text() -> None:
    """Marked by the name of its phase, or where the user's own prompt puts it."""
    extract: dict[str, Json] = {"name": "Extract"}
    found: dict[int, Json] = {0: {"entities": []}}
    assert user_part(extract, {"name": "Answer"}, outputs=found) == (
        'The text.\n\n<extract>\n{"entities":[]}\n</extract>'
    )
    own: dict[str, Json] = {"name": "Answer", "prompt": {"user": "{{phases.Extract}} of {{content}}"}}
    assert user_part(extract, own, outputs=found) == '{"entities":[]} of The text.'


# ── prompts and forms ───────────────────────────────────────────────────────────────────────────


def test_an_own_prompt_stands_in_place_of_the_task_s() -> None:
    """Nothing of the task's words is left; instructions and form are still said."""
    (phase,) = compiled(one_phase(prompt={"user": "Rate {{content}}"}, instructions="Be fair.")).phases
    assert phase.user == "Rate {{content}}"
    assert phase.system == "Instructions:\nBe fair."
    (phase,) = compiled(one_phase(prompt={"system": "You rate {{kind}}."})).phases
    assert (phase.system, phase.user) == ("You rate {{kind}}.", TASKS["summarization"].user)


def test_braces_in_instructions_examples_and_schemas_are_text() -> None:
    """Only prompts are templates."""
    schema: Json = {
        "type": "object",
        "properties": {"{{a}}": {"type": "object", "properties": {"b": {"type": "string"}}}},
    }
    examples: Json = [{"input": "{{c}}", "output": {"{{a}}": {"b": "x"}}}]
    (phase,) = compiled(one_phase(instructions="Use {{d}}.", examples=examples, output={"schema": schema})).phases
    assert names(parse_template(phase.system)) == frozenset()
    system = render(parse_template(phase.system), {})
    assert all(text in system for text in ('{"{{a}}":', "{{c}}", "Use {{d}}."))


def test_a_prompt_version_is_that_of_the_prompt_alone() -> None:
    """Instructions, examples and schema are parts of their own."""
    version = compiled(one_phase()).phases[0].prompt_version
    assert compiled(one_phase(instructions="Be brief.")).phases[0].prompt_version == version
    assert version == TASKS["summarization"].prompt_version
    assert compiled(one_phase(prompt={"user": "{{content}}"})).phases[0].prompt_version != version


@pytest.mark.parametrize(
    ("keys", "max_attempts", "attempts"),
    [
        ({}, 2, 2),
        ({"checks": False}, 1, 1),
        ({"checks": {"not_empty": False, "no_preamble": False}}, 2, 2),
        ({"checks": False, "output": {"format": "json"}}, 2, 2),
        ({"output": {"schema": {}}}, 2, 2),
        ({"output": {"format": "xml"}}, 2, 2),
        ({"validation": {}}, 3, 3),
        ({"validation": {"max_attempts": 2}}, 2, 2),
        ({"validation": {"max_attempts": 5}}, 5, 3),
        ({"validation": {"enabled": False, "max_attempts": 1}}, 1, 1),
        ({"validation": {"enabled": False, "max_attempts": 3}}, 3, 3),
        ({"validation": {"enabled": False, "max_attempts": 4}}, 4, 3),
        ({"validation": {"enabled": False}}, 2, 2),
        ({"validation": {"enabled": False}, "output": {"schema": {}}}, 2, 2),
        ({"validation": {}, "model": "house/large"}, 3, 1),
    ],
)
def test_attempts_go_up_the_tiers(keys: dict[str, Json], max_attempts: int, attempts: int) -> None:
    """One tier a failed attempt, the last for all that follow; a phase's own model stays; stored and read again too."""
    spec = parse_job(one_phase(**keys), source="job.yaml")
    (phase,) = compiled(one_phase(**keys)).phases
    assert compile_plan(restore_job(spec.document()), CONFIG, PriceTable(CONFIG.prices)).phases == (phase,)
    assert phase.max_attempts == max_attempts
    ladder = (("house/small", "local/smollm2-135m"), ("house/middle",), ("house/large",))
    assert phase.attempts == ((("house/large",),) if "model" in keys else ladder[:attempts])
    assert (phase.judge is not None) == ("validation" in keys and "enabled" not in str(keys["validation"]))


@pytest.mark.parametrize(
    ("keys", "checks"),
    [
        ({}, ["not_empty", "no_preamble", "shorter"]),
        ({"checks": {"shorter": False, "language": False}}, ["not_empty", "no_preamble"]),
        ({"checks": False}, []),
        ({"output": {"schema": {}}}, ["schema", "not_empty", "no_preamble", "shorter"]),
        ({"output": {"format": "xml"}}, ["well_formed", "not_empty", "no_preamble", "shorter"]),
        ({"task_type": "xml_tagging"}, ["well_formed", "text_kept"]),
        ({"task_type": "xml_tagging", "output": {"format": "text"}}, ["text_kept"]),
        ({"task_type": "xml_tagging", "checks": {"text_kept": False}}, ["well_formed"]),
        ({"task_type": "entity_extraction"}, ["schema"]),
        ({"task_type": "entity_extraction", "output": {"format": "json"}}, ["schema"]),
        ({"task_type": "entity_extraction", "output": {"format": "text"}}, []),
        ({"task_type": "entity_extraction", "checks": {"schema": False}}, []),
    ],
)
def test_a_task_s_checks_can_be_switched_off_by_name(keys: dict[str, Json], checks: list[str]) -> None:
    """A check belongs to the task or to the form, and goes when the job says so."""
    assert [check.name for check in compiled(one_phase(**keys)).phases[0].checks] == checks


# ── what cannot work ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "path", "said"),
    [
        ({"parameters": {"extra_body": {"max_tokens": 9}}}, "parameters.extra_body.max_tokens", "place in a job file"),
        (
            {"parameters": {"seed": 1}, "model": "anthropic/claude-haiku-5-5"},
            "parameters.seed",
            "anthropic has no seed",
        ),
        ({"checks": {"shortr": False}}, "checks.shortr", "did you mean 'shorter'"),
        ({"output": {"schema": {"pattern": "("}}}, "output.schema.pattern", "'('"),
    ],
)
def test_what_cannot_work_is_refused_with_its_path(keys: dict[str, Json], path: str, said: str) -> None:
    """Nothing is ignored, and nothing waits for the first call to fail."""
    with pytest.raises(SpecError) as caught:
        compiled(one_phase(**keys))
    assert [problem.path for problem in caught.value.problems] == [f"phases[0].{path}"]
    assert said in str(caught.value)


def test_all_problems_are_told_at_once() -> None:
    """One error for a whole job."""
    job = JOBS["letters"] | {
        "phases": [
            {"name": "Answer", "checks": {"x": False}, "parameters": {"extra_body": {"model": "a", "n": 2}}},
            {"name": "Chat", "checks": {"y": False}},
        ]
    }
    with pytest.raises(SpecError) as caught:
        compiled(job)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    ("keys", "said", "hint"),
    [
        (
            {"model": "house/unheard-of"},
            "no price is known for the model house/unheard-of",
            '[prices."house/unheard-of"]',
        ),
        ({"model": "hous/small"}, "did you mean 'house'", "[providers.hous]"),
        ({"validation": {"judge_model": "house/unheard-of"}}, "no price is known", "input = "),
    ],
)
def test_a_model_that_cannot_be_asked_or_priced_is_refused(keys: dict[str, Json], said: str, hint: str) -> None:
    """The error says how to add what is missing."""
    with pytest.raises(ConfigError) as caught:
        compiled(one_phase(**keys))
    assert said in caught.value.message
    assert hint in str(caught.value.hint)


def test_a_tier_s_models_need_prices_too() -> None:
    """Even one that would only be asked after two failures."""
    tiers = {"fast": ["house/small"], "balanced": ["house/middle"], "premium": ["house/unheard-of"]}
    config = Config.model_validate(CONFIG.model_dump(exclude_unset=True) | {"tiers": tiers})
    compiled(one_phase(), config)
    with pytest.raises(ConfigError, match="house/unheard-of"):
        compiled(one_phase(validation={}), config)


def test_an_empty_tier_is_refused_where_a_phase_leaves_the_choice_to_it() -> None:
    """A phase with a model of its own needs none; a higher one that is empty is left out of the ladder."""
    tiers = {"fast": ["house/small"], "balanced": [], "premium": ["house/large"]}
    config = Config.model_validate(CONFIG.model_dump(exclude_unset=True) | {"tiers": tiers})
    with pytest.raises(ConfigError) as caught:
        compiled(one_phase(task_type="chat"), config)
    assert caught.value.path == "tiers.balanced"
    keys: dict[str, Json] = {"validation": {"judge_model": "house/large"}}
    assert compiled(one_phase(**keys), config).phases[0].attempts == (("house/small",), ("house/large",))
    assert compiled(one_phase(task_type="chat", model="house/small"), config).phases[0].attempts == (("house/small",),)
