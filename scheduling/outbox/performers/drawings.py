"""What a message shows, told by a word, so that an edit that would change nothing is not sent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache

from models.records.delivery import Effect, EffectState
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import View
from scheduling.rules.business_time import local_date
from scheduling.views.loops import LoopView


def drawing(view: View) -> str:
    """The same in every process: sets have no order that lasts longer."""
    drawn = json.dumps(view, default=_plain)
    return hashlib.sha256(drawn.encode("utf-8", "replace")).hexdigest()[:16]


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names(type(value))}
    return sorted(value) if isinstance(value, frozenset) else str(value)


@cache
def _names(view: type[View]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(view))


def card_drawing(view: View, now: datetime) -> str:
    """A card also tells the day, and which rounds have begun."""
    if not isinstance(view, LoopView):
        return drawing(view)
    begun = sum(round_.start is not None and round_.start <= now for round_ in view.rounds)
    return f"{drawing(view)}.{local_date(now, view.zone).isoformat()}.{begun}"


def shows_already(tx: Transaction, effect: Effect, drawn: str, at: Circumstances) -> bool:
    """Whether the message shows just this, as whoever drew it last wrote down. Not where anything is in doubt: after a
    try of which nobody knows what it did, a worker that woke up and wrote what was true before, or a backup."""
    if effect.attempts > 1 or effect.payload.get("anyway") or at.unknown_since is not None:
        return False
    last = tx.outbox.last_tried_before(effect)
    return bool(last) and all(
        tried.state in (EffectState.DONE, EffectState.SKIPPED) and tried.payload.get("drawn") == drawn for tried in last
    )
