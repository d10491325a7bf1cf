"""Files that are no PDFs: web pages, Word files, e-books, and texts in any encoding."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from orchestrator.documents.base import UnreadableError, joined
from orchestrator.documents.encodings import BROKEN_UTF8, decoded
from orchestrator.documents.image_reader import NoImageReader
from orchestrator.documents.kinds import parts_of
from orchestrator.documents.markup import text_of, tree_of
from pipelines.item_notes import ItemNotes
from pipelines.items import read_items
from state.errors import ItemsError
from state.records import NewItem
from tests.fakes.pdfs import pdf_of

STORY = (
    "The harbour was closed for two hundred days in that year, and the ships lay at anchor in the bay outside. "
    "Nobody could say when the ice would leave; the captains played cards, and the crews mended what there was to mend."
)
PAGE = f"""<!DOCTYPE html><html><head><title>Ice</title><meta charset="utf-8"><script>var x = 1;</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<article><h1>The winter of 1927</h1><p>{STORY}</p><p>{STORY.upper()}</p>
<table><tr><th>Port</th><th>Days</th></tr><tr><td>Oslo</td><td>112</td></tr></table></article>
<footer>Copyright, cookies, privacy</footer></body></html>"""
TURKISH = "Şehirde yağmur yağıyordu; çocuklar ışıkların altında gülüyordu. " * 8  # noqa: RUF001  # its letters
RUSSIAN = "В городе шёл дождь; дети бегали под фонарями и пели песни до самой ночи. " * 8  # noqa: RUF001  # the same


def read(kind: str, data: bytes) -> str:
    """The text of a file."""
    return joined(list(parts_of(kind, data, lambda: None, NoImageReader("no images here"))))[0]


def book(chapters: dict[str, str], *, drop: str = "", rights: bool = False) -> bytes:
    """An .epub with these chapters."""
    made = io.BytesIO()
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in chapters)
    spine = "".join(f'<itemref idref="{n}"/>' for n in chapters)
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", "application/epub+zip")
        packed.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/package.opf"/></rootfiles></container>',
        )
        if rights:
            packed.writestr("META-INF/rights.xml", "<rights/>")
        packed.writestr(
            "OPS/package.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>',
        )
        for name, text in chapters.items():
            if name != drop:
                packed.writestr(f"OPS/{name}.xhtml", f"<html><body>{text}</body></html>")
    return made.getvalue()


def test_a_web_page_is_its_main_text() -> None:
    """Headings, paragraphs and tables are there; what stands around them, and scripts, are not."""
    text = read("html", PAGE.encode())
    assert STORY in text
    assert STORY.upper() in text
    assert "The winter of 1927" in text
    assert "Oslo" in text
    assert not [word for word in ("Shop", "cookies", "var x") if word in text]


def test_a_page_without_a_main_text_is_all_its_text() -> None:
    """A list of short pieces is kept whole."""
    text = read("html", b"<html><body><ul><li>one</li><li>two</li></ul><p>three</p></body></html>")
    assert [word for word in ("one", "two", "three") if word in text] == ["one", "two", "three"]


def test_a_page_as_long_as_a_book_is_all_its_text() -> None:
    """To look for its main text would take so long that it would be taken to hang."""
    story = "".join(f"<p>{STORY} {number}</p>" for number in range(24_000))
    page = f"<html><body><nav>Menu</nav><article>{story}</article></body></html>"
    (part,) = parts_of("html", page.encode(), lambda: None, NoImageReader("no images here"))
    assert (part.how, part.text.count(STORY)) == ("all text", 24_000)


def test_a_page_says_its_encoding() -> None:
    """In its head, which goes before what its bytes look like."""
    page = f'<html><head><meta charset="iso-8859-9"></head><body><p>{TURKISH}</p></body></html>'
    assert TURKISH.strip() in read("html", page.encode("iso8859-9"))


def test_markup_becomes_blocks() -> None:
    """A chapter's headings, lists, lines and rows, in their order."""
    root = tree_of(
        "<body><h2>A</h2><p>b <i>c</i><br/>d</p><ul><li>e</li><li>f</li></ul>g<table><tr><td>h<td>i</table>"
        "<p>j <math><mi>x</mi><mo>=</mo><mn>2</mn></math> k<script>no</script> l</p><!-- no --><pre>m\n  n</pre>o"
    )
    assert text_of(root) == "## A\n\nb c\nd\n\n- e\n- f\n\ng\n\nh\ti\n\nj x=2 k l\n\nm\n  n\n\no"


@pytest.mark.parametrize("tag", ["font", "blockquote", "b"])
def test_a_page_that_nests_deeply_is_read_to_its_end(tag: str) -> None:
    """Elements that nobody closes are within one another: what stands in the last one is there, too."""
    page = "<html><body>" + "".join(f"<{tag}>Letter {n}. {STORY}" for n in range(900))
    text = read("html", page.encode())
    assert [n for n in range(900) if f"Letter {n}." not in text] == []


