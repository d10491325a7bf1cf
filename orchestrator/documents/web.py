"""A web page: its main text, without what stands around it, by trafilatura; all of its text where that finds none."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura

from orchestrator.documents.base import Part, Tell
from orchestrator.documents.encodings import decoded
from orchestrator.documents.markup import plain_text

MAIN, ALL = "main text", "all text"
_LEAST = 0.1
"""Of all text that the main text must be, so that a page of many short pieces is not cut down to one of them."""


def read_html(data: bytes, tell: Tell) -> Iterator[Part]:
    """The text of a page, as its one part."""
    text, _ = decoded(data, is_html=True)
    main = trafilatura.extract(
        text, output_format="markdown", include_comments=False, include_tables=True, favor_recall=True
    )
    whole = plain_text(text.encode("utf-8", "replace"))
    is_main = main is not None and len(main) >= _LEAST * len(whole)
    yield Part(1, (main or "") if is_main else whole, MAIN if is_main else ALL)
