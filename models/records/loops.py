"""One candidate's way through an opening: the loop, its rounds, their seats and their place on the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.records.openings import RoundKind
from models.records.people import DaysOff, Hours
from models.records.proposals import Asked


class LoopState(StrEnum):
    PLANNING = "planning"
    PROPOSED = "proposed"
    BOOKING = "booking"
    RUNNING = "running"
    DEBRIEF = "debrief"
    OFFER = "offer"
    NO = "no"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class RoundState(StrEnum):
    OPEN = "open"
    HELD = "held"
    INVITED = "invited"
    FEEDBACK = "feedback"
    VERDICT = "verdict"
    ADVANCED = "advanced"
    STOPPED = "stopped"
    RELEASED = "released"


class SeatState(StrEnum):
    """What the person in the seat said: nothing yet, declined (by button or in the calendar), or declined and kept all
    the same, because the coordinator has settled it with them."""

    SEATED = "seated"
    DECLINED = "declined"
    KEPT = "kept"


class EventState(StrEnum):
    """Where a round's calendar event stands: none yet, wanted (an effect is under way), live, gone."""

    NONE = "none"
    WANTED = "wanted"
    LIVE = "live"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Who is being interviewed. `windows` is weekly availability in `zone`; `resume` is an https link or empty."""

    name: str
    email: str
    zone: str
    resume: str = ""
    windows: tuple[Hours, ...] = ()
    days_off: tuple[DaysOff, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One candidate in one opening. `kickoff` is day 1, a local date in `zone` (the candidate's, the loop's home zone).

    The loop's deadline is the end of day 21 in `zone`: midnight before `kickoff` + 21 days. The clock never pauses;
    `nudges_paused_until` (a local date, inclusive) silences nudges only, with `nudges_paused_why`.
    `coordinator_id` and `hiring_manager_id` are taken over from the opening when the loop starts. `agreed` is what people
    agreed to for this loop alone, beyond their usual hours and limits.
    """

    id: str
    opening_id: str
    candidate: Candidate
    kickoff: date
    zone: str
    state: LoopState
    coordinator_id: str
    hiring_manager_id: str
    created_at: datetime
    created_by: str
    excluded: frozenset[str] = frozenset()
    nudges_paused_until: date | None = None
    nudges_paused_why: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""
    plan_generation: int = 0
    late_told: date | None = None
    card_channel: str | None = None
    card_ts: str | None = None
    version: int = 1
    agreed: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a loop. `index` counts from 0. `generation` goes up with every new calendar event id.

    `start` and `end` are None while no time is agreed (state OPEN). `revision` goes up whenever the time changes;
    reminders carry it in their key, so that a moved round never meets its old reminders. `found_start` is where somebody
    put the event by hand, as long as the calendar has it there and nobody has said what counts. `candidate_kept_at`: when
    the coordinator settled it with a candidate who declined.
    """

    id: str
    loop_id: str
    index: int
    kind: RoundKind
    name: str
    minutes: int
    pools: tuple[str, ...]
    gap_bdays: int
    focus: str
    state: RoundState = RoundState.OPEN
    start: datetime | None = None
    end: datetime | None = None
    revision: int = 0
    generation: int = 1
    event: EventState = EventState.NONE
    event_id: str | None = None
    etag: str | None = None
    meet_link: str | None = None
    html_link: str | None = None
    candidate_invited: bool = False
    candidate_declined: bool = False
    candidate_kept_at: datetime | None = None
    verdict_since: datetime | None = None
    found_start: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place in one round, taken by one person; a released or handed-over seat is deleted, the audit log remembers."""

    round_id: str
    index: int
    person_id: str
    pool: str
    state: SeatState = SeatState.SEATED
    feedback_waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotClaim:
    """A quarter of an hour of one person that belongs to one round. Its primary key (person, slot) is what makes two
    overlapping bookings of one person impossible on either engine. `slot` is whole quarters since the epoch."""

    person_id: str
    slot: int
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """When one round that was held got its answers: all its feedback (`complete`), the hiring manager's first word on how it
    goes on, and, where the loop was decided, the decision. `zone` is the loop's."""

    loop_id: str
    index: int
    end: datetime
    complete: datetime
    word: datetime | None
    decided: datetime | None
    zone: str
