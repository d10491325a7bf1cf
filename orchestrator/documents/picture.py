"""A page as its image: grey, as sharp as recognition needs it, and of so many pixels that memory is bounded."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestrator.documents.recogniser import Bounds

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2 as pdfium

DPI = 300.0
"""What recognition is made for; a page of a poster's size gets less."""

MAX_PIXELS = 16_000_000
"""Of an image that is read: twice a sheet of A4. A larger page is made smaller."""

POINTS = 72.0
"""Points in an inch."""

_MOST_OF_PAGE = 0.5
_DEPTH = 3  # forms within forms, in which images may lie
_BLANK = 4.0  # the spread of grey of a page that nothing is on, with the scanner's noise


@dataclass(frozen=True, slots=True)
class Picture:
    """An image.

    Args:
        pixels: Grey, a row for each line of it from the top; 0 is black.
    """

    pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
    dpi: float

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.pixels.shape[0])

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing on it."""
        return float(self.pixels[::4, ::4].std()) < _BLANK

    def turned(self, quarters: int) -> Picture:
        """The same, turned to the left by so many right angles."""
        import numpy as np  # noqa: PLC0415  # most files need none, and it takes a fifth of a second

        return Picture(np.ascontiguousarray(np.rot90(self.pixels, quarters)), self.dpi)

    def straightened(self, slope: float) -> Picture:
        """The same with its columns shifted, so that lines that go down to the right by so much lie level."""
        import numpy as np  # noqa: PLC0415  # the same

        made = np.full_like(self.pixels, 255)
        height, width = self.pixels.shape
        for x in range(width):
            down = round(slope * x)
            made[max(0, -down) : height - max(0, down), x] = self.pixels[max(0, down) : height - max(0, -down), x]
        return Picture(made, self.dpi)


def picture_of(page: pdfium.PdfPage, bounds: Bounds | None = None) -> Picture:
    """A page of a PDF, rendered.

    Args:
        bounds: Within which; None: as recognition here needs it.
    """
    scale = _scale(page, bounds)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = bitmap.to_numpy()

        return Picture(pixels.reshape(pixels.shape[:2]).copy(), scale * POINTS)
    finally:
        bitmap.close()


def size_of(page: pdfium.PdfPage, bounds: Bounds) -> tuple[int, int]:
    """The width and the height that a page's image will have."""
    width, height = page.get_size()
    scale = _scale(page, bounds)
    return math.ceil(width * scale), math.ceil(height * scale)


def _scale(page: pdfium.PdfPage, bounds: Bounds | None) -> float:
    width, height = page.get_size()
    return min(DPI / POINTS, shrink(width, height, bounds))


def shrink(width: float, height: float, bounds: Bounds | None = None) -> float:
    """By how much an image of this size is made larger or smaller, so that it has as many pixels as it may have."""
    fits = math.sqrt((MAX_PIXELS if bounds is None else bounds.pixels) / max(1.0, width * height))
    return fits if bounds is None else min(fits, bounds.edge / max(1.0, width, height))


def is_pictured(page: pdfium.PdfPage) -> bool:
    """Whether images cover most of a page: one, or the strips of one."""
    width, height = page.get_size()
    covered = sum(_within(bounds, width, height) for bounds in _images(page))
    return bool(covered > _MOST_OF_PAGE * width * height)


def has_marks(page: pdfium.PdfPage) -> bool:
    """Whether anything is drawn on a page."""
    return next(page.get_objects(max_depth=1), None) is not None


def _images(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    from pypdfium2 import raw  # noqa: PLC0415  # images as items need no PDFium

    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        yield one.get_bounds()


def _within(bounds: tuple[float, float, float, float], width: float, height: float) -> float:
    left, bottom, right, top = bounds
    return max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
