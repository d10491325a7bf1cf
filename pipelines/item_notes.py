"""What reading items changed or left out without an error: it is counted, and told once all are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from state.records import Json
from state.storable import storable_json


@dataclass(slots=True)
class ItemNotes:
    """Counts of one reading.

    Args:
        replaced: Items that held what the state cannot store.
        links: Links in folders and globs, which are not followed.
        first_link: The first of them, as the user would write it.
        encodings: Text files that are not UTF-8, by what they were taken for: how many, and the first.
    """

    replaced: int = 0
    links: int = 0
    first_link: str = ""
    encodings: dict[str, tuple[int, str]] = field(default_factory=dict)

    def clear(self) -> None:
        """Begin another reading."""
        self.replaced, self.links, self.first_link = 0, 0, ""
        self.encodings.clear()

    def leave_out(self, links: Sequence[str]) -> None:
        """Count links that are not followed."""
        self.first_link = self.first_link or next(iter(links), "")
        self.links += len(links)

    def take_for(self, encoding: str, shown: str) -> None:
        """Count a text file that is read in another encoding than UTF-8."""
        count, first = self.encodings.get(encoding, (0, shown))
        self.encodings[encoding] = (count + 1, first)

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
        for encoding, (count, first) in self.encodings.items():
            files = "1 file is" if count == 1 else f"{count} files are"
            told.append(f"{files} not UTF-8 and read as {encoding}: {first}{'' if count == 1 else ' and others'}")
        return tuple(told)
