"""Reads the keys of one part of the file, each with its own complaint when it is not what it should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scheduling.team_file.problems import Problems, did_you_mean, listed, quoted
from scheduling.team_file.tree import Keyed, Listed, Node, Nothing, Text

_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Fields:
    """The keys of one mapping. `place` says in messages whose they are. Unknown keys are reported at once; a key without
    a value counts as left out. Every reader returns a harmless value after reporting a problem."""

    def __init__(self, node: Node, place: str, problems: Problems, *, known: Sequence[str]) -> None:
        self.line = node.line
        self.place = place
        self.problems = problems
        self._entries: dict[str, Node] = {}
        self._lines: dict[str, int] = {}
        if isinstance(node, Keyed):
            self._entries, self._lines = node.entries, node.lines
        elif not isinstance(node, Nothing):
            self.report(node.line, f"must be lines of “key: value”; the keys are {listed(known, 'and')}")
        for key in self._entries:
            if key not in known:
                hint = did_you_mean(key, known) or f"; the keys are {listed(known, 'and')}"
                self.report(self._lines[key], f"{quoted(key)} is not a key here{hint}")

    def report(self, line: int, message: str) -> None:
        self.problems.add(line, f"{self.place}: {message}" if self.place else message)

    def node(self, key: str) -> Node | None:
        """What stands at the key; None when it is left out."""
        node = self._entries.get(key)
        return None if isinstance(node, Nothing) else node

    def has(self, key: str) -> bool:
        """Whether the key stands there, with a value or without."""
        return key in self._entries

    def line_of(self, key: str) -> int:
        return self._lines.get(key, self.line)

    def missing(self, key: str, example: str) -> None:
        self.report(self.line_of(key), f"{key} is missing; write for example “{key}: {example}”")

    def text(self, key: str, *, longest: int, default: str | None = None, example: str = "") -> str:
        """A text of 1 to `longest` characters; without a default it must be there."""
        node = self.node(key)
        if node is None:
            if default is None:
                self.missing(key, example)
            return default or ""
        if not isinstance(node, Text):
            self.report(node.line, f"{key} must be one text, not a list")
            return default or ""
        if not node.text or len(node.text) > longest:
            self.report(node.line, f"{key} must have 1 to {longest:,} characters, not {len(node.text):,}")
        return node.text

    def number(self, key: str, *, least: int, most: int, default: int) -> int:
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node, Text) and _WHOLE_NUMBER.fullmatch(node.text) and least <= int(node.text) <= most:
            return int(node.text)
        typed = f", not {quoted(node.text)}" if isinstance(node, Text) else ""
        self.report(node.line, f"{key} must be a whole number from {least} to {most}{typed}")
        return default

    def flag(self, key: str, *, default: bool) -> bool:
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node, Text) and node.text.lower() in _FLAGS:
            return _FLAGS[node.text.lower()]
        self.report(node.line, f"{key} must be true or false")
        return default

    def texts(self, key: str, *, example: str) -> tuple[Text, ...]:
        """A list of texts; empty when left out."""
        node = self.node(key)
        if node is None:
            return ()
        if not isinstance(node, Listed):
            self.report(node.line, f"{key} must be a list, for example {example}")
            return ()
        for item in node.items:
            if not isinstance(item, Text):
                self.report(item.line, f"{key} must hold one text per item, for example {example}")
        return tuple(item for item in node.items if isinstance(item, Text))

    def word(self, text: Text, key: str, *, known: Iterable[str]) -> bool:
        """Whether the text is one of the known words; reports it otherwise."""
        words = list(known)
        if text.text in words:
            return True
        hint = did_you_mean(text.text, words) or f"; the choices are {listed(words)}"
        self.report(text.line, f"{key} {quoted(text.text)} is not known{hint}")
        return False
