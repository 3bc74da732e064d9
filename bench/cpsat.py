"""The same question put to a general solver: OR-Tools' CP-SAT, which the project itself does not need.

It takes the instances of the bench: no fixed rounds, nobody excluded, every round on a later day than the one before.

python bench/cpsat.py instance.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from any directory, uninstalled

from bench.instances import Json, read
from bench.memory import peak_mb
from bench.wall_slots import Chance, WallSlots
from scheduling.rules.planning import Problem

INSTALL = "pip install ortools==9.15.6755 tzdata"
ORDERS = ("balanced", "finish", "load")
SLACK = 1
"""Business days that `balanced` may give away."""


def one_after_the_other(ranked: Sequence[tuple[Any, int]]) -> Any:
    """One expression that ranks as these do, the first before the others; each comes with the most that it can be."""
    total, weight = 0, 1
    for expression, most in reversed(ranked):
        total = total + weight * expression  # "+=" would change the expression itself
        weight *= most + 1
    return total


def solve_all(problem: Problem, *, workers: int = 2, limit: float = 300) -> Json:
    """Status, objective (as the order ranks it) and solve time for each order; `balanced` is two solves.

    Making the model is not counted. A solve takes what the clock says or what its threads computed together, whichever
    is less: beside other work the first is too much, and where two threads help the other is.
    """
    slots = WallSlots(problem)
    finish = _Model(slots).solve("finish", workers, limit)
    if finish["objective"] is None:
        return dict.fromkeys(ORDERS, finish)
    load = _Model(slots).solve("load", workers, limit)
    balanced = _Model(slots, last_day=_last_day(slots, finish)).solve("load", workers, limit)
    balanced["solve_s"] += finish["solve_s"]
    return {"balanced": balanced, "finish": finish, "load": load}


def _last_day(slots: WallSlots, finish: Json) -> date:
    """The last date of the candidate on which `balanced` may end."""
    problem = slots.problem
    start = (finish["objective"][1] - problem.rounds[-1].duration_min) // problem.grid_min
    number = slots.business_numbers[slots.round_starts(len(problem.rounds) - 1)[start].day] + SLACK
    return max(day for day, before in slots.business_numbers.items() if before <= number and slots.is_business(day))


class _Model:
    """A boolean per round and start, and per seat and person; one of each is true."""

    def __init__(self, slots: WallSlots, *, last_day: date | None = None) -> None:
        self.cp: Any = import_module("ortools.sat.python.cp_model")
        self.model = self.cp.CpModel()
        self.problem = problem = slots.problem
        self.slots = slots
        self.last_day = last_day
        self.starts: list[dict[int, Any]] = []
        self.sits: dict[str, list[Any]] = {}
        self.out_of_core: list[Any] = []
        self.possible = all(self._add_round(index) for index in range(len(problem.rounds)))
        if self.possible:
            self._keep_distances()
            for places in self.sits.values():
                self.model.add_at_most_one(places)

    def solve(self, order: str, workers: int, limit: float) -> Json:
        if not self.possible:
            return {"status": "INFEASIBLE", "objective": None, "solve_s": 0.0}
        terms = self._terms()
        ranked = [terms["overdue"], terms["load"], terms["finish"], terms["out_of_core"]]
        if order == "finish":
            ranked[1], ranked[2] = ranked[2], ranked[1]
        self.model.minimize(one_after_the_other(ranked))
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = limit
        computed = process_time()
        status = solver.solve(self.model)
        seconds = min(process_time() - computed, solver.wall_time)
        found = status in (self.cp.OPTIMAL, self.cp.FEASIBLE)
        objective = [int(solver.value(expression)) for expression, _ in ranked] if found else None
        return {"status": solver.status_name(status), "objective": objective, "solve_s": seconds}

    def _add_round(self, index: int) -> bool:
        """Whether the round has a start and people at all."""
        spec = self.problem.rounds[index]
        could = self.slots.round_starts(index)
        if self.last_day is not None:
            could = {slot: wall for slot, wall in could.items() if wall.day <= self.last_day}
        able = []
        for pool in spec.seats:
            chances = {name: self.slots.chances(name, could, spec.duration_min) for name in self.problem.pools[pool]}
            able.append({name: slots for name, slots in chances.items() if slots})
        open_slots = set(could)
        for seat in able:
            open_slots &= {slot for slots in seat.values() for slot in slots}
        if not open_slots:
            return False
        start = {slot: self.model.new_bool_var("") for slot in sorted(open_slots)}
        self.model.add_exactly_one(start.values())
        self.starts.append(start)
        quarters = -(-spec.duration_min // self.slots.grid)
        seats = [self._add_seat(seat, start, quarters) for seat in able]
        for left, right, pool, other in zip(seats, seats[1:], spec.seats, spec.seats[1:], strict=False):
            if pool == other:  # equal seats: the order of their people does not matter, so one order is enough
                ranks = {name: rank for rank, name in enumerate(sorted(left.keys() | right.keys()))}
                first = sum(ranks[name] * sits for name, sits in left.items())
                self.model.add(first <= sum(ranks[name] * sits for name, sits in right.items()))
        return True

    def _add_seat(self, able: dict[str, dict[int, Chance]], start: dict[int, Any], quarters: int) -> dict[str, Any]:
        outside = self.model.new_int_var(0, quarters, "")
        self.out_of_core.append((outside, quarters))
        seat: dict[str, Any] = {}
        for name, slots in able.items():
            here = [slots[slot] for slot in start if slot in slots]
            if not here:
                continue
            sits = seat[name] = self.model.new_bool_var("")
            self.sits.setdefault(name, []).append(sits)
            self.model.add_bool_or([start[slot] for slot, _ in here]).only_enforce_if(sits)
            costly = sum(out * start[slot] for slot, out in here if out)
            if not isinstance(costly, int):
                self.model.add(outside >= costly).only_enforce_if(sits)
        self.model.add_exactly_one(seat.values())
        return seat

    def _keep_distances(self) -> None:
        numbers = self.slots.business_numbers
        days = []
        for index, start in enumerate(self.starts):
            walls = self.slots.round_starts(index)
            days.append(sum(numbers[walls[slot].day] * chosen for slot, chosen in start.items()))
        for before, after, gap in zip(days, days[1:], self.problem.gap_bdays, strict=False):
            self.model.add(after - before >= gap)

    def _terms(self) -> dict[str, tuple[Any, int]]:
        """Each part of the objective with the most that it can be."""
        problem = self.problem
        costs = {name: 2 * problem.interviewers[name].load + 1 for name in self.sits}
        last, walls = self.starts[-1], self.slots.round_starts(len(problem.rounds) - 1)
        first_day = min(self.slots.business_numbers)
        late = {slot: max(0, (walls[slot].day - first_day).days - problem.target_days + 1) for slot in last}
        length, end = problem.rounds[-1].duration_min, problem.days * 1440
        return {
            "overdue": (sum(late[slot] * chosen for slot, chosen in last.items()), max(late.values())),
            "load": (
                sum(costs[name] * sits for name, places in self.sits.items() for sits in places),
                len(self.out_of_core) * max(costs.values()),
            ),
            "finish": (sum((slot * problem.grid_min + length) * chosen for slot, chosen in last.items()), end),
            "out_of_core": (sum(outside for outside, _ in self.out_of_core), sum(most for _, most in self.out_of_core)),
        }


def main(path: str) -> int:
    problem = read(json.loads(Path(path).read_text()))
    try:
        answers = solve_all(replace(problem, in_order=False))
    except ModuleNotFoundError:
        print(f"CP-SAT is not here: {INSTALL}, for the Python that is to solve with it", file=sys.stderr)
        return 2
    print(json.dumps({"orders": answers, "peak_mb": peak_mb()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
