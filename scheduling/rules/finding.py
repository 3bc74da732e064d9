"""What a planning job can find: plans for a loop, another time for a round, somebody else for a seat. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from models.records.people import Person
from models.records.proposals import ObstacleNote, Option, OptionRound, ProposalKind
from scheduling.ports import BusyTimes
from scheduling.rules.business_time import local_date, loop_day
from scheduling.rules.planning import Interviewer, NoPlan, Obstacle, Order, Plan, plan, proposals
from scheduling.rules.planning_input import Situation, candidates_for, horizon, loose_rounds, problem

MAX_REPLACEMENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Options, or the obstacles where there are none. `round_index` and `seat_index` say what a move or swap is about."""

    kind: ProposalKind
    options: tuple[Option, ...]
    obstacles: tuple[ObstacleNote, ...]
    round_index: int | None = None
    seat_index: int | None = None


def people_to_ask(situation: Situation, job: Mapping[str, object]) -> list[Person]:
    """Everybody whose free/busy the search may need: for a move those of the later rounds too, which may have to follow."""
    if job["kind"] != "move":
        return candidates_for(situation)
    index = next(r.index for r in situation.rounds if r.id == job["round_id"])
    rest = loose_rounds(situation.rounds, from_index=index, rest=True)
    return candidates_for(replace(situation, loose=frozenset(rest)))


def find(situation: Situation, busy: BusyTimes, job: Mapping[str, object]) -> Found:
    """`job` is what was asked for: its `kind` (`loop`, `move`, `swap`, `confirm`), `round_id`, `person_id`."""
    if job["kind"] == "loop":
        return _plans(situation, busy, ProposalKind.LOOP)
    index = next(r.index for r in situation.rounds if r.id == job["round_id"])
    if job["kind"] == "swap":
        return _replacements(situation, busy, index, str(job["person_id"]))
    if job["kind"] == "confirm":
        return _as_planned(situation, index)
    if not job.get("rest"):
        situation = _elsewhere(situation, index)
    found = _plans(situation, busy, ProposalKind.MOVE, index)
    later = loose_rounds(situation.rounds, from_index=index, rest=True)
    if not found.options and situation.loose != frozenset(later):
        # the rounds after it are in the way: let them follow
        found = _plans(replace(situation, loose=frozenset(later)), busy, ProposalKind.MOVE, index)
    return found


def _elsewhere(situation: Situation, index: int) -> Situation:
    """Another time is asked for: the present one does not suit somebody, so that nothing is offered in it."""
    return replace(situation, avoid=situation.rounds[index].start)


def _plans(situation: Situation, busy: BusyTimes, kind: ProposalKind, index: int | None = None) -> Found:
    asked = problem(situation, busy)
    answer = proposals(asked, slack_bdays=situation.opening.slack_bdays)
    if isinstance(answer, NoPlan):
        return Found(kind=kind, options=(), obstacles=obstacle_notes(answer.obstacles), round_index=index)
    options = tuple(_option(situation, str(p.order), p.plan) for p in answer.options)
    return Found(kind=kind, options=options, obstacles=(), round_index=index)


def _replacements(situation: Situation, busy: BusyTimes, index: int, person_id: str) -> Found:
    """Who else of the seat's pool is free at that very time: least loaded first, the others of the panel stay."""
    round_ = situation.rounds[index]
    panel = list(situation.seats[round_.id])
    if person_id not in panel or round_.start is None:
        return Found(kind=ProposalKind.SWAP, options=(), obstacles=(), round_index=index)
    seat = panel.index(person_id)
    only = replace(situation, loose=frozenset({index}))
    options: list[Option] = []
    tried = set(panel)
    answer = _one_replacement(only, busy, index, seat, tried)
    why = answer if isinstance(answer, NoPlan) else None
    while not isinstance(answer, NoPlan) and len(options) < MAX_REPLACEMENTS:
        options.append(_option(situation, "replacement", answer))
        tried.add(answer.rounds[index].people[seat])
        answer = _one_replacement(only, busy, index, seat, tried)
    notes = (
        ()
        if why is None
        else tuple(replace(n, pool=round_.pools[seat]) for n in obstacle_notes(why.obstacles) if n.people)
    )
    return Found(kind=ProposalKind.SWAP, options=tuple(options), obstacles=notes, round_index=index, seat_index=seat)


def _one_replacement(s: Situation, busy: BusyTimes, index: int, seat: int, tried: set[str]) -> Plan | NoPlan:
    """The least loaded person for the seat at the round's own time. Each seat becomes a pool of its own, so that those
    who stay do stay, whatever else is in their calendars."""
    asked = problem(s, busy)
    round_ = s.rounds[index]
    assert round_.start is not None  # checked by the caller
    start = (round_.start - asked.horizon_start) // timedelta(minutes=1)
    panel = s.seats[round_.id]
    names = tuple(f"seat {n}" for n in range(len(panel)))
    pools = dict(asked.pools)
    for n, person in enumerate(panel):
        pools[names[n]] = (person,) if n != seat else tuple(p for p in pools[round_.pools[n]] if p not in tried)
    people = dict(asked.interviewers)
    for n, person in enumerate(panel):
        if n != seat:
            people[person] = _always_free(people[person])
    specs = list(asked.rounds)
    specs[index] = replace(specs[index], seats=names)
    window = replace(asked.candidate, windows=((start, start + round_.minutes),))
    staying = asked.excluded - {person for n, person in enumerate(panel) if n != seat}
    only = replace(asked, pools=pools, rounds=tuple(specs), candidate=window, interviewers=people, excluded=staying)
    return plan(only, order=Order.FAIREST)


def _always_free(person: Interviewer) -> Interviewer:
    whole = tuple((day, 0, 1440) for day in range(7))
    return replace(
        person, busy=(), booked=(), days_off=frozenset(), unknown=False, work=whole, max_per_day=99, max_per_week=99
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


def _option(situation: Situation, order: str, plan: Plan) -> Option:
    start, _ = horizon(situation.loop, situation.now)
    rounds = tuple(
        OptionRound(
            index=n,
            start=start + timedelta(minutes=planned.start),
            people=planned.people,
            kept=n not in situation.loose,
        )
        for n, planned in enumerate(plan.rounds)
    )
    last = local_date(rounds[-1].start, situation.loop.zone)
    busiest = max(situation.load.get(p, 0) for r in rounds if not r.kept for p in r.people)
    return Option(
        order=order,
        rounds=rounds,
        end_day=loop_day(situation.loop.kickoff, last),
        load=busiest,
        out_of_core=plan.objective.out_of_core,
    )


def obstacle_notes(obstacles: Sequence[Obstacle]) -> tuple[ObstacleNote, ...]:
    """The planner's reasons as they are kept: the most decisive ones, each with those it concerns most."""
    return tuple(
        ObstacleNote(round_index=o.round_index, blocker=str(o.blocker), people=o.people[:5], pool=o.pool)
        for o in obstacles[:5]
    )
