"""From an effect to what it would say right now: the view, or the reason why it must not be said (any more).

Nothing is frozen when a message is asked for: names, times and rights are read at the moment of sending, so that a
reminder never speaks of a time that has changed, or to somebody who has left the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.records.delivery import UNDONE, WAITING, Effect, EffectKind, EffectState
from models.records.loops import LoopState, Round, RoundState, Seat, SeatState
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.messages import Topic, View
from scheduling.outbox.panel_news import panel_view
from scheduling.outbox.settled import CALENDAR_NEWS, OF_ONE_TIME, ROUND_BOUND, calendar_settled, panel_settled
from scheduling.outbox.short_news import SHORT_NEWS
from scheduling.queries.facts import LoopFacts, loop_facts
from scheduling.queries.feedback import debrief_view, round_feedback
from scheduling.queries.loops import everyone, loop_view, round_view, who
from scheduling.queries.proposals import asked_people, obstacle_views, proposal_view, remedy_views
from scheduling.rules.business_time import at, local_date, next_business_day
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.rules.reminders import MORNING, day_notes_end, told_at
from scheduling.rules.repairs import repairs_from
from scheduling.views.loops import (
    CalendarNewsView,
    EscalationView,
    LoopNewsView,
    RepairView,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """Not to be said: never (`again` None), or not before `again`. `reason` is a stable code for the log."""

    reason: str
    again: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a message is about, read in one transaction. `redraw` is true when a sent message is being brought up to
    date: then nothing is too late, and the view says what became of it."""

    tx: Transaction
    effect: Effect
    reader: Person
    now: datetime
    redraw: bool
    facts: LoopFacts
    round: Round | None


def compose(tx: Transaction, effect: Effect, now: datetime, *, redraw: bool = False) -> View | NotNow:
    """The view of a POST effect for its reader."""
    reader = tx.people.find(id=effect.person_id or "")
    if reader is None or not reader.active:
        return NotNow(reason="reader_gone")
    topic = Topic(effect.topic)
    if topic in SHORT_NEWS:
        return SHORT_NEWS[topic](tx, effect, reader)
    facts = loop_facts(tx, effect.loop_id or "")
    if facts is None:
        return NotNow(reason="loop_gone")
    round_ = facts.round(effect.round_id or "")
    saying = Saying(tx=tx, effect=effect, reader=reader, now=now, redraw=redraw, facts=facts, round=round_)
    if not redraw:
        stop = _too_late(saying, topic) or _held_back(saying, topic)
        if stop is not None:
            return stop
    return _ABOUT_LOOPS[topic](saying)


OUTLIVES_LOOP = (Topic.ENDED, Topic.RELEASED, Topic.CARD)
AT_ANY_HOUR = (Topic.PROPOSAL, Topic.BRIEF_SHORT, Topic.FEEDBACK_ASK)
"""What somebody has just asked for, or what belongs to an interview of today."""
A_LITTLE_LATE = timedelta(minutes=30)
NUDGES = (
    Topic.OVERDUE,
    Topic.DAY_NOTE,
    Topic.VERDICT_OWED,
    Topic.DECISION_OWED,
    Topic.FEEDBACK_OWED,
    Topic.FEEDBACK_ESCALATED,
)


def _too_late(s: Saying, topic: Topic) -> NotNow | None:
    if s.facts.loop.state not in LIVE_LOOP and topic not in OUTLIVES_LOOP:
        return NotNow(reason="loop_ended")
    moved = s.round is not None and s.effect.payload.get("revision", s.round.revision) != s.round.revision
    if moved and topic in OF_ONE_TIME:
        return NotNow(reason="round_moved")
    if topic is Topic.DAY_NOTE and s.now >= day_notes_end(kickoff=s.facts.loop.kickoff, zone=s.reader.zone):
        return NotNow(reason="last_day")
    return None


def _held_back(s: Saying, topic: Topic) -> NotNow | None:
    """Nudges wait for the first business morning after a pause, and each morning until then it is looked again whether the
    pause goes on: somebody may have ended it. The clock goes on. Of two steps of one ladder that come to be due together,
    after a pause or an outage, only the later one is said: it says all there is to say. What an outage has put off into
    the night waits for the morning, unless the interview is today."""
    night = None if topic in AT_ANY_HOUR else _night(s)
    if topic not in NUDGES:
        return night
    mine, again = s.effect, _while_paused(s)
    ladder = s.tx.outbox.all(topic=topic, loop_id=mine.loop_id, round_id=mine.round_id, person_id=mine.person_id)
    due = [step for step in ladder if step.state in WAITING and step.due_at <= (again or s.now)]
    if any(_nth(step) > _nth(mine) for step in due):
        return NotNow(reason="overtaken")
    return night if again is None else NotNow(reason="paused", again=again)


