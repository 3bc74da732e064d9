"""Who the app is in the workspace, and what it was allowed to do when it was installed."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "users:read",
        "users:read.email",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str = "T0SANDBOX"
    name: str = "Sandbox"
    domain: str = "sandbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppIdentity:
    """The installed app. `scopes` belong to the bot token, `app_scopes` to the app-level token."""

    app_id: str = "A0HIREBOT"
    name: str = "hirebot"
    bot_id: str = "B0HIREBOT"
    bot_user_id: str = "U0HIREBOT"
    bot_token: str = "xoxb-sandbox-bot-token"
    app_token: str = "xapp-1-sandbox-app-token"
    signing_secret: str = "sandbox-signing-secret"
    verification_token: str = "sandbox-verification-token"
    scopes: frozenset[str] = DEFAULT_SCOPES
    app_scopes: frozenset[str] = frozenset({"connections:write"})
    home_tab: bool = True
    commands: frozenset[str] | None = None
    """Slash commands the app has registered; None takes any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """Switches for what Slack does not do on every call, or only warns about.

    `text_required`: a message with blocks but no `text` is refused with `no_text` (Slack posts it, with a poor
    notification; the workspace notes a warning when this is off). `messages_per_second`: more than this per channel is
    answered 429, after a burst of `burst`; None switches the pacing off.
    """

    text_required: bool = False
    messages_per_second: float | None = None
    burst: int = 4
    escaped_commands: bool = False
    """Whether `& < >` typed after a slash command arrive as entities. Reports differ; an app has to bear both."""
