"""The token endpoint and the door: assertions are verified, consents can be taken back, tokens end."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from sandbox.google.accounts import new_key
from tests.google_site import ORGANISER, GoogleSite, signed_jwt, signing_key

Signed = Callable[[dict[str, Any]], dict[str, str]]
EVENTS = f"/calendar/v3/calendars/{ORGANISER}/events"
FREE_BUSY_SCOPE = "https://www.googleapis.com/auth/calendar.freebusy"


@pytest.fixture
def token_at(google: GoogleSite) -> Callable[[dict[str, str]], httpx.Response]:
    google.service_account_file()
    return lambda form: httpx.post(f"{google.address}/token", data=form)


Ask = Callable[[dict[str, str]], httpx.Response]


def test_a_good_assertion_gets_a_token_for_an_hour(token_at: Ask, signed: Signed, claims: dict[str, Any]) -> None:
    told = token_at(signed(claims)).json()

    assert told.keys() == {"access_token", "expires_in", "token_type", "scope"}
    assert (told["expires_in"], told["token_type"]) == (3599, "Bearer")


def test_the_endpoints_own_address_is_a_right_audience_too(
    google: GoogleSite, token_at: Ask, signed: Signed, claims: dict[str, Any]
) -> None:
    assert token_at(signed({**claims, "aud": f"{google.address}/token"})).status_code == 200


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"iss": "stranger@sandbox.test"}, (400, "invalid_grant"), id="unknown issuer"),
        pytest.param({"aud": "https://evil.test/token"}, (400, "invalid_grant"), id="other audience"),
        pytest.param({"sub": "ann@acme.test"}, (401, "unauthorized_client"), id="not delegated"),
        pytest.param({"scope": ""}, (400, "invalid_scope"), id="no scope"),
        pytest.param(
            {"scope": "https://www.googleapis.com/auth/calendar"}, (401, "unauthorized_client"), id="wider scope"
        ),
        pytest.param({"exp": "soon"}, (400, "invalid_grant"), id="no expiry"),
    ],
)
def test_an_assertion_that_says_something_wrong_is_refused(
    token_at: Ask, signed: Signed, claims: dict[str, Any], change: dict[str, Any], expected: tuple[int, str]
) -> None:
    answer = token_at(signed({**claims, **change}))

    assert (answer.status_code, answer.json()["error"]) == expected


@pytest.mark.parametrize(("issued", "lasts"), [(-7200, 3600), (3600, 3600), (0, 3601), (0, 0)])
def test_an_assertion_is_short_lived_and_of_now(
    token_at: Ask, signed: Signed, claims: dict[str, Any], issued: int, lasts: int
) -> None:
    begins = claims["iat"] + issued

    answer = token_at(signed({**claims, "iat": begins, "exp": begins + lasts}))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_signature_by_another_key_is_refused(token_at: Ask, signed: Signed, claims: dict[str, Any]) -> None:
    forged = signed_jwt(new_key(), claims)

    answer = token_at({**signed(claims), "assertion": forged})

    assert answer.json() == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


def test_an_unsigned_assertion_is_refused(token_at: Ask, signed: Signed, claims: dict[str, Any]) -> None:
    head, body = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in ({"alg": "none"}, claims))

    assert token_at({**signed(claims), "assertion": f"{head}.{body}."}).json()["error"] == "invalid_grant"


def test_an_assertion_that_names_another_algorithm_is_refused_though_its_signature_is_good(
    token_at: Ask, signed: Signed, claims: dict[str, Any]
) -> None:
    assertion = signed_jwt(signing_key(), claims, algorithm="HS256")

    assert token_at({**signed(claims), "assertion": assertion}).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("assertion", ["", "a.b", "a.b.c", "W10.W10.W10", "ü.ü.ü"])
def test_an_assertion_that_is_none_is_refused(
    token_at: Ask, signed: Signed, claims: dict[str, Any], assertion: str
) -> None:
    answer = token_at({**signed(claims), "assertion": assertion})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_an_unknown_kind_of_grant_is_refused(token_at: Ask) -> None:
    assert token_at({"grant_type": "password"}).json()["error"] == "unsupported_grant_type"


def test_a_refresh_token_works_until_it_is_revoked(google: GoogleSite, token_at: Ask) -> None:
    file = json.loads(google.oauth_token_file().read_text(encoding="utf-8"))
    form = {
        "grant_type": "refresh_token",
        **{name: file[name] for name in ("client_id", "client_secret", "refresh_token")},
    }

    granted = token_at(form)
    foreign = token_at({**form, "client_secret": "guessed"})
    wider = token_at({**form, "scope": "https://www.googleapis.com/auth/calendar"})
    google.calendars.tokens.revoke(file["refresh_token"])
    revoked = token_at(form)

    assert granted.status_code == 200
    assert (foreign.status_code, foreign.json()["error"]) == (401, "invalid_client")
    assert wider.json()["error"] == "invalid_scope"
    assert (revoked.status_code, revoked.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("authorization", [None, "Bearer made-up", "Basic dXNlcjpwYXNz", "Bearer", "made-up"])
def test_without_a_token_the_door_stays_shut(google: GoogleSite, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = httpx.get(google.address + EVENTS, headers=headers)

    assert answer.status_code == 401
    assert answer.json()["error"]["errors"][0]["reason"] == "authError"


def test_a_token_ends_after_its_hour(api: httpx.Client, google: GoogleSite) -> None:
    assert api.get(f"/calendars/{ORGANISER}/events").status_code == 200
    google.token_clock.ahead = timedelta(hours=1)

    assert api.get(f"/calendars/{ORGANISER}/events").status_code == 401


def test_a_scope_opens_only_its_own_doors(
    google: GoogleSite, token_at: Ask, signed: Signed, claims: dict[str, Any]
) -> None:
    token = token_at(signed({**claims, "scope": FREE_BUSY_SCOPE})).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"timeMin": "2026-03-10T00:00:00Z", "timeMax": "2026-03-11T00:00:00Z"}

    free_busy = httpx.post(f"{google.address}/calendar/v3/freeBusy", json=asked, headers=headers)
    events = httpx.get(google.address + EVENTS, headers=headers)

    assert free_busy.status_code == 200
    assert (events.status_code, events.json()["error"]["errors"][0]["reason"]) == (403, "insufficientPermissions")


def test_credential_files_are_for_their_owner_only_and_calls_keep_no_secrets(
    google: GoogleSite, token_at: Ask, signed: Signed, claims: dict[str, Any]
) -> None:
    form = signed(claims)
    token_at(form)

    modes = {path.stat().st_mode & 0o777 for path in (google.service_account_file(), google.oauth_token_file())}
    assert modes == {0o600}
    assert form["assertion"] not in repr(google.calendars.calls)
