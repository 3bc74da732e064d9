"""A checkout of start.py's own in a temporary directory, and a uv beside it that installs nothing but keeps a record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Makes real venvs, "installs" a lock as a file of its name, and hirebot and pytest as programs that tell how they run.
UV = """
import json, os, sys
from pathlib import Path

words = sys.argv[1:]
record = Path(os.environ["UV_RECORD"])
if words != ["--version"]:
    with record.open("a") as log:
        log.write(json.dumps(words) + "\\n")
if (record.parent / "uv-refuses").exists() and (record.parent / "uv-refuses").read_text() in words:
    print("the network is down")
    sys.exit(2)
TELL = (
    "import json, os, sys\\n"
    "environment = {name: os.environ.get(name) for name in ('PYTHONPATH', 'VIRTUAL_ENV', 'HOME')}\\n"
    "print(json.dumps({'arguments': sys.argv[1:], 'folder': os.getcwd(), **environment}))\\n"
    "sys.exit(7 if 'fail' in sys.argv else 0)\\n"
)
if words[0] == "venv":
    import venv

    venv.create(words[-1], symlinks=True)
elif "--require-hashes" in words:
    made = Path(words[words.index("--python") + 1]).parents[1]
    site = next(made.glob("lib/python*/site-packages"))
    for lock in (Path(word) for before, word in zip(words, words[1:]) if before == "-r"):
        (site / lock.name).touch()
        (site / "pytest.py").write_text(TELL)
elif "--editable" in words:
    made = Path(words[words.index("--python") + 1]).parents[1]
    (made / "bin" / "hirebot").write_text(TELL)
"""


class Checkout:
    """`path` is the checkout; `uv_calls` what uv was asked for so far, without questions for its version."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.path = room / "check out"  # a space, as on many a Mac
        self.path.mkdir()
        for name in ("start.py", "pyproject.toml"):
            shutil.copy(ROOT / name, self.path)
        for name in ("dev", "requirements"):
            shutil.copytree(ROOT / name, self.path / name, ignore=shutil.ignore_patterns("__pycache__"))
        (room / "bin").mkdir()
        (room / "uv.py").write_text(UV)
        self.put_on_path("uv", f'exec "{sys.executable}" "{room}/uv.py" "$@"')
        self.environment = {
            "PATH": f"{room}/bin",
            "HOME": str(room),
            "UV_RECORD": str(room / "record"),
            "PIP_NO_INDEX": "1",  # where start.py falls back to pip, that must not reach for the network either
        }

    @property
    def venv(self) -> Path:
        return self.path / ".venv"

    @property
    def uv_calls(self) -> list[list[str]]:
        record = self.room / "record"
        return [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []

    def put_on_path(self, name: str, script: str) -> None:
        program = self.room / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def uv_refuses(self, word: str) -> None:
        """From now on uv fails where `word` is among its arguments; nowhere if it is empty."""
        (self.room / "uv-refuses").write_text(word)

    def start(self, *arguments: str, folder: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.path / "start.py"), *arguments],
            cwd=folder or self.room,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def installed(self) -> set[str]:
        """The locks that `.venv` was filled from."""
        return {path.name for path in self.venv.glob("lib/python*/site-packages/*.txt")}
