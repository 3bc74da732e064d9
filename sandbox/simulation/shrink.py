"""From a world that broke a promise to the few events that are enough to break it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sandbox.simulation.fate import Event

Breaks = Callable[[frozenset[str]], bool]
"""Whether a promise is still broken where only these events may happen."""
MOST_TRIES = 400


def shrunk(events: Sequence[Event], breaks: Breaks, *, tries: int = MOST_TRIES) -> frozenset[str]:
    """Delta debugging: candidates first, since each takes a whole loop along, then everything else. Events that are left
    out change nothing but what follows from them."""
    budget = _Budget(breaks, tries)
    candidates = [event.id for event in events if event.kind == "candidate"]
    others = [event.id for event in events if event.kind != "candidate"]
    candidates = _fewer(candidates, lambda some: budget.breaks(some, others))
    others = _fewer(others, lambda some: budget.breaks(candidates, some))
    return frozenset([*candidates, *others])


class _Budget:
    """Once it is used up nothing breaks any more: what was found so far is good enough."""

    def __init__(self, breaks: Breaks, tries: int) -> None:
        self._breaks, self._tries = breaks, tries

    def breaks(self, *parts: Sequence[str]) -> bool:
        self._tries -= 1
        return self._tries >= 0 and self._breaks(frozenset(one for part in parts for one in part))


def _fewer(items: Sequence[str], breaks: Callable[[Sequence[str]], bool]) -> list[str]:
    """Takes away halves, quarters, ... single ones, for as long as it still breaks."""
    kept, size = list(items), max(len(items) // 2, 1)
    while kept:
        first, found = 0, False
        while first < len(kept):
            without = kept[:first] + kept[first + size :]
            if breaks(without):
                kept, found = without, True
            else:
                first += size
        if size == 1 and not found:
            return kept
        size = max(size // 2, 1) if not found or size > 1 else 1
    return kept
