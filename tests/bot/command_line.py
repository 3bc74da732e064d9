"""The `hirebot` command, typed where nothing of the developer's own is."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.log import PACKAGES


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the command is typed. What it does to logging is undone."""
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    levels = {name: logging.getLogger(name).level for name in (*PACKAGES, "slack_bolt", "slack_sdk.web")}
    yield tmp_path
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    root.handlers[:], sys.excepthook, threading.excepthook = before[0], before[2], before[3]
    root.setLevel(before[1])
    logging.captureWarnings(False)


def hirebot(*words: str, settings: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, list(words), env=settings or {}, prog_name="hirebot")
