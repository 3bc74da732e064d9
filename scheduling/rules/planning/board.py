"""A problem laid out for the search: pools as crews, calendars as bits, only the rounds that are still free.

Crews list people by cost and id, so nothing that follows depends on the order they came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from scheduling.rules.planning.crew import Crew
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.panel import Panel
from scheduling.rules.planning.problem import PlannedRound, Problem
from scheduling.rules.planning.slots import span


class Post(NamedTuple):
    """Seats of one round that the same crew fills."""

    crew: Crew
    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One free round: `index` says which. `open` are the slots at which the candidate could start it."""

    index: int
    posts: tuple[Post, ...]
    panel: Panel
    quarters: int
    seat_count: int
    open: int


class Board:
    """The free rounds of a problem, in order, with what links them.

    `links[k]` is the least number of business days between tables k and k + 1, or None where a fixed round stands
    between them: its distances are in `limits` already, the first and last business day of each table.
    """

    __slots__ = ("_crews", "_gone", "_index", "_roster", "days", "grid", "limits", "links", "problem", "tables")

    def __init__(self, problem: Problem, index: Index, *, last_ordinal: int | None = None) -> None:
        """`last_ordinal` is the last local date of the candidate on which a round may start, if there is one."""
        self.problem = problem
        self.grid = index.hours.grid
        self.days = index.hours.candidate_days(problem.candidate.tz, problem.holidays)
        self._index = index
        self._roster = index.roster(problem.interviewers)
        self._crews: dict[Crew, Crew] = {}
        self._gone = problem.excluded.union(name for planned in problem.fixed if planned for name in planned.people)
        free = [k for k in range(len(problem.rounds)) if problem.fixed_round(k) is None]
        in_time = -1 if last_ordinal is None else self._until(last_ordinal)
        starts = {problem.rounds[k].duration_min: 0 for k in free}
        for duration in starts:
            starts[duration] = in_time & self.days.starts(
                problem.candidate.windows, duration, notice=problem.notice_min
            )
        self.tables = tuple(self._table(k, starts[problem.rounds[k].duration_min]) for k in free)
        self.links = tuple(problem.gap_bdays[k] if k + 1 == after else None for k, after in pairwise(free))
        self.limits = tuple(self._limits(k) for k in free)

    @property
    def ends_the_loop(self) -> bool:
        """Whether the last free round is the last round: else the loop's end is fixed."""
        return bool(self.tables) and self.tables[-1].index == len(self.problem.rounds) - 1

    def _until(self, last_ordinal: int) -> int:
        return sum(day.slots for day in self.days.business if day.ordinal <= last_ordinal)

    def _table(self, index: int, slots: int) -> Table:
        spec = self.problem.rounds[index]
        if self.problem.in_order and self.problem.fixed:
            slots &= self._between_fixed(index)
        everybody = [self._roster.crew(self.problem.pools.get(pool, ()), spec.duration_min) for pool in spec.seats]
        crews = [self._crews.get(crew) or self._reduced(crew) for crew in everybody]
        posts = tuple(
            Post(crew, tuple(seat for seat, other in enumerate(crews) if other is crew))
            for crew in dict.fromkeys(crews)
        )
        quarters = -(-spec.duration_min // self.grid)
        seats = tuple((crew, len(numbers)) for crew, numbers in posts)
        panel = self._index.panel(seats) if crews == everybody else Panel(seats)
        return Table(index=index, posts=posts, panel=panel, quarters=quarters, seat_count=len(crews), open=slots)

    def _reduced(self, crew: Crew) -> Crew:
        """The crew without those who are excluded or in a fixed round."""
        reduced = self._crews[crew] = crew.reduced(self._gone) if self._gone else crew
        return reduced

    def _between_fixed(self, index: int) -> int:
        """The slots at which a round starts after a fixed one before it is over, and is over before a fixed one after."""
        problem, first, stop = self.problem, 0, self.days.slot_count
        before, after = self._fixed_neighbours(index)
        if before is not None:
            first = max(first, -(-(before.start + problem.rounds[index - 1].duration_min) // self.grid))
        if after is not None:
            stop = min(stop, (after.start - problem.rounds[index].duration_min) // self.grid + 1)
        return span(first, stop)

    def _fixed_neighbours(self, index: int) -> tuple[PlannedRound | None, PlannedRound | None]:
        before = self.problem.fixed_round(index - 1) if index else None
        after = self.problem.fixed_round(index + 1) if index + 1 < len(self.problem.rounds) else None
        return before, after

    def _limits(self, index: int) -> tuple[int, int]:
        """The first and last business day that the distance to fixed neighbours leaves for a round."""
        problem, first, last = self.problem, 0, max((day.number for day in self.days.business), default=0)
        before, after = self._fixed_neighbours(index)
        if before is not None:
            first = max(first, self.days.number_at(before.start) + problem.gap_bdays[index - 1])
        if after is not None:
            last = min(last, self.days.number_at(after.start) - problem.gap_bdays[index])
        return first, last
