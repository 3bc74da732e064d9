"""The routing table: every way in, what it needs of the access table, who listens, and what it may take."""

from __future__ import annotations

from functools import partial
from typing import Any

from handlers import feedback, home, loops, rounds, team
from handlers.attempts import looking_for, submission
from handlers.command_text import Verb
from handlers.payloads import Kind
from handlers.route import ANYTHING, About, Listener, Route
from handlers.ui import (
    availability,
    cancel,
    cant,
    decide,
    hand_off,
    move,
    new_loop,
    not_held,
    opening,
    pause,
    person,
    scorecard,
    stop,
)
from handlers.ui.actions import Form, Press
from scheduling import intents as i
from scheduling.api import Action, Resource

A, R = Action, Resource
LOOP, TEAM = About.LOOP, About.TEAM
_SAVED = "Saved. " + looking_for("times")


def _route(
    kind: Kind,
    pattern: str,
    resource: Resource,
    action: Action,
    about: About,
    to: Listener,
    intent: type[Any] | None = None,
    also: Action | None = None,
) -> Route:
    return Route(
        kind=kind,
        pattern=pattern,
        resource=resource,
        action=action,
        about=about,
        listener=to,
        intent=intent,
        also=also,
    )


_verb = partial(_route, Kind.COMMAND)
_press = partial(_route, Kind.PRESS)
_typed = partial(_route, Kind.TYPED)
_form = partial(_route, Kind.FORM)
_options = partial(_route, Kind.OPTIONS)
_event = partial(_route, Kind.EVENT)

