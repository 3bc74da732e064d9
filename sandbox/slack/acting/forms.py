"""The checks a Slack client makes before it sends a form: what is required, and what a field takes."""

from __future__ import annotations

import re

from sandbox.slack.payload import JsonObject
from sandbox.slack.view_state import FIELD, Values

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_LINK = re.compile(r"^https?://[^\s/]+\S*$", re.IGNORECASE)
_DECIMAL = re.compile(r"^[+-]?\d+(\.\d+)?$")
_WHOLE = re.compile(r"^[+-]?\d+$")
_MOST = 3000


def problems_of(blocks: list[JsonObject], values: Values) -> dict[str, str]:
    """Message per block_id, worded like Slack's; empty when the form can be sent."""
    problems: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input" or block["element"]["type"] not in FIELD:
            continue
        element = block["element"]
        value = values[block["block_id"]][element["action_id"]][FIELD[element["type"]]]
        if value in (None, "", []):
            if not block.get("optional"):
                problems[block["block_id"]] = "Please complete this required field."
            continue
        problem = _of_value(element, str(value)) if element["type"].endswith("_input") else None
        if problem is not None:
            problems[block["block_id"]] = problem
    return problems


def _of_value(element: JsonObject, value: str) -> str | None:
    kind = element["type"]
    if kind == "email_text_input":
        return None if _EMAIL.match(value) else "Please enter a valid email address."
    if kind == "url_text_input":
        return None if _LINK.match(value) else "Please enter a valid URL."
    if kind == "number_input":
        return _of_number(element, value)
    least, most = element.get("min_length", 0), element.get("max_length", _MOST)
    if len(value) > most:
        return f"Please use no more than {most} characters."
    if len(value) < least:
        return f"Please use at least {least} characters."
    return None


def _of_number(element: JsonObject, value: str) -> str | None:
    if not (_DECIMAL if element["is_decimal_allowed"] else _WHOLE).match(value):
        return "Please enter a valid number." if not _DECIMAL.match(value) else "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of {element['max_value']} or less."
    return None
