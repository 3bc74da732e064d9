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
    failed = subprocess.run([*tests, *arguments]).returncode
    if arguments:
        return failed
    print("\nFive hundred interview loops with everything that can go wrong, held to every promise:", flush=True)
    broken = subprocess.run(loops).returncode
    return failed or broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
