"""A table as a collection of frozen records: what every repository is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

R = TypeVar("R")


class StaleRecord(Exception):
    """Somebody changed the row since it was read; the transaction is rolled back and the input tried again."""


class Rows(Generic[R]):
    """Records of one type in one table, matched by field name. Rows with a `version` are saved only over the version
    that was read."""

    def __init__(self, connection: Connection, table: Table, record: type[R]) -> None:
        self.connection = connection
        self.table = table
        self.record = record
        self._names = [f.name for f in fields(record)]  # type: ignore[arg-type]  # R is always a dataclass
        self._keys = [column.name for column in table.primary_key.columns]

    def find(self, **key: Any) -> R | None:
        """The one record whose columns equal `key`, or None."""
        row = self.connection.execute(select(self.table).where(self._equal(key))).mappings().one_or_none()
        return None if row is None else self._record(row)

    def get(self, **key: Any) -> R:
        """As `find`, for a record that must exist: KeyError otherwise."""
        record = self.find(**key)
        if record is None:
            raise KeyError(f"{self.table.name} {sorted(key)}")
        return record

    def lock(self, **key: Any) -> R | None:
        """As `find`, and no other transaction may change the row before this one ends (on SQLite the whole database
        is locked already by BEGIN IMMEDIATE)."""
        query = select(self.table).where(self._equal(key)).with_for_update()
        row = self.connection.execute(query).mappings().one_or_none()
        return None if row is None else self._record(row)

    def all(self, *where: ColumnElement[bool], limit: int | None = None, **key: Any) -> Sequence[R]:
        """Records that match, ordered by primary key."""
        query = select(self.table).where(self._equal(key), *where).limit(limit)
        query = query.order_by(*(self.table.c[name] for name in self._keys))
        return [self._record(row) for row in self.connection.execute(query).mappings()]

    def add(self, record: R) -> None:
        """Inserts; a broken unique key raises IntegrityError and the transaction is lost."""
        self.connection.execute(insert(self.table).values(self._values(record)))

    def add_once(self, record: R) -> bool:
        """Inserts unless a unique key says that it is there already; returns whether it was new."""
        values = self._values(record)
        if self.connection.dialect.name == "postgresql":
            statement: Any = postgresql.insert(self.table).values(values).on_conflict_do_nothing()
        else:
            statement = sqlite.insert(self.table).values(values).on_conflict_do_nothing()
        # Asked for by RETURNING: the count of rows is -1 on PostgreSQL where the database numbers them.
        return self.connection.execute(statement.returning(*self.table.primary_key.columns)).first() is not None

    def save(self, record: R) -> R:
        """Updates by primary key; returns the record with its next version. Raises StaleRecord."""
        values = self._values(record)
        where = self._equal({name: values[name] for name in self._keys})
        if "version" in values:
            where = and_(where, self.table.c.version == values["version"])
            record = replace(record, version=values["version"] + 1)  # type: ignore[type-var]  # R is a dataclass
            values["version"] += 1
        result = self.connection.execute(update(self.table).where(where).values(values))
        if result.rowcount != 1:
            raise StaleRecord(self.table.name)
        return record

    def remove(self, **key: Any) -> int:
        """Deletes what matches; returns how many."""
        return self.connection.execute(delete(self.table).where(self._equal(key))).rowcount

    def _equal(self, key: dict[str, Any]) -> ColumnElement[bool]:
        return and_(True, *(self.table.c[name] == value for name, value in key.items()))

    def _record(self, row: Any) -> R:
        return self.record(**{name: _frozen(row[name]) for name in self._names})

    def _values(self, record: R) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in self._names}
        if values.get("id") == 0:  # numbered by the database
            del values["id"]
        return values


def take_turns(connection: Connection, turn: int) -> None:
    """Waits until every other transaction that took this turn has ended. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(turn)))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
