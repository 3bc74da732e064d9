"""The linter is set up to catch what the house forbids, and lets through what it allows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

OPENING = '"""Planted."""\n\nfrom __future__ import annotations\n\n'

FORBIDDEN = {
    "wall time": ("TID251", "from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n"),
    "wall time as a date": ("TID251", "from datetime import date\n\ntoday = date.today()\n"),
    "wall time in seconds": ("TID251", "import time\n\nnow = time.time()\n"),
    "sleeping": ("TID251", "import time\n\ntime.sleep(1)\n"),
    "a moment without a zone": ("DTZ001", "from datetime import datetime\n\nmoment = datetime(2026, 3, 2, 9)\n"),
    "mocks": ("TID251", "from unittest.mock import Mock\n\nfake = Mock()\n"),
    "catching everything": ("BLE001", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
    "printing": ("T201", 'print("hello")\n'),
    "relative imports": ("TID252", "from . import ports\n\nx = ports\n"),
    "code in comments": ("ERA001", "# x = 1\n"),
    "SQL glued together": ("S608", 'name = input()\nquery = f"SELECT * FROM candidate WHERE name = {name}"\n'),
    "silencing without saying what": ("PGH003", "x: int = str()  # type: ignore\n"),
}


def lint(code: str, *, file: str) -> str:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        "--stdin-filename",
        file,
        "-",
    ]
    return subprocess.run(command, cwd=ROOT, input=OPENING + code, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_the_house_forbids_is_caught(what: str) -> None:
    rule, code = FORBIDDEN[what]

    assert rule in lint(code, file="scheduling/planted.py")


def test_wall_time_may_be_read_in_the_one_module_that_is_for_it() -> None:
    _, code = FORBIDDEN["wall time"]

    assert "TID251" not in lint(code, file="bot/clock.py")
