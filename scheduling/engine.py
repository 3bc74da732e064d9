"""The steps that keep Hirebot going. Each is safe to run at any time, by anybody, and leaves something done or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta

from models.engine import StoreUnavailable
from models.records.delivery import InboxRow, InboxState
from models.records.people import Person
from models.repositories.rows import StaleRecord
from scheduling.calendar_sync import sync_calendar
from scheduling.circumstances import Circumstances
from scheduling.inbox import set_aside, work_once
from scheduling.outbox.relay import Relay, Report
from scheduling.outbox.settlement import Outside
from scheduling.outbox.wishes import find_in_workspace
from scheduling.ports import Clock, TransientFault
from scheduling.queries.outlook import team_delays
from scheduling.rules.outlook import Delays
from scheduling.use_cases.watch_time import watch_loop

FORGET_AFTER = timedelta(days=2)
"""Processed drafts and questions are deleted after this long: no redelivery comes later than 24 hours [Slack]."""
FORGETTABLE = ("save_draft", "asked", "open_home")


@dataclass(frozen=True, kw_only=True)
class Engine:
    """`relay` and the steps below share the same ports and clock. Nothing here loops or sleeps: ticks do."""

    outside: Outside
    clock: Clock
    new_id: Callable[[], str]
    relay: Relay
    report: Report = lambda event, fields: None

    def circumstances(self) -> Circumstances:
        return Circumstances(now=self.clock.now(), new_id=self.new_id, secret=self.outside.secret)

    def has_work(self) -> bool:
        """Whether an input or an effect may be waiting. Reads only: who finds nothing has kept nobody from writing."""
        now = self.clock.now()
        with self.outside.uow.reading() as tx:
            return tx.inbox.any_due(now) or tx.outbox.any_due(now)

    def work_inbox(self) -> bool:
        """Applies the oldest waiting input, if there is one; returns whether there was. A bug in one input sets that
        input aside and harms no other."""
        at = self.circumstances()
        row = None
        try:
            with self.outside.uow() as tx:
                row = tx.inbox.next(at.now)
                if row is None:
                    return False
                work_once(tx, at, row)
        except StoreUnavailable:
            raise  # no fault of the row: it is still there, and the next tick tries again
        except Exception as error:  # the inbox's boundary per row, as the relay has one per effect
            if row is None:
                raise
            self._try_later(row, at, error)
        return True

    def _try_later(self, row: InboxRow, at: Circumstances, error: Exception) -> None:
        """Somebody may have changed the loop at the same time (then it is tried again at once), or it is a bug."""
        conflict = isinstance(error, StaleRecord)
        if not conflict:
            self.report("input_failed", {"id": row.id, "kind": row.kind, "error": error})
        with self.outside.uow() as tx:
            fresh = tx.inbox.lock(id=row.id)
            if fresh is not None and fresh.state is InboxState.NEW:
                set_aside(tx, at, fresh, type(error).__name__, conflict=conflict)

    def relay_due(self, meanwhile: Callable[[], object] = lambda: None) -> bool:
        """Performs the next due effect, if there is one; `meanwhile` is called once it is taken, for it may take long."""
        return self.relay.run_once(meanwhile=meanwhile) > 0

    def watch_time(self) -> None:
        """Moves every live loop on as far as time has moved it. One that can't be read keeps no other from it: all are
        tried before the step fails."""
        self._heed_set_back()
        with self.outside.uow.reading() as tx:
            loops, pace = [loop.id for loop in tx.loops.live()], team_delays(tx)
        with ExitStack() as all_of_them:
            for loop_id in reversed(loops):
                all_of_them.callback(self._watch, loop_id, pace)

    def _heed_set_back(self) -> None:
        """After a clock that was ahead nobody waits until it is as late as it was then."""
        now = self.clock.now()
        with self.outside.uow.reading() as tx:
            if not (tx.inbox.waits_ahead(now) or tx.outbox.was_ahead(now)):
                return
        with self.outside.uow() as tx:
            tx.inbox.try_now(now)
            tx.outbox.try_now(now)

    def _watch(self, loop_id: str, pace: Delays) -> None:
        with suppress(StaleRecord), self.outside.uow() as tx:  # changed meanwhile: the next tick meets it again
            watch_loop(tx, self.circumstances(), loop_id, pace)

    def sync_calendar(self) -> int:
        """Reads what changed in the calendar since the last time."""
        return sync_calendar(self.outside.uow, self.outside.calendar, self.circumstances)

    def know_people(self) -> None:
        """Asks the workspace for everyone of whom it has not been asked yet; and in each hour of the day for another part of
        all others, so that who left is noticed within a day also where no event has told us. Done at start and every hour.
        Raises PermanentFault; whoever cannot be asked for now is asked for in a day."""
        with self.outside.uow.reading() as tx:
            team = tx.people.all(active=True)
        self._look_for(*(person for person in team if person.slack_id is None))
        known = [person for person in team if person.slack_id is not None]
        for person in known[self.clock.now().hour :: 24]:
            with suppress(TransientFault):
                if self._has_left(person.slack_id or ""):
                    self._look_for(person)

    def _look_for(self, *people: Person) -> None:
        with self.outside.uow() as tx:
            for person in people:
                find_in_workspace(tx, self.circumstances(), person)

    def _has_left(self, slack_id: str) -> bool:
        """Who has left is still known. Where nobody is, it is another workspace that was asked, or one that shows us little."""
        user = self.outside.directory.by_id(slack_id)
        return user is not None and not user.belongs

    def forget(self) -> int:
        """Deletes processed inputs that nothing refers to any more."""
        with self.outside.uow() as tx:
            return tx.inbox.forget_before(self.clock.now() - FORGET_AFTER, FORGETTABLE)

    def run_until_idle(self, most: int = 10_000) -> int:
        """Everything that is due now, inputs before effects, until nothing is left; returns the number of steps. For
        tests and the demo: production ticks."""
        steps = 0
        while steps < most and (self.work_inbox() or self.relay_due()):
            steps += 1
        return steps
