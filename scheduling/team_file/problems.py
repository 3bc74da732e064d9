"""What is wrong with a team file, collected so that a person can mend all of it in one go."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

_LONGEST_QUOTE = 60


class Problem(NamedTuple):
    """One thing to mend: the line of the file (from 1), and a sentence that says what and how."""

    line: int
    message: str


class Problems:
    """Collects problems; readers go on after each one with a harmless value in its place."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, line: int, message: str) -> None:
        self._found[Problem(line, message)] = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def in_order(self) -> tuple[Problem, ...]:
        """By line, each one once."""
        return tuple(sorted(self._found, key=lambda problem: problem.line))


def quoted(text: str) -> str:
    """A piece of the file inside a sentence: short, on one line, and unable to steer a terminal."""
    shown = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return "“" + "".join(char if char.isprintable() else repr(char)[1:-1] for char in shown) + "”"


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """`; did you mean “zone”?` where something known is near, else nothing."""
    by_fold = {word.casefold(): word for word in known}
    near = get_close_matches(typed.casefold()[:_LONGEST_QUOTE], by_fold, n=1, cutoff=0.6)
    return f"; did you mean {quoted(by_fold[near[0]])}?" if near else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end
