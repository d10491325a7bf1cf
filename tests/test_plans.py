"""A plan means the same after it was stored: digit for digit, and never by a program that does not know its version."""

from __future__ import annotations

from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.errors import StateForeignError
from state.plan_records import (
    CheckPlan,
    Example,
    JudgePlan,
    ModelPlan,
    OutputForm,
    OutputFormat,
    OutputTokens,
    Parameters,
    PhasePlan,
    Plan,
)
from state.plans import dump_plan, load_plan, plan_digest

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
MONEY = st.decimals(min_value=0, max_value=10_000, allow_nan=False, allow_infinity=False, places=6)
NUMBER = st.floats(min_value=0, max_value=1e6, allow_nan=False, allow_infinity=False)
COUNT = st.integers(min_value=0, max_value=2**40)
MODELS = st.lists(TEXT, max_size=3).map(tuple)

PARAMETERS = st.builds(
    Parameters,
    temperature=st.none() | NUMBER,
    effort=st.none() | TEXT,
    seed=st.none() | COUNT,
    stop=st.lists(TEXT, max_size=2).map(tuple),
    extra_body=st.none() | TEXT,
    timeout_s=st.none() | NUMBER,
    service_tier=st.none() | TEXT,
)
PHASES = st.builds(
    PhasePlan,
    index=COUNT,
    name=TEXT,
    slug=TEXT,
    task_type=TEXT,
    system=TEXT,
    user=TEXT,
    instructions=TEXT,
    prompt_version=TEXT,
    source=st.integers(-1, 9),
    attempts=st.lists(MODELS, max_size=3).map(tuple),
    max_attempts=COUNT,
    annotation=st.none() | COUNT,
    examples=st.lists(st.builds(Example, input=TEXT, output=TEXT), max_size=2).map(tuple),
    output=st.builds(OutputForm, format=st.sampled_from(OutputFormat), schema=st.none() | TEXT),
    output_tokens=st.builds(OutputTokens, fixed=st.none() | COUNT, ratio=NUMBER, floor=COUNT, ceiling=COUNT),
    parameters=PARAMETERS,
    checks=st.lists(st.builds(CheckPlan, name=TEXT, function=st.none() | TEXT), max_size=2).map(tuple),
    judge=st.none() | st.builds(JudgePlan, min_score=st.integers(1, 10), candidates=MODELS, prompt_version=TEXT),
    reuse=st.booleans(),
    on_too_long=TEXT,
    task_reason=TEXT,
)
PLANS = st.builds(
    Plan,
    phases=st.lists(PHASES, max_size=3).map(tuple),
    models=st.lists(
        st.builds(
            ModelPlan,
            name=TEXT,
            context_tokens=st.none() | COUNT,
            input_usd_per_mtok=MONEY,
            output_usd_per_mtok=MONEY,
            cached_usd_per_mtok=st.none() | MONEY,
            override=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    price_version=TEXT,
)


def plan(price: str = "0.10") -> Plan:
    """A plan with one model at that price."""
    return Plan(
        phases=(),
        models=(ModelPlan("anthropic/claude-haiku-5-5", 200_000, Decimal(price), Decimal("0.5")),),
        price_version="genai-prices 0.2.3",
    )


@given(PLANS)
def test_what_is_loaded_is_what_was_dumped(made: Plan) -> None:
    """Any plan comes back equal, money digit for digit, and its text is the same the second time."""
    text = dump_plan(made)
    back = load_plan(text)
    assert back == made
    assert [str(m.input_usd_per_mtok) for m in back.models] == [str(m.input_usd_per_mtok) for m in made.models]
    assert dump_plan(back) == text


def test_the_text_is_golden() -> None:
    """The stored form of a plan never changes by itself: another text would be another plan digest."""
    assert dump_plan(plan()) == (
        '{"models":[{"cached_usd_per_mtok":null,"context_tokens":200000,"input_usd_per_mtok":"0.10",'
        '"name":"anthropic/claude-haiku-5-5","output_usd_per_mtok":"0.5","override":false}],'
        '"ocr":null,"ocr_languages":[],"password_env":"","phases":[],"price_version":"genai-prices 0.2.3","version":1}'
    )
    assert plan_digest(plan()) == plan_digest(load_plan(dump_plan(plan())))
    assert plan_digest(plan()) != plan_digest(plan("0.11"))


def test_a_plan_of_another_version_is_refused() -> None:
    """A plan that a newer program wrote is not guessed at: the error names both versions."""
    newer = orjson.loads(dump_plan(plan())) | {"version": 2}
    with pytest.raises(StateForeignError, match="has version 2, this program reads version 1"):
        load_plan(orjson.dumps(newer).decode())


@pytest.mark.parametrize("text", ["", "[]", "null", '{"phases": []}', "{"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    """Text that is no plan is an error of the state, never a bare KeyError."""
    with pytest.raises(StateForeignError, match="no plan"):
        load_plan(text)


def test_a_damaged_plan_names_the_place() -> None:
    """A plan with a field that cannot be read says which one."""
    damaged = orjson.loads(dump_plan(plan()))
    damaged["models"][0]["input_usd_per_mtok"] = "cheap"
    with pytest.raises(StateForeignError, match=r"models\.0\.input_usd_per_mtok"):
        load_plan(orjson.dumps(damaged).decode())
