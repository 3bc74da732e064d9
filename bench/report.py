"""Contests as tables for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import exp, log
from statistics import mean, median

from bench.contest import Contest
from bench.cpsat import INSTALL
from bench.measuring import ORDERS, REPEATS

HEAD = (
    "people", "order", "instances", "with a plan", "same objective",
    "ours p50", "p99", "max", "from free/busy p50", "max", "CP-SAT p50", "p99", "times faster",
)  # fmt: skip


ABOUT = f"""## One loop

The planner and a general solver, OR-Tools' CP-SAT, answer the same instances in all three orders, each in a process of its
own; the plans are also held against the rules. CP-SAT has two threads, its time is the lesser of what the clock says and
what they computed, and making its model is not counted. Ours is what the process computed: once calendars are indexed
(the middle of {REPEATS} times), and from free/busy on, calendars included.

```sh
{INSTALL}    # for the Python that is to solve with it
python bench/planner.py compare --cpsat-python PATH
```

Milliseconds; all but the counts are of instances that have a plan. "Times faster" is the geometric mean.
"""


def section(contests: Sequence[Contest]) -> str:
    """What stands in docs/performance.md."""
    return f"{ABOUT}\n{tables(contests)}"


def tables(contests: Sequence[Contest]) -> str:
    """Times in milliseconds. All but the first three columns of figures are of instances that have a plan."""
    parts = [_head(HEAD)]
    sizes = sorted({contest.people for contest in contests})
    for size in sizes:
        for order in ORDERS:
            parts.append(_line(size, order, [contest for contest in contests if contest.people == size]))
    parts += ["", *_growth(contests), "", *_memory(contests, sizes)]
    return "\n".join(parts)


def differences(contests: Iterable[Contest]) -> list[str]:
    """What is wrong: an objective other than CP-SAT's, or a plan that breaks a rule."""
    found: list[str] = []
    for contest in contests:
        for order in ORDERS:
            ours, theirs = contest.ours["orders"][order], contest.theirs["orders"][order]
            where = f"{contest.name} {order}"
            if not _same(contest, order):
                found.append(f"{where}: {ours['objective']} is ours, {theirs['status']} {theirs['objective']} CP-SAT's")
            found += [f"{where}: {words}" for words in ours["violations"]]
    return found


def _same(contest: Contest, order: str) -> bool:
    """Whether both proved the same. What CP-SAT ran out of time for proves nothing."""
    ours, theirs = contest.ours["orders"][order], contest.theirs["orders"][order]
    return theirs["status"] in {"OPTIMAL", "INFEASIBLE"} and ours["objective"] == theirs["objective"]


def _line(size: int, order: str, contests: Sequence[Contest]) -> str:
    same = sum(_same(contest, order) for contest in contests)
    planned = [contest for contest in contests if contest.ours["orders"][order]["objective"] is not None]
    counts = [str(size), order, str(len(contests)), str(len(planned)), f"{same} of {len(contests)}"]
    if not planned:
        return _row([*counts, *[""] * 8])
    solve, cold = (_times(planned, order, key) for key in ("solve_s", "cold_s"))
    theirs = [contest.theirs["orders"][order]["solve_s"] * 1000 for contest in planned]
    ratio = exp(mean(log(other / mine) for other, mine in zip(theirs, solve, strict=True)))
    figures = [median(solve), _p99(solve), max(solve), median(cold), max(cold), median(theirs), _p99(theirs)]
    return _row([*counts, *map(_ms, figures), f"{ratio:,.0f}"])


def _growth(contests: Sequence[Contest]) -> list[str]:
    """How the time for a balanced plan goes with people, days and how busy they are."""
    kinds = sorted({(contest.days, contest.busy) for contest in contests})
    sizes = sorted({contest.people for contest in contests})
    lines = [_head(["balanced, p50", *(f"{days} days, {busy}" for days, busy in kinds)])]
    for size in sizes:
        cells = []
        for kind in kinds:
            here = [c for c in contests if c.people == size and (c.days, c.busy) == kind]
            times = _times(here, "balanced", "solve_s")
            cells.append(_ms(median(times)) if times else "")
        lines.append(_row([str(size), *cells]))
    return lines


def _memory(contests: Sequence[Contest], sizes: Sequence[int]) -> list[str]:
    lines = [_head(["people", "ours, peak MB", "CP-SAT, peak MB"])]
    for size in sizes:
        here = [contest for contest in contests if contest.people == size]
        peaks: list[Callable[[Contest], int]] = [lambda c: c.ours["peak_mb"], lambda c: c.theirs["peak_mb"]]
        lines.append(_row([str(size), *(str(max(map(peak, here))) for peak in peaks)]))
    return lines


def _times(contests: Iterable[Contest], order: str, key: str) -> list[float]:
    return [contest.ours["orders"][order][key] * 1000 for contest in contests]


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def _head(cells: Sequence[str]) -> str:
    return f"{_row(cells)}\n{_row(['---'] * len(cells))}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
