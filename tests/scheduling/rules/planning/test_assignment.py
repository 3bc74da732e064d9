"""Seats to people at the least weight: held against trying out every way."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.rules.planning import assignment
from scheduling.rules.planning.assignment import assign

PEOPLE = "abcdefg"
people = st.sampled_from(PEOPLE)
seats = st.lists(st.dictionaries(people, st.integers(0, 20), max_size=5), min_size=1, max_size=5)


def cheapest(wanted: list[dict[str, int]]) -> int | None:
    totals = [
        sum(seat[person] for seat, person in zip(wanted, order, strict=True))
        for order in permutations(PEOPLE, len(wanted))
        if all(person in seat for seat, person in zip(wanted, order, strict=True))
    ]
    return min(totals, default=None)


@settings(max_examples=150)
@given(wanted=seats)
def test_no_way_of_filling_the_seats_is_cheaper(wanted: list[dict[str, int]]) -> None:
    found = assign(wanted)

    if found is None:
        assert cheapest(wanted) is None
    else:
        assert cheapest(wanted) == found.weight
        assert found.weight == sum(seat[person] for seat, person in zip(wanted, found.people, strict=True))
        assert len(set(found.people)) == len(wanted)


@settings(max_examples=150)
@given(wanted=seats)
def test_prices_bound_what_any_filling_costs(wanted: list[dict[str, int]]) -> None:
    """Everybody paying the prices, each seat on its own costs no more than the best filling plus all prices."""
    found = assign(wanted)

    if found is not None:
        assert all(price > 0 for price in found.prices.values())
        picks = sum(min(weight + found.prices.get(person, 0) for person, weight in seat.items()) for seat in wanted)
        assert found.weight == picks - sum(found.prices.values())


@settings(max_examples=150)
@given(wanted=seats)
def test_trying_out_a_few_seats_finds_what_the_method_finds(wanted: list[dict[str, int]]) -> None:
    few = wanted[: assignment.FEW]
    tried, found = assignment.cheapest(few), assign(few)

    if tried is None or found is None:
        assert (tried, found) == (None, None)
    else:
        assert found.weight == sum(seat[person] for seat, person in zip(few, tried, strict=True))
        assert len(set(tried)) == len(tried)
