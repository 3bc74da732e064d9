"""Weekly availability: the same hours on some weekdays, and lines such as `Tue 13:00-17:00` for the days that differ. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.records.people import Hours

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EXAMPLE = "Tue 13:00-17:00"
DAY_END = 24 * 60

_TIME = r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm)?"
_STRETCH = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}", re.IGNORECASE)
_LINE = re.compile(r"([a-z]{2,9})\.?:?\s+(\S.*)", re.IGNORECASE)

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Availability as the form shows it: `days` have the hours `start` to `end`, `other` has a line per day that differs."""

    days: tuple[int, ...]
    start: int
    end: int
    other: str


USUAL_WEEK = Week(days=(0, 1, 2, 3, 4), start=9 * 60, end=18 * 60, other="")


def windows_of(days: Iterable[int], start: int, end: int, other: Mapping[int, list[Stretch]]) -> tuple[Hours, ...]:
    """The windows of a week; a day in `other` has those hours only. Overlapping stretches become one."""
    stretches: dict[int, list[Stretch]] = {day: [(start, end)] for day in days} | dict(other)
    return tuple(
        Hours(weekday=day, start=first, end=last)
        for day in sorted(stretches)
        for first, last in _joined(stretches[day])
    )


def week_of(windows: Iterable[Hours]) -> Week:
    """How the form shows these windows; without any, the usual week."""
    per_day: dict[int, list[Stretch]] = defaultdict(list)
    for window in windows:
        per_day[window.weekday].append((window.start, window.end))
    if not per_day:
        return USUAL_WEEK
    joined = {day: _joined(per_day[day]) for day in sorted(per_day)}
    common = Counter(stretches[0] for stretches in joined.values() if len(stretches) == 1).most_common(1)
    usual = common[0][0] if common else (USUAL_WEEK.start, USUAL_WEEK.end)
    days = tuple(day for day, stretches in joined.items() if stretches == [usual])
    lines = [_line(day, stretches) for day, stretches in joined.items() if day not in days]
    return Week(days=days, start=usual[0], end=usual[1], other="\n".join(lines))


def read_other(text: str) -> tuple[dict[int, list[Stretch]], str]:
    """Hours by weekday, and one friendly sentence about what could not be read (empty: all is well)."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        day = _weekday(match[1]) if match else None
        if match is None or day is None:
            return {}, f"I can't read “{line.strip()[:40]}”. Please write a weekday and its hours, like {EXAMPLE}."
        for part in match[2].split(","):
            stretch = _read_stretch(part.strip())
            if isinstance(stretch, str):
                return {}, stretch
            found[day].append(stretch)
    return dict(found), ""


def clock(minutes: int) -> str:
    """Minutes after midnight as `13:05`; the end of the day is `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _read_stretch(text: str) -> Stretch | str:
    match = _STRETCH.fullmatch(text)
    if match is None:
        return f"I can't read “{text[:40]}”. Please write hours like 13:00-17:00."
    start, end = _minutes(*match.groups()[:3]), _minutes(*match.groups()[3:])
    if start is None or end is None or start == DAY_END:
        return f"“{text[:40]}” has a time that no clock shows. Please write hours like 13:00-17:00."
    if end <= start:
        return f"“{text[:40]}” ends before it starts. Please write hours like 13:00-17:00."
    return start, end


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes after midnight, 0 to 1440; None for a time that does not exist."""
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= DAY_END else None


def _weekday(word: str) -> int | None:
    """From two letters on: `tu`, `tue`, `tues`, `tuesday`."""
    return next((n for n, name in enumerate(WEEKDAYS) if name.lower().startswith(word.lower())), None)


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    result: list[Stretch] = []
    for start, end in sorted(stretches):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _line(day: int, stretches: Iterable[Stretch]) -> str:
    return f"{WEEKDAYS[day][:3]} " + ", ".join(f"{clock(start)}-{clock(end)}" for start, end in stretches)
