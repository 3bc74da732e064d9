"""APScheduler as the ticking clock, and nothing more: in memory, UTC, interval triggers. The promises are rows.

Every replica ticks; leases and versions in the database decide whose tick does what.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from scheduling.engine import Engine
from scheduling.outbox.relay import Report
from scheduling.ports import Clock
from scheduling.right_of_way import RightOfWay

WORKERS = 4
"""Threads that perform effects side by side; one conversation or event is never touched by two of them."""

MISSED_BEFORE_EXIT = 3


@dataclass(kw_only=True)
class Heartbeat:
    """When each tick last came to its end, and how often one has failed in a row. Read by health and metrics."""

    clock: Clock
    periods: Mapping[str, timedelta] = field(default_factory=dict)
    beats: dict[str, datetime] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)

    def beat(self, tick: str) -> None:
        self.beats[tick] = self.clock.now()
        self.failures[tick] = 0

    def failed(self, tick: str) -> None:
        self.failures[tick] = self.failures.get(tick, 0) + 1

    def late(self) -> list[str]:
        """Ticks that missed `MISSED_BEFORE_EXIT` of their turns."""
        now = self.clock.now()
        grace = timedelta(seconds=30)
        return [
            tick
            for tick, period in self.periods.items()
            if now - self.beats.get(tick, now) > period * MISSED_BEFORE_EXIT + grace
        ]


class Ticker:
    """Runs the engine's steps at their intervals, and what else stands in `also` (name, seconds, step). `wake` asks for the
    next step at once (an input was just taken); each one lets requests go first."""

    def __init__(self, engine: Engine, heartbeat: Heartbeat, report: Report) -> None:
        self.engine = engine
        self.heartbeat = heartbeat
        self.report = report
        self.right_of_way = RightOfWay()
        self.also: tuple[tuple[str, float, Callable[[], object]], ...] = ()
        executors = {"default": ThreadPoolExecutor(12)}
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(timezone=UTC, executors=executors, job_defaults=defaults)
        self._bell = threading.BoundedSemaphore()
        """Rung, or not: however often it is rung before somebody hears it, it wakes one worker."""
        self._bell.acquire()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts ticking; every step also runs once at once, so that an outage is caught up without waiting."""
        for name, seconds, step in self._plan():
            self.heartbeat.periods = {**self.heartbeat.periods, name: timedelta(seconds=seconds)}
            self.heartbeat.beat(name)
            self._scheduler.add_job(self._guarded, args=(name, step))  # no trigger: once, now
            self._scheduler.add_job(self._guarded, "interval", seconds=seconds, args=(name, step))
        self._scheduler.start()
        for number in range(WORKERS):
            thread = threading.Thread(target=self._relay_forever, name=f"relay-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wake(self) -> None:
        """One worker looks; where it finds what takes long, it wakes the next."""
        with suppress(ValueError):  # rung already
            self._bell.release()

    def stop(self, seconds: float = 10.0) -> None:
        """Lets running steps end for up to `seconds`; what is left stands leased in the database and is done again."""
        self._stopping.set()
        self.wake()
        self._scheduler.pause()
        self._scheduler.get_jobs()  # waits for a pass under way: one that is shut down in its middle breaks [APScheduler]
        self._scheduler.shutdown(wait=False)
        for thread in self._threads:
            thread.join(timeout=seconds / WORKERS)

    def _plan(self) -> list[tuple[str, float, Callable[[], object]]]:
        engine = self.engine
        return [
            ("wake", 1.0, self.wake),
            ("watch_time", 30.0, engine.watch_time),
            ("sync_calendar", 60.0, engine.sync_calendar),
            ("know_people", 3600.0, engine.know_people),
            ("forget", 3600.0, engine.forget),
            *self.also,
        ]

    def _guarded(self, name: str, step: Callable[[], object]) -> None:
        """A tick that raises is counted and told; the next one comes all the same."""
        try:
            step()
        except Exception as error:  # noqa: BLE001 - a tick that fails is counted, and must not end the ticking
            self.heartbeat.failed(name)
            self.report("tick_failed", {"tick": name, "error": error})
            return
        self.heartbeat.beat(name)

    def _relay_forever(self) -> None:
        while not self._stopping.is_set():
            self._bell.acquire(timeout=1.0)
            self._guarded("work", self._drain)
        self.wake()  # the next one stops as well

    def _drain(self) -> None:
        engine = self.engine
        while not self._stopping.is_set() and engine.has_work():
            self.right_of_way.give()
            if not (engine.work_inbox() or engine.relay_due(meanwhile=self.wake)):
                return
