"""Where nothing fits, or nothing in time: what would help is found in the calendars, told, and true once it is done."""

from __future__ import annotations

import pytest

from models.records.people import Hours
from models.records.proposals import RemedyNote
from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.rules.what_helps import as_payload, remedy_from
from scheduling.views.loops import LoopNewsView, ProposalView
from tests.world import World

TUESDAYS = (Hours(weekday=1, start=540, end=1020),)


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return World(uow)


def short_days(*, longer_on: tuple[int, ...] = ()) -> tuple[Hours, ...]:
    """An hour and a half each afternoon: too short for the pairing of two hours, unless a day is an hour longer."""
    return tuple(Hours(weekday=day, start=840, end=930 + 60 * (day in longer_on)) for day in range(5))


def test_nothing_fits_and_the_candidates_hour_that_is_asked_for_makes_it_fit(world: World) -> None:
    world.starts(windows=short_days())
    found = world.newest_proposal()
    assert () == found.options
    hours = [note.asked[0] for note in found.remedies if note.asked[0].ask == "candidate_later"]
    assert hours
    assert all(2 == asked.round_index for asked in hours)

    longer = short_days(longer_on=hours[0].weekdays)
    world.does(i.EditAvailability(actor_id="mara", loop_id="L1", windows=longer, days_off=()))

    assert world.newest_proposal().options
    assert () == world.newest_proposal().remedies


def test_options_that_all_end_late_come_with_what_would_bring_the_loop_back(world: World) -> None:
    world.starts(windows=TUESDAYS)
    found = world.newest_proposal()

    assert all(option.end_day > 21 for option in found.options)
    assert found.remedies
    assert all(note.end_day <= 21 for note in found.remedies)
    view = world.heard("mara", Topic.PROPOSAL)[-1].view
    assert isinstance(view, ProposalView)
    assert [len(note.asked) for note in found.remedies] == [len(remedy.asked) for remedy in view.remedies]


def test_a_late_alert_says_what_would_help_where_moving_does_not(world: World) -> None:
    world.starts(windows=TUESDAYS)
    world.books()

    [said] = world.heard("mara", Topic.LATE_ALERT)

    assert isinstance(said.view, LoopNewsView)
    assert said.view.remedies
    assert all(remedy.end_day <= 21 for remedy in said.view.remedies)
    assert () == world.broken()


def test_what_is_kept_in_an_alert_is_read_as_it_was_written(world: World) -> None:
    world.starts(windows=TUESDAYS)

    notes: list[RemedyNote] = list(world.newest_proposal().remedies)

    assert notes == [remedy_from(as_payload(note)) for note in notes]
