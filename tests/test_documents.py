"""Documents of a project, as a user adds, lists, searches and removes them: every kind of file, and what is wrong."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from pathlib import Path

import docx
import pytest
from PIL import Image

from pipelines.jobs import BatchJobs
from state.document_records import MIN_RELEVANCE, DocumentKind
from state.errors import ItemsError
from state.records import Json
from tests.commands import run_command, typed
from tests.fakes.pdfs import pdf, pdf_of
from tests.fakes.scans import image_of
from tests.fakes.tesseract import tesseract
from tests.test_file_items import LAND, SEA
from tests.test_file_kinds import PAGE, STORY, book

_ROOT = Path(__file__).parents[1]
NOTES = "# Tides\n\nThe spring tide comes at full moon, twice a month, and floods the lower quay.\n"


def word(text: str) -> bytes:
    """A .docx with one paragraph."""
    made, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


def rows(path: Path, *values: Json) -> Path:
    """Write rows."""
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")
    return path


@pytest.fixture
def shelf(tmp_path: Path, jobs: BatchJobs, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each kind, and a program that reads images."""
    assert jobs.cwd == tmp_path
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", os.pathsep.join((tesseract(tmp_path / "bin", "Read of a photographed gull"), path)))
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    folder = tmp_path / "shelf"
    (folder / "deep").mkdir(parents=True)
    (folder / "two.pdf").write_bytes(pdf_of([f"{SEA} " * 25, f"{LAND} " * 25]))
    (folder / "ice.html").write_text(PAGE, "utf-8")
    (folder / "deep" / "tides.md").write_text(NOTES, "utf-8")
    (folder / "letter.docx").write_bytes(word("The tailor of Gdansk sews black velvet coats."))
    (folder / "novel.epub").write_bytes(book({"one": "<p>A llama crossed the Andes by night.</p>"}))
    Image.fromarray(image_of(SEA, height=0.12)).save(folder / "gull.png")
    return folder


def ids(jobs: BatchJobs) -> list[str]:
    """The ids of all documents."""
    return [one.document_id for one in jobs.docs().list(limit=5_000)[0]]


# ── what is added ───────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_file_is_found_by_what_stands_in_it(shelf: Path, jobs: BatchJobs) -> None:
    """Each is kept under its path from the working folder, a PDF's passages with their pages, a book's by chapter."""
    added = typed("docs", "add", "shelf", "--json")
    assert added.code == 0, added.err
    assert added.document["left_out"] == []
    found = ids(jobs)
    assert {name.partition("#")[0] for name in found} == {
        "shelf/two.pdf", "shelf/ice.html", "shelf/deep/tides.md", "shelf/letter.docx", "shelf/novel.epub",
        "shelf/gull.png",
    }  # fmt: skip
    for query, name, page in (
        ("inland fields were dry, no rain since May", "shelf/two.pdf", 2),
        ("harbour master calm sea that morning", "shelf/two.pdf", 1),
        ("captains played cards, ice, ships at anchor", "shelf/ice.html", 0),
        ("spring tide floods the lower quay", "shelf/deep/tides.md", 0),
        ("velvet coats of a tailor", "shelf/letter.docx", 0),
        ("photographed gull", "shelf/gull.png", 1),
    ):
        best = jobs.docs().search(query, top_k=1)[0]
        assert (best.document_id, best.page) == (name, page), query
    assert jobs.docs().search("llama in the Andes", top_k=1)[0].document_id.startswith("shelf/novel.epub")
    assert STORY in "".join(one.text for one in jobs.docs().search(STORY, top_k=5))


@pytest.mark.parametrize("named", ["shelf", "./shelf/../shelf", "shelf/*.pdf", "absolute"])
def test_a_file_has_the_same_id_however_it_is_named(named: str, shelf: Path, jobs: BatchJobs) -> None:
    """By folder, glob or whole path it is the document that it was, and costs nothing the second time."""
    jobs.docs().add(["shelf/two.pdf"])
    again = jobs.docs().add([str(shelf / "two.pdf") if named == "absolute" else named])
    assert (again.unchanged, again.replaced) == (1, 0)
    assert ids(jobs).count("shelf/two.pdf") == 1