def test_a_page_that_nests_too_deeply_fails_and_is_not_cut() -> None:
    """No parser keeps all of it: so it says so, and gives no part of it for the whole."""
    with pytest.raises(UnreadableError, match="2,000 elements within one another"):
        read("html", b"<div>" * 100_000 + STORY.encode())


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<?xml version="1.0" encoding="utf-8"?>',
        "<head><title>x</title></head>",
        f"<head><!-- {'x' * 5000} --></head>",
        '<head><meta charset="iso-8859-1"></head>',  # it says so, and is UTF-8 all the same
    ],
)
def test_a_chapter_is_read_in_its_encoding(head: str) -> None:
    """That is UTF-8 where it is that, whatever its head says or leaves unsaid."""
    assert read("epub", book({"a": f"{head}<p>Größe, высота, 高さ</p>"})) == "Größe, высота, 高さ"
    page = f"<html>{head}<body><ul><li>Größe</li><li>высота</li><li>高さ</li></ul></body></html>"
    assert "- высота" in read("html", page.encode())


@pytest.mark.parametrize("name", ["hex", "idna", "undefined", "none-such"])
def test_an_encoding_that_no_text_can_be_in_is_not_believed(name: str) -> None:
    """Python has codecs that are none of texts; a page that names one is read in the likeliest."""
    page = f'<html><head><meta charset="{name}"></head><body><p>Die Höhe über dem Meer.</p></body></html>'
    assert "Die Höhe über dem Meer." in read("html", page.encode("cp1252"))


def test_a_word_file_is_its_paragraphs_and_tables_in_order() -> None:
    """With headings and list items marked."""
    made = docx.Document()
    made.add_heading("The winter", 1)
    made.add_paragraph("One.")
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Oslo", "112"
    made.add_paragraph("Two.", style="List Bullet")
    kept = io.BytesIO()
    made.save(kept)
    assert read("docx", kept.getvalue()) == "# The winter\n\nOne.\n\nOslo\t112\n\n- Two."


def word(body: str, notes: str = "") -> bytes:
    """A .docx with this in its body, and these footnotes."""
    made, kept, packed = docx.Document(), io.BytesIO(), io.BytesIO()
    made.save(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(rb"(?s)<w:body>.*</w:body>", b"<w:body>" + body.encode() + b"</w:body>", data)
            if notes and name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                last = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", last.encode())
            new.writestr(name, data)
        if notes:
            new.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{WORD}">{notes}</w:footnotes>')
    return packed.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RUN = "<w:r><w:t>{}</w:t></w:r>".format
_PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
_ROW = "<w:tbl><w:tr>{}</w:tr></w:tbl>".format
_WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{}</w:tc>'.format
_LISTED = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
_BOX = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
).format
_ASK = '<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t>, two.</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:sdt><w:sdtContent>{_PARAGRAPH('In a form.')}</w:sdtContent></w:sdt>", "In a form."),
        (f"<w:p>{_RUN('a ')}<w:sdt><w:sdtContent>{_RUN('field')}</w:sdtContent></w:sdt></w:p>", "a field"),
        (
            f"<w:p>{_RUN('a ')}<w:ins>{_RUN('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
            "a new",
        ),
        (
            f"<w:p><w:hyperlink>{_RUN('a link')}</w:hyperlink><w:smartTag>{_RUN(' and')}</w:smartTag></w:p>",
            "a link and",
        ),
        (_BOX(_PARAGRAPH("In a box.")), "In a box."),
        (
            _ROW(_WIDE(_PARAGRAPH("a") + _ROW(_WIDE(_PARAGRAPH("b")))) + _WIDE(_PARAGRAPH("c"))),
            "a b\tc",
        ),
        (
            f"<w:p>{_LISTED}{_RUN('a')}<w:r><w:br/></w:r>{_RUN('b')}</w:p>",
            "- a\nb",
        ),
    ],
)
def test_a_word_file_is_read_whole(body: str, text: str) -> None:
    """What stands in forms, in boxes, in tables within tables and in tracked changes, once; not what was deleted."""
    assert read("docx", word(body)) == text


def test_notes_of_a_word_file_are_at_its_end() -> None:
    """Where they are asked for stands their number."""
    note = f'<w:footnote w:id="7">{_PARAGRAPH("See there.")}</w:footnote>'
    assert read("docx", word(_ASK + _PARAGRAPH("Three."), note)) == "One[1], two.\n\nThree.\n\n[1] See there."


