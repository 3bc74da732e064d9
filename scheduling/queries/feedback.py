"""Views of feedback. What a reader may not see yet is turned into a `MissingView` here, before any words are made."""

from __future__ import annotations

from datetime import datetime

from models.records.feedback import Verdict
from models.records.loops import LoopState, Round, RoundState
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.queries.facts import LoopFacts
from scheduling.queries.loops import everyone, loop_view, round_view, who
from scheduling.rules.access import Action, Resource
from scheduling.rules.playbook import competencies, red_flags
from scheduling.views.feedback import (
    DebriefView,
    MissingView,
    RoundFeedbackView,
    ScorecardFormView,
    ScorecardView,
)
from scheduling.views.loops import Who


def round_feedback(
    tx: Transaction, facts: LoopFacts, round_: Round, reader: Person, now: datetime, nth: int = 0
) -> RoundFeedbackView:
    """A round's scorecards as given, for a reader who may read them; else who has submitted, or nothing at all."""
    readable = facts.may(reader, Resource.OTHERS_FEEDBACK, Action.READ, round_.id)
    cards: list[ScorecardView] = []
    missing: list[MissingView] = []
    for person in facts.panel(round_.id):
        card = facts.cards.get((round_.id, person.id))
        seat = facts.seat(round_.id, person.id)
        if card is not None and (readable or person.id == reader.id):
            view = ScorecardView(
                author=who(person), round_index=round_.index, round_name=round_.name, card=card, versions=card.version
            )
            cards.append(view)
            continue
        waived = seat is not None and seat.feedback_waived
        missing.append(
            MissingView(
                author=who(person),
                round_index=round_.index,
                round_name=round_.name,
                waived=waived,
                hidden=card is not None,
            )
        )
    verdict = last_verdict(tx, round_)
    told = facts.may(reader, Resource.DECISION, Action.READ)
    return RoundFeedbackView(
        loop=loop_view(tx, facts, reader, now),
        round=round_view(facts, round_, reader),
        competencies=competencies(round_.kind),
        cards=tuple(cards),
        missing=tuple(missing),
        verdict=str(verdict.choice) if verdict and told else "",
        verdict_by=_author(facts, verdict) if told else None,
        nth=nth,
        reader_may_decide=_due(facts, round_) and facts.may(reader, Resource.DECISION, Action.WRITE),
    )


def debrief_view(tx: Transaction, facts: LoopFacts, reader: Person, now: datetime, nth: int = 0) -> DebriefView:
    """Everything that was said in the loop so far, round by round, each round held to what the reader may read of it."""
    held = [r for r in facts.rounds if r.state in (RoundState.FEEDBACK, RoundState.VERDICT, RoundState.ADVANCED)]
    held += [r for r in facts.rounds if r.state is RoundState.STOPPED]
    deciding = facts.loop.state is LoopState.DEBRIEF and facts.may(reader, Resource.DECISION, Action.WRITE)
    return DebriefView(
        loop=loop_view(tx, facts, reader, now),
        rounds=tuple(round_feedback(tx, facts, r, reader, now) for r in sorted(held, key=lambda r: r.index)),
        reader_may_decide=deciding,
        nth=nth,
    )


def scorecard_form(tx: Transaction, facts: LoopFacts, round_: Round, reader: Person) -> ScorecardFormView:
    """The form for one of the round's interviewers, with their draft or, for an amendment, their newest version."""
    draft = tx.drafts.find(round_id=round_.id, person_id=reader.id)
    panel = {seat.person_id for seats in facts.seats.values() for seat in seats}
    candidate = facts.loop.candidate.email.lower()
    free = [p for p in tx.people.all() if p.active and p.id not in panel and p.email.lower() != candidate and p.work]
    colleagues = [p for p in free if not facts.could_read(round_.id, p)]
    return ScorecardFormView(
        loop_id=facts.loop.id,
        candidate=facts.loop.candidate.name,
        opening=facts.opening.title,
        round_id=round_.id,
        round_name=round_.name,
        round_kind=round_.kind,
        start=round_.start,
        competencies=competencies(round_.kind),
        red_flags=red_flags(round_.kind),
        draft={} if draft is None else draft.fields,
        previous=facts.cards.get((round_.id, reader.id)),
        colleagues=everyone(sorted(colleagues, key=lambda p: p.name)),
        absent=facts.absent(round_.id, reader.id),
    )


def last_verdict(tx: Transaction, round_: Round) -> Verdict | None:
    given = tx.verdicts.all(round_id=round_.id)
    return max(given, key=lambda verdict: verdict.given_at, default=None)


def _due(facts: LoopFacts, round_: Round) -> bool:
    return round_.state is RoundState.VERDICT and facts.loop.state is LoopState.RUNNING


def _author(facts: LoopFacts, verdict: Verdict | None) -> Who | None:
    person = None if verdict is None else facts.people.get(verdict.person_id)
    return None if person is None else who(person)
