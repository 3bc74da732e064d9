"""Who we are to Google: a service account that acts for the organiser, or one user's OAuth token. Reads the files only.

google-auth does the signing and refreshing; it reads wall time by itself for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials as UserCredentials
from google.oauth2.service_account import Credentials as ServiceAccountCredentials

SCOPES = (
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.freebusy",
)
_GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"


class CredentialsProblem(ValueError):
    """A credential file that cannot be used. Says what is wrong, never what is in the file."""


def service_account(path: Path, *, organiser: str) -> Credentials:
    """A service account with domain-wide delegation, acting for the organiser within `SCOPES`."""
    info = _read(path, kind="service_account", needed=("client_email", "private_key", "token_uri"))
    try:
        found: Credentials = ServiceAccountCredentials.from_service_account_info(  # type: ignore[no-untyped-call]  # as below
            info, scopes=SCOPES, subject=organiser
        )
    except (GoogleAuthError, UnsupportedAlgorithm, ValueError, TypeError):  # they may quote what they read
        raise CredentialsProblem("its private key cannot be read") from None
    return found


def oauth_user(path: Path) -> Credentials:
    """One user's consent. google-auth's own reader puts Google's token address over the file's, so this one reads."""
    info = _read(path, kind="authorized_user", needed=("client_id", "client_secret", "refresh_token"))
    found: Credentials = UserCredentials(  # type: ignore[no-untyped-call]  # no hints in google-auth
        token=None,
        refresh_token=info["refresh_token"],
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        token_uri=info.get("token_uri") or _GOOGLE_TOKEN_URI,
        scopes=SCOPES,
    )
    return found


def _read(path: Path, *, kind: str, needed: Iterable[str]) -> dict[str, Any]:
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CredentialsProblem(f"it cannot be opened: {problem.strerror}") from None
    except ValueError:
        raise CredentialsProblem("it is not JSON") from None
    if not isinstance(info, dict) or info.get("type", kind) != kind:
        raise CredentialsProblem(f"it is not a file of type {kind}")
    missing = [name for name in needed if not isinstance(info.get(name), str) or not info[name]]
    if missing:
        raise CredentialsProblem(f"it lacks {', '.join(missing)}")
    return info
