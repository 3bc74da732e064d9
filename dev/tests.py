"""The tests, and then five hundred simulated loops: `python3 start.py test`. With options only the tests that they name:
options go to pytest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TESTS = [sys.executable, "-m", "pytest", "-n", "logical", "--maxprocesses", "8", "--dist", "worksteal"]
LOOPS = [sys.executable, str(Path(sys.executable).with_name("hirebot")), "simulate", "--loops", "500", "--seed", "500"]


def main(arguments: Sequence[str], *, tests: Sequence[str] = TESTS, loops: Sequence[str] = LOOPS) -> int:
    """The exit code of what failed first. Loops are simulated also where a test failed: they tell of other things."""
    failed = _run([*tests, *arguments])
    if arguments:
        return failed
    print("\nFive hundred interview loops with everything that can go wrong, held to every promise:", flush=True)
    broken = _run(loops)
    return failed or broken


def _run(command: Sequence[str]) -> int:
    """Its exit code. Ctrl-C is heard by both and is the end of all, once the command has stopped what it had started
    (subprocess.run would kill it after a quarter of a second)."""
    with subprocess.Popen(command) as running:
        try:
            return running.wait()
        except KeyboardInterrupt:
            sys.exit(running.wait())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
