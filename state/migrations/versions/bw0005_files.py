"""Files: items that are files, the text that was read in each, and its pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bw0005"
down_revision = "bw0004"


def upgrade() -> None:
    op.add_column("batch_items", sa.Column("file", sa.Text(), nullable=True))
    op.add_column("batch_items", sa.Column("file_key", sa.String(200), nullable=True))
    op.add_column("batch_items", sa.Column("pages", sa.Text(), nullable=True))
    is_read = sa.text("file_key IS NOT NULL")
    op.create_index(
        "ix_batch_items_file", "batch_items", ["file_key"], unique=False, sqlite_where=is_read, postgresql_where=is_read
    )
