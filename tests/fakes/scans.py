"""Scans of our own making: pages of known texts as images, with what scanners add: skew, noise, a stamp, a turn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium

from tests.fakes.pdfs import HEIGHT, WIDTH, filed, lock_of, locked, pdf_of

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


def image_of(text: str, *, dpi: float = 200.0, height: float = 1.0) -> Grey:
    """A page with a text, grey.

    Args:
        height: How much of the page, from the top.
    """
    document = pdfium.PdfDocument(pdf_of([text]))
    pixels = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    grey = pixels.reshape(pixels.shape[:2]).copy()
    document.close()
    return np.ascontiguousarray(grey[: int(grey.shape[0] * height)])


def noisy(image: Grey, spread: float = 25.0) -> Grey:
    """With the grain of a scanner."""
    grain = np.random.default_rng(1).normal(0, spread, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def skewed(image: Grey, slope: float = 0.03) -> Grey:
    """Sheared, as a sheet that was laid in aslant: lines go down to the right."""
    made = np.full_like(image, 255)
    for x in range(image.shape[1]):
        down = int(slope * x)
        made[down:, x] = image[: image.shape[0] - down, x]
    return made


def scan(images: Sequence[Grey], *, stamp: str = "", drawn: Sequence[bytes] = (), password: bytes = b"") -> bytes:
    """A PDF with an image a page.

    Args:
        stamp: A text over each of them, as archives put it there.
        drawn: The contents of pages after them.
        password: Encrypts it; empty: it is open.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for image in images:
        high, wide = image.shape
        width = min(WIDTH, HEIGHT * wide / high)
        height = width * high / wide
        at = len(objects) + 1
        packed = locked(at, zlib.compress(image.tobytes(), 1), password)
        content = b"q %.2f 0 0 %.2f 0 0 cm /Im1 Do Q BT /F1 8 Tf 20 10 Td (%s) Tj ET" % (width, height, stamp.encode())
        content = locked(at + 1, content, password)
        kids.append(b"%d 0 R" % (at + 2))
        objects += [
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
            b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (wide, high, len(packed), packed),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 %d 0 R >> >> >>" % (width, height, at + 1, at),
        ]
    for content in drawn:
        at = len(objects) + 1
        kids.append(b"%d 0 R" % (at + 1))
        objects += [
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), locked(at, content, password)),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R >>" % (WIDTH, HEIGHT, at),
        ]
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return filed(objects, lock_of(password))
