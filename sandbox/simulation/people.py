"""People: they press what they are shown, late, twice or on two devices, and change their minds. What they were
acknowledged is remembered here, by nobody but them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from models.engine import StoreUnavailable
from models.records.loops import Candidate
from models.records.people import Hours
from sandbox.clock import SteppedClock
from sandbox.simulation.agenda import Agenda
from sandbox.simulation.fate import Fate
from sandbox.simulation.ports import loop_of
from sandbox.simulation.story import Story
from sandbox.simulation.team import OPENINGS
from sandbox.simulation.troubles import Killed
from scheduling import intents as i
from scheduling.api import Hirebot
from scheduling.messages import Topic, View
from scheduling.outcomes import Refused

_ZONES = ("Europe/Berlin", "Europe/Berlin", "Europe/London", "America/New_York")
_WINDOWS = tuple(Hours(weekday=day, start=480, end=1140) for day in range(5))
PATIENCE = timedelta(days=32)
"""After this long somebody calls a loop off, whatever it waits for."""
TRY_AGAIN = timedelta(seconds=40)
MOST_TRIES = 20


class Process(Protocol):
    """The part of the bot that takes inputs; another one after a crash."""

    @property
    def core(self) -> Hirebot: ...

    def die(self, where: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    key: str
    intent: i.Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as its reader finds it."""

    name: str
    topic: Topic
    view: View
    loop: str


Habit = Callable[["People", Heard], None]


class People:
    def __init__(self, fate: Fate, clock: SteppedClock, story: Story, agenda: Agenda, process: Process) -> None:
        self.fate, self.clock, self.story, self.agenda = fate, clock, story, agenda
        self.acknowledged: list[Acknowledged] = []
        self.habits: dict[Topic, Habit] = {}
        self.words = 0
        self._process = process
        self._keys = 0

    def hear(self, name: str, topic: Topic, view: View) -> None:
        """Decides what this person will do about a message, and when."""
        habit = self.habits.get(topic)
        if habit is not None:
            habit(self, Heard(name=name, topic=topic, view=view, loop=loop_of(view)))

    def comes(self, number: int, *, after: timedelta) -> None:
        """A candidate turns up; or not, where the story does without."""
        loop_id = f"L{number}"
        if not self.fate.happens("candidate", 1.0, loop_id):
            return
        opening = OPENINGS[self.fate.among(len(OPENINGS), loop_id, "opening")]
        zone = _ZONES[self.fate.among(len(_ZONES), loop_id, "zone")]
        begins = self.clock.now() + after

        def enters() -> None:
            candidate = Candidate(
                name=f"Secretname {loop_id}", email=f"{loop_id.lower()}@secret.example", zone=zone, windows=_WINDOWS
            )
            day = self.clock.now().date() + timedelta(days=1)
            who = opening.coordinator_id
            wish = i.NewLoop(actor_id=who, loop_id=loop_id, opening_id=opening.id, candidate=candidate, kickoff=day)
            self.press(wish, f"enters the candidate of {loop_id}", loop=loop_id)

        self.agenda.add(begins, enters)
        self._gives_up(loop_id, opening.coordinator_id, begins + PATIENCE, "gives up on", withdrew=False)
        if self.fate.happens("candidate withdraws", 0.2, loop_id):
            days = self.fate.between(0.01, 20, loop_id, "withdraws")
            self._gives_up(
                loop_id, opening.coordinator_id, begins + timedelta(days=days), "hears of no more from", withdrew=True
            )

    def _gives_up(self, loop_id: str, who: str, when: datetime, words: str, *, withdrew: bool) -> None:
        wish = i.Cancel(actor_id=who, loop_id=loop_id, withdrew=withdrew, reason="no more")
        self.agenda.add(when, lambda: self.press(wish, f"{words} {loop_id}", loop=loop_id))

    def will(self, after: timedelta, wish: i.Intent, words: str, *, loop: str, form: bool = False) -> None:
        """Somebody has made up their mind. Impatient ones press twice; a second device sends the same again."""
        when = self.clock.now() + after
        self.agenda.add(when, lambda: self.press(wish, words, loop=loop, form=form))
        if self.fate.happens("pressed twice", 0.06, loop, words):
            self.agenda.add(when, lambda: self.press(wish, f"{words}, again", loop=loop, form=form))

    def press(self, wish: i.Intent, words: str, *, loop: str, form: bool = False) -> None:
        """A form is tried first, and refused before it is acknowledged. A delivery may come more than once."""
        self._keys += 1
        key = f"press:{self._keys}"
        self.story.tell(self.clock.now(), wish.actor_id, words, loop=loop)
        self._deliver(wish, key, form=form, tries=1)
        if self.fate.happens("delivered twice", 0.05, loop, words):
            later = self.clock.now() + timedelta(seconds=self.fate.between(0, 90, loop, words, "redelivered"))
            self.agenda.add(later, lambda: self._deliver(wish, key, form=False, tries=1))

    def _deliver(self, wish: i.Intent, key: str, *, form: bool, tries: int) -> None:
        """Without an acknowledgement people try again: what they typed is still there."""
        try:
            if form and isinstance(refused := self._process.core.check(wish), Refused):
                self.story.tell(self.clock.now(), "hirebot", f"refuses: {refused.why}")
                return
            self._process.core.take(wish, dedupe_key=key)
        except Killed:
            self._process.die("while it took an input")
        except StoreUnavailable:
            self.story.tell(self.clock.now(), "database", "is not there: not acknowledged")
        else:
            self.acknowledged.append(Acknowledged(key=key, intent=wish))
            return
        if tries < MOST_TRIES:
            again = self.clock.now() + TRY_AGAIN
            self.agenda.add(again, lambda: self._deliver(wish, key, form=form, tries=tries + 1))

    def delay(self, *name: object) -> timedelta:
        """Most answer within hours, some in minutes, some after days."""
        throw = self.fate.throw("delay", *name)
        hours = self.fate.throw("hours", *name)
        if throw < 0.6:
            return timedelta(minutes=2 + 90 * hours)
        if throw < 0.9:
            return timedelta(hours=2 + 20 * hours)
        return timedelta(hours=24 + 72 * hours)
