"""Rows on their way to a screen: how many they were is known when they have been shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from state.records import Json


class Documented(Protocol):
    """What has a document for --json."""

    def document(self) -> dict[str, Json]:
        """Its keys."""


Row = TypeVar("Row", bound=Documented)


class CountedRows(Generic[Row]):
    """Rows that are counted as they are read, of which the first is kept."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0
        self.first: Row | None = None

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.first = self.first if self.count else row
            self.count += 1
            yield row
