"""One item's conversation with models in one phase: a fold over a frozen state, without clock, network or chance.

    begin ─► step ─┬► Ask ──(a call, or a known answer)──► answered ─► step ─► … ─► Done
                   │   ├──(the call was given up)──► failed ──┤
                   │   └──(a retry was asked for)──► renewed ─┤
                   └► Review ──(users' functions)──► reviewed ──┘

    attempt k:  executor ─► cut? ─► form ─► checks ─► users' checks ─► judge ─► at least min_score? ─► Done
                               └ more room └────┴───────────┴────────────┴─► attempt k + 1, which is told what was wrong

The same answers lead to the same requests, whoever plays them in and whenever. `min_score` and the checks stand in
no request: when they change, recorded answers are judged anew, and only what then fails is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from orchestrator.chain_state import Ask, ChainState, Done
from orchestrator.checks.base import Fault, Opinion, Review, own_checks
from orchestrator.checks.own import code_of
from orchestrator.drawn_labels import MAX_DRAWS, fitted, labels_ask, read_labels, with_labels
from orchestrator.errors import FailureClass
from orchestrator.executor import Conversation, Feedback, ItemText, Piece, max_tokens, request_of, written
from orchestrator.fitting import SPLIT, TIGHTNESS, TRUNCATE, fit_input
from orchestrator.judge import MAX_JUDGE_TRIES, Score, judge_request, read_score
from orchestrator.providers.base import Request
from orchestrator.render import UnknownNameError
from orchestrator.request import components, request_digest
from orchestrator.retry import Act, Situation, decide
from orchestrator.validator import broken_words, examine, faults_of
from state.errors import EngineError
from state.plan_records import OutputFormat, PhasePlan, Plan
from state.records import Answer, Checkpoint, Json, Role

__all__ = [
    "Ask", "ChainState", "Done", "ItemText", "Review",
    "accepted", "answered", "begin", "failed", "kept", "renewed", "reviewed", "step",
]  # fmt: skip

_TOLD_TO_JUDGES = (
    "content", "fields", "instructions", "prompt", "examples", "glossary", "names", "passages",
)  # fmt: skip
"""Parts of the executor's request that stand in its judge's, too."""

_NEARLY = 0.9
"""An answer that was cut at this part of its limit was cut by it."""

STOP, LENGTH, DECLINED = "stop", "length", "declined"


def begin(
    plan: Plan,
    phase: PhasePlan,
    item: ItemText,
    *,
    generation: int = 0,
    sample: tuple[str, ...] = (),
    piece: Piece | None = None,
) -> ChainState:
    """Start a phase for an item.

    Args:
        generation: Of the phase's first request.
        piece: What is read in place of the phase's input.
        sample: Texts of some items of the job, the same for all; read by a phase that draws its labels.
    """
    state = ChainState(plan, phase, item, generation, piece, sample)
    if phase.draws_labels and not phase.labels:
        return _ask_labels(replace(state, draw=(1, 0)))
    return _begin_talk(state)


def _begin_talk(state: ChainState) -> ChainState:
    phase = state.phase
    try:
        talk = fit_input(state.plan, phase, state.item, piece=state.piece)
    except UnknownNameError as error:
        # The request cannot even be made: the same class as one that a provider refuses.
        message = f"the item lacks a field of the prompt: {error.message}"
        return _fail(state, FailureClass.BAD_REQUEST, message)
    if _embeds(phase) and not talk.user.strip():
        message = "there is no text to embed: it is empty"  # one such text fails the call of all the others with it
        return _fail(state, FailureClass.BAD_REQUEST, message)
    root = None
    if state.generation:
        root = request_digest(request_of(phase, talk, attempt=1, generation=0, wide=False, feedback=None))
    return _ask_executor(replace(state, talk=talk, root_digest=root), is_fitted=True)


def step(state: ChainState) -> Ask | Review | Done:
    """What is wanted next: an answer, opinions of the user's own checks, or nothing more."""
    if state.want is None:
        raise EngineError("a conversation is begun with `begin`")
    return state.want


