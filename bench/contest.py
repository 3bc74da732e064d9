"""One instance after the other, put to CP-SAT and to the planner, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bench.instances import BUSY, Json, generate

HERE = Path(__file__).resolve().parent
DAYS = (21, 42)


class SolverMissing(Exception):
    """There is nothing to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One instance and both answers to it: per order the objective and the time, and the memory it took."""

    name: str
    people: int
    days: int
    busy: str
    ours: Json
    theirs: Json


EACH = {10: 10, 50: 10, 200: 4, 1000: 2}
"""How many instances are made up of each length and density: so that CP-SAT is through with all in ten minutes or so."""


def write_suite(folder: Path, *, each: int | None, people: Iterable[int], first_seed: int = 1) -> None:
    """`each` instances for every size, length and density."""
    for size in people:
        number = each or next((count for known, count in EACH.items() if size <= known), 1)
        for days in DAYS:
            for busy in BUSY:
                for seed in range(first_seed, first_seed + number):
                    instance = generate(seed, people=size, days=days, busy=busy)
                    name = f"people{size:04d}-days{days}-{busy}-{seed:03d}.json"
                    (folder / name).write_text(json.dumps(instance))


def contests(folder: Path, *, python: str, results: Path | None, sample: int) -> Iterator[Contest]:
    """The instances of a folder that have one candidate, every `sample`-th of them.

    CP-SAT's answers are added to `results`, one by one, and taken from there where it has the very same instance.
    """
    known = _known(results)
    for path in _single_loops(folder)[::sample]:
        text = path.read_text()
        instance, key = json.loads(text), sha256(text.encode()).hexdigest()[:16]
        if key not in known:
            known[key] = run_python(python, HERE / "cpsat.py", path)
            if results is not None:
                with results.open("a") as lines:
                    lines.write("\n" + json.dumps({"key": key, "answers": known[key]}))
        yield Contest(
            name=path.stem,
            people=len(instance["interviewers"]),
            days=instance["days"],
            busy=instance.get("density", ""),
            ours=run_python(sys.executable, HERE / "planner.py", "measure", path),
            theirs=known[key],
        )


def _single_loops(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.json"))
    return [path for path in paths if len(json.loads(path.read_text())["candidates"]) == 1]


def _known(results: Path | None) -> dict[str, Json]:
    if results is None or not results.exists():
        return {}
    entries: list[Json] = []
    for line in results.read_text().splitlines():
        with suppress(ValueError):  # a line was cut short if a run was ended while it wrote
            entries.append(json.loads(line))
    return {entry["key"]: entry["answers"] for entry in entries}


def run_python(python: str, *arguments: str | Path) -> Json:
    """The one JSON object that a script of the bench prints, in a process of its own."""
    done = subprocess.run([python, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode == 2:
        raise SolverMissing(done.stderr.strip())
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer: Json = json.loads(done.stdout)
    return answer
