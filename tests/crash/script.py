"""The lives of some loops, in which everything happens that can: every use case, every kind of effect, every message.

A segment is one input or one span of time; what people do by hand comes before it. A new use case gets its place here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from models.records.feedback import ChecklistKind, VerdictChoice
from models.records.loops import LoopState
from models.records.people import Hours
from scheduling import intents as i
from scheduling.ports import Rsvp
from tests.crash.stage import Aim, Stage
from tests.world import email, new_loop, scorecard, slack_id, user

ByHand = Callable[[Stage], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """`aim` is what is sent, or until when time passes: `asleep` without anything running. It is asked for once, and what
    it said holds for every time that the segment is played."""

    name: str
    aim: Callable[[Stage], Aim]
    by_hand: ByHand | None = None
    asleep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`after` names the story that leads up to this one; without it, it begins with the team."""

    name: str
    segments: tuple[Segment, ...]
    after: str = ""


def sends(name: str, wish: Callable[[Stage], i.Intent], by_hand: ByHand | None = None) -> Segment:
    return Segment(name=name, aim=wish, by_hand=by_hand)


def books(name: str, loop_id: str = "L1") -> Segment:
    def wish(s: Stage) -> i.Intent:
        return i.Book(actor_id="mara", loop_id=loop_id, proposal_id=s.newest_proposal(loop_id).id, option=0)

    return sends(name, wish)


def before_round(index: int, minutes: int, *, by_hand: ByHand | None = None) -> Segment:
    return Segment(
        name=f"until {minutes} minutes before round {index + 1}",
        aim=lambda s: s.start(index) - timedelta(minutes=minutes),
        by_hand=by_hand,
    )


def after_round(index: int) -> Segment:
    return Segment(name=f"until round {index + 1} is over", aim=lambda s: s.end(index))


def morning(name: str, *, days: int) -> Segment:
    """09:00 in Berlin, in winter."""
    return Segment(name=name, aim=lambda s: (s.now + timedelta(days=days)).replace(hour=8, minute=0, second=0))


def of_day(day: int) -> Segment:
    """09:00 of a day of the loop."""
    return Segment(
        name=f"until day {day}",
        aim=lambda s: datetime.combine(s.loop().kickoff + timedelta(days=day - 1), time(8), UTC),
    )


def gives(nth: int, index: int, **fields: Any) -> Segment:
    return sends(
        f"scorecard {nth + 1} of round {index + 1}" + (" amended" if fields else ""),
        lambda s: scorecard(s.panel(index)[nth], s.round(index).id, **fields),
    )


def says(choice: VerdictChoice, index: int) -> Segment:
    def wish(s: Stage) -> i.Intent:
        return i.GiveVerdict(actor_id="jonas", loop_id="L1", round_id=s.round(index).id, choice=choice, reason="so")

    return sends(f"verdict {choice} on round {index + 1}", wish)


def held(*indexes: int) -> ByHand:
    def play(stage: Stage) -> None:
        for index in indexes:
            stage.holds_round(index)

    return play


def about(
    intent: Callable[..., i.Intent], index: int, *, by: str = "mara", **fields: object
) -> Callable[[Stage], i.Intent]:
    return lambda s: intent(actor_id=by, loop_id="L1", round_id=s.round(index).id, **fields)


def by_panel(intent: Callable[..., i.Intent], index: int, **fields: object) -> Callable[[Stage], i.Intent]:
    return lambda s: intent(actor_id=s.panel(index)[0], loop_id="L1", round_id=s.round(index).id, **fields)


def declines_in_calendar(index: int) -> ByHand:
    return lambda s: s.calendar.answer(email(s.panel(index)[0]), s.event(index), Rsvp.DECLINED)


def moves_by_hand(index: int) -> ByHand:
    hour = timedelta(hours=1)
    return lambda s: s.calendar.move_by_hand(s.event(index), s.start(index) + hour, s.end(index) + hour)


def leaves(index: int) -> ByHand:
    return lambda s: s.directory.put(replace(user(s.panel(index)[0]), deactivated=True))