def test_what_is_unchanged_is_not_read_again(shelf: Path, jobs: BatchJobs) -> None:
    """A file of the same size and time is not opened; one that was only touched is read, and not divided again."""
    first = jobs.docs().add(["shelf"])
    assert (first.new, first.replaced, first.unchanged) == (first.seen, 0, 0)
    (jobs.cwd / "bin" / "pid").unlink()
    data, at = (shelf / "two.pdf").read_bytes(), (shelf / "two.pdf").stat()
    (shelf / "two.pdf").write_bytes(b"\0" * len(data))
    os.utime(shelf / "two.pdf", ns=(at.st_atime_ns, at.st_mtime_ns))
    again = jobs.docs().add(["shelf"])
    assert (again.unchanged, again.chunks, again.left_out) == (first.new, 0, [])
    assert not (jobs.cwd / "bin" / "pid").exists()
    (shelf / "two.pdf").write_bytes(data)
    os.utime(shelf / "two.pdf", ns=(at.st_atime_ns, at.st_mtime_ns + 1_000_000_000))
    touched = jobs.docs().add(["shelf"])
    assert (touched.unchanged, touched.chunks) == (first.new, 0)
    (shelf / "two.pdf").write_bytes(b"\0" * len(data))
    os.utime(shelf / "two.pdf", ns=(at.st_atime_ns, at.st_mtime_ns + 1_000_000_000))
    assert jobs.docs().add(["shelf"]).unchanged == first.new


def test_a_changed_file_takes_the_place_of_the_old_one(shelf: Path, jobs: BatchJobs) -> None:
    """What stood in it is found no more; all others are unchanged."""
    first = jobs.docs().add(["shelf"])
    (shelf / "deep" / "tides.md").write_text(NOTES.replace("spring", "neap"), "utf-8")
    (shelf / "letter.docx").write_bytes(word("The cobbler of Riga mends red boots."))
    again = jobs.docs().add(["shelf"])
    assert (again.new, again.replaced, again.unchanged) == (0, 2, first.new - 2)
    texts = " ".join(one.text for one in jobs.docs().search("tailor spring tide neap cobbler", top_k=20))
    assert "neap" in texts
    assert "cobbler" in texts
    assert "spring" not in texts
    assert "tailor" not in texts


def test_another_field_of_a_file_s_row_is_a_change(shelf: Path, jobs: BatchJobs) -> None:
    """A row that names a file keeps what it says beside it, although the file is the same."""
    row: dict[str, Json] = {"id": "two", "path": "shelf/two.pdf", "language": "en"}
    jobs.docs().add([row])
    assert ids(jobs) == ["two"]
    assert jobs.docs().add([row]).unchanged == 1
    assert jobs.docs().add([{**row, "language": "la"}]).replaced == 1
    assert jobs.docs().search("calm sea", filter={"language": "la"})
    assert not jobs.docs().search("calm sea", filter={"language": "en"})
    jobs.docs().add([{"path": "shelf/../shelf/letter.docx"}])
    assert ids(jobs) == ["shelf/letter.docx", "two"]


def test_what_cannot_be_read_is_left_out_and_said(shelf: Path, jobs: BatchJobs) -> None:
    """Each with its reason and exit code 3; all others are kept, and what was kept of it before stays."""
    jobs.docs().add(["shelf/letter.docx"])
    (shelf / "letter.docx").write_bytes(b"PK no archive at all")
    (shelf / "locked.pdf").write_bytes(pdf([], password=b"secret"))
    (shelf / "empty.html").write_text("", "utf-8")
    shown = typed("docs", "add", "shelf")
    assert shown.code == 3
    told = typed("docs", "add", "shelf", "--json")
    assert told.code == 3
    left = {one["document_id"]: one["error"] for one in told.document["left_out"]}
    assert left.keys() >= {"shelf/letter.docx", "shelf/locked.pdf"}
    assert all(left.values())
    assert "shelf/locked.pdf" in shown.out
    assert "shelf/two.pdf" in ids(jobs)
    assert jobs.docs().search("tailor", top_k=1)[0].document_id == "shelf/letter.docx"


