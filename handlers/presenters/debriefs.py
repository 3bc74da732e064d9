"""Everything that was said in a loop, by competency and person as given, and the decision that follows. Pure.

No average, no ranking, no recommendation of ours. People stand in the order of rounds and seats.
"""

from __future__ import annotations

from datetime import datetime

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
from scheduling.views.loops import LoopNewsView

_DENSITIES = (160, 24, 8, 3)
"""How many people stand in one line before the rest is counted, tried in this order until the message fits."""


def debrief(view: DebriefView, now: datetime) -> Message:
    """The whole loop on one message, then the decision."""
    text = f"{named(view.loop.candidate)}: all feedback is in. The decision is yours."
    if has_ended(view.loop):
        text = f"{named(view.loop.candidate)}: decided."
    head = [header(f"{view.loop.candidate}: the debrief"), section(_question(view))]
    tail = [divider(), *_answers(view)]
    rows = first_fitting(
        (overview(view, most=most) for most in _DENSITIES), fits=lambda rows: fits_message([*head, *rows, *tail])
    )
    return message(text, head=head, rows=rows, tail=tail, left_out=lambda n: "… the rest is under “Read everything”")


def decision_owed(view: DebriefView, now: datetime) -> Message:
    """One or two business days later: who waits, and the way to the decision."""
    if not view.reader_may_decide or has_ended(view.loop):
        words = _question(view)
    else:
        words = f"{called(view.loop.candidate)} has done every round and is waiting for our answer. All feedback is in."
    head = [header(f"{view.loop.candidate}: the decision"), section(words), context(day_of(view.loop))]
    return message(f"{named(view.loop.candidate)}: {words}", head=head, tail=_answers(view))


def debrief_ready(view: LoopNewsView, now: datetime) -> Message:
    """To the coordinator: nothing to do but to know where it lies."""
    manager = named(view.loop.hiring_manager.name)
    words = f"Every round is done and all feedback is in. The decision is with {manager}."
    head = [header(f"{view.loop.candidate}: ready for the decision"), section(words), context(day_of(view.loop))]
    row = actions(button(Press.STATUS, "Show the loop", Ref(loop=view.loop.id)))
    return message(f"{named(view.loop.candidate)}: {words}", head=head, tail=[row])


def debrief_view(view: DebriefView, now: datetime, *, page: int = 0) -> Block:
    """The modal behind "Read everything": the overview, then every scorecard in full, page by page."""
    first = [section(f"{bold(named(view.loop.candidate))} · {named(view.loop.opening)}"), *overview(view, most=160)]
    parts = [Part(title="", blocks=[*first, divider()])]
    parts += [part for round_ in view.rounds for part in card_parts(round_)]
    return reading("Debrief", parts, press=Press.DEBRIEF, ref=Ref(loop=view.loop.id), page=page)


def overview(view: DebriefView, *, most: int) -> list[Block]:
    """Recommendations by round, points by competency and person, red flags, and what is not there."""
    flags = _red_flags(view, most=most)
    unseen = _not_assessed(view)
    missing = [line for round_ in view.rounds for line in missing_lines(round_)]
    return [
        *paragraphs(_recommendations(view, most=most)),
        *paragraphs(_by_competency(view, most=most)),
        *paragraphs(["🚩 *Red flags, as noted*", *flags] if flags else ["No red flags were noted."]),
        *paragraphs([f"*Nobody assessed:* {joined(unseen, most=20)}"] if unseen else []),
        *paragraphs(["*Not there:*", *missing[:most]] if missing else []),
    ]


def _recommendations(view: DebriefView, *, most: int) -> list[str]:
    lines = []
    for round_ in view.rounds:
        given = [f"{named(card.author.name)} {bold(recommendation(card))}" for card in in_seat_order(round_)]
        title = round_title(round_.round.index, round_.round.name)
        lines.append(f"{bold(title)}: {_some(given, most) if given else 'no feedback'}")
    return lines


def _by_competency(view: DebriefView, *, most: int) -> list[str]:
    given: dict[str, list[str]] = {name: [] for round_ in view.rounds for name in round_.competencies}
    for card, rating in _ratings(view):
        given.setdefault(rating.competency, []).append(f"{named(card.author.name)} {points(rating)}")
    return [f"{bold(inline(name, COMPETENCY_MOST))}\n{_some(said, most)}" for name, said in given.items() if said]


def _ratings(view: DebriefView) -> list[tuple[ScorecardView, Rating]]:
    return [(card, rating) for card in _cards(view) for rating in card.card.ratings]


def _red_flags(view: DebriefView, *, most: int) -> list[str]:
    said = [
        f"• {named(card.author.name)}, round {card.round_index + 1}: {inline(flag, 150)}"
        for card in _cards(view)
        for flag in card.card.red_flags
    ]
    return said if len(said) <= most else [*said[:most], f"• … and {len(said) - most} more"]


def _not_assessed(view: DebriefView) -> list[str]:
    asked = [name for round_ in view.rounds for name in round_.competencies]
    return [inline(name, COMPETENCY_MOST) for name in nobody_assessed(asked, _cards(view))]


def _cards(view: DebriefView) -> list[ScorecardView]:
    return [card for round_ in view.rounds for card in in_seat_order(round_)]


def _some(words: list[str], most: int) -> str:
    """Side by side; a line stays short enough for a section however many people there are."""
    kept = words[: min(most, 24)]
    left = len(words) - len(kept)
    return " · ".join([*kept, *([f"… and {left} more"] if left else [])])


def _question(view: DebriefView) -> str:
    if has_ended(view.loop):
        return "✅ Decided. What was said stays readable here."
    if view.reader_may_decide:
        return f"Every round is done. {called(view.loop.candidate)} is waiting for our answer: the decision is yours."
    return f"Every round is done. The decision is with {named(view.loop.hiring_manager.name)}."


def _answers(view: DebriefView) -> list[Block]:
    about = Ref(loop=view.loop.id)
    row = [button(Press.DEBRIEF, "Read everything", about)]
    if view.reader_may_decide and not has_ended(view.loop):
        row.insert(0, button(Press.DECIDE, "Decide", about, style="primary"))
    return [actions(*row)]
