"""Where a conversation of `orchestrator.chain` stands, and what it wants: an answer, opinions, or nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.checks.base import Review
from orchestrator.executor import Conversation, Feedback, ItemText, Piece
from orchestrator.providers.base import Request
from state.plan_records import PhasePlan, Plan
from state.records import Checkpoint, Json, Role


@dataclass(frozen=True, slots=True)
class Ask:
    """An answer that is wanted.

    Args:
        root_digest: Digest of the phase's first request for this item, with generation 0.
        attempt: Number of the executor's attempt, from 1; a judge's is that of what it judges.
        candidates: Models to ask, in the plan's order.
        components: Short digests of the parts of the request, for `why`.
        weaker: Those of the attempts before, the strongest first: asked where no key of the candidates is there.
        above: Root digests of the texts that it is about a part of.
    """

    request: Request
    digest: str
    root_digest: str
    role: Role
    attempt: int
    generation: int
    candidates: tuple[str, ...]
    components: Mapping[str, str]
    weaker: tuple[tuple[str, ...], ...] = ()
    above: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """Whose retries are of this request: it is built with as many generations as all of them have."""
        return (self.root_digest, *self.above)

    @property
    def answering(self) -> tuple[str, ...]:
        """Models whose answer will do, whatever keys are here."""
        return tuple(dict.fromkeys(model for tier in (self.candidates, *self.weaker) for model in tier))


@dataclass(frozen=True, slots=True)
class Done:
    """The phase is over for this item."""

    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class ChainState:
    """Where a conversation stands.

    Args:
        piece: What the phase reads in place of an input that is too long.
        sample: Texts of some items of the job, for a phase that draws its labels.
        draw: How often labels were asked for, and with which generation; (0, 0) while nobody asks for any.
        talk: What all attempts share; None when no request could be made.
        attempt: The executor's attempt, from 1.
        wide: An answer was cut, and more room was given: an attempt of its own, beyond those for quality.
        tight: How often a provider found an input too long that may be cut; each time less of it is sent.
        feedback: What the current attempt is told about the one before.
        judge_try: How often the judge was asked about the current output; 0 while the executor is.
        cut: What came of an answer that was cut.
        answer: Text of the current attempt's answer, while users' checks look at it and the judge is asked.
        output: What the phase puts out if they agree.
        best: The best score so far.
        want: What is wanted now.
    """

    plan: Plan
    phase: PhasePlan
    item: ItemText
    generation: int
    piece: Piece | None = None
    sample: tuple[str, ...] = ()
    draw: tuple[int, int] = (0, 0)
    talk: Conversation | None = None
    root_digest: str | None = None
    attempt: int = 1
    wide: bool = False
    tight: int = 0
    feedback: Feedback | None = None
    judge_try: int = 0
    cut: str = ""
    answer: str = ""
    output: Json = None
    best: int | None = None
    want: Ask | Review | Done | None = None