def test_texts_that_no_database_takes_are_kept_without(jobs: BatchJobs) -> None:
    """NUL and lone surrogates in text, fields, names and labels are replaced as in items, on both stores alike."""
    jobs.docs().add([{"id": "a", "content": "A mill\0 by \ud800 the river", "na\0me": "x\0y \udfff"}])
    jobs.docs().add([{"id": "b", "content": "A barn\0", "label": "fa\0rm"}], kind=DocumentKind.EXAMPLE)
    jobs.docs().add([{"source": "mi\0ll", "target": "Müh\0le"}], kind=DocumentKind.GLOSSARY)
    (found,) = jobs.docs().search("mill river", top_k=1)
    assert "mill" in found.text
    assert "\0" not in json.dumps([one.document() for one in jobs.docs().list()[0]])
    assert len(ids(jobs)) == 3


@pytest.mark.parametrize("crash", ["documents.put.before_commit:8", "documents.put.after_commit:17"])
def test_killed_amid_two_thousand_it_goes_on(crash: str, jobs: BatchJobs, tmp_path: Path) -> None:
    """What was kept stays and is not divided again; in the end each is there once."""
    many: list[Json] = [{"id": f"d{n:04d}", "content": f"Row {n} is about mill {n}."} for n in range(2_000)]
    rows(tmp_path / "many.jsonl", *many)
    environ = {**os.environ, "PYTHONPATH": str(_ROOT), "BATCHWRIGHT_CRASH": crash}
    assert run_command(tmp_path, environ, "docs", "add", "many.jsonl").code == -signal.SIGKILL
    kept = ids(jobs)
    assert 0 < len(kept) < 2_000
    assert kept == [f"d{n:04d}" for n in range(len(kept))]
    again = typed("docs", "add", "many.jsonl", "--json")
    assert again.code == 0, again.err
    told = {name: again.document[name] for name in ("new", "replaced", "unchanged")}
    assert told == {"new": 2_000 - len(kept), "replaced": 0, "unchanged": len(kept)}
    assert ids(jobs) == [f"d{n:04d}" for n in range(2_000)]
    assert (jobs.docs().collected().chunks, jobs.docs().collected().without) == (2_000, 0)
    assert jobs.docs().search("Row 1777 mill 1777", top_k=1)[0].document_id == "d1777"


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "said", "fix"),
    [
        ({"content": "a", "kind": "example"}, "has no `label`", '"label"'),
        ({"content": "a", "kind": "example", "label": 7}, "has no `label`", '"label"'),
        ({"content": "a", "kind": "example", "label": "none of these"}, "always possible", ""),
        ({"source": "mill", "kind": "glossary"}, "has no `target`", "`source` and `target`"),
        ({"target": "Mühle", "kind": "glossary"}, "has no `source`", "`source` and `target`"),
        ({"alias": "x", "kind": "character"}, "has no `name`", "`name`"),
        ({"content": "a", "kind": "pasage"}, "'pasage' is no kind of a document", "passage"),
        ({"content": "a", "kind": 3}, "no kind of a document", "passage"),
    ],
)
def test_a_row_that_lacks_what_its_kind_needs_is_named(
    row: dict[str, Json], said: str, fix: str, jobs: BatchJobs, tmp_path: Path
) -> None:
    """The message has the row, what is wrong and what is right; what stood before it in the file may be kept."""
    rows(tmp_path / "rows.jsonl", {"content": "all is well", "kind": "passage"}, row)
    refused = typed("docs", "add", "rows.jsonl")
    text = " ".join(refused.err.split())
    assert refused.code == 2
    assert "rows.jsonl" in text
    assert "2" in text
    assert said in text
    assert fix in text


def test_an_id_that_is_given_twice_is_refused(jobs: BatchJobs, tmp_path: Path, shelf: Path) -> None:
    """Within a file, between two, and of a row and a file; the same content without an id is one document."""
    for values in ([{"id": "a", "content": "one"}, {"id": "a", "content": "two"}], ["shelf/two.pdf", "rows.jsonl"]):
        rows(tmp_path / "rows.jsonl", {"id": "shelf/two.pdf", "content": "a row"})
        with pytest.raises(ItemsError, match="the id .* is taken"):
            jobs.docs().add(values)  # type: ignore[arg-type]
    same = jobs.docs().add([{"content": "the same"}, {"content": "the same"}])
    assert (same.new, len(jobs.docs().list(kind="passage")[0])) == (1, 1)


