"""What would help: the smallest changes that bring a loop back, each proved by a plan made with it.

Changes only ever add room. So where all of a list together do not help, none of them does, and halving the list finds
every one that is enough by itself in few experiments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from scheduling.rules.planning.askable import Family, all_weekdays, families
from scheduling.rules.planning.changes import Ask, Change, with_changes
from scheduling.rules.planning.check import violations
from scheduling.rules.planning.outcome import Objective, Plan
from scheduling.rules.planning.probe import Probe
from scheduling.rules.planning.problem import Problem
from scheduling.rules.planning.relaxations import single_round

EXPERIMENTS = 400
"""How many plans are tried at most in search of changes; where that is not enough, the later kinds are left out."""

PER_KIND = 3
"""How many of a kind are looked for: a choice, not a list."""

PAIRS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A change, and where the plan that proves it could not do without: the round (`seat`: the seat, where it is one
    person's) that starts at `start`."""

    change: Change
    round_index: int
    seat: int | None
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Changes that are enough, none of them to spare, and a plan of the loop with them."""

    needs: tuple[Need, ...]
    plan: Plan

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(need.change for need in self.needs)


def remedies(problem: Problem, *, experiments: int = EXPERIMENTS) -> tuple[Remedy, ...]:
    """The changes that let the loop end inside the target days; where that is beyond them, those that let it end at all.

    Ranked: the best of each kind first, kinds by how easily they are given, then the second best. Two changes together
    are only looked for where no single one is enough. Empty where nothing is in the way, or where more than two things
    would have to give way: `obstacles` says which.
    """
    for in_time in (True, False):
        search = _Search(problem, in_time=in_time, experiments=experiments)
        if search.helps(()):
            return ()
        found = search.run()
        if found:
            return found
    return ()


class _Search:
    """Experiments on one problem; each answer is remembered. Once they are used up, nothing more is found."""

    def __init__(self, problem: Problem, *, in_time: bool, experiments: int) -> None:
        self._problem = problem
        self._probe = Probe(problem, in_time=in_time)
        self._left = experiments
        self._known: dict[frozenset[Change], bool] = {}

    def helps(self, changes: Iterable[Change]) -> bool:
        if self._probe.is_too_late:
            return False
        key = frozenset(changes)
        if key not in self._known:
            if self._left <= 0:
                return False
            self._left -= 1
            self._known[key] = self._probe.plan(with_changes(self._problem, _in_order(key))) is not None
        return self._known[key]

    def run(self) -> tuple[Remedy, ...]:
        kinds = families(self._problem)
        ranked = [self._of_kind(kind) for kind in kinds]
        if not any(ranked):
            every = [change for kind in kinds for change in kind]
            return tuple(self._remedy(pair) for pair in self._pairs(every, PAIRS))
        return tuple(remedy for row in zip_longest(*ranked) for remedy in row if remedy is not None)

    def _of_kind(self, kind: Family) -> list[Remedy]:
        """An hour on all weekdays is only asked for where it is not enough on any single one."""
        alone = self._alone(kind, PER_KIND) or [
            self._fewest(all_) for all_ in self._alone(all_weekdays(kind), PER_KIND)
        ]
        return sorted((self._remedy((change,)) for change in alone), key=_worth)

    def _alone(self, changes: Sequence[Change], most: int) -> list[Change]:
        """Those that are enough by themselves, the first `most`."""
        if not changes or not self.helps(changes):
            return []
        if len(changes) == 1:
            return [*changes]
        half = len(changes) // 2
        found = self._alone(changes[:half], most)
        return found if len(found) == most else found + self._alone(changes[half:], most - len(found))

    def _fewest(self, change: Change) -> Change:
        """The hour on no more weekdays than it takes."""
        for weekday in change.weekdays:
            fewer = replace(change, weekdays=tuple(day for day in change.weekdays if day != weekday))
            if fewer.weekdays and self.helps((fewer,)):
                change = fewer
        return change

    def _pairs(self, changes: Sequence[Change], most: int) -> list[tuple[Change, Change]]:
        """Two that are enough together, where no single one is; the first `most`."""
        if len(changes) < 2 or not self.helps(changes):
            return []
        left, right = changes[: len(changes) // 2], changes[len(changes) // 2 :]
        found = self._pairs(left, most)
        if len(found) < most:
            found += self._across(left, right, most - len(found))
        return found if len(found) == most else found + self._pairs(right, most - len(found))

    def _across(self, left: Sequence[Change], right: Sequence[Change], most: int) -> list[tuple[Change, Change]]:
        """Pairs of one from each side."""
        if not self.helps((*left, *right)):
            return []
        if len(left) == len(right) == 1:
            return [(left[0], right[0])]
        if len(left) >= len(right):
            half = len(left) // 2
            sides = [(left[:half], right), (left[half:], right)]
        else:
            half = len(right) // 2
            sides = [(left, right[:half]), (left, right[half:])]
        found: list[tuple[Change, Change]] = []
        for one, other in sides:
            if len(found) < most:
                found += self._across(one, other, most - len(found))
        return found

    def _remedy(self, changes: tuple[Change, ...]) -> Remedy:
        plan = self._probe.best(with_changes(self._problem, changes))
        assert plan is not None, "an experiment had one"
        return Remedy(needs=tuple(self._need(change, changes, plan) for change in changes), plan=plan)

    def _need(self, change: Change, changes: tuple[Change, ...], plan: Plan) -> Need:
        """Where the plan breaks a rule of the problem without this change: it does, or the change were to spare. Of several
        rounds, the one that has no place by itself then, or else the last."""
        without = with_changes(self._problem, (other for other in changes if other != change))
        *others, broken = violations(without, plan)
        for other in (other for other in others if other.round_index != broken.round_index):
            if self._probe.plan(single_round(without, other.round_index)) is None:
                broken = other
        start = plan.rounds[broken.round_index].start
        return Need(change=change, round_index=broken.round_index, seat=broken.seat, start=start)


def _in_order(changes: frozenset[Change]) -> list[Change]:
    """Admissions and windows add up to the same whatever the order; this makes it the same problem every time."""
    return sorted(changes, key=lambda change: (change.ask, change.person or "", change.weekdays, change.seat or 0))


def _worth(remedy: Remedy) -> tuple[object, ...]:
    """Of one kind: the shortest meeting or the least of weekdays first, then by what the loop costs."""
    change, worth = remedy.changes[0], remedy.plan.objective
    meeting = change.stretch if change.ask is Ask.MEETING else None
    size = len(change.weekdays) if meeting is None else meeting[1] - meeting[0]
    return (size, *_objective(worth), change.ask, change.person or "", change.weekdays)


def _objective(worth: Objective) -> tuple[int, ...]:
    return (worth.overdue_days, worth.finish, worth.load_cost, worth.out_of_core)
