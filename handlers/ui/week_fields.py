"""The fields for a candidate's weekly availability and days off, shared by two forms. Builds and reads them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.ui.blocks import Block, input_block
from handlers.ui.days_off import EXAMPLE as DAYS_OFF_EXAMPLE
from handlers.ui.days_off import read_days_off, write_days_off
from handlers.ui.filled import Filled
from handlers.ui.hours import DAY_END, EXAMPLE, WEEKDAYS, Week, read_other, windows_of
from handlers.ui.inputs import checkboxes, text_input, time_picker
from models.records.people import DaysOff, Hours

_DAYS, _FROM, _TO, _OTHER, DAYS_OFF = "windows", "from", "to", "other", "days_off"


def week_blocks(week: Week) -> list[Block]:
    days = [(str(day), name) for day, name in enumerate(WEEKDAYS)]
    boxes = checkboxes(days, chosen=[str(day) for day in week.days])
    return [
        input_block(
            _DAYS, "Weekdays on which the candidate can", boxes, hint="In the candidate's zone.", optional=True
        ),
        input_block(_FROM, "From", time_picker(initial=week.start)),
        input_block(_TO, "To", time_picker(initial=week.end)),
        input_block(
            _OTHER,
            "Days with other hours",
            text_input(initial=week.other, placeholder=EXAMPLE, multiline=True),
            hint="One day per line; it replaces the hours above. Several stretches: Tue 09:00-11:00, 14:00-16:00.",
            optional=True,
        ),
    ]


def days_off_block(days_off: Iterable[DaysOff]) -> Block:
    element = text_input(initial=write_days_off(days_off), placeholder=DAYS_OFF_EXAMPLE, multiline=True)
    hint = f"One day or stretch per line, like {DAYS_OFF_EXAMPLE}."
    return input_block(DAYS_OFF, "Days off", element, hint=hint, optional=True)


def read_week(filled: Filled) -> tuple[Hours, ...]:
    days = [int(day) for day in filled.choices(_DAYS, among=[str(day) for day in range(7)])]
    other, problem = read_other(filled.text(_OTHER))
    if problem:
        filled.wrong(_OTHER, problem)
    start, end = 0, DAY_END
    if days:
        start = filled.minute(_FROM, missing="Please pick when these days begin.")
        end = filled.minute(_TO, missing="Please pick when these days end.") or DAY_END
        if end <= start and _TO not in filled.problems:
            filled.wrong(_TO, "This is before the day begins. Please pick a later time.")
    elif not other and not problem:
        filled.wrong(_DAYS, "Please choose at least one day, or write hours under “Days with other hours”.")
    return () if filled.problems else windows_of(days, start, end, other)


def read_days_off_field(filled: Filled) -> tuple[DaysOff, ...]:
    days_off, problem = read_days_off(filled.text(DAYS_OFF))
    if problem:
        filled.wrong(DAYS_OFF, problem)
    return days_off
