"""Views of proposals: options with names, and why there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.records.loops import Round
from models.records.people import Person
from models.records.proposals import Asked, ObstacleNote, Option, OptionRound, Proposal, RemedyNote
from models.unit_of_work import Transaction
from scheduling.queries.facts import LoopFacts
from scheduling.queries.loops import loop_view, who
from scheduling.views.loops import ObstacleView, OptionRoundView, OptionView, ProposalView
from scheduling.views.remedies import AskedView, RemedyView


def proposal_view(tx: Transaction, facts: LoopFacts, proposal: Proposal, reader: Person, now: datetime) -> ProposalView:
    """The proposal for a reader who may manage the loop's schedule."""
    ids = {p for o in proposal.options for r in o.rounds for p in r.people}
    ids |= {p for obstacle in proposal.obstacles for p in obstacle.people} | {proposal.chosen_by or ""}
    ids |= asked_people(proposal.remedies)
    replaced = _replaced(facts, proposal)
    people = tx.people.by_ids(ids | ({replaced} if replaced else set()))
    chosen_by = people.get(proposal.chosen_by or "")
    index = proposal.round_index
    return ProposalView(
        id=proposal.id,
        kind=proposal.kind,
        state=proposal.state,
        loop=loop_view(facts, reader, now),
        options=tuple(_option(n, option, proposal, facts.rounds, people) for n, option in enumerate(proposal.options)),
        obstacles=obstacle_views(facts, proposal.obstacles, people),
        remedies=remedy_views(facts, proposal.remedies, people),
        because=proposal.because,
        round_name="" if index is None else facts.rounds[index].name,
        replaces=who(people[replaced]) if replaced and replaced in people else None,
        chosen=proposal.chosen,
        chosen_by=None if chosen_by is None else who(chosen_by),
    )


def obstacle_views(
    facts: LoopFacts, notes: Sequence[ObstacleNote], people: Mapping[str, Person]
) -> tuple[ObstacleView, ...]:
    """What stands in the way, with the names of those of `people` whose calendars it is."""
    return tuple(
        ObstacleView(
            round_index=note.round_index,
            round_name=facts.rounds[note.round_index].name,
            blocker=note.blocker,
            people=tuple(who(people[p]) for p in note.people if p in people),
            pool=note.pool,
        )
        for note in notes
    )


def asked_people(notes: Sequence[RemedyNote]) -> set[str]:
    return {asked.person for note in notes for asked in note.asked if asked.person is not None}


def remedy_views(facts: LoopFacts, notes: Sequence[RemedyNote], people: Mapping[str, Person]) -> tuple[RemedyView, ...]:
    """What would help, with names; nothing is asked of somebody who is not known any more."""
    return tuple(
        RemedyView(asked=tuple(_asked(facts, asked, people) for asked in note.asked), end_day=note.end_day)
        for note in notes
        if asked_people([note]) <= people.keys()
    )


def _asked(facts: LoopFacts, asked: Asked, people: Mapping[str, Person]) -> AskedView:
    return AskedView(
        ask=asked.ask,
        round_index=asked.round_index,
        round_name=facts.rounds[asked.round_index].name,
        start=asked.start,
        person=None if asked.person is None else who(people[asked.person]),
        weekdays=asked.weekdays,
        day=asked.day,
        busy=asked.busy,
        pool=asked.pool,
    )


def _replaced(facts: LoopFacts, proposal: Proposal) -> str | None:
    """The person whom a SWAP's options leave out."""
    if proposal.seat_index is None or proposal.round_index is None:
        return None
    seats = facts.seats[facts.rounds[proposal.round_index].id]
    return next((seat.person_id for seat in seats if seat.index == proposal.seat_index), None)


def _option(
    number: int, option: Option, proposal: Proposal, rounds: Sequence[Round], people: Mapping[str, Person]
) -> OptionView:
    newcomer = None
    if proposal.seat_index is not None and proposal.round_index is not None:
        newcomer = people[option.rounds[proposal.round_index].people[proposal.seat_index]]
    return OptionView(
        number=number,
        order=option.order,
        rounds=tuple(_round(r, rounds[r.index], people) for r in option.rounds),
        end_day=option.end_day,
        load=option.load,
        out_of_core=option.out_of_core,
        newcomer=None if newcomer is None else who(newcomer),
        lighter_percent=option.lighter_percent,
        sooner_days=option.sooner_days,
    )


def _round(option: OptionRound, round_: Round, people: Mapping[str, Person]) -> OptionRoundView:
    return OptionRoundView(
        index=option.index,
        name=round_.name,
        start=option.start,
        minutes=round_.minutes,
        people=tuple(who(people[person_id]) for person_id in option.people),
        kept=option.kept,
    )
