"""The composition root: everything made once, from settings, and handed to each other. Nothing is called yet.

The process, the tests and the sandbox all use this one.
"""

from __future__ import annotations

import base64
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt import App as BoltApp
from starlette.applications import Starlette

from bot.alarms import EVERY_SECONDS, Alarms
from bot.clock import SystemClock
from bot.config import Mode, Settings
from bot.echoes import Echoes
from bot.health import Health
from bot.http import SlackDoor, http_app
from bot.identity import OwnIdentity
from bot.keys import LOOK_SECONDS, KeyWatch, derive
from bot.log import report as report_to_log
from bot.metrics import Metrics
from bot.patience import seconds_left
from bot.slack_app import make_bolt
from bot.slack_directory import SlackDirectory
from bot.slack_messenger import SlackMessenger
from bot.slack_wire import SlackWire, web_client
from bot.watchdog import Watchdog
from handlers.gate import Afterwards
from handlers.register import register
from models.engine import make_engine
from models.unit_of_work import UnitOfWork
from scheduling.api import Hirebot
from scheduling.engine import Engine
from scheduling.google.calendar import GoogleCalendar
from scheduling.outbox.relay import LEASE, Relay, Report
from scheduling.outbox.settlement import Outside
from scheduling.ports import Calendar, Clock, Directory, Messenger
from scheduling.right_of_way import RightOfWay
from scheduling.ticks import Heartbeat, Ticker

CALL_SECONDS = 10
"""How long one call to Slack or Google may take, outside any transaction and off the way of acknowledgements."""

PACE = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class App:
    """A whole Hirebot, not started: `asgi` can be served, `ticker` started, or `engine` stepped by hand. In HTTP mode
    `asgi` takes Slack's requests, in Socket Mode it only answers operators (see `bot.socket` for the other way)."""

    settings: Settings
    clock: Clock
    uow: UnitOfWork
    identity: OwnIdentity
    core: Hirebot
    engine: Engine
    ticker: Ticker
    watchdog: Watchdog
    key: KeyWatch
    alarms: Alarms
    bolt: BoltApp
    metrics: Metrics
    health: Health
    asgi: Starlette
    closing: tuple[Callable[[], object], ...]

    def close(self) -> None:
        """Gives connections and threads back. Whoever was started is stopped before."""
        for close in self.closing:
            close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    calendar: Calendar | None = None,
    messenger: Messenger | None = None,
    directory: Directory | None = None,
    new_id: Callable[[], str] | None = None,
    pace: timedelta = PACE,
    lease: timedelta = LEASE,
    report: Report = report_to_log,
    afterwards: Afterwards | None = None,
) -> App:
    """The real adapters where none are given. `pace` is the least time between two messages in one conversation, `lease`
    how long an effect is left to whoever claimed it, `afterwards` runs what is shown after an acknowledgement."""
    clock, new_id = clock or SystemClock(), new_id or short_id
    uow = UnitOfWork(make_engine(settings.database_url.get_secret_value()), patience=seconds_left)
    wire = _wire(settings)
    identity = OwnIdentity(wire, uow, clock, token_mark=derive(settings.slack_bot_token, "token").hex())
    closing: list[Callable[[], object]] = [uow.engine.dispose]
    if calendar is None:
        calendar = google = _google(settings, clock)
        closing.append(google.close)
    outside = Outside(
        uow=uow,
        calendar=calendar,
        messenger=messenger or SlackMessenger(wire, clock),
        directory=directory or SlackDirectory(wire, identity.team_id),
        secret=derive(settings.secret_key, "core"),
        clock=clock,
    )
    relay = Relay(
        outside=outside, clock=clock, new_id=new_id, owner=process_name(), pace=pace, lease=lease, report=report
    )
    engine = Engine(outside=outside, clock=clock, new_id=new_id, relay=relay, report=report)
    ticker = Ticker(engine, Heartbeat(clock=clock), report)
    core = Hirebot(uow=uow, clock=clock, new_id=new_id, secret=outside.secret, wake=ticker.wake)
    echoes = Echoes()
    closing.append(echoes.close)
    bolt = make_bolt(settings.slack_bot_token, api_url=settings.slack_api_url, identity=identity)
    register(bolt, core, afterwards=afterwards or echoes)
    return _with_edges(settings, engine=engine, core=core, ticker=ticker, identity=identity, bolt=bolt, closing=closing)


def short_id() -> str:
    """80 random bits as 16 lower-case letters and digits."""
    return base64.b32encode(os.urandom(10)).decode().lower()


def process_name() -> str:
    """Names this process in leases: which machine, which process, and that it is not an older one of the same number."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{os.urandom(4).hex()}"


def _with_edges(
    settings: Settings,
    *,
    engine: Engine,
    core: Hirebot,
    ticker: Ticker,
    identity: OwnIdentity,
    bolt: BoltApp,
    closing: list[Callable[[], object]],
) -> App:
    """What can be reached from outside, in front of the core."""
    uow, clock = engine.outside.uow, engine.clock
    watchdog = Watchdog(ticker.heartbeat)
    metrics = Metrics(uow, clock, watchdog)
    key = KeyWatch(uow, engine.outside.secret)
    health = Health(uow, clock, watchdog, key, database_url=settings.database_url.get_secret_value())
    metrics.watch_listening(lambda: health.listening())
    alarms = Alarms(uow, engine.circumstances, watchdog, listening=lambda: health.listening())
    ticker.also = (("alarms", EVERY_SECONDS, alarms.look), ("key", LOOK_SECONDS, key.look))
    door = _door(settings, bolt=bolt, clock=clock, metrics=metrics, right_of_way=ticker.right_of_way)
    if door is not None:
        closing.insert(0, door.close)
    return App(
        settings=settings,
        clock=clock,
        uow=uow,
        identity=identity,
        core=core,
        engine=engine,
        ticker=ticker,
        watchdog=watchdog,
        key=key,
        alarms=alarms,
        bolt=bolt,
        metrics=metrics,
        health=health,
        asgi=http_app(slack=door, health=health, metrics=metrics),
        closing=tuple(closing),
    )


def _door(
    settings: Settings, *, bolt: BoltApp, clock: Clock, metrics: Metrics, right_of_way: RightOfWay
) -> SlackDoor | None:
    if settings.mode is not Mode.HTTP or settings.slack_signing_secret is None:
        return None
    secret = settings.slack_signing_secret
    return SlackDoor(bolt, signing_secret=secret, clock=clock, metrics=metrics, right_of_way=right_of_way)


def _wire(settings: Settings) -> SlackWire:
    token = settings.slack_bot_token.get_secret_value()
    return SlackWire(web_client(token, base_url=settings.slack_api_url, timeout=CALL_SECONDS))


def _google(settings: Settings, clock: Clock) -> GoogleCalendar:
    return GoogleCalendar.from_settings(
        organiser=settings.google_organiser,
        clock=clock,
        service_account_file=settings.google_service_account_file,
        oauth_token_file=settings.google_oauth_token_file,
        api_url=settings.google_calendar_api_url,
        timeout=CALL_SECONDS,
    )
