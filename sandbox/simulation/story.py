"""What happened in one world, line by line, and what it was promised against."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    at: datetime
    who: str
    words: str
    loop: str = ""

    def __str__(self) -> str:
        return f"{self.at:%a %d %b %H:%M:%S}  {self.who:<9} {self.words}"


@dataclass(slots=True, kw_only=True)
class Story:
    """`lines` are for people. `digest` covers them and all that was noted besides: two runs of one seed agree in it."""

    lines: list[Line] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _trace: hashlib._Hash = field(default_factory=hashlib.sha256)

    def tell(self, at: datetime, who: str, words: str, *, loop: str = "") -> None:
        self.lines.append(Line(at=at, who=who, words=words, loop=loop))
        self.note(at, who, words)

    def note(self, *what: object) -> None:
        """Part of the digest only."""
        self._trace.update(repr(what).encode("utf-8", "replace"))

    def breaks(self, at: datetime, sentence: str) -> None:
        """A promise that does not hold; each is told once."""
        if sentence not in self.broken:
            self.broken.append(sentence)
            self.tell(at, "judge", sentence)

    @property
    def digest(self) -> str:
        return self._trace.hexdigest()