ROUTES: tuple[Route, ...] = (
    # `/hire <verb>`; where it is about a loop, the name that follows says which.
    _verb(Verb.WORKLIST, R.HELP, A.READ, TEAM, home.show_worklist),
    _verb(Verb.NEW, R.STAGE, A.MANAGE, TEAM, loops.new),
    _verb(Verb.STATUS, R.STAGE, A.READ, LOOP, loops.show_status, also=A.READ_MASKED),
    _verb(Verb.PLAN, R.PANEL, A.MANAGE, LOOP, loops.plan, i.FindPlan),
    _verb(Verb.MOVE, R.PANEL, A.MANAGE, LOOP, loops.choose_move),
    _verb(Verb.SWAP, R.PANEL, A.MANAGE, LOOP, loops.choose_swap),
    _verb(Verb.FEEDBACK, R.HELP, A.READ, TEAM, feedback.owed),
    _verb(Verb.DECIDE, R.DECISION, A.WRITE, LOOP, loops.ask_decision),
    _verb(Verb.CANCEL, R.PANEL, A.MANAGE, LOOP, loops.ask_cancel),
    _verb(Verb.OPENINGS, R.TEAM, A.READ, TEAM, team.show_openings),
    _verb(Verb.PEOPLE, R.TEAM, A.READ, TEAM, team.show_people),
    _verb(Verb.HELP, R.HELP, A.READ, TEAM, home.show_help),
    _verb(ANYTHING, R.HELP, A.READ, TEAM, home.unknown_word),
    # Buttons about a loop.
    _press(Press.NEW, R.STAGE, A.MANAGE, TEAM, loops.new),
    _press(Press.STATUS, R.STAGE, A.READ, LOOP, loops.show_status, also=A.READ_MASKED),
    _press(Press.PLAN, R.PANEL, A.MANAGE, LOOP, loops.plan, i.FindPlan),
    _press(Press.LOOK_AGAIN, R.PANEL, A.MANAGE, LOOP, loops.look_again, i.FindPlan),
    _press(Press.AGREE, R.PANEL, A.MANAGE, LOOP, loops.agree, i.Agree),
    _press(Press.BOOK, R.PANEL, A.MANAGE, LOOP, loops.book, i.Book),
    _press(Press.EDIT, R.SCHEDULE, A.MANAGE, LOOP, loops.edit),
    _press(Press.PAUSE, R.NUDGES, A.MANAGE, LOOP, loops.ask_pause),
    _press(Press.CANCEL, R.PANEL, A.MANAGE, LOOP, loops.ask_cancel),
    _press(Press.DECIDE, R.DECISION, A.WRITE, LOOP, loops.ask_decision),
    _press(Press.DEBRIEF, R.OTHERS_FEEDBACK, A.READ, LOOP, feedback.read_debrief, also=A.SEE_WHETHER_IN),
    _press(Press.TICK, R.STAGE, A.READ, LOOP, loops.tick, i.TickItem),
    _press(Press.CHOOSE_MOVE, R.PANEL, A.MANAGE, LOOP, loops.choose_move),
    _press(Press.CHOOSE_SWAP, R.PANEL, A.MANAGE, LOOP, loops.choose_swap),
    # Buttons about a round.
    _press(Press.MOVE, R.PANEL, A.MANAGE, LOOP, rounds.move, i.FindMove),
    _press(Press.REPLACE, R.PANEL, A.MANAGE, LOOP, rounds.replace, i.FindReplacement),
    _press(Press.KEEP, R.PANEL, A.MANAGE, LOOP, rounds.keep, i.KeepAsIs),
    _press(Press.ACCEPT_CALENDAR, R.PANEL, A.MANAGE, LOOP, rounds.accept_calendar, i.AcceptCalendar),
    _press(Press.RESTORE, R.PANEL, A.MANAGE, LOOP, rounds.restore, i.RestoreEvent),
    _press(Press.CANT, R.PANEL, A.DECLINE_OWN, LOOP, rounds.ask_cant),
    # Buttons about feedback and the verdict.
    _press(Press.FEEDBACK, R.OWN_FEEDBACK, A.WRITE, LOOP, feedback.open_scorecard, also=A.AMEND),
    _press(Press.READ_FEEDBACK, R.OTHERS_FEEDBACK, A.READ, LOOP, feedback.read_round, also=A.SEE_WHETHER_IN),
    _press(Press.SNOOZE, R.NUDGES, A.WRITE, LOOP, feedback.snooze, i.SnoozeFeedback),
    _press(Press.NOT_HELD, R.OWN_FEEDBACK, A.WRITE, LOOP, feedback.ask_not_held),
    _press(Press.HAND_OFF, R.OWN_FEEDBACK, A.WRITE, LOOP, feedback.ask_hand_off),
    _press(Press.ADVANCE, R.DECISION, A.WRITE, LOOP, feedback.advance, i.GiveVerdict),
    _press(Press.STOP, R.DECISION, A.WRITE, LOOP, feedback.ask_stop),
    _press(Press.TALK, R.DECISION, A.WRITE, LOOP, feedback.talk, i.GiveVerdict),
    # Buttons about the team, and those that are about nothing.
    _press(Press.PEOPLE, R.TEAM, A.READ, TEAM, team.show_people),
    _press(Press.PERSON, R.TEAM, A.MANAGE, TEAM, team.edit_person),
    _press(Press.OPENINGS, R.TEAM, A.READ, TEAM, team.show_openings),
    _press(Press.OPENING, R.TEAM, A.MANAGE, TEAM, team.edit_opening),
    _press(Press.HELP, R.HELP, A.READ, TEAM, home.show_help),
    _press(Press.LINK, R.HELP, A.READ, TEAM, home.nothing),
    _press(Press.MORE, R.HELP, A.READ, TEAM, home.no_longer_known),  # the gate takes the route that is meant
    _press(ANYTHING, R.HELP, A.READ, TEAM, home.no_longer_known),
    # Forms.
    _form(Form.NEW_LOOP, R.STAGE, A.MANAGE, TEAM, submission(new_loop.parse, _SAVED), i.NewLoop),
    _form(Form.AVAILABILITY, R.SCHEDULE, A.MANAGE, LOOP, submission(availability.parse), i.EditAvailability),
    _form(Form.MOVE, R.PANEL, A.MANAGE, LOOP, submission(move.parse, looking_for("another time")), i.FindMove),
    _form(Form.CANT, R.PANEL, A.DECLINE_OWN, LOOP, submission(cant.parse), i.Decline),
    _form(Form.SCORECARD, R.OWN_FEEDBACK, A.WRITE, LOOP, submission(scorecard.parse), i.SubmitScorecard, A.AMEND),
    _form(Form.NOT_HELD, R.OWN_FEEDBACK, A.WRITE, LOOP, submission(not_held.parse), i.DidNotHappen),
    _form(Form.HAND_OFF, R.OWN_FEEDBACK, A.WRITE, LOOP, submission(hand_off.parse), i.HandOff),
    _form(Form.STOP, R.DECISION, A.WRITE, LOOP, submission(stop.parse), i.GiveVerdict),
    _form(Form.DECIDE, R.DECISION, A.WRITE, LOOP, submission(decide.parse), i.Decide),
    _form(Form.CANCEL, R.PANEL, A.MANAGE, LOOP, submission(cancel.parse), i.Cancel),
    _form(Form.PAUSE, R.NUDGES, A.MANAGE, LOOP, submission(pause.parse), i.PauseNudges),
    _form(Form.PERSON, R.TEAM, A.MANAGE, TEAM, submission(person.parse), i.EditPerson),
    _form(Form.OPENING, R.TEAM, A.MANAGE, TEAM, submission(opening.parse), i.EditOpening),
    _form(Form.READING, R.HELP, A.READ, TEAM, home.nothing),
    _form(ANYTHING, R.HELP, A.READ, TEAM, home.no_longer_known),
    # While a form is being filled in.
    _typed(scorecard.TYPED, R.OWN_FEEDBACK, A.WRITE, LOOP, feedback.typed, i.SaveDraft, A.AMEND),
    _options(new_loop.ZONE, R.STAGE, A.MANAGE, TEAM, loops.zones),
    # Events; the manifest subscribes to these and no others.
    _event("app_home_opened", R.HELP, A.READ, TEAM, home.home_opened, i.OpenHome),
    _event("user_change", R.HELP, A.READ, TEAM, home.user_changed, i.NoteUser),
    _event("message", R.HELP, A.READ, TEAM, home.direct_message),
    _event(ANYTHING, R.HELP, A.READ, TEAM, home.nothing),
)
