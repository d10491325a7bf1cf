"""Go through a job's conversations without a call: what is known is played in, what is not is stood in for.

    item ─► chain ─► Ask ─► known? ──► answered ─► …           seen: what it says of the habits of its phase
                      └──► not known ─► Wanted ─► a stand-in of the likely length ─► judge, next phase, …

The requests are those of `orchestrator.chain`, so what is counted is what would be sent, down to the digest by which an
answer is known. Nothing is written, nothing is asked. The user's own checks are taken to pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from orchestrator import foreseen as pages_foreseen
from orchestrator import sights, split
from orchestrator.analyzer import BYTES_PER_TOKEN, estimate_tokens, said_tokens
from orchestrator.chain import Ask, ChainState, Done, ItemText, Review
from orchestrator.drawn_labels import with_labels
from orchestrator.foreseen import USUAL_BYTES, Foreseen
from orchestrator.habits import Band, Habits, Seen, again, cut
from orchestrator.retrieval.foretold import foretold, stand_in
from orchestrator.retrieval.library import Library
from orchestrator.retrieval.reading import read_by
from orchestrator.sights import Reading
from orchestrator.stand_in import sized
from state.file_records import load_pages
from state.plan_records import ORIGINAL, PhasePlan, Plan
from state.records import Answer, Role

SOME_LABELS = tuple(f"a label that will be drawn {number}" for number in range(1, 7))
"""In place of labels that nobody has drawn yet."""

_MOST_STEPS = 50  # of one item, or of a part of it, in one phase; a conversation is far shorter

Step = tuple[int, Role]  # phase and role


@dataclass(frozen=True, slots=True)
class Played:
    """A recorded answer, and what else is known of its request.

    Args:
        generation: One that a retry asked for, if it is higher than the request's: the answer does not count.
    """

    answer: Answer | None = None
    latency_ms: int | None = None
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request whose answer nobody knows.

    Args:
        weight: For how many items it stands; 0 for one that an equal item asks already.
        attempt: Of the phase, for quality.
        said: Its tokens, as reckoned.
        read: Tokens of what the answer is about.
        growth: By how many tokens it may be longer, because outputs before it may.
        item_id: Of one of the items.
    """

    phase: PhasePlan
    ask: Ask
    weight: float
    attempt: int
    said: int
    read: int
    growth: int
    item_id: str


@dataclass(slots=True)
class Failing:
    """Items that would fail alike: how many, one of them, and what is told of that one."""

    count: float
    item_id: str
    message: str


def add_failing(
    kept: dict[tuple[int, str], Failing], phase: int, failure_class: str, item_id: str, message: str, weight: float
) -> None:
    """Count items that would fail at a phase, by their failure class; the first of them stands for all."""
    one = kept.setdefault((phase, failure_class), Failing(0.0, item_id, message))
    one.count += weight


@dataclass(slots=True)
class Line:
    """An item on its way through the phases.

    Args:
        weight: For how many items it stands; 0: it only shows what is known.
    """

    item: ItemText
    weight: float
    index: int = 0
    state: split.Course | None = None
    labels: tuple[str, ...] = ()
    growth: int = 0
    steps: Counter[split.Path] = field(default_factory=Counter)


@dataclass(slots=True)
class Counted:
    """What is known of a phase's items: which have a first answer, of which it was sent back, and of which cut."""

    begun: set[tuple[str, int, split.Path]] = field(default_factory=set)
    sent_back: set[tuple[str, int, split.Path]] = field(default_factory=set)
    cut: set[tuple[str, int, split.Path]] = field(default_factory=set)


Look = Callable[[Sequence[Ask]], Sequence[Played]]
"""Looks requests up."""


