"""RapidOCR reads a page: models in a wheel, for machines where nothing can be installed but Python's packages.

It reads Latin and Greek letters, Chinese and Japanese; it is slower than tesseract, and takes half a gigabyte.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import numpy as np

from orchestrator.documents.base import Tell
from orchestrator.documents.image_reader import PAGE_S, Row, UnreadPageError, lie_on_their_side, sureness, upright
from orchestrator.documents.layout import Piece
from orchestrator.documents.picture import Picture
from orchestrator.documents.program import TELL_S
from orchestrator.documents.recogniser import Engine, Recogniser

_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # it would turn each row by itself, and leave a page upside down
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # there are as many processes as cores
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Rec.rec_batch_num": 1,  # lines of a page that are read at once take a gigabyte
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
}
_SURE = 0.85  # a page of less is turned the wrong way, or hardly a page of text
_SIZE = 0.75  # of a box's height, which has room around the signs


class Rapid:
    """Reads images in this process.

    Args:
        tell: Is told while it is at it.
    """

    def __init__(self, recogniser: Recogniser, tell: Tell) -> None:
        self.how, self.lacks, self.bounds, self.glances = recogniser.how, "", None, False
        self._tell = tell
        self._thread = ThreadPoolExecutor(1)
        self._late: Future[list[Row]] | None = None  # a page that was given up: nothing ends a thread
        self._late_until = 0.0
        self._engine: Any = None

    def read(self, picture: Picture) -> list[Piece]:
        """The pieces of a page's lines; a page that lies on its side is turned."""
        deadline = time.monotonic() + PAGE_S
        rows = self._rows(picture, deadline)
        if lie_on_their_side(rows):
            picture = picture.turned(1)  # the right way, or upside down
            rows = self._rows(picture, deadline)
        if rows and sureness(rows) < _SURE:
            turned = picture.turned(2)
            again = self._rows(turned, deadline)
            if sureness(again) > sureness(rows):
                return upright(again, turned)
        return upright(rows, picture)

    def _rows(self, picture: Picture, deadline: float) -> list[Row]:
        if self._late is not None:
            self._wait(self._late, min(deadline, self._late_until), "is still at a page before")
            self._late = None
        reading = self._thread.submit(self._read, picture)
        try:
            self._wait(reading, deadline, f"was not done after {PAGE_S:g} s")
        except UnreadPageError:
            self._late, self._late_until = reading, deadline + PAGE_S
            raise
        try:
            return reading.result()
        except (UnreadPageError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever its models and its libraries in C say of a page
            raise UnreadPageError(f"{Engine.RAPIDOCR} failed: {type(error).__name__}") from None

    def _wait(self, reading: Future[list[Row]], deadline: float, else_it: str) -> None:
        while not wait([reading], TELL_S).done:
            self._tell()
            if time.monotonic() > deadline:
                raise UnreadPageError(f"{Engine.RAPIDOCR} {else_it}")

    def _read(self, picture: Picture) -> list[Row]:
        engine = self._engine = self._engine or _begun()
        found = engine(np.repeat(picture.pixels[:, :, None], 3, axis=2))
        if found.boxes is None or found.txts is None or found.scores is None:
            return []
        return list(_rows_of(found.boxes, found.txts, found.scores))


def _begun() -> Any:  # noqa: ANN401  # it has no types
    """It, with its models in memory.

    Raises:
        UnreadPageError: What it needs of the system is not there: OpenCV wants libraries that small Linuxes lack.
    """
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415  # it takes seconds, and most files need it not

        return RapidOCR(params=_SETTINGS)
    except (ImportError, OSError) as error:
        raise UnreadPageError(f"{Engine.RAPIDOCR} does not start here: {error}") from None


def _rows_of(boxes: Sequence[Any], texts: Sequence[str], scores: Sequence[float]) -> Iterator[Row]:
    """Rows of boxes of four corners, from the upper left one on."""
    for box, text, score in zip(boxes, texts, scores, strict=True):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = ((float(x), float(y)) for x, y in box)
        width, height = math.hypot(bx - ax, by - ay), math.hypot(dx - ax, dy - ay)
        slope = (by - ay) / (bx - ax) if bx > ax else 0.0
        below = (1 - _SIZE) / 2  # of the height, the room under the signs
        x = (cx + dx) / 2 * (1 - below) + (ax + bx) / 2 * below
        y = (cy + dy) / 2 * (1 - below) + (ay + by) / 2 * below
        yield Row(text, x, y, width, _SIZE * height, slope, score)
