"""All candidates of an instance planned together, with a progress bar on a terminal while it gets better."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from types import FrameType
from typing import TextIO

from bench.instances import Json, read_all
from bench.joint_contest import ranked
from scheduling.rules.planning import Plan, Problem, Progress, least_load_growth, plan_many

WIDTH = 24


def solve_together(instance: Json, *, seconds: float, seed: int, out: TextIO) -> Json:
    """The answer as one JSON object.

    `objective` holds the loops without a plan, overdue days, growth of the squared loads, finish and quarters out of
    core hours; `one_after_the_other` the same before anything was made better, and `first_s` what that took (CPU time,
    calendars included); `computed_s` is what all of it took of the processor in `solve_s` by the clock. `load_bound` is what the planned loops add to the squared loads in any batch, `gap` how far
    above it this one is.
    """
    problems = read_all(instance)
    started = process_time()
    first = plan_many(problems, should_go_on=lambda: False)
    first_s = process_time() - started
    bar = _Bar(seconds, out)
    with bar.until_interrupted():
        batch = plan_many(problems, should_go_on=bar.has_time, on_progress=bar.show, seed=seed) if seconds else first
    computed_s, solve_s = process_time() - started, bar.passed()
    bound = least_load_growth(problems, batch)
    growth = batch.objective.load_growth
    return {
        "status": "FEASIBLE",
        "objective": ranked(batch.objective),
        "one_after_the_other": ranked(first.objective),
        "load_bound": bound,
        "gap": round(growth / bound - 1, 4) if bound else 0.0,
        "tries": bar.tries,
        "first_s": round(first_s, 6),
        "computed_s": round(computed_s, 3),
        "solve_s": round(solve_s, 3),
        "plans": [_as_json(problem, plan) for problem, plan in zip(problems, batch.plans, strict=True)],
    }


class _Bar:
    """Says how much of the time is over and what there is by now, on one line that is written over.

    Where nobody watches, in a pipe or a file, it says nothing.
    """

    def __init__(self, seconds: float, out: TextIO) -> None:
        self.tries = 0
        self._started = perf_counter()
        self._seconds = seconds
        self._out = out
        self._shown = -1
        self._enough = False

    @contextmanager
    def until_interrupted(self) -> Iterator[None]:
        """Ctrl-C ends the search with the best batch by then; a second one ends the program, as ever."""
        before = signal.getsignal(signal.SIGINT)

        def enough(_number: int, _frame: FrameType | None) -> None:
            self._enough = True
            signal.signal(signal.SIGINT, before)

        signal.signal(signal.SIGINT, enough)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
            if self._shown >= 0:
                self._out.write("\n")

    def passed(self) -> float:
        return perf_counter() - self._started

    def has_time(self) -> bool:
        return not self._enough and self.passed() < self._seconds

    def show(self, progress: Progress) -> None:
        self.tries = progress.tries
        tenth = int(10 * self.passed())
        if tenth == self._shown or not self._out.isatty():
            return
        self._shown = tenth
        done = min(WIDTH, int(WIDTH * self.passed() / self._seconds))
        self._out.write(
            f"\r[{'#' * done}{'.' * (WIDTH - done)}] {self.passed():4.0f} s  {progress.tries} tries, "
            f"{progress.unplanned} without a plan, load +{progress.load_growth}\x1b[K"
        )
        self._out.flush()


def _as_json(problem: Problem, plan: Plan | None) -> Json | None:
    if plan is None:
        return None
    rounds = [{"start": planned.start, "people": list(planned.people)} for planned in plan.rounds]
    return {"candidate": problem.candidate.id, "rounds": rounds}
