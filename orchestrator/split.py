"""One item's conversation in one phase: one chain, or where the input is too long one for each part of it.

    begin ─► fits, or must not be split? ─► a chain (orchestrator.chain) ─► Done
               └ no ─► part ─ part ─ part   a chain each, side by side, in any order
                         │      └ its answer is cut, or a provider finds it too long ─► parts of this part
                         └─────────────────► joined (orchestrator.joining) ─► Done
                                               └ to be asked about again ─► a chain ─► Done

A fold like the chain, with the same steps: the same answers lead to the same parts and requests, in whatever order they
come. Who plays answers in one by one names no path; a driver that asks for several at once says for which each is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from orchestrator import chain
from orchestrator.analyzer import BYTES_PER_TOKEN
from orchestrator.chain_state import Ask, ChainState, Done
from orchestrator.checks.base import Opinion, Review
from orchestrator.errors import FailureClass
from orchestrator.executor import ItemText, Piece
from orchestrator.fitting import SPLIT, most_input
from orchestrator.joining import READS_ON, Joining, joined, joining_of
from orchestrator.page_marks import within
from orchestrator.parts import Part, divide
from orchestrator.tasks import TASKS
from orchestrator.validator import schema_faults_of
from state.errors import EngineError
from state.plan_records import PhasePlan, Plan
from state.records import Answer, Checkpoint, Json
from state.reopen import beside

Path: TypeAlias = "tuple[int, ...]"
"""Which part, of which part, …; the joined text is the one after the last. Empty: the whole."""

LEAST_BYTES = 256
"""What is shorter is not divided: an answer to it that is cut, or too long, is so for another reason."""

_DEEPEST = 8
"""So often parts of parts are made; each time they are half as long at most."""

_ROOM = 0.6
"""How much of what a window holds a part takes: what an attempt is told about the one before needs some of it."""

_BEFORE_CHARS = 600
"""Of so much of what stands before a part the end is shown with it."""

_SMALLER = 0.7
"""Of an input that was answered in so many bytes until the answer was cut, so much is asked about next."""


@dataclass(frozen=True, slots=True)
class Split:
    """A conversation in parts.

    Args:
        whole: The conversation about the text that was divided, without the text.
        depth: How often what this is a part of was divided.
        parts: What the text was divided into.
        courses: The conversation about each part.
        going: Which of them are not over, by their numbers; kept, for a book has thousands.
        last: About what came of them, where the phase is asked about that.
        failed: With which part it failed: of those that did the first.
        done: How it ended; what was out by then may still tell of a part before the one that it failed with.
    """

    whole: ChainState
    depth: int
    parts: tuple[Part, ...]
    courses: tuple[Course, ...]
    going: tuple[int, ...]
    last: Course | None = None
    failed: int | None = None
    done: Done | None = None

    @property
    def phase(self) -> PhasePlan:
        """What is asked."""
        return self.whole.phase

    @property
    def above(self) -> tuple[str, ...]:
        """Root digests of the text and of what it is a part of: a retry of one of them is of all parts."""
        piece = self.whole.piece
        roots = (self.whole.root_digest, *(() if piece is None else piece.above))
        return tuple(root for root in roots if root is not None)


Course: TypeAlias = "ChainState | Split"


# ── the steps ───────────────────────────────────────────────────────────────────────────────────


def begin(plan: Plan, phase: PhasePlan, item: ItemText, *, generation: int = 0, sample: tuple[str, ...] = ()) -> Course:
    """Start a phase for an item; as `chain.begin`."""
    return _opened(chain.begin(plan, phase, item, generation=generation, sample=sample), 0)


def step(course: Course) -> Ask | Review | Done:
    """What is wanted next: of several things the first."""
    return next((want for _, want in wants(course)), None) or _done(course)


def wants(course: Course) -> Iterator[tuple[Path, Ask | Review]]:
    """All that is wanted now, in the order of the parts, each with the path of whose want it is."""
    if isinstance(course, ChainState):
        want = chain.step(course)
        if not isinstance(want, Done):
            yield (), want
    elif course.done is not None:
        return
    elif course.last is not None:
        yield from (((len(course.courses), *path), want) for path, want in wants(course.last))
    else:
        for number in course.going:
            yield from (((number, *path), want) for path, want in wants(course.courses[number]))


def at(course: Course, path: Path) -> ChainState | None:
    """The chain at a path; None where there is none any more: it was divided."""
    for number in path:
        if isinstance(course, ChainState):
            return None
        below = course.last if number == len(course.courses) else course.courses[number]
        if below is None:
            return None
        course = below
    return course if isinstance(course, ChainState) else None


def current(course: Course) -> tuple[Path, ChainState]:
    """The chain whose want `step` tells, and its path; of a conversation that is over the last one."""
    path: Path | None = next((path for path, _ in wants(course)), None)
    if path is None:
        path = _last(course)
    found = at(course, path)
    if found is None:
        raise EngineError("a conversation has a chain for each of its wants")
    return path, found


def _last(course: Course) -> Path:
    if isinstance(course, ChainState):
        return ()
    if course.last is not None:
        return (len(course.courses), *_last(course.last))
    return (len(course.courses) - 1, *_last(course.courses[-1]))


def answered(course: Course, answer: Answer, path: Path | None = None) -> Course:
    """Go on with an answer, for whoever wants it; as `chain.answered`."""
    return _turn(course, path, lambda state: chain.answered(state, answer))


def failed(course: Course, failure_class: FailureClass, message: str, path: Path | None = None) -> Course:
    """Go on without an answer; as `chain.failed`."""
    return _turn(course, path, lambda state: chain.failed(state, failure_class, message))


def reviewed(course: Course, opinions: Sequence[Opinion], path: Path | None = None) -> Course:
    """Go on with what the user's own checks say; as `chain.reviewed`."""
    return _turn(course, path, lambda state: chain.reviewed(state, opinions))


