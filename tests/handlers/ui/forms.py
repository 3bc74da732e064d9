"""Every form in three sizes: as little as there can be, the usual one, and one made of foreign text; and filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.ui import (
    availability,
    cancel,
    cant,
    decide,
    hand_off,
    move,
    new_loop,
    not_held,
    opening,
    pause,
    person,
    scorecard,
    stop,
)
from handlers.ui.actions import Form, Ref
from handlers.ui.submission import Submission
from models.records.loops import LoopState, RoundState
from models.records.openings import RoundPlan
from models.records.people import DaysOff
from scheduling.views.loops import LoopView, Who
from scheduling.views.team import OpeningView, PersonView
from tests.builders.feedback_views import a_scorecard
from tests.builders.form_views import a_new_loop_form, a_scorecard_form, an_availability
from tests.builders.sizes import foreign
from tests.builders.team_views import a_person, an_opening
from tests.builders.views import BEN, CY, KIM, NOW, a_loop, a_round

View = dict[str, Any]
LOOP = a_loop()
PEOPLE = (BEN, CY, KIM)
POOLS = ("engineer", "pm")


def _person(text: str | None = None, **more: Any) -> View:
    shown = a_person(**more) if text is None else foreign(a_person(**more), text)
    pools = ("engineer",) if text is None else (text[:60] or "x", f"{text[:60]}2")
    listed = PersonView(person=replace(shown, id="ben", zone="Europe/Berlin"), pools=pools, load=3, this_week=1)
    return person.build(listed, pools=POOLS)


def _opening(text: str | None = None, people: tuple[Who, ...] = PEOPLE) -> View:
    view = an_opening() if text is None else _foreign_opening(text)
    return opening.build(view, pools=POOLS, people=people)


def _foreign_opening(text: str) -> OpeningView:
    view = an_opening()
    rounds = tuple(replace(plan, name=text, focus=text) for plan in view.opening.rounds)
    return replace(view, opening=replace(view.opening, title=text, rounds=rounds))


def _loop(text: str) -> LoopView:
    return replace(foreign(LOOP, text), id="loop-1", rounds=tuple(_renamed(n, text) for n in range(4)))


def _renamed(index: int, text: str) -> Any:
    return replace(a_round(index), name=text)


def _crowd(text: str) -> tuple[Who, ...]:
    return tuple(Who(id=f"p{n}", name=text) for n in range(200))


def _amended(text: str) -> View:
    card = replace(a_scorecard().card, summary=text, red_flags=(text, "Never speaks of evaluation"))
    card = replace(card, ratings=tuple(replace(rating, evidence=text) for rating in card.ratings))
    return scorecard.build(a_scorecard_form(previous=card, candidate=text, opening=text, round_name=text))


USUAL: Mapping[Form, Callable[[], View]] = {
    Form.NEW_LOOP: lambda: new_loop.build(a_new_loop_form(), form_id="form-1"),
    Form.AVAILABILITY: lambda: availability.build(an_availability()),
    Form.MOVE: lambda: move.build(LOOP, now=NOW, zone="Europe/Berlin"),
    Form.CANT: lambda: cant.build(LOOP, LOOP.rounds[1]),
    Form.SCORECARD: lambda: scorecard.build(a_scorecard_form()),
    Form.NOT_HELD: lambda: not_held.build(a_scorecard_form()),
    Form.HAND_OFF: lambda: hand_off.build(a_scorecard_form()),
    Form.STOP: lambda: stop.build(LOOP, LOOP.rounds[1]),
    Form.DECIDE: lambda: decide.build(replace(LOOP, state=LoopState.DEBRIEF)),
    Form.CANCEL: lambda: cancel.build(LOOP),
    Form.PAUSE: lambda: pause.build(LOOP, today=NOW.date()),
    Form.PERSON: _person,
    Form.OPENING: _opening,
}
EMPTY: Mapping[Form, Callable[[], View]] = {
    Form.NEW_LOOP: lambda: new_loop.build(
        a_new_loop_form(openings=(("o", "X"),), zones=(), reader_zone="EST"), form_id="form-1"
    ),
    Form.AVAILABILITY: lambda: availability.build(an_availability(windows=(), days_off=())),
    Form.MOVE: lambda: move.build(
        replace(LOOP, rounds=(replace(a_round(0), start=None, end=None, state=RoundState.OPEN),)),
        now=NOW,
        zone="UTC",
    ),
    Form.CANT: lambda: cant.build(LOOP, replace(a_round(), start=None, end=None)),
    Form.SCORECARD: lambda: scorecard.build(a_scorecard_form(competencies=(), red_flags=(), start=None)),
    Form.NOT_HELD: USUAL[Form.NOT_HELD],
    Form.HAND_OFF: lambda: hand_off.build(a_scorecard_form(colleagues=(CY,))),
    Form.STOP: USUAL[Form.STOP],
    Form.DECIDE: lambda: decide.build(LOOP),
    Form.CANCEL: USUAL[Form.CANCEL],
    Form.PAUSE: lambda: pause.build(replace(LOOP, nudges_paused_until=NOW.date()), today=NOW.date()),
    Form.PERSON: lambda: person.build(
        PersonView(person=a_person(days_off=()), pools=(), load=0, this_week=0), pools=()
    ),
    Form.OPENING: lambda: opening.build(an_opening(opening={"rounds": ()}), pools=(), people=()),
}
MONSTROUS: Mapping[Form, Callable[[str], View]] = {
    Form.NEW_LOOP: lambda text: new_loop.build(
        a_new_loop_form(openings=tuple((f"o{n}", text) for n in range(250))), form_id="form-1", name=text
    ),
    Form.AVAILABILITY: lambda text: availability.build(
        an_availability(candidate=text, days_off=tuple(DaysOff(first=NOW.date(), last=NOW.date()) for _ in range(300)))
    ),
    Form.MOVE: lambda text: move.build(_loop(text), now=NOW, zone="Europe/Berlin"),
    Form.CANT: lambda text: cant.build(_loop(text), _renamed(1, text)),
    Form.SCORECARD: _amended,
    Form.NOT_HELD: lambda text: not_held.build(a_scorecard_form(candidate=text, round_name=text)),
    Form.HAND_OFF: lambda text: hand_off.build(a_scorecard_form(candidate=text, colleagues=_crowd(text))),
    Form.STOP: lambda text: stop.build(_loop(text), _renamed(1, text)),
    Form.DECIDE: lambda text: decide.build(replace(_loop(text), state=LoopState.DEBRIEF)),
    Form.CANCEL: lambda text: cancel.build(_loop(text)),
    Form.PAUSE: lambda text: pause.build(_loop(text), today=NOW.date()),
    Form.PERSON: lambda text: _person(text, max_per_day=900),
    Form.OPENING: lambda text: _opening(text, people=_crowd(text)),
}
PARSERS: Mapping[Form, Callable[[Submission], Any]] = {
    Form.NEW_LOOP: new_loop.parse,
    Form.AVAILABILITY: availability.parse,
    Form.MOVE: move.parse,
    Form.CANT: cant.parse,
    Form.SCORECARD: scorecard.parse,
    Form.NOT_HELD: not_held.parse,
    Form.HAND_OFF: hand_off.parse,
    Form.STOP: stop.parse,
    Form.DECIDE: decide.parse,
    Form.CANCEL: cancel.parse,
    Form.PAUSE: pause.parse,
    Form.PERSON: person.parse,
    Form.OPENING: opening.parse,
}


def plans(count: int) -> tuple[RoundPlan, ...]:
    plan = an_opening().opening.rounds[0]
    return tuple(replace(plan, name=f"Round {n}", seats=("pm",) * 3) for n in range(count))


def sent(values: object, **ref: Any) -> Submission:
    return Submission(values=values, ref=Ref(**ref), actor_id="kim", now=NOW)
