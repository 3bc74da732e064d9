"""Everything about one loop, read once: what queries, rules and performers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.records.feedback import Scorecard
from models.records.loops import Loop, Round, RoundState, Seat, SeatState
from models.records.openings import Opening
from models.records.people import Person
from models.unit_of_work import Transaction
from scheduling.rules.access import Action, Resource, Role, any_authorized, roles_in_loop
from scheduling.rules.lifecycle import DONE_ROUND


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopFacts:
    """One loop with all that belongs to it. `cards` holds the newest scorecard per (round, person)."""

    loop: Loop
    opening: Opening
    rounds: Sequence[Round]
    seats: Mapping[str, Sequence[Seat]]
    cards: Mapping[tuple[str, str], Scorecard]
    people: Mapping[str, Person]
    holidays: frozenset[date]

    def round(self, round_id: str) -> Round | None:
        return next((r for r in self.rounds if r.id == round_id), None)

    def panel(self, round_id: str) -> list[Person]:
        """The people in the round's seats, in seat order."""
        return [self.people[seat.person_id] for seat in self.seats.get(round_id, ())]

    def seat(self, round_id: str, person_id: str) -> Seat | None:
        return next((s for s in self.seats.get(round_id, ()) if s.person_id == person_id), None)

    def missing(self, round_id: str) -> list[Person]:
        """Whose scorecard of this round is neither in nor waived."""
        owed = (s for s in self.seats.get(round_id, ()) if not s.feedback_waived)
        return [self.people[s.person_id] for s in owed if (round_id, s.person_id) not in self.cards]

    def awaited(self, round_: Round) -> list[Person]:
        """As `missing`, without those who had declined an interview that is still going on."""
        going_on = round_.state is RoundState.INVITED
        absent = {s.person_id for s in self.seats[round_.id] if going_on and s.state is SeatState.DECLINED}
        return [person for person in self.missing(round_.id) if person.id not in absent]

    def is_lost(self, round_: Round, now: datetime) -> bool:
        """Whether the interview has begun, and nobody is on the team any more who could tell how it was."""
        told = any(round_id == round_.id for round_id, _ in self.cards)
        awaited = self.awaited(round_) if has_begun(round_, now) and not told else []
        return bool(awaited) and not any(person.active for person in awaited)

    def current(self) -> Round | None:
        """The first round that is not done; None after the last."""
        return next((r for r in self.rounds if r.state not in DONE_ROUND), None)

    def after(self, round_: Round) -> Round | None:
        return next((r for r in self.rounds if r.index == round_.index + 1), None)

    def absent(self, round_id: str, person_id: str) -> bool:
        return is_absent(self.seats.get(round_id, ()), person_id)

    def blind(self, round_id: str, person_id: str) -> bool:
        """Whether the person sits in the round and must not read yet what others say of it: their own scorecard is not in.
        To whoever was not there one does not open the others' either; a hiring manager who was not there is not on the
        panel, and reads."""
        if self.absent(round_id, person_id):
            return person_id != self.loop.hiring_manager_id
        return self.seat(round_id, person_id) is not None and (round_id, person_id) not in self.cards

    def roles(self, person: Person, round_id: str | None = None) -> frozenset[Role]:
        """The person's roles towards this loop, or towards one round of it.

        Feedback is blind for an interviewer until their own is in, whichever round they sit in. A hiring manager is
        held to the round in question only: the verdict on round 1 cannot wait for their own round 4.
        """
        hires = person.id == self.loop.hiring_manager_id
        asked = [r.id for r in self.rounds if not hires or round_id in (None, r.id)]
        return roles_in_loop(
            on_team=person.active,
            is_candidate=person.email.lower() == self.loop.candidate.email.lower(),
            coordinates=person.id == self.loop.coordinator_id,
            hires=hires,
            on_panel=any(self.seat(r.id, person.id) is not None for r in self.rounds),
            owes_feedback=any(self.blind(r, person.id) for r in asked),
            standings=[str(standing) for standing in person.standings],
        )

    def could_read(self, round_id: str, person: Person) -> bool:
        """Whether others have said something of the round that the person may read: what they say of it themselves from now
        on is no view of their own."""
        said = any(card_round == round_id and author != person.id for card_round, author in self.cards)
        return said and self.may(person, Resource.OTHERS_FEEDBACK, Action.READ, round_id)

    def has_nothing_to_add(self, round_id: str, person: Person) -> bool:
        """Whether the person was not there and may have read what those say who were: a hiring manager who had declined."""
        return self.absent(round_id, person.id) and self.could_read(round_id, person)

    def may(self, person: Person, resource: Resource, action: Action, round_id: str | None = None) -> bool:
        return any_authorized(self.roles(person, round_id), resource, action)


def is_absent(seats: Sequence[Seat], person_id: str) -> bool:
    """Whether the person has declined one of these seats of a round, which the others hold without them."""
    declined = {seat.person_id for seat in seats if seat.state is SeatState.DECLINED}
    return person_id in declined and len(declined) < len(seats)


def has_begun(round_: Round, now: datetime) -> bool:
    """Whether the interview goes on, or is over and its feedback is still to come."""
    begun = round_.start is not None and round_.start <= now
    return begun and round_.state in (RoundState.INVITED, RoundState.FEEDBACK)


def loop_facts(tx: Transaction, loop_id: str) -> LoopFacts | None:
    """None for a loop that does not exist."""
    loop = tx.loops.find(id=loop_id)
    return None if loop is None else facts_of(tx, loop)


def facts_of(tx: Transaction, loop: Loop) -> LoopFacts:
    rounds = tx.rounds.of_loop(loop.id)
    seats: dict[str, list[Seat]] = {r.id: [] for r in rounds}
    for seat in tx.seats.of_loop(loop.id):
        seats[seat.round_id].append(seat)
    cards = {(card.round_id, card.person_id): card for card in tx.scorecards.latest_of_loop(loop.id)}
    ids = {loop.coordinator_id, loop.hiring_manager_id} | {s.person_id for group in seats.values() for s in group}
    ids |= {person_id for _, person_id in cards}
    return LoopFacts(
        loop=loop,
        opening=tx.openings.get(id=loop.opening_id),
        rounds=rounds,
        seats=seats,
        cards=cards,
        people=tx.people.by_ids(ids),
        holidays=tx.holidays.days(),
    )


def team_roles(tx: Transaction, person: Person, opening_id: str | None = None) -> frozenset[Role]:
    """A person's roles outside any loop: coordinator or hiring manager of this opening (or of any)."""
    openings = [o for o in tx.openings.all() if o.active and opening_id in (None, o.id)]
    return _roles(
        person,
        coordinates=any(o.coordinator_id == person.id for o in openings),
        hires=any(o.hiring_manager_id == person.id for o in openings),
    )


def own_roles(person: Person) -> frozenset[Role]:
    """A person's roles whatever they coordinate or hire for: a part of `team_roles` that nothing has to be read for."""
    return _roles(person, coordinates=False, hires=False)


def _roles(person: Person, *, coordinates: bool, hires: bool) -> frozenset[Role]:
    return roles_in_loop(
        on_team=person.active,
        is_candidate=False,
        coordinates=coordinates,
        hires=hires,
        on_panel=False,
        owes_feedback=False,
        standings=[str(standing) for standing in person.standings],
    )


def starts_after(rounds: Sequence[Round], moment: datetime) -> list[Round]:
    """Rounds that have a time and lie ahead of `moment`."""
    return [r for r in rounds if r.start is not None and r.start > moment]
