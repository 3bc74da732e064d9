"""Plans problems again with rules lifted, and finds out which people a lift is really about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from scheduling.rules.business_time import local_date
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.check import violations
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.lifts import Lift
from scheduling.rules.planning.orders import Solver
from scheduling.rules.planning.outcome import Blocker, Plan
from scheduling.rules.planning.problem import Order, Problem
from scheduling.rules.planning.relaxations import twin_of
from scheduling.rules.planning.slots import positions

PEOPLE_TRIED = 6
"""How many people of a pool are tried one by one: those with the least in their way. More names help nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A lift that is enough, and a plan of the problem with it."""

    lift: Lift
    plan: Plan


class Probe:
    """Experiments on one problem. `in_time` asks for loops that end inside the target days."""

    def __init__(self, problem: Problem, *, in_time: bool) -> None:
        self.in_time = in_time
        self.seated = frozenset(person for planned in problem.fixed if planned is not None for person in planned.people)
        first = local_date(problem.start_utc, problem.candidate.tz).toordinal()
        self._last_ordinal = first + problem.target_days - 1 if in_time else None
        self.is_too_late = self._last_ordinal is not None and _fixed_end(problem) > self._last_ordinal
        """Whether the last round is fixed past the last day: then nothing brings the loop back."""
        self._indexes: dict[int, Index] = {}

    def free_rounds(self, problem: Problem) -> list[int]:
        return [k for k in range(len(problem.rounds)) if problem.fixed_round(k) is None]

    def plan(self, problem: Problem) -> Plan | None:
        """Some loop for this problem; None if there is none."""
        return Solver(self._board(problem)).any_plan()

    def best(self, problem: Problem) -> Plan | None:
        """The loop that would be proposed first for this problem; None if there is none."""
        return Solver(self._board(problem)).plan(Order.BALANCED, slack_bdays=1)

    def narrow(self, problem: Problem, lift: Lift) -> list[Proof]:
        """The lift for those people who make the difference, best first; empty where it makes none.

        Whoever is enough alone is named alone; where nobody is, all who have to give way in one plan, together.
        """
        found = self.plan(lift.on(problem))
        if found is None or not lift.people:
            return [] if found is None else [Proof(lift=lift, plan=found)]
        singles = [lift.only(name) for name in self._nearest(problem, lift, found)]
        alone = [
            Proof(lift=one, plan=example) for one in singles if (example := self.plan(one.on(problem))) is not None
        ]
        return alone or [Proof(lift=replace(lift, people=_concerned(problem, found, lift), together=True), plan=found)]

    def _board(self, problem: Problem) -> Board:
        return Board(problem, self._index(problem), last_ordinal=self._last_ordinal)

    def _index(self, problem: Problem) -> Index:
        return self._indexes.setdefault(problem.days, Index.of(problem))

    def _nearest(self, problem: Problem, lift: Lift, found: Plan) -> list[str]:
        """The people with the least in their way at their best start, once the rule is lifted for them.

        Where no slots tell them apart, those whom a plan with everybody's rule lifted makes use of.
        """
        if lift.blocker in (Blocker.SAME_PERSON_TWICE, Blocker.EXCLUDED):
            used = _concerned(problem, found, lift)
            return [*used, *(name for name in lift.people if name not in used)][:PEOPLE_TRIED]
        lifted = lift.on(problem)
        index, tables = self._index(problem), self._board(lifted).tables
        ranked: list[tuple[int, int, str]] = []
        for name in lift.people:
            before, after = index.calendar(problem.interviewers[name]), index.calendar(lifted.interviewers[name])
            gained = after.free(problem.grid_min) & ~before.free(problem.grid_min)
            ways = [
                (((gained >> slot) & ((1 << table.quarters) - 1)).bit_count(), slot)
                for table in tables
                if any(post.crew.member(name) is not None for post in table.posts)
                for slot in positions(after.starts(problem.rounds[table.index].duration_min) & table.open)
            ]
            needed = [way for way in ways if way[0]]
            if needed:
                ranked.append((min(needed)[0], -len(needed), name))
        return [name for _, _, name in sorted(ranked)[:PEOPLE_TRIED]]


def _fixed_end(problem: Problem) -> int:
    """The candidate's date (an ordinal) of a last round that is fixed; 0 where it is not."""
    last = problem.fixed_round(len(problem.rounds) - 1)
    if last is None:
        return 0
    return local_date(problem.start_utc + timedelta(minutes=last.start), problem.candidate.tz).toordinal()


def _concerned(problem: Problem, found: Plan, lift: Lift) -> tuple[str, ...]:
    """Those for whom the lifted rule is broken in a plan."""
    if lift.blocker is Blocker.SAME_PERSON_TWICE:
        people = [twin_of(name) for planned in found.rounds for name in planned.people]
        return tuple(sorted({name for name in people if people.count(name) > 1 and name in lift.people}))
    broken = [violation for violation in violations(problem, found) if violation.blocker is lift.blocker]
    return tuple(sorted({violation.person for violation in broken if violation.person in lift.people}))
