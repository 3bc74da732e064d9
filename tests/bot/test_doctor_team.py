"""What the doctor says of the team: loaded, everybody in Slack, everybody who interviews open for free/busy, by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.unit_of_work import UnitOfWork
from sandbox.company import Company
from sandbox.google.people import Trouble
from tests.bot.doctored import company, doctor, found, installed, records, todo

__all__ = ["company", "installed", "records"]


def test_nobody_is_loaded_yet(installed: dict[str, str], records: UnitOfWork) -> None:
    with records.engine.begin() as connection:
        for table in ("pool_members", "openings", "people"):
            connection.exec_driver_sql(f"DELETE FROM {table}")

    assert "run `python3 start.py team load team.yaml`" in todo(doctor(installed), "team")


def test_a_team_without_openings_is_told(installed: dict[str, str], records: UnitOfWork) -> None:
    with records.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE openings SET active = 0")

    told = doctor(installed)

    assert ["team"] == found(told, "FAIL")
    assert "add an opening" in todo(told, "team")


def test_whoever_cannot_be_found_in_slack_is_named(installed: dict[str, str], company: Company) -> None:
    workspace = company.slack.workspace
    people = {user.name: user for user in workspace.users.all()}
    with workspace.change():
        workspace.users.put(replace(people["mara"], email="another@lumen.example"))
        workspace.users.put(replace(people["jonas"], guest=True))

    told = doctor(installed)

    named = [name for name in found(told, "FAIL") if name != "settings"]
    assert ["slack", "slack"] == named
    assert company.emails["mara"] in told.output
    assert "nobody in the workspace has this address" in told.output
    assert "is a guest, a bot or of another workspace" in told.output
    assert "people in slack" not in found(told, "ok")


def test_whoever_was_known_and_has_left_is_named(
    installed: dict[str, str], company: Company, records: UnitOfWork
) -> None:
    mara = next(user for user in company.slack.workspace.users.all() if user.name == "mara")
    with records() as tx:
        person = tx.people.by_email(company.emails["mara"])
        assert person is not None
        tx.people.save(replace(person, slack_id=mara.id))
    company.slack.workspace.users.deactivate(mara.id)

    assert "is deactivated" in doctor(installed).output


def test_a_slack_that_asks_to_slow_down_is_no_failure(installed: dict[str, str], company: Company) -> None:
    company.slack.workspace.faults.rate_limit("users.lookupByEmail", retry_after=30)

    told = doctor(installed)

    assert 0 == told.exit_code
    assert "run this again in a minute" in todo(told, "people in slack")


@pytest.mark.parametrize("trouble", [Trouble.NOT_FOUND, Trouble.MISSING, Trouble.INTERNAL_ERROR])
def test_each_interviewer_whose_free_busy_is_unknown_is_named_with_what_to_do(
    installed: dict[str, str], company: Company, trouble: Trouble
) -> None:
    company.calendars.set_trouble(company.emails["tomasz"], trouble)

    told = doctor(installed)

    assert ["free/busy"] == found(told, "FAIL")
    assert f"({company.emails['tomasz']}): not known ({trouble.value})" in told.output
    assert "See only free/busy" in todo(told, "free/busy")


def test_whoever_interviews_nobody_needs_no_calendar(
    installed: dict[str, str], company: Company, records: UnitOfWork
) -> None:
    with records.engine.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM pool_members WHERE person_id IN (SELECT id FROM people WHERE name LIKE 'Tomasz%')"
        )
    company.calendars.set_trouble(company.emails["tomasz"], Trouble.NOT_FOUND)

    assert 0 == doctor(installed).exit_code
