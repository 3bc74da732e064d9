"""A core that remembers: who is who, which loops there are, what was taken. Rights come from the real access table.

`refusals` says what `check` refuses, by kind of intent; `broken` makes every write fail, as a database would.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from models.records.people import Person
from scheduling.api import Action, Heard, Hirebot, Resource
from scheduling.intents import Intent
from scheduling.outcomes import Refusal, Refused
from scheduling.rules.access import Role, any_authorized
from scheduling.views.feedback import DebriefView, RoundFeedbackView, ScorecardFormView
from scheduling.views.loops import AvailabilityView, LoopView, ProposalView
from scheduling.views.team import NewLoopFormView, OpeningsView, PeopleView, WorklistView

I = TypeVar("I")  # noqa: E741 - an intent
_NOT_ALLOWED = Refused(why=Refusal.NOT_ALLOWED)


class DatabaseDown(Exception):
    """Says something that must not reach a log: Ana Kovač."""


@dataclass(slots=True, kw_only=True)
class FakeHirebot(Hirebot):
    """`roles` are a person's towards every loop and the team. `inbox` has what was taken, by its key."""

    moment: datetime
    people_by_slack: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, frozenset[Role]] = field(default_factory=dict)
    loops: dict[str, LoopView] = field(default_factory=dict)
    proposals: dict[str, ProposalView] = field(default_factory=dict)
    scorecards: dict[tuple[str, str], ScorecardFormView] = field(default_factory=dict)
    feedback: dict[str, RoundFeedbackView] = field(default_factory=dict)
    debriefs: dict[str, DebriefView] = field(default_factory=dict)
    availabilities: dict[str, AvailabilityView] = field(default_factory=dict)
    form: NewLoopFormView | None = None
    team: PeopleView | None = None
    roles_open: OpeningsView | None = None
    worklists: dict[str, WorklistView] = field(default_factory=dict)
    inbox: dict[str, Intent] = field(default_factory=dict)
    refusals: dict[str, Refused] = field(default_factory=dict)
    broken: bool = False
    ids: int = 0

    def took(self, kind: type[I]) -> list[I]:
        """What was taken of one kind, oldest first."""
        return [intent for intent in self.inbox.values() if isinstance(intent, kind)]

    def now(self) -> datetime:
        return self.moment

    def new_id(self) -> str:
        self.ids += 1
        return f"new-{self.ids}"

    def hear(self, slack_id: str, *, dedupe_key: str) -> Heard:
        person = self.people_by_slack.get(slack_id)
        if person is None or not person.active:
            return Heard(reader=None, before=False)
        return Heard(reader=person, before=dedupe_key in self.inbox)

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
        known = not loop_id or loop_id in self.loops
        return person is not None and known and any_authorized(self.roles.get(person.id, ()), resource, action)

    def take(self, intent: Intent, *, dedupe_key: str) -> bool:
        if self.broken:
            raise DatabaseDown
        assert len(dedupe_key) <= 255
        new = dedupe_key not in self.inbox
        self.inbox.setdefault(dedupe_key, intent)
        return new

    def check(self, intent: Intent) -> Refused | None:
        return self.refusals.get(intent.kind)

    def worklist(self, reader: Person) -> WorklistView:
        return self.worklists[reader.id]

    def loop(self, reader: Person, loop_id: str) -> LoopView | Refused:
        return self.loops.get(loop_id, _NOT_ALLOWED)

    def find_loops(self, reader: Person, text: str) -> tuple[LoopView, ...]:
        if not any(self.allowed(reader, Resource.STAGE, action) for action in (Action.READ, Action.READ_MASKED)):
            return ()
        return tuple(loop for loop in self.loops.values() if text.casefold() in loop.candidate.casefold())

    def proposal(self, reader: Person, proposal_id: str) -> ProposalView | Refused:
        found = (p for p in self.proposals.values() if p.id == proposal_id)
        return next(found, Refused(why=Refusal.UNKNOWN_PROPOSAL))

    def newest_proposal(self, reader: Person, loop_id: str) -> ProposalView | Refused | None:
        return self.proposals.get(loop_id)

    def scorecard_form(self, reader: Person, round_id: str) -> ScorecardFormView | Refused:
        return self.scorecards.get((reader.id, round_id), Refused(why=Refusal.NOT_ON_PANEL))

    def round_feedback(self, reader: Person, round_id: str) -> RoundFeedbackView | Refused:
        return self.feedback.get(round_id, _NOT_ALLOWED)

    def debrief(self, reader: Person, loop_id: str) -> DebriefView | Refused:
        return self.debriefs.get(loop_id, _NOT_ALLOWED)

    def new_loop_form(self, reader: Person) -> NewLoopFormView | Refused:
        return self.form or _NOT_ALLOWED

    def availability_form(self, reader: Person, loop_id: str) -> AvailabilityView | Refused:
        return self.availabilities.get(loop_id, _NOT_ALLOWED)

    def people(self, reader: Person) -> PeopleView | Refused:
        return self.team or _NOT_ALLOWED

    def openings(self, reader: Person) -> OpeningsView | Refused:
        return self.roles_open or _NOT_ALLOWED

    def deactivate(self, slack_id: str) -> None:
        self.people_by_slack[slack_id] = replace(self.people_by_slack[slack_id], active=False)
