"""Upkeep: when a job's payloads were purged, and which jobs use an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bw0004"
down_revision = "bw0003"


def upgrade() -> None:
    op.add_column("batch_jobs", sa.Column("purged_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_answer_uses_digest", "answer_uses", ["digest"], unique=False)
