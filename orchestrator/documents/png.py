"""Grey images as PNG, for models: written by us, as nothing but PDFium is there to read a PDF."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestrator.documents.picture import Picture

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY = b"\x08\x00\x00\x00\x00"  # eight bits, one channel, and no choice in the rest
_PLAIN = 0  # each row as it is: of pages of text that takes fewer bytes than what differs from the row above
_LEVEL = 4  # more takes three times as long for a twentieth of a page with grain


def png(picture: Picture) -> bytes:
    """The file of an image."""
    import numpy as np  # noqa: PLC0415  # most files need none, and it takes a fifth of a second

    pixels = picture.pixels
    height, width = pixels.shape
    rows = np.empty((height, width + 1), np.uint8)
    rows[:, 0] = _PLAIN
    rows[:, 1:] = pixels
    head = struct.pack(">II", width, height) + _GREY
    packed = zlib.compress(rows.tobytes(), _LEVEL)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
