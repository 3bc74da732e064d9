"""The page as a screen reader gets it from the browser: roles and names in the order in which they are read out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

LANDMARKS = frozenset({"banner", "complementary", "contentinfo", "form", "main", "navigation", "region"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`level` is that of a heading, 0 for anything else."""

    role: str
    name: str
    focusable: bool
    level: int


def read(page: Page) -> list[Part]:
    """Chromium's accessibility tree, without what it leaves out. While a modal is open, there is nothing but the modal."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    root = next(node for node in nodes.values() if "parentId" not in node)
    return [_part(node) for node in _in_order(root, nodes) if not node["ignored"]]


def _in_order(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("childIds", ()):
        if child in nodes:
            yield from _in_order(nodes[child], nodes)


def unnamed(parts: list[Part]) -> list[Part]:
    """Whatever takes the focus, opens, or groups fields, and has no name or no role. There is one main part: it needs no
    name."""
    used = [part for part in parts if part.focusable or part.role in {"dialog", "alertdialog", "radiogroup"}]
    return [part for part in used if part.role in {"generic", "none"} or (not part.name and part.role != "main")]


def astray(parts: list[Part]) -> list[str]:
    """A dialog has a page to itself while it is open: it needs a heading, but no landmarks."""
    levels = [part.level for part in parts if part.level]
    problems = [f"h{level} after h{before}" for before, level in pairwise(levels) if level > before + 1]
    if any(part.role == "dialog" for part in parts):
        return problems if levels else [*problems, "no heading"]
    marks = [part for part in parts if part.role in LANDMARKS and (part.name or part.role not in {"form", "region"})]
    places = [(part.role, part.name) for part in marks]
    problems += [f"{role} “{name}” twice" for role, name in places if places.count((role, name)) > 1]
    problems += [f"{role} without a name" for role, name in places if not name and role not in {"banner", "main"}]
    problems += [f"{levels.count(1)} first headings"] * (levels.count(1) != 1)
    return problems + ["no main"] * ("main" not in {part.role for part in marks})


def _part(node: dict[str, Any]) -> Part:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    return Part(
        role=str(node["role"]["value"]),
        name=str(node.get("name", {}).get("value", "")).strip(),
        focusable=bool(properties.get("focusable", False)),
        level=int(properties.get("level") or 0) if node["role"]["value"] == "heading" else 0,
    )
