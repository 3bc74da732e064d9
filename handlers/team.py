"""Listeners about the people and openings of the team."""

from __future__ import annotations

from handlers.presenters import openings, people
from handlers.reading import with_view
from handlers.turn import Turn
from handlers.ui import opening, person
from scheduling.outcomes import Refusal, Refused
from scheduling.views.team import OpeningsView, PeopleView


def _show_people(turn: Turn, view: PeopleView) -> None:
    turn.answer(people(view, turn.core.now(), page=max(turn.ref.n, 0)), title="People")


def _show_openings(turn: Turn, view: OpeningsView) -> None:
    turn.answer(openings(view, turn.core.now(), page=max(turn.ref.n, 0)), title="Openings")


def _open_person(turn: Turn, view: PeopleView) -> None:
    found = next((shown for shown in view.people if shown.person.id == turn.ref.person), None)
    if found is None:
        turn.refuse(Refused(why=Refusal.UNKNOWN_PERSON))
    else:
        turn.show(person.build(found, pools=view.pools))


def _open_opening(turn: Turn, view: OpeningsView) -> None:
    found = next((shown for shown in view.openings if shown.opening.id == turn.ref.opening), None)
    if found is None:
        turn.refuse(Refused(why=Refusal.UNKNOWN_OPENING))
    else:
        turn.show(opening.build(found, pools=view.pools, people=view.people))


show_people = with_view(lambda turn: turn.core.people(turn.reader), _show_people)
show_openings = with_view(lambda turn: turn.core.openings(turn.reader), _show_openings)
edit_person = with_view(lambda turn: turn.core.people(turn.reader), _open_person)
edit_opening = with_view(lambda turn: turn.core.openings(turn.reader), _open_opening)
