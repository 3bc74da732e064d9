"""The best a round can do on each business day, on its own: at which slot, at what weight.

It keeps one round's people distinct; that nobody sits in two rounds is the search's business, which bars people from
rounds and prices them.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heapreplace
from typing import NamedTuple

from scheduling.rules.planning.board import Post, Table
from scheduling.rules.planning.candidate_days import BusinessDay, CandidateDays
from scheduling.rules.planning.crew import Level
from scheduling.rules.planning.seating import seated
from scheduling.rules.planning.slots import positions
from scheduling.rules.planning.terms import Terms

Classes = list[tuple[int, int]]
"""Disjoint sets of slots, each with the weight of a seat there, ascending by weight."""


class Scope(NamedTuple):
    """What a branch leaves to one table: the slots at which it may start, and who may not sit there."""

    slots: int
    barred: frozenset[str]


class Option(NamedTuple):
    weight: int
    slot: int


class Round:
    """One table of the board under a search's terms.

    `options` has the best option of each business day that has one, by the day's number, ascending. Where a day is not settled yet, its
    option weighs no more than the best one does, and there may be none.
    """

    __slots__ = (
        "_days",
        "_levels",
        "_posts",
        "_rough",
        "_seated",
        "_slot_weight",
        "_slots",
        "_terms",
        "_waiting",
        "options",
    )

    def __init__(
        self,
        table: Table,
        days: CandidateDays,
        terms: Terms,
        place: int,
        *,
        scope: Scope,
        prices: Mapping[str, int],
        ceiling: int | None,
    ) -> None:
        """Options that weigh more than `ceiling`, prices apart, may be left out."""
        self._days = days
        self._terms = terms
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
        self._seated: set[int] = set()
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
            waiting = self._waiting[number] = sorted(self._sums(self._days.day_of(before.slot)))
        if len(self._posts) > 1 and waiting[0].slot not in self._seated:
            self._seat(waiting)
        if not waiting:
            del self.options[number]
            return True
        self.options[number] = waiting[0]
        if len(self._posts) == 1 or waiting[0].slot in self._seated:
            self._rough.remove(number)
        return waiting[0] != before

    def people(self, slot: int) -> list[str]:
        """The cheapest people for a slot at which the seats can be filled, in no particular order."""
        found = seated(self._posts, slot, self._terms)
        assert found is not None, "options have people"
        return [sitter.id for sitter in found]

    def _floors(self) -> dict[int, Option]:
        """Per day the sum of what each seat costs at its best slot of the day, or exactly that where it is the same."""
        ends_the_loop = self._slot_weight > self._terms.out_of_core
        options, *others = [
            self._by_day(self._by_cost(level) if ends_the_loop else self._by_weight(level)) for level in self._levels
        ]
        if others:
            first = self._by_day([(0, self._slots)])
            for number, (weight, slot) in first.items():
                seats = sum(seat[number].weight - seat[number].slot * self._slot_weight for seat in (options, *others))
                first[number] = Option(weight + seats, slot)
            options = first
        if others or ends_the_loop:
            self._rough.update(options)
        return options

    def _within(self, level: Level) -> Level:
        """A level as far as the round's own slots are concerned."""
        part: Level = []
        left = self._slots
        for cost, outside, slots in level:
            hits = slots & left
            if hits:
                part.append((cost, outside, hits))
                left ^= hits
                if not left:
                    break
        return part

    def _by_weight(self, level: Level) -> Classes:
        load, core = self._terms.load, self._terms.out_of_core
        return [(cost * load + outside * core, slots) for cost, outside, slots in level]

    def _by_cost(self, level: Level) -> Classes:
        """Classes that leave core hours out, for where the end of the loop ranks before them."""
        classes: Classes = []
        for cost, _, slots in level:
            weight = cost * self._terms.load
            if classes and classes[-1][0] == weight:
                slots |= classes.pop()[1]
            classes.append((weight, slots))
        return classes

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

    def _seat(self, waiting: list[Option]) -> None:
        """Gives the first of a heap what it weighs with distinct people; there may not be enough of them."""
        slot = waiting[0].slot
        self._seated.add(slot)
        sitters = seated(self._posts, slot, self._terms)
        if sitters is None:
            heappop(waiting)
        else:
            heapreplace(waiting, Option(sum(map(self._terms.of, sitters)) + slot * self._slot_weight, slot))

    def _sums(self, day: BusinessDay) -> list[Option]:
        """What each slot of a day weighs at least: its seats added up one by one."""
        weights = dict.fromkeys(positions(self._slots & day.slots), 0)
        for level in self._levels:
            left = self._slots & day.slots
            for cost, outside, slots in level:
                hits = slots & left
                if hits:
                    left ^= hits
                    weight = cost * self._terms.load + outside * self._terms.out_of_core
                    for slot in positions(hits):
                        weights[slot] += weight
                    if not left:
                        break
        return [Option(weight + slot * self._slot_weight, slot) for slot, weight in weights.items()]
