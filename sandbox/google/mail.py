"""The calendar mail that guests would have got: which change mails whom. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class MailKind(StrEnum):
    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    kind: MailKind
    to: str
    event_id: str
    summary: str
    at: datetime


_SEEN_BY_GUESTS = ("summary", "description", "location", "start", "end", "status")


def mails_of(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], *, organiser: str, at: datetime
) -> Iterator[Mail]:
    """The mails of one change with `sendUpdates=all`. The organiser gets none; nor does anybody when nothing that
    guests see has changed."""
    old = _guests(before, organiser) if before and before["status"] != "cancelled" else set()
    new = _guests(after, organiser) if after["status"] != "cancelled" else set()
    changed = before is not None and any(before.get(name) != after.get(name) for name in _SEEN_BY_GUESTS)
    kinds = {
        MailKind.INVITATION: new - old,
        MailKind.UPDATE: old & new if changed else set(),
        MailKind.CANCELLATION: old - new,
    }
    for kind, people in kinds.items():
        for email in sorted(people):
            yield Mail(kind=kind, to=email, event_id=after["id"], summary=after.get("summary", ""), at=at)


def _guests(event: Mapping[str, Any], organiser: str) -> set[str]:
    return {guest["email"] for guest in event.get("attendees", []) if guest["email"] != organiser}
