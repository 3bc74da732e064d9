"""What the planner answers: a plan and what it is worth, or what stands in the way. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduling.rules.planning.problem import Order, PlannedRound


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a loop costs; less is better in each.

    `overdue_days`: calendar days past the target day. `load_cost`: sum over seats of `2 * load + 1`, the growth of the
    sum of squared loads. `finish`: the minute at which the last round ends. `out_of_core`: quarters of an hour, over
    all seats, outside the person's core hours. Fixed rounds count in all four.
    """

    overdue_days: int
    load_cost: int
    finish: int
    out_of_core: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How much better than a plan another one could be at most, where the search was given up before it knew.

    `load_cost`: so much less; 0 if it could only be better at what ranks after. `minutes`: so much earlier could be the
    earliest possible end, on which overdue days, "earliest" and "balanced" rest; the load is then compared among loops
    that may end as late as this one may.
    """

    load_cost: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`gap` is None for what was proved to be the best of its order."""

    rounds: tuple[PlannedRound, ...]
    objective: Objective
    gap: Gap | None = None


class Blocker(StrEnum):
    """A rule that can stand in the way of a round."""

    NO_ONE_IN_POOL = "no_one_in_pool"
    UNKNOWN_CALENDAR = "unknown_calendar"
    NOTICE = "notice"
    HOLIDAY = "holiday"
    EXCLUDED = "excluded"
    DAYS_OFF = "days_off"
    CAP_PER_DAY = "cap_per_day"
    CAP_PER_WEEK = "cap_per_week"
    SAME_PERSON_TWICE = "same_person_twice"
    GAP = "gap"
    BUSY = "busy"
    WORKING_HOURS = "working_hours"
    CANDIDATE_WINDOWS = "candidate_windows"
    HORIZON = "horizon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing in the way of a round.

    `seat` and `pool` are None where the obstacle is not a seat's. `people` are those whose calendar, cap or absence it
    is, the one who would have to give way least first. `sufficient` is true where lifting this obstacle alone, for
    the first of `people` if there are any (for all of them if `together`), makes the whole loop possible; a plan
    without it was found. Where it is false the obstacle has to be lifted along with others.
    """

    round_index: int
    seat: int | None
    pool: str | None
    blocker: Blocker
    people: tuple[str, ...] = ()
    together: bool = False
    sufficient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlan:
    """No loop fits. `obstacles` is never empty; the most decisive comes first."""

    obstacles: tuple[Obstacle, ...]


class Merit(StrEnum):
    """In what a proposal is better than the first one."""

    FINISH = "finish"
    LOAD = "load"
    CORE_HOURS = "core_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    order: Order
    plan: Plan
    better_at: tuple[Merit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """The balanced plan first, then the earliest and the fairest where their objective differs from it."""

    options: tuple[Proposal, ...]
