"""Tables of loops, rounds, seats and the slots that people's bookings claim."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from models.records.loops import Candidate, EventState, LoopState, RoundState, SeatState
from models.records.openings import RoundKind
from models.records.proposals import Asked
from models.tables.metadata import metadata
from models.tables.types import Shaped, UTCDateTime, Word

loops = Table(
    "loops",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("opening_id", String(40), ForeignKey("openings.id"), nullable=False, index=True),
    Column("candidate", Shaped(Candidate), nullable=False),
    Column("kickoff", Date, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("state", Word(LoopState), nullable=False, index=True),
    Column("coordinator_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("hiring_manager_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", String(40), nullable=False),
    Column("excluded", Shaped(frozenset[str]), nullable=False),
    Column("nudges_paused_until", Date),
    Column("nudges_paused_why", String(3000), nullable=False),
    Column("ended_at", UTCDateTime),
    Column("end_reason", String(3000), nullable=False),
    Column("plan_generation", Integer, nullable=False),
    Column("late_told", Date),
    Column("card_channel", String(40)),
    Column("card_ts", String(40)),
    Column("version", Integer, nullable=False),
    Column("agreed", Shaped(tuple[Asked, ...], absent=())),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("loop_id", String(40), ForeignKey("loops.id"), nullable=False),
    Column("index", Integer, nullable=False),
    Column("kind", Word(RoundKind), nullable=False),
    Column("name", String(120), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("pools", JSON, nullable=False),
    Column("gap_bdays", Integer, nullable=False),
    Column("focus", String(3000), nullable=False),
    Column("state", Word(RoundState), nullable=False, index=True),
    Column("start", UTCDateTime),
    Column("end", UTCDateTime),
    Column("revision", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("event", Word(EventState), nullable=False),
    Column("event_id", String(1024), unique=True),
    Column("etag", String(120)),
    Column("meet_link", String(500)),
    Column("html_link", String(1000)),
    Column("candidate_invited", Boolean, nullable=False),
    Column("candidate_declined", Boolean, nullable=False),
    Column("verdict_since", UTCDateTime, index=True),
    Column("version", Integer, nullable=False),
    Column("found_start", UTCDateTime),
    Column("candidate_kept_at", UTCDateTime),
    UniqueConstraint("loop_id", "index"),
)

seats = Table(
    "seats",
    metadata,
    Column("round_id", String(40), ForeignKey("rounds.id"), primary_key=True),
    Column("index", Integer, primary_key=True),
    Column("person_id", String(40), ForeignKey("people.id"), nullable=False, index=True),
    Column("pool", String(64), nullable=False),
    Column("state", Word(SeatState), nullable=False),
    Column("feedback_waived", Boolean, nullable=False),
    UniqueConstraint("round_id", "person_id"),
)

slot_claims = Table(
    "slot_claims",
    metadata,
    Column("person_id", String(40), ForeignKey("people.id"), primary_key=True),
    Column("slot", BigInteger, primary_key=True, autoincrement=False),
    Column("round_id", String(40), ForeignKey("rounds.id"), nullable=False, index=True),
)
