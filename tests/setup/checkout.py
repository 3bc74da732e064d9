"""A checkout of start.py's own in a temporary directory, with a uv that installs nothing but keeps a record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLERS = Path(__file__).with_name("installers.py")

# start.py takes the Python that runs it, if that fits; this lets another one pass for it
AS_IF_RUN_BY = (
    "import runpy, sys; sys.argv.pop(0); sys._base_executable = sys.argv.pop(0); "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


class Checkout:
    """`path` is where it is; `room` the directory around it, which is also the person's home."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.path = room / "check out"  # a space, as on many a Mac
        self.path.mkdir()
        for name in ("start.py", "pyproject.toml"):
            shutil.copy(ROOT / name, self.path)
        for name in ("dev", "requirements"):
            shutil.copytree(ROOT / name, self.path / name, ignore=shutil.ignore_patterns("__pycache__"))
        (room / "bin").mkdir()
        self.environment = {"PATH": f"{room}/bin", "HOME": str(room)}
        self.put_on_path("uv", self.played("uv"))
        self.refuse("")

    @property
    def venv(self) -> Path:
        return self.path / ".venv"

    def orders(self, installer: str = "uv") -> list[list[str]]:
        """What uv or pip was asked for so far, without questions for its version."""
        orders = self.room / f"orders-{installer}"
        return [json.loads(line) for line in orders.read_text().splitlines()] if orders.exists() else []

    def installed(self) -> set[str]:
        """The locks that `.venv` was filled from."""
        return {path.name for path in self.venv.glob("lib/python*/site-packages/*.txt")}

    def played(self, program: str) -> str:
        """A line of shell that plays `program`."""
        return f'"{sys.executable}" "{INSTALLERS}" "{self.room}" {program} "$@"'

    def put_on_path(self, name: str, script: str) -> Path:
        program = self.room / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    def refuse(self, words: str) -> None:
        """From now on uv and pip fail where one of `words` is among what they are asked for."""
        (self.room / "refused").write_text(words)

    def start(
        self, *arguments: str, folder: Path | None = None, run_by: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        pretending = ["-c", AS_IF_RUN_BY, str(run_by)] if run_by else []
        return subprocess.run(
            [sys.executable, *pretending, str(self.path / "start.py"), *arguments],
            cwd=folder or self.room,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            timeout=120,
        )
