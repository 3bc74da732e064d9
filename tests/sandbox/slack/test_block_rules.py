"""Each rule of Block Kit, broken once. Limits are those of Slack's reference; wording where it has been seen there."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.slack.block_rules import check_message, check_options, check_view, payload_too_long
from tests.sandbox.slack.broken_blocks import BROKEN_BLOCKS
from tests.sandbox.slack.broken_elements import BROKEN_ELEMENTS
from tests.sandbox.slack.broken_views import BROKEN_VIEWS
from tests.sandbox.slack.junk import JUNK, with_junk_everywhere
from tests.sandbox.slack.site import actions, button, menu, plain, section
from tests.sandbox.slack.valid_payloads import VALID_MESSAGES, VALID_VIEWS

BROKEN = BROKEN_BLOCKS | BROKEN_ELEMENTS


@pytest.mark.parametrize("blocks", VALID_MESSAGES.values(), ids=VALID_MESSAGES.keys())
def test_a_message_that_slack_takes_passes(blocks: list[dict[str, Any]]) -> None:
    assert [] == check_message(blocks)


@pytest.mark.parametrize(("blocks", "objection"), BROKEN.values(), ids=BROKEN.keys())
def test_a_message_that_slack_refuses_is_refused_for_the_same_reason(blocks: Any, objection: str) -> None:
    assert [objection] == [finding.worded() for finding in check_message(blocks)]


@pytest.mark.parametrize("view", VALID_VIEWS.values(), ids=VALID_VIEWS.keys())
def test_a_view_that_slack_takes_passes(view: dict[str, Any]) -> None:
    assert [] == check_view(view)


@pytest.mark.parametrize(("view", "objection"), BROKEN_VIEWS.values(), ids=BROKEN_VIEWS.keys())
def test_a_view_that_slack_refuses_is_refused_for_the_same_reason(view: Any, objection: str) -> None:
    assert objection in [finding.worded() for finding in check_view(view)]


def test_several_mistakes_are_all_told_at_once() -> None:
    findings = check_message([section(""), actions(button("a", "x" * 76))])
    assert ["/blocks/0/text/text", "/blocks/1/elements/0/text/text"] == [finding.pointer for finding in findings]


def test_a_block_that_slack_has_and_the_stand_in_lacks_says_so() -> None:
    [finding] = check_message([{"type": "video"}])
    assert finding.message == "unsupported type: video (Slack has it, the stand-in does not)"


def test_a_message_of_many_long_sections_is_too_long_as_a_whole() -> None:
    assert not payload_too_long([section("x" * 3000)] * 4)
    assert payload_too_long([section("x" * 3000)] * 5)


def test_options_for_an_external_menu_are_judged_too() -> None:
    assert [] == check_options({"options": menu("one")})
    assert [] == check_options({"option_groups": [{"label": plain("Group"), "options": menu("one")}]})
    assert check_options({"options": menu("one"), "option_groups": []})
    assert check_options({"options": [{"text": "one"}]})


@pytest.mark.parametrize("name", [name for name in VALID_MESSAGES if "fifty" not in name])
def test_no_junk_in_a_message_breaks_the_judge(name: str) -> None:
    for payload in with_junk_everywhere(VALID_MESSAGES[name]):
        assert isinstance(check_message(payload), list)


@pytest.mark.parametrize("name", [name for name in VALID_VIEWS if "hundred" not in name])
def test_no_junk_in_a_view_breaks_the_judge(name: str) -> None:
    for payload in with_junk_everywhere(VALID_VIEWS[name]):
        assert isinstance(check_view(payload), list)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_refused_as_a_view(junk: Any) -> None:
    assert check_view(junk)
