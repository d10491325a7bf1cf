"""Items that are files, through the whole engine: read when their turn comes, once, or failed with a reason."""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from pipelines.screen_show import show
from state.audit import audit
from state.errors import ItemsError, NotBuiltError
from state.exports import result_rows
from state.file_records import FileRef
from state.records import Json, NewItem
from state.status import ItemStatus, JobStatus
from state.workspace import Workspace
from tests.fakes.pdfs import pdf, pdf_of, slow_pdf
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import ONE_PHASE, make_job
from tests.test_file_kinds import PAGE, STORY, book

SAY: dict[str, Json] = {"name": "say", "task_type": "chat", "model": "openai/gpt-6-luna"}
SEA = "The sea was calm that morning, and the harbour master wrote nothing down."
LAND = "Inland the fields were dry; nobody had seen rain since the middle of May."


class Desk:
    """A folder with files, a state, and the jobs in it."""

    def __init__(self, folder: Path, provider: ProviderServer) -> None:
        self.folder = folder
        self.provider = provider
        self.jobs = BatchJobs(str(folder / "state.db"), cwd=folder)

    def file(self, name: str, data: bytes) -> Path:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def create(
        self,
        items: Any,
        *,
        project: str = "default",
        name: str = "Files",
        ocr_languages: Sequence[str] = (),
        **phase: Json,
    ) -> str:
        """A job of one phase, stored."""
        spec: dict[str, Any] = {"name": name, "project": project, "phases": [{**SAY, **phase}]}
        if ocr_languages:
            spec["ocr_languages"] = ocr_languages
        return self.jobs.create(spec, items=items, start=False).id

    def run(self, items: Any, **how: Any) -> str:
        """A job of one phase, run to its end."""
        job_id = self.create(items, **how)
        assert run_job(self.jobs.place, self.jobs.config, job_id).status is JobStatus.COMPLETED
        return job_id

    def rows(self, job_id: str) -> dict[str, Any]:
        """The results by item."""
        return {row.item_id: row for row in self.jobs.results(job_id)}

    def calls(self) -> int:
        """How many calls the provider has seen."""
        return int(self.provider.stats()["total"])


