"""What each method of the API does with a call that has passed the door: parameters, state, answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox.google.calendars import Calendars
from sandbox.google.events import Change, Events
from sandbox.google.moments import in_utc, is_rfc3339, moment, zone_of
from sandbox.google.people import Trouble
from sandbox.google.refusals import Refused, bad_request, empty_range, invalid, not_found, required

_LONGEST_FREE_BUSY = timedelta(days=90)
_MOST_CALENDARS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call, checked against the discovery document. `body` is None for methods without one."""

    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    body: dict[str, Any] | None
    if_match: str | None
    subject: str

    def parameter(self, name: str, default: str) -> str:
        return dict(self.query).get(name, default)

    @property
    def conference(self) -> bool:
        return self.parameter("conferenceDataVersion", "0") == "1"


Answer = dict[str, Any] | None
"""A body, or None for 204."""


def insert(calendars: Calendars, request: Request) -> Answer:
    return _write(calendars, request, lambda events, body: events.insert(body, conference=request.conference))


def patch(calendars: Calendars, request: Request) -> Answer:
    return _write(calendars, request, lambda events, body: events.patch(request.path["eventId"], body, **_how(request)))


def update(calendars: Calendars, request: Request) -> Answer:
    return _write(
        calendars, request, lambda events, body: events.replace(request.path["eventId"], body, **_how(request))
    )


def delete(calendars: Calendars, request: Request) -> Answer:
    _write(calendars, request, lambda events, _: events.delete(request.path["eventId"], if_match=request.if_match))
    return None


def get(calendars: Calendars, request: Request) -> Answer:
    _check_calendar(calendars, request)
    _serve_only(request)
    return calendars.event(request.path["eventId"])


def list_events(calendars: Calendars, request: Request) -> Answer:
    role = _check_calendar(calendars, request)
    with calendars.holding(send_updates="none") as (_, feed, _):
        return feed.page(request.query, now=calendars.clock.now()) | {"accessRole": role}


def query_free_busy(calendars: Calendars, request: Request) -> Answer:
    body = request.body or {}
    _serve_only(request)
    for name in ("timeMin", "timeMax"):
        if name not in body:
            raise required(f"Missing {name} parameter.")
        if not is_rfc3339(body[name], offset_needed=True):
            raise bad_request("Bad Request")
    start, end = moment(body["timeMin"]), moment(body["timeMax"])
    _check_free_busy(body, length=end - start)
    found: dict[str, Any] = {}
    for item in body.get("items", []):
        times = calendars.busy(item["id"], start, end)
        if isinstance(times, list):
            found[item["id"]] = {"busy": [{"start": in_utc(one.start), "end": in_utc(one.end)} for one in times]}
        elif times is not Trouble.MISSING:
            found[item["id"]] = {"errors": [{"domain": "global", "reason": times.value}], "busy": []}
    return {"kind": "calendar#freeBusy", "timeMin": in_utc(start), "timeMax": in_utc(end), "calendars": found}


HANDLERS: Mapping[str, Callable[[Calendars, Request], Answer]] = {
    "calendar.events.delete": delete,
    "calendar.events.get": get,
    "calendar.events.insert": insert,
    "calendar.events.list": list_events,
    "calendar.events.patch": patch,
    "calendar.events.update": update,
    "calendar.freebusy.query": query_free_busy,
}


def _write(calendars: Calendars, request: Request, act: Callable[[Events, dict[str, Any]], Change]) -> Answer:
    if _check_calendar(calendars, request) not in ("owner", "writer"):
        raise Refused(403, "requiredAccessLevel", "You need to have writer access to this calendar.", domain="calendar")
    _serve_only(request, "conferenceDataVersion", "sendUpdates")
    with calendars.holding(send_updates=request.parameter("sendUpdates", "none")) as (events, _, changes):
        changes.append(act(events, request.body or {}))
    return calendars.event(changes[0].after["id"])


def _how(request: Request) -> dict[str, Any]:
    return {"if_match": request.if_match, "conference": request.conference}


def _check_calendar(calendars: Calendars, request: Request) -> str:
    """The caller's role on the one calendar that holds events: the organiser's, who may have shared it with others."""
    named = request.path["calendarId"].lower()
    role = calendars.role_of(request.subject)
    if role is None or named not in ("primary", calendars.organiser):
        raise not_found()
    if named == "primary" and request.subject != calendars.organiser:
        raise not_found()
    return role


def _serve_only(request: Request, *names: str) -> None:
    if unknown := sorted({name for name, _ in request.query} - {"alt", *names}):
        raise bad_request(f"The sandbox does not know {', '.join(unknown)}.")


def _check_free_busy(body: Mapping[str, Any], *, length: timedelta) -> None:
    if "timeZone" in body and zone_of(body["timeZone"]) is None:
        raise bad_request("Bad Request")
    if length <= timedelta():
        raise empty_range()
    if length > _LONGEST_FREE_BUSY:
        raise Refused(400, "timeRangeTooLong", "The requested time range is too long.", domain="calendar")
    if (
        not 1 <= body.get("calendarExpansionMax", 1) <= _MOST_CALENDARS
        or not 1 <= body.get("groupExpansionMax", 1) <= 100
    ):
        raise invalid("Invalid value for an expansion maximum.")
    if any(not item.get("id") for item in body.get("items", [])):
        raise required("Missing calendar id.")
    if len(body.get("items", [])) > body.get("calendarExpansionMax", _MOST_CALENDARS):
        message = "The number of calendars requested is too large for a single query."
        raise Refused(400, "tooManyCalendarsRequested", message, domain="calendar")
