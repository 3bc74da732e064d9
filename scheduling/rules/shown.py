"""What a form showed, in a few characters: it goes out with the form and comes back with it, so that whoever fills it in changes
what they saw and nothing that somebody else has written since. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from models.records.openings import Opening
from models.records.people import DaysOff, Hours, Person


def shown_of_person(person: Person, pools: Iterable[str]) -> str:
    limits = (person.max_per_day, person.max_per_week)
    return _mark(*limits, person.days_off, person.paused_until, sorted(pools))


def shown_of_opening(opening: Opening) -> str:
    run_by = (opening.hiring_manager_id, opening.coordinator_id)
    seats = [plan.seats for plan in opening.rounds]
    return _mark(opening.title, *run_by, seats, opening.holds, opening.active)


def shown_of_availability(windows: Sequence[Hours], days_off: Sequence[DaysOff]) -> str:
    return _mark(tuple(windows), tuple(days_off))


def _mark(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
