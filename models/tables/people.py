"""Tables of people, pools, openings and holidays."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, func

from models.records.openings import RoundPlan
from models.records.people import DaysOff, Hours, Standing
from models.tables.metadata import metadata
from models.tables.types import Shaped

people = Table(
    "people",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("name", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("work", Shaped(tuple[Hours, ...]), nullable=False),
    Column("core", Shaped(tuple[Hours, ...]), nullable=False),
    Column("max_per_day", Integer, nullable=False),
    Column("max_per_week", Integer, nullable=False),
    Column("days_off", Shaped(tuple[DaysOff, ...]), nullable=False),
    Column("paused_until", Date),
    Column("standings", Shaped(frozenset[Standing]), nullable=False),
    Column("slack_id", String(40), unique=True),
    Column("dm_channel", String(40)),
    Column("home_opened", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("uq_people_email_lower", func.lower(people.c.email), unique=True)

pool_members = Table(
    "pool_members",
    metadata,
    Column("pool", String(64), primary_key=True),
    Column("person_id", String(40), ForeignKey("people.id"), primary_key=True),
)

openings = Table(
    "openings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("hiring_manager_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("coordinator_id", String(40), ForeignKey("people.id"), nullable=False),
    Column("rounds", Shaped(tuple[RoundPlan, ...]), nullable=False),
    Column("compensation_region", String(64), nullable=False),
    Column("holds", Boolean, nullable=False),
    Column("slack_bdays", Integer, nullable=False),
    Column("notice_hours", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

holidays = Table(
    "holidays",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", String(120), nullable=False),
)
