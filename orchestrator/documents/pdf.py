"""A PDF by PDFium: its pages' texts, in reading order. Not thread-safe: for a process of its own.

text layer ─► signs with their boxes ─► pieces of lines ─┬► without headers and footers ─► columns ─► paragraphs
  └ none, poor? ─► image ─┬► recognition ─► pieces ──────┘
                          └► its sight, where a model is to read it
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from orchestrator.documents.base import NOTHING, TEXT_LAYER, LockedError, Part, Sight, Tell, UnreadableError
from orchestrator.documents.image_reader import ImageReader, UnreadPageError
from orchestrator.documents.layer import Layer, layer_of, letters_in, strange_in
from orchestrator.documents.layout import Piece
from orchestrator.documents.page_texts import MAX_PAGES, Page, page_parts, why_no_text
from orchestrator.documents.paragraphs import plain
from orchestrator.documents.picture import (
    Picture,
    UndrawnError,
    has_broken_image,
    has_marks,
    is_pictured,
    picture_of,
    size_of,
)
from orchestrator.documents.recogniser import Bounds

MAX_SIGNS = 200_000
"""Of a page; more is no page of text, and what reads it would take minutes."""

_GAP = 1.6  # times the size of signs: a wider space parts two pieces, which may be in two columns
_LEAST = 4.0  # points: no sign is taken for smaller
_MAX_STRANGE = 0.3  # of a document's signs that stand for no letter
_LESS = 0.5  # of a poor layer's letters: recognition that finds less has failed, too
_MORE = 1.25  # times the letters of a sparse layer: then the picture says something of its own
_HEAD_BYTES = 1024
_BROKEN = "PDFium cannot unpack its image"

_FAULTS = {
    raw.FPDF_ERR_SECURITY: "is protected in a way that is not read; save it without",
    raw.FPDF_ERR_FORMAT: "is no PDF, or a broken one; open and save it anew with a PDF program",
}


def read_pdf(data: bytes, tell: Tell, reader: ImageReader, password: str = "") -> Iterator[Part]:
    """The pages of a PDF.

    Args:
        reader: Reads pages that are images.
        password: Opens it where it is encrypted; empty: nobody gave one.

    Raises:
        LockedError: The password does not open it.
        UnreadableError: It is none, is broken, or has no text.
    """
    _look_at_head(data)
    document = _opened(data, password)
    try:
        count = len(document)
        if not count:
            raise UnreadableError("is a PDF without pages")
        if count > MAX_PAGES:
            raise UnreadableError(f"has {count:,} pages, and at most {MAX_PAGES:,} are read; split it")
        pages = []
        for index in range(count):
            pages.append(_page(document, index, reader, tell))
            tell()
    finally:
        document.close()
    _see_letters(pages, reader)
    yield from page_parts(pages, tell)


def page_of_pdf(data: bytes, number: int, bounds: Bounds, tell: Tell, password: str = "") -> Picture:
    """A page of a PDF as its image, by its number from 1.

    Raises:
        LockedError: The password does not open it.
        UnreadableError: It has no such page, or that cannot be rendered.
    """
    document = _opened(data, password)
    try:
        page = _loaded(document, number - 1)
        try:
            return picture_of(page, tell, bounds)
        finally:
            page.close()
    except (IndexError, UndrawnError, pdfium.PdfiumError) as error:
        raise UnreadableError(f"has a page {number} that cannot be rendered ({error})") from None
    finally:
        document.close()


def _look_at_head(data: bytes) -> None:
    head = data[:_HEAD_BYTES]
    if b"%PDF-" in head:
        return
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        raise UnreadableError("is a web page and no PDF, whatever its name says; download it again, or name it .html")
    raise UnreadableError("is no PDF: it does not begin as one; download it again")


def _opened(data: bytes, password: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data, password or None)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD:
            raise LockedError("is encrypted") from None
        fault = _FAULTS.get(code, f"cannot be opened by PDFium ({error})")
        if code == raw.FPDF_ERR_FORMAT and b"%%EOF" not in data[-2048:]:
            fault = "ends too early: it is not whole; download or copy it again"
        raise UnreadableError(fault) from None


def _see_letters(pages: Sequence[Page], reader: ImageReader) -> None:
    """Refuse a document without text, or with signs that stand for no letters; what a model will read is not known."""
    if any(page.is_to_come for page in pages):
        return
    text = "".join(piece.text for page in pages for piece in page.pieces)
    if not text.strip():
        count = "1 page" if len(pages) == 1 else f"{len(pages):,} pages"
        if why := why_no_text(pages):
            what = "is an image" if len(pages) == 1 else "are images"
            raise UnreadableError(f"has no text: its {count} {what} (a scan), and {why}")
        raise UnreadableError(f"has no text: nothing is on its {count}")
    if strange_in(text) > _MAX_STRANGE * len(text):
        more = f", and as images they are not read: {reader.lacks}" if reader.lacks else ""
        raise UnreadableError(f"does not say which letters its signs stand for: its fonts have no map of them{more}")


# ── a page ──────────────────────────────────────────────────────────────────────────────────────


def _page(document: pdfium.PdfDocument, index: int, reader: ImageReader, tell: Tell) -> Page:
    """A page as it is read; one that PDFium cannot load has nothing on it."""
    try:
        page = _loaded(document, index)
    except pdfium.PdfiumError:
        return Page([], NOTHING)
    try:
        pieces = _pieces(page)
        worth = layer_of("\n".join(piece.text for piece in pieces), lambda: is_pictured(page))
        if worth is Layer.USABLE:
            return Page(pieces, TEXT_LAYER)
        if worth is Layer.NONE and not has_marks(page):
            return Page([], NOTHING)
        return _anew(page, pieces, worth, reader, tell)
    finally:
        page.close()


def _anew(page: pdfium.PdfPage, pieces: list[Piece], worth: Layer, reader: ImageReader, tell: Tell) -> Page:
    """A page's image read, and what was there before where that comes to no more."""
    before = NOTHING if worth is Layer.NONE else f"{TEXT_LAYER}, {worth}"
    least = {Layer.NONE: 0.0, Layer.POOR: _LESS, Layer.SPARSE: _MORE}[worth] * _letters(pieces)
    try:
        if reader.bounds is not None and reader.glances:
            return Page(pieces, Sight(*size_of(page, reader.bounds), math.ceil(least), before))
        picture = picture_of(page, tell, reader.bounds)
        if picture.is_blank and has_broken_image(page):
            return Page(pieces, f"{before}: {_BROKEN}")
        if picture.is_blank:
            return Page(pieces, TEXT_LAYER if pieces else NOTHING)
        if reader.bounds is not None:
            return Page(pieces, Sight(picture.width, picture.height, math.ceil(least), before))
        read = reader.read(picture)
    except (UnreadPageError, UndrawnError, pdfium.PdfiumError) as error:
        return Page(pieces, f"{before}: {error}", is_final=bool(reader.lacks))
    if _letters(read) >= least:
        return Page(read, reader.how)
    return Page(pieces, f"{before}: {reader.how} found no more")


