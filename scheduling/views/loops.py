"""Views of loops: the card, the worklist, proposals, and the messages about one round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.records.feedback import ChecklistItem
from models.records.loops import EventState, LoopState, RoundState
from models.records.openings import RoundKind
from models.records.people import DaysOff, Hours
from models.records.proposals import ProposalKind, ProposalState
from scheduling.views.forecasts import ForecastView, ForeseenView, OutlookView
from scheduling.views.remedies import AskedView, RemedyView
from scheduling.views.who import Who as Who


class BallKind(StrEnum):
    """What the loop waits for now."""

    PLAN = "plan"
    CHOICE = "choice"
    BOOKING = "booking"
    INTERVIEW = "interview"
    FEEDBACK = "feedback"
    VERDICT = "verdict"
    DECISION = "decision"
    NEW_TIME = "new_time"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ball:
    """Whom the loop waits for now, and for what. `since` is when it came to them; `round_index` where it applies."""

    kind: BallKind
    people: tuple[Who, ...] = ()
    since: datetime | None = None
    round_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """`declined` is about the interview; `feedback_in` None means that nothing is owed yet, or not to be told."""

    who: Who
    pool: str
    declined: bool = False
    feedback_in: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """One round as its reader may see it; `start` is None without a time (or without the right to know it)."""

    id: str
    index: int
    kind: RoundKind
    name: str
    minutes: int
    state: RoundState
    start: datetime | None
    end: datetime | None
    seats: tuple[SeatView, ...]
    focus: str = ""
    event: EventState = EventState.NONE
    meet_link: str | None = None
    html_link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopView:
    """One loop for one reader. `may` lists the verbs that the reader may use on it right now (`plan`, `move`, `swap`,
    `cancel`, `decide`, `pause`, `edit`, `feedback`, `verdict`), so that no button is shown that would be refused.

    `ending_told` is false where the reader may know that the loop is over and not how it ended: then `state` is CANCELLED
    whichever way it ended, and no round is shown."""

    id: str
    candidate: str
    opening: str
    state: LoopState
    day: int
    deadline: date
    kickoff: date
    zone: str
    rounds: tuple[RoundView, ...]
    ball: Ball
    forecast: ForecastView | None
    coordinator: Who
    hiring_manager: Who
    resume: str = ""
    nudges_paused_until: date | None = None
    end_reason: str = ""
    ending_told: bool = True
    may: frozenset[str] = frozenset()
    outlook: OutlookView | None = None
    foreseen: ForeseenView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRoundView:
    index: int
    name: str
    start: datetime
    minutes: int
    people: tuple[Who, ...]
    kept: bool
    out_of_core: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """`order` is `balanced`, `earliest`, `fairest`, `fewest` (people who notice) or `replacement`. `end_day` counts the
    kickoff as day 1. `newcomer` is who takes the seat that a SWAP is about. Another way may be lighter by
    `lighter_percent` of the load and end `sooner_days` earlier, at most; both are 0 where none is better."""

    number: int
    order: str
    rounds: tuple[OptionRoundView, ...]
    end_day: int
    load: int
    out_of_core: int
    load_sum: int = 0
    newcomer: Who | None = None
    lighter_percent: int = 0
    sooner_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleView:
    """Why nothing fits: which round, which constraint (the planner's `Blocker` value), whose calendar."""

    round_index: int
    round_name: str
    blocker: str
    people: tuple[Who, ...]
    pool: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as the coordinator sees it. Without options, `obstacles` say why, and `remedies` what would help; also
    where no option ends in time. `agreed` is what counts for this loop beyond usual hours and limits. `because` is a stable
    word for what led to it: "" (a new loop), `asked`, `slot_taken`, `declined`, `did_not_happen`, `deleted`,
    `availability`, `agreed`."""

    id: str
    kind: ProposalKind
    state: ProposalState
    loop: LoopView
    options: tuple[OptionView, ...]
    obstacles: tuple[ObstacleView, ...]
    remedies: tuple[RemedyView, ...] = ()
    agreed: tuple[AskedView, ...] = ()
    because: str = ""
    round_name: str = ""
    replaces: Who | None = None
    chosen: int | None = None
    chosen_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """One round for one of its interviewers: invitations to sit, briefs, reminders, asks for feedback.

    `nth` is the how-manieth reminder it is. `previous_start` is set when the round was moved. `manager_hears_on` is the
    local day on which the hiring manager will be told (None: not in this step). `handed_by` is who said that the reader
    was there in their place. `settled` is a word for what was
    answered already (`feedback_in`, `not_held`, `handed_off`, `declined`, `over`): the message then shows that instead
    of its buttons; empty while an answer is wanted.
    """

    loop_id: str
    candidate: str
    opening: str
    resume: str
    round: RoundView
    reader: Who
    panel: tuple[Who, ...]
    questions: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    nth: int = 0
    previous_start: datetime | None = None
    candidate_waits_days: int = 0
    manager_hears_on: date | None = None
    hiring_manager: Who | None = None
    handed_by: Who | None = None
    settled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNewsView:
    """Something happened to an event by hand. `who` declined (None: it was the candidate, or nobody in particular).

    `found_start` is the time found in the calendar. `settled` is a word for what the coordinator already chose
    (`kept`, `accepted`, `restored`, `replaced`, `moved`, `over`); empty while a choice is wanted.
    """

    loop: LoopView
    round: RoundView
    who: Who | None = None
    found_start: datetime | None = None
    reason: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairView:
    """New times from this round on (`alone`: for this round only) could end the loop on day `end_day`."""

    round: RoundView
    alone: bool
    end_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopNewsView:
    """A loop whose time is running: late alerts, day notes, nudges, and how it ended. `repairs` would bring a late loop
    back, the cheapest first; `obstacles` stand in the way of that."""

    loop: LoopView
    reader: Who
    checklists: tuple[ChecklistItem, ...] = ()
    repairs: tuple[RepairView, ...] = ()
    obstacles: tuple[ObstacleView, ...] = ()
    remedies: tuple[RemedyView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationView:
    """Feedback that the hiring manager hears about: whose is still missing for which round, without what others said."""

    loop: LoopView
    round: RoundView
    missing: tuple[Who, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A short answer to one person about something they asked for: a refusal code of `Refusal`, or news.

    `code` selects the words, `detail` completes them. `loop_id` lets the message carry a way on.
    """

    code: str
    detail: str = ""
    loop_id: str | None = None
    candidate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """What someone missed while Hirebot was away, as one message: lines of (topic, candidate, round name)."""

    reader: Who
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView:
    """Something Hirebot could not do and a person must know: the effect's kind and topic, the stable reason, the loop,
    and `who` of the team it concerns. `round_id` is of a round that the reader can have held again. `lasts` are the two
    moments between which it is so, where they are known."""

    what: str
    reason: str
    loop_id: str | None = None
    round_id: str | None = None
    candidate: str = ""
    who: str = ""
    count: int = 1
    lasts: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityView:
    """The candidate's availability, for the form that edits it; `seen` is the mark of what it shows."""

    loop_id: str
    candidate: str
    zone: str
    windows: tuple[Hours, ...]
    days_off: tuple[DaysOff, ...]
    seen: str = ""
