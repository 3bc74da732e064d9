"""Views of people and openings, and what the form for a new loop offers."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from models.records.loops import SlotClaim
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.queries.facts import team_roles
from scheduling.queries.loops import everyone, who
from scheduling.rules.access import Action, Resource, any_authorized
from scheduling.rules.business_time import local_date
from scheduling.rules.shown import shown_of_opening, shown_of_person
from scheduling.views.team import NewLoopFormView, OpeningsView, OpeningView, PeopleView, PersonView

LOAD_WINDOW = timedelta(weeks=4)
"""Load is the number of interviews of the last four weeks and of all that are to come."""


def people_view(tx: Transaction, reader: Person, now: datetime) -> PeopleView:
    """Active people with pools and load, by name."""
    load = tx.slots.interviews_per_person(now - LOAD_WINDOW)
    monday = now - timedelta(days=now.weekday(), hours=now.hour, minutes=now.minute)
    week = {person: len({c.round_id for c in claims}) for person, claims in _claims_of_week(tx, monday).items()}
    pools: dict[str, list[str]] = {}
    for member in tx.pools.all():
        pools.setdefault(member.person_id, []).append(member.pool)
    people = sorted((p for p in tx.people.all() if p.active), key=lambda p: (p.name, p.id))
    return PeopleView(
        people=tuple(
            PersonView(
                person=p,
                pools=tuple(sorted(pools.get(p.id, ()))),
                load=load.get(p.id, 0),
                this_week=week.get(p.id, 0),
                seen=shown_of_person(p, pools.get(p.id, ())),
            )
            for p in people
        ),
        pools=tuple(tx.pools.names()),
        may_edit=any_authorized(team_roles(tx, reader), Resource.TEAM, Action.MANAGE),
    )


def _claims_of_week(tx: Transaction, monday: datetime) -> dict[str, list[SlotClaim]]:
    return tx.slots.booked([p.id for p in tx.people.all()], monday, monday + timedelta(days=7))


def openings_view(tx: Transaction, reader: Person) -> OpeningsView:
    """Openings, active ones first, by title."""
    live = Counter(loop.opening_id for loop in tx.loops.live())
    people = {p.id: p for p in tx.people.all()}
    openings = sorted(tx.openings.all(), key=lambda o: (not o.active, o.title, o.id))
    return OpeningsView(
        openings=tuple(
            OpeningView(
                opening=o,
                hiring_manager=who(people[o.hiring_manager_id]),
                coordinator=who(people[o.coordinator_id]),
                live_loops=live[o.id],
                may_edit=any_authorized(team_roles(tx, reader, o.id), Resource.TEAM, Action.MANAGE),
                seen=shown_of_opening(o),
            )
            for o in openings
        ),
        pools=tuple(tx.pools.names()),
        people=everyone(sorted((p for p in people.values() if p.active), key=lambda p: p.name)),
    )


def new_loop_form(tx: Transaction, reader: Person, now: datetime) -> NewLoopFormView:
    """The openings for which the reader may start a loop, and the team's zones."""
    zones = Counter(p.zone for p in tx.people.all() if p.active)
    allowed = [
        o
        for o in sorted(tx.openings.all(), key=lambda o: (o.title, o.id))
        if o.active and any_authorized(team_roles(tx, reader, o.id), Resource.STAGE, Action.MANAGE)
    ]
    return NewLoopFormView(
        openings=tuple((o.id, o.title) for o in allowed),
        zones=tuple(zone for zone, _ in zones.most_common()),
        first_day=local_date(now, reader.zone),
        reader_zone=reader.zone,
    )
