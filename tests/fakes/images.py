"""Pages whose number a program can see: a strip of black and white cells over them, read again out of a PNG."""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, UnidentifiedImageError

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]

CELLS = 16
_WIDTH, _HEIGHT, _STRIP = 800, 1_100, 100


def coded(number: int) -> Grey:
    """A page with its number in it, below 32,768; the first cell is always black."""
    page = np.full((_HEIGHT, _WIDTH), 255, np.uint8)
    size = _WIDTH // CELLS
    for cell in range(CELLS):
        if cell == 0 or number >> (cell - 1) & 1:
            page[:_STRIP, cell * size : (cell + 1) * size] = 0
    return page


@dataclass(frozen=True, slots=True)
class Seen:
    """An image as the provider got it.

    Args:
        number: Of its page.
    """

    number: int
    width: int
    height: int


def seen(media_type: str, data: str) -> Seen:
    """Look at an image.

    Raises:
        ValueError: It is none, or not of that kind.
    """
    try:
        with Image.open(io.BytesIO(base64.b64decode(data, validate=True))) as image:
            kind, mode = image.format, image.mode
            pixels = np.asarray(image.convert("L"))
    except (binascii.Error, UnidentifiedImageError, OSError) as error:
        raise ValueError("Could not process image") from error
    if f"image/{(kind or '').lower()}" != media_type or mode != "L":
        raise ValueError(f"The image is {kind} {mode}, and is said to be {media_type}")
    height, width = pixels.shape
    row = pixels[int(height * _STRIP / _HEIGHT / 2)]
    cells = [row[int((cell + 0.5) * width / CELLS)] < 128 for cell in range(CELLS)]
    return Seen(sum(1 << bit for bit, is_black in enumerate(cells[1:]) if is_black), width, height)
