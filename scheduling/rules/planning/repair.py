"""One loop after the other, and then better: some loops are taken out and put in anew, each as the lightest beside the rest.

Deterministic for a seed. Reads no clock: whoever asks says after each try whether to go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from scheduling.rules.planning.insertion import Placement, lightest_placement
from scheduling.rules.planning.standing import Score, Standing


def one_after_the_other(standing: Standing, order: Sequence[int]) -> None:
    for index in order:
        placement = lightest_placement(standing.team, standing.loops[index])
        if placement is not None:
            standing.put(index, placement)


def hardest_first(standing: Standing) -> list[int]:
    """The loops by how few starts their tightest round has."""
    loops = standing.loops

    def starts(index: int) -> int:
        return min((entry.window.bit_count() for entry in loops[index].rounds), default=0)

    return sorted(range(len(loops)), key=lambda index: (starts(index), index))


class Repair:
    """A walk over batches, never to a worse one. `best` is where it is."""

    def __init__(self, standing: Standing, rng: Random) -> None:
        self.standing = standing
        self._rng = rng
        self._possible = [
            k for k, loop in enumerate(standing.loops) if all(entry.window for entry in loop.rounds)
        ]

    def step(self) -> bool:
        """One try; whether the batch is better than before."""
        standing, rng = self.standing, self._rng
        before, score = list(standing.placements), standing.score
        chosen = self._chosen()
        for index in chosen:
            standing.remove(index)
        for index in chosen:
            placement = lightest_placement(standing.team, standing.loops[index], rng)
            if placement is not None:
                standing.put(index, placement)
        if standing.score > score:
            standing.restore(before)
            return False
        return standing.score < score

    def _chosen(self) -> list[int]:
        rng = self._rng
        out = [k for k in self._possible if self.standing.placements[k] is None]
        planned = [k for k in self._possible if self.standing.placements[k] is not None]
        some = rng.sample(planned, min(len(planned), rng.choice((1, 2, 2, 3, 4))))
        if out:
            some.insert(0, rng.choice(out))
        return some
