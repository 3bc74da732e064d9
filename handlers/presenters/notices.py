"""Short answers to what somebody asked for, and what was not said in time. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message, paragraphs
from handlers.presenters.phrases import called, named
from handlers.presenters.refusals import detail_words, is_refusal, refusal_words
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, section
from handlers.ui.text import bold, counted, escape, inline
from scheduling.messages import Topic
from scheduling.views.loops import DigestView, NoticeView

# "{candidate}" is the first name, or "the candidate"; a detail follows in a line of its own.
NEWS: dict[str, str] = {
    "feedback_saved": "✅ Thank you. Your feedback on {candidate} is in.",
    "feedback_amended": "✅ Your feedback on {candidate} is amended. The earlier version is kept beside it.",
    "draft_kept": "📝 What you have written on {candidate} is kept. Only you can read it until you send it.",
    "plan_searching": "🔎 I'm looking for times for {candidate}. The options come to you here.",
    "availability_saved": "✅ {candidate}'s availability is changed. Nothing is moved by it: look again for times that use it.",
    "started": "✅ The loop for {candidate} has begun. I'm looking for times now.",
    "booked": "✅ Booked. The invitations for {candidate} are on their way.",
    "moved": "✅ Moved. Everybody it concerns is being told.",
    "replaced": "✅ The seat has somebody new, who is being told now.",
    "kept": "✅ Left as it is.",
    "accepted": "✅ The time in the calendar counts from now on.",
    "restored": "✅ The calendar is being put back as it was booked.",
    "declined": "✅ Noted, and your coordinator knows. You'll hear when the seat is taken over.",
    "paused": "🔕 Nudges for {candidate} are quiet. The clock goes on: {candidate} waits either way.",
    "cancelled": "✅ The loop of {candidate} is called off. What was still to come is off the calendars.",
    "withdrawn": "✅ {candidate} has withdrawn. What was still to come is off the calendars.",
    "decided": "✅ The decision on {candidate} is kept.",
    "verdict_given": "✅ Your word on {candidate} is kept.",
    "advanced": "✅ {candidate} goes on to the next round. The invitation is on its way.",
    "stopped": "✅ The loop of {candidate} ends here. Later rounds are released.",
    "talk": "✅ Noted: you want to talk first. The round stays open until you say how it goes on.",
    "person_saved": "✅ Saved. It counts for every plan from now on.",
    "opening_saved": "✅ Saved. Loops that are under way keep their people and rounds.",
    "handed_off": "✅ Handed over. The feedback on {candidate} is asked there now.",
    "handed_on": "↪️ Somebody else interviewed {candidate} than was planned. I ask them for the feedback now.",
    "not_held_noted": "✅ Noted: it didn't happen. The coordinator knows, and a new time is being looked for.",
    "snoozed": "🔕 I'll ask again one business day later. {candidate} is glad of every day sooner.",
    "ticked": "✅ Done.",
    "not_sent": "⚠️ A message could not be delivered.",
    "not_booked": "⚠️ Nothing was booked, and nothing is half-booked.",
    "failed": "⚠️ Something went wrong on my side, and nothing was changed. Please try once more; if it happens again, tell whoever runs Hirebot.",
    "done": "✅ Done.",
}
# Used instead where there is a detail that belongs into the sentence.
_DETAILED: dict[str, str] = {
    "paused": "🔕 Nudges for {candidate} are quiet through {detail}. The clock goes on: {candidate} waits either way.",
    "person_saved": "✅ Saved for {detail}. It counts for every plan from now on.",
    "opening_saved": "✅ Saved for “{detail}”. Loops that are under way keep their people and rounds.",
    "failed": "⚠️ Something went wrong on my side: {detail} could not be worked on, and nothing was changed by it. "
    "Please try once more; if it happens again, tell whoever runs Hirebot.",
}
_ASKED_FOR = {
    "new_loop": "the new loop",
    "edit_availability": "the availability",
    "submit_scorecard": "your feedback",
    "save_draft": "your draft",
    "book": "the booking",
    "decline": "your “can't make it”",
    "did_not_happen": "that it didn't happen",
    "hand_off": "the hand-off",
    "give_verdict": "your verdict",
    "decide": "the decision",
    "cancel": "the ending of the loop",
    "pause_nudges": "the quiet time",
    "edit_person": "the change of the person",
    "edit_opening": "the change of the opening",
}
_UNKNOWN = "Something about {candidate} has changed."
_NOBODY = "the candidate"


def notice(view: NoticeView, now: datetime) -> Message:
    """A refusal or a piece of news, with the way to the loop where there is one."""
    words = notice_words(view)
    tail = to_the_loop(view.loop_id, again=view.code == "availability_saved")
    head = [section(words)]
    if view.candidate and is_refusal(view.code):
        head.append(context(named(view.candidate)))
    return message(words, head=head, tail=tail)


def to_the_loop(loop_id: str | None, *, again: bool) -> list[Block]:
    """The way to the loop where there is one, after the search that may be wanted next."""
    if not loop_id:
        return []
    look = [button(Press.LOOK_AGAIN, "Look again", Ref(loop=loop_id), style="primary")] if again else []
    return [actions(*look, button(Press.STATUS, "Show the loop", Ref(loop=loop_id)))]


def notice_words(view: NoticeView) -> str:
    """A finished sentence for any code, one of a newer version included."""
    if is_refusal(view.code):
        return refusal_words(view.code, view.detail)
    whom = called(view.candidate) if view.candidate else _NOBODY
    if view.code in _DETAILED and view.detail.strip():
        detail = (
            _ASKED_FOR.get(view.detail, "what you asked for") if view.code == "failed" else detail_words(view.detail)
        )
        return _DETAILED[view.code].format(candidate=whom, detail=detail)
    words = NEWS.get(view.code, _UNKNOWN).format(candidate=whom)
    return f"{words}\n{escape(view.detail, 600)}" if view.detail.strip() else words


TOPIC_WORDS: dict[str, str] = {
    Topic.PROPOSAL: "a plan to choose from",
    Topic.ON_PANEL: "a round that you're in",
    Topic.MOVED: "a new time",
    Topic.CONFIRMED: "an interview confirmed",
    Topic.RELEASED: "a round that you're free of",
    Topic.BRIEF: "a brief before the interview",
    Topic.BRIEF_SHORT: "an interview about to start",
    Topic.FEEDBACK_ASK: "how it went",
    Topic.FEEDBACK_OWED: "feedback to give",
    Topic.FEEDBACK_ESCALATED: "feedback still to come",
    Topic.VERDICT_ASK: "a verdict to give",
    Topic.VERDICT_OWED: "a verdict to give",
    Topic.DEBRIEF: "a decision to make",
    Topic.DEBRIEF_READY: "a decision to be made",
    Topic.DECISION_OWED: "a decision to make",
    Topic.GUEST_DECLINED: "an interviewer who can't make it",
    Topic.CANDIDATE_DECLINED: "an invitation declined",
    Topic.EVENT_MOVED: "an event moved by hand",
    Topic.EVENT_DELETED: "an event deleted by hand",
    Topic.NOT_HELD: "an interview that didn't happen",
    Topic.LATE_ALERT: "a loop running late",
    Topic.DAY_NOTE: "a loop whose days run out",
    Topic.OVERDUE: "a loop past its last day",
    Topic.ENDED: "a loop that ended",
}


def digest(view: DigestView, now: datetime) -> Message:
    """What somebody would have heard while Hirebot was away, as one message."""
    count = counted(len(view.lines), "message")
    lines = [
        f"• {bold(inline(loop, 80))}{f', {named(round_)}' if round_ else ''}: {TOPIC_WORDS.get(topic, 'news')}"
        for topic, loop, round_ in view.lines
    ]
    text = f"I was away for a while, and {count} could not come in time. They were about:"
    return message(
        text,
        head=[header("While I was away"), section(text)],
        rows=paragraphs(lines),
        tail=[context("`/hire` shows what needs an answer now. From here on everything comes on time again.")],
    )
