"""Small changes that are not about one round: nudges, checklists, people, openings, the workspace's own news."""

from __future__ import annotations

from dataclasses import replace

from models.records.loops import LoopState
from models.records.openings import Opening
from models.records.people import PoolMember
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.intents import Asked, EditOpening, EditPerson, NoteUser, OpenHome, PauseNudges, TickItem
from scheduling.messages import Topic
from scheduling.outbox.wishes import answer, find_in_workspace, record, redraw_card, refresh_home, retell
from scheduling.outcomes import Done, Outcome, Refusal, Refused
from scheduling.queries.facts import own_roles
from scheduling.rules.access import Action, Resource, any_authorized
from scheduling.rules.business_time import local_date
from scheduling.rules.lifecycle import LIVE_LOOP
from scheduling.rules.shown import shown_of_opening, shown_of_person

LONGEST_PAUSE_DAYS = 30


def pause_nudges(tx: Transaction, at: Circumstances, wish: PauseNudges) -> Outcome:
    """Silences nudges through a date, with a reason; the candidate's clock goes on."""
    loop = tx.loops.lock(id=wish.loop_id)
    if loop is None:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if loop.state not in LIVE_LOOP:
        return Refused(why=Refusal.LOOP_ENDED)
    ahead = (wish.until - local_date(at.now, loop.zone)).days
    if ahead < 0:
        return Refused(why=Refusal.IN_THE_PAST, field="until")
    if ahead > LONGEST_PAUSE_DAYS:
        return Refused(why=Refusal.TOO_FAR, field="until", detail=f"{LONGEST_PAUSE_DAYS} days")
    loop = tx.loops.save(replace(loop, nudges_paused_until=wish.until, nudges_paused_why=wish.reason))
    redraw_card(tx, at, loop)
    answer(tx, at, to=wish.actor_id, code="paused", detail=wish.until.isoformat(), loop_id=loop.id)
    record(tx, at, actor=wish.actor_id, action="nudges.paused", loop_id=loop.id, detail=wish.until.isoformat())
    return Done(code="paused")


def tick_item(tx: Transaction, at: Circumstances, wish: TickItem) -> Outcome:
    """Marks an item of a checklist as done. Two who press at once, or one who presses twice, mean the same."""
    loop = tx.loops.lock(id=wish.loop_id)
    item = tx.checklists.find(loop_id=wish.loop_id, kind=wish.checklist, index=wish.index)
    if loop is None or item is None or loop.state is not LoopState.OFFER:
        return Refused(why=Refusal.UNKNOWN_LOOP)
    if wish.actor_id not in (loop.coordinator_id, loop.hiring_manager_id):
        return Refused(why=Refusal.NOT_ALLOWED)
    if item.done_by is None:
        tx.checklists.save(replace(item, done_by=wish.actor_id, done_at=at.now))
    retell(tx, at, Topic.ENDED, loop_id=loop.id)
    return Done(code="ticked")


def edit_person(tx: Transaction, at: Circumstances, wish: EditPerson) -> Outcome:
    """Pools, caps, days off and pause of one person; interviews that are booked already stay."""
    person = tx.people.lock(id=wish.person_id)
    if person is None:
        return Refused(why=Refusal.UNKNOWN_PERSON)
    pools = [member.pool for member in tx.pools.all(person_id=person.id)]
    if wish.seen not in ("", shown_of_person(person, pools)):
        return Refused(why=Refusal.CHANGED_MEANWHILE)
    unknown = set(wish.pools) - set(tx.pools.names())
    if unknown or wish.max_per_day < 1 or wish.max_per_week < 1:
        return Refused(why=Refusal.BAD_INPUT, field="pools" if unknown else "max_per_day")
    tx.people.save(
        replace(
            person,
            max_per_day=wish.max_per_day,
            max_per_week=wish.max_per_week,
            days_off=wish.days_off,
            paused_until=wish.paused_until,
        )
    )
    tx.pools.remove(person_id=person.id)
    for pool in sorted(set(wish.pools)):
        tx.pools.add(PoolMember(pool=pool, person_id=person.id))
    answer(tx, at, to=wish.actor_id, code="person_saved", detail=person.name)
    record(tx, at, actor=wish.actor_id, action="person.edited", subject=person.id)
    return Done(code="saved")


def edit_opening(tx: Transaction, at: Circumstances, wish: EditOpening) -> Outcome:
    """Who runs an opening and who may sit in its rounds; loops that have begun keep the plan they began with. Whoever hires
    reads all feedback, so only an admin, or they themselves, make somebody else the hiring manager."""
    opening = tx.openings.lock(id=wish.opening_id)
    if opening is None:
        return Refused(why=Refusal.UNKNOWN_OPENING)
    if wish.seen not in ("", shown_of_opening(opening)):
        return Refused(why=Refusal.CHANGED_MEANWHILE)
    if wish.hiring_manager_id != opening.hiring_manager_id and not _may_hand_on(tx, opening, wish.actor_id):
        return Refused(why=Refusal.NOT_ALLOWED, field="hiring_manager_id", detail="an admin")
    people = tx.people.by_ids({wish.hiring_manager_id, wish.coordinator_id})
    for name in ("hiring_manager_id", "coordinator_id"):
        person, same = people.get(getattr(wish, name)), getattr(wish, name) == getattr(opening, name)
        if not same and (person is None or not person.active):
            return Refused(why=Refusal.UNKNOWN_PERSON, field=name)
    pools = {pool for seats in wish.seats for pool in seats}
    if len(wish.seats) != len(opening.rounds) or not all(wish.seats) or pools - set(tx.pools.names()):
        return Refused(why=Refusal.BAD_INPUT, field="seats")
    rounds = tuple(replace(plan, seats=seats) for plan, seats in zip(opening.rounds, wish.seats, strict=True))
    changed = replace(
        opening,
        title=wish.title,
        hiring_manager_id=wish.hiring_manager_id,
        coordinator_id=wish.coordinator_id,
        rounds=rounds,
        holds=wish.holds,
        active=wish.active,
    )
    tx.openings.save(changed)
    answer(tx, at, to=wish.actor_id, code="opening_saved", detail=wish.title)
    run_by = f"hires {changed.hiring_manager_id}, coordinates {changed.coordinator_id}"
    record(tx, at, actor=wish.actor_id, action="opening.edited", subject=opening.id, detail=run_by)
    return Done(code="saved")


def _may_hand_on(tx: Transaction, opening: Opening, actor_id: str) -> bool:
    admin = any_authorized(own_roles(tx.people.get(id=actor_id)), Resource.SETTINGS, Action.MANAGE)
    return admin or actor_id == opening.hiring_manager_id


def note_user(tx: Transaction, at: Circumstances, wish: NoteUser) -> Outcome:
    """The workspace says that a member changed: look again who they are."""
    person = tx.people.find(slack_id=wish.slack_id)
    if person is None:
        return Done(code="unknown")
    find_in_workspace(tx, at, person)
    return Done(code="looking")


def open_home(tx: Transaction, at: Circumstances, wish: OpenHome) -> Outcome:
    person = tx.people.lock(id=wish.actor_id)
    if person is not None:
        if not person.home_opened:
            person = tx.people.save(replace(person, home_opened=True))
        refresh_home(tx, at, person)
    return Done(code="opened")


def asked(tx: Transaction, at: Circumstances, wish: Asked) -> Outcome:
    """A question was answered while it was acknowledged; nothing is left to do."""
    return Done(code="answered")
