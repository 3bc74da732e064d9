"""Who we are to Google: a service account that acts for the organiser, or one user's OAuth token. Reads the files only.

google-auth does the signing and refreshing; it reads wall time by itself for that.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials as UserCredentials
from google.oauth2.service_account import Credentials as ServiceAccountCredentials

from scheduling.google.key_files import KEY_UNREADABLE, CredentialsProblem, read_oauth_user, read_service_account

SCOPES = (
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.freebusy",
)
_GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"


def service_account(path: Path, *, organiser: str) -> Credentials:
    """A service account with domain-wide delegation, acting for the organiser within `SCOPES`. Raises CredentialsProblem."""
    info = read_service_account(path)
    try:
        found: Credentials = ServiceAccountCredentials.from_service_account_info(  # type: ignore[no-untyped-call]  # as below
            info, scopes=SCOPES, subject=organiser
        )
    except (GoogleAuthError, UnsupportedAlgorithm, ValueError, TypeError):  # they may quote what they read
        raise CredentialsProblem(KEY_UNREADABLE) from None
    return found


def oauth_user(path: Path) -> Credentials:
    """One user's consent. google-auth's own reader puts Google's token address over the file's, so this one reads.
    Raises CredentialsProblem."""
    info = read_oauth_user(path)
    found: Credentials = UserCredentials(  # type: ignore[no-untyped-call]  # no hints in google-auth
        token=None,
        refresh_token=info["refresh_token"],
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        token_uri=info.get("token_uri") or _GOOGLE_TOKEN_URI,
        scopes=SCOPES,
    )
    return found
