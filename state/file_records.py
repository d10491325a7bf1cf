"""The records of items that are files: which file, and the pages that were read in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

PAGED = frozenset({"pdf", "image"})
"""Kinds whose parts are pages, as one cites them; those of others are chapters, or all of the file."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """Which file an item is.

    Args:
        kind: How it is read: pdf, html, docx, epub.
        name: The file's name, for people.
        path: Where it is, absolute; empty when its bytes are the item's text, in base64.
        size: In bytes.
        mtime_ns: When it was last written; a file of the same size and time is taken for the same by `run`.
        digest: SHA-256 of the bytes that came in base64.
        part: Which of its chapters, from 1; 0: all of it.
        password_env: The variable that holds its password, where its item names one.
    """

    kind: str
    name: str
    path: str = ""
    size: int = 0
    mtime_ns: int = 0
    digest: str = ""
    part: int = 0
    password_env: str = ""

    def dumped(self) -> str:
        """Its JSON text, always the same: the mark of the item's content before it is read."""
        return orjson.dumps({name: value for name in self.__slots__ if (value := getattr(self, name))}).decode()

    def pages(self, dumped: str | None) -> tuple[PageRead, ...]:
        """The pages in a column that one may cite; none of a file that has no pages, or was not read yet."""
        return load_pages(dumped) if self.kind in PAGED else ()


def load_file(text: str | None) -> FileRef | None:
    """The file that a row's column names."""
    return None if text is None else FileRef(**orjson.loads(text))


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of a file, or a chapter, as it was read.

    Args:
        page: Its number, from 1.
        start: Where its text begins in the item's.
        how: What its text comes from: "text layer", "nothing" where it has none.
    """

    page: int
    start: int
    how: str


def dump_pages(pages: Sequence[PageRead]) -> str:
    """Pages as the column holds them."""
    return orjson.dumps([[one.page, one.start, one.how] for one in pages]).decode()


def load_pages(text: str | None) -> tuple[PageRead, ...]:
    """Pages out of the column; none of an item that is no file, or was not read yet."""
    return () if text is None else tuple(PageRead(*one) for one in orjson.loads(text))


def page_texts(text: str, pages: Sequence[PageRead]) -> list[str]:
    """What of an item's text is each page's; nothing of an item that was not read."""
    if not pages:
        return []
    ends = [*(page.start for page in pages[1:]), len(text)]
    return [text[page.start : end].strip() for page, end in zip(pages, ends, strict=True)]
