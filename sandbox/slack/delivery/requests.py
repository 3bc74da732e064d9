"""What is delivered to the app, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sandbox.slack.payload import JsonObject


class Kind(StrEnum):
    """What the app receives; how it is encoded on the wire depends on it."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    OPTIONS = "options"
    EVENT = "events_api"


class Problem(StrEnum):
    """Why a delivery failed, as Slack names it to the person."""

    TIMEOUT = "operation_timeout"
    UNREACHABLE = "dispatch_failed"
    HTTP_ERROR = "http_service_error"
    BAD_ANSWER = "invalid_response"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """`retry_num` 0 is the first attempt; retries (events only) name the reason of the failure before."""

    kind: Kind
    payload: JsonObject
    retry_num: int = 0
    retry_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`body` is the JSON object or the text of an acknowledgement, None when it was empty. `errors` are the messages
    per block of a submission that was answered with `response_action: errors`. `no_retry` is the app's wish."""

    status: int | None = None
    body: JsonObject | str | None = None
    problem: Problem | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Acknowledged in time. A submission may still have been sent back with `errors`."""
        return self.problem is None


class Delivery(Protocol):
    """A way to the app. Never raises for what the app does wrong: that is in the answer."""

    def send(self, request: Outbound) -> Answer: ...
