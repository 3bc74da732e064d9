"""Small views that only say or show something: an answer to a press, a refusal, what was asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import Block, modal, section


def notice(title: str, words: str, *, close: str = "Close") -> dict[str, Any]:
    """`words` are ready for mrkdwn: ours, or escaped."""
    return reading(title, [section(words)], close=close)


def reading(title: str, blocks: Iterable[Block], *, close: str = "Close") -> dict[str, Any]:
    """Blocks of a message shown as a view, for whoever asked where no message can answer."""
    return modal(Form.READING, title, blocks, ref=Ref(), close=close)
