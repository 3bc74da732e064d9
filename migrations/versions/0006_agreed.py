"""What was agreed for one loop beyond everybody's usual hours and limits. Loops from before have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("loops", sa.Column("agreed", sa.JSON(), nullable=True))
