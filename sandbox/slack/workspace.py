"""The workspace: everything Slack would remember, behind one lock and on the clock it is given.

It does not know how the app is reached (see `delivery`), nor HTTP (see `web_api`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox.slack.call_log import CallLog
from sandbox.slack.channels import Channel, ChannelKind, Channels
from sandbox.slack.faults import Faults
from sandbox.slack.grants import ResponseUrls, Triggers
from sandbox.slack.identity import AppIdentity, Strictness, Team
from sandbox.slack.live_markup import LiveMarkup, mentions
from sandbox.slack.messages import Message, Messages
from sandbox.slack.minting import Minter
from sandbox.slack.normalising import stored_blocks
from sandbox.slack.pacing import Pacing
from sandbox.slack.payload import JsonObject
from sandbox.slack.sockets import Sockets
from sandbox.slack.timeline import Happening, Timeline
from sandbox.slack.users import User, Users
from sandbox.slack.view_state import Values
from sandbox.slack.views import View, Views
from scheduling.ports import Clock


class Workspace:
    """Thread-safe: public methods take the lock themselves; code that touches the parts directly (`users`, `messages`
    ...) does so inside `with workspace.change():`, which also wakes whoever waits in `wait_until`, or, to read only,
    inside `with workspace.look():`. Never call the app or the Web API while holding the lock."""

    def __init__(
        self,
        clock: Clock,
        *,
        team: Team | None = None,
        app: AppIdentity | None = None,
        strictness: Strictness | None = None,
        seed: int = 0,
    ) -> None:
        self.clock = clock
        self.team = team or Team()
        self.app = app or AppIdentity()
        self.strictness = strictness or Strictness()
        self.mint = Minter(clock, seed=seed)
        self.users = Users()
        self.channels = Channels()
        self.messages = Messages()
        self.views = Views(team=self.team, app=self.app, mint=self.mint)
        self.triggers = Triggers(self.mint, clock.now)
        self.response_urls = ResponseUrls(self.mint, clock.now)
        self.calls = CallLog()
        self.timeline = Timeline()
        self.faults = Faults(seed=seed)
        self.pacing = Pacing()
        self.sockets = Sockets()
        self.public_url = "http://127.0.0.1"
        """Where response URLs point; set once the workspace is served."""
        self.warnings: list[str] = []
        self.revoked_tokens: set[str] = set()
        self.message_values: dict[tuple[str, str, str], Values] = {}
        """(user, channel, ts) -> what that person has chosen in that message."""
        self._changed = threading.Condition(threading.RLock())
        self._add_bot()

    # ------------------------------------------------------------------------------------------------ the lock

    @contextmanager
    def change(self) -> Iterator[None]:
        """Exclusive access; on leaving, everybody who waits looks again."""
        with self._changed:
            try:
                yield
            finally:
                self._changed.notify_all()

    @contextmanager
    def look(self) -> Iterator[None]:
        """Exclusive access for reading: nobody is woken."""
        with self._changed:
            yield

    def wait_until(self, holds: Callable[[], Any], *, seconds: float = 5.0) -> None:
        """Waits (real time) until `holds()` is true; it is looked at after each change, under the lock, so it must not
        call the app or the Web API. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(holds, timeout=seconds):
                raise TimeoutError(f"nothing happened within {seconds:g} s")

    def now(self) -> datetime:
        return self.clock.now()

    # ------------------------------------------------------------------------------------------------ setting up

    def add_user(
        self,
        name: str,
        *,
        real_name: str | None = None,
        email: str | None = None,
        tz: str = "UTC",
        admin: bool = False,
        guest: bool = False,
        is_bot: bool = False,
        deleted: bool = False,
        team_id: str | None = None,
    ) -> User:
        with self.change():
            user = User(
                id=self.mint.id("U"),
                team_id=team_id or self.team.id,
                name=name,
                real_name=real_name or name.title(),
                email=email,
                tz=tz,
                admin=admin,
                guest=guest,
                is_bot=is_bot,
                deleted=deleted,
            )
            self.users.put(user)
            return user

    def add_channel(
        self, name: str, *, members: Iterable[User] = (), private: bool = False, bot: bool = True
    ) -> Channel:
        """A channel with these members; `bot` says whether the app was invited."""
        with self.change():
            joined = {user.id for user in members} | ({self.app.bot_user_id} if bot else set())
            channel = Channel(
                id=self.mint.id("C"),
                name=name,
                kind=ChannelKind.PRIVATE if private else ChannelKind.PUBLIC,
                members=frozenset(joined),
                created=self.epoch(),
            )
            self.channels.put(channel)
            return channel

    def deactivate(self, user: User) -> None:
        """The person has left; direct messages to them are refused from now on."""
        with self.change():
            self.users.deactivate(user.id)

    def archive(self, channel: Channel) -> None:
        with self.change():
            self.channels.archive(channel.id)

    def revoke(self, token: str) -> None:
        """The token is dead from now on: `token_revoked`."""
        with self.change():
            self.revoked_tokens.add(token)

    # ------------------------------------------------------------------------------------------------ looking

    def direct_channel(self, user_id: str) -> Channel:
        """The direct messages between the person and the app; opened when there are none yet."""
        with self.change():
            channel = self.channels.direct_with(user_id)
            if channel is None:
                channel = Channel(
                    id=self.mint.id("D"),
                    name="",
                    kind=ChannelKind.DIRECT,
                    members=frozenset({user_id, self.app.bot_user_id}),
                    created=self.epoch(),
                    partner=user_id,
                )
                self.channels.put(channel)
            return channel

    def dm(self, user: User) -> list[Message]:
        """What the person finds in the direct messages with the app, oldest first."""
        with self.look():
            channel = self.channels.direct_with(user.id)
            return [] if channel is None else self.messages.shown_to(user.id, channel.id)

    def messages_seen_by(self, user: User) -> list[Message]:
        """Everything the person can read anywhere, oldest first."""
        with self.look():
            mine = [c.id for c in self.channels.all() if user.id in c.members]
            return sorted((m for c in mine for m in self.messages.shown_to(user.id, c)), key=lambda m: m.ts)

    def live_mentions(self) -> list[tuple[Message, LiveMarkup]]:
        """Every mention that took effect in a message the app wrote, ever (edits and deleted ones included)."""
        with self.look():
            written = [
                e.message for e in self.timeline.since() if e.message is not None and e.message.bot_id is not None
            ]
            return [(message, mention) for message in written for mention in mentions(message)]

    def epoch(self) -> int:
        return int(self.clock.now().timestamp())

    # ------------------------------------------------------------------------------------------------ happenings

    def post(
        self,
        channel: Channel,
        *,
        user_id: str,
        text: str,
        blocks: list[JsonObject] | None = None,
        metadata: JsonObject | None = None,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
    ) -> Message:
        """A new message; blocks have been validated."""
        with self.change():
            by_app = user_id == self.app.bot_user_id
            message = Message(
                channel=channel.id,
                ts=self.mint.ts(),
                user=user_id,
                text=text,
                blocks=stored_blocks(blocks or [], self.mint),
                metadata=metadata,
                thread_ts=thread_ts,
                ephemeral_to=ephemeral_to,
                bot_id=self.app.bot_id if by_app else None,
                app_id=self.app.app_id if by_app else None,
                team_id=self.team.id,
            )
            self.messages.put(message)
            self._note(Happening.POSTED, message)
            return message

    def edit(self, message: Message, **changes: Any) -> Message:
        """`text`, `blocks` (validated), `metadata`, `edited_ts`; what is left out stays."""
        with self.change():
            if "blocks" in changes:
                changes["blocks"] = stored_blocks(changes["blocks"], self.mint)
            changed = replace(message, **changes)
            self.messages.put(changed)
            self._note(Happening.EDITED, changed)
            return changed

    def delete(self, message: Message) -> None:
        with self.change():
            self.messages.remove(message)
            self._note(Happening.DELETED, message)

    def show_view(self, view: View) -> None:
        """Notes that a person got to see a view."""
        with self.change():
            kind = Happening.HOME if view.type == "home" else Happening.MODAL
            self.timeline.note(kind, at=self.now(), audience=frozenset({view.user_id}), view=view)

    def notice(self, user_id: str, text: str) -> None:
        """What the Slack client itself tells a person, such as that the app did not respond."""
        with self.change():
            self.timeline.note(Happening.NOTICE, at=self.now(), audience=frozenset({user_id}), notice=text)

    def _note(self, kind: Happening, message: Message) -> None:
        channel = self.channels.get(message.channel)
        members = channel.members if channel is not None else frozenset[str]()
        audience = frozenset({message.ephemeral_to}) if message.ephemeral_to is not None else members
        self.timeline.note(kind, at=self.now(), audience=audience, message=message)

    def _add_bot(self) -> None:
        self.users.put(
            User(
                id=self.app.bot_user_id,
                team_id=self.team.id,
                name=self.app.name,
                real_name=self.app.name.title(),
                email=None,
                is_bot=True,
            )
        )
