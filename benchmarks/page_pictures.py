"""Draw a page in two columns and a scan of it for the docs, and show what comes out of each.

`python -m benchmarks.page_pictures` writes docs/page.png and docs/scan.png; the text is in docs/files.md, and a test
reads the page again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from orchestrator.documents.base import joined
from orchestrator.documents.image_reader import ImageReader, NoImageReader, image_reader_of
from orchestrator.documents.installed import recogniser_here
from orchestrator.documents.pdf import read_pdf
from tests.fakes.pdfs import HEIGHT, LEADING, Placed, pdf
from tests.fakes.scans import Grey, noisy, scan, skewed

DOCS = Path(__file__).parents[1] / "docs"

LEFT = """\
A gauge in a town measures less rain than one in
the fields beside it, and nobody who has stood
on a roof in a storm will be surprised by that: the
rain falls slanting there, and a part of it passes
over the rim. What follows is about how to meas-
ure the rest.

We set two gauges on a roof and two in a mead-
ow, a mile apart, and read them each morning at
seven, from May to September. Days without
rain at any of the four were left out."""

RIGHT = """\
Of the 61 days that remained, the meadow had
more rain on 52. The difference grew with the
wind: in a calm it was four parts in a hundred,
in a gale a quarter.

A screen of wire around the rim, as high as the
gauge, brought both roofs to within three parts
of the meadow. It costs less than an afternoon, so
we recommend it to all who can reach their roof."""

_SEEN_DPI = 80
_SCAN_DPI = 200
_CUT = 0.32  # of the page, from the top: what stands below is white


def page() -> bytes:
    """The page: a title over both columns, words divided at the ends of lines, a running head and a number."""
    placed: list[Placed] = [(60, 800, "PROCEEDINGS OF THE SOCIETY"), (500, 800, "117")]
    placed.append((215, 760, "On the rain that roofs do not catch"))
    for text, left in ((LEFT, 60), (RIGHT, 315)):
        placed += [(left, 725 - LEADING * row, line) for row, line in enumerate(text.splitlines()) if line]
    return pdf([placed])


def printed(dpi: float) -> Grey:
    """The upper part of the page as an image."""
    document = pdfium.PdfDocument(page())
    pixels = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    grey = pixels.reshape(pixels.shape[:2])[: int(_CUT * HEIGHT * dpi / 72)].copy()
    document.close()
    return np.ascontiguousarray(grey)


def scanned() -> Grey:
    """The same as a scanner gives it: aslant, with grain."""
    return noisy(skewed(printed(_SCAN_DPI), 0.02), 20)


def read(data: bytes, reader: ImageReader) -> str:
    """What comes out."""
    return joined(list(read_pdf(data, lambda: None, reader)))[0]


def main() -> None:
    """Write the pictures and the text."""
    for name, image in (("page", printed(_SEEN_DPI)), ("scan", scanned()[::2, ::2])):
        Image.fromarray(image).quantize(16).save(DOCS / f"{name}.png", optimize=True)
    text = read(page(), NoImageReader("not asked for"))
    again = read(scan([scanned()]), image_reader_of(recogniser_here(("eng",)), lambda: None))
    print(text, "", again, "", "the same words" if text.split() == again.split() else "other words", sep="\n")


if __name__ == "__main__":
    main()