def renewed(course: Course, generation: int, path: Path | None = None) -> Course:
    """Start again with the generation of a retry; as `chain.renewed`."""
    return _turn(course, path, lambda state: chain.renewed(state, generation))


def accepted(course: Course, output: Json, path: Path | None = None) -> Course:
    """Go on as if an answer had come with this output; as `chain.accepted`."""
    return _turn(course, path, lambda state: chain.accepted(state, output))


def kept(course: Course, path: Path | None = None) -> Course:
    """Go on as if the judge had agreed; as `chain.kept`."""
    return _turn(course, path, chain.kept)


# ── going on ────────────────────────────────────────────────────────────────────────────────────


def _turn(course: Course, path: Path | None, go_on: Callable[[ChainState], ChainState], depth: int = 0) -> Course:
    path = current(course)[0] if path is None else path
    if isinstance(course, ChainState):
        return _opened(go_on(course), depth, before=course)
    if not path:
        return course  # it was divided meanwhile: what comes for it now is kept, and nobody waits for it
    number, below = path[0], path[1:]
    if number == len(course.courses):
        if course.last is None:
            return course
        return _after_last(course, _turn(course.last, below, go_on, course.depth + 1))
    turned = _turn(course.courses[number], below, go_on, course.depth + 1)
    courses = (*course.courses[:number], turned, *course.courses[number + 1 :])
    return _after_part(replace(course, courses=courses), number)


