"""How often Google and Slack are called for what happens most, counted by the stand-ins that were called over HTTP.

Left out is what does not grow with loops: a token an hour, what changed in the calendar once a minute, everybody of the
team looked up once. Free/busy of more than 50 people is one call per 50 (`tests/scheduling/google/test_access.py`).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from handlers.ui.actions import Press
from models.unit_of_work import UnitOfWork
from sandbox.story.acts import give_feedback, latest, press, start_loop
from sandbox.story.stage import Stage
from tests.rehearsed import under_way
from tests.world import World

POLLED = ("calendar.events.list", "token")


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # who is called does not depend on what keeps the rows
def test_a_booking_is_six_calls_to_google_a_reminder_one_to_slack_and_feedback_four(stage: Stage) -> None:
    _mara_starts_a_loop(stage)
    assert Counter({"calendar.freebusy.query": 1}) == _google(stage)

    mara = stage.person("mara")
    stage.act(lambda: press(mara, latest(mara, Press.BOOK), Press.BOOK))
    assert Counter({"calendar.freebusy.query": 2, "calendar.events.insert": 4}) == _google(stage)

    start = _first_interview(stage)
    stage.until(start - timedelta(minutes=16))  # the day has begun: its card is drawn
    before = _slack(stage)
    stage.until(start - timedelta(minutes=15))
    assert Counter({"chat.postMessage": 1}) == _slack(stage) - before

    stage.until(start + timedelta(minutes=40))
    before = _slack(stage)
    stage.act(lambda: give_feedback(mara, latest(mara, Press.FEEDBACK), recommendation="yes", summary="Clear."))
    # The form; thanks in place of the question; the verdict that is asked for now; the card, where the coordinator
    # sees whose turn it is. The hiring manager is spoken to for the first time.
    asked = Counter({"views.open": 1, "chat.update": 2, "chat.postMessage": 1, "conversations.open": 1})
    assert asked == _slack(stage) - before
    assert Counter({"calendar.freebusy.query": 2, "calendar.events.insert": 4}) == _google(stage)
    assert _spoken_to(stage) == _slack(stage)["conversations.open"]


def test_of_a_panel_each_scorecard_but_the_last_is_two_messages_redrawn_and_none_sent(uow: UnitOfWork) -> None:
    world = under_way(uow, held=3)
    first = _panel_after_its_interview(world)[0]
    world.messenger.calls.clear()
    world.gives_feedback(first, 3)
    assert ["edit", "edit"] == world.messenger.calls  # thanks, and on the card who is still waited for


def _mara_starts_a_loop(stage: Stage) -> None:
    mara = stage.person("mara")
    candidate = {"name": "Ana Kovač", "email": "ana.kovac@mail.example", "zone": "Europe/Zagreb"}
    opening = "Senior AI Engineer: document search"
    stage.act(lambda: start_loop(mara, **candidate, opening=opening, kickoff="2026-10-12", **{"from": "11:00"}))


def _first_interview(stage: Stage) -> datetime:
    return min(datetime.fromisoformat(event["start"]["dateTime"]) for event in stage.company.calendars.live_events())


def _google(stage: Stage) -> Counter[str]:
    return Counter(call.method for call in stage.company.calendars.calls if call.method not in POLLED)


def _slack(stage: Stage) -> Counter[str]:
    return Counter(call.method for call in stage.company.slack.workspace.calls.all())


def _spoken_to(stage: Stage) -> int:
    return sum(bool(person.dm) for person in stage.company.people.values())


def _panel_after_its_interview(world: World) -> list[str]:
    end = world.round(3).end
    assert end is not None
    world.until(end + timedelta(minutes=10))
    return world.panel(3)
