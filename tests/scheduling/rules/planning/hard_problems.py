"""Problems made to be hard: hardly enough people, all alike, everything tied, and calendars full of other loops.

`python -m tests.scheduling.rules.planning.hard_problems 100000` says how many branches so many of them took at most.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from random import Random

from scheduling.rules.planning import Index, Interviewer, Order, Plan, Problem, RoundSpec, plan
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.search import Search
from scheduling.rules.planning.terms import earliest_end, lightest
from scheduling.rules.planning.windows import possible_windows
from tests.scheduling.rules.planning.small_problems import team_problem, tiny_problem

SHAPES = ("tiny", "scarce", "alike", "equal loads", "tight caps", "busy alike")


def hard_problem(seed: int) -> tuple[str, Problem]:
    """A small problem of one of the shapes, the same for the same seed."""
    rng, shape = Random(seed), SHAPES[seed % len(SHAPES)]
    if shape == "tiny":
        return shape, tiny_problem(rng)
    if shape == "scarce":
        size, free = rng.choice([7, 8, 9, 10]), rng.choice([0.1, 0.15, 0.2, 0.3])
        return shape, team_problem(rng, people=size, days=14, free=free, share=1.0)
    problem = team_problem(
        rng, people=rng.choice([8, 10, 14, 20]), days=12, free=rng.choice([0.2, 0.4, 0.8]), share=rng.choice([0.5, 1.0])
    )
    return shape, shaped(problem, shape, rng)


def shaped(problem: Problem, shape: str, rng: Random) -> Problem:
    """The problem with everybody alike in some way."""
    people = problem.interviewers
    one = people[rng.choice(sorted(name for name, person in people.items() if not person.unknown))]
    changed = {
        "alike": {name: replace(one, id=name) for name in people},
        "equal loads": {name: replace(person, load=1) for name, person in people.items()},
        "tight caps": {
            name: replace(person, load=1, max_per_day=1, max_per_week=1, booked=(1440 * (k % 9),))
            for k, (name, person) in enumerate(people.items())
        },
        "busy alike": {name: replace(one, id=name, load=person.load) for name, person in people.items()},
    }[shape]
    return replace(problem, interviewers=changed)


def big_team(rng: Random, *, people: int, free: float = 0.4) -> Problem:
    """Three weeks of a whole department, seats as in the playbook, everybody in several pools."""
    problem = team_problem(rng, people=people, days=21, free=free, share=0.5)
    seats = (("recruiter",), ("tech",), ("tech",), ("recruiter", "tech", "peer", "peer"))
    rounds = tuple(
        RoundSpec(name=f"round {k}", duration_min=minutes, seats=pools)
        for k, (minutes, pools) in enumerate(zip((30, 60, 150, 60), seats, strict=True))
    )
    return replace(problem, rounds=rounds, target_days=21)


def with_booked_loops(problem: Problem, count: int) -> Problem:
    """As many loops planned one after the other, each in the calendars that the ones before left."""
    index = Index.of(problem)
    for _ in range(count):
        found = plan(problem, order=Order.FAIREST, index=index)
        assert isinstance(found, Plan), "too many loops for these people"
        people = dict(problem.interviewers)
        for planned, spec in zip(found.rounds, problem.rounds, strict=True):
            for name in planned.people:
                people[name] = _booked(people[name], planned.start, spec.duration_min)
        problem = replace(problem, interviewers=people)
    return problem


def branches(problem: Problem) -> int:
    """The most branches that one of the problem's two kinds of search looks into."""
    board = Board(problem, Index.of(problem))
    windows = possible_windows(board)
    most = 0
    for terms in (earliest_end(board), lightest(board)) if windows else ():
        assert windows is not None
        search = Search(board, windows, terms)
        search.run()
        most = max(most, search.visited)
    return most


def _booked(person: Interviewer, start: int, minutes: int) -> Interviewer:
    busy = (*person.busy, (start, start + minutes))
    return replace(person, busy=busy, booked=(*person.booked, start), load=person.load + 1)


def main(stop: int, first: int = 0) -> None:
    most: Counter[str] = Counter()
    for seed in range(first, stop):
        shape, problem = hard_problem(seed)
        count = branches(problem)
        if count > most[shape]:
            most[shape] = count
            sys.stdout.write(f"{shape}: {count} branches (seed {seed})\n")
            sys.stdout.flush()
    sys.stdout.write(f"at most {max(most.values())} branches in {stop - first} problems\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
