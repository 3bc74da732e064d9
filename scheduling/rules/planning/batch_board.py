"""A batch laid out for the search: one team, and every loop with the slots and pools its open rounds could use.

Who is free is asked of the same calendars and boards as for a single loop; people are numbered by their ids, so nothing
depends on the order they are listed in.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduling.rules.planning.board import Board, Table
from scheduling.rules.planning.candidate_days import CandidateDays
from scheduling.rules.planning.diaries import Dates, Diary, Team
from scheduling.rules.planning.index import Index
from scheduling.rules.planning.open_loops import OpenLoop, OpenRound, Seats
from scheduling.rules.planning.problem import Problem
from scheduling.rules.planning.windows import possible_windows


def refuse_strangers(problems: Sequence[Problem]) -> None:
    """Loops can only share people if these are the same, over the same days: else the caller has a bug."""
    first = problems[0]
    for problem in problems[1:]:
        if (problem.start_utc, problem.days, problem.grid_min) != (first.start_utc, first.days, first.grid_min):
            raise ValueError("loops that are planned together need the same horizon")
        if problem.interviewers is not first.interviewers and problem.interviewers != first.interviewers:
            raise ValueError("loops that are planned together need the same interviewers")


def team_of(problem: Problem, index: Index) -> Team:
    dates: dict[str, Dates] = {}
    diaries: list[Diary] = []
    for number, name in enumerate(sorted(problem.interviewers)):
        person = problem.interviewers[name]
        if person.tz not in dates:
            dates[person.tz] = Dates(index.hours.local_days(person.tz))
        diaries.append(Diary(number, index.calendar(person), dates[person.tz]))
    return Team(diaries)


def open_loop(problem: Problem, index: Index, team: Team) -> OpenLoop:
    """A loop's open rounds. Where the candidate's calendar alone rules it out, their windows are empty."""
    board = Board(problem, index)
    windows = possible_windows(board) or (0,) * len(board.tables)
    posts: list[Seats] = []
    rounds = [
        _round(problem, table, window, place, team, posts)
        for place, (table, window) in enumerate(zip(board.tables, windows, strict=True))
    ]
    gone = problem.excluded.union(person for planned in problem.fixed if planned for person in planned.people)
    target = board.days.first_ordinal + problem.target_days - 1
    return OpenLoop(
        rounds=tuple(rounds),
        posts=tuple(posts),
        gone=frozenset(team.numbers[name] for name in gone if name in team.numbers),
        links=board.links,
        days=board.days,
        in_order=problem.in_order,
        target=target,
        fixed_end=None if board.ends_the_loop else _fixed_end(problem, board.days, target),
    )


def _round(problem: Problem, table: Table, window: int, place: int, team: Team, posts: list[Seats]) -> OpenRound:
    spec = problem.rounds[table.index]
    pools = [team.pool(problem.pools.get(name, ())) for name in spec.seats]
    first = len(posts)
    for pool in dict.fromkeys(pools):
        numbers = tuple(seat for seat, other in enumerate(pools) if other is pool)
        posts.append(Seats(place=place, pool=pool, numbers=numbers))
    return OpenRound(
        index=table.index,
        duration=spec.duration_min,
        quarters=table.quarters,
        seat_count=table.seat_count,
        window=window,
        posts=tuple(range(first, len(posts))),
    )


def _fixed_end(problem: Problem, days: CandidateDays, target: int) -> tuple[int, int]:
    last = problem.fixed_round(len(problem.rounds) - 1)
    assert last is not None, "a loop ends with an open round or a fixed one"
    return max(0, days.local.ordinal_at(last.start) - target), last.start + problem.rounds[-1].duration_min
