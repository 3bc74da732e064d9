"""Column types that keep promises the engines do not: aware UTC moments, closed vocabularies, typed JSON."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both engines (SQLite drops the zone). Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _read_moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_moment(text: str | None) -> datetime | None:
    """In one step: each read of a loop has a hundred moments."""
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Word(TypeDecorator[StrEnum]):
    """One word of a closed vocabulary, stored as its text."""

    impl = String(32)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.vocabulary(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Each word is looked up once."""
        return cache(lambda text: None if text is None else self.vocabulary(text))


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


class Shaped(TypeDecorator[Any]):
    """A value of a given type (records, tuples and sets of them) as JSON; checked both ways. A row from before the column
    was there reads as `absent`."""

    impl = JSON
    cache_ok = True

    def __init__(self, shape: Any, *, absent: Hashable = None) -> None:
        super().__init__()
        self.shape = shape
        self.absent = absent

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        dumped = _adapter(self.shape).dump_python(value, mode="json")
        return sorted(dumped) if isinstance(value, frozenset) else dumped

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None and self.absent is not None:
            return self.absent
        return _adapter(self.shape).validate_python(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """The same text is read once: shapes are made of frozen values, which all readers may share."""
        read = super().result_processor(dialect, coltype)
        assert read is not None
        remembered = lru_cache(maxsize=1024)(read)
        return lambda value: remembered(value) if isinstance(value, str) else read(value)
