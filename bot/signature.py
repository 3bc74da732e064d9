"""Whether a request was signed by Slack, just now (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"

MOST_SECONDS = 300
"""How far a request's time may be from ours, either way. Within it the inbox's key guards against replays."""


def why_refused(
    body: bytes, *, timestamps: Sequence[str], signatures: Sequence[str], secret: bytes, now: datetime
) -> str | None:
    """None for a genuine request, else a short code. Takes all headers of either name, because two are one too many, and
    any text in them. Says nothing that would help a forger: the time it takes does not depend on the signature."""
    if len(timestamps) != 1 or len(signatures) != 1:
        return "unsigned"
    timestamp = timestamps[0]
    if not re.fullmatch(r"[0-9]{1,11}", timestamp):
        return "bad_timestamp"
    if abs(now.timestamp() - int(timestamp)) > MOST_SECONDS:
        return "stale"
    digest = hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    given = signatures[0].encode("utf-8", "surrogateescape")
    return None if hmac.compare_digest(given, f"v0={digest}".encode()) else "bad_signature"
