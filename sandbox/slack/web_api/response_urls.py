"""What an app posts to a response URL: an answer to the person who acted, in the place where they acted."""

from __future__ import annotations

from sandbox.slack.grants import ResponseUrl
from sandbox.slack.messages import Message
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.web_api.message_content import Content, kept_text, read_content, require_something
from sandbox.slack.workspace import Workspace


def respond(workspace: Workspace, args: Arguments) -> JsonObject:
    """Ephemeral unless `response_type` is `in_channel`; `replace_original` and `delete_original` act on the message the
    interaction came from (after a slash command there is none, and a new message is posted)."""
    grant = workspace.response_urls.use(args.required("secret"))
    original = workspace.messages.get(grant.channel_id, grant.message_ts) if grant.message_ts else None
    if args.flag("delete_original"):
        if original is None:
            raise Refusal("message_not_found", status=404)
        workspace.delete(original)
        return {"ok": True}
    try:
        content = read_content(workspace, args)
        require_something(content)
    except Refusal as refusal:
        raise Refusal(refusal.error, status=400, extra=refusal.extra) from None
    if args.flag("replace_original") and original is not None:
        _replace(workspace, original, content)
    else:
        _post(workspace, grant, content, in_channel=args.text("response_type") == "in_channel")
    return {"ok": True}


def _replace(workspace: Workspace, original: Message, content: Content) -> None:
    workspace.edit(original, text=kept_text(workspace, content.text or ""), blocks=content.blocks or [])


def _post(workspace: Workspace, grant: ResponseUrl, content: Content, *, in_channel: bool) -> None:
    channel = workspace.channels.get(grant.channel_id)
    if channel is None or channel.archived:
        raise Refusal("is_archived", status=404)
    workspace.post(
        channel,
        user_id=workspace.app.bot_user_id,
        text=kept_text(workspace, content.text or ""),
        blocks=content.blocks,
        ephemeral_to=None if in_channel else grant.user_id,
    )
