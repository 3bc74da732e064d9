"""The `hirebot` command: good words for every mistake, exit codes that scripts can use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from bot.keys import belongs
from models.unit_of_work import UnitOfWork
from tests.bot.command_line import hirebot
from tests.bot.site import SECRET_KEY

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["run"],
        ["migrate"],
        ["doctor"],
        ["team"],
        ["team", "load"],
        ["manifest"],
        ["demo"],
        ["google-login"],
        ["rotate-key"],
        ["restored"],
    ],
)
def test_everything_explains_itself(words: list[str]) -> None:
    told = hirebot(*words, "--help")

    assert 0 == told.exit_code
    assert len(told.output.splitlines()) > 4
    assert max(len(line) for line in told.output.splitlines()) <= 80


@pytest.mark.parametrize(
    "words", [["run"], ["migrate"], ["doctor"], ["restored"], ["team", "load", str(ROOT / "team.example.yaml")]]
)
def test_without_settings_each_is_named_and_nothing_is_done(room: Path, words: list[str]) -> None:
    told = hirebot(*words)

    assert 1 == told.exit_code
    assert re.search("SLACK_BOT_TOKEN:? is missing", told.output)
    assert re.search("HIREBOT_SECRET_KEY:? is missing", told.output)
    assert [] == list(room.iterdir())


def test_migrate_prepares_the_database_once(room: Path, variables: dict[str, str]) -> None:
    assert f"no database at {room}/hirebot.db: a new one was made" in hirebot("migrate", settings=variables).output
    assert "Nothing to do" in hirebot("migrate", settings=variables).output


def test_loading_the_team_says_where_it_made_a_database(room: Path, variables: dict[str, str]) -> None:
    told = [hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables).output for _ in range(2)]

    assert [True, False] == [
        f"There was no database at {room}/hirebot.db: a new one was made." in said for said in told
    ]


def test_migrate_says_when_it_cannot(room: Path, variables: dict[str, str]) -> None:
    told = hirebot("migrate", settings=variables | {"HIREBOT_DATABASE_URL": "sqlite:////proc/none/hirebot.db"})

    assert 1 == told.exit_code
    assert "HIREBOT_DATABASE_URL names a database that cannot be opened" in told.output


def test_a_backup_that_was_put_back_says_from_when_on_nothing_is_known(
    room: Path, variables: dict[str, str], store: UnitOfWork
) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    last = datetime(2026, 11, 25, 8, 12, tzinfo=UTC)
    with store() as tx:
        for bookmark in tx.bookmarks.all():
            tx.bookmarks.put(replace(bookmark, at=last))

    told = [hirebot("restored", settings=variables) for _ in range(2)]

    assert [0, 0] == [each.exit_code for each in told]
    assert all("It knows of everything until 2026-11-25 08:12 UTC." in each.output for each in told)


def test_a_rotated_key_is_the_only_one_with_which_the_database_opens(room: Path, variables: dict[str, str]) -> None:
    new = variables | {"HIREBOT_SECRET_KEY": SECRET_KEY[::-1]}
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    (room / "new.key").write_text(f"{SECRET_KEY[::-1]}\n")

    told = hirebot("rotate-key", "new.key", settings=variables)

    assert (0, False) == (told.exit_code, SECRET_KEY[::-1] in told.output)
    refused = hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables).output
    assert (
        "HIREBOT_SECRET_KEY is not this database's key. After `python3 start.py rotate-key` that is the new one"
        in refused
    )
    assert "Nothing to change" in hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=new).output


@pytest.mark.parametrize("words", [["restored"], ["rotate-key", "new.key"]])
@pytest.mark.parametrize("there", [None, b""], ids=["not there", "empty"])
def test_what_needs_a_database_makes_none_where_the_path_is_mistyped(
    room: Path, variables: dict[str, str], words: list[str], there: bytes | None
) -> None:
    (room / "new.key").write_text(SECRET_KEY[::-1])
    mistyped = "elsewhere/hirebot.db"
    if there is not None:
        mistyped = "empty.db"
        (room / mistyped).write_bytes(there)
    before = sorted(room.rglob("*"))

    told = hirebot(*words, settings=variables | {"HIREBOT_DATABASE_URL": f"sqlite:///{mistyped}"})

    assert 1 == told.exit_code
    assert f"There is no database of Hirebot's at {room / mistyped}" in told.output
    assert "Nothing was changed" in told.output
    assert before == sorted(room.rglob("*"))
    assert there is None or there == (room / mistyped).read_bytes()


def test_the_key_stays_for_four_weeks_after_a_backup_was_put_back(
    room: Path, variables: dict[str, str], store: UnitOfWork
) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    (room / "new.key").write_text(SECRET_KEY[::-1])
    hirebot("restored", settings=variables)
    with store.reading() as tx:
        until = tx.bookmarks.get(name="restored").at + timedelta(days=28)

    told = hirebot("rotate-key", "new.key", settings=variables)

    assert (1, True) == (told.exit_code, f"Rotate it after {until:%Y-%m-%d}. Nothing was changed." in told.output)
    assert belongs(store, SecretStr(SECRET_KEY))


def test_a_key_file_that_is_no_text_is_told_kindly(room: Path, variables: dict[str, str], store: UnitOfWork) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    (room / "new.key").write_bytes(bytes(range(256)))

    told = hirebot("rotate-key", "new.key", settings=variables)

    assert (1, True) == (told.exit_code, "new.key cannot be read as text. Make a key with python3" in told.output)
    assert belongs(store, SecretStr(SECRET_KEY))


@pytest.mark.parametrize(("key", "why"), [("brief", "at least 32 characters"), ("abcabcabc" * 5, "too easy to guess")])
def test_a_key_that_a_start_would_refuse_is_no_new_key(
    room: Path, variables: dict[str, str], store: UnitOfWork, key: str, why: str
) -> None:
    hirebot("team", "load", str(ROOT / "team.example.yaml"), settings=variables)
    (room / "new.key").write_text(f"{key}\n")

    told = hirebot("rotate-key", "new.key", settings=variables)

    assert (1, True, False) == (told.exit_code, why in told.output, key in told.output)
    assert "Nothing was changed." in told.output
    assert belongs(store, SecretStr(SECRET_KEY))


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
    assert "HIREBOT_SECRET_KEY is not this database's key" in told.output


def test_the_manifest_needs_no_settings(room: Path) -> None:
    assert yaml.safe_load(hirebot("manifest").output)["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize("option", ["--url", "--base-url"])
def test_the_manifest_for_http_names_the_public_address(option: str) -> None:
    told = hirebot("manifest", "--mode", "http", option, "https://hirebot.example.com")

    assert "https://hirebot.example.com/slack/events" in told.output


def test_an_address_is_not_taken_and_forgotten_in_socket_mode() -> None:
    told = hirebot("manifest", "--base-url", "https://hirebot.example.com")

    assert 2 == told.exit_code
    assert "--mode http" in told.output


def test_the_manifest_for_http_without_an_address_is_a_mistake() -> None:
    told = hirebot("manifest", "--mode", "http")

    assert 2 == told.exit_code
    assert "https://" in told.output
