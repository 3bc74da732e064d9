"""Slack: the token, what it was granted, the workspace it belongs to, our clock beside Slack's, and the socket."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from bot.config import Given
from bot.container import CALL_SECONDS
from bot.doctor.finding import Finding, note, skipped, well, wrong
from bot.setting_checks import print_manifest
from bot.slack_wire import Introduction, SlackAuthFault, SlackWire, web_client
from handlers.manifest import SCOPES
from scheduling.ports import Clock, PermanentFault, TransientFault

_APPS = "https://api.slack.com/apps"
_MOST_SECONDS_APART = 60
_TOKEN = "OAuth & Permissions, Bot User OAuth Token"
_INSTALL = f"install the app again (Install App), and take the new token (OAuth & Permissions): {_APPS}"
_TODO = {
    "invalid_auth": f"copy the whole token of the installed app: {_APPS}, your app, {_TOKEN}",
    "not_allowed_token_type": f"this is another kind of token: {_APPS}, your app, {_TOKEN}",
    "token_revoked": _INSTALL,
    "token_expired": _INSTALL,
    "account_inactive": _INSTALL,
    "unreachable": "check the network, the proxy and SLACK_API_URL",
    "timeout": "check the network, the proxy and SLACK_API_URL",
    "connection": "check the network, the proxy and SLACK_API_URL",
    "ratelimited": "try again in a minute",
    "server_error": "check whether a proxy answers instead of Slack; else try again later",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A workspace that answers. `app` is the address of the app's settings."""

    wire: SlackWire
    us: Introduction
    app: str


def look_at_slack(given: Given, clock: Clock) -> Generator[Finding, None, Workspace | None]:
    if not given.sound("SLACK_BOT_TOKEN", "SLACK_API_URL"):
        yield skipped("slack", "SLACK_BOT_TOKEN" if given.sound("SLACK_API_URL") else "SLACK_API_URL")
        return None
    wire = _wire(given, "SLACK_BOT_TOKEN")
    try:
        us = wire.introduce()
    except (TransientFault, PermanentFault) as fault:
        yield wrong("slack", f"SLACK_BOT_TOKEN does not work: {_code(fault)}", _todo(fault))
        return None
    yield well("slack", f"connected to {us.team or us.team_id} as @{us.user}")
    yield from _clocks(us, clock)
    found = Workspace(wire=wire, us=us, app=_settings_page(wire, us.bot_id))
    yield from _scopes(found, print_manifest(given.values))
    return found


def look_at_socket(given: Given, workspace: Workspace | None) -> Iterator[Finding]:
    """Asks for the address of a socket, and leaves it unused: a second connection would take its share of what comes in."""
    if given.values["HIREBOT_MODE"] != "socket":
        return
    if not given.sound("SLACK_APP_TOKEN", "SLACK_API_URL"):
        yield skipped("socket", "SLACK_APP_TOKEN" if given.sound("SLACK_API_URL") else "SLACK_API_URL")
        return
    app = workspace.app if workspace else _APPS
    make = f"{app}, Basic Information, App-Level Tokens, Generate, with the scope connections:write"
    todo = {"invalid_auth": make, "missing_scope": make, "not_allowed_token_type": make, "token_revoked": make}
    try:
        _wire(given, "SLACK_APP_TOKEN").do("apps.connections.open", {}, repeatable=True)
    except (TransientFault, PermanentFault) as fault:
        code = _code(fault)
        otherwise = _TODO.get(code, f"is Socket Mode on? {app}, Socket Mode")
        yield wrong("socket", f"SLACK_APP_TOKEN does not work: {code}", todo.get(code, otherwise))
    else:
        yield well("socket", "Slack lets us open a socket")


def _scopes(found: Workspace, manifest: str) -> Iterator[Finding]:
    granted, needed = found.us.scopes, dict(SCOPES)
    if not granted:
        yield note("slack scopes", "Slack did not say what the token was granted; is there a proxy that drops headers?")
        return
    missing = [scope for scope in needed if scope not in granted]
    for scope in missing:
        todo = (
            f"{found.app}, OAuth & Permissions, Bot Token Scopes, add {scope}; then Install App, Reinstall to Workspace"
        )
        yield wrong(f"slack scope {scope}", f"was not granted; it is for {needed[scope]}", todo)
    if not missing:
        yield well("slack scopes", f"all {len(needed)} were granted")
    if more := sorted(granted - set(needed)):
        todo = f"{found.app}, App Manifest: paste what {manifest} prints, and install again"
        yield note("slack scopes", f"granted and not needed: {', '.join(more)}", todo)


def _clocks(us: Introduction, clock: Clock) -> Iterator[Finding]:
    """Slack's signatures and Google's tokens are refused when a clock is five minutes off."""
    if us.at is None:
        return
    apart = round((clock.now() - us.at).total_seconds())
    if abs(apart) > _MOST_SECONDS_APART:
        words = f"this machine is {abs(apart)} seconds {'ahead of' if apart > 0 else 'behind'} Slack"
        yield wrong("clock", words, "set it by NTP: `timedatectl set-ntp true`, or what your system has for it")


def _settings_page(wire: SlackWire, bot_id: str) -> str:
    try:
        bot = wire.ask("bots.info", bot=bot_id).get("bot")
    except (TransientFault, PermanentFault):
        return _APPS
    app_id = bot.get("app_id") if isinstance(bot, dict) else None
    return f"{_APPS}/{app_id}" if isinstance(app_id, str) and app_id.isalnum() else _APPS


def _wire(given: Given, key: str) -> SlackWire:
    client = web_client(given.values[key], base_url=given.values["SLACK_API_URL"], timeout=CALL_SECONDS)
    return SlackWire(client)


def _code(fault: TransientFault | PermanentFault) -> str:
    return fault.code if isinstance(fault, SlackAuthFault) else fault.reason


def _todo(fault: TransientFault | PermanentFault) -> str:
    return _TODO.get(_code(fault), f"see {_APPS}, your app; docs/slack-setup.md leads through it")
