"""Items that are scans, through the whole engine: known by what read them, shown with it, refused where nothing can."""

from __future__ import annotations

import base64
import sys

import pyarrow.parquet as pq
import pytest
from PIL import Image
from rich.console import Console

from orchestrator.pricing import PriceTable
from pipelines.plan import compile_plan
from pipelines.screen_show import show
from state.config import Config, parse_config
from state.errors import ConfigError, InputError, SpecError
from state.plans import dump_plan, load_plan
from state.records import Json
from state.spec import parse_job, spec_digest
from tests.fakes.pdfs import pdf_of
from tests.fakes.scans import image_of, scan
from tests.fakes.tesseract import tesseract
from tests.test_file_items import LAND, SEA, Desk, desk  # noqa: F401  # a fixture


def test_a_scan_is_read_anew_once_something_reads_it_better(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """Known texts go by what read them: another recogniser or language is another text, the same one costs nothing."""
    desk.file("in/scan.pdf", scan([image_of(SEA, height=0.12)]))
    desk.file("in/text.pdf", pdf_of([LAND]))
    programs = desk.folder / "bin"
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    before = desk.rows(desk.run("in", name="nothing reads it"))
    assert before["scan.pdf"].error.error_class == "unreadable"
    assert "install tesseract" in before["scan.pdf"].error.message
    asked = desk.calls()
    monkeypatch.setenv("PATH", tesseract(programs, "Read in English", languages=("deu", "eng")))
    job_id = desk.run("in", name="tesseract is there")
    assert desk.rows(job_id)["scan.pdf"].input == "Read in English"
    assert desk.calls() == asked + 1  # the file with a text layer is known as it was
    tesseract(programs, "Read again", languages=("deu", "eng"))
    assert desk.rows(desk.run("in", name="the same once more"))["scan.pdf"].input == "Read in English"
    assert desk.calls() == asked + 1
    german = desk.run("in", name="in German", ocr_languages=["deu", "eng"])
    assert desk.rows(german)["scan.pdf"].input == "Read again"
    assert "1 page, tesseract deu+eng, 10 characters: 1" in shown(desk, german, "scan.pdf")


def test_a_text_with_a_page_at_which_recognition_failed_is_its_items_alone(
    desk: Desk,  # noqa: F811  # that is how pytest hands a fixture on
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says so of the page; another job reads the file again, and what it then has is known to the next."""
    desk.file("scan.pdf", scan([image_of(SEA, height=0.12)], stamp="archive.example 2026"))
    programs = desk.folder / "bin"
    monkeypatch.setenv("PATH", tesseract(programs, "", does="exit 3"))
    job_id = desk.run("scan.pdf")
    assert desk.rows(job_id)["scan.pdf"].input == "archive.example 2026"
    assert "1 page, text layer, sparse: tesseract ended with exit code 3, 20 ch" in shown(desk, job_id, "scan.pdf")
    tesseract(programs, LAND)
    assert desk.rows(desk.run("scan.pdf", name="again"))["scan.pdf"].input == LAND
    (programs / "pid").unlink()
    assert desk.rows(desk.run("scan.pdf", name="once more"))["scan.pdf"].input == LAND
    assert not (programs / "pid").exists()


def test_how_pages_were_read_is_shown_and_exported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """`show` and the column `pages` say by what each page was read, and what nothing read."""
    monkeypatch.setenv("PATH", tesseract(desk.folder / "bin", "Read of an image"))
    desk.file("scan.pdf", scan([image_of(SEA, height=0.12)]))
    job_id = desk.run("scan.pdf")
    assert "1 page, tesseract eng, 16 characters: 1" in shown(desk, job_id, "scan.pdf")
    desk.jobs.export(job_id, desk.folder / "out")
    (table,) = [pq.read_table(path) for path in sorted((desk.folder / "out").glob("part-*.parquet"))]
    assert table["pages"].to_pylist() == [[{"page": 1, "how": "tesseract eng", "text": "Read of an image"}]]


def test_images_are_items(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811  # the same
    """Of any kind, in a folder, by path and in base64, read as pages are; the frames of a TIFF are its pages."""
    monkeypatch.setenv("PATH", tesseract(desk.folder / "bin", "Read of an image"))
    page = Image.fromarray(image_of(SEA, height=0.12))
    (desk.folder / "in").mkdir()
    for ending, mode in (("png", "RGBA"), ("jpg", "CMYK"), ("webp", "RGB"), ("bmp", "1"), ("gif", "P"), ("jpeg", "L")):
        page.convert(mode).save(desk.folder / "in" / f"{ending}.{ending}")
    blank = Image.new("L", page.size, "white")
    page.save(desk.folder / "in" / "three.tif", save_all=True, append_images=[blank, page])
    blank.save(desk.folder / "in" / "white.png")
    (desk.folder / "in" / "cut.png").write_bytes((desk.folder / "in" / "png.png").read_bytes()[:2_000])
    (desk.folder / "in" / "none.jpg").write_bytes(b"<html>not found</html>")
    content = base64.b64encode((desk.folder / "in" / "jpg.jpg").read_bytes()).decode()
    rows = desk.rows(desk.run("in"))
    rows |= desk.rows(desk.run([{"id": "bytes", "filename": "a.jpg", "content": content}], name="bytes"))
    failed = {name: row.error.message for name, row in rows.items() if row.error is not None}
    assert failed == {
        "white.png": "white.png has no text: it is blank",
        "cut.png": "cut.png is a broken image, or not whole; copy it again, or save it anew as PNG",
        "none.jpg": "none.jpg is no image of a kind that is read, whatever its name says; save it as PNG",
    }
    read = {name: row.input for name, row in rows.items() if row.error is None}
    three = read.pop("three.tif")
    assert (len(read), set(read.values())) == (7, {"Read of an image"})
    assert three == "Read of an image\n\nRead of an image"
    hows = [(page.page, page.how) for page in rows["three.tif"].pages]
    assert hows == [(1, "tesseract eng"), (2, "nothing"), (3, "tesseract eng")]


def test_a_language_that_is_not_read_here_is_refused_before_the_job_is_made(
    desk: Desk,  # noqa: F811  # the same
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It names the key, the languages that are there and what to do; a job of texts asks for none."""
    monkeypatch.setenv("PATH", tesseract(desk.folder / "bin", SEA, languages=("eng", "rus")))
    desk.file("scan.pdf", scan([image_of(SEA, height=0.12)]))
    with pytest.raises(InputError, match=r"tesseract here does not read deu; it reads eng, rus") as refused:
        desk.create("scan.pdf", ocr_languages=["deu"])
    assert refused.value.path == "ocr_languages"
    assert desk.create([{"content": SEA}], ocr_languages=["deu"])
    monkeypatch.setenv("PATH", tesseract(desk.folder / "more", SEA, languages=("eng", "osd")))
    with pytest.raises(InputError, match=r"tesseract here does not read osd; it reads eng: install"):
        desk.create("scan.pdf", ocr_languages=["osd"])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="rapidocr, which reads images here, does not read rus; install tesseract"):
        desk.create("scan.pdf", ocr_languages=["rus"])


def test_a_jobs_languages_go_before_those_of_the_configuration() -> None:
    """They are frozen with the plan, and make another job; a name that is no code of tesseract's is told."""
    spec: dict[str, Json] = {"name": "Scans", "phases": [{"name": "say", "task_type": "chat"}]}
    config = Config.model_validate({"documents": {"ocr_languages": ["rus"]}})
    plain, own = (parse_job(one, source="job") for one in (spec, {**spec, "ocrLanguages": ["deu", "chi_sim"]}))
    plans = [compile_plan(one, config, PriceTable(config.prices)) for one in (plain, own)]
    assert [plan.ocr_languages for plan in plans] == [("rus",), ("deu", "chi_sim")]
    assert load_plan(dump_plan(plans[1])) == plans[1]
    assert spec_digest(plain) != spec_digest(own)
    with pytest.raises(SpecError, match=r"ocr_languages\[0\].*is no language of tesseract; write its code, as deu"):
        parse_job({**spec, "ocr_languages": ["deu+eng"]}, source="job")


def test_languages_by_other_codes_and_none_at_all_are_refused_with_what_to_write() -> None:
    """Of two letters each is told by tesseract's code; a list of none would be taken for one that was left out."""
    spec: dict[str, Json] = {"name": "Scans", "phases": [{"name": "say", "task_type": "chat"}]}
    with pytest.raises(SpecError) as refused:
        parse_job({**spec, "ocr_languages": ["de", "EN", "zh", "xx", "deu"]}, source="job")
    assert [str(problem) for problem in refused.value.problems] == [
        "ocr_languages[0]: 'de' is no language of tesseract; did you mean 'deu'?",
        "ocr_languages[1]: 'EN' is no language of tesseract; did you mean 'eng'?",
        "ocr_languages[2]: 'zh' is no language of tesseract; did you mean 'chi_sim'?",
        "ocr_languages[3]: 'xx' is no language of tesseract; write its code, as deu or chi_sim, each by itself",
    ]
    words = r"ocr_languages: is empty; name languages, as \[deu, eng\], or leave the key out"
    with pytest.raises(SpecError, match=words):
        parse_job({**spec, "ocr_languages": []}, source="job")
    with pytest.raises(ConfigError, match=words):
        parse_config("[documents]\nocr_languages = []\n", source="batchwright.toml")


def shown(at: Desk, job_id: str, item_id: str) -> str:
    """What `show` says of an item."""
    console = Console(width=200, record=True)
    console.print(show(at.jobs.show(job_id, item_id)))
    return console.export_text()
