"""Sample views of the team: what waits for Kim, people, openings. Override what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from models.records.openings import Opening, RoundPlan
from models.records.people import DaysOff, Hours, Person
from scheduling.views.loops import Ball, BallKind
from scheduling.views.team import (
    MyInterview,
    OpeningsView,
    OpeningView,
    OwedFeedback,
    PeopleView,
    PersonView,
    WorklistView,
)
from tests.builders.views import BEN, KIM, MIA, NOW, a_loop, at, four_rounds, late_news


def a_worklist(**more: Any) -> WorklistView:
    """Kim's day: one scorecard owed, one interview, one loop waiting, one in danger."""
    waiting = a_loop(
        id="loop-2", candidate="Omar Haddad", ball=Ball(kind=BallKind.NEW_TIME, people=(KIM,), round_index=2)
    )
    danger = late_news().loop
    interview = MyInterview(
        loop_id="loop-1",
        round_id="round-2",
        candidate="Ana Kovač",
        opening="Senior AI Engineer: Search",
        round_name="Technical deep-dive",
        start=at(8, 13),
        end=at(8, 14),
        hold=False,
        meet_link="https://meet.example.com/abc",
    )
    owed = OwedFeedback(
        loop_id="loop-3",
        round_id="round-9",
        candidate="Yuki Mori",
        opening="Senior AI Engineer: Search",
        round_name="Recruiter screen",
        since=at(5, 10),
        has_draft=True,
    )
    worklist = WorklistView(
        reader=KIM,
        interviews=(interview,),
        owed=(owed,),
        my_ball=(waiting,),
        in_danger=(danger,),
        loops=(waiting, danger, a_loop(id="loop-4", candidate="Noor Aziz")),
        may_start=True,
        today=NOW.date(),
    )
    return replace(worklist, **more)


def a_person(name: str = "Ben Ode", **more: Any) -> Person:
    hours = tuple(Hours(weekday=day, start=9 * 60, end=17 * 60) for day in range(5))
    person = Person(
        id=name.split()[0].lower(),
        email=f"{name.split()[0].lower()}@example.com",
        name=name,
        zone="Europe/Berlin",
        work=hours,
        core=hours,
        max_per_day=2,
        max_per_week=5,
        days_off=(DaysOff(first=date(2025, 6, 12), last=date(2025, 6, 13)),),
    )
    return replace(person, **more)


def people_view(**more: Any) -> PeopleView:
    listed = PersonView(person=a_person(), pools=("engineer", "pair"), load=3, this_week=1)
    return replace(PeopleView(people=(listed,), pools=("engineer", "pair", "pm"), may_edit=True), **more)


def an_opening(**more: Any) -> OpeningView:
    rounds = tuple(
        RoundPlan(kind=r.kind, name=r.name, minutes=r.minutes, seats=tuple(s.pool for s in r.seats))
        for r in four_rounds()
    )
    opening = Opening(
        id="opening-1",
        key="search",
        title="Senior AI Engineer: Search",
        hiring_manager_id="mia",
        coordinator_id="kim",
        rounds=rounds,
    )
    fields = {"hiring_manager": MIA, "coordinator": KIM, "live_loops": 2, "may_edit": True, **more}
    return OpeningView(opening=replace(opening, **fields.pop("opening", {})), **fields)


def openings_view(**more: Any) -> OpeningsView:
    return replace(OpeningsView(openings=(an_opening(),), pools=("engineer", "pm"), people=(KIM, MIA, BEN)), **more)
