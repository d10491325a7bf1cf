"""Images and recognition at their worst: whatever a page or a program does costs that page, and says why."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from orchestrator.documents import picture, rapid
from orchestrator.documents.base import UnreadableError
from orchestrator.documents.image_reader import UnreadPageError
from orchestrator.documents.installed import recogniser_here
from orchestrator.documents.picture import MAX_SIDE, Picture, UndrawnError, is_pictured, picture_of
from orchestrator.documents.pool import FileReader
from orchestrator.documents.program import ProgramError, said_by
from orchestrator.documents.rapid import Rapid
from orchestrator.documents.recogniser import Engine, Recogniser
from orchestrator.documents.tesseract import rows_of
from state.file_records import FileRef
from tests.fakes.pdfs import filed, whole
from tests.fakes.scans import image_of, noisy, scan
from tests.fakes.tesseract import tesseract
from tests.test_scans import LAND, SEA, STRIP, Shelf, hows, shelf  # noqa: F401  # a fixture

BIG = 32 << 20


def png(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    """An image as a file."""
    made = io.BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


# ── images ──────────────────────────────────────────────────────────────────────────────────────


def test_a_word_on_a_large_page_is_seen() -> None:
    """A page is blank only where no spot of it has more than a scanner's noise, whatever the size of the rest."""
    page = np.full((4_000, 4_000), 255, np.uint8)
    assert Picture(page, 300.0).is_blank
    assert Picture(noisy(page, 5.0), 300.0).is_blank
    word = image_of("Yes.", dpi=150.0, height=0.08)
    page[-word.shape[0] :, -word.shape[1] :] = word
    assert not Picture(page, 300.0).is_blank


@pytest.mark.parametrize("slope", [0.3, -0.3, 5.0])
def test_a_strip_of_any_slope_is_straightened(slope: float) -> None:
    """Columns that are moved out of a flat image leave white behind."""
    strip = Picture(np.zeros((40, 1_000), np.uint8), 300.0)
    level = strip.straightened(slope).pixels
    assert level.shape == strip.pixels.shape
    assert (level[:, 0].max(), level[:, -1].min()) == (0, 255)


def test_a_large_image_is_read_beside_no_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that lets something through was held four times over: thirty megapixels of four bytes fit into 400 MB."""
    monkeypatch.setenv("PATH", tesseract(tmp_path / "bin", SEA))
    page = Image.new("RGBA", (6_000, 5_000), (255, 255, 255, 0))
    page.paste((0, 0, 0, 255), (100, 100, 900, 140))
    path = tmp_path / "a.png"
    path.write_bytes(png(page))
    reader = FileReader(lambda _: None, processes=1, memory_bytes=400 << 20)
    assert reader.submit(FileRef("image", path.name, str(path)), "").result(60).text == SEA
    reader.close()


def test_an_image_of_any_depth_is_seen(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """Twelve bits in sixteen, sixteen of either order, and shares of one are no black pages."""
    monkeypatch.setenv("PATH", tesseract(tmp_path / "bin", SEA))
    grey = image_of(SEA, height=STRIP)
    wide = grey.astype(np.uint16)
    for pixels in (wide * 16, wide * 257, (wide * 257).astype(">u2"), grey.astype(np.float32) / 255):
        assert shelf.read(png(Image.fromarray(pixels), "TIFF"), kind="image").text == SEA


def test_what_pillow_says_of_a_cut_image_is_no_programs_error(shelf: Shelf) -> None:  # noqa: F811  # the same
    """Its decoders raise whatever comes to them; it is a broken image, and says what to do."""
    pages = [Image.fromarray(image_of(SEA, height=STRIP))] * 6
    data = png(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(UnreadableError, match="is a broken image, or not whole"):
        shelf.read(data[: len(data) * 2 // 3], kind="image")


def test_a_page_that_is_all_width_is_rendered_within_bounds() -> None:
    """A kilometre by a point has few pixels, and so many to a row that no engine takes it."""
    data = scan([np.zeros((500, 500), np.uint8)])
    document = pdfium.PdfDocument(data.replace(b"[0 0 595.00 595.00]", b"[0 0 9000000 0.01]"))
    assert max(picture_of(document[0]).pixels.shape) <= MAX_SIDE + 1
    document.close()


def test_a_page_that_is_drawn_for_minutes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told meanwhile that it is being drawn, and no other page of its file is lost."""
    lines = [b"%d 0 m 100 700 300 20 500 800 c S\n" % (number % 595) for number in range(2_000)]
    document = pdfium.PdfDocument(whole([b"".join(lines)]))
    told: list[None] = []
    assert picture_of(document[0], partial(told.append, None)).pixels.min() == 0
    assert told
    monkeypatch.setattr(picture, "DRAW_S", 0.0)
    with pytest.raises(UndrawnError, match="had not drawn it after 0 s"):
        picture_of(document[0])
    document.close()


