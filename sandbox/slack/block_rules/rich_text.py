"""The rich_text block: as much of it as an app writes by itself."""

from __future__ import annotations

from sandbox.slack.block_rules.objects import block_id, kind
from sandbox.slack.block_rules.schema import URL, Rule, array, boolean, by_type, fields, integer, one_of, string

_style = fields(
    required={},
    optional={
        "bold": boolean,
        "italic": boolean,
        "strike": boolean,
        "code": boolean,
        "underline": boolean,
        "highlight": boolean,
        "client_highlight": boolean,
        "unlink": boolean,
    },
)
_some_id = string(most=255)


def _inline(**required: Rule) -> Rule:
    return fields(required={"type": kind, **required}, optional={"style": _style})


_INLINE: dict[str, Rule] = {
    "text": _inline(text=string(most=12_000)),
    "link": fields(
        required={"type": kind, "url": string(most=3000, pattern=URL, called="URL")},
        optional={"text": string(most=12_000), "style": _style, "unsafe": boolean},
    ),
    "user": _inline(user_id=_some_id),
    "usergroup": _inline(usergroup_id=_some_id),
    "channel": _inline(channel_id=_some_id),
    "broadcast": _inline(range=one_of("here", "channel", "everyone")),
    "emoji": fields(required={"type": kind, "name": _some_id}, optional={"unicode": _some_id, "style": _style}),
    "date": fields(
        required={"type": kind, "timestamp": integer(least=0, most=9_999_999_999), "format": string(most=255)},
        optional={"url": string(most=3000, pattern=URL, called="URL"), "fallback": string(most=255), "style": _style},
    ),
}
_inlines = array(by_type(_INLINE), least=0, most=1000)
_section = fields(required={"type": kind, "elements": _inlines})
_bordered: dict[str, Rule] = {"border": integer(least=0, most=1)}

_PARTS: dict[str, Rule] = {
    "rich_text_section": _section,
    "rich_text_preformatted": fields(
        required={"type": kind, "elements": _inlines}, optional={**_bordered, "language": _some_id}
    ),
    "rich_text_quote": fields(required={"type": kind, "elements": _inlines}, optional=_bordered),
    "rich_text_list": fields(
        required={
            "type": kind,
            "style": one_of("bullet", "ordered"),
            "elements": array(by_type({"rich_text_section": _section}), least=1, most=1000),
        },
        optional={"indent": integer(least=0, most=8), "offset": integer(least=0, most=1000), **_bordered},
    ),
}

rich_text = fields(
    required={"type": kind, "elements": array(by_type(_PARTS), least=1, most=1000)}, optional={"block_id": block_id}
)
