"""YAML as a tree of texts with line numbers, and nothing else: no aliases, no tags, no guessing of types.

Guessed types are what makes YAML surprising in a file like this (`name: No` is false, `9:30` is 570); here every value is
the text that was typed, and whoever expects a number or a date reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from scheduling.team_file.problems import Problems, quoted

LARGEST = 500_000
"""Characters; a team of a thousand people needs half of it."""

_DEEPEST = 12
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Nothing:
    """A key without a value."""

    line: int


@dataclass(frozen=True, slots=True)
class Text:
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """`lines` are those of the keys; keys are unique."""

    line: int
    entries: dict[str, Node]
    lines: dict[str, int]


Node = Nothing | Text | Listed | Keyed


class Unreadable(Exception):
    """The file cannot be read any further."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def decode(data: bytes) -> str:
    """Text of a file as saved by any editor: UTF-8, with or without a byte order mark. Raises Unreadable."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "this is not UTF-8 text; save the file with the encoding UTF-8") from None


def parse(text: str, problems: Problems) -> Node:
    """The one document of the file. Raises Unreadable; duplicate keys and the like go to `problems`."""
    if len(text) > LARGEST:
        raise Unreadable(1, f"the file has {len(text):,} characters; at most {LARGEST:,} are read")
    text = text.removeprefix("\ufeff")
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        return _Builder(events, problems).document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(line, f"the character {quoted(chr(error.character))} must not stand in the file") from None
    except yaml.MarkedYAMLError as error:
        raise Unreadable(*_explained(error)) from None


class _Builder:
    def __init__(self, events: Iterator[yaml.Event], problems: Problems) -> None:
        self._events = events
        self._problems = problems

    def document(self) -> Node:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise Unreadable(1, "the file is empty; start from team.example.yaml")
        root = self._node(next(self._events), _DEEPEST)
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise Unreadable(_line(after), "a second document begins here; put everything into one")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Unreadable(line, "anchors (&) and aliases (*) are not understood; write the value out")
        if depth == 0:
            raise Unreadable(line, "this is nested too deeply")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._problems.add(line, f"the tag {quoted(tag)} is not understood; leave it out")
        if isinstance(event, yaml.MappingStartEvent):
            return self._keyed(line, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listed(line, depth)
        assert isinstance(event, yaml.ScalarEvent)
        return self._scalar(event, line)

    def _keyed(self, line: int, depth: int) -> Keyed:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth - 1)
            value = self._node(next(self._events), depth - 1)
            if not isinstance(key, Text):
                self._problems.add(key.line, "a key must be a word, followed by a colon")
            elif key.text in entries:
                first = lines[key.text]
                self._problems.add(key.line, f"{quoted(key.text)} stands in line {first} already; keep one of them")
            else:
                entries[key.text], lines[key.text] = value, key.line
        return Keyed(line, entries, lines)

    def _listed(self, line: int, depth: int) -> Listed:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth - 1))
        return Listed(line, tuple(items))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Node:
        if event.style is None and event.value in _NOTHING:
            return Nothing(line)
        if any(_is_unspeakable(char) for char in event.value):
            self._problems.add(line, f"{quoted(event.value)} has invisible characters in it; type it again")
        return Text(line, " ".join(event.value.split()))


def _is_unspeakable(char: str) -> bool:
    return (ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else event.start_mark.line + 1


def _explained(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    mark = error.problem_mark or error.context_mark
    line = 1 if mark is None else mark.line + 1
    what = error.problem or error.context or "this is not YAML"
    if "\\t" in what:
        return line, "a tab stands here; YAML wants spaces"
    if "mapping values are not allowed" in what:
        return line, "a colon too many, or a line indented wrongly; put texts with a colon into quotes"
    if "expected <block end>" in what:
        return line, "this line is indented differently from those it belongs to; align them with spaces"
    if "could not find expected ':'" in what:
        return line, "a colon is missing here or in the line before"
    return line, f"this is not YAML: {what}"
