"""The example that everybody starts from, and that the demo loads, is a good one."""

from __future__ import annotations

from pathlib import Path

from models.records.people import Standing
from scheduling.rules.playbook import default_rounds
from scheduling.team_file import TeamFile, read_team

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
        for plan in opening.rounds:
            for pool in plan.seats:
                members = [person for person in team.people if pool in person.pools]
                assert len(members) > plan.seats.count(pool), pool


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
