"""Finds the button or menu that a person means among the blocks they really see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.slack.acting.limits import NotPossible
from sandbox.slack.block_rules.surfaces import elements_of
from sandbox.slack.payload import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    block: JsonObject
    element: JsonObject

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def dispatches(self) -> bool:
        """Whether using it is reported to the app at once."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def interactive_elements(blocks: list[JsonObject]) -> Iterator[Found]:
    for block in blocks:
        for _, element in elements_of(block):
            if "action_id" in element:
                yield Found(block=block, element=element)


def find(
    blocks: list[JsonObject],
    action_id: str | None = None,
    *,
    block_id: str | None = None,
    value: str | None = None,
    label: str | None = None,
) -> Found:
    """The one element that fits everything given (`label` is what a button says). None or several: NotPossible."""
    fitting = [
        found
        for found in interactive_elements(blocks)
        if (action_id is None or found.action_id == action_id)
        and (block_id is None or found.block_id == block_id)
        and (value is None or found.element.get("value") == value)
        and (label is None or found.element.get("text", {}).get("text") == label)
    ]
    if len(fitting) == 1:
        return fitting[0]
    wanted = ", ".join(str(part) for part in (action_id, block_id, value, label) if part is not None)
    offered = [f"{found.action_id} ({_named(found.element)})" for found in interactive_elements(blocks)]
    raise NotPossible(f"{len(fitting)} elements fit {wanted!r}; there are: {', '.join(offered) or 'none'}")


def _named(element: JsonObject) -> str:
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text", element["type"]))
