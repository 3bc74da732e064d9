"""What the bot will say next to whom and why, and what it said last: the outbox in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.records.delivery import OWN_FAULTS, Effect, EffectKind, EffectState
from models.unit_of_work import Transaction
from sandbox.page.asked import Viewer
from sandbox.page.world import Demo
from scheduling.messages import Topic

NEWEST = 40
COMING = 200

# What is said, and why. One line each: {who} of the message is told beside it.
TOPICS: dict[str, tuple[str, str]] = {
    Topic.PROPOSAL: ("Plans to choose from", "times for the loop were looked for"),
    Topic.ON_PANEL: ("You're on the panel", "a plan was booked with this person in a seat"),
    Topic.MOVED: ("The interview has a new time", "the round was moved"),
    Topic.CONFIRMED: ("The interview is confirmed", "the candidate goes on to this round"),
    Topic.RELEASED: ("You're free again", "the seat or the round is no longer needed"),
    Topic.BRIEF: ("Brief for the interview", "at 09:00 on the working day before"),
    Topic.BRIEF_SHORT: ("The interview is about to start", "15 minutes before"),
    Topic.FEEDBACK_ASK: ("How did it go?", "the interview has ended"),
    Topic.FEEDBACK_OWED: ("Feedback is still missing", "a business day has passed without it"),
    Topic.FEEDBACK_ESCALATED: ("Feedback is missing, for the manager", "two reminders brought none"),
    Topic.VERDICT_ASK: ("The feedback side by side: go on or stop?", "the round's feedback is in"),
    Topic.VERDICT_OWED: ("The verdict is still missing", "a business day has passed without it"),
    Topic.DEBRIEF: ("Everything on one page, for the decision", "the last round is done"),
    Topic.DEBRIEF_READY: ("The decision is with the manager", "the last round is done"),
    Topic.DECISION_OWED: ("The decision is still missing", "a business day has passed without it"),
    Topic.GUEST_DECLINED: ("An interviewer can't make it", "somebody declined"),
    Topic.CANDIDATE_DECLINED: ("The candidate declined", "the invitation was declined"),
    Topic.EVENT_MOVED: ("The event was moved by hand", "the calendar no longer says what was booked"),
    Topic.EVENT_DELETED: ("The event was deleted by hand", "the calendar no longer has what was booked"),
    Topic.NOT_HELD: ("The interview didn't happen", "somebody of the panel said so"),
    Topic.LATE_ALERT: ("The loop will end too late", "the forecast went past day 21"),
    Topic.DAY_NOTE: ("The days are running out", "day 15 or 18, and round 3 is not done"),
    Topic.OVERDUE: ("The loop is past day 21", "every business day from day 22"),
    Topic.ENDED: ("The loop has ended", "a decision was made, or it was called off"),
    Topic.NOTICE: ("An answer", "they asked for something"),
    Topic.DIGEST: ("What was missed", "Hirebot was away when it was due"),
    Topic.TROUBLE: ("Something needs a person", "it could not be done, in spite of several tries"),
}
KINDS: dict[str, tuple[str, str]] = {
    EffectKind.EDIT: ("A message brought up to date", "what it said has changed"),
    EffectKind.CARD: ("The loop's card brought up to date", "the loop has changed"),
    EffectKind.HOME: ("App Home brought up to date", "their list has changed"),
    EffectKind.EVENT: ("The calendar brought up to date", "the round has changed"),
    EffectKind.PLAN: ("Times looked for", "the loop needs them"),
    EffectKind.BOOK: ("A plan booked", "the coordinator chose it"),
    EffectKind.RESOLVE: ("A look for somebody in the workspace", "Hirebot doesn't know their account yet"),
}
BY_GOOGLE = (EffectKind.EVENT, EffectKind.PLAN, EffectKind.BOOK)
# What happened, by the reason that the relay wrote down: {who} is Slack or Google.
MISHAPS = {
    "timeout": "{who} gave no answer in time",
    "connection": "the line to {who} broke",
    "connection_lost": "the line to {who} broke",
    "tls": "no safe line to {who} came about",
    "unreachable": "{who} could not be reached",
    "server_error": "{who} had a fault of its own",
    "bad_answer": "{who} gave an answer that makes no sense",
    "ratelimited": "{who} asked for patience",
    "quota": "{who}'s quota is used up",
    "auth": "{who} did not let Hirebot in",
    "no_calendar": "{who} does not find the organiser's calendar",
    "conflict": "it was changed by somebody else at that moment",
    "not_in_workspace": "the workspace does not know this person",
    "store": "the database did not answer",
}
LADDERS = (Topic.FEEDBACK_OWED, Topic.VERDICT_OWED, Topic.DECISION_OWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that the bot will say or do, or has: `at` is in the viewer's zone, `theirs` is the recipient's time of day
    where that is another. `short` is whom to act as."""

    number: int
    what: str
    why: str
    at: datetime
    theirs: str
    to: str
    short: str
    loop: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    coming: tuple[Line, ...]
    newest: tuple[Line, ...]


