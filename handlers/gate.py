"""What every input passes before a listener hears of it: who speaks, was it heard before, may they; and after it: stored,
then acknowledged, then shown what there is to see.

A stranger (another workspace, a guest, somebody who is not on the team) gets a kind sentence and nothing else. Whoever is
of the team leaves a row in the inbox with everything that is acknowledged: what they want, or that they asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from handlers.answers import not_here
from handlers.command_text import Verb, read_command
from handlers.echo import EchoFailed, hurry, whisper
from handlers.naming import loop_meant
from handlers.payloads import (
    Body,
    Kind,
    delivery_key,
    dig,
    in_public,
    pressed_value,
    speaker,
)
from handlers.presenters.message import Message
from handlers.route import About, Route
from handlers.strangers import tell_stranger, turn_away
from handlers.turn import Turn
from handlers.ui.actions import BadRef, Press, Ref, decode
from scheduling.api import Action, Heard, Hirebot, Resource
from scheduling.intents import Asked
from scheduling.outcomes import Refusal, Refused

Afterwards = Callable[[Callable[[], None]], object]

_log = logging.getLogger(__name__)
_UNREADABLE = "I can't tell what this was about. Please open it again: `/hire` shows where things stand now."
_NOT_SHOWN: Mapping[Kind, str] = {
    Kind.COMMAND: "Slack may not have shown it just now. If so, please send that again; nothing was changed.",
    Kind.PRESS: "Slack may not have shown it just now. If so, please press again; nothing was changed.",
}
"""A Slack that gives no answer in time may have opened it all the same."""
_TAKEN = "Slack may not have shown it just now, but I have what you pressed. There is nothing more to do."
_REPEATED: Mapping[Kind, dict[str, Any]] = {
    Kind.FORM: {"response_action": "clear"},
    Kind.OPTIONS: {"options": []},
}

WHOSE: Mapping[tuple[Resource, Action], str] = {
    (Resource.DECISION, Action.WRITE): "the loop's hiring manager",
    (Resource.STAGE, Action.MANAGE): "a coordinator",
    (Resource.SCHEDULE, Action.MANAGE): "a coordinator",
    (Resource.OWN_FEEDBACK, Action.WRITE): "whoever sits in the round",
    (Resource.PANEL, Action.DECLINE_OWN): "whoever sits in the round",
    (Resource.TEAM, Action.MANAGE): "a coordinator or an admin",
}
"""Who may what others are refused, where that is not simply a coordinator or the loop's hiring manager."""


class Gate:
    """Knows all routes, because an overflow menu names the press that is meant in its value. `afterwards` is given what
    calls Slack, so that no acknowledgement waits for it."""

    def __init__(self, core: Hirebot, routes: Iterable[Route], afterwards: Afterwards) -> None:
        self._core = core
        self._afterwards = afterwards
        self._presses = {route.pattern: route for route in routes if route.kind is Kind.PRESS}

    def admit(self, route: Route, *, ack: Ack, body: Body, client: WebClient, context: BoltContext) -> None:
        """Runs the route's listener for whoever may come this way, and acknowledges."""
        hurry(client)
        key = delivery_key(route.kind, body)
        heard = self._hear(body, context, key)
        if heard.reader is None:
            ack(**turn_away(route, body))
            self._afterwards(partial(tell_stranger, route, body, client))
            return
        if heard.before:
            ack(**_REPEATED.get(route.kind, {}))
            return
        turn = Turn(kind=route.kind, core=self._core, reader=heard.reader, body=body, key=key, ref=Ref(), client=client)
        self._attend(route, turn)
        if not turn.taken and route.kind is not Kind.OPTIONS:
            self._note_question(route, turn)
        ack(**turn.reply)
        if turn.echo is not None:
            self._afterwards(partial(_echo, route, turn, turn.echo))

    def _hear(self, body: Body, context: BoltContext, key: str) -> Heard:
        """Nobody from another workspace is of the team, whatever their id."""
        said = speaker(body)
        home = getattr(context.authorize_result, "team_id", None)
        if not said.user_id or not home or said.team_id != home:
            return Heard(reader=None, before=False)
        return self._core.hear(said.user_id, dedupe_key=key)

    def _attend(self, route: Route, turn: Turn) -> None:
        try:
            route = self._find_subject(route, turn)
            if turn.reply or turn.echo:
                return
            if self._may(route, turn):
                route.listener(turn)
            else:
                turn.refuse(Refused(why=Refusal.NOT_ALLOWED, detail=WHOSE.get((route.resource, route.action), "")))
        except BadRef:
            turn.object(_UNREADABLE)

    def _find_subject(self, route: Route, turn: Turn) -> Route:
        """Fills `turn.ref`, or `turn.reply` where a command has to be asked back. The route may turn out to be another."""
        if route.kind is Kind.COMMAND:
            self._find_named(route, turn)
            return route
        if route.kind in (Kind.FORM, Kind.TYPED):
            turn.ref = decode(dig(turn.body, "view", "private_metadata"))
        if route.kind is Kind.PRESS and route.pattern != Press.LINK:
            turn.ref = decode(pressed_value(turn.body))
            if route.pattern == Press.MORE:
                route = self._presses.get(turn.ref.kind, route)
                turn.ref = replace(turn.ref, kind="")
        return route

    def _find_named(self, route: Route, turn: Turn) -> None:
        command = turn.command = read_command(turn.body.get("text"))
        if command.names_candidate and in_public(turn.body):
            turn.answer(not_here())
        elif route.about is About.LOOP:
            meant = loop_meant(self._core, turn.reader, Verb(route.pattern), command)
            if isinstance(meant, Message):
                turn.answer(meant)
            else:
                turn.ref = Ref(loop=meant.id)

    def _may(self, route: Route, turn: Turn) -> bool:
        """Asks the access table; a route about a loop needs one."""
        ref = turn.ref
        if route.about is About.LOOP:
            if not ref.loop:
                raise BadRef
            about = {"loop_id": ref.loop, "round_id": ref.round}
        else:
            about = {"opening_id": ref.opening}
        actions = [route.action] + ([route.also] if route.also else [])
        return any(self._core.allowed(turn.reader, route.resource, action, **about) for action in actions)

    def _note_question(self, route: Route, turn: Turn) -> None:
        """A form that was refused may be sent again as it is, so its refusal must not take its key."""
        key = f"{turn.key}:refused" if route.kind is Kind.FORM else turn.key
        self._core.take(Asked(actor_id=turn.reader.id, verb=route.name), dedupe_key=key)


def _echo(route: Route, turn: Turn, show: Callable[[], None]) -> None:
    """Where Slack takes no view, the person hears so in words, as far as those are taken: not where words were all there
    was to show. The input, where there was one, is stored all the same."""
    try:
        show()
    except EchoFailed as failed:
        _log.warning("echo_failed", extra={"route": route.name, "reason": failed.reason})
        words = _TAKEN if turn.taken else _NOT_SHOWN.get(turn.kind)
        if words is None:  # an event opens nothing
            return
        with suppress(EchoFailed):
            whisper(words, body=turn.body, client=turn.client, conversation=turn.reader.dm_channel)
