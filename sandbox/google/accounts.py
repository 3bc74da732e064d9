"""Credential files for the stand-in, as Google hands them out: a service account's key, one user's OAuth token, and the
client's file with which such a token can be asked for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sandbox.google.calendars import Calendars
from sandbox.google.consent import OAuthClient
from sandbox.google.consent_page import AUTHORIZE
from sandbox.google.tokens import ALLOWED_SCOPES, ServiceAccount, UserGrant

_CLIENT = ("sandbox-client.apps.googleusercontent.com", "sandbox-client-secret")


def new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def write_service_account(
    path: Path,
    calendars: Calendars,
    *,
    address: str,
    key: RSAPrivateKey,
    scopes: frozenset[str] = ALLOWED_SCOPES,
    email: str = "hirebot@sandbox.iam.gserviceaccount.com",
) -> None:
    """A key file whose account may act for the organiser within `scopes`. `address` is the stand-in's, without a slash
    at its end."""
    account = ServiceAccount(
        email=email, public_key=key.public_key(), delegated=frozenset((calendars.organiser,)), scopes=scopes
    )
    with calendars.token_desk() as desk:
        desk.accounts[email] = account
    content = {
        "type": "service_account",
        "project_id": "sandbox",
        "private_key_id": "1",
        "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "client_email": email,
        "client_id": "1",
        "token_uri": f"{address}/token",
    }
    _write(path, content)


def write_oauth_token(
    path: Path,
    calendars: Calendars,
    *,
    address: str,
    refresh_token: str = "1//sandbox-refresh-token",
    user: str | None = None,
) -> None:
    """A token file of somebody's consent, by default the organiser's. `calendars.tokens.revoke(refresh_token)` takes it back."""
    client_id, client_secret = _CLIENT
    with calendars.token_desk() as desk:
        desk.grants[refresh_token] = UserGrant(
            user=user or calendars.organiser, client_id=client_id, client_secret=client_secret
        )
    content = {
        "type": "authorized_user",
        "client_id": client_id,
        "client_secret": client_secret,
        "refresh_token": refresh_token,
        "token_uri": f"{address}/token",
    }
    _write(path, content)


def write_oauth_client(path: Path, calendars: Calendars, *, address: str, testing: bool = False) -> None:
    """The file of a "Desktop app" client. With `testing` its app has that publishing status, and the organiser is its one
    test user."""
    client_id, client_secret = _CLIENT
    client = OAuthClient(
        client_id=client_id, client_secret=client_secret, testing=testing, testers=frozenset((calendars.organiser,))
    )
    with calendars.token_desk() as desk:
        desk.consents.clients[client_id] = client
    content = {
        "client_id": client_id,
        "project_id": "sandbox",
        "auth_uri": f"{address}{AUTHORIZE}",
        "token_uri": f"{address}/token",
        "client_secret": client_secret,
        "redirect_uris": ["http://localhost"],
    }
    _write(path, {"installed": content})


def _write(path: Path, content: dict[str, Any]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
