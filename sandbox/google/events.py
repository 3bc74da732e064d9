"""The events of the organiser's calendar, as resources of the API: kept for good, cancelled ones too.

Not thread-safe by itself; `Calendars` holds the lock. Each write gets a change number, which orders the sync feed.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.google.conferences import finished, is_pending, video_link, wanted_conference
from sandbox.google.event_rules import READ_ONLY, check_event, check_id, end_of, start_of, zone_in
from sandbox.google.moments import in_utc, in_zone
from sandbox.google.refusals import changed_meanwhile, deleted, duplicate, not_found
from scheduling.ports import Clock

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One write: the event before (None when it is new) and after. `number` counts all writes."""

    number: int
    before: Resource | None
    after: Resource


class Events:
    """`meets_pending` makes Meet links come later, by `finish_conferences`."""

    def __init__(self, *, organiser: str, zone: str, clock: Clock, dice: Random) -> None:
        self.organiser = organiser
        self.zone = ZoneInfo(zone)
        self.meets_pending = False
        self._clock = clock
        self._dice = dice
        self._latest: dict[str, Change] = {}
        self.head = 0

    def get(self, event_id: str) -> Resource:
        if event_id not in self._latest:
            raise not_found()
        return deepcopy(self._latest[event_id].after)

    def in_order_of_change(self) -> list[Change]:
        return sorted(self._latest.values(), key=lambda change: change.number)

    def insert(self, body: Resource, *, conference: bool) -> Change:
        event_id = body.get("id") or "".join(self._dice.choices("0123456789abcdefghijklmnopqrstuv", k=26))
        check_id(event_id)
        if event_id in self._latest:
            raise duplicate()
        return self._store(None, {**_writable(body), "id": event_id}, conference=conference)

    def patch(self, event_id: str, body: Resource, *, if_match: str | None, conference: bool) -> Change:
        before = self._matching(event_id, if_match)
        return self._store(before, patched(before, _writable(body)), conference=conference)

    def replace(self, event_id: str, body: Resource, *, if_match: str | None, conference: bool) -> Change:
        before = self._matching(event_id, if_match)
        kept = {name: before[name] for name in READ_ONLY if name in before}
        return self._store(before, {**kept, **_writable(body), "id": event_id}, conference=conference)

    def delete(self, event_id: str, *, if_match: str | None) -> Change:
        before = self._matching(event_id, if_match)
        if before["status"] == "cancelled":
            raise deleted()
        return self._store(before, {**before, "status": "cancelled"}, conference=False)

    def finish_conferences(self) -> list[Change]:
        """Pending Meet links become ready, which is a change of their events."""
        waiting = [change.after for change in self.in_order_of_change() if is_pending(change.after)]
        return [
            self._keep(event, {**event, **_with_link(finished(event["conferenceData"], self._dice))})
            for event in waiting
        ]

    def _matching(self, event_id: str, if_match: str | None) -> Resource:
        current = self.get(event_id)
        if if_match not in (None, "*", current["etag"]):
            raise changed_meanwhile()
        return current

    def _store(self, before: Resource | None, wanted: Resource, *, conference: bool) -> Change:
        check_event(wanted)
        asked = wanted if conference else {**wanted, "conferenceData": (before or {}).get("conferenceData")}
        link = wanted_conference(before, asked, pending=self.meets_pending, dice=self._dice)
        clean = {name: value for name, value in wanted.items() if name not in ("conferenceData", "hangoutLink")}
        clean |= self._times(wanted) | _with_link(link)
        clean["attendees"] = self._guests(wanted.get("attendees", []))
        if not clean["attendees"]:
            del clean["attendees"]
        moved = before is not None and any(before[edge] != clean[edge] for edge in ("start", "end"))
        clean["sequence"] = (before["sequence"] + moved) if before else 0
        return self._keep(before, clean)

    def _keep(self, before: Resource | None, after: Resource) -> Change:
        self.head += 1
        now = in_utc(self._clock.now())
        me = {"email": self.organiser, "self": True}
        fixed = {"kind": "calendar#event", "etag": f'"{3_000_000_000 + 2 * self.head}"', "updated": now}
        first = {"status": "confirmed", "created": now, "creator": me, "organizer": me, "eventType": "default"}
        first["iCalUID"] = f"{after['id']}@google.com"
        first["htmlLink"] = f"https://www.google.com/calendar/event?eid={after['id']}"
        first["reminders"] = {"useDefault": True}
        change = Change(number=self.head, before=before, after=deepcopy({**first, **after, **fixed}))
        self._latest[after["id"]] = change
        return change

    def _times(self, wanted: Resource) -> Resource:
        zone = zone_in(wanted) or self.zone
        edges = {"start": start_of(wanted), "end": end_of(wanted)}
        found: Resource = {}
        for name, value in edges.items():
            if "date" in wanted[name]:
                found[name] = {"date": wanted[name]["date"]}
            else:
                found[name] = {
                    "dateTime": in_zone(value, zone),
                    "timeZone": wanted[name].get("timeZone") or self.zone.key,
                }
        return found

    def _guests(self, attendees: list[Resource]) -> list[Resource]:
        """One entry per address. An entry without an answer counts as not answered, whatever was answered before."""
        found: dict[str, Resource] = {}
        for given in attendees:
            email = given["email"].lower()
            entry = {name: value for name, value in given.items() if name not in ("self", "organizer", "id")}
            entry |= {"email": email, "responseStatus": given.get("responseStatus", "needsAction")}
            if email == self.organiser:
                entry |= {"organizer": True, "self": True}
            found[email] = entry
        return list(found.values())


def patched(old: Mapping[str, Any], patch: Mapping[str, Any]) -> Resource:
    """Patch as Google does it: objects are merged, everything else is replaced, null deletes."""
    found = dict(old)
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        elif isinstance(value, dict):
            inner = found.get(name)
            found[name] = patched(inner if isinstance(inner, dict) else {}, value)
        else:
            found[name] = value
    return found


def _writable(body: Mapping[str, Any]) -> Resource:
    return {name: value for name, value in body.items() if name not in READ_ONLY}


def _with_link(conference: Resource | None) -> Resource:
    if conference is None:
        return {}
    link = video_link(conference)
    return {"conferenceData": conference} | ({"hangoutLink": link} if link else {})
