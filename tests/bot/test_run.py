"""The process as operators know it: started by settings alone, healthy, stopped by a signal, nothing lost."""

from __future__ import annotations

import queue
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.run import GAVE_UP, watch
from models.engine import make_engine
from models.records.people import Person as Colleague
from models.unit_of_work import UnitOfWork
from sandbox.google.accounts import write_service_account
from sandbox.google.app import create_app as google_app
from sandbox.google.calendars import Calendars
from sandbox.serving import Served
from sandbox.slack import Answer, HttpDelivery, LocalSlack, SocketDelivery, User, Workspace, local_slack
from tests.bot.process import Process, command, get, running
from tests.bot.site import SECRET_KEY
from tests.google_site import ORGANISER, signing_key
from tests.world import CORE, WEEK


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[LocalSlack, Calendars, str]]:
    """Both stand-ins, by wall time: the process under test knows no other."""
    clock = SystemClock()
    workspace = Workspace(clock)
    workspace.add_user("ann", email="ann@acme.test")
    calendars = Calendars(organiser=ORGANISER, clock=clock, token_clock=clock)
    with local_slack(workspace) as slack, Served(google_app(calendars)) as google:
        yield slack, calendars, google.url


@pytest.fixture
def slack(served: tuple[LocalSlack, Calendars, str]) -> Iterator[LocalSlack]:
    yield served[0]
    served[0].workspace.faults.all_off()


@pytest.fixture
def ann(slack: LocalSlack) -> User:
    found = slack.workspace.users.by_name("ann")
    assert found is not None
    return found


@pytest.fixture
def variables(served: tuple[LocalSlack, Calendars, str], tmp_path: Path) -> dict[str, str]:
    slack, calendars, google_url = served
    us = slack.workspace.app
    key_file = tmp_path / "service-account.json"
    write_service_account(key_file, calendars, address=google_url, key=signing_key())
    return {
        "SLACK_BOT_TOKEN": us.bot_token,
        "SLACK_APP_TOKEN": us.app_token,
        "SLACK_SIGNING_SECRET": us.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "HIREBOT_MODE": "http",
        "HIREBOT_PORT": "0",
        "HIREBOT_DATABASE_URL": f"sqlite:///{tmp_path}/hirebot.db",
        "HIREBOT_SECRET_KEY": SECRET_KEY,
        "GOOGLE_SERVICE_ACCOUNT_FILE": str(key_file),
        "GOOGLE_ORGANISER": ORGANISER,
        "GOOGLE_CALENDAR_API_URL": google_url,
    }


@pytest.fixture
def uow(variables: dict[str, str]) -> Iterator[UnitOfWork]:
    """Looks into the process's database from outside."""
    engine = make_engine(variables["HIREBOT_DATABASE_URL"])
    yield UnitOfWork(engine)
    engine.dispose()


def join(uow: UnitOfWork, user: User) -> None:
    person = Colleague(
        id=user.name,
        email=str(user.email),
        name=user.real_name,
        zone="UTC",
        work=WEEK,
        core=CORE,
        max_per_day=2,
        max_per_week=5,
        slack_id=user.id,
    )
    with uow() as tx:
        tx.people.add(person)


def stop(process: Process) -> int:
    process.child.send_signal(signal.SIGTERM)
    return process.end()


def connect(slack: LocalSlack, port: int) -> None:
    us = slack.workspace.app
    url = f"http://127.0.0.1:{port}/slack/events"
    slack.connect(HttpDelivery(url, signing_secret=us.signing_secret, clock=slack.workspace.clock))


def test_in_http_mode_it_prepares_its_database_serves_and_stops(
    slack: LocalSlack, ann: User, variables: dict[str, str], uow: UnitOfWork, tmp_path: Path
) -> None:
    with running(variables, tmp_path) as process:
        port = process.wait_for("started")["port"]
        assert "database_upgraded" in process.events()
        assert (200, "ok\n") == get(port, "/healthz")
        assert (200, "ready\n") == get(port, "/readyz")
        assert "hirebot_store_up 1.0" in get(port, "/metrics")[1]
        join(uow, ann)
        connect(slack, port)
        assert "/hire" in str(slack.person(ann).slash("/hire", "help").body)

        assert 0 == stop(process)

    assert ["stopping", "stopped"] == process.events()[-2:]
    assert [] == [key for key, value in variables.items() if len(value) > 15 and value in "".join(process.raw)]


