"""How soon a request of Slack's is acknowledged: `python bench/acks.py [--seconds N]`.

The real process in HTTP mode in front of both stand-ins, and beside it, in the same run, what no program on this machine
could fall below (`bench/floor.py`): the bare web framework that answers 200, bare Bolt in it that verifies and answers a command
with nothing, the bare commit of a row, and both in one: bare Bolt that commits a row before it answers. One request at a time, then 16 at once, then 20 a second with a burst of
100 every 15 seconds while Slack and Google hang. Each request is signed, and stored before it is acknowledged: a question,
which its acknowledgement answers, or an App Home opened, which is drawn by the same process afterwards. Prints the Markdown table of docs/performance.md.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, local
from typing import Any
from urllib.parse import urlencode

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.floor import Commits
from bot.clock import SystemClock
from sandbox.google.accounts import new_key, write_service_account
from sandbox.google.app import create_app as google_app
from sandbox.google.calendars import Calendars
from sandbox.serving import Served
from sandbox.slack import HttpDelivery, LocalSlack, Person, Workspace, local_slack
from sandbox.slack.delivery.http import FORM
from tests.bot.live import join, opened
from tests.bot.process import Process, running

WARM_UP, ONE_BY_ONE, AT_ONCE = 100, 1000, 2000
CONNECTIONS, A_SECOND, EVERY, BURST = 16, 20, 15, 100
ORGANISER = "hiring@acme.test"
ROOT = Path(__file__).resolve().parent.parent


@click.command()
@click.option("--seconds", type=click.IntRange(15), default=120, show_default=True, help="How long both of them hang.")
def main(seconds: int) -> None:
    """How soon a request of Slack's is acknowledged, beside the floor of this machine."""
    with TemporaryDirectory() as folder:
        lines = [("bare commit", one_at_a_time(Commits(Path(folder, "floor.db"))))]
        rows = Path(folder, "bolt.db")
        for name, signed, database in (
            ("bare web framework", False, None),
            ("bare Bolt", True, None),
            ("bare Bolt that commits", True, rows),
        ):
            with delivering(signed=signed, database=database) as caller:
                lines.append((name, one_at_a_time(caller)))
                lines.append((f"{name}, {CONNECTIONS} at once", at_once(caller)))
        with bot(Path(folder)) as (slack, calendars, port, _):
            caller = called(port, slack)
            lines.append(("a question", one_at_a_time(caller)))
            lines.append((f"a question, {CONNECTIONS} at once", at_once(caller)))
            lines.append(("an App Home opened", one_at_a_time(caller.at_home())))
            lines.append((f"an App Home opened, {CONNECTIONS} at once", at_once(caller.at_home())))
            slack.workspace.faults.hang(seconds=600)
            calendars.faults.hang("*", seconds=600)
            lines.append((f"a question while both hang, {seconds} s", under_fire(caller, seconds)))
            lines.append((f"an App Home opened while both hang, {seconds} s", under_fire(caller.at_home(), seconds)))
            slack.workspace.faults.all_off()
            calendars.faults.clear()
    click.echo("| | requests | p50 | p99 | longest |\n| --- | ---: | ---: | ---: | ---: |")
    for name, took in lines:
        click.echo(f"| {name} | {len(took):,} | {_ms(took, 0.5)} | {_ms(took, 0.99)} | {_ms(took, 1)} |")


