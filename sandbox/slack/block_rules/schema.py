"""The few building blocks every rule is made of: a rule looks at a value and reports what Slack would say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

URL = re.compile(r"^[a-z][a-z0-9+.\-]*:[^\s]+$", re.IGNORECASE)
WEB_URL = re.compile(r"^https?://[^\s/]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One objection. `pointer` is a JSON pointer from the root of what was sent."""

    pointer: str
    message: str

    def worded(self) -> str:
        """As it stands in `errors` of an answer; `response_metadata.messages` puts `[ERROR] ` before it."""
        return f"{self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str, list[Finding]], None]


def string(*, most: int, least: int = 1, pattern: re.Pattern[str] | None = None, called: str = "value") -> Rule:
    """A string of `least` to `most` characters (code points)."""

    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if not isinstance(value, str):
            findings.append(Finding(pointer=pointer, message="must provide a string"))
        elif len(value) < least:
            findings.append(Finding(pointer=pointer, message=f"must be more than {least - 1} characters"))
        elif len(value) > most:
            findings.append(Finding(pointer=pointer, message=f"must be less than {most + 1} characters"))
        elif pattern is not None and not pattern.match(value):
            findings.append(Finding(pointer=pointer, message=f"must be a valid {called}"))

    return rule


def boolean(value: Any, pointer: str, findings: list[Finding]) -> None:
    if not isinstance(value, bool):
        findings.append(Finding(pointer=pointer, message="must provide a boolean"))


def integer(*, least: int, most: int) -> Rule:
    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            findings.append(Finding(pointer=pointer, message="must provide an integer"))
        elif value < least:
            findings.append(Finding(pointer=pointer, message=f"must be greater than {least - 1}"))
        elif value > most:
            findings.append(Finding(pointer=pointer, message=f"must be less than {most + 1}"))

    return rule


def number(value: Any, pointer: str, findings: list[Finding]) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        findings.append(Finding(pointer=pointer, message="must provide a number"))


def one_of(*allowed: str) -> Rule:
    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if not isinstance(value, str):
            findings.append(Finding(pointer=pointer, message="must provide a string"))
        elif value not in allowed:
            findings.append(Finding(pointer=pointer, message="must be a valid enum value"))

    return rule


def array(item: Rule, *, least: int, most: int) -> Rule:
    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if not isinstance(value, list):
            findings.append(Finding(pointer=pointer, message="must provide an array"))
            return
        if len(value) < least:
            findings.append(Finding(pointer=pointer, message=f"must provide at least {least} items"))
        if len(value) > most:
            findings.append(Finding(pointer=pointer, message=f"no more than {most} items allowed"))
        for index, element in enumerate(value):
            item(element, f"{pointer}/{index}", findings)

    return rule


def fields(*, required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with exactly these keys. A key that is present with null is judged by its rule, so null is refused."""
    known = {**required, **(optional or {})}

    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if not isinstance(value, dict):
            findings.append(Finding(pointer=pointer, message="must provide an object"))
            return
        findings.extend(
            Finding(pointer=pointer, message=f"missing required field: {key}") for key in required if key not in value
        )
        for key, inner in value.items():
            if key in known:
                known[key](inner, f"{pointer}/{key}", findings)
            else:
                findings.append(Finding(pointer=pointer, message=f"invalid additional property: {key}"))

    return rule


def by_type(rules: Mapping[str, Rule], *, elsewhere: frozenset[str] = frozenset()) -> Rule:
    """Chooses the rule by `type`. `elsewhere` names types that Slack has and this stand-in does not model."""

    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        if not isinstance(value, dict):
            findings.append(Finding(pointer=pointer, message="must provide an object"))
            return
        kind = value.get("type")
        if kind is None:
            findings.append(Finding(pointer=pointer, message="missing required field: type"))
        elif isinstance(kind, str) and kind in rules:
            rules[kind](value, pointer, findings)
        else:
            hint = " (Slack has it, the stand-in does not)" if isinstance(kind, str) and kind in elsewhere else ""
            findings.append(Finding(pointer=f"{pointer}/type", message=f"unsupported type: {kind}{hint}"))

    return rule


def both(*rules: Rule) -> Rule:
    """All of the rules, in order; later ones (checks across fields) only when the earlier ones found nothing."""

    def rule(value: Any, pointer: str, findings: list[Finding]) -> None:
        for part in rules:
            before = len(findings)
            part(value, pointer, findings)
            if len(findings) > before:
                return

    return rule
