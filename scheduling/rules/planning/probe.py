"""Plans problems again with rules lifted, and finds out which people a lift is really about."""

from __future__ import annotations

from dataclasses import replace

from scheduling.rules.business_time import local_date
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.check import violations
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.lifts import Lift
from scheduling.rules.planning.orders import Solver
from scheduling.rules.planning.outcome import Blocker, Plan
from scheduling.rules.planning.problem import PlannedRound, Problem
from scheduling.rules.planning.relaxations import twin_of
from scheduling.rules.planning.slots import positions

PEOPLE_TRIED = 12
"""How many people of a pool are tried one by one: those with the least in their way. More names help nobody."""


class Probe:
    """Experiments on one problem. `in_time` asks for loops that end inside the target days."""

    def __init__(self, problem: Problem, *, in_time: bool) -> None:
        self.in_time = in_time
        self.seated = frozenset(person for planned in problem.fixed if planned is not None for person in planned.people)
        first = local_date(problem.start_utc, problem.candidate.tz).toordinal()
        self._last_ordinal = first + problem.target_days - 1 if in_time else None
        self._numbers = {name: number for number, name in enumerate(sorted(problem.interviewers))}
        self._indexes: dict[int, Index] = {}

    def number(self, name: str) -> int:
        return self._numbers[name]

    def free_rounds(self, problem: Problem) -> list[int]:
        return [k for k in range(len(problem.rounds)) if problem.fixed_round(k) is None]

    def plan(self, problem: Problem) -> Plan | None:
        """Some loop for this problem, held in order where rounds may fall on one day; None if there is none."""
        found = Solver(self._board(problem)).any_plan()
        return found if found is None or _in_order(problem, found.rounds) else None

    def narrow(self, problem: Problem, lift: Lift) -> Lift | None:
        """The lift for those people who make the difference, best first; None where it makes none.

        Whoever is enough alone is named; where nobody is, all who have to give way in one plan, together.
        """
        found = self.plan(lift.on(problem))
        if found is None or not lift.people:
            return None if found is None else lift
        alone = [name for name in self._nearest(problem, lift) if self.plan(lift.only(name).on(problem)) is not None]
        if alone:
            return lift.only(*alone)
        return replace(lift, people=_concerned(problem, found, lift), together=True)

    def seat_of(self, problem: Problem, lift: Lift) -> tuple[int, int] | None:
        """The round and seat that the lifted person takes: for somebody needed twice, the later one."""
        found = self.plan(lift.on(problem))
        taken = [
            (index, seat)
            for index, planned in enumerate(found.rounds if found is not None else ())
            if problem.fixed_round(index) is None
            for seat, name in enumerate(planned.people)
            if twin_of(name) in lift.people
        ]
        return taken[-1] if taken else None

    def _board(self, problem: Problem) -> Board:
        index = self._indexes.setdefault(problem.days, Index.of(problem))
        return Board(problem, index, last_ordinal=self._last_ordinal)

    def _nearest(self, problem: Problem, lift: Lift) -> list[str]:
        """The people with the least in their way at their best start, once the rule is lifted for them."""
        if lift.blocker in (Blocker.SAME_PERSON_TWICE, Blocker.EXCLUDED):
            return list(lift.people[:PEOPLE_TRIED])
        before, after = self._board(problem), self._board(lift.on(problem))
        numbers = {name: number for number, name in enumerate(after.ids)}
        ranked: list[tuple[int, int, str]] = []
        for name in lift.people:
            number = numbers.get(name)
            if number is None:
                continue
            gained = after.calendars[number].free(after.grid) & ~before.calendars[number].free(before.grid)
            ways = [
                (((gained >> slot) & ((1 << table.quarters) - 1)).bit_count(), slot)
                for table in after.tables
                if any(number in pool for pool in table.pools)
                for slot in positions(table.starts(number))
            ]
            needed = [way for way in ways if way[0]]
            if needed:
                ranked.append((min(needed)[0], -len(needed), name))
        return [name for _, _, name in sorted(ranked)[:PEOPLE_TRIED]]


def _concerned(problem: Problem, found: Plan, lift: Lift) -> tuple[str, ...]:
    """Those for whom the lifted rule is broken in a plan."""
    if lift.blocker is Blocker.SAME_PERSON_TWICE:
        people = [twin_of(name) for planned in found.rounds for name in planned.people]
        return tuple(sorted({name for name in people if people.count(name) > 1 and name in lift.people}))
    broken = [violation for violation in violations(problem, found) if violation.blocker is lift.blocker]
    return tuple(sorted({violation.person for violation in broken if violation.person in lift.people}))


def _in_order(problem: Problem, rounds: tuple[PlannedRound, ...]) -> bool:
    """Rounds on one day may come out in any order; a plan that serves as an example has them one after the other."""
    ends = [planned.start + spec.duration_min for planned, spec in zip(rounds, problem.rounds, strict=True)]
    return all(
        end <= after.start
        for k, (end, after) in enumerate(zip(ends, rounds[1:], strict=False))
        if problem.gap_bdays[k] == 0
    )