def answered(state: ChainState, answer: Answer) -> ChainState:
    """Go on with the answer that was wanted; `answer.text` must be there, wherever it is kept."""
    ask = _wanted(state, answer.digest)
    if ask.role is Role.LABELS:
        return _after_labels(state, read_labels(answer.text) if answer.finish == STOP else None)
    if ask.role is Role.JUDGE:
        return _after_score(state, read_score(answer.text) if answer.finish != DECLINED else None)
    if answer.finish == DECLINED:
        return _after(state, FailureClass.DECLINED, "the model declined to answer", None)
    if answer.finish == LENGTH:
        return _after_cut(replace(state, cut=answer.text), ask, answer.usage.output_tokens)
    verdict = examine(state.phase, answer.text, _talk(state).content)
    state = replace(state, answer=answer.text, output=verdict.output)
    if verdict.failure_class is not None:
        return _after_faults(state, verdict.faults, verdict.failure_class)
    if own := own_checks(state.phase.checks):
        return replace(state, want=Review(own, verdict.output, _talk(state).content, state.item.fields))
    return _judge(state)


def reviewed(state: ChainState, opinions: Sequence[Opinion]) -> ChainState:
    """Go on with what the user's own checks say of the output.

    One that gives no opinion ends the item: another answer would not mend it, and be paid for.
    """
    if not isinstance(state.want, Review):
        raise EngineError(f"phase {state.phase.name} of item {state.item.item_id} has nothing to be looked at")
    broken = next((one for one in opinions if one.broken is not None), None)
    if broken is not None:
        kind = FailureClass.CHECK_MISSING if broken.is_missing else FailureClass.CHECK_BROKEN
        return _fail(state, kind, broken_words(broken), code_of(opinions))
    if faults := faults_of(opinions):
        return _after_faults(state, faults, FailureClass.CHECK_FAILED, code_of(opinions))
    return _judge(state)


def accepted(state: ChainState, output: Json) -> ChainState:
    """Go on as if an answer had come with this output and had passed all checks, for whoever looks ahead."""
    _wanted(state, None)
    return _judge(replace(state, answer=written(output), output=output))


def kept(state: ChainState) -> ChainState:
    """Go on as if the judge had agreed, for whoever looks ahead."""
    _wanted(state, None)
    return _succeed(state, None)


def failed(state: ChainState, failure_class: FailureClass, message: str) -> ChainState:
    """Go on without the answer that was wanted: its call was given up, for this reason."""
    ask = _wanted(state, None)
    if ask.role is Role.LABELS:
        return _fail(state, failure_class, f"the phase's labels could not be drawn: {message}")
    if ask.role is Role.JUDGE:
        return _fail(state, FailureClass.JUDGE_FAILED, f"the judge could not be asked ({failure_class}): {message}")
    if failure_class is FailureClass.TOO_LONG:
        for tight in range(state.tight + 1, len(TIGHTNESS)):
            shorter = _talked(replace(state, tight=tight))
            if len(_talk(shorter).content) < len(_talk(state).content):
                return _ask_executor(shorter, is_fitted=True)
    return _fail(state, failure_class, message)


def renewed(state: ChainState, generation: int) -> ChainState:
    """Start the phase again, with the generation of a retry that the user asked for."""
    if _wanted(state, None).role is Role.LABELS:
        return _ask_labels(replace(state, draw=(1, generation)))
    return begin(state.plan, state.phase, state.item, generation=generation, sample=state.sample, piece=state.piece)


# ── asking ──────────────────────────────────────────────────────────────────────────────────────


def _talked(state: ChainState) -> ChainState:
    """The state with its input cut as this attempt needs it: what it is told of the one before takes room, too."""
    if state.phase.on_too_long != TRUNCATE:
        return state
    told, wide, tight = state.feedback, state.wide, state.tight
    talk = fit_input(state.plan, state.phase, state.item, feedback=told, wide=wide, tight=tight)
    return replace(state, talk=talk)


