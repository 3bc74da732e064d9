"""What whoever runs Hirebot must know: a message to each admin of the team, of one kind of trouble once a day, however
often it is noticed and by however many processes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models.records.people import Standing
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.wishes import say

STALE_AFTER = timedelta(hours=12)
"""An alarm that could not be said for so long (Slack itself was away, say) is about something that is over."""


def alarm(
    tx: Transaction,
    at: Circumstances,
    what: str,
    reason: str = "",
    *,
    count: int = 1,
    knows: str = "",
    lasts: tuple[datetime, datetime] | None = None,
) -> None:
    """`what` went wrong and, as a stable code, why; `lasts` is from when until when. Names no candidate: admins are shown
    none. Whoever `knows` of it in other words hears nothing."""
    about = f"alarm.{what}.{reason}.{at.now.date().isoformat()}"[:120]
    payload: dict[str, Any] = {"what": what, "reason": reason, "count": count}
    if lasts is not None:
        payload["lasts"] = [moment.isoformat() for moment in lasts]
    for person in tx.people.all():
        if person.active and Standing.ADMIN in person.standings and person.id != knows:
            say(tx, at, Topic.TROUBLE, to=person.id, until=at.now + STALE_AFTER, about=about, payload=payload)
