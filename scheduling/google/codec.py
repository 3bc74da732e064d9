"""Port records to Calendar API bodies and back. Pure: knows the API's JSON, not its client.

What guests see of an event is what the draft says: title, description, time, guest list, Meet link.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scheduling.ports import EventDraft, EventStatus, Interval, Rsvp, StoredEvent

Body = dict[str, Any]

OWN_KEY = "hirebot"
"""The private property that marks an event as ours; added on the way out, taken away on the way in."""

_ID_LENGTH = len(OWN_KEY) + 52
_GUARDED: Mapping[str, tuple[object, object]] = {
    # ours, and what a body without the field means: colleagues of a guest see "busy" only; guests can look, not touch
    "visibility": ("private", "default"),
    "guestsCanModify": (False, False),
    "guestsCanInviteOthers": (False, True),
    "guestsCanSeeOtherGuests": (True, True),
}
_KEPT_BY_GOOGLE = ("self", "organizer", "id", "asyncOperation")


class Malformed(Exception):
    """An answer that is not what the API promises."""


class BadDraft(Exception):
    """A draft that no body can be made of: a time without a zone, or a zone that does not exist."""


def event_id(loop_id: str, round_index: int, *, generation: int, secret: bytes) -> str:
    """The event id of one round: the same for the same arguments, not to be guessed without `secret`, and never twice
    (a deleted event keeps its id, so a new one needs the next generation). Base32hex, as Google demands of client ids;
    it begins with "hirebot", by which a deleted event is known when Google tells nothing but its id."""
    told = json.dumps(["calendar event", loop_id, round_index, generation]).encode()
    digest = hmac.new(secret, told, "sha256").digest()
    return OWN_KEY + base64.b32hexencode(digest).decode().rstrip("=").lower()


def is_ours(raw: Mapping[str, Any]) -> bool:
    """By the private property or, for a deleted event that is told by its id alone, by the form of the id. The single
    day of a series that somebody made of our event by hand is not."""
    if "recurringEventId" in raw:
        return False
    known_id = str(raw.get("id", "")).startswith(OWN_KEY) and len(raw["id"]) == _ID_LENGTH
    return known_id or OWN_KEY in raw.get("extendedProperties", {}).get("private", {})


def event_body(draft: EventDraft) -> Body:
    """The body of an insert. Raises BadDraft."""
    body: Body = {
        "id": draft.event_id,
        "summary": draft.summary,
        "description": draft.description,
        "start": _edge(draft.start, draft.zone),
        "end": _edge(draft.end, draft.zone),
        "status": draft.status.value,
        "attendees": [_new_guest(email) for email in _addresses(draft.guests)],
        "extendedProperties": {"private": _marked(draft.private)},
        "reminders": {"useDefault": True},
        **{name: ours for name, (ours, _) in _GUARDED.items()},
    }
    if draft.meet_request is not None:
        body["conferenceData"] = _asked_link(draft.meet_request)
    return body


def patch_body(raw: Mapping[str, Any], draft: EventDraft) -> Body:
    """What has to change in the event `raw` to make it look like `draft`; empty when nothing has.

    Fields that are not in a draft (location, colour, attachments, reminders, an existing conference) stay as people
    left them; private properties alone, which nobody sees, are no reason to write. Guests who stay keep their whole
    entry; who declined is asked again when the time moves. Raises Malformed and BadDraft.
    """
    found = stored_event(raw)
    edges = {"start": _edge(draft.start, draft.zone), "end": _edge(draft.end, draft.zone)}
    moved = (found.start, found.end) != (_moment(edges["start"]), _moment(edges["end"]))
    patch: Body = {}
    if moved or found.zone != draft.zone:
        patch |= {name: edge | {"date": None} for name, edge in edges.items()}  # it may be an all-day event by now
    wanted = {"summary": draft.summary, "description": draft.description, "status": draft.status.value}
    patch |= {name: value for name, value in wanted.items() if raw.get(name, "") != value}
    patch |= {name: ours for name, (ours, unset) in _GUARDED.items() if raw.get(name, unset) != ours}
    guests = _merged_guests(raw.get("attendees", []), draft.guests, moved=moved)
    if _answers(guests) != _answers(raw.get("attendees", [])):
        patch["attendees"] = guests
    if draft.meet_request is not None and "conferenceData" not in raw:
        patch["conferenceData"] = _asked_link(draft.meet_request)
    private = raw.get("extendedProperties", {}).get("private", {})
    missing = {key: value for key, value in _marked(draft.private).items() if private.get(key) != value}
    if patch and missing:
        patch["extendedProperties"] = {"private": missing}
    return patch


def stored_event(raw: Mapping[str, Any]) -> StoredEvent:
    """The event as the port tells it. An all-day one (made so by hand) begins and ends at midnight UTC. Meeting rooms
    are no guests. Raises Malformed."""
    try:
        status = EventStatus(raw["status"])
        gone = status is EventStatus.CANCELLED
        private = raw.get("extendedProperties", {}).get("private", {})
        return StoredEvent(
            event_id=_text(raw["id"]),
            etag=_text(raw.get("etag", "") if gone else raw["etag"]),
            status=status,
            summary=raw.get("summary", ""),
            start=None if gone and "start" not in raw else _moment(raw["start"]),
            end=None if gone and "end" not in raw else _moment(raw["end"]),
            zone=raw.get("start", {}).get("timeZone"),
            rsvps={email: _rsvp(answer) for email, answer in _answers(raw.get("attendees", []), rooms=False).items()},
            private={key: value for key, value in private.items() if key != OWN_KEY},
            meet_link=_video_link(raw),
            html_link=raw.get("htmlLink"),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise Malformed("event") from problem


def own_events(page: Mapping[str, Any]) -> list[StoredEvent]:
    """Our events of one page of a list. Raises Malformed."""
    try:
        ours = [raw for raw in page.get("items", []) if is_ours(raw)]
    except (TypeError, AttributeError) as problem:
        raise Malformed("list") from problem
    return [stored_event(raw) for raw in ours]


def free_busy_body(emails: Sequence[str], start: datetime, end: datetime) -> Body:
    return {
        "timeMin": start.astimezone(UTC).isoformat(),
        "timeMax": end.astimezone(UTC).isoformat(),
        "items": [{"id": email} for email in emails],
    }


def busy_times(answer: Mapping[str, Any], email: str) -> tuple[Interval, ...] | str:
    """The busy times of one calendar, or why they are not known: `missing`, or the reason Google gives. Raises
    Malformed."""
    try:
        calendar = answer.get("calendars", {}).get(email)
        if calendar is None:
            return "missing"
        if calendar.get("errors"):
            return str(calendar["errors"][0].get("reason", "error"))
        spans = [(_aware(one["start"]), _aware(one["end"])) for one in calendar.get("busy", [])]
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise Malformed("free/busy") from problem
    return tuple(Interval(start=start, end=end) for start, end in spans)


def _edge(value: datetime, zone: str) -> Body:
    if value.tzinfo is None:
        raise BadDraft("time")
    try:
        local = value.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadDraft("zone") from None
    return {"dateTime": local.isoformat(timespec="seconds"), "timeZone": zone}


def _moment(edge: Mapping[str, str]) -> datetime:
    if "date" in edge:
        return datetime.fromisoformat(edge["date"]).replace(tzinfo=UTC)
    return _aware(edge["dateTime"])


def _aware(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        raise ValueError("a time without offset")
    return parsed.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _rsvp(answer: str) -> Rsvp:
    """An answer that we do not know yet is none: it must not keep all other changes from being read."""
    return Rsvp(answer) if answer in set(Rsvp) else Rsvp.NEEDS_ACTION


def _marked(private: Mapping[str, str]) -> dict[str, str]:
    return {**private, OWN_KEY: "1"}


def _asked_link(request_id: str) -> Body:
    return {"createRequest": {"requestId": request_id, "conferenceSolutionKey": {"type": "hangoutsMeet"}}}


def _addresses(guests: Sequence[str]) -> list[str]:
    """Each address once, in lower case: Google takes two spellings for one guest."""
    return list(dict.fromkeys(guest.lower() for guest in guests))


def _new_guest(email: str) -> Body:
    return {"email": email, "responseStatus": Rsvp.NEEDS_ACTION.value}


def _merged_guests(present: Sequence[Mapping[str, Any]], wanted: Sequence[str], *, moved: bool) -> list[Body]:
    """The list to write: a patch replaces it as a whole, and an entry without an answer would un-answer the guest.
    Rooms, and the organiser's own entry that Google's pages add, stay. What guests noted with their answer was for those who
    were invited then: where somebody is added (the candidate, once a hold becomes the invitation) it goes."""
    entries = {str(guest.get("email", "")).lower(): _entry(guest, moved=moved) for guest in present}
    if any(email not in entries for email in _addresses(wanted)):
        entries = {email: entry | {"comment": ""} if "comment" in entry else entry for email, entry in entries.items()}
    not_ours = [guest for guest in present if guest.get("resource") or guest.get("organizer")]
    staying = [*wanted, *(str(guest.get("email", "")) for guest in not_ours)]
    return [entries.get(email, _new_guest(email)) for email in _addresses(staying)]


def _entry(guest: Mapping[str, Any], *, moved: bool) -> Body:
    """A guest's entry as it is written back. A person who declined another time is asked again."""
    entry = {name: value for name, value in guest.items() if name not in _KEPT_BY_GOOGLE}
    if moved and not guest.get("resource") and guest.get("responseStatus") == Rsvp.DECLINED:
        entry["responseStatus"] = Rsvp.NEEDS_ACTION.value
    return entry


def _answers(guests: Sequence[Mapping[str, Any]], *, rooms: bool = True) -> dict[str, str]:
    return {
        str(guest["email"]).lower(): guest.get("responseStatus", Rsvp.NEEDS_ACTION.value)
        for guest in guests
        if guest.get("email") and (rooms or not guest.get("resource"))
    }


def _video_link(raw: Mapping[str, Any]) -> str | None:
    points = raw.get("conferenceData", {}).get("entryPoints", [])
    links = [str(point["uri"]) for point in points if point.get("entryPointType") == "video" and point.get("uri")]
    return links[0] if links else raw.get("hangoutLink")
