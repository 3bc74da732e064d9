"""What the app asks about itself: its identity, a socket to listen on, a judgement of its blocks."""

from __future__ import annotations

from typing import Any

from sandbox.slack.block_rules import Finding, check_message, check_view
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal, invalid_arguments
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace


def auth_test(workspace: Workspace, args: Arguments) -> JsonObject:
    team, app = workspace.team, workspace.app
    return {
        "ok": True,
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": app.name,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(workspace: Workspace, args: Arguments) -> JsonObject:
    if args.text("error"):
        raise Refusal(args.required("error"), extra={"args": args.given})
    return {"ok": True, "args": args.given}


def connections_open(workspace: Workspace, args: Arguments) -> JsonObject:
    """A URL for one web socket connection."""
    address = args.base_url.replace("http", "ws", 1)
    ticket = workspace.sockets.give_ticket(workspace.mint.token(16))
    return {"ok": True, "url": f"{address}/link/?ticket={ticket}&app_id={workspace.app.app_id}"}


def blocks_validate(workspace: Workspace, args: Arguments) -> JsonObject:
    """Exactly one of `blocks`, `message` and `view`; answers with every objection and where it points."""
    given = [name for name in ("blocks", "message", "view") if args.has(name)]
    if len(given) != 1:
        raise Refusal(
            "invalid_arguments",
            extra={"response_metadata": {"messages": ["must provide exactly one of `blocks`, `view`, or `message`"]}},
        )
    try:
        value = args.structure(given[0])
    except ValueError:
        raise invalid_arguments(f"must provide valid JSON [json-pointer:/{given[0]}]") from None
    findings = _judge(given[0], value)
    if findings:
        errors = [{"code": "failed_constraint", "message": f.message, "pointer": f.pointer} for f in findings]
        raise Refusal(f"invalid_{given[0]}", extra={"errors": errors})
    return {"ok": True}


def _judge(name: str, value: Any) -> list[Finding]:
    if name == "view":
        return check_view(value, pointer="")
    if name == "blocks":
        return check_message(value, pointer="")
    if not isinstance(value, dict):
        return [Finding(pointer="", message="must provide an object")]
    return check_message(value.get("blocks", []))
