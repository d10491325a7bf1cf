"""Bring 30 chapters of a book in English, and the same in a translation that people read: from two packages of Debian.

package ─► its book, in compressed blocks ─► chapters ─► paragraphs, broken into lines as print has them ─► a file each

They go into `documents/` beside this file, which git ignores; what is there already is not brought again. What cannot
be had on this machine is named.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
import textwrap
import zlib
from collections.abc import Iterator
from pathlib import Path

DOCUMENTS = Path(__file__).with_name("documents")

BOOKS = {"english": "sword-text-web", "spanish": "sword-text-sparv"}
"""The World English Bible, and the Reina-Valera of 1909; both are in the public domain."""

CHAPTERS = 30
"""Of Genesis."""

COLUMNS = 72

_CHAPTER = re.compile(r'<chapter n="\d+" osisID="Gen\.(\d+)"[^>]*>')
_NOTE = re.compile(r"<(note|title)\b.*?</\1>", re.DOTALL)
_PARAGRAPH = re.compile(r'<div [^>]*type="x-p"[^>]*/>|</?lg\b[^>]*>')
_LINE = re.compile(r"<(?:l|lb)\b[^>]*>")
_MARK = re.compile(r"<[^>]+>")


class MissingError(Exception):
    """Why something cannot be had on this machine."""


def main() -> int:
    """Bring what is missing; 1 where there is nothing to translate."""
    counts = {name: brought(name, package) for name, package in BOOKS.items()}
    return 0 if counts["english"] else 1


def brought(name: str, package: str) -> int:
    """How many chapters there are in this language, once they are brought."""
    folder = DOCUMENTS / name
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.glob("*.txt")):
        try:
            for number, text in chapters(package):
                (folder / f"genesis-{number:02}.txt").write_text(text, "utf-8")
        except MissingError as missing:
            print(f"left out: the {name} chapters, as {missing}", file=sys.stderr)
    count = len(list(folder.glob("*.txt")))
    print(f"{count} {name} chapters")
    return count


def chapters(package: str) -> Iterator[tuple[int, str]]:
    """The first chapters of the book, each with its number."""
    with tempfile.TemporaryDirectory() as packed:
        run("apt-get", "--option", "APT::Sandbox::User=root", "download", package, folder=Path(packed))
        (archive,) = Path(packed).glob("*.deb")
        run("dpkg-deb", "--extract", archive.name, ".", folder=Path(packed))
        (index,) = Path(packed).rglob("ot.bzs")
        book = "".join(blocks(index.read_bytes(), index.with_suffix(".bzz").read_bytes()))
    _, *rest = _CHAPTER.split(book)
    for number, marked in zip(rest[:-1:2], rest[1::2], strict=True):
        if int(number) <= CHAPTERS:
            yield int(number), printed(marked)


def blocks(index: bytes, packed: bytes) -> Iterator[str]:
    """The blocks of a module of SWORD: where each is, its size, and its size once it is unpacked."""
    for place, size, _ in struct.iter_unpack("<III", index):
        if size:
            yield zlib.decompress(packed[place : place + size]).decode()


def printed(marked: str) -> str:
    """A chapter without its marks and footnotes: paragraphs in short lines."""
    bare = _LINE.sub(" ", _PARAGRAPH.sub("\n\n", _NOTE.sub(" ", marked)))
    paragraphs = (" ".join(one.split()) for one in _MARK.sub("", bare).split("\n\n"))
    spaced = (re.sub(r" (?=[,.;:?!”’])", "", one) for one in paragraphs if one)
    return "\n\n".join(textwrap.fill(one, COLUMNS) for one in spaced) + "\n"


def run(*command: str, folder: Path) -> None:
    """Run a program there.

    Raises:
        MissingError: It is not there, or failed.
    """
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise MissingError(f"{command[0]} is not on this machine") from None
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr.strip() or failed.stdout.strip() or "no word").splitlines()[-1]
        raise MissingError(f"{' '.join(command[:4])} failed: {last}") from None


if __name__ == "__main__":
    raise SystemExit(main())
