"""Choose the model that answers: the first candidate whose key is there, that is up, and that can hold the request.

Keys and outages decide whom to ask; they never decide who is a candidate. So the same plan knows the same answers on
every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from orchestrator.errors import FailureClass


@dataclass(frozen=True, slots=True)
class Choice:
    """The model to ask ("provider/model"), and why it is that one, in words."""

    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoChoice:
    """No candidate can be asked now. The class is BAD_KEY, CONNECTION (all that could are down) or TOO_LONG."""

    failure_class: FailureClass
    message: str


def choose(
    candidates: Sequence[str],
    *,
    present: Callable[[str], str | None],
    down: Mapping[str, str],
    context_tokens: Callable[[str], int | None],
    need_tokens: int,
    weaker: Sequence[Sequence[str]] = (),
    past_limits: Callable[[str], str | None] = lambda _: None,
) -> Choice | NoChoice:
    """The first candidate that can be asked.

    Args:
        candidates: Models that may answer, in the plan's order; at least one.
        present: Whether a model can be asked: None, or what is missing for it ("OPENAI_API_KEY is not set").
        down: Why a model ("provider/model") or a whole provider is not asked for now.
        context_tokens: A model's window; None when nobody knows it.
        need_tokens: What the request and its answer need of the window.
        weaker: Other candidates, the strongest first, of whom one is asked where no key of those above is there; an
            outage is none of theirs.
        past_limits: Why the config's limits of a model never let such a request through, or None.
    """
    passed: list[str] = []
    is_down, is_small = False, False
    for model in candidates:
        provider = model.partition("/")[0]
        window = context_tokens(model)
        lacks = present(model)
        outage = down.get(model) or down.get(provider)
        if lacks is not None:
            passed.append(f"{model}: {lacks}")
        elif not fits(need_tokens, window):
            is_small = True
            passed.append(f"{model}: needs about {need_tokens} tokens, its window holds {window}")
        elif (why := past_limits(model)) is not None:
            is_small = True
            passed.append(f"{model}: {why}")
        elif outage is not None:
            is_down = True
            passed.append(f"{model}: {outage}")
        else:
            return Choice(model, _reason(len(candidates), passed))
    if weaker and not is_down and not is_small:
        found = choose(
            weaker[0], present=present, down=down, context_tokens=context_tokens, need_tokens=need_tokens,
            weaker=weaker[1:], past_limits=past_limits,
        )  # fmt: skip
        if isinstance(found, Choice):
            return Choice(found.model, f"{found.reason}; for an earlier attempt, as {'; '.join(passed)}")
        if found.failure_class is not FailureClass.BAD_KEY:
            return found
    return _none(passed, is_down=is_down, is_small=is_small)


def fits(need_tokens: int, context_tokens: int | None) -> bool:
    """Whether a window holds a request; one that nobody knows is taken to."""
    return context_tokens is None or need_tokens <= context_tokens


def _reason(count: int, passed: Sequence[str]) -> str:
    if passed:
        return f"candidate {len(passed) + 1} of {count}; passed over {'; '.join(passed)}"
    return "the only candidate" if count == 1 else f"first of {count} candidates"


def _none(passed: Sequence[str], *, is_down: bool, is_small: bool) -> NoChoice:
    why = "; ".join(passed)
    if is_down:
        return NoChoice(FailureClass.CONNECTION, f"no model can answer now ({why})")
    if is_small:
        return NoChoice(
            FailureClass.TOO_LONG,
            f"the request fits no model that can be asked ({why}); name one with a larger window, or shorten the item",
        )
    return NoChoice(FailureClass.BAD_KEY, f"no model can be asked ({why}); set one of these keys and resume")
