"""How long answers are, how many tokens a request has, how often one is asked again: assumed by task, or as seen.

    answers that are known ─► points (size, tokens) by phase and role ─► a line through the means of up to four groups
    none                   ─► what is usual for the task, within wide bounds

All here is about what is likely; the most that a call can cost is `orchestrator.pricing`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from statistics import fmean, pstdev

from state.plan_records import PhasePlan
from state.records import Role, Usage

_GROUPS = 4
_LEAST_IN_GROUP = 4


@dataclass(frozen=True, slots=True)
class Band:
    """A figure that is likely, and how low and how high it may well be."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Usual:
    """How long answers of a task usually are: so many tokens, and so many more for each token that is read."""

    base: float
    ratio: float


USUAL = {
    "analysis": Usual(600, 0.2),
    "categorize": Usual(20, 0.0),
    "chat": Usual(200, 0.3),
    "code": Usual(400, 1.0),
    "creative": Usual(700, 0.3),
    "embedding_generation": Usual(0, 0.0),
    "entity_extraction": Usual(80, 0.25),
    "ocr_cleanup": Usual(0, 1.0),
    "research": Usual(900, 0.3),
    "summarization": Usual(60, 0.08),
    "text_cleanup": Usual(0, 1.0),
    "translation": Usual(0, 1.15),
    "xml_tagging": Usual(40, 1.3),
}
_JUDGE, _LABELS, _OCR = Usual(150, 0.0), Usual(120, 0.0), Usual(600, 0.0)

ASSUMED_OUTPUT = Band(0.5, 1.0, 2.0)
"""Factors of what is usual, where no answer of the phase is known."""

ASSUMED_INPUT = Band(0.85, 1.0, 1.2)
"""Factors of a quarter of a request's bytes, where no provider has counted its tokens yet."""

ASSUMED_JUDGED_AGAIN = Band(0.0, 0.1, 0.3)
"""How often a judge sends an answer back, where it is not known."""

ASSUMED_CHECKED_AGAIN = Band(0.0, 0.03, 0.1)
"""How often form or checks send one back, where there is no judge."""

ASSUMED_CUT = Band(0.0, 0.0, 0.02)
"""How often an answer is cut and asked for once more with more room, where it is not known."""

ENOUGH = 10
"""So many items say how often an answer is sent back; fewer are filled up with what is assumed."""

ASSUMED_FIRST_S, ASSUMED_TOKENS_PER_S = 1.0, 60.0
"""How long a call takes where none was seen: until it begins to answer, and by the answer's length."""

