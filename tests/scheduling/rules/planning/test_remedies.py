"""What would help: a cause is planted in a problem that is fine without it, and taking it back has to be proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling.rules.planning import Ask, Change, Plan, PlannedRound, Problem, plan, remedies
from tests.scheduling.rules.planning.calendars import MONDAY, change, loop, minute, person, wall_time

DAYS = 12
TUESDAY = MONDAY + timedelta(days=1)
ALL_DAYS = frozenset(MONDAY + timedelta(days=n) for n in range(DAYS))


@pytest.fixture
def fine() -> Problem:
    """Three rounds: a recruiter, one of two engineers for three hours, a panel of two."""
    pools = {
        "recruiter": [person("rae")],
        "engineer": [person("ann"), person("bob")],
        "pm": [person("pia")],
        "lead": [person("leo")],
    }
    problem = loop(pools, [(30, ("recruiter",)), (180, ("engineer",)), (60, ("pm", "lead"))], days=DAYS)
    assert isinstance(plan(problem), Plan)
    return problem


def helps(problem: Problem) -> list[tuple[Change, ...]]:
    return [remedy.changes for remedy in remedies(problem)]


def one_day(problem: Problem, day: date, opens: float, closes: float) -> Problem:
    window = (minute(problem, day, opens), minute(problem, day, closes))
    return replace(problem, candidate=replace(problem.candidate, windows=(window,)))


def test_a_cap_that_is_reached_every_day_is_raised_by_one(fine: Problem) -> None:
    booked = tuple(minute(fine, MONDAY + timedelta(days=n), 8) for n in range(DAYS))
    full = change(fine, "pia", booked=booked, max_per_day=1, max_per_week=9)

    assert (Change(ask=Ask.CAP_PER_DAY, person="pia"),) == helps(full)[0]


def test_a_cap_that_is_reached_every_week_is_raised_by_one(fine: Problem) -> None:
    booked = tuple(minute(fine, MONDAY + timedelta(days=n), 8) for n in (0, 1, 7, 8))

    assert (Change(ask=Ask.CAP_PER_WEEK, person="leo"),) == helps(change(fine, "leo", booked=booked, max_per_week=2))[0]


def test_somebody_who_begins_an_hour_too_late_is_asked_on_one_weekday(fine: Problem) -> None:
    late = change(fine, "leo", work=tuple((dow, 14 * 60, 17 * 60) for dow in range(5)))
    mornings = tuple((minute(fine, TUESDAY + timedelta(days=n), 9), minute(fine, TUESDAY, 14)) for n in (0, 1, 6, 7, 8))
    problem = replace(late, candidate=replace(late.candidate, windows=tuple((a, a + 300) for a, _ in mornings)))

    found = helps(problem)

    assert (Change(ask=Ask.EARLIER, person="leo", weekdays=(0,)),) == found[0]  # Monday the 8th


def test_the_candidates_hour_is_asked_for_on_all_the_weekdays_that_it_takes() -> None:
    """Each round on another day, and none of the candidate's days is long enough for its hour."""
    tight = loop(
        {"a": [person("ana")], "b": [person("ben")]}, [(120, ("a",)), (120, ("b",))], windows=(9, 10), days=2, gap=1
    )

    both = (Change(ask=Ask.CANDIDATE_LATER, weekdays=(0, 1)),)

    assert both in helps(tight)


def test_one_meeting_in_the_way_is_named_with_its_person_and_time(fine: Problem) -> None:
    problem = one_day(replace(fine, rounds=fine.rounds[1:2], gap_bdays=()), TUESDAY, 9, 12.25)
    meeting = (minute(fine, TUESDAY, 10), minute(fine, TUESDAY, 10.5))
    in_the_way = change(change(problem, "ann", busy=(meeting,)), "bob", days_off=ALL_DAYS)

    found = remedies(in_the_way)

    assert (Change(ask=Ask.MEETING, person="ann", stretch=meeting),) in [each.changes for each in found[:3]]
    (need,) = next(each.needs for each in found if each.changes[0].ask is Ask.MEETING)
    assert (0, 0, "2026-06-02 09:00") == (need.round_index, need.seat, wall_time(problem, need.start, "UTC"))


def test_what_is_busy_because_of_another_interview_is_not_asked_for(fine: Problem) -> None:
    problem = one_day(replace(fine, rounds=fine.rounds[1:2], gap_bdays=()), TUESDAY, 9, 12.25)
    interview = (minute(fine, TUESDAY, 10), minute(fine, TUESDAY, 10.5))
    taken = change(change(problem, "ann", busy=(interview,), booked=(interview[0],)), "bob", days_off=ALL_DAYS)

    assert Ask.MEETING not in {changes[0].ask for changes in helps(taken)}


