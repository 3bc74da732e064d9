"""A second opinion on payloads: blockkit, an independent library, rebuilt from our JSON and asked to validate it.

blockkit is a builder, so each object is built from its JSON first; what can't even be built counts as refused.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from blockkit import core as blockkit
from blockkit.core import ComponentValidationError, FieldValidationError

_BLOCKS = {
    "header": blockkit.Header,
    "section": blockkit.Section,
    "divider": blockkit.Divider,
    "context": blockkit.Context,
    "actions": blockkit.Actions,
    "input": blockkit.Input,
    "image": blockkit.Image,
    "markdown": blockkit.Markdown,
    "rich_text": blockkit.RichText,
    "table": blockkit.Table,
}
_ELEMENTS = {
    "button": blockkit.Button,
    "checkboxes": blockkit.Checkboxes,
    "datepicker": blockkit.DatePicker,
    "datetimepicker": blockkit.DatetimePicker,
    "email_text_input": blockkit.EmailInput,
    "external_select": blockkit.ExternalSelect,
    "image": blockkit.ImageEl,
    "multi_static_select": blockkit.MultiStaticSelect,
    "number_input": blockkit.NumberInput,
    "overflow": blockkit.Overflow,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "static_select": blockkit.StaticSelect,
    "timepicker": blockkit.TimePicker,
    "url_text_input": blockkit.UrlInput,
    "rich_text_section": blockkit.RichTextSection,
    "text": blockkit.RichTextEl,
    "raw_text": blockkit.RawText,
}
_TEXTS = ("plain_text", "mrkdwn")
_SPREAD = ("elements", "options", "option_groups", "initial_options", "fields", "blocks", "rows", "column_settings")


def refused_by_blockkit(blocks: Any) -> bool:
    """Whether blockkit objects to a message with these blocks."""
    return _refused(lambda: blockkit.Message().blocks(*(_block(block) for block in blocks)))


def view_refused_by_blockkit(view: Any) -> bool:
    surface = {"modal": blockkit.Modal, "home": blockkit.Home}
    return _refused(lambda: _filled(surface[view["type"]](), view))


def _refused(build: Any) -> bool:
    try:
        build().build()
    except (FieldValidationError, ComponentValidationError, AttributeError, KeyError, TypeError, ValueError):
        return True
    return False


def _block(value: dict[str, Any]) -> Any:
    return _filled(_BLOCKS[value["type"]](), value)


def _filled(component: Any, value: dict[str, Any]) -> Any:
    for key, inner in value.items():
        if key == "type" or _known_difference(value, key):
            continue
        built = _built(key, inner)
        setter = getattr(component, key)
        if key in _SPREAD:
            setter(*built)
        else:
            setter(built)
    return component


def _known_difference(value: dict[str, Any], key: str) -> bool:
    """What blockkit refuses and Slack takes: menus that ask before anything is typed, and an option within a group as
    the initial one (blockkit looks for it among the groups)."""
    if key == "initial_option" and "option_groups" in value:
        return any(value[key] in group["options"] for group in value["option_groups"])
    return key == "min_query_length" and value[key] == 0


def _built(key: str, value: Any) -> Any:
    if key == "column_settings":
        return [_filled(blockkit.ColumnSettings(), item) for item in value]
    if isinstance(value, list):
        return [_block(item) if key == "blocks" else _built("", item) for item in value]
    if key == "initial_date":
        return date.fromisoformat(value)
    if key == "initial_time":
        return time.fromisoformat(value)
    if key in ("min_value", "max_value") or (key == "initial_value" and str(value).replace(".", "").isdigit()):
        return float(value) if "." in value else int(value)
    return _object(key, value) if isinstance(value, dict) else value


def _object(key: str, value: dict[str, Any]) -> Any:
    kind = value.get("type")
    if kind in _TEXTS:
        text = blockkit.Text(value["text"], emoji=value.get("emoji"), verbatim=value.get("verbatim"))
        return text.type(kind)
    if kind is not None:
        return _filled(_ELEMENTS[kind](), value)
    if key == "confirm":
        return _filled(blockkit.Confirm(), value)
    if key == "dispatch_action_config":
        return _filled(blockkit.DispatchActionConfig(), value)
    return _filled(blockkit.OptionGroup() if "label" in value else blockkit.Option(), value)
