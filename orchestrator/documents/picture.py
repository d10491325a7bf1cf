"""A page as its image: grey, as sharp as recognition needs it, and of so many pixels that memory is bounded."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestrator.documents.base import Tell
from orchestrator.documents.recogniser import Bounds

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2 as pdfium

DPI = 300.0
"""What recognition is made for; a page of a poster's size gets less."""

MAX_PIXELS = 16_000_000
"""Of an image that is read: twice a sheet of A4. A larger page is made smaller."""

MAX_SIDE = 30_000
"""Of an image in pixels: recognition takes no longer ones, and a page may be a metre wide and a point high."""

DRAW_S = 60.0
"""How long drawing a page may take: a scan takes milliseconds, a map of a hundred thousand lines minutes."""

POINTS = 72.0
"""Points in an inch."""

_MOST_OF_PAGE = 0.5
_DEPTH = 3  # forms within forms, in which images may lie
_SPOT = 32  # pixels: about a sign
_BLANK = 8.0  # the spread of grey in a spot that nothing is on, with the scanner's noise


class UndrawnError(Exception):
    """A page that could not be drawn; says why."""


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
        """Whether there is nothing on it: no spot, however small beside the page, has more than a scanner's noise."""
        return all(_spread(self.pixels[top : top + _SPOT]) < _BLANK for top in range(0, self.pixels.shape[0], _SPOT))

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
            down = max(-height, min(round(slope * x), height))
            made[max(0, -down) : height - max(0, down), x] = self.pixels[max(0, down) : height - max(0, -down), x]
        return Picture(made, self.dpi)


def _spread(band: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> float:
    """The highest spread of grey of the spots in a band of a page."""
    import numpy as np  # noqa: PLC0415  # the same

    starts = np.arange(0, band.shape[1], _SPOT)
    grey = band.astype(np.float32)
    sums, squares = (np.add.reduceat(one.sum(axis=0), starts) for one in (grey, grey * grey))
    counts = np.diff(starts, append=band.shape[1]) * band.shape[0]
    return float(np.sqrt(np.maximum(squares / counts - (sums / counts) ** 2, 0.0)).max())


def scale_within(width: float, height: float, bounds: Bounds | None = None) -> float:
    """By how much a page of such a size may be made larger, or has to be made smaller.

    Args:
        bounds: Of its image; None: those of recognition here.
    """
    pixels, edge = (MAX_PIXELS, MAX_SIDE) if bounds is None else (bounds.pixels, bounds.edge)
    return float(min((pixels / max(1.0, width * height)) ** 0.5, edge / max(1.0, width, height)))


def picture_of(page: pdfium.PdfPage, tell: Tell = lambda: None, bounds: Bounds | None = None) -> Picture:
    """A page of a PDF, drawn.

    Args:
        tell: Is told while it is drawn: a map takes minutes.
        bounds: Of its image; None: those of recognition here.

    Raises:
        UndrawnError: It takes too long, or cannot be drawn.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415  # images as items need none

    scale, size = _scale(page, bounds), size_of(page, bounds)
    bitmap = pdfium.PdfBitmap.new_native(*size, pdfium.raw.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        _draw(page, bitmap, size, tell)
        pixels = bitmap.to_numpy()
        return Picture(pixels.reshape(pixels.shape[:2]).copy(), scale * POINTS)
    finally:
        bitmap.close()


def size_of(page: pdfium.PdfPage, bounds: Bounds | None) -> tuple[int, int]:
    """The width and the height that a page's image will have."""
    width, height = page.get_size()
    scale = _scale(page, bounds)
    return math.ceil(width * scale), math.ceil(height * scale)


def _scale(page: pdfium.PdfPage, bounds: Bounds | None) -> float:
    width, height = page.get_size()
    return min(DPI / POINTS, scale_within(width, height, bounds))


def _draw(page: pdfium.PdfPage, bitmap: pdfium.PdfBitmap, size: tuple[int, int], tell: Tell) -> None:
    """Draw a page; PDFium asks between its objects whether to go on."""
    from pypdfium2 import raw  # noqa: PLC0415  # the same

    deadline = time.monotonic() + DRAW_S

    def is_late(_: object) -> bool:
        tell()
        return time.monotonic() > deadline

    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(is_late)
    flags = raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT
    status = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, *size, 0, flags, pause)
    raw.FPDF_RenderPage_Close(page)
    if status != raw.FPDF_RENDER_DONE:
        late = status == raw.FPDF_RENDER_TOBECONTINUED
        raise UndrawnError(f"PDFium had not drawn it after {DRAW_S:g} s" if late else "PDFium cannot draw it")


def is_pictured(page: pdfium.PdfPage) -> bool:
    """Whether images cover most of a page: one, or the strips of one."""
    box = page.get_bbox()
    covered = sum(_shared(box, _box_of(image)) for image in _images(page))
    return bool(covered > _MOST_OF_PAGE * _shared(box, box))


def has_marks(page: pdfium.PdfPage) -> bool:
    """Whether anything is drawn on a page."""
    return next(page.get_objects(max_depth=1), None) is not None


def has_broken_image(page: pdfium.PdfPage) -> bool:
    """Whether an image of a page cannot be unpacked: rendered, it leaves the page white."""
    return any(not _is_unpacked(image) for image in _images(page))


def _is_unpacked(image: pdfium.PdfImage) -> bool:
    try:
        image.get_bitmap().close()
    except (RuntimeError, ValueError):  # PDFium's own error is the first
        return False
    return True


_Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


def _images(page: pdfium.PdfPage) -> Iterator[pdfium.PdfImage]:
    from pypdfium2 import raw  # noqa: PLC0415  # images as items need no PDFium

    yield from page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH)


def _box_of(image: pdfium.PdfImage) -> _Box:
    box: _Box = image.get_bounds()
    form = image.container
    while form is not None:  # what lies in a form is where the form's matrix puts it
        box = _placed(box, form.get_matrix())
        form = form.container
    return box


def _placed(box: _Box, matrix: pdfium.PdfMatrix) -> _Box:
    left, bottom, right, top = box
    corners = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(along), max(across), max(along)


def _shared(one: _Box, other: _Box) -> float:
    """The area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)
