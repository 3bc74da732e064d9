"""A problem laid out for the search: people as numbers, calendars as bits, only the rounds that are still free.

People are numbered in the order of their ids, so nothing that follows depends on the order they came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from scheduling.rules.planning.candidate_days import CandidateDays
from scheduling.rules.planning.index import Calendar, Index
from scheduling.rules.planning.problem import PlannedRound, Problem, RoundSpec
from scheduling.rules.planning.slots import span


class Table:
    """One free round: who could sit in its seats, and when it could start.

    `seats` names a pool (its position in `pools`) per seat; seats with the same people share a pool. A pool lists
    people by load cost, then number. `open` are the slots at which the candidate could start the round.
    """

    __slots__ = ("_board", "_starts", "counts", "duration", "index", "open", "pools", "quarters", "seats")

    def __init__(self, board: Board, index: int, spec: RoundSpec, pools: Sequence[tuple[int, ...]], slots: int) -> None:
        self._board = board
        self._starts: list[int | None] = [None] * len(board.ids)
        self.index = index
        self.duration = spec.duration_min
        self.quarters = -(-spec.duration_min // board.grid)
        self.pools = tuple(dict.fromkeys(pools))
        self.seats = tuple(self.pools.index(pool) for pool in pools)
        self.counts = tuple(self.seats.count(pool) for pool in range(len(self.pools)))
        self.open = slots

    def starts(self, person: int) -> int:
        """The slots at which the candidate and this person could start."""
        known = self._starts[person]
        if known is None:
            known = self._starts[person] = self._board.calendars[person].starts(self.duration) & self.open
        return known

    def core_starts(self, person: int) -> int:
        """The slots at which the round would lie in this person's core hours throughout."""
        return self._board.calendars[person].core_starts(self.quarters)

    def out_of_core(self, person: int, slot: int) -> int:
        """How many quarters of the round, started at `slot`, lie outside this person's core hours."""
        inside = (self._board.calendars[person].core >> slot) & ((1 << self.quarters) - 1)
        return self.quarters - inside.bit_count()


class Board:
    """The free rounds of a problem, in order, with what links them.

    `links[k]` is the least number of business days between tables k and k + 1, or None where a fixed round stands
    between them: its distances are in `limits` already, the first and last business day of each table.
    """

    __slots__ = ("calendars", "costs", "days", "grid", "ids", "limits", "links", "problem", "tables")

    def __init__(self, problem: Problem, index: Index, *, last_ordinal: int | None = None) -> None:
        """`last_ordinal` is the last local date of the candidate on which a round may start, if there is one."""
        self.problem = problem
        self.grid = index.grid
        local = index.local_days(problem.candidate.tz)
        self.days = CandidateDays(problem.candidate, problem.holidays, local=local, slot_count=index.slot_count)
        free = [k for k in range(len(problem.rounds)) if problem.fixed_round(k) is None]
        members = self._members(free)
        self.ids = tuple(sorted({person for pool in members.values() for person in pool}))
        people = [problem.interviewers[person] for person in self.ids]
        self.calendars: list[Calendar] = [index.calendar(person) for person in people]
        self.costs = tuple(2 * person.load + 1 for person in people)
        numbers = {person: number for number, person in enumerate(self.ids)}
        pools = {name: self._by_cost(numbers[person] for person in pool) for name, pool in members.items()}
        in_time = -1 if last_ordinal is None else self._until(last_ordinal)
        self.tables = tuple(self._table(k, pools, in_time) for k in free)
        self.links = tuple(problem.gap_bdays[k] if k + 1 == after else None for k, after in pairwise(free))
        self.limits = tuple(self._limits(k) for k in free)

    @property
    def ends_the_loop(self) -> bool:
        """Whether the last free round is the last round: else the loop's end is fixed."""
        return bool(self.tables) and self.tables[-1].index == len(self.problem.rounds) - 1

    def _members(self, free: Iterable[int]) -> dict[str, tuple[str, ...]]:
        """Who may fill each pool that a free round needs: known people who are neither excluded nor in a fixed round."""
        problem = self.problem
        seated = {person for planned in problem.fixed if planned is not None for person in planned.people}
        names = {name for k in free for name in problem.rounds[k].seats}
        return {
            name: tuple(
                person
                for person in problem.pools.get(name, ())
                if person in problem.interviewers and person not in problem.excluded and person not in seated
            )
            for name in sorted(names)
        }

    def _by_cost(self, people: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(set(people), key=lambda person: (self.costs[person], person)))

    def _until(self, last_ordinal: int) -> int:
        return sum(day.slots for day in self.days.business if day.ordinal <= last_ordinal)

    def _table(self, index: int, pools: dict[str, tuple[int, ...]], in_time: int) -> Table:
        spec = self.problem.rounds[index]
        slots = self.days.starts(spec.duration_min, notice=self.problem.notice_min) & in_time
        if self.problem.in_order:
            slots &= self._between_fixed(index)
        return Table(self, index, spec, [pools[name] for name in spec.seats], slots)

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
