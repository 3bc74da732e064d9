"""Whatever is asked for really helps, is no more than it takes, and no single thing that would do is missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import Change, Plan, Problem, Remedy, check, plan, remedies
from scheduling.rules.planning.changes import with_changes
from tests.scheduling.rules.planning.referee import broken_rules
from tests.scheduling.rules.planning.single_changes import single_changes
from tests.scheduling.rules.planning.small_problems import team_problem, tiny_problem

seeds = st.integers(0, 10**9)


def ends(problem: Problem, *, in_time: bool) -> bool:
    found = plan(problem)
    return isinstance(found, Plan) and not (in_time and found.objective.overdue_days)


def brought_back(problem: Problem, found: tuple[Remedy, ...]) -> bool:
    """Whether what was found ends inside the target days: where that can be reached, nothing else is offered."""
    in_time = {not remedy.plan.objective.overdue_days for remedy in found}
    assert 1 >= len(in_time)
    return True in in_time


@settings(max_examples=7)
@given(seed=seeds)
@example(seed=34)  # pairs
@example(seed=44)
def test_every_remedy_helps_where_it_is_needed_and_without_any_part_of_it_nothing_does(seed: int) -> None:
    problem = team_problem(Random(seed), free=0.3)

    found = remedies(problem, experiments=120)

    in_time = brought_back(problem, found)
    for remedy in found:
        given = with_changes(problem, remedy.changes)
        assert () == check(given, remedy.plan)
        assert [] == list(broken_rules(given, remedy.plan.rounds))
        for part in parts(remedy.changes):
            assert not ends(with_changes(problem, part), in_time=in_time)
        for need in remedy.needs:
            planned = remedy.plan.rounds[need.round_index]
            assert planned.start == need.start
            if need.change.person is not None:
                assert need.seat is not None
                assert planned.people[need.seat] == need.change.person


def parts(changes: tuple[Change, ...]) -> list[tuple[Change, ...]]:
    """The changes with one of them, or one weekday of one of them, taken away."""
    fewer = [tuple(other for other in changes if other != change) for change in changes]
    for k, change in enumerate(changes):
        for weekday in change.weekdays:
            rest = tuple(day for day in change.weekdays if day != weekday)
            if rest:
                fewer.append((*changes[:k], replace(change, weekdays=rest), *changes[k + 1 :]))
    return fewer


@settings(max_examples=4)
@given(seed=seeds)
def test_the_order_in_which_people_are_listed_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    problem = team_problem(rng, free=0.3)
    names = list(problem.interviewers)
    rng.shuffle(names)
    pools = {pool: tuple(sorted(members, key=names.index)) for pool, members in problem.pools.items()}
    shuffled = replace(problem, interviewers={name: problem.interviewers[name] for name in names}, pools=pools)

    assert remedies(problem, experiments=60) == remedies(shuffled, experiments=60)


@settings(max_examples=8)
@given(rng=st.randoms(use_true_random=False))
@example(rng=Random(243))  # the last round is booked past the target days already
def test_trying_everything_one_by_one_finds_nothing_that_was_missed(rng: Random) -> None:
    problem = tiny_problem(rng)
    assume(not ends(problem, in_time=True))

    found = remedies(problem, experiments=10_000)

    in_time = brought_back(problem, found)
    assume(in_time or not ends(problem, in_time=False))
    enough = {asked for asked, given in single_changes(problem) if ends(given, in_time=in_time)}
    named = {_asked(problem, remedy.changes[0]) for remedy in found if _single(remedy)}
    assert named <= enough
    family, told = (Counter(_family(asked) for asked in each) for each in (enough, named))
    assert {kind: min(count, 3) for kind, count in family.items()} == dict(told)


def _single(remedy: Remedy) -> bool:
    return 1 == len(remedy.changes) and 1 >= len(remedy.changes[0].weekdays)


def _asked(problem: Problem, change: Change) -> tuple[object, ...]:
    """As `single_changes` says it."""
    what: list[object] = [str(change.ask)]
    if change.person is not None:
        what.append(change.person)
    what += change.weekdays
    if change.day is not None:
        what.append(change.day)
    elif change.stretch is not None:
        what.append(change.stretch)
    if change.round_index is not None:
        what.append(change.round_index)
    if change.seat is not None and change.round_index is not None:
        what.append(problem.rounds[change.round_index].seats[change.seat])
    return tuple(what)


def _family(asked: tuple[object, ...]) -> str:
    """Kinds of which three are looked for in all."""
    kind = str(asked[0])
    if kind in ("earlier", "later"):
        return "hours"
    return "candidate hours" if kind.startswith("candidate_") and kind != "candidate_day" else kind.split("_per_")[0]
