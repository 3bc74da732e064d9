"""Does what somebody did on the page as that person at their Slack client would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.page.world import Demo
from sandbox.slack import Answer, FormIncomplete, Message, NotPossible, Person, View

COMMAND = "/hire"
GONE = "That is not there any more. The page shows how it is now."
"""What is on the page can always be done, unless it has changed since: in another tab, say."""
Place = Message | View
Act = dict[str, Any]
"""What the page sends: `act` says what was done, `typed` what is still unsaid in text fields, the rest depends on `act`."""


class Hands:
    """The hands of one person. Raises NotPossible for what the client does not offer."""

    def __init__(self, demo: Demo, person: Person) -> None:
        self._demo = demo
        self._person = person

    def do(self, act: Act) -> None:
        """Afterwards the bot has done all it wants to do now."""
        doing = self._verbs().get(str(act.get("act")))
        if doing is None:
            raise NotPossible("There is no such act.")
        with self._demo.act():
            self._forget_notices()
            try:
                self._type(act)
                doing(act)
            except NotPossible as problem:
                raise NotPossible(GONE) from problem

    def type(self, act: Act) -> None:
        """Only what was typed: drafts are kept while one is still writing."""
        with self._demo.act():
            self._type(act)

    def say(self, text: str, channel: str | None) -> None:
        """A line of the composer: a message, or a command."""
        with self._demo.act():
            self._forget_notices()
            line = text.strip()
            if not line.startswith("/"):
                self._person.say(line, channel=channel)
                return
            command, _, rest = line.partition(" ")
            if command != COMMAND:
                raise NotPossible(f"{command} is not a command here. Try {COMMAND}.")
            self._person.slash(command, rest.strip(), channel=channel)

    def suggest(self, act: Act) -> list[dict[str, Any]]:
        """The options of a menu that asks the bot; it stores nothing."""
        place = self._place(act)
        with self._demo.act(settle=False):
            return self._person.suggest(place, str(act["action"]), str(act["text"]), block_id=str(act["block"]))

    # ------------------------------------------------------------------------------------------------ each act

    def _verbs(self) -> dict[str, Callable[[Act], None]]:
        return {"click": self._click, "select": self._select, "submit": self._submit, "close": self._close}

    def _click(self, act: Act) -> None:
        self._person.click(self._place(act), str(act["action"]), block_id=str(act["block"]))

    def _select(self, act: Act) -> None:
        self._person.select(self._place(act), str(act["action"]), act["choice"], block_id=str(act["block"]))

    def _submit(self, act: Act) -> None:
        view = self._person.modal
        try:
            answer: Answer = self._person.submit()
        except FormIncomplete as incomplete:
            errors = incomplete.errors
        else:
            errors = dict(answer.errors)
        if view is not None:
            self._demo.desk.sent_back(view.id, errors)

    def _close(self, act: Act) -> None:
        """Whoever presses Esc twice closes one form: the second time it is not there any more, which is what they want."""
        view = self._person.modal
        if view is not None and act.get("place") == f"view:{view.id}":
            self._person.close(everything=bool(act.get("everything")))

    def _type(self, act: Act) -> None:
        for field in act.get("typed") or ():
            place = self._place(field)
            self._person.type_into(place, str(field["block"]), str(field["action"]), str(field["text"]))

    # ------------------------------------------------------------------------------------------------ where

    def _place(self, act: Act) -> Place:
        """`message:<channel>:<ts>` or `view:<id>`, as the page named it."""
        kind, _, name = str(act.get("place", "")).partition(":")
        if kind == "message":
            channel, _, ts = name.partition(":")
            with self._demo.workspace.look():
                message = self._demo.workspace.messages.get(channel, ts)
            if message is not None:
                return message
        if kind == "view":
            for view in (self._person.modal, self._person.home):
                if view is not None and view.id == name:
                    return view
        raise NotPossible(GONE)

    def _forget_notices(self) -> None:
        with self._demo.workspace.look():
            entries = self._demo.workspace.timeline.since()
        if entries:
            self._demo.desk.dismisses(self._person.user_id, entries[-1].number)