def _letters(pieces: Sequence[Piece]) -> int:
    return sum(letters_in(piece.text) for piece in pieces)


# ── the signs of a text layer ───────────────────────────────────────────────────────────────────


def _pieces(page: pdfium.PdfPage) -> list[Piece]:
    """The pieces of a text layer's lines, as they come."""
    try:
        text_page = page.get_textpage()
        try:
            return list(_split(text_page.raw))
        finally:
            text_page.close()
    except pdfium.PdfiumError:
        return []


def _loaded(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """A page, with what was typed into its form and put onto it as a part of it."""
    page = document[index]
    if raw.FPDFPage_GetAnnotCount(page.raw) > 0:
        flat = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        if flat == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
    return page


def _split(text_page: raw.FPDF_TEXTPAGE) -> Iterator[Piece]:
    """Signs into pieces: at the ends of lines, and at spaces as wide as those between columns."""
    count = raw.FPDFText_CountChars(text_page)
    if count > MAX_SIGNS:
        raise UnreadableError(f"has a page of {count:,} signs, and at most {MAX_SIGNS:,} are read")
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    places = tuple(map(ctypes.byref, (left, right, bottom, top)))
    code_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharBox
    run = _Run()
    high = 0
    for index in range(count):
        code = code_of(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if code in (10, 13):
            yield from run.ended()
        elif code in (0, 0xFFFF) or 0xD800 <= code < 0xE000:
            continue
        elif code == 32 or not box_of(text_page, index, *places):
            run.space(" " if code == 32 else chr(code))
        else:
            if run.is_apart(left.value, bottom.value, top.value):
                yield from run.ended()
            run.add(chr(code), left.value, bottom.value, right.value, top.value)
    yield from run.ended()


class _Run:
    """A piece in the making."""

    def __init__(self) -> None:
        self._signs: list[str] = []
        self._boxes: list[tuple[float, float, float, float]] = []

    def space(self, sign: str) -> None:
        """Add a sign without a box."""
        self._signs.append(sign)

    def is_apart(self, left: float, bottom: float, top: float) -> bool:
        """Whether a sign that begins there is of another piece."""
        if not self._boxes:
            return False
        before = self._boxes[-1]
        if left - before[2] <= _GAP * _LEAST and left >= before[0] - 3 * _LEAST:  # almost all signs, and there are many
            return False
        size = max(top - bottom, before[3] - before[1], _LEAST)
        return left - before[2] > _GAP * size or (self._signs[-1] != " " and left < before[0] - 3 * size)

    def add(self, sign: str, left: float, bottom: float, right: float, top: float) -> None:
        """Add a sign."""
        self._signs.append(sign)
        self._boxes.append((left, bottom, right, top))

    def ended(self) -> Iterator[Piece]:
        """The piece, if it has any text; begin another."""
        text, boxes = plain("".join(self._signs)), self._boxes
        self._signs, self._boxes = [], []
        if not text or not boxes:
            return
        size = median(top - bottom for _, bottom, _, top in boxes)
        yield Piece(
            text,
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
            max(size, 1.0),
        )
