"""A table as a collection of frozen records: what every repository is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

R = TypeVar("R")
Asked = Literal["nothing", "one", "any of"]
Shape = tuple[tuple[str, Asked], ...]
"""The names of a key's columns, each with whether NULL, one value or any of several is asked for: what a statement depends
on."""


class StaleRecord(Exception):
    """Somebody changed the row since it was read; the transaction is rolled back and the input tried again."""


class Rows(Generic[R]):
    """Records of one type in one table, matched by field name; a list or a tuple in a key asks for any of its values. Rows
    with a `version` are saved only over the version that was read."""

    def __init__(self, connection: Connection, table: Table, record: type[R]) -> None:
        self.connection = connection
        self.table = table
        self.record = record
        self._names, self._keys, self._order, self._lists = _columns(table, record)  # type: ignore[arg-type]  # hashable

    def find(self, **key: Any) -> R | None:
        """The one record whose columns equal `key`, or None."""
        row = self.connection.execute(_matching(self.table, shape_of(key)), key).one_or_none()
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
        query = _matching(self.table, shape_of(key), locked="alone")
        row = self.connection.execute(query, key).one_or_none()
        return None if row is None else self._record(row)

    def hold(self, **key: Any) -> Sequence[R]:
        """As `all`, and until this transaction ends nobody changes what was found; several may hold the same."""
        query = _matching(self.table, shape_of(key), locked="shared")
        return [self._record(row) for row in self.connection.execute(query, key).all()]

    def all(self, *where: ColumnElement[bool], limit: int | None = None, **key: Any) -> Sequence[R]:
        """Records that match, ordered by primary key."""
        query = _matching(self.table, shape_of(key), limited=limit is not None)
        if where:
            query = query.where(*where)
        if limit is not None:
            key["most"] = limit
        return [self._record(row) for row in self.connection.execute(query, key).all()]

    def add(self, record: R) -> None:
        """Inserts; a broken unique key raises IntegrityError and the transaction is lost."""
        self.connection.execute(_inserting(self.table), self._values(record))

    def add_once(self, record: R) -> bool:
        """Inserts unless a unique key says that it is there already; returns whether it was new."""
        statement = _inserting_once(self.table, self.connection.dialect.name)
        return self.connection.execute(statement, self._values(record)).first() is not None

    def save(self, record: R) -> R:
        """Updates by primary key; returns the record with its next version. Raises StaleRecord."""
        values = self._values(record)
        read = (*self._keys, "version") if "version" in values else self._keys
        given = {f"read_{name}": values[name] for name in read}
        if "version" in values:
            record = replace(record, version=values["version"] + 1)  # type: ignore[type-var]  # R is a dataclass
            values["version"] += 1
        if self.connection.execute(_updating(self.table, read), values | given).rowcount != 1:
            raise StaleRecord(self.table.name)
        return record

    def remove(self, **key: Any) -> int:
        """Deletes what matches; returns how many."""
        return self.connection.execute(_deleting(self.table, shape_of(key)), key).rowcount

    def _record(self, row: Sequence[Any]) -> R:
        """Of a whole row of the table, in the order of its columns."""
        values = dict(zip(self._order, row, strict=True))
        for name in self._lists:
            values[name] = _frozen(values[name])
        return self.record(**values)

    def _values(self, record: R) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in self._names}
        if values.get("id") == 0:  # numbered by the database
            del values["id"]
        return values


# Statements are made once per table and kind of key. Making them anew took a third of the time of every use case.


Names = tuple[str, ...]


@cache
def _columns(table: Table, record: type[Any]) -> tuple[Names, Names, Names, Names]:
    """The record's fields, the key's columns, all columns in their order, and those that may hold a JSON list."""
    order = tuple(column.name for column in table.columns)
    lists = tuple(column.name for column in table.columns if isinstance(column.type, JSON))
    return tuple(f.name for f in fields(record)), tuple(c.name for c in table.primary_key.columns), order, lists


def shape_of(key: dict[str, Any]) -> Shape:
    return tuple((name, _asked(value)) for name, value in key.items())


def _asked(value: Any) -> Asked:
    if value is None:
        return "nothing"
    return "any of" if isinstance(value, (list, tuple)) else "one"


@cache
def _matching(
    table: Table, shape: Shape, *, limited: bool = False, locked: Literal["", "shared", "alone"] = ""
) -> Select[Any]:
    """Rows whose columns equal the parameters of the same names, ordered by primary key; where `limited`, `most` of them."""
    query = select(table).where(*_equal(table, shape)).order_by(*table.primary_key.columns)
    if limited:
        query = query.limit(bindparam("most", type_=Integer()))
    return query.with_for_update(read=locked == "shared") if locked else query


def _equal(table: Table, shape: Shape) -> list[ColumnElement[bool]]:
    return [asks(table.c[name], how, parameter=name) for name, how in shape]


def asks(column: ColumnElement[Any], how: Asked, *, parameter: str) -> ColumnElement[bool]:
    """The condition on one column of a key."""
    if how == "nothing":
        return column.is_(None)
    if how == "one":
        return column == bindparam(parameter)
    return column.in_(bindparam(parameter, expanding=True))


@cache
def _deleting(table: Table, shape: Shape) -> Delete:
    return delete(table).where(*_equal(table, shape))


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _inserting_once(table: Table, dialect: str) -> Any:
    """Tells by RETURNING whether the row was new: the count of rows is -1 on PostgreSQL where the database numbers them."""
    engine = import_module(f"sqlalchemy.dialects.{dialect}")  # the other one is not loaded
    return engine.insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)


@cache
def _updating(table: Table, read: tuple[str, ...]) -> Update:
    """Sets all columns where those of `read` are as they were read (parameters `read_...`)."""
    return update(table).where(*(table.c[name] == bindparam(f"read_{name}") for name in read))


def one_of(column: ColumnElement[Any], words: Iterable[StrEnum]) -> ColumnElement[bool]:
    """Whether the column holds one of these words of our own, which stand in the statement as they are: a list of
    parameters is spelled out anew at every execution."""
    return column.in_([literal_column(f"'{word}'") for word in words])


def take_turns(connection: Connection, turn: int) -> None:
    """Waits until every other transaction that took this turn has ended. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(turn)))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
