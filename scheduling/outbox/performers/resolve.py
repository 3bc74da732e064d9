"""Asks the workspace who a person of the team is there."""

from __future__ import annotations

from dataclasses import replace

from models.records.delivery import Effect
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.outbox.settlement import Outside, Settlement, done, skipped
from scheduling.ports import PermanentFault
from scheduling.use_cases.person_left import person_left


def resolve(outside: Outside, effect: Effect, at: Circumstances) -> Settlement:
    """By Slack id where it is known (they may have left), else by e-mail. Guests, bots and people of other workspaces are
    nobody we talk to; whoever was deactivated is no longer active here either, until the team file is loaded again. That
    nobody has a Slack id which we were given is no departure: Slack still knows who left. Raises PermanentFault then."""
    with outside.uow.reading() as tx:
        person = tx.people.find(id=effect.person_id or "")
    if person is None:
        return skipped("person_gone")
    known = person.slack_id
    user = outside.directory.by_id(known) if known else outside.directory.by_email(person.email)
    if known and user is None:
        raise PermanentFault("user_not_found")
    found = user.user_id if user is not None and user.belongs else None

    def then(tx: Transaction, at: Circumstances) -> None:
        fresh = tx.people.lock(id=person.id)
        if fresh is None or not fresh.active or found == fresh.slack_id:
            return
        if found is not None:
            _take_over(tx, found)
            tx.people.save(replace(fresh, slack_id=found))
        else:
            person_left(tx, at, tx.people.save(replace(fresh, active=False)))

    return done(found or "", then=then, reason="" if found else "not_in_workspace")


def _take_over(tx: Transaction, slack_id: str) -> None:
    """Whoever is no longer active under this account gives it up: with a new address in the team file somebody is a new
    person here, and the old one has left. Raises PermanentFault where it is somebody else's."""
    holder = tx.people.lock(slack_id=slack_id)
    if holder is not None and holder.active:
        raise PermanentFault("account_of_somebody_else")
    if holder is not None:
        tx.people.save(replace(holder, slack_id=None, dm_channel=None))
