"""Messages and views as plain text for a terminal, as one reader would see them."""

from sandbox.slack.rendering.shown import Reader, render_text, shown_message, shown_view

__all__ = ["Reader", "render_text", "shown_message", "shown_view"]
