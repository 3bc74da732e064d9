"""The messages Hirebot can send: one topic each, with the view that its words are made of. Pure."""

from __future__ import annotations

from enum import StrEnum

from scheduling.views.feedback import DebriefView, RoundFeedbackView
from scheduling.views.loops import (
    CalendarNewsView,
    DigestView,
    EscalationView,
    LoopNewsView,
    LoopView,
    NoticeView,
    PanelView,
    ProposalView,
    TroubleView,
)


class Topic(StrEnum):
    """In brackets: who gets it, and the view it is made of."""

    CARD = "card"  # coordinator: the one status card of a loop, edited in place (LoopView)
    PROPOSAL = "proposal"  # coordinator: options, or why there are none (ProposalView)
    ON_PANEL = "on_panel"  # interviewer: you are in this round (PanelView)
    MOVED = "moved"  # interviewer: your round has a new time (PanelView)
    CONFIRMED = "confirmed"  # interviewer: the hold became an interview with the candidate (PanelView)
    RELEASED = "released"  # interviewer: you are free again (PanelView)
    BRIEF = "brief"  # interviewer, 09:00 the working day before (PanelView)
    BRIEF_SHORT = "brief_short"  # interviewer, 15 minutes before (PanelView)
    FEEDBACK_ASK = "feedback_ask"  # interviewer, when the interview ends (PanelView)
    FEEDBACK_OWED = "feedback_owed"  # interviewer, next business days; nth 1 and 2 (PanelView)
    FEEDBACK_ESCALATED = "feedback_escalated"  # hiring manager: feedback is missing (EscalationView)
    VERDICT_ASK = "verdict_ask"  # hiring manager: a round's feedback side by side (RoundFeedbackView)
    VERDICT_OWED = "verdict_owed"  # hiring manager, +1 and +2 business days; nth 1 and 2 (RoundFeedbackView)
    DEBRIEF = "debrief"  # hiring manager: everything, then the decision (DebriefView)
    DEBRIEF_READY = "debrief_ready"  # coordinator: the decision is with the hiring manager (LoopNewsView)
    DECISION_OWED = "decision_owed"  # hiring manager, +1 and +2 business days (DebriefView)
    GUEST_DECLINED = "guest_declined"  # coordinator: an interviewer can't make it (CalendarNewsView)
    CANDIDATE_DECLINED = "candidate_declined"  # coordinator (CalendarNewsView)
    EVENT_MOVED = "event_moved"  # coordinator: moved by hand in the calendar (CalendarNewsView)
    EVENT_DELETED = "event_deleted"  # coordinator: deleted by hand in the calendar (CalendarNewsView)
    NOT_HELD = "not_held"  # coordinator: the interview did not happen (CalendarNewsView)
    LATE_ALERT = "late_alert"  # coordinator and hiring manager: forecast past day 21 (LoopNewsView)
    DAY_NOTE = "day_note"  # coordinator, day 15 and 18, when round 3 is not done (LoopNewsView)
    OVERDUE = "overdue"  # coordinator and hiring manager, each business day from day 22 (LoopNewsView)
    ENDED = "ended"  # coordinator and hiring manager: how the loop ended, checklists after an offer (LoopNewsView)
    NOTICE = "notice"  # whoever asked: a refusal, or what came of it (NoticeView)
    DIGEST = "digest"  # anyone: what was missed while Hirebot was away (DigestView)
    TROUBLE = "trouble"  # coordinator or admins: something needs a person (TroubleView)


View = (
    LoopView
    | ProposalView
    | PanelView
    | EscalationView
    | RoundFeedbackView
    | DebriefView
    | CalendarNewsView
    | LoopNewsView
    | NoticeView
    | DigestView
    | TroubleView
)
