"""Loops to plan, as JSON in the format `lpp/1`: made up from a seed, and read into the planner's own values.

Times are minutes since `horizon_start` (UTC midnight); work, core and caps are in each person's wall time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.rules.planning import Candidate, Interviewer, Problem, RoundSpec

Json = dict[str, Any]

MINUTE = timedelta(minutes=1)
OFFICES = (
    ("Europe/Berlin", "Europe/Berlin", "Europe/Lisbon", "Europe/London"),
    ("America/New_York", "America/Toronto", "America/Los_Angeles"),
    ("Europe/Berlin", "America/New_York", "Asia/Kolkata"),
)
FIRST_DAYS = ("2026-01-12", "2026-03-02", "2026-03-23", "2026-06-08", "2026-10-19")
"""Mondays; three of them have a change of the clocks within three weeks."""
BUSY = {"light": 0.25, "usual": 0.5, "heavy": 0.75}
"""The share of working time that meetings take."""
SHARES = {"recruiter": 0.08, "pm": 0.1, "lead": 0.14, "tech": 0.5, "pair": 0.35, "peer": 0.8}
"""How much of the team is in each pool. Recruiters and product managers do nothing else."""


def generate(seed: int, *, people: int, days: int, busy: str, candidates: int = 1) -> Json:
    """The same instance for the same arguments, on every machine; more candidates come after those of fewer."""
    rng = Random(f"{seed}/{people}/{days}/{busy}")  # noqa: S311 - made-up data
    zones, first = rng.choice(OFFICES), date.fromisoformat(rng.choice(FIRST_DAYS))
    team = [_person(rng, f"p{n:04d}", rng.choice(zones), first, days, BUSY[busy]) for n in range(people)]
    pools = _pools(rng, [person["id"] for person in team])
    peers = rng.choice([1, 2])
    rounds = [
        ("screen", 30, ["recruiter"]),
        ("deep dive", 60, ["tech"]),
        ("pairing", rng.choice([120, 150, 180]), ["pair"]),
    ]
    rounds.append(("panel", 60, ["pm", "lead", *["peer"] * peers]))
    holiday = first + timedelta(days=rng.randrange(1, days))
    return {
        "format": "lpp/1",
        "seed": seed,
        "density": busy,
        "horizon_start": f"{first}T00:00:00Z",
        "days": days,
        "grid_min": 15,
        "target_days": 21,
        "notice_min": 1440,
        "holidays": [str(holiday)] if rng.random() < 0.25 else [],
        "gap_bdays": [1, 1, rng.choice([1, 2])],
        "rounds": [{"name": name, "duration_min": minutes, "seats": seats} for name, minutes, seats in rounds],
        "pools": pools,
        "interviewers": team,
        "candidates": [_candidate(rng, f"c{n:03d}", rng.choice(zones), first, days) for n in range(candidates)],
    }


def read(instance: Json, candidate: int = 0) -> Problem:
    """One candidate's problem. In this format rounds that may fall on one day come in any order."""
    return Problem(
        horizon_start=datetime.fromisoformat(instance["horizon_start"]),
        days=instance["days"],
        rounds=tuple(
            RoundSpec(name=entry["name"], duration_min=entry["duration_min"], seats=tuple(entry["seats"]))
            for entry in instance["rounds"]
        ),
        pools={name: tuple(members) for name, members in instance["pools"].items()},
        interviewers={entry["id"]: _interviewer(entry) for entry in instance["interviewers"]},
        candidate=_candidate_of(instance["candidates"][candidate]),
        holidays=frozenset(date.fromisoformat(day) for day in instance["holidays"]),
        gap_bdays=tuple(instance["gap_bdays"]),
        notice_min=instance["notice_min"],
        target_days=instance["target_days"],
        grid_min=instance["grid_min"],
        in_order=False,
    )


def read_all(instance: Json) -> list[Problem]:
    """Every candidate's problem; they share their interviewers."""
    first = read(instance)
    return [replace(first, candidate=_candidate_of(entry)) for entry in instance["candidates"]]


