"""Builders and parsers of what Slack shows: pure functions from a view to a dict, and back from what was typed."""
