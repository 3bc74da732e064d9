"""Remakes the locks in requirements/ from the lists in pyproject.toml: `python3 start.py lock`.

What is locked stays as it is where it still fits; `--upgrade` takes the newest of everything, `--upgrade-package NAME`
of one. A lock holds for every platform and Python that Hirebot runs on, and names no registry, so any mirror will do.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dev.programs import fetch_uv, find_uv
from dev.venv import ROOT

RUNTIME = Path("requirements/runtime.txt")
COMPILE = ["pip", "compile", "--quiet", "--no-config", "--universal", "--generate-hashes", "--no-header"]
LOCKS = {
    RUNTIME: ["--python-version", "3.11", "pyproject.toml", "--group", "build"],
    Path("requirements/test.txt"): ["--python-version", "3.11", "--group", "test", "--constraint", str(RUNTIME)],
    Path("requirements/bootstrap.txt"): [
        "--python-version",
        "3.8",
        "--group",
        "bootstrap",
    ],  # by whatever runs start.py
}


def main(options: Sequence[str]) -> int:
    uv = find_uv() or fetch_uv()
    # a private index of whoever runs this must not decide which files the hashes are of
    environment = {name: value for name, value in os.environ.items() if not re.match("UV_.*(INDEX|LINKS)", name)}
    for lock, sources in LOCKS.items():
        command = [uv, *COMPILE, *sources, "--output-file", str(lock), *options]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        print(f"{lock}: {sum('==' in line for line in Path(ROOT, lock).read_text().splitlines())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
