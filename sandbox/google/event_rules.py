"""What Google checks in an event beyond its schema: ids, times with zones, guests, values, limits. Pure.

Every check raises `Refused` as Google words it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.google.moments import moment, zone_of
from sandbox.google.refusals import bad_request, empty_range, invalid, required

READ_ONLY = frozenset(
    (
        "kind",
        "etag",
        "htmlLink",
        "created",
        "updated",
        "creator",
        "organizer",
        "hangoutLink",
        "locked",
        "iCalUID",
        "sequence",
    )
)
"""Fields of a request that Google ignores: it keeps them itself."""

_ID = re.compile(r"[a-v0-9]{5,1024}")
_EMAIL = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")
_VALUES = {
    "status": ("confirmed", "tentative", "cancelled"),
    "visibility": ("default", "public", "private", "confidential"),
    "transparency": ("opaque", "transparent"),
    "eventType": ("default",),
}
_ANSWERS = ("needsAction", "declined", "tentative", "accepted")


def check_id(event_id: str) -> None:
    if not _ID.fullmatch(event_id):
        raise invalid("Invalid resource id value.")


def check_event(event: Mapping[str, Any]) -> None:
    """The whole event as it would be stored."""
    begins, ends = start_of(event), end_of(event)
    if ends < begins:
        raise empty_range()
    for name, allowed in _VALUES.items():
        if name in event and event[name] not in allowed:
            raise invalid(f"Invalid value for: {event[name]} is not a valid value of {name}.")
    if "recurrence" in event:
        raise bad_request("The sandbox keeps single events only.")
    _check_guests(event.get("attendees", []))
    _check_properties(event.get("extendedProperties", {}))


def start_of(event: Mapping[str, Any]) -> datetime:
    return _edge(event, "start")


def end_of(event: Mapping[str, Any]) -> datetime:
    return _edge(event, "end")


def zone_in(event: Mapping[str, Any]) -> ZoneInfo | None:
    """The zone an event is shown in, when it names one."""
    name = event.get("start", {}).get("timeZone")
    return zone_of(name) if name else None


def _edge(event: Mapping[str, Any], name: str) -> datetime:
    edge = event.get(name) or {}
    if ("dateTime" in edge) == ("date" in edge):
        raise required(f"Missing {name} time.") if not edge else bad_request(f"Invalid {name} time.")
    if ("date" in edge) != ("date" in (event.get("end" if name == "start" else "start") or edge)):
        raise bad_request("Start and end times must either both be date or both be dateTime.")
    zone_name = edge.get("timeZone")
    zone = zone_of(zone_name) if zone_name is not None else None
    if zone_name is not None and zone is None:
        raise invalid(f"Invalid time zone definition for {name} time.")
    if "date" in edge:
        return datetime.combine(date.fromisoformat(edge["date"]), time(), tzinfo=zone or UTC)
    try:
        return moment(edge["dateTime"], zone=zone)
    except ValueError:
        raise required(f"Missing time zone definition for {name} time.") from None


def _check_guests(attendees: list[Mapping[str, Any]]) -> None:
    for guest in attendees:
        if not guest.get("email"):
            raise required("Missing attendee email.")
        if not _EMAIL.fullmatch(guest["email"]):
            raise invalid("Invalid attendee email.")
        if guest.get("responseStatus", "needsAction") not in _ANSWERS:
            raise invalid("Invalid value for: responseStatus.")


def _check_properties(properties: Mapping[str, Mapping[str, str]]) -> None:
    """Limits of extended properties: 300 of them, 44 characters a key, 1,024 a value, 32 kB together."""
    pairs = [pair for kind in properties.values() for pair in kind.items()]
    if len(pairs) > 300 or sum(len(key) + len(value) for key, value in pairs) > 32_768:
        raise bad_request("Extended properties exceed their limits.")
    for key, value in pairs:
        if not key or len(key) > 44 or len(value) > 1024:
            raise bad_request("An extended property is too long.")
