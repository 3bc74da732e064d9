"""Time zones as a team file names them: by area and city, because only those know when clocks change."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

_ABBREVIATIONS = {
    **dict.fromkeys(("est", "edt", "et", "est5edt", "eastern"), "America/New_York"),
    **dict.fromkeys(("cst", "cdt", "ct", "cst6cdt", "central"), "America/Chicago"),
    **dict.fromkeys(("mst", "mdt", "mt", "mst7mdt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pst", "pdt", "pt", "pst8pdt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("gmt", "bst", "wet", "uk", "gb"), "Europe/London"),
    **dict.fromkeys(("cet", "cest", "met", "mez", "mesz"), "Europe/Berlin"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    **dict.fromkeys(("ist", "india"), "Asia/Kolkata"),
    **dict.fromkeys(("sgt", "singapore"), "Asia/Singapore"),
    **dict.fromkeys(("jst", "japan"), "Asia/Tokyo"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    **dict.fromkeys(("brt",), "America/Sao_Paulo"),
    **dict.fromkeys(("gst",), "Asia/Dubai"),
    **dict.fromkeys(("z", "zulu", "utc+0", "gmt+0", "etc/utc"), "UTC"),
}
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def is_zone(name: str) -> bool:
    return name in _zones()


def suggested_zone(typed: str) -> str | None:
    """The zone that was probably meant: by abbreviation, by city, or by a near spelling."""
    word = "_".join(typed.split()).casefold()
    by_name = {zone.casefold(): zone for zone in _zones()}
    by_city = {zone.rsplit("/", 1)[1].casefold(): zone for zone in sorted(_zones(), reverse=True) if "/" in zone}
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    for known in (by_name, by_city):
        if word in known:
            return known[word]
    for known in (by_name, by_city):
        near = get_close_matches(word[:64], known, n=1, cutoff=0.75)
        if near:
            return known[near[0]]
    return None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if zone.split("/")[0] in _AREAS) | {"UTC"}
