"""The Slack client: what somebody does on the page reaches the bot, and what the bot says is on the page."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from sandbox.page.world import Demo
from sandbox.slack import Answer, Outbound, Problem, View
from sandbox.story.bots import door

NEW = "/as/mara/dm"


class Silent:
    """A way to a bot that never answers."""

    def send(self, request: Outbound) -> Answer:
        return Answer(problem=Problem.TIMEOUT)


def modal(demo: Demo, name: str = "mara") -> View:
    view = demo.people[name].modal
    assert view is not None, "no modal is open"
    return view


def field(demo: Demo, block: str, **more: Any) -> dict[str, Any]:
    """An act in a field of the modal that is open."""
    view = modal(demo)
    action = next(b for b in view.blocks if b["block_id"] == block)["element"]["action_id"]
    return {"place": f"view:{view.id}", "block": block, "action": action, **more}


def opened(browser: httpx.Client, demo: Demo, name: str) -> View:
    """The form of a new loop, opened by its command."""
    browser.post(f"{NEW}/say", json={"text": f"/hire new {name}"}).raise_for_status()
    return modal(demo)


@pytest.fixture(autouse=True)
def nothing_is_open(demo: Demo) -> None:
    person = demo.people["mara"]
    if person.modal is not None:
        person.close(everything=True)


def test_a_command_opens_the_form_that_the_bot_sends(browser: httpx.Client, demo: Demo) -> None:
    html = browser.post(f"{NEW}/say", json={"text": "/hire new Mia Wong"}).text

    assert '<dialog id="modal-' in html
    assert 'value="Mia Wong"' in html


def test_a_form_that_is_sent_back_keeps_what_was_typed(browser: httpx.Client, demo: Demo) -> None:
    opened(browser, demo, "Mia Wong")
    typed = [
        field(demo, "candidate.email", text="not an address"),
        field(demo, "candidate.resume", text="https://a.example"),
    ]

    html = browser.post(f"{NEW}/act", json={"act": "submit", "typed": typed}).text

    assert "Please enter a valid email address." in html
    assert 'value="not an address"' in html
    assert 'value="https://a.example"' in html
    assert 'aria-invalid="true"' in html
    assert "valid email address" in browser.get(NEW).text, "the objection stays when the page is fetched again"


def test_whoever_presses_esc_twice_closes_the_form_and_hears_no_complaint(browser: httpx.Client, demo: Demo) -> None:
    place = f"view:{opened(browser, demo, 'Ida Berg').id}"

    answers = [browser.post(f"{NEW}/act", json={"act": "close", "place": place}).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert demo.people["mara"].modal is None


def test_a_loop_is_started_and_booked(browser: httpx.Client, demo: Demo) -> None:
    opened(browser, demo, "Ida Berg")
    assert "Europe/Oslo" in browser.post(f"{NEW}/suggest", json=field(demo, "candidate.zone", text="Oslo")).text
    browser.post(f"{NEW}/act", json={"act": "select", **field(demo, "candidate.zone", choice="Europe/Oslo")})
    mail = [field(demo, "candidate.email", text="ida@mail.example")]
    html = browser.post(f"{NEW}/act", json={"act": "submit", "typed": mail}).text
    assert "Plan for Ida Berg" in html
    browser.post(f"{NEW}/act", json={"act": "close", "place": f"view:{modal(demo).id}"})

    button = next(
        (m, b["block_id"])
        for m in demo.people["mara"].sees()
        for b in m.blocks
        for e in b.get("elements", ())
        if e.get("action_id") == "loop.book"
    )
    place = f"message:{button[0].channel}:{button[0].ts}"
    act = {"act": "click", "place": place, "block": button[1], "action": "loop.book"}
    html = browser.post(f"{NEW}/act", json=act).text

    assert "interviewing Ida Berg" in html
    with demo.bot.uow.reading() as tx:
        loop = next(loop for loop in tx.loops.all() if loop.candidate.name == "Ida Berg")
        assert all(each.start is not None for each in tx.rounds.of_loop(loop.id))


def test_who_has_something_new_is_marked_until_it_was_looked_at(browser: httpx.Client, demo: Demo) -> None:
    demo.company.slack.workspace.post(
        demo.workspace.direct_channel(demo.people["ruth"].user_id), user_id=demo.workspace.app.bot_user_id, text="Psst"
    )
    line = re.compile(r'id="as-ruth"[^>]*class="unread"')

    assert line.search(browser.get(NEW).text)
    assert "Psst" in browser.get("/as/ruth/dm").text
    assert not line.search(browser.get(NEW).text)


def test_what_only_one_person_sees_says_so_and_nobody_else_finds_it(browser: httpx.Client) -> None:
    html = browser.post("/as/jonas/hiring/say", json={"text": "/hire help"}).text

    assert "Only visible to you" in html
    assert "What I can do" in html
    assert "What I can do" not in browser.get("/as/mara/hiring").text


def test_what_is_said_in_a_channel_is_read_by_all_and_stays_text(browser: httpx.Client) -> None:
    browser.post("/as/jonas/hiring/say", json={"text": "Hello <b>all</b> & *you*"})

    html = browser.get("/as/grace/hiring").text

    assert "Hello &lt;b&gt;all&lt;/b&gt; &amp; <strong>you</strong>" in html


def test_a_command_of_another_app_is_refused_in_words(browser: httpx.Client) -> None:
    answer = browser.post(f"{NEW}/say", json={"text": "/giphy cats"})

    assert (answer.status_code, answer.text) == (409, "/giphy is not a command here. Try /hire.")


def test_a_button_that_is_gone_is_refused_in_words(browser: httpx.Client) -> None:
    act = {"act": "click", "place": "message:C0:1.0", "block": "b", "action": "loop.book"}

    answer = browser.post(f"{NEW}/act", json=act)

    assert (answer.status_code, answer.text) == (409, "That is not there any more. The page shows how it is now.")


def test_a_button_that_was_pressed_in_another_tab_already_is_refused_in_words(
    browser: httpx.Client, demo: Demo
) -> None:
    opened(browser, demo, "Tim Tab")
    act = {"act": "click", "place": f"view:{modal(demo).id}", "block": "XkDSI", "action": "loop.book"}

    answer = browser.post(f"{NEW}/act", json=act)

    assert (answer.status_code, answer.text) == (409, "That is not there any more. The page shows how it is now.")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'"x"', b'{"act": "click"}', b"\xff", b"x" * 200_000, b'{"text": 3, "act": 5}']
)
def test_junk_is_refused_and_breaks_nothing(browser: httpx.Client, body: bytes) -> None:
    for path in ("act", "type", "say", "suggest"):
        status = browser.post(f"{NEW}/{path}", content=body).status_code
        assert status in (200, 400, 409)
    assert browser.get(NEW).status_code == 200


@pytest.mark.parametrize("path", ["/as/nobody/dm", "/as/mara/no-such-channel", "/as/mara/D00000001"])
def test_nobody_and_nowhere_are_not_found(browser: httpx.Client, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_home_is_what_the_bot_publishes(browser: httpx.Client) -> None:
    html = browser.get("/as/diego/home").text

    assert 'class="home"' in html
    assert "data-action=" in html


def test_a_bot_that_does_not_answer_is_told_to_the_person(browser: httpx.Client, demo: Demo) -> None:
    demo.company.slack.connect(Silent())
    try:
        html = browser.post("/as/lena/dm/say", json={"text": "/hire"}).text
    finally:
        demo.company.slack.connect(door(demo.company, demo.bot.url))

    assert "/hire failed with the error" in html


def test_the_guide_goes_on_with_what_happened(browser: httpx.Client) -> None:
    html = browser.get("/as/mara/dm").text

    assert 'aria-current="step"' in html
    assert html.index('class="done" id="step-1"') < html.index('id="step-5"')
