"""Options put before a coordinator, each with its reason, or why there are none and what would help. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.obstacles import obstacle_lines
from handlers.presenters.phrases import LOOP_DAYS, called, called_plain, named, people, round_title
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, Style, actions, button, confirm, context, divider, header, section
from handlers.ui.text import bold, counted, moment, plain, stacked
from models.records.loops import RoundState
from models.records.proposals import ProposalKind, ProposalState
from scheduling.views.loops import OptionRoundView, OptionView, ProposalView, RoundView

_BECAUSE = {
    "slot_taken": "A slot was taken while I was booking. Nothing was booked; this is what is free now.",
    "declined": "Somebody on the panel can't make it.",
    "did_not_happen": "The interview didn't take place.",
    "deleted": "The event was deleted from the calendar.",
    "hold_passed": "The time that was held went by before the round before was through.",
}

_OPTION_MOST = 2000
"""Three options, their buttons and their questions stay within one message."""


def proposal(view: ProposalView, now: datetime) -> Message:
    """The options with a button each; once one is chosen, which; without any, the obstacles."""
    title = _title(view)
    head: list[Block] = [header(title)]
    if view.because in _BECAUSE:
        head.append(section(_BECAUSE[view.because]))
    if view.state is not ProposalState.OPEN:
        return _answered(view, title, head)
    if not view.options:
        return _nothing_fits(view, head)
    options = [block for place, option in enumerate(view.options) for block in _option(view, option, place)]
    count = counted(len(view.options), "option")
    text = f"{title_mrkdwn(view)}: {count}. The first ends day {view.options[0].end_day} of {LOOP_DAYS}."
    return message(text, head=head, rows=options, tail=[divider(), *_ways_on(view)])


def title_mrkdwn(view: ProposalView) -> str:
    """What is proposed, as a part of a sentence."""
    return f"{_subject(view)} {named(view.loop.candidate)}"


def _title(view: ProposalView) -> str:
    words = _subject(view) if view.options or view.state is not ProposalState.OPEN else f"No {_subject(view).lower()}"
    return f"{words} {view.loop.candidate}"


def _subject(view: ProposalView) -> str:
    round_ = _round(view)
    which = f"round {round_.index + 1} with" if round_ else "the round with"
    if view.kind is ProposalKind.MOVE:
        return f"New time for {which}"
    if view.kind is ProposalKind.SWAP:
        return f"Somebody else for {which}"
    return "Plan for"


def _answered(view: ProposalView, title: str, head: list[Block]) -> Message:
    by = f" by {named(view.chosen_by.name)}" if view.chosen_by else ""
    words = {
        ProposalState.BOOKING: f"⏳ Chosen{by}. I'm reading the calendars once more, then it is booked.",
        ProposalState.BOOKED: f"✅ Booked{', chosen' + by if by else ''}.",
    }.get(view.state, "This plan is out of date; a newer one takes its place. Nothing was booked from it.")
    chosen = next((option for option in view.options if option.number == view.chosen), None)
    rows = [section(_option_lines(view, chosen))] if chosen and view.state is not ProposalState.STALE else []
    return message(f"{title_mrkdwn(view)}: {words}", head=[*head, section(words)], rows=rows)


def _nothing_fits(view: ProposalView, head: list[Block]) -> Message:
    candidate = view.loop.candidate
    rows = [section(obstacle_lines(obstacle, candidate)) for obstacle in view.obstacles]
    if not rows:
        rows = [section("No times fit just now. Change the availability, or look again.")]
    where = sorted({obstacle.round_index + 1 for obstacle in view.obstacles})
    text = f"No times fit {called(candidate)} yet"
    text += f": it fails at round {', '.join(map(str, where[:4]))}." if where else "."
    intro = context("What stands in the way, the most decisive first:")
    return message(text, head=[*head, intro], rows=rows, tail=[divider(), *_ways_on(view)])


def _option(view: ProposalView, option: OptionView, place: int) -> list[Block]:
    style: Style | None = "primary" if place == 0 else None
    about = Ref(loop=view.loop.id, proposal=view.id, n=option.number)
    asks = confirm("Book these times?", _confirm_words(view, option), yes="Book", no="Not yet")
    book = button(
        Press.BOOK,
        "Book this" if len(view.options) == 1 else f"Book option {place + 1}",
        about,
        style=style,
        confirm=asks,
    )
    return [section(_option_lines(view, option, place)), actions(book)]


def _option_lines(view: ProposalView, option: OptionView, place: int | None = None) -> str:
    number = f"{place + 1} · " if place is not None and len(view.options) > 1 else ""
    lines = [bold(f"{number}{_REASONS.get(option.order, 'Option')}") + f": {_merits(option)}"]
    lines += [_round_line(round_) for round_ in option.rounds]
    return stacked(lines, _OPTION_MOST)


_REASONS = {"balanced": "Balanced", "earliest": "Earliest", "fairest": "Fairest", "replacement": "Same time"}


def _merits(option: OptionView) -> str:
    """Why one would take it: where it ends, whom it asks how much of, what is unusual about it."""
    over = option.end_day - LOOP_DAYS
    ends = f"ends day {option.end_day} of {LOOP_DAYS}"
    busiest = (
        f"its busiest person has {counted(option.load, 'interview')}"
        if option.load
        else "nobody in it has other interviews"
    )
    words = {
        "earliest": ends,
        "fairest": f"spreads the load; {busiest}; {ends}",
        "replacement": f"somebody else takes the seat; {busiest}",
    }.get(option.order, f"{ends}; {busiest}")
    if over > 0:
        words += f"\n⚠️ {counted(over, 'day')} past day {LOOP_DAYS}"
    if option.out_of_core:
        words += f"\n{counted(option.out_of_core * 15, 'minute')} outside somebody's core hours"
    return words


def _round_line(round_: OptionRoundView) -> str:
    stays = " (stays)" if round_.kept else ""
    title = round_title(round_.index, round_.name)
    return f"• {title}: {moment(round_.start)}, {people(round_.people, most=5)}{stays}"


def _confirm_words(view: ProposalView, option: OptionView) -> str:
    """Who gets what: a tap on a phone sends invitations."""
    candidate = called_plain(view.loop.candidate)
    if view.kind is ProposalKind.SWAP:
        leaves = f"{plain(view.replaces.name, 80)} is taken off. " if view.replaces else ""
        return f"The new interviewer gets the invitation. {leaves}{candidate}'s time stays as it is."
    changed = [round_ for round_ in option.rounds if not round_.kept]
    if view.kind is ProposalKind.MOVE:
        states = {round_.index: round_.state for round_ in view.loop.rounds}
        asked = any(states.get(r.index) is RoundState.INVITED for r in changed)
        told = (
            f"{candidate} gets the new time, and so do the interviewers."
            if asked
            else "The interviewers get the new time."
        )
        return f"{told} {'' if asked else f'{candidate} is not told yet.'}".strip()
    if len(changed) == 1:
        return f"{candidate} and the interviewers of round {changed[0].index + 1} get the invitation."
    return (
        f"{candidate} and the interviewers of the first round get the invitation. "
        f"Interviewers of later rounds are told and their time is held; {candidate} is not invited to these yet."
    )


def _ways_on(view: ProposalView) -> list[Block]:
    if not view.loop.may & {"plan", "move", "swap", "edit"}:
        return []
    about = Ref(loop=view.loop.id)
    row = [_look_again(view)]
    if "edit" in view.loop.may:
        row.append(button(Press.EDIT, "Change availability", about))
    if not view.options:
        row.append(button(Press.PEOPLE, "People and pools", Ref()))
    if "cancel" in view.loop.may and view.kind is not ProposalKind.LOOP:
        row.append(button(Press.CANCEL, "End this loop", about))
    return [actions(*row)]


def _look_again(view: ProposalView) -> Block:
    round_ = _round(view)
    if view.kind is ProposalKind.SWAP and round_ is not None and view.replaces is not None and not view.options:
        return button(Press.MOVE, "Find another time", Ref(loop=view.loop.id, round=round_.id), style="primary")
    if view.kind is not ProposalKind.LOOP and round_ is not None:
        return button(Press.MOVE, "Look again", Ref(loop=view.loop.id, round=round_.id))
    return button(Press.LOOK_AGAIN, "Look again", Ref(loop=view.loop.id))


def _round(view: ProposalView) -> RoundView | None:
    """The round that a move or a swap is about."""
    meant = {o.round_index for o in view.obstacles}
    meant |= {r.index for option in view.options for r in option.rounds if not r.kept}
    same = [round_ for round_ in view.loop.rounds if round_.name == view.round_name]
    return next((round_ for round_ in same if round_.index in meant), same[0] if same else None)
