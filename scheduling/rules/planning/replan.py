"""Changing a plan: what must move moves, what need not stays, and as few people as can be notice.

A round either stays as it is, time and people, or is planned anew. The cheapest change is the one that the fewest people
notice: first those whose interview changes its time, then those newly asked; only then the order of the loop counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby

from scheduling.rules.planning.board import Board
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.orders import Solver
from scheduling.rules.planning.outcome import Gap, Plan
from scheduling.rules.planning.problem import Order, PlannedRound, Problem

Present = Sequence[PlannedRound | None]
"""How the loop stands now, a round each; None for one that has no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """The loop as it would be then. `moved` are the rounds planned anew; the others are as they were. `retimed` are the
    people of now whose interview changes its time or goes to somebody else, `asked` those who had none in it."""

    plan: Plan
    moved: tuple[int, ...]
    retimed: tuple[str, ...]
    asked: tuple[str, ...]


def replan(
    problem: Problem,
    present: Present,
    *,
    moves: Collection[int],
    may_follow: Collection[int] = (),
    order: Order = Order.BALANCED,
    slack_bdays: int = 1,
) -> Replan | None:
    """The cheapest change in which `moves` are planned anew, and of `may_follow` only what must be; None if there is none.

    Of the problem these rounds are free, and where they may not be any more is in it: the windows without the day off, or
    without the time that did not suit. A round without a time is always planned anew.
    """
    timeless = {k for k in (*moves, *may_follow) if present[k] is None}
    must, may = timeless.union(moves), sorted(set(may_follow) - timeless.difference(moves) - set(moves))
    choices = [tuple(sorted(must.union(more))) for n in range(len(may) + 1) for more in combinations(may, n)]
    index = Index.of(problem)
    ranked = sorted(choices, key=lambda moved: (len(_people(present, moved)), len(moved), moved))
    for _, alike in groupby(ranked, key=lambda moved: len(_people(present, moved))):
        best = _cheapest(problem, present, list(alike), index, order, slack_bdays)
        if best is not None:
            return best
    return None


def _cheapest(
    problem: Problem, present: Present, choices: list[tuple[int, ...]], index: Index, order: Order, slack_bdays: int
) -> Replan | None:
    """Of changes that move equally many people: the one that asks the fewest others, then the best in this order."""
    counted = [(_newcomers(problem, present, moved), moved) for moved in choices]
    possible = [(count, moved) for count, moved in counted if count is not None]
    if not possible:
        return None
    least = min(count for count, _ in possible)
    variants = [
        (moved, variant)
        for count, moved in possible
        if count == least
        for variant in _variants(problem, present, moved, least)
    ]
    best = _best_of([variant for _, variant in variants], index, order, slack_bdays)
    if best is None:
        return None
    moved = variants[best[0]][0]
    return _replan(present, moved, best[1])


def _newcomers(problem: Problem, present: Present, moved: tuple[int, ...]) -> int | None:
    """How many people who have no interview in these rounds it takes at least; None where even they do not do.

    Found as a plan of the lightest load, with a load on each of them that outweighs everything else; so where that search
    is given up, fewer may do.
    """
    seated = _people(present, moved)
    heavy = 1 + sum(person.load for person in problem.interviewers.values()) * len(problem.rounds)
    people = {
        name: replace(person, load=0 if name in seated else heavy) for name, person in problem.interviewers.items()
    }
    asked = replace(_with_moved(problem, present, moved), interviewers=people, target_days=problem.days + 1)
    found = Solver(Board(asked, Index.of(asked))).plan(Order.FAIREST, slack_bdays=0)
    return None if found is None else len(_asked(present, moved, found))


