"""RFC 3339 as the Calendar API speaks it: text to aware moments and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?")


def zone_of(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, or None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the name may hold NULs, leave the directory, or be one
        return None


def is_rfc3339(text: str, *, offset_needed: bool = False) -> bool:
    matched = _RFC3339.fullmatch(text)
    if matched is None or (offset_needed and matched["offset"] is None):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


def moment(text: str, *, zone: ZoneInfo | None = None) -> datetime:
    """The moment in UTC; a text without offset is read in `zone`. Raises ValueError when neither is there."""
    parsed = datetime.fromisoformat(text.upper())
    if parsed.tzinfo is None:
        if zone is None:
            raise ValueError("no offset and no zone")
        parsed = parsed.replace(tzinfo=zone)
    return parsed.astimezone(UTC)


def in_utc(value: datetime) -> str:
    """As Google writes `created`, `updated` and free/busy answers in UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + "Z"


def in_zone(value: datetime, zone: ZoneInfo) -> str:
    """As Google writes the start and end of an event: local time with its offset."""
    return value.astimezone(zone).isoformat(timespec="seconds")
