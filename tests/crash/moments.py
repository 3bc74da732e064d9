"""What a stage was at one moment, put back as often as it is wanted: the database row by row, the outside as a copy."""

from __future__ import annotations

from dataclasses import dataclass

from models.unit_of_work import UnitOfWork
from scheduling import intents as i
from tests.crash.stage import Stage
from tests.remembered import Rows, all_rows, copied, put_back
from tests.world import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    rows: Rows
    around: Surroundings
    acknowledged: frozenset[str]
    last: tuple[i.Intent, str] | None


def remembered(stage: Stage) -> Moment:
    return Moment(
        rows=all_rows(stage.uow.engine),
        around=copied(stage.around),
        acknowledged=frozenset(stage.acknowledged),
        last=stage.last,
    )


def again(uow: UnitOfWork, moment: Moment) -> Stage:
    """`uow` is of any database with the schema: what it held is gone."""
    put_back(uow.engine, moment.rows)
    stage = Stage(uow, found=copied(moment.around))
    stage.acknowledged = set(moment.acknowledged)
    stage.last = moment.last
    return stage