def framed(box: bytes, place: bytes, form: bytes = b"1 0 0 1 0 0") -> bytes:
    """A page with a box of its own, on which a form places an image."""
    dot = b"/Type /XObject /Subtype /Image /Width 1 /Height 1"
    outer, inner = b"/Fm Do", b"q %s cm /Im1 Do Q" % place
    return filed([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox %s /Resources << /XObject << /Fm 5 0 R >> >> >>" % box,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(outer), outer),
        b"<< /Type /XObject /Subtype /Form /BBox [-9999 -9999 9999 9999] /Matrix [%s] /Length %d"
        b" /Resources << /XObject << /Im1 6 0 R >> >> >>\nstream\n%s\nendstream" % (form, len(inner), inner),
        b"<< %s /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream" % dot,
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("data", "is_covered"),
    [
        (framed(b"[1000 2000 1600 2800]", b"600 0 0 800 1000 2000"), True),
        (framed(b"[0 0 600 800] /Rotate 90", b"600 0 0 500 0 0"), True),
        (framed(b"[0 0 600 800]", b"1 0 0 1 0 0", b"600 0 0 800 0 0"), True),
        (framed(b"[0 0 600 800]", b"600 0 0 800 0 0", b"0.1 0 0 0.1 0 0"), False),
    ],
)
def test_a_picture_covers_a_page_wherever_its_box_and_its_forms_put_it(*, data: bytes, is_covered: bool) -> None:
    """A page's box begins anywhere, may be turned, and a form has a measure of its own."""
    document = pdfium.PdfDocument(data)
    assert is_pictured(document[0]) is is_covered
    document.close()


def test_a_page_whose_image_cannot_be_unpacked_says_so(shelf: Shelf) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """Rendered, it is as white as a page with nothing on it."""
    data = framed(b"[0 0 600 800]", b"600 0 0 800 0 0")
    assert shelf.reason(data.replace(b"/Width 1 /Height 1", b"/Width 999999 /Height 999999")) == (
        "has no text: its 1 page is an image (a scan), and PDFium cannot unpack its image"
    )
    white = data.replace(b"\n0\nendstream", b"\n\xff\nendstream")
    assert shelf.reason(white) == "has no text: nothing is on its 1 page"


# ── tesseract ───────────────────────────────────────────────────────────────────────────────────


def test_a_program_is_ended_after_its_time_and_after_its_fill() -> None:
    """Whether it hangs, leaves somebody behind who holds its pipe, or says without an end."""
    for command, why in (
        (["/bin/sleep", "30"], "was not done after"),
        (["/bin/sh", "-c", "/bin/sleep 3 & exit 0"], "was not done after"),
        (["/bin/sh", "-c", "exec 1>&-; exec /bin/sleep 30"], "was not done after"),
        (["/bin/cat", "/dev/zero"], "said more than 32 MB"),
        (["/bin/sh", "-c", "kill -SEGV $$"], "was ended by a signal: Segmentation fault"),
    ):
        told: list[None] = []
        seconds = 20.0 if "more" in why else 1.2
        with pytest.raises(ProgramError, match=why):
            said_by(command, deadline=time.monotonic() + seconds, most_bytes=BIG, tell=partial(told.append, None))
        assert told or "signal" in why


def test_a_program_that_answers_before_it_was_given_all_is_heard() -> None:
    """What it does not want to read is not given."""
    said = said_by(["/bin/echo", "so"], b"x" * BIG, deadline=time.monotonic() + 20, most_bytes=BIG)
    assert said == b"so\n"


def test_a_page_whose_recognition_is_killed_is_read_once_more(
    shelf: Shelf,  # noqa: F811  # that is how pytest hands a fixture on
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody ended it, or the system for lack of memory; the second time it is the page's own fault."""
    folder = tmp_path / "bin"
    once = f"[ -e {folder}/was ] || {{ : > {folder}/was; kill -9 $$; }}"
    again = f"{once}; /bin/cat > /dev/null; /bin/cat {folder}/answer.hocr"
    monkeypatch.setenv("PATH", tesseract(folder, SEA, does=again))
    assert hows(shelf.read(scan([image_of(SEA, height=STRIP)]))) == ["tesseract eng"]
    monkeypatch.setenv("PATH", tesseract(folder, SEA, does="kill -9 $$"))
    assert shelf.reason(scan([image_of(SEA, height=STRIP)])).endswith("tesseract was ended by a signal: Killed")


def test_a_page_that_cannot_be_straightened_stays_as_it_was_read(
    shelf: Shelf,  # noqa: F811  # that is how pytest hands a fixture on
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a second look at it comes to is no reason to lose the first."""
    folder = tmp_path / "bin"
    once = f"[ -e {folder}/was ] && exit 3; : > {folder}/was; /bin/cat > /dev/null; /bin/cat {folder}/answer.hocr"
    monkeypatch.setenv("PATH", tesseract(folder, SEA, does=once))
    answer = folder / "answer.hocr"
    answer.write_text(answer.read_text().replace("baseline 0 ", "baseline 0.05 "))
    read = shelf.read(scan([image_of(LAND, height=STRIP)]))
    assert (read.text, hows(read)) == (SEA, ["tesseract eng"])


def row_in(title: str, inner: str = "<span class='ocrx_word' title='x_wconf 90'>word</span>") -> str:
    """A row as tesseract says it."""
    return f"<span class='ocr_line' title='{title}'>{inner}</span>"


def test_rows_are_read_out_of_any_hocr() -> None:
    """Places that are none, rows without words and rows within rows bring no row, no fault and no long wait."""
    good = row_in("bbox 1 2 30 40; baseline 0.01 -3; x_size 20.5")
    deep = "<span class='ocr_line' title='bbox 1 1 9 9'>" * 5_000 + good + "</span>" * 5_000
    for odd in (row_in(f"bbox {'9' * 400} 1 9 9"), row_in("bbox 1 2 30 40", ""), row_in("nowhere"), deep):
        rows = list(rows_of(f"<html>{odd}{good}</html>".encode()))
        assert {(row.text, row.size, row.slope, row.sureness) for row in rows} == {("word", 20.5, 0.01, 0.9)}
    (row,) = rows_of(f"<html>{row_in('bbox 1 2 30 40; baseline 9e300 1; x_size ' + '9' * 400)}</html>".encode())
    assert (row.slope, row.size) == (0.0, 38.0)


def test_a_tesseract_that_did_not_answer_is_asked_again(tmp_path: Path) -> None:
    """On a machine that is busy for a moment, the scans of the whole run would be without it."""
    folder = tmp_path / "bin"
    works = tesseract(folder, SEA)
    program = folder / "tesseract"
    written = program.read_text()
    program.write_text("#!/bin/sh\nexit 1\n")
    assert recogniser_here(path=works).engine is not Engine.TESSERACT
    program.write_text(written)
    assert recogniser_here(path=works).engine is Engine.TESSERACT


def test_a_tesseract_without_languages_says_where_they_may_be(tmp_path: Path) -> None:
    """As it is with a TESSDATA_PREFIX that leads nowhere."""
    found = recogniser_here(path=tesseract(tmp_path / "bin", SEA, languages=()))
    assert found.lacks == "tesseract here has no languages; install them, or see where TESSDATA_PREFIX leads"


def test_the_key_of_any_languages_fits_into_its_column() -> None:
    """Two hundred signs, of which a digest takes 64; other languages are another key."""
    many = tuple(f"script/Language{sign}" for sign in "abcdefghijklmnopqrstuvwxyz")
    keys = {Recogniser(Engine.TESSERACT, "5.3", languages).key for languages in (many, many[::-1], ("deu", "eng"))}
    assert (len(keys), max(map(len, keys)) < 100, "tesseract5.3-deu+eng" in keys) == (3, True, True)


# ── rapidocr ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def in_its_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Rapidocr's place, and what stands in it: `does` is called for each page."""
    made = SimpleNamespace(does=None, begins=lambda: None)

    def begun(params: object) -> object:
        made.begins()
        return lambda _: made.does()

    monkeypatch.setitem(sys.modules, "rapidocr", SimpleNamespace(RapidOCR=begun))
    made.reader = Rapid(Recogniser(Engine.RAPIDOCR, "3"), lambda: None)
    yield made
    made.reader._thread.shutdown(wait=True)


PAGE = Picture(np.zeros((50, 50), np.uint8), 300.0)
FOUND = SimpleNamespace(boxes=None, txts=None, scores=None)


def test_a_rapidocr_that_does_not_start_says_why(in_its_place: SimpleNamespace) -> None:
    """OpenCV wants libraries of the system; that they are not there costs no page with a text layer."""

    def begins() -> None:
        raise ImportError("libGL.so.1: cannot open shared object file")

    in_its_place.begins = begins
    with pytest.raises(UnreadPageError, match="rapidocr does not start here: libGL.so.1"):
        in_its_place.reader.read(PAGE)


def test_a_page_at_which_rapidocr_fails_says_so(in_its_place: SimpleNamespace) -> None:
    """Whatever its libraries raise is the page's; the next is read."""

    def fails() -> None:
        raise RuntimeError

    in_its_place.does = fails
    with pytest.raises(UnreadPageError, match="rapidocr failed: RuntimeError"):
        in_its_place.reader.read(PAGE)
    in_its_place.does = lambda: FOUND
    assert in_its_place.reader.read(PAGE) == []


def test_a_page_that_rapidocr_does_not_leave_holds_up_no_others(
    in_its_place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing ends a thread: the next page waits for it as long as for a page, and those after it not at all."""
    monkeypatch.setattr(rapid, "PAGE_S", 0.2)
    monkeypatch.setattr(rapid, "TELL_S", 0.01)
    is_over = threading.Event()
    in_its_place.does = lambda: is_over.wait(60) and FOUND
    for why in ("was not done after 0.2 s", "is still at a page before", "is still at a page before"):
        with pytest.raises(UnreadPageError, match=why):
            in_its_place.reader.read(PAGE)
    is_over.set()
    in_its_place.reader._late.result(10)
    monkeypatch.setattr(rapid, "PAGE_S", 60.0)
    assert in_its_place.reader.read(PAGE) == []
