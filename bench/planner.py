"""The planner from the command line: make instances up, solve one, or plan all candidates of one together.

python bench/planner.py generate --seed 1 --people 50 --days 21 --busy usual > instance.json
python bench/planner.py solve instance.json --order balanced
python bench/planner.py many instance.json --seconds 20
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from any directory, uninstalled

from bench.instances import BUSY, Json, generate, read
from bench.together import solve_together
from scheduling.rules.planning import Index, NoPlan, Objective, Order, Plan, Problem, plan

ORDERS = {"balanced": Order.BALANCED, "load": Order.FAIREST, "finish": Order.EARLIEST}


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    if given.verb == "generate":
        instance = generate(
            given.seed, people=given.people, days=given.days, busy=given.busy, candidates=given.candidates
        )
        sys.stdout.write(json.dumps(instance, separators=(",", ":")) + "\n")
        return 0
    instance = json.loads(given.instance.read_text())
    if given.verb == "many":
        sys.stdout.write(json.dumps(solve_together(instance, seconds=given.seconds, seed=given.seed)) + "\n")
        return 0
    answer = solve(instance, given.order, candidate=given.candidate, slack=given.slack)
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def solve(instance: Json, order: str, *, candidate: int = 0, slack: int = 1) -> Json:
    """The answer as one JSON object.

    `objective` holds overdue days, load cost, finish and quarters out of core hours as the order ranks them: under
    `finish` the finish comes before the load. `plans` has one entry per candidate of the instance, null for those not
    asked about. `solve_s` is the time for a plan once calendars are indexed, `cold_s` the time from free/busy on; where there is no
    plan, both include finding out why.
    """
    problem = read(instance, candidate)
    index = Index.of(problem)
    start = perf_counter()
    plan(problem, order=ORDERS[order], slack_bdays=slack, index=index)
    indexed = perf_counter()
    found = plan(problem, order=ORDERS[order], slack_bdays=slack, index=index)
    end = perf_counter()
    times = {"cold_s": round(indexed - start, 6), "solve_s": round(end - indexed, 6)}
    plans: list[Json | None] = [None] * len(instance["candidates"])
    if isinstance(found, NoPlan):
        obstacles = [asdict(obstacle) for obstacle in found.obstacles]
        return {
            "status": "INFEASIBLE",
            "order": order,
            "objective": None,
            "plans": plans,
            "obstacles": obstacles,
            **times,
        }
    plans[candidate] = _as_json(problem, found)
    objective = _ranked(found.objective, order)
    return {"status": "OPTIMAL", "order": order, "objective": objective, "plans": plans, **times}


def _as_json(problem: Problem, found: Plan) -> Json:
    rounds = [{"start": planned.start, "people": list(planned.people)} for planned in found.rounds]
    return {"candidate": problem.candidate.id, "rounds": rounds}


def _ranked(worth: Objective, order: str) -> list[int]:
    middle = [worth.load_cost, worth.finish]
    return [worth.overdue_days, *(reversed(middle) if order == "finish" else middle), worth.out_of_core]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    making = verbs.add_parser("generate", help="write an instance to standard output")
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--people", type=int, default=50)
    making.add_argument("--days", type=int, default=21)
    making.add_argument("--busy", choices=BUSY, default="usual")
    making.add_argument("--candidates", type=int, default=1)
    together = verbs.add_parser("many", help="plan all candidates of an instance together; one JSON line")
    together.add_argument("instance", type=Path)
    together.add_argument(
        "--seconds", type=float, default=20, help="how long to make it better; 0: one after the other"
    )
    together.add_argument("--seed", type=int, default=0)
    solving = verbs.add_parser("solve", help="print the best plan of an instance as one JSON line")
    solving.add_argument("instance", type=Path)
    solving.add_argument("--order", choices=ORDERS, default="balanced")
    solving.add_argument("--slack", type=int, default=1, help="business days that `balanced` may give away")
    solving.add_argument("--candidate", type=int, default=0, help="which candidate of the instance, counted from 0")
    return parser


if __name__ == "__main__":
    sys.exit(main())
