"""What a planning job can find: plans for a loop, another time for a round, somebody else for a seat. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from models.records.people import Person
from models.records.proposals import ObstacleNote, Option, OptionRound, ProposalKind, RemedyNote
from scheduling.ports import BusyTimes
from scheduling.rules.business_time import LOOP_DAYS, local_date, loop_day
from scheduling.rules.planning import (
    Blocker,
    NoPlan,
    Obstacle,
    Plan,
    PlannedRound,
    Problem,
    StandIns,
    proposals,
    replan,
    stand_ins,
)
from scheduling.rules.planning.problem import DAY_MIN
from scheduling.rules.planning.worth import out_of_core
from scheduling.rules.planning_input import Situation, candidates_for, horizon, loose_rounds, present, problem
from scheduling.rules.what_helps import what_helps

MAX_OPTIONS = 3
LEAST_CHANGE = "fewest"
"""The option of a move that the fewest people notice, where it is none of the planner's orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Options, or the obstacles where there are none. `round_index` and `seat_index` say what a move or swap is about;
    `remedies` would help where there are no options, or none that ends in time."""

    kind: ProposalKind
    options: tuple[Option, ...]
    obstacles: tuple[ObstacleNote, ...]
    round_index: int | None = None
    seat_index: int | None = None
    remedies: tuple[RemedyNote, ...] = ()


def people_to_ask(situation: Situation, job: Mapping[str, object]) -> list[Person]:
    """Everybody whose free/busy the search may need: for a move those of the later rounds too, which may have to follow."""
    if job["kind"] != "move":
        return candidates_for(situation)
    return candidates_for(_with_all_after(situation, _about(situation, job)))


def find(situation: Situation, busy: BusyTimes, job: Mapping[str, object]) -> Found:
    """`job` is what was asked for: its `kind` (`loop`, `move`, `swap`, `confirm`), `round_id`, `person_id`; a move also
    says whether the `rest` of the rounds is to be planned anew, and which others (`along`, ids) have to move with it."""
    if job["kind"] == "loop":
        return _plans(situation, busy, ProposalKind.LOOP)
    index = _about(situation, job)
    if job["kind"] == "swap":
        return _replacements(situation, busy, index, str(job["person_id"]))
    if job["kind"] == "confirm":
        return _as_planned(situation, index)
    if job.get("rest"):
        return _plans(situation, busy, ProposalKind.MOVE, index)
    along = _along(job)
    moves = situation.loose.union(r.index for r in situation.rounds if r.id in along)
    return _moved(_elsewhere(situation, index), busy, index, moves)


def _about(situation: Situation, job: Mapping[str, object]) -> int:
    return next(r.index for r in situation.rounds if r.id == job["round_id"])


def _along(job: Mapping[str, object]) -> Collection[str]:
    along = job.get("along", ())
    assert isinstance(along, list | tuple)
    return [str(round_id) for round_id in along]


def _with_all_after(situation: Situation, index: int) -> Situation:
    """Everything from this round on that still lies ahead may be planned anew."""
    return replace(situation, loose=frozenset(loose_rounds(situation.rounds, from_index=index, rest=True)))


def _elsewhere(situation: Situation, index: int) -> Situation:
    """Another time is asked for: the present one does not suit somebody, so that nothing is offered in it."""
    return replace(situation, avoid=situation.rounds[index].start)


def _plans(situation: Situation, busy: BusyTimes, kind: ProposalKind, index: int | None = None) -> Found:
    asked = problem(situation, busy)
    options = _proposed(situation, asked)
    if isinstance(options, NoPlan):
        notes, helps = obstacle_notes(options.obstacles), what_helps(situation, asked)
        return Found(kind=kind, options=(), obstacles=notes, round_index=index, remedies=helps)
    helps = what_helps(situation, asked) if _late(options) else ()
    return Found(kind=kind, options=options, obstacles=(), round_index=index, remedies=helps)


def _proposed(situation: Situation, asked: Problem) -> tuple[Option, ...] | NoPlan:
    answer = proposals(asked, slack_bdays=situation.opening.slack_bdays)
    if isinstance(answer, NoPlan):
        return answer
    return tuple(option_of(situation, str(p.order), p.plan) for p in answer.options)


def _late(options: Sequence[Option]) -> bool:
    return all(option.end_day > LOOP_DAYS for option in options)


def _moved(situation: Situation, busy: BusyTimes, index: int, moves: frozenset[int]) -> Found:
    """The change that the fewest people notice, then the best times for the same rounds; where it would end past the last
    day and planning all that follows would not, that as well."""
    wide, slack = _with_all_after(situation, index), situation.opening.slack_bdays
    asked, may_follow = problem(wide, busy), wide.loose - moves
    change = replan(asked, present(situation), moves=moves, may_follow=may_follow, slack_bdays=slack)
    if change is None:  # not even with everything after it
        return _plans(wide, busy, ProposalKind.MOVE, index)
    near = replace(situation, loose=frozenset(change.moved))
    first = option_of(near, LEAST_CHANGE, change.plan)
    others = _proposed(near, problem(near, busy))
    assert not isinstance(others, NoPlan), "the change is one"
    if _late((first, *others)) and near.loose != wide.loose:
        anew = _proposed(wide, asked)
        others = (*(() if isinstance(anew, NoPlan) or _late(anew) else anew[:1]), *others)
    same = next((option for option in others if option.rounds == first.rounds), first)
    options = (same, *(option for option in others if option.rounds != first.rounds))[:MAX_OPTIONS]
    helps = what_helps(wide, asked) if _late(options) else ()
    return Found(kind=ProposalKind.MOVE, options=options, obstacles=(), round_index=index, remedies=helps)


def _replacements(situation: Situation, busy: BusyTimes, index: int, person_id: str) -> Found:
    """Who else of the seat's pool is free at that very time: least loaded first, the others of the panel stay."""
    round_, now = situation.rounds[index], present(situation)
    planned, panel = now[index], list(situation.seats[round_.id])
    if person_id not in panel or planned is None or round_.start is None or round_.start < situation.now:
        return Found(kind=ProposalKind.SWAP, options=(), obstacles=(), round_index=index)
    seat = panel.index(person_id)
    only = replace(situation, loose=frozenset({index}))
    asked = problem(only, busy)
    found = stand_ins(asked, planned, round_index=index, pool=round_.pools[seat])
    options = []
    for name in found.free[:MAX_OPTIONS]:
        people = tuple(name if k == seat else other for k, other in enumerate(planned.people))
        rounds = tuple(replace(planned, people=people) if k == index else each for k, each in enumerate(now))
        beyond = out_of_core(asked.interviewers[name], round_.start, round_.minutes, asked.grid_min)
        options.append(_option(only, "replacement", rounds, beyond))
    notes = () if options else _hindrances(found, index, round_.pools[seat])
    return Found(kind=ProposalKind.SWAP, options=tuple(options), obstacles=notes, round_index=index, seat_index=seat)


