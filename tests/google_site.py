"""A served stand-in with the real adapter in front of it: what the tests of both sides start from."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.google.accounts import new_key, write_oauth_client, write_oauth_token, write_service_account
from sandbox.google.app import create_app
from sandbox.google.calendars import Calendars
from sandbox.serving import Served
from scheduling.google.calendar import GoogleCalendar

ORGANISER = "hiring@acme.test"
START_OF_TESTS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class SetClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START_OF_TESTS) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by


class TokenClock:
    """Wall time plus what it was moved by: google-auth reads wall time, so the token endpoint must too."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251  # the clock that google-auth reads


@cache
def signing_key() -> RSAPrivateKey:
    return new_key()


def signed_jwt(key: RSAPrivateKey, told: dict[str, Any], *, algorithm: str = "RS256") -> str:
    """An assertion as a service account makes it, written out so that the stand-in is not tested by google-auth."""
    head, body = (_part(json.dumps(one).encode()) for one in ({"alg": algorithm, "typ": "JWT"}, told))
    signature = key.sign(f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    return f"{head}.{body}.{_part(signature)}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Socket:
    """One server for all tests of a module tree; each test puts its own stand-in behind it."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@dataclass(slots=True)
class GoogleSite:
    """One test's Google: the people's calendars, where they are served, and credential files that fit."""

    calendars: Calendars
    address: str
    clock: SetClock
    token_clock: TokenClock
    folder: Path
    opened: list[GoogleCalendar] = field(default_factory=list)

    def service_account_file(self) -> Path:
        path = self.folder / "service-account.json"
        write_service_account(path, self.calendars, address=self.address, key=signing_key())
        return path

    def oauth_token_file(self) -> Path:
        path = self.folder / "oauth-token.json"
        write_oauth_token(path, self.calendars, address=self.address)
        return path

    def oauth_client_file(self, *, testing: bool = False) -> Path:
        path = self.folder / "client_secret.json"
        write_oauth_client(path, self.calendars, address=self.address, testing=testing)
        return path

    def adapter(
        self,
        *,
        organiser: str = ORGANISER,
        by_consent: bool = False,
        timeout: float = 5.0,
        api_url: str | None = None,
    ) -> GoogleCalendar:
        """The real adapter: a service account that acts for the organiser or, `by_consent`, the organiser's own OAuth."""
        made = GoogleCalendar.from_settings(
            organiser=organiser,
            clock=self.clock,
            service_account_file=None if by_consent else self.service_account_file(),
            oauth_token_file=self.oauth_token_file() if by_consent else None,
            api_url=api_url or self.address,
            timeout=timeout,
        )
        self.opened.append(made)
        return made


@pytest.fixture(scope="session")
def google_socket() -> Iterator[tuple[Socket, str]]:
    socket = Socket()
    with Served(socket) as served:
        yield socket, served.url


@pytest.fixture
def google(google_socket: tuple[Socket, str], tmp_path: Path) -> Iterator[GoogleSite]:
    socket, address = google_socket
    clock, token_clock = SetClock(), TokenClock()
    calendars = Calendars(organiser=ORGANISER, clock=clock, token_clock=token_clock, zone="Europe/Berlin")
    socket.app = create_app(calendars)
    site = GoogleSite(calendars=calendars, address=address, clock=clock, token_clock=token_clock, folder=tmp_path)
    yield site
    for adapter in site.opened:
        adapter.close()
