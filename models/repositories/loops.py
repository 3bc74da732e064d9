"""Loops, their rounds and seats, and the claims that keep one person out of two interviews at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Integer, bindparam, case, func, select

from models.records.feedback import VerdictChoice
from models.records.loops import AnswerTimes, Loop, LoopState, Round, RoundState, Seat, SlotClaim
from models.repositories.rows import Rows, one_of, take_turns
from models.tables.feedback import verdicts
from models.tables.loops import loops, rounds, seats, slot_claims

_START_TURN = 4_812_023
"""See `take_turns`."""

QUARTER = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LIVE_STATES = (LoopState.PLANNING, LoopState.PROPOSED, LoopState.BOOKING, LoopState.RUNNING, LoopState.DEBRIEF)


class Loops(Rows[Loop]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, loops, Loop)

    def begin_in_turn(self) -> None:
        """Whoever starts a loop waits until all others who do have ended, so that one candidate never gets two."""
        take_turns(self.connection, _START_TURN)

    def live(self) -> Sequence[Loop]:
        """Loops that have not ended, oldest first."""
        return [self._record(row) for row in self.connection.execute(_LIVE).all()]

    def by_ids(self, ids: Iterable[str]) -> dict[str, Loop]:
        return {loop.id: loop for loop in self.all(id=list(set(ids)))}

    def recent(self, limit: int = 200) -> Sequence[Loop]:
        query = select(loops).order_by(loops.c.created_at.desc(), loops.c.id).limit(limit)
        return [self._record(row) for row in self.connection.execute(query).all()]


class Rounds(Rows[Round]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, rounds, Round)

    def of_loop(self, loop_id: str) -> Sequence[Round]:
        return sorted(self.all(loop_id=loop_id), key=lambda r: r.index)

    def answered(self, limit: int) -> Sequence[AnswerTimes]:
        """When rounds that were held got their answers, the newest first. Asked every time a loop is watched, so it reads
        no more of them than that."""
        return [AnswerTimes(**row) for row in self.connection.execute(_ANSWERED, {"most": limit}).mappings()]

    def ended_by(self, now: datetime) -> Sequence[Round]:
        """Invited rounds whose time has passed."""
        return self.all(rounds.c.state == RoundState.INVITED, rounds.c.end <= now)


class Seats(Rows[Seat]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, seats, Seat)

    def of_round(self, round_id: str) -> Sequence[Seat]:
        return self.all(round_id=round_id)

    def of_loop(self, loop_id: str) -> Sequence[Seat]:
        return [self._record(row) for row in self.connection.execute(_SEATS_OF_LOOP, {"loop_id": loop_id}).all()]

    def of_person(self, person_id: str) -> Sequence[Seat]:
        return self.all(person_id=person_id)


class SlotClaims(Rows[SlotClaim]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, slot_claims, SlotClaim)

    def claim(self, *, person_id: str, round_id: str, start: datetime, end: datetime) -> bool:
        """Claims every quarter of `[start, end)`; False when some round has one of them already (roll back then).

        Claim for several people in the order of their ids: transactions that go through them in different orders may
        wait for each other in a ring, which PostgreSQL ends with an error.
        """
        wanted = [SlotClaim(person_id=person_id, slot=slot, round_id=round_id) for slot in quarters(start, end)]
        return all(self.add_once(claim) for claim in wanted)

    def release(self, round_id: str, person_id: str | None = None) -> None:
        self.remove(round_id=round_id, **({} if person_id is None else {"person_id": person_id}))

    def booked(self, people: Iterable[str], start: datetime, end: datetime) -> dict[str, list[SlotClaim]]:
        """Claims of `people` that touch `[start, end)`, per person."""
        span = quarters(start, end)
        found: dict[str, list[SlotClaim]] = {}
        slot = slot_claims.c.slot
        for claim in self.all(slot_claims.c.person_id.in_(list(people)), slot >= span.start, slot < span.stop):
            found.setdefault(claim.person_id, []).append(claim)
        return found

    def interviews_per_person(self, since: datetime) -> dict[str, int]:
        """How many interviews each person has had since, or has coming: their load."""
        query = select(slot_claims.c.person_id, func.count(func.distinct(slot_claims.c.round_id)))
        query = query.where(slot_claims.c.slot >= quarters(since, since).start).group_by(slot_claims.c.person_id)
        return {person: count for person, count in self.connection.execute(query)}  # noqa: C416  # a Row is no pair to mypy


# Asked at every step: to make them anew took longer than to execute them.

_SEATS_OF_LOOP = (
    select(seats)
    .join_from(seats, rounds, seats.c.round_id == rounds.c.id)
    .where(rounds.c.loop_id == bindparam("loop_id"))
    .order_by(*seats.primary_key.columns)
)

_LIVE = select(loops).where(one_of(loops.c.state, LIVE_STATES)).order_by(loops.c.created_at, loops.c.id)

_WORD = (
    select(func.min(verdicts.c.given_at))
    .where(verdicts.c.round_id == rounds.c.id, verdicts.c.choice != VerdictChoice.TALK)
    .scalar_subquery()
)
_DECIDED = one_of(loops.c.state, (LoopState.OFFER, LoopState.NO))
_ANSWERED = (
    select(
        rounds.c.loop_id,
        rounds.c["index"],
        rounds.c.end,
        rounds.c.verdict_since.label("complete"),
        _WORD.label("word"),
        loops.c.zone,
        case((_DECIDED, loops.c.ended_at)).label("decided"),
    )
    .join_from(rounds, loops, rounds.c.loop_id == loops.c.id)
    .where(rounds.c.verdict_since.is_not(None), rounds.c.end.is_not(None))
    .order_by(rounds.c.verdict_since.desc(), rounds.c.id)
    .limit(bindparam("most", type_=Integer()))
)


def quarters(start: datetime, end: datetime) -> range:
    """The quarters of an hour, counted from the epoch, that `[start, end)` touches."""
    return range((start - _EPOCH) // QUARTER, -((_EPOCH - end) // QUARTER))


def moment(slot: int) -> datetime:
    """The beginning of a quarter."""
    return _EPOCH + slot * QUARTER
