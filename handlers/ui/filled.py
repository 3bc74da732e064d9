"""What somebody filled in, read one field at a time. Pure; never raises, whatever Slack (or anybody) put there.

Every problem is gathered under its field, so that all are told at once. Texts come back exactly as typed unless the
method says otherwise: what was acknowledged is what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.ui.text import counted

TEXT_MOST = 3000
"""Characters in one text field [Slack's plain_text_input]."""
CHOICES_MOST = 100

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_UNREADABLE = "I can't read what was sent here. Please fill it in again."


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldErrors:
    """What is wrong, one friendly sentence per field, by block_id. Never empty."""

    by_block: Mapping[str, str]


class Filled:
    """The `state.values` of a view: block_id -> action_id -> what is in there. `problems` grows while it is read."""

    def __init__(self, values: object) -> None:
        self._values = values if isinstance(values, dict) else {}
        self.problems: dict[str, str] = {}

    def wrong(self, block: str, sentence: str) -> None:
        """Notes a problem; the first one of a field is the one that is told."""
        self.problems.setdefault(block, sentence)

    @property
    def errors(self) -> FieldErrors:
        return FieldErrors(by_block=dict(self.problems))

    def blocks(self, prefix: str) -> list[str]:
        """The ids of the fields that begin with `prefix`, without it, in their order."""
        return [name.removeprefix(prefix) for name in self._values if isinstance(name, str) and name.startswith(prefix)]

    def text(self, block: str, *, missing: str = "", most: int = TEXT_MOST) -> str:
        """As typed; "" where nothing but spaces was. `missing` is said where something must be typed."""
        typed = self._value(block, "value")
        if typed is None or (isinstance(typed, str) and not typed.strip()):
            if missing:
                self.wrong(block, missing)
            return ""
        problem = unfit(typed, most=most)
        if problem or not isinstance(typed, str):
            self.wrong(block, problem)
            return ""
        return typed

    def line(self, block: str, *, missing: str = "", most: int = TEXT_MOST) -> str:
        """A text of one line, runs of spaces made one."""
        return " ".join(self.text(block, missing=missing, most=most).split())

    def choice(self, block: str, *, among: Collection[str] | None = None, missing: str = "") -> str:
        """The value of the chosen option; "" where none was chosen."""
        return self._offered(block, self._option(self._value(block, "selected_option")), among=among, missing=missing)

    def choices(self, block: str, *, among: Collection[str] | None = None) -> tuple[str, ...]:
        """The values of the chosen options, each once."""
        chosen = self._value(block, "selected_options")
        if chosen is None:
            return ()
        if not isinstance(chosen, list) or len(chosen) > CHOICES_MOST:
            self.wrong(block, _UNREADABLE)
            return ()
        values = [self._offered(block, self._option(option), among=among, missing=_UNREADABLE) for option in chosen]
        return tuple(dict.fromkeys(value for value in values if value))

    def day(self, block: str, *, missing: str = "") -> date | None:
        picked = self._value(block, "selected_date")
        if picked is None and not missing:
            return None
        try:
            if not isinstance(picked, str) or not _DAY.fullmatch(picked):
                raise ValueError
            return date.fromisoformat(picked)
        except ValueError:
            self.wrong(
                block, missing if picked is None else "There is no such day in the calendar. Please pick another."
            )
            return None

    def minute(self, block: str, *, missing: str) -> int:
        """A time of day as minutes after midnight; 0 beside a noted problem."""
        picked = self._value(block, "selected_time")
        match = _TIME.fullmatch(picked) if isinstance(picked, str) else None
        if match is None:
            self.wrong(block, missing)
            return 0
        return int(match[1]) * 60 + int(match[2])

    def number(self, block: str, *, least: int, most: int) -> int:
        """A whole number; `least` beside a noted problem."""
        typed = self._value(block, "value")
        if not isinstance(typed, str) or not _WHOLE.fullmatch(typed.strip()) or not least <= int(typed) <= most:
            self.wrong(block, f"Please give a whole number from {least} to {most}.")
            return least
        return int(typed)

    def _offered(self, block: str, value: str | None, *, among: Collection[str] | None, missing: str) -> str:
        if value and unfit(value, most=TEXT_MOST) == "" and (among is None or value in among):
            return value
        if missing or value:
            self.wrong(block, missing or _UNREADABLE)
        return ""

    def _option(self, option: object) -> str | None:
        value = option.get("value") if isinstance(option, dict) else option
        return value if isinstance(value, str) or value is None else "\x00"

    def _value(self, block: str, key: str) -> Any:
        """What the one element of a block holds; ids of elements don't matter, there is one per block."""
        elements = self._values.get(block)
        held = next(iter(elements.values()), None) if isinstance(elements, dict) else None
        return held.get(key) if isinstance(held, dict) else None


def unfit(typed: object, *, most: int) -> str:
    """Why a text can't be stored, as one sentence; "" where it can."""
    if not isinstance(typed, str):
        return _UNREADABLE
    if len(typed) > most:
        return f"This is {len(typed):,} characters long; {counted(most, 'character')} fit. Please shorten it."
    found = _UNFIT.search(typed)
    if found:
        place, code = typed[: found.start()].count("\n") + 1, ord(found[0])
        return f"There is an invisible character (U+{code:04X}) in line {place} that can't be kept. Please remove it."
    return ""
