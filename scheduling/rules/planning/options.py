"""The best a round can do on each business day, each seat taken by itself: at which slot, at what weight.

That nobody sits twice, in one round or in two, is the search's business, which bars people from seats and prices them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduling.rules.planning.board import Table
from scheduling.rules.planning.candidate_days import BusinessDay, CandidateDays
from scheduling.rules.planning.crew import Level, Sitter
from scheduling.rules.planning.terms import Terms

Classes = list[tuple[int, int]]
"""Disjoint sets of slots, each with the weight of a seat there, ascending by weight."""


class Scope(NamedTuple):
    """What a branch leaves to one table: the slots at which it may start, and who is barred from each of its posts."""

    slots: int
    barred: tuple[frozenset[str], ...]


class Option(NamedTuple):
    weight: int
    slot: int


class Round:
    """One table of the board under a search's terms.

    `options` has the best option of each business day (by number) that has one. Where a day was not settled yet, its
    option weighs no more than the best one does.
    """

    __slots__ = ("_crews", "_days", "_levels", "_rough", "_seats", "_slot_weight", "_slots", "_terms", "options")

    def __init__(
        self, table: Table, days: CandidateDays, terms: Terms, place: int, *, scope: Scope, prices: Mapping[str, int]
    ) -> None:
        self._days = days
        self._terms = terms
        self._slot_weight = terms.slots[place]
        self._seats = [len(post.seats) for post in table.posts]
        self._crews = [
            post.crew.reduced(barred, prices, scope.slots)
            for post, barred in zip(table.posts, scope.barred, strict=True)
        ]
        ladders = [crew.ladder(count) for crew, count in zip(self._crews, self._seats, strict=True)]
        slots = scope.slots
        for ladder in ladders:
            slots = ladder.cover(slots)
        self._slots = slots
        self._rough: set[int] = set()
        if terms.flat:
            self._levels: list[Level] = []
            self.options = self._by_day([(0, slots)])
        else:
            self._levels = [level for ladder in ladders for level in ladder.levels]
            self.options = self._floors()

    def settle(self, number: int) -> bool:
        """Works out the best option of a day, if it was only bounded so far; whether that changed it."""
        if number not in self._rough:
            return False
        self._rough.remove(number)
        before = self.options[number]
        self.options[number] = after = self._best_on(self._days.day_of(before.slot))
        return before != after

    def picks(self, slot: int) -> list[list[Sitter]]:
        """Per post, the cheapest people for its seats at a slot."""
        return [crew.best(slot, count) for crew, count in zip(self._crews, self._seats, strict=True)]

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

    def _best_on(self, day: BusinessDay) -> Option:
        """The best slot of a day, all seats added up."""
        window = (self._slots & day.slots) >> day.first
        weights: dict[int, int] = {}
        for level in self._levels:
            left = window
            for weight, slots in self._by_weight(level):
                hits = (slots >> day.first) & left
                left ^= hits
                while hits:
                    low = hits & -hits
                    weights[low] = weights.get(low, 0) + weight
                    hits ^= low
                if not left:
                    break
        first = day.first - 1
        return min(
            Option(weight + (first + low.bit_length()) * self._slot_weight, first + low.bit_length())
            for low, weight in weights.items()
        )