def _candidate_of(entry: Mapping[str, Any]) -> Candidate:
    return Candidate(id=entry["id"], tz=entry["tz"], windows=_tuples(entry["windows"]))


def _interviewer(entry: Mapping[str, Any]) -> Interviewer:
    return Interviewer(
        id=entry["id"],
        tz=entry["tz"],
        work=_tuples(entry["work"]),
        core=_tuples(entry["core"]),
        busy=_tuples(entry["busy"]),
        booked=tuple(entry["booked"]),
        load=entry["load"],
        max_per_day=entry["max_per_day"],
        max_per_week=entry["max_per_week"],
    )


def _tuples(rows: Sequence[Sequence[int]]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in rows)


def _person(rng: Random, name: str, zone: str, first: date, days: int, share: float) -> Json:
    opens = rng.choice([480, 510, 540, 570, 600])
    closes = opens + rng.choice([480, 510, 540])
    away = rng.randrange(days) if rng.random() < 0.08 else None  # the first of five days off
    busy: list[tuple[int, int]] = []
    booked: list[int] = []
    for n in range(days):
        day = first + timedelta(days=n)
        if away is not None and away <= n < away + 5:
            busy.append(_stretch(first, day, zone, 0, 1440))
        elif day.weekday() < 5:
            for start, minutes in _meetings(rng, opens, closes, share):
                busy.append(_stretch(first, day, zone, start, start + minutes))
                if minutes == 60 and rng.random() < 0.03:
                    booked.append(busy[-1][0])
    return {
        "id": name,
        "tz": zone,
        "work": [[dow, opens, closes] for dow in range(5)],
        "core": [[dow, max(opens, 600), min(closes, 960)] for dow in range(5)],
        "busy": [list(stretch) for stretch in sorted(busy) if stretch[1] > 0],
        "booked": sorted(start for start in booked if start >= 0),
        "load": len(booked) + int(rng.gammavariate(1.2, 4)),
        "max_per_day": rng.choice([1, 2, 2, 3]),
        "max_per_week": rng.choice([2, 3, 4, 6]),
    }


def _meetings(rng: Random, opens: int, closes: int, share: float) -> Iterator[tuple[int, int]]:
    """A day's meetings `(start, minutes)`, one after the other, taking about `share` of it."""
    at = opens
    while at < closes:
        minutes = rng.choice([15, 25, 30, 30, 45, 50, 60, 60, 90])
        if rng.random() < share:
            yield at, minutes
        at += minutes


def _pools(rng: Random, names: list[str]) -> dict[str, list[str]]:
    """Every pool has at least two people."""
    rest = list(names)
    rng.shuffle(rest)
    pools: dict[str, list[str]] = {}
    for pool in ("recruiter", "pm"):
        size = max(2, round(len(names) * SHARES[pool]))
        pools[pool], rest = sorted(rest[:size]), rest[size:]
    for pool in ("lead", "tech", "pair", "peer"):
        pools[pool] = sorted(rng.sample(rest, max(2, round(len(rest) * SHARES[pool]))))
    return pools


def _candidate(rng: Random, name: str, zone: str, first: date, days: int) -> Json:
    """Somebody with a job: whole days, mornings or late afternoons, not on every day."""
    habit = rng.choice([(480, 1140), (480, 780), (900, 1200)])
    windows = [
        list(_stretch(first, day, zone, *habit))
        for n in range(days)
        if (day := first + timedelta(days=n)).weekday() < 5 and rng.random() < 0.85
    ]
    return {"id": name, "tz": zone, "windows": [window for window in windows if window[0] >= 0]}


def _stretch(first: date, day: date, zone: str, opens: int, closes: int) -> tuple[int, int]:
    """A wall-time stretch of a day in minutes since UTC midnight of `first`."""
    midnight = datetime.combine(first, time(0), UTC)
    start = datetime.combine(day, time(0), ZoneInfo(zone))
    ends = [((start + timedelta(minutes=wall)).astimezone(UTC) - midnight) // MINUTE for wall in (opens, closes)]
    return ends[0], ends[1]
