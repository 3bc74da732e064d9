"""Time zones as people choose them: by city. Pure; reads the zone database once.

Abbreviations and fixed offsets (`EST`, `GMT+5`) are not offered: they don't know when clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones

_AREAS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
_MOST = 100
"""Options in one menu [Slack]."""


@lru_cache(maxsize=1)
def city_zones() -> tuple[str, ...]:
    """Every zone that is named after a place, and UTC, in alphabetical order."""
    return (*sorted(zone for zone in available_timezones() if zone.split("/")[0] in _AREAS), "UTC")


def is_city_zone(zone: str) -> bool:
    return zone in city_zones()


def suggest_zones(typed: str, preferred: Iterable[str] = ()) -> tuple[str, ...]:
    """Zones whose name holds what was typed (`new york` finds America/New_York), `preferred` ones first."""
    wanted = "_".join(typed.lower().split())
    order = dict.fromkeys([*(zone for zone in preferred if is_city_zone(zone)), *city_zones()])
    return tuple(zone for zone in order if wanted in zone.lower())[:_MOST]
