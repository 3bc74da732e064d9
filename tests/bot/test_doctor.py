"""The doctor: every step that is missing or does not work is named, with what to do; it goes on, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.config import read_settings
from bot.doctor import State, examine
from models.records.delivery import Effect, EffectKind, EffectState
from models.unit_of_work import UnitOfWork
from sandbox.clock import SteppedClock
from sandbox.company import Company
from sandbox.google.accounts import write_oauth_token
from scheduling.messages import Topic
from tests.bot.command_line import hirebot
from tests.bot.doctored import company, doctor, found, installed, records, todo
from tests.bot.site import SECRET_KEY

__all__ = ["company", "installed", "records"]

HEALTHY = [
    "settings",
    "database",
    "slack",
    "slack scopes",
    "socket",
    "messages and forms",
    "google token",
    "google calendar",
    "google booking",
    "google free/busy",
    "team",
    "people in slack",
    "interviewers' free/busy",
    "promises",
]


def leave_out(company: Company, *scopes: str) -> None:
    us = company.slack.workspace.app
    company.slack.workspace.app = replace(us, scopes=us.scopes - set(scopes))


def test_a_healthy_installation_is_found_healthy(installed: dict[str, str]) -> None:
    told = doctor(installed)

    assert 0 == told.exit_code, told.output
    assert HEALTHY == found(told, "ok")
    assert [] == found(told, "-")
    assert "Nothing to put right." in told.output


def test_it_changes_nothing_anywhere(installed: dict[str, str], company: Company, records: UnitOfWork) -> None:
    def kept() -> list[object]:
        with records.reading() as tx:
            return [*tx.bookmarks.all(), *tx.inbox.all(), *tx.outbox.all(), *tx.people.all(), *tx.audit.all()]

    before = kept()

    doctor(installed)

    assert before == kept()
    asked = {call.method for call in company.slack.workspace.calls.all()}
    assert {"auth.test", "bots.info", "apps.connections.open", "blocks.validate", "users.lookupByEmail"} == asked
    assert {"token", "calendar.events.list", "calendar.freebusy.query"} == {
        call.method for call in company.calendars.calls
    }
    assert 0 == company.slack.workspace.sockets.connected


def test_where_nothing_is_set_up_every_step_is_named_in_its_order_and_nothing_is_made(room: Path) -> None:
    told = doctor({})

    assert 1 == told.exit_code
    assert [
        "settings",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "HIREBOT_SECRET_KEY",
        "GOOGLE_SERVICE_ACCOUNT_FILE",
        "GOOGLE_ORGANISER",
        "database",
    ] == found(told, "FAIL")
    assert ["slack", "socket", "commands", "google", "team", "promises"] == found(told, "-")
    assert "copy .env.example" in todo(told, "settings")
    assert "`python3 start.py manifest`" in todo(told, "SLACK_BOT_TOKEN")
    assert "`python3 start.py google-login`" in todo(told, "GOOGLE_SERVICE_ACCOUNT_FILE")
    assert [] == list(room.iterdir())


def test_what_can_be_looked_at_is_although_something_else_is_missing(installed: dict[str, str]) -> None:
    told = doctor(installed | {"GOOGLE_ORGANISER": "", "HIREBOT_SECRET_KEY": "31-letters"})

    assert ["HIREBOT_SECRET_KEY", "GOOGLE_ORGANISER"] == [
        name
        for name in found(told, "FAIL")
        if name != "settings"  # there is no .env, everything is in the environment
    ]
    assert ["database", "slack", "slack scopes", "socket", "messages and forms", "team", "people in slack"] == found(
        told, "ok"
    )
    assert ["google", "interviewers' free/busy", "promises"] == found(told, "-")


def test_an_env_file_and_a_key_that_others_can_read_are_noted(installed: dict[str, str], room: Path) -> None:
    (room / ".env").touch(mode=0o644)
    (room / "service-account.json").chmod(0o640)

    told = doctor(installed)

    assert 0 == told.exit_code
    assert "chmod 600 .env" == todo(told, ".env")
    assert "chmod 600 " in todo(told, "GOOGLE_SERVICE_ACCOUNT_FILE")


def test_an_env_file_that_cannot_be_read_is_told(room: Path) -> None:
    (room / ".env").write_bytes(b"\xff\xfe")

    told = doctor({})

    assert 1 == told.exit_code
    assert ".env cannot be read" in told.output


def test_an_empty_database_is_told_and_the_rest_is_looked_at(company: Company, room: Path) -> None:
    told = doctor(company.settings | {"HIREBOT_DATABASE_URL": "sqlite:///hirebot.db", "HIREBOT_PORT": "9"})

    assert ["database"] == found(told, "FAIL")
    assert "`python3 start.py team load team.yaml` makes it" in todo(told, "database")
    assert {"slack", "google booking"} <= set(found(told, "ok"))
    assert not (room / "hirebot.db").exists()


def test_a_database_that_cannot_be_opened_is_told(installed: dict[str, str], room: Path) -> None:
    told = doctor(installed | {"HIREBOT_DATABASE_URL": f"sqlite:///{room}"})

    assert ["database"] == found(told, "FAIL")
    assert "HIREBOT_DATABASE_URL" in todo(told, "database")


def test_a_newer_database_is_told(installed: dict[str, str], records: UnitOfWork) -> None:
    with records.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert "the newer Hirebot" in todo(doctor(installed), "database")


def test_a_foreign_key_is_noticed(installed: dict[str, str]) -> None:
    told = doctor(installed | {"HIREBOT_SECRET_KEY": SECRET_KEY[::-1]})

    assert ["secret key"] == found(told, "FAIL")
    assert "after `python3 start.py rotate-key` it is the new one" in todo(told, "secret key")


def test_a_broken_promise_is_noticed(installed: dict[str, str], records: UnitOfWork) -> None:
    with records.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET detail = 'forged'")

    told = doctor(installed)

    assert ["promise"] == found(told, "FAIL")
    assert "promise: I11" in told.output


@pytest.mark.parametrize(
    ("changed", "says", "do"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-another-token"}, "invalid_auth", "copy the whole token"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "unreachable", "check the network"),
    ],
)
def test_a_bot_token_that_does_not_work_is_told_with_what_to_do(
    installed: dict[str, str], changed: dict[str, str], says: str, do: str
) -> None:
    told = doctor(installed | changed)

    assert f"FAIL  slack: SLACK_BOT_TOKEN does not work: {says}" in told.output
    assert do in todo(told, "slack")
    assert "people in slack" in found(told, "-")


def test_an_app_that_was_removed_is_to_be_installed_again(installed: dict[str, str], company: Company) -> None:
    company.slack.workspace.faults.refuse("auth.test", error="account_inactive")

    assert "install the app again" in todo(doctor(installed), "slack")


@pytest.mark.parametrize(
    ("token", "says", "do"),
    [
        ("xapp-another-token", "invalid_auth", "connections:write"),
        ("xapp-1-sandbox-app-token", "missing_scope", "connections:write"),
    ],
)
def test_an_app_token_that_does_not_work_is_told_with_what_to_do(
    installed: dict[str, str], company: Company, token: str, says: str, do: str
) -> None:
    us = company.slack.workspace.app
    company.slack.workspace.app = replace(us, app_scopes=frozenset({"authorizations:read"}))

    told = doctor(installed | {"SLACK_APP_TOKEN": token})

    assert f"SLACK_APP_TOKEN does not work: {says}" in told.output
    assert do in todo(told, "socket")


def test_each_missing_scope_is_named_with_what_it_is_for_and_where_to_add_it(
    installed: dict[str, str], company: Company
) -> None:
    leave_out(company, "im:history", "users:read.email")

    told = doctor(installed)

    assert ["slack scope im:history", "slack scope users:read.email", "people in slack"] == found(told, "FAIL")
    assert "to find a message again whose answer was lost" in told.output
    assert "https://api.slack.com/apps/A0HIREBOT, OAuth & Permissions" in todo(told, "slack scope im:history")


@pytest.mark.parametrize(("error", "state"), [("invalid_view", "FAIL"), ("unknown_method", "note")])
def test_what_slack_would_not_show_is_told_before_somebody_meets_it(
    installed: dict[str, str], company: Company, error: str, state: str
) -> None:
    company.slack.workspace.faults.refuse("blocks.validate", error=error)

    assert "messages and forms" in found(doctor(installed), state)


def test_scopes_that_nobody_needs_are_noted(installed: dict[str, str], company: Company) -> None:
    told = doctor(installed)

    assert "note  slack scopes: granted and not needed: channels:history" in told.output


def test_a_clock_that_is_off_is_told(installed: dict[str, str]) -> None:
    wall = SystemClock().now()
    apart = {
        minutes: [
            finding
            for finding in examine(
                read_settings(installed, env_file=None), SteppedClock(wall + timedelta(minutes=minutes))
            )
            if finding.name == "clock"
        ]
        for minutes in (-6, 0, 6)
    }

    assert [] == apart[0]
    assert "behind Slack" in apart[-6][0].words
    assert "ahead of Slack" in apart[6][0].words
    assert State.WRONG is apart[6][0].state


def test_a_consent_that_has_ended_is_told_with_the_way_to_a_new_one(
    installed: dict[str, str], company: Company, room: Path
) -> None:
    file = room / "google-token.json"
    write_oauth_token(file, company.calendars, address=company.google_url, refresh_token="1//ended")
    company.calendars.tokens.revoke("1//ended")

    told = doctor(installed | {"GOOGLE_SERVICE_ACCOUNT_FILE": "", "GOOGLE_OAUTH_TOKEN_FILE": str(file)})

    assert ["google token"] == found(told, "FAIL")
    assert "`python3 start.py google-login`" in todo(told, "google token")
    assert "1//ended" not in told.output
    assert ["interviewers' free/busy"] == found(told, "-")


def test_a_calendar_that_is_only_shared_for_reading_is_told(
    installed: dict[str, str], company: Company, room: Path
) -> None:
    file = room / "google-token.json"
    write_oauth_token(file, company.calendars, address=company.google_url, user=company.emails["mara"])
    company.calendars.share(company.emails["mara"], "reader")

    told = doctor(installed | {"GOOGLE_SERVICE_ACCOUNT_FILE": "", "GOOGLE_OAUTH_TOKEN_FILE": str(file)})

    assert ["google booking"] == found(told, "FAIL")
    assert [] == company.calendars.live_events()


def test_somebody_elses_address_as_organiser_is_told(installed: dict[str, str]) -> None:
    told = doctor(installed | {"GOOGLE_ORGANISER": "somebody@else.test"})

    assert ["google token"] == found(told, "FAIL")
    assert "Domain Wide Delegation" in todo(told, "google token")


def test_an_api_that_is_not_enabled_is_told(installed: dict[str, str], company: Company) -> None:
    company.calendars.faults.refuse("calendar.*", status=403, reason="SERVICE_DISABLED")

    told = doctor(installed)

    assert ["google calendar", "google free/busy"] == found(told, "FAIL")
    assert "Google Calendar API, Enable" in todo(told, "google calendar")


def test_a_free_busy_that_fails_later_on_is_told(installed: dict[str, str], company: Company) -> None:
    company.calendars.faults.server_error("calendar.freebusy.query")

    told = doctor(installed)

    assert "google free/busy" in found(told, "FAIL")
    assert "interviewers' free/busy" in found(told, "-")


def test_the_example_of_settings_alone_is_no_installation(room: Path) -> None:
    (room / ".env").write_bytes((Path(__file__).parents[2] / ".env.example").read_bytes())

    told = doctor({})

    assert "settings" not in found(told, "FAIL")
    assert "SLACK_BOT_TOKEN" in found(told, "FAIL")
    assert [] == [line for line in told.output.splitlines() if "is not a setting" in line]
    assert 1 == hirebot("run").exit_code


def test_what_was_given_up_is_noted_and_so_is_who_does_not_know_of_it(
    installed: dict[str, str], records: UnitOfWork
) -> None:
    now = SystemClock().now()
    with records() as tx:
        for topic in (Topic.BRIEF, Topic.TROUBLE, Topic.TROUBLE):
            number = len(tx.outbox.all())
            dead = Effect(key=f"k{number}", kind=EffectKind.POST, target="dm:x", due_at=now, created_at=now)
            tx.outbox.add(replace(dead, topic=topic, state=EffectState.DEAD, reason="account_inactive"))

    told = doctor(installed)

    assert 0 == told.exit_code
    assert "note  given up: 1 effects were given up (of each a person was to be told)" in told.output
    assert "note  given up: 2 messages that tell people of trouble did not reach them" in told.output
    assert "Something was given up" in todo(told, "given up")


def test_what_can_be_mended_is_mended_once_if_it_is_asked_to(installed: dict[str, str], records: UnitOfWork) -> None:
    long_ago = SystemClock().now() - timedelta(hours=1)
    stuck = Effect(
        key="k",
        kind=EffectKind.HOME,
        target="home:x",
        state=EffectState.SENDING,
        due_at=long_ago,
        lease_until=long_ago,
        created_at=long_ago,
    )
    with records() as tx:
        tx.outbox.add(stuck)

    assert ["promise"] == found(doctor(installed), "FAIL")
    mended = doctor(installed, "--fix")
    again = doctor(installed, "--fix")

    assert "mended" in found(mended, "note")
    assert 0 == mended.exit_code
    assert "mended" not in found(again, "note")
