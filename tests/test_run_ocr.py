"""Pages that a model reads, through the whole engine: a call a page, paid once, known afterwards, and in order."""

from __future__ import annotations

import base64
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import pyarrow.parquet as pq
import pytest
from PIL import Image
from rich.console import Console

from orchestrator.documents.base import UnreadableError
from orchestrator.documents.contents import digest_in
from orchestrator.documents.pool import FileReader
from orchestrator.sights import ocr_plan
from pipelines.jobs import BatchJobs
from pipelines.run import run_job
from pipelines.screen_outlook import preview as preview_screen
from pipelines.screen_show import show
from state.control import want_pause
from state.errors import InputError, SpecError
from state.exports import result_rows
from state.file_records import FileRef
from state.records import NewItem
from state.status import CallStatus, ItemStatus, JobStatus
from state.workspace import Workspace
from tests.fakes.images import coded, seen
from tests.fakes.pdfs import pdf, pdf_of
from tests.fakes.provider_server import ProviderServer
from tests.fakes.scans import scan
from tests.invoices import assert_books, ledger
from tests.jobs import ONE_PHASE, Phase, environment, make_job
from tests.test_file_items import LAND, SAY, SEA
from tests.test_file_items import Desk as FilesDesk

MODEL = "openai/gpt-6-luna"
OTHER = "anthropic/claude-haiku-5-5"
CONFIG = """
[providers.mine]
base_url = "{url}"

[prices."mine/sees"]
input = 0.3
output = 1.2
"""


class Desk(FilesDesk):
    """A folder with files, three providers' models, and the jobs in it."""

    def __init__(self, folder: Path, provider: ProviderServer) -> None:
        (folder / "batchwright.toml").write_text(CONFIG.format(url=provider.openai_url))
        super().__init__(folder, provider)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.jobs.close()


def stands(*numbers: int) -> str:
    """What the provider reads on pages."""
    return "\n\n".join(f"This stands on page {number}." for number in numbers)


def roles(jobs: BatchJobs, job_id: str) -> Counter[str]:
    """How many calls a job made, by role."""
    return Counter(call.role for call in jobs.calls(job_id, limit=10_000))


def paid(jobs: BatchJobs, job_id: str) -> Counter[str]:
    """How often each request was paid for."""
    return Counter(call.request_digest for call in jobs.calls(job_id, limit=10_000) if call.cost)


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    """One that also has a model without a list price, and looks at images."""
    with ProviderServer(prices={"sees": {"input": "0.3", "output": "1.2"}}) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, provider: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A fresh one, with three providers."""
    for name, value in environment(provider).items():
        monkeypatch.setenv(name, value)
    with Desk(tmp_path, provider) as made:
        yield made


@pytest.mark.parametrize("model", [MODEL, OTHER, "mine/sees"])
def test_pages_that_are_images_are_read_by_the_model(model: str, desk: Desk) -> None:
    """Scans and images in each provider's own form, a call a page; what is paid is the invoice, within the reserve."""
    desk.file("in/letters.pdf", scan([coded(7), coded(300), coded(9)]))
    desk.file("in/text.pdf", pdf_of([SEA]))
    pages = [Image.fromarray(coded(number)) for number in (11, 12)]
    pages[0].save(desk.folder / "in" / "photo.jpg")
    pages[0].save(desk.folder / "in" / "two.tif", save_all=True, append_images=pages[1:])
    job_id = desk.run("in", ocr_model=model)
    content = base64.b64encode(scan([coded(77)])).decode()
    by_bytes = desk.run([{"id": "b", "filename": "b.pdf", "content": content}], name="bytes", ocr_model=model)
    rows = desk.rows(job_id) | desk.rows(by_bytes)
    assert {name: row.input for name, row in rows.items()} == {
        "letters.pdf": stands(7, 300, 9), "text.pdf": SEA, "photo.jpg": stands(11), "two.tif": stands(11, 12),
        "b": stands(77),
    }  # fmt: skip
    assert roles(desk.jobs, job_id) == {"ocr": 6, "executor": 4}
    assert [(page.page, page.how) for page in rows["letters.pdf"].pages] == [(n, model) for n in (1, 2, 3)]
    assert sum(desk.jobs.status(one).analytics.cost_settled for one in (job_id, by_bytes)) == desk.provider.cost_usd()
    assert_books(desk.jobs.state(), desk.provider.invoice())
    for call in desk.jobs.calls(job_id):
        assert call.role != "ocr" or (call.model, call.phase, call.status) == (model, "say", "ok")