def test_the_candidates_windows_are_an_hour_too_short(fine: Problem) -> None:
    days = [MONDAY + timedelta(days=n) for n in range(DAYS)]
    short = tuple((minute(fine, day, 13), minute(fine, day, 15.5)) for day in days)

    found = helps(replace(fine, candidate=replace(fine.candidate, windows=short)))

    hours = {Ask.CANDIDATE_EARLIER, Ask.CANDIDATE_LATER}
    assert found[0][0].ask in hours
    assert found[0][0].weekdays == (1,)


def test_an_hour_that_several_rounds_make_use_of_is_told_of_the_one_that_has_no_other_place(fine: Problem) -> None:
    """Rae is free from noon to one only on Tuesdays, so that her round takes the new hour, too; the long one needs it."""
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    short = tuple((minute(fine, day, 13), minute(fine, day, 15.5)) for day in days)
    problem = replace(fine, candidate=replace(fine.candidate, windows=short), gap_bdays=(0, 1))
    noon = (minute(fine, TUESDAY, 12), minute(fine, TUESDAY, 13))
    only = change(problem, "rae", busy=((0, noon[0]), (noon[1], minute(fine, MONDAY + timedelta(days=6), 0))))
    friday = minute(fine, MONDAY + timedelta(days=4), 13)
    open_on_friday = change(only, "rae", busy=((0, noon[0]), (noon[1], friday)))

    needs = [need for each in remedies(open_on_friday) for need in each.needs if need.change.weekdays]

    assert needs
    assert {1} == {need.round_index for need in needs}


def test_the_candidate_has_two_days_for_three_rounds(fine: Problem) -> None:
    windows = tuple((minute(fine, day, 9), minute(fine, day, 17)) for day in (MONDAY, date(2026, 6, 3)))
    two = replace(fine, candidate=replace(fine.candidate, windows=windows), gap_bdays=(1, 1))

    found = helps(two)

    assert Ask.CANDIDATE_DAY in [changes[0].ask for changes in found[:3]]
    (day,) = next(changes for changes in found if changes[0].ask is Ask.CANDIDATE_DAY)
    assert day.day is not None
    assert day.stretch == (minute(fine, day.day, 9), minute(fine, day.day, 17))


def test_the_only_one_of_a_pool_is_away_and_somebody_of_another_is_admitted(fine: Problem) -> None:
    found = remedies(change(fine, "rae", days_off=ALL_DAYS))

    assert all(Ask.ADMIT is each.changes[0].ask for each in found)
    admitted = found[0].changes[0].person
    assert admitted in ("ann", "bob")
    assert (admitted,) == found[0].plan.rounds[0].people


def test_gaps_that_leave_one_day_too_few(fine: Problem) -> None:
    found = helps(replace(fine, gap_bdays=(1, 9)))

    assert [(Change(ask=Ask.GAP, round_index=2),), (Change(ask=Ask.GAP, round_index=1),)] == found


def test_a_late_end_is_brought_back_inside_the_target(fine: Problem) -> None:
    late = replace(fine, target_days=5, gap_bdays=(2, 3))
    before = plan(late)
    assert isinstance(before, Plan)
    assert before.objective.overdue_days

    found = remedies(late)

    assert {Ask.GAP} == {change.ask for remedy in found for change in remedy.changes}
    assert [0, 0] == [remedy.plan.objective.overdue_days for remedy in found]


def test_two_things_are_asked_for_together_where_neither_is_enough(fine: Problem) -> None:
    booked = tuple(minute(fine, MONDAY + timedelta(days=n), 8) for n in range(DAYS))
    pia = change(fine, "pia", booked=booked, max_per_day=1, max_per_week=9)
    both = change(pia, "rae", booked=booked, max_per_day=1, max_per_week=9)

    wanted = {Change(ask=Ask.CAP_PER_DAY, person="pia"), Change(ask=Ask.CAP_PER_DAY, person="rae")}

    assert wanted == set(helps(both)[0])


def test_what_no_two_changes_bring_back_is_left_to_the_obstacles(fine: Problem) -> None:
    assert () == remedies(replace(fine, notice_min=DAYS * 1440))


def test_a_loop_that_ends_in_time_needs_nothing(fine: Problem) -> None:
    assert () == remedies(fine)


def test_a_loop_whose_last_round_stays_is_only_asked_to_fit(fine: Problem) -> None:
    last = PlannedRound(start=minute(fine, date(2026, 6, 10), 10), people=("pia", "leo"))

    assert () == remedies(replace(fine, target_days=5, fixed=(None, None, last)))


def test_the_search_ends_when_its_experiments_are_used_up(fine: Problem) -> None:
    assert () == remedies(change(fine, "rae", days_off=ALL_DAYS), experiments=2)
