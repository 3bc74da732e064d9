"""Turns people, calendars and a candidate's weekly availability into the planner's problem. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from models.records.loops import Loop, Round, RoundState
from models.records.openings import Opening
from models.records.people import DaysOff, Hours, Person
from scheduling.ports import BusyTimes, EventStatus, Interval, StoredEvent
from scheduling.rules.agreed import admitted, with_agreed
from scheduling.rules.business_time import at, local_date
from scheduling.rules.lifecycle import ON_CALENDAR
from scheduling.rules.planning import Candidate, Interviewer, PlannedRound, Problem, RoundSpec

HORIZON_DAYS = 35
"""Far enough past day 21 to say how late a loop would be, and within what free/busy answers at once."""

AHEAD_DAYS = 28
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """An interview of ours that a person already has: its stretch and the round it belongs to."""

    person_id: str
    round_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a plan depends on, read at one moment. `loose` are the indices of the rounds to be planned; the others
    stay as they are. Nothing is planned over the moment `avoid`."""

    loop: Loop
    opening: Opening
    rounds: Sequence[Round]
    seats: Mapping[str, Sequence[str]]
    people: Mapping[str, Person]
    pools: Mapping[str, Sequence[str]]
    booked: Sequence[Booked]
    load: Mapping[str, int]
    holidays: frozenset[date]
    loose: frozenset[int]
    now: datetime
    notice: timedelta
    excluded: frozenset[str] = frozenset()
    avoid: datetime | None = None


def horizon(loop: Loop, now: datetime) -> tuple[datetime, datetime]:
    """The stretch that is planned: from the kickoff's local midnight, at least to 28 days from now."""
    start = at(loop.kickoff, time(0), loop.zone)
    passed = max(0, (local_date(now, loop.zone) - loop.kickoff).days)
    days = max(HORIZON_DAYS, passed + AHEAD_DAYS)
    return start, start + timedelta(days=days)


def loose_rounds(rounds: Sequence[Round], *, from_index: int, rest: bool) -> list[int]:
    """The round to be moved; with `rest`, those after it that still lie ahead as well. A round without a time is always
    among them: it has to be planned with its neighbours."""
    ahead = (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)
    later = [r.index for r in rounds if r.index > from_index and r.state in ahead]
    timeless = [r.index for r in rounds if r.index in later and r.start is None]
    return sorted({from_index, *(later if rest else timeless)})


def candidates_for(situation: Situation) -> list[Person]:
    """Active people in the pools of the loose rounds, and whoever agreed to sit for one: those whose free/busy has to be
    read."""
    pools = {pool for index in situation.loose for pool in situation.rounds[index].pools}
    members = {person for pool in pools for person in situation.pools.get(pool, ())}
    ids = (members | admitted(situation.loop.agreed, situation.loose)) & situation.people.keys() - situation.excluded
    return sorted((situation.people[i] for i in ids if situation.people[i].active), key=lambda p: p.id)


