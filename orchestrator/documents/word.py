"""A .docx: its paragraphs and tables in their order, by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from orchestrator.documents.base import Part, Tell, UnreadableError

DOCUMENT = "document"
_OLD = bytes.fromhex("d0cf11e0")


def read_docx(data: bytes, tell: Tell) -> Iterator[Part]:
    """The text of a document, as its one part.

    Raises:
        UnreadableError: It is none.
    """
    if data.startswith(_OLD):
        raise UnreadableError("is an old or encrypted Word file; save it as .docx, without a password")
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        raise UnreadableError("is no .docx, or a broken one; open and save it anew") from None
    blocks = []
    for block in document.iter_inner_content():
        tell()
        if isinstance(block, Table):
            rows = ("\t".join(cell.text.replace("\n", " ").strip() for cell in row.cells) for row in block.rows)
            blocks.append("\n".join(rows))
        elif block.text.strip():
            style = block.style.name if block.style is not None else ""
            blocks.append(f"{_mark(style or '')}{block.text.strip()}")
    yield Part(1, "\n\n".join(blocks), DOCUMENT)


def _mark(style: str) -> str:
    """What stands before a paragraph of a style."""
    if style == "Title":
        return "# "
    kind, _, level = style.partition(" ")
    if kind == "Heading" and level.isdecimal():
        return "#" * min(int(level), 6) + " "
    return "- " if style.startswith("List") else ""
