"""What goes wrong in a page unseen is noticed, or all other tests would only seem to hold against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.client import Client
from tests.browser.watch import Watch

HERE = "http://127.0.0.1:9"


@pytest.fixture
def watched(chromium: Browser) -> Iterator[tuple[Page, Watch]]:
    context = chromium.new_context()
    watch = Watch(context, HERE)
    yield context.new_page(), watch
    context.close()


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('oh')", "console: oh"),
        ("console.warn('oh')", "console: oh"),
        ("setTimeout(() => { throw new Error('oh') })", "not caught: oh"),
        ("Promise.reject(new Error('oh'))", "not caught: oh"),
    ],
)
def test_an_error_in_the_page_is_complained_of(watched: tuple[Page, Watch], script: str, complaint: str) -> None:
    page, watch = watched
    with page.expect_event("console" if "console" in complaint else "pageerror"):
        page.evaluate(f"() => {{ {script} }}")

    watch.expects(complaint)
    assert watch.complaints == []


def test_the_page_lets_no_script_and_no_style_of_somebody_else_in(client: Client) -> None:
    for element, content in (("script", "window.mine = true"), ("style", "body { display: none }")):
        with client.page.expect_console_message():
            client.page.evaluate(
                "([element, content]) => document.head.append(Object.assign(document.createElement(element), { textContent: content }))",
                [element, content],
            )
    assert client.page.evaluate("window.mine") is None
    client.watch.expects("script-src")
    client.watch.expects("style-src")


def test_a_request_to_another_machine_is_complained_of_and_leads_nowhere(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    with page.expect_event("requestfailed") as failed:
        page.evaluate("() => { fetch('http://telemetry.example/').catch(() => null) }")

    assert "ERR_NAME_NOT_RESOLVED" in str(failed.value.failure)
    watch.expects("asked another machine: http://telemetry.example/")
