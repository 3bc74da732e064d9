"""Our judge and an independent one (blockkit) about the same payloads; where they differ, it is known and said why."""

from __future__ import annotations

import pytest

from sandbox.slack.block_rules import check_message, check_view
from tests.sandbox.slack.blockkit_judge import refused_by_blockkit, view_refused_by_blockkit
from tests.sandbox.slack.broken_blocks import BROKEN_BLOCKS
from tests.sandbox.slack.broken_elements import BROKEN_ELEMENTS
from tests.sandbox.slack.broken_views import BROKEN_VIEWS
from tests.sandbox.slack.junk import with_junk_everywhere
from tests.sandbox.slack.valid_payloads import VALID_MESSAGES, VALID_VIEWS

BROKEN_MESSAGES = BROKEN_BLOCKS | BROKEN_ELEMENTS

# valid for Slack, refused by blockkit
ONLY_BLOCKKIT_REFUSES = {
    "nothing",  # it wants text or blocks; we judge the blocks alone
    "pickers",  # it has no datetimepicker among actions
    "pie chart",  # it is older than charts
    "bar chart",
    "empty metadata",  # it wants metadata left out where Slack takes an empty string
}
# broken for Slack, not seen by blockkit: it checks each object by itself, and drops empty lists and nulls when building
ONLY_WE_REFUSE = {
    "action id twice in a block",
    "block id twice",
    "button value null",
    "dispatch on nothing",
    "eleven fields",
    "field too long",
    "fifty-one blocks",
    "initial option null",
    "initial options empty",
    "input without submit",
    "markdown over its total",
    "more initial options than may be chosen",
    "no elements",
    "submit null",
    "text as a string",  # its builder turns a string into a text object
    "two tables",
    "two with focus",
    "uneven rows",
}


def test_both_judges_take_the_valid_payloads_but_for_known_differences() -> None:
    refused = {name for name, blocks in VALID_MESSAGES.items() if refused_by_blockkit(blocks)}
    refused |= {name for name, view in VALID_VIEWS.items() if view_refused_by_blockkit(view)}
    assert refused == ONLY_BLOCKKIT_REFUSES


def test_both_judges_refuse_the_broken_payloads_but_for_known_differences() -> None:
    # the wrong kind of thing altogether can't be put into a builder
    views = {name: view for name, (view, _) in BROKEN_VIEWS.items() if isinstance(view, dict)}
    passed = {name for name, (blocks, _) in BROKEN_MESSAGES.items() if not refused_by_blockkit(blocks)}
    passed |= {name for name, view in views.items() if not view_refused_by_blockkit(view)}
    assert passed == ONLY_WE_REFUSE


LONG = {"fifty blocks", "ten fields"}  # the same thing over and over


@pytest.mark.parametrize("name", sorted(set(VALID_MESSAGES) - ONLY_BLOCKKIT_REFUSES - LONG))
def test_whatever_blockkit_refuses_in_a_spoiled_message_we_refuse(name: str) -> None:
    spoiled = [blocks for blocks in with_junk_everywhere(VALID_MESSAGES[name]) if refused_by_blockkit(blocks)]
    assert spoiled
    assert [] == [blocks for blocks in spoiled if not check_message(blocks)]


@pytest.mark.parametrize("name", ["modal", "home"])
def test_whatever_blockkit_refuses_in_a_spoiled_view_we_refuse(name: str) -> None:
    spoiled = [view for view in with_junk_everywhere(VALID_VIEWS[name]) if view_refused_by_blockkit(view)]
    assert spoiled
    assert [] == [view for view in spoiled if not check_view(view)]
