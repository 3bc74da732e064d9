"""The lightest way through the days: one option per round, the rounds as many business days apart as they must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduling.rules.planning.candidate_days import CandidateDays
from scheduling.rules.planning.options import Round


class Step(NamedTuple):
    """The end of a chain: the day and slot of its last round, what all of it weighs, and what came before."""

    day: int
    weight: int
    slot: int
    before: Step | None


def stair(options: Round, previous: Sequence[Step], link: int | None, days: CandidateDays) -> list[Step]:
    """The chains that end with this round and are lighter than all that end on earlier days, by day.

    `previous` are those that end with the round before, `link` how many business days it is away at least.
    """
    found: list[Step] = []
    if link is None:
        return _descent(options, options.slots, previous[-1], found, days)
    after = [days.from_number(before.day + link) for before in previous]
    for k, before in enumerate(previous):  # the last one that is early enough is the lightest
        left = options.slots & after[k]
        if k + 1 < len(after):
            left &= ~after[k + 1]
        if left:
            _descent(options, left, before, found, days)
    return found


def first_stair(options: Round, days: CandidateDays) -> list[Step]:
    return _descent(options, options.slots, None, [], days)


def _descent(options: Round, left: int, before: Step | None, found: list[Step], days: CandidateDays) -> list[Step]:
    """Adds the options of some days, from the lightest one down to those on earlier and earlier days."""
    paid, ceiling = (before.weight if before is not None else 0), found[-1].weight if found else None
    steps: list[Step] = []
    for weight, slots, finer in options.classes:
        weight += paid
        if ceiling is not None and weight >= ceiling:
            break
        hits = slots & left
        if hits:
            slot = (hits & -hits).bit_length() - 1
            day = days.day_of(slot)
            weight += slot * options.slot_weight
            for more, part in finer:
                if part >> slot & 1:
                    weight += more
            steps.append(Step(day.number, weight, slot, before))
            left &= (1 << day.first) - 1
            if not left:
                break
    while steps:
        step = steps.pop()
        if not found or step.weight < found[-1].weight:
            found.append(step)
    return found


def slots_of(step: Step) -> tuple[int, ...]:
    slots: list[int] = []
    at: Step | None = step
    while at is not None:
        slots.append(at.slot)
        at = at.before
    return tuple(reversed(slots))
