"""Why nothing was changed, in words: what stood in the way and what to do now. Never what others said. Pure."""

from __future__ import annotations

from datetime import date

from handlers.ui.text import day_words, inline
from scheduling.outcomes import Refusal, Refused

# "{}" takes the detail where there is one; the second sentence is used where there is none.
_WORDS: dict[str, tuple[str, str]] = {
    Refusal.NOT_ALLOWED: (
        "That is for {}. Ask them; nothing was changed.",
        "That takes somebody else: a coordinator, or the loop's hiring manager. Ask them; nothing was changed.",
    ),
    Refusal.NOT_ON_TEAM: ("", "You aren't on the hiring team that I know. A coordinator can add you to the team file."),
    Refusal.UNKNOWN_LOOP: ("I don't find a loop for {} that you take part in.", "I don't find this loop."),
    Refusal.UNKNOWN_ROUND: ("", "I don't find this round any more. `/hire status` shows the loop as it is now."),
    Refusal.UNKNOWN_PROPOSAL: ("", "I don't find this plan any more. `/hire plan` shows the newest one."),
    Refusal.UNKNOWN_PERSON: (
        "{} isn't on the hiring team any more. Choose somebody else.",
        "This person isn't on the hiring team any more. Choose somebody else.",
    ),
    Refusal.UNKNOWN_OPENING: ("", "I don't find this opening. `/hire openings` shows those there are."),
    Refusal.LOOP_ENDED: (
        "This loop has ended ({}), so nothing was changed.",
        "This loop has ended, so nothing was changed.",
    ),
    Refusal.LOOP_BUSY: ("", "This loop is being booked just now, so nothing was changed. Try again in a minute."),
    Refusal.PROPOSAL_STALE: (
        "",
        "These times are out of date, so nothing was booked. `/hire plan` looks for new ones.",
    ),
    Refusal.ALREADY_BOOKED: ("", "That is booked already. Nothing was booked twice."),
    Refusal.ALREADY_DONE: ("", "That has been done already. Nothing was changed."),
    Refusal.ROUND_NOT_BOOKED: ("{} has no time yet.", "This round has no time yet. Book one first."),
    Refusal.ROUND_OVER: (
        "{} is over, so its time stays as it was.",
        "This round is over, so its time stays as it was.",
    ),
    Refusal.TOO_EARLY: (
        "That comes later: {} hasn't begun yet.",
        "That comes after the interview, which hasn't begun yet.",
    ),
    Refusal.NOT_ON_PANEL: (
        "You aren't on the panel of {}, so there is nothing to give here.",
        "You aren't on this round's panel. Whoever sits in it can do that.",
    ),
    Refusal.ALREADY_ON_PANEL: (
        "{} sits in this loop already. Choose somebody else.",
        "This person sits in the loop already. Choose somebody else.",
    ),
    Refusal.NO_VIEW_OF_THEIR_OWN: (
        "{} may have read what others say of this interview, and so has no view of their own to give. Choose somebody else.",
        "This person may have read what others say of this interview. Choose somebody else.",
    ),
    Refusal.HELD: (
        "",
        "The others take it that this interview was held, so it stays as it is. If it wasn't, talk to your coordinator.",
    ),
    Refusal.FEEDBACK_MISSING: (
        "Not all feedback is in yet; still to come: {}.",
        "Not all feedback is in yet. You hear from me the moment it is.",
    ),
    Refusal.VERDICT_NOT_DUE: ("", "There is no verdict to give on this round right now."),
    Refusal.DECISION_NOT_DUE: ("", "It is too early for that: an offer needs the feedback of every round."),
    Refusal.IN_THE_PAST: ("{} is in the past. Choose a later day.", "That day is in the past. Choose a later one."),
    Refusal.TOO_FAR: (
        "That is further away than I can go: {} at most.",
        "That can't be put off again: the candidate is waiting. Answer now, or hand it to whoever was there.",
    ),
    Refusal.SAME_CANDIDATE: (
        "There is a loop for this candidate already: {}. Nothing was started twice.",
        "There is a loop for this candidate already. Nothing was started twice.",
    ),
    Refusal.CANDIDATE_IS_COLLEAGUE: (
        "",
        "This address belongs to somebody on the hiring team. A colleague's loop can't be run here: check the address.",
    ),
    Refusal.TAKE_HOME_LATER: ("", "A take-home can't be run here yet. Choose the pair exercise for round 3."),
    Refusal.CHANGED_MEANWHILE: (
        "",
        "Somebody has changed this since you opened it, so nothing was changed now. Open it again: it shows how it stands.",
    ),
    Refusal.STILL_SEATED: (
        "That would leave a seat empty: {}. Find somebody else for it first.",
        "That would leave a seat of a booked round empty. Find somebody else for it first.",
    ),
    Refusal.BAD_INPUT: ("That doesn't work: {}.", "That doesn't work as it stands. Look it over and try again."),
}
_UNKNOWN = "That didn't work, and nothing was changed. Try again; if it stays so, ask your coordinator."


def refusal(refused: Refused) -> str:
    """A finished mrkdwn sentence for any refusal, one of a newer version included."""
    return refusal_words(refused.why, refused.detail)


def refusal_words(code: str, detail: str = "") -> str:
    with_detail, without = _WORDS.get(code, ("", _UNKNOWN))
    if detail and with_detail:
        return with_detail.format(detail_words(detail).rstrip("."))
    return without


def detail_words(detail: str) -> str:
    """What completes a sentence, as mrkdwn; a date as people say it."""
    try:
        return day_words(date.fromisoformat(detail))
    except ValueError:
        return inline(detail, 300)


def is_refusal(code: str) -> bool:
    return code in _WORDS