def test_a_scan_is_read_once_whoever_asks(desk: Desk) -> None:
    """A second run and another job ask nothing at all; another phase reads the text, and another model reads anew."""
    desk.file("in/letters.pdf", scan([coded(7), coded(8)]))
    first = desk.run("in", ocr_model=MODEL)
    asked = desk.calls()
    assert asked == 3
    again = desk.run("in", name="again", ocr_model=MODEL)
    assert desk.rows(again)["letters.pdf"].input == desk.rows(first)["letters.pdf"].input
    assert desk.calls() == asked
    other = desk.run("in", name="other words", ocr_model=MODEL, instructions="Say it in verse.")
    assert roles(desk.jobs, other) == {"executor": 1}
    for model in ("mine/sees", OTHER):  # the first gets the same images
        anew = desk.run("in", name=model, ocr_model=model)
        assert roles(desk.jobs, anew) == {"ocr": 2}
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_a_layer_that_says_more_stays(desk: Desk) -> None:
    """Of pages with a stamp the one whose picture says more is read, and of the other the layer is kept."""
    letter = f"{SEA} {LAND}"
    rules = [{"do": "text", "text": text, "contains": f" page {number}"} for number, text in ((7, letter), (8, "No."))]
    desk.provider.behave(rules)
    stamp = "Digitised by the harbour archive, 1913"
    desk.file("in/stamped.pdf", scan([coded(7), coded(8)], stamp=stamp))
    job_id = desk.run("in", ocr_model=MODEL)
    row = desk.rows(job_id)["stamped.pdf"]
    assert row.input == f"{letter}\n\n{stamp}"
    assert [page.how for page in row.pages] == [MODEL, f"text layer, sparse: {MODEL} found no more"]
    assert roles(desk.jobs, job_id) == {"ocr": 2, "executor": 1}


def test_pages_are_read_side_by_side_and_no_more_than_the_job_lets_out(desk: Desk) -> None:
    """Of 40 pages as many at once as the concurrency, in the order of the pages whatever came first."""
    desk.provider.behave([{"do": "ok", "contains": " page 1", "latency_ms": 900}], latency_ms=120)
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 41)]))
    job_id = desk.run("in", ocr_model=MODEL)
    assert desk.rows(job_id)["book.pdf"].input == stands(*range(1, 41))
    assert desk.provider.stats()["high_water"] == 5


def run_until(desk: Desk, job_id: str, *, calls: int) -> None:
    """Run a job, and pause it once so many calls have been asked for."""
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(run_job, desk.jobs.place, desk.jobs.config, job_id)
        while desk.calls() < calls:
            assert not running.done()
        want_pause(desk.jobs.state(), job_id)
        assert running.result().status is JobStatus.PAUSED


def test_a_scan_goes_on_where_it_was_paused(desk: Desk) -> None:
    """The pages that were read are known; none is asked for twice."""
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 41)]))
    desk.provider.behave(latency_ms=60)
    job_id = desk.create("in", ocr_model=MODEL)

    run_until(desk, job_id, calls=12)
    assert 12 <= len(paid(desk.jobs, job_id)) < 30
    assert desk.rows(job_id)["book.pdf"].status is ItemStatus.PENDING
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["book.pdf"].input == stands(*range(1, 41))
    assert set(paid(desk.jobs, job_id).values()) == {1}
    assert desk.calls() == 41
    assert_books(desk.jobs.state(), desk.provider.invoice())