def test_in_socket_mode_it_connects_and_answers_the_same(
    slack: LocalSlack, ann: User, variables: dict[str, str], uow: UnitOfWork, tmp_path: Path
) -> None:
    with running(variables | {"HIREBOT_MODE": "socket"}, tmp_path) as process:
        port = process.wait_for("started")["port"]
        process.wait_for("socket_connected")
        join(uow, ann)
        slack.connect(SocketDelivery(slack.workspace))
        assert "/hire" in str(slack.person(ann).slash("/hire", "help").body)
        assert (200, "ready\n") == get(port, "/readyz")
        assert 404 == get(port, "/slack/events")[0]

        assert 0 == stop(process)


def test_whatever_it_has_acknowledged_when_it_is_told_to_stop_is_stored(
    slack: LocalSlack, ann: User, variables: dict[str, str], uow: UnitOfWork, tmp_path: Path
) -> None:
    with running(variables, tmp_path) as process:
        connect(slack, process.wait_for("started")["port"])
        join(uow, ann)
        person = slack.person(ann)

        def ask(number: int) -> Answer:
            if number == 10:
                process.child.send_signal(signal.SIGTERM)
            return person.slash("/hire", "help")

        with ThreadPoolExecutor(50) as crowd:
            answers = list(crowd.map(ask, range(50)))
        assert 0 == process.end()

    with uow.reading() as tx:
        assert sum(answer.ok for answer in answers) == len(tx.inbox.all())
    assert [] == [answer.status for answer in answers if answer.status not in (None, 200)]


def test_it_starts_while_slack_cannot_be_asked(slack: LocalSlack, variables: dict[str, str], tmp_path: Path) -> None:
    slack.workspace.faults.server_error()

    with running(variables, tmp_path) as process:
        process.wait_for("started")
        assert "slack_not_reached" in process.events()
        assert 0 == stop(process)


def test_every_wrong_setting_is_told_in_one_go_without_a_traceback(variables: dict[str, str], tmp_path: Path) -> None:
    wrong = variables | {"SLACK_BOT_TOKEN": "wrong-token-value", "HIREBOT_PORT": "high", "HIREBOT_PROT": "1"}

    ended = command("run", settings=wrong, room=tmp_path)

    assert 1 == ended.returncode
    lines = [line.split()[0] for line in ended.stderr.splitlines()[1:]]
    assert ["HIREBOT_PROT", "SLACK_BOT_TOKEN", "HIREBOT_PORT"] == lines
    assert "wrong-token-value" not in ended.stderr


def test_a_token_that_slack_refuses_is_told_at_once(
    slack: LocalSlack, variables: dict[str, str], tmp_path: Path
) -> None:
    ended = command("run", settings=variables | {"SLACK_BOT_TOKEN": "xoxb-another-token"}, room=tmp_path)

    assert 1 == ended.returncode
    assert "SLACK_BOT_TOKEN is not accepted by Slack (invalid_auth)" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_address_that_is_taken_is_told(variables: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = command("run", settings=variables | {"HIREBOT_PORT": str(taken.getsockname()[1])}, room=tmp_path)

    assert 1 == ended.returncode
    assert "HIREBOT_PORT name an address that cannot be listened on" in ended.stderr


def test_a_database_does_not_change_its_key(variables: dict[str, str], tmp_path: Path) -> None:
    with running(variables, tmp_path) as process:
        process.wait_for("started")
        stop(process)

    ended = command("run", settings=variables | {"HIREBOT_SECRET_KEY": SECRET_KEY[::-1]}, room=tmp_path)

    assert 1 == ended.returncode
    assert "HIREBOT_SECRET_KEY is not the one this database began with" in ended.stderr


def test_a_database_that_cannot_be_written_is_told(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "hirebot.db").write_bytes(b"this is no database" * 100)

    ended = command("run", settings=variables, room=tmp_path)

    assert 1 == ended.returncode
    assert "HIREBOT_DATABASE_URL names a database that cannot be opened or upgraded" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_process_whose_ticks_are_missed_gives_itself_up() -> None:
    found = iter([[], [], ["watch_time"]])

    assert GAVE_UP == watch(lambda: next(found), queue.SimpleQueue(), every=0.01)


def test_a_signal_is_no_failure() -> None:
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()
    signals.put(signal.SIGTERM)

    assert 0 == watch(list, signals)
