"""Turns what a person picks or types into the value Slack keeps for that element, or refuses what it does not offer.

A choice is: text for inputs and numbers; the value or the label of an option (several: a list of them); a user id,
`User` or channel id; a `date`, `time` or aware `datetime` (or their ISO text) for pickers; None to clear.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sandbox.slack.acting.limits import NotPossible
from sandbox.slack.block_rules.objects import offered_options
from sandbox.slack.payload import JsonObject
from sandbox.slack.users import User
from sandbox.slack.view_state import FIELD
from sandbox.slack.workspace import Workspace


def state_value(
    workspace: Workspace, element: JsonObject, choice: Any, *, suggested: list[JsonObject] | None = None
) -> Any:
    """`suggested` are the options the app offered for an external menu."""
    kind = str(element["type"])
    field = FIELD.get(kind)
    if field is None:
        raise NotPossible(f"a {kind} keeps no value")
    if field.endswith("s"):
        return _several(workspace, element, choice, suggested)
    if choice is None or choice == "":
        return None
    return _one(workspace, element, choice, suggested)


def _several(workspace: Workspace, element: JsonObject, choice: Any, suggested: list[JsonObject] | None) -> list[Any]:
    chosen = [] if choice is None else [choice] if isinstance(choice, str | dict | User) else list(choice)
    most = element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise NotPossible(f"no more than {most} can be chosen")
    return [_one(workspace, element, item, suggested) for item in chosen]


def _one(workspace: Workspace, element: JsonObject, choice: Any, suggested: list[JsonObject] | None) -> Any:
    kind = str(element["type"])
    if kind.endswith("_input"):
        return str(choice)
    if kind.endswith("users_select"):
        return _person(workspace, choice)
    if kind.endswith(("channels_select", "conversations_select")):
        return _conversation(workspace, choice)
    if kind == "datepicker":
        return _parsed(date.fromisoformat, choice).isoformat()
    if kind == "timepicker":
        return _parsed(time.fromisoformat, choice).strftime("%H:%M")
    if kind == "datetimepicker":
        return choice if isinstance(choice, int) else _epoch(_parsed(datetime.fromisoformat, choice))
    offered = suggested if kind.endswith("external_select") else offered_options(element)
    return _option(offered or [], choice)


def _epoch(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise NotPossible("say in which zone the moment is meant: the picker works in the person's")
    return int(moment.timestamp())


def _option(offered: Iterable[JsonObject], choice: Any) -> JsonObject:
    options = list(offered)
    value = choice.get("value") if isinstance(choice, dict) else choice
    by_value = [option for option in options if option.get("value") == value]
    by_label = [option for option in options if option["text"]["text"] == value]
    for fitting in (by_value, by_label):
        if len(fitting) == 1:
            return fitting[0]
    labels = ", ".join(f"{option['text']['text']} ({option.get('value')})" for option in options)
    raise NotPossible(f"{value!r} is not on offer; there are: {labels or 'none'}")


def _person(workspace: Workspace, choice: Any) -> str:
    user = choice if isinstance(choice, User) else workspace.users.get(str(choice))
    if user is None or user.deleted:
        raise NotPossible(f"{choice!r} is not among the people one can pick")
    return user.id


def _conversation(workspace: Workspace, choice: Any) -> str:
    channel = workspace.channels.get(str(choice)) or workspace.channels.named(str(choice))
    if channel is None:
        raise NotPossible(f"there is no conversation {choice!r}")
    return channel.id


def _parsed(parse: Any, choice: Any) -> Any:
    if not isinstance(choice, str):
        return choice
    try:
        return parse(choice)
    except ValueError:
        raise NotPossible(f"the picker does not offer {choice!r}") from None
