"""A person at their Slack client. Everything they can do goes to the app the way Slack would send it.

Methods raise `NotPossible` for what the client does not offer (a button that is not there, a form that is incomplete)
and return the app's `Answer` otherwise; a late or failed answer is shown to the person as a notice. The `..._payload`
methods build what would be sent and `forge` sends anything, for attacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.slack.acting import payloads
from sandbox.slack.acting.answers import apply_submission_answer, show_command_answer
from sandbox.slack.acting.choices import state_value
from sandbox.slack.acting.eyes import Eyes, Place
from sandbox.slack.acting.finding import Found, find, interactive_elements
from sandbox.slack.acting.forms import problems_of
from sandbox.slack.acting.limits import FormIncomplete, NotPossible
from sandbox.slack.block_rules import check_options
from sandbox.slack.channels import Channel
from sandbox.slack.delivery.events import Events
from sandbox.slack.delivery.requests import Answer, Delivery, Kind, Outbound, Problem
from sandbox.slack.messages import Message
from sandbox.slack.payload import JsonObject
from sandbox.slack.rendering.mrkdwn import escaped
from sandbox.slack.users import User
from sandbox.slack.view_state import FIELD, with_value
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace


class Person(Eyes):
    """A handle; several for the same person are fine. Nothing is sent while the workspace's lock is held."""

    def __init__(self, workspace: Workspace, user_id: str, *, delivery: Delivery, events: Events) -> None:
        super().__init__(workspace, user_id)
        self._delivery = delivery
        self._events = events
        self._suggested: dict[tuple[str, str], list[JsonObject]] = {}

    # ------------------------------------------------------------------------------------------------ words

    def slash(self, command: str, text: str = "", *, channel: Channel | str | None = None) -> Answer:
        """Types a slash command, by default in the direct messages with the app."""
        place = self.conversation(channel)
        payload = self.slash_payload(command, text, channel=place)
        answer = self._send(Kind.COMMAND, payload)
        answer = show_command_answer(self.workspace, self.user, place, answer)
        return self._tell(answer, f'{command} failed with the error "{answer.problem}"')

    def slash_payload(self, command: str, text: str = "", *, channel: Channel | str | None = None) -> JsonObject:
        place = self.conversation(channel)
        known = self.workspace.app.commands
        if not command.startswith("/") or (known is not None and command not in known):
            raise NotPossible(f"{command} is not a valid command")
        if self.workspace.strictness.escaped_commands:
            text = escaped(text)
        with self.workspace.change():
            return payloads.slash_command(self.workspace, self._acting(), place, command=command, text=text)

    def say(self, text: str, *, channel: Channel | str | None = None) -> Message:
        """Writes a message (Slack escapes what is typed); the app hears of it where it takes part."""
        place = self.conversation(channel)
        message = self.workspace.post(place, user_id=self._acting().id, text=escaped(text))
        if self.workspace.app.bot_user_id in place.members:
            kind = {"direct": "im", "public": "channel", "private": "group"}[place.kind.value]
            event = message.as_payload() | {"channel": place.id, "channel_type": kind, "event_ts": message.ts}
            self._events.emit(event)
        return message

    def open_home(self) -> View | None:
        """Opens the app's home tab; what is shown afterwards is in `home`."""
        channel = self.workspace.direct_channel(self._acting().id)
        event: JsonObject = {"type": "app_home_opened", "user": self.user_id, "channel": channel.id, "tab": "home"}
        home = self.home
        self._events.emit(event | ({"view": home.as_payload()} if home is not None else {}))
        return self.home

    # ------------------------------------------------------------------------------------------------ buttons, menus

    def click(
        self,
        where: Place | None,
        action_id: str | None = None,
        *,
        value: str | None = None,
        block_id: str | None = None,
        label: str | None = None,
        confirm: bool = True,
    ) -> Answer:
        """Presses a button that is really there (`where` None: in the open modal). If it asks for confirmation,
        `confirm` is what the person answers; a "no" sends nothing."""
        place = self.present(where)
        found = find(place.blocks, action_id, value=value, block_id=block_id, label=label)
        if found.element["type"] != "button":
            raise NotPossible(f"{found.action_id} is a {found.element['type']}, not a button")
        if "confirm" in found.element and not confirm:
            return Answer(problem=Problem.CANCELLED)
        return self._act(self.click_payload(place, found.action_id, value=value, block_id=found.block_id))

    def click_payload(
        self, where: Place | None, action_id: str, *, value: str | None = None, block_id: str | None = None
    ) -> JsonObject:
        place = self.present(where)
        return self._action_payload(place, find(place.blocks, action_id, value=value, block_id=block_id))

    def select(
        self, where: Place | None, action_id: str, choice: Any, *, block_id: str | None = None, confirm: bool = True
    ) -> Answer:
        """Picks from a menu, picker, radio buttons, checkboxes or an overflow menu (see `choices` for what a choice
        can be). In an input block without `dispatch_action` nothing is sent, and the answer is empty."""
        place = self.present(where)
        found = find(place.blocks, action_id, block_id=block_id)
        if "confirm" in found.element and not confirm:
            return Answer(problem=Problem.CANCELLED)
        if found.element["type"] == "overflow":
            chosen = state_value(self.workspace, {**found.element, "type": "static_select"}, choice)
            return self._act(self._action_payload(place, found, selected_option=chosen))
        place, field, chosen = self._fill(place, found, choice)
        if not found.dispatches:
            return Answer()
        return self._act(self._action_payload(place, found, **{field: chosen}))

    def type_into(
        self, where: Place | None, block_id: str, action_id: str, text: str, *, enter: bool = False
    ) -> Answer:
        """Types into a text field, replacing what was there. Reported at once where the block dispatches: after typing
        with `on_character_entered`, or with the enter key (`enter`) otherwise."""
        place = self.present(where)
        found = find(place.blocks, action_id, block_id=block_id)
        if not found.element["type"].endswith("_input"):
            raise NotPossible(f"one cannot type into a {found.element['type']}")
        place, field, typed = self._fill(place, found, text)
        config = found.element.get("dispatch_action_config", {"trigger_actions_on": ["on_enter_pressed"]})
        moments = config["trigger_actions_on"]
        if not found.dispatches or not ("on_character_entered" in moments or (enter and "on_enter_pressed" in moments)):
            return Answer()
        return self._act(self._action_payload(place, found, **{field: typed}))

    def suggest(
        self, where: Place | None, action_id: str, text: str, *, block_id: str | None = None
    ) -> list[JsonObject]:
        """Types into an external menu; returns the options that the app offers, which may then be selected."""
        place = self.present(where)
        found = find(place.blocks, action_id, block_id=block_id)
        if len(text) < found.element.get("min_query_length", 3):
            raise NotPossible("the menu waits for more characters")
        action = {"action_id": found.action_id, "block_id": found.block_id, "value": text}
        with self.workspace.change():
            payload = payloads.block_suggestion(self.workspace, self._acting(), place, action=action)
        answer = self._tell(self._send(Kind.OPTIONS, payload), "No result")
        body = answer.body if isinstance(answer.body, dict) else {}
        if not answer.ok or check_options(body):
            return []
        groups = body.get("option_groups", [])
        options = body.get("options") or [option for group in groups for option in group["options"]]
        self._suggested[(found.block_id, found.action_id)] = options
        return options

    # ------------------------------------------------------------------------------------------------ modals

    def fill(self, view: View | None, values: Mapping[str, Any]) -> None:
        """Fills in fields by block_id: `{"name": "Ada"}`, or `{"when": {"date": ..., "time": ...}}` where a block has
        several elements. Fields that report while one types or picks do so."""
        for block_id, choice in values.items():
            place = self.present(view)
            block = next((b for b in place.blocks if b["block_id"] == block_id), None)
            if block is None:
                raise NotPossible(f"there is no block {block_id!r}")
            inner = [found.action_id for found in _fillable(place, block_id)]
            by_action = choice if isinstance(choice, dict) and set(choice) <= set(inner) else None
            if by_action is None and len(inner) != 1:
                raise NotPossible(f"say which of {', '.join(inner) or 'nothing'} in {block_id!r} is meant")
            for action_id, each in (by_action or {inner[0]: choice}).items():
                self._fill_one(place, block_id, action_id, each)

    def submit(self, view: View | None = None, values: Mapping[str, Any] | None = None) -> Answer:
        """Fills in `values`, then presses the modal's submit button. The answer carries the app's field errors; the
        client's own objections are raised as `FormIncomplete`."""
        self.fill(view, values or {})
        submitted = self._open_modal(view)
        answer = self._send(Kind.INTERACTION, self.submit_payload(submitted))
        answer = apply_submission_answer(self.workspace, submitted, answer)
        return self._tell(answer, "We had some trouble connecting. Try again?")

    def submit_payload(self, view: View | None = None) -> JsonObject:
        current = self._open_modal(view)
        if "submit" not in current.sent:
            raise NotPossible("the modal has no submit button")
        problems = problems_of(current.blocks, current.values)
        if problems:
            raise FormIncomplete(problems)
        with self.workspace.change():
            return payloads.view_submission(self.workspace, self._acting(), current)

    def close(self, view: View | None = None, *, everything: bool = False) -> list[Answer]:
        """Closes the view on top, or the whole stack (`everything`, or when the view says `clear_on_close`). The app
        hears of those views that ask for it; their input is not among what it hears."""
        current = self._open_modal(view)
        cleared = everything or current.clear_on_close
        with self.workspace.change():
            closing = list(reversed(self.workspace.views.stack(self.user_id))) if cleared else [current]
            for each in closing:
                self.workspace.views.close(each)
            told = [
                payloads.view_closed(self.workspace, self._acting(), each, is_cleared=cleared)
                for each in closing
                if each.notify_on_close
            ]
        return [self._send(Kind.INTERACTION, payload) for payload in told]

    # ------------------------------------------------------------------------------------------------ attacks

    def forge(self, payload: JsonObject, *, kind: Kind = Kind.INTERACTION) -> Answer:
        """Delivers any payload, properly signed. The client does nothing with the answer."""
        return self._send(kind, payload)

    # ------------------------------------------------------------------------------------------------ inside

    def _acting(self) -> User:
        user = self.user
        if user.deleted or user.is_bot:
            raise NotPossible(f"{user.name} cannot sign in")
        return user

    def _fill_one(self, place: Place, block_id: str, action_id: str, choice: Any) -> None:
        found = find(place.blocks, action_id, block_id=block_id)
        if found.element["type"].endswith("_input"):
            self.type_into(place, block_id, action_id, "" if choice is None else str(choice))
        else:
            self.select(place, action_id, choice, block_id=block_id)

    def _fill(self, place: Place, found: Found, choice: Any) -> tuple[Place, str, Any]:
        suggested = self._suggested.get((found.block_id, found.action_id))
        with self.workspace.change():
            value = state_value(self.workspace, found.element, choice, suggested=suggested)
            values = with_value(self.values(place), found.block_id, found.element, value)
            return self.keep(place, values), FIELD[found.element["type"]], value

    def _open_modal(self, view: View | None) -> View:
        place = self.present(view)
        if not isinstance(place, View) or place.type != "modal":
            raise NotPossible("that is not a modal")
        return place

    def _action_payload(self, place: Place, found: Found, **chosen: Any) -> JsonObject:
        with self.workspace.change():
            action = payloads.action_of(found.block_id, found.element, ts=self.workspace.mint.ts(), **chosen)
            return payloads.block_actions(
                self.workspace, self._acting(), place, action=action, values=self.values(place)
            )

    def _act(self, payload: JsonObject) -> Answer:
        answer = self._send(Kind.INTERACTION, payload)
        return self._tell(answer, f"{self.workspace.app.name} did not respond ({answer.problem})")

    def _send(self, kind: Kind, payload: JsonObject) -> Answer:
        return self._delivery.send(Outbound(kind=kind, payload=payload))

    def _tell(self, answer: Answer, notice: str) -> Answer:
        if not answer.ok:
            self.workspace.notice(self.user_id, notice)
        return answer


def _fillable(place: Place, block_id: str) -> list[Found]:
    return [f for f in interactive_elements(place.blocks) if f.block_id == block_id and f.element["type"] in FIELD]
