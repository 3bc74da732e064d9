"""The first schema. Frozen: it says what a database of this revision looks like, whatever `models.tables` says today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.String(40)
WORD = sa.String(32)
JSON = sa.JSON()
MOMENT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _people()
    _openings()
    _loops()
    _rounds()
    _seats()
    _scorecards()
    _verdicts()
    _proposals()
    _inbox()
    _outbox()
    _audit()


def _people() -> None:
    op.create_table(
        "people",
        _must("id", ID),
        _must("email", sa.String(254)),
        _must("name", sa.String(200)),
        _must("zone", sa.String(64)),
        _must("work", JSON),
        _must("core", JSON),
        _must("max_per_day", sa.Integer()),
        _must("max_per_week", sa.Integer()),
        _must("days_off", JSON),
        _may("paused_until", sa.Date()),
        _must("standings", JSON),
        _may("slack_id", ID),
        _may("dm_channel", ID),
        _must("home_opened", sa.Boolean()),
        _must("active", sa.Boolean()),
        _must("version", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("slack_id", name="uq_people_slack_id"),
    )
    op.create_index("uq_people_email_lower", "people", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "pool_members",
        _must("pool", sa.String(64)),
        _must("person_id", ID),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_pool_members_person_id_people"),
        sa.PrimaryKeyConstraint("pool", "person_id", name="pk_pool_members"),
    )
    op.create_table(
        "holidays",
        _must("day", sa.Date()),
        _must("name", sa.String(120)),
        sa.PrimaryKeyConstraint("day", name="pk_holidays"),
    )


def _openings() -> None:
    op.create_table(
        "openings",
        _must("id", ID),
        _must("key", sa.String(64)),
        _must("title", sa.String(200)),
        _must("hiring_manager_id", ID),
        _must("coordinator_id", ID),
        _must("rounds", JSON),
        _must("compensation_region", sa.String(64)),
        _must("holds", sa.Boolean()),
        _must("slack_bdays", sa.Integer()),
        _must("notice_hours", sa.Integer()),
        _must("active", sa.Boolean()),
        _must("version", sa.Integer()),
        sa.ForeignKeyConstraint(["coordinator_id"], ["people.id"], name="fk_openings_coordinator_id_people"),
        sa.ForeignKeyConstraint(["hiring_manager_id"], ["people.id"], name="fk_openings_hiring_manager_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_openings"),
        sa.UniqueConstraint("key", name="uq_openings_key"),
    )


def _loops() -> None:
    op.create_table(
        "loops",
        _must("id", ID),
        _must("opening_id", ID),
        _must("candidate", JSON),
        _must("kickoff", sa.Date()),
        _must("zone", sa.String(64)),
        _must("state", WORD),
        _must("coordinator_id", ID),
        _must("hiring_manager_id", ID),
        _must("created_at", MOMENT),
        _must("created_by", ID),
        _must("excluded", JSON),
        _may("nudges_paused_until", sa.Date()),
        _must("nudges_paused_why", sa.String(3000)),
        _may("ended_at", MOMENT),
        _must("end_reason", sa.String(3000)),
        _must("plan_generation", sa.Integer()),
        _may("late_told", sa.Date()),
        _may("card_channel", ID),
        _may("card_ts", ID),
        _must("version", sa.Integer()),
        sa.ForeignKeyConstraint(["coordinator_id"], ["people.id"], name="fk_loops_coordinator_id_people"),
        sa.ForeignKeyConstraint(["hiring_manager_id"], ["people.id"], name="fk_loops_hiring_manager_id_people"),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name="fk_loops_opening_id_openings"),
        sa.PrimaryKeyConstraint("id", name="pk_loops"),
    )
    op.create_index("ix_loops_opening_id", "loops", ["opening_id"])
    op.create_index("ix_loops_state", "loops", ["state"])


def _rounds() -> None:
    op.create_table(
        "rounds",
        _must("id", ID),
        _must("loop_id", ID),
        _must("index", sa.Integer()),
        _must("kind", WORD),
        _must("name", sa.String(120)),
        _must("minutes", sa.Integer()),
        _must("pools", JSON),
        _must("gap_bdays", sa.Integer()),
        _must("focus", sa.String(3000)),
        _must("state", WORD),
        _may("start", MOMENT),
        _may("end", MOMENT),
        _must("revision", sa.Integer()),
        _must("generation", sa.Integer()),
        _must("event", WORD),
        _may("event_id", sa.String(1024)),
        _may("etag", sa.String(120)),
        _may("meet_link", sa.String(500)),
        _may("html_link", sa.String(1000)),
        _must("candidate_invited", sa.Boolean()),
        _must("candidate_declined", sa.Boolean()),
        _may("verdict_since", MOMENT),
        _must("version", sa.Integer()),
        sa.ForeignKeyConstraint(["loop_id"], ["loops.id"], name="fk_rounds_loop_id_loops"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("event_id", name="uq_rounds_event_id"),
        sa.UniqueConstraint("loop_id", "index", name="uq_rounds_loop_id_index"),
    )
    op.create_index("ix_rounds_state", "rounds", ["state"])


def _seats() -> None:
    op.create_table(
        "seats",
        _must("round_id", ID),
        _must("index", sa.Integer()),
        _must("person_id", ID),
        _must("pool", sa.String(64)),
        _must("state", WORD),
        _must("feedback_waived", sa.Boolean()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_seats_person_id_people"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_seats_round_id_rounds"),
        sa.PrimaryKeyConstraint("round_id", "index", name="pk_seats"),
        sa.UniqueConstraint("round_id", "person_id", name="uq_seats_round_id_person_id"),
    )
    op.create_index("ix_seats_person_id", "seats", ["person_id"])
    op.create_table(
        "slot_claims",
        _must("person_id", ID),
        _must("slot", sa.BigInteger(), autoincrement=False),
        _must("round_id", ID),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_slot_claims_person_id_people"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_slot_claims_round_id_rounds"),
        sa.PrimaryKeyConstraint("person_id", "slot", name="pk_slot_claims"),
    )
    op.create_index("ix_slot_claims_round_id", "slot_claims", ["round_id"])


def _scorecards() -> None:
    op.create_table(
        "scorecards",
        _must("id", ID),
        _must("loop_id", ID),
        _must("round_id", ID),
        _must("person_id", ID),
        _must("version", sa.Integer()),
        _must("recommendation", WORD),
        _must("ratings", JSON),
        _must("red_flags", JSON),
        _must("summary", sa.Text()),
        _must("submitted_at", MOMENT),
        sa.ForeignKeyConstraint(["loop_id"], ["loops.id"], name="fk_scorecards_loop_id_loops"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_scorecards_person_id_people"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_scorecards_round_id_rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_scorecards"),
        sa.UniqueConstraint("round_id", "person_id", "version", name="uq_scorecards_round_id_person_id_version"),
    )
    op.create_index("ix_scorecards_loop_id", "scorecards", ["loop_id"])
    op.create_table(
        "drafts",
        _must("round_id", ID),
        _must("person_id", ID),
        _must("fields", JSON),
        _must("saved_at", MOMENT),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drafts_person_id_people"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_drafts_round_id_rounds"),
        sa.PrimaryKeyConstraint("round_id", "person_id", name="pk_drafts"),
    )


def _verdicts() -> None:
    op.create_table(
        "verdicts",
        _must("id", ID),
        _must("loop_id", ID),
        _must("round_id", ID),
        _must("person_id", ID),
        _must("choice", WORD),
        _must("reason", sa.Text()),
        _must("given_at", MOMENT),
        sa.ForeignKeyConstraint(["loop_id"], ["loops.id"], name="fk_verdicts_loop_id_loops"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_verdicts_person_id_people"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_verdicts_round_id_rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
    )
    op.create_index("ix_verdicts_loop_id", "verdicts", ["loop_id"])
    op.create_table(
        "checklist_items",
        _must("loop_id", ID),
        _must("kind", WORD),
        _must("index", sa.Integer(), autoincrement=False),
        _must("text", sa.String(500)),
        _may("done_by", ID),
        _may("done_at", MOMENT),
        sa.ForeignKeyConstraint(["loop_id"], ["loops.id"], name="fk_checklist_items_loop_id_loops"),
        sa.PrimaryKeyConstraint("loop_id", "kind", "index", name="pk_checklist_items"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        _must("id", ID),
        _must("loop_id", ID),
        _must("kind", WORD),
        _must("state", WORD),
        _must("generation", sa.Integer()),
        _must("options", JSON),
        _must("obstacles", JSON),
        _must("made_at", MOMENT),
        _must("made_for", ID),
        _may("round_index", sa.Integer()),
        _may("seat_index", sa.Integer()),
        _may("chosen", sa.Integer()),
        _may("chosen_by", ID),
        _must("because", sa.String(500)),
        _must("version", sa.Integer()),
        sa.ForeignKeyConstraint(["loop_id"], ["loops.id"], name="fk_proposals_loop_id_loops"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_loop_id", "proposals", ["loop_id"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        _must("id", ROW_ID),
        _must("dedupe_key", sa.String(255)),
        _must("kind", ID),
        _may("actor_id", ID),
        _must("payload", JSON),
        _must("digest", sa.String(64)),
        _must("received_at", MOMENT),
        _must("state", WORD),
        _must("attempts", sa.Integer()),
        _may("next_try_at", MOMENT),
        _may("lease_until", MOMENT),
        _must("outcome", sa.String(120)),
        _may("processed_at", MOMENT),
        _must("version", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_inbox_dedupe_key"),
    )
    op.create_index("ix_inbox_state", "inbox", ["state", "id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        _must("id", ROW_ID),
        _must("key", sa.String(255)),
        _must("kind", WORD),
        _must("target", sa.String(120)),
        _must("topic", sa.String(64)),
        _may("loop_id", ID),
        _may("round_id", ID),
        _may("person_id", ID),
        _must("payload", JSON),
        _must("due_at", MOMENT),
        _may("until", MOMENT),
        _must("state", WORD),
        _must("attempts", sa.Integer()),
        _must("lease_owner", sa.String(80)),
        _may("lease_until", MOMENT),
        _may("first_try_at", MOMENT),
        _may("last_try_at", MOMENT),
        _must("remote_ref", sa.String(255)),
        _must("reason", sa.String(120)),
        _must("created_at", MOMENT),
        _must("version", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_loop_id", "outbox", ["loop_id"])
    op.create_index("ix_outbox_pace", "outbox", ["target", "kind", "last_try_at"])
    op.create_index("ix_outbox_round_id", "outbox", ["round_id"])
    op.create_index("ix_outbox_state", "outbox", ["state", "due_at", "id"])
    op.create_index("ix_outbox_target", "outbox", ["target", "state", "id"])


def _audit() -> None:
    op.create_table(
        "audit",
        _must("id", ROW_ID),
        _must("at", MOMENT),
        _must("actor_id", ID),
        _must("action", sa.String(64)),
        _may("loop_id", ID),
        _must("subject", sa.String(120)),
        _must("detail", sa.String(500)),
        _must("chain", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("chain", name="uq_audit_chain"),
    )
    op.create_index("ix_audit_loop_id", "audit", ["loop_id"])
    op.create_table(
        "bookmarks",
        _must("name", sa.String(64)),
        _must("value", sa.String(2000)),
        _must("at", MOMENT),
        sa.PrimaryKeyConstraint("name", name="pk_bookmarks"),
    )


def _must(name: str, type_: sa.types.TypeEngine[Any], **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False, **options)


def _may(name: str, type_: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=True)
