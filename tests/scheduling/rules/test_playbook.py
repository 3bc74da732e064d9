"""The playbook is complete, fits where it is shown, and says for every figure where it comes from."""

from __future__ import annotations

import pytest

from models.records.feedback import ChecklistKind
from models.records.openings import RoundKind
from scheduling.rules.playbook import (
    HANDS_ON_MINUTES,
    Engagement,
    Level,
    Source,
    checklist,
    compensation,
    competencies,
    default_rounds,
    questions,
    red_flags,
    regions,
)


def test_the_usual_loop_has_four_rounds_of_known_length_and_people() -> None:
    assert [(plan.kind, plan.minutes, plan.seats) for plan in default_rounds()] == [
        (RoundKind.SCREEN, 30, ("recruiter",)),
        (RoundKind.DEEP_DIVE, 60, ("engineer",)),
        (RoundKind.HANDS_ON, 120, ("pair",)),
        (RoundKind.DESIGN, 60, ("pm", "lead", "peer")),
    ]
    assert HANDS_ON_MINUTES == (120, 180)


@pytest.mark.parametrize("kind", list(RoundKind))
def test_every_kind_of_round_has_what_its_interviewers_are_shown(kind: RoundKind) -> None:
    assert 3 <= len(competencies(kind)) <= 6
    assert 3 <= len(questions(kind)) <= 10
    assert 3 <= len(red_flags(kind)) <= 8
    for words in (competencies(kind), questions(kind), red_flags(kind)):
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("kind", list(RoundKind))
def test_names_fit_into_menus_and_checkboxes_of_a_form(kind: RoundKind) -> None:
    assert all(len(text) <= 75 for text in (*competencies(kind), *red_flags(kind)))
    assert all(len(text) <= 300 for text in questions(kind))


@pytest.mark.parametrize("kind", list(ChecklistKind))
def test_every_checklist_has_items_that_can_be_stored(kind: ChecklistKind) -> None:
    assert len(checklist(kind)) >= 3
    assert all(0 < len(item) <= 500 for item in checklist(kind))


def test_at_least_one_reference_is_technical() -> None:
    assert any("technical" in item.lower() for item in checklist(ChecklistKind.REFERENCES))


def test_every_region_has_a_range_and_every_range_a_region_and_a_source() -> None:
    keys = {region.key for region in regions()}
    assert {pay.region for pay in compensation()} == keys
    assert {pay.source for pay in compensation()} == set(Source)
    assert all(pay.high is None or pay.low < pay.high for pay in compensation())
    assert all(region.within is None or region.within in keys for region in regions())


def test_a_city_is_shown_its_own_ranges_and_those_of_the_country() -> None:
    assert {pay.region for pay in compensation("us_hubs")} == {"us_hubs", "us"}
    assert {pay.region for pay in compensation("us")} == {"us"}
    assert compensation("atlantis") == ()


def test_figures_are_as_the_sources_give_them() -> None:
    (london,) = (
        pay for pay in compensation("uk") if pay.source is Source.LOOP_GUIDE and pay.engagement is Engagement.FULL_TIME
    )
    assert (london.currency, london.low, london.high, london.per) == ("GBP", 110_000, 170_000, "year")
    (staff,) = (pay for pay in compensation("eastern_europe") if pay.level is Level.STAFF)
    assert (staff.currency, staff.low, staff.high, staff.source) == ("USD", 80_000, None, Source.STEP_GUIDE)
    (gulf,) = (pay for pay in compensation("gulf") if pay.engagement is Engagement.FULL_TIME)
    assert (gulf.currency, gulf.low, gulf.high, gulf.per) == ("AED", 40_000, 70_000, "month")
