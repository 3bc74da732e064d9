"""Everything that a change must pass, in one command: `python3 start.py check`. CI runs the same.

The documents and the migrations are held by tests, so "tests" covers them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dev.venv import ROOT
from start import DEVELOPERS_VERBS

STEPS = {
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"],
    "tests": DEVELOPERS_VERBS["test"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    step: str
    passed: bool
    seconds: float


def main(arguments: Sequence[str], *, steps: Mapping[str, list[str]] = STEPS) -> int:
    """0 where every step that was asked for passed. A failure does not keep the later steps from running."""
    parser = argparse.ArgumentParser(prog="start.py check", description=__doc__)
    parser.add_argument("--without", action="append", default=[], choices=steps, help="leave a step out")
    left_out = parser.parse_args(arguments).without
    outcomes = [_run(step, command) for step, command in steps.items() if step not in left_out]
    print("\n" + "\n".join(_line(outcome) for outcome in outcomes))
    return 0 if outcomes and all(outcome.passed for outcome in outcomes) else 1


def _run(step: str, command: list[str]) -> Outcome:
    print(f"\n== {step}", flush=True)
    started = time.monotonic()
    passed = subprocess.run([sys.executable, *command], cwd=ROOT).returncode == 0
    return Outcome(step=step, passed=passed, seconds=time.monotonic() - started)


def _line(outcome: Outcome) -> str:
    return f"{'passed' if outcome.passed else 'FAILED'}  {outcome.step:<8} {outcome.seconds:6.1f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
