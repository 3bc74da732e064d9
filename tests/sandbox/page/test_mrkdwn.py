"""Slack's markup as HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.ui.text import bold, escape, inline
from sandbox.page.aftermath import in_short
from sandbox.page.mrkdwn import drawn, plainly
from sandbox.slack.rendering.mrkdwn import Reader

NOW = datetime(2026, 10, 12, 7, 0, tzinfo=UTC)
BERLIN = Reader(zone=ZoneInfo("Europe/Berlin"), now=NOW, name_of=lambda some_id: {"U1": "Zoë <3"}.get(some_id, some_id))
KOLKATA = Reader(zone=ZoneInfo("Asia/Kolkata"), now=NOW, name_of=str)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* and _slanted_ and ~gone~", "<strong>bold</strong> and <em>slanted</em> and <s>gone</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("```a\n<b>```", "<pre>a\n&lt;b&gt;</pre>"),
        ("&gt; said\n&gt; twice\nthen", "<blockquote>said<br>twice</blockquote>then"),
        ("one\ntwo", "one<br>two"),
        (":warning: :no_such_thing:", "⚠️ :no_such_thing:"),
        ("<@U1>", '<span class="mention">@Zoë &lt;3</span>'),
    ],
)
def test_markup_is_drawn_as_slack_draws_it(text: str, html: str) -> None:
    assert drawn(text, BERLIN) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "<javascript:alert(1)|here>",
        '<https://a.example/" onmouseover="alert(1)|x>',
        "<!date^1791788400^{nonsense}|<b>late</b>>",
        "*<b>x</b>*",
        "\ue0000\ue001 `<i>`",
        "```</pre><script>```",
    ],
)
def test_nothing_that_is_written_becomes_markup(text: str) -> None:
    html = str(drawn(text, BERLIN))

    assert not any(tag in html for tag in ("<script", "<img", "<b>", "<i>", "javascript:", ' onmouseover="'))


def test_what_a_person_typed_is_never_drawn_as_emphasis() -> None:
    typed = "*bold* and _slanted_ and ~gone~"

    assert drawn(escape(typed), BERLIN).replace("\u200b", "") == typed
    assert drawn(bold(inline("*Ana* Kovač")), BERLIN) == "<strong>\u2217Ana\u2217 Kovač</strong>"


def test_a_notification_shows_what_a_person_typed_and_cuts_no_entity_in_two() -> None:
    assert in_short(inline("*Ana* <b> R&D"), BERLIN) == "*Ana* <b> R&D"
    assert in_short("&amp;" * 200, BERLIN) == f"{'&' * 109}…"


def test_dates_are_in_the_zone_of_the_reader() -> None:
    token = "<!date^1791788400^{date_short_pretty} at {time}|Mon 07:00 UTC>"

    assert ">Today at 9:00 AM</time>" in drawn(token, BERLIN)
    assert ">Today at 12:30 PM</time>" in drawn(token, KOLKATA)


def test_an_emphasised_date_stays_a_date() -> None:
    html = drawn("*<!date^1791788400^{date_short_pretty}|then>*", BERLIN)

    assert html.startswith("<strong><time ")
    assert html.endswith("Today</time></strong>")


def test_links_open_beside_the_page_and_tell_nobody_where_from() -> None:
    html = drawn("<https://meet.example/abc?a=1&amp;b=2|Join>", BERLIN)

    assert html == '<a href="https://meet.example/abc?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">Join</a>'


def test_plain_text_keeps_its_marks() -> None:
    assert plainly("*no* <b>\n:tada:") == "*no* &lt;b&gt;<br>🎉"
