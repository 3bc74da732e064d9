"""Options put before a coordinator, each with its reason, or why there are none and what would help. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.obstacles import obstacle_rows
from handlers.presenters.phrases import (
    LOOP_DAYS,
    called,
    called_plain,
    ends_on,
    has_ended,
    named,
    people,
    round_title,
    rounds_plain,
)
from handlers.presenters.remedies import remedy_rows
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, Style, actions, button, confirm, context, divider, header, section
from handlers.ui.text import bold, counted, lasting, moment, plain, stacked
from models.records.loops import RoundState
from models.records.proposals import ProposalKind, ProposalState
from scheduling.views.loops import OptionRoundView, OptionView, ProposalView, RoundView

_BECAUSE = {
    "slot_taken": "A slot was taken while I was booking. Nothing was booked; this is what is free now.",
    "declined": "Somebody on the panel can't make it.",
    "did_not_happen": "The interview didn't take place.",
    "deleted": "The event was deleted from the calendar.",
    "availability": "This no longer fits the candidate's times, which have changed.",
    "hold_passed": "The time that was held went by before the round before was through.",
}

_STALE = "This plan is out of date, and nothing was booked from it. `/hire plan` has the newest one."
_ENDED = "The loop has ended. Nothing was booked from this plan."

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
    text = f"{title_mrkdwn(view)}: {count}. The first {ends_on(view.options[0].end_day)}."
    helps = remedy_rows(view.remedies, view.loop)
    if helps:
        options += [section(bold(f"What would bring it inside the {LOOP_DAYS} days, each by itself")), *helps]
    return message(text, head=head, rows=options, tail=[divider(), *_ways_on(view, helps)])


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
    }.get(view.state, _ENDED if has_ended(view.loop) else _STALE)
    chosen = next((option for option in view.options if option.number == view.chosen), None)
    rows = [section(_option_lines(view, chosen))] if chosen and view.state is not ProposalState.STALE else []
    return message(f"{title_mrkdwn(view)}: {words}", head=[*head, section(words)], rows=rows)


def _nothing_fits(view: ProposalView, head: list[Block]) -> Message:
    candidate = view.loop.candidate
    helps = remedy_rows(view.remedies, view.loop, standing_out=True)
    rows = obstacle_rows(view.obstacles, view.loop, helps=not helps)
    if helps:
        rows += [section(bold("What would help, each by itself")), *helps]
    if not rows:
        rows = [section("No times fit just now. Change the availability, or look again.")]
    where = sorted({obstacle.round_index + 1 for obstacle in view.obstacles})
    text = f"No times fit {called(candidate)} yet"
    text += f": it fails at {rounds_plain(where)}." if where else "."
    intro = context("What stands in the way, the most decisive first:")
    return message(text, head=[*head, intro], rows=rows, tail=[divider(), *_ways_on(view, rows)])


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
    """What is special about it, then what changes; rounds ahead that stay are only counted."""
    changed = [round_ for round_ in option.rounds if not round_.kept]
    lines = [_merits(view, option, place), *_doubt(option), *(_round_line(round_) for round_ in changed)]
    ahead = {round_.index for round_ in view.loop.rounds if round_.state in _AHEAD}
    stay = [round_.index + 1 for round_ in option.rounds if round_.kept and round_.index in ahead]
    if stay:
        lines.append(f"{rounds_plain(stay).capitalize()} {'stays as it is' if len(stay) == 1 else 'stay as they are'}.")
    return stacked(lines, _OPTION_MOST)


def _merits(view: ProposalView, option: OptionView, place: int | None) -> str:
    """Why one would take it: where it ends, whom it asks how much of, what is unusual about it."""
    number = f"{place + 1} · " if place is not None and len(view.options) > 1 else ""
    mark, ends = "⚠️ " if option.end_day > LOOP_DAYS else "", ends_on(option.end_day)
    if option.newcomer:
        words = f"{bold(number + named(option.newcomer.name))}: at the same time."
    elif number:
        words = f"{bold(number + _REASONS.get(option.order, 'Option'))}: {mark}{ends}."
    else:
        words = mark + bold(f"{ends[0].upper()}{ends[1:]}.")
    if option.order != "earliest":
        words += f" {_load(option)}"
    if option.out_of_core:
        words += f" Outside somebody's core hours: {lasting(option.out_of_core * 15)}."
    return words


def _doubt(option: OptionView) -> list[str]:
    """Where the search was given up: that there may be a better way, and how much better at most."""
    better = []
    if option.lighter_percent:
        better.append(f"ask up to {option.lighter_percent} % less of the team")
    if option.sooner_days:
        better.append(f"end up to {counted(option.sooner_days, 'day')} earlier")
    return [f"I couldn't try every combination: another plan may {' and '.join(better)}."] if better else []


_REASONS = {"balanced": "Balanced", "earliest": "Earliest", "fairest": "Fairest", "fewest": "Fewest people asked"}
_AHEAD = (RoundState.OPEN, RoundState.HELD, RoundState.INVITED)


def _load(option: OptionView) -> str:
    if not option.load:
        return "Nobody in it has other interviews."
    return f"The busiest person in it has {counted(option.load, 'other interview')}."


def _round_line(round_: OptionRoundView) -> str:
    title = round_title(round_.index, round_.name)
    return f"• {title}{moment(round_.start, lead=':')}, {people(round_.people, most=5)}"


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


def _ways_on(view: ProposalView, rows: Sequence[Block] = ()) -> list[Block]:
    """What else can be done; what `rows` offer is not offered twice, and looking again stands out only without both."""
    if not view.loop.may & {"plan", "move", "swap", "edit"}:
        return []
    about = Ref(loop=view.loop.id)
    offered = {row["accessory"]["action_id"] for row in rows if "accessory" in row}
    row = [_look_again(view, style=None if view.options or offered else "primary")]
    if "edit" in view.loop.may and Press.EDIT not in offered:
        row.append(button(Press.EDIT, "Change availability", about))
    if not view.options and Press.PEOPLE not in offered:
        row.append(button(Press.PEOPLE, "People and pools", Ref()))
    if not view.options and "cancel" in view.loop.may and view.kind is not ProposalKind.LOOP:
        row.append(button(Press.CANCEL, "End this loop", about))
    return [actions(*row)]


def _look_again(view: ProposalView, *, style: Style | None) -> Block:
    round_ = _round(view)
    if view.kind is ProposalKind.SWAP and round_ is not None and view.replaces is not None and not view.options:
        return button(Press.MOVE, "Find another time", Ref(loop=view.loop.id, round=round_.id), style=style)
    if view.kind is not ProposalKind.LOOP and round_ is not None:
        return button(Press.MOVE, "Look again", Ref(loop=view.loop.id, round=round_.id), style=style)
    return button(Press.LOOK_AGAIN, "Look again", Ref(loop=view.loop.id), style=style)


def _round(view: ProposalView) -> RoundView | None:
    """The round that a move or a swap is about."""
    meant = {o.round_index for o in view.obstacles}
    meant |= {r.index for option in view.options for r in option.rounds if not r.kept}
    same = [round_ for round_ in view.loop.rounds if round_.name == view.round_name]
    return next((round_ for round_ in same if round_.index in meant), same[0] if same else None)
