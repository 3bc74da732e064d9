"""Messages and modals as text, through the eyes of a reader in their zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient

from sandbox.slack import LocalSlack, User, Workspace
from sandbox.slack.live_markup import live_markup, mentions
from sandbox.slack.rendering import render_text, shown_message, shown_view
from sandbox.slack.timeline import Happening
from tests.sandbox.slack.site import MONDAY, actions, button, home, menu, modal, plain, section, text_field

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
FRIDAY_NOON = int(datetime(2026, 1, 9, 12, 0, 5, tzinfo=UTC).timestamp())
NOW = int(MONDAY.timestamp())


def shown(*blocks: dict[str, Any], zone: ZoneInfo = BERLIN) -> str:
    return render_text(list(blocks), zone, now=MONDAY)


@pytest.mark.parametrize(
    ("zone", "text"),
    [(BERLIN, "Friday, January 9th, 2026 at 1:00 PM"), (NEW_YORK, "Friday, January 9th, 2026 at 7:00 AM")],
)
def test_a_date_is_shown_in_the_readers_zone(zone: ZoneInfo, text: str) -> None:
    assert text == shown(section(f"<!date^{FRIDAY_NOON}^{{date_long}} at {{time}}|soon>"), zone=zone)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{date}", "January 9th, 2026"),
        ("{date_num}", "2026-01-09"),
        ("{date_slash}", "09/01/2026"),
        ("{date_short}", "Jan 9, 2026"),
        ("{date_short_pretty}", "Jan 9, 2026"),
        ("on {date_num}, {time_secs}", "on 2026-01-09, 1:00:05 PM"),
        ("{ago}", "In 4 days"),
        ("{weekday}", "fallback"),
    ],
)
def test_the_date_tokens_say_what_they_say_in_slack(template: str, text: str) -> None:
    assert text == shown(section(f"<!date^{FRIDAY_NOON}^{template}|fallback>"))


@pytest.mark.parametrize(
    ("zone", "text"), [(BERLIN, "Tomorrow at 12:30 AM, tomorrow"), (NEW_YORK, "Today at 6:30 PM, today")]
)
def test_today_and_tomorrow_are_the_readers(zone: ZoneInfo, text: str) -> None:
    half_past_midnight = int(datetime(2026, 1, 5, 23, 30, tzinfo=UTC).timestamp())
    token = f"<!date^{half_past_midnight}^{{date_pretty}} at {{time}}, {{date_long_pretty}}|?>"
    assert text == shown(section(token), zone=zone)


def test_a_clock_change_between_now_and_then_is_respected() -> None:
    after = int(datetime(2026, 3, 30, 9, 0, tzinfo=UTC).timestamp())
    assert "11:00 AM" == shown(section(f"<!date^{after}^{{time}}|?>"))


def test_a_broken_date_shows_its_fallback() -> None:
    assert "soon" == shown(section("<!date^tomorrow^{date}|soon>"))


def test_escaped_text_reads_as_it_was_typed_and_plain_text_stays_as_it_is() -> None:
    assert "a < b & c <!channel>" == shown(section("a &lt; b &amp; c &lt;!channel&gt;"))
    assert "<!channel> &amp;" == shown({"type": "section", "text": plain("<!channel> &amp;")})


def test_links_and_mentions_are_spelled_out() -> None:
    text = "<https://x.test|the CV> <https://y.test> <!here> <@U1> <#C1|hiring>"
    assert "the CV (https://x.test) https://y.test @here @U1 #hiring" == shown(section(text))


PICTURE = {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "A chart"}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "First"}]},
                {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]},
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "date", "timestamp": NOW, "format": "{time}"}]},
    ],
}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1}]]}
CHART = {
    "type": "data_visualization",
    "title": "Loops",
    "chart": {"type": "pie", "segments": [{"label": "Offer", "value": 3}]},
}
MORE = {"type": "static_select", "options": menu("x"), "placeholder": plain("More")}
OVERFLOW = {"type": "overflow", "options": menu("x")}


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        ({"type": "header", "text": plain("Loop")}, ["LOOP"]),
        (section("*Ada*\nround 1"), ["*Ada*", "round 1"]),
        (section("x") | {"fields": [plain("Day 3")], "accessory": button("a", "Open")}, ["x", "  Day 3", "[Open]"]),
        ({"type": "divider"}, ["------------------------"]),
        ({"type": "context", "elements": [plain("of 21"), PICTURE]}, ["· of 21  (image: A chart)"]),
        (actions(button("b", "Yes"), button("c", "No"), MORE, OVERFLOW), ["[Yes]  [No]  [More ▾]  […]"]),
        (PICTURE, ["(image: A chart)"]),
        (RICH, ["1. First", "2. @U1", "> 10:00 AM"]),
        (TABLE, ["a | 1"]),
        (CHART, ["(chart: Loops: Offer 3)"]),
        ({"type": "markdown", "text": "# Hi"}, ["# Hi"]),
    ],
)
def test_every_kind_of_block_has_its_look(block: dict[str, Any], lines: list[str]) -> None:
    assert lines == shown(block).splitlines()


def test_a_modal_shows_what_was_filled_in(workspace: Workspace, slack: LocalSlack, ann: User, ben: User) -> None:
    sent = modal(
        text_field("name", placeholder=plain("Their name")),
        {
            "type": "input",
            "block_id": "with",
            "label": plain("With"),
            "optional": True,
            "hint": plain("Who sits in"),
            "element": {"type": "multi_users_select", "action_id": "it", "initial_users": [ben.id]},
        },
        {
            "type": "input",
            "block_id": "rating",
            "label": plain("Rating"),
            "element": {"type": "radio_buttons", "action_id": "it", "options": menu("yes", "no")},
        },
        close=plain("Back"),
    )
    view = workspace.views.open(ann.id, sent)
    person = slack.person(ann)
    person.fill(view, {"rating": "no"})
    assert person.modal is not None
    assert shown_view(workspace, person.modal, ann).splitlines() == [
        "== A modal ==",
        "Name:",
        "  [Their name]",
        "With (optional):",
        "  [Ben ▾]",
        "  · Who sits in",
        "Rating:",
        "  ( ) Yes (x) No",
        "[Back]  [Save]",
    ]


def test_a_message_is_read_with_names_in_the_readers_zone(
    client: WebClient, workspace: Workspace, ann: User, ben: User
) -> None:
    text = f"<@{ann.id}> meets <@{ben.id}> at <!date^{NOW}^{{time}}|?>"
    client.chat_postMessage(channel=ann.id, text=text)
    client.chat_postMessage(channel=ben.id, text="short", blocks=[section(text)])
    assert "@Ann Arbor meets @Ben at 10:00 AM" == shown_message(workspace, workspace.dm(ann)[0], ann)
    assert "@Ann Arbor meets @Ben at 4:00 AM" == shown_message(workspace, workspace.dm(ben)[0], ben)


def test_the_timeline_tells_who_saw_what_when(client: WebClient, workspace: Workspace, ann: User, ben: User) -> None:
    channel = workspace.add_channel("hiring", members=[ann, ben])
    posted = client.chat_postMessage(channel=channel.id, text="1")
    client.chat_postEphemeral(channel=channel.id, user=ben.id, text="psst")
    client.chat_update(channel=channel.id, ts=posted["ts"], text="2")
    client.views_publish(user_id=ann.id, view=home())
    client.chat_delete(channel=channel.id, ts=posted["ts"])
    assert [Happening.POSTED, Happening.EDITED, Happening.HOME, Happening.DELETED] == [
        entry.kind for entry in workspace.timeline.seen_by(ann.id)
    ]
    texts = [entry.message.text for entry in workspace.timeline.seen_by(ben.id, Happening.POSTED) if entry.message]
    assert ["1", "psst"] == texts
    assert [] == workspace.timeline.since(5)
    assert 5 == workspace.timeline.since(4)[0].number


def test_live_markup_is_found_in_rich_text_and_links_are_no_mentions(workspace: Workspace, ann: User) -> None:
    elements = [
        {"type": "broadcast", "range": "here"},
        {"type": "user", "user_id": ann.id},
        {"type": "link", "url": "https://x.test"},
        {"type": "text", "text": "<!channel>"},
    ]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]
    view = workspace.views.open(ann.id, modal(*blocks, section("<https://evil.test|salary> <!subteam^S1> <#C1>")))
    assert ["broadcast", "user", "link", "link", "usergroup", "channel"] == [found.kind for found in live_markup(view)]
    assert ["here", ann.id, "subteam^S1"] == [found.target for found in mentions(view)]
