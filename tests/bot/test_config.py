"""Settings: complete ones are taken, and of all others every problem is told at once, without a value."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.config import DEVELOPERS, KEYS, BadSettings, Mode, load_settings, read_settings
from sandbox.clock import SteppedClock
from sandbox.google.accounts import write_service_account
from sandbox.google.calendars import Calendars
from tests.google_site import signing_key
from tests.world import MONDAY

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-1-abcdefgh",
    "SLACK_APP_TOKEN": "xapp-1-A1-abcdefgh",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "HIREBOT_SECRET_KEY": "Wq3-kf83_Zx0pLmNvB7t-2gHjYr5uE1sD9aC",
}


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "service-account.json"
    clock = SteppedClock(MONDAY)
    calendars = Calendars(organiser="interviews@acme.test", clock=clock, token_clock=clock)
    write_service_account(path, calendars, address="http://127.0.0.1:1", key=signing_key())
    return path


@pytest.fixture
def complete(key_file: Path) -> dict[str, str]:
    return {**SECRETS, "GOOGLE_SERVICE_ACCOUNT_FILE": str(key_file), "GOOGLE_ORGANISER": "interviews@acme.test"}


def problems(environ: dict[str, str], env_file: Path | None = None) -> dict[str, str]:
    with pytest.raises(BadSettings) as bad:
        load_settings(environ, env_file=env_file)
    for value in environ.values():
        assert len(value) < 5 or value not in str(bad.value), "a value was told"
    return {problem.key: problem.words for problem in bad.value.problems}


def test_little_is_needed_and_the_rest_has_defaults(complete: dict[str, str]) -> None:
    settings = load_settings(complete, env_file=None)

    assert (Mode.SOCKET, "127.0.0.1", 3000) == (settings.mode, settings.host, settings.port)
    assert "https://slack.com/api/" == settings.slack_api_url
    assert "sqlite:///hirebot.db" == settings.database_url.get_secret_value()
    assert None is settings.google_calendar_api_url


def test_secrets_do_not_show_when_settings_are_printed(complete: dict[str, str]) -> None:
    shown = repr(load_settings(complete, env_file=None))

    assert [] == [secret for secret in SECRETS.values() if secret in shown]


def test_a_password_in_the_address_of_the_database_does_not_show(complete: dict[str, str]) -> None:
    settings = load_settings(complete | {"HIREBOT_DATABASE_URL": "postgresql://me:pass123@db/hirebot"}, env_file=None)

    assert "pass123" not in repr(settings)


def test_with_nothing_set_everything_that_is_needed_is_named_at_once() -> None:
    assert {
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "HIREBOT_SECRET_KEY",
        "GOOGLE_SERVICE_ACCOUNT_FILE",
        "GOOGLE_ORGANISER",
    } == problems({}).keys()


def test_every_value_wrong_at_once_is_told_at_once(tmp_path: Path) -> None:
    wrong = dict.fromkeys(KEYS, "wrong value") | {
        "HIREBOT_MODE": "http",
        "GOOGLE_OAUTH_TOKEN_FILE": "",
        "GOOGLE_SERVICE_ACCOUNT_FILE": str(tmp_path / "nothing"),
    }

    assert set(KEYS) - {"HIREBOT_MODE", "GOOGLE_OAUTH_TOKEN_FILE"} == problems(wrong).keys()


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "", "is missing"),
        ("SLACK_BOT_TOKEN", "xapp-1-A1-abcdefgh", "must begin with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxp-1-abcdefgh", "must begin with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-1-abc\ndefgh", "holds characters that no token has"),
        ("SLACK_BOT_TOKEN", "xoxb-", "cut off"),
        ("SLACK_APP_TOKEN", "", "HIREBOT_MODE=socket needs it"),
        ("SLACK_APP_TOKEN", "xoxb-1-abcdefgh", "must begin with xapp-"),
        ("SLACK_SIGNING_SECRET", "short", "cut off"),
        ("SLACK_API_URL", "", "leave it out"),
        ("SLACK_API_URL", "ftp://slack.test/", "must be an address"),
        ("SLACK_API_URL", "https://me:pass123@slack.test/", "must be an address"),
        ("SLACK_API_URL", "https://slack.test:99999/", "must be an address"),
        ("SLACK_API_URL", "https://[slack/", "must be an address"),
        ("HIREBOT_MODE", "https", "must be socket"),
        ("HIREBOT_HOST", "a b", "must be an address to listen on"),
        ("HIREBOT_PORT", "eighty", "must be a number"),
        ("HIREBOT_PORT", "-1", "must be a number"),
        ("HIREBOT_PORT", "65536", "must be a number"),
        ("HIREBOT_PORT", "80.5", "must be a number"),
        ("HIREBOT_PORT", "٣٠٠٠", "must be a number"),
        ("HIREBOT_DATABASE_URL", "", "unknown kind"),
        ("HIREBOT_DATABASE_URL", "mysql://db/hirebot", "unknown kind"),
        ("HIREBOT_DATABASE_URL", "postgres://db/hirebot", "must begin with postgresql://"),
        ("HIREBOT_DATABASE_URL", "postgresql://db", "does not name a database"),
        ("HIREBOT_DATABASE_URL", "postgresql://db:port/hirebot", "cannot be read"),
        ("HIREBOT_DATABASE_URL", "sqlite://hirebot.db", "three slashes"),
        ("HIREBOT_DATABASE_URL", "sqlite:////", "must name a file"),
        ("HIREBOT_DATABASE_URL", "sqlite:///:memory:", "must name a file"),
        ("HIREBOT_SECRET_KEY", "", "make one with python3"),
        ("HIREBOT_SECRET_KEY", "only 31 characters are in here.", "is too short"),
        ("HIREBOT_SECRET_KEY", "abc" * 20, "too easy to guess"),
        ("GOOGLE_ORGANISER", "", "is missing"),
        ("GOOGLE_ORGANISER", "nobody", "must be one e-mail address"),
        ("GOOGLE_ORGANISER", "a@acme.test, b@acme.test", "must be one e-mail address"),
        ("GOOGLE_CALENDAR_API_URL", "calendar", "must be an address"),
        ("GOOGLE_SERVICE_ACCOUNT_FILE", "", "GOOGLE_OAUTH_TOKEN_FILE"),
        ("GOOGLE_SERVICE_ACCOUNT_FILE", "/nowhere/key.json", "is not there"),
        ("GOOGLE_SERVICE_ACCOUNT_FILE", "/", "is not there"),
        ("GOOGLE_SERVICE_ACCOUNT_FILE", "~nobody-at-all/key.json", "is not there"),
    ],
)
def test_one_wrong_value_is_named_with_what_to_do(complete: dict[str, str], key: str, value: str, says: str) -> None:
    found = problems(complete | {key: value})

    assert [key] == list(found)
    assert says in found[key]


def test_http_needs_the_signing_secret_and_no_app_token(complete: dict[str, str]) -> None:
    http = complete | {"HIREBOT_MODE": "http", "SLACK_APP_TOKEN": ""}

    assert Mode.HTTP is load_settings(http, env_file=None).mode
    assert "HIREBOT_MODE=http needs it" in problems(http | {"SLACK_SIGNING_SECRET": ""})["SLACK_SIGNING_SECRET"]


def test_both_credentials_of_google_are_one_too_many(complete: dict[str, str], key_file: Path) -> None:
    found = problems(complete | {"GOOGLE_OAUTH_TOKEN_FILE": str(key_file)})

    assert "are both given" in found["GOOGLE_SERVICE_ACCOUNT_FILE"]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", json.dumps({"type": "service_account", "private_key": "s3cret"}).encode()]
)
def test_a_credential_file_that_cannot_be_used_is_told_at_once_and_not_quoted(
    complete: dict[str, str], key_file: Path, content: bytes
) -> None:
    key_file.write_bytes(content)

    words = problems(complete)["GOOGLE_SERVICE_ACCOUNT_FILE"]
    assert words.startswith("names a file that cannot be used")
    assert "s3cret" not in words


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("GOOGLE_ORGANIZER", "GOOGLE_ORGANISER"),
        ("HIREBOT_SECRETKEY", "HIREBOT_SECRET_KEY"),
        ("SLACK_SIGNING_SECRETS", "SLACK_SIGNING_SECRET"),
        ("HIERBOT_PORT", "HIREBOT_PORT"),
        ("slack_bot_token", "SLACK_BOT_TOKEN"),
    ],
)
def test_a_slip_of_the_pen_is_met_with_the_nearest_name(complete: dict[str, str], key: str, near: str) -> None:
    assert f"did you mean {near}?" in problems(complete | {key: "whatever"})[key]


def test_what_begins_with_our_name_and_is_no_setting_is_told(complete: dict[str, str]) -> None:
    assert "is not a setting" in problems(complete | {"HIREBOT_COLOUR": "blue"})["HIREBOT_COLOUR"]


@pytest.mark.parametrize("key", sorted(DEVELOPERS))
def test_what_the_browser_tests_read_may_stand_in_the_same_shell(complete: dict[str, str], key: str) -> None:
    load_settings(complete | {key: "1"}, env_file=None)


def test_what_the_tests_read_has_no_place_in_a_file_of_settings(complete: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("HIREBOT_CHROMIUM=chromium\n")

    assert "is not a setting" in problems(complete, file)["HIREBOT_CHROMIUM"]


def test_variables_of_other_programs_are_none_of_our_business(complete: dict[str, str]) -> None:
    others = {"SLACK_WEBHOOK_URL": "x", "GOOGLE_APPLICATION_CREDENTIALS": "x", "SLACK_TOKEN": "x", "PATH": "x"}

    load_settings(complete | others, env_file=None)


def test_what_would_make_the_library_do_something_else_is_told(complete: dict[str, str]) -> None:
    found = problems(complete | {"SLACK_CLIENT_ID": "12345", "SLACK_CLIENT_SECRET": "secret"})

    assert ["SLACK_CLIENT_ID"] == list(found)


def test_a_file_is_read_and_the_environment_goes_before_it(complete: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("".join(f"{key}={value}\n" for key, value in complete.items()) + "HIREBOT_PORT=4000\n")

    assert 4000 == load_settings({}, env_file=file).port
    assert 5000 == load_settings({"HIREBOT_PORT": "5000"}, env_file=file).port


def test_in_our_own_file_every_unknown_name_is_told(complete: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("SLACK_WEBHOOK_URL=x\nGOOGLE_CLOUD_PROJECT=x\nEDITOR=vi\n")

    assert {"SLACK_WEBHOOK_URL", "GOOGLE_CLOUD_PROJECT"} == problems(complete, file).keys()


def test_a_file_that_cannot_be_read_is_told_by_name(complete: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_bytes(b"HIREBOT_PORT=\xff\xfe")

    assert {str(file): "cannot be read; it must be a text file in UTF-8"} == problems(complete, file)


def test_without_a_file_the_environment_is_enough(complete: dict[str, str], tmp_path: Path) -> None:
    load_settings(complete, env_file=tmp_path / "not-there")


def test_spaces_around_a_value_do_not_count(complete: dict[str, str]) -> None:
    assert Mode.SOCKET is load_settings(complete | {"HIREBOT_MODE": " socket\n"}, env_file=None).mode


def test_the_example_file_names_every_setting_and_no_other() -> None:
    lines = Path(__file__).parents[2].joinpath(".env.example").read_text(encoding="utf-8").splitlines()
    named = [found[1] for line in lines if (found := re.match(r"(?:# )?([A-Z_]+)=", line))]

    assert sorted(KEYS) == sorted(named)


def test_the_example_file_shows_the_defaults_and_as_it_is_only_misses_what_is_needed(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / ".env.example"
    shown = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.+)$", example.read_text(encoding="utf-8"), re.MULTILINE))
    defaults = read_settings({}, env_file=None).values
    examples = {"GOOGLE_OAUTH_TOKEN_FILE", "GOOGLE_CALENDAR_API_URL"}  # nothing is the default of these
    told, needed = problems({}, example), problems({})

    assert {} == {key: value for key, value in shown.items() if key not in examples and defaults[key] != value}
    assert "`python3 start.py google-login` makes it" in told.pop("GOOGLE_OAUTH_TOKEN_FILE")  # the way that is advised
    assert "is missing" in needed.pop("GOOGLE_SERVICE_ACCOUNT_FILE")
    assert needed == told
