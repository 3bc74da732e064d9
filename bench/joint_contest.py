"""Our batch against CP-SAT's joint model: the same instance, the same checker, the same ranking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.contest import HERE, run_python
from bench.instances import Json, read_all
from scheduling.rules.planning import BatchObjective, BatchPlan, Plan, PlannedRound, Problem, batch_worth, check_many
from scheduling.rules.planning.worth import worth


def held_against(instance: Path, read: Json, ours: Sequence[Json | None], *, python: str, seconds: float) -> Json:
    """What CP-SAT has after `seconds` of each of its threads, and which of the two batches ranks before the other.

    `objective` and `violations` are the checker's, of both. Where CP-SAT has nothing, ours is the better one.
    """
    problems = read_all(read)
    theirs = run_python(python, HERE / "cpsat_many.py", instance, "--seconds", str(seconds))
    mine, own_violations = _judged(problems, ours)
    said = {key: theirs[key] for key in ("status", "made_s", "solve_s", "computed_s", "peak_mb")}
    if theirs["plans"] is None:
        return {**said, "objective": None, "violations": own_violations, "better": "ours"}
    other, violations = _judged(problems, theirs["plans"])
    better = "neither" if mine == other else "ours" if mine < other else "cpsat"
    return {**said, "objective": ranked(other), "violations": own_violations + violations, "better": better}


def ranked(objective: BatchObjective) -> list[int]:
    """Loops without a plan, overdue days, growth of the squared loads, finish, quarters out of core hours."""
    worth = objective
    return [worth.unplanned, worth.overdue_days, worth.load_growth, worth.finish, worth.out_of_core]


def _judged(problems: Sequence[Problem], answers: Sequence[Json | None]) -> tuple[BatchObjective, list[str]]:
    plans = tuple(
        None if answer is None else _plan(problem, answer) for problem, answer in zip(problems, answers, strict=True)
    )
    objective = batch_worth(problems, plans)
    return objective, list(check_many(problems, BatchPlan(plans=plans, objective=objective)))


def _plan(problem: Problem, answer: Json) -> Plan:
    rounds = tuple(PlannedRound(start=each["start"], people=tuple(each["people"])) for each in answer["rounds"])
    return Plan(rounds=rounds, objective=worth(problem, rounds))
