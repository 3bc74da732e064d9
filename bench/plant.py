"""`python -m bench.plant`: plants each bug of `bench/planted.py` in a copy of the tree, and says what caught it and after how
many simulated loops. Exit code 1 where one was not caught."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.planted import BUGS, Bug

ROOT = Path(__file__).parents[1]
COPIED = ("bench", "bot", "dev", "handlers", "migrations", "models", "sandbox", "scheduling", "tests")
FILES = ("pyproject.toml", "manifest.yaml", "team.example.yaml")
CAUGHT_BY_TESTS = 1

HUNT = """
import sys
from sandbox.simulation.run import simulate
loops = 0
for outcome in simulate(loops=int(sys.argv[1]), seed=int(sys.argv[2]), faults=True):
    loops += outcome.loops
    if outcome.broken:
        print(f"{loops} loops: {outcome.broken[0]}")
        sys.exit(1)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.plant", description=__doc__)
    parser.add_argument("--loops", type=int, default=2000, help="after so many loops a bug has got away")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="bugs with this in their names")
    given = parser.parse_args(arguments)
    got_away = 0
    for bug in BUGS:
        if given.only in bug.name:
            caught = hunted(bug, loops=given.loops, seed=given.seed)
            got_away += caught is None
            print(f"{bug.name}: {caught or 'NOT CAUGHT'}", flush=True)
    return 1 if got_away else 0


def hunted(bug: Bug, *, loops: int, seed: int) -> str | None:
    """What caught it: the named tests where it has some, else the simulator."""
    with TemporaryDirectory() as room:
        copy = planted(bug, Path(room))
        if bug.tests:
            run = _run(copy, "-m", "pytest", bug.tests, "-q", "-x", "-p", "no:cacheprovider", "-k", "not postgresql")
            failed = [line for line in run.stdout.splitlines() if line.startswith("FAILED")]
            return failed[0].split("::")[-1].split(" - ")[0] if run.returncode == CAUGHT_BY_TESTS and failed else None
        run = _run(copy, "-c", HUNT, str(loops), str(seed))
        told = run.stdout.strip().splitlines()[:1] or run.stderr.strip().splitlines()[-1:]
        return None if run.returncode == 0 else told[0]


def planted(bug: Bug, room: Path) -> Path:
    """A copy of the tree with this bug in it."""
    for name in COPIED:
        shutil.copytree(ROOT / name, room / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, room)
    file = room / bug.file
    source = file.read_text()
    if source.count(bug.old) != 1:
        raise ValueError(f"{bug.name}: what it changes is not there exactly once")
    file.write_text(source.replace(bug.old, bug.new))
    return room


def _run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=copy, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main())