def cannot_be_reached(index: int) -> ByHand:
    return lambda s: s.messenger.gone.add(slack_id(s.panel(index)[0]))


def soon(minutes: int) -> Callable[[Stage], datetime]:
    return lambda s: s.now + timedelta(minutes=minutes)


def edit_opening(s: Stage) -> i.Intent:
    return i.EditOpening(
        actor_id="ada",
        opening_id="search",
        title="AI Engineer: search",
        hiring_manager_id="jonas",
        coordinator_id="mara",
        seats=(("recruiter",), ("engineer",), ("pair",), ("pm", "lead", "peer")),
        holds=True,
        active=True,
    )


def edit_person(s: Stage) -> i.Intent:
    return i.EditPerson(
        actor_id="ada",
        person_id="nina",
        pools=("peer",),
        max_per_day=1,
        max_per_week=4,
        days_off=(),
        paused_until=None,
    )


WINDOWS = tuple(Hours(weekday=day, start=540, end=1080) for day in range(5))

SHORT_AFTERNOONS = tuple(Hours(weekday=day, start=840, end=930) for day in range(5))
"""Too short for two hours of pairing."""


def agrees_to_what_would_help(s: Stage) -> i.Intent:
    with s.uow.reading() as tx:
        proposal = tx.proposals.newest("L3")
    assert proposal is not None
    first = proposal.remedies[0].asked[0]
    return i.Agree(
        actor_id="mara",
        loop_id="L3",
        proposal_id=proposal.id,
        remedy=0,
        ask=first.ask,
        person=first.person or "",
    )


BEGINNING = Story(
    name="beginning",
    segments=(
        sends("the coordinator opens App Home", lambda s: i.OpenHome(actor_id="mara")),
        sends("the hiring manager opens App Home", lambda s: i.OpenHome(actor_id="jonas")),
        sends("an interviewer opens App Home", lambda s: i.OpenHome(actor_id="emil")),
        sends("a question", lambda s: i.Asked(actor_id="mara", verb="help")),
        sends("a person is edited", edit_person),
        sends("the opening is edited", edit_opening),
        sends("a new loop", lambda s: new_loop("L1")),
        sends(
            "availability is edited",
            lambda s: i.EditAvailability(actor_id="mara", loop_id="L1", windows=WINDOWS, days_off=()),
        ),
        sends("a plan is looked for again", lambda s: i.FindPlan(actor_id="mara", loop_id="L1")),
        books("the plan is booked"),
    ),
)

CHANGES = Story(
    name="changes",
    after="beginning",
    segments=(
        sends("another time for round 3", about(i.FindMove, 2)),
        books("the move is booked"),
        sends("an interviewer declines", by_panel(i.Decline, 1, reason="On call")),
        sends("it is kept all the same", about(i.KeepAsIs, 1)),
        sends(
            "a replacement is looked for",
            lambda s: i.FindReplacement(actor_id="mara", loop_id="L1", round_id=s.round(2).id, person_id=s.panel(2)[0]),
        ),
        books("the replacement is booked"),
        Segment(name="an interviewer declines in the calendar", aim=soon(2), by_hand=declines_in_calendar(3)),
        Segment(name="an event is moved by hand", aim=soon(2), by_hand=moves_by_hand(3)),
        sends("the calendar is right", about(i.AcceptCalendar, 3)),
        Segment(name="an event is moved by hand again", aim=soon(2), by_hand=moves_by_hand(2)),
        sends("the calendar is put back", about(i.RestoreEvent, 2)),
        Segment(
            name="an event is deleted by hand", aim=soon(2), by_hand=lambda s: s.calendar.delete_by_hand(s.event(1))
        ),
        sends("it is put on the calendar again", about(i.RestoreEvent, 1)),
        Segment(
            name="the candidate declines in the calendar",
            aim=soon(2),
            by_hand=lambda s: s.calendar.answer("l1@mail.example", s.event(0), Rsvp.DECLINED),
        ),
        sends(
            "an interviewer leaves the workspace",
            lambda s: i.NoteUser(actor_id="mara", slack_id=slack_id(s.panel(1)[0])),
            by_hand=leaves(1),
        ),
        sends(
            "nudges are paused",
            lambda s: i.PauseNudges(
                actor_id="mara", loop_id="L1", until=date(2026, 11, 6), reason="The candidate is travelling."
            ),
        ),
        sends(
            "the candidate withdraws",
            lambda s: i.Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason="Took another offer."),
        ),
    ),
)

