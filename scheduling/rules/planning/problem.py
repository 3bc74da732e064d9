"""What the planner is asked: who could sit where, when the candidate can, and the rules of one loop. Values only.

Times are whole minutes since `Problem.horizon_start`; a stretch `(start, end)` is half-open. Starts lie on a grid
of `grid_min` minutes. Wall times are minutes since local midnight, days of the week count from Monday = 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

DAY_MIN = 1440


class Order(StrEnum):
    """Which loop is the best one; less overdue days come first in every order."""

    BALANCED = "balanced"
    """The lightest load among loops ending at most `slack_bdays` business days after the earliest possible end."""
    EARLIEST = "earliest"
    FAIREST = "fairest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviewer:
    """A person as the planner sees them.

    `work` and `core` hold `(day of week, start, end)` in the person's wall time; stretches of work that touch count
    as one. `busy` may be unsorted, overlapping and off the grid. `booked` are the starts of interviews that already
    count against `max_per_day` and `max_per_week` (ISO week), both by local date; they are inside `busy` as well.
    `unknown` says that free/busy could not be read: such a person is never free.
    """

    id: str
    tz: str
    work: tuple[tuple[int, int, int], ...]
    core: tuple[tuple[int, int, int], ...]
    busy: tuple[tuple[int, int], ...]
    booked: tuple[int, ...]
    load: int
    max_per_day: int
    max_per_week: int
    days_off: frozenset[date] = frozenset()
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A round has to lie inside one of `windows`; windows that touch are not joined."""

    id: str
    tz: str
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSpec:
    """A round and its seats, each filled from the pool it names; a pool named twice means two distinct people."""

    name: str
    duration_min: int
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRound:
    """When a round starts and who sits in it, one person per seat, in seat order."""

    start: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One loop to plan.

    `horizon_start` is any aware moment; `gap_bdays[k]` is the least number of business days (in the candidate's zone)
    between round k and k + 1: 0 lets them fall on one day. Day 1 of `target_days` is the candidate's
    local date of `horizon_start`. `holidays` are local dates of the candidate on which nothing is held.
    `in_order` keeps every round after the end of the one before it, which matters where they may fall on one day.
    `fixed` (empty, or one entry per round) holds rounds that stay as they are, start and people, without asking
    whether they still fit; the others keep their distance to them. `excluded` people sit nowhere in this loop.
    """

    horizon_start: datetime
    days: int
    rounds: tuple[RoundSpec, ...]
    pools: Mapping[str, tuple[str, ...]]
    interviewers: Mapping[str, Interviewer]
    candidate: Candidate
    holidays: frozenset[date]
    gap_bdays: tuple[int, ...]
    notice_min: int
    target_days: int = 21
    grid_min: int = 15
    fixed: tuple[PlannedRound | None, ...] = ()
    excluded: frozenset[str] = frozenset()
    in_order: bool = True

    def __post_init__(self) -> None:
        """Refuses what has no meaning: a caller that gets here with it has a bug, so this raises `ValueError`."""
        if self.horizon_start.tzinfo is None:
            raise ValueError("horizon_start must be aware")
        if not self.rounds or any(spec.duration_min <= 0 or not spec.seats for spec in self.rounds):
            raise ValueError("a loop needs rounds, each with a length and a seat")
        if len(self.gap_bdays) != len(self.rounds) - 1 or any(gap < 0 for gap in self.gap_bdays):
            raise ValueError("one gap of zero or more business days between each two rounds")
        if self.fixed and len(self.fixed) != len(self.rounds):
            raise ValueError("fixed needs one entry per round")
        if self.grid_min <= 0 or DAY_MIN % self.grid_min or self.days <= 0:
            raise ValueError("the grid must divide a day, the horizon must have days")

    @property
    def start_utc(self) -> datetime:
        """The horizon's start in UTC, safe to add minutes to: a local one would count through DST changes."""
        return self.horizon_start.astimezone(UTC)

    def fixed_round(self, index: int) -> PlannedRound | None:
        return self.fixed[index] if self.fixed else None
