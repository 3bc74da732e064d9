"""Lets these tests ask for a served workspace, and for a small bot that is connected to it."""

from tests.sandbox.slack.bot_site import bot, bot_doorway, hasty_delivery, her, http_delivery
from tests.sandbox.slack.site import ann, ben, client, clock, doorway, slack, workspace

__all__ = [
    "ann",
    "ben",
    "bot",
    "bot_doorway",
    "client",
    "clock",
    "doorway",
    "hasty_delivery",
    "her",
    "http_delivery",
    "slack",
    "workspace",
]
