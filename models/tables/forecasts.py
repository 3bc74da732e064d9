"""The table of what was forecast of loops, and what came true."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from models.tables.metadata import metadata
from models.tables.types import UTCDateTime

forecasts = Table(
    "forecasts",
    metadata,
    Column("loop_id", String(40), ForeignKey("loops.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("stage", Integer, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("likely", Date, nullable=False),
    Column("latest", Date, nullable=False),
    Column("ended_on", Date, index=True),
    Column("error_days", Integer),
)
