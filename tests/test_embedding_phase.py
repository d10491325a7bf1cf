"""An embedding phase: one model, one attempt, a text and nothing else; what it cannot have is refused in words."""

from __future__ import annotations

import pytest

from orchestrator.chain import Ask, Done, ItemText, Review, answered, begin, step
from orchestrator.errors import FailureClass
from orchestrator.pricing import LOCAL_VECTORS
from orchestrator.providers.base import Message, Request
from orchestrator.validator import examine
from pipelines.plan_text import plan_text
from state.config import Config, parse_config
from state.errors import ConfigError, Problem, SpecError
from state.plan_records import ORIGINAL, OutputForm, OutputFormat, Parameters, PhasePlan
from state.records import Answer, Json, Role, Usage
from state.spec import parse_job
from tests.test_plan import compiled
from tests.test_spec import EMBEDDINGS

SMALL = "openai/text-embedding-3-small"
DEFAULTS = Config()


def embedding(config: Config = DEFAULTS, /, **keys: Json) -> PhasePlan:
    """The plan of one phase that embeds."""
    phase: dict[str, Json] = {"name": "Index", "task_type": "embedding_generation", **keys}
    return compiled({"name": "Notes", "phases": [phase]}, config).phases[0]


def problems(**keys: Json) -> list[Problem]:
    """What such a phase is refused for."""
    with pytest.raises(SpecError) as caught:
        embedding(**keys)
    return list(caught.value.problems)


# ── the plan ────────────────────────────────────────────────────────────────────────────────────


def test_the_guide_s_job_has_one_model_and_its_price() -> None:
    """Without a config and without a word about models."""
    import yaml

    document = yaml.safe_load(EMBEDDINGS)
    plan = compiled(parse_job(document, source="job.yaml").document(), Config())
    (phase,) = plan.phases
    assert (phase.attempts, phase.max_attempts, phase.judge, phase.checks) == (((SMALL,),), 1, None, ())
    assert (phase.system, phase.user, phase.output) == ("", "{{content}}", OutputForm(OutputFormat.VECTOR))
    (model,) = plan.models
    assert (model.name, str(model.input_usd_per_mtok), str(model.output_usd_per_mtok)) == (SMALL, "0.02", "0")
    assert model.context_tokens in (8_191, 8_192)


def test_the_tier_names_the_model_and_a_phase_s_own_wins() -> None:
    """One for all phases of all jobs, so that their vectors can be compared."""
    config = parse_config(f'[tiers]\nembedding = ["{LOCAL_VECTORS}"]', source="c.toml")
    assert embedding(config).attempts == ((LOCAL_VECTORS,),)
    assert embedding(config, model=SMALL).attempts == ((SMALL,),)


def test_its_plan_can_be_printed() -> None:
    """Without a word about tokens of an answer."""
    text = plan_text(compiled({"name": "Notes", "phases": [{"name": "Index", "task_type": "embedding"}]}, DEFAULTS))
    assert f"attempt 1: {SMALL}\n   puts out vector\n   checks: none; at most 1 attempt\n" in text
    assert f"{SMALL}: 0.02 / 0, window 8192" in text


def test_two_models_of_the_tier_are_refused() -> None:
    """A choice between them would make vectors that cannot be compared."""
    with pytest.raises(ConfigError) as caught:
        parse_config(f'[tiers]\nembedding = ["{SMALL}", "{LOCAL_VECTORS}"]', source="c.toml")
    assert "tiers.embedding" in str(caught.value)
    assert "names 2 models, and vectors of two models cannot be compared; name one" in str(caught.value)


def test_an_empty_tier_asks_for_a_model() -> None:
    """Only where a phase leaves the choice to it."""
    config = parse_config("[tiers]\nembedding = []", source="c.toml")
    assert embedding(config, model=SMALL).attempts == ((SMALL,),)
    with pytest.raises(ConfigError, match="the tier embedding names no model"):
        embedding(config)


def test_what_is_embedded_may_be_put_together() -> None:
    """By a template, and its vector made shorter where the model can."""
    phase = embedding(
        prompt={"user": "{{title}}\n{{content}}"}, parameters={"extra_body": {"dimensions": 256}, "timeout_s": 9}
    )
    assert phase.user == "{{title}}\n{{content}}"
    assert phase.parameters == Parameters(extra_body='{"dimensions":256}', timeout_s=9)


