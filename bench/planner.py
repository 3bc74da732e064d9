"""The planner from the command line: make instances up, solve one, plan all candidates of one together, and compare
with a general solver.

python bench/planner.py generate --seed 1 --people 50 --days 21 --busy usual > instance.json
python bench/planner.py solve instance.json --order balanced
python bench/planner.py many instance.json --seconds 20
python bench/planner.py many instance.json --cpsat-python PATH
python bench/planner.py compare [DIR] --cpsat-python PATH
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it runs from any directory, uninstalled

from bench.contest import EACH, Contest, SolverMissing, contests, write_suite
from bench.instances import BUSY, Json, generate, read
from bench.joint_contest import held_against
from bench.measuring import ORDERS, measure, ranked, timed
from bench.report import differences, section
from bench.together import solve_together
from scheduling.rules.planning import NoPlan, Plan, Problem, plan


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    verb: Json = {"generate": _generate, "solve": _solve, "many": _many, "measure": _measure, "compare": _compare}
    return int(verb[given.verb](given))


def solve(instance: Json, order: str, *, candidate: int = 0, slack: int = 1) -> Json:
    """The answer as one JSON object.

    `status` is OPTIMAL for what was proved. Where the search was given up it is FEASIBLE, and `gap` says how much better
    another plan could be at most: so much less load cost, its earliest possible end so many minutes earlier.
    `objective` holds overdue days, load cost, finish and quarters out of core hours as the order ranks them: under
    `finish` the finish comes before the load. `plans` has one entry per candidate of the instance, null for those not
    asked about. `solve_s` is the time for a plan once calendars are indexed, `cold_s` the time from free/busy on; where
    there is no plan, `why_s` is the time for finding out why.
    """
    problem = read(instance, candidate)
    found = timed(problem, order, slack=slack)
    plans: list[Json | None] = [None] * len(instance["candidates"])
    answer = {"order": order, "plans": plans, "cold_s": found.cold_s, "solve_s": found.solve_s}
    if found.plan is not None:
        plans[candidate] = _as_json(problem, found.plan)
        gap = found.plan.gap
        proved = {"status": "OPTIMAL"} if gap is None else {"status": "FEASIBLE", "gap": asdict(gap)}
        return {**proved, "objective": ranked(found.plan.objective, order), **answer}
    start = perf_counter()
    why = plan(problem, order=ORDERS[order], slack_bdays=slack)
    assert isinstance(why, NoPlan), "asked twice, the same answer"
    obstacles = [asdict(obstacle) for obstacle in why.obstacles]
    why_s = round(perf_counter() - start, 6)
    return {"status": "INFEASIBLE", "objective": None, "obstacles": obstacles, "why_s": why_s, **answer}


def _generate(given: argparse.Namespace) -> int:
    instance = generate(given.seed, people=given.people, days=given.days, busy=given.busy, candidates=given.candidates)
    print(json.dumps(instance, separators=(",", ":")))
    return 0


def _solve(given: argparse.Namespace) -> int:
    instance = json.loads(given.instance.read_text())
    print(json.dumps(solve(instance, given.order, candidate=given.candidate, slack=given.slack)))
    return 0


def _many(given: argparse.Namespace) -> int:
    """Fails where CP-SAT's batch is the better one, or either breaks a rule."""
    instance = json.loads(given.instance.read_text())
    answer = solve_together(instance, seconds=given.seconds, seed=given.seed, out=sys.stderr)
    if given.cpsat_python is None:
        print(json.dumps(answer))
        return 0
    try:
        held = held_against(
            given.instance, instance, answer["plans"], python=given.cpsat_python, seconds=given.cpsat_seconds
        )
    except SolverMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    print(json.dumps({**answer, "cpsat": held}))
    return 1 if held["violations"] or held["better"] == "cpsat" else 0


def _measure(given: argparse.Namespace) -> int:
    print(json.dumps(measure(read(json.loads(given.instance.read_text())))))
    return 0


def _compare(given: argparse.Namespace) -> int:
    """Prints the tables; fails where any objective differs from the solver's or any plan breaks a rule."""
    with TemporaryDirectory() as made:
        if given.directory is None:
            write_suite(Path(made), each=given.each, people=given.people, first_seed=given.first_seed)
        folder = given.directory or Path(made)
        found: list[Contest] = []
        try:
            for contest in contests(folder, python=given.cpsat_python, results=given.results, sample=given.sample):
                found.append(contest)
                print(f"\r{len(found)} {contest.name}", end="\x1b[K", file=sys.stderr, flush=True)
        except SolverMissing as missing:
            print(missing, file=sys.stderr)
            return 2
        print(file=sys.stderr)
    print(section(found))
    wrong = differences(found)
    print("\n".join(wrong))
    return 1 if wrong else 0


def _as_json(problem: Problem, found: Plan) -> Json:
    rounds = [{"start": planned.start, "people": list(planned.people)} for planned in found.rounds]
    return {"candidate": problem.candidate.id, "rounds": rounds}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    making = verbs.add_parser("generate", help="write an instance to standard output")
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--people", type=int, default=50)
    making.add_argument("--days", type=int, default=21)
    making.add_argument("--busy", choices=BUSY, default="usual")
    making.add_argument("--candidates", type=int, default=1)
    together = verbs.add_parser("many", help="plan all candidates of an instance together, as one JSON line")
    together.add_argument("instance", type=Path)
    together.add_argument(
        "--seconds", type=float, default=20, help="how long to make it better; 0: one after the other"
    )
    together.add_argument("--seed", type=int, default=0)
    together.add_argument("--cpsat-python", help="a Python that has ortools: hold the answer against its joint model")
    together.add_argument("--cpsat-seconds", type=float, default=100, help="what each of CP-SAT's threads may compute")
    solving = verbs.add_parser("solve", help="print the best plan of an instance as one JSON line")
    solving.add_argument("instance", type=Path)
    solving.add_argument("--order", choices=ORDERS, default="balanced")
    solving.add_argument("--slack", type=int, default=1, help="business days that `balanced` may give away")
    solving.add_argument("--candidate", type=int, default=0, help="which candidate of the instance, counted from 0")
    measuring = verbs.add_parser("measure", help="print answers and times in all orders as one JSON line")
    measuring.add_argument("instance", type=Path)
    comparing = verbs.add_parser("compare", help="CP-SAT and ours side by side, as Markdown")
    comparing.add_argument("directory", type=Path, nargs="?", help="of instances; without it a suite is made up")
    comparing.add_argument("--cpsat-python", default=sys.executable, help="a Python that has ortools")
    comparing.add_argument("--results", type=Path, help="CP-SAT's answers are kept in this file and taken from it")
    comparing.add_argument("--sample", type=int, default=1, help="take every n-th instance only")
    comparing.add_argument("--each", type=int, help="instances made up for each size, length and density")
    comparing.add_argument("--people", type=int, nargs="+", default=list(EACH), help="sizes made up")
    comparing.add_argument("--first-seed", type=int, default=1, help="of the instances made up")
    return parser


if __name__ == "__main__":
    sys.exit(main())