def _night(s: Saying) -> NotNow | None:
    """A message that was to be said within reading hours may be a little late for them."""
    told = [
        told_at(
            moment, zone=s.reader.zone, holidays=s.facts.holidays, interview=None if s.round is None else s.round.start
        )
        for moment in (s.now, s.now - A_LITTLE_LATE)
    ]
    return NotNow(reason="night", again=told[0]) if told[0] > s.now and told[1] > s.now - A_LITTLE_LATE else None


def _while_paused(s: Saying) -> datetime | None:
    """The reader's next business morning; None where nudges are not paused now."""
    until = s.facts.loop.nudges_paused_until
    if until is None:
        return None
    today = local_date(s.now, s.reader.zone)
    after, tomorrow = (at(next_business_day(day, s.facts.holidays), MORNING, s.reader.zone) for day in (until, today))
    return min(after, tomorrow) if after > s.now else None


def _panel(s: Saying) -> View | NotNow:
    """Messages to one interviewer about an own round."""
    if s.round is None:
        return NotNow(reason="round_gone")
    topic = Topic(s.effect.topic)
    seat = s.facts.seat(s.round.id, s.reader.id)
    settled = panel_settled(s.facts, s.round, s.reader.id, s.effect)
    if not s.redraw and topic is not Topic.RELEASED:
        if seat is None or _absent(s, seat, topic):
            return NotNow(reason="not_on_panel")
        if settled:
            return NotNow(reason=settled)
        if topic in (Topic.BRIEF, Topic.BRIEF_SHORT) and s.round.state is not RoundState.INVITED:
            return NotNow(reason="not_invited")
    if topic is Topic.RELEASED and seat is not None and s.facts.loop.state in LIVE_LOOP and not s.redraw:
        return NotNow(reason="seated_again")
    view = panel_view(s.facts, s.round, s.reader, s.effect, s.now, settled=settled)
    giver = s.effect.payload.get("from")
    handed_by = s.tx.people.find(id=giver) if giver else None
    return view if handed_by is None else replace(view, handed_by=who(handed_by))


def _absent(s: Saying, seat: Seat, topic: Topic) -> bool:
    """Whether the reader declined and nobody needs to know how it went from them: it is asked only where all declined."""
    if topic in (Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED):
        return s.facts.absent(seat.round_id, seat.person_id)
    return seat.state is SeatState.DECLINED


def _proposal(s: Saying) -> View | NotNow:
    proposal = s.tx.proposals.find(id=s.effect.payload.get("proposal", ""))
    if proposal is None:
        return NotNow(reason="proposal_gone")
    return proposal_view(s.tx, s.facts, proposal, s.reader, s.now)


def _verdict(s: Saying) -> View | NotNow:
    if s.round is None:
        return NotNow(reason="round_gone")
    if not s.redraw and s.round.state is not RoundState.VERDICT:
        return NotNow(reason="verdict_given")
    return round_feedback(s.tx, s.facts, s.round, s.reader, s.now, nth=_nth(s.effect))


def _decision(s: Saying) -> View | NotNow:
    if not s.redraw and s.facts.loop.state is not LoopState.DEBRIEF:
        return NotNow(reason="decided")
    return debrief_view(s.tx, s.facts, s.reader, s.now, nth=_nth(s.effect))


def _escalated(s: Saying) -> View | NotNow:
    if s.round is None or not _waits_for_feedback(s.round, s.now):
        return NotNow(reason="feedback_in")
    missing = s.facts.missing(s.round.id)
    if not missing:
        return NotNow(reason="feedback_in")
    again = _after_reminders(s, s.round, missing)
    if again > s.now and not s.redraw:
        return NotNow(reason="reminded_first", again=again)
    return EscalationView(
        loop=loop_view(s.tx, s.facts, s.reader, s.now),
        round=round_view(s.facts, s.round, s.reader),
        missing=everyone(missing),
    )


