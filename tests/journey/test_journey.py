"""One loop, told as docs/architecture.md tells it: from `/hire new` to the decision, through the doors of a workspace.

Everything people do here goes to the bot as a signed request, everything they see was posted by it, and the calendars
are behind Google's HTTP. Nothing is looked up in the bot's database but when the next thing falls due.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers.ui.actions import Press
from sandbox.slack import Message
from sandbox.slack.rendering import shown_message
from sandbox.story.acts import give_feedback, latest, press, pressed_form, sees, start_loop, taken
from sandbox.story.bots import core_secret
from sandbox.story.stage import Stage
from scheduling.invariants import check
from tests.journey.conftest import MONDAY

CANDIDATE = "Ana Kovač"


def test_a_loop_from_hire_new_to_the_decision(stage: Stage) -> None:
    _mara_starts_a_loop_and_gets_options(stage)
    _booking_puts_four_rounds_on_the_calendar(stage)
    _a_round_is_moved_at_the_candidates_wish(stage)
    _round_1_is_held_and_its_feedback_is_blind(stage)
    _the_verdict_turns_the_hold_into_an_invitation(stage)
    _an_interviewer_declines_in_the_calendar_and_is_replaced(stage)
    _the_loop_gets_late_and_both_are_nudged_in_week_four(stage)
    _the_decision_ends_everything(stage)
    with stage.bot.uow.reading() as tx:
        assert check(tx, now=stage.now, secret=core_secret(stage.company.settings)) == ()
    assert stage.company.slack.workspace.live_mentions() == []


def _mara_starts_a_loop_and_gets_options(stage: Stage) -> None:
    mara = stage.person("mara")
    stage.act(
        lambda: start_loop(
            mara,
            name=CANDIDATE,
            email="ana.kovac@mail.example",
            zone="Europe/Zagreb",
            opening="Senior AI Engineer: document search",
            kickoff="2026-10-12",
            **{"from": "11:00"},
        )
    )
    assert CANDIDATE.lower() in said(stage, "mara", latest(mara, Press.BOOK))
    assert "of 21" in said(stage, "mara", latest(mara, Press.BOOK))
    assert [name for name in stage.company.people if stage.person(name).dm] == ["mara"]
    assert events(stage) == []


def _booking_puts_four_rounds_on_the_calendar(stage: Stage) -> None:
    mara = stage.person("mara")
    stage.act(lambda: press(mara, latest(mara, Press.BOOK), Press.BOOK))
    assert [CANDIDATE in event["summary"] for event in events(stage)] == [True] * 4
    assert [invited(event) for event in events(stage)] == [True, False, False, False]
    assert [event["summary"].startswith("Hold:") for event in events(stage)] == [False, True, True, True]
    stage.until(MONDAY + timedelta(hours=8))  # everybody's working day has begun, in New York too
    assert all(told_of_round(stage, name, index) for index in range(4) for name in panel(stage, index))


def _a_round_is_moved_at_the_candidates_wish(stage: Stage) -> None:
    mara = stage.person("mara")
    before = events(stage)

    def ask() -> None:
        taken(mara.slash("/hire", "move ana"))
        view = mara.modal
        assert view is not None
        options = next(b for b in view.blocks if b.get("block_id") == "round_id")["element"]["options"]
        taken(mara.submit(None, {"round_id": options[3]["value"]}))

    stage.act(ask)
    stage.act(lambda: press(mara, latest(mara, Press.BOOK, about="New time"), Press.BOOK))
    after = events(stage)
    assert [event["id"] for event in after[:3]] == [event["id"] for event in before[:3]]
    assert [event["start"] for event in after[:3]] == [event["start"] for event in before[:3]]
    assert after[3]["start"] != before[3]["start"] or after[3]["attendees"] != before[3]["attendees"]


def _round_1_is_held_and_its_feedback_is_blind(stage: Stage) -> None:
    stage.until(ends(events(stage)[0]) + timedelta(minutes=10))
    (screener,) = panel(stage, 0)
    person = stage.person(screener)
    assert any("15 minutes" in said(stage, screener, m) or "in 15" in said(stage, screener, m) for m in person.dm)
    (engineer,) = panel(stage, 1)
    answer = stage.person(engineer).slash("/hire", "status ana")
    assert answer.ok
    stage.act(
        lambda: give_feedback(person, latest(person, Press.FEEDBACK), recommendation="yes", summary="A secret opinion.")
    )
    assert "a secret opinion." in everything(stage, "jonas")
    for name in ("mara", engineer):
        if name != screener:
            assert "a secret opinion." not in everything(stage, name)


def _the_verdict_turns_the_hold_into_an_invitation(stage: Stage) -> None:
    jonas = stage.person("jonas")
    stage.act(lambda: press(jonas, latest(jonas, Press.ADVANCE), Press.ADVANCE))
    assert [invited(event) for event in events(stage)][:2] == [True, True]
    assert "conferenceData" in events(stage)[1]
    assert not sees(jonas, Press.ADVANCE)


def _an_interviewer_declines_in_the_calendar_and_is_replaced(stage: Stage) -> None:
    mara = stage.person("mara")
    event = events(stage)[3]
    peer = panel(stage, 3)[-1]
    stage.company.calendars.answer(stage.company.emails[peer], event["id"], "declined")
    stage.settle()
    stage.act(lambda: press(mara, latest(mara, Press.REPLACE), Press.REPLACE))
    stage.act(lambda: press(mara, latest(mara, Press.BOOK, about="omebody else"), Press.BOOK))
    after = events(stage)[3]
    assert (after["id"], after["start"]) == (event["id"], event["start"])
    assert peer not in panel(stage, 3)
    assert len(panel(stage, 3)) == 3


def _the_loop_gets_late_and_both_are_nudged_in_week_four(stage: Stage) -> None:
    """Nobody gives feedback on round 2: reminders, then the hiring manager hears, then day 22."""
    stage.until(MONDAY + timedelta(days=22))
    (engineer,) = panel(stage, 1)
    assert "two minutes of feedback" in everything(stage, engineer)
    assert "still open" in everything(stage, "jonas")
    for name in ("mara", "jonas"):
        assert [text for text in shown(stage, name) if "day 22" in text]


def _the_decision_ends_everything(stage: Stage) -> None:
    jonas = stage.person("jonas")
    ending = {"ending": "withdrawn", "reason": "Ana took another offer."}
    stage.act(lambda: taken(jonas.slash("/hire", "decide ana")))
    stage.act(lambda: taken(jonas.submit(None, ending)))
    assert [event for event in events(stage) if ends(event) > stage.now] == []
    stage.until(stage.now + timedelta(days=1))
    quiet = sum(len(stage.person(name).dm) for name in stage.company.people)
    stage.until(stage.now + timedelta(days=30))
    assert sum(len(stage.person(name).dm) for name in stage.company.people) == quiet


def events(stage: Stage) -> list[dict[str, Any]]:
    """Live events on the organiser's calendar, in order of time."""
    return sorted(stage.company.calendars.live_events(), key=lambda event: event["start"]["dateTime"])


