"""The façade: all that handlers and the command line may ask of the core. Reads apply the access table; inputs are
written down and worked on later."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.records.loops import LoopState
from models.records.people import Person
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.circumstances import Circumstances
from scheduling.inbox import ANSWERED_ALREADY, granted, perform, receive
from scheduling.intents import Intent
from scheduling.outcomes import Refusal, Refused
from scheduling.ports import Clock
from scheduling.queries.facts import LoopFacts, loop_facts, own_roles, team_roles
from scheduling.queries.feedback import debrief_view, round_feedback, scorecard_form
from scheduling.queries.loops import loop_view, may_see_loop
from scheduling.queries.proposals import proposal_view
from scheduling.queries.team import new_loop_form, openings_view, people_view
from scheduling.queries.worklist import visible_loops, worklist
from scheduling.rules.access import Action, Resource, any_authorized
from scheduling.rules.shown import shown_of_availability
from scheduling.views.feedback import DebriefView, RoundFeedbackView, ScorecardFormView
from scheduling.views.loops import AvailabilityView, LoopView, ProposalView
from scheduling.views.team import NewLoopFormView, OpeningsView, PeopleView, WorklistView

__all__ = ["Action", "Heard", "Hirebot", "Resource"]

NOT_ALLOWED = Refused(why=Refusal.NOT_ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    loop_id: str = ""
    round_id: str = ""
    opening_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Of one delivery: who it is from, and whether the same one was taken `before`."""

    reader: Person | None
    before: bool


class _Undo(Exception):
    """Ends a trial: the transaction is rolled back."""