class Rehearsal:
    """Goes through the conversations of some items.

    Args:
        plan: The job's.
        look: Looks requests up.
        library: Searches the project's documents.
        sample: Texts of some items, for a phase that draws its labels.
    """

    def __init__(self, plan: Plan, look: Look, library: Library, sample: tuple[str, ...] = ()) -> None:
        self._plan = plan
        self._library = library
        self._given: dict[tuple[int, str], ItemText] = {}
        self._look = look
        self._sample = sample
        self._found: dict[str, Played] = {}
        self._seen: dict[Step, Seen] = defaultdict(Seen)
        self._counted: dict[int, Counted] = defaultdict(Counted)
        self._asked: set[str] = set()
        self._learned: set[str] = set()
        self.wanted: list[Wanted] = []
        self.known_answers = 0.0
        self.failing: dict[tuple[int, str], Failing] = {}
        """Items that can go no further, by phase and failure class."""

    def habits(self, phase: PhasePlan, role: Role) -> Habits:
        """What is likely of the calls of a phase in a role, by what was seen so far."""
        return Habits(phase, role, self._seen[phase.index, role])

    def again(self, phase: PhasePlan) -> Band:
        """How often an answer of a phase is sent back."""
        counted = self._counted[phase.index]
        return again(phase, len(counted.begun), len(counted.sent_back))

    def cut(self, phase: PhasePlan) -> Band:
        """How often an answer of a phase is cut, and asked for once more."""
        counted = self._counted[phase.index]
        return cut(phase, len(counted.begun), len(counted.cut))

    def witness(self, lines: Iterable[Line]) -> None:
        """Go through what is known of items, and learn from it; where an answer is missing, an item is left."""
        before = dict(self.failing)
        self._play(lines, self._learn)
        self.failing = before

    def go(self, lines: Iterable[Line]) -> None:
        """Go through all phases of items, and note what is wanted; by then `witness` has learned from them."""
        habits = {(phase.index, role): self.habits(phase, role) for phase in self._plan.phases for role in Role}
        self._play(lines, lambda line, ask, played: self._note(line, ask, played, habits))

    def see(self, lines: Iterable[Line], foreseen: Mapping[str, Foreseen]) -> list[Line]:
        """Lines whose files have their texts, as far as a model has read their pages; the others' pages are wanted.

        Args:
            foreseen: What of a file a model is to read, by item.
        """
        lines = list(lines)
        begun = {item_id: one.begin(self._plan) for item_id, one in foreseen.items()}
        self._look_up([want for some in begun.values() for one in some if (want := one.want) is not None])
        return [
            after
            for line in lines
            if (after := self._seen_line(line, foreseen.get(line.item.item_id), begun.get(line.item.item_id, ())))
        ]

    def _seen_line(self, line: Line, one: Foreseen | None, readings: Sequence[Reading]) -> Line | None:
        """A line after the first step of its file; None where that fails."""
        if one is None or self._plan.ocr is None:
            return line
        texts: dict[int, str] = {}
        growth = 0
        for begun in readings:
            reading = self._known_page(begun, line.weight * one.times)
            if reading.failed is not None:
                told = reading.failed
                kind, message = str(told.error_class), told.error_message or ""
                add_failing(self.failing, 0, kind, line.item.item_id, message, line.weight)
                return None
            if reading.text is None:
                growth += self._want_page(reading, line, one.times)
            texts[reading.page.number] = pages_foreseen.stand_in(reading.page) if reading.text is None else reading.text
        read = one.with_texts(self._plan.ocr.model, texts)
        item = line.item if read is None else replace(line.item, text=read.text, pages=load_pages(read.pages))
        return replace(line, item=item, growth=line.growth + growth)

    def _known_page(self, reading: Reading, weight: float) -> Reading:
        """A conversation about a page as far as what is known leads."""
        while (ask := reading.want) is not None:
            self._look_up([ask])
            played = self._found[ask.digest]
            if played.generation > ask.generation:
                reading = sights.renewed(reading, played.generation)
            elif played.answer is None:
                break
            else:
                self.known_answers += weight
                said, usage = said_tokens(ask.request), played.answer.usage
                self._seen[0, Role.OCR].add(said, 0, usage, played.latency_ms)
                reading = sights.answered(reading, played.answer)
        return reading

    def _want_page(self, reading: Reading, line: Line, times: float) -> int:
        """Note a page that nobody has read yet; by how many tokens its text may be longer than is likely."""
        ask = reading.want
        if ask is None:
            return 0
        weight = 0.0 if ask.digest in self._asked else line.weight * times
        self._asked.add(ask.digest)
        phase, said = self._plan.phases[0], said_tokens(ask.request)
        self.wanted.append(Wanted(phase, ask, weight, 1, said, 0, 0, line.item.item_id))
        return max(0, ask.request.max_tokens - USUAL_BYTES // BYTES_PER_TOKEN)

    # ── rounds ──

    def _play(self, lines: Iterable[Line], on_ask: Callable[[Line, Ask, Played], split.Course | None]) -> None:
        """Let all lines go on, each round by what one look-up for all of them has found."""
        going = [line for line in (self._begun(replace(line)) for line in lines) if line is not None]
        while going:
            asks = [want for line in going if line.state is not None for _, want in split.wants(line.state)]
            self._look_up([ask for ask in asks if isinstance(ask, Ask)])
            going = [line for line in going if self._advance(line, on_ask)]

    def _look_up(self, asks: Sequence[Ask]) -> None:
        new = {ask.digest: ask for ask in asks if ask.digest not in self._found}
        if new:
            for ask, played in zip(new.values(), self._look(list(new.values())), strict=True):
                self._found[ask.digest] = played

    def _begun(self, line: Line) -> Line | None:
        """A line at the beginning of its phase; None when there is no phase left."""
        if line.index == len(self._plan.phases):
            return None
        phase = self._plan.phases[line.index]
        if line.labels:
            phase = with_labels(phase, line.labels)
        item = line.item if phase.rag is None else self._with_passages(line, phase)
        line.state, line.steps = split.begin(self._plan, phase, item, sample=self._sample), Counter()
        return line

    def _with_passages(self, line: Line, phase: PhasePlan) -> ItemText:
        """A line's item with what its phase would be given; where its input is not known, with as much of it."""
        if phase.source != ORIGINAL and line.growth:
            return stand_in(self._plan, phase, line.item, "passages")
        key = (phase.index, read_by(phase, line.item))
        if key not in self._given:
            given = foretold(self._plan, phase, line.item, self._library, self._answer)
            if given.query is not None:
                self._asked.add(given.query.digest)
                said = said_tokens(given.query.request)
                self.wanted.append(Wanted(phase, given.query, line.weight, 1, said, said, 0, line.item.item_id))
            self._given[key] = given.item
        return replace(line.item, passages=self._given[key].passages)

    def _answer(self, ask: Ask) -> Answer | None:
        self._look_up([ask])
        return self._found[ask.digest].answer

    def _advance(self, line: Line, on_ask: Callable[[Line, Ask, Played], split.Course | None]) -> bool:
        """Go on until something has to be looked up; whether there is anything more."""
        while line.state is not None:
            want = split.step(line.state)
            if isinstance(want, Review):
                line.state = split.reviewed(line.state, ())
            elif isinstance(want, Done):
                if not self._done(line, want):
                    return False
            elif want.digest not in self._found:
                return True
            else:
                played = self._found[want.digest]
                path = split.current(line.state)[0]
                line.steps[path] += 1
                if played.generation > want.generation:
                    line.state = split.renewed(line.state, played.generation)
                else:
                    line.state = on_ask(line, want, played) if line.steps[path] < _MOST_STEPS else None
        return False

    def _done(self, line: Line, done: Done) -> bool:
        """Go on to the next phase; whether there is one."""
        told = done.checkpoint
        if not told.ok:
            if line.weight:
                message = told.error_message or str(told.error_class)
                add_failing(self.failing, line.index, str(told.error_class), line.item.item_id, message, line.weight)
            return False
        outputs = {**line.item.outputs, line.index: told.output}
        line.item, line.index, line.labels = replace(line.item, outputs=outputs), line.index + 1, ()
        return self._begun(line) is not None

    # ── what an answer, or the want of one, comes to ──

    def _learn(self, line: Line, ask: Ask, played: Played) -> split.Course | None:
        if played.answer is None or line.state is None:
            return None
        path, before = split.current(line.state)
        course = split.answered(line.state, played.answer, path)
        if ask.digest in self._learned:
            return course
        self._learned.add(ask.digest)
        phase, said, read = before.phase.index, said_tokens(ask.request), _read(before, ask)
        self._seen[phase, kind_of(ask.role)].add(said, read, played.answer.usage, played.latency_ms)
        after = split.at(course, path)
        counted, item = self._counted[phase], (line.item.job_id, line.item.ordinal, path)
        if ask.role in (Role.EXECUTOR, Role.SPLIT, Role.EMBEDDING):
            counted.begun.add(item)
        if after is not None and after.attempt - after.wide > 1:
            counted.sent_back.add(item)
        if after is None or after.wide:
            counted.cut.add(item)
        return course

    def _note(self, line: Line, ask: Ask, played: Played, habits: dict[Step, Habits]) -> split.Course | None:
        if line.state is None:
            return None
        path, state = split.current(line.state)
        if played.answer is not None:
            self.known_answers += line.weight
            return split.answered(line.state, played.answer, path)
        read = _read(state, ask)
        is_first = ask.digest not in self._asked
        self._asked.add(ask.digest)
        weight = (1.0 if ask.role is Role.LABELS else line.weight) if is_first else 0.0
        attempt = max(1, state.attempt - state.wide)
        said, item_id = said_tokens(ask.request), line.item.item_id
        wanted = Wanted(state.phase, ask, weight, attempt, said, read, line.growth, item_id)
        self.wanted.append(wanted)
        if ask.role is Role.LABELS:
            line.labels = SOME_LABELS
            self._begun(line)
            return line.state
        if ask.role is Role.JUDGE:
            return split.kept(line.state, path)
        likely = habits[line.index, kind_of(ask.role)].output_tokens(read, ask.request.max_tokens)
        size = round(likely * BYTES_PER_TOKEN)
        line.growth += max(0, ask.request.max_tokens - size // BYTES_PER_TOKEN)
        return split.accepted(line.state, sized(ask.digest[:12], size), path)


def kind_of(role: Role) -> Role:
    """By which calls are counted together: a part is asked about as a whole is."""
    return Role.EXECUTOR if role is Role.SPLIT else role


def _read(state: ChainState, ask: Ask) -> int:
    """Tokens of what an answer is about: of a phase's input, or of all that a judge reads."""
    if state.talk is None or ask.role is Role.JUDGE:
        return said_tokens(ask.request)
    return estimate_tokens(state.talk.content)
