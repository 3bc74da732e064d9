"""What people do about each kind of message."""

from __future__ import annotations

from datetime import timedelta

from models.records.feedback import Rating, Recommendation, VerdictChoice
from models.records.loops import LoopState
from models.records.proposals import ProposalState
from sandbox.simulation.people import Habit, Heard, People
from scheduling import intents as i
from scheduling.messages import Topic
from scheduling.views.feedback import DebriefView, RoundFeedbackView
from scheduling.views.loops import CalendarNewsView, PanelView, ProposalView

MARKER = "words-of"
"""Stands in all feedback: wherever it turns up, somebody's words have turned up."""


def chooses(people: People, heard: Heard) -> None:
    view = heard.view
    assert isinstance(view, ProposalView)
    if view.state is not ProposalState.OPEN:
        return
    delay = people.delay(heard.loop, "chooses")
    if not view.options:
        tried = i.FindPlan(actor_id=heard.name, loop_id=heard.loop)
        people.will(delay + timedelta(hours=20), tried, f"looks for times of {heard.loop} again", loop=heard.loop)
        return
    option = people.fate.among(len(view.options), heard.loop, "option")
    wish = i.Book(actor_id=heard.name, loop_id=heard.loop, proposal_id=view.id, option=option)
    people.will(delay, wish, f"books option {option + 1} for {heard.loop}", loop=heard.loop)


def may_decline(people: People, heard: Heard) -> None:
    view = heard.view
    assert isinstance(view, PanelView)
    if people.fate.happens("interviewer declines", 0.03, heard.name, view.round.id, heard.topic):
        wish = i.Decline(actor_id=heard.name, loop_id=heard.loop, round_id=view.round.id, reason="busy")
        delay = people.delay(heard.loop, heard.name, "declines")
        people.will(delay, wish, f"can't make it to {view.round.id}", loop=heard.loop, form=True)


def gives_feedback(people: People, heard: Heard) -> None:
    """Most give it, some late, some hand it off or say that nothing happened; some amend it. The second reminder helps
    everybody."""
    view, fate = heard.view, people.fate
    assert isinstance(view, PanelView)
    if view.settled:
        return
    name, loop, round_id = heard.name, heard.loop, view.round.id
    about = (name, round_id, heard.topic)
    delay = people.delay(loop, *about)
    if heard.topic is Topic.FEEDBACK_ASK and fate.happens("interview did not happen", 0.02, *about):
        missed = i.DidNotHappen(actor_id=name, loop_id=loop, round_id=round_id, reason="nobody came")
        people.will(delay, missed, f"says that {round_id} did not happen", loop=loop, form=True)
    elif heard.topic is Topic.FEEDBACK_ASK and fate.happens("feedback handed off", 0.03, *about):
        to = ("emil", "nina", "mara")[fate.among(3, "handed to", *about)]
        handed = i.HandOff(actor_id=name, loop_id=loop, round_id=round_id, to_person_id=to)
        people.will(delay, handed, f"hands {round_id} off to {to}", loop=loop, form=True)
    elif view.nth < 2 and fate.happens("reminder snoozed", 0.05, *about):
        snoozed = i.SnoozeFeedback(actor_id=name, loop_id=loop, round_id=round_id)
        people.will(delay, snoozed, f"snoozes {round_id}", loop=loop)
    elif view.nth < 2 and heard.topic is Topic.FEEDBACK_ASK and fate.happens("ask ignored", 0.08, *about):
        return
    else:
        _submits(people, heard, view, delay)


def _submits(people: People, heard: Heard, view: PanelView, delay: timedelta) -> None:
    name, loop, round_id = heard.name, heard.loop, view.round.id
    if people.fate.happens("draft kept", 0.3, name, round_id):
        typed = people.clock.now() + delay / 2
        fields = {"summary": f"{MARKER}:{name}:{round_id}:draft"}
        draft = i.SaveDraft(actor_id=name, loop_id=loop, round_id=round_id, fields=fields, typed_at=typed)
        people.will(delay / 2, draft, f"types about {round_id}", loop=loop)
    people.will(delay, scorecard(people, name, loop, round_id), f"gives feedback on {round_id}", loop=loop, form=True)
    if people.fate.happens("feedback amended", 0.08, name, round_id):
        amended = scorecard(people, name, loop, round_id)
        later = delay + people.delay(name, round_id, "amends")
        people.will(later, amended, f"amends the feedback on {round_id}", loop=loop, form=True)


