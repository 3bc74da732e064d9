"""The table of proposals."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from models.records.proposals import ObstacleNote, Option, ProposalKind, ProposalState, RemedyNote
from models.tables.metadata import metadata
from models.tables.types import Shaped, UTCDateTime, Word

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("loop_id", String(40), ForeignKey("loops.id"), nullable=False, index=True),
    Column("kind", Word(ProposalKind), nullable=False),
    Column("state", Word(ProposalState), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("options", Shaped(tuple[Option, ...]), nullable=False),
    Column("obstacles", Shaped(tuple[ObstacleNote, ...]), nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("made_for", String(40), nullable=False),
    Column("round_index", Integer),
    Column("seat_index", Integer),
    Column("chosen", Integer),
    Column("chosen_by", String(40)),
    Column("because", String(500), nullable=False),
    Column("version", Integer, nullable=False),
    Column("remedies", Shaped(tuple[RemedyNote, ...], absent=())),
)
