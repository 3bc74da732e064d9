"""What one person sees at this moment."""

from __future__ import annotations

from sandbox.slack.acting.limits import NotPossible
from sandbox.slack.channels import Channel
from sandbox.slack.messages import Message
from sandbox.slack.timeline import Happening
from sandbox.slack.users import User
from sandbox.slack.view_state import Values, carried_values, initial_values
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

Place = Message | View


class Eyes:
    """The reading half of a person; takes the workspace's lock by itself."""

    def __init__(self, workspace: Workspace, user_id: str) -> None:
        self.workspace = workspace
        self.user_id = user_id

    @property
    def user(self) -> User:
        with self.workspace.look():
            user = self.workspace.users.get(self.user_id)
        if user is None:
            raise NotPossible(f"there is nobody with the id {self.user_id}")
        return user

    @property
    def dm(self) -> list[Message]:
        """The direct messages with the app, oldest first."""
        return self.workspace.dm(self.user)

    @property
    def modal(self) -> View | None:
        """The view on top, if any is open."""
        with self.workspace.look():
            return self.workspace.views.top(self.user_id)

    @property
    def home(self) -> View | None:
        with self.workspace.look():
            return self.workspace.views.home(self.user_id)

    @property
    def notices(self) -> list[str]:
        """What the client itself said, such as that the app did not respond."""
        with self.workspace.look():
            shown = self.workspace.timeline.seen_by(self.user_id, Happening.NOTICE)
            return [entry.notice for entry in shown if entry.notice is not None]

    def sees(self, channel: Channel | str | None = None) -> list[Message]:
        """The messages of a conversation (by default the direct ones), with those that only this person sees."""
        if channel is None:
            return self.dm
        place = self.conversation(channel)
        with self.workspace.look():
            return self.workspace.messages.shown_to(self.user_id, place.id)

    def conversation(self, channel: Channel | str | None) -> Channel:
        """By object, id or name; None is the direct messages with the app. The person must take part."""
        if channel is None:
            return self.workspace.direct_channel(self.user_id)
        with self.workspace.look():
            wanted = channel.id if isinstance(channel, Channel) else channel
            found = self.workspace.channels.get(wanted) or self.workspace.channels.named(wanted)
        if found is None or self.user_id not in found.members:
            raise NotPossible(f"{self.user.name} is not in {wanted}")
        return found

    def present(self, place: Place | None) -> Place:
        """The place as it is now. A message or view that is gone, changed hands or is covered cannot be used."""
        with self.workspace.look():
            if isinstance(place, Message):
                message = self.workspace.messages.get(place.channel, place.ts)
                if message is None or message not in self.sees(place.channel):
                    raise NotPossible("that message is not there (any more)")
                return message
            home, top = self.home, self.modal
            wanted = place or top
            for view in (top, home):
                if view is not None and wanted is not None and view.id == wanted.id:
                    return view
            raise NotPossible("that view is not on the screen (any more)" if place else "no modal is open")

    def values(self, place: Place) -> Values:
        """What the person has filled in there so far."""
        if isinstance(place, View):
            return place.values
        with self.workspace.look():
            before = self.workspace.message_values.get((self.user_id, place.channel, place.ts))
        return initial_values(place.blocks) if before is None else carried_values(before, place.blocks)

    def keep(self, place: Place, values: Values) -> Place:
        """Stores what the person filled in; returns the place as it is then."""
        with self.workspace.change():
            if isinstance(place, View):
                return self.workspace.views.fill(place, values)
            self.workspace.message_values[(self.user_id, place.channel, place.ts)] = values
            return place
