"""Make a phase's request fit the smallest window among its candidates, where the phase lets its input be cut.

    window ≥ prompt + input + answer before and what was wrong with it + room for the answer      of each who may answer
    window ≥ brief + input + answer + room for a score                                            of each who may judge

Cut by the smallest window of all, whatever keys are here and whoever answers, so that the request is the same on every
machine. Tokens are estimated as the router does. A provider that counts more of them refuses, which costs nothing, and
the input is cut as if there were twice as many of them, in the end one to each byte, which is never too few.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from orchestrator.analyzer import BYTES_PER_TOKEN, needed_tokens
from orchestrator.cutting import cut
from orchestrator.executor import Conversation, Feedback, ItemText, Piece, answer_tokens, converse, request_of
from orchestrator.judge import MAX_JUDGE_TRIES, judge_request
from orchestrator.providers.base import Request
from orchestrator.render import CONTENT, parse_template
from orchestrator.router import fits
from state.plan_records import PhasePlan, Plan
from state.templates import Placeholder

TRUNCATE = "truncate"
"""What `on_too_long` says of a phase whose input may be cut."""

SPLIT = "split"
"""What it says of one whose input may be read in parts."""

TIGHTNESS = (1, 2, BYTES_PER_TOKEN)
"""How many tokens are reckoned with for each that is estimated, each time that a provider found the input too long."""


@dataclass(frozen=True, slots=True)
class _Need:
    """What a request needs of a window, by the bytes of the input in it.

    Args:
        empty: The request without an input.
        times: How often the input stands in it.
        holds_answer: The answer to be judged stands in it, too.
    """

    empty: Request
    times: int
    window: int
    holds_answer: bool

    def fits(self, phase: PhasePlan, size: int, *, wide: bool, tightness: int) -> bool:
        """Whether an input of so many bytes fits."""
        answer = answer_tokens(phase, -(-size // BYTES_PER_TOKEN), wide=wide)
        # A text more may round up by a token for each place that the input stands in.
        said = needed_tokens(self.empty) - self.empty.max_tokens
        said += self.times * (-(-size // BYTES_PER_TOKEN)) + self.holds_answer * answer
        room = self.empty.max_tokens if self.holds_answer else answer
        return fits(tightness * said + room, self.window)


def fit_input(
    plan: Plan,
    phase: PhasePlan,
    item: ItemText,
    *,
    feedback: Feedback | None = None,
    wide: bool = False,
    tight: int = 0,
    piece: Piece | None = None,
) -> Conversation:
    """The phase's prompt with the item in its place, and its input cut where it must be and may be.

    Args:
        piece: What is read in place of an input that is read in parts.
        feedback: What the attempt is told about the one before: it needs room, too.
        wide: The attempt has more room for its answer.
        tight: How often a provider found the input too long, as the phase goes on.

    Raises:
        UnknownNameError: A template uses a field that the item does not have.
    """
    whole = converse(plan, phase, item, piece=piece)
    if phase.on_too_long != TRUNCATE:
        return whole
    most = most_input(plan, phase, item, whole, feedback=feedback, wide=wide, tightness=TIGHTNESS[tight])
    left, kept = most, whole
    while (size := _bytes(kept.content)) > most:
        if kept is not whole:  # the marks of pages need room, too: about as much in what is left
            left = min(left - 1, _bytes(kept.bare) * most // size)
        bare = cut(whole.bare, left)
        if not bare:  # where the prompt alone fills the window nothing is gained: the router says what is too long
            return whole
        kept = converse(plan, phase, item, content=bare)
    return kept


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def most_input(
    plan: Plan,
    phase: PhasePlan,
    item: ItemText,
    whole: Conversation,
    *,
    feedback: Feedback | None = None,
    wide: bool = False,
    tightness: int = 1,
) -> int:
    """The most bytes of a phase's input that all windows hold; those that it has, where all of it fits.

    Args:
        whole: The conversation about all of it.
        tightness: Tokens reckoned with for each that is estimated.
    """
    empty = replace(converse(plan, phase, item, content=""), told=whole.told, before=whole.before)
    needs = list(_needs(plan, phase, empty, feedback, wide=wide))

    def fit(size: int) -> bool:
        return all(need.fits(phase, size, wide=wide, tightness=tightness) for need in needs)

    most = _bytes(whole.content)
    if fit(most):
        return most
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fit(middle) else (least, middle - 1)
    return most


def _needs(
    plan: Plan, phase: PhasePlan, empty: Conversation, feedback: Feedback | None, *, wide: bool
) -> Iterator[_Need]:
    times = sum(
        piece == Placeholder(CONTENT) for text in (phase.system, phase.user) for piece in parse_template(text).pieces
    )
    window = _smallest(plan, [model for tier in phase.attempts for model in tier])
    if window is not None:
        asked = request_of(phase, empty, attempt=1, generation=0, wide=wide, feedback=feedback)
        yield _Need(asked, times, window, holds_answer=False)
    window = _smallest(plan, phase.judge.candidates) if phase.judge is not None else None
    if window is not None and phase.judge is not None:
        judged = judge_request(
            version=phase.judge.prompt_version,
            brief=empty.brief,
            received=empty.user,
            output="",
            tried=MAX_JUDGE_TRIES,
            generation=0,
            salt="",
        )
        yield _Need(judged, times, window, holds_answer=True)


def _smallest(plan: Plan, models: list[str] | tuple[str, ...]) -> int | None:
    """The smallest window of these models; None where nobody knows one."""
    sizes = [plan.model(model).context_tokens for model in models]
    return min((size for size in sizes if size is not None), default=None)
