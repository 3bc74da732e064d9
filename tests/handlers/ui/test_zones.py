"""Zones are chosen by city."""

from __future__ import annotations

import pytest

from handlers.ui.zones import city_zones, is_city_zone, suggest_zones


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Argentina/Ushuaia", "Asia/Kathmandu", "UTC"])
def test_a_place_is_a_zone(zone: str) -> None:
    assert is_city_zone(zone)


@pytest.mark.parametrize("zone", ["EST", "GMT+25", "Etc/GMT+5", "US/Pacific", "Europe/Atlantis", "", "../etc/passwd"])
def test_abbreviations_and_offsets_are_not(zone: str) -> None:
    assert not is_city_zone(zone)


def test_the_team_s_own_zones_come_first() -> None:
    assert ("Asia/Tokyo", "Europe/Berlin") == suggest_zones("", ["Asia/Tokyo", "Europe/Berlin", "EST"])[:2]


def test_a_city_is_found_by_its_name_with_spaces() -> None:
    assert ("America/New_York",) == suggest_zones("  new   York ")


def test_no_more_are_offered_than_a_menu_takes() -> None:
    assert 100 == len(suggest_zones("")) < len(city_zones())
    assert () == suggest_zones("<!channel>" * 4000)
