"""All loops of an instance as one model for CP-SAT: what `plan_many` has to be at least as good as.

It takes the instances of the bench: no fixed rounds, nobody excluded, every round on a later day than the one before.

python bench/cpsat_many.py instance.json --seconds 100
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from math import prod
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from any directory, uninstalled

from bench.cpsat import INSTALL, one_after_the_other
from bench.instances import Json, read_all
from bench.memory import peak_mb
from bench.wall_slots import Chance, WallSlots, Week, week_of
from scheduling.rules.planning import Problem

WEIGHTS = 2**62
"""What the weights of the ranks come to at most: the solver counts in 64 bits."""


LONGER = 10
"""By the clock it is over after so many times what it may compute, so that it ends on a machine that does much else."""


class _Round(NamedTuple):
    """A boolean per start and, seat by seat, per person: all false where the loop stays without a plan."""

    start: dict[int, Any]
    seats: list[dict[str, Any]]


class Joint:
    """Every loop is planned or not; people are in one place at a time, and their caps hold over all loops."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.cp: Any = import_module("ortools.sat.python.cp_model")
        self.model = self.cp.CpModel()
        self.problems = problems
        self.loops: list[tuple[Any, list[_Round]] | None] = []
        self.late: list[tuple[Any, int]] = []
        self.ends: list[tuple[Any, int]] = []
        self.outside: list[tuple[Any, int]] = []
        self._stretches: dict[str, list[Any]] = defaultdict(list)
        self._held: dict[str, list[Any]] = defaultdict(list)
        self._on: dict[str, dict[date, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._slots = WallSlots(problems[0])
        for problem in problems:
            self._slots = self._slots.beside(problem)
            self.loops.append(self._loop(problem))
        self._keep_apart()

    def solve(self, *, workers: int, seconds: float) -> Json:
        ranked = [
            (self._unplanned(), len(self.loops)),
            _sum(self.late),
            self._growth(),
            _sum(self.ends),
            _sum(self.outside),
        ]
        while prod(most + 1 for _, most in ranked) > WEIGHTS:
            ranked.pop()  # what ranks last is left to chance
        self.model.minimize(one_after_the_other(ranked))
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = LONGER * seconds
        computed, over = process_time(), Event()
        watch = Thread(target=_stop_after, args=(solver, computed + workers * seconds, over))
        watch.start()
        status = solver.solve(self.model)
        over.set()
        watch.join()
        found = status in (self.cp.OPTIMAL, self.cp.FEASIBLE)
        return {
            "status": solver.status_name(status),
            "solve_s": round(solver.wall_time, 3),
            "computed_s": round(process_time() - computed, 3),
            "plans": [self._plan(solver, index) for index in range(len(self.loops))] if found else None,
        }

    def _loop(self, problem: Problem) -> tuple[Any, list[_Round]] | None:
        """None for a loop that could not be planned if it were alone."""
        able = [self._able(index) for index in range(len(problem.rounds))]
        if not all(start for start, _ in able):
            return None
        planned = self.model.new_bool_var("")
        rounds = [self._round(index, planned, *each) for index, each in enumerate(able)]
        numbers, days = self._slots.business_numbers, []
        for index, each in enumerate(rounds):
            walls = self._slots.round_starts(index)
            days.append(sum(numbers[walls[slot].day] * chosen for slot, chosen in each.start.items()))
        for before, after, gap in zip(days, days[1:], problem.gap_bdays, strict=False):
            self.model.add(after - before >= gap).only_enforce_if(planned)
        sits: dict[str, list[Any]] = defaultdict(list)
        for seat in (seat for each in rounds for seat in each.seats):
            for name, place in seat.items():
                sits[name].append(place)
        for places in sits.values():
            self.model.add_at_most_one(places)
        last, walls, first = rounds[-1].start, self._slots.round_starts(len(rounds) - 1), min(numbers)
        late = {slot: max(0, (walls[slot].day - first).days - problem.target_days + 1) for slot in last}
        self.late.append((sum(late[slot] * chosen for slot, chosen in last.items()), max(late.values())))
        self.ends.append((sum(slot * chosen for slot, chosen in last.items()), max(last)))
        return planned, rounds

    def _able(self, index: int) -> tuple[list[int], list[dict[str, dict[int, Chance]]]]:
        """The slots at which each seat of a round has somebody, and who could sit when."""
        problem, could = self._slots.problem, self._slots.round_starts(index)
        spec, seats = problem.rounds[index], list[dict[str, dict[int, Chance]]]()
        open_slots = set(could)
        for pool in spec.seats:
            chances = {name: self._slots.chances(name, could, spec.duration_min) for name in problem.pools[pool]}
            seats.append(chances)
            open_slots &= {slot for slots in chances.values() for slot in slots}
        return sorted(open_slots), [
            {
                name: here
                for name, slots in seat.items()
                if (here := {k: v for k, v in slots.items() if k in open_slots})
            }
            for seat in seats
        ]

    def _round(
        self, index: int, planned: Any, open_slots: list[int], able: list[dict[str, dict[int, Chance]]]
    ) -> _Round:
        spec = self._slots.problem.rounds[index]
        quarters = -(-spec.duration_min // self._slots.grid)
        start = {slot: self.model.new_bool_var("") for slot in open_slots}
        self.model.add(sum(start.values()) == planned)
        seats = [self._seat(seat, start, quarters, planned) for seat in able]
        for left, right, pool, other in zip(seats, seats[1:], spec.seats, spec.seats[1:], strict=False):
            if pool == other:  # equal seats: one order of their people is enough
                ranks = {name: rank for rank, name in enumerate(sorted(left.keys() | right.keys()))}
                first = sum(ranks[name] * sits for name, sits in left.items())
                self.model.add(first <= sum(ranks[name] * sits for name, sits in right.items()))
        begins = self.model.new_int_var(0, max(open_slots), "")
        self.model.add(begins == sum(slot * chosen for slot, chosen in start.items()))
        for name in {name for seat in seats for name in seat}:
            slots = next(seat[name] for seat in able if name in seat)
            self._attend(
                name, [seat[name] for seat in seats if name in seat], {k: start[k] for k in slots}, begins, quarters
            )
        return _Round(start, seats)

    def _seat(
        self, able: dict[str, dict[int, Chance]], start: dict[int, Any], quarters: int, planned: Any
    ) -> dict[str, Any]:
        outside = self.model.new_int_var(0, quarters, "")
        self.outside.append((outside, quarters))
        seat = {name: self.model.new_bool_var("") for name in able}
        for name, sits in seat.items():
            costly = sum(out * start[slot] for slot, out in able[name].values() if out)
            if not isinstance(costly, int):
                self.model.add(outside >= costly).only_enforce_if(sits)
        self.model.add(sum(seat.values()) == planned)
        return seat

    def _attend(self, name: str, sits: list[Any], start: dict[int, Any], begins: Any, quarters: int) -> None:
        """Somebody's interview, if it is theirs: one of their days, and the round starts when they are free on it."""
        there = sits[0] if len(sits) == 1 else self.model.new_bool_var("")
        if len(sits) > 1:
            self.model.add(sum(sits) == there)
        self._held[name].append(there)
        self._stretches[name].append(self.model.new_optional_fixed_size_interval_var(begins, quarters, there, ""))
        days: dict[date, list[Any]] = defaultdict(list)
        for slot, chosen in start.items():
            days[self._slots.date_of(name, slot)].append(chosen)
        on = {day: self.model.new_bool_var("") for day in days}
        self.model.add(sum(on.values()) == there)
        for day, chosen in days.items():
            self.model.add_bool_or(chosen).only_enforce_if(on[day])
            self._on[name][day].append(on[day])

    def _keep_apart(self) -> None:
        for stretches in self._stretches.values():
            self.model.add_no_overlap(stretches)
        for name, days in self._on.items():
            person, weeks = self.problems[0].interviewers[name], defaultdict[Week, list[Any]](list)
            per_day, per_week = self._slots.booked(person)
            for day, on in days.items():
                self.model.add(sum(on) <= person.max_per_day - per_day[day])
                weeks[week_of(day)] += on
            for week, on in weeks.items():
                self.model.add(sum(on) <= person.max_per_week - per_week[week])

    def _unplanned(self) -> Any:
        return len(self.loops) - sum(loop[0] for loop in self.loops if loop is not None)

    def _growth(self) -> tuple[Any, int]:
        """Each further interview of a person costs two more than the one before: the cheaper ones come by themselves."""
        terms, most = [], 0
        for name, held in self._held.items():
            load, count = self.problems[0].interviewers[name].load, min(len(held), len(self.loops))
            further = [self.model.new_bool_var("") for _ in range(count)]
            self.model.add(sum(further) == sum(held))
            terms += [(2 * (load + k) + 1) * one for k, one in enumerate(further)]
            most = max(most, 2 * (load + count))
        seats = sum(len(spec.seats) for problem in self.problems for spec in problem.rounds)
        return sum(terms), seats * most

    def _plan(self, solver: Any, index: int) -> Json | None:
        loop, grid = self.loops[index], self._slots.grid
        if loop is None or not solver.value(loop[0]):
            return None
        rounds = [
            {
                "start": next(slot for slot, chosen in each.start.items() if solver.value(chosen)) * grid,
                "people": [next(name for name, sits in seat.items() if solver.value(sits)) for seat in each.seats],
            }
            for each in loop[1]
        ]
        return {"candidate": self.problems[index].candidate.id, "rounds": rounds}


def _sum(terms: Sequence[tuple[Any, int]]) -> tuple[Any, int]:
    return sum(term for term, _ in terms), sum(most for _, most in terms)


def _stop_after(solver: Any, end: float, over: Event) -> None:
    """Beside other work the clock would not be fair: what counts is what its threads have computed together."""
    while not over.wait(0.2):
        if process_time() >= end:
            solver.stop_search()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instance", type=Path)
    parser.add_argument("--seconds", type=float, default=100, help="what each worker may compute")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    problems = read_all(json.loads(given.instance.read_text()))
    started = perf_counter()
    try:
        joint = Joint(problems)
    except ModuleNotFoundError:
        print(f"CP-SAT is not here: {INSTALL}, for the Python that is to solve with it", file=sys.stderr)
        return 2
    made_s = round(perf_counter() - started, 3)
    answer = joint.solve(workers=given.workers, seconds=given.seconds)
    print(json.dumps({**answer, "made_s": made_s, "peak_mb": peak_mb()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
