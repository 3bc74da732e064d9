"""One record of every kind, each field filled with something that would be noticed if it came back different."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.records.delivery import (
    AuditEntry,
    Bookmark,
    Effect,
    EffectKind,
    EffectState,
    InboxRow,
    InboxState,
)
from models.records.feedback import (
    ChecklistItem,
    ChecklistKind,
    Draft,
    Rating,
    Recommendation,
    Scorecard,
    Verdict,
    VerdictChoice,
)
from models.records.loops import (
    Candidate,
    EventState,
    Loop,
    LoopState,
    Round,
    RoundState,
    Seat,
    SeatState,
    SlotClaim,
)
from models.records.openings import Opening, RoundKind, RoundPlan
from models.records.people import DaysOff, Holiday, Hours, Person, PoolMember, Standing
from models.records.proposals import (
    Asked,
    ObstacleNote,
    Option,
    OptionRound,
    Proposal,
    ProposalKind,
    ProposalState,
    RemedyNote,
)
from models.unit_of_work import Transaction

NOW = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def person(id_: str = "p1", **changes: Any) -> Person:
    values: dict[str, Any] = {
        "id": id_,
        "email": f"{id_}@example.com",
        "name": "Zoë Ångström 李",
        "zone": "America/New_York",
        "work": (Hours(weekday=0, start=540, end=1020), Hours(weekday=4, start=0, end=1440)),
        "core": (Hours(weekday=0, start=600, end=960),),
        "max_per_day": 2,
        "max_per_week": 5,
        "days_off": (DaysOff(first=date(2026, 12, 24), last=date(2027, 1, 2)),),
        "paused_until": date(2026, 4, 1),
        "standings": frozenset({Standing.ADMIN, Standing.AUDITOR}),
        "slack_id": f"U-{id_}",
        "dm_channel": "D1",
        "home_opened": True,
        "active": False,
        "version": 7,
    }
    return Person(**{**values, **changes})


def opening(id_: str = "o1", **changes: Any) -> Opening:
    plan = RoundPlan(
        kind=RoundKind.DESIGN, name="Design", minutes=60, seats=("pm", "lead", "lead"), gap_bdays=2, focus="<&>"
    )
    values: dict[str, Any] = {
        "id": id_,
        "key": f"key-{id_}",
        "title": "Senior AI Engineer: search",
        "hiring_manager_id": "p1",
        "coordinator_id": "p2",
        "rounds": (plan,),
        "compensation_region": "uk",
        "holds": False,
        "slack_bdays": 3,
        "notice_hours": 48,
        "active": False,
        "version": 2,
    }
    return Opening(**{**values, **changes})


def loop(id_: str = "l1", **changes: Any) -> Loop:
    candidate = Candidate(
        name="Mia O'Hara",
        email="mia@example.org",
        zone="Asia/Kolkata",
        resume="https://example.org/mia",
        windows=(Hours(weekday=2, start=600, end=1080),),
        days_off=(DaysOff(first=TODAY, last=TODAY),),
    )
    values: dict[str, Any] = {
        "id": id_,
        "opening_id": "o1",
        "candidate": candidate,
        "kickoff": TODAY,
        "zone": "Asia/Kolkata",
        "state": LoopState.RUNNING,
        "coordinator_id": "p2",
        "hiring_manager_id": "p1",
        "created_at": NOW,
        "created_by": "p2",
        "excluded": frozenset({"p3", "p4"}),
        "nudges_paused_until": date(2026, 3, 9),
        "nudges_paused_why": "on holiday",
        "ended_at": NOW + timedelta(days=20),
        "end_reason": "took another offer",
        "plan_generation": 3,
        "late_told": date(2026, 3, 20),
        "card_channel": "C1",
        "card_ts": "1.2",
        "version": 4,
    }
    return Loop(**{**values, **changes})


def round_(id_: str = "r1", **changes: Any) -> Round:
    values: dict[str, Any] = {
        "id": id_,
        "loop_id": "l1",
        "index": 0,
        "kind": RoundKind.HANDS_ON,
        "name": "Hands-on",
        "minutes": 120,
        "pools": ("pair", "pair"),
        "gap_bdays": 1,
        "focus": "ask",
        "state": RoundState.INVITED,
        "start": NOW,
        "end": NOW + timedelta(hours=2),
        "revision": 2,
        "generation": 3,
        "event": EventState.LIVE,
        "event_id": f"event{id_}",
        "etag": '"17"',
        "meet_link": "https://meet.example.com/a",
        "html_link": "https://calendar.example.com/a",
        "candidate_invited": True,
        "candidate_declined": True,
        "candidate_kept_at": NOW,
        "verdict_since": NOW,
        "found_start": NOW + timedelta(days=1),
        "version": 9,
    }
    return Round(**{**values, **changes})


def effect(key: str = "e1", **changes: Any) -> Effect:
    values: dict[str, Any] = {
        "key": key,
        "kind": EffectKind.POST,
        "target": "dm:p1",
        "topic": "brief",
        "loop_id": "l1",
        "round_id": "r1",
        "person_id": "p1",
        "payload": {"nth": 1, "deep": {"a": [1, None, True, "ü"]}},
        "due_at": NOW,
        "created_at": NOW,
    }
    return Effect(**{**values, **changes})


def inbox_row(key: str = "i1", **changes: Any) -> InboxRow:
    values: dict[str, Any] = {
        "id": 0,
        "dedupe_key": key,
        "kind": "decline",
        "actor_id": "p1",
        "payload": {"reason": "ill"},
        "digest": "d" * 64,
        "received_at": NOW,
    }
    return InboxRow(**{**values, **changes})


def scorecard(id_: str = "s1", **changes: Any) -> Scorecard:
    values: dict[str, Any] = {
        "id": id_,
        "loop_id": "l1",
        "round_id": "r1",
        "person_id": "p1",
        "version": 1,
        "recommendation": Recommendation.STRONG_YES,
        "ratings": (
            Rating(competency="Evaluation", points=4, evidence="a golden dataset"),
            Rating(competency="Cost", points=None),
        ),
        "red_flags": ("One framework only",),
        "summary": "line one\nline two",
        "submitted_at": NOW,
    }
    return Scorecard(**{**values, **changes})


def proposal(id_: str = "x1", **changes: Any) -> Proposal:
    option = Option(
        order="balanced",
        rounds=(OptionRound(index=0, start=NOW, people=("p1", "p2"), kept=True),),
        end_day=16,
        load=2,
        out_of_core=3,
        lighter_percent=4,
        sooner_days=1,
    )
    asked = Asked(
        ask="meeting",
        round_index=1,
        start=NOW,
        person="p3",
        weekdays=(0, 2),
        day=NOW.date(),
        busy=(NOW, NOW),
        pool="pm",
    )
    values: dict[str, Any] = {
        "id": id_,
        "loop_id": "l1",
        "kind": ProposalKind.SWAP,
        "state": ProposalState.BOOKED,
        "generation": 2,
        "options": (option,),
        "obstacles": (ObstacleNote(round_index=1, blocker="busy", people=("p3",), pool="pm"),),
        "made_at": NOW,
        "made_for": "p2",
        "round_index": 0,
        "seat_index": 1,
        "chosen": 0,
        "chosen_by": "p2",
        "because": "declined",
        "remedies": (RemedyNote(asked=(asked,), end_day=19),),
        "version": 5,
    }
    return Proposal(**{**values, **changes})


def plant(tx: Transaction, *names: str) -> None:
    """Writes what the named records refer to and the records themselves, in an order the foreign keys accept."""
    for record in [person("p1"), person("p2")]:
        tx.people.add(record)
    tx.openings.add(opening())
    tx.loops.add(loop())
    for index, name in enumerate(names or ("r1",)):
        tx.rounds.add(round_(name, index=index))


EXAMPLES: dict[str, Any] = {
    "people": person("p9"),
    "pools": PoolMember(pool="engineer", person_id="p1"),
    "openings": opening("o9"),
    "holidays": Holiday(day=date(2026, 12, 25), name="Christmas"),
    "loops": loop("l9"),
    "rounds": round_("r9", index=3),
    "seats": Seat(round_id="r1", index=1, person_id="p1", pool="pair", state=SeatState.DECLINED, feedback_waived=True),
    "slots": SlotClaim(person_id="p1", slot=1_800_000, round_id="r1"),
    "scorecards": scorecard(),
    "drafts": Draft(round_id="r1", person_id="p1", fields={"summary": "so far …"}, saved_at=NOW),
    "verdicts": Verdict(
        id="v1", loop_id="l1", round_id="r1", person_id="p1", choice=VerdictChoice.TALK, reason="why?", given_at=NOW
    ),
    "checklists": ChecklistItem(
        loop_id="l1", kind=ChecklistKind.OFFER, index=2, text="Call", done_by="p1", done_at=NOW
    ),
    "proposals": proposal(),
    "inbox": inbox_row(
        id=41,
        state=InboxState.DEAD,
        attempts=3,
        next_try_at=NOW,
        lease_until=NOW,
        outcome="refused",
        processed_at=NOW,
        version=6,
    ),
    "outbox": effect(
        id=42,
        until=NOW,
        state=EffectState.AMBIGUOUS,
        attempts=2,
        lease_owner="w1",
        lease_until=NOW,
        first_try_at=NOW,
        last_try_at=NOW,
        remote_ref="D1/1.2",
        reason="timeout",
        version=3,
    ),
    "audit": AuditEntry(
        id=43, at=NOW, actor_id="p1", action="loop.started", loop_id="l1", subject="o1", detail="x", chain="c" * 64
    ),
    "bookmarks": Bookmark(name="sync", value="token==", at=NOW),
}
"""By the name of the collection in a transaction; what they refer to is written by `plant`."""