def read_timeline(demo: Demo, by: Viewer) -> Timeline:
    """What waits, soonest first; what was said, newest first. Times are in the viewer's zone."""
    zone = ZoneInfo(by.zone)
    shorts = {email.lower(): short for short, email in demo.company.emails.items()}
    with demo.bot.uow.reading() as tx:
        done = tx.outbox.all(kind=EffectKind.POST, state=EffectState.DONE)
        newest = sorted(done, key=lambda e: (e.last_try_at or e.created_at, e.id), reverse=True)[:NEWEST]
        return Timeline(
            coming=tuple(_line(tx, e, shorts, at=e.due_at.astimezone(zone)) for e in tx.outbox.coming(COMING)),
            newest=tuple(_line(tx, e, shorts, at=(e.last_try_at or e.created_at).astimezone(zone)) for e in newest),
        )


def words_for(effect: Effect) -> tuple[str, str]:
    """What it is and why, for any effect."""
    if effect.kind is not EffectKind.POST:
        return KINDS.get(effect.kind, (str(effect.kind), ""))
    what, why = TOPICS.get(effect.topic, (effect.topic, ""))
    nth = effect.payload.get("nth", 0) if effect.topic in LADDERS else 0
    if nth == 1:
        return f"{what} (first reminder)", why
    return (f"{what} (second reminder)", "the first reminder brought none") if nth else (what, why)


def _line(tx: Transaction, effect: Effect, shorts: dict[str, str], *, at: datetime) -> Line:
    what, why = words_for(effect)
    person = tx.people.find(id=effect.person_id) if effect.person_id else None
    loop = tx.loops.find(id=effect.loop_id) if effect.loop_id else None
    round_ = tx.rounds.find(id=effect.round_id) if effect.round_id else None
    about = "" if loop is None else loop.candidate.name
    return Line(
        number=effect.id,
        what=what,
        why=why,
        at=at,
        theirs=_theirs(at, person.zone) if person else "",
        to=person.name if person else "",
        short=shorts.get(person.email.lower(), "") if person else "",
        loop=f"{about} – {round_.name}" if about and round_ else about,
        note=_note(effect),
    )


def _theirs(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return "" if local.utcoffset() == at.utcoffset() else f"{local:%H:%M} for them"


def _note(effect: Effect) -> str:
    """What went wrong the last time, and what the bot does about it when the line's time comes."""
    if effect.state is EffectState.AMBIGUOUS:
        if effect.kind is EffectKind.POST:
            return "No answer came the last time. Hirebot looks for the message before it would say it again."
        return "No answer came the last time. Hirebot looks whether it was done before it would do it again."
    if effect.state is not EffectState.RETRY:
        return ""
    if not effect.attempts:  # the performer itself put it off: nothing went wrong
        return "Put off until then."
    who = "Google" if effect.kind in BY_GOOGLE else "Slack"
    mishap = MISHAPS.get(effect.reason, "it did not work").format(who=who)
    often = f", {effect.attempts} times so far" if effect.attempts > 1 else ""
    unless = ", and tells a person if it never works" if effect.reason.startswith(OWN_FAULTS) else ""
    return f"{mishap[0].upper()}{mishap[1:]}{often}. Hirebot tries again at this time{unless}."
