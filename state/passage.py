"""A passage of a project's document, as a search finds it and a request tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a project's document.

    Args:
        page: That it begins on; 0: of a document without pages.
        score: How well it fits what was looked for, from 0 to 1, by its words or by its vector, whichever is more.
        label: Of a document that is an example of a category.
    """

    document_id: str
    page: int
    score: float
    text: str
    label: str | None = None

    @property
    def source(self) -> str:
        """Where it is from, in words."""
        return f"{self.document_id}, page {self.page}" if self.page else self.document_id