REFUSED: list[tuple[str, Json, str]] = [
    ("instructions", "Mind the tone.", "an embedding is of the text alone"),
    ("examples", [{"input": "a", "output": "b"}], "an embedding is of the text alone"),
    ("prompt.system", "You embed.", "write it into prompt.user"),
    ("output", {"format": "text"}, "the output is a vector"),
    ("output", {"schema": {}}, "the output is a vector"),
    ("max_output_tokens", 9, "`dimensions` in parameters.extra_body"),
    ("parameters.temperature", 0, "no vector depends on it"),
    ("parameters.effort", "low", "no vector depends on it"),
    ("parameters.seed", 0, "no vector depends on it"),
    ("parameters.stop", ["END"], "no vector depends on it"),
    ("parameters.service_tier", "flex", "no tiers of service"),
    ("parameters.extra_body.encoding_format", "float", "decides what is asked"),
    ("validation", {}, "no judge can score a vector"),
    ("validation.max_attempts", 2, "the same vector each time"),
    ("labels", ["a"], "embedding_generation does not read it; categorize does: leave it out, or say that task_type"),
    (
        "target_language",
        "French",
        "embedding_generation does not read it; translation does: leave it out, or say that task_type",
    ),
    ("model", "anthropic/claude-haiku-5-5", f"anthropic has no embeddings, so .* name {SMALL}, or {LOCAL_VECTORS}"),
    ("model", "anthropic/unheard-of", "anthropic has no embeddings"),
    ("model", "local/smollm2-135m", f"chats and does not embed; name {SMALL}"),
    ("model", "openai/gpt-6-luna", f"chats and does not embed; name {SMALL}"),
]


@pytest.mark.parametrize(("key", "value", "said"), REFUSED, ids=[f"{key}-{n}" for n, (key, *_) in enumerate(REFUSED)])
def test_what_would_come_to_nothing_is_refused(key: str, value: Json, said: str) -> None:
    """Each key by its path and with the reason, before anything is sent."""
    import re

    outer, *inner = key.split(".")
    for name in reversed(inner):
        value = {name: value}
    if key == "validation.max_attempts":
        value = {"enabled": False, "max_attempts": 2}
    (problem,) = problems(**{outer: value})
    assert problem.path == f"phases[0].{key}"
    assert re.search(said, problem.message), problem.message


def test_the_local_model_has_one_length() -> None:
    """Another one that is asked for would come to nothing."""
    (problem,) = problems(model=LOCAL_VECTORS, parameters={"extra_body": {"dimensions": 64}})
    assert problem.path == "phases[0].parameters.extra_body"
    assert "always makes 256 numbers" in problem.message


def test_instructions_that_made_it_an_embedding_are_told_so() -> None:
    """The task came from them, so it says what to write in their place."""
    with pytest.raises(SpecError) as caught:
        compiled({"name": "Notes", "phases": [{"name": "step", "instructions": "Embed each note."}]}, Config())
    (problem,) = caught.value.problems
    assert problem.path == "phases[0].instructions"
    assert problem.message.startswith("they made this an embedding phase (inferred: 'embed' in its instructions); ")
    assert "write task_type: embedding_generation and leave them out" in problem.message


@pytest.mark.parametrize(
    ("keys", "path", "said"),
    [
        ({"model": LOCAL_VECTORS}, "model", "embeds and does not chat; name local/smollm2-135m"),
        ({"model": "openai/text-embedding-3-large"}, "model", "embeds and does not chat"),
        ({"validation": {"judge_model": LOCAL_VECTORS}}, "validation.judge_model", "embeds and does not chat"),
    ],
)
def test_a_model_that_embeds_cannot_chat(keys: dict[str, Json], path: str, said: str) -> None:
    """Nor judge."""
    with pytest.raises(SpecError) as caught:
        compiled({"name": "Notes", "phases": [{"name": "Summarize", **keys}]}, Config())
    (problem,) = caught.value.problems
    assert (problem.path, said in problem.message) == (f"phases[0].{path}", True)


