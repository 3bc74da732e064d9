"""All scorecards of a loop as one table: a column per person, a row per competency, every point as given. Pure.

No sums, no averages, no order by what was said: columns stand in the order of rounds and seats.
"""

from __future__ import annotations

from handlers.presenters.scorecards import MOST_POINTS, in_seat_order, recommendation
from handlers.ui.blocks import TABLE_COLUMNS, TABLE_ROWS, Block, table
from handlers.ui.text import plain
from models.records.feedback import Rating
from scheduling.views.feedback import DebriefView, ScorecardView

NOT_ASKED = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"
_NAME_MOST = 60


def grid(view: DebriefView) -> Block | None:
    """None where there is nothing to compare, or more than a table holds."""
    cards = [card for round_ in view.rounds for card in in_seat_order(round_)]
    asked = [name for round_ in view.rounds for name in round_.competencies]
    given = [rating.competency for card in cards for rating in card.card.ratings]
    competencies = list(dict.fromkeys([*asked, *given]))
    if not cards or len(cards) >= TABLE_COLUMNS or len(competencies) + 1 >= TABLE_ROWS:
        return None
    rows = [
        ["As given", *(f"{plain(card.author.name, _NAME_MOST)}, round {card.round_index + 1}" for card in cards)],
        ["Recommendation", *(recommendation(card) for card in cards)],
        *([plain(name, _NAME_MOST), *(_cell(card, name) for card in cards)] for name in competencies),
    ]
    return table(rows)


def _cell(card: ScorecardView, competency: str) -> str:
    rating = next((each for each in card.card.ratings if each.competency == competency), None)
    return NOT_ASKED if rating is None else _points(rating)


def _points(rating: Rating) -> str:
    if rating.points is None:
        return "not assessed"
    given = min(max(rating.points, 0), MOST_POINTS)
    return f"{'●' * given}{'○' * (MOST_POINTS - given)}{NO_BREAK}{rating.points}"
