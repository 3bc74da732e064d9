"""Answers to commands that no view of the core stands behind: which one, nobody, no such word, not here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.command_text import Verb, example
from handlers.presenters.message import Message, message
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, section
from handlers.ui.text import bold, inline, moment
from models.records.loops import RoundState
from scheduling.views.loops import LoopView, RoundView, SeatView

_BUTTONS: dict[Verb, tuple[Press, str]] = {
    Verb.STATUS: (Press.STATUS, "Show"),
    Verb.PLAN: (Press.PLAN, "See the plan"),
    Verb.MOVE: (Press.CHOOSE_MOVE, "Move a round"),
    Verb.SWAP: (Press.CHOOSE_SWAP, "Swap somebody"),
    Verb.DECIDE: (Press.DECIDE, "Decide"),
    Verb.CANCEL: (Press.CANCEL, "End this loop"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRound:
    """A round the reader sat in, and whether their feedback is in."""

    loop: LoopView
    round: RoundView
    given: bool


def which(verb: Verb, loops: Sequence[LoopView]) -> Message:
    return _loops("Which one?", f"{len(loops)} loops fit.", verb, loops)


def nobody(verb: Verb, name: str, loops: Sequence[LoopView]) -> Message:
    """Nobody by that name: here is who is in a loop."""
    words = f"I find nobody called “{inline(name, 80)}” in a loop that you take part in."
    if not loops:
        return message(words, head=[section(words), actions(button(Press.HELP, "What can I do?", Ref()))])
    return _loops("Nobody by that name", f"{words} These are:", verb, loops)


def nothing_to(verb: Verb) -> Message:
    """A bare verb, and no loop in which the reader may use it now."""
    words = {
        Verb.STATUS: "No loop is under way that you take part in.",
        Verb.PLAN: "No loop of yours waits for a plan right now.",
        Verb.MOVE: "No loop of yours has a round that could be moved right now.",
        Verb.SWAP: "No loop of yours has a seat that could be swapped right now.",
        Verb.DECIDE: "No loop waits for your decision right now.",
        Verb.CANCEL: "There is no loop that you could end right now.",
    }[verb]
    return message(words, head=[section(words), context("`/hire` shows what waits for you, `/hire help` the rest.")])


def unknown_verb(word: str, meant: Verb) -> Message:
    words = f"I don't know “{inline(word, 40)}”. Did you mean `{example(meant)}`?"
    if meant is Verb.HELP:
        words = f"I don't know “{inline(word, 40)}”, as a command or as a candidate of yours. `{example(meant)}` lists what I can do."
    return message(words, head=[section(words), actions(button(Press.HELP, "What can I do?", Ref()))])


def not_here() -> Message:
    words = (
        "Candidates' names are best kept out of public channels, so I haven't looked anything up. "
        "Please send this in our direct messages, where only you read along. "
        "`/hire` by itself works anywhere: only you see what waits for you."
    )
    return message(words, head=[section(words)])


def own_rounds(rounds: Sequence[OwnRound]) -> Message:
    """The rounds the reader can speak about, owed ones first."""
    if not rounds:
        words = "You owe no feedback. When an interview of yours ends, I'll ask you for it."
        return message(words, head=[section(words)])
    ordered = sorted(rounds, key=lambda own: own.given)
    return message("Your feedback", head=[header("Your feedback")], rows=[_own_round(own) for own in ordered])


def who_sits_where(loop: LoopView) -> list[Block]:
    """Every seat of the rounds ahead, each with a way to find somebody else at the same time."""
    ahead = [r for r in loop.rounds if r.state in (RoundState.HELD, RoundState.INVITED) and r.start is not None]
    seats = [_seat(loop, round_, seat) for round_ in ahead for seat in round_.seats]
    if not seats:
        return [section("No round ahead has both a time and people yet, so there is nobody to swap.")]
    note = context("Nothing changes yet: I look for somebody who is free at that time, and you choose.")
    return [section(f"Who sits where for {bold(inline(loop.candidate))}"), *seats[:90], note]


def _loops(title: str, words: str, verb: Verb, loops: Sequence[LoopView]) -> Message:
    press, label = _BUTTONS[verb]
    rows = [
        section(f"{bold(inline(loop.candidate))} · {inline(loop.opening)}", accessory=_about(press, label, loop))
        for loop in loops
    ]
    shown = [header(title), section(words)]
    return message(
        words, head=shown, rows=rows, left_out=lambda n: f"… and {n} more. Type more of the name to see fewer."
    )


def _about(press: Press, label: str, loop: LoopView) -> Block:
    return button(press, label, Ref(loop=loop.id))


def _own_round(own: OwnRound) -> Block:
    ref = Ref(loop=own.loop.id, round=own.round.id)
    words = f"{bold(inline(own.loop.candidate))} · {inline(own.round.name)}"
    when = f"\n{moment(own.round.start)}" if own.round.start else ""
    done = " · yours is in" if own.given else ""
    give = button(Press.FEEDBACK, "Give feedback", ref, style="primary")
    return section(words + done + when, accessory=button(Press.FEEDBACK, "Change it", ref) if own.given else give)


def _seat(loop: LoopView, round_: RoundView, seat: SeatView) -> Block:
    ref = Ref(loop=loop.id, round=round_.id, person=seat.who.id)
    when = f"{moment(round_.start, lead=',')}" if round_.start else ""
    said = " · can't make it" if seat.declined else ""
    words = f"{bold(inline(seat.who.name))}{said}\n{inline(round_.name)}{when}"
    return section(words, accessory=button(Press.REPLACE, "Find somebody else", ref))
