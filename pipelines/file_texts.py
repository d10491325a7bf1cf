"""The texts of files that nobody has read yet, for whoever looks ahead: of some themselves, of others as long ones.

known to the project? ─► its text          some of each length ─► read ─► so many letters to a byte
(of the first 200 MB)                      all others ─► a stand-in of the length that follows
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeAlias

from orchestrator.documents.base import SlowError, UnreadableError
from orchestrator.documents.contents import bytes_of, fault_of_size, keys_of
from orchestrator.documents.installed import recogniser_here
from orchestrator.documents.pool import FileReader, Known
from orchestrator.documents.recogniser import Recogniser
from orchestrator.stand_in import sized
from state.file_records import FileRef, PageRead

FEW = 6
"""So many files are read, spread over all sizes: what costs a second or two."""

LOOKED_UP_BYTES = 200_000_000
"""Of files that are looked up by their digests; to read more would take longer than to begin."""

_IN_VAIN = 10  # files that are not known: then the others are taken to be new, too
_FILE_S = 15.0
_LONGEST = 10_000_000  # bytes of a stand-in: no model takes more, and a thousand of them are held at a time
_USUAL = 0.03  # bytes of text in a byte of a file, where none of its kind could be read


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that is a file, and nobody's text yet; `text` is the file in base64 where it has no path."""

    item_id: str
    file: FileRef
    text: str


Found: TypeAlias = "tuple[str, tuple[PageRead, ...]]"
"""A text, and its pages."""


@dataclass(frozen=True, slots=True)
class FileTexts:
    """Texts by item, and of how many of them only the length was reckoned, from how many that were read.

    Args:
        unreadable: Why no text comes out of a file, by item; those have no text.
        pages: Of the texts, by item; where only the length was reckoned, as many as follow from it.
    """

    texts: dict[str, str]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    reckoned: int = 0
    read: int = 0
    pages: Mapping[str, tuple[PageRead, ...]] = field(default_factory=dict)

    @property
    def note(self) -> str | None:
        """What there is to say of it."""
        if not self.reckoned:
            return None
        if self.reckoned == 1:
            return f"the text of 1 file is not read yet: its length follows from {self.read} that were"
        return f"the texts of {self.reckoned:,} files are not read yet: their lengths follow from {self.read} that were"


def nothing_known(key: str) -> None:
    """Where there is no state, no text is known."""


def texts_of(items: Sequence[Unread], known: Known, languages: Sequence[str] = (), password_env: str = "") -> FileTexts:
    """A text for each of these items, or the reason why there is none.

    Args:
        languages: That pages which are images are in.
        password_env: The variable that holds the password of files whose items name none.
    """
    found = _known(items, known, recogniser_here(languages))
    left = [one for one in items if one.item_id not in found]
    unreadable = {one.item_id: f"{one.file.name} {fault}" for one in left if (fault := fault_of_size(one.file.size))}
    few = _spread([one for one in left if one.item_id not in unreadable])
    usual = defaultdict[str, _Usual](_Usual)
    opened = FileReader(
        nothing_known, languages=languages, password_env=password_env, silence_s=_FILE_S, file_s=_FILE_S
    )
    with closing(opened) as reader:
        reading = [(one, reader.submit(one.file, one.text)) for one in few]
        for one, read in reading:
            try:
                came = read.result()
            except SlowError:  # to look ahead, it takes too long
                continue
            except UnreadableError as error:
                unreadable[one.item_id] = f"{one.file.name} {error}"
                continue
            text, pages = found[one.item_id] = came.text, one.file.pages(came.pages)
            usual[one.file.kind].add(one.file.size, text, pages)
    were_read = sum(1 for one in few if one.item_id in found)
    rest = [one for one in left if one.item_id not in found and one.item_id not in unreadable]
    for one in rest:
        found[one.item_id] = usual[one.file.kind].like(one)
    texts, marks = {name: one[0] for name, one in found.items()}, {name: one[1] for name, one in found.items()}
    return FileTexts(texts, unreadable, len(rest), were_read, marks)


@dataclass(slots=True)
class _Usual:
    """What files of a kind come to: bytes of text, and pages, in so many bytes of files."""

    size: int = 0
    length: int = 0
    pages: int = 0

    def add(self, size: int, text: str, pages: Sequence[PageRead]) -> None:
        """Learn from a file that was read."""
        self.size += size
        self.length += len(text.encode("utf-8", "surrogatepass"))
        self.pages += len(pages)

    def like(self, one: Unread) -> Found:
        """What stands in for a file that was not read, with pages of equal length."""
        share = self.length / self.size if self.size else _USUAL
        text = sized(one.item_id, min(round(share * one.file.size), _LONGEST))
        count = round(self.pages / self.size * one.file.size) if self.size else 0
        return text, tuple(PageRead(1 + page, page * len(text) // count, "") for page in range(count))


def _known(items: Iterable[Unread], known: Known, recogniser: Recogniser) -> dict[str, Found]:
    texts: dict[str, Found] = {}
    if known is nothing_known:
        return texts
    spent = 0
    for number, one in enumerate(items):
        spent += one.file.size
        if spent > LOOKED_UP_BYTES or (number >= _IN_VAIN and not texts):
            break
        try:
            keys = keys_of(one.file, bytes_of(one.file, one.text), recogniser)
        except UnreadableError:
            continue
        found = next(filter(None, map(known, keys)), None)
        if found is not None:
            texts[one.item_id] = found[0], one.file.pages(found[1])
    return texts


def _spread(items: Sequence[Unread]) -> list[Unread]:
    rows = sorted(items, key=lambda one: (one.file.size, one.item_id))
    if len(rows) <= FEW:
        return rows
    return [rows[round(place * (len(rows) - 1) / (FEW - 1))] for place in range(FEW)]