def test_a_kind_that_is_typed_holds_for_all(jobs: BatchJobs, tmp_path: Path) -> None:
    """`--kind` goes before what a row says, and each kind is kept as what it is for."""
    rows(tmp_path / "terms.jsonl", {"source": "mill", "target": "Mühle"}, {"source": "barn", "target": "Scheune"})
    assert typed("docs", "add", "terms.jsonl", "--kind", "glossary").code == 0
    listed = typed("docs", "list", "--kind", "glossary", "--json").document
    assert [one["fields"]["target"] for one in listed["documents"]] == ["Scheune", "Mühle"]
    assert (listed["total"], listed["chunks"]) == (2, 0)
    assert typed("docs", "list", "--kind", "example", "--json").document["documents"] == []


# ── what is shown ───────────────────────────────────────────────────────────────────────────────


def test_chapters_that_a_book_has_no_more_go(shelf: Path, jobs: BatchJobs) -> None:
    """With its next `docs add`, which says so; those of other books stay."""
    novel = shelf / "novel.epub"
    novel.write_bytes(book({"one": "<p>A llama crossed the Andes.</p>", "two": "<p>Whales sang in the bay.</p>"}))
    (shelf / "other.epub").write_bytes(book({"one": "<p>An otter.</p>", "two": "<p>A badger.</p>"}))
    jobs.docs().add(["shelf/novel.epub", "shelf/other.epub"])
    novel.write_bytes(book({"one": "<p>A llama crossed the Andes by day.</p>"}))
    added = typed("docs", "add", "shelf/novel.epub", "--json").document
    assert (added["removed"], jobs.docs().search("whales in the bay")) == (1, ())
    assert ids(jobs) == ["shelf/novel.epub", "shelf/other.epub#1", "shelf/other.epub#2"] or ids(jobs) == [
        "shelf/novel.epub#1", "shelf/other.epub#1", "shelf/other.epub#2",
    ]  # fmt: skip


def test_a_text_that_is_none_is_left_out_and_the_others_are_kept(shelf: Path, jobs: BatchJobs) -> None:
    """An empty one, and one of bytes that are no text, by name and with the reason; the command ends with 3."""
    (shelf / "empty.md").write_bytes(b"")
    (shelf / "odd.md").write_bytes(bytes(range(256)) * 20)
    added = typed("docs", "add", "shelf", "--json")
    assert added.code == 3
    assert {one["document_id"] for one in added.document["left_out"]} == {"shelf/empty.md", "shelf/odd.md"}
    assert "shelf/deep/tides.md" in ids(jobs)


