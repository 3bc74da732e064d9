"""Views of feedback: the form, a round side by side, the debrief. What a reader may not see is not in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from models.records.feedback import Recommendation, Scorecard
from models.records.openings import RoundKind
from scheduling.views.loops import LoopView, RoundView, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardFormView:
    """The scorecard form for one interviewer. `draft` is the form's own saved state; `previous` is set for an amendment.

    `colleagues` are the people a hand-off may go to. To whoever was `absent` others' feedback does not open with their own.
    """

    loop_id: str
    candidate: str
    opening: str
    round_id: str
    round_name: str
    round_kind: RoundKind
    start: datetime | None
    competencies: tuple[str, ...]
    red_flags: tuple[str, ...]
    draft: dict[str, str] = field(default_factory=dict)
    previous: Scorecard | None = None
    colleagues: tuple[Who, ...] = ()
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardView:
    """One submitted scorecard as its author gave it. `versions` counts amendments."""

    author: Who
    round_index: int
    round_name: str
    card: Scorecard
    versions: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingView:
    """Feedback that is not there: not given yet, waived, or hidden from this reader until their own is in."""

    author: Who
    round_index: int
    round_name: str
    waived: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFeedbackView:
    """A round's feedback side by side. `reader_may_decide` is true for the hiring manager while the verdict is due."""

    loop: LoopView
    round: RoundView
    competencies: tuple[str, ...]
    cards: tuple[ScorecardView, ...]
    missing: tuple[MissingView, ...]
    verdict: str = ""
    verdict_by: Who | None = None
    nth: int = 0
    reader_may_decide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefView:
    """Everything that was said in a loop, as given: no average, no ranking. `rounds` are in order."""

    loop: LoopView
    rounds: tuple[RoundFeedbackView, ...]
    reader_may_decide: bool = False
    nth: int = 0


RECOMMENDATION_WORDS: dict[Recommendation, str] = {
    Recommendation.STRONG_NO: "Strong no",
    Recommendation.NO: "No",
    Recommendation.YES: "Yes",
    Recommendation.STRONG_YES: "Strong yes",
}
