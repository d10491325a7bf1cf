"""Pages that are images: rendered and read by what is there, in the pool's processes, and said so of each page."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from orchestrator.documents.base import UnreadableError
from orchestrator.documents.image_reader import Row, upright
from orchestrator.documents.installed import recogniser_here
from orchestrator.documents.layout import in_order
from orchestrator.documents.paragraphs import line_text
from orchestrator.documents.picture import MAX_PIXELS, Picture, picture_of
from orchestrator.documents.pool import FileReader, ReadText
from orchestrator.documents.recogniser import Engine
from state.file_records import FileRef, load_pages
from tests.fakes.pdfs import pdf, pdf_of
from tests.fakes.scans import image_of, noisy, scan, skewed
from tests.fakes.tesseract import tesseract

SEA = "The sea was calm that morning, and the harbour master wrote nothing down."
LAND = "Inland the fields were dry; nobody had seen rain since the middle of May."
STRIP = 0.12  # of a page: what these take


@pytest.fixture(params=[Engine.TESSERACT, Engine.RAPIDOCR])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What reads images: rapidocr everywhere, as what the tests need has it, and tesseract where it is installed."""
    if request.param is Engine.RAPIDOCR:
        monkeypatch.setenv("PATH", "")
        return "rapidocr"
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not on the PATH: apt-get install tesseract-ocr has this test run")
    return "tesseract eng"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing reads images here."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "rapidocr", None)


class Shelf:
    """Files, and one process that reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.readers: list[FileReader] = []

    def read(self, data: bytes, *languages: str, kind: str = "pdf", file_s: float = 100.0) -> ReadText:
        """What a file of these bytes comes to."""
        path = self.folder / f"{len(list(self.folder.iterdir()))}.{kind}"
        path.write_bytes(data)
        self.readers.append(FileReader(lambda _: None, languages=languages, processes=1, file_s=file_s))
        return self.readers[-1].submit(FileRef(kind, path.name, str(path)), "").result(110)

    def reason(self, data: bytes, *languages: str, file_s: float = 100.0) -> str:
        """Why a file was not read."""
        with pytest.raises(UnreadableError) as told:
            self.read(data, *languages, file_s=file_s)
        return str(told.value)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """An empty one; what read its files is closed."""
    (tmp_path / "files").mkdir()
    made = Shelf(tmp_path / "files")
    yield made
    for reader in made.readers:
        reader.close()


def is_there(pid: int) -> bool:
    """Whether a process is alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def hows(read: ReadText) -> list[str]:
    """How each page was read."""
    return [page.how for page in load_pages(read.pages)]


# ── by what is really there ─────────────────────────────────────────────────────────────────────


def test_a_scan_is_read(shelf: Shelf, engine: str) -> None:
    """Each page that is an image is read, with a scanner's grain and skew, and its text is kept with what read it."""
    pages = scan([noisy(image_of(SEA, height=STRIP), 8), skewed(image_of(LAND, height=STRIP))])
    read = shelf.read(pages)
    assert hows(read) == [engine, engine]
    assert read.text.split() == f"{SEA} {LAND}".split()
    assert f"/{engine.partition(' ')[0]}" in read.key


def test_a_page_that_lies_on_its_side_is_turned(shelf: Shelf, engine: str) -> None:
    """As scanners leave it, with the top to the left or to the right."""
    image = image_of(f"{SEA} {LAND} " * 3, height=0.25)
    for quarters in (1, 3) if "eng" in engine else (1,):
        read = shelf.read(scan([np.ascontiguousarray(np.rot90(image, quarters))]))
        assert SEA in read.text, (engine, quarters, read.text)


def test_words_of_a_page_that_lies_aslant_stay_whole(shelf: Shelf, engine: str) -> None:
    """At two degrees, where tesseract by itself tears lines in the middle of words."""
    image = skewed(image_of(f"{SEA} {LAND} " * 3, height=0.25), 0.035)
    words = re.compile(r"\w+").findall
    assert words(shelf.read(scan([image])).text) == words(f"{SEA} {LAND} " * 3)


# ── what is done with what was read, whoever reads ──────────────────────────────────────────────


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tesseract that reads the same on every page."""
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", tesseract(folder, f"Read {SEA}"))
    return folder


def test_only_pages_without_a_usable_layer_are_read_anew(shelf: Shelf, reads: Path) -> None:
    """A text layer stays, a blank page is nothing, and an image, a stamp and a layer of no letters are recognised."""
    assert shelf.read(pdf_of([SEA, ""])).key.startswith("pdf2:")
    assert not (reads / "pid").exists()
    stamped = scan([image_of(SEA, height=STRIP)], stamp="archive.example 2026")
    poor = pdf([[(60.0, 700.0, "\u2022\u00a9\u00ae\u2122\u00a6\u00ac\u00b0\u00a9 " * 6)]])
    for data in (scan([image_of(SEA, height=STRIP)]), stamped, poor):
        read = shelf.read(data)
        assert (hows(read), read.text) == (["tesseract eng"], f"Read {SEA}")
        assert read.key.startswith("pdf2/tesseract5.3-eng:")


def test_a_stamp_stays_where_recognition_finds_no_more(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture with a caption over it keeps the caption, and says that it was looked at."""
    monkeypatch.setenv("PATH", tesseract(tmp_path / "bin", "Fig."))
    read = shelf.read(scan([noisy(image_of("", height=STRIP), 60)], stamp="Figure 7: the harbour"))
    assert hows(read) == ["text layer, sparse: tesseract eng found no more"]
    assert read.text == "Figure 7: the harbour"