def _ask_executor(state: ChainState, *, is_fitted: bool = False) -> ChainState:
    state = state if is_fitted else _talked(state)
    phase, talk, feedback = state.phase, _talk(state), state.feedback
    request = request_of(
        phase, talk, attempt=state.attempt, generation=state.generation, wide=state.wide, feedback=feedback
    )
    parts = dict(talk.parts)
    if state.wide:
        parts["max_tokens"] = [parts["max_tokens"], "wide"]
    if feedback is not None:
        parts["feedback"] = [feedback.previous, list(feedback.reasons), feedback.score]
    candidates, *weaker = phase.ladder(_quality_attempt(state))
    is_part = state.piece is not None and state.piece.is_part
    role = Role.EMBEDDING if _embeds(phase) else Role.SPLIT if is_part else Role.EXECUTOR
    ask = replace(_ask(state, request, role, candidates, parts), weaker=tuple(weaker))
    return replace(state, want=ask, root_digest=ask.root_digest)


def _ask_labels(state: ChainState) -> ChainState:
    tried, generation = state.draw
    sample = fitted(state.sample, _smallest_window(state), state.phase.instructions)
    drawn = labels_ask(state.phase, sample, tried, generation)
    ask = Ask(
        request=drawn.request,
        digest=drawn.digest,
        root_digest=drawn.root_digest,
        role=Role.LABELS,
        attempt=tried,
        generation=generation,
        candidates=state.phase.candidates(1),
        components=drawn.components,
    )
    return replace(state, want=ask, root_digest=drawn.root_digest)


def _smallest_window(state: ChainState) -> int | None:
    names = state.phase.candidates(1)
    windows = [model.context_tokens for model in state.plan.models if model.name in names and model.context_tokens]
    return min(windows, default=None)


def _judge(state: ChainState) -> ChainState:
    """What follows an output that passed all checks."""
    return _succeed(state, None) if state.phase.judge is None else _ask_judge(replace(state, judge_try=1))


def _ask_judge(state: ChainState) -> ChainState:
    judge, talk = state.phase.judge, _talk(state)
    if judge is None:
        raise EngineError(f"phase {state.phase.name} has no judge")
    request = judge_request(
        version=judge.prompt_version,
        brief=talk.brief,
        received=talk.user,
        output=written(state.output),
        tried=state.judge_try,
        generation=state.generation,
        salt=talk.salt,
    )
    shared = {name: talk.parts[name] for name in _TOLD_TO_JUDGES if name in talk.parts}
    form = state.phase.output  # it stands in the brief; the judge's own is part of its prompt
    parts: dict[str, Json] = {
        **shared, "schema": [form.format, form.schema], "judge_prompt": judge.prompt_version, "output": state.output,
    }  # fmt: skip
    return replace(state, want=_ask(state, request, Role.JUDGE, judge.candidates, parts))


def _ask(
    state: ChainState, request: Request, role: Role, candidates: tuple[str, ...], parts: Mapping[str, Json]
) -> Ask:
    digest = request_digest(request)
    return Ask(
        request=request,
        digest=digest,
        root_digest=state.root_digest or digest,
        role=role,
        attempt=state.attempt,
        generation=state.generation,
        candidates=candidates,
        components=components(request, source={**parts, "model": list(candidates)}),
        above=() if state.piece is None else state.piece.above,
    )


def _embeds(phase: PhasePlan) -> bool:
    return phase.output.format is OutputFormat.VECTOR


def _quality_attempt(state: ChainState) -> int:
    """Which of the phase's attempts this is: one that only got more room is the same again, by the same models."""
    return state.attempt - state.wide


# ── what follows an answer ──────────────────────────────────────────────────────────────────────


def _after_labels(state: ChainState, labels: tuple[str, ...] | None) -> ChainState:
    tried, generation = state.draw
    if labels is not None:
        return _begin_talk(replace(state, phase=with_labels(state.phase, labels), draw=(0, 0), root_digest=None))
    if tried < MAX_DRAWS:
        return _ask_labels(replace(state, draw=(tried + 1, generation)))
    message = f"no usable labels came when they were asked for {tried} times; name the phase's `labels`"
    return _fail(state, FailureClass.BAD_OUTPUT, message)


def _after_cut(state: ChainState, ask: Ask, said: int) -> ChainState:
    limit, content = ask.request.max_tokens, _talk(state).content
    has_room = not state.wide and max_tokens(state.phase, content, wide=True) > limit
    if state.phase.on_too_long == SPLIT:  # a provider that cuts sooner than it was told will not use more room
        has_room = has_room and said >= _NEARLY * limit
    if decide(FailureClass.TRUNCATED, Situation(attempts_left=has_room)).act is Act.ESCALATE:
        return _ask_executor(replace(state, attempt=state.attempt + 1, wide=True))
    message = f"the answer was cut at {limit} tokens; give the phase more max_output_tokens"
    return _fail(state, FailureClass.TRUNCATED, message)


