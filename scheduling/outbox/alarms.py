"""What whoever runs Hirebot must know: a message to each admin of the team, of one kind of trouble once a day, however
often it is noticed and by however many processes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models.records.delivery import EffectState
from models.records.people import Standing
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.settlement import MOMENT_PASSED
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
    none. Whoever `knows` of it in other words hears nothing; whoever could not be told hears of it again if it goes on."""
    about = f"alarm.{what}.{reason}.{at.now.date().isoformat()}"[:120]
    payload: dict[str, Any] = {"what": what, "reason": reason, "count": count}
    if lasts is not None:
        payload["lasts"] = [moment.isoformat() for moment in lasts]
    for person in tx.people.all():
        if person.active and Standing.ADMIN in person.standings and person.id != knows:
            nth, until = _never_said(tx, person.id, about), at.now + STALE_AFTER
            say(tx, at, Topic.TROUBLE, to=person.id, until=until, nth=nth, about=about, payload=payload)


def _never_said(tx: Transaction, person_id: str, about: str) -> int:
    """How many alarms of the same were too late to be said."""
    late = tx.outbox.all(target=f"dm:{person_id}", state=EffectState.SKIPPED, topic=Topic.TROUBLE)
    return sum(alarm.reason == MOMENT_PASSED and alarm.key.endswith(f"/{about}") for alarm in late)
