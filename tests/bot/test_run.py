"""The process as operators know it: started by settings alone, healthy, stopped by a signal, nothing lost."""

from __future__ import annotations

import http.client
import itertools
import json
import queue
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.identity import BOOKMARK
from bot.run import GAVE_UP, NOT_LIKE_THIS, run, watch
from bot.store import CannotStart, prepare_store
from models.records.delivery import Bookmark
from models.unit_of_work import UnitOfWork
from sandbox.company import TEAM_FILE
from sandbox.slack import Answer, HttpDelivery, LocalSlack, SocketDelivery, User
from sandbox.slack.delivery.events import SentEvent
from tests.bot.fleet import until
from tests.bot.live import join, opened
from tests.bot.process import Process, command, get, running
from tests.bot.site import SECRET_KEY

JSON = "application/json"


def stop(process: Process) -> int:
    process.child.send_signal(signal.SIGTERM)
    return process.end()


def connect(slack: LocalSlack, port: int) -> None:
    us = slack.workspace.app
    url = f"http://127.0.0.1:{port}/slack/events"
    slack.connect(HttpDelivery(url, signing_secret=us.signing_secret, clock=slack.workspace.clock))


def test_in_http_mode_it_prepares_its_database_serves_and_stops(
    live_slack: LocalSlack, live_ann: User, variables: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    with running(variables | {"HIREBOT_DATABASE_URL": database_url}, tmp_path) as process:
        port = process.wait_for("started")["port"]
        assert "database_upgraded" in process.events()
        assert (200, "ok\n") == get(port, "/healthz")
        assert (200, "ready\n") == get(port, "/readyz")
        assert "hirebot_store_up 1.0" in get(port, "/metrics")[1]
        with opened(database_url) as store:
            join(store, live_ann)
        connect(live_slack, port)
        assert "/hire" in str(live_slack.person(live_ann).slash("/hire", "help").body)

        assert 0 == stop(process)

    assert ["stopping", "stopped"] == process.events()[-2:]
    secrets = [value for key, value in variables.items() if key.endswith(("TOKEN", "SECRET", "KEY"))]
    assert [] == [secret for secret in [*secrets, database_url] if secret in "".join(process.raw)]


def test_in_socket_mode_it_connects_and_answers_the_same(
    live_slack: LocalSlack, live_ann: User, variables: dict[str, str], store: UnitOfWork, tmp_path: Path
) -> None:
    with running(variables | {"HIREBOT_MODE": "socket"}, tmp_path) as process:
        port = process.wait_for("started")["port"]
        process.wait_for("socket_connected")
        join(store, live_ann)
        live_slack.connect(SocketDelivery(live_slack.workspace))
        assert "/hire" in str(live_slack.person(live_ann).slash("/hire", "help").body)
        assert (200, "ready\n") == get(port, "/readyz")
        assert 404 == get(port, "/slack/events")[0]

        assert 0 == stop(process)


def test_whatever_it_has_acknowledged_when_it_is_told_to_stop_is_stored(
    live_slack: LocalSlack, live_ann: User, variables: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    with (
        running(variables | {"HIREBOT_DATABASE_URL": database_url}, tmp_path) as process,
        opened(database_url) as store,
    ):
        connect(live_slack, process.wait_for("started")["port"])
        join(store, live_ann)
        person = live_slack.person(live_ann)

        acknowledged = itertools.count(1)

        def ask(_: int) -> Answer:
            answer = person.slash("/hire", "help")
            if answer.ok and next(acknowledged) == 10:
                process.child.send_signal(signal.SIGTERM)
            return answer

        with ThreadPoolExecutor(50) as crowd:
            answers = list(crowd.map(ask, range(100)))
        assert 0 == process.end()
        with store.reading() as tx:
            assert 10 <= sum(answer.ok for answer in answers) <= len(tx.inbox.all())
    assert [] == [answer.status for answer in answers if answer.status not in (None, 200)]


def test_an_event_whose_process_is_killed_before_slack_has_the_acknowledgement_is_taken_once(
    live_slack: LocalSlack, live_ann: User, variables: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    """It is stored, and Slack, which was not told so, sends it again."""
    settings = variables | {"HIREBOT_DATABASE_URL": database_url}
    with opened(database_url) as store:
        with running(settings, tmp_path) as process:
            port = process.wait_for("started")["port"]
            join(store, live_ann)
            live_slack.events.hold()
            live_slack.person(live_ann).open_home()
            *_, event = live_slack.events.all()
            with sent_and_not_read(live_slack, port, event):
                until(lambda: inbox(store) == ["open_home"])
                process.child.kill()
                process.end()

        with running(settings, tmp_path) as process:
            connect(live_slack, process.wait_for("started")["port"])
            live_slack.events.release()
            assert live_slack.events.repeat(event.event_id, retry_num=1).ok
            until(lambda: live_slack.person(live_ann).home is not None)
        assert ["open_home"] == inbox(store)


@contextmanager
def sent_and_not_read(slack: LocalSlack, port: int, event: SentEvent) -> Iterator[None]:
    """The event is on its way, and nobody looks at what comes back."""
    body = json.dumps(event.payload).encode()
    us, clock = slack.workspace.app, slack.workspace.clock
    headers = HttpDelivery("http://unused", signing_secret=us.signing_secret, clock=clock).signed(
        body, content_type=JSON
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/slack/events", body=body, headers=headers)
    yield
    connection.close()


def inbox(store: UnitOfWork) -> list[str]:
    with store.reading() as tx:
        return [row.kind for row in tx.inbox.all()]


def test_it_starts_while_slack_cannot_be_asked(
    live_slack: LocalSlack, variables: dict[str, str], tmp_path: Path
) -> None:
    live_slack.workspace.faults.server_error()

    with running(variables, tmp_path) as process:
        process.wait_for("started")
        assert "slack_not_reached" in process.events()
        assert 0 == stop(process)


def test_every_wrong_setting_is_told_in_one_go_without_a_traceback(variables: dict[str, str], tmp_path: Path) -> None:
    wrong = variables | {"SLACK_BOT_TOKEN": "wrong-token-value", "HIREBOT_PORT": "high", "HIREBOT_PROT": "1"}

    ended = command("run", settings=wrong, room=tmp_path)

    assert 1 == ended.returncode
    lines = [line.split()[0] for line in ended.stderr.splitlines()[1:-1]]
    assert ["HIREBOT_PROT", "SLACK_BOT_TOKEN", "HIREBOT_PORT"] == lines
    assert "wrong-token-value" not in ended.stderr
    assert "`python3 start.py doctor`" in ended.stderr.splitlines()[-1]


def refused(variables: dict[str, str], **changed: str) -> str:
    """Why a start with these settings ends before it has begun."""
    with pytest.raises(CannotStart) as why:
        run(load_settings(variables | changed, env_file=None))
    return str(why.value)


def test_a_token_that_slack_refuses_is_told_at_once(live_slack: LocalSlack, variables: dict[str, str]) -> None:
    assert "SLACK_BOT_TOKEN is not accepted by Slack (invalid_auth)" in refused(
        variables, SLACK_BOT_TOKEN="xoxb-another-token"
    )


def test_a_token_of_another_workspace_than_the_teams_is_told_before_anybody_is_taken_for_gone(
    live_slack: LocalSlack, live_ann: User, variables: dict[str, str], store: UnitOfWork
) -> None:
    prepare_store(load_settings(variables, env_file=None))
    join(store, live_ann)
    theirs = json.dumps({"team_id": "T0ELSEWHERE", "bot_id": "B1", "bot_user_id": "U1", "token": "another"})
    with store() as tx:
        tx.bookmarks.put(Bookmark(name=BOOKMARK, value=theirs, at=live_slack.workspace.clock.now()))

    assert "SLACK_BOT_TOKEN belongs to another Slack workspace than the people in this database" in refused(variables)


def test_an_address_that_is_taken_is_told(variables: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        why = refused(variables, HIREBOT_PORT=str(taken.getsockname()[1]))

    assert why.startswith("HIREBOT_HOST and HIREBOT_PORT name an address that cannot be listened on")


def test_a_database_does_not_change_its_key(variables: dict[str, str]) -> None:
    prepare_store(load_settings(variables, env_file=None))
    refused(variables, SLACK_BOT_TOKEN="xoxb-another-token")  # it got as far as Slack: the key is taken

    assert "HIREBOT_SECRET_KEY is not this database's key. After `python3 start.py rotate-key`" in refused(
        variables, HIREBOT_SECRET_KEY=SECRET_KEY[::-1]
    )


def test_a_process_that_runs_while_its_key_is_rotated_leaves_and_the_audit_log_stays_whole(
    variables: dict[str, str], tmp_path: Path
) -> None:
    keys = [SECRET_KEY, SECRET_KEY[::-1], f"{SECRET_KEY} once more"]
    for number, key in enumerate(keys):
        (tmp_path / f"{number}.key").write_text(key)
    with running(variables, tmp_path) as process:
        process.wait_for("started")
        assert 0 == command("rotate-key", "1.key", settings=variables, room=tmp_path).returncode
        assert 1 == process.end()

    [said] = [line for line in process.log if line["event"] == "another_key"]
    assert "HIREBOT_SECRET_KEY is not this database's key" in said["todo"]
    new = variables | {"HIREBOT_SECRET_KEY": keys[1]}
    assert 0 == command("team", "load", str(TEAM_FILE), settings=new, room=tmp_path).returncode
    assert 0 == command("rotate-key", "2.key", settings=new, room=tmp_path).returncode


def test_a_database_that_cannot_be_opened_is_told(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "hirebot.db").write_bytes(b"this is no database" * 100)

    assert "names a database that cannot be opened or upgraded: is it there" in refused(variables)


def test_a_database_of_a_newer_version_is_left_alone(variables: dict[str, str], store: UnitOfWork) -> None:
    prepare_store(load_settings(variables, env_file=None))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert "a newer Hirebot has upgraded" in refused(variables)


def test_a_process_whose_ticks_are_missed_gives_itself_up() -> None:
    found = iter([[], [], ["watch_time"]])

    assert GAVE_UP == watch(lambda: next(found), queue.SimpleQueue(), every=0.01)


def test_a_process_whose_database_has_another_key_by_now_is_not_to_be_started_like_this_again() -> None:
    lost = iter([False, True])

    assert NOT_LIKE_THIS == watch(list, queue.SimpleQueue(), foreign=lambda: next(lost), every=0.01)


def test_a_signal_is_no_failure() -> None:
    signals: queue.SimpleQueue[int] = queue.SimpleQueue()
    signals.put(signal.SIGTERM)

    assert 0 == watch(list, signals)
