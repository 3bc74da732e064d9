"""Small valid payloads that the tests of the block rules put together and break."""

from __future__ import annotations

from typing import Any

from tests.sandbox.slack.site import actions, menu, plain


def in_actions(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [actions(element)]


def in_input(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "input", "label": plain("Label"), "element": element}]


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "pick", "options": menu("one", "two"), **more}


def text_input(**more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": "text", **more}


def number_input(**more: Any) -> dict[str, Any]:
    return {"type": "number_input", "action_id": "number", "is_decimal_allowed": False, **more}


def chart(**more: Any) -> dict[str, Any]:
    inner = {"type": "pie", "segments": [{"label": "Offer", "value": 3}]}
    return {"type": "data_visualization", "title": "Loops", "chart": inner, **more}


def bars(*, labels: list[str], categories: list[str]) -> dict[str, Any]:
    data = [{"label": label, "value": 1} for label in labels]
    return chart(
        chart={
            "type": "bar",
            "series": [{"name": "Loops", "data": data}],
            "axis_config": {"categories": categories},
        }
    )