def _variants(problem: Problem, present: Present, moved: tuple[int, ...], newcomers: int) -> Iterator[Problem]:
    """The problem once for each choice of the seats that somebody new may take; the others are for those of now."""
    base = _with_moved(problem, present, moved)
    seated = _people(present, moved)
    seats = [(index, seat) for index in moved for seat in range(len(problem.rounds[index].seats))]
    for chosen in combinations(seats, newcomers):
        pools, rounds = dict(problem.pools), list(problem.rounds)
        for index in moved:
            names = []
            for seat, pool in enumerate(problem.rounds[index].seats):
                own = f"{pool} of those there"
                pools[own] = tuple(name for name in problem.pools.get(pool, ()) if name in seated)
                names.append(pool if (index, seat) in chosen else own)
            rounds[index] = replace(rounds[index], seats=tuple(names))
        yield replace(base, pools=pools, rounds=tuple(rounds))


def _best_of(variants: Sequence[Problem], index: Index, order: Order, slack_bdays: int) -> tuple[int, Plan] | None:
    """The best plan over all variants, and whose it is: as if they were one problem."""
    solvers = [Solver(Board(variant, index)) for variant in variants]
    ends = [(k, found) for k, solver in enumerate(solvers) if (found := solver.any_plan()) is not None]
    if not ends:
        return None
    overdue = min(found.objective.overdue_days for _, found in ends)
    days = [(k, _end_day(variants[k], index, found)) for k, found in ends if found.objective.overdue_days == overdue]
    first = min(day for _, day in days)
    plans: list[tuple[int, Plan]] = []
    for k, day in days:
        slack = first + slack_bdays - day
        if order is not Order.BALANCED or slack >= 0:
            found = solvers[k].plan(order, slack_bdays=max(0, slack))
            assert found is not None, "it has an earliest one"
            plans.append((k, found))
    best, plan = min(plans, key=lambda each: (_rank(each[1], order), each[0]))
    return best, replace(plan, gap=_gap(plan, [each for _, each in plans]))


def _gap(best: Plan, plans: Sequence[Plan]) -> Gap | None:
    """How much better than the best of some plans any of them could turn out, where one was given up."""
    gaps = [(plan, plan.gap) for plan in plans if plan.gap is not None]
    if not gaps:
        return None
    least = min(plan.objective.load_cost - gap.load_cost for plan, gap in gaps)
    return Gap(load_cost=max(0, best.objective.load_cost - least), minutes=max(gap.minutes for _, gap in gaps))


def _end_day(problem: Problem, index: Index, plan: Plan) -> int:
    """The number of the business day on which the last round starts."""
    days = index.hours.candidate_days(problem.candidate.tz, problem.holidays)
    return days.number_at(plan.rounds[-1].start)


def _rank(plan: Plan, order: Order) -> tuple[object, ...]:
    worth = plan.objective
    cost = (worth.finish, worth.load_cost) if order is Order.EARLIEST else (worth.load_cost, worth.finish)
    starts, people = [r.start for r in plan.rounds], [r.people for r in plan.rounds]
    return (worth.overdue_days, *cost, worth.out_of_core, starts, people)


def _with_moved(problem: Problem, present: Present, moved: Collection[int]) -> Problem:
    """The problem in which these rounds are free and all others stay."""
    fixed = [None if k in moved else problem.fixed_round(k) or present[k] for k in range(len(problem.rounds))]
    return replace(problem, fixed=tuple(fixed))


def _people(present: Present, rounds: Collection[int]) -> frozenset[str]:
    return frozenset(name for k in rounds if (planned := present[k]) is not None for name in planned.people)


def _asked(present: Present, moved: Collection[int], plan: Plan) -> tuple[str, ...]:
    known = _people(present, moved)
    return tuple(name for k in moved for name in plan.rounds[k].people if name not in known)


def _replan(present: Present, moved: tuple[int, ...], plan: Plan) -> Replan:
    changed = [k for k in moved if present[k] is not None and present[k] != plan.rounds[k]]
    retimed = [
        name
        for k in changed
        if (was := present[k]) is not None
        for name in was.people
        if was.start != plan.rounds[k].start or name not in plan.rounds[k].people
    ]
    return Replan(plan=plan, moved=moved, retimed=tuple(retimed), asked=_asked(present, moved, plan))
