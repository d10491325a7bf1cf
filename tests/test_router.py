"""Who is asked: the first candidate that can be, and the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.errors import FailureClass
from orchestrator.router import Choice, NoChoice, choose

A, B, C = "anthropic/fast", "openai/fast", "openai/large"
KEYS: Mapping[str, str | None] = {"anthropic": None, "openai": None}
NO_ANTHROPIC = {**KEYS, "anthropic": "ANTHROPIC_API_KEY is not set"}
NO_KEYS = {"anthropic": "ANTHROPIC_API_KEY is not set", "openai": "OPENAI_API_KEY is not set"}


def by_model(keys: Mapping[str, str | None]) -> Callable[[str], str | None]:
    """What is missing for a model, by its provider's name."""
    return lambda model: keys[model.partition("/")[0]]


def route(
    *candidates: str,
    keys: Mapping[str, str | None] = KEYS,
    down: Mapping[str, str] | None = None,
    windows: Mapping[str, int | None] | None = None,
    need: int = 100,
) -> Choice | NoChoice:
    """Choose with little said."""
    sizes = windows or {}
    return choose(
        candidates,
        present=by_model(keys),
        down=down or {},
        context_tokens=sizes.get,
        need_tokens=need,
    )


def test_the_first_candidate_is_asked() -> None:
    """The plan's order counts."""
    assert route(A, B) == Choice(A, "first of 2 candidates")
    assert route(B) == Choice(B, "the only candidate")


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (route(A, B, keys=NO_ANTHROPIC), "ANTHROPIC_API_KEY is not set"),
        (route(A, B, down={A: "overloaded"}), "overloaded"),
        (route(A, B, down={"anthropic": "no reply"}), "no reply"),
        (route(A, B, windows={A: 99}), "needs about 100 tokens, its window holds 99"),
    ],
    ids=["key", "model down", "provider down", "window"],
)
def test_a_candidate_that_cannot_be_asked_is_passed_over(found: Choice | NoChoice, why: str) -> None:
    """The reason names it and says why."""
    assert isinstance(found, Choice)
    assert found.model == B
    assert f"{A}: {why}" in found.reason


def test_a_window_that_just_fits_fits() -> None:
    """And one that nobody knows is taken to."""
    assert route(A, windows={A: 100}) == Choice(A, "the only candidate")
    assert route(A, windows={A: None}) == Choice(A, "the only candidate")


@pytest.mark.parametrize(
    ("found", "failure_class", "names"),
    [
        (route(A, B, keys=NO_KEYS), FailureClass.BAD_KEY, ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"]),
        (route(A, B, windows={A: 10, B: 20}), FailureClass.TOO_LONG, ["10", "20", "100"]),
        (route(A, B, down={A: "overloaded", B: "no reply"}), FailureClass.CONNECTION, ["overloaded", "no reply"]),
        (route(A, B, keys=NO_ANTHROPIC, windows={B: 20}), FailureClass.TOO_LONG, ["ANTHROPIC_API_KEY", "20"]),
        (route(A, B, windows={A: 10}, down={B: "no reply"}), FailureClass.CONNECTION, ["10", "no reply"]),
        (route(A, B, keys=NO_ANTHROPIC, down={B: "no reply"}), FailureClass.CONNECTION, ["no reply"]),
        (route(A, windows={A: 10}, down={A: "no reply"}), FailureClass.TOO_LONG, ["10"]),
    ],
)
def test_when_nobody_can_be_asked_the_class_says_what_helps(
    found: Choice | NoChoice, failure_class: FailureClass, names: list[str]
) -> None:
    """Waiting helps when one that could hold it is down; else a larger window; else a key. All are named."""
    assert isinstance(found, NoChoice)
    assert found.failure_class is failure_class
    assert all(name in found.message for name in names)


WEAKER = ((B,), (C,))


def lower(*, keys: Mapping[str, str | None] = KEYS, down: Mapping[str, str] | None = None) -> Choice | NoChoice:
    """Choose where a stronger candidate of Anthropic's has weaker ones behind it."""
    return choose(
        (A,),
        present=by_model(keys),
        down=down or {},
        context_tokens=lambda _: None,
        need_tokens=1,
        weaker=WEAKER,
    )


def test_without_its_key_a_stronger_model_leaves_the_answer_to_a_weaker_one() -> None:
    """Only then: an outage is waited out, and without any key it is the strongest's that is named."""
    assert lower() == Choice(A, "the only candidate")
    found = lower(keys=NO_ANTHROPIC)
    assert found == Choice(B, f"the only candidate; for an earlier attempt, as {A}: ANTHROPIC_API_KEY is not set")
    for out in (lower(down={A: "no reply"}), lower(keys=NO_ANTHROPIC, down={B: "no reply"})):
        assert isinstance(out, NoChoice)
        assert out.failure_class is FailureClass.CONNECTION
    none = lower(keys=NO_KEYS)
    assert isinstance(none, NoChoice)
    assert none.failure_class is FailureClass.BAD_KEY
    assert "ANTHROPIC_API_KEY is not set" in none.message


@given(
    st.lists(st.sampled_from([A, B, C]), min_size=1, unique=True),
    st.sets(st.sampled_from(["anthropic", "openai"])),
    st.sets(st.sampled_from([A, B, C])),
    st.dictionaries(st.sampled_from([A, B, C]), st.integers(1, 200)),
)
def test_the_choice_is_the_first_that_can_be_asked(
    candidates: list[str], keyless: set[str], down: set[str], windows: dict[str, int]
) -> None:
    """No candidate before the chosen one could have been asked, and the chosen one can."""
    able = [
        model
        for model in candidates
        if model.partition("/")[0] not in keyless and model not in down and windows.get(model, 100) >= 100
    ]
    keys = {name: "no key" if name in keyless else None for name in KEYS}
    found = route(*candidates, keys=keys, down=dict.fromkeys(down, "down"), windows=windows)
    assert (found.model if isinstance(found, Choice) else None) == (able[0] if able else None)
