"""What ranks before what, one pair at a time."""

from __future__ import annotations

from dataclasses import replace

from scheduling.rules.planning import Interviewer, Order, Plan, Problem, plan
from tests.scheduling.rules.planning.calendars import loop, person, wall_time

AFTERNOON = tuple((dow, 780, 1020) for dow in range(5))


def told(problem: Problem, order: Order = Order.BALANCED) -> list[tuple[str, tuple[str, ...]]]:
    """Each round's wall time and people."""
    found = plan(problem, order=order)
    assert isinstance(found, Plan)
    return [(wall_time(problem, each.start, "UTC"), each.people) for each in found.rounds]


def one_round(*people: Interviewer, minutes: int = 30) -> Problem:
    return loop({"r": people}, [(minutes, ("r",))])


def test_a_lighter_load_ranks_before_an_earlier_end_within_the_slack() -> None:
    ana, ben = person("ana", load=3), replace(person("ben", load=2), busy=((0, 1440),))

    assert [("2026-06-02 09:00", ("ben",))] == told(one_round(ana, ben))
    assert [("2026-06-01 09:00", ("ana",))] == told(one_round(ana, ben), Order.EARLIEST)


def test_beyond_the_slack_only_the_fairest_plan_waits_for_a_lighter_load() -> None:
    ana, ben = person("ana", load=3), replace(person("ben", load=2), busy=((0, 2 * 1440),))

    assert [("2026-06-01 09:00", ("ana",))] == told(one_round(ana, ben))
    assert [("2026-06-03 09:00", ("ben",))] == told(one_round(ana, ben), Order.FAIREST)


def test_no_order_is_late_for_the_sake_of_load() -> None:
    ana, ben = person("ana", load=3), replace(person("ben", load=2), busy=((0, 1440),))
    due_today = replace(one_round(ana, ben), target_days=1)

    for order in Order:
        assert [("2026-06-01 09:00", ("ana",))] == told(due_today, order)


def test_an_earlier_end_ranks_before_core_hours() -> None:
    for order in Order:
        assert [("2026-06-01 09:00", ("ana",))] == told(one_round(replace(person("ana"), core=AFTERNOON)), order)


def test_core_hours_rank_before_early_starts_of_the_rounds_before_the_last() -> None:
    ana, ben = replace(person("ana"), core=AFTERNOON), person("ben")
    two = loop({"a": [ana], "b": [ben]}, [(30, ("a",)), (30, ("b",))])

    assert [("2026-06-01 13:00", ("ana",)), ("2026-06-02 09:00", ("ben",))] == told(two)


def test_among_equal_loads_whoever_is_in_core_hours_is_taken_before_smaller_ids() -> None:
    ana, ben, cyd = (replace(person(name), core=core) for name, core in (("ana", ()), ("ben", AFTERNOON), ("cyd", ())))
    only_afternoon = replace(one_round(ana, ben, cyd), notice_min=13 * 60)

    assert [("2026-06-01 13:00", ("ben",))] == told(only_afternoon)


def test_a_round_partly_outside_core_hours_costs_only_that_part() -> None:
    early, late = ((0, 540, 630),), ((0, 540, 615),)
    ana, ben = replace(person("ana"), core=late), replace(person("ben"), core=early)
    problem = one_round(ana, ben, minutes=120)

    found = plan(replace(problem, days=1))

    assert isinstance(found, Plan)
    assert (("ben",), 2) == (found.rounds[0].people, found.objective.out_of_core)


def test_equal_plans_are_settled_by_the_smallest_ids_seat_by_seat() -> None:
    people = [person(name) for name in ("dan", "ben", "cyd", "ana")]
    two = loop({"p": people, "q": people[:3]}, [(30, ("q",)), (30, ("p", "p"))])

    assert [("2026-06-01 09:00", ("ben",)), ("2026-06-02 09:00", ("ana", "cyd"))] == told(two)


def test_an_earlier_first_round_ranks_before_an_earlier_second_one() -> None:
    """Ana first leaves Ben for Wednesday, Ben first leaves Ana for Tuesday; the last round is on Friday either way."""

    def only_at(name: str, *hours: tuple[int, float]) -> Interviewer:
        edges = [0, *(int((day * 24 + hour) * 60) + k for day, hour in hours for k in (0, 30)), 12 * 1440]
        return replace(person(name), busy=tuple(zip(edges[::2], edges[1::2], strict=True)))

    ana, ben, cyd = only_at("ana", (0, 10), (1, 9)), only_at("ben", (0, 11), (2, 9)), only_at("cyd", (4, 9))
    three = loop({"p": [ana, ben], "q": [cyd]}, [(30, ("p",)), (30, ("p",)), (30, ("q",))])

    assert ["2026-06-01 10:00", "2026-06-03 09:00", "2026-06-05 09:00"] == [when for when, _ in told(three)]
