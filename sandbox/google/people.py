"""People's own calendars: what keeps them busy apart from the events we book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Trouble(StrEnum):
    """How a calendar fails in free/busy: with a reason in the answer, or by not being in the answer at all."""

    NOT_FOUND = "notFound"
    INTERNAL_ERROR = "internalError"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Stretch:
    """A half-open stretch of time, aware, UTC, with a title only its owner sees."""

    start: datetime
    end: datetime
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyMeeting:
    """A meeting at the same local time each week. `weekday` counts from Monday = 0; it may cross midnight."""

    weekday: int
    start: time
    minutes: int
    zone: str
    title: str = ""

    def within(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        zone = ZoneInfo(self.zone)
        day = (start - timedelta(minutes=self.minutes)).astimezone(zone).date()
        while (begins := datetime.combine(day, self.start, tzinfo=zone).astimezone(UTC)) < end:
            ends = begins + timedelta(minutes=self.minutes)
            if day.weekday() == self.weekday and ends > start:
                yield Stretch(start=begins, end=ends, title=self.title)
            day += timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody with a calendar. `out_of_office` stretches are busy and decline new invitations by themselves."""

    email: str
    busy: list[Stretch] = field(default_factory=list)
    weekly: list[WeeklyMeeting] = field(default_factory=list)
    out_of_office: list[Stretch] = field(default_factory=list)
    trouble: Trouble | None = None

    def own_stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """What overlaps `[start, end)`, unclipped and in order; not the events of the organiser's calendar."""
        fixed = [one for one in (*self.busy, *self.out_of_office) if one.start < end and one.end > start]
        return sorted(fixed + [one for meeting in self.weekly for one in meeting.within(start, end)])

    def declines(self, start: datetime, end: datetime) -> bool:
        return any(one.start < end and one.end > start for one in self.out_of_office)


def merged(stretches: list[Stretch], start: datetime, end: datetime) -> list[Stretch]:
    """Clipped to `[start, end)`, without titles, touching and overlapping ones made one: as free/busy shows them."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        begins, ends = max(one.start, start), min(one.end, end)
        if begins >= ends:
            continue
        if found and begins <= found[-1].end:
            found[-1] = Stretch(start=found[-1].start, end=max(found[-1].end, ends))
        else:
            found.append(Stretch(start=begins, end=ends))
    return found
