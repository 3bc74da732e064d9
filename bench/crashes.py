"""Every boundary between two side effects, each tried with every fault: `python bench/crashes.py [--engine ...] [--processes N]`.

Plays the script of tests/crash once, counts the boundaries, and tries each one with a crash, a lost answer, a duplicate, a
pause past the lease, 429, 5xx and a hang, then random pairs of faults. Prints what ended otherwise than undisturbed, and
one line of docs/reliability.md. Points are tried in an order that is mixed and always the same: where the time is up
before the end, what was tried is spread over all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.engine import make_engine
from models.migration import upgrade
from models.unit_of_work import UnitOfWork
from tests.crash.gate import Fault
from tests.crash.script import STORIES
from tests.crash.trials import Point, in_mixed_order, pairs, points_of, rehearse, singles, tried
from tests.postgres import running_postgres

ENGINES = ("SQLite", "PostgreSQL")
SEED = "crashes"
TOLD_EVERY = 500

Trial = tuple[Point, Mapping[int, Fault]]


@dataclass(frozen=True, kw_only=True)
class Task:
    """What one of `of` processes tries: every `of`-th point and pair."""

    name: str
    story: str | None
    points: int | None
    many: int
    minutes: float
    number: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Tried:
    boundaries: int
    product: int
    covered: int
    paired: int
    wrong: int
    seconds: float


@click.command()
@click.option("--engine", "name", type=click.Choice(ENGINES), default="SQLite", show_default=True)
@click.option(
    "--story", type=click.Choice([s.name for s in STORIES if not s.after]), help="Only this one, and no other."
)
@click.option("--points", type=click.IntRange(0), help="At most as many points; all of them without it.")
@click.option("--pairs", "many", type=click.IntRange(0), default=2000, show_default=True)
@click.option("--minutes", type=click.FloatRange(0), default=600.0, show_default=True, help="Each of the two at most.")
@click.option("--processes", type=click.IntRange(1), default=1, show_default=True, help="How many try at once.")
def main(name: str, story: str | None, points: int | None, many: int, minutes: float, processes: int) -> None:
    """Every boundary between two side effects, each tried with every fault."""
    tasks = [
        Task(name=name, story=story, points=points, many=many, minutes=minutes, number=number, of=processes)
        for number in range(processes)
    ]
    if processes == 1:
        tried_by = [share(tasks[0])]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            tried_by = list(pool.map(share, tasks))
    click.echo("| database | boundaries | points covered of points there are | pairs | ended otherwise | CPU |")
    click.echo("| --- | ---: | ---: | ---: | ---: | ---: |")
    click.echo(
        f"| {name} | {tried_by[0].boundaries:,} | {sum(t.covered for t in tried_by):,} of {tried_by[0].product:,} "
        f"| {sum(t.paired for t in tried_by):,} of {many:,} | {sum(t.wrong for t in tried_by)} "
        f"| {sum(t.seconds for t in tried_by):.0f} s |"
    )


def share(task: Task) -> Tried:
    with database(task.name) as uow:
        known = points_of(rehearse(uow, [s for s in STORIES if task.story in (None, s.name)]))
        product = singles(known)
        mixed = in_mixed_order(product, seed=SEED)
        started = process_time()
        trials = islice(((p, {p.number: f}) for p, f in mixed), task.number, task.points, task.of)
        covered, wrong = attempt(uow, trials, task.minutes)
        two = islice(pairs(known, task.many, seed=SEED), task.number, None, task.of)
        paired, more = attempt(uow, two, task.minutes)
        seconds = process_time() - started
    return Tried(
        boundaries=len(known),
        product=len(product),
        covered=covered,
        paired=paired,
        wrong=wrong + more,
        seconds=seconds,
    )


def attempt(uow: UnitOfWork, trials: Iterator[Trial], minutes: float) -> tuple[int, int]:
    """How many were tried within the time, and how many of them ended otherwise; says on standard error which, and how
    far it is."""
    until, covered, wrong = monotonic() + 60 * minutes, 0, 0
    for point, faults in trials:
        if monotonic() > until:
            break
        found = tried(uow, point.segment, faults)
        covered += 1
        if found:
            wrong += 1
            report(point, faults, found)
        if covered % TOLD_EVERY == 0:
            click.echo(f"{covered:,} tried, {wrong} ended otherwise", err=True)
    return covered, wrong


def report(point: Point, faults: Mapping[int, Fault], found: Sequence[str]) -> None:
    failed = ", ".join(f"{fault} at {number}" for number, fault in faults.items())
    click.echo(f"{point.name} ({failed})", err=True)
    for line in found:
        click.echo(f"    {line}", err=True)


@contextmanager
def database(name: str) -> Iterator[UnitOfWork]:
    """One with the newest schema, gone afterwards."""
    with TemporaryDirectory(prefix="hirebot-crashes-", dir=_memory()) as folder:
        if name == "SQLite":
            yield _migrated(f"sqlite:///{folder}/crashes.db")
            return
        with running_postgres(autovacuum="on", autovacuum_naptime="5s") as server:  # it is emptied thousands of times
            server.create("crashes", template="template0")
            uow = _migrated(server.url("crashes"))
            yield uow
            uow.engine.dispose()


def _migrated(url: str) -> UnitOfWork:
    upgrade(url)
    return UnitOfWork(make_engine(url))


def _memory() -> str | None:
    """What each commit costs a disk is not what is tested."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return str(memory) if memory.is_dir() else None


if __name__ == "__main__":
    main()
