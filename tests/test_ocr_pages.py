"""Pages that a model reads, and what else there is about pages: marks, passwords, and one that cannot be drawn."""

from __future__ import annotations

import base64
import io
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from PIL import Image

from orchestrator.documents import pool
from orchestrator.documents.base import UnreadableError
from orchestrator.documents.contents import digest_in
from orchestrator.documents.pool import FileReader
from orchestrator.sights import ocr_plan
from pipelines.run import run_job
from state.file_records import FileRef
from state.records import Json
from state.status import JobStatus
from tests.fakes.images import coded
from tests.fakes.pdfs import pdf_of
from tests.fakes.scans import scan
from tests.invoices import assert_books
from tests.test_cited_pages import PROMPT
from tests.test_file_items import SAY, SEA
from tests.test_run_ocr import MODEL, Desk, desk, provider, roles, stands  # noqa: F401  # fixtures

WORD = "swordfish-4711"
USER = "<document>\n{{content}}\n</document>"
CITING: dict[str, Json] = {"ocr_model": MODEL, "prompt": PROMPT}
ECHO: dict[str, object] = {"do": "echo", "contains": "<document>", "between": ("<document>\n", "\n</document>")}


def marked(*numbers: int) -> str:
    """What the model is shown of a scan whose pages are of these numbers."""
    return "\n\n".join(f"[page {at}]\n{stands(number)}" for at, number in enumerate(numbers, start=1))


def photo(number: int) -> bytes:
    """A page as a photo."""
    made = io.BytesIO()
    Image.fromarray(coded(number)).save(made, "JPEG")
    return made.getvalue()


def map_of(lines: int = 15_000) -> bytes:
    """The content of a page that PDFium draws for seconds."""
    return b"".join(b"%d 0 m 100 700 300 20 500 800 c S\n" % (number % 595) for number in range(lines))


def hurried(folder: Path, *, when: str = "") -> Path:
    """What reads files, and gives a page the time that a scan takes to be drawn, twenty times over.

    Args:
        when: Only after this; at once by default.
    """
    program = folder / "hurried.py"
    program.write_text(
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
        f"from orchestrator.documents import child, picture\n\n{when or 'picture.DRAW_S = 0.5'}\nchild.main()\n"
    )
    return program


FOR_A_MODEL = """
draw = child.page_image

def page_image(*given):
    picture.DRAW_S = 0.5
    return draw(*given)

child.page_image = page_image
"""
"""Only where it is to be shown to a model, and not while its file is read."""


def test_pages_that_a_model_read_are_marked_and_exported(desk: Desk) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """Of scans and photos, beside those with a text layer; what is shown is what was sent, and a page stays citable."""
    desk.file("in/letters.pdf", scan([coded(7), coded(9)]))
    desk.file("in/photo.jpg", photo(11))
    desk.file("in/text.pdf", pdf_of([SEA]))
    desk.provider.behave([ECHO])
    job_id = desk.run("in", **CITING)
    rows = desk.rows(job_id)
    sent = {"letters.pdf": marked(7, 9), "photo.jpg": marked(11), "text.pdf": f"[page 1]\n{SEA}"}
    assert {name: row.output for name, row in rows.items()} == sent
    assert rows["letters.pdf"].input == stands(7, 9)
    shown: Any = desk.jobs.show(job_id, "letters.pdf")
    (step,) = [one for one in shown["phases"][0]["steps"] if one["role"] == "executor"]
    assert step["request"]["messages"][0]["content"] == f"<document>\n{marked(7, 9)}\n</document>"
    assert [check["name"] for check in step["checks"]] == ["not_empty", "known_page"]
    assert roles(desk.jobs, desk.run("in", name="again", **CITING)) == {}
    desk.jobs.export(job_id, desk.folder / "out")
    tables = [pq.read_table(path) for path in sorted((desk.folder / "out").glob("part-*.parquet"))]
    pages = {row["item_id"]: row["pages"] for table in tables for row in table.to_pylist()}
    assert [(page["page"], page["how"], page["text"]) for page in pages["letters.pdf"] + pages["photo.jpg"]] == [
        (1, MODEL, stands(7)), (2, MODEL, stands(9)), (1, MODEL, stands(11)),
    ]  # fmt: skip


def test_marks_of_pages_to_come_are_previewed_and_estimated(desk: Desk) -> None:  # noqa: F811  # the same
    """With the text that a model will have read between them; of files that are not opened as many as follow."""
    for number in range(9):
        desk.file(f"in/{number}.pdf", scan([coded(10 * number + page) for page in range(1, 5)]))
    citing: Any = {"name": "Cites", "phases": [{**SAY, **CITING}]}
    plain: Any = {
        "name": "Plain",
        "phases": [{**SAY, **CITING, "prompt": {"system": "Cite as [page N].", "user": USER}}],
    }
    shown = desk.jobs.preview(citing, items="in")
    content = shown.phases[0].requests[1].ask.request.messages[0].content
    assert f"[page 1]\n«page 1, read by {MODEL}»\n\n[page 2]\n«page 2, " in content
    with_marks, without = (desk.jobs.estimate(one, items="in") for one in (citing, plain))
    assert shown.notes == ()
    assert not any("have no pages" in note for note in with_marks.notes)
    assert f"about 36 pages that are images are read by {MODEL}, a call each" in with_marks.notes
    assert 36 * 2 < with_marks.input_tokens - without.input_tokens < 36 * 8
    assert desk.calls() == 0


def test_a_locked_scan_is_opened_for_each_of_its_pages(
    desk: Desk,  # noqa: F811  # the same
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By what reads it and by what renders it, with the job's password or the item's own; without it no page is."""
    monkeypatch.setenv("PDF_WORD", WORD)
    monkeypatch.setenv("OTHER_WORD", "pike-0815")
    desk.file("a.pdf", scan([coded(7), coded(8)], password=WORD.encode()))
    other = base64.b64encode(scan([coded(9)], password=b"pike-0815")).decode()
    items: list[Json] = [
        {"id": "job's", "path": "a.pdf"},
        {"id": "its own", "filename": "b.pdf", "content": other, "password_env": "OTHER_WORD"},
        {"id": "neither", "filename": "b.pdf", "content": other},
    ]
    spec: Any = {"name": "Locked", "password_env": "PDF_WORD", "phases": [{**SAY, **CITING}]}
    found = desk.jobs.estimate(spec, items=items)
    assert f"about 3 pages that are images are read by {MODEL}, a call each" in found.notes
    assert found.failing == 1
    job_id = desk.jobs.create(spec, items=items, start=False).id
    run_job(desk.jobs.place, desk.jobs.config, job_id)
    rows = desk.rows(job_id)
    assert {name: row.input for name, row in rows.items()} == {
        "job's": stands(7, 8), "its own": stands(9), "neither": "",
    }  # fmt: skip
    assert rows["neither"].error.message == ("b.pdf is encrypted, and what PDF_WORD holds does not open it")
    assert roles(desk.jobs, job_id) == {"ocr": 3, "executor": 2}
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_a_page_of_a_locked_file_is_not_rendered_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even by a process that holds the file; it says which variable opens it."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan([coded(5)], password=WORD.encode()))
    file = FileRef("pdf", path.name, str(path), password_env="PDF_WORD")  # a variable's name
    monkeypatch.setenv("PDF_WORD", WORD)
    with closing(FileReader(lambda _: None, ocr=ocr_plan(MODEL), processes=1)) as reader:
        digest = digest_in(reader.submit(file, "").result(60).key)
        assert reader.image(file, "", digest, 1).result(60)
        monkeypatch.delenv("PDF_WORD")
        with pytest.raises(UnreadableError, match="is encrypted, and PDF_WORD, which its `password_env` names, is not"):
            reader.image(file, "", digest, 1).result(60)


def test_a_page_that_is_not_drawn_in_time_is_drawn_for_the_next_job(
    desk: Desk,  # noqa: F811  # the same
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says so of the page, and no other job takes that text over; what was read of the other pages is known."""
    desk.file("book.pdf", scan([coded(7), coded(8)], drawn=[map_of()]))
    with monkeypatch.context() as hurry:
        hurry.setattr(pool, "_CHILD", hurried(desk.folder))
        job_id = desk.run("book.pdf", ocr_model=MODEL)
    row = desk.rows(job_id)["book.pdf"]
    late = "nothing: PDFium had not drawn it after 0.5 s"
    assert (row.input, [page.how for page in row.pages]) == (stands(7, 8), [MODEL, MODEL, late])
    shown: Any = desk.jobs.show(job_id, "book.pdf")
    steps = [step for step in shown["phases"][0]["steps"] if step["role"] == "ocr"]
    assert {step["request"]["messages"][0]["image"]["of"][-2:] for step in steps} == {"#1", "#2"}
    desk.provider.behave([{"do": "text", "text": "A map", "contains": " page 0"}])
    again = desk.run("book.pdf", name="again", ocr_model=MODEL)
    row = desk.rows(again)["book.pdf"]
    assert [page.how for page in row.pages] == [MODEL, MODEL, MODEL]
    assert row.input.startswith(stands(7, 8))
    assert roles(desk.jobs, again) == {"ocr": 1, "executor": 1}
    assert roles(desk.jobs, desk.run("book.pdf", name="once more", ocr_model=MODEL)) == {}


def test_a_page_that_is_not_drawn_again_fails_its_item(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811  # the same
    """What it is asked about cannot be shown, and why is said; what it was to cost is not paid."""
    desk.file("book.pdf", scan([coded(7), coded(8)], drawn=[map_of()]))
    monkeypatch.setattr(pool, "_CHILD", hurried(desk.folder, when=FOR_A_MODEL))
    job_id = desk.run("book.pdf", ocr_model=MODEL)
    error = desk.rows(job_id)["book.pdf"].error
    assert error.message == (
        f"page 3 of book.pdf could not be read by {MODEL}: its file has a page 3 that cannot be rendered"
        " (PDFium had not drawn it after 0.5 s)"
    )
    assert desk.jobs.status(job_id).analytics.cost_reserved == 0
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_pages_that_wait_for_nothing_any_more_are_let_go_of(desk: Desk) -> None:  # noqa: F811  # that is how pytest hands a fixture on
    """Once a page has failed its item has: others that wait to be asked again are not waited for."""
    desk.provider.behave([
        {"do": "declined", "contains": " page 3", "latency_ms": 4_000},
        {"do": "rate_limited", "contains": " page 2", "times": 1, "wait_s": 50, "latency_ms": 2_000},
    ])  # fmt: skip
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 5)]))
    begun = time.monotonic()
    job_id = desk.run("in", ocr_model=MODEL)
    assert time.monotonic() - begun < 40
    error = desk.rows(job_id)["book.pdf"].error
    assert error.message == f"page 3 of book.pdf could not be read by {MODEL}: the model declined to answer"


def test_one_retry_is_of_all_pages_that_failed_together(desk: Desk) -> None:  # noqa: F811  # the same
    """Of two that were declined at once, both are asked anew; the first of them is told."""
    desk.provider.behave([
        {"do": "declined", "contains": f" page {number}", "times": 1, "latency_ms": 2_000} for number in (2, 3)
    ])  # fmt: skip
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 4)]))
    job_id = desk.run("in", ocr_model=MODEL)
    assert desk.rows(job_id)["book.pdf"].error.message.startswith("page 2 of book.pdf could not be read by")
    desk.jobs.retry(job_id, start=False)
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["book.pdf"].input == stands(1, 2, 3)
    assert roles(desk.jobs, job_id) == {"ocr": 5, "executor": 1}
