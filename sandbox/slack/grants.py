"""What an interaction entitles the app to for a while: one view by its trigger, five answers by its response URL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.slack.minting import Minter
from sandbox.slack.refusal import Refusal, invalid_arguments

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    user_id: str
    born: datetime
    exchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseUrl:
    """`message_ts` is the message the interaction came from; None for a slash command."""

    channel_id: str
    user_id: str
    born: datetime
    message_ts: str | None = None
    uses: int = 0


class Triggers:
    """Trigger ids live three seconds from the moment the person acted, and are spent by the view they open."""

    def __init__(self, mint: Minter, now: Now) -> None:
        self._mint = mint
        self._now = now
        self._given: dict[str, Trigger] = {}

    def give(self, user_id: str) -> str:
        trigger_id = self._mint.trigger_id()
        self._given[trigger_id] = Trigger(user_id=user_id, born=self._now())
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """Refuses as Slack does; spends nothing, since a view that is refused leaves the trigger usable."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise invalid_arguments("invalid `trigger_id`")
        if self._now() - trigger.born > TRIGGER_LIFE:
            raise Refusal("expired_trigger_id")
        if trigger.exchanged:
            raise Refusal("exchanged_trigger_id")
        return trigger

    def spend(self, trigger_id: str) -> None:
        self._given[trigger_id] = replace(self._given[trigger_id], exchanged=True)


class ResponseUrls:
    def __init__(self, mint: Minter, now: Now) -> None:
        self._mint = mint
        self._now = now
        self._given: dict[str, ResponseUrl] = {}

    def give(self, *, channel_id: str, user_id: str, message_ts: str | None = None) -> str:
        """The secret last part of the URL."""
        token = self._mint.token(24)
        self._given[token] = ResponseUrl(
            channel_id=channel_id, user_id=user_id, born=self._now(), message_ts=message_ts
        )
        return token

    def use(self, token: str) -> ResponseUrl:
        """Counts one use; refuses a sixth one, and any after half an hour."""
        grant = self._given.get(token)
        if grant is None or self._now() - grant.born > RESPONSE_URL_LIFE:
            raise Refusal("expired_url", status=404)
        if grant.uses >= RESPONSE_URL_USES:
            raise Refusal("used_url", status=404)
        self._given[token] = replace(grant, uses=grant.uses + 1)
        return grant
