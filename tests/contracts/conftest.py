"""Lets these tests ask for served stand-ins."""

from tests.google_site import google, google_socket
from tests.sandbox.slack.site import ann, ben, clock, doorway, slack, workspace

__all__ = ["ann", "ben", "clock", "doorway", "google", "google_socket", "slack", "workspace"]