class Caller:
    """Asks over a connection that each thread keeps; says how many seconds the answer took."""

    def __init__(
        self, port: int, person: Person, secret: str, *, body: Callable[[Person], bytes] | None = None
    ) -> None:
        self._port = port
        self._person = person
        self._secret = secret
        self._body = body or question
        self._delivery = HttpDelivery("http://unused", signing_secret=secret, clock=SystemClock())
        self._kept = local()

    def __call__(self) -> float:
        body = self._body(self._person)
        headers = self._delivery.signed(body, content_type=FORM if self._body is question else "application/json")
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is None:
            connection = self._kept.connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            connection.connect()
        start = time.perf_counter()
        connection.request("POST", "/slack/events", body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - start
        if answer.status != 200:
            raise click.ClickException(f"a request was answered with {answer.status}")
        return took

    def at_home(self) -> Caller:
        """The same person, who opens the App Home instead."""
        return Caller(self._port, self._person, self._secret, body=home_opened)


def question(person: Person) -> bytes:
    return urlencode(person.slash_payload("/hire", "help")).encode()


def home_opened(person: Person) -> bytes:
    app, mint = person.workspace.app, person.workspace.mint
    event = {"type": "app_home_opened", "user": person.user_id, "tab": "home", "event_ts": mint.ts()}
    envelope = {"type": "event_callback", "team_id": person.workspace.team.id, "api_app_id": app.app_id}
    return json.dumps(envelope | {"event": event, "event_id": mint.id("Ev")}).encode()


def one_at_a_time(call: Any) -> list[float]:
    for _ in range(WARM_UP):
        call()
    return [call() for _ in range(ONE_BY_ONE)]


def at_once(call: Caller) -> list[float]:
    with ThreadPoolExecutor(CONNECTIONS) as crowd:
        list(crowd.map(lambda _: call(), range(WARM_UP)))
        return list(crowd.map(lambda _: call(), range(AT_ONCE)))


def under_fire(call: Caller, seconds: int) -> list[float]:
    """At its pace whether or not the ones before were answered."""
    begun, never = time.monotonic(), Event()
    sent: list[Future[float]] = []
    with ThreadPoolExecutor(BURST) as crowd:
        for tick in range(seconds * A_SECOND):
            never.wait(max(0.0, begun + tick / A_SECOND - time.monotonic()))
            burst = BURST if tick % (EVERY * A_SECOND) == EVERY * A_SECOND // 2 else 1
            sent += [crowd.submit(call) for _ in range(burst)]
        return [one.result() for one in sent]


# ------------------------------------------------------------------------------------------------ who is called


@contextmanager
def delivering(*, signed: bool, database: Path | None = None) -> Iterator[Caller]:
    """To a bare app, as a member of a workspace that is made up for it; `signed` where it is Bolt that looks, which commits
    a row to a `database`."""
    with local_slack(Workspace(SystemClock())) as made_up:
        made_up.workspace.add_user("ann", email="ann@acme.test")
        given = ["--secret", made_up.workspace.app.signing_secret] if signed else []
        given += ["--database", str(database)] if database else []
        command = [sys.executable, "bench/floor.py", *given]
        floor = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert floor.stdout is not None
        yield called(int(floor.stdout.readline()), made_up)
        floor.communicate()


@contextmanager
def bot(room: Path) -> Iterator[tuple[LocalSlack, Calendars, int, Process]]:
    """`hirebot run`, as an operator starts it, and whoever calls is a member of the team."""
    with stand_ins() as (slack, google, calendars):
        settings = bot_settings(room, slack, google, calendars)
        with running(settings, room) as process:
            port = process.wait_for("started")["port"]
            with opened(settings["HIREBOT_DATABASE_URL"]) as uow:
                join(uow, slack.workspace.add_user("ann", email="ann@acme.test"))
            yield slack, calendars, port, process


@contextmanager
def stand_ins() -> Iterator[tuple[LocalSlack, Served, Calendars]]:
    clock = SystemClock()
    calendars = Calendars(organiser=ORGANISER, clock=clock, token_clock=clock)
    with local_slack(Workspace(clock)) as slack, Served(google_app(calendars)) as google:
        yield slack, google, calendars


def bot_settings(room: Path, slack: LocalSlack, google: Served, calendars: Calendars) -> dict[str, str]:
    key_file = room / "service-account.json"
    write_service_account(key_file, calendars, address=google.url, key=new_key())
    us = slack.workspace.app
    return {
        "SLACK_BOT_TOKEN": us.bot_token,
        "SLACK_SIGNING_SECRET": us.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "HIREBOT_MODE": "http",
        "HIREBOT_PORT": "0",
        "HIREBOT_DATABASE_URL": f"sqlite:///{room}/hirebot.db",
        "HIREBOT_SECRET_KEY": "a key of the bench, long enough to be taken",
        "GOOGLE_SERVICE_ACCOUNT_FILE": str(key_file),
        "GOOGLE_ORGANISER": ORGANISER,
        "GOOGLE_CALENDAR_API_URL": google.url,
    }


def called(port: int, slack: LocalSlack) -> Caller:
    """What listens there, by Ann of this workspace."""
    ann = slack.workspace.users.by_name("ann")
    assert ann is not None
    return Caller(port, slack.person(ann), slack.workspace.app.signing_secret)


def _ms(took: Sequence[float], share: float) -> str:
    ranked = sorted(took)
    found = ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000
    return f"{found:.2f} ms" if found < 10 else f"{found:.1f} ms"  # digits that mean something


if __name__ == "__main__":
    main()
