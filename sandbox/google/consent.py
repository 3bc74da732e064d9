"""How one user's OAuth begins: an app asks, a person signs in and ticks boxes, a code goes back, and is turned into tokens.

As strict as Google, and stricter in two points: an app that asks without `state` or without PKCE (S256) is shown an error
page, because the one app that comes here is ours and must use both. What is wrong with the app or its address is shown to
the person and never sent back to that address; only the person's own No is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

from scheduling.ports import Clock

CODE_LIFE = timedelta(minutes=10)
TESTING_LIFE = timedelta(days=7)
"""How long a consent lasts that was given to an app whose publishing status is "Testing"."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotAsked(Exception):
    """What Google's own error page says, and its status. The person stays there."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status


class CodeRefused(Exception):
    """Why a code is not turned into tokens: an OAuth error (RFC 6749, 5.2)."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClient:
    """A client of type "Desktop app". `testing` is the publishing status; then only `testers` may sign in."""

    client_id: str
    client_secret: str
    testing: bool = False
    testers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an app asks a person for. `keep` is `access_type=offline`, `anew` is `prompt=consent`."""

    client: OAuthClient
    redirect_uri: str
    scopes: frozenset[str]
    state: str
    challenge: str
    keep: bool
    anew: bool
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A person's Yes: to some of the scopes or all. `keep` means that a refresh token belongs to it."""

    asked: Asked
    user: str
    scopes: frozenset[str]
    keep: bool
    expires: datetime


@dataclass(slots=True, kw_only=True)
class ConsentDesk:
    """Guarded by the calendars' lock, as the token desk is."""

    clock: Clock
    dice: Random
    known_scopes: frozenset[str]
    clients: dict[str, OAuthClient] = field(default_factory=dict)
    _asked: dict[str, Asked] = field(default_factory=dict)
    _codes: dict[str, Consent] = field(default_factory=dict)
    _before: set[tuple[str, str]] = field(default_factory=set)

    def ask(self, query: str) -> tuple[str, Asked]:
        """What the consent page is about, and the ticket that its form sends along. Raises NotAsked."""
        given = _once_each(query)
        client = self.clients.get(given.get("client_id", ""))
        if client is None:
            raise NotAsked("invalid_client", "The OAuth client was not found.", status=401)
        if not _is_loopback(given.get("redirect_uri", "")):
            raise NotAsked("redirect_uri_mismatch", "A desktop app is answered on this computer only.")
        if given.get("response_type") != "code":
            raise NotAsked("unsupported_response_type", "response_type must be code.")
        scopes = frozenset(given.get("scope", "").split())
        if not scopes or not scopes <= self.known_scopes:
            raise NotAsked("invalid_scope", "Some requested scopes were invalid.")
        if not given.get("state"):
            raise NotAsked("invalid_request", "Missing required parameter: state")
        challenge = given.get("code_challenge", "")
        if given.get("code_challenge_method") != "S256" or not re.fullmatch(r"[A-Za-z0-9_-]{43}", challenge):
            raise NotAsked("invalid_request", "Missing or bad code_challenge; the method must be S256.")
        ticket = self._mint()
        self._asked[ticket] = Asked(
            client=client,
            redirect_uri=given["redirect_uri"],
            scopes=scopes,
            state=given["state"],
            challenge=challenge,
            keep=given.get("access_type") == "offline",
            anew="consent" in given.get("prompt", "").split(),
            hint=given.get("login_hint", ""),
        )
        return ticket, self._asked[ticket]

    def answer(self, ticket: str, *, user: str, ticked: frozenset[str]) -> str:
        """Where the browser is sent: with a code or, where nothing was ticked or Cancel pressed, with `access_denied`."""
        asked = self._asked.pop(ticket, None)
        if asked is None:
            raise NotAsked("invalid_request", "This page is too old. Start again from the app.")
        who = user.strip().lower()
        if asked.client.testing and who not in asked.client.testers:
            description = "The app has not completed the Google verification process: only test users may sign in."
            raise NotAsked("access_denied", description, status=403)
        scopes = asked.scopes & ticked
        if not scopes:
            return f"{asked.redirect_uri}?{urlencode({'error': 'access_denied', 'state': asked.state})}"
        first = (asked.client.client_id, who) not in self._before
        self._before.add((asked.client.client_id, who))
        code = f"4/0A{self._mint()}"
        self._codes[code] = Consent(
            asked=asked,
            user=who,
            scopes=scopes,
            keep=asked.keep and (asked.anew or first),
            expires=self.clock.now() + CODE_LIFE,
        )
        told = {"state": asked.state, "code": code, "scope": " ".join(sorted(scopes))}
        return f"{asked.redirect_uri}?{urlencode(told)}"

    def redeem(self, form: Mapping[str, str]) -> Consent:
        """The consent behind a code, once. Raises CodeRefused; the code is spent all the same."""
        consent = self._codes.pop(form.get("code", ""), None)
        client = self.clients.get(form.get("client_id", ""))
        if client is None or form.get("client_secret") != client.client_secret:
            raise CodeRefused("invalid_client", "The OAuth client was not found.", status=401)
        if consent is None or consent.asked.client != client or consent.expires <= self.clock.now():
            raise CodeRefused("invalid_grant", "Bad Request")
        if form.get("redirect_uri") != consent.asked.redirect_uri:
            raise CodeRefused("redirect_uri_mismatch", "Bad Request")
        verifier = form.get("code_verifier", "")
        if not verifier:
            raise CodeRefused("invalid_grant", "Missing code verifier.")
        if not re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier) or _s256(verifier) != consent.asked.challenge:
            raise CodeRefused("invalid_grant", "Invalid code verifier.")
        return consent

    def _mint(self) -> str:
        return f"{self.dice.getrandbits(160):040x}"


def _once_each(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    given = dict(pairs)
    if len(given) != len(pairs):
        raise NotAsked("invalid_request", "A parameter is given twice.")
    return given


def _is_loopback(address: str) -> bool:
    try:
        url = urlsplit(address)
        return url.scheme == "http" and url.hostname in _LOOPBACK and not url.fragment and url.port != 0
    except ValueError:
        return False


def _s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
