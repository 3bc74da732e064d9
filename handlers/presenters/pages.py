"""Long reading in a modal, page by page: whatever was written can be read in full, whatever its length. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.presenters.message import wire_size
from handlers.ui.actions import Form, Press, Ref
from handlers.ui.blocks import Block, actions, button, context, modal, section
from handlers.ui.text import bold

_PAGE_BLOCKS = 60
_PAGE_SIZE = 60_000
"""Short enough to be scrolled through with a thumb, and far from Slack's limits for a view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to read; `title` (finished mrkdwn) is said again where a page break falls into it."""

    title: str
    blocks: Sequence[Block]


def reading(
    title: str, parts: Sequence[Part], *, press: Press, ref: Ref, page: int, end: Sequence[Block] = ()
) -> Block:
    """A modal without submit, showing page `page` (from 0; out of range is the nearest there is).

    The buttons to the other pages carry `press` with `ref` and the page as its `n`. `end` stands below the last page.
    """
    pages = _pages(parts)
    page = min(max(page, 0), len(pages) - 1)
    blocks = list(pages[page])
    if len(pages) > 1:
        blocks.append(context(f"Page {page + 1} of {len(pages)}"))
    # One row each: the same action may stand only once in a row.
    if page + 1 < len(pages):
        blocks.append(actions(button(press, "Read on", replace(ref, n=page + 1))))
    else:
        blocks += end
    if page > 0:
        blocks.append(actions(button(press, "Back", replace(ref, n=page - 1))))
    return modal(Form.READING, title, blocks, ref=replace(ref, n=page))


def _pages(parts: Sequence[Part]) -> list[list[Block]]:
    pages: list[list[Block]] = [[]]
    for part in parts:
        for place, block in enumerate(part.blocks):
            full = len(pages[-1]) >= _PAGE_BLOCKS or wire_size(pages[-1]) + wire_size(block) > _PAGE_SIZE
            if full and pages[-1]:
                pages.append([])
            if part.title and (place == 0 or not pages[-1]):
                pages[-1].append(section(bold(part.title) + (" (goes on)" if place else "")))
            pages[-1].append(block)
    return pages if pages[0] else [[section("There is nothing to read yet.")]]
