"""Every boundary between two side effects, each tried with every fault: `python bench/crashes.py [--engine ...]`.

Plays the script of tests/crash once, counts the boundaries, and tries each one with a crash, a lost answer, a duplicate, a
pause past the lease, 429, 5xx and a hang, then random pairs of faults. Prints what ended otherwise than undisturbed, and
one line of docs/reliability.md. Points are tried in an order that is mixed and always the same: where the time is up
before the end, what was tried is spread over all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
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

Trial = tuple[Point, Mapping[int, Fault]]


@click.command()
@click.option("--engine", "name", type=click.Choice(ENGINES), default="SQLite", show_default=True)
@click.option(
    "--story", type=click.Choice([s.name for s in STORIES if not s.after]), help="Only this one, and no other."
)
@click.option("--points", type=click.IntRange(0), help="At most as many points; all of them without it.")
@click.option("--pairs", "many", type=click.IntRange(0), default=2000, show_default=True)
@click.option("--minutes", type=click.FloatRange(0), default=600.0, show_default=True, help="Each of the two at most.")
def main(name: str, story: str | None, points: int | None, many: int, minutes: float) -> None:
    """Every boundary between two side effects, each tried with every fault."""
    with database(name) as uow:
        known = points_of(rehearse(uow, [s for s in STORIES if story in (None, s.name)]))
        product = singles(known)
        mixed = in_mixed_order(product, seed=SEED)
        started = process_time()
        covered, wrong = attempt(uow, islice(((p, {p.number: f}) for p, f in mixed), points), minutes)
        paired, more = attempt(uow, pairs(known, many, seed=SEED), minutes)
        seconds = process_time() - started
    click.echo("| database | boundaries | points covered of points there are | pairs | ended otherwise | CPU |")
    click.echo("| --- | ---: | ---: | ---: | ---: | ---: |")
    click.echo(
        f"| {name} | {len(known):,} | {covered:,} of {len(product):,} | {paired:,} of {many:,} | {wrong + more} "
        f"| {seconds:.0f} s |"
    )


def attempt(uow: UnitOfWork, trials: Iterator[Trial], minutes: float) -> tuple[int, int]:
    """How many were tried within the time, and how many of them ended otherwise; says which on standard error."""
    until, covered, wrong = monotonic() + 60 * minutes, 0, 0
    for point, faults in trials:
        if monotonic() > until:
            break
        found = tried(uow, point.segment, faults)
        covered += 1
        if found:
            wrong += 1
            report(point, faults, found)
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
        with running_postgres() as server:
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
