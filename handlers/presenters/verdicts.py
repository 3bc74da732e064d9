"""A round's feedback before the hiring manager, side by side, and the word that is asked of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from handlers.presenters.message import MESSAGE_SIZE, Message, message, paragraphs, size
from handlers.presenters.pages import Part, reading
from handlers.presenters.phrases import called, called_plain, has_ended, named, round_plain, round_title
from handlers.presenters.scorecards import compact, in_full, in_seat_order, missing_lines, recommendation
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, confirm, context, divider, header, section
from handlers.ui.text import bold, counted, inline
from models.records.feedback import VerdictChoice
from scheduling.views.feedback import RoundFeedbackView

_DENSITIES = (300, 160, 80)
"""How much of each text is shown, tried in this order until the message is short enough."""

_GIVEN = {
    VerdictChoice.ADVANCE: "advance to the next round",
    VerdictChoice.STOP: "stop here",
    VerdictChoice.TALK: "talk first",
}


def verdict_ask(view: RoundFeedbackView, now: datetime) -> Message:
    """Every scorecard of the round in short, with the three answers."""
    count = counted(len(view.cards), "scorecard")
    text = f"{named(view.loop.candidate)}, {_round(view)}: {count} in. What next?"
    head = [header(f"{view.loop.candidate}: {round_plain(view.round)}"), section(_question(view))]
    tail = [divider(), *paragraphs(missing_lines(view)), *_answers(view)]
    rows = _side_by_side(view, room=MESSAGE_SIZE - size([*head, *tail]))
    return message(text, head=head, rows=rows, tail=tail, left_out=lambda n: f"… and {n} more under “Read all”")


def _side_by_side(view: RoundFeedbackView, *, room: int) -> list[Block]:
    """Every scorecard with as much of its texts as there is room for, or else with points and a short summary only."""
    cards = in_seat_order(view)
    for evidence in _DENSITIES:
        rows = list(_until_full((compact(card, evidence=evidence) for card in cards), room))
        if len(rows) == len(cards):
            return rows
    return [compact(card, evidence=0) for card in cards]


def _until_full(rows: Iterable[Block], room: int) -> Iterator[Block]:
    for row in rows:
        room -= size(row) + 2
        if room < 0:
            return
        yield row


def verdict_owed(view: RoundFeedbackView, now: datetime) -> Message:
    """One or two business days later: who waits, each recommendation as given, the three answers."""
    waits = (
        f"{called(view.loop.candidate)} is waiting to hear how round {view.round.index + 1} went. All feedback is in."
    )
    if not _is_asked(view):
        waits = _question(view)
    head = [header(f"{view.loop.candidate}: your word on round {view.round.index + 1}"), section(waits)]
    lines = [f"{named(card.author.name)}: {bold(recommendation(card))}" for card in in_seat_order(view)]
    rows = paragraphs([*lines, *missing_lines(view)])
    return message(f"{named(view.loop.candidate)}: {waits}", head=head, rows=rows, tail=_answers(view))


def round_feedback_view(view: RoundFeedbackView, now: datetime, *, page: int = 0) -> Block:
    """The modal behind "Read all": every word of every scorecard that this reader may see."""
    return reading(
        f"Round {view.round.index + 1} feedback",
        [Part(title="", blocks=[section(f"{bold(named(view.loop.candidate))} · {_round(view)}")]), *card_parts(view)],
        press=Press.READ_FEEDBACK,
        ref=Ref(loop=view.loop.id, round=view.round.id),
        page=page,
        end=_verdicts(view) if _is_asked(view) else (),
    )


def card_parts(view: RoundFeedbackView) -> list[Part]:
    """One part per scorecard in seat order, and one for what is not there."""
    parts = [
        Part(
            title=f"{named(card.author.name)}, round {view.round.index + 1}: {recommendation(card)}",
            blocks=[*in_full(card), divider()],
        )
        for card in in_seat_order(view)
    ]
    missing = paragraphs(missing_lines(view))
    return [*parts, Part(title="", blocks=missing)] if missing else parts


def _question(view: RoundFeedbackView) -> str:
    if view.verdict and not (view.verdict == VerdictChoice.TALK and view.reader_may_decide):
        by = f" by {named(view.verdict_by.name)}" if view.verdict_by else ""
        return f"✅ Answered{by}: {bold(_given(view))}."
    if has_ended(view.loop):
        return "This loop has ended; there is nothing to answer here."
    talked = " You wanted to talk first; say how it goes on when you have." if view.verdict else ""
    return f"All feedback on this round is in. {called(view.loop.candidate)} is waiting to hear how it goes on.{talked}"


def _given(view: RoundFeedbackView) -> str:
    return _GIVEN[VerdictChoice(view.verdict)] if view.verdict in set(VerdictChoice) else inline(view.verdict, 60)


def _is_asked(view: RoundFeedbackView) -> bool:
    return view.reader_may_decide and not has_ended(view.loop)


def _answers(view: RoundFeedbackView) -> list[Block]:
    about = Ref(loop=view.loop.id, round=view.round.id)
    read = [button(Press.READ_FEEDBACK, "Read all", about)] if view.cards else []
    if _is_asked(view):
        return _verdicts(view, *read)
    return [actions(*read)] if read else []


def _verdicts(view: RoundFeedbackView, *more: Block) -> list[Block]:
    about = Ref(loop=view.loop.id, round=view.round.id)
    advance = button(Press.ADVANCE, "Advance", about, style="primary", confirm=_advance_question(view))
    talk = button(Press.TALK, "Talk first", about)
    stop = button(Press.STOP, "Stop here", about, style="danger")
    note = context(f"“Stop here” asks for the reason first. {called(view.loop.candidate)} hears nothing from me.")
    return [actions(advance, talk, stop, *more), note]


def _advance_question(view: RoundFeedbackView) -> Block:
    candidate = called_plain(view.loop.candidate)
    coming = next((round_ for round_ in view.loop.rounds if round_.index == view.round.index + 1), None)
    if coming is None:
        words = f"{candidate} has passed the last round; the decision comes next."
    elif coming.start is None:
        words = f"{candidate} goes on to round {coming.index + 1}, which gets a time first."
    else:
        words = f"{candidate} gets the invitation to round {coming.index + 1} now."
    return confirm("Advance to the next round?", words, yes="Advance", no="Not yet")


def _round(view: RoundFeedbackView) -> str:
    return round_title(view.round.index, view.round.name)
