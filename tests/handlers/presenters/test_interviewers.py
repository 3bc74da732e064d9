"""What interviewers hear: their round, the asks, and never a word of what others said or of who is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.presenters import render
from handlers.ui.actions import Press, decode
from models.records.loops import RoundState
from scheduling.messages import Topic
from scheduling.views.loops import PanelView, SeatView
from tests.block_kit import as_read, buttons, texts, walk
from tests.builders.sizes import usual
from tests.builders.views import BEN, CY, MIA, NOW, a_panel, a_round, an_escalation, at

TO_INTERVIEWERS = (
    Topic.ON_PANEL,
    Topic.MOVED,
    Topic.CONFIRMED,
    Topic.RELEASED,
    Topic.BRIEF,
    Topic.BRIEF_SHORT,
    Topic.FEEDBACK_ASK,
    Topic.FEEDBACK_OWED,
)
BLAME = ("late", "overdue", "you forgot", "still haven't", "failed to", "reminder", "missed", "please submit")


def words(topic: Topic, view: Any, *, now: Any = NOW) -> str:
    return as_read(render(topic, view, now).blocks)


def with_seats(*told: tuple[Any, bool | None]) -> PanelView:
    seats = tuple(SeatView(who=who, pool="engineer", feedback_in=said) for who, said in told)
    return a_panel(round=a_round(seats=seats), nth=1)


@pytest.mark.parametrize("topic", TO_INTERVIEWERS)
def test_nobody_is_blamed(topic: Topic) -> None:
    said = f" {words(topic, usual(topic)).lower()} "
    assert [] == [word for word in BLAME if f" {word} " in said]


@pytest.mark.parametrize("topic", TO_INTERVIEWERS)
def test_others_feedback_is_in_no_message_to_an_interviewer(topic: Topic) -> None:
    seats = tuple(SeatView(who=who, pool="engineer", feedback_in=True) for who in (BEN, CY))
    said = words(topic, replace(usual(topic), round=a_round(seats=seats), panel=(BEN, CY)))
    assert [] == [word for word in ("●", "Yes", "Strong", "recommend", "scorecard is in") if word in said]


@pytest.mark.parametrize("topic", [Topic.ON_PANEL, Topic.MOVED, Topic.CONFIRMED, Topic.BRIEF, Topic.BRIEF_SHORT])
def test_times_are_tokens_that_show_each_reader_their_own(topic: Topic) -> None:
    shown = render(topic, usual(topic), NOW)
    start, end = int(at(8, 13).timestamp()), int(at(8, 14).timestamp())
    lead = ", " if topic is Topic.BRIEF_SHORT else ""
    token = f"<!date^{start}^{lead}{{date_long_pretty}}, {{time}}|{lead}Mon 9 Jun, 13:00 UTC> to <!date^{end}^{{time}}|14:00 UTC>"
    assert any(token in text for text in texts(shown.blocks))


def test_a_hold_says_that_the_candidate_is_not_invited_yet() -> None:
    hold = a_panel(round=a_round(state=RoundState.HELD))
    assert "The time is held. Ana is invited once the round before is passed." in words(Topic.ON_PANEL, hold)
    assert "held" not in words(Topic.ON_PANEL, a_panel())
    planned = a_panel(round=a_round(state=RoundState.OPEN))
    assert "Planned, and not on your calendar yet" in words(Topic.ON_PANEL, planned)
    assert "Planned, and not on your calendar yet" in words(Topic.MOVED, planned)


def test_the_others_on_the_panel_are_named_without_the_reader() -> None:
    assert "With Cy Tan" in words(Topic.ON_PANEL, a_panel(panel=(BEN, CY)))
    assert "With" not in words(Topic.ON_PANEL, a_panel())


def test_a_moved_round_shows_the_new_time_before_the_old_one() -> None:
    said = words(Topic.MOVED, a_panel(previous_start=at(7, 13)))
    assert said.index("Mon 9 Jun") < said.index("Before: Sun 8 Jun")


def test_a_resume_that_is_not_an_https_link_is_not_one_here() -> None:
    assert "(https" not in words(Topic.BRIEF, a_panel(resume="http://evil.example", round=a_round()))


@pytest.mark.parametrize(
    ("minutes", "starts"), [(15, "In 15 minutes"), (1, "In 1 minute"), (0, "Starting"), (-3, "Starting")]
)
def test_the_short_brief_says_how_soon(minutes: int, starts: str) -> None:
    shown = render(Topic.BRIEF_SHORT, a_panel(), at(8, 13) - timedelta(minutes=minutes))
    assert shown.text.startswith(f"{starts}: ")


def test_the_ask_offers_the_form_first_and_the_other_answers_behind_it() -> None:
    shown = render(Topic.FEEDBACK_ASK, a_panel(), NOW)
    assert [Press.FEEDBACK, Press.NOT_HELD, Press.HAND_OFF] == buttons(shown.blocks)
    refs = [decode(thing["value"]) for thing in walk(shown.blocks) if "value" in thing]
    assert {("loop-1", "round-2")} == {(ref.loop, ref.round) for ref in refs}


def test_an_owed_scorecard_can_be_put_off() -> None:
    assert Press.SNOOZE in buttons(render(Topic.FEEDBACK_OWED, a_panel(nth=1), NOW).blocks)
    assert Press.SNOOZE not in buttons(render(Topic.FEEDBACK_ASK, a_panel(), NOW).blocks)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (with_seats((BEN, None)), True),
        (with_seats((BEN, False), (CY, True)), True),
        (with_seats((BEN, False), (CY, False)), False),
        (with_seats((BEN, None), (CY, None)), False),
        (with_seats(), False),
    ],
)
def test_being_the_last_is_said_only_where_it_is_so_and_may_be_known(view: PanelView, told: bool) -> None:
    assert told is ("Your scorecard is the last one missing." in words(Topic.FEEDBACK_OWED, view))


@pytest.mark.parametrize(
    ("day", "when"),
    [(date(2025, 6, 7), "today"), (date(2025, 6, 8), "tomorrow"), (date(2025, 6, 9), "on Mon 9 Jun")],
)
def test_it_says_when_the_hiring_manager_hears(day: date, when: str) -> None:
    said = words(Topic.FEEDBACK_OWED, a_panel(nth=2, manager_hears_on=day))
    assert f"Mia Hoffmann (hiring manager) hears {when} that round 2 is still open." in said


def test_tomorrow_is_the_readers_own() -> None:
    night = at(7, 23)  # 8 June, but already the 9th in Singapore
    view = a_panel(nth=2, reader=CY, manager_hears_on=date(2025, 6, 10))
    assert "hears tomorrow" in words(Topic.FEEDBACK_OWED, view, now=night)


def test_the_hiring_manager_is_not_told_that_they_will_hear() -> None:
    view = a_panel(nth=2, reader=MIA, manager_hears_on=date(2025, 6, 9))
    assert "hears" not in words(Topic.FEEDBACK_OWED, view)


def test_the_first_reminder_says_nothing_of_the_hiring_manager() -> None:
    assert "Mia" not in words(Topic.FEEDBACK_OWED, a_panel(nth=1))


def test_the_hiring_manager_hears_whose_scorecards_are_to_come_and_nothing_of_what_was_said() -> None:
    said = words(Topic.FEEDBACK_ESCALATED, an_escalation(missing=(BEN, CY)))
    assert "Scorecards to come: Ben Ode and Cy Tan." in said
    assert "Ana has been waiting to hear" in said
    assert [] == [word for word in BLAME if word in said.lower()]


def test_an_escalation_that_was_overtaken_says_so() -> None:
    said = words(Topic.FEEDBACK_ESCALATED, an_escalation(missing=()))
    assert "all feedback is in by now" in said
    assert "still open" not in said


def test_being_free_again_gives_no_reason_and_asks_nothing() -> None:
    shown = render(Topic.RELEASED, a_panel(), NOW)
    assert [] == buttons(shown.blocks)
    assert "Nothing for you to do." in as_read(shown.blocks)
