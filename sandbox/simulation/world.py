"""One world: a team, its candidates, a workspace and calendars around the production core, until every loop has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.engine import StoreUnavailable
from models.records.delivery import EffectState, InboxState
from models.records.loops import RoundState
from sandbox.clock import SteppedClock
from sandbox.simulation.agenda import Agenda
from sandbox.simulation.fate import Fate
from sandbox.simulation.habits import HABITS
from sandbox.simulation.hands import Hands
from sandbox.simulation.judge import Judge
from sandbox.simulation.people import PATIENCE, People
from sandbox.simulation.ports import SimulatedCalendar, SimulatedDirectory, SimulatedMessenger, Wire
from sandbox.simulation.store import MortalUnitOfWork
from sandbox.simulation.story import Story
from sandbox.simulation.team import NAMES, email, user, write_team
from sandbox.simulation.troubles import Killed
from scheduling.api import Hirebot
from scheduling.engine import Engine
from scheduling.outbox.relay import Relay
from scheduling.outbox.settlement import Outside
from scheduling.ports import PermanentFault, TransientFault

SECRET = b"a secret of simulations"
STARTS = (
    datetime(2026, 3, 2, 6, tzinfo=UTC),
    datetime(2026, 3, 16, 6, tzinfo=UTC),
    datetime(2026, 10, 12, 6, tzinfo=UTC),
    datetime(2026, 11, 2, 6, tzinfo=UTC),
    datetime(2026, 12, 14, 6, tzinfo=UTC),
)
"""Clocks change in the middle of most of them, holidays lie in some."""
TICK = timedelta(seconds=30)
MOST_STEPS = 3000
"""More steps than this at one moment are a core that does not come to rest."""
CRASH, AWAY = 0.003, 0.001


@dataclass(slots=True)
class Replica:
    """One process. Its successor has another name, as after a restart."""

    core: Hirebot
    engine: Engine


class World:
    def __init__(self, uow: MortalUnitOfWork, fate: Fate, *, loops: int, faults: bool) -> None:
        self.uow, self.fate, self.faults = uow, fate, faults
        self.story = Story()
        self.clock = SteppedClock(STARTS[fate.among(len(STARTS), "start")])
        self.agenda = Agenda()
        self.wire = Wire(fate, self.clock, self.story)
        self.people = People(fate, self.clock, self.story, self.agenda, self)
        self.calendar = SimulatedCalendar(self.wire, fate, [email(name) for name in NAMES])
        self.hands = Hands(fate, self.clock, self.story, self.agenda, self.calendar)
        self.judge = Judge(self)
        self.messenger = SimulatedMessenger(self.wire, self.clock, self.judge)
        self.directory = SimulatedDirectory(self.wire, [user(name) for name in NAMES])
        self.people.habits.update(HABITS)
        self.wire.meanwhile = self._meanwhile
        self._loops, self._ids, self._born = loops, 0, 0
        self._replicas = [self._start(), self._start()]
        self._watch = self._synced = -1
        self._day_begins = False
        self._last_entry = self.clock.now()
        self._inbox_empty: tuple[datetime, int] | None = None

    # ---- what people and the judge meet

    @property
    def secret(self) -> bytes:
        return SECRET

    def calendar_settled(self) -> bool:
        """Whether the core has seen the calendar as it is now."""
        return self._synced == self.calendar.number

    @property
    def core(self) -> Hirebot:
        return self._replicas[0].core

    def die(self, where: str) -> None:
        self._bury(0, where)

    # ---- the run

    def run(self) -> Story:
        with self._calm():
            write_team(self.uow)
            self._replicas[0].engine.know_people()
        self.uow.before, self.uow.after = self._before_commit, self._after_commit
        for number in range(self._loops):
            days = self.fate.between(0, 2.5 * self._loops, f"L{number}", "comes")
            self._last_entry = max(self._last_entry, self.clock.now() + timedelta(days=days))
            self.people.comes(number, after=timedelta(days=days))
        self.agenda.add(self.clock.now() + timedelta(days=1), self._new_day)
        self._until(self._last_entry + PATIENCE + timedelta(days=2))
        self._come_to_rest()
        return self.story

    def _until(self, end: datetime) -> None:
        while not self.story.broken:
            self._work()
            if self._day_begins:  # and what was put off until then is done
                self._day_begins = False
                self.judge.in_between()
            moment = self._next_moment()
            if moment is None or moment > end:
                return
            self.clock.set(max(moment, self.clock.now()))

    def _come_to_rest(self) -> None:
        """Nothing goes wrong any more: what is still to be done gets done, and everything has to be as promised."""
        with self._calm():
            for _ in range(40):
                self.clock.advance(timedelta(hours=1))
                self._work()
        self.judge.at_rest()

    def _new_day(self) -> None:
        """Once a day: somebody's hands are in the calendar, and the judge looks."""
        if self.faults:
            self.hands.new_day()
            if self.fate.happens("outage", 0.04, "outage", self.clock.now()):
                hours = (3, 14, 72)[self.fate.among(3, "outage lasts")]
                self.story.tell(self.clock.now(), "hirebot", f"is away for {hours} hours")
                self.clock.advance(timedelta(hours=hours))
        if self.faults and self.fate.happens("clock set back", 0.02, "clock", self.clock.now()):
            self.story.tell(self.clock.now(), "clock", "is set back by an hour")
            self.clock.advance(-timedelta(hours=1))
        self._watch, self._day_begins = 1, True
        self.agenda.add(self.clock.now() + timedelta(days=1), self._new_day)

    def _work(self) -> None:
        """Everything that is due now, people's acts as well, until nobody has anything left to do."""
        for _ in range(MOST_STEPS):
            number = self.fate.among(len(self._replicas), "turn")
            try:
                if not self._step(self._replicas[number].engine):
                    return
            except Killed:
                self._bury(number, "at work")
            except StoreUnavailable:
                self.clock.advance(timedelta(seconds=1))  # the tick failed; the next one is a second later
        self.story.breaks(self.clock.now(), "the core does not come to rest")

    def _step(self, engine: Engine) -> bool:
        if act := self.agenda.take_due(self.clock.now()):
            act()
            return True
        if self._watch > 0:
            self._watch = 0
            engine.watch_time()
            return True
        if self._works_inbox(engine) or engine.relay_due():
            return True
        if self._synced != self.calendar.number:
            self._sync(engine)
        return False

    def _works_inbox(self, engine: Engine) -> bool:
        """Nothing comes into it but by somebody's act, and nothing is tried again but at another time."""
        asked = (self.clock.now(), self.agenda.taken)
        if asked == self._inbox_empty:
            return False
        if engine.work_inbox():
            return True
        self._inbox_empty = asked
        return False

    def _sync(self, engine: Engine) -> None:
        """As a tick: where the calendar can't be read, the next minute's tries again."""
        number = self.calendar.number
        try:
            engine.sync_calendar()
        except (TransientFault, PermanentFault):
            return
        self._synced = number
        self._watch = 1

    def _next_moment(self) -> datetime | None:
        now = self.clock.now()
        with self.uow.reading() as tx:
            due = tx.outbox.next_due(after=now)
            leases = [e.lease_until for e in tx.outbox.all(state=EffectState.SENDING) if e.lease_until]
            inputs = [row.next_try_at for row in tx.inbox.all(state=InboxState.NEW) if row.next_try_at]
            rounds = tx.rounds.all(state=[RoundState.INVITED, RoundState.HELD])
        coming = [lease + timedelta(seconds=1) for lease in leases] + inputs
        if due is not None:
            coming.append(due)
        if self.agenda.next is not None:
            coming.append(self.agenda.next)
        turns = (r.end if r.state is RoundState.INVITED else r.start for r in rounds)
        timed = [moment if moment > now else now + TICK for moment in turns if moment is not None]
        if self._synced != self.calendar.number:
            coming.append(now + 2 * TICK)
        moment = min((*coming, *timed), default=None)
        self._watch = int(bool(timed) and moment == min(timed))
        return None if moment is None else max(moment, now)

    def _meanwhile(self) -> None:
        """A worker sleeps past its lease: time has passed, people have pressed, another replica has worked."""
        with self._calm():
            other = self._start().engine
            while (act := self.agenda.take_due(self.clock.now())) is not None:
                act()
            other.watch_time()
            other.run_until_idle()

    # ---- processes

    def _start(self) -> Replica:
        self._born += 1
        outside = Outside(
            uow=self.uow,
            calendar=self.calendar,
            messenger=self.messenger,
            directory=self.directory,
            secret=SECRET,
            clock=self.clock,
        )
        owner = f"process {self._born}"
        relay = Relay(
            outside=outside, clock=self.clock, new_id=self._new_id, owner=owner, pace=timedelta(0), report=self._report
        )
        engine = Engine(outside=outside, clock=self.clock, new_id=self._new_id, relay=relay, report=self._report)
        core = Hirebot(uow=self.uow, clock=self.clock, new_id=self._new_id, secret=SECRET, wake=lambda: None)
        return Replica(core, engine)

    def _bury(self, number: int, where: str) -> None:
        self._replicas[number] = self._start()
        self.story.tell(self.clock.now(), "hirebot", f"a process has died {where}; process {self._born} starts")

    def _report(self, event: str, fields: Mapping[str, object]) -> None:
        self.judge.reported(event, fields)

    def _new_id(self) -> str:
        self._ids += 1
        return f"i{self._ids:05d}"

    # ---- trouble with the database

    def _before_commit(self) -> None:
        if self.wire.calm:
            return
        if self.fate.happens("crash", CRASH, "before a commit", self.clock.now()):
            self.story.tell(self.clock.now(), "database", "the process dies before it commits")
            raise Killed
        if self.fate.happens("database away", AWAY, "commit", self.clock.now()):
            self.story.tell(self.clock.now(), "database", "is away and does not commit")
            raise StoreUnavailable[0]("COMMIT", {}, ConnectionError("away"))

    def _after_commit(self) -> None:
        if not self.wire.calm and self.fate.happens("crash", CRASH, "after a commit", self.clock.now()):
            self.story.tell(self.clock.now(), "database", "the process dies after it has committed")
            raise Killed

    @contextmanager
    def _calm(self) -> Iterator[None]:
        before, self.wire.calm = self.wire.calm, True
        try:
            yield
        finally:
            self.wire.calm = before or not self.faults
