"""The form for an opening: who runs it, and which pools sit in its rounds. Builds and parses it. Pure.

Each seat has a menu of its own, because one pool may fill two seats of a round; each round offers one seat more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import Block, context, input_block, modal
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import NAME_MOST, checkboxes, menu, text_input
from handlers.ui.submission import Submission
from handlers.ui.text import shorten
from models.records.openings import RoundPlan
from scheduling.intents import EditOpening
from scheduling.views.loops import Who
from scheduling.views.team import OpeningView

_TITLE, _MANAGER, _COORDINATOR, _SETTINGS = "title", "hiring_manager_id", "coordinator_id", "settings"
_SEAT = "seats."
_NOBODY = "-"
_HOLDS, _ACTIVE = "holds", "active"
_TITLE_MOST = 120
_SEATS_MOST = 80
"""Seat menus in one view: Slack takes 100 blocks."""


def build(view: OpeningView, *, pools: Sequence[str], people: Sequence[Who]) -> dict[str, Any]:
    """`pools` and `people` are all there are."""
    opening = view.opening
    seats = [block for n, plan in enumerate(opening.rounds) for block in _seat_blocks(n, plan, pools)]
    switches = [(_HOLDS, "Put later rounds on calendars ahead, as holds"), (_ACTIVE, "Open for new loops")]
    on = [name for name, yes in ((_HOLDS, opening.holds), (_ACTIVE, opening.active)) if yes]
    blocks = [
        input_block(_TITLE, "Title", text_input(initial=opening.title[:_TITLE_MOST], most=_TITLE_MOST)),
        input_block(_MANAGER, "Hiring manager", _person_menu(view.hiring_manager, people)),
        input_block(_COORDINATOR, "Coordinator", _person_menu(view.coordinator, people)),
        *seats[:_SEATS_MOST],
        input_block(_SETTINGS, "Settings", checkboxes(switches, chosen=on), optional=True),
        context("Loops that have begun keep the plan they began with."),
    ]
    ref = Ref(opening=opening.id, seen=view.seen)
    return modal(Form.OPENING, "Edit an opening", blocks, ref=ref, submit="Save", close="Cancel")


def parse(sent: Submission) -> EditOpening | FieldErrors:
    filled = Filled(sent.values)
    title = filled.line(_TITLE, missing="Please give the role a title.", most=_TITLE_MOST)
    manager = filled.choice(_MANAGER, missing="Please choose the hiring manager.")
    coordinator = filled.choice(_COORDINATOR, missing="Please choose the coordinator.")
    seats = _read_seats(filled)
    settings = filled.choices(_SETTINGS, among=(_HOLDS, _ACTIVE))
    if filled.problems:
        return filled.errors
    return EditOpening(
        actor_id=sent.actor_id,
        opening_id=sent.ref.opening,
        title=title,
        hiring_manager_id=manager,
        coordinator_id=coordinator,
        seats=seats,
        holds=_HOLDS in settings,
        active=_ACTIVE in settings,
        seen=sent.ref.seen,
    )


def _person_menu(now: Who, people: Sequence[Who]) -> Block:
    everyone = {who.id: shorten(who.name, NAME_MOST) for who in [*people, now]}
    return menu(list(everyone.items()), chosen=now.id)


def _seat_blocks(n: int, plan: RoundPlan, pools: Sequence[str]) -> list[Block]:
    offered = [(_NOBODY, "No seat"), *((pool, pool) for pool in dict.fromkeys([*pools, *plan.seats]))]
    name = f"Round {n + 1} · {shorten(plan.name, 60)}"
    blocks = [
        input_block(f"{_SEAT}{n}.{at}", f"{name}: seat {at + 1}", menu(offered, chosen=pool), optional=True)
        for at, pool in enumerate(plan.seats)
    ]
    more = menu(offered, placeholder="No seat")
    return [*blocks, input_block(f"{_SEAT}{n}.{len(plan.seats)}", f"{name}: one seat more", more, optional=True)]


def _read_seats(filled: Filled) -> tuple[tuple[str, ...], ...]:
    """The pools of each round's seats, in order; a round without any is noted at its first seat."""
    rounds: dict[str, list[str]] = {}
    for name in filled.blocks(_SEAT):
        chosen = filled.choice(_SEAT + name)
        rounds.setdefault(name.partition(".")[0], []).extend([chosen] if chosen not in ("", _NOBODY) else [])
    for n, seats in rounds.items():
        if not seats:
            filled.wrong(f"{_SEAT}{n}.0", "Every round needs somebody. Please choose a pool for at least one seat.")
    return tuple(tuple(seats) for seats in rounds.values())
