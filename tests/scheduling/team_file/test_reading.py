"""What a team file says, read as its writer meant it."""

from __future__ import annotations

from datetime import date

import pytest

from models.records.openings import RoundKind
from models.records.people import DaysOff, Holiday, Hours, Standing
from scheduling.rules.playbook import default_rounds
from scheduling.team_file import OpeningEntry, PersonEntry, TeamFile, read_team
from scheduling.team_file.hours import week
from scheduling.team_file.zones import is_zone, suggested_zone
from tests.scheduling.team_file.files import GOOD, with_change

WORK = '    work: {mon-thu: "09:00-12:00, 13:00-17:30", fri: "09:00-12:00"}\n'


def test_the_company_says_what_holds_for_those_who_say_nothing_else() -> None:
    bob = _people()["bob@example.com"]
    assert (bob.name, bob.zone, bob.max_per_day, bob.max_per_week) == ("Bob Bell", "Europe/Berlin", 2, 5)
    assert bob.work == tuple(Hours(weekday=day, start=540, end=1020) for day in range(5))
    assert bob.core == tuple(Hours(weekday=day, start=600, end=960) for day in range(5))
    assert (bob.days_off, bob.standings, bob.active) == ((), frozenset(), True)


def test_a_person_may_say_everything() -> None:
    ada = _people()["ada@example.com"]
    assert (ada.line, ada.zone, ada.max_per_day, ada.max_per_week) == (11, "Europe/London", 1, 3)
    assert week(ada.work) == "mon-thu 09:00-12:00 and 13:00-17:30, fri 09:00-12:00"
    assert ada.core == (Hours(weekday=0, start=600, end=720),)
    assert ada.days_off == (
        DaysOff(first=date(2026, 8, 3), last=date(2026, 8, 14)),
        DaysOff(first=date(2026, 9, 1), last=date(2026, 9, 1)),
    )
    assert ada.pools == {"recruiter", "engineer", "lead"}
    assert ada.standings == {Standing.ADMIN, Standing.COMPENSATION}


def test_holidays_come_with_their_names() -> None:
    assert _team().holidays == (
        Holiday(day=date(2026, 12, 25), name="Christmas Day"),
        Holiday(day=date(2027, 1, 1), name="New Year's Day"),
    )


def test_an_opening_may_say_everything_and_leaves_the_rest_of_a_round_to_the_playbook() -> None:
    opening = _opening()
    assert (opening.key, opening.title) == ("search-ai", "Senior AI Engineer: search")
    assert (opening.hiring_manager, opening.coordinator) == ("ada@example.com", "bob@example.com")
    assert (opening.compensation_region, opening.holds, opening.slack_bdays, opening.notice_hours) == (
        "uk",
        False,
        2,
        48,
    )
    screen, hands_on = opening.rounds
    usual = {plan.kind: plan for plan in default_rounds()}
    assert screen == usual[RoundKind.SCREEN]
    assert (hands_on.name, hands_on.minutes, hands_on.gap_bdays) == ("Pairing", 150, 2)
    assert (hands_on.seats, hands_on.focus) == (("pair",), "How they think.")


def test_an_opening_without_rounds_gets_the_usual_four() -> None:
    text = GOOD[: GOOD.index("    rounds:")]
    assert _opening(text).rounds == default_rounds()


def test_openings_may_be_none() -> None:
    text = GOOD[: GOOD.index("  search-ai:")]
    assert _team(text).openings == ()
    assert _team(text.replace("openings:", "openings: {}")).openings == ()


def test_values_are_read_as_typed_and_not_as_yaml_guesses() -> None:
    text, _ = with_change("    name: Ada Lovelace\n", "    name: No\n")
    assert _people(text)["ada@example.com"].name == "No"
    text, _ = with_change(WORK, "    work: 9:00-12:30\n")  # YAML 1.1 has numbers to the base of 60
    assert _people(text)["ada@example.com"].work[0] == Hours(weekday=0, start=540, end=750)


@pytest.mark.parametrize(
    "typed", ["09:00-12:00,13:00-17:00", "09:00 - 12:00, 13:00 – 17:00", "9:00 to 12:00, 13:00-17:00"]
)
def test_hours_may_be_written_in_several_ways(typed: str) -> None:
    text, _ = with_change(WORK, f'    work: "{typed}"\n')
    assert week(_people(text)["ada@example.com"].work) == "mon-fri 09:00-12:00 and 13:00-17:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('{mon: "09:00-12:00"}', "mon 09:00-12:00"),
        ('{Monday: ["09:00-12:00", "13:00-24:00"], wed: off, thu:}', "mon 09:00-12:00 and 13:00-24:00"),
        ('{"mon, wed": "09:00-12:00", tuesday-tuesday: none}', "mon 09:00-12:00, wed 09:00-12:00"),
        ('{mon-sun: "09:00-12:00"}', "mon-sun 09:00-12:00"),
        ("off", "none"),
    ],
)
def test_a_week_may_be_written_day_by_day(typed: str, said: str) -> None:
    text, _ = with_change(WORK, f"    work: {typed}\n")
    text = text.replace('    core: {mon: "10:00-12:00"}\n', "")
    assert week(_people(text)["ada@example.com"].work) == said


def test_core_hours_of_the_company_are_cut_to_the_hours_somebody_works() -> None:
    text, _ = with_change(
        "    name: Bob Bell\n", "    name: Bob Bell\n    work: {mon: 12:00-20:00, tue: 17:00-20:00}\n"
    )
    assert week(_people(text)["bob@example.com"].core) == "mon 12:00-16:00"
    text, _ = with_change("    name: Bob Bell\n", "    name: Bob Bell\n    work: 17:00-20:00\n")
    assert week(_people(text)["bob@example.com"].core) == "mon-fri 17:00-20:00"


def test_core_hours_given_once_hold_on_the_days_somebody_works() -> None:
    text, _ = with_change(
        "    name: Bob Bell\n", "    name: Bob Bell\n    work: {tue-wed: 09:00-17:00}\n    core: 10:00-12:00\n"
    )
    assert week(_people(text)["bob@example.com"].core) == "tue-wed 10:00-12:00"


def test_addresses_are_kept_in_small_letters() -> None:
    text = GOOD.replace("  bob@example.com:", "  Bob@Example.COM:").replace("coordinator: bob@", "coordinator: BOB@")
    assert "bob@example.com" in _people(text)
    assert _opening(text).coordinator == "bob@example.com"


def test_a_closed_opening_asks_for_nobody() -> None:
    text, _ = with_change("    holds: false\n", "    holds: false\n    active: false\n")
    text = text.replace("seats: [recruiter]", "seats: [nobody-left]")
    assert not _opening(text).active


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC"])
def test_zones_go_by_area_and_city(zone: str) -> None:
    assert is_zone(zone)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EST", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("IST", "Asia/Kolkata"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("asia/calcuta", "Asia/Calcutta"),
        ("somewhere else", None),
        ("", None),
    ],
)
def test_other_names_of_zones_lead_to_the_one_that_was_meant(typed: str, meant: str | None) -> None:
    assert not is_zone(typed)
    assert suggested_zone(typed) == meant
    assert meant is None or is_zone(meant)


def _team(text: str = GOOD) -> TeamFile:
    team = read_team(text)
    assert isinstance(team, TeamFile), team
    return team


def _people(text: str = GOOD) -> dict[str, PersonEntry]:
    return {person.email: person for person in _team(text).people}


def _opening(text: str = GOOD) -> OpeningEntry:
    (opening,) = _team(text).openings
    return opening
