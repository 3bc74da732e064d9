"""Lets these tests ask for a workspace, and for a whole Hirebot served in front of it."""

from tests.bot.command_line import room
from tests.bot.live import live_ann, live_slack, served, store, variables
from tests.bot.site import bot_doorway, settings, site, store_dialect
from tests.google_site import google, google_socket
from tests.sandbox.slack.site import ann, ben, clock, doorway, slack, workspace

__all__ = [
    "ann",
    "ben",
    "bot_doorway",
    "clock",
    "doorway",
    "google",
    "google_socket",
    "live_ann",
    "live_slack",
    "room",
    "served",
    "settings",
    "site",
    "slack",
    "store",
    "store_dialect",
    "variables",
    "workspace",
]
