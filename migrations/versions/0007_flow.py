"""How many messages left just now, whoever they were for, is found without reading all that ever left."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("ix_outbox_flow", "outbox", ["kind", "last_try_at"])
