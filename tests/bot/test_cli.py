"""The `hirebot` command: good words for every mistake, exit codes that scripts can use."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.cli import main
from bot.log import PACKAGES
from models.unit_of_work import UnitOfWork
from sandbox.slack import LocalSlack
from tests.bot.site import SECRET_KEY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def logging_put_back() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    levels = {name: logging.getLogger(name).level for name in (*PACKAGES, "slack_bolt", "slack_sdk.web")}
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    root.handlers[:], sys.excepthook, threading.excepthook = before[0], before[2], before[3]
    root.setLevel(before[1])
    logging.captureWarnings(False)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command is typed: nothing of the developer's own is there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hirebot(*words: str, settings: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, list(words), env=settings or {}, prog_name="hirebot")


@pytest.mark.parametrize(
    "words", [[], ["run"], ["migrate"], ["doctor"], ["team"], ["team", "load"], ["manifest"], ["demo"]]
)
def test_everything_explains_itself(words: list[str]) -> None:
    told = hirebot(*words, "--help")

    assert 0 == told.exit_code
    assert len(told.output.splitlines()) > 4
    assert max(len(line) for line in told.output.splitlines()) <= 80


@pytest.mark.parametrize("words", [["run"], ["migrate"], ["doctor"], ["team", "load", str(ROOT / "team.example.yaml")]])
def test_without_settings_each_is_named_and_nothing_is_done(room: Path, words: list[str]) -> None:
    told = hirebot(*words)

    assert 1 == told.exit_code
    assert "SLACK_BOT_TOKEN is missing" in told.output
    assert "HIREBOT_SECRET_KEY is missing" in told.output
    assert [] == list(room.iterdir())


def test_migrate_prepares_the_database_once(room: Path, variables: dict[str, str]) -> None:
    assert "Upgraded to " in hirebot("migrate", settings=variables).output
    assert "Nothing to do" in hirebot("migrate", settings=variables).output


def test_migrate_says_when_it_cannot(room: Path, variables: dict[str, str]) -> None:
    told = hirebot("migrate", settings=variables | {"HIREBOT_DATABASE_URL": "sqlite:////proc/none/hirebot.db"})

    assert 1 == told.exit_code
    assert "HIREBOT_DATABASE_URL names a database that cannot be opened" in told.output


def test_the_example_team_is_loaded_once(room: Path, variables: dict[str, str], store: UnitOfWork) -> None:
    first = hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    again = hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)

    assert (0, 0) == (first.exit_code, again.exit_code)
    assert "Nothing to change" in again.output
    with store.reading() as tx:
        assert len(tx.people.all()) > 5


def test_a_team_file_with_mistakes_is_told_line_by_line_and_changes_nothing(
    room: Path, variables: dict[str, str], store: UnitOfWork
) -> None:
    file = room / "team.yaml"
    file.write_text("people:\n  - name: Ann\n    zone: EST\nopenings: []\n")

    told = hirebot("team", "load", str(file), settings=variables)

    assert 1 == told.exit_code
    assert f"{file}:" in told.output
    assert "Nothing was changed." in told.output
    with store.reading() as tx:
        assert [] == tx.people.all()


def test_a_team_file_that_is_not_there_is_told(room: Path, variables: dict[str, str]) -> None:
    told = hirebot("team", "load", "nowhere.yaml", settings=variables)

    assert 2 == told.exit_code
    assert "nowhere.yaml" in told.output


def test_a_team_is_not_loaded_under_another_key(room: Path, variables: dict[str, str]) -> None:
    file = str(ROOT / "team.example.yaml")
    hirebot("team", "load", file, settings=variables)

    told = hirebot("team", "load", file, settings=variables | {"HIREBOT_SECRET_KEY": SECRET_KEY[::-1]})

    assert 1 == told.exit_code
    assert "HIREBOT_SECRET_KEY is not the one" in told.output


def test_the_manifest_needs_no_settings(room: Path) -> None:
    assert yaml.safe_load(hirebot("manifest").output)["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize("option", ["--url", "--base-url"])
def test_the_manifest_for_http_names_the_public_address(option: str) -> None:
    told = hirebot("manifest", "--mode", "http", option, "https://hirebot.example.com")

    assert "https://hirebot.example.com/slack/events" in told.output


def test_the_manifest_for_http_without_an_address_is_a_mistake() -> None:
    told = hirebot("manifest", "--mode", "http")

    assert 2 == told.exit_code
    assert "https://" in told.output


def test_the_doctor_finds_a_healthy_installation_healthy(room: Path, variables: dict[str, str]) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)

    told = hirebot("doctor", settings=variables | {"HIREBOT_MODE": "socket"})

    assert 0 == told.exit_code, told.output
    assert "FAIL" not in told.output
    found = [line[6:].partition(":")[0] for line in told.output.splitlines()]
    expected = ["settings", "database", "slack", "socket", "google token", "google events", "google free/busy"]
    assert [*expected, "team", "promises"] == found


def test_the_doctor_says_what_to_do_first(room: Path, variables: dict[str, str]) -> None:
    told = hirebot("doctor", settings=variables)

    assert 1 == told.exit_code
    assert "FAIL  database: is empty or not there; run `hirebot migrate`" in told.output
    assert not (room / "hirebot.db").exists()


def test_the_doctor_misses_a_team(room: Path, variables: dict[str, str]) -> None:
    hirebot("migrate", settings=variables)

    told = hirebot("doctor", settings=variables)

    assert 1 == told.exit_code
    assert "FAIL  team: nobody yet; run `hirebot team load team.yaml`" in told.output


def test_the_doctor_names_missing_scopes(room: Path, variables: dict[str, str], live_slack: LocalSlack) -> None:
    hirebot("migrate", settings=variables)
    us = live_slack.workspace.app
    live_slack.workspace.app = replace(us, scopes=us.scopes - {"im:history"})
    try:
        told = hirebot("doctor", settings=variables)
    finally:
        live_slack.workspace.app = us

    assert "FAIL  slack: the bot token lacks im:history" in told.output


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-another-token"}, "FAIL  slack: SLACK_BOT_TOKEN does not work: invalid_auth"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "FAIL  slack: SLACK_BOT_TOKEN does not work: unreachable"),
        (
            {"SLACK_APP_TOKEN": "xapp-another-token", "HIREBOT_MODE": "socket"},
            "FAIL  socket: SLACK_APP_TOKEN does not work: invalid_auth",
        ),
        ({"GOOGLE_ORGANISER": "somebody@else.test"}, "FAIL  google token"),
        ({"HIREBOT_DATABASE_URL": "sqlite:////proc/none/x.db"}, "FAIL  database"),
    ],
)
def test_the_doctor_names_what_does_not_work(
    room: Path, variables: dict[str, str], changed: dict[str, str], says: str
) -> None:
    hirebot("migrate", settings=variables)

    told = hirebot("doctor", settings=variables | changed)

    assert 1 == told.exit_code
    assert says in told.output
    assert "another-token" not in told.output


def test_the_doctor_notices_a_foreign_key(room: Path, variables: dict[str, str]) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)

    told = hirebot("doctor", settings=variables | {"HIREBOT_SECRET_KEY": SECRET_KEY[::-1]})

    assert 1 == told.exit_code
    assert "FAIL  secret key" in told.output


def test_the_doctor_notices_a_broken_promise(room: Path, variables: dict[str, str], store: UnitOfWork) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET detail = 'forged'")

    told = hirebot("doctor", settings=variables)

    assert 1 == told.exit_code
    assert "FAIL  promise: I11" in told.output
