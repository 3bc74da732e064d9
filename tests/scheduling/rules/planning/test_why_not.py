"""Why there is no loop: one cause is planted in a problem that is fine without it, and has to be named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from scheduling.rules.planning import Blocker, NoPlan, Obstacle, Plan, PlannedRound, Problem, plan, why_late
from tests.scheduling.rules.planning.calendars import MONDAY, change, loop, minute, person
from tests.scheduling.rules.planning.small_problems import team_problem

DAYS = 12
ALL_DAYS = frozenset(MONDAY + timedelta(days=n) for n in range(DAYS))
ALWAYS = ((0, DAYS * 1440),)


@pytest.fixture
def fine() -> Problem:
    """Three rounds: a recruiter, one of two engineers for three hours, a panel of two."""
    rae = person("rae")
    ann, bob = person("ann"), person("bob")
    pia, leo = person("pia"), person("leo")
    pools = {"recruiter": [rae], "engineer": [ann, bob], "pm": [pia], "lead": [leo]}
    problem = loop(pools, [(30, ("recruiter",)), (180, ("engineer",)), (60, ("pm", "lead"))], days=DAYS)
    assert isinstance(plan(problem), Plan)
    return problem


def why(problem: Problem) -> tuple[Obstacle, ...]:
    found = plan(problem)
    assert isinstance(found, NoPlan)
    return found.obstacles


def seat(round_index: int, seat: int, pool: str, blocker: Blocker, *people: str, together: bool = False) -> Obstacle:
    return Obstacle(
        round_index=round_index,
        seat=seat,
        pool=pool,
        blocker=blocker,
        people=people,
        together=together,
        sufficient=True,
    )


def whole(round_index: int, blocker: Blocker) -> Obstacle:
    return Obstacle(round_index=round_index, seat=None, pool=None, blocker=blocker, sufficient=True)


def with_windows(problem: Problem, opens: float, closes: float) -> Problem:
    days = [MONDAY + timedelta(days=n) for n in range(DAYS)]
    windows = tuple((minute(problem, day, opens), minute(problem, day, closes)) for day in days)
    return replace(problem, candidate=replace(problem.candidate, windows=windows))


def test_windows_of_the_candidate_that_are_too_short_for_a_round(fine: Problem) -> None:
    assert why(with_windows(fine, 13, 15.5)) == (whole(1, Blocker.CANDIDATE_WINDOWS),)


def test_windows_of_the_candidate_outside_everybodys_hours(fine: Problem) -> None:
    found = why(with_windows(fine, 18, 21))

    assert {obstacle.round_index for obstacle in found} == {0, 1, 2}
    assert whole(0, Blocker.CANDIDATE_WINDOWS) in found


def test_the_only_recruiter_on_vacation(fine: Problem) -> None:
    away = change(fine, "rae", days_off=ALL_DAYS)

    assert why(away) == (seat(0, 0, "recruiter", Blocker.DAYS_OFF, "rae"),)


def test_the_only_recruiter_with_a_calendar_that_could_not_be_read(fine: Problem) -> None:
    assert why(change(fine, "rae", unknown=True)) == (seat(0, 0, "recruiter", Blocker.UNKNOWN_CALENDAR, "rae"),)


def test_a_day_that_is_full_every_day(fine: Problem) -> None:
    booked = tuple(minute(fine, MONDAY + timedelta(days=n), 9) for n in range(DAYS))
    full = change(fine, "pia", booked=booked, max_per_day=1, max_per_week=9)

    assert why(full) == (seat(2, 0, "pm", Blocker.CAP_PER_DAY, "pia"),)


def test_weeks_that_are_full(fine: Problem) -> None:
    booked = tuple(minute(fine, MONDAY + timedelta(days=n), 9) for n in (0, 1, 7, 8))
    full = change(fine, "leo", booked=booked, max_per_day=5, max_per_week=2)

    assert why(full) == (seat(2, 1, "lead", Blocker.CAP_PER_WEEK, "leo"),)


def test_both_engineers_busy_and_the_one_with_less_in_the_way_is_named_first(fine: Problem) -> None:
    every_two_hours = tuple((start, start + 30) for start in range(0, DAYS * 1440, 120))
    busy = change(change(fine, "ann", busy=ALWAYS), "bob", busy=every_two_hours)

    assert seat(1, 0, "engineer", Blocker.BUSY, "bob", "ann") == why(busy)[0]


def test_hours_that_never_meet(fine: Problem) -> None:
    night = change(fine, "rae", work=tuple((dow, 1260, 1440) for dow in range(7)))

    assert seat(0, 0, "recruiter", Blocker.WORKING_HOURS, "rae") == why(night)[0]


def test_two_rounds_that_need_the_same_only_person(fine: Problem) -> None:
    twice = replace(fine, pools={**fine.pools, "lead": ("rae",)})

    assert why(twice) == (seat(2, 1, "lead", Blocker.SAME_PERSON_TWICE, "rae", together=True),)


def test_two_rounds_that_need_the_same_person_because_of_calendars(fine: Problem) -> None:
    """Leo could lead, but is busy; so Ann is wanted both for the exercise (Bob is away) and as a lead."""
    pools = {**fine.pools, "lead": ("leo", "ann")}
    problem = change(change(replace(fine, pools=pools), "bob", days_off=ALL_DAYS), "leo", days_off=ALL_DAYS)

    found = why(problem)

    assert seat(1, 0, "engineer", Blocker.DAYS_OFF, "bob") in found
    assert seat(2, 1, "lead", Blocker.DAYS_OFF, "leo") in found
    assert seat(2, 1, "lead", Blocker.SAME_PERSON_TWICE, "ann") in found
    assert whole(2, Blocker.HORIZON) == found[3]  # after the vacation there is time for everything
    assert 4 == len(found)


def test_somebody_who_sits_in_a_booked_round_is_needed_again(fine: Problem) -> None:
    booked = PlannedRound(start=minute(fine, MONDAY, 10), people=("ann",))
    problem = change(replace(fine, fixed=(booked, None, None)), "bob", days_off=ALL_DAYS)

    found = why(problem)

    assert {Blocker.DAYS_OFF, Blocker.SAME_PERSON_TWICE} == {obstacle.blocker for obstacle in found}
    assert {1} == {obstacle.round_index for obstacle in found}


def test_gaps_that_push_the_last_round_out_of_the_horizon(fine: Problem) -> None:
    found = why(replace(fine, gap_bdays=(1, 9)))

    assert whole(2, Blocker.GAP) == found[0]
    assert {Blocker.GAP, Blocker.HORIZON} == {obstacle.blocker for obstacle in found}


def test_no_place_between_two_booked_rounds(fine: Problem) -> None:
    first = PlannedRound(start=minute(fine, MONDAY, 10), people=("rae",))
    last = PlannedRound(start=minute(fine, MONDAY + timedelta(days=1), 10), people=("pia", "leo"))

    found = why(replace(fine, fixed=(first, None, last)))

    assert {Blocker.GAP} == {obstacle.blocker for obstacle in found}


def test_holidays_on_all_days_the_candidate_has(fine: Problem) -> None:
    one_day = (minute(fine, date(2026, 6, 3), 8), minute(fine, date(2026, 6, 3), 19))
    rest = tuple(window for window in fine.candidate.windows if window != one_day)
    only = replace(fine, rounds=fine.rounds[:1], gap_bdays=(), candidate=replace(fine.candidate, windows=(one_day,)))
    assert isinstance(plan(only), Plan)
    assert rest

    found = why(replace(only, holidays=frozenset({date(2026, 6, 3)})))

    assert whole(0, Blocker.HOLIDAY) == found[0]


def test_notice_longer_than_the_candidate_has_time(fine: Problem) -> None:
    found = why(replace(fine, notice_min=DAYS * 1440))

    assert {Blocker.NOTICE} == {obstacle.blocker for obstacle in found}
    assert [0, 1, 2] == [obstacle.round_index for obstacle in found]


def test_everybody_in_a_pool_excluded(fine: Problem) -> None:
    assert why(replace(fine, excluded=frozenset({"pia"}))) == (
        seat(2, 0, "pm", Blocker.EXCLUDED, "pia", together=True),
    )


def test_a_pool_without_anyone(fine: Problem) -> None:
    (only,) = why(replace(fine, pools={**fine.pools, "pm": ("left the company",)}))

    assert Obstacle(round_index=2, seat=0, pool="pm", blocker=Blocker.NO_ONE_IN_POOL) == only


def test_two_causes_that_have_to_give_way_together_are_both_named(fine: Problem) -> None:
    both = change(change(fine, "pia", unknown=True), "leo", days_off=ALL_DAYS)

    found = why(both)

    named = {(obstacle.blocker, obstacle.people, obstacle.sufficient) for obstacle in found}
    assert {(Blocker.UNKNOWN_CALENDAR, ("pia",), False), (Blocker.DAYS_OFF, ("leo",), False)} == named


def test_rounds_that_are_both_impossible_are_both_named(fine: Problem) -> None:
    both = change(change(fine, "rae", unknown=True), "leo", days_off=ALL_DAYS)

    named = [(obstacle.round_index, obstacle.blocker, obstacle.sufficient) for obstacle in why(both)]

    assert [(0, Blocker.UNKNOWN_CALENDAR, False), (2, Blocker.DAYS_OFF, False)] == named


def test_a_loop_that_ends_in_time_has_nothing_in_its_way(fine: Problem) -> None:
    assert why_late(fine) == ()


def test_what_makes_a_loop_late_is_named(fine: Problem) -> None:
    first_week = frozenset(MONDAY + timedelta(days=n) for n in range(5))
    late = change(replace(fine, target_days=5), "pia", days_off=first_week)
    found = plan(late)
    assert isinstance(found, Plan)
    assert found.objective.overdue_days > 0

    assert why_late(late) == (seat(2, 0, "pm", Blocker.DAYS_OFF, "pia"),)


def test_gaps_that_make_a_loop_late_are_named(fine: Problem) -> None:
    late = replace(fine, target_days=5, gap_bdays=(2, 4))

    found = why_late(late)

    assert {(1, Blocker.GAP), (2, Blocker.GAP)} == {(obstacle.round_index, obstacle.blocker) for obstacle in found}


def test_a_late_end_that_is_booked_is_its_own_reason(fine: Problem) -> None:
    last = PlannedRound(start=minute(fine, date(2026, 6, 10), 10), people=("pia", "leo"))

    assert why_late(replace(fine, target_days=5, fixed=(None, None, last))) == ()


@pytest.mark.parametrize("seed", [0, 6, 9, 12, 26, 27, 35, 49, 52])
def test_whatever_the_reason_something_is_named_and_the_same_thing_every_time(seed: int) -> None:
    problem = team_problem(Random(seed))
    names = sorted(problem.interviewers, reverse=True)
    shuffled = replace(
        problem, pools={pool: tuple(sorted(members, key=names.index)) for pool, members in problem.pools.items()}
    )

    found = why(problem)

    assert found
    assert found == why(shuffled)
