"""Composition objects: texts, options, option groups, confirm dialogs."""

from __future__ import annotations

from typing import Any

from sandbox.slack.block_rules.schema import URL, Finding, Rule, array, boolean, both, by_type, fields, one_of, string

kind = string(most=255)
block_id = string(most=255)
action_id = string(most=255)


def plain(*, most: int) -> Rule:
    return by_type(
        {"plain_text": fields(required={"type": kind, "text": string(most=most)}, optional={"emoji": boolean})}
    )


def any_text(*, most: int) -> Rule:
    return by_type(
        {
            "plain_text": fields(required={"type": kind, "text": string(most=most)}, optional={"emoji": boolean}),
            "mrkdwn": fields(required={"type": kind, "text": string(most=most)}, optional={"verbatim": boolean}),
        }
    )


confirm = fields(
    required={"title": plain(most=100), "text": any_text(most=300), "confirm": plain(most=30), "deny": plain(most=30)},
    optional={"style": one_of("primary", "danger")},
)

_value = string(most=150)
menu_option = fields(required={"text": plain(most=75), "value": _value}, optional={"description": plain(most=75)})
overflow_option = fields(
    required={"text": plain(most=75), "value": _value},
    optional={"description": plain(most=75), "url": string(most=3000, pattern=URL, called="URL")},
)
listed_option = fields(
    required={"text": any_text(most=75), "value": _value}, optional={"description": any_text(most=75)}
)
option_group = fields(required={"label": plain(most=75), "options": array(menu_option, least=1, most=100)})

dispatch_action_config = fields(
    required={"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), least=1, most=2)}
)
conversation_filter = fields(
    required={},
    optional={
        "include": array(one_of("im", "mpim", "private", "public"), least=1, most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def exactly_one(*keys: str) -> Rule:
    """One and only one of the keys, worded as Slack words `must define either`."""

    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if isinstance(value, dict) and sum(key in value for key in keys) != 1:
            named = " or ".join(f"`{key}`" for key in keys)
            findings.append(Finding(pointer=pointer, message=f"must define either {named}"))

    return rule


def offered_options(element: dict[str, Any]) -> list[Any]:
    """All options of an element, groups flattened; malformed parts are skipped, their own rules report them."""
    groups = element.get("option_groups")
    if isinstance(groups, list):
        nested = [group.get("options", []) for group in groups if isinstance(group, dict)]
        return [option for options in nested if isinstance(options, list) for option in options]
    options = element.get("options")
    return options if isinstance(options, list) else []


def _as_chosen(option: Any) -> Any:
    """What two options are compared by: Slack adds `emoji` and `verbatim` by itself, so they don't count."""
    if not isinstance(option, dict):
        return option
    text, description = option.get("text"), option.get("description")
    return (
        option.get("value"),
        text.get("text") if isinstance(text, dict) else text,
        description.get("text") if isinstance(description, dict) else description,
    )


def initial_among_offered(value: Any, pointer: str, findings: list[Finding]) -> None:
    """`initial_option(s)` must match one of the options exactly (text, value and description)."""
    if not isinstance(value, dict):
        return
    offered = [_as_chosen(option) for option in offered_options(value)]
    if "initial_option" in value and _as_chosen(value["initial_option"]) not in offered:
        findings.append(
            Finding(pointer=f"{pointer}/initial_option", message="must match one of the options or option_groups")
        )
    for index, option in enumerate(value.get("initial_options", [])):
        if _as_chosen(option) not in offered:
            findings.append(
                Finding(
                    pointer=f"{pointer}/initial_options/{index}",
                    message="must match one of the options or option_groups",
                )
            )


def within_max_selected(value: Any, pointer: str, findings: list[Finding]) -> None:
    most = value.get("max_selected_items") if isinstance(value, dict) else None
    for key in ("initial_options", "initial_users", "initial_conversations", "initial_channels"):
        if most is not None and len(value.get(key, [])) > most:
            findings.append(Finding(pointer=f"{pointer}/{key}", message=f"no more than {most} items allowed"))


def chosen_from(shape: Rule) -> Rule:
    return both(shape, initial_among_offered, within_max_selected)
