"""The view behind every message to one interviewer about an own round."""

from __future__ import annotations

from datetime import datetime

from models.records.delivery import Effect
from models.records.loops import Round
from models.records.people import Person
from scheduling.messages import Topic
from scheduling.queries.facts import LoopFacts
from scheduling.queries.loops import everyone, may_see_schedule, round_view, who
from scheduling.rules.access import Action, Resource
from scheduling.rules.business_time import local_date, next_business_day
from scheduling.rules.playbook import questions, red_flags
from scheduling.views.loops import PanelView

WITH_QUESTIONS = (Topic.BRIEF, Topic.BRIEF_SHORT)
"""And news of a round that brings the brief along."""


def panel_view(
    facts: LoopFacts, round_: Round, reader: Person, effect: Effect, now: datetime, *, settled: str
) -> PanelView:
    """Everything an interviewer may be told of their round; the brief adds the questions and red flags."""
    topic = Topic(effect.topic)
    briefs = topic in WITH_QUESTIONS or bool(effect.payload.get("brief"))
    previous = effect.payload.get("previous")
    nth = int(effect.payload.get("nth", 0))
    waiting = 0 if round_.end is None else max(0, (now - round_.end).days)
    tomorrow = next_business_day(local_date(now, reader.zone), facts.holidays)
    return PanelView(
        loop_id=facts.loop.id,
        candidate=facts.loop.candidate.name,
        opening=facts.opening.title,
        resume=facts.loop.candidate.resume if facts.may(reader, Resource.RESUME, Action.READ) else "",
        round=round_view(facts, round_, reader),
        reader=who(reader),
        panel=everyone(facts.panel(round_.id)) if may_see_schedule(facts, round_, reader) else (),
        questions=questions(round_.kind) if briefs else (),
        red_flags=red_flags(round_.kind) if briefs else (),
        nth=nth,
        previous_start=datetime.fromisoformat(previous) if previous else None,
        candidate_waits_days=waiting,
        manager_hears_on=tomorrow if topic is Topic.FEEDBACK_OWED and nth == 2 else None,
        hiring_manager=who(facts.people[facts.loop.hiring_manager_id]),
        settled=settled,
    )
