"""Socket Mode against the local Slack: acknowledged after it is stored, and connected again whatever happens to a socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from bot.config import Mode, Settings
from bot.container import App, build
from bot.echoes import at_once
from bot.slack_wire import web_client
from bot.socket import SocketEdge, Times
from sandbox.memory.calendar import FakeCalendar
from sandbox.slack import LocalSlack, SocketDelivery, User
from tests.bot.site import Site
from tests.sandbox.slack.site import StepClock

QUICK = Times(look_every=0.05, patience=1.0, silence=60.0, pauses=(0.05,), ping=0.5)


@dataclass(slots=True, kw_only=True)
class Plugged:
    """An app and its edge, connected."""

    app: App
    edge: SocketEdge
    slack: LocalSlack

    def connected(self, number: int = 1) -> None:
        self.slack.workspace.wait_until(lambda: self.slack.workspace.sockets.connected >= number, seconds=10)

    def inbox(self) -> list[str]:
        with self.app.uow.reading() as tx:
            return [row.kind for row in tx.inbox.all()]


@pytest.fixture
def plug(settings: Settings, slack: LocalSlack, clock: StepClock) -> Iterator[Callable[[Times], Plugged]]:
    opened: list[Plugged] = []

    def plugged(times: Times = QUICK) -> Plugged:
        app = build(replace(settings, mode=Mode.SOCKET), clock=clock, calendar=FakeCalendar(), afterwards=at_once)
        assert settings.slack_app_token is not None
        client = web_client("", base_url=slack.api_url, timeout=5)
        edge = SocketEdge(
            app.bolt,
            app_token=settings.slack_app_token,
            client=client,
            metrics=app.metrics,
            right_of_way=app.ticker.right_of_way,
            times=times,
        )
        made = Plugged(app=app, edge=edge, slack=slack)
        opened.append(made)
        slack.connect(SocketDelivery(slack.workspace))
        edge.start()
        return made

    yield plugged
    for made in opened:
        made.edge.stop(1)
        made.app.close()


@pytest.fixture
def plugged(plug: Callable[[Times], Plugged], ann: User) -> Plugged:
    made = plug(QUICK)
    Site.join(made, ann)  # type: ignore[arg-type]  # it needs the app and nothing else
    made.connected()
    return made


def wait_until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Real time passes here: the other side is a thread of a library."""
    gate, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        gate.wait(0.02)


def _unheard_pings_are_shown(app: App) -> bool:
    """At once, because the connection is renewed soon after."""
    told = "socket: open, but Slack answers no pings" in app.health.readiness().problems
    return told and b"hirebot_listening 0.0" in app.metrics.page()


def test_what_is_sent_over_the_socket_is_answered(plugged: Plugged, ann: User) -> None:
    answer = plugged.slack.person(ann).slash("/hire", "help")

    assert answer.ok
    assert "/hire" in str(answer.body)
    assert ["asked"] == plugged.inbox()


def test_events_are_acknowledged_after_they_are_stored(plugged: Plugged, ann: User) -> None:
    plugged.slack.person(ann).open_home()

    [event] = plugged.slack.events.all()
    assert event.acknowledged
    assert ["open_home"] == plugged.inbox()


def test_the_same_event_again_is_stored_once(plugged: Plugged, ann: User) -> None:
    plugged.slack.person(ann).open_home()
    [event] = plugged.slack.events.all()

    assert plugged.slack.events.repeat(event.event_id, retry_num=1).ok
    assert ["open_home"] == plugged.inbox()


@pytest.mark.parametrize("trouble", ["reset_all", "refresh_all"])
def test_a_connection_that_ends_is_followed_by_another(plugged: Plugged, ann: User, trouble: str) -> None:
    workspace = plugged.slack.workspace
    with workspace.change():
        before = set(workspace.sockets._connections)
        getattr(workspace.sockets, trouble)()

    workspace.wait_until(lambda: set(workspace.sockets._connections) - before, seconds=15)
    wait_until(lambda: plugged.slack.person(ann).slash("/hire", "help").ok)


