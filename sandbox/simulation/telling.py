"""`hirebot simulate`: what it prints."""

from __future__ import annotations

import os
from collections.abc import Callable
from time import perf_counter

from sandbox.simulation.run import LOOPS_PER_WORLD, Outcome, Total, play, simulate
from sandbox.simulation.shrink import shrunk
from sandbox.simulation.store import MortalUnitOfWork, databases

Say = Callable[[str], None]
MOST_FAILURES = 3
"""So many are made short and told; more of them would hardly be about something else."""


def tell(
    say: Say, *, loops: int, seed: int, faults: bool, database_url: str | None = None, processes: int | None = None
) -> int:
    """Simulates, and returns how many worlds broke a promise."""
    began, shown, total = perf_counter(), perf_counter(), Total()
    for outcome in simulate(
        loops=loops, seed=seed, faults=faults, database_url=database_url, processes=processes or os.cpu_count() or 1
    ):
        total.add(outcome)
        if perf_counter() - shown > 10:
            shown = perf_counter()
            say(f"  {total.loops} of {loops} loops, {len(total.failures)} broken")
    took = perf_counter() - began
    say(f"seed {seed}: {total.loops} loops in {took:.1f} s, {total.loops / took:.1f} a second, digest {total.digest}")
    for kind, count in total.faults.items():
        say(f"  {count:>8}  {kind}")
    say(f"faults: {sum(total.faults.values())}, {sum(total.faults.values()) / max(total.loops, 1):.1f} a loop")
    say(f"violations: {len(total.failures)}")
    with databases(None) as fresh:
        for failure in total.failures[:MOST_FAILURES]:
            _tell_failure(say, fresh, failure, seed=seed, faults=faults)
    return len(total.failures)


def replay(say: Say, *, seed: int, world: int, loops: int, only: frozenset[str] | None) -> int:
    """One world of a seed once more, told line by line; with `only` these events and no other."""
    with databases(None) as fresh:
        outcome = play(fresh(), world, seed=seed, loops=loops, faults=True, only=only)
    _tell_lines(say, outcome)
    return len(outcome.broken)


def _tell_failure(
    say: Say, fresh: Callable[[], MortalUnitOfWork], failure: Outcome, *, seed: int, faults: bool
) -> None:
    kinds = {sentence[:3] for sentence in failure.broken}

    def once_more(only: frozenset[str]) -> Outcome:
        return play(fresh(), failure.number, seed=seed, loops=failure.loops, faults=faults, only=only)

    kept = shrunk(failure.events, lambda only: any(b[:3] in kinds for b in once_more(only).broken))
    say(f"\nworld {failure.number}, made short from {len(failure.events)} events to {len(kept)}:")
    _tell_lines(say, once_more(kept))
    size = "" if failure.loops == LOOPS_PER_WORLD else f" --loops {failure.loops}"
    say(f"  hirebot simulate --seed {seed} --world {failure.number}{size} --only {','.join(sorted(kept))}")


def _tell_lines(say: Say, outcome: Outcome) -> None:
    for line in outcome.lines:
        say(f"  {line}")
    for sentence in outcome.broken:
        say(f"  BROKEN  {sentence}")
