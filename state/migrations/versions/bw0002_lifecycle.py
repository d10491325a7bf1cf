"""Running and watching jobs: limits that are learned together, what workers do, time that calls took, failed items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bw0002"
down_revision = "bw0001"


def upgrade() -> None:
    op.create_table(
        "flows",
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("worker_id", sa.String(length=40), nullable=False),
        sa.Column("job_id", sa.String(length=40), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("out", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "worker_id"),
    )
    op.add_column("limits", sa.Column("cuts", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("batch_totals", sa.Column("busy_ms", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("workers", sa.Column("doing", sa.Text(), nullable=True))
    op.create_index(
        "ix_batch_items_failed",
        "batch_items",
        ["job_id", "ended_at"],
        unique=False,
        sqlite_where=sa.text("status = 'FAILED'"),
        postgresql_where=sa.text("status = 'FAILED'"),
    )
