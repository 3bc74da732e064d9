"""Slack's date tokens (`<!date^1767603600^{date_short} at {time}|fallback>`) in the reader's zone, in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"\{(\w+)\}")


def date_text(timestamp: int, template: str, *, zone: ZoneInfo, now: datetime) -> str | None:
    """None when the template has a token Slack does not know; the reader then sees the fallback."""
    local = datetime.fromtimestamp(timestamp, UTC).astimezone(zone)
    here = now.astimezone(zone)
    parts: list[str] = []
    position = 0
    for match in _TOKEN.finditer(template):
        form = _FORMS.get(match.group(1))
        if form is None:
            return None
        shown = form(local, here)
        # "today" and the like begin a sentence only where they begin the text
        parts += [template[position : match.start()], shown[:1].upper() + shown[1:] if match.start() == 0 else shown]
        position = match.end()
    return "".join(parts) + template[position:]


def _ordinal(day: int) -> str:
    suffix = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def _date(local: datetime, here: datetime) -> str:
    return f"{local:%B} {_ordinal(local.day)}, {local.year}"


def _date_short(local: datetime, here: datetime) -> str:
    return f"{local:%b} {local.day}, {local.year}"


def _date_long(local: datetime, here: datetime) -> str:
    return f"{local:%A}, {local:%B} {_ordinal(local.day)}, {local.year}"


def _time(local: datetime, here: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local:%M} {local:%p}"


def _time_secs(local: datetime, here: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local:%M:%S} {local:%p}"


def _ago(local: datetime, here: datetime) -> str:
    seconds = int((here - local).total_seconds())
    size, unit = next(
        (s, u)
        for s, u in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
        if abs(seconds) >= s or s == 1
    )
    count = abs(seconds) // size
    amount = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{amount} ago" if seconds >= 0 else f"in {amount}"


def _pretty(otherwise: Callable[[datetime, datetime], str]) -> Callable[[datetime, datetime], str]:
    near = {timedelta(-1): "yesterday", timedelta(0): "today", timedelta(1): "tomorrow"}

    def form(local: datetime, here: datetime) -> str:
        return near.get(local.date() - here.date()) or otherwise(local, here)

    return form


_FORMS: dict[str, Callable[[datetime, datetime], str]] = {
    "date": _date,
    "date_num": lambda local, here: f"{local:%Y-%m-%d}",
    "date_slash": lambda local, here: f"{local:%d/%m/%Y}",
    "date_short": _date_short,
    "date_long": _date_long,
    "date_long_full": _date,
    "date_pretty": _pretty(_date),
    "date_short_pretty": _pretty(_date_short),
    "date_long_pretty": _pretty(_date_long),
    "day_divider_pretty": _pretty(_date_long),
    "time": _time,
    "time_secs": _time_secs,
    "ago": _ago,
}
