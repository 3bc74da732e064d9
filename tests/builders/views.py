"""Sample views for tests of everything that is shown: Ana Kovač on day 6, her rounds and panel. Override what matters.

The team: Rhea Okafor (recruiter), Ben Ode and Cy Tan (engineers), Pia Lund (PM), Lee Roy (lead), Kim Ito (coordinator),
Mia Hoffmann (hiring manager). Day 1 is Monday, 2 June 2025; `NOW` is day 6 of the loop at noon UTC.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.records.feedback import ChecklistItem, ChecklistKind
from models.records.loops import LoopState, RoundState
from models.records.openings import RoundKind
from models.records.proposals import ProposalKind, ProposalState
from scheduling.views.forecasts import ForecastView, OutlookView
from scheduling.views.loops import (
    Ball,
    BallKind,
    CalendarNewsView,
    EscalationView,
    LoopNewsView,
    LoopView,
    ObstacleView,
    OptionRoundView,
    OptionView,
    PanelView,
    ProposalView,
    RoundView,
    SeatView,
    Who,
)
from scheduling.views.remedies import AskedView, RemedyView

NOW = datetime(2025, 6, 7, 12, 0, tzinfo=UTC)
KICKOFF = date(2025, 6, 2)

RHEA = Who(id="rhea", name="Rhea Okafor", slack_id="U0RHEA", zone="Europe/London")
BEN = Who(id="ben", name="Ben Ode", slack_id="U0BEN", zone="Europe/Berlin")
CY = Who(id="cy", name="Cy Tan", slack_id="U0CY", zone="Asia/Singapore")
PIA = Who(id="pia", name="Pia Lund", slack_id="U0PIA", zone="Europe/Berlin")
LEE = Who(id="lee", name="Lee Roy", slack_id="U0LEE", zone="America/New_York")
KIM = Who(id="kim", name="Kim Ito", slack_id="U0KIM", zone="Europe/Berlin")
MIA = Who(id="mia", name="Mia Hoffmann", slack_id="U0MIA", zone="Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the sample loop: day 1 is its kickoff; hours are UTC."""
    return datetime(2025, 6, 1, hour, minute, tzinfo=UTC) + timedelta(days=day)


def a_round(
    index: int = 1, *, people: tuple[Who, ...] = (BEN,), start: datetime | None = None, **more: Any
) -> RoundView:
    """Round 2, invited for day 8 at 13:00 UTC, unless said otherwise."""
    kinds = (RoundKind.SCREEN, RoundKind.DEEP_DIVE, RoundKind.HANDS_ON, RoundKind.DESIGN)
    names = ("Recruiter screen", "Technical deep-dive", "Hands-on pairing", "Design + team fit")
    minutes = more.pop("minutes", 60)
    begin = start or at(4 * index + 4, 13)
    round_ = RoundView(
        id=f"round-{index + 1}",
        index=index,
        kind=kinds[index % 4],
        name=names[index % 4],
        minutes=minutes,
        state=RoundState.INVITED,
        start=begin,
        end=begin + timedelta(minutes=minutes),
        seats=tuple(SeatView(who=person, pool="engineer") for person in people),
    )
    return replace(round_, **more)


def four_rounds() -> tuple[RoundView, ...]:
    """Round 1 passed, round 2 to come, 3 and 4 held."""
    return (
        a_round(0, people=(RHEA,), start=at(2, 9), state=RoundState.ADVANCED, minutes=30),
        a_round(1, people=(BEN,)),
        a_round(2, people=(CY,), state=RoundState.HELD, minutes=120),
        a_round(3, people=(PIA, LEE, RHEA), state=RoundState.HELD),
    )


def a_loop(**more: Any) -> LoopView:
    """Ana Kovač's loop on day 6, waiting for round 2, as its coordinator sees it."""
    loop = LoopView(
        id="loop-1",
        candidate="Ana Kovač",
        opening="Senior AI Engineer: Search",
        state=LoopState.RUNNING,
        day=6,
        deadline=date(2025, 6, 22),
        kickoff=KICKOFF,
        zone="Europe/Zagreb",
        rounds=four_rounds(),
        ball=Ball(kind=BallKind.INTERVIEW, people=(BEN,), since=at(8, 13), round_index=1),
        forecast=ForecastView(day=16, on=date(2025, 6, 17), decided_by="Design + team fit", late=False),
        coordinator=KIM,
        hiring_manager=MIA,
        resume="https://files.example.com/ana.pdf",
        may=frozenset({"move", "swap", "cancel", "edit", "pause"}),
    )
    return replace(loop, **more)