@pytest.fixture
def desk(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A fresh one, with a key for the loopback provider."""
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
    made = Desk(tmp_path, provider)
    with made.jobs:
        yield made


def test_a_pdf_is_an_item_by_path_folder_glob_row_and_base64(desk: Desk) -> None:
    """However it is given, its text is what the model reads; equal texts are one call."""
    desk.file("papers/sea.pdf", pdf_of([SEA]))
    desk.file("papers/deep/land.pdf", pdf_of([LAND]))
    content = base64.b64encode(pdf_of([SEA])).decode()
    rows: list[Json] = [
        {"id": "row", "path": "papers/sea.pdf", "title": "Sea"},
        {"id": "bytes", "filename": "any.pdf", "content": content},
    ]
    for items, ids in (
        ("papers", {"deep/land.pdf": LAND, "sea.pdf": SEA}),
        ("papers/sea.pdf", {"sea.pdf": SEA}),
        ("papers/**/*.pdf", {"deep/land.pdf": LAND, "sea.pdf": SEA}),
        (rows, {"row": SEA, "bytes": SEA}),
    ):
        found = desk.rows(desk.run(items, name=str(items)[:40]))
        assert {name: row.input for name, row in found.items()} == ids
        assert {row.status for row in found.values()} == {ItemStatus.COMPLETED}
    assert desk.calls() == 2
    assert desk.rows(desk.run(rows, name="fields"))["row"].fields == {
        "id": "row",
        "path": "papers/sea.pdf",
        "title": "Sea",
    }


def test_what_no_text_comes_out_of_fails_with_its_reason_before_any_call(desk: Desk) -> None:
    """Each broken file is a failed item of its class; the good one beside them is done."""
    good = pdf_of([SEA])
    broken = {
        "encrypted.pdf": (pdf_of([SEA], password=b"a word"), "is encrypted"),
        "empty.pdf": (b"", "is empty: it has 0 bytes"),
        "cut.pdf": (good[: len(good) // 3], "is not whole"),
        "page.pdf": (b"<!DOCTYPE html><html><body>Not found</body></html>", "is a web page and no PDF"),
        "scan.pdf": (pdf([[]]), "has no text: nothing is on its 1 page"),
        "noise.pdf": (os.urandom(3000), "is no PDF"),
    }
    for name, (data, _) in broken.items():
        desk.file(f"in/{name}", data)
    desk.file("in/good.pdf", good)
    found = desk.rows(desk.run("in"))
    assert found.pop("good.pdf").status is ItemStatus.COMPLETED
    assert desk.calls() == 1
    for name, (_, reason) in broken.items():
        row = found[name]
        assert (row.status, row.error.error_class, row.input) == (ItemStatus.FAILED, "unreadable", "")
        assert row.error.message.startswith(f"{name} ")
        assert reason in row.error.message


def test_a_known_file_is_read_by_no_process_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another job of the project finds its text by its digest, under whatever name; another project reads it."""
    desk.file("a.pdf", pdf_of([SEA]))
    desk.file("b/same.pdf", pdf_of([SEA]))
    desk.run("a.pdf")
    monkeypatch.setattr("orchestrator.documents.pool._CHILD", desk.folder / "nothing.py")
    assert desk.rows(desk.run("b", name="again"))["same.pdf"].input == SEA
    other = desk.rows(desk.run("b", name="other", project="another"))["same.pdf"]
    assert other.error.error_class == "unreadable"


def test_an_item_keeps_the_text_that_was_read_when_its_turn_came(desk: Desk) -> None:
    """A retry after the file has changed or gone is about the same text; a new job reads the new one."""
    path = desk.file("a.pdf", pdf_of([SEA]))
    desk.provider.behave([{"do": "declined"}])
    job_id = desk.run("a.pdf")
    assert desk.rows(job_id)["a.pdf"].status is ItemStatus.FAILED
    path.unlink()
    desk.provider.behave([])
    desk.jobs.retry(job_id, start=False)
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["a.pdf"].status is ItemStatus.COMPLETED
    desk.file("a.pdf", pdf_of([LAND]))
    assert desk.rows(desk.run("a.pdf"))["a.pdf"].input == LAND


def test_a_chapter_that_is_gone_by_its_turn_says_so(desk: Desk) -> None:
    """A book that was written anew with fewer of them; those that are there are read as they are now."""
    path = desk.file("a.epub", book({"one": f"<p>{SEA}</p>", "two": f"<p>{SEA} Later.</p>"}))
    job_id = desk.create("a.epub")
    path.write_bytes(book({"one": f"<p>{LAND}</p>"}))
    run_job(desk.jobs.place, desk.jobs.config, job_id)
    found = desk.rows(job_id)
    assert found["a.epub#1"].input == LAND
    assert found["a.epub#2"].error.message.startswith("a.epub has no chapter 2 by now")


def test_a_mended_file_is_read_by_a_retry(desk: Desk) -> None:
    """What failed to be read is read anew, in the same job."""
    path = desk.file("a.pdf", b"")
    job_id = desk.run("a.pdf")
    path.write_bytes(pdf_of([SEA]))
    desk.jobs.retry(job_id, start=False)
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["a.pdf"].input == SEA


def test_what_can_be_told_of_files_is_told_before_the_job_is_made(desk: Desk) -> None:
    """A path that leads nowhere, and labels that would be drawn from texts that nobody has read."""
    with pytest.raises(ItemsError, match=r"its `path` gone.pdf is not there") as gone:
        desk.create([{"path": "gone.pdf"}])
    assert gone.value.path == "items[0]"
    desk.file("a.pdf", pdf_of([SEA]))
    with pytest.raises(NotBuiltError, match="draws its labels") as drawn:
        desk.create("a.pdf", task_type="categorize")
    assert drawn.value.hint == "name the phase's `labels`"


@pytest.mark.parametrize(
    ("name", "what"), [("folder.pdf", "is a folder"), ("pipe.pdf", "is a pipe or a device"), ("zero.pdf", "is a pipe")]
)
def test_a_path_that_leads_to_no_file_is_refused(desk: Desk, name: str, what: str) -> None:
    """Before the job is made: nothing can be read there, now or later."""
    (desk.folder / "folder.pdf").mkdir()
    os.mkfifo(desk.folder / "pipe.pdf")
    (desk.folder / "zero.pdf").symlink_to("/dev/zero")
    with pytest.raises(ItemsError, match=f"its `path` {name} {what}"):
        desk.create([{"path": name}])


def test_a_file_whose_name_no_state_can_keep_is_refused(desk: Desk) -> None:
    """A name of another encoding than UTF-8 is said, with what to do."""
    folder = desk.folder / "in"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.pdf")).write_bytes(pdf_of([SEA]))
    with pytest.raises(ItemsError, match="has a name that is not UTF-8") as told:
        desk.create("in")
    assert told.value.path == "in/caf\N{REPLACEMENT CHARACTER}.pdf"


def test_base64_is_a_file_as_browsers_give_it_and_a_failed_item_when_it_is_broken(desk: Desk) -> None:
    """With the head of a data URL it is read; cut off or with other letters it fails, and is no text to ask of."""
    content = base64.b64encode(pdf_of([SEA])).decode()
    rows: list[Json] = [
        {"id": "url", "filename": "a.pdf", "content": f"data:application/pdf;base64,{content}"},
        {"id": "cut", "filename": "b.pdf", "content": content[:101]},
        {"id": "odd", "filename": "c.pdf", "content": f"{content}é"},
        {"id": "word", "filename": "d.docx", "content": "UEsDBé"},
    ]
    found = desk.rows(desk.run(rows))
    assert found.pop("url").input == SEA
    assert {row.error.message.partition(" ")[2] for row in found.values()} == {"is no whole base64; encode it anew"}
    assert desk.calls() == 1


def test_the_same_files_are_the_same_job_until_one_changes(desk: Desk) -> None:
    """`run` finds the job by the files' names, sizes and times; another time makes another job, which pays nothing."""
    path = desk.file("a.pdf", pdf_of([SEA]))
    spec = {"name": "Files", "items": "a.pdf", "phases": [SAY]}
    first = desk.jobs.create(spec, start=False).id
    run_job(desk.jobs.place, desk.jobs.config, first)
    os.utime(path, ns=(1, 1))
    job_id = desk.run("a.pdf")
    assert job_id != first
    assert desk.calls() == 1


def test_items_go_on_while_a_file_hangs_what_reads_it(desk: Desk) -> None:
    """Texts behind it are all answered while it is still being read, which is said; then it fails alone."""
    desk.file("slow.pdf", slow_pdf())
    texts: list[Json] = [{"id": f"t{n}", "content": f"{SEA} {n}"} for n in range(8)]
    items: list[Json] = [{"id": "slow", "path": "slow.pdf"}, *texts]
    job_id = desk.create(items)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(run_job, desk.jobs.place, desk.jobs.config, job_id)
        finished: dict[str, Any] = {}
        while len(finished) < 8 and not running.done():
            finished = {row.item_id: row for row in desk.jobs.results(job_id, status="COMPLETED")}
        assert desk.rows(job_id)["slow"].status is ItemStatus.PENDING
        while not (waits := desk.jobs.live(job_id).waits):
            assert not running.done()
        assert [(wait.kind, wait.calls) for wait in waits] == [("file", 1)]
        assert running.result(100).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["slow"].error.error_class == "unreadable"
    assert set(finished) == {f"t{n}" for n in range(8)}


def test_a_preview_and_an_estimate_read_what_they_speak_of(desk: Desk) -> None:
    """A request is shown with the file's text; of many files a few are read, and the estimate says so."""
    desk.file("in/sea.pdf", pdf_of([SEA]))
    spec = {"name": "Files", "phases": [SAY]}
    shown = desk.jobs.preview(spec, items="in")
    assert SEA in str(shown.document())
    for number in range(9):
        desk.file(f"in/{number}.pdf", pdf_of([f"{LAND} {number}"] * (number + 1)))
    found = desk.jobs.estimate(spec, items="in")
    assert (found.items, found.calls) == (10, 10)
    assert found.notes == ("the texts of 4 files are not read yet: their lengths follow from 6 that were",)
    job_id = desk.run("in")
    known = desk.jobs.estimate(spec, items="in")
    assert (known.calls, known.known, known.notes) == (0, 10, ())
    desk.file("in/empty.pdf", b"")
    with pytest.raises(ItemsError, match="is empty") as told:
        desk.jobs.preview(spec, items="in/empty.pdf")
    assert told.value.hint == "the run goes on without it; to preview another item name that with --item"
    assert desk.calls() == len(desk.rows(job_id)) == 10


def test_an_estimate_counts_files_that_no_text_comes_out_of_as_failing(desk: Desk) -> None:
    """They are asked nothing, and the first of them is named with its reason, before anything is paid."""
    for number in range(3):
        desk.file(f"in/{number}.pdf", pdf([[]]))
    spec = {"name": "Files", "phases": [SAY]}
    found = desk.jobs.estimate(spec, items="in")
    assert (found.items, found.calls, found.failing) == (3, 0, 3)
    assert found.warnings[0].startswith("3 items, 0.pdf is one of them, would fail: 0.pdf has no text")
    for number in range(12):
        desk.file(f"in/good{number}.pdf", pdf_of([f"{SEA} {number}" * (number + 1)]))
    for name in ("in/huge.pdf", "in/larger.pdf"):
        os.truncate(desk.file(name, b"%PDF-"), 10**10)  # a hole: only its size is looked at
    desk.file("in/empty.pdf", b"")
    found = desk.jobs.estimate(spec, items="in")
    assert (found.items, found.calls, found.failing) == (18, 12, 6)


@pytest.mark.parametrize(
    ("point", "store"),
    [
        ("file.before_read:3", "sqlite"),
        ("group.read.before_commit:1", "sqlite"),  # one commit may hold all that is read
        ("group.read.before_commit:1", "postgresql"),
        ("group.read.after_commit:1", "postgresql"),
    ],
)
def test_a_crash_while_files_are_read_loses_nothing(
    point: str,
    store: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    provider: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed and run again, each item has its text, is asked for once, and the bill is the provider's."""
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[store])
    items = []
    for number in range(6):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf_of([f"{SEA} {number}"]))
        items.append(NewItem(path.name, "", {}, file=FileRef("pdf", path.name, str(path), path.stat().st_size)))
    made = make_job(url, tmp_path, provider, items=items, phases=ONE_PHASE).into(monkeypatch)
    assert made.start(crash=point).wait(100) == -signal.SIGKILL, made.said()[-2000:]
    for _ in range(3):
        if made.row().status is not JobStatus.COMPLETED:
            made.run()
    provider.wait_idle()
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        workspace = Workspace(made.place.workspace)
        texts = [row.text for row in result_rows(state, workspace, made.job_id, 0, 5)]
        assert not list(audit(state, workspace))
    assert texts == [f"{SEA} {number}" for number in range(6)]


