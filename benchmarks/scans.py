"""Scans: word error of what reads images, on pages of known text and on real scans; and what text layers are worth.

The pages are those of one manual in four languages, printed to images of several resolutions, with grain and skew. The
real scans are those that ocrmypdf's source package has for its own tests. What is not there is said, and not measured.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.files import FOLDER as PDFS
from benchmarks.files import fetch as fetch_pdfs
from orchestrator.documents.base import TEXT_LAYER, joined
from orchestrator.documents.image_reader import ImageReader, NoImageReader, image_reader_of
from orchestrator.documents.installed import recogniser_here
from orchestrator.documents.layer import Layer
from orchestrator.documents.pdf import read_pdf
from orchestrator.documents.recogniser import Engine, Recogniser
from tests.fakes.scans import Grey, noisy, scan, skewed

Row = tuple[str, str, str]

FOLDER = Path(__file__).parents[1] / "build" / "scans"
SOURCE = "ocrmypdf==17.13.0"

LANGUAGES: Mapping[str, tuple[str, ...]] = {"de": ("deu",), "fr": ("fra",), "ru": ("rus", "eng"), "ja": ("jpn",)}
PAGE = 9
"""Of the manual: prose, dates, and names in Latin letters, whatever the language."""

PRINTS: Mapping[str, tuple[float, Callable[[Grey], Grey]]] = {
    "300 dpi": (300, lambda image: image),
    "150 dpi": (150, lambda image: image),
    "100 dpi": (100, lambda image: image),
    "200 dpi, with grain": (200, lambda image: noisy(image, 25)),
    "200 dpi, 2 degrees aslant": (200, lambda image: skewed(image, 0.035)),
}
REAL = ("linn.pdf", "skew.pdf", "rotated_skew.pdf", "cardinal.pdf")
"""A brochure as it was scanned, then aslant, turned, and in all four directions: `linn.txt` is its text."""

_NO_READER = NoImageReader("not asked for")
_WORD = re.compile(r"\w+")
_BULLETS = {"0", "e", "o"}  # what a round bullet is taken for, there and here


def measure_scans(scale: int) -> Iterator[Row]:
    """What layers are worth, then each print and each real scan by whatever reads images here."""
    if not fetch_pdfs():
        yield "PDFs of Debian packages", "not measured: apt-get, dpkg-deb or pdftotext is not there", "–"
        return
    yield from _layers(scale)
    engines = {engine: found for engine in (Engine.TESSERACT, Engine.RAPIDOCR) if (found := _engine(engine))}
    for name, (dpi, spoil) in list(PRINTS.items())[:: max(1, scale)]:
        told = []
        for engine in engines:
            errors = [
                f"{shown} {_print(engine, shown, dpi, spoil):.1%}" for shown in LANGUAGES if _reads(engine, shown)
            ]
            told.append(f"{engine}: {', '.join(errors)}")
        yield f"words that are wrong of a printed page, {name}", "; ".join(told) or "nothing here reads images", "–"
    if scale == 1:
        yield from _real(engines)


def _layers(scale: int) -> Iterator[Row]:
    """How many pages of real PDFs are called what; the pages of the one paper without a map of its letters apart."""
    counts = dict.fromkeys(("usable", "called poor", "known for poor"), 0)
    for path in sorted(PDFS.rglob("*.pdf"))[::scale]:
        for part in read_pdf(path.read_bytes(), lambda: None, _NO_READER) if path.stem != "PLSvGLS" else ():
            counts["usable" if part.how == TEXT_LAYER else "called poor"] += bool(part.text)
        if path.stem == "PLSvGLS":
            counts["known for poor"] = _poor(path)
    yield "good pages of real PDFs that are called poor", f"{counts['called poor']} of {sum(counts.values())}", "0"
    if counts["known for poor"]:
        yield (
            "pages of a paper whose fonts map letters to dingbats, known for it",
            f"{counts['known for poor']} of 7",
            "7",
        )


def _poor(path: Path) -> int:
    from orchestrator.documents.pdf import _page  # noqa: PLC0415  # without a text, the file as a whole is refused

    document = pdfium.PdfDocument(path.read_bytes())
    pages = (_page(document, index, _NO_READER, lambda: None) for index in range(len(document)))
    return sum(str(Layer.POOR) in str(page.how) for page in pages)


# ── an engine at a page ─────────────────────────────────────────────────────────────────────────


def _engine(engine: Engine, *languages: str) -> Recogniser | None:
    """It, if it is here and reads these."""
    found = recogniser_here(languages)
    if found.engine is engine:
        return found
    if engine is Engine.RAPIDOCR:
        found = recogniser_here(languages, path="")
    return found if found.engine is engine else None


def _reads(engine: Engine, shown: str) -> bool:
    return _engine(engine, *LANGUAGES[shown]) is not None


def _image_reader(engine: Engine, *languages: str) -> ImageReader:
    found = _engine(engine, *languages)
    assert found is not None
    if engine is Engine.RAPIDOCR:  # its models are loaded once
        return _RAPID.setdefault(found.key, image_reader_of(found, lambda: None))
    return image_reader_of(found, lambda: None)


_RAPID: dict[str, ImageReader] = {}


def _print(engine: Engine, shown: str, dpi: float, spoil: Callable[[Grey], Grey]) -> float:
    """The word error (of Japanese: the sign error) of a page that is printed to an image and read."""
    path = next(PDFS.rglob(f"project-history.{shown}.pdf"))
    one, page = pdfium.PdfDocument.new(), io.BytesIO()
    one.import_pages(pdfium.PdfDocument(path.read_bytes()), [PAGE - 1])
    one.save(page)
    pixels = one[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    image = spoil(pixels.reshape(pixels.shape[:2]).copy())
    truth = joined(list(read_pdf(page.getvalue(), lambda: None, _NO_READER)))[0]
    read = joined(list(read_pdf(scan([image]), lambda: None, _image_reader(engine, *LANGUAGES[shown]))))[0]
    return word_error(_units(truth, is_close=shown == "ja"), _units(read, is_close=shown == "ja"))


def _real(engines: Mapping[Engine, Recogniser]) -> Iterator[Row]:
    folder = fetch()
    if folder is None:
        yield f"real scans of {SOURCE}", "not measured: pip cannot have it", "–"
        return
    truth = _plain((folder / "linn.txt").read_text("utf-8"))
    for name in REAL:
        told = []
        for engine in engines:
            begun = time.process_time(), time.perf_counter()
            parts = list(read_pdf((folder / name).read_bytes(), lambda: None, _image_reader(engine, "eng")))
            seconds = (time.perf_counter() - begun[1]) / len(parts)
            errors = [word_error(truth, _plain(part.text)) for part in parts]
            told.append(f"{engine}: {', '.join(f'{error:.1%}' for error in errors)} ({seconds:.1f} s a page)")
        yield f"words that are wrong of a real scan, {name}", "; ".join(told), "–"


def _plain(text: str) -> list[str]:
    return [word for word in _units(text.casefold(), is_close=False) if word not in _BULLETS]


def _units(text: str, is_close: bool) -> list[str]:  # noqa: FBT001  # of two kinds of writing
    words = _WORD.findall(text.translate({0xAD: None}))
    return [sign for word in words for sign in word] if is_close else words


def word_error(truth: Sequence[str], read: Sequence[str]) -> float:
    """Words that were changed, left out or put in, to a word of the truth (Levenshtein's distance)."""
    row = list(range(len(read) + 1))
    for place, wanted in enumerate(truth, start=1):
        before, row[0] = row[0], place
        for other, found in enumerate(read, start=1):
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, before + (wanted != found))
    return row[-1] / max(1, len(truth))


def fetch() -> Path | None:
    """Bring the real scans, unless they are there; the folder they are in."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not any(FOLDER.glob("*/tests/resources/linn.txt")):
        if not any(FOLDER.glob("*.tar.gz")):
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", SOURCE]
            subprocess.run(command, cwd=FOLDER, check=False, capture_output=True)
        for path in FOLDER.glob("*.tar.gz"):
            with tarfile.open(path) as packed:
                packed.extractall(FOLDER, filter="data")
    return next((path.parent for path in FOLDER.glob("*/tests/resources/linn.txt")), None)
