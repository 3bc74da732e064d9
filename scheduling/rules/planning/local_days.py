"""A zone's local dates laid over the slots of the horizon, DST-correct, found once per zone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from scheduling.rules.business_time import zone
from scheduling.rules.planning.problem import DAY_MIN
from scheduling.rules.planning.slots import span


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Slots `first` to `stop - 1` fall on one local date (an ordinal) at one offset; `minute` is the wall time of `first`.

    A date on which the clocks change has two stretches.
    """

    first: int
    stop: int
    ordinal: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDays:
    """The local dates of `zone_name` over `slot_count` slots of `grid` minutes from `start` (UTC)."""

    zone_name: str
    start: datetime
    grid: int
    stretches: tuple[Stretch, ...]
    firsts: tuple[int, ...]
    """Where each stretch begins."""
    weekdays: tuple[tuple[tuple[int, int, int], ...], ...]
    """The stretches of each day of the week, Monday first, as `(first, stop, minute)`."""
    dates: Mapping[int, int]
    """The slots of each date."""

    def ordinal_at(self, minute: int) -> int:
        """The local date of a minute since the start, also outside the horizon."""
        slot = minute // self.grid
        if 0 <= slot < self.stretches[-1].stop:
            stretch = self.stretches[bisect_right(self.firsts, slot) - 1]
            if slot < stretch.stop - 1 or minute % self.grid == 0:  # a date may end inside the last slot of a stretch
                return stretch.ordinal
        return (self.start + timedelta(minutes=minute)).astimezone(zone(self.zone_name)).date().toordinal()

    def on_dates(self, ordinals: Iterable[int]) -> int:
        """The slots that fall on these dates."""
        slots = 0
        for ordinal in ordinals:
            slots |= self.dates.get(ordinal, 0)
        return slots

    def within(self, weekly: Iterable[tuple[int, int, int]], minutes: int) -> int:
        """The slots whose first `minutes` lie inside weekly wall-time stretches `(dow, start, end)`; touching ones join."""
        by_dow: dict[int, list[tuple[int, int]]] = {}
        for dow, start, end in sorted(weekly):
            day = by_dow.setdefault(dow, [])
            if day and start <= day[-1][1]:
                day[-1] = (day[-1][0], max(end, day[-1][1]))
            else:
                day.append((start, end))
        slots, grid = 0, self.grid
        for dow, day in by_dow.items():
            for start, end in day:
                for beginning, stop, minute in self.weekdays[dow]:
                    first = beginning + max(0, (start - minute + grid - 1) // grid)
                    over = min(stop, beginning + (end - minutes - minute) // grid + 1)
                    if over > first:
                        slots |= (1 << over) - (1 << first)
        return slots


def local_days(zone_name: str, start: datetime, *, slot_count: int, grid: int) -> LocalDays:
    stretches: list[Stretch] = []
    epoch = start.toordinal() * DAY_MIN + start.hour * 60 + start.minute
    for first, stop, offset in _offsets(zone_name, start, slot_count, grid):
        slot = first
        while slot < stop:
            ordinal, minute = divmod(epoch + offset + slot * grid, DAY_MIN)
            midnight = min(stop, slot - (minute - DAY_MIN) // grid)
            stretches.append(Stretch(first=slot, stop=midnight, ordinal=ordinal, minute=minute))
            slot = midnight
    dates: dict[int, int] = {}
    for stretch in stretches:
        dates[stretch.ordinal] = dates.get(stretch.ordinal, 0) | span(stretch.first, stretch.stop)
    return LocalDays(
        zone_name=zone_name,
        start=start,
        grid=grid,
        stretches=tuple(stretches),
        firsts=tuple(stretch.first for stretch in stretches),
        weekdays=tuple(
            tuple((s.first, s.stop, s.minute) for s in stretches if (s.ordinal - 1) % 7 == dow) for dow in range(7)
        ),
        dates=dates,
    )


def _offsets(zone_name: str, start: datetime, slot_count: int, grid: int) -> list[tuple[int, int, int]]:
    """Runs of slots with one offset from UTC, in minutes. No zone changes its clocks twice within a day."""
    tz = zone(zone_name)

    def offset(slot: int) -> int:
        local = (start + timedelta(minutes=slot * grid)).astimezone(tz)
        return int((local.utcoffset() or timedelta()) // timedelta(minutes=1))

    changes = [0]
    for morning, night in pairwise([*range(0, slot_count, DAY_MIN // grid), slot_count]):
        before, low, high = offset(morning), morning, night
        if offset(night) == before:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == before else (low, middle)
        changes.append(high)
    return [(first, stop, offset(first)) for first, stop in pairwise([*changes, slot_count]) if stop > first]
