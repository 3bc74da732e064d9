"""What somebody typed after `/hire`: the verb, the rest, and the nearest verb where we don't know it. Pure.

Any text of any length is fine: quotes need not match, and what cannot be searched for is dropped.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

_NAME_LENGTH = 200
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))
"""What comes along with a copied name, without anybody seeing it."""
_QUOTES = "\"'`“”„’«»\u2018\u201a"


class Verb(StrEnum):
    """The words after `/hire`; the empty one is the worklist."""

    WORKLIST = ""
    NEW = "new"
    STATUS = "status"
    PLAN = "plan"
    MOVE = "move"
    SWAP = "swap"
    FEEDBACK = "feedback"
    DECIDE = "decide"
    CANCEL = "cancel"
    OPENINGS = "openings"
    PEOPLE = "people"
    HELP = "help"


_NAMED = frozenset({Verb.NEW, Verb.STATUS, Verb.PLAN, Verb.MOVE, Verb.SWAP, Verb.FEEDBACK, Verb.DECIDE, Verb.CANCEL})
_EXAMPLE_NAME = "Mia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`verb` is None for a word we don't know, which is then in `word`. `rest` is fit for a search: one line without
    quotes around it and without control characters, at most 200 characters."""

    verb: Verb | None
    word: str = ""
    rest: str = ""

    @property
    def names_candidate(self) -> bool:
        """Whether the text may hold a candidate's name or address: better not typed where others look on."""
        return bool(self.rest) and self.verb in _NAMED


_WORDS = frozenset(verb.value for verb in Verb)


def read_command(text: object) -> Command:
    """Never raises; anything that is not a text reads as the bare command."""
    words = _searchable(text if isinstance(text, str) else "").split(" ")
    word, rest = words[0].lower(), " ".join(words[1:]).strip(_QUOTES + " ")
    if word in _WORDS:
        return Command(verb=Verb(word), rest=rest[:_NAME_LENGTH])
    return Command(verb=None, word=words[0][:_NAME_LENGTH], rest=rest[:_NAME_LENGTH])


def nearest(word: str) -> Verb:
    """The verb that looks most like `word`; `help` where none does."""
    verbs = [verb.value for verb in Verb if verb is not Verb.WORKLIST]
    close = get_close_matches(word.lower(), verbs, n=1, cutoff=0.5)
    return Verb(close[0]) if close else Verb.HELP


def example(verb: Verb) -> str:
    """How the verb is typed, such as `/hire status Mia`."""
    named = verb in _NAMED and verb not in (Verb.NEW, Verb.FEEDBACK)
    return f"/hire {verb.value} {_EXAMPLE_NAME}" if named else f"/hire {verb.value}".rstrip()


def _searchable(text: str) -> str:
    """One line of ordinary spaces, as it was typed: Slack sends `&`, `<` and `>` as entities. Control, line-breaking and
    unpaired surrogate characters become spaces; what nobody sees is left out."""
    typed = text.translate(_UNSEEN).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    plain = "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp", "Zs"} else char for char in typed)
    return " ".join(plain.split())
