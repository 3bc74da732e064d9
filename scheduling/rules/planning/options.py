"""What a round weighs at its slots, on its own: nobody sits in it twice.

That nobody sits in two rounds is the search's business, which bars people from rounds and prices them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scheduling.rules.planning.board import Table
from scheduling.rules.planning.terms import Terms


class Scope(NamedTuple):
    """What a branch leaves to one table: the slots at which it may start, and who may not sit there."""

    slots: int
    barred: frozenset[str]


Weighed = tuple[int, int, Sequence[tuple[int, int]]]
"""`(weight, slots, finer)`: slots that weigh the same, but for the slot itself and `finer`, which ranks below that."""


class Round:
    """One table of the board under a search's terms. `classes` are disjoint and ascend."""

    __slots__ = ("_changed", "_panel", "classes", "slot_weight", "slots")

    def __init__(
        self, table: Table, terms: Terms, place: int, *, scope: Scope, prices: Mapping[str, int], ceiling: int | None
    ) -> None:
        """Slots that weigh more than `ceiling`, prices apart, may be left out."""
        self.slot_weight = terms.slots[place]
        self._panel = table.panel
        self.slots = self._panel.cover(scope.slots)
        dearest = None if ceiling is None or terms.flat else ceiling // terms.load + max(prices.values(), default=0)
        self._changed = self._panel.without(scope.barred, prices, self.slots, at_most=dearest)
        same, changed = self.slots, self._changed
        if changed is not None:
            same &= ~changed.slots
            self.slots = same | changed.filled
        self.classes: list[Weighed] = [(0, self.slots, ())] if terms.flat else self._weighed(same, terms)

    @property
    def least(self) -> int:
        """No slot weighs less."""
        return self.classes[0][0] if self.classes else 0

    def people(self, slot: int) -> list[str]:
        """The cheapest people for one of the slots, in no particular order."""
        if self._changed is not None and self._changed.slots >> slot & 1:
            return self._changed.people(slot)
        return self._panel.people(slot)

    def _weighed(self, same: int, terms: Terms) -> list[Weighed]:
        """The panel's totals at slots at which they stay the `same`, and those of the others."""
        found: dict[tuple[int, int], int] = {} if self._changed is None else self._changed.totals()
        for cost, outside, slots in self._panel.totals():
            if not same:
                break
            hits = slots & same
            if hits:
                same ^= hits
                found[cost, outside] = found.get((cost, outside), 0) | hits
        ascending = found.items() if self._changed is None else sorted(found.items())
        load, core = terms.load, terms.out_of_core
        if self.slot_weight < core:
            return [(cost * load + outside * core, hits, ()) for (cost, outside), hits in ascending]
        weighed: list[Weighed] = []  # the slot ranks before core hours
        finer: list[tuple[int, int]] = []
        before = -1
        for (cost, outside), hits in ascending:
            if cost != before:
                before, finer = cost, []
                weighed.append((cost * load, hits, finer))
            else:
                weighed[-1] = (cost * load, weighed[-1][1] | hits, finer)
            finer.append((outside * core, hits))
        return weighed
