"""The manifest asks for what is used, and for nothing else."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from handlers.command_text import Verb
from handlers.manifest import SCOPES, manifest, render_manifest
from handlers.payloads import Kind
from handlers.register import COMMAND
from handlers.route import ANYTHING
from handlers.routes import ROUTES

ROOT = Path(__file__).parents[2]
CALLED_FROM = ("handlers", "bot")

NEEDS = {
    "apps_connections_open": None,  # of the app-level token
    "auth_test": None,
    "blocks_validate": None,
    "bots_info": "users:read",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",
    "conversations_open": "im:write",
    "users_info": "users:read",
    "users_lookupByEmail": "users:read.email",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
"""The scope of the bot token that each method needs [Slack's reference]. A method that is not here must be looked up."""
EVENT_NEEDS = {"app_home_opened": None, "message.im": "im:history", "user_change": "users:read"}


@cache
def methods_called() -> frozenset[str]:
    """The Web API methods that are called, as a method of a client (`views_open`) or by name (`"views.open"`)."""
    known = {name for name in dir(WebClient) if re.fullmatch(r"[a-z]+(_[a-zA-Z]+)+", name)} - {"api_call"}
    dotted = {name.replace("_", "."): name for name in known}
    nodes = [
        node
        for package in CALLED_FROM
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
    ]
    named = {node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in known}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(named | {name for text, name in dotted.items() if text in texts})


def socket() -> dict[str, Any]:
    return manifest("socket")


def scopes() -> set[str]:
    return set(socket()["oauth_config"]["scopes"]["bot"])


def test_the_file_in_the_repository_is_the_one_for_socket_mode() -> None:
    assert render_manifest("socket") == (ROOT / "manifest.yaml").read_text()
    assert socket() == yaml.safe_load((ROOT / "manifest.yaml").read_text())


def test_every_method_that_is_called_has_its_scope() -> None:
    assert methods_called() <= set(NEEDS)
    assert {scope for method in methods_called() if (scope := NEEDS[method])} <= scopes()


def test_every_scope_is_needed() -> None:
    needed = {scope for method in methods_called() if (scope := NEEDS[method])}
    needed |= {
        scope for event in socket()["settings"]["event_subscriptions"]["bot_events"] if (scope := EVENT_NEEDS[event])
    }
    assert needed | {"commands"} == scopes()
    assert [scope for scope, _ in SCOPES] == sorted(scopes())


def test_the_events_are_those_that_are_listened_to() -> None:
    heard = {route.pattern for route in ROUTES if route.kind is Kind.EVENT} - {ANYTHING}
    assert heard == {event.removesuffix(".im") for event in socket()["settings"]["event_subscriptions"]["bot_events"]}


def test_the_one_command_hints_at_every_verb() -> None:
    [command] = socket()["features"]["slash_commands"]
    assert COMMAND == command["command"]
    assert {verb for verb in Verb if verb} == set(command["usage_hint"].strip("[]").split(" | "))


def test_the_home_tab_is_there_and_commands_can_be_typed_beside_it() -> None:
    home = socket()["features"]["app_home"]
    assert (True, True, False) == (
        home["home_tab_enabled"],
        home["messages_tab_enabled"],
        home["messages_tab_read_only_enabled"],
    )


def test_socket_mode_needs_no_address() -> None:
    assert True is socket()["settings"]["socket_mode_enabled"]
    assert "url" not in str(socket())


def test_http_names_one_address_for_everything_that_is_sent() -> None:
    http = yaml.safe_load(render_manifest("http", "https://hirebot.example.com/"))
    settings, url = http["settings"], "https://hirebot.example.com/slack/events"
    assert False is settings["socket_mode_enabled"]
    assert {url} == {
        http["features"]["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    }


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "http://hirebot.example.com",
        "hirebot.example.com",
        "https://",
        "https://a.test/?x=1",
        "https://me:pass@a.test",
    ],
)
def test_http_without_an_https_address_is_refused(address: str | None) -> None:
    with pytest.raises(ValueError, match="https://"):
        render_manifest("http", address)


@pytest.mark.parametrize(
    "address",
    ["https://hirebot.example.com", "https://hirebot.example.com/", "https://hirebot.example.com/slack/events"],
)
def test_the_address_may_be_given_as_far_as_somebody_knows_it(address: str) -> None:
    urls = re.findall(r"url: (\S+)", render_manifest("http", address))

    assert {"https://hirebot.example.com/slack/events"} == set(urls)


def test_slack_s_limits_are_kept() -> None:
    about, features = socket()["display_information"], socket()["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"][0]["description"]) <= 2000
    assert len(features["slash_commands"][0]["usage_hint"]) <= 1000
