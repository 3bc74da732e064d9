"""Simulated loops: everything goes wrong, and every promise holds. `hirebot simulate` plays more of them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sandbox.simulation.run import Total, play, simulate
from sandbox.simulation.store import NotEmpty, databases
from sandbox.simulation.telling import replay, tell
from tests.architecture.source import ROOT
from tests.bot.command_line import hirebot, room
from tests.databases import Databases

__all__ = ["room"]
SEEDS = (1,)


def simulated(*, loops: int, seed: int, faults: bool = True, database_url: str | None = None) -> Total:
    total = Total()
    for outcome in simulate(loops=loops, seed=seed, faults=faults, database_url=database_url):
        total.add(outcome)
    return total


def broken(total: Total) -> list[tuple[str, ...]]:
    return [failure.broken for failure in total.failures]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_promise_holds_whatever_goes_wrong(seed: int) -> None:
    total = simulated(loops=5, seed=seed)
    assert [] == broken(total)
    assert sum(total.faults.values()) >= 5 * total.loops, "too little went wrong"


def test_every_promise_holds_on_postgresql_too(databases: Databases) -> None:
    with databases.fresh("postgresql") as url:
        total = simulated(loops=2, seed=100, database_url=url)
    assert [] == broken(total)


def test_where_nothing_fails_nothing_is_counted_as_a_fault_of_the_outside() -> None:
    total = simulated(loops=1, seed=1, faults=False)
    assert [] == broken(total)
    assert {"delivered twice"} >= set(total.faults)


def test_a_seed_tells_the_same_story_in_every_process() -> None:
    told = [_digest_told(hash_seed) for hash_seed in ("1", "2")]
    assert told[0] == told[1]


def test_a_world_can_be_told_again_with_some_of_its_events_only() -> None:
    (whole,) = simulate(loops=1, seed=2, faults=True)
    candidate = next(event.id for event in whole.events if event.kind == "candidate")
    lines: list[str] = []
    assert 0 == replay(lines.append, seed=2, world=0, loops=1, only=frozenset([candidate]))
    assert any("enters the candidate of L" in line for line in lines)
    assert Counter(line.split()[4] for line in lines)["google"] == 0


def test_a_run_can_go_on_with_the_worlds_that_are_left() -> None:
    rest = list(simulate(loops=6, seed=12, faults=True, done={0}))
    with databases(None) as fresh:
        alone = play(fresh(), 1, seed=12, loops=1, faults=True)
    assert rest == [alone]


def test_it_says_how_many_loops_were_played_what_went_wrong_and_that_nothing_broke() -> None:
    lines: list[str] = []
    assert 0 == tell(lines.append, loops=1, seed=4, faults=True, processes=1)
    assert lines[-1] == "violations: 0"
    assert any(line.startswith("seed 4: 1 loops in ") for line in lines)
    assert any(line.startswith("faults: ") for line in lines)


def test_a_database_that_is_in_use_is_left_alone(room: Path) -> None:
    url = f"sqlite:///{room}/used.db"
    with databases(url):
        pass
    with pytest.raises(NotEmpty), databases(url):
        pass
    told = hirebot("simulate", "--loops", "1", "--database-url", url)
    assert 1 == told.exit_code
    assert "That database is in use" in told.output


def _digest_told(hash_seed: str) -> str:
    code = (
        "from sandbox.simulation.run import simulate; print([o.digest for o in simulate(loops=1, seed=9, faults=True)])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout
