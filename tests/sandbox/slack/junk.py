"""Payloads spoiled in every place, one place at a time."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

JUNK: list[Any] = [None, True, -1, 1.5, "", "x" * 20_000, [], [None], {}, {"type": []}]


def with_junk_everywhere(payload: Any) -> Iterator[Any]:
    """The payload again and again, each time with one of its nodes replaced by something that does not belong there."""
    for path in paths(payload):
        for junk in JUNK:
            copy = deepcopy(payload)
            holder = copy
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = junk
            yield copy


def paths(node: Any) -> Iterator[tuple[Any, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else []
    for key, value in inner:
        yield (key,)
        for rest in paths(value):
            yield (key, *rest)
