"""The best a round can do on each business day, on its own: which slot, with whom, at what weight.

It keeps one round's people distinct; that nobody sits in two rounds is the search's business, which bars people from
rounds and prices them. All of a round's days are looked at in one pass over its people, cheapest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduling.rules.planning.assignment import assign
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.terms import Terms

Classes = list[tuple[int, int]]
"""Disjoint sets of slots, each with the least weight it can have, ascending by weight."""


class Option(NamedTuple):
    weight: int
    slot: int
    people: tuple[int, ...]


class Round:
    """One table of the board under a search's terms, with some people barred from it and prices put on some."""

    __slots__ = ("_costs", "_days", "_orders", "_prices", "_slot_weight", "_table", "_terms")

    def __init__(
        self, board: Board, place: int, terms: Terms, *, barred: frozenset[int], prices: Mapping[int, int]
    ) -> None:
        self._days = board.days
        self._table = board.tables[place]
        self._terms = terms
        self._slot_weight = terms.slots[place]
        self._costs = board.costs
        self._prices = prices
        self._orders = [self._order(pool, barred) for pool in self._table.pools]

    def cover(self, slots: int) -> int:
        """Those of `slots` at which each pool, taken by itself, has enough people."""
        for order, count in zip(self._orders, self._table.counts, strict=True):
            slots = self._enough(order, count, slots)
        return slots

    def per_day(self, slots: int) -> dict[int, Option]:
        """The best option within `slots` on each business day (by number) that has one."""
        best: dict[int, Option] = {}
        for weight, same in self._classes(slots):
            hits = same & slots
            while hits:
                low = hits & -hits
                slot = low.bit_length() - 1
                day = self._days.day_of(slot)
                known = best.get(day.number)
                if known is not None and known.weight <= weight + slot * self._slot_weight:
                    hits &= ~day.slots  # later slots of the day weigh more still
                    if known.weight <= weight + day.first * self._slot_weight:
                        slots &= ~day.slots  # and so do all classes to come
                    continue
                hits ^= low
                option = self._seat(slot)
                if option is not None and (known is None or option.weight < known.weight):
                    best[day.number] = option
        return best

    def sitters(self, slot: int, wanted: int) -> list[dict[int, int]]:
        """Per seat, the `wanted` best people free at a slot (all, if fewer) with their weights.

        Ranked by weight, then number. With `wanted` the number of all seats to fill, nobody beyond is ever needed:
        one of these would be left over to take their place.
        """
        pools = [self._best_people(order, slot, wanted) for order in self._orders]
        return [pools[pool] for pool in self._table.seats]

    def _order(self, pool: tuple[int, ...], barred: frozenset[int]) -> tuple[int, ...]:
        """The pool's people who may sit here, cheapest first, prices included."""
        order = tuple(person for person in pool if person not in barred) if barred else pool
        if self._prices:
            order = tuple(sorted(order, key=self._cost))  # stable: equal costs stay in the order of numbers
        return order

    def _cost(self, person: int) -> int:
        return self._costs[person] + self._prices.get(person, 0)

    def _enough(self, order: tuple[int, ...], count: int, slots: int) -> int:
        """The slots at which at least `count` of these people could start."""
        at_least = [slots] + [0] * count
        for person in order:
            starts = self._table.starts(person)
            for k in range(count, 0, -1):
                at_least[k] |= at_least[k - 1] & starts
            if at_least[count] == slots:
                break
        return at_least[count]

    def _classes(self, slots: int) -> Classes:
        """The slots by the least weight their seats can have, the slot's own weight left out."""
        if self._terms.flat:
            return [(0, self.cover(slots))]
        joint: Classes = [(0, slots)]
        for order, count in zip(self._orders, self._table.counts, strict=True):
            for level in self._levels(order, count, slots):
                joint = _combine(joint, level)
        return joint

    def _levels(self, order: tuple[int, ...], count: int, slots: int) -> list[Classes]:
        """For k = 1 to `count`: the slots by the weight of the k-th cheapest person who could start there.

        Someone outside their core hours for part of the round counts as one quarter at first: `_seat` knows better.
        """
        ladder = _Ladder(count)
        cost, outside = -1, 0
        pending: list[int] = []
        for person in order:
            if cost != self._cost(person):
                ladder.add_all(pending, outside)
                if ladder.full(slots):
                    return ladder.levels
                cost = self._cost(person)
                weight = cost * self._terms.load
                outside, pending = weight + self._terms.out_of_core, []
            starts = self._table.starts(person) & slots
            if starts:
                inside = starts & self._table.core_starts(person)
                ladder.add(inside, weight)
                pending.append(starts ^ inside)
        ladder.add_all(pending, outside)
        return ladder.levels

    def _seat(self, slot: int) -> Option | None:
        """The cheapest way to fill the seats at one slot; None where the pools have too few distinct people."""
        if len(self._orders) == len(self._table.seats) == 1:
            for person, weight in self._best_people(self._orders[0], slot, 1).items():
                return Option(weight + slot * self._slot_weight, slot, (person,))
            return None
        found = assign(self.sitters(slot, len(self._table.seats)))
        if found is None:
            return None
        return Option(found.weight + slot * self._slot_weight, slot, found.people)

    def _best_people(self, order: tuple[int, ...], slot: int, wanted: int) -> dict[int, int]:
        bit = 1 << slot
        found: list[tuple[int, int]] = []
        cost, settled = -1, 0  # settled: how many of `found` nobody to come can outrank
        for person in order:
            if not self._table.starts(person) & bit:
                continue
            if self._cost(person) != cost:
                cost, settled = self._cost(person), len(found)
            if settled >= wanted:
                break
            outside = self._table.out_of_core(person, slot)
            settled += not outside
            found.append((cost * self._terms.load + outside * self._terms.out_of_core, person))
        found.sort()
        return {person: weight for weight, person in found[:wanted]}


class _Ladder:
    """Counts, per slot, how many people could start there, and remembers at what weight each count was reached."""

    __slots__ = ("_reached", "levels")

    def __init__(self, count: int) -> None:
        self._reached = [0] * count
        self.levels: list[Classes] = [[] for _ in range(count)]

    def add(self, slots: int, weight: int) -> None:
        """One more person, never cheaper than those before, at `slots`."""
        for k, reached in enumerate(self._reached):
            if not slots:
                return
            fresh = slots & ~reached
            if fresh:
                self._reached[k] |= fresh
                level = self.levels[k]
                if level and level[-1][0] == weight:
                    level[-1] = (weight, level[-1][1] | fresh)
                else:
                    level.append((weight, fresh))
            slots ^= fresh

    def add_all(self, people: list[int], weight: int) -> None:
        for slots in people:
            self.add(slots, weight)

    def full(self, slots: int) -> bool:
        return self._reached[-1] == slots


def _combine(left: Classes, right: Classes) -> Classes:
    """The classes of two seats together: where both have someone, at the sum of their weights."""
    sums: dict[int, int] = {}
    for weight, slots in left:
        for more, others in right:
            shared = slots & others
            if shared:
                sums[weight + more] = sums.get(weight + more, 0) | shared
                slots ^= shared
                if not slots:
                    break
    return sorted(sums.items())
