"""`views.*`: modals and the home tab."""

from __future__ import annotations

import json

from sandbox.slack.block_rules import check_view
from sandbox.slack.grants import Trigger
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal, invalid_arguments, invalid_view, missing_argument
from sandbox.slack.views import View
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

VIEW_BYTES = 250_000


def open_modal(workspace: Workspace, args: Arguments) -> JsonObject:
    sent = read_view(args.given.get("view"), "modal")
    trigger = _trigger(workspace, args)
    view = workspace.views.open(trigger.user_id, sent)
    workspace.triggers.spend(args.required("trigger_id"))
    return _answer(workspace, view)


def push(workspace: Workspace, args: Arguments) -> JsonObject:
    """Onto the stack of the person whose interaction gave the trigger."""
    sent = read_view(args.given.get("view"), "modal")
    trigger = _trigger(workspace, args)
    view = workspace.views.push(trigger.user_id, sent)
    workspace.triggers.spend(args.required("trigger_id"))
    return _answer(workspace, view)


def update(workspace: Workspace, args: Arguments) -> JsonObject:
    """Refused with `hash_conflict` when the view changed since the given `hash`, `not_found` when it is closed."""
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if bool(view_id) == bool(external_id):
        raise invalid_arguments("must define exactly one of `view_id` or `external_id`")
    current = workspace.views.find(view_id=view_id, external_id=external_id)
    sent = read_view(args.given.get("view"), current.type if current is not None else "modal")
    if current is None:
        raise Refusal("not_found")
    _require_hash(args, current)
    return _answer(workspace, workspace.views.update(current, sent))


def publish(workspace: Workspace, args: Arguments) -> JsonObject:
    user = workspace.users.get(args.required("user_id"))
    if user is None or user.is_bot or user.deleted:
        raise invalid_arguments("invalid `user_id`")
    if not workspace.app.home_tab:
        raise Refusal("not_enabled")
    sent = read_view(args.given.get("view"), "home")
    current = workspace.views.home(user.id)
    if current is not None:
        _require_hash(args, current)
    return _answer(workspace, workspace.views.publish(user.id, sent))


def read_view(given: object, view_type: str) -> JsonObject:
    """A valid view of that type, from an object or its JSON."""
    if given is None:
        raise missing_argument("view")
    try:
        view = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        raise invalid_arguments("failed to parse `view` [json-pointer:/view]") from None
    findings = check_view(view, allowed=(view_type,))
    if findings:
        raise invalid_view(findings)
    if not isinstance(view, dict):  # check_view refuses anything else; this tells the type checker
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")
    return view


def _trigger(workspace: Workspace, args: Arguments) -> Trigger:
    trigger_id = args.text("trigger_id")
    if not trigger_id:
        raise invalid_arguments("must define exactly one of `trigger_id` or `interactivity_pointer`")
    return workspace.triggers.check(trigger_id)


def _require_hash(args: Arguments, current: View) -> None:
    given = args.text("hash")
    if given and given != current.hash:
        raise Refusal("hash_conflict")


def _answer(workspace: Workspace, view: View) -> JsonObject:
    workspace.show_view(view)
    return {"ok": True, "view": view.as_payload(with_values=False)}
