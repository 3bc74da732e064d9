"""A batch as it stands while it is searched: who has which loop in their diary, and what all of it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduling.rules.planning.diaries import Team
from scheduling.rules.planning.open_loops import OpenLoop, Placement


class Score(NamedTuple):
    """A batch's objective as far as the search compares it: quarters out of core hours are settled at its end."""

    unplanned: int
    overdue_days: int
    load_growth: int
    finish: int


class Standing:
    """The placements of a batch, in their people's diaries."""

    __slots__ = ("loops", "placements", "score", "team")

    def __init__(self, team: Team, loops: Sequence[OpenLoop]) -> None:
        self.team = team
        self.loops = loops
        self.placements: list[Placement | None] = [None] * len(loops)
        self.score = Score(len(loops), 0, 0, 0)

    def put(self, index: int, placement: Placement) -> None:
        """Adds a loop that is not there."""
        self.placements[index] = placement
        growth = sum(
            self.team.take(number, slot, quarters)
            for quarters, slot, people in self._rounds(index, placement)
            for number in people
        )
        self._count(index, placement, 1, growth)

    def remove(self, index: int) -> Placement | None:
        """Takes a loop out, if it is there, and hands it back."""
        placement = self.placements[index]
        if placement is None:
            return None
        self.placements[index] = None
        growth = sum(
            self.team.give_back(number, slot, quarters)
            for quarters, slot, people in self._rounds(index, placement)
            for number in people
        )
        self._count(index, placement, -1, growth)
        return placement

    def restore(self, placements: Sequence[Placement | None]) -> None:
        """Makes the batch what it was; only loops that differ are touched."""
        changed = [k for k, before in enumerate(placements) if self.placements[k] is not before]
        for index in changed:
            self.remove(index)
        for index in changed:
            placement = placements[index]
            if placement is not None:
                self.put(index, placement)

    def _rounds(self, index: int, placement: Placement) -> Iterable[tuple[int, int, tuple[int, ...]]]:
        lengths = (entry.quarters for entry in self.loops[index].rounds)
        return zip(lengths, placement.slots, placement.people, strict=True)

    def _count(self, index: int, placement: Placement, sign: int, growth: int) -> None:
        unplanned, overdue, load, finish = self.score
        late, end = self.loops[index].end(placement.slots[-1] if placement.slots else 0)
        self.score = Score(unplanned - sign, overdue + sign * late, load + sign * growth, finish + sign * end)
