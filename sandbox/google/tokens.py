"""The token endpoint: service accounts that act for the organiser, and one user's OAuth (`sandbox.google.consent` is how
that begins).

It has a clock of its own because google-auth reads wall time for `iat`, `exp` and expiry by itself, while everything
else in the sandbox follows a clock that tests and the demo move.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from sandbox.google.consent import TESTING_LIFE, CodeRefused, ConsentDesk
from sandbox.google.refusals import no_credentials, too_narrow
from scheduling.ports import Clock

GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token"
"""google-auth writes this audience even when the account file names another token address, so it is right here too."""

JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ALLOWED_SCOPES = frozenset(
    ("https://www.googleapis.com/auth/calendar.events", "https://www.googleapis.com/auth/calendar.freebusy")
)
_LIFE = timedelta(hours=1)
_SKEW = timedelta(minutes=5)


class TokenRefused(Exception):
    """An OAuth error answer (RFC 6749, 5.2)."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.status = status
        self.body = {"error": error, "error_description": description}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """A key that may act for the users in `delegated` within `scopes`, as an administrator would have set it."""

    email: str
    public_key: RSAPublicKey
    delegated: frozenset[str]
    scopes: frozenset[str] = ALLOWED_SCOPES


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGrant:
    """One user's consent for one OAuth client; it ends by itself where the client's app is in testing."""

    user: str
    client_id: str
    client_secret: str
    scopes: frozenset[str] = ALLOWED_SCOPES
    expires: datetime | None = None

    def ended(self, now: datetime) -> bool:
        return self.expires is not None and self.expires <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    subject: str
    scopes: frozenset[str]
    expires: datetime


