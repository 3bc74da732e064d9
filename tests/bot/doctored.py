"""The example team's company, set up as an operator would have done it, and a doctor who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from bot.clock import SystemClock
from bot.config import load_settings
from bot.container import build
from models.unit_of_work import UnitOfWork
from sandbox.clock import SteppedClock
from sandbox.company import TEAM_FILE, Company, example_company
from sandbox.serving import Served
from tests.bot.command_line import hirebot
from tests.bot.live import opened

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "HIREBOT_SECRET_KEY")


@pytest.fixture
def company(room: Path) -> Iterator[Company]:
    clock = SystemClock()
    with example_company(SteppedClock(clock.now()), room=room, token_clock=clock) as made:
        yield made


@pytest.fixture
def installed(company: Company, room: Path) -> dict[str, str]:
    """Settings of a Hirebot in socket mode whose team is loaded."""
    settings = company.settings | {"HIREBOT_MODE": "socket", "HIREBOT_DATABASE_URL": f"sqlite:///{room}/hirebot.db"}
    settings |= {"HIREBOT_PORT": "9"}  # where nothing listens
    assert 0 == hirebot("team", "load", str(TEAM_FILE), settings=settings).exit_code
    return settings


@pytest.fixture
def records(installed: dict[str, str]) -> Iterator[UnitOfWork]:
    with opened(installed["HIREBOT_DATABASE_URL"]) as uow:
        yield uow


def doctor(settings: dict[str, str], *options: str) -> Result:
    """What it says; whatever that is, it holds no secret."""
    told = hirebot("doctor", *options, settings=settings)
    assert [] == [key for key in SECRETS if settings.get(key) and settings[key] in told.output]
    assert "Traceback" not in told.output
    return told


def found(told: Result, state: str) -> list[str]:
    """The names of what was found in this state, in order."""
    lines = [line for line in told.output.splitlines() if line.startswith(f"{state:<4}  ")]
    return [line[6:].partition(": ")[0] for line in lines]


def todo(told: Result, name: str) -> str:
    """What is to be done about it."""
    lines = told.output.splitlines()
    at = next(number for number, line in enumerate(lines) if line[6:].startswith(f"{name}:"))
    assert lines[at + 1].startswith("      -> "), lines[at]
    return lines[at + 1].removeprefix("      -> ")


@contextmanager
def served(settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """A Hirebot that takes requests; yields the settings with its port."""
    app = build(load_settings(settings, env_file=None), pace=timedelta(0))
    with Served(app.asgi) as running:
        yield settings | {"HIREBOT_PORT": str(running.port)}
    app.close()
