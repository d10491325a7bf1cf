"""The kinds of files that are read: what reads each, what it needs, and which version of it this is."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Iterable
from types import MappingProxyType

from orchestrator.documents.base import Part, Tell
from orchestrator.documents.image_reader import ImageReader
from orchestrator.documents.picture import Picture
from orchestrator.documents.recogniser import Bounds

Reader = Callable[[bytes, Tell], Iterable[Part]]

HAVE_IMAGES = frozenset({"pdf", "image"})
"""Kinds with pages that may be images: how those were read depends on what reads images, and in which languages."""

VERSIONS = MappingProxyType({"pdf": 2, "html": 1, "docx": 1, "epub": 1, "image": 1})
"""Raised when what reads a kind comes to another text of the same file: it is then read anew, by jobs that are new."""

_NEEDS = MappingProxyType(
    {"pdf": ("pypdfium2",), "html": ("trafilatura", "lxml"), "docx": ("docx",), "epub": ("lxml",), "image": ("PIL",)}
)
"""Modules that a kind needs, as they are imported."""


@functools.cache
def missing(kind: str) -> tuple[str, ...]:
    """Modules that a kind needs and that are not installed."""
    return tuple(name for name in _NEEDS[kind] if importlib.util.find_spec(name) is None)


def parts_of(kind: str, data: bytes, tell: Tell, image_reader: ImageReader, password: str = "") -> Iterable[Part]:
    """The parts of a file.

    Args:
        image_reader: Reads pages that are images.
        password: Opens it where it is encrypted; empty: nobody gave one.
    """
    return _reader(kind, image_reader, password)(data, tell)


def page_image(kind: str, data: bytes, number: int, bounds: Bounds, tell: Tell, password: str = "") -> Picture:
    """A page of a file as its image.

    Args:
        kind: One of `HAVE_IMAGES`.
        number: From 1.
        password: As of its parts.
    """
    if kind == "image":
        from orchestrator.documents.image import frame_of  # noqa: PLC0415  # each brings its library

        return frame_of(data, number, bounds)
    from orchestrator.documents.pdf import page_of_pdf  # noqa: PLC0415  # the same

    return page_of_pdf(data, number, bounds, tell, password)


def _reader(kind: str, image_reader: ImageReader, password: str) -> Reader:
    match kind:  # each brings its library
        case "pdf":
            from orchestrator.documents.pdf import read_pdf  # noqa: PLC0415

            return functools.partial(read_pdf, reader=image_reader, password=password)
        case "image":
            from orchestrator.documents.image import read_image  # noqa: PLC0415

            return functools.partial(read_image, reader=image_reader)
        case "html":
            from orchestrator.documents.web import read_html  # noqa: PLC0415

            return read_html
        case "docx":
            from orchestrator.documents.word import read_docx  # noqa: PLC0415

            return read_docx
        case "epub":
            from orchestrator.documents.book import read_epub  # noqa: PLC0415

            return read_epub
        case _:
            raise ValueError(kind)
