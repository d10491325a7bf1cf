"""A .docx: its paragraphs and tables in their order, opened by python-docx.

python-docx itself gives neither what stands in a form's fields, in a text box or in a table within a table, nor what
somebody inserted while changes were tracked: so the text is gathered here. What was deleted is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from orchestrator.documents.base import Part, Tell, UnreadableError
from orchestrator.documents.packed import FAULTS

DOCUMENT = "document"
_OLD = bytes.fromhex("d0cf11e0")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_P, _TABLE, _ROW, _CELL, _BOX = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
_TEXT = frozenset((f"{_W}t", f"{_MATH}t"))
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = frozenset((f"{_W}footnoteReference", f"{_W}endnoteReference"))
_LEFT_OUT = frozenset(
    [
        *(f"{_W}{name}" for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sectPr")),
        *(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "rt")),  # rt: how a Japanese word is said
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # the same again, for old programs
    ]
)


def read_docx(data: bytes, tell: Tell) -> Iterator[Part]:
    """The text of a document, as its one part; its notes are at the end.

    Raises:
        UnreadableError: It is none.
    """
    if data.startswith(_OLD):
        raise UnreadableError("is an old or encrypted Word file; save it as .docx, without a password")
    try:
        document = docx.Document(io.BytesIO(data))
        found = _Text(document, tell)
    except (*FAULTS, PackageNotFoundError, AttributeError):
        raise UnreadableError("is no .docx, or a broken one; open and save it anew") from None
    blocks = [*found.blocks(document.element.body), *found.notes()]
    yield Part(1, "\n\n".join(blocks), DOCUMENT)


class _Text:
    """Gathers text.

    Args:
        tell: Called for each block.
    """

    def __init__(self, document: Document, tell: Tell) -> None:
        self._tell = tell
        self._styles: Mapping[str, str] = {style.style_id: style.name or "" for style in document.styles}
        self._noted = _notes_of(document)
        self._asked: list[tuple[str, str]] = []

    def blocks(self, element: etree._Element) -> Iterator[str]:
        """Paragraphs and tables below an element, however deep, each with its text boxes after it."""
        for child in element:
            if child.tag in _LEFT_OUT:
                continue
            self._tell()
            if child.tag == _P:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield "\n".join("\t".join(self._cells(row)) for row in child.iter(_ROW) if _table_of(row) is child)
            else:
                yield from self.blocks(child)

    def notes(self) -> Iterator[str]:
        """Footnotes and endnotes in the order in which they were asked for, with their numbers."""
        for number, key in enumerate(self._asked, start=1):
            note = self._noted.get(key)
            if note is not None:
                yield f"[{number}] {' '.join(self.blocks(note))}"

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        boxes: list[etree._Element] = []
        text = "".join(self._inside(paragraph, boxes)).strip()
        if text:
            yield f"{self._mark(paragraph)}{text}"
        for box in boxes:
            yield from self.blocks(box)

    def _cells(self, row: etree._Element) -> Iterator[str]:
        self._tell()
        for cell in row.iter(_CELL):
            if next(cell.iterancestors(_ROW)) is row:
                yield " ".join(" ".join(self.blocks(cell)).split())

    def _inside(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        """The text within a paragraph; boxes in it are set aside."""
        for child in element:
            tag = child.tag
            if tag in _TEXT:
                yield child.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag in _NOTES:
                self._asked.append((tag.removesuffix("Reference"), child.get(f"{_W}id") or ""))
                yield f"[{len(self._asked)}]"
            elif tag == _BOX:
                boxes.append(child)
            elif tag not in _LEFT_OUT:
                yield from self._inside(child, boxes)

    def _mark(self, paragraph: etree._Element) -> str:
        """What stands before a paragraph, by its style."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = self._styles.get(style.get(f"{_W}val") or "", "") if style is not None else ""
        if name == "Title":
            return "# "
        kind, _, level = name.partition(" ")
        if kind == "Heading" and level.isdecimal():
            return "#" * min(int(level), 6) + " "
        number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        is_item = number is not None and number.get(f"{_W}val") != "0"
        return "- " if is_item or name.startswith("List") else ""


def _table_of(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(_TABLE))


def _notes_of(document: Document) -> dict[tuple[str, str], etree._Element]:
    """The notes of a document, by their kind and number in the file."""
    parts: Iterable[bytes] = (
        relation.target_part.blob
        for relation in document.part.rels.values()
        if relation.reltype in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES) and not relation.is_external
    )
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    notes = [note for blob in parts for note in etree.fromstring(blob, parser)]
    return {(note.tag, note.get(f"{_W}id") or ""): note for note in notes if isinstance(note.tag, str)}
