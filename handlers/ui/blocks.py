"""Small constructors of Block Kit, so that no presenter spells out JSON. Pure.

Texts handed in are ready (escaped or our own words); lengths are cut to Slack's limits here as a last resort only.
`verbatim` keeps Slack from turning addresses and channel names inside foreign text into links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from handlers.ui.actions import Form, Press, Ref
from handlers.ui.text import NOTHING, SECTION_MOST, cut, plain

Block = dict[str, Any]
Style = Literal["primary", "danger"]

HEADER_MOST = 150
BUTTON_MOST = 75
TITLE_MOST = 24
FIELD_MOST = 2000
FIELDS_MOST = 10
OPTION_MOST = 75
ACTIONS_MOST = 25
CONTEXT_MOST = 10
TABLE_ROWS = 100
TABLE_COLUMNS = 20
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100


def plain_text(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": plain(text, most), "emoji": True}


def mrkdwn(text: str, most: int = SECTION_MOST) -> Block:
    return {"type": "mrkdwn", "text": cut(text.strip() or NOTHING, most), "verbatim": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER_MOST)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(*texts: str) -> Block:
    """Up to ten short texts in two columns (one column on a phone)."""
    return {"type": "section", "fields": [mrkdwn(text, FIELD_MOST) for text in texts[:FIELDS_MOST]]}


def context(*texts: str) -> Block:
    """The small print."""
    return {"type": "context", "elements": [mrkdwn(text, FIELD_MOST) for text in texts[:CONTEXT_MOST]]}


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Plain words, none of them empty, in rows of equal length, the first being the header. Messages only, one in each."""
    cells = [[{"type": "raw_text", "text": word} for word in row] for row in rows]
    return {"type": "table", "rows": cells, "column_settings": [{"is_wrapped": True} for _ in rows[0]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """Buttons in a row. Within one row every `action_id` may stand once."""
    return {"type": "actions", "elements": list(elements[:ACTIONS_MOST])}


def button(
    press: Press, text: str, ref: Ref, *, style: Style | None = None, confirm: Block | None = None, url: str = ""
) -> Block:
    """A button that says what is wanted (`press`) and of what (`ref`)."""
    block: Block = {
        "type": "button",
        "action_id": press.value,
        "text": plain_text(text, BUTTON_MOST),
        "value": ref.encode(),
    }
    if style is not None:
        block["style"] = style
    if confirm is not None:
        block["confirm"] = confirm
    if url:
        block["url"] = url
    return block


def confirm(title: str, text: str, *, yes: str, no: str, style: Style | None = None) -> Block:
    """The question before something that cannot be taken back; all of it is plain text, without date tokens."""
    block: Block = {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }
    if style is not None:
        block["style"] = style
    return block


def option(text: str, value: str, *, description: str = "") -> Block:
    """One entry of a menu or list; `value` has at most 150 characters."""
    block: Block = {"text": plain_text(text, OPTION_MOST), "value": value}
    if description:
        block["description"] = plain_text(description, OPTION_MOST)
    return block


def overflow(entries: Sequence[tuple[Press, str]], ref: Ref) -> Block:
    """The rarer verbs behind three dots, up to five. `action_id` is Press.MORE; each entry's value is `ref` with the
    press as its `kind`."""
    return {
        "type": "overflow",
        "action_id": Press.MORE.value,
        "options": [option(text, replace(ref, kind=press.value).encode()) for press, text in entries[:5]],
    }


def input_block(
    block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False, dispatch: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 2000),
        "element": element,
        "optional": optional,
        "dispatch_action": dispatch,
    }
    if hint:
        block["hint"] = plain_text(hint, 2000)
    return block


def modal(
    form: Form, title: str, blocks: Iterable[Block], *, ref: Ref, submit: str = "", close: str = "Close"
) -> Block:
    """A modal about `ref`; without `submit` it can only be read and closed."""
    view: Block = {
        "type": "modal",
        "callback_id": form.value,
        "private_metadata": ref.encode(),
        "title": plain_text(title, TITLE_MOST),
        "close": plain_text(close, TITLE_MOST),
        "blocks": list(blocks)[:VIEW_BLOCKS],
    }
    if submit:
        view["submit"] = plain_text(submit, TITLE_MOST)
    return view


def home_tab(blocks: Iterable[Block]) -> Block:
    """An App Home tab."""
    return {"type": "home", "callback_id": "home", "blocks": list(blocks)[:VIEW_BLOCKS]}
