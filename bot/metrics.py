"""What can be counted of this process and of the shared work, for Prometheus. Numbers only: no ids, no names, no labels
that people could put something into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.health import ON_TIME, write_something
from bot.watchdog import Watchdog
from models.engine import StoreError
from models.records.delivery import EffectState
from models.unit_of_work import UnitOfWork
from scheduling.ports import Clock

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_OPEN = (
    EffectState.PENDING,
    EffectState.SENDING,
    EffectState.RETRY,
    EffectState.AMBIGUOUS,
    EffectState.DEAD,
)


class Metrics:
    """One registry per app, so that several can live in one process."""

    def __init__(self, uow: UnitOfWork, clock: Clock, watchdog: Watchdog) -> None:
        self._registry = CollectorRegistry()
        self.acks = Histogram(
            "hirebot_ack_seconds",
            "Time from a whole request to its acknowledgement; Slack waits 3 seconds",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0),
            registry=self._registry,
        )
        self.refused = Counter(
            "hirebot_requests_refused", "Requests that were not taken", ["reason"], registry=self._registry
        )
        self._listening = Gauge(
            "hirebot_listening", "Whether Slack can reach this process, as far as it knows", registry=self._registry
        )
        self.watch_listening(lambda: "")
        self._registry.register(_Store(uow, clock))
        self._registry.register(_Ticks(watchdog))

    def watch_listening(self, problem: Callable[[], str]) -> None:
        """`problem` tells what is wrong with the way from Slack, or nothing."""
        self._listening.set_function(lambda: not problem())

    def page(self) -> bytes:
        """Counts what is in the database as it is now; may take as long as the database does."""
        return generate_latest(self._registry)


class _Store(Collector):
    """What the whole installation has to do, whoever of the replicas does it. Says `hirebot_store_up 0` when it cannot
    look, instead of failing with everything else."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def describe(self) -> Iterable[Metric]:
        return ()  # not asked for when it is registered: the database may not be there yet

    def collect(self) -> Iterable[Metric]:
        up = GaugeMetricFamily("hirebot_store_up", "Whether the database can be read and written")
        try:
            found = self._counted()
            write_something(self._uow, self._clock)
        except StoreError:
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        return [up, *found]

    def _counted(self) -> list[Metric]:
        inbox = GaugeMetricFamily("hirebot_inbox", "Inputs that are not worked off", labels=["state"])
        outbox = GaugeMetricFamily("hirebot_outbox", "Effects that are not done", labels=["state"])
        due = GaugeMetricFamily("hirebot_messages_due", "Messages that are due now; about 240 of them leave a minute")
        overdue = GaugeMetricFamily("hirebot_outbox_overdue", "Effects not tried a minute after they were due")
        with self._uow.reading() as tx:
            inbox.add_metric(["waiting"], tx.inbox.waiting())
            inbox.add_metric(["dead"], tx.inbox.dead())
            for state in _OPEN:
                outbox.add_metric([str(state)], tx.outbox.count(state))
            due.add_metric([], tx.outbox.crowd(self._clock.now())[0])
            overdue.add_metric([], tx.outbox.overdue(self._clock.now() - ON_TIME))
        return [inbox, outbox, due, overdue]


class _Ticks(Collector):
    """Of this process."""

    def __init__(self, watchdog: Watchdog) -> None:
        self._watchdog = watchdog

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        ages = GaugeMetricFamily("hirebot_tick_age_seconds", "Time since a tick last came to its end", labels=["tick"])
        failing = GaugeMetricFamily("hirebot_tick_failures", "How often a tick has failed in a row", labels=["tick"])
        for tick, age in self._watchdog.ages().items():
            ages.add_metric([tick], age)
        for tick, count in self._watchdog.failures().items():
            failing.add_metric([tick], count)
        return [ages, failing]