def test_where_nothing_reads_images_it_says_what_helps(shelf: Shelf, without: None) -> None:
    """A scan fails with what to install; of a file with text, too, each image says that it was not read."""
    image = image_of(SEA, height=STRIP)
    assert shelf.reason(scan([image, image])) == (
        "has no text: its 2 pages are images (a scan), and nothing here reads images;"
        " install tesseract, or: pip install 'batchwright[ocr]'"
    )
    read = shelf.read(scan([image], stamp="archive.example 2026"))
    assert hows(read)[0].startswith("text layer, sparse: nothing here reads images; install tesseract")
    assert read.key.startswith("pdf2/unread:")


def test_a_language_that_is_not_installed_is_named_with_those_that_are(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan fails with both sides; a file with text needs no language."""
    monkeypatch.setenv("PATH", tesseract(tmp_path / "bin", SEA, languages=("eng", "osd", "rus")))
    said = shelf.reason(scan([image_of(SEA, height=STRIP)]), "deu", "eng")
    assert said.endswith("tesseract here does not read deu; it reads eng, rus: install the language, or name others")
    assert shelf.read(pdf_of([SEA]), "deu").text == SEA


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 3", "tesseract ended with exit code 3"),
        ("/bin/cat > /dev/null; echo no hOCR", "tesseract said what is no hOCR"),
        ("exec /bin/cat /dev/zero", "tesseract said more than 32 MB"),
    ],
)
def test_a_page_that_cannot_be_recognised_says_why(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    """What recognition does wrong is its page's, and the other pages of the file are read."""
    monkeypatch.setenv("PATH", tesseract(tmp_path / "bin", "", does=does))
    image = image_of(SEA, height=STRIP)
    assert said in shelf.reason(scan([image]))
    read = shelf.read(scan([image], stamp=LAND))
    assert (hows(read), read.text) == ([f"text layer, sparse: {said}"], LAND)


def test_recognition_that_hangs_ends_with_its_file(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the process has started is ended with it, whether the file took too long or the run is gone."""
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", tesseract(folder, "", does="exec /bin/sleep 600"))
    page = scan([image_of(SEA, height=STRIP)])
    assert shelf.reason(page, file_s=4.0).startswith("took too long")
    pid = int((folder / "pid").read_text())
    while is_there(pid):  # until the system has buried it; the test's time-out is the end
        pass
    (folder / "pid").unlink()
    (shelf.folder / "a.pdf").write_bytes(page)
    shelf.readers.append(FileReader(lambda _: None, processes=1))
    reading = shelf.readers[-1].submit(FileRef("pdf", "a.pdf", str(shelf.folder / "a.pdf")), "")
    while not (folder / "pid").exists() or not (folder / "pid").read_text().strip():
        pass
    pid = int((folder / "pid").read_text())
    (process,) = shelf.readers[-1]._pool._children
    process._socket.shutdown(socket.SHUT_RDWR)  # as the kernel does when the parent is gone
    while is_there(pid):
        pass
    shelf.readers[-1].close()
    assert reading.exception(10) is not None


def test_a_page_of_any_size_is_rendered_within_bounds() -> None:
    """A poster gets fewer dots to the inch, and a sheet of A4 all that recognition is made for."""
    poster, sheet = scan([np.full((500, 500), 255, np.uint8)]), pdf_of([SEA])
    big = poster.replace(b"/MediaBox [0 0 595.00 595.00]", b"/MediaBox [0 0 14400 14400]")
    for data, least, dpi in ((big, 0.9 * MAX_PIXELS, 20), (sheet, 8_000_000, 300)):
        document = pdfium.PdfDocument(data)
        picture = picture_of(document[0])
        assert least < picture.pixels.size <= MAX_PIXELS * 1.01
        assert round(picture.dpi) == dpi
        document.close()


def test_an_image_of_fifty_megapixels_is_read(shelf: Shelf, reads: Path) -> None:
    """It is made smaller, and the process stays within its memory."""
    image = np.full((7_100, 7_100), 255, np.uint8)
    image[200:400, 200:6_000] = 0
    assert shelf.read(scan([image])).text == f"Read {SEA}"
    assert (reads / "pid").exists()


def test_rows_of_a_skewed_page_keep_their_order() -> None:
    """Rows that overlap in height as the page lies aslant are lines of their own once they stand upright."""
    page = Picture(np.zeros((3000, 2000), np.uint8), 200.0)
    rows = [Row(f"row {n}", 1000 - 20 * n % 7, 300 + 40 * n, 1600.0, 28.0, 0.05, 0.9) for n in range(20)]
    (block,) = in_order(upright(rows, page))
    assert [line_text(line) for line in block] == [f"row {n}" for n in range(20)]


def test_without_tesseract_rapidocr_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what the extra brings; tesseract goes first where both are there."""
    monkeypatch.setenv("PATH", "")
    assert recogniser_here(["deu"]).engine is Engine.RAPIDOCR
