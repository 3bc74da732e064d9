"""The Events API: each event until it is acknowledged, at most four times; duplicates, disorder and silence on demand.

Nothing happens by itself: `redeliver_due` is called by whoever moves the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.slack.delivery.requests import Answer, Delivery, Kind, Outbound, Problem
from sandbox.slack.payload import JsonObject
from sandbox.slack.workspace import Workspace

RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""Delay of each retry after the attempt before."""

_REASONS = {
    Problem.TIMEOUT: "http_timeout",
    Problem.UNREACHABLE: "connection_failed",
    Problem.HTTP_ERROR: "http_error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentEvent:
    """`due` is when the next attempt is made; None when there is none to make (acknowledged, or given up)."""

    event_id: str
    payload: JsonObject
    attempts: int = 0
    due: datetime | None = None
    acknowledged: bool = False
    problem: Problem | None = None


class Events:
    """State is guarded by the workspace's lock; requests are made without it."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._events: dict[str, SentEvent] = {}
        self._held: list[str] = []
        self._holding = False
        self._paused = False

    def all(self) -> list[SentEvent]:
        with self._workspace.look():
            return list(self._events.values())

    def emit(self, event: JsonObject) -> str | None:
        """Something happened. Delivers at once, unless events are held. Returns the event id; None while paused."""
        workspace = self._workspace
        with workspace.change():
            if self._paused:
                return None
            payload = _callback(workspace, event)
            event_id = str(payload["event_id"])
            self._events[event_id] = SentEvent(event_id=event_id, payload=payload)
            if self._holding:
                self._held.append(event_id)
                return event_id
        self._attempt(event_id)
        return event_id

    def redeliver_due(self) -> int:
        """Makes the retries that are due by the workspace's clock; returns how many were made."""
        with self._workspace.change():
            now = self._workspace.now()
            due = [event.event_id for event in self._events.values() if event.due is not None and event.due <= now]
        for event_id in due:
            self._attempt(event_id)
        return len(due)

    def repeat(self, event_id: str, *, retry_num: int = 0) -> Answer:
        """The same event once more although it may have been acknowledged: a duplicate."""
        reason = "http_timeout" if retry_num else None
        return self._send(self._events[event_id].payload, retry_num=retry_num, reason=reason)

    def hold(self) -> None:
        """Keeps events back until `release`."""
        self._holding = True

    def release(self, *, order: Sequence[int] | None = None) -> None:
        """Delivers what was held, in the order in which it happened or in the given one (indices)."""
        with self._workspace.change():
            held, self._held, self._holding = self._held, [], False
        for index in range(len(held)) if order is None else order:
            self._attempt(held[index])

    def pause(self) -> None:
        """Slack delivers no events, and will not make up for them."""
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    def _attempt(self, event_id: str) -> None:
        event = self._events[event_id]
        reason = _REASONS.get(event.problem, "unknown_error") if event.problem is not None else None
        answer = self._send(event.payload, retry_num=event.attempts, reason=reason)
        with self._workspace.change():
            attempts = event.attempts + 1
            again = not answer.ok and not answer.no_retry and attempts <= len(RETRIES)
            self._events[event_id] = replace(
                event,
                attempts=attempts,
                acknowledged=answer.ok,
                problem=answer.problem,
                due=self._workspace.now() + RETRIES[attempts - 1] if again else None,
            )

    def _send(self, payload: JsonObject, *, retry_num: int, reason: str | None) -> Answer:
        return self._delivery.send(Outbound(kind=Kind.EVENT, payload=payload, retry_num=retry_num, retry_reason=reason))


def _callback(workspace: Workspace, event: JsonObject) -> JsonObject:
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team.id,
        "api_app_id": workspace.app.app_id,
        "event": {**event, "event_ts": event.get("event_ts") or workspace.mint.ts()},
        "type": "event_callback",
        "event_id": workspace.mint.id("Ev"),
        "event_time": workspace.epoch(),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": workspace.app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.mint.token(24),
    }
