"""What each intent needs of the access table. The worker asks before it performs; the routing table must agree."""

from __future__ import annotations

from typing import Any

from scheduling import intents as i
from scheduling.rules.access import Action, Resource

REQUIRED: dict[type[Any], tuple[Resource, Action]] = {
    i.NewLoop: (Resource.STAGE, Action.MANAGE),
    i.EditAvailability: (Resource.SCHEDULE, Action.MANAGE),
    i.FindPlan: (Resource.PANEL, Action.MANAGE),
    i.FindMove: (Resource.PANEL, Action.MANAGE),
    i.FindReplacement: (Resource.PANEL, Action.MANAGE),
    i.Agree: (Resource.PANEL, Action.MANAGE),
    i.Book: (Resource.PANEL, Action.MANAGE),
    i.KeepAsIs: (Resource.PANEL, Action.MANAGE),
    i.AcceptCalendar: (Resource.PANEL, Action.MANAGE),
    i.RestoreEvent: (Resource.PANEL, Action.MANAGE),
    i.Decline: (Resource.PANEL, Action.DECLINE_OWN),
    i.SubmitScorecard: (Resource.OWN_FEEDBACK, Action.WRITE),
    i.SaveDraft: (Resource.OWN_FEEDBACK, Action.WRITE),
    i.DidNotHappen: (Resource.OWN_FEEDBACK, Action.WRITE),
    i.HandOff: (Resource.OWN_FEEDBACK, Action.WRITE),
    i.SnoozeFeedback: (Resource.NUDGES, Action.WRITE),
    i.GiveVerdict: (Resource.DECISION, Action.WRITE),
    i.Decide: (Resource.DECISION, Action.WRITE),
    i.Cancel: (Resource.PANEL, Action.MANAGE),
    i.PauseNudges: (Resource.NUDGES, Action.MANAGE),
    i.TickItem: (Resource.STAGE, Action.READ),
    i.EditPerson: (Resource.TEAM, Action.MANAGE),
    i.EditOpening: (Resource.TEAM, Action.MANAGE),
    i.NoteUser: (Resource.HELP, Action.READ),
    i.OpenHome: (Resource.HELP, Action.READ),
    i.Asked: (Resource.HELP, Action.READ),
}
"""SubmitScorecard is also how an interviewer amends: AMEND stands beside WRITE for those whose feedback is in."""

ALSO: dict[type[Any], tuple[Resource, Action]] = {
    i.SubmitScorecard: (Resource.OWN_FEEDBACK, Action.AMEND),
    i.SaveDraft: (Resource.OWN_FEEDBACK, Action.AMEND),
}
"""A second grant that is as good."""
