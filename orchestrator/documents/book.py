"""An .epub: its chapters in the order in which they are read, those with a text."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from orchestrator.documents.base import Part, Tell, UnreadableError
from orchestrator.documents.encodings import decoded
from orchestrator.documents.markup import text_of, tree_of
from orchestrator.documents.packed import FAULTS

CHAPTER = "chapter"
MAX_CHAPTER_BYTES = 20_000_000
MAX_CHAPTERS = 5_000

_CONTAINER = "META-INF/container.xml"
_NAMES = {"c": "urn:oasis:names:tc:opendocument:xmlns:container", "o": "http://www.idpf.org/2007/opf"}
_BROKEN = "is no .epub, or a broken one; download or convert it anew"


def read_epub(data: bytes, tell: Tell) -> Iterator[Part]:
    """The chapters that have a text, numbered from 1.

    Raises:
        UnreadableError: It is none, or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            number = 0
            for name in chapters(packed):
                tell()
                text = _text(_inside(packed, name))
                if text:
                    number += 1
                    yield Part(number, text, CHAPTER)
    except FAULTS:
        raise UnreadableError(_BROKEN) from None


def _text(chapter: bytes) -> str:
    root = tree_of(decoded(chapter, is_html=True)[0])
    return "" if root is None else text_of(root)


def chapters(packed: zipfile.ZipFile) -> list[str]:
    """The names of a book's parts in reading order.

    Raises:
        UnreadableError: It does not say which they are, or is locked.
    """
    if "META-INF/rights.xml" in packed.namelist():
        raise UnreadableError("is locked by its shop (DRM), and cannot be read")
    container = _xml(_inside(packed, _CONTAINER))
    roots = container.xpath("//c:rootfile/@full-path", namespaces=_NAMES)
    if not roots:
        raise UnreadableError(_BROKEN)
    package = _xml(_inside(packed, roots[0]))
    folder = posixpath.dirname(roots[0])
    hrefs = {
        one.get("id"): one.get("href")
        for one in package.xpath("//o:manifest/o:item", namespaces=_NAMES)
        if "html" in (one.get("media-type") or "")
    }
    order = package.xpath("//o:spine/o:itemref/@idref", namespaces=_NAMES)
    found = [
        posixpath.normpath(posixpath.join(folder, unquote(hrefs[one].partition("#")[0])))
        for one in order
        if hrefs.get(one)
    ]
    there = set(packed.namelist())
    return [name for name in found if name in there][:MAX_CHAPTERS]


def _inside(packed: zipfile.ZipFile, name: str) -> bytes:
    """A file of a book.

    Raises:
        UnreadableError: It is far too large.
    """
    with packed.open(name) as file:
        data = file.read(MAX_CHAPTER_BYTES + 1)
    if len(data) > MAX_CHAPTER_BYTES:
        raise UnreadableError(f"has a chapter of more than {MAX_CHAPTER_BYTES >> 20} MB")
    return data


def _xml(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