@dataclass(slots=True, kw_only=True)
class TokenDesk:
    """Who may have tokens, and the tokens given out. Not thread-safe by itself."""

    clock: Clock
    dice: Random
    accounts: dict[str, ServiceAccount] = field(default_factory=dict)
    grants: dict[str, UserGrant] = field(default_factory=dict)
    given: dict[str, Access] = field(default_factory=dict)
    consents: ConsentDesk = field(init=False)

    def __post_init__(self) -> None:
        self.consents = ConsentDesk(clock=self.clock, dice=self.dice, known_scopes=ALLOWED_SCOPES)

    def revoke(self, refresh_token: str) -> None:
        """The user takes the consent back: refreshing fails from now on, with `invalid_grant`."""
        del self.grants[refresh_token]

    def expire_access_tokens(self) -> None:
        self.given.clear()

    def access(self, authorization: str | None, *, any_of: frozenset[str]) -> Access:
        """Who calls, by the request's Authorization header. Refuses with 401, or with 403 when no scope fits."""
        scheme, _, token = (authorization or "").partition(" ")
        access = self.given.get(token) if scheme == "Bearer" else None
        if access is None or access.expires <= self.clock.now():
            raise no_credentials()
        if not access.scopes & any_of:
            raise too_narrow()
        return access

    def grant(self, form: Mapping[str, str], *, own_address: str) -> dict[str, Any]:
        """The answer to a token request. `own_address` is the endpoint's own URL, another right audience."""
        kind = form.get("grant_type")
        if kind == JWT_GRANT:
            return self._issue(self._by_assertion(form.get("assertion", ""), own_address))
        if kind == "refresh_token":
            return self._issue(self._by_refresh_token(form))
        if kind == "authorization_code":
            return self._by_code(form)
        raise TokenRefused("unsupported_grant_type", "Invalid grant_type")

    def _by_assertion(self, assertion: str, own_address: str) -> tuple[str, frozenset[str]]:
        header, claims, signed, signature = _read_jwt(assertion)
        account = self.accounts.get(str(claims.get("iss")))
        if account is None:
            raise TokenRefused("invalid_grant", "Invalid grant: account not found")
        if header.get("alg") != "RS256" or not _signed_by(account.public_key, signed, signature):
            raise TokenRefused("invalid_grant", "Invalid JWT Signature.")
        if claims.get("aud") not in (GOOGLE_AUDIENCE, own_address):
            raise TokenRefused("invalid_grant", "Invalid JWT: Failed audience check.")
        self._check_times(claims.get("iat"), claims.get("exp"))
        scopes, subject = frozenset(str(claims.get("scope", "")).split()), claims.get("sub", account.email)
        if not scopes:
            raise TokenRefused("invalid_scope", "Empty or missing scope not allowed.")
        if subject not in account.delegated | {account.email} or not scopes <= account.scopes:
            description = (
                "Client is unauthorized to retrieve access tokens using this method, "
                "or client not authorized for any of the scopes requested."
            )
            raise TokenRefused("unauthorized_client", description, status=401)
        return subject, scopes

    def _check_times(self, issued: object, expires: object) -> None:
        now = self.clock.now().timestamp()
        if not isinstance(issued, int) or not isinstance(expires, int):
            raise TokenRefused("invalid_grant", "Invalid JWT: iat and exp are needed.")
        reasonable = issued - now <= _SKEW.total_seconds() and 0 < expires - issued <= _LIFE.total_seconds()
        if not reasonable or expires <= now:
            raise TokenRefused(
                "invalid_grant", "Invalid JWT: Token must be a short-lived token and in a reasonable timeframe."
            )

    def _by_refresh_token(self, form: Mapping[str, str]) -> tuple[str, frozenset[str]]:
        grant = self.grants.get(form.get("refresh_token", ""))
        if grant is None or grant.ended(self.clock.now()):
            raise TokenRefused("invalid_grant", "Token has been expired or revoked.")
        if (form.get("client_id"), form.get("client_secret")) != (grant.client_id, grant.client_secret):
            raise TokenRefused("invalid_client", "The OAuth client was not found.", status=401)
        scopes = frozenset(form["scope"].split()) if form.get("scope") else grant.scopes
        if not scopes <= grant.scopes:
            raise TokenRefused("invalid_scope", "Bad Request")
        return grant.user, scopes

    def _by_code(self, form: Mapping[str, str]) -> dict[str, Any]:
        try:
            consent = self.consents.redeem(form)
        except CodeRefused as why:
            raise TokenRefused(why.error, why.description, status=why.status) from None
        answer = self._issue((consent.user, consent.scopes))
        if not consent.keep:
            return answer
        client, refresh_token = consent.asked.client, f"1//sandbox-{self.dice.getrandbits(128):032x}"
        self.grants[refresh_token] = UserGrant(
            user=consent.user,
            client_id=client.client_id,
            client_secret=client.client_secret,
            scopes=consent.scopes,
            expires=self.clock.now() + TESTING_LIFE if client.testing else None,
        )
        lasts = {"refresh_token_expires_in": int(TESTING_LIFE.total_seconds()) - 1} if client.testing else {}
        return answer | {"refresh_token": refresh_token} | lasts

    def _issue(self, who: tuple[str, frozenset[str]]) -> dict[str, Any]:
        subject, scopes = who
        token = f"ya29.sandbox-{self.dice.getrandbits(128):032x}"
        self.given[token] = Access(subject=subject, scopes=scopes, expires=self.clock.now() + _LIFE)
        seconds = int(_LIFE.total_seconds()) - 1
        return {"access_token": token, "expires_in": seconds, "token_type": "Bearer", "scope": " ".join(sorted(scopes))}


def _read_jwt(assertion: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    try:
        head, body, signature = assertion.split(".")
        header, claims = json.loads(_unpadded(head)), json.loads(_unpadded(body))
        told = header, claims, f"{head}.{body}".encode(), _unpadded(signature)
    except ValueError:
        raise TokenRefused("invalid_grant", "Bad Request") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenRefused("invalid_grant", "Bad Request")
    return told


def _unpadded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _signed_by(key: RSAPublicKey, signed: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, signed, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