def test_a_tier_with_a_model_of_the_other_kind_is_refused() -> None:
    """Before the first item fails of it."""
    config = parse_config('[tiers]\nembedding = ["anthropic/claude-haiku-5-5"]', source="c.toml")
    with pytest.raises(SpecError, match="and the configuration's tiers have it; give the phase a `model`"):
        embedding(config)


def test_a_model_of_another_address_may_do_either() -> None:
    """Nobody here knows what it can."""
    document = {
        "providers": {"house": {"base_url": "http://127.0.0.1:9/v1"}},
        "prices": {"house/any": {"input": "0.1", "output": "0"}},
    }
    config = Config.model_validate(document)
    assert embedding(config, model="house/any").attempts == (("house/any",),)


# ── what the phases around it read ──────────────────────────────────────────────────────────────


def sources(*phases: dict[str, Json]) -> list[tuple[int, int | None]]:
    """What each phase reads, and what stands beside it."""
    plan = compiled({"name": "Job", "phases": list(phases)}, Config())
    return [(phase.source, phase.annotation) for phase in plan.phases]


def test_the_next_phase_reads_what_this_one_read() -> None:
    """Without the numbers beside it, which say nothing to a model and cost as words do."""
    embed: dict[str, Json] = {"name": "Embed"}
    extract: dict[str, Json] = {"name": "Extract"}
    answer: dict[str, Json] = {"name": "Answer"}
    assert sources(embed, answer) == [(ORIGINAL, None), (ORIGINAL, None)]
    assert sources({"name": "Summarize"}, embed, answer) == [(ORIGINAL, None), (0, None), (0, None)]
    assert sources(extract, embed, answer) == [(ORIGINAL, None), (ORIGINAL, 0), (ORIGINAL, 0)]
    assert sources(extract, {**embed, "input": "original"}, answer)[1:] == [(ORIGINAL, None), (ORIGINAL, None)]


# ── the conversation ────────────────────────────────────────────────────────────────────────────


def asked(text: str, **keys: Json) -> Ask | Review | Done:
    """What is wanted first for an item."""
    phase: dict[str, Json] = {"name": "Index", "task_type": "embedding", **keys}
    plan = compiled({"name": "Notes", "phases": [phase]}, Config())
    return step(begin(plan, plan.phases[0], ItemText("job_1", "one", 0, text, {"title": "A title"}, {})))


def test_it_asks_once_for_the_text_alone() -> None:
    """As an embedding, with no token of an answer."""
    want = asked("The text.", prompt={"user": "{{title}}: {{content}}"})
    assert isinstance(want, Ask)
    assert (want.role, want.candidates) == (Role.EMBEDDING, (SMALL,))
    assert want.request == Request(
        "", (Message("user", "A title: The text."),), 0, OutputForm(OutputFormat.VECTOR), Parameters()
    )


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_item_without_text_fails_alone(text: str) -> None:
    """It never gets into a call, which it would fail for all."""
    want = asked(text)
    assert isinstance(want, Done)
    assert (want.checkpoint.ok, want.checkpoint.error_class) == (False, FailureClass.BAD_REQUEST)
    assert want.checkpoint.error_message == "there is no text to embed: it is empty"


def test_the_vector_is_the_output() -> None:
    """Its numbers as they were kept."""
    plan = compiled({"name": "Notes", "phases": [{"name": "Embed"}]}, Config())
    state = begin(plan, plan.phases[0], ItemText("job_1", "one", 0, "The text.", {}, {}))
    want = step(state)
    assert isinstance(want, Ask)
    answer = Answer(
        want.digest, SMALL, SMALL, "[0.1,-2.0,1e-8]", "stop", Usage(3), plan.models[0].output_usd_per_mtok, "c"
    )
    done = step(answered(state, answer))
    assert isinstance(done, Done)
    assert (done.checkpoint.ok, done.checkpoint.output) == (True, [0.1, -2.0, 1e-8])


@pytest.mark.parametrize(
    "text", ["", "[]", "[1.0,", "[1.0,null]", '["1.0"]', "[NaN]", "[true]", "1.0", '{"a":1.0}', "[[1.0]]"]
)
def test_what_is_no_vector_is_bad_output(text: str) -> None:
    """Whatever got into the answers."""
    verdict = examine(embedding(), text, "The text.")
    assert verdict.failure_class is FailureClass.BAD_OUTPUT
    assert "it is no vector" in verdict.faults[0].shown
