"""What would help where no plan fits, beside what stands in the way. Proposals from before have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("proposals", sa.Column("remedies", sa.JSON(), nullable=True))
