"""The best a round can do on each business day, on its own: at which slot, at what weight.

It keeps one round's people distinct; that nobody sits in two rounds is the search's business, which bars people from
rounds and prices them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from scheduling.rules.planning.board import Post, Table
from scheduling.rules.planning.candidate_days import BusinessDay, CandidateDays
from scheduling.rules.planning.crew import Crew, Level
from scheduling.rules.planning.seating import Seating
from scheduling.rules.planning.slots import positions
from scheduling.rules.planning.terms import Terms

Classes = list[tuple[int, int]]
"""Disjoint sets of slots, each with the weight of a seat there, ascending by weight."""

MISSES = 3
"""So many slots may turn out to weigh more than their seats one by one before seats are looked at together."""


class Scope(NamedTuple):
    """What a branch leaves to one table: the slots at which it may start, and who may not sit there."""

    slots: int
    barred: frozenset[str]


class Option(NamedTuple):
    weight: int
    slot: int


class _Rest(NamedTuple):
    """Slots of a day not looked at yet, and what each weighs at least."""

    weight: int
    slots: int


class Round:
    """One table of the board under a search's terms.

    `options` has the best option of each business day that has one, by the day's number, ascending. Where a day is
    not settled yet, its option weighs no more than the best one does, and there may be none.
    """

    __slots__ = ("_days", "_levels", "_misses", "_posts", "_rest", "_rough", "_seated", "_seating", "_slot_weight", "_slots", "_terms", "_together", "_waiting", "options")  # fmt: skip

    def __init__(
        self,
        table: Table,
        days: CandidateDays,
        terms: Terms,
        place: int,
        *,
        seating: Seating,
        scope: Scope,
        prices: Mapping[str, int],
        ceiling: int | None,
    ) -> None:
        """Options that weigh more than `ceiling`, prices apart, may be left out."""
        self._days = days
        self._terms = terms
        self._seating = seating
        self._slot_weight = terms.slots[place]
        self._posts = [Post(post.crew.reduced(scope.barred, prices, scope.slots), post.seats) for post in table.posts]
        ladders = [post.crew.ladder(len(post.seats)) for post in self._posts]
        self._slots = scope.slots
        dearest = None if ceiling is None or terms.flat else ceiling // terms.load + max(prices.values(), default=0)
        for ladder in ladders:
            self._slots = ladder.cover(self._slots, at_most=dearest)
        self._levels = [] if terms.flat else [self._within(level) for ladder in ladders for level in ladder.levels]
        self._rough: set[int] = set()
        self._waiting: dict[int, list[Option]] = {}  # per day a heap of its slots, some only bounded
        self._rest: dict[int, _Rest] = {}
        self._seated: set[int] = set()
        self._misses = 0
        self._together: list[Classes] = []
        options = self._by_day([(0, self._slots)]) if terms.flat else self._floors()
        self.options = dict(sorted(options.items()))
        if len(self._posts) > 1:
            self._rough.update(self.options)

    def settle(self, number: int) -> bool:
        """Looks closer at a day whose option is only a bound so far; whether that changed the option."""
        if number not in self._rough:
            return False
        before = self.options[number]
        waiting = self._waiting.get(number)
        if waiting is None:
            waiting = self._waiting[number] = self._lightest(self._days.day_of(before.slot))
        self._add_rest(waiting, before.slot)
        if len(self._posts) > 1 and waiting[0].slot not in self._seated:
            self._seat(waiting)
            self._add_rest(waiting, before.slot)
        if not waiting:
            del self.options[number]
            return True
        self.options[number] = waiting[0]
        if len(self._posts) == 1 or waiting[0].slot in self._seated:
            self._rough.remove(number)
        return waiting[0] != before

    def people(self, slot: int) -> list[str]:
        """The cheapest people for a slot at which the seats can be filled, in no particular order."""
        picks = self._seating.one_round(self._posts, slot)
        assert picks is not None, "options have people"
        return [sitter.id for best in picks for sitter in best]

    def _floors(self) -> dict[int, Option]:
        """Per day the sum of what each seat costs at its best slot of the day, or exactly that where it is the same."""
        ends_the_loop = self._slot_weight > self._terms.out_of_core  # then the slot ranks before core hours
        options, *others = [self._by_day(self._by_cost(level) if ends_the_loop else level) for level in self._levels]
        if others:
            first = self._by_day([(0, self._slots)])
            for number, (weight, slot) in first.items():
                seats = sum(seat[number].weight - seat[number].slot * self._slot_weight for seat in (options, *others))
                first[number] = Option(weight + seats, slot)
            options = first
        if others or ends_the_loop:
            self._rough.update(options)
        return options

    def _within(self, level: Level) -> Classes:
        """What a level's seat weighs at the round's own slots."""
        classes: Classes = []
        load, core, left = self._terms.load, self._terms.out_of_core, self._slots
        for cost, outside, slots in level:
            hits = slots & left
            if hits:
                classes.append((cost * load + outside * core, hits))
                left ^= hits
                if not left:
                    break
        return classes

    def _by_cost(self, level: Classes) -> Classes:
        """Classes that leave core hours out: each with all slots of that cost, so that none has an earlier one."""
        load = self._terms.load
        slots: dict[int, int] = {}
        for weight, hits in level:
            cost = weight // load
            slots[cost] = slots.get(cost, 0) | hits
        return [(cost * load, hits) for cost, hits in slots.items()]

    def _by_day(self, classes: Classes) -> dict[int, Option]:
        """The lightest class that a day has, at its earliest slot there; slots may not weigh as much as a class."""
        best: dict[int, Option] = {}
        left = self._slots
        for weight, slots in classes:
            hits = slots & left
            while hits:
                slot = (hits & -hits).bit_length() - 1
                day = self._days.day_of(slot)
                best[day.number] = Option(weight + slot * self._slot_weight, slot)
                hits &= ~day.slots
                left &= ~day.slots
            if not left:
                break
        return best

    def _add_rest(self, waiting: list[Option], slot: int) -> None:
        """Looks at the slots of a day that were left for later, once none that was looked at surely weighs less."""
        day = self._days.day_of(slot)
        rest = self._rest.get(day.number)
        if rest is not None and (not waiting or rest.weight <= waiting[0].weight):
            del self._rest[day.number]
            waiting += self._sums(day, rest.slots)
            heapify(waiting)

    def _seat(self, waiting: list[Option]) -> None:
        """Gives the first slot of a day's heap what it weighs with distinct people; there may not be enough of them."""
        bound, slot = waiting[0]
        self._seated.add(slot)
        picks = self._seating.one_round(self._posts, slot)
        if picks is None:
            heappop(waiting)
        else:
            heapreplace(waiting, Option(self._seating.weight(picks) + slot * self._slot_weight, slot))
        if not waiting or waiting[0].weight != bound:
            self._misses += 1
            if self._misses == MISSES:
                self._look_at_all_posts_together()

    def _look_at_all_posts_together(self) -> None:
        """Where posts want the same people, the cheapest of all who could come say better what a slot weighs at least."""
        members = {member.id: member for post in self._posts for member in post.crew.members}
        first, count = self._posts[0].crew, sum(len(post.seats) for post in self._posts)
        crew = Crew(sorted(members.values()), first.duration, quarters=first.quarters, slots=self._slots)
        crew.ladder(count).cover(self._slots)
        self._together = [self._within(level) for level in crew.ladder(count).levels]
        for waiting in self._waiting.values():
            bounded = sum(1 << option.slot for option in waiting if option.slot not in self._seated)
            if bounded:
                known = [option for option in waiting if option.slot in self._seated]
                waiting[:] = sorted(known + self._sums(self._days.day_of(waiting[0].slot), bounded))

    def _lightest(self, day: BusinessDay) -> list[Option]:
        """The slots of a day at which every seat weighs as little as on any. The others are left for later."""
        both = every = self._slots & day.slots
        weight, more = 0, -1  # a slot at which one seat weighs more weighs at least `more` more
        for level in self._levels:
            classes = [(least, slots) for least, slots in level if slots & every]
            weight += classes[0][0]
            both &= classes[0][1]
            if len(classes) > 1:
                step = classes[1][0] - classes[0][0]
                more = step if more < 0 else min(more, step)
        rest = every ^ both
        if rest:
            slot = (rest & -rest).bit_length() - 1
            self._rest[day.number] = _Rest(weight + more + slot * self._slot_weight, rest)
        return [Option(weight + slot * self._slot_weight, slot) for slot in positions(both)]

    def _sums(self, day: BusinessDay, slots: int) -> list[Option]:
        """What slots of a day weigh at least: their seats added up one by one."""
        weights = self._added_up(self._levels, day, slots)
        if self._together:
            weights = list(map(max, weights, self._added_up(self._together, day, slots)))
        first, factor = day.first, self._slot_weight
        return [Option(weights[k] + (first + k) * factor, first + k) for k in positions(slots >> first)]

    def _added_up(self, levels: Sequence[Classes], day: BusinessDay, slots: int) -> list[int]:
        """For each slot of the day, if it is one of `slots`."""
        first = day.first
        weights = [0] * (day.stop - first)
        for level in levels:
            left = slots
            for weight, hits in level:
                here = hits & left
                if here:
                    left ^= here
                    for k in positions(here >> first):
                        weights[k] += weight
                    if not left:
                        break
        return weights
