"""The consent page and the code that comes of it: what Google refuses is refused, a code works once and not for long."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from scheduling.google.credentials import SCOPES
from tests.google_consent import decide
from tests.google_site import ORGANISER, GoogleSite

BACK = "http://127.0.0.1:4567/"
VERIFIER = "a-verifier-of-at-least-forty-three-characters~1"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
EVENTS = f"/calendar/v3/calendars/{ORGANISER}/events"


@pytest.fixture
def client(google: GoogleSite) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(google.oauth_client_file().read_text(encoding="utf-8"))["installed"]
    return told


def asking(client: dict[str, Any], **changed: str) -> str:
    query = {
        "client_id": client["client_id"],
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "state": "a-state",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
        **changed,
    }
    return f"{client['auth_uri']}?{urlencode(query)}"


def sent_back(answer: httpx.Response) -> dict[str, str]:
    """What the browser brings back to the app."""
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def exchanged(client: dict[str, Any], code: str, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **changed,
    }
    return httpx.post(client["token_uri"], data=form)


def test_a_consent_becomes_tokens_that_open_the_calendar(google: GoogleSite, client: dict[str, Any]) -> None:
    back = sent_back(decide(asking(client)))

    told = exchanged(client, back["code"]).json()

    assert ("a-state", " ".join(SCOPES)) == (back["state"], back["scope"])
    assert {"access_token", "expires_in", "token_type", "scope", "refresh_token"} == told.keys()
    answer = httpx.get(google.address + EVENTS, headers={"Authorization": f"Bearer {told['access_token']}"})
    assert 200 == answer.status_code


def test_a_code_works_once(client: dict[str, Any]) -> None:
    code = sent_back(decide(asking(client)))["code"]

    answers = [exchanged(client, code) for _ in range(2)]

    assert [200, 400] == [answer.status_code for answer in answers]
    assert "invalid_grant" == answers[1].json()["error"]


def test_a_code_does_not_last(google: GoogleSite, client: dict[str, Any]) -> None:
    code = sent_back(decide(asking(client)))["code"]
    google.token_clock.ahead = timedelta(minutes=10)

    assert "invalid_grant" == exchanged(client, code).json()["error"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_secret": "guessed"}, "invalid_client"),
        ({"client_id": "another"}, "invalid_client"),
        ({"redirect_uri": "http://127.0.0.1:9999/"}, "redirect_uri_mismatch"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": VERIFIER[::-1]}, "invalid_grant"),
        ({"code": "4/0Amade-up"}, "invalid_grant"),
    ],
)
def test_a_code_is_for_whoever_asked_for_it_and_is_spent_by_a_wrong_try(
    client: dict[str, Any], changed: dict[str, str], error: str
) -> None:
    code = sent_back(decide(asking(client)))["code"]

    wrong = exchanged(client, **({"code": code} | changed))

    assert error == wrong.json()["error"]
    assert ("code" in changed) == (exchanged(client, code).status_code == 200)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "another"}, "invalid_client"),
        ({"redirect_uri": "https://evil.test/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://192.168.0.7:4567/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://127.0.0.1:port/"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "https://www.googleapis.com/auth/calendar"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"state": ""}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_a_wrong_question_is_told_to_the_person_and_never_sent_on(
    client: dict[str, Any], changed: dict[str, str], error: str
) -> None:
    page = httpx.get(asking(client, **changed))

    assert page.status_code in (400, 401)
    assert error in page.text
    assert "location" not in page.headers


def test_cancelling_is_sent_back_as_a_no(client: dict[str, Any]) -> None:
    assert {"error": "access_denied", "state": "a-state"} == sent_back(decide(asking(client), cancel=True))


def test_a_box_that_is_not_ticked_is_a_scope_that_is_not_granted(google: GoogleSite, client: dict[str, Any]) -> None:
    told = exchanged(client, sent_back(decide(asking(client), ticks=1))["code"]).json()

    assert SCOPES[0] == told["scope"]
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    asked = {"timeMin": "2026-03-10T00:00:00Z", "timeMax": "2026-03-11T00:00:00Z"}
    assert 403 == httpx.post(f"{google.address}/calendar/v3/freeBusy", json=asked, headers=headers).status_code


def test_a_refresh_token_comes_with_the_first_consent_and_then_only_when_asked_for_anew(client: dict[str, Any]) -> None:
    asked = [asking(client, prompt=""), asking(client, prompt=""), asking(client), asking(client, access_type="online")]
    told = [exchanged(client, sent_back(decide(address))["code"]).json() for address in asked]

    assert [True, False, True, False] == ["refresh_token" in one for one in told]


def test_a_page_can_be_answered_once(google: GoogleSite, client: dict[str, Any]) -> None:
    form = {"ticket": "made-up", "account": ORGANISER, "scope": SCOPES[0], "decision": "continue"}

    assert 400 == httpx.post(f"{google.address}/o/oauth2/decide", data=form).status_code


def test_while_the_app_is_in_testing_only_test_users_come_in_and_the_consent_ends_after_seven_days(
    google: GoogleSite,
) -> None:
    client = json.loads(google.oauth_client_file(testing=True).read_text(encoding="utf-8"))["installed"]
    stranger = decide(asking(client), account="ann@acme.test")
    told = exchanged(client, sent_back(decide(asking(client)))["code"]).json()
    form = {
        "grant_type": "refresh_token",
        "refresh_token": told["refresh_token"],
        **{name: client[name] for name in ("client_id", "client_secret")},
    }

    in_time = httpx.post(client["token_uri"], data=form)
    google.token_clock.ahead = timedelta(days=7)
    too_late = httpx.post(client["token_uri"], data=form)

    assert (403, True) == (stranger.status_code, "access_denied" in stranger.text)
    assert 604799 == told["refresh_token_expires_in"]
    assert 200 == in_time.status_code
    assert (400, "invalid_grant") == (too_late.status_code, too_late.json()["error"])
