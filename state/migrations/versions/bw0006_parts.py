"""Parts: of a text that failed in several, a retry is of all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "bw0006"
down_revision = "bw0005"


def upgrade() -> None:
    op.add_column("batch_checkpoints", sa.Column("beside", sa.Text(), nullable=True))
