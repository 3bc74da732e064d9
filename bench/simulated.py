"""A run of simulated loops too long for one sitting: `python bench/simulated.py --log FILE [--loops N] [--seed S]`.

Plays the worlds of `hirebot simulate --loops N --seed S`, and writes a line to FILE for each that is done. Stopped and
called again with the same file it plays the worlds that are missing, and once more those that broke a promise (mended
since, say). Prints the row of docs/reliability.md; with exit code 1 where a promise was broken, and with which command that
happens again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sandbox.simulation.run import LOOPS_PER_WORLD, Outcome, simulate
from sandbox.simulation.troubles import FAULTS

TOLD_EVERY = 60

World = dict[str, Any]
"""A line of the file."""


@click.command()
@click.option("--log", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--loops", type=click.IntRange(1), default=50_000, show_default=True)
@click.option("--seed", type=int, default=50, show_default=True)
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="one per core")
def main(file: Path, loops: int, seed: int, processes: int) -> None:
    """Many simulated loops, in as many sittings as it takes."""
    lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    if any((line["seed"], line["of"]) != (seed, loops) for line in lines):
        raise click.UsageError(f"{file} holds another run: give its seed and its loops, or another file.")
    played: dict[int, World] = {line["world"]: line for line in lines}
    whole = {number for number, world in played.items() if not world["broken"]}
    source, before, shown = _source(), perf_counter(), perf_counter()
    with file.open("a", buffering=1) as log:
        for outcome in simulate(loops=loops, seed=seed, faults=True, processes=processes, done=whole):
            now = perf_counter()
            world = _noted(outcome, source, seconds=now - before) | {"seed": seed, "of": loops}
            log.write(json.dumps(world) + "\n")
            played[outcome.number] = world
            before = now
            if now - shown > TOLD_EVERY:
                shown = now
                click.echo(f"{sum(world['loops'] for world in played.values()):,} of {loops:,} loops", err=True)
    sys.exit(min(1, _tell(list(played.values()), seed)))


def _source() -> str:
    """The commit that is played."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _noted(outcome: Outcome, source: str, *, seconds: float) -> World:
    """`seconds` is the time since the world before was done: all of them together are what the run took."""
    faults = Counter(event.kind for event in outcome.events if event.kind in FAULTS)
    return {
        "world": outcome.number,
        "loops": outcome.loops,
        "source": source,
        "seconds": round(seconds, 3),
        "faults": faults,
        "broken": outcome.broken,
        "digest": outcome.digest,
    }


def _tell(done: list[World], seed: int) -> int:
    """How many worlds broke a promise."""
    loops, seconds = sum(world["loops"] for world in done), sum(world["seconds"] for world in done)
    faults: Counter[str] = sum((Counter(world["faults"]) for world in done), Counter())
    broken = [world for world in done if world["broken"]]
    played = Counter(world["source"] for world in done)
    click.echo("| seed | loops | at | faults | a loop | loops a second | violations |")
    click.echo("| ---: | ---: | --- | ---: | ---: | ---: | ---: |")
    click.echo(
        f"| {seed} | {loops:,} | {', '.join(played)} | {faults.total():,} | {faults.total() / loops:.1f} "
        f"| {loops / seconds:.1f} | {len(broken)} |\n"
    )
    click.echo(", ".join(f"{count:,} {kind}" for kind, count in faults.most_common()))
    for world in broken:
        size = "" if world["loops"] == LOOPS_PER_WORLD else f" --loops {world['loops']}"
        click.echo(f"\nhirebot simulate --seed {seed} --world {world['world']}{size}", err=True)
        click.echo("\n".join(world["broken"]), err=True)
    return len(broken)


if __name__ == "__main__":
    main()
