"""What was forecast of loops."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from models.records.forecasts import ForecastMade
from models.repositories.rows import Rows
from models.tables.forecasts import forecasts

_NEWEST = select(forecasts).where(forecasts.c.loop_id == bindparam("loop_id")).order_by(forecasts.c.n.desc()).limit(1)


class Forecasts(Rows[ForecastMade]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, forecasts, ForecastMade)

    def first(self, loop_id: str) -> ForecastMade | None:
        return self.find(loop_id=loop_id, n=1)

    def newest(self, loop_id: str) -> ForecastMade | None:
        row = self.connection.execute(_NEWEST, {"loop_id": loop_id}).one_or_none()
        return None if row is None else self._record(row)

    def came_true(self, limit: int) -> Sequence[ForecastMade]:
        """Those of loops that have been decided, the newest endings first."""
        query = select(forecasts).where(forecasts.c.ended_on.is_not(None)).limit(limit)
        query = query.order_by(forecasts.c.ended_on.desc(), forecasts.c.loop_id, forecasts.c.n)
        return [self._record(row) for row in self.connection.execute(query).all()]
