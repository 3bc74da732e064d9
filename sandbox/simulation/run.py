"""Many worlds one after the other, or one per core; their results put together in the order of their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from multiprocessing import get_context

from sandbox.simulation.fate import Event, Fate
from sandbox.simulation.store import MortalUnitOfWork, databases
from sandbox.simulation.story import Line
from sandbox.simulation.troubles import FAULTS
from sandbox.simulation.world import World

LOOPS_PER_WORLD = 5
"""Few, so that tables stay small; enough that people are wanted by several loops at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of world `number` of a seed."""

    number: int
    loops: int
    events: tuple[Event, ...]
    lines: tuple[Line, ...]
    broken: tuple[str, ...]
    digest: str


@dataclass(slots=True)
class Total:
    loops: int = 0
    events: Counter[str] = field(default_factory=Counter)
    failures: list[Outcome] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.loops += outcome.loops
        self.events.update(event.kind for event in outcome.events)
        self.digests.append(outcome.digest)
        if outcome.broken:
            self.failures.append(outcome)

    @property
    def faults(self) -> dict[str, int]:
        """By kind, the most frequent first: what went wrong, without what people just felt like."""
        return {kind: count for kind, count in self.events.most_common() if kind in FAULTS}

    @property
    def digest(self) -> str:
        return sha256("".join(self.digests).encode()).hexdigest()[:16]


def play(
    uow: MortalUnitOfWork,
    number: int,
    *,
    seed: int,
    loops: int,
    faults: bool,
    only: frozenset[str] | None = None,
) -> Outcome:
    fate = Fate(f"{seed}.{number}", only=only)
    story = World(uow, fate, loops=loops, faults=faults).run()
    return Outcome(
        number=number,
        loops=loops,
        events=tuple(fate.events),
        lines=tuple(story.lines),
        broken=tuple(story.broken),
        digest=story.digest,
    )


def simulate(
    *,
    loops: int,
    seed: int,
    faults: bool,
    database_url: str | None = None,
    processes: int = 1,
    done: Container[int] = (),
) -> Iterator[Outcome]:
    """World by world but those that are `done`, in the order of their numbers whichever ends first. A given database
    serves one process."""
    sizes = [min(LOOPS_PER_WORLD, loops - begun) for begun in range(0, loops, LOOPS_PER_WORLD)]
    worlds = [(number, size) for number, size in enumerate(sizes) if number not in done]
    if database_url is None and processes > 1:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            share = partial(_share, seed=seed, faults=faults)
            for outcomes in pool.map(share, _shares(worlds)):
                yield from outcomes
        return
    with databases(database_url) as fresh:
        for number, size in worlds:
            yield play(fresh(), number, seed=seed, loops=size, faults=faults)


def _shares(worlds: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """A handful of worlds per share: whoever is done early takes the next."""
    for begin in range(0, len(worlds), 4):
        yield worlds[begin : begin + 4]


def _share(worlds: Sequence[tuple[int, int]], *, seed: int, faults: bool) -> list[Outcome]:
    with databases(None) as fresh:
        return [play(fresh(), number, seed=seed, loops=size, faults=faults) for number, size in worlds]
