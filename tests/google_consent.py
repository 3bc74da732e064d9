"""A person at the consent page: opens the address, ticks boxes, presses a button, and is sent on."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import httpx


def decide(address: str, *, ticks: int = 2, account: str | None = None, cancel: bool = False) -> httpx.Response:
    """The answer to the button: normally a redirect, which is not followed. Of the boxes the first `ticks` are ticked."""
    page = httpx.get(address)
    assert page.status_code == 200, page.text
    fields = dict(re.findall(r'name="(ticket|account)" value="([^"]*)"', page.text))
    boxes = re.findall(r'type="checkbox" name="scope" value="([^"]*)"', page.text)
    url = urlsplit(address)
    form = {
        "ticket": fields["ticket"],
        "account": account or unescape(fields["account"]),
        "scope": [unescape(box) for box in boxes[:ticks]],
        "decision": "cancel" if cancel else "continue",
    }
    return httpx.post(f"{url.scheme}://{url.netloc}/o/oauth2/decide", data=form)
