"""The credential files, read and looked over: what is wrong is said, never what is in them.

Without Google's libraries, to load which takes as long as a sixth of a start: `credentials` makes of a file what signs
requests, once the calendar is asked for something.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

KEY_UNREADABLE = "its private key cannot be read"

_PEM = re.compile(r"-----BEGIN (?P<kind>[A-Z ]*PRIVATE KEY)-----(?P<base64>[^-]+)-----END (?P=kind)-----")
_SEQUENCE = 0x30
_LONG_FORM = 0x80


class CredentialsProblem(ValueError):
    """A credential file that cannot be used. Says what is wrong, never what is in the file."""


def read_service_account(path: Path) -> dict[str, Any]:
    """The key file of a service account, as Google makes it. Raises CredentialsProblem."""
    info = _read(path, kind="service_account", needed=("client_email", "private_key", "token_uri"))
    if not _is_whole(info["private_key"]):
        raise CredentialsProblem(KEY_UNREADABLE)
    return info


def read_oauth_user(path: Path) -> dict[str, Any]:
    """One user's consent, as `hirebot google-login` writes it down. Raises CredentialsProblem."""
    return _read(path, kind="authorized_user", needed=("client_id", "client_secret", "refresh_token"))


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


def _is_whole(pem: str) -> bool:
    """Whether a key is all there: the block is closed, and holds as many bytes as the key's own first ones say (DER: it is
    one sequence, whose length comes first). Whether it is a good key shows when it signs."""
    found = _PEM.fullmatch(pem.strip())
    try:
        der = b64decode("".join(found["base64"].split()), validate=True) if found else b""
    except ValueError:
        return False
    if len(der) < 4 or der[0] != _SEQUENCE:
        return False
    if der[1] < _LONG_FORM:
        return len(der) == 2 + der[1]
    size = der[1] - _LONG_FORM
    return len(der) == 2 + size + int.from_bytes(der[2 : 2 + size], "big")