class Hirebot:
    """One per process; thread-safe. `wake` is called after an input was taken, so that the work begins at once."""

    def __init__(
        self, *, uow: UnitOfWork, clock: Clock, new_id: Callable[[], str], secret: bytes, wake: Callable[[], None]
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._new_id = new_id
        self._secret = secret
        self._wake = wake

    def now(self) -> datetime:
        return self._clock.now()

    def new_id(self) -> str:
        return self._new_id()

    def hear(self, slack_id: str, *, dedupe_key: str) -> Heard:
        """Who speaks, and whether an input with this key (at most 255 characters) was taken before: a retry, a second press,
        a replay. Somebody who is not an active person of the team is nobody, and never was heard."""
        with self._uow.reading() as tx:
            person, before = tx.people.who_says(slack_id, dedupe_key)
            if person is None or not person.active:
                return Heard(reader=None, before=False)
            return Heard(reader=person, before=before)

    def allowed(
        self,
        person: Person | None,
        resource: Resource,
        action: Action,
        *,
        loop_id: str = "",
        round_id: str = "",
        opening_id: str = "",
    ) -> bool:
        """Asks the access table for this person towards a loop (or one round of it), an opening, or the team."""
        if person is None:
            return False
        if not loop_id and any_authorized(own_roles(person), resource, action):
            return True  # most of what is asked, and nothing has to be read for it
        about = _About(loop_id=loop_id, round_id=round_id, opening_id=opening_id)
        with self._uow.reading() as tx:
            return granted(tx, person, resource, action, about)

    def take(self, intent: Intent, *, dedupe_key: str) -> bool:
        """Commits the input; after this returns it may be acknowledged. False: the same one was taken before."""
        with self._uow() as tx:
            new = receive(tx, self._circumstances(), intent, dedupe_key=dedupe_key)
        if not isinstance(intent, ANSWERED_ALREADY):
            self._wake()
        return new

    def check(self, intent: Intent) -> Refused | None:
        """What would be refused, found by doing it in a transaction that is rolled back. Changes nothing."""
        outcome = None
        try:
            with self._uow() as tx:
                outcome = perform(tx, self._circumstances(), intent)
                raise _Undo
        except _Undo:
            return outcome if isinstance(outcome, Refused) else None

    def worklist(self, reader: Person) -> WorklistView:
        with self._uow.reading() as tx:
            return worklist(tx, reader, self.now())

    def loop(self, reader: Person, loop_id: str) -> LoopView | Refused:
        with self._uow.reading() as tx:
            facts = self._facts(tx, reader, loop_id)
            if facts is None:
                return NOT_ALLOWED
            return loop_view(tx, facts, reader, self.now())

    def find_loops(self, reader: Person, text: str) -> tuple[LoopView, ...]:
        """Live loops that the reader may see whose candidate's name contains `text`, whatever case and accents; those
        that have ended are found where no live one is."""
        with self._uow.reading() as tx:
            seen = visible_loops(tx, reader, self.now(), ended=True)
        wanted = _plain(text)
        found = [view for view in seen if wanted in _plain(view.candidate)]
        live = [view for view in found if view.state not in _ENDED]
        return tuple(live or (found if wanted else ()))

    def proposal(self, reader: Person, proposal_id: str) -> ProposalView | Refused:
        with self._uow.reading() as tx:
            proposal = tx.proposals.find(id=proposal_id)
            facts = None if proposal is None else self._schedule_of(tx, reader, proposal.loop_id)
            if facts is None or proposal is None:
                return Refused(why=Refusal.UNKNOWN_PROPOSAL)
            return proposal_view(tx, facts, proposal, reader, self.now())

    def newest_proposal(self, reader: Person, loop_id: str) -> ProposalView | Refused | None:
        with self._uow.reading() as tx:
            facts = self._schedule_of(tx, reader, loop_id)
            proposal = None if facts is None else tx.proposals.newest(loop_id)
            if facts is None:
                return NOT_ALLOWED
            return None if proposal is None else proposal_view(tx, facts, proposal, reader, self.now())

    def scorecard_form(self, reader: Person, round_id: str) -> ScorecardFormView | Refused:
        """For an interviewer of the round, from its start on."""
        with self._uow.reading() as tx:
            round_ = tx.rounds.find(id=round_id)
            facts = None if round_ is None else self._facts(tx, reader, round_.loop_id)
            if facts is None or round_ is None:
                return Refused(why=Refusal.UNKNOWN_ROUND)
            if facts.seat(round_.id, reader.id) is None or facts.has_nothing_to_add(round_.id, reader):
                return Refused(why=Refusal.NOT_ON_PANEL)
            if facts.loop.state in _ENDED:
                return Refused(why=Refusal.LOOP_ENDED)
            if round_.start is None or round_.start > self.now():
                return Refused(why=Refusal.TOO_EARLY)
            return scorecard_form(tx, facts, round_, reader)

    def round_feedback(self, reader: Person, round_id: str) -> RoundFeedbackView | Refused:
        """Held to what the reader may read: without the right, nothing but who has submitted, or a refusal."""
        with self._uow.reading() as tx:
            round_ = tx.rounds.find(id=round_id)
            facts = None if round_ is None else self._facts(tx, reader, round_.loop_id)
            if facts is None or round_ is None or not _may_hear(facts, reader, round_.id):
                return NOT_ALLOWED
            return round_feedback(tx, facts, round_, reader, self.now())

    def debrief(self, reader: Person, loop_id: str) -> DebriefView | Refused:
        with self._uow.reading() as tx:
            facts = self._facts(tx, reader, loop_id)
            if facts is None or not _may_hear(facts, reader, None):
                return NOT_ALLOWED
            return debrief_view(tx, facts, reader, self.now())

    def new_loop_form(self, reader: Person) -> NewLoopFormView | Refused:
        with self._uow.reading() as tx:
            form = new_loop_form(tx, reader, self.now())
        return form if form.openings else NOT_ALLOWED

    def availability_form(self, reader: Person, loop_id: str) -> AvailabilityView | Refused:
        with self._uow.reading() as tx:
            facts = self._schedule_of(tx, reader, loop_id)
        if facts is None:
            return NOT_ALLOWED
        candidate = facts.loop.candidate
        return AvailabilityView(
            loop_id=loop_id,
            candidate=candidate.name,
            zone=candidate.zone,
            windows=candidate.windows,
            days_off=candidate.days_off,
            seen=shown_of_availability(candidate.windows, candidate.days_off),
        )

    def people(self, reader: Person) -> PeopleView | Refused:
        with self._uow.reading() as tx:
            if not any_authorized(team_roles(tx, reader), Resource.TEAM, Action.READ):
                return NOT_ALLOWED
            return people_view(tx, reader, self.now())

    def openings(self, reader: Person) -> OpeningsView | Refused:
        with self._uow.reading() as tx:
            if not any_authorized(team_roles(tx, reader), Resource.TEAM, Action.READ):
                return NOT_ALLOWED
            return openings_view(tx, reader)

    def _facts(self, tx: Transaction, reader: Person, loop_id: str) -> LoopFacts | None:
        """The loop, if the reader may know of it; a foreign loop looks like one that does not exist."""
        facts = loop_facts(tx, loop_id)
        return facts if facts is not None and may_see_loop(facts, reader) else None

    def _schedule_of(self, tx: Transaction, reader: Person, loop_id: str) -> LoopFacts | None:
        facts = loop_facts(tx, loop_id)
        return facts if facts is not None and facts.may(reader, Resource.SCHEDULE, Action.MANAGE) else None

    def _circumstances(self) -> Circumstances:
        return Circumstances(now=self._clock.now(), new_id=self._new_id, secret=self._secret)


_ENDED = (LoopState.OFFER, LoopState.NO, LoopState.WITHDRAWN, LoopState.CANCELLED)


def _may_hear(facts: LoopFacts, reader: Person, round_id: str | None) -> bool:
    reads = facts.may(reader, Resource.OTHERS_FEEDBACK, Action.READ, round_id)
    return reads or facts.may(reader, Resource.SUBMISSIONS, Action.READ, round_id)


def _plain(text: str) -> str:
    """Without case and accents, for looking names up."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()
