"""Everything Hirebot says, made of views: one presenter per topic, and the screens that people ask for. Pure.

A presenter knows who reads (the view says) and what they may know (the view holds no more); it decides only on words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from handlers.presenters.briefs import brief, brief_short
from handlers.presenters.calendar_news import candidate_declined, event_deleted, event_moved, guest_declined, not_held
from handlers.presenters.card import card, status, status_list
from handlers.presenters.deadlines import day_note, late_alert, overdue
from handlers.presenters.debriefs import debrief, debrief_ready, debrief_view, decision_owed
from handlers.presenters.endings import ended
from handlers.presenters.help import help_message
from handlers.presenters.message import Message
from handlers.presenters.notices import digest, notice
from handlers.presenters.owed import feedback_ask, feedback_escalated, feedback_owed
from handlers.presenters.panel import confirmed, moved, on_panel, released
from handlers.presenters.proposals import proposal
from handlers.presenters.refusals import refusal
from handlers.presenters.team import openings, people
from handlers.presenters.troubles import trouble
from handlers.presenters.verdicts import round_feedback_view, verdict_ask, verdict_owed
from handlers.presenters.worklist import home, worklist
from scheduling.messages import Topic, View

__all__ = [
    "PRESENTERS",
    "Message",
    "debrief_view",
    "help_message",
    "home",
    "openings",
    "people",
    "proposal",
    "refusal",
    "render",
    "round_feedback_view",
    "status",
    "status_list",
    "worklist",
]

# Each presenter takes the view that scheduling/messages.py names beside its topic; the type system cannot say that.
PRESENTERS: Mapping[Topic, Callable[[Any, datetime], Message]] = MappingProxyType(
    {
        Topic.CARD: card,
        Topic.PROPOSAL: proposal,
        Topic.ON_PANEL: on_panel,
        Topic.MOVED: moved,
        Topic.CONFIRMED: confirmed,
        Topic.RELEASED: released,
        Topic.BRIEF: brief,
        Topic.BRIEF_SHORT: brief_short,
        Topic.FEEDBACK_ASK: feedback_ask,
        Topic.FEEDBACK_OWED: feedback_owed,
        Topic.FEEDBACK_ESCALATED: feedback_escalated,
        Topic.VERDICT_ASK: verdict_ask,
        Topic.VERDICT_OWED: verdict_owed,
        Topic.DEBRIEF: debrief,
        Topic.DEBRIEF_READY: debrief_ready,
        Topic.DECISION_OWED: decision_owed,
        Topic.GUEST_DECLINED: guest_declined,
        Topic.CANDIDATE_DECLINED: candidate_declined,
        Topic.EVENT_MOVED: event_moved,
        Topic.EVENT_DELETED: event_deleted,
        Topic.NOT_HELD: not_held,
        Topic.LATE_ALERT: late_alert,
        Topic.DAY_NOTE: day_note,
        Topic.OVERDUE: overdue,
        Topic.ENDED: ended,
        Topic.NOTICE: notice,
        Topic.DIGEST: digest,
        Topic.TROUBLE: trouble,
    }
)


def render(topic: Topic, view: View, now: datetime) -> Message:
    """The message of a topic, for one reader; `now` is aware, UTC."""
    return PRESENTERS[topic](view, now)
