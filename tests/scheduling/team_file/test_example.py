"""The example that everybody starts from, and that the demo loads, is a good one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models.records.people import Standing
from scheduling.rules.planning import Candidate, Interviewer, Order, Plan, Problem, RoundSpec, plan
from scheduling.rules.playbook import default_rounds
from scheduling.team_file import OpeningEntry, PersonEntry, TeamFile, read_team

EXAMPLE = Path(__file__).parents[3] / "team.example.yaml"


def _team() -> TeamFile:
    team = read_team(EXAMPLE.read_bytes())
    assert isinstance(team, TeamFile), team
    return team


def test_it_has_no_problem_and_shows_people_around_the_world() -> None:
    team = _team()
    assert {person.zone for person in team.people} == {
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "Asia/Kolkata",
    }
    assert 12 <= len(team.people) <= 16
    assert len(team.openings) == 2


def test_one_opening_goes_by_the_playbook_and_the_other_shows_what_can_be_said() -> None:
    first, second = _team().openings
    assert first.rounds == default_rounds()
    assert len(second.rounds) == 4
    assert second.rounds[1].seats == ("engineer", "engineer")


def test_every_pool_has_somebody_to_spare() -> None:
    team = _team()
    for opening in team.openings:
        for each in opening.rounds:
            for pool in each.seats:
                members = [person for person in team.people if pool in person.pools]
                assert len(members) > each.seats.count(pool), pool


def test_somebody_hears_of_trouble_and_somebody_may_read_the_audit_log() -> None:
    held = {standing for person in _team().people for standing in person.standings}
    assert held == set(Standing)


def test_it_shows_every_key_that_a_team_may_want() -> None:
    text = EXAMPLE.read_text()
    keys = ("zone", "work", "core", "max_per_day", "max_per_week", "holidays", "days_off", "pools", "standings")
    for key in (*keys, "hiring_manager", "coordinator", "compensation_region", "holds", "slack_bdays", "notice_hours"):
        assert f"{key}:" in text
    for key in ("kind", "minutes", "seats", "gap_bdays", "focus"):
        assert f"{key}:" in text


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_a_candidate_from_anywhere_can_be_planned_for_every_opening_in_good_time(zone: str) -> None:
    team = _team()
    for opening in team.openings:
        found = plan(_problem(team, opening, zone), order=Order.EARLIEST)
        assert isinstance(found, Plan), found
        assert found.objective.overdue_days == 0


def _problem(team: TeamFile, opening: OpeningEntry, zone: str) -> Problem:
    """A candidate who has time from nine to six on every day, and interviewers with empty calendars."""
    kickoff = datetime(2026, 3, 2, tzinfo=ZoneInfo(zone))
    windows = tuple((day * 1440 + 540, day * 1440 + 1080) for day in range(28))
    used = {pool for each in opening.rounds for pool in each.seats}
    return Problem(
        horizon_start=kickoff,
        days=28,
        rounds=tuple(RoundSpec(name=each.name, duration_min=each.minutes, seats=each.seats) for each in opening.rounds),
        pools={pool: tuple(person.email for person in team.people if pool in person.pools) for pool in used},
        interviewers={person.email: _interviewer(person) for person in team.people},
        candidate=Candidate(id="mia", tz=zone, windows=windows),
        holidays=frozenset(holiday.day for holiday in team.holidays),
        gap_bdays=tuple(each.gap_bdays for each in opening.rounds[1:]),
        notice_min=opening.notice_hours * 60,
    )


def _interviewer(person: PersonEntry) -> Interviewer:
    return Interviewer(
        id=person.email,
        tz=person.zone,
        work=tuple((hours.weekday, hours.start, hours.end) for hours in person.work),
        core=tuple((hours.weekday, hours.start, hours.end) for hours in person.core),
        busy=(),
        booked=(),
        load=0,
        max_per_day=person.max_per_day,
        max_per_week=person.max_per_week,
    )
