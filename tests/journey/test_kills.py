"""`kill -9` at random moments of the story, then restart: it ends in the same state, no event and no message twice."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

from bot.clock import SystemClock
from models.unit_of_work import UnitOfWork
from sandbox.clock import FileClock, SteppedClock
from sandbox.company import Company, example_company
from sandbox.slack.delivery.requests import Answer, Delivery, Outbound
from sandbox.story.bots import KillableBot, core_secret, local_bot
from sandbox.story.in_time import in_time
from sandbox.story.play import BEGINS
from sandbox.story.plot import perform
from sandbox.story.stage import Stage
from scheduling.invariants import check

KILLS = 10


class Assassin:
    """Strikes at chosen steps of the story, some milliseconds into them; a step is a request or a settling."""

    def __init__(self, seed: int, *, steps: int) -> None:
        self._dice = Random(seed)
        self._chosen = set(self._dice.sample(range(steps), KILLS))
        self._step = 0
        self.struck = 0
        self._victim: Callable[[], None] = lambda: None

    def follow(self, victim: Callable[[], None]) -> None:
        self._victim = victim

    def step(self, most: float) -> None:
        if self._step in self._chosen:
            Timer(self._dice.uniform(0, most), self._strike).start()
        self._step += 1

    def _strike(self) -> None:
        self.struck += 1
        self._victim()


class DoomedBot(KillableBot):
    """A bot whose process is killed now and then while it settles."""

    def __init__(self, company: Company, assassin: Assassin, *, database_url: str, clock_file: Path) -> None:
        self._assassin = assassin
        super().__init__(company, database_url=database_url, clock_file=clock_file)
        assassin.follow(self.kill)

    def connect(self, to: Delivery) -> None:
        super().connect(DoomedDelivery(to, self._assassin))

    def settle(self) -> None:
        self._assassin.step(0.15)
        super().settle()


@dataclass(frozen=True)
class DoomedDelivery:
    """Now and then the process is killed while a request is on its way."""

    to: Delivery
    assassin: Assassin

    def send(self, request: Outbound) -> Answer:
        self.assassin.step(0.03)
        return self.to.send(request)


@dataclass(frozen=True)
class Played:
    """What a story left behind. `steps` is how many moments there were at which the process could have been killed."""

    steps: int
    state: list[object]
    events: list[object]
    messages: Counter[tuple[str, str]]


def test_ten_kills_change_nothing_in_the_end(tmp_path: Path) -> None:
    start = _team_loaded(tmp_path)
    undisturbed = _played_undisturbed(tmp_path, start)
    assassin = Assassin(seed=11, steps=undisturbed.steps)
    clock = FileClock(tmp_path / "clock", BEGINS)
    with example_company(clock, room=tmp_path, token_clock=SystemClock()) as company:
        url = _copied(start, tmp_path / "killed.db")
        bot = DoomedBot(company, assassin, database_url=url, clock_file=tmp_path / "clock")
        try:
            perform(Stage(company, bot), in_time(Stage(company, bot)))
            bot.settle()
            played = _what_is_left(company, bot.uow, steps=0)
            assert _sent_twice(company) == []
            with bot.uow.reading() as tx:
                assert check(tx, now=clock.now(), secret=core_secret(company.settings)) == ()
        finally:
            bot.close()
    assert assassin.struck == KILLS
    assert bot.starts > KILLS // 2
    assert played.state == undisturbed.state
    assert played.events == undisturbed.events
    assert undisturbed.messages - played.messages == Counter()
    assert [text for _, text in played.messages - undisturbed.messages if not _is_answer(text)] == []


def _team_loaded(room: Path) -> Path:
    """A database with the example team and nothing else, from which both stories begin."""
    with (
        example_company(SteppedClock(BEGINS), room=room, token_clock=SystemClock()) as company,
        local_bot(company, database_url=f"sqlite:///{room}/start.db"),
    ):
        return room / "start.db"


def _copied(start: Path, to: Path) -> str:
    shutil.copy(start, to)
    return f"sqlite:///{to}"


def _played_undisturbed(room: Path, start: Path) -> Played:
    with (
        example_company(SteppedClock(BEGINS), room=room, token_clock=SystemClock()) as company,
        local_bot(company, database_url=_copied(start, room / "calm.db")) as bot,
    ):
        settlings: list[None] = []
        stage = Stage(company, bot, after_step=lambda: settlings.append(None))
        perform(stage, in_time(stage))
        bot.settle()
        return _what_is_left(company, bot.uow, steps=len(settlings) + len(company.slack.deliveries))


def _what_is_left(company: Company, uow: UnitOfWork, *, steps: int) -> Played:
    state: list[object] = []
    with uow.reading() as tx:
        for loop in tx.loops.all():
            state.append((loop.candidate.name, loop.state, loop.end_reason))
            for round_ in tx.rounds.of_loop(loop.id):
                panel = [seat.person_id for seat in tx.seats.of_round(round_.id)]
                cards = [(c.person_id, c.version, c.summary) for c in tx.scorecards.all(round_id=round_.id)]
                state.append((round_.index, round_.state, round_.start, panel, sorted(cards)))
    live = [(e["summary"], e["start"], sorted(a["email"] for a in e["attendees"])) for e in _live(company)]
    said = Counter(
        (name, _whenever_said(message.text))
        for name, person in company.people.items()
        for message in person.dm
        if message.metadata
    )
    return Played(steps=steps, state=state, events=sorted(live, key=repr), messages=said)


def _live(company: Company) -> list[dict[str, Any]]:
    return company.calendars.live_events()


def _sent_twice(company: Company) -> list[str]:
    """Marks that more than one message carries."""
    marks = Counter(
        message.metadata["event_payload"]["mark"]
        for person in company.people.values()
        for message in person.dm
        if message.metadata
    )
    return [mark for mark, count in marks.items() if count > 1]


def _whenever_said(text: str) -> str:
    """What is said a minute later, because the process was killed while it said it, counts the minutes from then."""
    return re.sub(r"^In \d+ minutes?:", "In some minutes:", text)


def _is_answer(text: str) -> bool:
    """Whether it answers somebody who pressed again, not knowing that the first press had been taken."""
    return any(words in text for words in ("already", "has moved on", "out of date"))
