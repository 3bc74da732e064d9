"""The lightest way through the days: one option per round, the rounds as many business days apart as they must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduling.rules.planning.options import Round


class Step(NamedTuple):
    """The end of a chain: the day and slot of its last round, what all of it weighs, and what came before."""

    day: int
    weight: int
    slot: int
    before: Step | None


def lightest_chain(rounds: Sequence[Round], links: Sequence[int | None]) -> Step | None:
    """The chain of least weight, its days settled; None if there is none.

    `links` are the distances in business days, None where there need not be any. Days are only settled as far as it
    takes: no chain weighs less than one whose days all are.
    """
    stairs: list[list[Step]] = []
    while True:
        while len(stairs) < len(rounds):
            place = len(stairs)
            stair = _stair(rounds[place], stairs[-1], links[place - 1]) if place else _first_stair(rounds[0])
            if not stair:
                return None
            stairs.append(stair)
        best = step = stairs[-1][-1]
        redo = len(rounds)
        for place in range(len(rounds) - 1, -1, -1):
            if rounds[place].settle(step.day):
                redo = place
            if step.before is not None:
                step = step.before
        if redo == len(rounds):
            return best
        del stairs[redo:]


def slots_of(step: Step) -> tuple[int, ...]:
    slots: list[int] = []
    at: Step | None = step
    while at is not None:
        slots.append(at.slot)
        at = at.before
    return tuple(reversed(slots))


def _first_stair(options: Round) -> list[Step]:
    """The options of the first round that are lighter than all on earlier days, by day."""
    stair: list[Step] = []
    for day, (weight, slot) in options.options.items():
        if not stair or weight < stair[-1].weight:
            stair.append(Step(day, weight, slot, None))
    return stair


def _stair(options: Round, previous: list[Step], link: int | None) -> list[Step]:
    """The chains that end with this round and are lighter than all that end on earlier days, by day."""
    stair: list[Step] = []
    gap = link if link is not None else -(previous[-1].day + 1)
    reached, count = -1, len(previous)
    for day, (weight, slot) in options.options.items():
        while reached + 1 < count and previous[reached + 1].day + gap <= day:
            reached += 1
        if reached < 0:
            continue
        before = previous[reached]
        if not stair or weight + before.weight < stair[-1].weight:
            stair.append(Step(day, weight + before.weight, slot, before))
    return stair
