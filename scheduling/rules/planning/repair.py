"""One loop after the other, and then better: some loops are taken out and put in anew, each as the lightest beside the rest.

Deterministic for a seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from scheduling.rules.planning.insertion import lightest_placement
from scheduling.rules.planning.standing import Standing


def one_after_the_other(standing: Standing, order: Sequence[int], rng: Random | None = None) -> None:
    """Puts loops in, each as the lightest beside those that are there; one that does not fit stays out."""
    for index in order:
        placement = lightest_placement(standing.team, standing.loops[index], rng)
        if placement is not None:
            standing.put(index, placement)


def hardest_first(standing: Standing) -> list[int]:
    """The loops by how few starts their tightest round has."""
    loops = standing.loops

    def starts(index: int) -> int:
        return min((entry.window.bit_count() for entry in loops[index].rounds), default=0)

    return sorted(range(len(loops)), key=lambda index: (starts(index), index))


class Repair:
    """A walk over batches, never to a worse one, often to an equal one: that is the way out of where nothing is better.

    The best one is kept as it was when it was found, so what one loop after the other gave only goes for a better one.
    """

    def __init__(self, standing: Standing, rng: Random) -> None:
        self.tries = 0
        self.score = standing.score
        self.best = list(standing.placements)
        self._standing = standing
        self._rng = rng
        self._possible = [k for k, loop in enumerate(standing.loops) if all(entry.window for entry in loop.rounds)]

    def start_over(self, order: Sequence[int]) -> None:
        """All loops once more, one after the other in another order; the walk goes on there if that is no worse."""
        self._attempt(list(range(len(self._standing.loops))), order, None)

    def step(self) -> None:
        """Takes some loops out and puts them in anew, together with loops that have no place yet."""
        rng, placements = self._rng, self._standing.placements
        planned = [k for k in self._possible if placements[k] is not None]
        waiting = [k for k in self._possible if placements[k] is None]
        chosen = rng.sample(planned, min(len(planned), rng.choice((1, 2, 2, 3, 4))))
        if waiting and rng.random() < 0.7:
            rng.shuffle(waiting)
            self._attempt(chosen, [waiting[0], *chosen, *waiting[1:4]], rng)
        else:
            self._attempt(chosen, chosen, rng)

    def _attempt(self, out: Sequence[int], order: Sequence[int], rng: Random | None) -> None:
        self.tries += 1
        standing = self._standing
        before, score = list(standing.placements), standing.score
        for index in out:
            standing.remove(index)
        one_after_the_other(standing, order, rng)
        if standing.score > score:
            standing.restore(before)
        elif standing.score < self.score:
            self.score, self.best = standing.score, list(standing.placements)
