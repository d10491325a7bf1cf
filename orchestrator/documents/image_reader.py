"""Reading images: rows of signs that an engine finds, as pieces of lines that stand upright, for the reading order.

picture ─► engine ─► rows: text, middle of the base line, slope ─► turned by the page's slope ─► pieces
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from orchestrator.documents.base import Tell
from orchestrator.documents.layout import Piece
from orchestrator.documents.paragraphs import plain
from orchestrator.documents.picture import POINTS, Picture
from orchestrator.documents.recogniser import Bounds, Engine, Recogniser

PAGE_S = 300.0
"""How long recognition of a page may take, however often it is turned; usual are seconds, or a minute on a busy one."""

_TELLING = 3  # signs; a shorter row may be as high as wide
_NARROW = 0.2  # of its height, a sign; usual is half of it, in Chinese all of it


class UnreadPageError(Exception):
    """A page that an engine could not read; says why, in words that go on from its name."""


@dataclass(frozen=True, slots=True)
class Row:
    """Signs on one line, as they stand in an image: pixels, from its upper left corner.

    Args:
        x: The middle of the base line.
        y: The same.
        size: The height of its signs.
        slope: By how much the base line goes down to the right.
        sureness: Of the engine, 0 to 1.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    slope: float
    sureness: float


class ImageReader(Protocol):
    """What reads images."""

    @property
    def how(self) -> str:
        """How a page was read by it, for people."""

    @property
    def lacks(self) -> str:
        """Why it can read none; empty where it can."""

    @property
    def bounds(self) -> Bounds | None:
        """Within which a model is to get an image, where one reads it later, and not this; else None."""

    @property
    def glances(self) -> bool:
        """Whether pages are only counted."""

    def read(self, picture: Picture) -> list[Piece]:
        """The pieces of a page's lines.

        Raises:
            UnreadPageError: It could not.
        """


@dataclass(frozen=True, slots=True)
class NoImageReader:
    """Where nothing here reads images: says why, of each page that is one; or has a model read them later."""

    lacks: str
    how: str = ""
    bounds: Bounds | None = None
    glances: bool = False

    def read(self, picture: Picture) -> list[Piece]:
        """Nothing.

        Raises:
            UnreadPageError: Always.
        """
        raise UnreadPageError(self.lacks)


def image_reader_of(recogniser: Recogniser, tell: Tell) -> ImageReader:
    """What a recogniser reads with, in this process."""
    match recogniser.engine:  # each brings what it needs
        case Engine.TESSERACT:
            from orchestrator.documents.tesseract import Tesseract  # noqa: PLC0415

            return Tesseract(recogniser, tell)
        case Engine.RAPIDOCR:
            from orchestrator.documents.rapid import Rapid  # noqa: PLC0415

            return Rapid(recogniser, tell)
        case Engine.MODEL:
            return NoImageReader("", recogniser.how, recogniser.bounds, recogniser.glances)
        case Engine.NONE:
            return NoImageReader(recogniser.lacks)


def sureness(rows: Sequence[Row]) -> float:
    """How sure an engine is of a page's signs, 0 to 1: it is of few where the page is turned the wrong way."""
    signs = sum(len(row.text) for row in rows)
    return sum(row.sureness * len(row.text) for row in rows) / signs if signs else 0.0


def lie_on_their_side(rows: Sequence[Row]) -> bool:
    """Whether most rows are too narrow for their texts: an engine that read them has not turned them."""
    told = [row for row in rows if len(row.text) > _TELLING]
    narrow = sum(row.width < _NARROW * row.size * len(row.text) for row in told)
    return narrow > len(told) / 2


def upright(rows: Sequence[Row], picture: Picture) -> list[Piece]:
    """Rows as pieces in points from the lower left corner, with the page's slope taken out."""
    rows = [row for row in rows if row.text.strip()]
    if not rows:
        return []
    angle = math.atan(median(row.slope for row in rows))
    cos, sin = math.cos(angle), math.sin(angle)
    scale, height = POINTS / picture.dpi, picture.pixels.shape[0]
    pieces = []
    for row in rows:
        x, y = row.x * cos + row.y * sin, row.y * cos - row.x * sin
        left, bottom = (x - row.width / 2) * scale, (height - y) * scale
        size = max(row.size * scale, 1.0)
        pieces.append(Piece(plain(row.text), left, bottom, left + row.width * scale, bottom + size, size))
    return pieces
