"""Tesseract reads a page: the image goes in by a pipe, hOCR comes out of one, and no file is written."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Sequence
from statistics import fmean, median
from xml.etree import ElementTree as ET

from orchestrator.documents.base import Tell
from orchestrator.documents.image_reader import PAGE_S, Row, UnreadPageError, lie_on_their_side, sureness, upright
from orchestrator.documents.layout import Piece
from orchestrator.documents.picture import Picture
from orchestrator.documents.program import KilledError, ProgramError, said_by
from orchestrator.documents.recogniser import ORIENTATION, Recogniser

_SURE = 0.6  # a page of less is turned the wrong way, or hardly a page of text
_ASLANT = 0.012  # 0.7 degrees: with more, lines are torn in the middle of words
_AS_SURE = 0.1  # straightened, it may be by so much less sure
_NO_ROW = 0.25  # what tesseract takes for signs in a picture's grain
_TURN = re.compile(r"Rotate: (\d+)")
_MOST_SAID = 32 * 1024 * 1024  # a page of a newspaper is a megabyte
_NUMBER = r"(-?\d{1,6}(?:\.\d{1,9})?)\b"  # what is longer is no place on a page
_BOX = re.compile(rf"bbox {_NUMBER} {_NUMBER} {_NUMBER} {_NUMBER}")
_BASE = re.compile(rf"baseline {_NUMBER} {_NUMBER}")
_SIZE = re.compile(rf"x_size {_NUMBER}")
_CONFIDENCE = re.compile(rf"x_wconf {_NUMBER}")
_ROWS = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}


class Tesseract:
    """Reads images by a process each.

    Args:
        tell: Is told while it is at it.
    """

    def __init__(self, recogniser: Recogniser, tell: Tell) -> None:
        self.how, self.lacks, self.bounds, self.glances = recogniser.how, "", None, False
        self._recogniser = recogniser
        self._tell = tell
        self._deadline = 0.0

    def read(self, picture: Picture) -> list[Piece]:
        """The pieces of a page's lines; a page that lies on its side is turned."""
        self._deadline = time.monotonic() + PAGE_S
        rows, picture = self._turned(picture)
        slope = median(row.slope for row in rows) if rows else 0.0
        if abs(slope) > _ASLANT:
            level = picture.straightened(slope)
            again = self._rows_if_it_can(level)
            if sureness(again) > sureness(rows) - _AS_SURE:
                return upright(again, level)
        return upright(rows, picture)

    def _turned(self, picture: Picture) -> tuple[list[Row], Picture]:
        """The rows of a page as it is, or as it was turned for them."""
        rows = self._rows(picture)
        is_on_its_side = lie_on_their_side(rows)
        if self._recogniser.turns and (sureness(rows) < _SURE or is_on_its_side):
            quarters = self._quarters(picture)
            if quarters:
                turned = picture.turned(quarters)
                again = self._rows_if_it_can(turned)
                if again and (is_on_its_side or sureness(again) > sureness(rows)):
                    return again, turned
        return rows, picture

    def _rows(self, picture: Picture) -> list[Row]:
        languages = "+".join(self._recogniser.languages)
        told = self._run(picture, "-l", languages, "--psm", "3", "hocr")
        try:
            return [row for row in rows_of(told) if row.sureness >= _NO_ROW]
        except ET.ParseError:
            raise UnreadPageError("tesseract said what is no hOCR") from None

    def _rows_if_it_can(self, picture: Picture) -> list[Row]:
        """The rows of a page that was read before, another way round; none where it cannot: the first stand then."""
        try:
            return self._rows(picture)
        except UnreadPageError:
            return []

    def _quarters(self, picture: Picture) -> int:
        """By how many right angles to the left a page has to be turned."""
        try:
            told = self._run(picture, "-l", ORIENTATION, "--psm", "0")
        except UnreadPageError:  # too few signs to tell
            return 0
        found = _TURN.search(told.decode("utf-8", "replace"))
        return 0 if found is None else -(int(found[1]) // 90) % 4

    def _run(self, picture: Picture, *arguments: str) -> bytes:
        try:
            try:
                return self._run_once(picture, *arguments)
            except KilledError:
                return self._run_once(picture, *arguments)  # by somebody: a second time, it is the page's own fault
        except (ProgramError, OSError) as error:
            said = error if isinstance(error, ProgramError) else "cannot be started"
            raise UnreadPageError(f"tesseract {said}") from None

    def _run_once(self, picture: Picture, *arguments: str) -> bytes:
        height, width = picture.pixels.shape
        image = b"P5 %d %d 255\n" % (width, height) + picture.pixels.tobytes()
        resolution = str(max(70, round(picture.dpi)))
        return said_by(
            [self._recogniser.program, "stdin", "stdout", "--dpi", resolution, *arguments],
            image,
            deadline=self._deadline,
            most_bytes=_MOST_SAID,
            tell=self._tell,
        )


def rows_of(hocr: bytes) -> Iterator[Row]:
    """The rows of a page in what tesseract says of it, but for those that say nothing, or are nowhere.

    Raises:
        ET.ParseError: It is no XML.
    """
    row: ET.Element | None = None
    words: list[tuple[str, str]] = []
    for event, element in ET.iterparse(io.BytesIO(hocr), events=("start", "end")):  # noqa: S314  # tesseract wrote it
        kind = element.get("class")
        if event == "start" and kind in _ROWS:
            row, words = element, []
        elif event == "end" and kind == "ocrx_word":
            words.append(("".join(element.itertext()).strip(), element.get("title", "")))
            element.clear()
        elif row is not None and event == "end" and element is row:
            yield from _row_of(row.get("title", ""), words)
            row.clear()
            row = None


def _row_of(title: str, words: Sequence[tuple[str, str]]) -> Iterator[Row]:
    box, base, size = _BOX.search(title), _BASE.search(title), _SIZE.search(title)
    text = " ".join(word for word, _ in words if word)
    if box is None or not text:
        return
    left, top, right, bottom = map(float, box.groups())
    slope, offset = map(float, base.groups()) if base else (0.0, 0.0)
    sure = [float(found[1]) for _, said in words if (found := _CONFIDENCE.search(said))]
    yield Row(
        text,
        (left + right) / 2,
        bottom + offset + slope * (right - left) / 2,
        right - left,
        float(size[1]) if size else bottom - top,
        slope,
        fmean(sure) / 100 if sure else 0.0,
    )
