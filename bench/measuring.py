"""What the planner answers to an instance, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from gc import collect
from statistics import median
from time import process_time

from bench.instances import Json
from bench.memory import peak_mb
from scheduling.rules.planning import Index, Objective, Order, Plan, Problem, check
from scheduling.rules.planning.board import Board
from scheduling.rules.planning.orders import Solver

ORDERS = {"balanced": Order.BALANCED, "finish": Order.EARLIEST, "load": Order.FAIREST}
REPEATS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """`cold_s` is from free/busy to the plan, `solve_s` the same once calendars are indexed: the middle of several.

    Both are what this process computed, so that other work on the machine does not count.
    """

    plan: Plan | None
    cold_s: float
    solve_s: float


def timed(problem: Problem, order: str, *, slack: int = 1, repeats: int = REPEATS) -> Timed:
    index = Index.of(problem)
    collect()  # what reading the instance left behind is not the planner's
    start = process_time()
    found = Solver(Board(problem, index)).plan(ORDERS[order], slack_bdays=slack)
    cold = process_time() - start
    times = []
    for _ in range(repeats):
        start = process_time()
        Solver(Board(problem, index)).plan(ORDERS[order], slack_bdays=slack)
        times.append(process_time() - start)
    return Timed(plan=found, cold_s=round(cold, 6), solve_s=round(median(times), 6))


def measure(problem: Problem) -> Json:
    """Every order's answer, held against the rules."""
    answers: Json = {}
    for order in ORDERS:
        found = timed(problem, order)
        answers[order] = {
            "objective": None if found.plan is None else ranked(found.plan.objective, order),
            "violations": [] if found.plan is None else list(check(problem, found.plan)),
            "cold_s": found.cold_s,
            "solve_s": found.solve_s,
        }
    return {"orders": answers, "peak_mb": peak_mb()}


def ranked(worth: Objective, order: str) -> list[int]:
    """Overdue days, load cost, finish and quarters out of core hours as the order ranks them."""
    middle = [worth.load_cost, worth.finish]
    return [worth.overdue_days, *(reversed(middle) if order == "finish" else middle), worth.out_of_core]
