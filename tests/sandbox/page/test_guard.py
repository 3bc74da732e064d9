"""Who may use the page."""

from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", ""])
def test_a_name_that_points_here_from_elsewhere_is_refused(browser: httpx.Client, host: str) -> None:
    assert browser.get("/as/mara/dm", headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", ""])
def test_another_site_cannot_act(browser: httpx.Client, origin: str) -> None:
    answer = browser.post("/as/mara/dm/say", json={"text": "Hi from elsewhere"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert "Hi from elsewhere" not in browser.get("/as/mara/dm").text


def test_an_act_without_an_origin_is_refused(browser: httpx.Client) -> None:
    del browser.headers["Origin"]

    assert browser.post("/as/mara/dm/say", json={"text": "Hi"}).status_code == 403


def test_nothing_from_outside_and_nothing_inline_may_run(browser: httpx.Client) -> None:
    answer = browser.get("/as/mara/dm")

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert " style=" not in answer.text
    assert "<script>" not in answer.text
    assert 'src="http' not in answer.text
