"""What a request asks for: as whom somebody looks, and the fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from sandbox.page.world import Demo

FIRST = "mara"
LONGEST_FORM = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whose eyes the page is seen with: `name` as in `/as/<name>/`, and the zone in which they read times."""

    name: str
    full_name: str
    zone: str


def viewer(demo: Demo, request: Request) -> Viewer:
    """Named by `?as=`, or by the page that one comes from; the first person of the team otherwise."""
    name = request.query_params.get("as") or _named_by(request.headers.get("referer", ""))
    if name not in demo.people:
        name = FIRST
    user = demo.people[name].user
    return Viewer(name=name, full_name=user.real_name, zone=user.tz)


async def fields(request: Request) -> dict[str, str]:
    """A form as it was sent; the last of several values of one name."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST_FORM:
            raise HTTPException(413)
    return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))


def _named_by(address: str) -> str:
    try:
        place = urlsplit(address)
    except ValueError:
        return ""
    steps = place.path.split("/")
    if len(steps) > 2 and steps[1] == "as":
        return steps[2]
    return parse_qs(place.query).get("as", [""])[0]
