"""Everything that was said in a loop, by competency and person as given, and the decision that follows. Pure.

No average, no ranking, no recommendation of ours. People stand in the order of rounds and seats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from handlers.presenters.grid import grid
from handlers.presenters.message import Message, first_fitting, fits_message, message, paragraphs
from handlers.presenters.pages import Part, reading
from handlers.presenters.phrases import called, day_of, has_ended, named, round_title
from handlers.presenters.scorecards import (
    COMPETENCY_MOST,
    in_seat_order,
    missing_lines,
    nobody_assessed,
    points,
    recommendation,
)
from handlers.presenters.verdicts import card_parts
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, divider, header, section
from handlers.ui.text import bold, inline, joined
from models.records.feedback import Rating
from scheduling.views.feedback import DebriefView, ScorecardView
from scheduling.views.loops import LoopNewsView, LoopView

_DENSITIES = (24, 8, 3)
"""How many people are named with each competency before the rest is counted, tried until the message fits."""

_Given = tuple[ScorecardView, Rating]
_Item = TypeVar("_Item")


def debrief(view: DebriefView, now: datetime) -> Message:
    """The whole loop on one message, then the decision."""
    text = f"{named(view.loop.candidate)}: all feedback is in. The decision is yours."
    if has_ended(view.loop):
        text = f"{named(view.loop.candidate)}: decided."
    head = [header(f"{view.loop.candidate}: the debrief"), section(_question(view))]
    tail = [divider(), *_answers(view)]
    rows = first_fitting(_ways_to_show(view), fits=lambda rows: fits_message([*head, *rows, *tail]))
    return message(text, head=head, rows=rows, tail=tail, left_out=lambda n: "… the rest is under “Read everything”")


def decision_owed(view: DebriefView, now: datetime) -> Message:
    """One or two business days later: who waits, and the way to the decision."""
    words = _question(view)
    if view.reader_may_decide and not has_ended(view.loop):
        words = f"{called(view.loop.candidate)} has done every round and is waiting for our answer. All feedback is in."
    head = [header(f"{view.loop.candidate}: the decision"), section(words), *_day(view.loop)]
    return message(f"{named(view.loop.candidate)}: {words}", head=head, tail=_answers(view))


def debrief_ready(view: LoopNewsView, now: datetime) -> Message:
    """To the coordinator: nothing to do but to know where it lies."""
    manager = named(view.loop.hiring_manager.name)
    words = f"Every round is done and all feedback is in. The decision is with {manager}."
    head = [header(f"{view.loop.candidate}: ready for the decision"), section(words), *_day(view.loop)]
    row = actions(button(Press.STATUS, "Show the loop", Ref(loop=view.loop.id)))
    return message(f"{named(view.loop.candidate)}: {words}", head=head, tail=[row])


def debrief_view(view: DebriefView, now: datetime, *, page: int = 0) -> Block:
    """The modal behind "Read everything": the overview, then every scorecard in full, page by page."""
    first = [section(f"{bold(named(view.loop.candidate))} · {named(view.loop.opening)}"), *overview(view, most=24)]
    parts = [Part(title="", blocks=[*first, divider()])]
    parts += [part for round_ in view.rounds for part in card_parts(round_)]
    return reading("Debrief", parts, press=Press.DEBRIEF, ref=Ref(loop=view.loop.id), page=page, end=_decide(view))


def _ways_to_show(view: DebriefView) -> Iterator[list[Block]]:
    """From the one that is seen at a glance to the one that always fits."""
    drawn = grid(view)
    if drawn is not None:
        yield [drawn, *_beside_points(view, most=_DENSITIES[0])]
    for most in _DENSITIES:
        yield overview(view, most=most)


def overview(view: DebriefView, *, most: int) -> list[Block]:
    """Recommendations by round, points by competency and person, red flags, and what is not there."""
    return [
        *paragraphs(_recommendations(view, most=most)),
        *paragraphs(_by_competency(view, most=most)),
        *_beside_points(view, most=most),
    ]


def _beside_points(view: DebriefView, *, most: int) -> list[Block]:
    """Red flags, and what is not there."""
    unseen = _not_assessed(view)
    missing = [line for round_ in view.rounds for line in missing_lines(round_)]
    return [
        *paragraphs(_red_flags(view, most=most)),
        *paragraphs([f"*Nobody assessed:* {joined(unseen, most=20)}"] if unseen else []),
        *paragraphs(["*Not there:*", *missing[:most]] if missing else []),
    ]


def _recommendations(view: DebriefView, *, most: int) -> list[str]:
    lines = []
    for round_ in view.rounds:
        lines.append(bold(round_title(round_.round.index, round_.round.name)))
        lines += _some(in_seat_order(round_), _recommended, most=most) or ["No feedback"]
    return lines


def _by_competency(view: DebriefView, *, most: int) -> list[str]:
    """What nobody assessed is left out here: it stands in a line of its own."""
    given: dict[str, list[_Given]] = {name: [] for round_ in view.rounds for name in round_.competencies}
    for card in _cards(view):
        for rating in card.card.ratings:
            given.setdefault(rating.competency, []).append((card, rating))
    lines = []
    for name, said in given.items():
        if any(rating.points is not None for _, rating in said):
            lines += [bold(inline(name, COMPETENCY_MOST)), *_some(said, _rated, most=most)]
    return lines


def _red_flags(view: DebriefView, *, most: int) -> list[str]:
    noted = [(card, flag) for card in _cards(view) for flag in card.card.red_flags]
    if not noted:
        whole = not any(round_.missing for round_ in view.rounds)
        return ["No red flags were noted."] if whole else []
    lines = [
        f"• {named(card.author.name)}, round {card.round_index + 1}: {inline(flag, 150)}" for card, flag in noted[:most]
    ]
    more = [f"• … and {len(noted) - most} more"] if len(noted) > most else []
    return ["🚩 *Red flags, as noted*", *lines, *more]


def _not_assessed(view: DebriefView) -> list[str]:
    asked = [name for round_ in view.rounds for name in round_.competencies]
    return [inline(name, COMPETENCY_MOST) for name in nobody_assessed(asked, _cards(view))]


def _cards(view: DebriefView) -> list[ScorecardView]:
    return [card for round_ in view.rounds for card in in_seat_order(round_)]


def _recommended(card: ScorecardView) -> str:
    return f"{bold(recommendation(card))} · {named(card.author.name)}"


def _rated(given: _Given) -> str:
    card, rating = given
    return f"{points(rating)} · {named(card.author.name)}, round {card.round_index + 1}"


def _some(items: Sequence[_Item], words: Callable[[_Item], str], *, most: int) -> list[str]:
    """One line each, the rest counted."""
    more = [f"… and {len(items) - most} more"] if len(items) > most else []
    return [*(words(item) for item in items[:most]), *more]


def _day(loop: LoopView) -> list[Block]:
    """Which day it is, as long as days count."""
    return [] if has_ended(loop) else [context(day_of(loop))]


def _question(view: DebriefView) -> str:
    if has_ended(view.loop):
        return "✅ Decided. What was said stays readable here."
    if view.reader_may_decide:
        return f"Every round is done. {called(view.loop.candidate)} is waiting for our answer: the decision is yours."
    return f"Every round is done. The decision is with {named(view.loop.hiring_manager.name)}."


def _answers(view: DebriefView) -> list[Block]:
    read = button(Press.DEBRIEF, "Read everything", Ref(loop=view.loop.id))
    return _decide(view, read) or [actions(read)]


def _decide(view: DebriefView, *more: Block) -> list[Block]:
    if not view.reader_may_decide or has_ended(view.loop):
        return []
    return [actions(button(Press.DECIDE, "Decide", Ref(loop=view.loop.id), style="primary"), *more)]