@pytest.mark.parametrize(
    ("point", "store"),
    [
        ("call.before_send:6", "sqlite"),
        ("call.after_receive:5", "postgresql"),
        ("group.settle.after_commit:4", "sqlite"),
        ("group.read.before_commit:1", "postgresql"),
    ],
)
def test_a_run_that_is_killed_among_pages_pays_for_none_twice(
    point: str,
    store: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    provider: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed and run again, each page that was settled is known, and what was out is unknown, not paid twice here."""
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[store])
    path = tmp_path / "book.pdf"
    path.write_bytes(scan([coded(number) for number in range(1, 13)]))
    item = NewItem(path.name, "", {}, file=FileRef("pdf", path.name, str(path), path.stat().st_size))
    phase: Phase = {**ONE_PHASE[0], "ocr_model": MODEL}
    provider.behave(latency_ms=20)
    made = make_job(url, tmp_path, provider, items=[item], phases=[phase]).into(monkeypatch)
    assert made.start(crash=point).wait(100) == -signal.SIGKILL, made.said()[-2000:]
    provider.wait_idle()
    for _ in range(3):
        if made.row().status is not JobStatus.COMPLETED:
            made.run()
    assert made.row().status is JobStatus.COMPLETED
    with closing(made.opened()) as state:
        assert_books(state, provider.invoice())
        settled = Counter(row.digest for row in ledger(state) if row.status == CallStatus.OK)
        assert set(settled.values()) == {1}
        assert len(settled) == 13
        (row,) = result_rows(state, Workspace(made.place.workspace), made.job_id, 0, 0)
    assert row.text == stands(*range(1, 13))


def test_a_budget_ends_among_pages_and_goes_on(desk: Desk) -> None:
    """What was read is known; with more budget the others are asked for, and none twice."""
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 31)]))
    job_id = desk.create("in", ocr_model=OTHER)
    desk.jobs.set(job_id, {"budget_usd": "0.0055"})
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.PAUSED
    before = sum(paid(desk.jobs, job_id).values())
    assert 0 < before < 30
    assert desk.provider.cost_usd() <= Decimal("0.0055")
    desk.jobs.set(job_id, {"budget_usd": "5"})
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert set(paid(desk.jobs, job_id).values()) == {1}
    assert desk.rows(job_id)["book.pdf"].input == stands(*range(1, 31))
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_a_page_that_fails_fails_its_item_and_is_what_a_retry_asks_for(desk: Desk) -> None:
    """The message says which page it was and why; a retry asks for that page, and for those that were not asked yet."""
    desk.provider.behave([{"do": "declined", "contains": " page 3", "times": 1}], latency_ms=30)
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 13)]))
    desk.file("in/text.pdf", pdf_of([SEA]))
    job_id = desk.run("in", ocr_model=MODEL)
    row = desk.rows(job_id)["book.pdf"]
    assert (row.status, row.error.error_class, row.input) == (ItemStatus.FAILED, "declined", "")
    assert row.error.message == f"page 3 of book.pdf could not be read by {MODEL}: the model declined to answer"
    assert desk.rows(job_id)["text.pdf"].status is ItemStatus.COMPLETED
    asked = roles(desk.jobs, job_id)["ocr"]
    assert asked < 12
    desk.jobs.retry(job_id, start=False)
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["book.pdf"].input == stands(*range(1, 13))
    calls = [call for call in desk.jobs.calls(job_id, limit=1_000) if call.role == "ocr"]
    assert len([call for call in calls if call.status != CallStatus.WITHDRAWN]) == 13
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_an_answer_that_is_cut_is_asked_for_once_more_with_more_room(desk: Desk) -> None:
    """Then it is whole, or its item fails and says so; errors that pass are tried again as for any call."""
    desk.provider.behave(
        [
            {"do": "truncated", "contains": " page 7", "nth": 1},
            {"do": "truncated", "contains": " page 8"},
            {"do": "server_error", "contains": " page 9", "times": 1},
            {"do": "rate_limited", "contains": " page 10", "times": 1, "wait_s": 0.1},
            {"do": "text", "text": "[no text]", "contains": " page 12"},
        ]
    )
    for number in (7, 8, 9, 10, 11, 12):
        Image.fromarray(coded(number)).save(desk.file(f"in/{number}.png", b""))
    job_id = desk.run("in", ocr_model=MODEL)
    rows = desk.rows(job_id)
    good = {name: row.input for name, row in rows.items() if row.status is ItemStatus.COMPLETED}
    assert good == {f"{number}.png": stands(number) for number in (7, 9, 10, 11)}
    assert rows["8.png"].error.error_class == "truncated"
    assert "page 1 of 8.png could not be read by openai/gpt-6-luna: the answer was cut at 16,384" in (
        rows["8.png"].error.message
    )
    assert rows["12.png"].error.message == f"12.png has no text: {MODEL} found none in its 1 page"
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_what_was_read_by_the_model_is_shown_and_exported(desk: Desk) -> None:
    """`show` has each page's request and answer, the export's pages say who read them."""
    desk.file("in/letters.pdf", pdf([[(60, 700, f"{SEA} {LAND} {SEA}")]]))
    desk.file("in/scan.pdf", scan([coded(7), coded(8)]))
    job_id = desk.run("in", ocr_model=MODEL)
    document: Any = desk.jobs.show(job_id, "scan.pdf")
    steps = [step for step in document["phases"][0]["steps"] if step["role"] == "ocr"]
    assert {step["notes"][0]: step["reply"] for step in steps} == {"page 1": stands(7), "page 2": stands(8)}
    assert {step["request"]["messages"][0]["image"]["of"][-2:] for step in steps} == {"#1", "#2"}
    console = Console(width=200, record=True)
    console.print(show(document))
    said = console.export_text()
    assert f"2 pages, {MODEL}, 44 characters: 1, 2" in said
    assert "try 1, ocr: openai/gpt-6-luna" in said
    assert "image: page 1, within 2048 pixels and 1.57 megapixels" in said
    for page in (1, 2):
        assert f"say, attempt 1 ocr (page {page}): ok 200, " in said
    desk.jobs.export(job_id, desk.folder / "out")
    tables = [pq.read_table(path) for path in sorted((desk.folder / "out").glob("part-*.parquet"))]
    pages = {row["item_id"]: row["pages"] for table in tables for row in table.to_pylist()}
    assert pages["scan.pdf"] == [
        {"page": 1, "how": MODEL, "text": stands(7)},
        {"page": 2, "how": MODEL, "text": stands(8)},
    ]
    assert [page["how"] for page in pages["letters.pdf"]] == ["text layer"]


def test_a_page_is_compared_with_itself_alone(desk: Desk) -> None:
    """Each is asked for the first time, whatever was asked of the one before it; another language is told as such."""
    desk.file("in/scan.pdf", scan([coded(7), coded(8)]))

    def changed(job_id: str) -> list[Any]:
        document: Any = desk.jobs.why(job_id, "scan.pdf")
        steps = [one for one in document["phases"][0]["attempts"] if one["role"] == "ocr"]
        assert sorted(one["notes"] for one in steps) == [["page 1"], ["page 2"]], "in the order of their answers"
        return [one["changed"] for one in steps]

    assert changed(desk.run("in", ocr_model=MODEL)) == [["first time"]] * 2
    assert changed(desk.run("in", ocr_model=MODEL, ocr_languages=["deu"])) == [["ocr_prompt"]] * 2
    desk.file("in/scan.pdf", scan([coded(8), coded(7)]))
    assert changed(desk.run("in", ocr_model=MODEL)) == [["first time"]] * 2


def test_an_estimate_counts_the_pages_and_a_preview_shows_the_first(desk: Desk) -> None:
    """A call a page beside those of the phase, within a factor of what it comes to, and nothing once they are known."""
    for number in range(9):
        desk.file(f"in/{number}.pdf", scan([coded(10 * number + page) for page in range(1, 5)]))
    spec: Any = {"name": "Files", "phases": [{**SAY, "ocr_model": MODEL}]}
    found = desk.jobs.estimate(spec, items="in")
    assert found.items == 9
    assert 40 <= found.calls <= 50
    assert f"about 36 pages that are images are read by {MODEL}, a call each" in found.notes
    shown = desk.jobs.preview(spec, items="in")
    first, second = shown.phases[0].requests
    assert (first.ask.role, first.model, first.not_known) == ("ocr", MODEL, ())
    assert first.tokens > 1_000
    assert second.not_known == ("page 1", "page 2", "page 3", "page 4")
    assert "«page 2, read by openai/gpt-6-luna»" in str(shown.document())
    console = Console(width=200, record=True)
    console.print(preview_screen(shown))
    assert "the first of the pages that are images is read" in console.export_text()
    assert desk.calls() == 0
    job_id = desk.run("in", ocr_model=MODEL)
    (digest,) = {call.request_digest for call in desk.jobs.calls(job_id) if call.request_digest == first.ask.digest}
    assert digest
    cost = desk.jobs.status(job_id).analytics.cost_settled
    assert found.low / 3 < cost <= found.at_most
    known = desk.jobs.estimate(spec, items="in")
    assert known.is_nothing


def test_an_estimate_of_a_job_that_was_paused_counts_the_pages_that_are_left(desk: Desk) -> None:
    """What was read of a scan is known though its item has no text yet."""
    desk.file("in/book.pdf", scan([coded(number) for number in range(1, 13)]))
    desk.provider.behave([{"do": "declined", "contains": " page 6", "times": 1}], latency_ms=20)
    read = roles(desk.jobs, desk.run("in", ocr_model=MODEL))["ocr"]
    found = desk.jobs.estimate({"name": "New", "phases": [{**SAY, "ocr_model": MODEL}]}, items="in")
    assert (found.failing, found.calls) == (1, 0)
    assert 5 <= found.known <= read < 12


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("local/smollm2-135m", "local/smollm2-135m reads no images; name a model that does"),
        ("openai/gpt-3.5-turbo", "openai/gpt-3.5-turbo reads no images"),
        ("openai/text-embedding-3-small", "reads no images"),
        ("openai/o3-mini", "reads no images"),
        ("anthropic/claude-2", "reads no images"),
    ],
)
def test_a_model_that_reads_no_images_is_refused_at_create(model: str, said: str, desk: Desk) -> None:
    """In words, with the key and models that do."""
    desk.file("in/scan.pdf", scan([coded(1)]))
    with pytest.raises(SpecError, match=said) as refused:
        desk.create("in", ocr_model=model)
    assert "phases[0].ocr_model" in str(refused.value)
    assert desk.calls() == 0


def test_only_the_first_phase_names_who_reads_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one is told where; a model without a key, or of nobody, is told before anything is sent."""
    two: Any = {"name": "Two", "phases": [SAY, {**SAY, "name": "more", "ocr_model": MODEL}]}
    with pytest.raises(SpecError, match=r"phases\[1\].ocr_model: files are read before the first phase"):
        desk.jobs.create(two, items=[SEA], start=False)
    with pytest.raises(InputError, match="nobody/sees is of no provider that is known"):
        desk.create([SEA], ocr_model="nobody/sees")
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    job_id = desk.create([SEA], ocr_model=OTHER)
    with pytest.raises(
        InputError, match="for pages that are images it may use anthropic/claude-haiku-5-5, but"
    ) as told:
        run_job(desk.jobs.place, desk.jobs.config, job_id)
    assert told.value.path == "phases[0].ocr_model"
    assert desk.calls() == 0


def test_a_language_that_tesseract_lacks_is_told_to_the_model(desk: Desk) -> None:
    """Where a model reads, nothing has to be installed; it is told the languages."""
    desk.file("in/scan.pdf", scan([coded(5)]))
    desk.provider.behave([{"do": "text", "text": "Told", "contains": "Languages of the pages, by their codes: kat"}])
    job_id = desk.run("in", ocr_model=MODEL, ocr_languages=["kat"])
    assert desk.rows(job_id)["scan.pdf"].input == "Told"


def test_a_file_that_changed_while_its_job_was_paused_is_read_anew(desk: Desk) -> None:
    """No page of another file is put between its pages: those that were read before are another file's."""
    path = desk.file("in/scan.pdf", scan([coded(number) for number in range(1, 31)]))
    desk.provider.behave(latency_ms=100)
    job_id = desk.create("in", ocr_model=MODEL)

    run_until(desk, job_id, calls=5)
    path.write_bytes(scan([coded(number) for number in range(101, 107)]))
    assert run_job(desk.jobs.place, desk.jobs.config, job_id).status is JobStatus.COMPLETED
    assert desk.rows(job_id)["scan.pdf"].input == stands(*range(101, 107))
    assert_books(desk.jobs.state(), desk.provider.invoice())


def test_a_page_is_rendered_of_the_file_that_was_read(tmp_path: Path) -> None:
    """Of its bytes as they were, as long as a process has them; else its page cannot be shown, and it says why."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan([coded(5), coded(6)]))
    file = FileRef("pdf", path.name, str(path))
    with closing(FileReader(lambda _: None, ocr=ocr_plan(MODEL), processes=1)) as reader:
        read = reader.submit(file, "").result(60)
        sizes = {number: (sight.width, sight.height) for number, sight in read.sights.items()}
        digest = digest_in(read.key)
        image = seen("image/png", reader.image(file, "", digest, 2).result(60))
        assert sizes == dict.fromkeys((1, 2), (image.width, image.height))
        assert (image.number, image.width * image.height // 1_000_000) == (6, 1)
        path.write_bytes(scan([coded(7), coded(8)]))
        assert seen("image/png", reader.image(file, "", digest, 1).result(60)).number == 5
        with pytest.raises(UnreadableError, match="was written anew while its pages were read; `retry`"):
            reader.image(file, "", "ab" * 32, 1).result(60)
        with pytest.raises(UnreadableError, match="has a page 9 that cannot be rendered"):
            reader.image(file, "", digest, 9).result(60)
