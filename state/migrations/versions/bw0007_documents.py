"""Documents of a project: their chunks, the vectors of those, and the passages that items were given of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bw0007"
down_revision = "bw0006"


def upgrade() -> None:
    op.drop_table("chunks")  # nothing ever wrote into these two
    op.drop_table("documents")
    op.create_table(
        "collections",
        sa.Column("project", sa.String(200), primary_key=True),
        sa.Column("vectors", sa.String(200), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("project", sa.String(200), primary_key=True),
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "chunks",
        sa.Column("chunk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("project", sa.String(200), nullable=False),
        sa.Column("document_id", sa.String(200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("project", "document_id", "place", name="uq_chunks_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chunks_digest", "chunks", ["project", "digest"], unique=False)
    op.create_table(
        "vectors",
        sa.Column("project", sa.String(200), primary_key=True),
        sa.Column("model", sa.String(200), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "batch_passages",
        sa.Column("job_id", sa.String(40), primary_key=True),
        sa.Column("ordinal", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("phase", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("passages", sa.Text(), nullable=False),
    )
