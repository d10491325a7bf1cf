"""An image: read as a page of a scan is; a TIFF may have many, each a page."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from orchestrator.documents.base import NOTHING, How, Part, Sight, Tell, UnreadableError
from orchestrator.documents.eye import BlindError, Eye
from orchestrator.documents.layout import Piece
from orchestrator.documents.page_texts import MAX_PAGES, page_parts
from orchestrator.documents.picture import Picture, shrink
from orchestrator.documents.recogniser import Bounds

Image.MAX_IMAGE_PIXELS = 100_000_000  # above twice that an image is refused: a bomb, or no page

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")
_PAGED = "TIFF"  # the frames of the others are a film
_DPI = 150.0  # for places and sizes alone, which are told by each other
_SMALL = 1_000_000  # pixels: signs of a screen are too small for recognition, and are made twice as large


def read_image(data: bytes, tell: Tell, eye: Eye) -> Iterator[Part]:
    """The pages of an image.

    Raises:
        UnreadableError: It is none, or has no text.
    """
    pages: list[list[Piece]] = []
    hows: list[How] = []
    for picture in _pictures(data, eye.bounds):
        pieces, how = _read(picture, eye)
        pages.append(pieces)
        hows.append(how)
        tell()
    if not any(pages) and not any(isinstance(how, Sight) for how in hows):
        told = [how for how in hows if isinstance(how, str) and how != NOTHING]
        said = next((how.partition(": ")[2] or f"{how} found none" for how in told), "it is blank")
        raise UnreadableError(f"has no text: {said}")
    yield from page_parts(pages, hows, tell)


def frame_of(data: bytes, number: int, bounds: Bounds) -> Picture:
    """A page of an image, by its number from 1.

    Raises:
        UnreadableError: It has no such page.
    """
    picture = next(_pictures(data, bounds, number), None)
    if picture is None:
        raise UnreadableError(f"has no page {number} by now")
    return picture


def _read(picture: Picture, eye: Eye) -> tuple[list[Piece], How]:
    if picture.is_blank:
        return [], NOTHING
    if eye.bounds is not None:
        return [], Sight(picture.width, picture.height, 0, NOTHING)
    try:
        return eye.read(picture), eye.how
    except BlindError as error:
        return [], f"{NOTHING}: {error}"


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
    except (OSError, SyntaxError, ValueError):  # what its decoders say of bytes that are not theirs
        raise UnreadableError("is a broken image, or not whole; copy it again, or save it anew as PNG") from None


def _picture(image: Image.Image, bounds: Bounds | None) -> Picture:
    if image.format == "JPEG":  # made smaller as it is unpacked
        image.draft("L", _within(image.size, bounds))
    grey = _grey(ImageOps.exif_transpose(image))
    width, height = grey.size
    if shrink(width, height, bounds) < 1:
        grey = grey.resize(_within(grey.size, bounds), Image.Resampling.BOX)
    elif bounds is None and width * height < _SMALL:
        grey = grey.resize((2 * width, 2 * height), Image.Resampling.BICUBIC)
    return Picture(np.asarray(grey, np.uint8), _DPI)


def _within(size: tuple[int, int], bounds: Bounds | None) -> tuple[int, int]:
    """A size of the same shape with no more pixels than are read."""
    width, height = size
    scale = min(1.0, shrink(width, height, bounds))
    return max(1, int(width * scale)), max(1, int(height * scale))


def _grey(image: Image.Image) -> Image.Image:
    """Grey as on white paper, where the image lets something through."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("L")
    return image.convert("L")
