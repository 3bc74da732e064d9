"""Slack's judgement of Block Kit payloads, written as rules of our own: no checker is needed at run time.

`check_message`, `check_view` and `check_options` return the findings as Slack words them (wording is Slack's where it
has been seen in the wild, and in the same style elsewhere). An empty list means Slack would take the payload.
"""

from sandbox.slack.block_rules.schema import Finding
from sandbox.slack.block_rules.surfaces import check_message, check_options, check_view, payload_too_long

__all__ = ["Finding", "check_message", "check_options", "check_view", "payload_too_long"]
