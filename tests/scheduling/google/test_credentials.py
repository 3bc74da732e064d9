"""Credential files: what is wrong is said, what is in them is not."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduling.google.calendar import GoogleCalendar
from scheduling.google.credentials import SCOPES, oauth_user, service_account
from scheduling.google.key_files import CredentialsProblem, read_service_account
from scheduling.google.refusals import AuthFault
from tests.google_site import ORGANISER, GoogleSite, SetClock

ACCOUNT = {
    "type": "service_account",
    "client_email": "bot@project.test",
    "private_key": "-----BEGIN PRIVATE KEY-----\nSECRETSECRET\n-----END PRIVATE KEY-----\n",
    "token_uri": "https://oauth2.googleapis.com/token",
}
TOKEN = {"type": "authorized_user", "client_id": "id", "client_secret": "SECRET", "refresh_token": "SECRET"}


def written(folder: Path, content: object) -> Path:
    path = folder / "file.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_the_two_scopes_are_all_that_is_asked_for(google: GoogleSite) -> None:
    for by_consent in (True, False):
        google.adapter(by_consent=by_consent).get("never")

    asked = {access.scopes for access in google.calendars.tokens.given.values()}
    assert asked == {frozenset(SCOPES)}
    assert SCOPES == (
        "https://www.googleapis.com/auth/calendar.events",
        "https://www.googleapis.com/auth/calendar.freebusy",
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{ SECRET", "not JSON"),
        (["SECRET"], "not a file of type service_account"),
        ({**ACCOUNT, "type": "SECRET"}, "not a file of type service_account"),
        ({"type": "service_account", "private_key": "SECRET"}, "lacks client_email, token_uri"),
        ({**ACCOUNT, "client_email": 7}, "lacks client_email"),
        ({**ACCOUNT, "token_uri": ""}, "lacks token_uri"),
        (ACCOUNT, "private key cannot be read"),
        ({**ACCOUNT, "private_key": "SECRET"}, "private key cannot be read"),
    ],
)
def test_a_service_account_file_that_cannot_be_used_says_why_without_its_content(
    tmp_path: Path, content: object, problem: str
) -> None:
    with pytest.raises(CredentialsProblem, match=problem) as raised:
        service_account(written(tmp_path, content), organiser=ORGANISER)

    assert "SECRET" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_key_that_lacks_a_part_is_noticed_where_settings_are_checked(google: GoogleSite, tmp_path: Path) -> None:
    """With Google's libraries not loaded: the block is closed again, as an editor would leave it."""
    content = json.loads(google.service_account_file().read_text(encoding="utf-8"))
    first, *lines, last = content["private_key"].strip().splitlines()
    shorter = {**content, "private_key": "\n".join([first, *lines[:-2], last])}

    assert content == read_service_account(written(tmp_path, content))
    with pytest.raises(CredentialsProblem, match="private key cannot be read"):
        read_service_account(written(tmp_path, shorter))


def test_a_key_that_is_whole_and_no_key_is_told_when_it_is_to_sign(tmp_path: Path) -> None:
    whole = {**ACCOUNT, "private_key": "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----"}

    path = written(tmp_path, whole)
    assert whole == read_service_account(path)
    with pytest.raises(CredentialsProblem, match="private key cannot be read"):
        service_account(path, organiser=ORGANISER)
    calendar = GoogleCalendar.from_settings(organiser=ORGANISER, clock=SetClock(), service_account_file=path)
    (step,) = calendar.probe().steps
    assert ("token", "auth:credentials") == (step.name, step.reason)
    assert "make another key" in step.hint


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({**TOKEN, "type": "service_account"}, "not a file of type authorized_user"),
        ({name: value for name, value in TOKEN.items() if name != "refresh_token"}, "lacks refresh_token"),
        ({**TOKEN, "client_id": None}, "lacks client_id"),
    ],
)
def test_a_token_file_that_cannot_be_used_says_why(tmp_path: Path, content: dict[str, Any], problem: str) -> None:
    with pytest.raises(CredentialsProblem, match=problem):
        oauth_user(written(tmp_path, content))


def test_a_file_that_is_not_there_is_a_problem_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(CredentialsProblem, match="cannot be opened"):
        oauth_user(tmp_path / "none.json")


def test_exactly_one_kind_of_credentials_is_needed(google: GoogleSite) -> None:
    both = (google.service_account_file(), google.oauth_token_file())
    for account, token in (both, (None, None)):
        with pytest.raises(ValueError, match="either"):
            GoogleCalendar.from_settings(
                organiser=ORGANISER, clock=SetClock(), service_account_file=account, oauth_token_file=token
            )


def test_a_file_that_is_gone_by_the_time_it_is_needed_is_trouble_that_somebody_mends(
    google: GoogleSite, tmp_path: Path
) -> None:
    calendar = GoogleCalendar.from_settings(
        organiser=ORGANISER, clock=SetClock(), oauth_token_file=tmp_path / "none.json", api_url=google.address
    )
    google.opened.append(calendar)

    with pytest.raises(AuthFault) as raised:
        calendar.busy(emails=["ann@acme.test"], start=SetClock().now(), end=SetClock().now() + timedelta(days=1))

    assert ("auth", "credentials") == (raised.value.reason, raised.value.error)
