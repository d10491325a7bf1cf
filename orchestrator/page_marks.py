"""Pages within a prompt: a mark at the head of each, and the form in which a model is to cite one.

    {{page}} in a phase's prompt ─┬► the item's pages: [page 1] its text, [page 2] its text, …
                                  └► {{page}} itself: [page N]

What looks like a mark in a page's own text is given other brackets, so that each mark in a request is one of ours,
whatever a document says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from orchestrator.render import TEXT, names
from state.file_records import PageRead, page_texts
from state.plan_records import ORIGINAL, PhasePlan
from state.templates import PAGE, PHASES

_MARK = re.compile(r"\[\s*pages?\s+(\d[\d\s,;&\u2013-]{0,60})\]", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")


def cites_pages(phase: PhasePlan) -> bool:
    """Whether a phase's prompt asks for pages."""
    return PAGE in used_names(phase)


def used_names(phase: PhasePlan) -> frozenset[str]:
    """All names that a phase's prompt uses."""
    return names(phase.system) | names(phase.user)


def is_shown_whole(phase: PhasePlan) -> bool:
    """Whether what a phase reads has each mark that its answer may cite, as no other text in its prompt has more."""
    if phase.source == ORIGINAL and phase.on_too_long == "fail":
        return True
    return not any(name == TEXT or name.partition(".")[0] == PHASES for name in used_names(phase))


def marked(text: str, pages: Sequence[PageRead]) -> str:
    """A text with a mark at the head of each of its pages that has a text; as it is, where it has no pages."""
    if not pages:
        return text
    own = [(page.page, whole) for page, whole in zip(pages, page_texts(text, pages), strict=True) if whole]
    return "\n\n".join(f"[page {number}]\n{_MARK.sub(_as_text, whole)}" for number, whole in own)


def _as_text(found: re.Match[str]) -> str:
    return f"({found[0][1:-1]})"


def within(pages: Sequence[PageRead], start: int, end: int) -> tuple[PageRead, ...]:
    """The pages of a part of a text, by their places in the part; the first may have begun before it."""
    ends = [*(page.start for page in pages[1:]), end][: len(pages)]
    return tuple(
        replace(page, start=max(0, page.start - start))
        for page, until in zip(pages, ends, strict=True)
        if page.start < end and until > start
    )


def numbers(text: str) -> Iterator[int]:
    """The pages that a text cites, or that are marked in it."""
    for found in _MARK.finditer(text):
        yield from map(int, _NUMBER.findall(found[1]))