def _after_reminders(s: Saying, round_: Round, missing: Sequence[Person]) -> datetime:
    """The morning after the last reminder of those who owe feedback: of what was said, and of what is still to come as it
    was put off, or as somebody took the seat over. One that is due is said today, whichever of the two comes first."""
    mornings = [s.now]
    for person in missing:
        reminders = s.tx.outbox.all(
            topic=Topic.FEEDBACK_OWED, kind=EffectKind.POST, round_id=round_.id, person_id=person.id
        )
        for moment in filter(None, (_heard(reminder, s.now) for reminder in reminders)):
            day = next_business_day(local_date(moment, person.zone), s.facts.holidays)
            mornings.append(at(day, MORNING, s.reader.zone))
    return max(mornings)


def _heard(reminder: Effect, now: datetime) -> datetime | None:
    """When its reader has heard it, or will; None where nobody will."""
    if reminder.state in UNDONE:
        return max(reminder.due_at, now) if reminder.until is None or now < reminder.until else None
    tried = (EffectState.SENDING, EffectState.AMBIGUOUS, EffectState.DONE)
    return reminder.last_try_at if reminder.state in tried else None


def _waits_for_feedback(round_: Round, now: datetime) -> bool:
    """Also where nobody has noted yet that it is over: after an outage effects may be done before time is watched."""
    over = round_.end is not None and round_.end <= now
    return round_.state is RoundState.FEEDBACK or (round_.state is RoundState.INVITED and over)


def _calendar_news(s: Saying) -> View | NotNow:
    if s.round is None:
        return NotNow(reason="round_gone")
    payload = s.effect.payload
    culprit = s.tx.people.find(id=payload.get("who", ""))
    found = payload.get("found")
    return CalendarNewsView(
        loop=loop_view(s.tx, s.facts, s.reader, s.now),
        round=round_view(s.facts, s.round, s.reader),
        who=None if culprit is None else who(culprit),
        found_start=None if found is None else datetime.fromisoformat(found),
        reason=payload.get("reason", ""),
        settled=calendar_settled(s.facts, s.round, s.effect) if s.redraw else "",
    )


def _loop_news(s: Saying) -> View | NotNow:
    topic = Topic(s.effect.topic)
    third = s.facts.rounds[2].state if len(s.facts.rounds) > 2 else RoundState.ADVANCED
    if not s.redraw and topic is Topic.DAY_NOTE and third in (RoundState.VERDICT, RoundState.ADVANCED):
        return NotNow(reason="round_3_done")
    view = loop_view(s.tx, s.facts, s.reader, s.now)
    if not s.redraw and topic is Topic.LATE_ALERT and not (view.forecast and view.forecast.late):
        return NotNow(reason="back_in_time")
    items = tuple(s.tx.checklists.all(loop_id=s.facts.loop.id)) if topic is Topic.ENDED else ()
    found = repairs_from(s.effect.payload.get("repairs", {}))
    named = {p for note in found.obstacles for p in note.people} | asked_people(found.remedies)
    people = s.tx.people.by_ids(named)
    return LoopNewsView(
        loop=view,
        reader=who(s.reader),
        checklists=items,
        repairs=tuple(RepairView(round=view.rounds[m.index], alone=m.alone, end_day=m.end_day) for m in found.moves),
        obstacles=obstacle_views(s.facts, found.obstacles, people),
        remedies=remedy_views(s.facts, found.remedies, people),
    )


def _card(s: Saying) -> View | NotNow:
    return loop_view(s.tx, s.facts, s.reader, s.now)


def _nth(effect: Effect) -> int:
    return int(effect.payload.get("nth", 0))


_ABOUT_LOOPS: dict[Topic, Callable[[Saying], View | NotNow]] = {
    **dict.fromkeys((*ROUND_BOUND, Topic.RELEASED, Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED), _panel),
    Topic.PROPOSAL: _proposal,
    **dict.fromkeys((Topic.VERDICT_ASK, Topic.VERDICT_OWED), _verdict),
    **dict.fromkeys((Topic.DEBRIEF, Topic.DECISION_OWED), _decision),
    Topic.FEEDBACK_ESCALATED: _escalated,
    **dict.fromkeys(CALENDAR_NEWS, _calendar_news),
    **dict.fromkeys((Topic.LATE_ALERT, Topic.DAY_NOTE, Topic.OVERDUE, Topic.ENDED, Topic.DEBRIEF_READY), _loop_news),
    Topic.CARD: _card,
}
