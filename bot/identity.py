"""Who we are in Slack: our workspace, our app and our bot, asked once and remembered with the data.

Remembered, so that a process that starts while Slack cannot be asked still knows whose requests it may take.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

from bot.slack_wire import SlackAuthFault, SlackWire
from models.records.delivery import Bookmark
from models.unit_of_work import Transaction, UnitOfWork
from scheduling.ports import Clock, PermanentFault, TransientFault

_log = logging.getLogger(__name__)

BOOKMARK = "slack.identity"
ASK_AGAIN_SECONDS = 5.0
FOREIGN = "another_workspace"
"""The code under which a token is refused that belongs to another workspace than the team's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`app_id` is empty where Slack did not tell."""

    team_id: str
    bot_id: str
    bot_user_id: str
    app_id: str = ""


class OwnIdentity:
    """Thread-safe. `token_mark` stands for the token: what was learned with another one is not used."""

    def __init__(self, wire: SlackWire, uow: UnitOfWork, clock: Clock, *, token_mark: str) -> None:
        self._wire = wire
        self._uow = uow
        self._clock = clock
        self._token_mark = token_mark
        self._known: Identity | None = None
        self._ask_again = 0.0
        self._lock = Lock()

    def get(self) -> Identity:
        """What is known; else what was stored; else what Slack says. Raises TransientFault or PermanentFault."""
        known = self._known
        if known is not None:
            return known
        with self._lock:  # of many requests at once one asks, and after a failure nobody for a while
            found = self._known or self._remembered()
            if found is None and time.monotonic() < self._ask_again:
                raise TransientFault("unreachable")
            return found or self._learn()

    def team_id(self) -> str:
        return self.get().team_id

    def learn(self) -> Identity:
        """Asks Slack, whatever is known: this also shows whether the token is good. Raises as `get`; SlackAuthFault under
        FOREIGN where the team is of another workspace, in which nobody would be found."""
        with self._lock:
            return self._learn()

    def _remembered(self) -> Identity | None:
        with self._uow.reading() as tx:
            stored = _stored(tx)
        if stored.pop("token", None) != self._token_mark:
            return None
        self._known = Identity(**stored)
        return self._known

    def _learn(self) -> Identity:
        self._ask_again = time.monotonic() + ASK_AGAIN_SECONDS
        told = self._wire.ask("auth.test")
        ids = {name: told.get(name) for name in ("team_id", "bot_id", "user_id")}
        if not all(isinstance(one, str) and one for one in ids.values()):
            raise TransientFault("server_error")
        found = Identity(
            team_id=str(ids["team_id"]),
            bot_id=str(ids["bot_id"]),
            bot_user_id=str(ids["user_id"]),
            app_id=self._app_of(str(ids["bot_id"])),
        )
        value = json.dumps(asdict(found) | {"token": self._token_mark})
        with self._uow() as tx:
            if _stored(tx).get("team_id", found.team_id) != found.team_id and any(p.slack_id for p in tx.people.all()):
                raise SlackAuthFault(FOREIGN)
            tx.bookmarks.put(Bookmark(name=BOOKMARK, value=value, at=self._clock.now()))
        self._known = found
        return found

    def _app_of(self, bot_id: str) -> str:
        """The app that the bot belongs to. It only guards against mistakes (requests are signed), so it may be missing."""
        try:
            bot = self._wire.ask("bots.info", bot=bot_id).get("bot")
        except (TransientFault, PermanentFault) as fault:
            _log.warning("app_id_unknown", extra={"reason": fault.reason})
            return ""
        found = bot.get("app_id") if isinstance(bot, dict) else None
        return found if isinstance(found, str) else ""


def _stored(tx: Transaction) -> dict[str, Any]:
    """The identity and the token that it was learned with, whichever that was; nothing before the first time."""
    bookmark = tx.bookmarks.find(name=BOOKMARK)
    return {} if bookmark is None else json.loads(bookmark.value)
