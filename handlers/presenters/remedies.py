"""What would help where no plan fits or none ends in time: whom to ask for what, and what it would bring. Pure.

It is put as a question to whoever decides it. Once they agree, one press plans the loop so.
"""

from __future__ import annotations

from calendar import day_name
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from handlers.presenters.phrases import called, ends_on, named, round_title
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, button, confirm, section
from handlers.ui.text import bold, day_words, joined, moment, span
from scheduling.views.loops import LoopView
from scheduling.views.remedies import AskedView, RemedyView

MEETING = "meeting"
"""Whether it has moved only the calendar can say."""


def remedy_rows(
    remedies: Sequence[RemedyView], loop: LoopView, *, proposal: str = "", standing_out: bool = False
) -> list[Block]:
    """One section each, the easiest first, with the button that plans it so (`proposal`: where it is told, if not in an
    alert); with `standing_out` the first of these is the message's primary one."""
    rows = [_row(remedy, loop, Ref(loop=loop.id, proposal=proposal, n=place)) for place, remedy in enumerate(remedies)]
    first = next((row["accessory"] for row in rows if "accessory" in row), None)
    if first is not None and standing_out:
        first["style"] = "primary"
    return rows


def _row(remedy: RemedyView, loop: LoopView, about: Ref) -> Block:
    asked = [bold(_ASKED[each.ask](each, loop)) for each in remedy.asked]
    last = max(remedy.asked, key=lambda each: each.round_index)
    title = round_title(last.round_index, last.round_name)
    then = f"Then {title} {moment(last.start, lead='could be held')}, and the loop {ends_on(remedy.end_day)}."
    lines = [*asked, *(["Both are needed."] if len(asked) > 1 else []), then]
    return section("\n".join(lines), accessory=_way(remedy, loop, about))


def _way(remedy: RemedyView, loop: LoopView, about: Ref) -> Block | None:
    """To those who may plan. What is asked of people is for the coordinator to ask; here it is only said that they agree."""
    if not loop.may & {"plan", "move"}:
        return None
    if all(asked.ask == MEETING for asked in remedy.asked):
        return button(Press.LOOK_AGAIN, "It's moved", Ref(loop=loop.id))
    first = remedy.asked[0]
    ref = replace(about, kind=first.ask, person=first.person.id if first.person else "")
    nobody = all(asked.ask == "gap" for asked in remedy.asked)
    sure = confirm(
        "Plan it so?" if nobody else "Is it agreed?",
        "It counts for this loop and no other. Nobody hears of it before you book.",
        yes="Plan it",
        no="Not yet",
    )
    return button(Press.AGREE, "Plan it so" if nobody else "Agreed, plan it", ref, confirm=sure)


def _gap(asked: AskedView, _: LoopView) -> str:
    index = asked.round_index
    return f"Could rounds {index} and {index + 1} be one business day closer together?"


def _who(asked: AskedView) -> str:
    return named(asked.person.name) if asked.person else "Somebody"


def _meeting(asked: AskedView, _: LoopView) -> str:
    when = span(asked.busy[0], asked.busy[1], lead=",") if asked.busy else ""
    return f"Could {_who(asked)} move what is in the calendar{when}?"


def _weekdays(asked: AskedView) -> str:
    return joined([f"{day_name[day]}s" for day in asked.weekdays], most=7)


_ASKED: Mapping[str, Callable[[AskedView, LoopView], str]] = {
    "gap": _gap,
    "cap_per_day": lambda asked, _: f"Could {_who(asked)} take one interview more a day, for once?",
    "cap_per_week": lambda asked, _: f"Could {_who(asked)} take one interview more a week, for once?",
    "earlier": lambda asked, _: f"Could {_who(asked)} begin an hour earlier on {_weekdays(asked)}?",
    "later": lambda asked, _: f"Could {_who(asked)} stay an hour longer on {_weekdays(asked)}?",
    "meeting": _meeting,
    "candidate_earlier": lambda asked, loop: (
        f"Could {called(loop.candidate)} come an hour earlier on {_weekdays(asked)}?"
    ),
    "candidate_later": lambda asked, loop: f"Could {called(loop.candidate)} stay an hour longer on {_weekdays(asked)}?",
    "candidate_day": lambda asked, loop: (
        f"Does {called(loop.candidate)} have time on {day_words(asked.day)}, too?"
        if asked.day
        else f"Does {called(loop.candidate)} have time on one day more?"
    ),
    "admit": lambda asked, _: f"Could {_who(asked)} sit for the pool “{named(asked.pool or '')}”?",
}


_AGREED: Mapping[str, Callable[[AskedView, LoopView], str]] = {
    "gap": lambda asked, _: f"rounds {asked.round_index} and {asked.round_index + 1} one business day closer together",
    "cap_per_day": lambda asked, _: f"one interview more a day for {_who(asked)}",
    "cap_per_week": lambda asked, _: f"one interview more a week for {_who(asked)}",
    "earlier": lambda asked, _: f"{_who(asked)} an hour earlier on {_weekdays(asked)}",
    "later": lambda asked, _: f"{_who(asked)} an hour longer on {_weekdays(asked)}",
    "candidate_earlier": lambda asked, loop: f"{called(loop.candidate)} an hour earlier on {_weekdays(asked)}",
    "candidate_later": lambda asked, loop: f"{called(loop.candidate)} an hour longer on {_weekdays(asked)}",
    "candidate_day": lambda asked, loop: (
        f"{called(loop.candidate)} on {day_words(asked.day) if asked.day else 'one day more'}, too"
    ),
    "admit": lambda asked, _: f"{_who(asked)} for the pool “{named(asked.pool or '')}”",
}


def agreed_words(agreed: Sequence[AskedView], loop: LoopView) -> str:
    """What is counted on for this loop beyond everybody's usual hours and limits; empty where nothing is."""
    said = [_AGREED[each.ask](each, loop) for each in agreed if each.ask in _AGREED]
    return f"Agreed for this loop: {joined(said, most=9)}." if said else ""


def known_asks() -> frozenset[str]:
    """The planner's words that have sentences of their own."""
    return frozenset(_ASKED)
