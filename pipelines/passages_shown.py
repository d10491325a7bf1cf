"""A passage as documents have it, and where it is from in words."""

from __future__ import annotations

from collections.abc import Mapping

from state.passage import Passage
from state.records import Json


def passage_document(passage: Passage) -> dict[str, Json]:
    """The keys of a passage."""
    return {
        "document_id": passage.document_id,
        "page": passage.page or None,
        "score": passage.score,
        "label": passage.label,
        "text": passage.text,
    }


def passage_words(passage: Mapping[str, Json]) -> str:
    """Where a passage is from, and its label if it is an example."""
    where = f", page {passage['page']}" if passage["page"] else ""
    label = f" [{passage['label']}]" if passage["label"] else ""
    return f"{passage['document_id']}{where}{label}"