def test_of_a_socket_that_is_dropped_again_and_again_every_event_is_stored_once(
    plug: Callable[[Times], Plugged], ann: User
) -> None:
    """Each drop comes while an event is under way and may take the acknowledgement with it: Slack then sends it again."""
    plugged = plug(replace(QUICK, ping=0.15))
    Site.join(plugged, ann)  # type: ignore[arg-type]  # it needs the app and nothing else
    slack, dropped = plugged.slack, set[str]()
    slack.connect(SocketDelivery(slack.workspace, patience=0.2))
    plugged.connected()

    @plugged.app.bolt.middleware
    def drop(body: dict[str, str], next: Callable[[], None]) -> None:  # noqa: A002  # Bolt's name
        if body["event_id"] not in dropped:
            dropped.add(body["event_id"])
            with slack.workspace.change():
                slack.workspace.sockets.reset_all()
        next()

    def comes_again() -> bool:
        return slack.events.repeat(slack.events.all()[-1].event_id, retry_num=1).ok

    for number in range(1, 6):
        slack.person(ann).open_home()
        wait_until(comes_again)
        assert number == len(dropped)
        assert ["open_home"] * number == plugged.inbox()


def test_a_connection_that_is_dead_without_a_word_is_noticed(plugged: Plugged, ann: User) -> None:
    workspace = plugged.slack.workspace
    with workspace.change():
        before = set(workspace.sockets._connections)
        workspace.sockets.freeze_all()
    plugged.app.health.listening = plugged.edge.problem
    wait_until(lambda: _unheard_pings_are_shown(plugged.app))
    workspace.wait_until(lambda: set(workspace.sockets._connections) - before, seconds=10)

    wait_until(lambda: plugged.slack.person(ann).slash("/hire", "help").ok, seconds=10)
    assert "" == plugged.edge.problem()


def test_a_connection_that_delivers_nothing_is_renewed(plug: Callable[[Times], Plugged]) -> None:
    made = plug(replace(QUICK, silence=0.3))
    made.connected()

    wait_until(lambda: made.slack.workspace.calls.count("apps.connections.open") >= 3)
    assert "" == made.edge.problem()


def test_while_slack_gives_no_address_it_says_so_and_goes_on_asking(
    plug: Callable[[Times], Plugged], slack: LocalSlack
) -> None:
    switch = slack.workspace.faults.server_error("apps.connections.open")
    made = plug(QUICK)
    wait_until(lambda: slack.workspace.calls.count("apps.connections.open") >= 3)
    assert "socket: not connected to Slack" == made.edge.problem()

    switch.off()
    made.connected()
    wait_until(lambda: made.edge.problem() == "")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # which is what is tried
def test_a_keeper_that_broke_down_is_noticed(plug: Callable[[Times], Plugged]) -> None:
    """Whatever it was: the process then gives itself up (see `Running.broken`)."""
    made = plug(replace(QUICK, pauses=()))  # nothing to index: it breaks at once, and is told as a crash elsewhere

    wait_until(lambda: not made.edge.is_kept())


def test_after_stop_nothing_new_is_taken(plugged: Plugged, ann: User) -> None:
    assert plugged.edge.is_kept()
    plugged.edge.stop(1)

    assert not plugged.edge.is_kept()
    assert not plugged.slack.person(ann).slash("/hire", "help").ok
    assert [] == plugged.inbox()


def test_what_is_under_way_when_it_stops_is_still_acknowledged(plugged: Plugged, ann: User) -> None:
    hold, reached = threading.Event(), threading.Event()

    @plugged.app.bolt.middleware
    def wait(next: Callable[[], None]) -> None:  # noqa: A002  # Bolt's name
        reached.set()
        hold.wait(5)
        next()

    answers = []
    person = plugged.slack.person(ann)
    asking = threading.Thread(target=lambda: answers.append(person.slash("/hire", "help")))
    asking.start()
    reached.wait(5)
    stopping = threading.Thread(target=plugged.edge.stop, args=(5,))
    stopping.start()
    hold.set()
    stopping.join()
    asking.join()

    assert [True] == [answer.ok for answer in answers]
    assert ["asked"] == plugged.inbox()


def test_what_was_acknowledged_is_counted(plugged: Plugged, ann: User) -> None:
    plugged.slack.person(ann).slash("/hire", "help")

    wait_until(lambda: b"hirebot_ack_seconds_count 1.0" in plugged.app.metrics.page())
