"""The process: starts everything, watches that it goes on, and stops it so that nothing is lost.

Exit codes: 0 after SIGTERM or SIGINT; 70 where the process gave itself up and wants to be started again; 1 where a person
has to put something right before.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from bot.config import Mode, Settings
from bot.container import CALL_SECONDS, App, build
from bot.identity import FOREIGN
from bot.keys import NOT_ITS_KEY
from bot.slack_wire import TOKEN_REFUSED, SlackAuthFault, web_client
from bot.socket import SocketEdge
from bot.store import CannotStart, hold_to_key, prepare_store
from models.engine import StoreError
from scheduling.outbox.relay import LEASE
from scheduling.ports import Clock, PermanentFault, TransientFault

DRAIN_SECONDS = 10.0
"""After a signal, this is how long requests and steps under way may take. What is left is leased, and done again."""

LOOK_EVERY = 5.0
GAVE_UP = 70
NOT_LIKE_THIS = 1
STOPPED_TWICE = 130
_log = logging.getLogger(__name__)


def run(settings: Settings, *, clock: Clock | None = None, lease: timedelta = LEASE) -> int:
    """Until a signal. Must be called in the main thread. Raises CannotStart before anything was begun."""
    prepare_store(settings)
    app = build(settings, clock=clock, lease=lease)
    try:
        hold_to_key(app)
        _greet_slack(app)
        door = bind(settings.host, settings.port)
    except CannotStart:
        app.close()
        raise
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()  # the one queue that a signal handler may safely use
    _on_signals(signals.put)
    running = Running(app, door)
    running.start()
    code = watch(running.broken, signals, foreign=lambda: app.key.lost)
    _leave_by(DRAIN_SECONDS, code)
    if code == GAVE_UP:
        running.say_why()
    running.stop()
    _log.info("stopped", extra={"code": code})
    return code


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CannotStart."""
    with ExitStack() as undo:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            family, kind, protocol, _, address = found[0]
            door = socket.socket(
                family, kind, protocol or socket.IPPROTO_TCP
            )  # unnamed, asyncio leaves Nagle's delays on
            undo.callback(door.close)
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
            door.listen(512)
        except OSError as error:
            raise CannotStart(
                f"HIREBOT_HOST and HIREBOT_PORT name an address that cannot be listened on: {error.strerror}"
            ) from None
        undo.pop_all()
    return door


class Running:
    """A started app, and everything that has to be stopped again."""

    def __init__(self, app: App, door: socket.socket) -> None:
        self.app = app
        self._door = door
        self._server = uvicorn.Server(_server_config(app.asgi))
        self._serving = threading.Thread(target=self._serve, name="http", daemon=True)
        self._socket = _socket_edge(app)

    def start(self) -> None:
        self._serving.start()
        if self._socket is not None:
            self.app.health.listening = self._socket.problem
            self._socket.start()
        self.app.ticker.start()
        host, port = self._door.getsockname()[:2]
        _log.info("started", extra={"mode": str(self.app.settings.mode), "host": host, "port": port})

    def broken(self) -> list[str]:
        """What no longer works and will not come back by itself."""
        threads = {"http": self._serving.is_alive(), "socket": self._socket is None or self._socket.is_kept()}
        return [*self.app.watchdog.missed(), *(name for name, alive in threads.items() if not alive)]

    def say_why(self) -> None:
        """Leaves word for the admins, in the database, for whoever comes next to say."""
        try:
            self.app.alarms.gave_up(self.broken())
        except StoreError as error:
            _log.warning("not_told", extra={"error": error})

    def stop(self, seconds: float = DRAIN_SECONDS) -> None:
        """Takes nothing new, ends what is under way, then lets go. Takes up to `seconds`."""
        end = time.monotonic() + seconds
        self._server.should_exit = True
        if self._socket is not None:
            self._socket.stop(seconds * 0.6)
        self._serving.join(timeout=max(0.1, end - time.monotonic()))
        self.app.ticker.stop(max(0.1, end - time.monotonic()))
        self.app.close()
        self._door.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._door])


def watch(
    broken: Callable[[], list[str]],
    signals: queue.SimpleQueue[int],
    *,
    foreign: Callable[[], bool] = lambda: False,
    every: float = LOOK_EVERY,
) -> int:
    """Waits until a signal comes, something is broken for good, or the database is `foreign` by now; returns the exit code."""
    while True:
        try:
            number = signals.get(timeout=every)
        except queue.Empty:
            if foreign():
                _log.critical("another_key", extra={"todo": NOT_ITS_KEY})
                return NOT_LIKE_THIS
            if found := broken():
                _log.critical("gave_up", extra={"broken": found})
                return GAVE_UP
        else:
            _log.info("stopping", extra={"signal": signal.Signals(number).name})
            return 0


def _server_config(asgi: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        asgi,
        log_config=None,
        access_log=False,
        lifespan="off",
        http="h11",
        ws="none",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=500,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=int(DRAIN_SECONDS * 0.6),
    )


def _socket_edge(app: App) -> SocketEdge | None:
    settings = app.settings
    if settings.mode is not Mode.SOCKET or settings.slack_app_token is None:
        return None
    client = web_client("", base_url=settings.slack_api_url, timeout=CALL_SECONDS)
    return SocketEdge(
        app.bolt,
        app_token=settings.slack_app_token,
        client=client,
        metrics=app.metrics,
        right_of_way=app.ticker.right_of_way,
    )


def _greet_slack(app: App) -> None:
    """A token that Slack refuses, or one of another workspace, is a mistake to be told at once; a Slack that cannot be asked
    is no reason not to start."""
    try:
        app.identity.learn()
    except SlackAuthFault as fault:
        if fault.code == FOREIGN:
            raise CannotStart(
                "SLACK_BOT_TOKEN belongs to another Slack workspace than the people in this database; take the bot token of "
                "the app that is installed in theirs, or begin with a new database"
            ) from None
        if fault.code in TOKEN_REFUSED:
            raise CannotStart(
                f"SLACK_BOT_TOKEN is not accepted by Slack ({fault.code}); take the bot token of the installed app"
            ) from None
        _log.warning("slack_not_reached", extra={"reason": fault.code})
    except (TransientFault, PermanentFault) as fault:
        _log.warning("slack_not_reached", extra={"reason": fault.reason})


def _on_signals(tell: Callable[[int], None]) -> None:
    """The first signal is told; whoever sends another one does not want to wait."""
    told: list[int] = []

    def handler(number: int, frame: FrameType | None) -> None:
        if told:
            os._exit(STOPPED_TWICE)
        told.append(number)
        tell(number)

    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, handler)


def _leave_by(seconds: float, code: int) -> None:
    """Ends the process by then, whatever still holds it: a thread that hangs must not make the supervisor wait."""

    def leave() -> None:
        _log.warning("stopped_undrained")
        os._exit(code)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True
    timer.start()