def problem(situation: Situation, busy: BusyTimes) -> Problem:
    """The planner's problem. Own events of loose rounds do not count as busy: they are what is being moved."""
    start, end = horizon(situation.loop, situation.now)
    asked = {person.id for person in candidates_for(situation)}
    seated = {p for r in situation.rounds for p in situation.seats.get(r.id, ())}
    people = {p: situation.people[p] for p in asked | seated}
    earliest = max(situation.now + situation.notice, start)
    usual = Problem(
        horizon_start=start,
        days=(end - start).days,
        rounds=tuple(RoundSpec(name=r.name, duration_min=r.minutes, seats=r.pools) for r in situation.rounds),
        pools={
            pool: tuple(p for p in situation.pools.get(pool, ()) if p in people)
            for r in situation.rounds
            for pool in r.pools
        },
        interviewers={p.id: _interviewer(p, situation, busy, start, end) for p in people.values()},
        candidate=_candidate(situation.loop, start, (end - start).days, situation.avoid),
        holidays=situation.holidays,
        gap_bdays=tuple(r.gap_bdays for r in situation.rounds[1:]),
        notice_min=-((start - earliest) // MINUTE),
        fixed=tuple(_fixed(r, situation, start) for r in situation.rounds),
        excluded=situation.excluded,
    )
    return with_agreed(usual, situation.loop.agreed)


def present(situation: Situation) -> tuple[PlannedRound | None, ...]:
    """The loop as it stands, a round each; None for one without a time."""
    start, _ = horizon(situation.loop, situation.now)
    return tuple(_fixed(r, replace(situation, loose=frozenset()), start) for r in situation.rounds)


def no_longer_fitting(before: Loop, after: Loop, rounds: Sequence[Round], now: datetime) -> tuple[Round, ...]:
    """The rounds ahead whose time lay within the candidate's windows and no longer does."""
    start, end = horizon(after, now)
    old, new = (_candidate(loop, start, (end - start).days, None).windows for loop in (before, after))
    return tuple(
        r for r in rounds if r.start and r.start > now and _inside(old, r, start) and not _inside(new, r, start)
    )


def _inside(windows: Sequence[tuple[int, int]], round_: Round, start: datetime) -> bool:
    assert round_.start is not None
    begins = (round_.start - start) // MINUTE
    return any(opens <= begins and begins + round_.minutes <= closes for opens, closes in windows)


def _fixed(round_: Round, situation: Situation, start: datetime) -> PlannedRound | None:
    if round_.index in situation.loose or round_.start is None:
        return None
    return PlannedRound(start=(round_.start - start) // MINUTE, people=tuple(situation.seats.get(round_.id, ())))


def _candidate(loop: Loop, start: datetime, days: int, avoid: datetime | None) -> Candidate:
    """Weekly windows laid over the horizon in the candidate's wall time, without their days off; the one that holds the
    moment to avoid is cut there, so that no interview lies over it, also if the day began earlier or ended later: a piece
    may be empty."""
    windows = []
    for offset in range(days):
        day = loop.kickoff + timedelta(days=offset)
        if any(day in off for off in loop.candidate.days_off):
            continue
        for hours in loop.candidate.windows:
            if hours.weekday == day.weekday():
                windows.append(_stretch(day, hours, loop.candidate.zone, start))
    if avoid is not None:
        cut = (avoid - start) // MINUTE
        parts = [((a, cut), (cut + 1, b)) if a <= cut < b else ((a, b),) for a, b in windows]
        windows = [(a, b) for pieces in parts for a, b in pieces if a <= b]
    return Candidate(id=loop.id, tz=loop.candidate.zone, windows=tuple(sorted(windows)))


def _stretch(day: date, hours: Hours, zone: str, start: datetime) -> tuple[int, int]:
    opens = at(day, _wall(hours.start), zone)
    closes = at(day + timedelta(days=hours.end // 1440), _wall(hours.end % 1440), zone)
    return (opens - start) // MINUTE, (closes - start) // MINUTE


def _wall(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _interviewer(person: Person, s: Situation, busy: BusyTimes, start: datetime, end: datetime) -> Interviewer:
    moving = {s.rounds[index].id for index in s.loose}
    own = [b for b in s.booked if b.person_id == person.id]
    events = {s.rounds[index].id for index in s.loose if s.rounds[index].state in ON_CALENDAR}
    loose = [Interval(start=b.start, end=b.end) for b in own if b.round_id in events]
    known = busy.busy.get(person.email.lower(), ())
    stays = [Interval(start=b.start, end=b.end) for b in own if b.round_id not in moving]
    taken = [*_without(known, loose), *stays]
    return Interviewer(
        id=person.id,
        tz=person.zone,
        work=tuple((h.weekday, h.start, h.end) for h in person.work),
        core=tuple((h.weekday, h.start, h.end) for h in person.core),
        busy=tuple(((i.start - start) // MINUTE, -((start - i.end) // MINUTE)) for i in taken),
        booked=tuple((b.start - start) // MINUTE for b in own if b.round_id not in moving),
        load=s.load.get(person.id, 0),
        max_per_day=person.max_per_day,
        max_per_week=person.max_per_week,
        days_off=_days_off(person, s, start, end),
        unknown=person.email.lower() in busy.unknown or person.email.lower() not in busy.busy,
    )


def _without(busy: Sequence[Interval], own: Sequence[Interval]) -> list[Interval]:
    """`busy` less the stretches of own events."""
    rest = list(busy)
    for hole in own:
        cut = []
        for i in rest:
            if hole.end <= i.start or i.end <= hole.start:
                cut.append(i)
                continue
            if i.start < hole.start:
                cut.append(Interval(start=i.start, end=hole.start))
            if hole.end < i.end:
                cut.append(Interval(start=hole.end, end=i.end))
        rest = cut
    return rest


def without_events(busy: BusyTimes, events: Iterable[StoredEvent]) -> BusyTimes:
    """Free/busy less the stretches in which these events take their guests' time. What lies over one of them is not told
    apart from it."""
    taken: dict[str, list[Interval]] = {}
    for event in events:
        if event.start is not None and event.end is not None and event.status is not EventStatus.CANCELLED:
            for email in event.rsvps:
                taken.setdefault(email.lower(), []).append(Interval(start=event.start, end=event.end))
    return replace(busy, busy={email: tuple(_without(its, taken.get(email, ()))) for email, its in busy.busy.items()})


def _days_off(person: Person, s: Situation, start: datetime, end: datetime) -> frozenset[date]:
    """Days off, company holidays, and every day of a pause."""
    spans = list(person.days_off)
    first, last = start.date() - timedelta(days=1), end.date() + timedelta(days=1)
    if person.paused_until is not None:
        spans.append(DaysOff(first=first, last=person.paused_until))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if day in s.holidays or any(day in span for span in spans))


def still_free(person: Person, busy: BusyTimes, start: datetime, end: datetime, own: Sequence[Booked]) -> bool:
    """Whether free/busy, read again, still has the person free; unknown is not free."""
    email = person.email.lower()
    if email in busy.unknown or email not in busy.busy:
        return False
    moving = [Interval(start=b.start, end=b.end) for b in own if b.person_id == person.id]
    return all(i.end <= start or end <= i.start for i in _without(busy.busy[email], moving))
