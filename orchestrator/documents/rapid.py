"""RapidOCR reads a page: models in a wheel, for machines where nothing can be installed but Python's packages.

It reads Latin and Greek letters, Chinese and Japanese; it is slower than tesseract, and takes half a gigabyte.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from orchestrator.documents.base import Tell
from orchestrator.documents.eye import Row, awaited, lie_on_their_side, sureness, upright
from orchestrator.documents.layout import Piece
from orchestrator.documents.picture import Picture
from orchestrator.documents.recogniser import Recogniser

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
        self._engine: Any = None

    def read(self, picture: Picture) -> list[Piece]:
        """The pieces of a page's lines; a page that lies on its side is turned."""
        rows = self._rows(picture)
        if lie_on_their_side(rows):
            picture = picture.turned(1)  # the right way, or upside down
            rows = self._rows(picture)
        if rows and sureness(rows) < _SURE:
            turned = picture.turned(2)
            again = self._rows(turned)
            if sureness(again) > sureness(rows):
                return upright(again, turned)
        return upright(rows, picture)

    def _rows(self, picture: Picture) -> list[Row]:
        return awaited(self._thread.submit(self._read, picture), self._tell)

    def _read(self, picture: Picture) -> list[Row]:
        from rapidocr import RapidOCR  # noqa: PLC0415  # it takes seconds, and most files need it not

        self._engine = self._engine or RapidOCR(params=_SETTINGS)
        found = self._engine(np.repeat(picture.pixels[:, :, None], 3, axis=2))
        if found.boxes is None or found.txts is None or found.scores is None:
            return []
        return list(_rows_of(found.boxes, found.txts, found.scores))


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