def _opened(state: ChainState, depth: int, before: ChainState | None = None) -> Course:
    """A chain as it is, or in parts: when it begins to ask about too much, or ends because it did."""
    if state.phase.on_too_long != SPLIT or state.talk is None:
        return state
    size = _bytes(state.talk.content)
    if before is None or before.talk is None:
        most = _most_bytes(state)
        if size <= most or most < LEAST_BYTES:  # the prompt alone fills the window: the router says so
            return state
        return _divided(state, depth, max(LEAST_BYTES, min(int(_ROOM * most), size // 2)))
    want = chain.step(state)
    if not isinstance(want, Done) or want.checkpoint.ok or size <= LEAST_BYTES:
        return state
    if want.checkpoint.error_class == FailureClass.TRUNCATED:
        return _divided(state, depth, max(LEAST_BYTES, min(size // 2, _answered_bytes(state, size))))
    is_too_long = want.checkpoint.error_class == FailureClass.TOO_LONG and _most_bytes(state) >= LEAST_BYTES
    return _divided(state, depth, size // 2) if is_too_long else state


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _answered_bytes(state: ChainState, size: int) -> int:
    """Of a text so long so much is surely answered in whole, as far as an answer that was cut tells.

    It tells nothing where the output does not grow with the text, or where all of the answer went into thoughts.
    """
    said = len(state.cut.encode("utf-8", "surrogatepass"))
    grows = joining_of(state.phase) in (Joining.IN_ORDER, Joining.UNION)
    return int(_SMALLER * said) if grows and said else size


def _most_bytes(state: ChainState) -> int:
    """The most of a text that one request can be about: all windows hold it, and the answer to it has room."""
    if state.talk is None:
        raise EngineError("a conversation that has not begun has no length")
    phase = state.phase
    most = most_input(state.plan, phase, state.item, state.talk)
    if joining_of(phase) in (Joining.AGAIN, Joining.MOST):
        return most
    rule = phase.output_tokens
    ratio = rule.ratio if rule.fixed is None else TASKS[phase.task_type].output_tokens.ratio
    room = rule.ceiling if rule.fixed is None else rule.fixed
    return min(most, max(LEAST_BYTES, int(BYTES_PER_TOKEN * room / ratio)))


def _divided(state: ChainState, depth: int, most_bytes: int) -> Course:
    """The conversation about a text as one about its parts; as it is, where that makes none.

    Args:
        most_bytes: Of a part with the marks of its pages.
    """
    if state.talk is None or depth >= _DEEPEST:
        return state
    text = state.talk.bare
    parts = tuple(divide(text, max(1, most_bytes * _bytes(text) // max(1, _bytes(state.talk.content)))))
    if not parts or parts[0].text == text:
        return state
    how = joining_of(state.phase)
    # What comes of all parts is judged where the phase is asked about it; else each part is.
    phase = replace(state.phase, judge=None) if how is Joining.AGAIN else state.phase
    every = tuple(range(len(parts)))
    split = Split(replace(state, talk=None, want=None), depth, parts, (), every)  # its text stands in the parts
    place = f", in {state.piece.place}" if state.piece is not None and state.piece.place else ""
    courses = []
    for number, part in enumerate(parts, start=1):
        piece = Piece(
            part.text,
            before=_before(text, part, state.piece) if state.phase.task_type in READS_ON else "",
            place=f"part {number} of {len(parts)}{place}",
            above=split.above,
            pages=within(state.talk.pages, part.start, part.start + len(part.text)),
        )
        begun = chain.begin(state.plan, phase, state.item, generation=state.generation, piece=piece)
        courses.append(_opened(begun, depth + 1))
    return _after_part(replace(split, courses=tuple(courses)), *every)


def _before(text: str, part: Part, piece: Piece | None) -> str:
    """The end of what stands before a part."""
    if part.start == 0:
        return piece.before if piece is not None else ""
    last = text[max(0, part.start - _BEFORE_CHARS) : part.start].strip()
    parts = divide(last, max(1, len(last.encode("utf-8", "surrogatepass")) * 2 // 3))
    return parts[-1].text if parts else ""


# ── the end ─────────────────────────────────────────────────────────────────────────────────────


def _done(course: Course) -> Done:
    done = _end_of(course)
    if done is None:
        raise EngineError("a conversation that wants nothing is over")
    return done


def _end_of(course: Course) -> Done | None:
    done = course.done if isinstance(course, Split) else course.want
    return done if isinstance(done, Done) else None


def _after_part(split: Split, *numbers: int) -> Split:
    """Parts have gone on: all is over when one of them has failed, and is joined when all of them are over."""
    for number in numbers:
        done = _end_of(split.courses[number])
        if done is None:
            continue
        if not done.checkpoint.ok:
            split = _part_failed(split, number, done.checkpoint)
            continue
        place = bisect_left(split.going, number)
        split = replace(split, going=(*split.going[:place], *split.going[place + 1 :]))
    return split if split.going or split.done is not None else _all_over(split)


def _part_failed(split: Split, number: int, told: Checkpoint) -> Split:
    """Of parts that fail the first in the text is what all fails with, whichever was the first to."""
    if split.failed is not None and split.failed < number and split.done is not None:
        return replace(split, done=Done(beside(split.done.checkpoint, told)))
    told = told if split.done is None else beside(told, split.done.checkpoint)
    if not split.depth:  # a part of a part is told by the part of the whole
        told = replace(told, error_message=f"part {number + 1} of {len(split.parts)}: {told.error_message}")
    return replace(split, failed=number, done=Done(told))


def _after_last(split: Split, last: Course) -> Split:
    """The conversation about what came of all parts has gone on: all is over when it is."""
    split, done = replace(split, last=last), _end_of(last)
    if done is None:
        return split
    told = done.checkpoint
    if told.ok and isinstance(last, ChainState):
        told = replace(told, attempts=max(told.attempts, *(one.attempts for one in _told(split))))
    return replace(split, done=Done(replace(told, cut_chars=None)))


def _all_over(split: Split) -> Split:
    """All parts are answered: what comes of them, or what the phase is asked about next."""
    every = _told(split)
    output = joined(split.phase, split.parts, [one.output for one in every])
    if joining_of(split.phase) is Joining.AGAIN:
        return _about_all(split, str(output), every[0])
    scores = [one.score for one in every if one.score is not None]
    attempts = max(one.attempts for one in every)
    told = replace(every[0], output=output, attempts=attempts, score=min(scores, default=None))
    faults = schema_faults_of(split.phase, output)
    if faults and not any(schema_faults_of(split.phase, one.output) for one in every):  # as those of stand-ins have
        message = f"of {len(every)} parts together: {'; '.join(fault.shown for fault in faults)}"
        told = _spoilt(split, told, FailureClass.BAD_OUTPUT, message)
    return replace(split, done=Done(told))


def _about_all(split: Split, text: str, first: Checkpoint) -> Split:
    """What came of all parts, of which the phase makes one; where it is no shorter than they were, that has no end."""
    read = sum(len(part.text) for part in split.parts)
    if len(text) >= read:
        message = f"the outputs of {len(split.parts)} parts are as long as the input: {len(text)} of {read} characters"
        return replace(split, done=Done(_spoilt(split, first, FailureClass.TOO_LONG, message)))
    whole = split.whole
    piece = Piece(text, place=f"what came of {len(split.parts)} parts", is_part=False, above=split.above)
    begun = chain.begin(whole.plan, whole.phase, whole.item, generation=whole.generation, piece=piece)
    return _after_last(split, _opened(begun, split.depth + 1))


def _spoilt(split: Split, told: Checkpoint, failure_class: FailureClass, message: str) -> Checkpoint:
    """A failure of all parts together: a retry asks about each of them anew."""
    told = replace(told, ok=False, output=None, score=None, root_digest=split.whole.root_digest)
    return replace(told, error_class=failure_class, error_message=message)


def _told(split: Split) -> list[Checkpoint]:
    return [_done(course).checkpoint for course in split.courses]