def locked_book() -> bytes:
    """A book that says of each of its parts that it is encrypted."""
    old, new = b"\x14\x03\x14\x00\x00\x00", b"\x14\x03\x14\x00\x01\x00"
    data = book({"a": STORY})
    start = data.index(b"PK\x01\x02")  # their list, at the end
    return data[:start] + data[start:].replace(old, new)


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("docx", word("<w:sdt>" * 100_000), "is no .docx"),
        ("epub", locked_book(), "is no .epub"),
        ("html", pdf_of([STORY]), "is a PDF and no web page"),
        ("html", book({"a": STORY}), "is a packed file"),
        ("html", bytes(range(128, 256)) * 100, "is no text in any encoding"),
        ("docx", b"PK no zip", "is no .docx"),
        ("docx", bytes.fromhex("d0cf11e0a1b11ae1"), "is an old or encrypted Word file"),
        ("epub", b"PK no zip", "is no .epub"),
        ("epub", book({"a": "x"}, rights=True), "is locked by its shop"),
    ],
)
def test_broken_files_say_what_is_wrong(kind: str, data: bytes, reason: str) -> None:
    """And what to do about it."""
    with pytest.raises(UnreadableError, match=reason):
        read(kind, data)


def test_an_entity_that_reads_a_file_reads_none() -> None:
    """The description of a book brings nothing in from outside."""
    data = book({"a": "<p>Text.</p>"})
    opf = zipfile.ZipFile(io.BytesIO(data)).read("OPS/package.opf").decode()
    evil = (
        f'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>{opf.replace("<spine>", "<guide>&x;</guide><spine>")}'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, evil if name.endswith(".opf") else old.read(name))
    assert "root" not in read("epub", made.getvalue())


# ── items ───────────────────────────────────────────────────────────────────────────────────────


def items(folder: Path, notes: ItemNotes | None = None) -> list[NewItem]:
    """All items of a folder."""
    return list(read_items([str(folder)], id_field="id", base=folder, notes=notes))


def test_a_folder_of_all_kinds_is_read(tmp_path: Path) -> None:
    """A chapter of a book is an item, but for those without a text; any other file is one."""
    chapters = {"cover": "<img/>", "one": "<h1>One</h1><p>First.</p>", "two": "<p>Second.</p>", "gone": "x"}
    (tmp_path / "a.epub").write_bytes(book(chapters, drop="gone"))
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    (tmp_path / "c.pdf").write_bytes(pdf_of(["Text."]))
    (tmp_path / "d.md").write_text("# Text", "utf-8")
    (tmp_path / "e.epub").write_bytes(b"no book")
    found = items(tmp_path)
    assert [item.item_id for item in found] == ["a.epub#1", "a.epub#2", "b.html", "c.pdf", "d.md", "e.epub"]
    assert [item.file.part if item.file else None for item in found] == [1, 2, 0, 0, None, 0]
    assert [item.text for item in found] == ["", "", "", "", "# Text", ""]


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (STORY.replace("closed", "gesperrt — für"), "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (STORY, "utf-16", "utf-16"),
        ("日本語の文章です。港は冬のあいだ閉じていました。" * 8, "shift_jis", "cp932"),
        (f"a{'日本語の文章です。港は冬のあいだ閉じていました。' * 6000}", "shift_jis", "cp932"),
        ("Höhe", "cp1252", "cp1252"),
    ],
)
def test_a_text_is_read_in_its_encoding_which_is_told(tmp_path: Path, text: str, encoding: str, named: str) -> None:
    """Found by its bytes, and said once for all files of it."""
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    notes = ItemNotes()
    (found,) = items(tmp_path, notes)
    assert found.text == text
    assert notes.lines() == (f"1 file is not UTF-8 and read as {named}: {tmp_path / 'a.txt'}",)


@pytest.mark.parametrize("text", [RUSSIAN, "日本語の文章です。", "Die Höhe über dem Meer"])
@pytest.mark.parametrize("where", ["end", "middle"])
def test_a_text_that_was_utf8_before_it_was_cut_or_spoilt_is_read_as_that(text: str, where: str) -> None:
    """One letter is lost, and not all of them."""
    data = (text * 20).encode()
    if where == "end":
        assert decoded(f"{text}é".encode()[:-1]) == (f"{text}\ufffd", BROKEN_UTF8)
    else:
        whole = len((text * 10).encode())
        assert decoded(data[:whole] + b"\xff" + data[whole:]) == (f"{text * 10}\ufffd{text * 10}", BROKEN_UTF8)


def test_a_stray_byte_makes_a_text_no_other() -> None:
    """One that is a letter in no western encoding, among thousands of plain ones."""
    text, encoding = decoded(STORY.encode() * 10 + b"\x81" + STORY.encode())
    assert (text, encoding) == (f"{STORY * 10}\ufffd{STORY}", "cp1252")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """An image that is named .txt is no item."""
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with pytest.raises(ItemsError, match="is no text in any encoding"):
        items(tmp_path)
    assert decoded(b"plain") == ("plain", "utf-8")


def test_what_is_not_installed_is_named_before_a_job_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    lacking: Callable[[str], tuple[str, ...]] = {"html": ("trafilatura",)}.__getitem__
    monkeypatch.setattr("pipelines.item_documents.missing", lacking)
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    with pytest.raises(ItemsError, match="trafilatura must be installed") as told:
        items(tmp_path)
    assert told.value.hint == "pip install 'batchwright[documents]'"
