"""What lasts too long is told to the admins of the team, in Slack: a backlog, a way from Slack that is gone, a tick that
fails each time. What a new process would mend is not waited for here; see `bot.run`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from bot.health import BACKLOG_AFTER, burst_of
from bot.watchdog import Watchdog
from models.unit_of_work import UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.outbox.alarms import alarm

EVERY_SECONDS = 60.0
_Trouble = tuple[str, str]


class Alarms:
    """`listening` tells what is wrong with the way from Slack, or nothing. Seconds are counted by a clock that nobody
    sets."""

    def __init__(
        self,
        uow: UnitOfWork,
        circumstances: Callable[[], Circumstances],
        watchdog: Watchdog,
        *,
        listening: Callable[[], str],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._uow = uow
        self._circumstances = circumstances
        self._watchdog = watchdog
        self._listening = listening
        self._monotonic = monotonic
        self._since: dict[_Trouble, float] = {}

    def look(self) -> None:
        """To be called more often than every five minutes. Writes only where there is something to tell."""
        at = self._circumstances()
        lasting = self._lasting()
        with self._uow.reading() as tx:
            overdue = tx.outbox.overdue(at.now - BACKLOG_AFTER)
            burst = burst_of(tx, at.now + timedelta(seconds=EVERY_SECONDS))
        if not (overdue or lasting or burst):
            return
        with self._uow() as tx:
            if overdue:
                alarm(tx, at, "backlog", count=overdue)
            if burst is not None:
                alarm(tx, at, "burst", count=burst.count, lasts=(burst.since, burst.last(at.now)))
            for what, why in lasting:
                alarm(tx, at, what, why)

    def gave_up(self, broken: Iterable[str]) -> None:
        """This process ends itself because of `broken`; another one says so."""
        at = self._circumstances()
        with self._uow() as tx:
            for part in broken:
                alarm(tx, at, "gave_up", part)

    def _lasting(self) -> list[_Trouble]:
        """What has been wrong for as long as a backlog may be."""
        now = self._monotonic()
        wrong: list[_Trouble] = [("tick", name) for name, times in self._watchdog.failures().items() if times]
        wrong += [("socket", "not_connected")] if self._listening() else []
        self._since = {trouble: self._since.get(trouble, now) for trouble in wrong}
        return [trouble for trouble, since in self._since.items() if now - since >= BACKLOG_AFTER.total_seconds()]
