"""The parts of a message an app sends - text, blocks, metadata - checked before anything is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sandbox.slack.block_rules import check_message, payload_too_long
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal, invalid_blocks
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

TEXT_KEPT = 40_000
SHORT_TEXT = 4_000
"""Of updates (documented) and of ephemeral messages (`msg_too_long` without a number: the same one is taken)."""
METADATA = 8_000
"""No number is documented for `metadata_too_large`; the app's keys are far below this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """None means that the argument was left out (which `chat.update` tells from an empty one)."""

    text: str | None
    blocks: list[JsonObject] | None
    metadata: JsonObject | None


def read_content(workspace: Workspace, args: Arguments) -> Content:
    text = args.text("text")
    if args.has("attachments") and args.given["attachments"] not in ("", "[]", []):
        raise Refusal("invalid_attachments")  # the bot has no use for them, and the stand-in no model
    content = Content(text=text, blocks=_blocks(args), metadata=_metadata(args))
    if content.blocks and not (text or "").strip():
        if workspace.strictness.text_required:
            raise Refusal("no_text")
        workspace.warnings.append("missing_text_in_message")
    return content


def require_something(content: Content) -> None:
    if not (content.text or "").strip() and not content.blocks:
        raise Refusal("no_text")


def kept_text(workspace: Workspace, text: str) -> str:
    """Slack cuts a text over 40,000 characters without refusing it."""
    if len(text) <= TEXT_KEPT:
        return text
    workspace.warnings.append("message_truncated")
    return text[:TEXT_KEPT]


def _blocks(args: Arguments) -> list[JsonObject] | None:
    if not args.has("blocks"):
        return None
    try:
        blocks = args.structure("blocks")
    except ValueError:
        raise Refusal("invalid_blocks_format") from None
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    findings = check_message(blocks)
    if findings:
        raise invalid_blocks(findings)
    if payload_too_long(blocks):
        raise Refusal("msg_blocks_too_long")
    return blocks


def _metadata(args: Arguments) -> JsonObject | None:
    if not args.has("metadata"):
        return None
    try:
        metadata = args.structure("metadata")
    except ValueError:
        raise Refusal("invalid_metadata_format") from None
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    if metadata:
        event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
        if not isinstance(event_type, str) or not event_type or not isinstance(payload, dict):
            raise Refusal("invalid_metadata_schema")
        if len(json.dumps(metadata)) > METADATA:
            raise Refusal("metadata_too_large")
    return metadata