def test_show_and_export_say_of_each_page_what_was_read_and_how(desk: Desk) -> None:
    """Numbers, texts and where they come from; of an item that is a text there is nothing to say."""
    desk.file("a.pdf", pdf_of([SEA, "", LAND]))
    job_id = desk.run([{"id": "file", "path": "a.pdf"}, {"id": "text", "content": "Some text."}])
    shown = desk.jobs.show(job_id, "file")
    assert shown["file"] == str(desk.folder / "a.pdf")
    assert shown["pages"] == [
        {"page": 1, "how": "text layer", "characters": len(SEA)},
        {"page": 2, "how": "nothing", "characters": 0},
        {"page": 3, "how": "text layer", "characters": len(LAND)},
    ]
    screen = Console(width=100)
    with screen.capture() as said:
        screen.print(show(shown))
    assert f"file: {desk.folder / 'a.pdf'}" in said.get().replace("\n", "")
    assert f"  2 pages, text layer, {len(SEA) + len(LAND)} characters: 1, 3" in said.get()
    assert "  1 page, nothing, 0 characters: 2" in said.get()
    text = desk.jobs.show(job_id, "text")
    assert (text["file"], text["pages"]) == (None, [])
    desk.jobs.export(job_id, desk.folder / "out")
    table = pq.read_table(desk.folder / "out" / "part-00000.parquet")
    file, other = table.column("pages").to_pylist()
    assert [(page["page"], page["how"], page["text"]) for page in file] == [
        (1, "text layer", SEA),
        (2, "nothing", ""),
        (3, "text layer", LAND),
    ]
    assert other is None
    plain = desk.run([{"id": "text", "content": "Some text."}], name="plain")
    desk.jobs.export(plain, desk.folder / "plain")
    assert "pages" not in pq.read_table(desk.folder / "plain" / "part-00000.parquet").column_names