def _after_faults(
    state: ChainState, faults: Sequence[Fault], failure_class: FailureClass, code: str | None = None
) -> ChainState:
    shown = "; ".join(fault.shown for fault in faults)
    feedback = Feedback(state.answer, tuple(fault.told for fault in faults))
    return _after(state, failure_class, f"{shown}{_attempts(state)}", feedback, code)


def _after_score(state: ChainState, score: Score | None) -> ChainState:
    judge = state.phase.judge
    if judge is None:
        raise EngineError(f"phase {state.phase.name} has no judge")
    if score is None:
        left = state.judge_try < MAX_JUDGE_TRIES
        if decide(FailureClass.JUDGE_FAILED, Situation(attempts_left=left)).act is Act.ESCALATE:
            return _ask_judge(replace(state, judge_try=state.judge_try + 1))
        message = f"the judge gave no usable score when asked {state.judge_try} times; try another judge_model"
        return _fail(state, FailureClass.JUDGE_FAILED, message)
    best = max(score.score, state.best or 0)
    if score.score >= judge.min_score:
        return _succeed(state, score.score)
    feedback = Feedback(state.answer, score.reasons or ("it gave no reason",), score.score)
    message = f"the best score was {best}, below min_score {judge.min_score}{_attempts(state)}"
    return _after(replace(state, best=best), FailureClass.LOW_SCORE, message, feedback)


def _after(
    state: ChainState,
    failure_class: FailureClass,
    message: str,
    feedback: Feedback | None,
    code: str | None = None,
) -> ChainState:
    """The next attempt, if this failure allows one and one is left; else the end, with this message."""
    left = feedback is not None and _quality_attempt(state) < state.phase.max_attempts
    if decide(failure_class, Situation(attempts_left=left)).act is Act.ESCALATE:
        after = replace(state, attempt=state.attempt + 1, feedback=feedback, judge_try=0, answer="", output=None)
        return _ask_executor(after)
    return _fail(state, failure_class, message, code)


def _attempts(state: ChainState) -> str:
    return f" (after {state.attempt} attempts)" if state.attempt > 1 else ""


# ── the end ─────────────────────────────────────────────────────────────────────────────────────


def _succeed(state: ChainState, score: int | None) -> ChainState:
    checkpoint = Checkpoint(
        phase=state.phase.index,
        ok=True,
        output=state.output,
        attempts=state.attempt,
        score=score,
        root_digest=state.root_digest,
        cut_chars=_cut_chars(state),
    )
    return replace(state, want=Done(checkpoint))


def _fail(state: ChainState, failure_class: FailureClass, message: str, code: str | None = None) -> ChainState:
    """The end of the item; `code` is the digest of the user's checks that failed it, if they did."""
    checkpoint = Checkpoint(
        phase=state.phase.index,
        ok=False,
        output=None,
        attempts=state.attempt,
        root_digest=state.root_digest,
        error_class=failure_class,
        error_message=message,
        code_digest=code,
        cut_chars=_cut_chars(state),
    )
    return replace(state, want=Done(checkpoint))


def _cut_chars(state: ChainState) -> int | None:
    """How much of the input the last attempt read, where it was cut."""
    return None if state.talk is None or state.talk.cut_from is None else len(state.talk.bare)


def _wanted(state: ChainState, digest: str | None) -> Ask:
    """What is wanted; an answer to something else is our own bug, and is not taken for one to this."""
    if not isinstance(state.want, Ask):
        raise EngineError(f"phase {state.phase.name} of item {state.item.item_id} wants no answer")
    if digest is not None and digest != state.want.digest:
        raise EngineError(f"phase {state.phase.name} of item {state.item.item_id} got the answer to another request")
    return state.want


def _talk(state: ChainState) -> Conversation:
    if state.talk is None:
        raise EngineError(f"phase {state.phase.name} of item {state.item.item_id} has not begun")
    return state.talk
