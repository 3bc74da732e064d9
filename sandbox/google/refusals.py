"""What the Calendar API answers when it refuses: status, reason and the error body in Google's shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """An error answer. `body` is the JSON that goes with `status`."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        location: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})
        detail = {"domain": domain, "reason": reason, "message": message}
        if location is not None:
            detail |= {"locationType": location[0], "location": location[1]}
        self.body: dict[str, Any] = {"error": {"errors": [detail], "code": status, "message": message}}


def bad_request(message: str) -> Refused:
    return Refused(400, "badRequest", message)


def invalid(message: str, *, parameter: str | None = None) -> Refused:
    return Refused(400, "invalid", message, location=("parameter", parameter) if parameter else None)


def required(message: str) -> Refused:
    return Refused(400, "required", message)


def empty_range() -> Refused:
    return Refused(400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar")


def no_credentials() -> Refused:
    return Refused(401, "authError", "Invalid Credentials", location=("header", "Authorization"))


def too_narrow() -> Refused:
    return Refused(403, "insufficientPermissions", "Request had insufficient authentication scopes.")


def not_found() -> Refused:
    return Refused(404, "notFound", "Not Found")


def duplicate() -> Refused:
    return Refused(409, "duplicate", "The requested identifier already exists.")


def deleted() -> Refused:
    return Refused(410, "deleted", "Resource has been deleted")


def stale_sync_token() -> Refused:
    message = "Sync token is no longer valid, a full sync is required."
    return Refused(410, "fullSyncRequired", message, domain="calendar", location=("parameter", "syncToken"))


def updated_min_too_long_ago() -> Refused:
    message = "The requested minimum modification time lies too far in the past."
    return Refused(410, "updatedMinTooLongAgo", message, domain="calendar", location=("parameter", "updatedMin"))


def changed_meanwhile() -> Refused:
    return Refused(412, "conditionNotMet", "Precondition Failed", location=("header", "If-Match"))
