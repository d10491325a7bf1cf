"""The tables of a project's documents; with `state.schema` they are all that `state/migrations` lead to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from state.columns import Moment
from state.schema import metadata

collections = Table(
    "collections",
    metadata,
    Column("project", String(200), primary_key=True),
    Column("vectors", String(200)),  # the model whose vectors are in use; null: passages are found by their words alone
    Column("changed_at", Moment, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("project", String(200), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column(
        "key", String(200), nullable=False
    ),  # of its content, and of what divided it: the same again changes nothing
    Column("file", Text),  # JSON of state.file_records: which file it was read in, null for a text
    Column("label", Text),
    Column("fields", Text, nullable=False),
    Column("characters", BigInteger, nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("chunk_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("project", String(200), nullable=False),
    Column("document_id", String(200), nullable=False),
    Column("place", Integer, nullable=False),
    Column("page", Integer, nullable=False),  # that it begins on; 0: of a document without pages
    Column("text", Text, nullable=False),
    Column("terms", LargeBinary, nullable=False),  # of orchestrator.retrieval.terms
    Column("digest", String(64), nullable=False),  # of the text: by it vectors are kept
    UniqueConstraint("project", "document_id", "place", name="uq_chunks_place"),
    Index("ix_chunks_digest", "project", "digest"),
    sqlite_autoincrement=True,  # an id is never given again: one of a document that was replaced leads nowhere
)

vectors = Table(
    "vectors",
    metadata,
    Column("project", String(200), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # 32-bit floats, little-endian
)