SLOW = Story(
    name="slow",
    after="beginning",
    segments=(
        before_round(0, 30),
        before_round(0, 15),
        after_round(0),
        sends(
            "a draft",
            lambda s: i.SaveDraft(
                actor_id=s.panel(0)[0],
                loop_id="L1",
                round_id=s.round(0).id,
                fields={"summary": "So far so good"},
                typed_at=s.now,
            ),
        ),
        sends("feedback is snoozed", by_panel(i.SnoozeFeedback, 0)),
        morning("until feedback is owed", days=3),
        morning("until feedback is owed again", days=1),
        morning("until the hiring manager hears", days=1),
        gives(0, 0),
        says(VerdictChoice.TALK, 0),
        morning("until the verdict is owed", days=1),
        says(VerdictChoice.ADVANCE, 0),
        books("new times are booked"),
        of_day(15),
        of_day(18),
        of_day(22),
        of_day(23),
        sends(
            "the hiring manager says no",
            lambda s: i.Decide(actor_id="jonas", loop_id="L1", ending=LoopState.NO, reason="because"),
        ),
    ),
)

NOT_HELD = Story(
    name="not held",
    after="beginning",
    segments=(
        after_round(0),
        sends("it did not happen", by_panel(i.DidNotHappen, 0, reason="The candidate was ill.")),
        books("another time is booked"),
        after_round(0),
        sends("feedback is handed off", by_panel(i.HandOff, 0, to_person_id="otto")),
        gives(0, 0),
        gives(0, 0, summary="On second thoughts: \u201cyes\u201d, & <more>."),
        says(VerdictChoice.STOP, 0),
    ),
)

OFFER = Story(
    name="offer",
    after="beginning",
    segments=(
        before_round(3, 30, by_hand=held(0, 1, 2)),
        after_round(3),
        gives(0, 3),
        gives(1, 3),
        gives(2, 3),
        morning("until the decision is owed", days=3),
        sends(
            "an offer",
            lambda s: i.Decide(actor_id="jonas", loop_id="L1", ending=LoopState.OFFER, reason="because"),
        ),
        sends(
            "an item is ticked",
            lambda s: i.TickItem(actor_id="mara", loop_id="L1", checklist=ChecklistKind.REFERENCES, index=0),
        ),
    ),
)

OUTAGE = Story(
    name="outage",
    after="beginning",
    segments=(
        before_round(0, 30),
        Segment(name="nothing runs for three days", aim=lambda s: s.start(0) + timedelta(days=3), asleep=True),
        gives(0, 0),
    ),
)

UNREACHABLE = Story(
    name="unreachable",
    after="beginning",
    segments=(
        Segment(
            name="an interviewer cannot be reached",
            aim=lambda s: s.start(0) - timedelta(minutes=14),
            by_hand=cannot_be_reached(0),
        ),
    ),
)

AHEAD_OF_TIME = Story(
    name="ahead of time",
    after="beginning",
    segments=(
        sends("a loop of next week", lambda s: new_loop("L2", kickoff=date(2026, 11, 9))),
        books("it is booked", "L2"),
        Segment(name="until the brief", aim=lambda s: datetime(2026, 11, 6, 8, tzinfo=UTC)),
    ),
)

AGREED = Story(
    name="agreed",
    after="beginning",
    segments=(
        sends("a loop whose candidate has little time", lambda s: new_loop("L3", windows=SHORT_AFTERNOONS)),
        sends("what would help is agreed", agrees_to_what_would_help),
        books("the plan that was promised is booked", "L3"),
    ),
)

STORIES = (BEGINNING, CHANGES, SLOW, NOT_HELD, OFFER, OUTAGE, UNREACHABLE, AHEAD_OF_TIME, AGREED)
