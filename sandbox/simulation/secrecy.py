"""Whose words reach whom: feedback carries its author's name, so an onlooker can tell who reads what of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.simulation.habits import MARKER
from sandbox.simulation.team import OPENINGS
from scheduling.messages import View
from scheduling.views.team import WorklistView

_WORDS = re.compile(rf"{MARKER}:(\w+):L\d+-\d+")
_MANAGERS = {opening.hiring_manager_id for opening in OPENINGS}


def others_words(name: str, view: View | WorklistView) -> Iterator[str]:
    """Only an author and a hiring manager may find words of feedback in what Hirebot sends them."""
    if MARKER not in (text := repr(view)):
        return
    for found in set(_WORDS.finditer(text)):
        if found[1] != name and name not in _MANAGERS:
            yield f"I12: {name} was shown words of {found[1]}"
            return
