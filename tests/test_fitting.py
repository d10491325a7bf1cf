"""Inputs that no window holds: cut so that each request is taken by the router, the same whoever answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.analyzer import needed_tokens
from orchestrator.chain import Ask, ChainState, begin, failed
from orchestrator.errors import FailureClass
from orchestrator.fitting import TIGHTNESS, TRUNCATE, fit_input
from state.plan_records import ModelPlan, OutputForm, OutputFormat, OutputTokens, PhasePlan, Plan
from state.records import Role
from tests.talks import asked, ended, item_of, judged, phase_of, plan_of, reply, score, start

TEXT = "Ships carry most of the goods of the world. " * 2_000
SHORT_ANSWER = OutputTokens(ratio=0.1, floor=50, ceiling=400)


def cutting(**keys: object) -> PhasePlan:
    """A phase whose input may be cut."""
    made = replace(phase_of(), on_too_long=TRUNCATE, output_tokens=SHORT_ANSWER, checks=())
    return replace(made, **keys)  # type: ignore[arg-type]


def with_windows(phase: PhasePlan, fast: int | None = 8_000, premium: int | None = 4_000, judge: int = 9_000) -> Plan:
    """A plan that knows the windows of all who may answer."""
    sizes = {"anthropic/fast": fast, "openai/fast": None, "anthropic/balanced": 20_000, "anthropic/premium": premium}
    sizes |= {"anthropic/judge": judge}
    models = tuple(ModelPlan(name, size, Decimal(1), Decimal(1)) for name, size in sizes.items())
    return replace(plan_of(phase), models=models)


def talk(phase: PhasePlan, text: str = TEXT, **windows: int | None) -> ChainState:
    """The conversation about a long text."""
    return begin(with_windows(phase, **windows), phase, item_of(text))  # type: ignore[arg-type]


def test_an_input_is_cut_by_the_smallest_window_of_all_who_may_answer() -> None:
    """Also of those who are only asked after a failed attempt: their request would be another one else."""
    ask = asked(talk(cutting()))
    assert 3_700 < needed_tokens(ask.request) <= 4_000
    (message,) = ask.request.messages
    assert message.content.startswith("<document>\nShips carry")
    assert message.content.endswith("of the world.\n</document>")
    assert ask.digest == asked(talk(cutting(attempts=(("anthropic/premium",),)))).digest


def test_an_input_that_fits_stays_whole() -> None:
    """To the last token; and so does any where nobody knows a window, or the phase does not let it be cut."""
    text = TEXT[:8_000]
    whole = asked(talk(cutting(), text, premium=100_000))
    need = needed_tokens(whole.request)
    assert asked(talk(cutting(), text, premium=need)).digest == whole.digest
    assert asked(talk(cutting(), text, premium=need - 1)).digest != whole.digest
    assert text in whole.request.messages[0].content
    unknown = replace(with_windows(cutting()), models=tuple(ModelPlan(m, None, Decimal(1), Decimal(1)) for m in MODELS))
    assert TEXT in asked(begin(unknown, cutting(), item_of(TEXT))).request.messages[0].content
    assert TEXT in asked(talk(cutting(on_too_long="fail"))).request.messages[0].content


MODELS = ("anthropic/fast", "openai/fast", "anthropic/balanced", "anthropic/premium")


def test_the_judge_must_hold_it_too() -> None:
    """With the longest answer beside it."""
    state = talk(judged(cutting()), judge=3_000)
    state = reply(state, "x" * 4 * 100)
    judge = asked(state)
    assert judge.role is Role.JUDGE
    assert needed_tokens(judge.request) <= 3_000
    assert asked(talk(judged(cutting()), judge=9_000)).digest == asked(talk(cutting())).digest


def test_a_further_attempt_leaves_room_for_what_it_is_told() -> None:
    """The answer before and the reasons stand in its request, so less of the input does."""
    state = talk(judged(cutting()), premium=1_500)
    first = asked(state)
    state = reply(reply(state, "long answer " * 100), score(3, "dull " * 100))
    again = asked(state)
    assert (again.role, again.attempt) == (Role.EXECUTOR, 2)
    assert needed_tokens(again.request) <= 1_500
    assert len(again.request.messages[0].content) < len(first.request.messages[0].content)


def test_a_provider_that_counts_more_tokens_gets_less() -> None:
    """Its refusals cost nothing: the input is cut as if each byte were a token in the end, then the item fails."""
    state = talk(cutting())
    sizes = []
    root = asked(state).digest
    while isinstance(state.want, Ask):
        ask = asked(state)
        assert (ask.attempt, ask.root_digest) == (1, root)
        sizes.append(len(ask.request.messages[0].content))
        state = failed(state, FailureClass.TOO_LONG, "too long")
    assert len(sizes) == len(TIGHTNESS)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] + len(ask.request.system) + ask.request.max_tokens < 4_000
    assert ended(state).error_class == FailureClass.TOO_LONG
    assert ended(failed(talk(cutting(on_too_long="fail")), FailureClass.TOO_LONG, "x")).attempts == 1


def test_a_prompt_that_fills_the_window_is_told_as_it_is() -> None:
    """No cut would help; the whole request goes to the router, who says what is too long."""
    assert TEXT in asked(talk(cutting(), premium=100)).request.messages[0].content


def test_how_much_was_read_stands_in_the_checkpoint() -> None:
    """And is said in words; of a whole input nothing is."""
    state = talk(cutting())
    assert state.talk is not None
    checkpoint = ended(reply(state, "Ships."))
    assert checkpoint.cut_chars == len(state.talk.content)
    assert state.talk.note == f"input cut at {checkpoint.cut_chars} of {len(TEXT)} characters"
    whole = talk(cutting(), "Ships.")
    assert whole.talk is not None
    assert (ended(reply(whole, "Ships.")).cut_chars, whole.talk.note) == (None, None)


@given(
    st.integers(300, 6_000),
    st.sampled_from(["{{content}}", "{{content}} or {{content}}", "{{title}}: {{content}}"]),
    st.sampled_from(["x ", "é", "水", "\U0001f468\u200d\U0001f469 ", "a\n\n"]),
    st.booleans(),
    st.builds(OutputTokens, ratio=st.floats(0, 2), floor=st.integers(1, 90), ceiling=st.integers(100, 2_000)),
)
def test_what_is_cut_is_taken_by_the_router(
    window: int, user: str, sign: str, is_judged: bool, rule: OutputTokens
) -> None:
    """Whatever the template, script and rule are: executor's and judge's requests fit, or nothing of it would."""
    phase = replace(phase_of(prompt=("Be {{title}}.", user)), on_too_long=TRUNCATE, output_tokens=rule, checks=())
    phase = judged(phase) if is_judged else phase
    plan = with_windows(phase, premium=window, judge=window + 500)
    made = fit_input(plan, phase, item_of(sign * 9_000, fields={"title": "brief"}))
    if made.cut_from is None:
        return
    state = begin(plan, phase, item_of(sign * 9_000, fields={"title": "brief"}))
    ask = asked(state)
    assert needed_tokens(ask.request) <= window
    if is_judged:
        longest = reply(state, "x" * 4 * ask.request.max_tokens)
        assert needed_tokens(asked(longest).request) <= window + 500


def test_a_text_to_embed_is_cut_too() -> None:
    """By the window of its model, with no room for an answer."""
    phase = cutting(output=OutputForm(OutputFormat.VECTOR), output_tokens=OutputTokens(fixed=0), system="")
    ask = asked(talk(replace(phase, user="{{content}}", attempts=(("anthropic/premium",),))))
    assert ask.role is Role.EMBEDDING
    assert 3_900 < needed_tokens(ask.request) <= 4_000


def test_a_phase_that_may_not_be_cut_knows_no_windows() -> None:
    """It asks as ever, also in a plan that names no models."""
    assert asked(start(replace(phase_of(), on_too_long="fail"))).attempt == 1
    with pytest.raises(KeyError):
        start(replace(phase_of(), on_too_long=TRUNCATE))
