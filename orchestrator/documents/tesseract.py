"""Tesseract reads a page: the image goes in by a pipe, hOCR comes out of one, and no file is written."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import fmean, median
from xml.etree import ElementTree as ET

from orchestrator.documents.base import Tell
from orchestrator.documents.eye import BlindError, Row, awaited, lie_on_their_side, sureness, upright
from orchestrator.documents.layout import Piece
from orchestrator.documents.picture import Picture
from orchestrator.documents.recogniser import Recogniser

_SURE = 0.6  # a page of less is turned the wrong way, or hardly a page of text
_ASLANT = 0.012  # 0.7 degrees: with more, lines are torn in the middle of words
_AS_SURE = 0.1  # straightened, it may be by so much less sure
_NO_ROW = 0.25  # what tesseract takes for signs in a picture's grain
_TURN = re.compile(r"Rotate: (\d+)")
_NUMBER = r"(-?\d+(?:\.\d+)?)"
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
        self._thread = ThreadPoolExecutor(1)

    def read(self, picture: Picture) -> list[Piece]:
        """The pieces of a page's lines; a page that lies on its side is turned."""
        rows, picture = self._turned(picture)
        slope = median(row.slope for row in rows) if rows else 0.0
        if abs(slope) > _ASLANT:
            level = picture.straightened(slope)
            again = self._rows(level)
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
                again = self._rows(turned)
                if is_on_its_side or sureness(again) > sureness(rows):
                    return again, turned
        return rows, picture

    def _rows(self, picture: Picture) -> list[Row]:
        languages = "+".join(self._recogniser.languages)
        told = self._run(picture, "-l", languages, "--psm", "3", "hocr")
        try:
            return [row for row in _rows_of(told) if row.sureness >= _NO_ROW]
        except ET.ParseError:
            raise BlindError("tesseract said what is no hOCR") from None

    def _quarters(self, picture: Picture) -> int:
        """By how many right angles to the left a page has to be turned."""
        try:
            told = self._run(picture, "-l", "osd", "--psm", "0")
        except BlindError:  # too few signs to tell
            return 0
        found = _TURN.search(told.decode("utf-8", "replace"))
        return 0 if found is None else -(int(found[1]) // 90) % 4

    def _run(self, picture: Picture, *arguments: str) -> bytes:
        height, width = picture.pixels.shape
        image = b"P5 %d %d 255\n" % (width, height) + picture.pixels.tobytes()
        resolution = str(max(70, round(picture.dpi)))
        command = [self._recogniser.program, "stdin", "stdout", "--dpi", resolution, *arguments]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # two threads take twice the time of one
        ) as process:
            try:
                told, _ = awaited(self._thread.submit(process.communicate, image), self._tell)
            except BlindError:
                process.kill()
                raise
        if process.returncode:
            raise BlindError(f"tesseract ended with {process.returncode}")
        return told


def _rows_of(hocr: bytes) -> Iterator[Row]:
    for element in ET.fromstring(hocr).iter():  # noqa: S314  # tesseract wrote it
        if element.get("class") not in _ROWS:
            continue
        words = [one for one in element.iter() if one.get("class") == "ocrx_word"]
        texts = ["".join(word.itertext()).strip() for word in words]
        title = element.get("title", "")
        box, base, size = _BOX.search(title), _BASE.search(title), _SIZE.search(title)
        if box is None or not any(texts):
            continue
        left, top, right, bottom = map(float, box.groups())
        slope, offset = map(float, base.groups()) if base else (0.0, 0.0)
        sure = [float(found[1]) for word in words if (found := _CONFIDENCE.search(word.get("title", "")))]
        yield Row(
            " ".join(text for text in texts if text),
            (left + right) / 2,
            bottom + offset + slope * (right - left) / 2,
            right - left,
            float(size[1]) if size else bottom - top,
            slope,
            fmean(sure) / 100 if sure else 0.0,
        )
