"""Pages that a model is to read, for whoever looks ahead: which, and what stands for their texts until it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestrator import sights
from orchestrator.documents.base import NOTHING, Sight
from orchestrator.documents.pool import ReadText
from orchestrator.sights import PageToRead, Reading
from orchestrator.stand_in import sized
from state.plan_records import Plan

USUAL_BYTES = 2_400
"""Of a page's text: half a page of a journal, or a whole one of a book."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What of an item's file a model is to read.

    Args:
        read: The file as it was read; None where it was not, and `pages` has one of the usual size.
        times: For how many pages each of them stands.
    """

    pages: tuple[PageToRead, ...]
    read: ReadText | None = None
    times: float = 1.0

    def begin(self, plan: Plan) -> list[Reading]:
        """The conversations about them."""
        return [] if plan.ocr is None else [sights.begin(plan.ocr, plan.ocr_languages, page) for page in self.pages]

    def with_texts(self, model: str, texts: Mapping[int, str]) -> ReadText | None:
        """The file as it was read, with texts of the pages in it, by number; None where it was not read."""
        return None if self.read is None else sights.put_together(self.read, texts, model)


def of_read(read: ReadText, file: str) -> Foreseen:
    """Of a file that was read but for them."""
    return Foreseen(tuple(sights.pages_of(read, file)), read)


def reckoned(key: str, file: str, count: float, seen: Sequence[Sight]) -> Foreseen:
    """Of a file that was not read: so many pages, of the mean size of those that were seen in others."""
    width = round(sum(one.width for one in seen) / len(seen))
    height = round(sum(one.height for one in seen) / len(seen))
    return Foreseen((PageToRead(file, key, 1, Sight(width, height, 0, NOTHING)),), times=count)


def stand_in(page: PageToRead) -> str:
    """What stands for a page's text."""
    return sized(f"{page.digest[:8]}#{page.number}", USUAL_BYTES)
