"""Two ways to run the unchanged bot against the example company: in this process, or in one that may be killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.config import Settings
from bot.container import App, build
from models.engine import make_engine
from models.unit_of_work import UnitOfWork
from sandbox.clock import FileClock, SteppedClock
from sandbox.company import TEAM_FILE, Company
from sandbox.serving import Served
from sandbox.slack import HttpDelivery
from scheduling.circumstances import Circumstances
from scheduling.engine import Engine
from scheduling.use_cases.load_team import TeamLoaded, load_team

READY, SETTLED = "ready", "settled"


def settle(engine: Engine) -> None:
    """What production's ticks do, in a row: time, calendar, inputs and effects until nothing is left to do now."""
    engine.watch_time()
    engine.run_until_idle()
    engine.sync_calendar()
    engine.watch_time()
    engine.run_until_idle()


class LocalBot:
    """The bot in this process; its HTTP edge is real all the same."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.uow = app.uow

    def settle(self) -> None:
        settle(self.app.engine)

    def mend(self) -> None:
        """It cannot die alone."""
