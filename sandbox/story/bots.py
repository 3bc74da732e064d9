"""Two ways to run the unchanged bot against the example company: in this process, or in one that may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from pydantic import SecretStr

from bot.config import load_settings
from bot.container import App, build
from bot.echoes import at_once
from bot.keys import derive
from models.engine import make_engine
from models.migration import upgrade
from models.unit_of_work import UnitOfWork
from sandbox.company import TEAM_FILE, Company
from sandbox.serving import Served
from sandbox.slack import HttpDelivery
from sandbox.slack.delivery.requests import Delivery
from scheduling.engine import Engine
from scheduling.ports import Clock, PermanentFault, TransientFault
from scheduling.use_cases.load_team import TeamProblems, load_team

READY, SETTLED = "ready", "settled"
STARTS = 5
CLOCK_FILE = "HIREBOT_SANDBOX_CLOCK"


def settle(engine: Engine) -> None:
    """What production's ticks do, in a row: time, calendar, inputs and effects until nothing is left to do now. Where
    the calendar cannot be read, it is read the next time, as after a tick that failed."""
    engine.watch_time()
    engine.run_until_idle()
    with suppress(TransientFault, PermanentFault):
        engine.sync_calendar()
    engine.watch_time()
    engine.run_until_idle()


def prepare(app: App) -> None:
    """The newest schema, the example team, and everybody's account in the workspace."""
    upgrade(app.settings.database_url.get_secret_value())
    loaded = load_team(app.uow, TEAM_FILE.read_bytes(), app.engine.circumstances(), actor="sandbox")
    if isinstance(loaded, TeamProblems):
        raise ValueError("the example team file has problems")
    app.engine.know_people()


def local_app(
    company_settings: Mapping[str, str], *, database_url: str, clock: Clock, new_id: Callable[[], str] | None = None
) -> App:
    """The bot as production builds it, but for the clock and the pace: time stands still here, so nothing waits for it."""
    environ = {**company_settings, "HIREBOT_DATABASE_URL": database_url}
    return build(
        load_settings(environ, env_file=None), clock=clock, pace=timedelta(0), new_id=new_id, afterwards=at_once
    )


def core_secret(company_settings: Mapping[str, str]) -> bytes:
    """The key under which the bot's core chains its audit log."""
    return derive(SecretStr(company_settings["HIREBOT_SECRET_KEY"]), "core")


class LocalBot:
    """The bot in this process; its HTTP edge, at `url`, is real all the same."""

    def __init__(self, app: App, url: str) -> None:
        self.app = app
        self.uow = app.uow
        self.url = url

    def settle(self) -> None:
        settle(self.app.engine)

    def mend(self) -> None:
        """It cannot die alone."""


@contextmanager
def local_bot(company: Company, *, database_url: str) -> Iterator[LocalBot]:
    """Serves the bot on loopback and connects the workspace to it. Its ids come from a fixed seed, and with them who is
    taken among equals: the same story is told the same way every time."""
    dice = Random(1)
    app = local_app(
        company.settings, database_url=database_url, clock=company.clock, new_id=lambda: f"{dice.getrandbits(64):016x}"
    )
    prepare(app)
    try:
        with Served(app.asgi) as served:
            company.slack.connect(door(company, served.url))
            bot = LocalBot(app, served.url)
            bot.settle()
            yield bot
    finally:
        app.close()


def door(company: Company, url: str) -> HttpDelivery:
    secret = company.settings["SLACK_SIGNING_SECRET"]
    return HttpDelivery(f"{url}/slack/events", signing_secret=secret, clock=company.clock)


class KillableBot:
    """The bot in a process of its own. `clock_file` is where both processes read the time."""

    def __init__(self, company: Company, *, database_url: str, clock_file: Path) -> None:
        self.company = company
        self.uow = UnitOfWork(make_engine(database_url))
        self.starts = 0
        self._environ = {
            **os.environ,
            **company.settings,
            "HIREBOT_DATABASE_URL": database_url,
            CLOCK_FILE: str(clock_file),
        }
        self._start()

    def settle(self) -> None:
        """As often as it takes: whoever is killed in the middle is started anew and goes on."""
        while not self._asked_to_settle():
            self.mend()

    def mend(self) -> None:
        if self._process.poll() is not None or not self._answers():
            self.kill()
            self._bury()
            self._start()

    def kill(self) -> None:
        """kill -9: no chance to finish anything."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _bury(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def close(self) -> None:
        self.kill()
        self._bury()
        self.uow.engine.dispose()

    def _start(self) -> None:
        """Some are killed before they have said a word: the next one may live longer."""
        for _ in range(STARTS):
            first = self._born()
            if first.startswith(READY):
                self.connect(door(self.company, first.split()[1]))
                return
            self.kill()
            self._bury()
        raise RuntimeError("the bot did not start")

    def _born(self) -> str:
        self.starts += 1
        command = [sys.executable, "-m", "sandbox.bot_process"]
        root = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by this very interpreter
            command, env=self._environ, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self._line()

    def connect(self, to: Delivery) -> None:
        """From now on people reach this process."""
        self.company.slack.connect(to)

    def _asked_to_settle(self) -> bool:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("settle\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return False
        return self._line() == SETTLED

    def _answers(self) -> bool:
        return self._asked_to_settle()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()
