"""Lets these tests ask for a served workspace."""

from tests.sandbox.slack.site import ann, ben, client, clock, doorway, slack, workspace

__all__ = ["ann", "ben", "client", "clock", "doorway", "slack", "workspace"]
