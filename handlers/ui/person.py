"""The form for one person's part in hiring: pools, caps, days off, a pause. Builds and parses it. Pure."""

from __future__ import annotations

from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import Block, context, input_block, modal, section
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.inputs import checkboxes, day_picker, many_menu, number_input
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline
from handlers.ui.week_fields import days_off_block, read_days_off_field
from scheduling.intents import EditPerson
from scheduling.views.team import PersonView

_POOLS, _PER_DAY, _PER_WEEK, _PAUSED, _UNTIL = "pools", "max_per_day", "max_per_week", "paused", "paused_until"
_PAUSE = "pause"
_DAY_MOST, _WEEK_MOST = 24, 100


def build(view: PersonView, *, pools: tuple[str, ...]) -> dict[str, Any]:
    """`pools` are all there are."""
    person = view.person
    blocks = [
        section(f"{bold(inline(person.name))}, {inline(person.zone)}"),
        *_pool_blocks(view, pools),
        input_block(
            _PER_DAY,
            "Interviews a day, at most",
            number_input(initial=person.max_per_day, least=1, most=_DAY_MOST),
        ),
        input_block(
            _PER_WEEK,
            "Interviews a week, at most",
            number_input(initial=person.max_per_week, least=1, most=_WEEK_MOST),
        ),
        days_off_block(person.days_off),
        input_block(
            _PAUSED,
            "Pause",
            checkboxes([(_PAUSE, "No new interviews for a while")], chosen=[_PAUSE] if person.paused_until else []),
            optional=True,
        ),
        input_block(_UNTIL, "Until the end of", day_picker(initial=person.paused_until), optional=True),
        context("Interviews that are booked stay. Working hours and zone come from the team file."),
    ]
    ref = Ref(person=person.id, seen=view.seen)
    return modal(Form.PERSON, "Edit a person", blocks, ref=ref, submit="Save", close="Cancel")


def parse(sent: Submission) -> EditPerson | FieldErrors:
    filled = Filled(sent.values)
    pools = filled.choices(_POOLS)
    per_day = filled.number(_PER_DAY, least=1, most=_DAY_MOST)
    per_week = filled.number(_PER_WEEK, least=1, most=_WEEK_MOST)
    days_off = read_days_off_field(filled)
    paused = bool(filled.choices(_PAUSED))
    until = filled.day(_UNTIL, missing="Please pick the last day of the pause." if paused else "")
    if filled.problems:
        return filled.errors
    return EditPerson(
        actor_id=sent.actor_id,
        person_id=sent.ref.person,
        pools=pools,
        max_per_day=per_day,
        max_per_week=per_week,
        days_off=days_off,
        paused_until=until if paused else None,
        seen=sent.ref.seen,
    )


def _pool_blocks(view: PersonView, pools: tuple[str, ...]) -> list[Block]:
    offered = tuple(dict.fromkeys([*pools, *view.pools]))
    if not offered:
        return []
    choices = many_menu([(pool, pool) for pool in offered], chosen=view.pools, placeholder="None")
    return [input_block(_POOLS, "Pools", choices, hint="Which seats of interviews they can take.", optional=True)]
