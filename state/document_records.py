"""The records of a project's documents: what they are for, what is kept of one, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from state.records import Json

MIN_RELEVANCE = 0.2
"""The least that a passage must fit: below it are those that merely share a common word."""


class DocumentKind(StrEnum):
    """What a document of a project is for."""

    PASSAGE = "passage"
    """Its passages are searched."""
    EXAMPLE = "example"
    """A text with the label that it was given: `categorize` is shown those that are most like an item."""
    GLOSSARY = "glossary"
    """A name or term, and how the target language writes it."""
    CHARACTER = "character"
    SETTING = "setting"
    """Who and where: names that `translation` and `xml_tagging` are told of where a text has them."""


SEARCHED = frozenset({DocumentKind.PASSAGE, DocumentKind.EXAMPLE})
"""Kinds that are divided and searched; the others are found by their names."""


@dataclass(frozen=True, slots=True)
class NewChunk:
    """A part of a document, to be kept.

    Args:
        page: That it begins on; 0: of a document without pages.
        terms: What an index reads of it, as `orchestrator.retrieval.terms` dumps it.
        vector: 32-bit floats, little-endian, of the model in use; None: nobody has made one.
    """

    text: str
    page: int
    terms: bytes
    vector: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document, to be kept in place of whatever has its id.

    Args:
        key: Of its content and of what divided it.
        file: Which file it was read in, as `FileRef` dumps it; None for a text.
        label: Of an example.
        characters: Of its text.
    """

    document_id: str
    kind: DocumentKind
    key: str
    fields: Mapping[str, Json]
    characters: int
    chunks: tuple[NewChunk, ...] = ()
    file: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """What is kept of a document, as a list shows it."""

    document_id: str
    kind: str
    key: str
    file: str | None
    label: str | None
    fields: Mapping[str, Json]
    characters: int
    chunks: int

    def document(self) -> dict[str, Json]:
        """Its keys."""
        return {
            "document_id": self.document_id,
            "kind": self.kind,
            "label": self.label,
            "fields": dict(self.fields),
            "characters": self.characters,
            "chunks": self.chunks,
        }


@dataclass(frozen=True, slots=True)
class KeptChunk:
    """A chunk as an index takes it: without its text."""

    chunk_id: int
    document_id: str
    kind: str
    fields: Mapping[str, Json]
    terms: bytes
    vector: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that a text may have: a term of a glossary, a character or a setting.

    Args:
        target: As the target language writes it; empty where nobody says, as of another name of somebody.
        note: What is to be known of it.
    """

    name: str
    kind: str
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the documents of a project are, as far as a plan depends on it.

    Args:
        vectors: The model whose vectors are in use; empty: there are none.
        counts: Documents by kind.
        labels: Of the examples, in the order of their names.
    """

    vectors: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def total(self) -> int:
        """How many documents there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Collected:
    """What a project's documents come to.

    Args:
        vectors: The model whose vectors are in use; None: there are none.
        without: Chunks that have no vector of it, and are found by their words alone.
    """

    vectors: str | None
    documents: int
    chunks: int
    without: int