def _hindrances(found: StandIns, index: int, pool: str) -> tuple[ObstacleNote, ...]:
    """What keeps the others from it, those first who have the least in their way."""
    people: dict[Blocker, list[str]] = {}
    for name, blockers in sorted(found.hindered.items(), key=lambda item: len(item[1])):
        people.setdefault(blockers[0], []).append(name)
    return tuple(
        ObstacleNote(round_index=index, blocker=str(blocker), people=tuple(names[:5]), pool=pool)
        for blocker, names in people.items()
    )


def _as_planned(situation: Situation, index: int) -> Found:
    """The time that was planned for a round without a hold, to be confirmed against free/busy by the booking."""
    round_ = situation.rounds[index]
    assert round_.start is not None  # only asked for rounds with a planned time
    people = tuple(situation.seats[round_.id])
    day = loop_day(situation.loop.kickoff, local_date(round_.start, situation.loop.zone))
    rounds = (OptionRound(index=index, start=round_.start, people=people),)
    option = Option(order="balanced", rounds=rounds, end_day=day, load=0, out_of_core=0)
    return Found(kind=ProposalKind.MOVE, options=(option,), obstacles=(), round_index=index)


def option_of(situation: Situation, order: str, plan: Plan) -> Option:
    """A plan as an option, and how much better another one may be where the search was given up; rounded up."""
    option = _option(situation, order, plan.rounds, plan.objective.out_of_core)
    if plan.gap is None:
        return option
    return replace(
        option,
        lighter_percent=-(-100 * plan.gap.load_cost // max(1, plan.objective.load_cost)),
        sooner_days=-(-plan.gap.minutes // DAY_MIN),
    )


def _option(situation: Situation, order: str, planned: Sequence[PlannedRound | None], out_of_core: int) -> Option:
    """The loop as an option has it; a round that has no time in it is left out."""
    start, _ = horizon(situation.loop, situation.now)
    rounds = tuple(
        OptionRound(
            index=n,
            start=start + timedelta(minutes=round_.start),
            people=round_.people,
            kept=n not in situation.loose,
        )
        for n, round_ in enumerate(planned)
        if round_ is not None
    )
    last = local_date(rounds[-1].start, situation.loop.zone)
    busiest = max(situation.load.get(p, 0) for r in rounds if not r.kept for p in r.people)
    return Option(
        order=order,
        rounds=rounds,
        end_day=loop_day(situation.loop.kickoff, last),
        load=busiest,
        out_of_core=out_of_core,
    )


def obstacle_notes(obstacles: Sequence[Obstacle]) -> tuple[ObstacleNote, ...]:
    """The planner's reasons as they are kept: the most decisive ones, each with those it concerns most."""
    return tuple(
        ObstacleNote(round_index=o.round_index, blocker=str(o.blocker), people=o.people[:5], pool=o.pool)
        for o in obstacles[:5]
    )