def ends(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["end"]["dateTime"])


def invited(event: dict[str, Any]) -> bool:
    return any(guest["email"] == "ana.kovac@mail.example" for guest in event["attendees"])


def panel(stage: Stage, index: int) -> list[str]:
    """The interviewers on a round's event, by short name."""
    guests = [guest["email"] for guest in events(stage)[index]["attendees"]]
    return [stage.company.named(email) for email in guests if email in stage.company.emails.values()]


def said(stage: Stage, name: str, message: Message) -> str:
    """The message as this person reads it, in lower case: headings are shown in capitals."""
    return shown_message(stage.company.slack.workspace, message, stage.person(name).user).lower()


def shown(stage: Stage, name: str) -> list[str]:
    return [said(stage, name, message) for message in stage.person(name).dm]


def everything(stage: Stage, name: str) -> str:
    """All that this person can read in the direct messages with the bot right now."""
    return "\n".join(shown(stage, name))


def told_of_round(stage: Stage, name: str, index: int) -> bool:
    return f"round {index + 1}" in everything(stage, name)


def test_a_scorecard_that_was_started_can_be_left_and_gone_on_with(stage: Stage) -> None:
    _mara_starts_a_loop_and_gets_options(stage)
    _booking_puts_four_rounds_on_the_calendar(stage)
    stage.until(ends(events(stage)[0]) + timedelta(minutes=10))
    (screener,) = panel(stage, 0)
    person = stage.person(screener)
    press(person, latest(person, Press.FEEDBACK), Press.FEEDBACK)
    person.fill(None, {"summary": "Half a thought"})
    person.close()
    stage.settle()
    press(person, latest(person, Press.FEEDBACK), Press.FEEDBACK)
    view = person.modal
    assert view is not None
    assert "Half a thought" in str(view.blocks)


def test_a_stop_asks_for_its_reason_and_tells_the_coordinator(stage: Stage) -> None:
    _mara_starts_a_loop_and_gets_options(stage)
    _booking_puts_four_rounds_on_the_calendar(stage)
    stage.until(ends(events(stage)[0]) + timedelta(minutes=10))
    (screener,) = panel(stage, 0)
    person, jonas = stage.person(screener), stage.person("jonas")
    stage.act(
        lambda: give_feedback(person, latest(person, Press.FEEDBACK), recommendation="no", summary="No LLM work.")
    )
    reason = {"reason": "No production system yet."}
    stage.act(lambda: pressed_form(jonas, latest(jonas, Press.STOP), Press.STOP, reason))
    assert [event for event in events(stage) if ends(event) > stage.now] == []
    assert "no production system yet." in everything(stage, "mara")
