"""What would bring a late loop back: the fewest rounds to be moved, or else what stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from models.records.loops import Round, RoundState
from models.records.proposals import ObstacleNote, RemedyNote
from scheduling.ports import BusyTimes
from scheduling.rules.business_time import LOOP_DAYS, at, local_date, loop_day, next_business_day
from scheduling.rules.finding import obstacle_notes
from scheduling.rules.planning import NoPlan, Order, plan, why_late
from scheduling.rules.planning_input import Situation, horizon, problem
from scheduling.rules.what_helps import as_payload, remedy_from, what_helps

NOTICE = timedelta(hours=4)
"""As for every round that is moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """From round `index` on new times are looked for (`alone`: for this round only); the loop could end on `end_day`."""

    index: int
    alone: bool
    end_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """The cheapest first. `obstacles` stand in the way of a loop in time, where no move reaches that; `remedies` would
    help."""

    moves: tuple[Repair, ...] = ()
    obstacles: tuple[ObstacleNote, ...] = ()
    remedies: tuple[RemedyNote, ...] = ()

    def as_payload(self) -> dict[str, Any]:
        return {
            "moves": [asdict(move) for move in self.moves],
            "obstacles": [asdict(o) for o in self.obstacles],
            "remedies": [as_payload(note) for note in self.remedies],
        }


def repairs_from(payload: Mapping[str, Any]) -> Repairs:
    """What `as_payload` wrote."""
    return Repairs(
        moves=tuple(Repair(**move) for move in payload.get("moves", ())),
        obstacles=tuple(ObstacleNote(**{**o, "people": tuple(o["people"])}) for o in payload.get("obstacles", ())),
        remedies=tuple(remedy_from(note) for note in payload.get("remedies", ())),
    )


def movable(rounds: Sequence[Round], now: datetime) -> tuple[int, ...]:
    """The rounds that a repair may move: held or open ones, and the last one even if the candidate is invited."""
    loose = [r.index for r in rounds if r.state in (RoundState.OPEN, RoundState.HELD)]
    last = rounds[-1]
    invited = last.state is RoundState.INVITED and last.start is not None and last.start > now
    return (*loose, last.index) if invited else tuple(loose)


def repair_notice(answered: date | None, *, zone: str, holidays: Collection[date], now: datetime) -> timedelta:
    """How far ahead new times may begin: with some notice, and not before the day after that on which an answer that is owed
    can be expected."""
    if answered is None:
        return NOTICE
    return max(NOTICE, at(next_business_day(answered, holidays), time(0), zone) - now)


def _owed(rounds: Sequence[Round]) -> bool:
    return any(r.state in (RoundState.FEEDBACK, RoundState.VERDICT) for r in rounds)


def repairs(situation: Situation, busy: BusyTimes, *, late_day: int) -> Repairs:
    """Moving the last round alone, then all that are `movable`; only what ends the loop sooner than `late_day`."""
    loose = movable(situation.rounds, situation.now)
    last = situation.rounds[-1]
    timed = all(r.start is not None for r in situation.rounds)
    tries: list[tuple[int, ...]] = [(last.index,)] if timed and last.index in loose else []
    tries += [loose] if loose and loose not in tries else []
    moves: list[Repair] = []
    best = late_day
    for indices in tries:
        end_day = _earliest_end(replace(situation, loose=frozenset(indices)), busy)
        if end_day is not None and end_day < best and best > LOOP_DAYS:
            moves.append(Repair(index=indices[0], alone=len(indices) == 1, end_day=end_day))
            best = end_day
    if best <= LOOP_DAYS or not loose or _owed(situation.rounds):
        return Repairs(moves=tuple(moves))
    wide = replace(situation, loose=frozenset(loose))
    asked = problem(wide, busy)
    return Repairs(moves=tuple(moves), obstacles=obstacle_notes(why_late(asked)), remedies=what_helps(wide, asked))


def _earliest_end(situation: Situation, busy: BusyTimes) -> int | None:
    """The day on which the last round would be held, if everything that may move is planned for the earliest end."""
    answer = plan(problem(situation, busy), order=Order.EARLIEST)
    if isinstance(answer, NoPlan):
        return None
    start, _ = horizon(situation.loop, situation.now)
    ends = start + timedelta(minutes=answer.rounds[-1].start)
    return loop_day(situation.loop.kickoff, local_date(ends, situation.loop.zone))