def test_a_file_that_was_not_read_is_shown_without_pages(desk: Desk) -> None:
    """Before its turn, and after it failed: by `show`, on the page and in an export."""
    desk.file("in/a.pdf", pdf_of([SEA]))
    desk.file("in/b.pdf", b"")
    job_id = desk.create("in")
    assert [desk.jobs.show(job_id, name)["pages"] for name in ("a.pdf", "b.pdf")] == [[], []]
    run_job(desk.jobs.place, desk.jobs.config, job_id)
    shown = desk.jobs.show(job_id, "b.pdf")
    assert (shown["file"], shown["pages"]) == (str(desk.folder / "in" / "b.pdf"), [])
    page = "".join(desk.jobs.results_page(job_id))
    assert "b.pdf is empty: it has 0 bytes" in page
    assert SEA in page
    desk.jobs.export(job_id, desk.folder / "out")
    read, unread = pq.read_table(desk.folder / "out" / "part-00000.parquet").column("pages").to_pylist()
    assert ([one["text"] for one in read], unread) == ([SEA], None)


def test_files_of_all_kinds_are_items_of_one_job(desk: Desk) -> None:
    """A page, a book's chapters, a Word file and a text in an old encoding, each with its own text, and how it came."""
    desk.file("in/a.epub", book({"one": f"<p>{SEA}</p>", "two": f"<p>{LAND}</p>"}))
    desk.file("in/b.html", PAGE.encode())
    desk.file("in/c.txt", "Für die Höhe über dem Meer.".encode("cp1252"))
    desk.file("in/d.pdf", pdf_of([SEA]))
    job_id = desk.run("in")
    found = desk.rows(job_id)
    assert {row.status for row in found.values()} == {ItemStatus.COMPLETED}
    assert {name: row.input for name, row in found.items() if name != "b.html"} == {
        "a.epub#1": SEA,
        "a.epub#2": LAND,
        "c.txt": "Für die Höhe über dem Meer.",
        "d.pdf": SEA,
    }
    assert STORY in found["b.html"].input
    assert desk.jobs.show(job_id, "a.epub#2")["pages"] == [{"page": 2, "how": "chapter", "characters": len(LAND)}]
    assert any("read as cp1252: in/c.txt" in event.message for event in desk.jobs.events(job_id))
    assert desk.calls() == 4


def test_a_purge_takes_what_was_read_and_the_file_that_came_in_base64(desk: Desk) -> None:
    """Texts go, and a file of half a megabyte that was kept until it was read; what was purged is read anew."""
    filler = b"\n%" + os.urandom(400_000).hex().encode()
    content = base64.b64encode(pdf_of([SEA]) + filler).decode()
    items: list[Json] = [{"id": "a", "filename": "a.pdf", "content": content, "title": "Sea"}]
    job_id = desk.run(items)
    assert desk.rows(job_id)["a"].fields == {"id": "a", "filename": "a.pdf", "title": "Sea"}
    assert not [path for path in desk.folder.rglob("payloads/*/*") if path.is_file()]
    desk.jobs.purge(job_id)
    assert desk.rows(job_id)["a"].input == ""
    assert desk.rows(desk.run(items, name="again"))["a"].input == SEA
