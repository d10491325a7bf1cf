"""An image: read as a page of a scan is; a TIFF may have many, each a page."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterator

import numpy as np
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from orchestrator.documents.base import NOTHING, Part, Sight, Tell, UnreadableError
from orchestrator.documents.image_reader import ImageReader, UnreadPageError
from orchestrator.documents.page_texts import MAX_PAGES, Page, page_parts, why_no_text
from orchestrator.documents.picture import MAX_PIXELS, MAX_SIDE, Picture, scale_within
from orchestrator.documents.recogniser import Bounds

Image.MAX_IMAGE_PIXELS = 100_000_000  # above twice that an image is refused: a bomb, or no page

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")
_PAGED = "TIFF"  # the frames of the others are a film
_DPI = 150.0  # for places and sizes alone, which are told by each other
_DEEP = "IF"  # modes of more than eight bits a pixel begin so
_STRIP = 4_000_000  # pixels
_SMALL = 1_000_000  # pixels: signs of a screen are too small for recognition, and are made twice as large

_FAULTS = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
"""What Pillow's decoders say of bytes that are not theirs, or are cut off."""


def read_image(data: bytes, tell: Tell, reader: ImageReader) -> Iterator[Part]:
    """The pages of an image.

    Raises:
        UnreadableError: It is none, or has no text.
    """
    pages = []
    for picture in _pictures(data, reader.bounds):
        pages.append(_page(picture, reader))
        tell()
    if not any(page.pieces or page.is_to_come for page in pages):
        raise UnreadableError(f"has no text: {why_no_text(pages) or 'it is blank'}")
    yield from page_parts(pages, tell)


def frame_of(data: bytes, number: int, bounds: Bounds) -> Picture:
    """A page of an image, by its number from 1.

    Raises:
        UnreadableError: It has no such page.
    """
    picture = next(_pictures(data, bounds, number), None)
    if picture is None:
        raise UnreadableError(f"has no page {number} by now")
    return picture


def _page(picture: Picture, reader: ImageReader) -> Page:
    if picture.is_blank:
        return Page([], NOTHING)
    if reader.bounds is not None:
        return Page([], Sight(picture.width, picture.height, 0, NOTHING))
    try:
        return Page(reader.read(picture), reader.how)
    except UnreadPageError as error:
        return Page([], f"{NOTHING}: {error}", is_final=bool(reader.lacks))


def _pictures(data: bytes, bounds: Bounds | None, only: int | None = None) -> Iterator[Picture]:
    """The pages of an image, or only that one."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            count = getattr(image, "n_frames", 1) if image.format == _PAGED else 1
            if count > MAX_PAGES:
                raise UnreadableError(f"has {count:,} pages, and at most {MAX_PAGES:,} are read; split it")
            for number in range(count) if only is None else range(only - 1, min(only, count)):
                if count > 1:
                    image.seek(number)
                yield _picture(image, bounds)
    except Image.DecompressionBombError:
        raise UnreadableError("has more than 200 megapixels; make it smaller") from None
    except UnidentifiedImageError:
        raise UnreadableError("is no image of a kind that is read, whatever its name says; save it as PNG") from None
    except _FAULTS:
        raise UnreadableError("is a broken image, or not whole; copy it again, or save it anew as PNG") from None


def _picture(image: Image.Image, bounds: Bounds | None) -> Picture:
    if image.format == "JPEG":  # made smaller as it is unpacked
        image.draft("L", _within(image.size, bounds))
    image.load()  # a TIFF turns itself, and has another size then
    grey = _grey(image)
    width, height = grey.size
    if _within(grey.size, bounds) != grey.size:
        grey = grey.resize(_within(grey.size, bounds), Image.Resampling.BOX)
    elif bounds is None and width * height < _SMALL and 2 * max(width, height) <= MAX_SIDE:
        grey = grey.resize((2 * width, 2 * height), Image.Resampling.BICUBIC)
    turned = image.getexif().get(ExifTags.Base.Orientation)
    if turned is not None:
        grey.getexif()[ExifTags.Base.Orientation] = turned
        grey = ImageOps.exif_transpose(grey)
    return Picture(np.asarray(grey, np.uint8), _DPI)


def _within(size: tuple[int, int], bounds: Bounds | None) -> tuple[int, int]:
    """A size of the same shape with no more pixels than are read."""
    scale = min(1.0, scale_within(*size, bounds))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _grey(image: Image.Image) -> Image.Image:
    """Grey as on white paper, strip by strip: beside a large image there is no room for another one of its size."""
    width, height = image.size
    by = max(1, int((width * height / MAX_PIXELS) ** 0.5))
    grey = Image.new("L", (-(-width // by), -(-height // by)))
    full = _full(image, by) if image.mode[0] in _DEEP else 0.0
    for top, strip in _strips(image, by):
        grey.paste(_grey_strip(strip, full).reduce(by), (0, top // by))
    return grey


def _strips(image: Image.Image, by: int) -> Iterator[tuple[int, Image.Image]]:
    """An image in strips of so many rows or a multiple of it, each with the row at which it begins."""
    width, height = image.size
    rows = by * max(1, _STRIP // (width * by))
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(top + rows, height)))


def _grey_strip(strip: Image.Image, full: float) -> Image.Image:
    if full:
        return Image.fromarray(np.clip(np.asarray(strip, np.float32) * (255 / full), 0, 255).astype(np.uint8))
    if "A" in strip.getbands() or "transparency" in strip.info:
        over = strip.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("L")
    return strip.convert("L")


def _full(image: Image.Image, by: int) -> float:
    """What is white in an image of more than eight bits: all that the bits of its lightest pixel hold, or 1."""
    high = max(float(np.asarray(strip).max()) for _, strip in _strips(image, by))
    if not math.isfinite(high):
        raise ValueError(high)
    return 1.0 if high <= 1 else float((1 << int(high).bit_length()) - 1)
