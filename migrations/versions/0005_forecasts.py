"""What was forecast of a loop, and what came true; the team's newest answers are found without reading all rounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("loop_id", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("likely", sa.Date(), nullable=False),
        sa.Column("latest", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("error_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["loop_id"], ["loops.id"], name="fk_forecasts_loop_id_loops"),
        sa.PrimaryKeyConstraint("loop_id", "n", name="pk_forecasts"),
    )
    op.create_index("ix_forecasts_ended_on", "forecasts", ["ended_on"])
    op.create_index("ix_rounds_verdict_since", "rounds", ["verdict_since"])
