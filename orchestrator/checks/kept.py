"""What an output must not lose: the numbers of its input, and its paragraphs."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from orchestrator.checks.base import Fault
from orchestrator.checks.figures import Figure, unlike, whole, words_as_figures
from orchestrator.checks.language_names import code_of
from orchestrator.checks.number_words import may_be_in_words
from orchestrator.checks.paragraphs import Paragraph, blocks_of, letters_of, paragraphs
from state.plan_records import PhasePlan
from state.records import Json

TOLD = 8
"""How many of what is missing are told; a model that puts these right finds the others."""


LENGTH_FROM, MIN_LENGTH = 200, 0.7
"""In letters and digits: a cleanup leaves at least this share of a text of that length."""

MIN_PARAGRAPHS, MIN_CLOSED = 4, 60
"""From how many paragraphs on they must stay apart, and from how many letters on one surely is a paragraph."""

CLOSING = ".!?:;…\"'”’»)。！？」』"  # noqa: RUF001
"""What a paragraph ends with, as opposed to a line."""


def numbers_kept(output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """Every number of the input stands in the output, as often as there, whatever marks its language puts in it."""
    if not isinstance(output, str):
        return None
    code = code_of(phase.target_language) if phase.target_language else None
    missing = [figure for figure in _missing(content, output) if not _excused(figure, output, code)]
    if not missing:
        return None
    listed = ", ".join(figure.written[:60] for figure in missing[:TOLD])
    more = f" and {len(missing) - TOLD} more" if len(missing) > TOLD else ""
    said = "a number of the text is missing" if len(missing) == 1 else f"{len(missing)} numbers of the text are missing"
    return Fault(
        f"{said}: {listed}{more}. Give each number of the text as often as the text does, with the same value, in "
        "figures",
        f"the check numbers_kept failed: {said} or changed",
    )


def _missing(content: str, output: str) -> list[Figure]:
    plain = html.unescape(output)
    wanted, found = unlike(html.unescape(content), plain)
    if not wanted:
        return []
    there = _Stock([*found, *words_as_figures(plain)])
    left = there.take(wanted)
    # One side may run together what are two numbers: a time, a chapter and its verse, "12 300".
    parts = _Stock([part for figure in there.rest() for part in _parts(figure)])
    missing: list[Figure] = []
    for figure in left:
        lost = parts.take(_parts(figure))
        missing += [figure] if len(lost) == len(_parts(figure)) and " " not in figure.written else lost
    return missing


def _parts(figure: Figure) -> tuple[Figure, ...]:
    return tuple(map(whole, figure.parts)) or (figure,)


def _excused(figure: Figure, output: str, code: str | None) -> bool:
    if figure.optional:
        return True
    return any(value == int(value) and may_be_in_words(int(value), output, code) for value in figure.values)


def paragraphs_kept(output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """Every paragraph of the input is in the output, about as long as it was, and paragraphs stay apart."""
    if not isinstance(output, str):
        return None
    ours = paragraphs(content, output)
    lost = [paragraph for paragraph in ours if not paragraph.kept]
    if lost:
        return _lost(lost, len(ours))
    before, after = len(letters_of(content)), len(letters_of(output))
    if before >= LENGTH_FROM and after < MIN_LENGTH * before:
        share = round(100 * after / before)
        said = f"it has {share} % of the text's letters"
        return Fault(
            f"{said}: give the whole text again and mend only what is damaged in it; shorten nothing",
            f"the check paragraphs_kept failed: {said}",
        )
    closed = sum(paragraph.text.rstrip()[-1] in CLOSING and paragraph.letters >= MIN_CLOSED for paragraph in ours)
    there = max(len(blocks_of(output)), len([line for line in output.splitlines() if len(line) >= MIN_CLOSED]))
    if closed >= MIN_PARAGRAPHS and there * 2 < closed:
        said = f"it has {there} paragraphs and the text {closed}"
        return Fault(
            f"{said}: keep each apart, with an empty line between", f"the check paragraphs_kept failed: {said}"
        )
    return None


def _lost(lost: Sequence[Paragraph], among: int) -> Fault:
    said = f"{len(lost)} of {among} paragraphs are missing, or not as they were"
    begins = "".join(f"\n  - {' '.join(paragraph.text.split())[:80]}" for paragraph in lost[:TOLD])
    more = f"\n  and {len(lost) - TOLD} more" if len(lost) > TOLD else ""
    places = ", ".join(str(paragraph.number) for paragraph in lost[:TOLD])
    return Fault(
        f"{said}: those that begin with{begins}{more}\n  Give every paragraph of the text, in its own words",
        f"the check paragraphs_kept failed: {said} (by number: {places}{', …' if len(lost) > TOLD else ''})",
    )


class _Stock:
    """Numbers that stand in an output; each is taken once."""

    def __init__(self, there: Sequence[Figure]) -> None:
        self._figures = {figure.values: figure for figure in there}
        self._count = Counter(figure.values for figure in there)
        self._by_value: dict[Decimal, list[frozenset[Decimal]]] = defaultdict(list)
        for values in self._count:
            for value in values:
                self._by_value[value].append(values)

    def take(self, wanted: Iterable[Figure]) -> list[Figure]:
        """Take what is wanted; those that are not there. Numbers that can only be one go before the doubtful ones."""
        left = [figure for figure in wanted if not self._took(figure.values)]
        left.sort(key=lambda figure: len(figure.values))
        return [figure for figure in left if not self._took_like(figure)]

    def rest(self) -> list[Figure]:
        """What nobody took."""
        return [self._figures[values] for values, count in self._count.items() for _ in range(count)]

    def _took(self, values: frozenset[Decimal]) -> bool:
        if self._count[values] <= 0:
            return False
        self._count[values] -= 1
        return True

    def _took_like(self, figure: Figure) -> bool:
        return any(self._took(values) for value in figure.values for values in self._by_value.get(value, ()))
