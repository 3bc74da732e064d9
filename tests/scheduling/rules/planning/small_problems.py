"""Made-up problems: tiny ones that brute force can finish, and team-sized ones. The same random source, the same problem."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from scheduling.rules.planning import Candidate, Interviewer, PlannedRound, Problem, RoundSpec

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Los_Angeles",
)
FIRST_DAYS = (
    date(2026, 3, 5),  # New York changes its clocks on the 8th
    date(2026, 3, 26),  # Berlin on the 29th
    date(2026, 4, 2),  # Lord Howe, by half an hour, on the 5th
    date(2026, 6, 1),
    date(2026, 10, 22),  # Berlin on the 25th
    date(2026, 10, 29),  # New York on the 1st
)
POOLS = ("recruiter", "tech", "peer")


def tiny_problem(rng: Random) -> Problem:
    """At most three rounds and five people with a handful of possible starts, every rule in play."""
    zone, day, days = rng.choice(ZONES), rng.choice(FIRST_DAYS), rng.randint(4, 9)
    start = _horizon_start(rng, zone, day)
    near = rng.choice([zone, zone, rng.choice(ZONES)])
    hours = [(day + timedelta(days=n), rng.randrange(540, 960, 15)) for n in rng.sample(range(days), min(days, 6))]
    names = [f"p{n}" for n in range(rng.randint(3, 6))]
    rng.shuffle(names)
    people = {name: _tiny_person(rng, name, rng.choice([near, near, zone]), start, days, hours) for name in names}
    rounds = tuple(
        RoundSpec(
            name=f"round {n}",
            duration_min=rng.choice([30, 45, 50, 60]),
            seats=tuple(rng.choice(POOLS) for _ in range(rng.choice([1, 1, 1, 2]))),
        )
        for n in range(rng.randint(1, 3))
    )
    windows = [_around(start, zone, when, wall, before=0, after=rng.choice([45, 60, 75])) for when, wall in hours]
    return Problem(
        horizon_start=start,
        days=days,
        rounds=rounds,
        pools={pool: tuple(name for name in names if rng.random() < 0.85) for pool in POOLS},
        interviewers=people,
        candidate=Candidate(id="c", tz=zone, windows=tuple(windows)),
        holidays=frozenset({day + timedelta(days=rng.randrange(days))} if rng.random() < 0.2 else ()),
        gap_bdays=tuple(rng.choice([0, 0, 1, 1, 2]) for _ in rounds[1:]),
        notice_min=rng.choice([0, 0, 600, 1440]),
        target_days=rng.choice([2, 4, 21]),
        fixed=_some_fixed(rng, rounds, names, days),
        excluded=frozenset(name for name in names if rng.random() < 0.07),
        in_order=rng.random() < 0.7,
    )


def team_problem(rng: Random, *, people: int = 14, days: int = 12, free: float = 0.55, share: float = 0.6) -> Problem:
    """Four rounds and overlapping pools, `share` of the team in each; `free` is the share of time that is not busy."""
    zone, day = rng.choice(ZONES), rng.choice(FIRST_DAYS)
    start = _horizon_start(rng, zone, day)
    team = [
        _team_person(rng, f"p{n:03d}", rng.choice([zone, zone, rng.choice(ZONES)]), start, days, free)
        for n in range(people)
    ]
    names = [person.id for person in team]
    seats = (
        ("recruiter",),
        ("tech",) * rng.choice([1, 2]),
        ("tech",),
        ("peer", "recruiter", "peer")[: rng.randint(1, 3)],
    )
    open_days = [day + timedelta(days=n) for n in range(days) if rng.random() < 0.8]
    return Problem(
        horizon_start=start,
        days=days,
        rounds=tuple(
            RoundSpec(name=f"round {k}", duration_min=minutes, seats=pools)
            for k, (minutes, pools) in enumerate(zip((30, 60, 120, 60), seats, strict=True))
        ),
        pools={pool: tuple(name for name in names if rng.random() < share) for pool in POOLS},
        interviewers={person.id: person for person in team},
        candidate=Candidate(
            id="c", tz=zone, windows=tuple(_around(start, zone, when, 540, before=60, after=540) for when in open_days)
        ),
        holidays=frozenset({day + timedelta(days=rng.randrange(days))} if rng.random() < 0.2 else ()),
        gap_bdays=(1, rng.choice([1, 2]), 1),
        notice_min=rng.choice([0, 1440]),
        target_days=rng.choice([7, 21]),
    )


def _horizon_start(rng: Random, zone: str, day: date) -> datetime:
    """A UTC midnight, or the candidate's own, as the product has it."""
    if rng.random() < 0.5:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def _around(start: datetime, zone: str, day: date, wall: int, *, before: int, after: int) -> tuple[int, int]:
    at = datetime(day.year, day.month, day.day, wall // 60, wall % 60, tzinfo=ZoneInfo(zone))
    minute = (at.astimezone(UTC) - start.astimezone(UTC)) // timedelta(minutes=1)
    return minute - before, minute + after


def _tiny_person(
    rng: Random, name: str, zone: str, start: datetime, days: int, hours: list[tuple[date, int]]
) -> Interviewer:
    end = days * 1440
    busy = []
    for when, wall in hours:
        if rng.random() < 0.5:
            opens, closes = _around(start, zone, when, wall, before=0, after=60)
            cut = rng.randint(opens, closes)
            busy.append(rng.choice([(opens, cut), (cut, closes), (opens - 60, closes)]))
    return Interviewer(
        id=name,
        tz=zone,
        work=tuple((dow, rng.choice([480, 540, 600]), rng.choice([960, 1020, 1080])) for dow in range(7)),
        core=tuple((dow, rng.choice([480, 600, 660]), rng.choice([780, 840, 960])) for dow in range(5)),
        busy=tuple(busy),
        booked=tuple(rng.randrange(-2000, end) for _ in range(rng.choice([0, 0, 1, 2]))),
        load=rng.choice([0, 1, 1, 5]),
        max_per_day=rng.choice([1, 2]),
        max_per_week=rng.choice([1, 2, 3]),
        days_off=frozenset({rng.choice(hours)[0]} if rng.random() < 0.15 else ()),
        unknown=rng.random() < 0.05,
    )


def _team_person(rng: Random, name: str, zone: str, start: datetime, days: int, free: float) -> Interviewer:
    opens = rng.choice([480, 540, 600])
    busy, booked = [], []
    for minute in range(0, days * 1440, 60):
        if rng.random() > free:
            busy.append((minute + rng.choice([0, 5, 15, 30]), minute + rng.choice([45, 60, 60, 90])))
            if rng.random() < 0.02:
                booked.append(busy[-1][0])
    return Interviewer(
        id=name,
        tz=zone,
        work=tuple((dow, opens, opens + 510) for dow in range(5)),
        core=tuple((dow, 600, 960) for dow in range(5)),
        busy=tuple(busy),
        booked=tuple(booked),
        load=rng.choice([rng.randrange(4), rng.randrange(40)]),
        max_per_day=rng.choice([1, 2]),
        max_per_week=rng.choice([1, 3, 5]),
        unknown=rng.random() < 0.05,
    )


def _some_fixed(
    rng: Random, rounds: tuple[RoundSpec, ...], names: list[str], days: int
) -> tuple[PlannedRound | None, ...]:
    """Mostly none; else rounds held anywhere, by anyone, also by somebody who has left or off the grid."""
    if rng.random() < 0.7:
        return ()
    who = [*names, "gone"]
    return tuple(
        PlannedRound(start=rng.randrange(-500, days * 1440, 5), people=tuple(rng.choice(who) for _ in spec.seats))
        if rng.random() < 0.4
        else None
        for spec in rounds
    )
