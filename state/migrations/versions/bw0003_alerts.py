"""Alerts of budgets, notifications, and facts of events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bw0003"
down_revision = "bw0002"


def upgrade() -> None:
    for table in ("projects", "batch_jobs"):
        op.add_column(table, sa.Column("alerted_percent", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("batch_jobs", sa.Column("notified_event_id", sa.BigInteger(), nullable=True))
    op.add_column("batch_events", sa.Column("facts", sa.Text(), nullable=True))
