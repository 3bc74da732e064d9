"""What a Slack client does with the app's answer to a command or a submission."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.slack.block_rules import check_message
from sandbox.slack.channels import Channel
from sandbox.slack.delivery.requests import Answer, Problem
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal
from sandbox.slack.users import User
from sandbox.slack.views import View
from sandbox.slack.web_api.views import read_view
from sandbox.slack.workspace import Workspace


def show_command_answer(workspace: Workspace, user: User, channel: Channel, answer: Answer) -> Answer:
    """The text or blocks in the acknowledgement appear to the person only, or to all with `in_channel`."""
    if not answer.ok or answer.body is None:
        return answer
    body: JsonObject = {"text": answer.body} if isinstance(answer.body, str) else answer.body
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not isinstance(text, str) or check_message(blocks):
        return replace(answer, problem=Problem.BAD_ANSWER)
    if not (text.strip() or blocks):
        return answer
    workspace.post(
        channel,
        user_id=workspace.app.bot_user_id,
        text=text,
        blocks=blocks,
        ephemeral_to=None if body.get("response_type") == "in_channel" else user.id,
    )
    return answer


def apply_submission_answer(workspace: Workspace, view: View, answer: Answer) -> Answer:
    """Empty: the view closes. `errors`, `update`, `push` and `clear` do what they say. Anything else, and anything
    malformed, leaves the view open with everything in it, and the person is told that it did not work."""
    if not answer.ok:
        return answer
    with workspace.change():
        current = workspace.views.find(view_id=view.id)
        if current is None:  # closed meanwhile, or submitted from another device
            return answer
        if answer.body is None:
            workspace.views.close(current)
            return answer
        try:
            return _respond(workspace, current, answer)
        except Refusal:
            return replace(answer, problem=Problem.BAD_ANSWER)


def _respond(workspace: Workspace, view: View, answer: Answer) -> Answer:
    body: JsonObject = answer.body if isinstance(answer.body, dict) else {}
    action = body.get("response_action")
    if action == "errors":
        errors = _fitting(view, body.get("errors"))
        return replace(answer, errors=errors) if errors else replace(answer, problem=Problem.BAD_ANSWER)
    if action == "update":
        workspace.show_view(workspace.views.update(view, read_view(body.get("view"), "modal")))
    elif action == "push":
        workspace.show_view(workspace.views.push(view.user_id, read_view(body.get("view"), "modal")))
    elif action == "clear":
        workspace.views.clear(view.user_id)
    else:
        return replace(answer, problem=Problem.BAD_ANSWER)
    return answer


def _fitting(view: View, errors: Any) -> dict[str, str]:
    """The errors if all can be shown, else none: they go under input blocks of the view that was submitted."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not set(errors) <= inputs:
        return {}
    if not all(isinstance(message, str) and message for message in errors.values()):
        return {}
    return errors
