"""What the doctor says of one thing that it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`WRONG` has to be put right. `NOTE` is for people to judge. `SKIPPED` could not be looked at, because of what was
    found wrong before."""

    OK = "ok"
    WRONG = "FAIL"
    NOTE = "note"
    SKIPPED = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`words` say what was found, `todo` what to do about it, where. Neither ever holds a secret, not even a wrong one."""

    name: str
    state: State
    words: str
    todo: str = ""


def well(name: str, words: str) -> Finding:
    return Finding(name=name, state=State.OK, words=words)


def wrong(name: str, words: str, todo: str) -> Finding:
    return Finding(name=name, state=State.WRONG, words=words, todo=todo)


def note(name: str, words: str, todo: str = "") -> Finding:
    return Finding(name=name, state=State.NOTE, words=words, todo=todo)


def skipped(name: str, first: str) -> Finding:
    """`first` is what has to be well before this can be looked at."""
    return Finding(name=name, state=State.SKIPPED, words=f"not looked at: {first} comes first")
