"""One line of the routing table: a way in, who may take it, and who listens. A listener cannot be registered without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers.payloads import Kind
from handlers.turn import Turn
from scheduling.api import Action, Resource

Listener = Callable[[Turn], None]

ANYTHING = "*"
"""The pattern of the routes that catch what no other route takes: old buttons, unknown words."""


class About(StrEnum):
    """Of what the right is asked: the loop (or its round) that the reference names, or the team as a whole."""

    LOOP = "loop"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`pattern` is a verb, a Press, a Form, an event's type or an action_id.

    Whoever comes this way needs `action` (or `also`) on `resource`, towards `about`. `intent` is what the listener may
    take into the inbox; without one it answers a question, of which the inbox keeps only that it was asked.
    """

    kind: Kind
    pattern: str
    resource: Resource
    action: Action
    about: About
    listener: Listener
    intent: type[Any] | None = None
    also: Action | None = None

    def __post_init__(self) -> None:
        declared: tuple[tuple[object, type], ...] = (
            (self.resource, Resource),
            (self.action, Action),
            (self.about, About),
        )
        if not all(isinstance(value, kind) for value, kind in declared):
            raise TypeError(f"{self.kind} {self.pattern}: a route declares a resource, an action and towards what")

    @property
    def name(self) -> str:
        """Stable, for the log and the inbox."""
        return f"{self.kind}:{self.pattern or 'worklist'}"
