"""Real documents with queries whose answers are known: a heading asks, and what stands under it is to be found.

    perlfaq           304 questions in nine files ─► those whose answer has 120 signs or more (295)
    Debian's handbook sections of a book ─► those that are in the language, as half of a translation is in English

`fetch` brings two packages of Debian into an ignored folder; neither is part of this repository. perl-doc is under
Perl's licence, the handbook under GPL-2+ and CC-BY-SA-3.0+.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import py3langid

FOLDER = Path(__file__).parents[1] / "build" / "retrieval"
PACKAGES = ("perl-doc", "debian-handbook")
BOOKS = ("en-US", "de-DE", "fr-FR", "ja-JP")

_QUESTION = re.compile(r"(?m)^(?==head[12] )")
_LEAST_ANSWER = 120
_NUMBER = re.compile(r"^\D{0,12}?(?:\d+\.)+\s*")  # "6.2.1. ", "Kapitel 6. "
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Queries, and in the same order the document that answers each."""

    name: str
    queries: tuple[str, ...]
    documents: tuple[str, ...]


def fetch() -> bool:
    """Bring the packages, unless they are there; whether they are."""
    if not any(FOLDER.rglob("perlfaq1.pod")):
        if not all(map(shutil.which, ("apt-get", "dpkg-deb"))):
            return False
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["apt-get", "--option", "APT::Sandbox::User=root", "download", *PACKAGES]
        subprocess.run(command, cwd=FOLDER, check=False, capture_output=True)
        for archive in FOLDER.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(archive), str(FOLDER)], check=False, capture_output=True)  # noqa: S607
    return any(FOLDER.rglob("perlfaq1.pod"))


def query_sets() -> Iterator[QuerySet]:
    """All of them; `fetch` must have brought the packages."""
    yield _of("perlfaq", _questions())
    for language in BOOKS:
        sections = ((head, text) for head, text in _sections(language) if py3langid.classify(text)[0] == language[:2])
        yield _of(f"handbook, {language[:2]}", sections)


def _of(name: str, pairs: Iterator[tuple[str, str]]) -> QuerySet:
    different = dict(pairs)
    return QuerySet(name, tuple(different), tuple(different.values()))


def _questions() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.rglob("perlfaq[1-9].pod")):
        for part in _QUESTION.split(path.read_text("utf-8")):
            head, _, body = part.partition("\n")
            if head.startswith("=head2 ") and head.endswith("?") and len(body.strip()) >= _LEAST_ANSWER:
                yield head.removeprefix("=head2 "), body.strip()


def _sections(language: str) -> Iterator[tuple[str, str]]:
    (folder,) = FOLDER.rglob(f"html/{language}")
    for path in sorted(folder.glob("*.html")):
        page = _Page()
        page.feed(path.read_text("utf-8"))
        for head, parts in page.sections:
            text = re.sub(r"\s*\n\s*", "\n\n", "".join(parts)).strip()
            if len(text) >= _LEAST_ANSWER and path.name != "index.html":
                yield _NUMBER.sub("", " ".join(head.split())), text


class _Page(HTMLParser):
    """The sections of a page: each heading, and the text up to the next one; without what leads to other pages."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, list[str]]] = []
        self._heading: str | None = None
        self._lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A heading of the book's own begins, or a list of links."""
        names = dict(attrs).get("class") or ""
        if tag in _HEADINGS and "title" in names:
            self._heading = tag
            self.sections.append(("", []))
        if tag == "ul" and ("docnav" in names or self._lists):
            self._lists += 1

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if tag == self._heading:
            self._heading = None
        if tag == "ul" and self._lists:
            self._lists -= 1

    def handle_data(self, data: str) -> None:
        """Text goes to the heading or under it."""
        if self._heading and self.sections:
            head, parts = self.sections[-1]
            self.sections[-1] = (head + data, parts)
        elif self.sections and not self._lists:
            self.sections[-1][1].append(data)
