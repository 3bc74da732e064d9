"""Views of what would help where no plan fits, or none ends in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scheduling.views.who import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """One thing that would help (`ask` is the planner's `Ask` value), and the round that could be at `start` then; see the
    record of the same name."""

    ask: str
    round_index: int
    round_name: str
    start: datetime
    person: Who | None = None
    weekdays: tuple[int, ...] = ()
    day: date | None = None
    busy: tuple[datetime, datetime] | None = None
    pool: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyView:
    """What would be enough, all of it together; the loop would end on day `end_day`."""

    asked: tuple[AskedView, ...]
    end_day: int