def test_a_file_is_the_same_from_every_folder_of_the_project(
    shelf: Path, jobs: BatchJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id is its path from the folder in which the state lies."""
    (shelf.parent / ".batchwright").mkdir(exist_ok=True)
    typed("docs", "add", "shelf/deep/tides.md")
    monkeypatch.chdir(shelf / "deep")
    again = typed("docs", "add", "tides.md", "--json").document
    assert (again["unchanged"], again["new"], ids(jobs)) == (1, 0, ["shelf/deep/tides.md"])


def test_two_rows_of_one_name_that_differ_are_refused(tmp_path: Path, jobs: BatchJobs) -> None:
    """As one would take the other's place without a word; what stood before them is kept, and that is said."""
    told: list[Json] = [
        {"source": "one", "target": "eins"},
        {"source": "two", "target": "zwei"},
        {"source": "two", "target": "zwo"},
    ]
    rows(tmp_path / "g.jsonl", *told)
    refused = typed("docs", "add", "--kind", "glossary", "g.jsonl")
    assert (refused.code, "the id 'glossary two' is taken" in refused.err) == (2, True)
    rows(tmp_path / "g.jsonl", {"name": "Bob", "aliases": 7})
    assert "its `aliases` are no texts" in typed("docs", "add", "--kind", "character", "g.jsonl").err
    rows(tmp_path / "g.jsonl", {"name": "Bob", "aliases": "Bobby"})
    typed("docs", "add", "--kind", "character", "g.jsonl")
    assert jobs.docs().list()[0][0].fields["names"] == ["Bob", "Bobby"]


@pytest.fixture
def three(jobs: BatchJobs) -> BatchJobs:
    """Three documents of two languages and years, and an example."""
    jobs.docs().add([
        {"id": "en", "content": "The mill stands by the river.", "language": "en", "year": 1927, "tags": ["a", "b"]},
        {"id": "de", "content": "The mill grinds rye.", "language": "de", "year": 1928, "tags": ["b"]},
        {"id": "none", "content": "The mill burned down."},
    ])  # fmt: skip
    jobs.docs().add([{"id": "ex", "content": "A mill for sale", "label": "trade"}], kind="example")
    return jobs


def test_a_list_has_pages_and_keys(three: BatchJobs) -> None:
    """As JSON each document has its keys and the whole its sums; on the screen a row each and how many are left."""
    found = typed("docs", "list", "--json").document
    assert found.keys() == {"project", "documents", "total", "chunks", "vectors", "chunks_without_vector"}
    assert [one["document_id"] for one in found["documents"]] == ["de", "en", "ex", "none"]
    assert found["documents"][2] == {
        "document_id": "ex", "kind": "example", "label": "trade", "fields": {"id": "ex", "label": "trade"},
        "characters": 15, "chunks": 1,
    }  # fmt: skip
    some = typed("docs", "list", "--limit", "1", "--offset", "1")
    assert "en" in some.out
    assert "none" not in some.out
    assert "1 of 4 documents shown" in some.err
    assert "docs add" in typed("docs", "list", "--project", "bare").err


def test_a_search_has_scores_and_sources(three: BatchJobs) -> None:
    """As JSON each passage has its keys, and how well it fits; `--kind` and `--top` leave out the others."""
    found = typed("docs", "search", "mill river", "--json").document["results"]
    assert [set(one) for one in found] == [{"document_id", "page", "score", "label", "text"}] * len(found)
    assert found[0]["document_id"] == "en"
    assert all(MIN_RELEVANCE <= one["score"] <= 1 for one in found)
    assert len(typed("docs", "search", "mill", "--top", "2", "--json").document["results"]) == 2
    (example,) = typed("docs", "search", "mill", "--kind", "example", "--json").document["results"]
    assert (example["document_id"], example["label"]) == ("ex", "trade")
    none = typed("docs", "search", "mill", "--filter", "language=xx")
    assert (none.code, none.out.strip()) == (0, "")
    assert "nothing in project default fits" in none.err


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["language=en"], {"en"}),
        (["year=1928"], {"de"}),
        (["tags=b"], {"en", "de"}),
        (["tags=b", "language=de"], {"de"}),
        (['language="en"'], {"en"}),
        (["language=en", "year=1928"], set()),
    ],
)
def test_a_filter_leaves_only_documents_with_that_value(filters: list[str], found: set[str], three: BatchJobs) -> None:
    """A text, a number, one of a list, and all of several at once."""
    options = [part for one in filters for part in ("--filter", one)]
    results = typed("docs", "search", "mill", *options, "--json").document["results"]
    assert {one["document_id"] for one in results} == found


def test_a_filter_that_is_none_is_refused(three: BatchJobs) -> None:
    """It says how one is typed."""
    refused = typed("docs", "search", "mill", "--filter", "language")
    assert refused.code == 2
    assert "NAME=VALUE" in refused.err


def test_removing_names_what_goes_and_asks_before_all_goes(three: BatchJobs) -> None:
    """One that is not there is named and nothing goes; `--all` asks, and without a terminal says what to type."""
    wrong = typed("docs", "remove", "en", "zz")
    assert wrong.code == 2
    assert "no document 'zz'" in wrong.err
    assert len(ids(three)) == 4
    assert typed("docs", "remove", "en", "en", "--json").document == {"removed": 1}
    assert ids(three) == ["de", "ex", "none"]
    for options in ([], ["--all", "de"]):
        assert typed("docs", "remove", *options).code == 2
    unasked = typed("docs", "remove", "--all")
    assert unasked.code != 0
    assert "--yes" in unasked.err
    assert len(ids(three)) == 3
    assert typed("docs", "remove", "--all", "--yes").code == 0
    assert ids(three) == []
    assert three.docs().search("mill") == ()


def test_a_project_s_documents_are_its_own(three: BatchJobs) -> None:
    """Another project lists, finds and removes none of them."""
    three.docs("other").add([{"id": "en", "content": "A windmill."}])
    assert [one.text for one in three.docs("other").search("mill windmill")] == ["A windmill."]
    assert typed("docs", "remove", "--project", "other", "--all", "--yes").code == 0
    assert len(ids(three)) == 4
