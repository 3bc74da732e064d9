"""Working and core hours: "09:00-17:30", several stretches with commas, the same for every day or day by day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from models.records.people import Hours
from scheduling.team_file.fields import Fields
from scheduling.team_file.problems import quoted
from scheduling.team_file.tree import Keyed, Listed, Node, Nothing, Text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS = range(5)
_EXAMPLE = "“09:00-17:30” or “09:00-12:00, 13:00-17:30”"
_STRETCH = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?(?:-|–|to) ?([0-9]{1,2}):([0-9]{2})")
_FREE = frozenset({"off", "none", "free", "no"})


def read_hours(fields: Fields, key: str, *, days: Iterable[int]) -> tuple[Hours, ...] | None:
    """The hours at `key`, by weekday; None when left out. Hours given once hold on each of `days`."""
    node = fields.node(key)
    if node is None:
        return None
    if not isinstance(node, Keyed):
        stretches = _stretches(fields, key, node)
        return tuple(Hours(weekday=day, start=start, end=end) for day in sorted(days) for start, end in stretches)
    week: dict[int, list[tuple[int, int]]] = {}
    for name, value in node.entries.items():
        stretches = _stretches(fields, key, value)
        for day in _days(fields, key, Text(node.lines[name], name)):
            if day in week:
                fields.report(node.lines[name], f"{key} says twice what holds on {DAYS[day]}; keep one of them")
            week[day] = stretches
    return tuple(Hours(weekday=day, start=start, end=end) for day in sorted(week) for start, end in week[day])


def check_core(fields: Fields, work: tuple[Hours, ...], core: tuple[Hours, ...]) -> None:
    """Core hours lie inside working hours; reports the first that does not."""
    for hours in core:
        if not any(_covers(stretch, hours) for stretch in work):
            times = f"{DAYS[hours.weekday]} {clock(hours.start)}-{clock(hours.end)}"
            fields.report(fields.line_of("core"), f"core ({times}) must lie inside the working hours of that day")
            return


def clipped(core: tuple[Hours, ...], work: tuple[Hours, ...]) -> tuple[Hours, ...]:
    """What is left of the company's core hours within somebody's own working hours; those themselves if nothing is."""
    inside = tuple(
        Hours(weekday=stretch.weekday, start=max(stretch.start, hours.start), end=min(stretch.end, hours.end))
        for stretch in work
        for hours in core
        if stretch.weekday == hours.weekday and max(stretch.start, hours.start) < min(stretch.end, hours.end)
    )
    return inside or work


def week(hours: tuple[Hours, ...]) -> str:
    """In words, days with the same hours together: `mon-thu 09:00-17:00, fri 09:00-13:00`."""
    by_day = {day: [(h.start, h.end) for h in hours if h.weekday == day] for day in range(7)}
    runs: list[list[int]] = []
    for day in (day for day in by_day if by_day[day]):
        if runs and runs[-1][-1] == day - 1 and by_day[day - 1] == by_day[day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [
        f"{DAYS[run[0]]}{f'-{DAYS[run[-1]]}' if len(run) > 1 else ''} "
        + " and ".join(f"{clock(start)}-{clock(end)}" for start, end in by_day[run[0]])
        for run in runs
    ]
    return ", ".join(said) or "none"


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _stretches(fields: Fields, key: str, node: Node) -> list[tuple[int, int]]:
    if isinstance(node, Nothing) or (isinstance(node, Text) and node.text.lower() in _FREE):
        return []
    parts = node.items if isinstance(node, Listed) else (node,)
    found: list[tuple[int, int]] = []
    for part in parts:
        if not isinstance(part, Text):
            fields.report(part.line, f"{key} must be hours like {_EXAMPLE}")
            continue
        found += [
            stretch for typed in part.text.split(",") if (stretch := _stretch(fields, key, typed.strip(), part.line))
        ]
    found.sort()
    for before, after in pairwise(found):
        if after[0] < before[1]:
            fields.report(node.line, f"{key} has hours that overlap: {clock(after[0])} is before {clock(before[1])}")
    return found


def _stretch(fields: Fields, key: str, typed: str, line: int) -> tuple[int, int] | None:
    match = _STRETCH.fullmatch(typed)
    if match is None:
        fields.report(line, f"{key} {quoted(typed)} is not a stretch of hours; write {_EXAMPLE}")
        return None
    start, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    for moment, text in ((start, f"{match[1]}:{match[2]}"), (end, f"{match[3]}:{match[4]}")):
        if moment is None:
            fields.report(line, f"{key}: {quoted(text)} is no time of day; write 00:00 to 24:00")
    if start is None or end is None:
        return None
    if end <= start:
        fields.report(line, f"{key} {quoted(typed)} ends before it starts; split hours past midnight between two days")
        return None
    return start, end


def _minutes(hours: str, minutes: str) -> int | None:
    total = int(hours) * 60 + int(minutes)
    return total if int(minutes) < 60 and total <= 1440 else None


def _days(fields: Fields, key: str, name: Text) -> list[int]:
    """`mon`, `mon-fri`, `mon, wed`; full names too."""
    found: list[int] = []
    for part in name.text.lower().split(","):
        first, _, last = part.strip().partition("-")
        start, end = _day(first), _day(last or first)
        if start is None or end is None or end < start:
            fields.report(name.line, f"{key}: {quoted(name.text)} is no day; write mon to sun, mon-fri or “mon, wed”")
            return []
        found += range(start, end + 1)
    return found


def _day(name: str) -> int | None:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    word = name.strip()
    return DAYS.index(word) if word in DAYS else full.index(word) if word in full else None


def _covers(outer: Hours, inner: Hours) -> bool:
    return outer.weekday == inner.weekday and outer.start <= inner.start and inner.end <= outer.end
