"""Input elements of forms, each ready to stand in `blocks.input_block`. Pure.

What people typed before (`initial`) goes in as it was typed: an input shows text, it takes no markup. One element per
block, so all share one `action_id`; only those that save drafts while being typed have another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from handlers.ui.blocks import Block, option, plain_text
from handlers.ui.filled import TEXT_MOST
from handlers.ui.hours import DAY_END, clock
from handlers.ui.text import shorten

INPUT = "input"
NAME_MOST = 40
"""Of a person's name in a menu: a view takes 250 KB, and a team may have hundreds of people."""
_MENU_MOST = 100
_LIST_MOST = 10
Choice = tuple[str, str]
"""(value, what is shown)"""


def text_input(
    *, initial: str = "", placeholder: str = "", multiline: bool = False, most: int = TEXT_MOST, action_id: str = INPUT
) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": min(most, TEXT_MOST),
    }
    return _with(element, initial_value=initial[:TEXT_MOST], placeholder=placeholder)


def typed_input(*, initial: str = "", action_id: str) -> Block:
    """A text input of several lines that tells us what is in it while it is being typed."""
    element = text_input(initial=initial, multiline=True, action_id=action_id)
    return {**element, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}


def email_input(*, placeholder: str = "") -> Block:
    return _with({"type": "email_text_input", "action_id": INPUT}, placeholder=placeholder)


def url_input(*, placeholder: str = "") -> Block:
    return _with({"type": "url_text_input", "action_id": INPUT}, placeholder=placeholder)


def number_input(*, initial: int, least: int, most: int) -> Block:
    return {
        "type": "number_input",
        "action_id": INPUT,
        "is_decimal_allowed": False,
        "initial_value": str(min(max(initial, least), most)),
        "min_value": str(least),
        "max_value": str(most),
    }


def menu(choices: Sequence[Choice], *, chosen: str = "", placeholder: str = "", action_id: str = INPUT) -> Block:
    """A menu of one choice, however many there are: Slack takes 100 options, or 100 groups of 100."""
    return _with(
        {"type": "static_select", "action_id": action_id, **_offered(choices)},
        initial_option=next((_option(c) for c in choices if c[0] == chosen), None),
        placeholder=placeholder,
    )


def many_menu(choices: Sequence[Choice], *, chosen: Collection[str] = (), placeholder: str = "") -> Block:
    """A menu of several choices."""
    return _with(
        {"type": "multi_static_select", "action_id": INPUT, **_offered(choices)},
        initial_options=[_option(choice) for choice in choices if choice[0] in chosen][:_MENU_MOST],
        placeholder=placeholder,
    )


def suggesting_menu(*, action_id: str, chosen: Choice | None, placeholder: str = "") -> Block:
    """A menu whose options we are asked for while the reader types."""
    return _with(
        {"type": "external_select", "action_id": action_id, "min_query_length": 0},
        initial_option=_option(chosen) if chosen else None,
        placeholder=placeholder,
    )


def radio(choices: Sequence[Choice], *, chosen: str = "", action_id: str = INPUT) -> Block:
    return _with(
        {"type": "radio_buttons", "action_id": action_id, "options": [_option(choice) for choice in choices]},
        initial_option=next((_option(choice) for choice in choices if choice[0] == chosen), None),
    )


def checkboxes(choices: Sequence[Choice], *, chosen: Collection[str] = (), action_id: str = INPUT) -> Block:
    """Up to ten boxes [Slack]."""
    shown = choices[:_LIST_MOST]
    return _with(
        {"type": "checkboxes", "action_id": action_id, "options": [_option(choice) for choice in shown]},
        initial_options=[_option(choice) for choice in shown if choice[0] in chosen],
    )


def day_picker(*, initial: date | None = None, placeholder: str = "Pick a day") -> Block:
    picked = initial.isoformat() if initial else None
    return _with({"type": "datepicker", "action_id": INPUT}, initial_date=picked, placeholder=placeholder)


def time_picker(*, initial: int) -> Block:
    """`initial` is minutes after midnight; the end of the day shows as 00:00."""
    return {"type": "timepicker", "action_id": INPUT, "initial_time": clock(initial % DAY_END)}


def listed(choices: Sequence[Choice]) -> list[Block]:
    """Options alone, as the answer to a menu that asks for them."""
    return [_option(choice) for choice in choices[:_MENU_MOST]]


def _offered(choices: Sequence[Choice]) -> Block:
    options = [_option(choice) for choice in choices]
    if len(options) <= _MENU_MOST:
        return {"options": options}
    groups = [options[at : at + _MENU_MOST] for at in range(0, len(options), _MENU_MOST)][:_MENU_MOST]
    return {"option_groups": [{"label": plain_text(_from_to(group), 75), "options": group} for group in groups]}


def _from_to(group: Sequence[Block]) -> str:
    return " … ".join(shorten(group[at]["text"]["text"], 30) for at in (0, -1))


def _option(choice: Choice) -> Block:
    return option(choice[1], choice[0])


def _with(element: Block, **extra: Any) -> Block:
    """The element with those extras that say something; Slack refuses empty ones."""
    if extra.get("placeholder"):
        extra["placeholder"] = plain_text(extra["placeholder"], 150)
    return {**element, **{key: value for key, value in extra.items() if _says_something(value)}}


def _says_something(value: object) -> bool:
    return value is not None and not (isinstance(value, (str, Iterable)) and not value)
