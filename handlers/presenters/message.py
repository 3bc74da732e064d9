"""What a presenter hands over: a plain text that is always filled, and blocks that always fit a message. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from handlers.ui.blocks import MESSAGE_BLOCKS, VIEW_BLOCKS, Block, context, section
from handlers.ui.text import SECTION_MOST, cut

MESSAGE_SIZE = 12_000
"""Characters of JSON. Slack refuses near 13,200 and documents no number; the rest is left for what it adds itself."""

VIEW_SIZE = 100_000
"""Slack's limit for a view is 250 KB; every character counts as many bytes as it can take here."""

_TEXT_MOST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text` is what notifications and screen readers get."""

    text: str
    blocks: tuple[Block, ...]


def message(
    text: str,
    *,
    head: Sequence[Block] = (),
    rows: Sequence[Block] = (),
    tail: Sequence[Block] = (),
    left_out: Callable[[int], str] = lambda n: f"… and {n} more",
) -> Message:
    """A message of `head`, `rows` and `tail`. Rows that do not fit are dropped from the end, and counted in words."""
    blocks = list_within(head, rows, tail, left_out, fits=fits_message)
    return Message(text=cut(text, _TEXT_MOST), blocks=tuple(blocks))


def list_within(
    head: Sequence[Block],
    rows: Sequence[Block],
    tail: Sequence[Block],
    left_out: Callable[[int], str],
    *,
    fits: Callable[[Sequence[Block]], bool],
) -> list[Block]:
    """As many of the rows as fit between head and tail."""
    whole = [*head, *rows, *tail]
    if fits(whole):
        return whole
    for kept in range(min(len(rows) - 1, VIEW_BLOCKS), -1, -1):
        note = context(left_out(len(rows) - kept))
        if fits([*head, *rows[:kept], note, *tail]):
            return [*head, *rows[:kept], note, *tail]
    return [*head, *tail]


def first_fitting(variants: Iterable[Sequence[Block]], *, fits: Callable[[Sequence[Block]], bool]) -> list[Block]:
    """The first variant that fits, or else the last one. Variants are made only as far as they are looked at."""
    tried: Sequence[Block] = ()
    for tried in variants:
        if fits(tried):
            break
    return list(tried)


def fits_message(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= MESSAGE_BLOCKS and size(blocks) <= MESSAGE_SIZE


def fits_view(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= VIEW_BLOCKS and wire_size(blocks) <= VIEW_SIZE


def size(blocks: object) -> int:
    """Characters of the JSON, containers included: the strictest reading of what Slack counts in a message."""
    return len(json.dumps(blocks, ensure_ascii=False))


def wire_size(blocks: object) -> int:
    """Bytes of the JSON as a client sends it, everything beyond ASCII escaped."""
    return len(json.dumps(blocks))


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """Lines of finished mrkdwn as sections, as many lines in each as fit."""
    blocks: list[Block] = []
    held: list[str] = []
    for line in lines:
        if held and sum(len(one) + 1 for one in held) + len(line) > SECTION_MOST:
            blocks.append(section("\n".join(held)))
            held = []
        held.append(line)
    return [*blocks, section("\n".join(held))] if held else blocks
