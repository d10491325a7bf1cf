"""What reading items changed or left out without an error: it is counted, and told once all are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from state.records import Json
from state.storable import storable_json


@dataclass(slots=True)
class ItemNotes:
    """Counts of one reading.

    Args:
        replaced: Items that held what the state cannot store.
        links: Links in folders and globs, which are not followed.
        first_link: The first of them, as the user would write it.
    """

    replaced: int = 0
    links: int = 0
    first_link: str = ""

    def clear(self) -> None:
        """Begin another reading."""
        self.replaced, self.links, self.first_link = 0, 0, ""

    def leave_out(self, links: Sequence[str]) -> None:
        """Count links that are not followed."""
        self.first_link = self.first_link or next(iter(links), "")
        self.links += len(links)

    def mend(self, value: Json) -> Json:
        """The value of one item as the state can store it; counted when that changes it."""
        mended = storable_json(value)
        if mended is not value:
            self.replaced += 1
        return mended

    def lines(self) -> tuple[str, ...]:
        """A sentence for each kind of thing that there was."""
        told = []
        if self.replaced:
            items = "1 item" if self.replaced == 1 else f"{self.replaced} items"
            told.append(f"{items} held NUL characters or broken surrogates: replaced by U+FFFD")
        if self.links == 1:
            told.append(f"1 link left out: {self.first_link}")
        elif self.links:
            told.append(f"{self.links} links left out, the first is {self.first_link}")
        return tuple(told)
