"""The part of the file about openings: who runs each, and the rounds that its candidates go through."""

from __future__ import annotations

import re

from models.records.openings import RoundKind, RoundPlan
from scheduling.rules.playbook import HANDS_ON_MINUTES, default_rounds, regions
from scheduling.team_file.entries import OpeningEntry
from scheduling.team_file.fields import Fields
from scheduling.team_file.problems import Problems, quoted
from scheduling.team_file.tree import Keyed, Listed, Node, Nothing, Text

KEYS = (
    "title",
    "hiring_manager",
    "coordinator",
    "compensation_region",
    "holds",
    "slack_bdays",
    "notice_hours",
    "rounds",
    "active",
)
ROUND_KEYS = ("kind", "name", "minutes", "seats", "gap_bdays", "focus")
MINUTES = (15, 480)
_MOST_ROUNDS, _MOST_SEATS, _MOST_GAP, _MOST_SLACK, _MOST_NOTICE = 6, 6, 10, 10, 14 * 24
_LONGEST_TITLE, _LONGEST_EMAIL, _LONGEST_NAME, _LONGEST_FOCUS = 200, 254, 120, 3000
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def read_openings(node: Node, problems: Problems) -> tuple[OpeningEntry, ...]:
    """Every opening of the file, in its order; none is a fine answer."""
    if isinstance(node, Keyed):
        return tuple(_read_opening(key, node.lines[key], value, problems) for key, value in node.entries.items())
    if not isinstance(node, Nothing):
        problems.add(node.line, "openings must be short names, each with what is known of the opening below it")
    return ()


def _read_opening(key: str, line: int, node: Node, problems: Problems) -> OpeningEntry:
    if not _KEY.fullmatch(key):
        problems.add(line, f"{quoted(key)} must be a short name in small letters, digits, - and _, like senior-ai")
    fields = Fields(node, key, problems, known=KEYS)
    fields.line = line
    rounds, seat_lines = _read_rounds(fields)
    people = ("hiring_manager", "coordinator")
    return OpeningEntry(
        line=line,
        key=key,
        title=fields.text("title", longest=_LONGEST_TITLE, example="Senior AI Engineer: search"),
        hiring_manager=fields.text("hiring_manager", longest=_LONGEST_EMAIL, example="ada@example.com").lower(),
        coordinator=fields.text("coordinator", longest=_LONGEST_EMAIL, example="ada@example.com").lower(),
        rounds=rounds,
        compensation_region=_read_region(fields),
        holds=fields.flag("holds", default=True),
        slack_bdays=fields.number("slack_bdays", least=0, most=_MOST_SLACK, default=1),
        notice_hours=fields.number("notice_hours", least=0, most=_MOST_NOTICE, default=24),
        active=fields.flag("active", default=True),
        lines={**{name: fields.line_of(name) for name in people}, **seat_lines},
    )


def _read_region(fields: Fields) -> str:
    node = fields.node("compensation_region")
    typed = fields.text("compensation_region", longest=64, default="")
    if isinstance(node, Text):
        fields.word(node, "compensation_region", known=[region.key for region in regions()])
    return typed


def _read_rounds(fields: Fields) -> tuple[tuple[RoundPlan, ...], dict[str | int, int]]:
    node = fields.node("rounds")
    if node is None:
        return default_rounds(), dict.fromkeys(range(len(default_rounds())), fields.line)
    if not isinstance(node, Listed) or not 1 <= len(node.items) <= _MOST_ROUNDS:
        fields.report(
            node.line, f"rounds must be a list of 1 to {_MOST_ROUNDS} rounds; leave it out for the usual four"
        )
        return (), {}
    plans = [_read_round(fields, number, item) for number, item in enumerate(node.items)]
    lines: dict[str | int, int] = {number: line for number, (_, line) in enumerate(plans)}
    return tuple(plan for plan, _ in plans), lines


def _read_round(opening: Fields, number: int, node: Node) -> tuple[RoundPlan, int]:
    fields = Fields(node, f"{opening.place}, round {number + 1}", opening.problems, known=ROUND_KEYS)
    usual = _usual(fields)
    least, most = HANDS_ON_MINUTES if usual.kind is RoundKind.HANDS_ON else MINUTES
    seats = tuple(text.text for text in fields.texts("seats", example="[engineer, peer]"))
    if fields.node("seats") is not None and not 1 <= len(seats) <= _MOST_SEATS:
        fields.report(fields.line_of("seats"), f"seats must name 1 to {_MOST_SEATS} pools, one for each person needed")
    plan = RoundPlan(
        kind=usual.kind,
        name=fields.text("name", longest=_LONGEST_NAME, default=usual.name),
        minutes=fields.number("minutes", least=least, most=most, default=usual.minutes),
        seats=seats or usual.seats,
        gap_bdays=fields.number("gap_bdays", least=0, most=_MOST_GAP, default=usual.gap_bdays),
        focus=fields.text("focus", longest=_LONGEST_FOCUS, default=usual.focus),
    )
    return plan, fields.line_of("seats")


def _usual(fields: Fields) -> RoundPlan:
    """The playbook's round of this kind: what is left out comes from it."""
    by_kind = {plan.kind: plan for plan in default_rounds()}
    node = fields.node("kind")
    if not isinstance(node, Text):
        fields.missing("kind", RoundKind.DEEP_DIVE.value)
    elif fields.word(node, "kind", known=[kind.value for kind in by_kind]):
        return by_kind[RoundKind(node.text)]
    return by_kind[RoundKind.DEEP_DIVE]
