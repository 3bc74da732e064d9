"""Reads what a planning job needs: in one transaction what we know, and then what the calendars say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.records.loops import Round
from models.records.openings import Opening
from models.repositories.loops import QUARTER, moment
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.google.codec import event_id
from scheduling.outbox.settlement import Outside
from scheduling.ports import BusyTimes, StoredEvent
from scheduling.queries.facts import LoopFacts
from scheduling.queries.team import LOAD_WINDOW
from scheduling.rules.planning_input import Booked, Situation, horizon, without_events

MOVE_NOTICE = timedelta(hours=4)
"""A round that is moved or filled anew keeps at least this much notice; a new loop keeps the opening's."""


def read_situation(
    tx: Transaction,
    facts: LoopFacts,
    *,
    loose: Iterable[int],
    now: datetime,
    notice: timedelta,
    excluded: Iterable[str] = (),
    only: Iterable[str] | None = None,
) -> Situation:
    """With `only` these people and whoever sits in the loop, for who is to be looked at and not chosen among."""
    start, end = horizon(facts.loop, now)
    seated = (seat.person_id for seats in facts.seats.values() for seat in seats)
    people = {p.id: p for p in tx.people.all()} if only is None else tx.people.by_ids({*only, *seated})
    candidate = facts.loop.candidate.email.lower()
    colleagues = {p.id for p in people.values() if p.email.lower() == candidate}
    return Situation(
        loop=facts.loop,
        opening=facts.opening,
        rounds=facts.rounds,
        seats={r.id: [s.person_id for s in facts.seats[r.id]] for r in facts.rounds},
        people=people,
        pools=_pools(tx, facts.opening, facts.rounds),
        booked=booked(tx, people, start, end),
        load=tx.slots.interviews_per_person(now - LOAD_WINDOW),
        holidays=facts.holidays,
        loose=frozenset(loose),
        now=now,
        notice=notice,
        excluded=facts.loop.excluded | frozenset(excluded) | colleagues,
    )


def read_busy(
    outside: Outside, facts: LoopFacts, at: Circumstances, *, emails: Iterable[str], start: datetime, end: datetime
) -> BusyTimes:
    """Free/busy; after a backup was put back without the interviews of this loop: whoever was booked meanwhile is booked
    again, and is not kept from it by the event that stands there."""
    busy = outside.calendar.busy(emails=sorted({email.lower() for email in emails}), start=start, end=end)
    return busy if at.unknown_since is None else without_events(busy, _own_events(outside, facts, at))


def _own_events(outside: Outside, facts: LoopFacts, at: Circumstances) -> list[StoredEvent]:
    """Whether we know of them or not: their ids follow from the loop's."""
    ids = [
        r.event_id or event_id(facts.loop.id, r.index, generation=r.generation, secret=at.secret) for r in facts.rounds
    ]
    return [event for event in map(outside.calendar.get, ids) if event is not None]


def booked(tx: Transaction, people: Iterable[str], start: datetime, end: datetime) -> list[Booked]:
    """Interviews that people have with us in a stretch of time, put together from their quarters."""
    found = []
    for person_id, claims in sorted(tx.slots.booked(people, start, end).items()):
        by_round: dict[str, list[int]] = {}
        for claim in claims:
            by_round.setdefault(claim.round_id, []).append(claim.slot)
        for round_id, slots in by_round.items():
            begins, ends = moment(min(slots)), moment(max(slots)) + QUARTER
            found.append(Booked(person_id=person_id, round_id=round_id, start=begins, end=ends))
    return found


def _pools(tx: Transaction, opening: Opening, rounds: Sequence[Round]) -> dict[str, Sequence[str]]:
    return {pool: tx.pools.members(pool) for r in rounds for pool in r.pools}