def a_panel(**more: Any) -> PanelView:
    """Round 2 for Ben Ode, who sits there alone."""
    round_ = a_round(focus="A production LLM system that they shipped.", meet_link="https://meet.example.com/abc")
    panel = PanelView(
        loop_id="loop-1",
        candidate="Ana Kovač",
        opening="Senior AI Engineer: Search",
        resume="https://files.example.com/ana.pdf",
        round=round_,
        reader=BEN,
        panel=(BEN,),
        questions=("When do you fine-tune, when do you retrieve?", "Your recall stands at 78 %. Why not 95 %?"),
        red_flags=("Never speaks of evaluation",),
        hiring_manager=MIA,
    )
    return replace(panel, **more)


def an_option(number: int = 0, order: str = "balanced", **more: Any) -> OptionView:
    """Four rounds that end on day 9."""
    rounds = tuple(
        OptionRoundView(
            index=round_.index,
            name=round_.name,
            start=at(2 * round_.index + 3, 9),
            minutes=round_.minutes,
            people=tuple(seat.who for seat in round_.seats),
            kept=False,
        )
        for round_ in four_rounds()
    )
    option = OptionView(number=number, order=order, rounds=rounds, end_day=9, load=3, load_sum=7, out_of_core=0)
    return replace(option, **more)


def a_proposal(**more: Any) -> ProposalView:
    """Three options for a new loop."""
    options = (
        an_option(),
        an_option(1, "earliest", end_day=8, load=5, load_sum=9),
        an_option(2, "fairest", end_day=12, load=1, load_sum=2),
    )
    rounds = tuple(replace(round_, state=RoundState.OPEN, start=None, end=None) for round_ in four_rounds())
    ball = Ball(kind=BallKind.CHOICE, people=(KIM,))
    may = frozenset({"plan", "edit", "cancel", "pause"})
    proposal = ProposalView(
        id="proposal-1",
        kind=ProposalKind.LOOP,
        state=ProposalState.OPEN,
        loop=a_loop(state=LoopState.PROPOSED, rounds=rounds, ball=ball, forecast=None, may=may),
        options=options,
        obstacles=(),
    )
    return replace(proposal, **more)


def an_obstacle(blocker: str = "busy", **more: Any) -> ObstacleView:
    obstacle = ObstacleView(
        round_index=1, round_name="Technical deep-dive", blocker=blocker, people=(BEN, CY), pool="engineer"
    )
    return replace(obstacle, **more)


def an_outlook(**more: Any) -> OutlookView:
    outlook = OutlookView(likely=at(17, 0).date(), latest=at(21, 0).date(), hangs_on="feedback on Hands-on pairing")
    return replace(outlook, **more)


def a_remedy(*asks: str, end_day: int = 19) -> RemedyView:
    """What Ben or the candidate can be asked for, all of it together; round 3 could be on day 7 then."""
    asked = tuple(
        AskedView(
            ask=ask,
            round_index=2,
            round_name="Hands-on pairing",
            start=at(7, 13),
            person=None if ask == "gap" or ask.startswith("candidate_") else BEN,
            weekdays=(0, 2) if ask in ("earlier", "later", "candidate_earlier", "candidate_later") else (),
            day=at(8, 0).date() if ask == "candidate_day" else None,
            busy=(at(7, 13), at(7, 14)) if ask == "meeting" else None,
            pool="peer" if ask == "admit" else None,
        )
        for ask in asks
    )
    return RemedyView(asked=asked, end_day=end_day)


def calendar_news(**more: Any) -> CalendarNewsView:
    """Ben Ode declined round 2."""
    return replace(CalendarNewsView(loop=a_loop(), round=a_round(), who=BEN, reason="On a train that day."), **more)


def loop_news(**more: Any) -> LoopNewsView:
    return replace(LoopNewsView(loop=a_loop(), reader=KIM), **more)


def late_news(**more: Any) -> LoopNewsView:
    forecast = ForecastView(day=24, on=date(2025, 6, 25), decided_by="feedback on Technical deep-dive", late=True)
    return loop_news(loop=a_loop(forecast=forecast), **more)


def an_offer(**more: Any) -> LoopNewsView:
    """Ended with an offer on day 17; the checklists with one item done."""
    loop = a_loop(state=LoopState.OFFER, day=17, end_reason="Strong on production.", forecast=None, may=frozenset())
    ball = Ball(kind=BallKind.NOTHING)
    items = tuple(
        ChecklistItem(loop_id="loop-1", kind=kind, index=n, text=f"Item {n + 1}", done_by="kim" if n == 0 else None)
        for kind in ChecklistKind
        for n in range(3)
    )
    return loop_news(**{"loop": replace(loop, ball=ball), "checklists": items, **more})


def an_escalation(**more: Any) -> EscalationView:
    round_ = a_round(state=RoundState.FEEDBACK)
    return replace(EscalationView(loop=a_loop(), round=round_, missing=(BEN,)), **more)
