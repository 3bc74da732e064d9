"""The ids behind every button and form, and the small reference each button carries. Pure.

A button's `action_id` says what is wanted, its `value` says of what. Ids only: no name and no text of anybody's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import StrEnum


class Press(StrEnum):
    """Buttons. Those that open a form are marked so; the others are inputs at once."""

    NEW = "loop.new"  # opens NEW_LOOP
    STATUS = "loop.status"  # shows the status of one loop
    PLAN = "loop.plan"  # shows the newest proposal, or looks for one
    LOOK_AGAIN = "loop.look_again"  # FindPlan
    AGREE = "loop.agree"  # Agree
    BOOK = "loop.book"  # Book
    EDIT = "loop.edit"  # opens AVAILABILITY
    PAUSE = "loop.pause"  # opens PAUSE
    CANCEL = "loop.cancel"  # opens CANCEL
    DECIDE = "loop.decide"  # opens DECIDE
    DEBRIEF = "loop.debrief"  # opens the debrief as a view
    TICK = "loop.tick"  # TickItem
    MOVE = "round.move"  # FindMove
    CHOOSE_MOVE = "loop.choose_move"  # opens MOVE (which round?)
    CHOOSE_SWAP = "loop.choose_swap"  # shows who sits where, each with a REPLACE
    REPLACE = "round.replace"  # FindReplacement
    KEEP = "round.keep"  # KeepAsIs
    ACCEPT_CALENDAR = "round.accept_calendar"  # AcceptCalendar
    RESTORE = "round.restore"  # RestoreEvent
    CANT = "round.cant"  # opens CANT ("can't make it")
    FEEDBACK = "feedback.open"  # opens SCORECARD
    READ_FEEDBACK = "feedback.read"  # opens a round's feedback as a view
    SNOOZE = "feedback.snooze"  # SnoozeFeedback
    NOT_HELD = "feedback.not_held"  # opens NOT_HELD
    HAND_OFF = "feedback.hand_off"  # opens HAND_OFF
    ADVANCE = "verdict.advance"  # GiveVerdict(advance)
    STOP = "verdict.stop"  # opens STOP (asks the reason)
    TALK = "verdict.talk"  # GiveVerdict(talk)
    PEOPLE = "team.people"
    PERSON = "team.person"  # opens PERSON
    OPENINGS = "team.openings"
    OPENING = "team.opening"  # opens OPENING
    HELP = "help"
    MORE = "more"  # an overflow menu: the chosen option's value is the Ref, its `kind` the Press that is meant
    LINK = "link"  # a plain link; Slack tells us, nothing is to be done


class Form(StrEnum):
    """Modals, by callback_id."""

    NEW_LOOP = "form.new_loop"
    AVAILABILITY = "form.availability"
    MOVE = "form.move"
    CANT = "form.cant"
    SCORECARD = "form.scorecard"
    NOT_HELD = "form.not_held"
    HAND_OFF = "form.hand_off"
    STOP = "form.stop"
    DECIDE = "form.decide"
    CANCEL = "form.cancel"
    PAUSE = "form.pause"
    PERSON = "form.person"
    OPENING = "form.opening"
    READING = "reading"  # shows something, has no submit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """What a button or a form is about; empty strings for what does not apply. `n` is an option, item, seat or page, `seen`
    the mark of what a form showed."""

    loop: str = ""
    round: str = ""
    person: str = ""
    proposal: str = ""
    opening: str = ""
    n: int = -1
    kind: str = ""
    seen: str = ""

    def encode(self) -> str:
        given = ((name, getattr(self, name)) for name in _NAMES)
        return json.dumps({name: value for name, value in given if value not in ("", -1)})


_NAMES = tuple(field.name for field in fields(Ref))


class BadRef(ValueError):
    """A reference that no button of ours carries."""


_ID_LENGTH = 40
"""The width of an id in the database."""


def decode(value: object) -> Ref:
    """The reference in a button's value or a form's private metadata; raises BadRef for anything else."""
    if not isinstance(value, str) or len(value) > 1000:
        raise BadRef
    try:
        fields = json.loads(value or "{}")
    except (ValueError, RecursionError) as error:
        raise BadRef from error
    texts = {"loop", "round", "person", "proposal", "opening", "kind", "seen"}
    if not isinstance(fields, dict) or not fields.keys() <= texts | {"n"}:
        raise BadRef
    good = all(_is_id(fields[name]) for name in fields.keys() & texts)
    number = fields.get("n", -1)
    if not good or isinstance(number, bool) or not isinstance(number, int) or not -1 <= number < 1000:
        raise BadRef
    return Ref(**fields)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _ID_LENGTH and value.isascii() and value.isprintable()
