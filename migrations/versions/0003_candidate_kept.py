"""When the coordinator has settled a candidate's decline with them: it is neither open nor news from then on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("rounds", sa.Column("candidate_kept_at", sa.DateTime(timezone=True), nullable=True))
