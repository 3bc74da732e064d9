"""Lets these tests ask for a served stand-in and for a client of it that has a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sandbox.google.tokens import GOOGLE_AUDIENCE, JWT_GRANT
from tests.google_site import ORGANISER, GoogleSite, google, google_socket, signed_jwt, signing_key

__all__ = ["api", "claims", "google", "google_socket", "signed"]

ISSUER = "hirebot@sandbox.iam.gserviceaccount.com"
Signed = Callable[[dict[str, Any]], dict[str, str]]
SCOPES = "https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.freebusy"


@pytest.fixture
def claims(google: GoogleSite) -> dict[str, Any]:
    """What a good assertion says."""
    now = int(google.token_clock.now().timestamp())
    return {"iss": ISSUER, "sub": ORGANISER, "scope": SCOPES, "aud": GOOGLE_AUDIENCE, "iat": now, "exp": now + 3600}


@pytest.fixture
def signed() -> Signed:
    """Makes the form of a token request, signed by the key that the stand-in knows."""
    return lambda told: {"grant_type": JWT_GRANT, "assertion": signed_jwt(signing_key(), told)}


@pytest.fixture
def api(google: GoogleSite, claims: dict[str, Any], signed: Signed) -> Iterator[httpx.Client]:
    """A client whose base is the API and who may do what Hirebot may."""
    google.service_account_file()
    with httpx.Client(base_url=f"{google.address}/calendar/v3", verify=False) as client:  # plain HTTP on loopback
        token = client.post(f"{google.address}/token", data=signed(claims)).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client
