"""What could not be done without a person, and what whoever runs Hirebot must know of it: what happened, what it means for
candidates, and what to do. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.notices import TOPIC_WORDS, to_the_loop
from handlers.presenters.phrases import named
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, section
from handlers.ui.text import bold, clock_time, counted, inline
from scheduling.messages import Topic
from scheduling.views.loops import TroubleView

_MESSAGES = {**TOPIC_WORDS, Topic.NOTICE: "an answer", Topic.DIGEST: "what came while I was away"}
_EFFECTS = {
    "post": "deliver a message",
    "edit": "bring a message up to date",
    "card": "draw the status card",
    "home": "draw an App Home",
    "event": "write a calendar event",
    "plan": "look for times",
    "book": "book the interviews",
    "resolve": "find somebody in the workspace",
}
_REASONS = {
    "channel_not_found": "The conversation is gone. Its reader may have left the workspace.",
    "is_archived": "The channel is archived.",
    "not_in_workspace": "The workspace doesn't know this person.",
    "user_not_found": "The workspace doesn't know this person.",
    "users_not_found": "The workspace doesn't know this person.",
    "account_of_somebody_else": (
        "The account belongs to somebody else of the team. An admin should name each person once in the team file."
    ),
    "user_disabled": "The person's account is switched off.",
    "account_inactive": "The bot's own account is switched off. An admin has to install the app again.",
    "token_revoked": "Slack no longer accepts the bot's token. An admin has to install the app again.",
    "invalid_auth": "Slack doesn't accept the bot's token. An admin has to check it.",
    "forbidden": "Google Calendar refused. An admin has to check what the organiser's account may do.",
    "event_gone": "The event is no longer in the calendar.",
    "event_id_cancelled": "The event was deleted in the calendar.",
    "timeout": "No answer came, in spite of several tries.",
    "server_error": "Slack or Google failed, in spite of several tries.",
    "ratelimited": "Slack or Google asked for patience for too long.",
    "invalid_request": "My request was refused as wrong. An admin should look at the log.",
    "invalid_blocks": "Slack refused the message as it was. An admin should look at the log.",
    "message_not_found": "The message was deleted in Slack.",
    "attempts": "It failed too many times.",
}
# What is not about one effect, by what it is or by that and its reason: what happened; what it means, and what to do.
_ALARMS = {
    "service": (
        "⚠️ Slack or Google refuses me.",
        (
            "Booked interviews stand. What is new waits, and is done once I'm let in again: `python3 start.py doctor` says "
            "who refuses, and what to do."
        ),
    ),
    "service.quota": (
        "⏳ Google's quota for me is used up.",
        (
            "Booked interviews stand. What is new waits, and is done when there is quota again. If you read this again "
            "tomorrow, please ask Google for more."
        ),
    ),
    "backlog": (
        "⏳ I'm more than five minutes behind with {count}.",
        (
            "Messages and invitations come late, and nothing is lost. As long as `/readyz` says `backlog` I'm still behind, "
            "and my log says why."
        ),
    ),
    "burst": (
        "⏳ {number} messages are due {begins}, and the last one leaves {ends}.",
        (
            "Slack takes about 240 a minute from me. Those of the nearest interviews go first, nothing is lost, and there is "
            "nothing to do."
        ),
    ),
    "socket": (
        "⚠️ Slack has not reached me for more than five minutes.",
        (
            "Until it does, commands and buttons get no answer; my own messages still come. I keep trying, and "
            "`python3 start.py doctor` says what to do."
        ),
    ),
    "tick": (
        "⚠️ {part} has failed for more than five minutes.",
        "{means} Nothing is lost, and I keep trying. My log says why, under `tick_failed`.",
    ),
    "gave_up": (
        "⚠️ I got stuck, and was started anew: {part} had stopped.",
        (
            "Nothing is lost, and what waited is done now. If you read this again, look in my log for what came before "
            "`gave_up`."
        ),
    ),
    "input": (
        "⚠️ I gave up on something that somebody asked of me.",
        (
            "They know, and nothing was changed by it. This is a mistake of mine: please tell the project what my log says "
            "under `input_failed`."
        ),
    ),
    "person_left": (
        "⚠️ {who} has left, and ran or hired for a loop under way{whose}.",
        (
            "I ask nobody else in their place, so its candidate may wait. Please settle with the team how it goes on, and "
            "name somebody else for new loops: `/hire openings`."
        ),
    ),
    "unheard": (
        "⚠️ There is news of a loop that {who} ran or hired for, and they have left{whose}.",
        (
            "Nobody hears it in their place, and its candidate waits. Please look what it needs: `/hire status`, and settle "
            "with the team how it goes on."
        ),
    ),
    "feedback_waived": (
        "⚠️ {who} has left without giving feedback{whose}.",
        "Nothing waits for it: the round goes on with what the others say.",
    ),
    "feedback_lost": (
        "⚠️ {who} has left without giving feedback{whose}, and nobody is left who was there.",
        (
            "The loop waits until you choose. The interview can be held again with somebody else: I look for times then. Or "
            "settle with the hiring manager whether the loop ends here."
        ),
    ),
}
# Within a sentence, and what it means while it fails.
_PARTS = {
    "work": ("doing and saying what is due", "Answers, bookings and reminders come late."),
    "watch_time": ("keeping the time", "Requests for feedback, and warnings, come late."),
    "sync_calendar": ("reading the calendar", "Events that are declined or moved are noticed late."),
    "know_people": ("looking up who is in the workspace", "Whoever joins or leaves it is noticed late."),
    "alarms": ("looking for what you must know", "Troubles like this one are told late."),
    "key": ("looking whether the database is still mine", "I go on for a while if it gets another secret key."),
    "wake": ("waking those who do the work", "Answers, bookings and reminders come late."),
    "forget": ("clearing up", "What is to be deleted stays for longer than it should."),
    "http": ("my web server", "Commands and buttons get no answer."),
    "socket": ("the connection to Slack", "Commands and buttons get no answer."),
}
_ONCE_A_DAY = "I say this once a day, however often it happens."


def trouble(view: TroubleView, now: datetime) -> Message:
    """Something that a person must know because Hirebot could not do it. What is of no loop is said once a day, to whoever
    runs Hirebot."""
    said = _ALARMS.get(f"{view.what}.{view.reason}") or _ALARMS.get(view.what)
    happened, why = _effect(view) if said is None else _alarm(view, *said)
    code = f"For whoever runs Hirebot: `{inline(view.reason, 60)}`." if view.reason else ""
    small = " ".join(part for part in (code, "" if view.loop_id else _ONCE_A_DAY) if part)
    tail = _held_again(view) or to_the_loop(view.loop_id, again=view.what in ("plan", "book"))
    return message(
        f"{happened} {why}", head=[section(f"{bold(happened)}\n{why}"), *([context(small)] if small else [])], tail=tail
    )


def _held_again(view: TroubleView) -> list[Block]:
    """What the coordinator can do for a round of which nobody can tell how it was."""
    if view.what != "feedback_lost" or not view.loop_id or not view.round_id:
        return []
    about = Ref(loop=view.loop_id, round=view.round_id)
    again = button(Press.MOVE, "Hold it again", about, style="primary")
    return [actions(again, button(Press.STATUS, "Show the loop", Ref(loop=view.loop_id)))]


def _effect(view: TroubleView) -> tuple[str, str]:
    """What was given up, and why."""
    topic = _MESSAGES.get(view.what)
    who = f" to {named(view.who)}" if view.who else ""
    what = f"deliver a message{who} ({topic})" if topic else _EFFECTS.get(view.what, "finish something")
    whose = f" {'about' if topic else 'for'} {named(view.candidate)}" if view.candidate else ""
    why = _REASONS.get(view.reason, "I have stopped trying. Somebody should look at it.")
    return f"⚠️ I couldn't {what}{whose}.", f"{why} Please reach them yourself." if topic and view.who else why


def _alarm(view: TroubleView, happened: str, means: str) -> tuple[str, str]:
    part, late = _PARTS.get(view.reason, ("a part of me", "Some of what I do comes late."))
    begins, ends = _from_to(*view.lasts)
    text = happened.format(
        count=counted(view.count, "thing"),
        number=f"{view.count:,}",
        part=part if view.what == "gave_up" else f"{part[0].upper()}{part[1:]}",
        begins=begins,
        ends=ends,
        who=named(view.who) if view.who else "Somebody",
        whose=f" ({named(view.candidate)})" if view.candidate else "",
    )
    return text, means.format(means=late)


def _from_to(begins: datetime | None = None, ends: datetime | None = None) -> tuple[str, str]:
    """Two moments within a sentence, or words for them."""
    if begins is None or ends is None:
        return "now", "in some minutes"
    return f"at {clock_time(begins)}", f"about {clock_time(ends)}"
