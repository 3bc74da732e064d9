"""All candidates of an instance planned together, with a progress bar on standard error while it gets better."""

from __future__ import annotations

from time import perf_counter, process_time
from typing import TextIO

from bench.instances import Json, read_all
from scheduling.rules.planning import BatchObjective, Plan, Problem, Progress, least_load_growth, plan_many

WIDTH = 24


def solve_together(instance: Json, *, seconds: float, seed: int, out: TextIO) -> Json:
    """The answer as one JSON object.

    `objective` holds the loops without a plan, overdue days, growth of the squared loads, finish and quarters out of
    core hours; `one_after_the_other` the same before anything was made better, and `first_s` what that took (CPU time,
    calendars included). `load_bound` is what the planned loops add to the squared loads in any batch, `gap` how far
    above it this one is.
    """
    problems = read_all(instance)
    started = process_time()
    first = plan_many(problems, should_go_on=lambda: False)
    first_s = process_time() - started
    bar = _Bar(seconds, out)
    batch = plan_many(problems, should_go_on=bar.has_time, on_progress=bar.show, seed=seed) if seconds else first
    bar.close()
    bound = least_load_growth(problems, batch)
    growth = batch.objective.load_growth
    return {
        "status": "FEASIBLE",
        "objective": _ranked(batch.objective),
        "one_after_the_other": _ranked(first.objective),
        "load_bound": bound,
        "gap": round(growth / bound - 1, 4) if bound else 0.0,
        "tries": bar.tries,
        "first_s": round(first_s, 6),
        "solve_s": round(bar.passed(), 3),
        "plans": [_as_json(problem, plan) for problem, plan in zip(problems, batch.plans, strict=True)],
    }


class _Bar:
    """Says how much of the time is over and what there is by now, on one line that is written over."""

    def __init__(self, seconds: float, out: TextIO) -> None:
        self.tries = 0
        self._started = perf_counter()
        self._seconds = seconds
        self._out = out
        self._shown = -1

    def passed(self) -> float:
        return perf_counter() - self._started

    def has_time(self) -> bool:
        return self.passed() < self._seconds

    def show(self, progress: Progress) -> None:
        self.tries = progress.tries
        tenth = int(10 * self.passed())
        if tenth == self._shown:
            return
        self._shown = tenth
        done = min(WIDTH, int(WIDTH * self.passed() / self._seconds))
        self._out.write(
            f"\r[{'#' * done}{'.' * (WIDTH - done)}] {self.passed():4.0f} s  {progress.tries} tries, "
            f"{progress.unplanned} without a plan, load +{progress.load_growth}   "
        )
        self._out.flush()

    def close(self) -> None:
        if self._shown >= 0:
            self._out.write("\n")


def _ranked(worth: BatchObjective) -> list[int]:
    return [worth.unplanned, worth.overdue_days, worth.load_growth, worth.finish, worth.out_of_core]


def _as_json(problem: Problem, plan: Plan | None) -> Json | None:
    if plan is None:
        return None
    rounds = [{"start": planned.start, "people": list(planned.people)} for planned in plan.rounds]
    return {"candidate": problem.candidate.id, "rounds": rounds}
