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

from orchestrator.documents.base import Sight, SlowError, UnreadableError
from orchestrator.documents.contents import bytes_of, fault_of_size, keys_of
from orchestrator.documents.installed import recogniser_of
from orchestrator.documents.pool import Known, reader_of
from orchestrator.documents.recogniser import Recogniser
from orchestrator.foreseen import USUAL_BYTES, Foreseen, of_read, reckoned
from orchestrator.stand_in import sized
from state.file_records import FileRef, PageRead
from state.plan_records import Plan

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
        foreseen: What of a file a model is to read, by item.
        pages: Of the texts, by item; where only the length was reckoned, as many as follow from it.
    """

    texts: dict[str, str]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    foreseen: Mapping[str, Foreseen] = field(default_factory=dict)
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


def texts_of(items: Sequence[Unread], known: Known, plan: Plan) -> FileTexts:
    """A text for each of these items, or the reason why there is none.

    Args:
        plan: Of their job: it says how pages that are images are read, and what opens encrypted files.
    """
    found = _known(items, known, recogniser_of(plan.ocr_languages, plan.ocr))
    left = [one for one in items if one.item_id not in found]
    unreadable = {one.item_id: f"{one.file.name} {fault}" for one in left if (fault := fault_of_size(one.file.size))}
    few = _spread([one for one in left if one.item_id not in unreadable])
    usual, foreseen = defaultdict[str, _Usual](_Usual), dict[str, Foreseen]()
    with closing(reader_of(plan, nothing_known, glances=True, silence_s=_FILE_S, file_s=_FILE_S)) as reader:
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
            usual[one.file.kind].add(one.file.size, text, pages, came.sights.values())
            if came.sights:
                foreseen[one.item_id] = of_read(came, one.file.name)
    were_read = sum(1 for one in few if one.item_id in found)
    rest = [one for one in left if one.item_id not in found and one.item_id not in unreadable]
    for one in rest:
        found[one.item_id] = usual[one.file.kind].like(one)
        if (to_come := usual[one.file.kind].to_come(one)) is not None:
            foreseen[one.item_id] = to_come
    texts, marks = {name: one[0] for name, one in found.items()}, {name: one[1] for name, one in found.items()}
    return FileTexts(texts, unreadable, foreseen, len(rest), were_read, marks)


@dataclass(slots=True)
class _Usual:
    """What files of a kind come to: bytes of text, and pages, in so many bytes of files."""

    size: int = 0
    length: int = 0
    pages: int = 0
    sights: list[Sight] = field(default_factory=list)

    def add(self, size: int, text: str, pages: Sequence[PageRead], sights: Iterable[Sight]) -> None:
        """Learn from a file that was read, but for those of its pages that a model is to read."""
        before = len(self.sights)
        self.sights += sights
        self.size += size
        self.length += len(text.encode("utf-8", "surrogatepass")) + (len(self.sights) - before) * USUAL_BYTES
        self.pages += len(pages)

    def like(self, one: Unread) -> Found:
        """What stands in for a file that was not read, with pages of equal length."""
        share = self.length / self.size if self.size else _USUAL
        text = sized(one.item_id, min(round(share * one.file.size), _LONGEST))
        count = round(self.pages / self.size * one.file.size) if self.size else 0
        return text, tuple(PageRead(1 + page, page * len(text) // count, "") for page in range(count))

    def to_come(self, one: Unread) -> Foreseen | None:
        """What of it a model is to read; None where none of its kind was."""
        if not self.sights:
            return None
        count = len(self.sights) * one.file.size / max(1, self.size)
        return reckoned(one.item_id, one.file.name, count, self.sights)


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
