"""What the page shows and moves: the example company and the bot that runs in it, one act at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from bot.clock import SystemClock
from sandbox.clock import SteppedClock
from sandbox.company import Company, example_company
from sandbox.page.desk import Desk
from sandbox.page.journey import Journey
from sandbox.room import room
from sandbox.slack import Person, Workspace
from sandbox.story.bots import LocalBot, local_bot
from sandbox.story.stage import Stage

CHANNEL = "hiring"


class Demo:
    """Everything that changes something does so inside `with demo.act():`, which lets the bot come to rest afterwards.
    Looking needs no lock: the stand-ins and the database have their own."""

    company: Company
    bot: LocalBot
    desk: Desk
    stage: Stage

    def __init__(self, begins: datetime) -> None:
        self.begins = begins
        self.journey = Journey()
        self._lock = threading.RLock()
        self._here, self._before = ExitStack(), ExitStack()
        self._open()

    def start_over(self) -> None:
        """The example team as it was at the start. Whoever is just looking at the world before still finds it: that one
        closes with the next start or with the demo."""
        with self._lock:
            self._before.close()
            self._before, self._here = self._here, ExitStack()
            self._open()

    def close(self) -> None:
        with self._lock:
            self._before.close()
            self._here.close()

    def _open(self) -> None:
        company, bot = self._here.enter_context(_living_company(self.begins))
        self.company, self.bot = company, bot
        self.desk, self.stage = Desk(), Stage(company, bot)

    @property
    def workspace(self) -> Workspace:
        return self.company.slack.workspace

    @property
    def people(self) -> dict[str, Person]:
        """Handles to act as, by short name."""
        return self.company.people

    @property
    def now(self) -> datetime:
        return self.company.clock.now()

    @contextmanager
    def act(self, *, settle: bool = True) -> Iterator[None]:
        """One act at a time; when it is over, everything that is due has been done."""
        with self._lock:
            yield
            if settle:
                self.settle()

    def settle(self) -> None:
        with self._lock:
            self.company.slack.events.redeliver_due()
            self.bot.settle()

    def advance(self, by: timedelta) -> None:
        """Lets time pass, stopping at everything that happens on the way, as it would while one waits."""
        self.until(self.now + by)

    def until(self, moment: datetime) -> None:
        with self._lock:
            self.stage.until(moment)
            self.settle()


@contextmanager
def demo_world(begins: datetime) -> Iterator[Demo]:
    """The example team at `begins`, with nothing planned yet. Everything is gone when the context ends."""
    demo = Demo(begins)
    try:
        yield demo
    finally:
        demo.close()


@contextmanager
def _living_company(begins: datetime) -> Iterator[tuple[Company, LocalBot]]:
    clock = SteppedClock(begins)
    with (
        room("hirebot-demo") as folder,
        example_company(clock, room=folder, token_clock=SystemClock()) as company,
    ):
        members = [person.user for person in company.people.values()]
        company.slack.workspace.add_channel(CHANNEL, members=members)
        with local_bot(company, database_url=f"sqlite:///{folder}/demo.db") as bot:
            yield company, bot
