"""When somebody is told something: the briefs, the ladders, the notes of a loop that runs out of days."""

from datetime import UTC, date, datetime, timedelta

from scheduling.messages import Topic
from scheduling.rules.reminders import (
    day_notes,
    escalation,
    feedback_ladder,
    first_overdue_nudge,
    interview_reminders,
    next_overdue_nudge,
    told_at,
    verdict_ladder,
)

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
NONE: frozenset[date] = frozenset()


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def planned(start: datetime, now: datetime, zone: str = BERLIN) -> dict[Topic, datetime]:
    steps = interview_reminders(start=start, end=start + timedelta(hours=1), zone=zone, holidays=NONE, now=now)
    return {step.topic: step.due for step in steps}


def test_the_brief_comes_at_nine_on_the_working_day_before() -> None:
    monday = utc(2026, 11, 23, 13, 0)
    assert planned(monday, utc(2026, 11, 18, 12, 0))[Topic.BRIEF] == utc(2026, 11, 20, 8, 0)


def test_a_brief_whose_morning_has_passed_comes_at_once() -> None:
    now = utc(2026, 11, 20, 12, 0)
    assert planned(utc(2026, 11, 23, 13, 0), now)[Topic.BRIEF] == now


def test_a_late_brief_waits_for_the_readers_morning() -> None:
    evening = utc(2026, 11, 19, 20, 0)
    assert planned(utc(2026, 11, 20, 13, 0), evening)[Topic.BRIEF] == utc(2026, 11, 20, 8, 0)


def test_an_interview_in_ten_minutes_gets_the_short_brief_only() -> None:
    now = utc(2026, 11, 20, 12, 50)
    steps = planned(utc(2026, 11, 20, 13, 0), now)
    assert steps == {Topic.BRIEF_SHORT: now, Topic.FEEDBACK_ASK: utc(2026, 11, 20, 14, 0)}


def test_the_brief_of_an_interview_after_the_clocks_change_is_at_nine_local_all_the_same() -> None:
    monday_after = utc(2026, 11, 2, 15, 0)  # clocks go back on Sunday in New York
    assert planned(monday_after, utc(2026, 10, 28, 12, 0), NEW_YORK)[Topic.BRIEF] == utc(2026, 10, 30, 13, 0)


def test_feedback_is_asked_for_again_on_the_next_two_business_days_at_nine() -> None:
    steps = feedback_ladder(end=utc(2026, 11, 20, 14, 0), zone=BERLIN, holidays=NONE)
    assert [(s.nth, s.due) for s in steps] == [(1, utc(2026, 11, 23, 8, 0)), (2, utc(2026, 11, 24, 8, 0))]


def test_the_hiring_manager_hears_the_business_day_after_in_their_own_morning() -> None:
    step = escalation(
        end=utc(2026, 11, 20, 14, 0), interviewer_zone=BERLIN, manager_zone=NEW_YORK, holidays=frozenset()
    )
    assert step.due == utc(2026, 11, 25, 14, 0)


def test_a_verdict_is_asked_for_again_after_one_and_two_business_days() -> None:
    steps = verdict_ladder(topic=Topic.VERDICT_OWED, asked=utc(2026, 11, 19, 14, 0), zone=BERLIN, holidays=NONE)
    assert [s.due for s in steps] == [utc(2026, 11, 20, 8, 0), utc(2026, 11, 23, 8, 0)]


def test_a_nudge_that_is_too_late_by_more_than_a_day_is_not_sent() -> None:
    for step in feedback_ladder(end=utc(2026, 11, 18, 14, 0), zone=BERLIN, holidays=NONE):
        assert step.until == step.due + timedelta(hours=30)


def test_notes_on_day_15_and_18_come_on_business_mornings() -> None:
    notes = day_notes(kickoff=date(2026, 11, 16), zone=BERLIN, holidays=NONE)
    assert [(n.nth, n.due) for n in notes] == [(15, utc(2026, 11, 30, 8, 0)), (18, utc(2026, 12, 3, 8, 0))]


def test_the_first_nudge_after_three_weeks_comes_on_day_22() -> None:
    nudge = first_overdue_nudge(kickoff=date(2026, 11, 16), zone=BERLIN, holidays=NONE)
    assert (nudge.nth, nudge.due) == (22, utc(2026, 12, 7, 8, 0))


def test_the_first_nudge_waits_for_monday_when_day_22_is_a_saturday() -> None:
    nudge = first_overdue_nudge(kickoff=date(2026, 11, 21), zone=BERLIN, holidays=NONE)
    assert (nudge.nth, nudge.due) == (24, utc(2026, 12, 14, 8, 0))


def test_the_next_nudge_comes_on_the_next_business_day() -> None:
    friday = utc(2026, 12, 11, 8, 0)
    nudge = next_overdue_nudge(now=friday, kickoff=date(2026, 11, 16), zone=BERLIN, holidays=NONE)
    assert nudge.due == utc(2026, 12, 14, 8, 0)


def test_news_of_an_interview_today_are_told_at_any_hour() -> None:
    six = utc(2026, 11, 20, 5, 0)
    assert told_at(six, zone=BERLIN, holidays=NONE, interview=utc(2026, 11, 20, 9, 0)) == six


def test_news_that_would_come_after_the_interview_do_not_wait_for_the_morning() -> None:
    evening = utc(2026, 11, 19, 20, 0)
    assert told_at(evening, zone=BERLIN, holidays=NONE, interview=utc(2026, 11, 20, 8, 30)) == evening
