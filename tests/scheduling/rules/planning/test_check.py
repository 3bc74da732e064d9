"""The checker at the door: one rule broken at a time, and it says which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduling.rules.planning import Plan, PlannedRound, Problem, check, plan
from tests.scheduling.rules.planning.calendars import change, loop, minute, person

TUESDAY, SATURDAY = date(2026, 6, 2), date(2026, 6, 6)


@pytest.fixture
def problem() -> Problem:
    ana, ben, cyd = person("ana"), person("ben"), person("cyd")
    return loop({"first": [ana, ben], "second": [ben, cyd]}, [(30, ("first",)), (60, ("second", "second"))])


@pytest.fixture
def good(problem: Problem) -> Plan:
    found = plan(problem)
    assert isinstance(found, Plan)
    assert check(problem, found) == ()
    return found


def with_round(found: Plan, index: int, **fields: object) -> Plan:
    rounds = list(found.rounds)
    rounds[index] = replace(rounds[index], **fields)  # type: ignore[arg-type]  # the tests name real fields
    return replace(found, rounds=tuple(rounds))


def at(problem: Problem, day: date, hour: float) -> int:
    return minute(problem, day, hour)


def test_it_tells_where_a_round_starts_wrongly(problem: Problem, good: Plan) -> None:
    def told(start: int, given: Problem = problem) -> tuple[str, ...]:
        return check(given, with_round(good, 1, start=start))

    saturday = replace(problem, candidate=replace(problem.candidate, windows=((0, 12 * 1440),)))
    assert "round 1: starts off the grid of 15 minutes" in told(at(problem, TUESDAY, 10) + 5)
    assert "round 1: does not fit a window of the candidate" in told(at(problem, TUESDAY, 18.5))
    assert "round 1: falls on a weekend" in told(at(problem, SATURDAY, 10), saturday)
    assert "round 1: falls on a holiday" in told(
        at(problem, TUESDAY, 10), replace(problem, holidays=frozenset({TUESDAY}))
    )
    assert "round 1: starts before the notice is over" in told(
        at(problem, TUESDAY, 10), replace(problem, notice_min=9000)
    )
    assert "round 1: lies outside the days that were planned" in told(
        at(problem, TUESDAY, 23.5), replace(problem, days=2)
    )
    assert "round 1: 0 business days after the round before, not 1" in told(good.rounds[0].start + 60)


def test_a_round_before_the_one_it_follows_is_too_near(problem: Problem, good: Plan) -> None:
    swapped = replace(
        good,
        rounds=(
            replace(good.rounds[0], start=at(problem, date(2026, 6, 9), 10)),
            replace(good.rounds[1], start=at(problem, date(2026, 6, 4), 10)),
        ),
    )

    assert check(problem, swapped) == ("round 1: -3 business days after the round before, not 1",)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unknown": True}, "has a calendar that could not be read"),
        ({"days_off": frozenset({TUESDAY})}, "is away"),
        ({"work": ((1, 600, 615),)}, "would sit outside working hours"),
        ({"work": ((1, 540, 560), (1, 561, 720))}, "would sit outside working hours"),
        ({"busy": ((0, 14400),)}, "is busy"),
        ({"max_per_day": 0}, "has 0 interviews that day already"),
        ({"booked": (1500,), "max_per_day": 1}, "has 1 interviews that day already"),
        ({"booked": (100,), "max_per_week": 1}, "has 1 interviews that week already"),
    ],
)
def test_it_tells_why_a_person_may_not_sit_there(
    problem: Problem, good: Plan, fields: dict[str, object], words: str
) -> None:
    assert good.rounds[1].people == ("ben", "cyd")
    assert good.rounds[1].start == at(problem, TUESDAY, 9)

    assert check(change(problem, "cyd", **fields), good) == (f"round 1: cyd {words}",)


def test_work_in_two_parts_that_touch_is_one_stretch(problem: Problem, good: Plan) -> None:
    assert check(change(problem, "cyd", work=((1, 570, 720), (1, 540, 570))), good) == ()


def test_it_tells_who_does_not_belong(problem: Problem, good: Plan) -> None:
    excluded = replace(problem, excluded=frozenset({"cyd"}))
    assert check(excluded, good) == ("round 1: cyd may not sit in this loop",)
    assert check(problem, with_round(good, 1, people=("ben", "ana"))) == (
        "round 1: ana is not in the pool second",
        "round 1: ana sits twice in this loop",
    )
    assert check(problem, with_round(good, 1, people=("ben", "who"))) == ("round 1: who is not in the pool second",)
    assert check(problem, with_round(good, 1, people=("ben", "ben"))) == ("round 1: ben sits twice in this loop",)
    assert check(problem, with_round(good, 1, people=("ben",))) == ("round 1: 1 people for 2 seats",)


def test_rounds_of_one_day_come_one_after_the_other_where_order_matters(problem: Problem, good: Plan) -> None:
    same_day = replace(problem, gap_bdays=(0,))
    touching = with_round(good, 1, start=good.rounds[0].start + 30)
    overlapping = with_round(good, 1, start=good.rounds[0].start + 15)

    assert check(same_day, touching) == ()
    assert check(same_day, overlapping) == ("round 1: starts before the round before it is over",)
    assert check(replace(same_day, in_order=False), overlapping) == ()


def test_a_plan_for_another_loop_is_refused(problem: Problem, good: Plan) -> None:
    assert check(problem, replace(good, rounds=good.rounds[:1])) == ("the plan has 1 rounds, the loop 2",)


def test_fixed_rounds_are_only_asked_to_stay_where_they_are(problem: Problem, good: Plan) -> None:
    odd = PlannedRound(start=at(problem, SATURDAY, 3) + 7, people=("gone",))
    later = with_round(good, 1, start=at(problem, date(2026, 6, 9), 10))
    fixed = replace(problem, fixed=(odd, None))

    assert check(fixed, replace(later, rounds=(odd, later.rounds[1]))) == ()
    assert check(fixed, later) == ("round 0: was to stay as it is",)


def test_two_fixed_rounds_too_near_each_other_are_not_ours_to_mend(problem: Problem, good: Plan) -> None:
    near = (good.rounds[0], replace(good.rounds[1], start=good.rounds[0].start + 30))

    assert check(replace(problem, fixed=near), replace(good, rounds=near)) == ()
