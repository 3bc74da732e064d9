"""Makes the stored team what the team file says, in one transaction: all of it, or nothing.

Loading the same file again changes nothing. People and openings that the file no longer has become inactive; nothing is
ever deleted, because loops point at them; whoever becomes inactive has left, also for their loops. Where the file and an
edit made in the workspace differ, the file wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.engine import StoreUnavailable
from models.records.openings import Opening
from models.records.people import Holiday, Person, PoolMember
from models.repositories.rows import StaleRecord
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.outbox.wishes import find_in_workspace, record
from scheduling.team_file import Problem, TeamFile, read_team
from scheduling.team_file.changes import (
    opening_changes,
    opening_of,
    person_changes,
    person_of,
    pool_change,
)
from scheduling.use_cases.person_left import person_left

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLoaded:
    """What was changed, one line each for a person to read; one line that says so where nothing was."""

    lines: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamProblems:
    """Everything that is wrong with the file, by line. Nothing was changed."""

    problems: tuple[Problem, ...]


def load_team(uow: UnitOfWork, source: str | bytes, at: Circumstances, *, actor: str) -> TeamLoaded | TeamProblems:
    """`source` is the file as text or as it lies on the disk. Ids stay: of people by e-mail, of openings by key."""
    team = read_team(source)
    if isinstance(team, tuple):
        return TeamProblems(problems=team)
    for _ in range(_TRIES - 1):
        try:
            return _load(uow, team, at, actor)
        except (StaleRecord, *StoreUnavailable):
            continue  # the team was edited or loaded at the same moment, or a booking waited for us as we did for it
    return _load(uow, team, at, actor)


def _load(uow: UnitOfWork, team: TeamFile, at: Circumstances, actor: str) -> TeamLoaded:
    with uow() as tx:
        were_active = {person.id for person in tx.people.all(active=True)}
        holidays = _holidays(tx, team)
        people = _people(tx, at, team)
        openings = _openings(tx, at, team)
        lines = (*people, *openings, *holidays)
        if not lines:
            return TeamLoaded(lines=(_nothing(team),), changed=False)
        for person in tx.people.all(active=False):
            if person.id in were_active:
                person_left(tx, at, person, actor=actor)
        detail = f"people {len(people)}, openings {len(openings)}, holidays {len(holidays)}"
        record(tx, at, actor=actor, action="team.loaded", detail=detail)
    return TeamLoaded(lines=lines, changed=True)


def _nothing(team: TeamFile) -> str:
    parts = (f"{len(team.people)} people", f"{len(team.openings)} openings", f"{len(team.holidays)} holidays")
    return f"Nothing to change: {', '.join(parts)} are as the file says."


def _people(tx: Transaction, at: Circumstances, team: TeamFile) -> list[str]:
    stored = {person.email.lower(): person for person in tx.people.all()}
    pools: dict[str, set[str]] = {}
    for member in tx.pools.all():
        pools.setdefault(member.person_id, set()).add(member.pool)
    lines: list[str] = []
    for entry in team.people:
        old = stored.pop(entry.email, None)
        new = person_of(entry, old, new_id=at.new_id)
        wanted = entry.pools if entry.active else frozenset()
        had = frozenset(pools.get(new.id, ()))
        lines += _arrived(tx, at, new, wanted) if old is None else _stayed(tx, at, old, new, had, wanted)
        _set_pools(tx, new, had, wanted)
    for person in stored.values():
        if person.active:
            tx.people.save(replace(person, active=False))
            _set_pools(tx, person, frozenset(pools.get(person.id, ())), frozenset())
            lines.append(_left(tx, at, person))
    return lines


def _arrived(tx: Transaction, at: Circumstances, person: Person, pools: frozenset[str]) -> list[str]:
    _expect(tx.people.add_once(person))
    if person.active:
        find_in_workspace(tx, at, person)
    where = f"pools {', '.join(sorted(pools))}" if pools else "in no pool"
    return [f"New: {_who(person)}, {person.zone}, {where}{'' if person.active else ', not active'}"]


def _stayed(
    tx: Transaction, at: Circumstances, old: Person, new: Person, had: frozenset[str], wanted: frozenset[str]
) -> list[str]:
    if new != old:
        tx.people.save(new)
    if new.active and not old.active:
        find_in_workspace(tx, at, new)
    changes = [*person_changes(old, new), *pool_change(had, wanted)]
    changes += _leaves_behind(tx, at, new) if old.active and not new.active else []
    return [f"Changed: {_who(new)}: {'; '.join(changes)}"] if changes else []


def _set_pools(tx: Transaction, person: Person, had: frozenset[str], wanted: frozenset[str]) -> None:
    for pool in sorted(had - wanted):
        tx.pools.remove(pool=pool, person_id=person.id)
    for pool in sorted(wanted - had):
        tx.pools.add_once(PoolMember(pool=pool, person_id=person.id))


def _left(tx: Transaction, at: Circumstances, person: Person) -> str:
    return "; ".join((f"Inactive: {_who(person)} is not in the file any more", *_leaves_behind(tx, at, person)))


def _leaves_behind(tx: Transaction, at: Circumstances, person: Person) -> list[str]:
    """Somebody has to take it over."""
    ahead = tx.slots.interviews_per_person(at.now).get(person.id, 0)
    runs = sum(person.id in (loop.coordinator_id, loop.hiring_manager_id) for loop in tx.loops.live())
    left = [f"interviews ahead that need somebody else: {ahead}"] if ahead else []
    return left + ([f"running loops that still name them as coordinator or hiring manager: {runs}"] if runs else [])


def _openings(tx: Transaction, at: Circumstances, team: TeamFile) -> list[str]:
    people = tx.people.all()
    ids = {person.email: person.id for person in people}
    names = {person.id: person.name for person in people}
    stored = {opening.key: opening for opening in tx.openings.all()}
    lines: list[str] = []
    for entry in team.openings:
        old = stored.pop(entry.key, None)
        new = opening_of(entry, old, ids=ids, new_id=at.new_id)
        lines += _opened(tx, new) if old is None else _kept(tx, old, new, names)
    for opening in stored.values():
        if opening.active:
            tx.openings.save(replace(opening, active=False))
            lines.append(f"Closed: opening {opening.key} ({opening.title}) is not in the file any more")
    return lines


def _opened(tx: Transaction, opening: Opening) -> list[str]:
    _expect(tx.openings.add_once(opening))
    return [f"New opening: {opening.key} ({opening.title}), {len(opening.rounds)} rounds"]


def _kept(tx: Transaction, old: Opening, new: Opening, names: Mapping[str, str]) -> list[str]:
    changes = opening_changes(old, new, names)
    if changes:
        tx.openings.save(new)
    return [f"Changed opening: {new.key}: {'; '.join(changes)}"] if changes else []


def _holidays(tx: Transaction, team: TeamFile) -> list[str]:
    stored = {holiday.day: holiday for holiday in tx.holidays.all()}
    lines: list[str] = []
    for holiday in team.holidays:
        old = stored.pop(holiday.day, None)
        if old is None:
            _expect(tx.holidays.add_once(holiday))
            lines.append(f"New holiday: {_when(holiday)}")
        elif old != holiday:
            tx.holidays.save(holiday)
            lines.append(f"Changed holiday: {_when(holiday)} (was {old.name or 'without a name'})")
    for day, holiday in stored.items():
        _expect(tx.holidays.remove(day=day) == 1)
        lines.append(f"No holiday any more: {_when(holiday)}")
    return lines


def _expect(as_read: bool) -> None:
    if not as_read:
        raise StaleRecord("the team")


def _who(person: Person) -> str:
    return f"{person.name} ({person.email})"


def _when(holiday: Holiday) -> str:
    return f"{holiday.day} {holiday.name}".rstrip()