_MODEL_SLACK = 0.02
"""What is seen is never taken to be surer than this."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Tokens by a size, through points that were seen.

    Args:
        means: Means of groups of points, by their size, rising; at least one.
        count: How many points there are.
        spread: How far they lie from it, as a part of their mean.
    """

    means: tuple[tuple[float, float], ...]
    count: int
    spread: float

    @classmethod
    def through(cls, points: Sequence[tuple[float, float]]) -> Curve:
        """The curve through some points, at least one."""
        rows = sorted(points)
        is_flat = rows[0][0] == rows[-1][0]
        groups = 1 if is_flat else max(1, min(_GROUPS, len(rows) // _LEAST_IN_GROUP))
        ends = [len(rows) * number // groups for number in range(groups + 1)]
        means: list[tuple[float, float]] = []
        for first, end in pairwise(ends):
            some = rows[first:end]
            mean = fmean(x for x, _ in some), fmean(y for _, y in some)
            if means and mean[0] <= means[-1][0]:
                continue
            means.append(mean)
        curve = cls(tuple(means), len(rows), 0.0)
        level = fmean(y for _, y in rows)
        off = pstdev([y - curve.at(x) for x, y in rows]) / level if level else 0.0
        return cls(curve.means, curve.count, off)

    def at(self, size: float) -> float:
        """The tokens that are likely at a size: a line between two means, the last one's slope beyond them."""
        if len(self.means) == 1:
            ((x, y),) = self.means
            return y * size / x if x else y
        place = next((i for i, (x, _) in enumerate(self.means[1:-1], start=1) if size < x), len(self.means) - 1)
        (x0, y0), (x1, y1) = self.means[place - 1], self.means[place]
        return max(0.0, y0 + (y1 - y0) * (size - x0) / (x1 - x0))

    @property
    def factors(self) -> Band:
        """How low and how high the sum over many may be: two standard errors."""
        off = _MODEL_SLACK + 2 * self.spread / sqrt(self.count)
        return Band(max(0.0, 1 - off), 1.0, 1 + off)


@dataclass(slots=True)
class Seen:
    """Answers of one phase in one role that are known.

    Args:
        inputs: What was reckoned for a request, and what its provider counted.
        outputs: Tokens of what was read, and of the answer.
        usage: Of all of them together.
        seconds: How long the calls took.
    """

    inputs: list[tuple[float, float]] = field(default_factory=list)
    outputs: list[tuple[float, float]] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    seconds: list[float] = field(default_factory=list)

    def add(self, said: int, read: int, usage: Usage, latency_ms: int | None) -> None:
        """Take an answer into account."""
        self.inputs.append((said, usage.input_tokens))
        self.outputs.append((read, usage.output_tokens))
        was = self.usage
        self.usage = Usage(
            was.input_tokens + usage.input_tokens,
            was.output_tokens + usage.output_tokens,
            was.cached_tokens + usage.cached_tokens,
            was.cache_write_tokens + usage.cache_write_tokens,
        )
        if latency_ms is not None:
            self.seconds.append(latency_ms / 1000)


class Habits:
    """What is likely of the calls of one phase in one role.

    Args:
        phase: Which one.
        role: The executor's, the judge's, for drawing labels, or for reading a page.
        seen: Its answers that are known.
    """

    def __init__(self, phase: PhasePlan, role: Role, seen: Seen) -> None:
        self.count = len(seen.outputs)
        own = {Role.JUDGE: _JUDGE, Role.LABELS: _LABELS, Role.OCR: _OCR}
        self._usual = own.get(role, USUAL.get(phase.task_type, USUAL["chat"]))
        self._inputs = Curve.through(seen.inputs) if seen.inputs else None
        self._outputs = Curve.through(seen.outputs) if seen.outputs else None
        told = seen.usage.input_tokens
        self._cached = seen.usage.cached_tokens / told if told else 0.0
        self._written = seen.usage.cache_write_tokens / told if told else 0.0
        self._seconds = fmean(seen.seconds) if seen.seconds else None
        self.inputs = self._inputs.factors if self._inputs else ASSUMED_INPUT
        self.outputs = self._outputs.factors if self._outputs else ASSUMED_OUTPUT

    def input_tokens(self, said: int) -> float:
        """Tokens of a request that are likely, by what was reckoned for it."""
        return self._inputs.at(said) if self._inputs else float(said)

    def output_tokens(self, read: int, most: int) -> float:
        """Tokens of an answer that are likely, by those of what it is about; never more than it may have."""
        return min(self.whole_answer(read), float(most))

    def whole_answer(self, read: int) -> float:
        """The same, however many it may have."""
        return self._outputs.at(read) if self._outputs else self._usual.base + self._usual.ratio * read

    def usage(self, input_tokens: float, output_tokens: float) -> Usage:
        """The usage of such a call, with as much of it cached as was seen."""
        told = round(input_tokens)
        cached = min(told, int(self._cached * told))
        return Usage(told, round(output_tokens), cached, min(told - cached, int(self._written * told)))

    def seconds(self, output_tokens: float) -> float:
        """How long such a call takes."""
        return self._seconds if self._seconds is not None else ASSUMED_FIRST_S + output_tokens / ASSUMED_TOKENS_PER_S


def again(phase: PhasePlan, begun: int, sent_back: int) -> Band:
    """How often an answer of a phase is sent back for another attempt.

    Args:
        begun: Items whose first answer is known.
        sent_back: Those of them whose answer was.
    """
    if phase.max_attempts == 1:
        return Band(0.0, 0.0, 0.0)
    return _part(begun, sent_back, ASSUMED_CHECKED_AGAIN if phase.judge is None else ASSUMED_JUDGED_AGAIN)


def cut(phase: PhasePlan, begun: int, were_cut: int) -> Band:
    """How often an answer of a phase is cut and asked for once more, with more room; numbers as of `again`."""
    return Band(0.0, 0.0, 0.0) if phase.output_tokens.fixed is not None else _part(begun, were_cut, ASSUMED_CUT)


def _part(begun: int, happened: int, assumed: Band) -> Band:
    """How large a part something happens to, by how many of those that have begun it happened to."""
    if begun == 0:
        return assumed
    missing = max(0, ENOUGH - begun)
    likely = (happened + assumed.likely * missing) / (begun + missing)
    off = 2 * sqrt(likely * (1 - likely) / begun)
    return Band(max(0.0, likely - off), likely, min(1.0, likely + off + 1 / begun))
