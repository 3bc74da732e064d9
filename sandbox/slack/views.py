"""Views: the stack of modals each person has open, and the home tab published for them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace

from sandbox.slack.identity import AppIdentity, Team
from sandbox.slack.minting import Minter
from sandbox.slack.normalising import stored_blocks, stored_text
from sandbox.slack.payload import JsonObject
from sandbox.slack.refusal import Refusal
from sandbox.slack.view_state import Values, carried_values, initial_values

STACK_LIMIT = 3
_HOME_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`sent` is the valid view as the app sent it, `blocks` are as stored, `values` is what the person filled in."""

    id: str
    user_id: str
    sent: JsonObject
    blocks: list[JsonObject]
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Values = field(default_factory=dict)
    team_id: str = ""
    app_id: str = ""
    bot_id: str = ""

    @property
    def type(self) -> str:
        return str(self.sent["type"])

    @property
    def callback_id(self) -> str:
        return str(self.sent.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.sent.get("private_metadata", ""))

    @property
    def external_id(self) -> str:
        return str(self.sent.get("external_id", ""))

    @property
    def notify_on_close(self) -> bool:
        return bool(self.sent.get("notify_on_close", False))

    @property
    def clear_on_close(self) -> bool:
        return bool(self.sent.get("clear_on_close", False))

    def as_payload(self, *, with_values: bool = True) -> JsonObject:
        """As in interaction payloads; answers of `views.*` and `view_closed` carry an empty state."""
        is_home = self.type == "home"
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.type,
            "blocks": deepcopy(self.blocks),
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "state": {"values": deepcopy(self.values) if with_values else {}},
            "hash": self.hash,
            "title": dict(_HOME_TITLE) if is_home else stored_text(self.sent["title"]),
            "clear_on_close": self.clear_on_close,
            "notify_on_close": self.notify_on_close,
            "close": stored_text(self.sent.get("close")),
            "submit": stored_text(self.sent.get("submit")),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }


class Views:
    """Guarded by the workspace's lock. What it is given has been validated."""

    def __init__(self, *, team: Team, app: AppIdentity, mint: Minter) -> None:
        self._team = team
        self._app = app
        self._mint = mint
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        """Bottom first."""
        return list(self._stacks.get(user_id, []))

    def top(self, user_id: str) -> View | None:
        stack = self._stacks.get(user_id)
        return stack[-1] if stack else None

    def home(self, user_id: str) -> View | None:
        return self._homes.get(user_id)

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> View | None:
        for view in [*self._homes.values(), *(v for stack in self._stacks.values() for v in stack)]:
            if view.id == view_id or (external_id and view.external_id == external_id):
                return view
        return None

    def open(self, user_id: str, sent: JsonObject) -> View:
        """A new modal; one that was open is replaced, as Slack shows one modal of an app at a time."""
        self._refuse_taken_external_id(sent, unless=None)
        view = self._new(user_id, sent)
        self._stacks[user_id] = [view]
        return view

    def push(self, user_id: str, sent: JsonObject) -> View:
        stack = self._stacks.get(user_id)
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= STACK_LIMIT:
            raise Refusal("push_limit_reached")
        self._refuse_taken_external_id(sent, unless=None)
        view = replace(self._new(user_id, sent), root_view_id=stack[0].id, previous_view_id=stack[-1].id)
        stack.append(view)
        return view

    def update(self, view: View, sent: JsonObject) -> View:
        """New content for a view that is open; what was filled in stays where the ids stay the same."""
        self._refuse_taken_external_id(sent, unless=view.id)
        blocks = stored_blocks(sent["blocks"], self._mint)
        changed = replace(
            view,
            sent=deepcopy(sent),
            blocks=blocks,
            hash=self._mint.hash(),
            values=carried_values(view.values, blocks),
        )
        self._store(changed)
        return changed

    def publish(self, user_id: str, sent: JsonObject) -> View:
        before = self._homes.get(user_id)
        self._refuse_taken_external_id(sent, unless=before.id if before else None)
        if before is not None:
            return self.update(before, sent)
        view = self._new(user_id, sent)
        self._homes[user_id] = view
        return view

    def fill(self, view: View, values: Values) -> View:
        """Stores what the person did in the view; the hash stays, it is the version of the app's content."""
        changed = replace(view, values=values)
        self._store(changed)
        return changed

    def close(self, view: View) -> None:
        stack = self._stacks.get(view.user_id, [])
        self._stacks[view.user_id] = [open_view for open_view in stack if open_view.id != view.id]

    def clear(self, user_id: str) -> None:
        self._stacks.pop(user_id, None)

    def _new(self, user_id: str, sent: JsonObject) -> View:
        blocks = stored_blocks(sent["blocks"], self._mint)
        view_id = self._mint.id("V")
        return View(
            id=view_id,
            user_id=user_id,
            sent=deepcopy(sent),
            blocks=blocks,
            hash=self._mint.hash(),
            root_view_id=view_id,
            values=initial_values(blocks),
            team_id=self._team.id,
            app_id=self._app.app_id,
            bot_id=self._app.bot_id,
        )

    def _store(self, view: View) -> None:
        if self._homes.get(view.user_id) is not None and self._homes[view.user_id].id == view.id:
            self._homes[view.user_id] = view
            return
        stack = self._stacks.get(view.user_id, [])
        self._stacks[view.user_id] = [view if open_view.id == view.id else open_view for open_view in stack]

    def _refuse_taken_external_id(self, sent: JsonObject, *, unless: str | None) -> None:
        external_id = sent.get("external_id")
        taken = self.find(external_id=external_id) if external_id else None
        if taken is not None and taken.id != unless:
            raise Refusal("duplicate_external_id")
