"""Scorecards as their authors gave them: points as given, no average, no ranking, nobody's words changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.presenters.phrases import named
from handlers.ui.blocks import Block, context, section
from handlers.ui.text import SECTION_MOST, bold, escaped_parts, inline, moment, stacked
from models.records.feedback import Rating
from scheduling.views.feedback import RECOMMENDATION_WORDS, MissingView, RoundFeedbackView, ScorecardView

MOST_POINTS = 4
COMPETENCY_MOST = 60


def points(rating: Rating) -> str:
    """`●●●○ 3 of 4`, or that it was not assessed."""
    if rating.points is None:
        return "not assessed"
    given = min(max(rating.points, 0), MOST_POINTS)
    return f"{'●' * given}{'○' * (MOST_POINTS - given)} {rating.points} of {MOST_POINTS}"


def recommendation(card: ScorecardView) -> str:
    return RECOMMENDATION_WORDS[card.card.recommendation]


def in_seat_order(view: RoundFeedbackView) -> list[ScorecardView]:
    """The cards in the order of the seats, never by what they say."""
    order = {seat.who.id: place for place, seat in enumerate(view.round.seats)}
    return sorted(view.cards, key=lambda card: order.get(card.author.id, len(order)))


def compact(card: ScorecardView, *, evidence: int, flag: int = 120) -> Block:
    """One person's scorecard in one section; `evidence` is how much of each text is shown (0: none)."""
    lines = [f"{bold(named(card.author.name))}: {bold(recommendation(card))}{_amended(card)}"]
    for rating in card.card.ratings:
        lines.append(f"{points(rating)} · {inline(rating.competency, COMPETENCY_MOST)}")
        if evidence and rating.evidence.strip():
            lines.append(f"      {inline(rating.evidence, evidence)}")
    flags = [inline(text, flag) for text in card.card.red_flags]
    lines += [f"🚩 {'; '.join(flags[:8])}"] if flags else []
    if card.card.summary.strip():
        lines.append(f"“{inline(card.card.summary, max(2 * evidence, 120))}”")
    return section(stacked(lines, SECTION_MOST - 2))


def in_full(card: ScorecardView) -> list[Block]:
    """Every word of one scorecard, in as many sections as it takes. The author's name is left to the caller."""
    blocks = [context(f"{moment(card.card.submitted_at, lead='Given')}{_amended(card)}")]
    for rating in card.card.ratings:
        label = f"{bold(inline(rating.competency, COMPETENCY_MOST))}: {points(rating)}"
        blocks += _labelled(label, rating.evidence)
    if card.card.red_flags:
        blocks.append(section("🚩 *Red flags*"))
        blocks += [section(part) for flag in card.card.red_flags for part in _parts(f"• {flag}")]
    return blocks + (_labelled("*Summary*", card.card.summary) if card.card.summary.strip() else [])


def missing_lines(view: RoundFeedbackView) -> list[str]:
    """What is not there and why. Whether somebody has submitted is said only where the seats of the view say it."""
    told = {seat.who.id for seat in view.round.seats if seat.feedback_in is not None}
    lines = [
        f"{named(one.author.name)}: {_why_missing(one)}" for one in view.missing if one.waived or one.author.id in told
    ]
    if len(lines) < len(view.missing):
        lines.append("🔒 What others said opens once your own feedback is in.")
    return lines


def nobody_assessed(competencies: Iterable[str], cards: Sequence[ScorecardView]) -> list[str]:
    """The competencies that no scorecard has points for, as they are called."""
    given = {rating.competency for card in cards for rating in card.card.ratings if rating.points is not None}
    return [name for name in dict.fromkeys(competencies) if name not in given]


def _why_missing(missing: MissingView) -> str:
    if missing.waived:
        return "no feedback is asked for"
    return "in, but not open to you" if missing.hidden else "still to come"


def _amended(card: ScorecardView) -> str:
    return f" · version {card.versions}" if card.versions > 1 else ""


def _labelled(label: str, text: str) -> list[Block]:
    first, *rest = _parts(text) or [""]
    return [section(f"{label}\n{first}"), *(section(part) for part in rest)]


def _parts(text: str) -> list[str]:
    return escaped_parts(text, SECTION_MOST - 200)
