"""A web page: its main text, without what stands around it, by trafilatura; all of its text where that finds none."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura
from lxml import etree, html

from orchestrator.documents.base import Part, Tell, UnreadableError
from orchestrator.documents.encodings import decoded
from orchestrator.documents.markup import text_of, tree_of

MAIN, ALL = "main text", "all text"
_LEAST = 0.1
"""Of all text that the main text must be, so that a page of many short pieces is not cut down to one of them."""

_MOST_MAIN = 5_000_000
"""Characters of a page whose main text is looked for: it takes two seconds for each million. A longer one is a book."""

_MOST_DEPTH = 200
"""What is deeper may be lost: trafilatura writes its tree, and reads it again with a parser that stops at 256."""

_nests_deeply = etree.XPath(f"boolean({'/*' * _MOST_DEPTH})")


def read_html(data: bytes, tell: Tell) -> Iterator[Part]:
    """The text of a page, as its one part.

    Raises:
        UnreadableError: It is none.
    """
    if data.startswith((b"%PDF-", b"PK\x03\x04")):
        kind = "a PDF" if data.startswith(b"%PDF-") else "a packed file (.docx, .epub)"
        raise UnreadableError(f"is {kind} and no web page, whatever its name says; name it for what it is")
    text, encoding = decoded(data, is_html=True)
    if encoding is None:
        raise UnreadableError("is no text in any encoding; save it anew as UTF-8")
    root = tree_of(text)
    if root is None:
        return
    whole = text_of(root)
    tell()
    main = _main_text(root) if len(whole) <= _MOST_MAIN else None
    is_main = main is not None and len(main) >= _LEAST * len(whole)
    yield Part(1, (main or "") if is_main else whole, MAIN if is_main else ALL)


def _main_text(root: html.HtmlElement) -> str | None:
    if _nests_deeply(root):
        return None
    try:
        return trafilatura.extract(
            root, output_format="markdown", include_comments=False, include_tables=True, favor_recall=True
        )
    except RecursionError:
        return None
