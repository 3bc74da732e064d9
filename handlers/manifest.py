"""The app manifest: what Slack is asked for when Hirebot is installed, and nothing that isn't used.

`manifest.yaml` in the repository is this, rendered for Socket Mode; tests hold the two together, and both against the
routing table and the methods that are called.
"""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlsplit

import yaml

from handlers.register import COMMAND

Mode = Literal["socket", "http"]

SCOPES: tuple[tuple[str, str], ...] = (
    ("chat:write", "chat.postMessage, chat.update, chat.postEphemeral"),
    ("commands", COMMAND),
    ("im:history", "conversations.history, to find a message again whose answer was lost; message.im"),
    ("im:write", "conversations.open"),
    ("users:read", "users.info; user_change"),
    ("users:read.email", "users.lookupByEmail"),
)
"""Each scope of the bot token, and what needs it."""

EVENTS = ("app_home_opened", "message.im", "user_change")
_PATH = "/slack/events"
_HEAD = """\
# Hirebot's app manifest for Socket Mode (api.slack.com/apps, "Create New App", "From a manifest").
# `python3 start.py manifest --mode http --base-url https://hirebot.example.com` prints the one for HTTP.
# Made by handlers/manifest.py; a test holds it there. What each scope is for:
"""


def render_manifest(mode: Mode, base_url: str | None = None) -> str:
    """YAML for Slack. `http` needs the public https address under which `POST /slack/events` is reached."""
    purposes = "".join(f"#   {scope}: {purpose}\n" for scope, purpose in SCOPES)
    head = _HEAD + purposes if mode == "socket" else ""
    return head + yaml.safe_dump(manifest(mode, base_url), sort_keys=False, allow_unicode=True, width=110)


def manifest(mode: Mode, base_url: str | None = None) -> dict[str, Any]:
    """As Slack's schema wants it. Raises ValueError where `http` comes without an https address."""
    url = _events_url(base_url) if mode == "http" else None
    return {
        "display_information": {
            "name": "Hirebot",
            "description": "Runs interview loops: four rounds in three weeks, booked, reminded, decided.",
            "background_color": "#2c3e50",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                # Commands are typed in this tab too; read-only would forbid them.
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "hirebot", "always_online": True},
            "slash_commands": [_command(url)],
        },
        "oauth_config": {"scopes": {"bot": [scope for scope, _ in SCOPES]}},
        "settings": {
            "event_subscriptions": {**_at(url, "request_url"), "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **_at(url, "request_url"),
                **_at(url, "message_menu_options_url"),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def _command(url: str | None) -> dict[str, Any]:
    return {
        "command": COMMAND,
        **_at(url, "url"),
        "description": "Interview loops: what waits for you, and everything you can do",
        "usage_hint": "[new | status | plan | move | swap | feedback | decide | cancel | openings | people | help]",
        "should_escape": False,
    }


def _events_url(base_url: str | None) -> str:
    """Whoever gives the whole address, as Slack shows it, means the same."""
    url = urlsplit(base_url or "")
    if url.scheme != "https" or not url.hostname or url.query or url.fragment or "@" in url.netloc:
        raise ValueError("HTTP mode needs the public address of Hirebot, such as https://hirebot.example.com")
    return f"https://{url.netloc}{url.path.rstrip('/').removesuffix(_PATH)}{_PATH}"


def _at(url: str | None, key: str) -> dict[str, str]:
    return {key: url} if url else {}
