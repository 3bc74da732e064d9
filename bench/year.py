"""Memory and threads over a long simulated year: `python bench/year.py [--months N]`.

One process plays month after month, each with its own candidates, team and database, all faults on, and looks at itself
after each: what is resident (Linux), how many objects live, how many threads. Whatever grew with what was done would show
here. Then the real process answers commands for a while, and is looked at from outside after every ten thousand.
Prints the two Markdown tables of docs/performance.md.
"""

from __future__ import annotations

import gc
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.acks import CONNECTIONS, bot, called
from bench.memory import resident_mb
from sandbox.simulation.run import play
from sandbox.simulation.store import databases

LOOPS_A_MONTH = 12
EVERY = 10_000


@click.command()
@click.option("--months", type=click.IntRange(1), default=12, show_default=True)
@click.option("--requests", type=click.IntRange(0), default=5 * EVERY, show_default=True, help="To the real process.")
def main(months: int, requests: int) -> None:
    """Memory and threads over a long simulated year."""
    click.echo(
        "| months | loops | promises broken | memory | objects | threads |\n| ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    broken = 0
    with databases(None) as fresh:
        for month in range(1, months + 1):
            broken += len(play(fresh(), month, seed=365, loops=LOOPS_A_MONTH, faults=True).broken)
            gc.collect()
            click.echo(
                f"| {month} | {month * LOOPS_A_MONTH} | {broken} | {resident_mb():.0f} MB | {len(gc.get_objects()):,} "
                f"| {threading.active_count()} |"
            )
    click.echo("\n| requests | memory | threads |\n| ---: | ---: | ---: |")
    with (
        TemporaryDirectory() as folder,
        bot(Path(folder)) as (slack, _, port, process),
        ThreadPoolExecutor(CONNECTIONS) as crowd,
    ):
        caller = called(port, slack)
        for asked in range(EVERY, requests + 1, EVERY):
            list(crowd.map(lambda _: caller(), range(EVERY)))
            status = Path(f"/proc/{process.child.pid}/status").read_text()
            threads = next(line.split()[1] for line in status.splitlines() if line.startswith("Threads:"))
            click.echo(f"| {asked:,} | {resident_mb(status):.0f} MB | {threads} |")


if __name__ == "__main__":
    main()
