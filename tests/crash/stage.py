"""A world whose processes die, and are followed by others that find what the dead ones left behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar, cast

from models.engine import StoreUnavailable
from models.records.delivery import Effect, EffectState, InboxState
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.api import Hirebot
from scheduling.circumstances import Circumstances
from scheduling.engine import Engine
from scheduling.outbox.performers import PERFORMERS
from scheduling.outbox.relay import LEASE, Relay
from scheduling.outbox.settlement import Outside, Performer, Settlement
from scheduling.ports import Calendar, Directory, Messenger, TransientFault
from tests.crash.gate import NOT_DONE, Fault, Gate, GatedPort, GatedUnitOfWork, Killed, Kind, unavailable
from tests.world import MONDAY, SECRET, Surroundings, World

AFTER_A_CRASH = LEASE + timedelta(seconds=10)
Known = TypeVar("Known")
Aim = i.Intent | datetime
"""What is sent, or until when time passes."""
NEXT_TURN = timedelta(seconds=1)
SETTLING = tuple(timedelta(seconds=s) for s in (20, 80, 200, 420, 440))
"""Moments after a segment at which all that is due is done: long enough for two leases and the waits after two faults, also
of what is said only minutes after an outage."""


class Stage(World):
    """`does` takes an input as Slack delivers it: with one key, and again until it is acknowledged."""

    def __init__(self, uow: UnitOfWork, *, found: Surroundings | None = None) -> None:
        super().__init__(uow, now=MONDAY, found=found)
        self.gate = Gate(again=self._deliver_again, elsewhere=self._elsewhere)
        self.acknowledged: set[str] = set()
        self.last: tuple[i.Intent, str] | None = None
        self._owners = count(1)
        self._delivery, self._rehearsing = "", False
        self._soon: datetime | None = None
        self._take_over()

    # ---- a segment of the script

    def play(self, name: str, aim: Aim, *, asleep: bool, faults: Mapping[int, Fault]) -> None:
        """Plays a segment to its end, however often the process dies."""
        self._delivery, self._rehearsing = name, not faults
        self.gate.begin(faults)
        self._live(lambda: self._act(aim, asleep=asleep))

    def settle_down(self, since: datetime) -> None:
        """What the next minutes bring; the faults that are left over may fall here."""
        for pause in SETTLING:
            self.clock.set(max(self.now, since + pause))
            self._live(self.settle)
        self.gate.open = True

    def _act(self, aim: Aim, *, asleep: bool) -> None:
        if not isinstance(aim, datetime):
            self.does(aim, key=self._delivery)
        elif asleep:
            self.clock.set(max(aim, self.now))
            self.settle()
        else:
            self.until(aim)

    def _live(self, act: Callable[[], object]) -> None:
        """Until it is done: whenever the process dies, another one begins with it anew."""
        died = False
        while True:
            try:
                if died:
                    self.settle()
                act()
            except Killed:
                self.clock.advance(AFTER_A_CRASH)
                self._take_over()
                died = True
            else:
                return

    # ---- what the world does, through the gate

    def does(self, intent: i.Intent, *, key: str | None = None) -> bool:
        if key is None:
            return super().does(intent)
        new = False
        while key not in self.acknowledged:
            new = self._deliver(intent, key)
        self.settle()
        return new

    def _deliver(self, intent: i.Intent, key: str) -> bool:
        """Once; without an acknowledgement whoever sent it sends it again."""
        self.last = (intent, key)
        self.gate.doing = f"take {intent.kind}"
        new = False
        with suppress(*StoreUnavailable):
            new = self.core.take(intent, dedupe_key=key)
            fault = self.gate.reach(Kind.ACKNOWLEDGEMENT, "acknowledgement")
            if fault is Fault.LOST_ANSWER or fault in NOT_DONE:
                raise unavailable()
            self.acknowledged.add(key)
            self.gate.leave(fault)
        return new

    def settle(self) -> None:
        self._tick("watch time", self.engine.watch_time)
        self._work()
        self._tick("sync calendar", lambda: self.engine.sync_calendar() > 0)
        self._tick("watch time", self.engine.watch_time)
        self._work()

    def _work(self) -> None:
        """Inputs before effects, until nothing is due."""
        while self._tick(f"work {self._next_input()}", self.engine.work_inbox) or self._tick(
            "relay", self.engine.relay_due
        ):
            pass

    def _tick(self, doing: str, step: Callable[[], bool | None]) -> bool:
        """One turn. Trouble with a service or the database ends it, and the next one comes."""
        self.gate.doing = doing
        try:
            return bool(step())
        except (TransientFault, *StoreUnavailable):
            self._soon = self.now + NEXT_TURN
            return True

    def _next_input(self) -> str:
        """A name for what is worked on; nobody reads it where something is made to fail."""
        if not self._rehearsing:
            return ""
        with self.uow.reading() as tx:
            waiting = tx.inbox.all(state=InboxState.NEW, limit=1)
        return waiting[0].kind if waiting else ""

    def _next_moment(self) -> datetime | None:
        """Also the turn after one that failed, and the end of a lease that nobody works under any more."""
        with self.uow.reading() as tx:
            sending = tx.outbox.all(state=EffectState.SENDING)
        ends = [effect.lease_until + NEXT_TURN for effect in sending if effect.lease_until is not None]
        coming = [moment for moment in (super()._next_moment(), self._soon, *ends) if moment is not None]
        if self._soon is not None and self._soon <= self.now:
            self._soon = None
        return min(coming, default=None)

    # ---- what a script asks for

    def start(self, index: int) -> datetime:
        return _known(self.round(index).start)

    def end(self, index: int) -> datetime:
        return _known(self.round(index).end)

    def event(self, index: int) -> str:
        return _known(self.round(index).event_id)

    # ---- processes

    def _take_over(self) -> None:
        """A new process with a name of its own: nothing of the one before it is left but what is stored."""
        gate, outside = self.gate, self._outside()
        relay = Relay(
            outside=outside,
            clock=self.clock,
            new_id=self.new_id,
            owner=f"process {next(self._owners)}",
            pace=timedelta(0),
            report=self.report,
            performers={kind: _named(performer, gate) for kind, performer in PERFORMERS.items()},
        )
        self.engine = Engine(outside=outside, clock=self.clock, new_id=self.new_id, relay=relay, report=self.report)
        self.core = Hirebot(uow=outside.uow, clock=self.clock, new_id=self.new_id, secret=SECRET, wake=lambda: None)

    def _outside(self) -> Outside:
        gate = self.gate
        return Outside(
            uow=GatedUnitOfWork(self.uow.engine, gate),
            calendar=cast(Calendar, GatedPort(self.calendar, "calendar", gate)),
            messenger=cast(Messenger, GatedPort(self.messenger, "messenger", gate)),
            directory=cast(Directory, GatedPort(self.directory, "directory", gate)),
            secret=SECRET,
            clock=self.clock,
        )

    def _deliver_again(self) -> None:
        """The last input once more, as a retry brings it."""
        if self.last is not None:
            intent, key = self.last
            self.core.take(intent, dedupe_key=key)

    def _elsewhere(self) -> None:
        """This process stands still for longer than its lease, and another one does what is due meanwhile."""
        mine, core, doing = self.engine, self.core, self.gate.doing
        self.clock.advance(AFTER_A_CRASH)
        self._take_over()
        self.settle()
        self.engine, self.core, self.gate.doing = mine, core, doing


def _known(value: Known | None) -> Known:
    assert value is not None
    return value


def _named(performer: Performer, gate: Gate) -> Performer:
    """Says in the names of effects what the relay is at."""

    def perform(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
        about = effect.topic or str(effect.payload.get("kind", "cancel" if "cancel" in effect.payload else ""))
        gate.doing = f"{effect.kind} {about}".strip()
        return performer(outside, effect, at)

    return perform
