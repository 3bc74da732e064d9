"""What one person has to do: bare `/hire`, and App Home. What waits for them comes first, soonest first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from handlers.presenters.card import loop_row
from handlers.presenters.message import Message, fits_view, list_within, message
from handlers.presenters.phrases import called, day_of, forecast, named, next_step
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, divider, header, home_tab, section
from handlers.ui.text import bold, counted, day_of_moment, link, span
from scheduling.views.loops import BallKind, LoopView
from scheduling.views.team import MyInterview, OwedFeedback, WorklistView

_Item = TypeVar("_Item")

_NOTHING = {
    True: "Nothing waits for you right now. “New loop” starts one: I ask who the candidate is and when they can, and "
    "come back with times.",
    False: "Nothing waits for you right now. Interviews, feedback and decisions of yours show up here.",
}
_HEAR_MORE = "`/hire status` lists every loop, `/hire help` everything else."


def home(view: WorklistView, now: datetime) -> Block:
    """The App Home tab. Long lists are shortened one by one, so that no list pushes another off the page."""
    head = [header("Your hiring"), _buttons(view)]
    for most in (60, 20, 8, 3):
        rows = _lists(view, most=most)
        if fits_view([*head, *rows]):
            return home_tab([*head, *rows])
    return home_tab(list_within(head, rows, [], _left_out, fits=fits_view))


def worklist(view: WorklistView, now: datetime) -> Message:
    """The answer to bare `/hire`."""
    owed, waiting = len(view.owed), len(_waiting_loops(view))
    parts = [f"{counted(owed, 'scorecard')} to give"] if owed else []
    parts += [f"{counted(waiting, 'loop waits', 'loops wait')} for you"] if waiting else []
    parts += [f"{counted(len(view.interviews), 'interview')} ahead"] if view.interviews else []
    text = f"Your hiring: {', '.join(parts) if parts else 'nothing waits for you'}"
    return message(
        text, head=[header("Your hiring")], rows=_lists(view, most=5), tail=[_buttons(view)], left_out=_left_out
    )


def _left_out(number: int) -> str:
    return f"… and more. {_HEAR_MORE}"


def _lists(view: WorklistView, *, most: int) -> list[Block]:
    """Each loop once, and in its own list only what is not named as an interview or a scorecard of the reader's."""
    waiting = _waiting_loops(view)
    late = [loop for loop in view.in_danger if loop not in waiting]
    others = [loop for loop in view.loops if loop not in waiting and loop not in late]
    found = [
        *_list("📝 Feedback you owe", view.owed, _owed, most),
        *_list("👉 Waiting for you", waiting, _waiting, most),
        *_list("⚠️ Late, or close to it", late, loop_row, most),
        *_list("📅 Your interviews", view.interviews, _interview, most),
        *_list("Your loops", others, loop_row, most),
    ]
    return found or [section(_NOTHING[view.may_start])]


def _waiting_loops(view: WorklistView) -> list[LoopView]:
    named_anyway = {(BallKind.FEEDBACK, owed.loop_id) for owed in view.owed}
    named_anyway |= {(BallKind.INTERVIEW, interview.loop_id) for interview in view.interviews}
    return [loop for loop in view.my_ball if (loop.ball.kind, loop.id) not in named_anyway]


def _list(title: str, items: Sequence[_Item], row: Callable[[_Item], Block], most: int) -> list[Block]:
    if not items:
        return []
    blocks = [section(bold(title)), *(row(item) for item in items[:most])]
    if len(items) > most:
        blocks.append(context(f"… and {len(items) - most} more. {_HEAR_MORE}"))
    return [*blocks, divider()]


def _owed(owed: OwedFeedback) -> Block:
    words = "Go on writing" if owed.has_draft else "Give feedback"
    waits = f"{called(owed.candidate)} has been waiting to hear {day_of_moment(owed.since, lead='since')}"
    text = f"{bold(named(owed.candidate))} · {named(owed.round_name)}\n{waits}"
    about = Ref(loop=owed.loop_id, round=owed.round_id)
    return section(text, accessory=button(Press.FEEDBACK, words, about, style="primary"))


def _waiting(loop: LoopView) -> Block:
    lines = [f"{bold(named(loop.candidate))} · {named(loop.opening)}", f"{day_of(loop)} · {next_step(loop)}"]
    lines += [forecast(loop)] if loop.forecast else []
    return section("\n".join(lines), accessory=button(Press.STATUS, "Open", Ref(loop=loop.id)))


def _interview(interview: MyInterview) -> Block:
    hold = " · your time is held" if interview.hold else ""
    join = f" · {link(interview.meet_link, 'Join the call')}" if interview.meet_link else ""
    text = f"{bold(named(interview.candidate))} · {named(interview.round_name)}\n{span(interview.start, interview.end)}"
    about = Ref(loop=interview.loop_id, round=interview.round_id)
    return section(f"{text}{hold}{join}", accessory=button(Press.CANT, "Can't make it", about))


def _buttons(view: WorklistView) -> Block:
    row = [button(Press.NEW, "New loop", Ref(), style="primary")] if view.may_start else []
    row += [button(Press.OPENINGS, "Openings", Ref()), button(Press.PEOPLE, "People", Ref())]
    return actions(*row, button(Press.HELP, "Help", Ref()))
