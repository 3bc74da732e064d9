"""Lists of events: filters, pages, and the sync feed with its tokens.

The next sync token is on the last page only, and not at all when a filter is in use that does not go with it. A page or
sync token is opaque to clients; inside it says where the feed stands.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.google.event_rules import end_of, start_of
from sandbox.google.events import Events, Resource
from sandbox.google.moments import in_utc, moment
from sandbox.google.refusals import bad_request, empty_range, invalid, stale_sync_token, updated_min_too_long_ago

NOT_WITH_SYNC = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMax",
    "timeMin",
    "updatedMin",
)
_SERVED = frozenset(
    (
        "alt",
        "maxResults",
        "pageToken",
        "privateExtendedProperty",
        "showDeleted",
        "singleEvents",
        "syncToken",
        "timeMax",
        "timeMin",
        "updatedMin",
    )
)
_NO_TOKEN_AFTER = ("privateExtendedProperty", "updatedMin")
_UPDATED_MIN_REACH = timedelta(days=28)


@dataclass(slots=True, kw_only=True)
class Feed:
    """Reads lists from `events`. `bare_deletions` leaves nothing but the id of a deleted event, all that Google
    guarantees. `largest_page` may be set lower: a page may hold less than was asked for. `expire_tokens` makes every
    token given out so far stale."""

    events: Events
    bare_deletions: bool = False
    largest_page: int = 2500
    _epoch: int = 0

    def expire_tokens(self) -> None:
        self._epoch += 1

    def page(self, given: Sequence[tuple[str, str]], *, now: datetime) -> Resource:
        query = _query(given)
        _check(query, now)
        place = self._place(query)
        wanted = _filter(query)
        found = [
            change
            for change in self.events.in_order_of_change()
            if change.number > place["after"] and wanted(change.after)
        ]
        size = min(int(query.get("maxResults", ["250"])[0]), self.largest_page)
        answer = self._envelope(now)
        answer["items"] = [self._shown(change.after, query) for change in found[:size]]
        if len(found) > size:
            answer["nextPageToken"] = self._token(
                "page", place | {"after": found[size - 1].number, "query": _print(query)}
            )
        elif not any(name in query for name in _NO_TOKEN_AFTER):
            answer["nextSyncToken"] = self._token("sync", {"head": place["head"]})
        return answer

    def _place(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        """Where to read on: after change `after`. `head` is where the next sync begins: what changes while pages are
        read is told twice rather than never."""
        if "pageToken" in query:
            place = self._read("page", query["pageToken"][0])
            if place is None or place.pop("query") != _print(query):
                raise invalid("Invalid page token value.", parameter="pageToken")
            return place
        if "syncToken" in query:
            told = self._read("sync", query["syncToken"][0])
            if told is None:
                raise stale_sync_token()
            return {"after": told["head"], "head": self.events.head}
        return {"after": 0, "head": self.events.head}

    def _shown(self, event: Resource, query: Mapping[str, list[str]]) -> Resource:
        bare = self.bare_deletions or query.get("showDeleted") != ["true"]
        if event["status"] == "cancelled" and bare:
            return {name: event[name] for name in ("kind", "etag", "id", "status")}
        return event

    def _envelope(self, now: datetime) -> Resource:
        return {
            "kind": "calendar#events",
            "etag": f'"p{self.events.head}"',
            "summary": self.events.organiser,
            "updated": in_utc(now),
            "timeZone": self.events.zone.key,
            "defaultReminders": [],
        }

    def _token(self, kind: str, place: dict[str, Any]) -> str:
        told = json.dumps([kind, self._epoch, self.events.organiser, place])
        return base64.urlsafe_b64encode(told.encode()).decode()

    def _read(self, kind: str, token: str) -> dict[str, Any] | None:
        try:
            told = json.loads(base64.urlsafe_b64decode(token.encode()))
            place: dict[str, Any] = told[3]
            fits = told[:3] == [kind, self._epoch, self.events.organiser]
        except (ValueError, LookupError, TypeError):
            return None
        return place if fits else None


def _query(given: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for name, value in given:
        query.setdefault(name, []).append(value)
    return query


def _check(query: Mapping[str, list[str]], now: datetime) -> None:
    if "syncToken" in query:
        clash = [name for name in NOT_WITH_SYNC if name in query]
        if clash or query.get("showDeleted") == ["false"]:
            message = f"Sync token cannot be used with {', '.join(clash) or 'showDeleted=false'}."
            raise bad_request(message)
    if unknown := sorted(query.keys() - _SERVED):
        raise bad_request(f"The sandbox does not know {', '.join(unknown)}.")
    if "timeMin" in query and "timeMax" in query and moment(query["timeMax"][0]) <= moment(query["timeMin"][0]):
        raise empty_range()
    if "updatedMin" in query and moment(query["updatedMin"][0]) < now - _UPDATED_MIN_REACH:
        raise updated_min_too_long_ago()


def _filter(query: Mapping[str, list[str]]) -> Callable[[Resource], bool]:
    """Whether an event is in the list. Deleted ones are when asked for, and always in a sync or since `updatedMin`."""
    deleted_too = query.get("showDeleted") == ["true"] or "syncToken" in query or "updatedMin" in query
    tests: list[Callable[[Resource], bool]] = [lambda event: deleted_too or event["status"] != "cancelled"]
    if "timeMin" in query:
        earliest = moment(query["timeMin"][0])
        tests.append(lambda event: end_of(event) > earliest)
    if "timeMax" in query:
        latest = moment(query["timeMax"][0])
        tests.append(lambda event: start_of(event) < latest)
    if "updatedMin" in query:
        since = moment(query["updatedMin"][0])
        tests.append(lambda event: moment(event["updated"]) >= since)
    for pair in query.get("privateExtendedProperty", []):
        tests.append(_has_private_property(pair))
    return lambda event: all(test(event) for test in tests)


def _has_private_property(pair: str) -> Callable[[Resource], bool]:
    key, _, value = pair.partition("=")
    return lambda event: event.get("extendedProperties", {}).get("private", {}).get(key) == value


def _print(query: Mapping[str, list[str]]) -> list[Any]:
    """What must be the same from page to page."""
    return [[name, values] for name, values in sorted(query.items()) if name not in ("pageToken", "maxResults")]
