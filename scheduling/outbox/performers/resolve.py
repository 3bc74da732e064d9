"""Asks the workspace who a person of the team is there."""

from __future__ import annotations

from dataclasses import replace

from models.records.delivery import Effect
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.outbox.settlement import Outside, Settlement, done, skipped
from scheduling.use_cases.person_left import person_left


def resolve(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """By Slack id where it is known (they may have left), else by e-mail. Guests, bots and people of other workspaces are
    nobody we talk to; whoever was deactivated is no longer active here either."""
    with outside.uow.reading() as tx:
        person = tx.people.find(id=effect.person_id or "")
    if person is None:
        return skipped("person_gone")
    known = person.slack_id
    user = outside.directory.by_id(known) if known else outside.directory.by_email(person.email)
    if user is None or user.outsider or user.deactivated:
        found, active = None, False
    else:
        found, active = user.user_id, True

    def then(tx: Transaction, at: Circumstances) -> None:
        fresh = tx.people.lock(id=person.id)
        if fresh is None or (fresh.slack_id, fresh.active) == (found or fresh.slack_id, active):
            return
        if found is None and fresh.slack_id is None:
            return  # not in the workspace (yet): stays as the team file has them
        saved = tx.people.save(replace(fresh, slack_id=found or fresh.slack_id, active=active))
        if fresh.active and not active:
            person_left(tx, at, saved)

    return done(found or "", then=then, reason="" if found else "not_in_workspace")
