"""People, pools, openings and company holidays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, exists, func, select

from models.records.openings import Opening
from models.records.people import Holiday, Person, PoolMember
from models.repositories.rows import Rows
from models.tables.delivery import inbox
from models.tables.people import holidays, openings, people, pool_members

_DAYS = select(holidays.c.day)
_SAID_BEFORE = exists().where(inbox.c.dedupe_key == bindparam("dedupe_key"))
_WHO_SAYS = select(people, _SAID_BEFORE).where(people.c.slack_id == bindparam("slack_id"))


class People(Rows[Person]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, people, Person)

    def by_email(self, email: str) -> Person | None:
        """The person with this address, whatever the case of its letters (as the database folds them)."""
        same = func.lower(people.c.email) == func.lower(email)
        row = self.connection.execute(select(people).where(same)).first()
        return None if row is None else self._record(row)

    def who_says(self, slack_id: str, dedupe_key: str) -> tuple[Person | None, bool]:
        """The person, and whether the inbox holds an input with this key. Every request asks for both, so they are one
        statement."""
        row = self.connection.execute(_WHO_SAYS, {"slack_id": slack_id, "dedupe_key": dedupe_key}).one_or_none()
        return (None, False) if row is None else (self._record(row[:-1]), bool(row[-1]))

    def by_ids(self, ids: Iterable[str]) -> dict[str, Person]:
        return {person.id: person for person in self.all(id=list(ids))}


class Pools(Rows[PoolMember]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, pool_members, PoolMember)

    def members(self, pool: str) -> Sequence[str]:
        return [member.person_id for member in self.all(pool=pool)]

    def names(self) -> Sequence[str]:
        return list(
            self.connection.execute(select(pool_members.c.pool).distinct().order_by(pool_members.c.pool)).scalars()
        )


class Openings(Rows[Opening]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, openings, Opening)


class Holidays(Rows[Holiday]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, holidays, Holiday)
        self._days: frozenset[date] | None = None

    def days(self) -> frozenset[date]:
        """Read once per transaction, which sees its own changes as long as they are made before."""
        if self._days is None:
            self._days = frozenset(self.connection.execute(_DAYS).scalars())
        return self._days
