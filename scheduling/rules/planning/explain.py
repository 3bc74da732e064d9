"""Why there is no loop, or none in time: found by lifting rules one at a time and planning again.

Nothing is named on suspicion. An obstacle is only named where a plan exists once it is lifted: for the round by itself
where that cannot be placed, else for the whole loop. Where no single rule is to blame, a smallest set of them is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduling.rules.planning.assignment import assign
from scheduling.rules.planning.check import violations
from scheduling.rules.planning.lifts import Lift, lifts_for_loop, lifts_for_round
from scheduling.rules.planning.outcome import Blocker, Obstacle
from scheduling.rules.planning.probe import Probe, Proof
from scheduling.rules.planning.problem import Problem
from scheduling.rules.planning.relaxations import first_rounds, lift_everything, single_round, twin_of

RANK = {blocker: rank for rank, blocker in enumerate(Blocker)}
"""The order in which obstacles of equal weight are named: first what is a plain fact or easy to change."""


def obstacles(problem: Problem, *, in_time: bool = False) -> tuple[Obstacle, ...]:
    """What stands in the way of a loop (`in_time`: of one that ends inside the target days), most decisive first.

    Never empty; to be asked only where there is no such loop.
    """
    probe = Probe(problem, in_time=in_time)
    found = (
        tuple(_short_of_people(problem, probe))
        or tuple(_blocked_rounds(problem, probe))
        or tuple(_lifted_alone(problem, probe))
        or tuple(_several(problem, problem, probe))
        or (Obstacle(round_index=_failing(problem, probe), seat=None, pool=None, blocker=Blocker.HORIZON),)
    )
    return tuple(sorted(set(found), key=lambda obstacle: _decisiveness(problem, obstacle)))


def _decisiveness(problem: Problem, obstacle: Obstacle) -> tuple[object, ...]:
    """Sorts what is enough by itself first, then by kind, the widest gap first among gaps."""
    index, blocker = obstacle.round_index, obstacle.blocker
    width = problem.gap_bdays[index - 1] if blocker is Blocker.GAP else 0
    return (not obstacle.sufficient, RANK[blocker], -width, index, obstacle.seat or 0, obstacle.people)


def _short_of_people(problem: Problem, probe: Probe) -> Iterator[Obstacle]:
    """Seats that cannot all be filled with distinct people, whatever their calendars say."""
    seats: list[Mapping[str, int]] = []
    total = sum(len(spec.seats) for spec in problem.rounds)
    for index in probe.free_rounds(problem):
        for seat, pool in enumerate(problem.rounds[index].seats):
            known = [name for name in problem.pools.get(pool, ()) if name in problem.interviewers]
            there = [name for name in known if name not in problem.excluded and name not in probe.seated]
            seats.append(dict.fromkeys(sorted(there)[:total], 0))
            if assign(seats) is not None:
                continue
            seats.pop()
            yield _short_seat(problem, probe, index, seat, known)


def _short_seat(problem: Problem, probe: Probe, index: int, seat: int, known: list[str]) -> Obstacle:
    pool = problem.rounds[index].seats[seat]
    barred = tuple(sorted(name for name in known if name in problem.excluded))
    for blocker, people in (
        (Blocker.EXCLUDED, barred),
        (Blocker.SAME_PERSON_TWICE, tuple(sorted(set(known) - problem.excluded))),
    ):
        if people and probe.plan(Lift(blocker=blocker, people=people).on(problem)) is not None:
            return Obstacle(
                round_index=index, seat=seat, pool=pool, blocker=blocker, people=people, together=True, sufficient=True
            )
    rest = (
        (Blocker.EXCLUDED, barred) if len(barred) == len(known) else (Blocker.SAME_PERSON_TWICE, tuple(sorted(known)))
    )
    blocker, people = rest if known else (Blocker.NO_ONE_IN_POOL, ())
    return Obstacle(round_index=index, seat=seat, pool=pool, blocker=blocker, people=people, together=bool(people))


def _blocked_rounds(problem: Problem, probe: Probe) -> Iterator[Obstacle]:
    """Rounds that have no place even by themselves, each with what blocks it."""
    for index in probe.free_rounds(problem):
        alone = single_round(problem, index)
        if probe.plan(alone) is not None:
            continue
        found = False
        for lift in lifts_for_round(problem, index):
            proofs = probe.narrow(alone, lift)
            if proofs:
                found = True
                first = proofs[0].lift
                named = replace(first, people=tuple(name for proof in proofs for name in proof.lift.people))
                yield _obstacle(problem, index, named, sufficient=probe.plan(first.on(problem)) is not None)
        if not found:
            yield from (replace(obstacle, round_index=index) for obstacle in _several(alone, problem, probe))


def _lifted_alone(problem: Problem, probe: Probe) -> Iterator[Obstacle]:
    """Every round has a place; what keeps them from one loop, where a single rule does. People are named by seat."""
    failing = _failing(problem, probe)
    by_seat: dict[tuple[int, int, Blocker, bool], list[str]] = {}
    for lift in lifts_for_loop(problem, horizon=not probe.in_time):
        for proof in probe.narrow(problem, lift):
            part = proof.lift
            where = _seat_of(problem, proof) if part.people else None
            if where is None:
                yield _obstacle(problem, failing if part.gap is None else part.gap + 1, part, sufficient=True)
            else:
                names = by_seat.setdefault((*where, part.blocker, part.together), [])
                names.extend(name for name in part.people if name not in names)
    for (index, seat, blocker, together), names in by_seat.items():
        lift = Lift(blocker=blocker, people=tuple(names), pool=problem.rounds[index].seats[seat], together=together)
        yield replace(_obstacle(problem, index, lift, sufficient=True), seat=seat)


def _seat_of(problem: Problem, proof: Proof) -> tuple[int, int] | None:
    """The round and seat that the lifted person takes: for somebody needed twice, the later one."""
    taken = [
        (index, seat)
        for index, planned in enumerate(proof.plan.rounds)
        if problem.fixed_round(index) is None
        for seat, name in enumerate(planned.people)
        if twin_of(name) in proof.lift.people
    ]
    return taken[-1] if taken else None


def _obstacle(problem: Problem, index: int, lift: Lift, *, sufficient: bool) -> Obstacle:
    seats = problem.rounds[index].seats
    return Obstacle(
        round_index=index,
        seat=seats.index(lift.pool) if lift.pool in seats else None,
        pool=lift.pool,
        blocker=lift.blocker,
        people=lift.people,
        together=lift.together,
        sufficient=sufficient,
    )


def _several(base: Problem, problem: Problem, probe: Probe) -> Iterator[Obstacle]:
    """A smallest set of rules that have to give way together, and whom they concern in a plan without them."""
    kinds = [blocker for blocker in Blocker if blocker is not Blocker.HORIZON or not probe.in_time]
    if probe.plan(lift_everything(base, kinds, spare=problem.excluded)) is None:
        return
    for blocker in reversed(kinds[:]):
        fewer = [kind for kind in kinds if kind is not blocker]
        if probe.plan(lift_everything(base, fewer, spare=problem.excluded)) is not None:
            kinds = fewer
    best = probe.plan(lift_everything(base, kinds, spare=problem.excluded))
    assert best is not None, "the last set that was kept has a plan"
    for broken in violations(base, best):
        if broken.blocker is not None:
            pool = None if broken.seat is None else base.rounds[broken.round_index].seats[broken.seat]
            people = () if broken.person is None else (broken.person,)
            yield Obstacle(
                round_index=broken.round_index, seat=broken.seat, pool=pool, blocker=broken.blocker, people=people
            )


def _failing(problem: Problem, probe: Probe) -> int:
    """The round that cannot be placed after the ones before it."""
    free = probe.free_rounds(problem)
    for index in free:
        if probe.plan(first_rounds(problem, index + 1)) is None:
            return index
    return free[-1]