def scorecard(people: People, name: str, loop: str, round_id: str) -> i.SubmitScorecard:
    """Each has words of its own, with all that texts may hold."""
    people.words += 1
    words = f"{MARKER}:{name}:{round_id}:{people.words} \u00fc\u4e2d\U0001f600\r\n<!channel> & 'x' *y*\u202e "
    recommendation = list(Recommendation)[people.fate.among(4, name, round_id, "recommends")]
    return i.SubmitScorecard(
        actor_id=name,
        loop_id=loop,
        round_id=round_id,
        recommendation=recommendation,
        ratings=(Rating(competency="System design", points=3, evidence=words), Rating(competency="Ops", points=None)),
        red_flags=("No failure stories",) if people.fate.throw(name, round_id, "flags") < 0.2 else (),
        summary=words,
    )


def judges(people: People, heard: Heard) -> None:
    view = heard.view
    assert isinstance(view, RoundFeedbackView)
    if not view.reader_may_decide:
        return
    throw = people.fate.throw(view.round.id, "verdict")
    choice = VerdictChoice.ADVANCE if throw < 0.72 else VerdictChoice.STOP if throw < 0.94 else VerdictChoice.TALK
    if heard.topic is Topic.VERDICT_ASK and people.fate.happens("ask ignored", 0.1, heard.name, view.round.id):
        return
    wish = i.GiveVerdict(actor_id=heard.name, loop_id=heard.loop, round_id=view.round.id, choice=choice, reason="so")
    people.will(people.delay(view.round.id, "judges"), wish, f"says {choice} of {view.round.id}", loop=heard.loop)


def decides(people: People, heard: Heard) -> None:
    view = heard.view
    assert isinstance(view, DebriefView)
    if not view.reader_may_decide:
        return
    ending = LoopState.OFFER if people.fate.throw(heard.loop, "decides") < 0.7 else LoopState.NO
    wish = i.Decide(actor_id=heard.name, loop_id=heard.loop, ending=ending, reason="because")
    people.will(people.delay(heard.loop, "decides"), wish, f"decides {ending} for {heard.loop}", loop=heard.loop)


def mends(people: People, heard: Heard) -> None:
    """The coordinator's answer to news from the calendar."""
    view, name, loop = heard.view, heard.name, heard.loop
    assert isinstance(view, CalendarNewsView)
    round_id, throw = view.round.id, people.fate.throw(heard.loop, heard.topic, "mends")
    move = i.FindMove(actor_id=name, loop_id=loop, round_id=round_id)
    keep = i.KeepAsIs(actor_id=name, loop_id=loop, round_id=round_id)
    restore = i.RestoreEvent(actor_id=name, loop_id=loop, round_id=round_id)
    accept = i.AcceptCalendar(actor_id=name, loop_id=loop, round_id=round_id)
    ways: dict[Topic, tuple[i.Intent, i.Intent]] = {
        Topic.GUEST_DECLINED: (keep, move),
        Topic.CANDIDATE_DECLINED: (keep, move),
        Topic.EVENT_MOVED: (accept, restore),
        Topic.EVENT_DELETED: (restore, move),
    }
    first, second = ways[heard.topic]
    wish = first if throw < 0.4 else second
    if view.who is not None and throw > 0.7:
        wish = i.FindReplacement(actor_id=name, loop_id=loop, round_id=round_id, person_id=view.who.id)
    people.will(
        people.delay(loop, heard.topic), wish, f"answers {heard.topic} with {wish.kind} of {round_id}", loop=loop
    )


def hurries(people: People, heard: Heard) -> None:
    """Late: some look for better times, some want quiet, most wait."""
    throw = people.fate.throw(heard.loop, heard.name, "hurries")
    if throw < 0.2:
        look = i.FindPlan(actor_id=heard.name, loop_id=heard.loop)
        people.will(people.delay(heard.loop), look, f"looks for better times of {heard.loop}", loop=heard.loop)
    elif throw < 0.3:
        until = (people.clock.now() + timedelta(days=3)).date()
        quiet = i.PauseNudges(actor_id=heard.name, loop_id=heard.loop, until=until, reason="away")
        people.will(people.delay(heard.loop), quiet, f"quiets the nudges of {heard.loop}", loop=heard.loop)


HABITS: dict[Topic, Habit] = {
    Topic.PROPOSAL: chooses,
    **dict.fromkeys((Topic.ON_PANEL, Topic.MOVED, Topic.CONFIRMED), may_decline),
    **dict.fromkeys((Topic.FEEDBACK_ASK, Topic.FEEDBACK_OWED), gives_feedback),
    **dict.fromkeys((Topic.VERDICT_ASK, Topic.VERDICT_OWED), judges),
    **dict.fromkeys((Topic.DEBRIEF, Topic.DECISION_OWED), decides),
    **dict.fromkeys((Topic.GUEST_DECLINED, Topic.CANDIDATE_DECLINED, Topic.EVENT_MOVED, Topic.EVENT_DELETED), mends),
    **dict.fromkeys((Topic.LATE_ALERT, Topic.OVERDUE), hurries),
}
