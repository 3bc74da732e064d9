"""From the acknowledgement to the work: takes inputs in, and applies them one by one, each exactly once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.records.delivery import InboxRow, InboxState
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling import intents as i
from scheduling.circumstances import Circumstances
from scheduling.outbox.alarms import alarm
from scheduling.outbox.wishes import answer
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import loop_facts, own_roles, team_roles
from scheduling.rules.access import Action, Resource, any_authorized
from scheduling.use_cases.agree import agree
from scheduling.use_cases.change_seats import accept_calendar, decline, keep_as_is, restore_event
from scheduling.use_cases.end_loop import cancel, decide
from scheduling.use_cases.give_feedback import (
    did_not_happen,
    save_draft,
    snooze_feedback,
    submit_scorecard,
)
from scheduling.use_cases.give_verdict import give_verdict
from scheduling.use_cases.hand_off import hand_off
from scheduling.use_cases.plan_loop import choose_option, find_move, find_plan, find_replacement
from scheduling.use_cases.requirements import ALSO, REQUIRED
from scheduling.use_cases.run_team import (
    asked,
    edit_opening,
    edit_person,
    note_user,
    open_home,
    pause_nudges,
    tick_item,
)
from scheduling.use_cases.start_loop import edit_availability, start_loop

USE_CASES: dict[type[Any], Callable[[Transaction, Circumstances, Any], Outcome]] = {
    i.NewLoop: start_loop,
    i.EditAvailability: edit_availability,
    i.FindPlan: find_plan,
    i.FindMove: find_move,
    i.FindReplacement: find_replacement,
    i.Agree: agree,
    i.Book: choose_option,
    i.Decline: decline,
    i.KeepAsIs: keep_as_is,
    i.AcceptCalendar: accept_calendar,
    i.RestoreEvent: restore_event,
    i.SubmitScorecard: submit_scorecard,
    i.SaveDraft: save_draft,
    i.DidNotHappen: did_not_happen,
    i.HandOff: hand_off,
    i.SnoozeFeedback: snooze_feedback,
    i.GiveVerdict: give_verdict,
    i.Decide: decide,
    i.Cancel: cancel,
    i.PauseNudges: pause_nudges,
    i.TickItem: tick_item,
    i.EditPerson: edit_person,
    i.EditOpening: edit_opening,
    i.NoteUser: note_user,
    i.OpenHome: open_home,
    i.Asked: asked,
}

ANSWERED_ALREADY = (i.Asked,)
"""Questions, answered with their acknowledgement: their row shows that they were heard, and nothing is left to do."""

QUIET = (i.SaveDraft, i.OpenHome, i.Asked, i.NoteUser)
"""Inputs whose refusal nobody needs to hear of."""

NEVER_THROWN_AWAY = (i.SubmitScorecard,)

MAX_BUGS, MAX_CONFLICTS = 6, 60
"""An input that fails so often by a bug is set aside, so that it harms no other, and its actor is told; or one that meets
somebody else's change of the same loop so often. Both are counted in one number: a bug counts for as much as it may."""
A_BUG = MAX_CONFLICTS // MAX_BUGS


def receive(tx: Transaction, at: Circumstances, intent: i.Intent, *, dedupe_key: str) -> bool:
    """Writes the input down; False when the same one is there already (a retry, a second press, a replay).

    Nothing else happens before the acknowledgement. The key is unique in the database, so that of two processes one wins.
    """
    answered = isinstance(intent, ANSWERED_ALREADY)
    payload = {} if answered else i.to_payload(intent)
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    key = dedupe_key if len(dedupe_key) <= 255 else hashlib.sha256(dedupe_key.encode()).hexdigest()
    row = InboxRow(
        id=0,
        dedupe_key=key,
        kind=intent.kind,
        actor_id=intent.actor_id,
        payload=payload,
        digest=digest,
        received_at=at.now,
        state=InboxState.DONE if answered else InboxState.NEW,
        outcome="answered" if answered else "",
        processed_at=at.now if answered else None,
    )
    return tx.inbox.add_once(row)


def work_once(tx: Transaction, at: Circumstances, row: InboxRow) -> Outcome:
    """Applies one input and marks its row, in one transaction. What was typed leaves the inbox with it, but for feedback
    that had been acknowledged and then met a loop that had ended or a seat that had gone: its words stay."""
    intent = i.from_payload(row.kind, row.payload)
    outcome = perform(tx, at, intent)
    if isinstance(outcome, Refused) and not isinstance(intent, QUIET):
        loop_id = getattr(intent, "loop_id", "")
        answer(tx, at, to=intent.actor_id, code=str(outcome.why), detail=outcome.detail, loop_id=loop_id)
    code = outcome.code if isinstance(outcome, Done) else f"refused:{outcome.why}"
    kept = row.payload if isinstance(outcome, Refused) and isinstance(intent, NEVER_THROWN_AWAY) else {}
    tx.inbox.save(replace(row, state=InboxState.DONE, outcome=code, processed_at=at.now, payload=kept))
    return outcome


def perform(tx: Transaction, at: Circumstances, intent: i.Intent) -> Outcome:
    """The use case of an intent, after asking the access table once more: roles may have changed since the press."""
    actor = tx.people.find(id=intent.actor_id)
    if actor is None or not actor.active:
        return Refused(why=Refusal.NOT_ON_TEAM)
    if not permitted(tx, actor, intent):
        return Refused(why=Refusal.NOT_ALLOWED)
    return USE_CASES[type(intent)](tx, at, intent)


def permitted(tx: Transaction, actor: Person, intent: i.Intent) -> bool:
    """Whether the access table lets this person do this; unknown loops are as closed as foreign ones."""
    grants = [table[type(intent)] for table in (REQUIRED, ALSO) if type(intent) in table]
    return any(granted(tx, actor, resource, action, intent) for resource, action in grants)


def granted(tx: Transaction, actor: Person, resource: Resource, action: Action, about: Any) -> bool:
    """`about` is anything with `loop_id`, or `opening_id`, or neither (then team-wide roles count)."""
    loop_id = "" if isinstance(about, i.NewLoop) else getattr(about, "loop_id", "")
    if loop_id:
        facts = loop_facts(tx, loop_id)
        return facts is not None and facts.may(actor, resource, action, getattr(about, "round_id", None) or None)
    if any_authorized(own_roles(actor), resource, action):
        return True
    return any_authorized(team_roles(tx, actor, getattr(about, "opening_id", "") or None), resource, action)


def set_aside(tx: Transaction, at: Circumstances, row: InboxRow, reason: str, *, conflict: bool = False) -> None:
    """After an unexpected error: tries again with growing pauses, and gives the row up in the end. A `conflict` with
    somebody else's change is tried again at once, and more often."""
    attempts = row.attempts + (1 if conflict else A_BUG)
    if attempts < MAX_CONFLICTS:
        pause = timedelta(0) if conflict else timedelta(seconds=2 ** (attempts // A_BUG))
        tx.inbox.save(replace(row, attempts=attempts, next_try_at=at.now + pause, outcome=f"error:{reason}"[:120]))
        return
    tx.inbox.save(replace(row, attempts=attempts, state=InboxState.DEAD, outcome=f"dead:{reason}"[:120]))
    alarm(tx, at, "input", reason)
    if row.actor_id:
        answer(tx, at, to=row.actor_id, code="failed", detail=row.kind)
