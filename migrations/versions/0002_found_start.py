"""Where the calendar has a round that somebody moved by hand: so that a later press means what is there then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("rounds", sa.Column("found_start", sa.DateTime(timezone=True), nullable=True))
