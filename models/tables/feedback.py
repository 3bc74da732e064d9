"""Tables of scorecards, drafts, verdicts and checklists."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from models.records.feedback import ChecklistKind, Rating, Recommendation, VerdictChoice
from models.tables.metadata import metadata
from models.tables.types import Shaped, UTCDateTime, Word

scorecards = Table(
    "scorecards",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("loop_id", String(40), ForeignKey("loops.id"), nullable=False, index=True),
    Column("round_id", String(40), ForeignKey("rounds.id"), nullable=False),
    Column("person_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("recommendation", Word(Recommendation), nullable=False),
    Column("ratings", Shaped(tuple[Rating, ...]), nullable=False),
    Column("red_flags", Shaped(tuple[str, ...]), nullable=False),
    Column("summary", Text, nullable=False),
    Column("submitted_at", UTCDateTime, nullable=False),
    UniqueConstraint("round_id", "person_id", "version"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("round_id", String(40), ForeignKey("rounds.id"), primary_key=True),
    Column("person_id", String(40), ForeignKey("people.id"), primary_key=True),
    Column("fields", JSON, nullable=False),
    Column("saved_at", UTCDateTime, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("loop_id", String(40), ForeignKey("loops.id"), nullable=False, index=True),
    Column("round_id", String(40), ForeignKey("rounds.id"), nullable=False),
    Column("person_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("choice", Word(VerdictChoice), nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_at", UTCDateTime, nullable=False),
)

checklist_items = Table(
    "checklist_items",
    metadata,
    Column("loop_id", String(40), ForeignKey("loops.id"), primary_key=True),
    Column("kind", Word(ChecklistKind), primary_key=True),
    Column("index", Integer, primary_key=True, autoincrement=False),
    Column("text", String(500), nullable=False),
    Column("done_by", String(40)),
    Column("done_at", UTCDateTime),
)
