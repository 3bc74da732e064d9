"""People and openings as `/hire people` and `/hire openings` show them, page by page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from handlers.presenters.message import Message, message
from handlers.presenters.phrases import named
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, section
from handlers.ui.text import bold, counted, day_words, inline, joined
from models.records.openings import RoundPlan
from models.records.people import Person
from scheduling.views.team import OpeningsView, OpeningView, PeopleView, PersonView

_PEOPLE_PER_PAGE = 14
_OPENINGS_PER_PAGE = 7

_Item = TypeVar("_Item")


def people(view: PeopleView, now: datetime, *, page: int = 0) -> Message:
    """Who interviews for what, how much they have, how much they may have."""
    title = counted(len(view.people), "person", "people")
    if not view.people:
        return message(
            "No people yet", head=[section("No people yet. `python3 start.py team load team.yaml` brings them in.")]
        )

    def row(person: PersonView) -> Block:
        return _person(person, now, may_edit=view.may_edit)

    pools = joined([inline(pool, 40) for pool in view.pools], most=12)
    head = [header(title), context(f"Pools: {pools}" if view.pools else "No pools yet")]
    return _page(f"People: {title}", head, view.people, row, _PEOPLE_PER_PAGE, Press.PEOPLE, page)


def openings(view: OpeningsView, now: datetime, *, page: int = 0) -> Message:
    """Roles being hired for, with their people and rounds."""
    if not view.openings:
        return message(
            "No openings yet", head=[section("No openings yet. `python3 start.py team load team.yaml` brings them in.")]
        )
    title = counted(len(view.openings), "opening")
    return _page(title, [header(title)], view.openings, _opening, _OPENINGS_PER_PAGE, Press.OPENINGS, page)


def _page(
    text: str,
    head: list[Block],
    items: Sequence[_Item],
    row: Callable[[_Item], Block],
    most: int,
    press: Press,
    page: int,
) -> Message:
    """One page of a list; the buttons to the others carry their page as the `n` of the Ref."""
    last = (len(items) - 1) // most
    page = min(max(page, 0), last)
    rows = [row(item) for item in items[page * most : (page + 1) * most]]
    tail: list[Block] = []
    if last > 0:
        tail.append(context(f"Page {page + 1} of {last + 1}"))
    # One row each: the same action may stand only once in a row.
    if page < last:
        tail.append(actions(button(press, "More", replace(Ref(), n=page + 1))))
    if page > 0:
        tail.append(actions(button(press, "Back", replace(Ref(), n=page - 1))))
    return message(text, head=head, rows=rows, tail=tail)


def _person(view: PersonView, now: datetime, *, may_edit: bool) -> Block:
    person = view.person
    pools = joined([inline(pool, 40) for pool in view.pools], most=6) if view.pools else "in no pool"
    limits = f"at most {person.max_per_day} a day, {person.max_per_week} a week"
    lines = [f"{bold(named(person.name))} · {pools}"]
    load = f"{view.this_week} this week, {counted(view.load, 'interview')} in the last four weeks and ahead"
    lines.append(f"{load if view.load else 'No interviews lately or ahead'} · {limits}")
    lines += _away(person, now)
    edit = button(Press.PERSON, "Edit", Ref(person=person.id)) if may_edit else None
    return section("\n".join(lines), accessory=edit)


def _away(person: Person, now: datetime) -> list[str]:
    """Pauses and days off that still lie ahead, in the person's own days."""
    today = now.astimezone(ZoneInfo(person.zone)).date()
    lines = []
    if person.paused_until and person.paused_until >= today:
        lines.append(f"⏸️ No new interviews through {day_words(person.paused_until)}")
    ahead = sorted((off for off in person.days_off if off.last >= today), key=lambda off: off.first)
    days = [
        day_words(off.first) if off.first == off.last else f"{day_words(off.first)} to {day_words(off.last)}"
        for off in ahead
    ]
    return [*lines, f"🌴 Away {joined(days, most=3)}"] if days else lines


def _opening(view: OpeningView) -> Block:
    opening = view.opening
    lines = [bold(named(opening.title)) + ("" if opening.active else " · closed")]
    lines.append(f"Hiring manager {named(view.hiring_manager.name)} · Coordinator {named(view.coordinator.name)}")
    lines += [_round(place, round_) for place, round_ in enumerate(opening.rounds[:6], start=1)]
    held = "later rounds are held on calendars" if opening.holds else "later rounds are not held on calendars"
    live = f"{counted(view.live_loops, 'loop')} under way" if view.live_loops else "No loop under way"
    lines.append(f"{live} · {held}")
    edit = button(Press.OPENING, "Edit", Ref(opening=opening.id)) if view.may_edit else None
    return section("\n".join(lines), accessory=edit)


def _round(place: int, round_: RoundPlan) -> str:
    wanted = Counter(round_.seats)
    seats = joined([(f"{n} × " if n > 1 else "") + inline(pool, 30) for pool, n in wanted.items()], most=5)
    return f"{place} · {named(round_.name)}: {counted(round_.minutes, 'minute')}, {seats}"
