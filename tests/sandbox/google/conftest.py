"""Lets these tests ask for a served stand-in."""

from tests.google_site import google, google_socket

__all__ = ["google", "google_socket"]
