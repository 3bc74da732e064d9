"""Meet links: made when an event asks for one with `conferenceDataVersion=1`, at once or pending first.

Pure but for the dice.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from random import Random
from typing import Any

from sandbox.google.refusals import bad_request, invalid

_MEET = {"type": "hangoutsMeet"}


def wanted_conference(
    before: Mapping[str, Any] | None, wanted: Mapping[str, Any], *, pending: bool, dice: Random
) -> dict[str, Any] | None:
    """The conference data to store for `wanted`. A request id that was seen before is ignored, as Google does."""
    old = (before or {}).get("conferenceData")
    asked = wanted.get("conferenceData")
    if asked is None or asked == old:
        return asked
    request = asked.get("createRequest")
    if request is None:
        raise bad_request("The sandbox makes conferences on request only.")
    if not request.get("requestId"):
        raise bad_request("Missing requestId of the conference.")
    if request.get("conferenceSolutionKey", _MEET) != _MEET:
        raise invalid("Invalid conference type value.")
    if old and old.get("createRequest", {}).get("requestId") == request["requestId"]:
        return dict(old)
    opened = {"requestId": request["requestId"], "conferenceSolutionKey": _MEET, "status": {"statusCode": "pending"}}
    return {"createRequest": opened} if pending else finished({"createRequest": opened}, dice)


def is_pending(event: Mapping[str, Any]) -> bool:
    request = event.get("conferenceData", {}).get("createRequest", {})
    return bool(request.get("status", {}).get("statusCode") == "pending")


def finished(conference: Mapping[str, Any], dice: Random) -> dict[str, Any]:
    """A pending conference with its link."""
    code = "-".join("".join(dice.choices(string.ascii_lowercase, k=length)) for length in (3, 4, 3))
    return {
        "createRequest": {**conference["createRequest"], "status": {"statusCode": "success"}},
        "conferenceId": code,
        "conferenceSolution": {"key": _MEET, "name": "Google Meet"},
        "entryPoints": [
            {"entryPointType": "video", "uri": f"https://meet.google.com/{code}", "label": f"meet.google.com/{code}"}
        ],
    }


def video_link(conference: Mapping[str, Any] | None) -> str | None:
    points = (conference or {}).get("entryPoints", [])
    return next((point["uri"] for point in points if point["entryPointType"] == "video"), None)
