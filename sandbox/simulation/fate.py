"""All chance in a simulation. Each throw has a name, so that taking one event out of a story changes no other throw."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

_WHOLE = float(2**64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that might not have happened: a fault, somebody's whim, a candidate who came. `id` names it in every run
    of its seed."""

    id: str
    kind: str


class Fate:
    """`only`: the events that may happen; None for whatever the throws say. What happened is in `events`, in order."""

    def __init__(self, seed: str, *, only: frozenset[str] | None = None) -> None:
        self._seed = seed
        self._only = only
        self._asked: Counter[tuple[object, ...]] = Counter()
        self.events: list[Event] = []

    def throw(self, *name: object) -> float:
        """Evenly in [0, 1). The same name gives another value each time it is asked for."""
        self._asked[name] += 1
        return int.from_bytes(self._digest(name, self._asked[name])) / _WHOLE

    def happens(self, kind: str, chance: float, *name: object) -> bool:
        """Whether it happens now; it is an event then."""
        named = (kind, *name)
        self._asked[named] += 1
        digest = self._digest(named, self._asked[named])
        if int.from_bytes(digest) / _WHOLE >= chance:
            return False
        event = Event(id=digest.hex()[8:], kind=kind)
        if self._only is not None and event.id not in self._only:
            return False
        self.events.append(event)
        return True

    def among(self, count: int, *name: object) -> int:
        """One of `count`, by its number."""
        return int(self.throw(*name) * count)

    def between(self, least: float, most: float, *name: object) -> float:
        return least + (most - least) * self.throw(*name)

    def _digest(self, name: tuple[object, ...], nth: int) -> bytes:
        text = "|".join((self._seed, str(nth), *map(str, name)))
        return hashlib.blake2b(text.encode(), digest_size=8).digest()
