"""Whether an output cites pages that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestrator.checks.base import Fault
from orchestrator.page_marks import is_shown_whole, numbers
from orchestrator.render import CITED
from state.plan_records import PhasePlan
from state.records import Json

TOLD = 8
"""So many pages, or runs of pages, are told."""

_FIELDS = frozenset({"page", "pages"})
"""Names of fields whose whole numbers are pages."""


def known_page(output: Json, content: str, phase: PhasePlan) -> Fault | None:
    """Each page that is cited is marked in what the phase read, or cited there; nothing is known where none is."""
    there = set(numbers(content))
    if not there or not is_shown_whole(phase):
        return None
    wrong = sorted(set(_cited(output)) - there)
    if not wrong:
        return None
    said = "it cites a page that is not there" if len(wrong) == 1 else f"it cites {len(wrong)} pages that are not there"
    return Fault(
        f"{said}: {_runs(wrong)}. There are the pages {_runs(sorted(there))}. Cite the page on which a statement"
        f" stands, by the mark above its text, as {CITED}",
        f"the check known_page failed: {said}: {_runs(wrong)}",
    )


def _cited(output: Json) -> Iterator[int]:
    if isinstance(output, str):
        yield from numbers(output)
    elif isinstance(output, list):
        for one in output:
            yield from _cited(one)
    elif isinstance(output, dict):
        for name, value in output.items():
            yield from _cited(value)
            if name.lower() in _FIELDS:
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, int) and not isinstance(one, bool):
                        yield one


def _runs(pages: Sequence[int]) -> str:
    """Pages as people write them: 1–4, 7, 9–12."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    written = [f"{first}" if first == last else f"{first}–{last}" for first, last in runs]
    more = f" and {len(runs) - TOLD} more" if len(runs) > TOLD else ""
    return ", ".join(written[:TOLD]) + more
